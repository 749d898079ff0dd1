//! Correcting the address of an invitation: the old link dies, the new address gets a letter.

use super::limits::{self, Refusal};
use super::writing::write_letter;
use super::{INVITATION_LETTER, Invitation, State, end_of, letter, lock_managed};
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
    /// The same address is written another way now; its link and letters stay.
    Respelled,
    /// It is the address that the invitation has.
    Same,
    /// Somebody else is invited at that address.
    AlreadyInvited(EmployeeId),
    /// Somebody works here with that address.
    AlreadyEmployee(EmployeeId),
    /// Somebody with that address came by a join link and waits to be let in.
    AwaitingApproval(EmployeeId),
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
    let Some(invitation) = lock_managed(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if let Some(end) = invitation.end() {
        return Ok(Outcome::Ended(end));
    }
    if invitation.email_key == address.key() {
        return respell(tx, actor, &invitation, address, now);
    }
    if let Some(person) = tx.people().find_by_address(company.id, address.key())? {
        return Ok(match person.status {
            Status::Invited => Outcome::AlreadyInvited(person.id),
            Status::Active => Outcome::AlreadyEmployee(person.id),
            Status::AwaitingApproval => Outcome::AwaitingApproval(person.id),
            Status::Dismissed => Outcome::Dismissed(person.id),
        });
    }
    let is_sent = invitation.letters > 0;
    let mut refusal = limits::against_bearer(tx, actor, company, &invitation)?;
    if refusal.is_none() {
        refusal = limits::against_renewal(tx, actor, company, &invitation, now)?;
    }
    if refusal.is_none() && is_sent {
        refusal = limits::against_letter(tx, actor, company, &invitation, address.key(), now)?;
    }
    if let Some(refusal) = refusal {
        return Ok(Outcome::Refused(refusal));
    }
    if !change(tx, company, &invitation, address, is_sent, now)? {
        return Ok(Outcome::Ended(end_of(tx, company, id)?));
    }
    if is_sent && let Some(corrected) = tx.invitations().find(company.id, id)? {
        write_letter(tx, INVITATION_LETTER, actor, company, &corrected, random, now)?;
    }
    let details = format!("{} → {address}", invitation.email);
    tx.history().record(actor, Action::AddressCorrected, Subject::Invitation(id), &details, now)?;
    Ok(Outcome::Corrected { is_sent })
}

/// «Sent as typed»: another spelling of the same address is the one that letters go to from now on.
fn respell(
    tx: &mut Tx<'_>,
    actor: &Actor,
    invitation: &Invitation,
    address: &EmailAddress,
    now: Timestamp,
) -> Result<Outcome> {
    let (company, id) = (invitation.company_id, invitation.id);
    if invitation.email == address.as_str() || !tx.invitations().respell(company, id, address.as_str())? {
        return Ok(Outcome::Same);
    }
    move_person(tx, invitation, address)?;
    let details = format!("{} → {address}", invitation.email);
    tx.history().record(actor, Action::AddressCorrected, Subject::Invitation(id), &details, now)?;
    Ok(Outcome::Respelled)
}

/// False where the invitation has come to an end meanwhile: then nobody gets another address.
fn change(
    tx: &mut Tx<'_>,
    company: &Company,
    invitation: &Invitation,
    address: &EmailAddress,
    is_sent: bool,
    now: Timestamp,
) -> Result<bool> {
    let expires_at = now.plus_days(company.inviting.invitation_days).max(invitation.expires_at);
    if !tx.invitations().change_address(invitation, address, is_sent, expires_at, now)? {
        return Ok(false);
    }
    letter::withdraw(tx, company.id, invitation.id, now)?;
    move_person(tx, invitation, address)?;
    Ok(true)
}

fn move_person(tx: &mut Tx<'_>, invitation: &Invitation, address: &EmailAddress) -> Result<()> {
    let Some(id) = invitation.employee_id else { return Ok(()) };
    let Some(person) = tx.people().find(invitation.company_id, id)? else { return Ok(()) };
    tx.people().change_address(&person, address).map(drop)
}
