//! Correcting the address of an invitation: the old link dies, the new address gets a letter.

use super::limits::{self, Refusal};
use super::writing::write_letter;
use super::{INVITATION_LETTER, Invitation, REMINDER_LETTER, State, find_managed};
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{EmployeeId, InvitationId};
use crate::base::random::Random;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::people::Status;
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The invitation goes to the new address.
    Corrected {
        /// Whether a letter is queued; not where the portal has written none before.
        is_sent: bool,
    },
    /// It is the address that the invitation has.
    Same,
    /// Somebody else is invited at that address.
    AlreadyInvited(EmployeeId),
    /// Somebody works here with that address, or waits for approval.
    AlreadyEmployee(EmployeeId),
    /// Somebody with that address worked here.
    Dismissed(EmployeeId),
    /// No letter may be written to that address.
    Refused(Refusal),
    /// The invitation has come to this end.
    Ended(State),
    /// There is no such invitation, or it is not his.
    NotFound,
}

/// Gives an invitation another address.
pub fn correct_address(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: InvitationId,
    address: &EmailAddress,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Outcome> {
    // Whoever joins by it at this moment does so before or after: nobody's address changes under him.
    tx.companies().lock(company.id)?;
    let Some(invitation) = find_managed(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if let Some(end) = invitation.end() {
        return Ok(Outcome::Ended(end));
    }
    if invitation.email_key == address.key() {
        return Ok(Outcome::Same);
    }
    if let Some(person) = tx.people().find_by_address(company.id, address.key())? {
        return Ok(match person.status {
            Status::Invited => Outcome::AlreadyInvited(person.id),
            Status::Active | Status::AwaitingApproval => Outcome::AlreadyEmployee(person.id),
            Status::Dismissed => Outcome::Dismissed(person.id),
        });
    }
    let is_sent = invitation.letters > 0;
    let mut refusal = limits::against_renewal(tx, actor, company, &invitation, now)?;
    if refusal.is_none() && is_sent {
        refusal = limits::against_letter(tx, actor, company, &invitation, address.key(), now)?;
    }
    if let Some(refusal) = refusal {
        return Ok(Outcome::Refused(refusal));
    }
    change(tx, company, &invitation, address, is_sent, now)?;
    if is_sent && let Some(corrected) = tx.invitations().find(company.id, id)? {
        write_letter(tx, INVITATION_LETTER, actor, company, &corrected, random, now)?;
    }
    let details = format!("{} → {address}", invitation.email);
    tx.history().record(actor, Action::AddressCorrected, Subject::Invitation(id), &details, now)?;
    Ok(Outcome::Corrected { is_sent })
}

fn change(
    tx: &mut Tx<'_>,
    company: &Company,
    invitation: &Invitation,
    address: &EmailAddress,
    is_sent: bool,
    now: Timestamp,
) -> Result<()> {
    for kind in [INVITATION_LETTER, REMINDER_LETTER] {
        tx.outbox().cancel(company.id, kind, invitation.id.0, now)?;
    }
    let expires_at = now.plus_days(company.inviting.invitation_days).max(invitation.expires_at);
    tx.invitations().change_address(invitation, address.as_str(), address.key(), is_sent, expires_at)?;
    let person = invitation.employee_id.map(|person| tx.people().find(company.id, person)).transpose()?;
    match person.flatten() {
        Some(person) => tx.people().change_address(&person, address.as_str(), address.key()),
        None => Ok(()),
    }
}
