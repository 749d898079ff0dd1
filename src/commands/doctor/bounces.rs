//! Whether reports about letters that come back find their way to the portal.

use std::time::Duration;

use super::super::output::Output;
use super::{Finding, say};
use crate::config::Config;
use crate::i18n::Arg;
use crate::mail::dns::{Answer, Ask as _, Resolver, is_public};
use crate::mail::imap::{Failure, ImapServer, Session, Stay};

/// The longest for each answer of the mailbox.
const PATIENCE: Duration = Duration::from_secs(10);

/// A line for the address that reports come to, and one for the mailbox that they are read from, as far as they are
/// set. One try with the password: nothing is read or marked.
pub(super) async fn look(config: &Config, output: &Output) -> Vec<(&'static str, Finding)> {
    let mut findings = Vec::new();
    if let Some(address) = &config.mail.bounce_address {
        let about = address.to_string();
        if is_public(address.domain()) {
            findings.push(("mail.bounce_address", exchanger(config, address.domain(), &about, output).await));
        }
    }
    if let Some(server) = &config.mail.bounce_imap {
        findings.push(("mail.bounce_imap_url", mailbox(server, output).await));
    }
    findings
}

/// Which server takes mail for the domain (RFC 5321 §5.1).
async fn exchanger(config: &Config, domain: &str, about: &str, output: &Output) -> Finding {
    let resolver = match Resolver::new(config.mail.dns_server) {
        Ok(resolver) => resolver,
        Err(why) => return Finding::Advice(output.locale.named("dns-no-resolver", &why)),
    };
    match resolver.mx(domain).await {
        Answer::Found(servers) => match servers.iter().min().map(|(_, name)| name.as_str()) {
            None | Some("") => Finding::Bad(say(output, "doctor-bounces-refuses", about)),
            Some(server) => {
                let args = [("about", Arg::Text(about)), ("server", Arg::Text(server))];
                Finding::Good(output.locale.with("doctor-bounces-good", &args))
            }
        },
        Answer::Missing => Finding::Bad(say(output, "doctor-bounces-no-mx", about)),
        Answer::Silent => Finding::Advice(say(output, "doctor-bounces-silent", about)),
    }
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
            let advice = output.locale.t(failure.cause.key());
            let args = [
                ("about", Arg::Text(&place)),
                ("words", Arg::Text(&failure.text)),
                ("advice", Arg::Text(&advice)),
            ];
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
