//! Putting somebody into departments: out of those where he was, or besides them.

use std::collections::BTreeSet;

use super::dismiss::Consequences;
use super::edit::{self, Changes};
use crate::access_rights::roles::giving;
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId, RoleId};
use crate::company::Company;
use crate::history::Actor;
use crate::store::{Result, Tx};
use crate::structure::add_person::kept_beside;
use crate::structure::{Led, Post, answers};

/// What becomes of the departments where he was.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum How {
    /// He leaves them.
    Instead,
    /// He stays there, too.
    Besides,
}

/// What leaving his departments for these would end; nothing is written.
pub fn foresee(
    tx: &mut Tx<'_>,
    company: &Company,
    id: EmployeeId,
    departments: &[DepartmentId],
) -> Result<Consequences> {
    let posts = tx.departments().posts_of(company.id, id)?;
    let left = |led: &Led| led.post != Post::Member && !departments.contains(&led.department);
    let before: Vec<DepartmentId> = posts.iter().map(|led| led.department).collect();
    let (before, after) = (carried(tx, company, &before)?, carried(tx, company, departments)?);
    // What he has himself he has wherever he works.
    let own = tx.roles().of_person(company.id, id)?;
    let lost = before.difference(&after).filter(|role| own.iter().all(|own| own.id != **role));
    let roles = tx.roles().each(company.id, &lost.copied().collect::<Vec<_>>())?;
    let leads: Vec<Led> = posts.into_iter().filter(left).collect();
    let successions = answers::without(tx, company.id, id, &leads)?;
    Ok(Consequences { leads, successions, roles, ..Consequences::default() })
}

/// The roles that departments give to whoever works in them.
fn carried(tx: &mut Tx<'_>, company: &Company, departments: &[DepartmentId]) -> Result<BTreeSet<RoleId>> {
    let mut roles = BTreeSet::new();
    for department in departments {
        roles.extend(giving::carried_to(tx, company, *department)?);
    }
    Ok(roles)
}

/// Puts an employee into departments; what may happen is what may at any change of a person.
pub fn transfer(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    (departments, how): (&[DepartmentId], How),
    now: Timestamp,
) -> Result<edit::Outcome> {
    let mut all = departments.to_vec();
    if how == How::Besides {
        // Whoever moves him at the same time waits, or has been waited for.
        tx.people().lock(company.id, id)?;
        let before = kept_beside(tx, actor, company, id)?;
        all.extend(before.into_iter().filter(|department| !departments.contains(department)));
    }
    let changes = Changes { departments: Some(all), ..Changes::default() };
    edit::edit(tx, actor, company, id, &changes, now)
}
