//! Taking an invitation back: its link is dead, its letters stay, the person leaves the list.

use super::{Invitation, State, find_managed, letter};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId, InvitationId};
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::mail::outbox::{Delivery, State as LetterState};
use crate::people::Status;
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is taken back, now or before: asking twice changes nothing.
    Revoked,
    /// The invitation has come to another end.
    Ended(State),
    /// There is no such invitation, or it is not his.
    NotFound,
}

/// Takes an invitation back. Letters not yet handed over are withdrawn; the address is free again.
pub fn revoke(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: InvitationId,
    now: Timestamp,
) -> Result<Outcome> {
    let Some(invitation) = find_managed(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if !close(tx, actor, &invitation, now)? {
        let now_stands = tx.invitations().find(company.id, id)?.and_then(|invitation| invitation.end());
        return Ok(match now_stands {
            Some(State::Revoked) | None => Outcome::Revoked,
            Some(end) => Outcome::Ended(end),
        });
    }
    Ok(Outcome::Revoked)
}

/// Takes back all invitations of an inviter that no end has come to; how many. Whoever dismisses him may.
pub fn all_of(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: CompanyId,
    inviter: EmployeeId,
    now: Timestamp,
) -> Result<usize> {
    let mut revoked = 0;
    for invitation in tx.invitations().living_of(company, inviter)? {
        revoked += usize::from(close(tx, actor, &invitation, now)?);
    }
    Ok(revoked)
}

/// Takes back an invitation that `actor` may take back; false where it has come to an end.
pub(super) fn close(tx: &mut Tx<'_>, actor: &Actor, invitation: &Invitation, now: Timestamp) -> Result<bool> {
    let (company, id) = (invitation.company_id, invitation.id);
    if !tx.invitations().revoke(company, id, now)? {
        return Ok(false);
    }
    if letter::withdraw(tx, company, id, now)? > 0 {
        // A letter before may have left: that of a reminder alone was withdrawn.
        let left = letter::last_of(tx, std::iter::once(invitation))?.remove(&id).map(|last| last.state);
        let delivery = if left == Some(LetterState::Accepted) { Delivery::Sent } else { Delivery::None };
        tx.invitations().set_delivery(company, id, delivery)?;
    }
    if let Some(person) = invitation.employee_id {
        tx.people().delete(company, person, Status::Invited)?;
    }
    tx.history().record(actor, Action::Revoked, Subject::Invitation(id), &invitation.email, now)?;
    Ok(true)
}
