//! Waiting for a place: the plan says how many people may be at work at the same time (`max_online`). Whoever
//! comes when all places are taken waits in a queue, and is let in when it is his turn. Administrators always
//! enter.

use std::time::Duration;

use super::sessions::{self, Session};
use super::sign_in::ONLINE;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId};
use crate::store::{Result, Tx};

/// Who waits and has not been seen for so long has given up: others are not kept waiting by him.
const GIVEN_UP: Duration = Duration::from_mins(2);

/// How it stands for who waits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Queue {
    /// People at work.
    pub online: i64,
    /// How many wait before him.
    pub ahead: i64,
    /// Whether it is his turn.
    pub is_free: bool,
}

/// What became of asking to be let in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// He is in, now or already.
    In,
    /// He goes on waiting.
    Waits,
    /// The session is over.
    Gone,
}

/// Whether all places are taken, or spoken for by those who waited before, and `person` has none of them.
/// Whoever asks holds the company's row until the end of his transaction, so that two can't both be the last.
pub fn is_full(
    tx: &mut Tx<'_>,
    company: CompanyId,
    person: EmployeeId,
    waiting_since: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool> {
    // Most plans have no such limit: nobody waits for nothing.
    if max_online(tx, company)?.is_none() {
        return Ok(false);
    }
    tx.companies().lock(company)?;
    Ok(!queue(tx, company, person, waiting_since, now)?.is_free)
}

/// How it stands for a person; nothing is locked, and nothing decided by it.
pub fn queue(
    tx: &mut Tx<'_>,
    company: CompanyId,
    person: EmployeeId,
    waiting_since: Option<Timestamp>,
    now: Timestamp,
) -> Result<Queue> {
    let online = tx.sessions().online(company, now - ONLINE)?;
    let before = waiting_since.unwrap_or(Timestamp(i64::MAX));
    let ahead = tx.sessions().waiting_before(company, person, before, now - GIVEN_UP)?;
    let is_administrator = tx.people().find(company, person)?.is_some_and(|it| it.is_administrator());
    let is_free = match max_online(tx, company)? {
        None => true,
        Some(_) if is_administrator => true,
        Some(max) => online + ahead < max || tx.sessions().is_online(company, person, now - ONLINE)?,
    };
    Ok(Queue { online, ahead, is_free })
}

fn max_online(tx: &mut Tx<'_>, company: CompanyId) -> Result<Option<i64>> {
    Ok(tx.companies().find(company)?.and_then(|company| company.plan.max_online))
}

/// Lets in who waits, where it is his turn.
pub fn enter(tx: &mut Tx<'_>, company: CompanyId, token: &str, now: Timestamp) -> Result<Outcome> {
    let Some(Session { employee, token_hash, waiting_since, .. }) = sessions::find(tx, company, token, now)?
    else {
        return Ok(Outcome::Gone);
    };
    let Some(since) = waiting_since else { return Ok(Outcome::In) };
    if is_full(tx, company, employee.id, Some(since), now)? {
        tx.sessions().still_waits(&token_hash, now)?;
        return Ok(Outcome::Waits);
    }
    tx.sessions().let_in(&token_hash, now)?;
    Ok(Outcome::In)
}
