//! Giving a role to a person, and taking it from him.

use super::{Role, giving};
use crate::access_rights::{Over, Permission, may};
use crate::base::clock::Timestamp;
use crate::base::id::{EmployeeId, RoleId};
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is so now, or was before.
    Done,
    /// The role comes by itself: to everybody, or to heads and deputies.
    NotGiven,
    /// The role allows what the person may not do himself.
    MoreThanOwn,
    /// He does not work here.
    NotActive(Status),
    /// The person may not give roles.
    NotAllowed,
    /// There is no such role, or no such person.
    NotFound,
}

/// Gives a person a role (`has`), or takes it from him.
pub fn give(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: RoleId,
    person: EmployeeId,
    has: bool,
    now: Timestamp,
) -> Result<Outcome> {
    if !may(actor, company, Permission::ManageRights, Over::Company) {
        return Ok(Outcome::NotAllowed);
    }
    // A role that is being changed at this moment, or a person who is let go, is waited for.
    tx.companies().lock(company.id)?;
    let Some(role) = tx.roles().find(company.id, id)? else { return Ok(Outcome::NotFound) };
    let Some(person) = tx.people().find(company.id, person)? else { return Ok(Outcome::NotFound) };
    if !role.is_given() {
        return Ok(Outcome::NotGiven);
    }
    if has && person.status != Status::Active {
        return Ok(Outcome::NotActive(person.status));
    }
    let permissions = tx.roles().permissions_of(company.id, id)?;
    let departments = tx.people().departments_of(company.id, person.id)?;
    if !giving::may_give(tx, actor, company, &permissions, &departments)? {
        return Ok(Outcome::MoreThanOwn);
    }
    let changed = if has {
        tx.roles().give(company.id, id, person.id)?
    } else {
        tx.roles().take(company.id, id, person.id)?
    };
    if changed {
        let action = if has { Action::RoleGiven } else { Action::RoleTaken };
        record(tx, actor, action, &role, &person, now)?;
    }
    Ok(Outcome::Done)
}

/// Tells the history that somebody has a role now, or has it no longer.
pub fn record(
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: Action,
    role: &Role,
    person: &Employee,
    now: Timestamp,
) -> Result<()> {
    let details = format!("{}: {}", person.shown_name(), role.word());
    tx.history().record(actor, action, Subject::Employee(person.id), &details, now)
}
