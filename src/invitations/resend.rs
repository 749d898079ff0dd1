//! Sending an invitation again: the same invitation, the same link, new validity.

use super::limits::{self, Refusal};
use super::writing::write_letter;
use super::{INVITATION_LETTER, State, lock_managed};
use crate::base::clock::Timestamp;
use crate::base::id::InvitationId;
use crate::base::random::Random;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// A letter is queued.
    Queued {
        /// Until when the invitation can be accepted now.
        expires_at: Timestamp,
    },
    /// No letter is written.
    Refused(Refusal),
    /// The invitation has come to this end.
    Ended(State),
    /// There is no such invitation, or it is not his.
    NotFound,
}

/// Queues one more letter. Many presses are one letter: while one is on its way there is no other.
pub fn resend(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: InvitationId,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Outcome> {
    let Some(invitation) = lock_managed(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if let Some(end) = invitation.end() {
        return Ok(Outcome::Ended(end));
    }
    let mut refusal = limits::against_resending(tx, &invitation, now)?;
    if refusal.is_none() {
        refusal = limits::against_renewal(tx, actor, company, &invitation, now)?;
    }
    if refusal.is_none() {
        refusal = limits::against_letter(tx, actor, company, &invitation, &invitation.email_key, now)?;
    }
    if let Some(refusal) = refusal {
        return Ok(Outcome::Refused(refusal));
    }
    let expires_at = now.plus_days(company.inviting.invitation_days).max(invitation.expires_at);
    if !tx.invitations().renew_once(&invitation, expires_at, now)? {
        return Ok(Outcome::Refused(Refusal::AlreadyQueued));
    }
    write_letter(tx, INVITATION_LETTER, actor, company, &invitation, random, now)?;
    tx.history().record(actor, Action::Resent, Subject::Invitation(id), &invitation.email, now)?;
    Ok(Outcome::Queued { expires_at })
}
