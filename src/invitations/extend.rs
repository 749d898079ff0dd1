//! Giving an invitation more time, or less, without a letter.

use super::limits::{self, Refusal};
use super::{Invitation, State, end_of, lock_managed};
use crate::base::clock::Timestamp;
use crate::base::id::InvitationId;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It can be accepted until then.
    Extended {
        /// The new end.
        expires_at: Timestamp,
    },
    /// The lifetime is not within what can be set.
    BadLifetime {
        /// Most days.
        most: i64,
    },
    /// The invitation gets no more time.
    Refused(Refusal),
    /// The invitation has come to this end.
    Ended(State),
    /// There is no such invitation, or it is not his.
    NotFound,
}

/// Lets an invitation end `days` from now.
pub fn extend(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: InvitationId,
    days: i64,
    now: Timestamp,
) -> Result<Outcome> {
    let Some(invitation) = lock_managed(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if let Some(end) = invitation.end() {
        return Ok(Outcome::Ended(end));
    }
    let most = limits::most_days(actor, company);
    if !(1..=most).contains(&days) {
        return Ok(Outcome::BadLifetime { most });
    }
    if !helps(tx, &invitation)? {
        return Ok(Outcome::Refused(Refusal::LinkEnded));
    }
    if let Some(refusal) = limits::against_renewal(tx, actor, company, &invitation, now)? {
        return Ok(Outcome::Refused(refusal));
    }
    let expires_at = now.plus_days(days);
    if !tx.invitations().set_expiry(company.id, id, expires_at, now)? {
        return Ok(Outcome::Ended(end_of(tx, company, id)?));
    }
    let details = format!("{} → {expires_at}", invitation.expires_at);
    tx.history().record(actor, Action::Extended, Subject::Invitation(id), &details, now)?;
    Ok(Outcome::Extended { expires_at })
}

/// Whether more time helps: not where a restore ended the link and no letter carries another one.
pub fn helps(tx: &mut Tx<'_>, invitation: &Invitation) -> Result<bool> {
    Ok(invitation.link_ended_at.is_none() || limits::has_letter_on_its_way(tx, invitation)?)
}
