//! What whoever looks after letters does to the queue: lets it stand and go on, and tries letters at once.

use super::watched;
use crate::base::clock::Timestamp;
use crate::base::id::LetterId;
use crate::base::person_name::plain_line;
use crate::history::{Action, Actor, Subject};
use crate::invitations::letter;
use crate::store::{Result, Tx};

/// The most characters that a reason to pause may have.
pub const MOST_CHARACTERS: usize = 200;
/// Letters that are made due, or stopped, in one transaction, so that nobody waits for it.
const AT_ONCE: i64 = 5000;

/// What became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is so now, or was before.
    Done,
    /// The person may not.
    NotAllowed,
    /// There is no such letter, or it does not wait to be tried again any more.
    Gone,
    /// It waits on: the queue stands.
    Stands,
    /// Some thousands of letters were stopped that would have led nowhere; there may be more, and the queue stands.
    More,
    /// The reason is too long, or no plain line.
    BadReason,
}

/// What became of making many letters due.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Retried {
    /// So many are; perhaps there are more.
    Some(i64),
    /// That was all of them.
    Last(i64),
    /// None is put off for that reason any more.
    Gone,
    /// They wait on: the queue stands.
    Stands,
    /// The person may not.
    NotAllowed,
}

/// Lets the queue stand, in all processes and beyond a restart, until somebody lets it go on. What somebody waits
/// for at a screen leaves all the same.
pub fn pause(tx: &mut Tx<'_>, actor: &Actor, reason: &str, now: Timestamp) -> Result<Outcome> {
    let reason = match reason.trim() {
        "" => String::new(),
        typed => match plain_line(typed, MOST_CHARACTERS) {
            Ok(reason) => reason,
            Err(_) => return Ok(Outcome::BadReason),
        },
    };
    let Some(company) = watched(tx, actor)? else { return Ok(Outcome::NotAllowed) };
    if tx.outbox().begin_pause(actor.employee, &reason, now)? {
        tx.history().record(actor, Action::MailPaused, Subject::Company(company.id), &reason, now)?;
    }
    Ok(Outcome::Done)
}

/// Lets the queue go on. After a restore the letters whose links work no more are stopped first: they would stand among
/// those that wait until each one's turn came.
pub fn resume(tx: &mut Tx<'_>, actor: &Actor, now: Timestamp) -> Result<Outcome> {
    let Some(company) = watched(tx, actor)? else { return Ok(Outcome::NotAllowed) };
    let restored = tx.outbox().pause()?.filter(|pause| pause.restored_to.is_some());
    if let Some(pause) = restored
        && letter::stop_in_vain(tx, pause.since, AT_ONCE, now)? == AT_ONCE
    {
        return Ok(Outcome::More);
    }
    if tx.outbox().end_pause()? {
        tx.history().record(actor, Action::MailResumed, Subject::Company(company.id), "", now)?;
    }
    Ok(Outcome::Done)
}

/// Tries a letter at once that was put off.
pub fn retry(tx: &mut Tx<'_>, actor: &Actor, letter: LetterId, now: Timestamp) -> Result<Outcome> {
    let Some(company) = watched(tx, actor)? else { return Ok(Outcome::NotAllowed) };
    if tx.outbox().pause()?.is_some() {
        return Ok(Outcome::Stands);
    }
    tx.mail_servers().wake(now)?;
    Ok(if tx.outbox().retry(company.id, letter, now)? { Outcome::Done } else { Outcome::Gone })
}

/// Tries at once, some thousands at a time, the letters that were put off for a reason (the key of its words).
pub fn retry_all(tx: &mut Tx<'_>, actor: &Actor, reason: &str, now: Timestamp) -> Result<Retried> {
    let Some(company) = watched(tx, actor)? else { return Ok(Retried::NotAllowed) };
    if tx.outbox().pause()?.is_some() {
        return Ok(Retried::Stands);
    }
    tx.mail_servers().wake(now)?;
    let letters = tx.outbox().retry_some(company.id, reason, AT_ONCE, now)?;
    // Those that are due already wait for the server alone.
    if letters == 0 && !tx.outbox().is_deferred_for(company.id, reason)? {
        return Ok(Retried::Gone);
    }
    let letters = i64::try_from(letters).unwrap_or(i64::MAX);
    Ok(if letters < AT_ONCE { Retried::Last(letters) } else { Retried::Some(letters) })
}
