//! Dismissing somebody: his sessions and tokens end at once, his seat is free, his join links are dead.

use super::{Role, Status};
use crate::access_rights::{self, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::seats;
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// He is dismissed, now or before: asking twice changes nothing.
    Dismissed,
    /// He has not joined: his invitation is to be revoked, or he is to be refused.
    NotJoined(Status),
    /// Nobody would be left to administer the company.
    LastAdministrator,
    /// The person may not dismiss people.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// Dismisses an employee. His personal invitations stay valid. He is no administrator any more, so
/// that taking him back does not quietly make him one.
pub fn dismiss(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::ManagePeople) {
        return Ok(Outcome::NotAllowed);
    }
    // Two administrators who dismiss each other at the same time come here one after the other.
    tx.companies().lock(company.id)?;
    let Some(person) = tx.people().find(company.id, id)? else { return Ok(Outcome::NotFound) };
    match person.status {
        Status::Active => {}
        Status::Dismissed => return Ok(Outcome::Dismissed),
        Status::Invited | Status::AwaitingApproval => return Ok(Outcome::NotJoined(person.status)),
    }
    if super::is_last_administrator(tx, &person)? {
        return Ok(Outcome::LastAdministrator);
    }
    if !tx.people().change_status(company.id, id, Status::Active, Status::Dismissed, now)? {
        return Ok(Outcome::Dismissed);
    }
    tx.people().set_role(company.id, id, Role::Employee)?;
    seats::release(tx, company.id)?;
    tx.sessions().delete_all(company.id, id, None)?;
    tx.tokens().revoke_of(company.id, id, now)?;
    tx.password_resets().replace_of(company.id, id, now)?;
    tx.address_changes().replace_of(company.id, id, now)?;
    tx.join_links().switch_off_of(company.id, id, actor.employee, now)?;
    tx.history().record(actor, Action::Dismissed, Subject::Employee(id), person.shown_name(), now)?;
    Ok(Outcome::Dismissed)
}
