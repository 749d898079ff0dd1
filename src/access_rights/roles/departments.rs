//! Giving a role to departments: whoever works in one of them or below it has the role.

use super::giving;
use crate::access_rights::{Over, Permission, may};
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, RoleId};
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
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
    /// A department that is not there (any more).
    UnknownDepartment,
    /// The person may not give roles.
    NotAllowed,
    /// There is no such role (any more).
    NotFound,
}

/// Gives a role to these departments and no others.
pub fn set_departments(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: RoleId,
    departments: &[DepartmentId],
    now: Timestamp,
) -> Result<Outcome> {
    if !may(actor, company, Permission::ManageRights, Over::Company) {
        return Ok(Outcome::NotAllowed);
    }
    tx.companies().lock(company.id)?;
    let Some(role) = tx.roles().find(company.id, id)? else { return Ok(Outcome::NotFound) };
    if !role.is_given() {
        return Ok(Outcome::NotGiven);
    }
    let mut after = departments.to_vec();
    after.sort_unstable();
    after.dedup();
    let all = tx.departments().list(company.id)?;
    let known = |id: &DepartmentId| all.iter().any(|department| department.id == *id);
    if !after.iter().all(known) {
        return Ok(Outcome::UnknownDepartment);
    }
    let before = tx.roles().departments(company.id, id)?;
    if before == after {
        return Ok(Outcome::Done);
    }
    let permissions = tx.roles().permissions_of(company.id, id)?;
    let touched: Vec<DepartmentId> = before.iter().chain(&after).copied().collect();
    if !giving::may_give(tx, actor, company, &permissions, &touched)? {
        return Ok(Outcome::MoreThanOwn);
    }
    tx.roles().set_departments(company.id, id, &after)?;
    let names = |ids: &[DepartmentId]| {
        let these = all.iter().filter(|department| ids.contains(&department.id));
        let names: Vec<&str> = these.map(|department| department.name.as_str()).collect();
        if names.is_empty() { "—".to_owned() } else { names.join(", ") }
    };
    let details = format!("{} → {} ({})", names(&before), names(&after), role.word());
    tx.history().record(actor, Action::RoleDepartmentsChanged, Subject::Role(id), &details, now)?;
    Ok(Outcome::Done)
}
