//! Sessions: a random token in a cookie, its hash in the database.

use std::time::Duration;

use super::waiting;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId};
use crate::base::random::Random;
use crate::base::secret;
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};

/// A session ends after so long without a request.
pub const IDLE: Duration = Duration::from_hours(7 * 24);
/// A session ends after so long in any case (NIST SP 800-63B-4: 30 days at the most).
pub const LIFETIME: Duration = Duration::from_hours(30 * 24);
/// How exactly «last seen» is kept: not every request is worth a write.
const SEEN_EVERY: Duration = Duration::from_mins(1);

/// From where somebody signs in, for his list of sessions.
#[derive(Clone, Debug)]
pub struct Device {
    /// The network address.
    pub ip: String,
    /// What the browser calls itself.
    pub user_agent: String,
}

/// Opens a session and gives the token for the cookie. Where as many people are at work as the plan allows,
/// it waits until somebody leaves. Any session that the browser had before is closed, so that nobody can
/// plant one (ASVS 7.2.4).
pub fn open(
    tx: &mut Tx<'_>,
    company: CompanyId,
    employee: EmployeeId,
    device: &Device,
    before: Option<&str>,
    random: &dyn Random,
    now: Timestamp,
) -> Result<String> {
    if let Some(before) = before {
        tx.sessions().delete(&secret::hash(before))?;
    }
    let token = secret::random_secret(random);
    let token_hash = secret::hash(&token);
    let waits = waiting::is_full(tx, company, employee, None, now)?;
    tx.sessions().insert(&token_hash, company, employee, device, now, now + LIFETIME)?;
    if waits {
        tx.sessions().wait(&token_hash, now)?;
    }
    Ok(token)
}

/// Notes that a session is used; whether it may go on. Who was away so long that he was at work no more
/// takes a place anew, or waits for one.
pub fn touch(tx: &mut Tx<'_>, company: CompanyId, session: &Session, now: Timestamp) -> Result<bool> {
    if waiting::is_full(tx, company, session.employee.id, None, now)? {
        tx.sessions().wait(&session.token_hash, now)?;
        return Ok(false);
    }
    tx.sessions().touch(&session.token_hash, now)?;
    Ok(true)
}

/// A living session in its owner's list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// What it is found by.
    pub token_hash: Vec<u8>,
    /// From where.
    pub device: Device,
    /// When it was used last, to the minute.
    pub last_seen_at: Timestamp,
}

/// A living session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Whose it is.
    pub employee: Employee,
    /// What the cookie's token hashes to.
    pub token_hash: Vec<u8>,
    /// Whether «last seen» is due to be written.
    pub is_stale: bool,
    /// Since when it waits for a place, where it does.
    pub waiting_since: Option<Timestamp>,
}

/// The session of a token: its employee is active, and neither limit has passed.
pub fn find(tx: &mut Tx<'_>, company: CompanyId, token: &str, now: Timestamp) -> Result<Option<Session>> {
    let token_hash = secret::hash(token);
    let Some((employee, last_seen, waiting_since)) =
        tx.sessions().find(company, &token_hash, now, now - IDLE)?
    else {
        return Ok(None);
    };
    let employee = tx.people().find(company, employee)?.filter(|person| person.status == Status::Active);
    Ok(employee.map(|employee| Session {
        employee,
        token_hash,
        is_stale: now.since(last_seen) >= SEEN_EVERY,
        waiting_since,
    }))
}
