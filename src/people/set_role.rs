//! Making somebody an administrator, or an ordinary employee again.

use super::{Employee, Role, Status};
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// He has the role, now or before.
    Changed,
    /// Nobody would be left to administer the company.
    LastAdministrator,
    /// He does not work here.
    NotActive(Status),
    /// The person may not give roles.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// Gives an employee a role.
pub fn set_role(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    role: Role,
    now: Timestamp,
) -> Result<Outcome> {
    if actor.company != company.id || !actor.rights.is_administrator() {
        return Ok(Outcome::NotAllowed);
    }
    tx.companies().lock(company.id)?;
    let Some(person) = tx.people().find(company.id, id)? else { return Ok(Outcome::NotFound) };
    if person.status != Status::Active {
        return Ok(Outcome::NotActive(person.status));
    }
    if role == Role::Employee && super::is_last_administrator(tx, &person)? {
        return Ok(Outcome::LastAdministrator);
    }
    if tx.people().set_role(company.id, id, role)? {
        record(tx, actor, &person, role, now)?;
    }
    Ok(Outcome::Changed)
}

/// Tells the history which role a person has now, and had before.
pub(super) fn record(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: &Employee,
    role: Role,
    now: Timestamp,
) -> Result<()> {
    let details = format!("{}: {} → {}", person.shown_name(), person.role.word(), role.word());
    tx.history().record(actor, Action::RoleChanged, Subject::Employee(person.id), &details, now)
}
