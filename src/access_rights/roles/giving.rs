//! Nobody gives what he could not do himself: neither by a role, nor by appointing, nor by putting somebody
//! into a department whose people have a role.

use super::Permissions;
use crate::access_rights::rights::Rights;
use crate::access_rights::{Over, Permission, Scope, may};
use crate::base::id::DepartmentId;
use crate::company::Company;
use crate::history::Actor;
use crate::people::Employee;
use crate::store::{Result, Tx};

/// Whether `actor` may do all of this himself, wherever somebody of these departments could do it by it.
pub fn may_give(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    permissions: &Permissions,
    departments: &[DepartmentId],
) -> Result<bool> {
    let mut branches: Option<Vec<DepartmentId>> = None;
    for (permission, scope) in permissions {
        let over = match scope {
            Scope::Company => Over::Company,
            Scope::Department => Over::All(departments),
            Scope::Branch => {
                if branches.is_none() {
                    branches = Some(branches_of(tx, company, departments)?);
                }
                Over::All(branches.as_deref().unwrap_or_default())
            }
        };
        if !may(actor, company, *permission, over) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn branches_of(
    tx: &mut Tx<'_>,
    company: &Company,
    departments: &[DepartmentId],
) -> Result<Vec<DepartmentId>> {
    let mut all = Vec::new();
    for department in departments {
        all.extend(tx.roles().branch(company.id, *department)?);
    }
    Ok(all)
}

/// Whether `actor` may let this be in a role: it could be given to anybody, so he must be able to do it in
/// the whole company.
#[must_use]
pub fn may_allow(actor: &Actor, company: &Company, permissions: &[(Permission, Scope)]) -> bool {
    permissions.iter().all(|(permission, _)| may(actor, company, *permission, Over::Company))
}

/// Whether `actor` may put somebody into these departments, as far as that gives rights.
pub fn may_place(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    departments: &[DepartmentId],
) -> Result<bool> {
    for department in departments {
        let carried = tx.roles().carried_by(company.id, *department)?;
        if !may_give(tx, actor, company, &carried, &[*department])? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether `actor` may get at the account of a person: only where that one may no more than he himself.
pub fn may_take_over(tx: &mut Tx<'_>, actor: &Actor, company: &Company, person: &Employee) -> Result<bool> {
    Ok(actor.rights.is_administrator() || actor.rights.covers(&Rights::of(tx, company, person)?))
}
