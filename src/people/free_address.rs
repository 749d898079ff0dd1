//! Freeing the address of somebody dismissed, so that somebody new can have it. He keeps his name and his
//! history; taken back, he needs another address.

use super::Status;
use crate::access_rights::Permission;
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is free, now or before.
    Freed,
    /// He was not dismissed: the address is his.
    NotDismissed(Status),
    /// The person may not free addresses.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// Frees his address.
pub fn free_address(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    now: Timestamp,
) -> Result<Outcome> {
    // Somebody may be taking him back at this moment.
    tx.companies().lock(company.id)?;
    let Some(person) = tx.people().find(company.id, id)? else { return Ok(Outcome::NotFound) };
    if !super::may_change(tx, actor, company, Permission::Dismiss, &person)? {
        return Ok(Outcome::NotAllowed);
    }
    if person.status != Status::Dismissed {
        return Ok(Outcome::NotDismissed(person.status));
    }
    if person.email.is_empty() || !tx.people().free_address(&person)? {
        return Ok(Outcome::Freed);
    }
    let details = format!("{}\n{}", person.shown_name(), person.email);
    tx.history().record(actor, Action::AddressFreed, Subject::Employee(id), &details, now)?;
    Ok(Outcome::Freed)
}
