//! Sending what stayed in the portal's mailbox while letters did not leave.

use super::resend;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, InvitationId};
use crate::base::random::Random;
use crate::company::Company;
use crate::history::Actor;
use crate::store::{Result, Tx};

/// Letters that are sent in one transaction, so that nobody waits for it.
pub const AT_ONCE: i64 = 200;

/// Counted no further: beyond it nobody cares.
pub const COUNTED: i64 = 10_000;

/// How many invitations can be accepted and stayed here.
pub fn count(tx: &mut Tx<'_>, company: CompanyId, now: Timestamp) -> Result<i64> {
    tx.invitations().count_kept(company, None, COUNTED, now)
}

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Letters are queued.
    Queued {
        /// How many.
        letters: i64,
        /// Behind which invitation there may be more.
        next: Option<InvitationId>,
    },
    /// The mailbox is for administrators.
    NotAllowed,
}

/// Sends the invitations again that can be accepted and whose letters nobody got, some at a time, those behind `after`.
pub fn send_kept(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    after: InvitationId,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Outcome> {
    if !actor.rights.is_administrator() {
        return Ok(Outcome::NotAllowed);
    }
    let kept = tx.invitations().kept(company.id, after, AT_ONCE, now)?;
    let mut letters = 0;
    for id in &kept {
        match resend::resend(tx, actor, company, *id, random, now)? {
            resend::Outcome::Queued { .. } => letters += 1,
            // It says so itself in the list: it stays what it is.
            resend::Outcome::Refused(_) | resend::Outcome::Ended(_) | resend::Outcome::NotFound => {}
        }
    }
    let is_full = i64::try_from(kept.len()).unwrap_or(i64::MAX) >= AT_ONCE;
    Ok(Outcome::Queued { letters, next: kept.last().copied().filter(|_| is_full) })
}
