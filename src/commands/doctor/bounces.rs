//! Whether the mailbox that reports about letters that come back are read from can be read.

use std::time::Duration;

use super::super::output::Output;
use super::Finding;
use crate::config::Config;
use crate::i18n::Arg;
use crate::mail::imap::{Failure, ImapServer, Session, Stay};
use crate::mail::reason::answer;

/// The longest for each answer of the mailbox.
const PATIENCE: Duration = Duration::from_secs(10);

/// A line for the mailbox, where one is set. One try with the password: nothing is read or marked.
pub(super) async fn look(config: &Config, output: &Output) -> Option<(&'static str, Finding)> {
    let server = config.mail.bounce_imap.as_ref()?;
    Some(("mail.bounce_imap_url", mailbox(server, output).await))
}

async fn mailbox(server: &ImapServer, output: &Output) -> Finding {
    let place = server.place();
    match visit(server).await {
        Ok(messages) => {
            let messages = messages.to_string();
            let args = [("about", Arg::Text(&place)), ("messages", Arg::Text(&messages))];
            Finding::Good(output.locale.with("doctor-imap-good", &args))
        }
        Err(failure) => {
            let (words, advice) =
                (answer(&output.locale, &failure.text), output.locale.t(failure.cause.key()));
            let args =
                [("about", Arg::Text(&place)), ("words", Arg::Text(&words)), ("advice", Arg::Text(&advice))];
            Finding::Bad(output.locale.with("doctor-imap-bad", &args))
        }
    }
}

async fn visit(server: &ImapServer) -> Result<u32, Failure> {
    let mut session = Session::open(server, PATIENCE).await?;
    let looked = session.look(server, Stay::Visit).await?;
    session.leave().await;
    Ok(looked.messages)
}
