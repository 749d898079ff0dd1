//! The mailbox that mail servers report to, read over IMAP where one is set: for who has no mail server of his own
//! that hands reports over.
//!
//! What a report changes and how far the mailbox was read is written down in one transaction; only then the
//! message is marked as read. Nothing is deleted, moved or answered.

pub mod store;

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use self::store::{Cursor, Identity, Lease, Standing};
use super::take::{self, Taking};
use super::{Outcome, bounced, is_a_report};
use crate::base::id::CompanyId;
use crate::base::secret::Purpose;
use crate::company::mail;
use crate::mail::bounces::MAX_REPORT;
use crate::mail::imap::{Cause, Failure, ImapServer, Looked, Session, Stay};
use crate::mail::sender::Owners;
use crate::portal::SharedPortal;
use crate::store::{Error, Result, Tx};

/// How often it is looked at.
const EVERY: Duration = Duration::from_mins(1);
/// How long it rests after it could not be read.
const LATER: Duration = Duration::from_mins(5);
/// How long it rests where only somebody who changes something helps, as after a wrong password.
const REST: Duration = Duration::from_mins(15);
/// How long a process has it without a sign of life: longer than any one step takes.
const LEASE: Duration = Duration::from_mins(5);
/// The longest for one answer of the server.
const PATIENCE: Duration = Duration::from_secs(30);
/// Messages that are looked at in one session.
const MOST: usize = 100;
/// Of a message that is larger than a report may be this much is taken, in bytes: where machines write.
const HEAD: usize = 128 * 1024;

/// What a look at the mailbox came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Pass {
    /// Another process has it, or it is not due.
    NotNow,
    /// It was read.
    Read {
        /// So many messages were looked at.
        messages: usize,
        /// Whether there are more.
        is_more: bool,
    },
    /// It could not be read.
    Failed(Failure),
}

/// Looks after the mailbox, where one is set, until `stop` is given.
pub async fn run(portal: SharedPortal, owners: Owners, stop: CancellationToken) {
    if portal.config.mail.bounce_imap.is_none() {
        return;
    }
    while !stop.is_cancelled() {
        let passed = stop.run_until_cancelled(pass(&portal, owners)).await;
        match passed {
            Some(Ok(Pass::Read { is_more: true, .. })) => continue,
            Some(Err(error)) => tracing::warn!(%error, "the mailbox of reports is read again later"),
            _ => {}
        }
        let _ = stop.run_until_cancelled(portal.clock.sleep_until(portal.now() + EVERY)).await;
    }
}

/// Looks at the mailbox once, where it is due.
///
/// # Errors
/// Where the database does not answer.
pub async fn pass(portal: &SharedPortal, owners: Owners) -> Result<Pass> {
    let Some(server) = portal.config.mail.bounce_imap.clone() else { return Ok(Pass::NotNow) };
    let who = Identity {
        account: portal.key.mark_of(Purpose::BounceMailbox, &server.account()),
        settings: portal.key.mark_of(Purpose::BounceMailbox, &server.settings()),
    };
    let (now, lease) = (portal.now(), Lease(portal.now() + LEASE));
    let Some(cursor) = portal.write(move |tx| tx.bounce_mailbox().claim(&who, lease, now)).await? else {
        return Ok(Pass::NotNow);
    };
    let work = Work { portal: SharedPortal::clone(portal), owners, lease };
    // What a server says must not end the reading for good, whatever it does to who reads it.
    let read = tokio::spawn(work.read(server, cursor)).await.unwrap_or_else(|error| {
        let text = format!("the server's answer could not be read: {error}");
        (lease, Err(Trouble::Server(Failure { cause: Cause::Server, text })))
    });
    end(portal, read).await
}

/// Writes down how it went.
async fn end(portal: &SharedPortal, (lease, read): (Lease, Read)) -> Result<Pass> {
    let now = portal.now();
    match read {
        Ok(pass) => {
            let next_at = now + EVERY;
            portal.write(move |tx| tx.bounce_mailbox().give_back(lease, next_at, now)).await?;
            Ok(pass)
        }
        Err(Trouble::Taken) => Ok(Pass::NotNow),
        Err(Trouble::Database(error)) => Err(error),
        Err(Trouble::Server(failure)) => {
            tracing::warn!(%failure, "the mailbox of reports can't be read");
            let next_at = now + if failure.cause.is_of_settings() { REST } else { LATER };
            let (trouble, words) = (failure.cause.key(), failure.text.clone());
            portal.write(move |tx| tx.bounce_mailbox().give_up(lease, next_at, trouble, &words, now)).await?;
            Ok(Pass::Failed(failure))
        }
    }
}

