//! A small mail server of the portal's own, off by default: it takes reports for the addresses that letters
//! were sent from, by LMTP (RFC 2033) or SMTP (RFC 5321), and nothing else. It relays nothing and answers
//! «taken» only when what is told is durable.

mod session;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::session::{Protocol, Session, Step};
use self::wire::{Wire, WireError};
use super::take::take;
use crate::mail::bounces::MAX_REPORT;
use crate::mail::bounces::return_address::{Claim, ReturnAddress};
use crate::mail::sender::Owners;
use crate::portal::SharedPortal;

/// Sessions at once; whoever comes then is asked to come again.
const MAX_SESSIONS: usize = 20;
/// How long a session may last, whatever it does.
const MAX_LIFE: Duration = Duration::from_mins(10);
/// How long the other side may take for its next line.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long sessions are waited for that have a report half taken when the portal stops.
const FAREWELL: Duration = Duration::from_secs(10);

const BUSY: &str = "421 4.3.2 Too many sessions, come again later";
const STOPPING: &str = "421 4.3.2 The portal stops, come again later";
const TOO_SLOW: &str = "421 4.4.2 Too slow, come again later";
const LINE_TOO_LONG: &str = "500 5.5.2 Line too long";
const TOO_LARGE: &str = "552 5.3.4 Larger than a report may be";
const TAKEN: &str = "250 2.0.0 Taken";
const AGAIN: &str = "451 4.3.0 Not taken, bring it again later";

/// What a session needs to take reports.
#[derive(Clone)]
pub struct Receiver {
    portal: SharedPortal,
    owners: Owners,
    address: ReturnAddress,
}

impl Receiver {
    /// One that takes reports for addresses made of `address`.
    #[must_use]
    pub fn new(portal: SharedPortal, owners: Owners, address: ReturnAddress) -> Self {
        Self { portal, owners, address }
    }

    /// Takes what comes until `stop` is given.
    pub async fn serve(self, listener: TcpListener, stop: CancellationToken) {
        let (sessions, places) = (TaskTracker::new(), Arc::new(Semaphore::new(MAX_SESSIONS)));
        while let Some(accepted) = stop.run_until_cancelled(listener.accept()).await {
            let Ok((stream, _)) = accepted else { continue };
            let place = Arc::clone(&places).try_acquire_owned();
            let (receiver, stop) = (self.clone(), stop.clone());
            sessions.spawn(async move {
                let talked = match place {
                    Ok(_place) => timeout(MAX_LIFE, receiver.talk(stream, &stop)).await,
                    Err(_) => timeout(PATIENCE, turn_away(stream)).await,
                };
                if let Ok(Err(error)) = talked {
                    tracing::debug!(%error, "a session of the receiver of reports broke");
                }
            });
        }
        sessions.close();
        let _ = timeout(FAREWELL, sessions.wait()).await;
    }

    /// One session.
    async fn talk(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin,
        stop: &CancellationToken,
    ) -> Result<(), WireError> {
        let mut wire = Wire::new(stream, PATIENCE);
        let mut session = Session::new(&self.portal.mail.hello_name());
        wire.say(&session.greeting()).await?;
        loop {
            let line = match stop.run_until_cancelled(wire.command()).await {
                Some(Ok(Some(line))) => line,
                Some(Ok(None)) => return Ok(()),
                Some(Err(WireError::TooLong)) => return wire.say(LINE_TOO_LONG).await,
                Some(Err(WireError::TooSlow)) => return wire.say(TOO_SLOW).await,
                Some(Err(error)) => return Err(error),
                None => return wire.say(STOPPING).await,
            };
            match session.hear(&line, |address| self.is_ours(address)) {
                Step::Say(words) => wire.say(&words).await?,
                Step::Bye(words) => return wire.say(&words).await,
                Step::Letter { go_on, protocol, recipients } => {
                    wire.say(&go_on).await?;
                    let raw = match wire.letter(MAX_REPORT).await {
                        Ok(raw) => raw,
                        Err(WireError::TooLong) => return wire.say(LINE_TOO_LONG).await,
                        Err(error) => return Err(error),
                    };
                    for words in self.answers(raw, protocol, recipients).await {
                        wire.say(words).await?;
                    }
                }
            }
        }
    }

    /// LMTP wants an answer for each recipient, SMTP one for all.
    async fn answers(
        &self,
        raw: Option<Vec<u8>>,
        protocol: Protocol,
        recipients: Vec<String>,
    ) -> Vec<&'static str> {
        let mut answers = Vec::with_capacity(recipients.len());
        for recipient in recipients {
            answers.push(match &raw {
                None => TOO_LARGE,
                Some(raw) => self.answer(recipient, raw.clone()).await,
            });
        }
        match protocol {
            Protocol::Lmtp => answers,
            // What is brought again changes nothing where it was taken.
            Protocol::Smtp => {
                vec![answers.into_iter().find(|answer| *answer != TAKEN).unwrap_or(TAKEN)]
            }
        }
    }

    async fn answer(&self, recipient: String, raw: Vec<u8>) -> &'static str {
        match take(&self.portal, self.owners, Some(recipient), raw).await {
            Ok(outcome) if outcome.is_taken() => TAKEN,
            Ok(_) => AGAIN,
            Err(error) => {
                tracing::warn!(%error, "a report waits outside: the database is not available");
                AGAIN
            }
        }
    }

    fn is_ours(&self, address: &str) -> bool {
        matches!(self.address.claim(&self.portal.key, address), Claim::Proved(_))
    }
}

async fn turn_away(stream: TcpStream) -> Result<(), WireError> {
    Wire::new(stream, PATIENCE).say(BUSY).await
}