type Read = std::result::Result<Pass, Trouble>;

/// Why reading ended early.
enum Trouble {
    Server(Failure),
    Database(Error),
    /// Another process has the mailbox now.
    Taken,
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Server(failure)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}

/// One session's work.
struct Work {
    portal: SharedPortal,
    owners: Owners,
    lease: Lease,
}

impl Work {
    /// Reads what came; with it the lease as it is in the end.
    async fn read(mut self, server: ImapServer, cursor: Option<Cursor>) -> (Lease, Read) {
        let read = self.session(&server, cursor).await;
        (self.lease, read)
    }

    async fn session(&mut self, server: &ImapServer, cursor: Option<Cursor>) -> Read {
        let mut session = Session::open(server, PATIENCE).await?;
        let Looked { uid_validity, .. } = session.look(server, Stay::Work).await?;
        let known = cursor.filter(|cursor| cursor.uid_validity == uid_validity);
        let found = session.search(known.map(|cursor| cursor.last_uid), self.portal.now()).await?;
        let mut messages = 0;
        for uid in found.iter().copied().take(MOST) {
            let raw = session.fetch(uid, MAX_REPORT, HEAD).await?;
            let took = self.take(Cursor { uid_validity, last_uid: uid }, raw).await?;
            match took {
                // What is in front of it waits, too: it is a matter of minutes.
                Took::Again => break,
                Took::Report => mark(&mut session, uid).await?,
                Took::Nothing => {}
            }
            messages += 1;
        }
        session.leave().await;
        Ok(Pass::Read { messages, is_more: messages == MOST && found.len() > MOST })
    }

    /// Takes one message, where it is a report.
    async fn take(&mut self, cursor: Cursor, raw: Option<Vec<u8>>) -> std::result::Result<Took, Trouble> {
        let report = match raw {
            Some(raw) => Some(take::read(raw).await),
            None => None,
        };
        let kind = report.as_ref().map(|report| report.kind);
        let taking = Taking::new(&self.portal, self.owners);
        let (lease, until) = (self.lease, Lease(self.portal.now() + LEASE));
        let taken = self.portal.write(move |tx| {
            if !tx.bounce_mailbox().extend(lease, until)? {
                return Ok(None);
            }
            let how = taking.how();
            let outcome = match &report {
                Some(report) if is_a_report(&how, report) => Some(bounced(tx, &how, None, report)?),
                _ => None,
            };
            if outcome.is_none_or(Outcome::is_taken) {
                tx.bounce_mailbox().advance(cursor)?;
            }
            Ok(Some(outcome))
        });
        let Some(outcome) = taken.await? else { return Err(Trouble::Taken) };
        self.lease = until;
        let (Some(kind), Some(outcome)) = (kind, outcome) else { return Ok(Took::Nothing) };
        take::tell(&self.portal, kind, outcome);
        Ok(match outcome {
            Outcome::TooEarly | Outcome::NotSetUp => Took::Again,
            // It is a person's machine that answers: who looks into the mailbox may want to see it.
            Outcome::Automatic => Took::Nothing,
            _ => Took::Report,
        })
    }
}

/// What a message was.
enum Took {
    /// A report, which is written down.
    Report,
    /// None: it is left as it is.
    Nothing,
    /// A report that comes too early.
    Again,
}

/// A mailbox that lets nothing be marked is read all the same.
async fn mark(session: &mut Session, uid: u32) -> std::result::Result<(), Failure> {
    match session.mark_read(uid).await {
        Err(failure) if failure.cause == Cause::Unreachable => Err(failure),
        Err(failure) => {
            tracing::debug!(%failure, "a report could not be marked as read");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// How the mailbox stands, for administrators of the company that decides how letters leave.
pub fn standing(tx: &mut Tx<'_>, company: CompanyId) -> Result<Option<Standing>> {
    if mail::decides(tx, company)? { tx.bounce_mailbox().standing() } else { Ok(None) }
}
