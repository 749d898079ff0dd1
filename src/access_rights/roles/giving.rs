//! Nobody gives what he could not do himself: neither by a role, nor by appointing, nor by putting somebody
//! into a department whose people have a role.

use std::collections::BTreeSet;

use super::{Kind, Permissions};
use crate::access_rights::rights::Rights;
use crate::access_rights::{Over, Permission, Scope, may};
use crate::base::id::{DepartmentId, EmployeeId, RoleId};
use crate::company::Company;
use crate::history::Actor;
use crate::people::Employee;
use crate::store::{Result, Tx};
use crate::structure::tree::{Node, branch, tree};

/// Whether `actor` may do all of this himself, wherever somebody of these departments could do it by it.
pub fn may_give(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    permissions: &Permissions,
    departments: &[DepartmentId],
) -> Result<bool> {
    let reaches_below = permissions.iter().any(|(_, scope)| *scope == Scope::Branch);
    let branches = if reaches_below { branches_of(tx, company, departments)? } else { Vec::new() };
    let may_all = permissions.iter().all(|allowed| may_do(actor, company, *allowed, departments, &branches));
    Ok(may_all)
}

/// Whether `actor` may do himself what somebody of these departments, with all below them in `branches`, is allowed.
fn may_do(
    actor: &Actor,
    company: &Company,
    (permission, scope): (Permission, Scope),
    departments: &[DepartmentId],
    branches: &[DepartmentId],
) -> bool {
    let over = match scope {
        Scope::Company => Over::Company,
        Scope::Department => Over::All(departments),
        Scope::Branch => Over::All(branches),
    };
    may(actor, company, permission, over)
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

/// The places of a picker into which `actor` may bring somebody: where his permission reaches, and nobody gets more than
/// he has. Where somebody is already, `kept`, stays, so that a form is not changed by being looked at.
pub fn offered(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    permission: Permission,
    kept: &[DepartmentId],
) -> Result<Vec<Node>> {
    let mut places = tree(&tx.departments().list(company.id)?);
    let closed = closed(tx, actor, company, &places)?;
    let reach = actor.rights.reach(permission);
    let is_open = |id| reach.includes(Over::All(&[id])) && !closed.contains(&id);
    places.retain(|place| kept.contains(&place.id) || is_open(place.id));
    Ok(places)
}

/// The departments of which [`may_place`] says no, of all in one look.
fn closed(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    tree: &[Node],
) -> Result<BTreeSet<DepartmentId>> {
    let mut closed = BTreeSet::new();
    if actor.rights.is_administrator() {
        return Ok(closed);
    }
    for (carrier, permission, scope) in tx.roles().carried(company.id)? {
        // Who may in the whole company may wherever it reaches.
        if may(actor, company, permission, Over::Company) {
            continue;
        }
        for place in branch(tree, carrier) {
            let is_open = |id| {
                let below: Vec<DepartmentId> = branch(tree, id).iter().map(|node| node.id).collect();
                may_do(actor, company, (permission, scope), &[id], &below)
            };
            if !closed.contains(&place.id) && !is_open(place.id) {
                closed.insert(place.id);
            }
        }
    }
    Ok(closed)
}

/// Whether `actor` may have somebody work where his departments are: they give no more than the actor has himself.
pub fn may_employ(tx: &mut Tx<'_>, actor: &Actor, company: &Company, person: &Employee) -> Result<bool> {
    Ok(actor.rights.covers(&Rights::by_place(tx, company, person)?))
}

/// What a person has before something is done to him that may change it, for [`stays_within`]; `None` where it does
/// not matter, since administrators may give and take everything.
pub fn before(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: &Employee,
) -> Result<Option<Rights>> {
    let is_asked = !actor.rights.is_administrator();
    is_asked.then(|| Rights::beyond_everybodys(tx, company, person)).transpose()
}

/// Whether what was done to a person has given him nothing, and taken nothing from him, that `actor` may not do
/// himself; `before` is from [`before`]. If not, all of it is undone.
pub fn stays_within(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: EmployeeId,
    before: Option<&Rights>,
) -> Result<bool> {
    let Some(before) = before else { return Ok(true) };
    let Some(person) = tx.people().find(company.id, person)? else { return Ok(true) };
    let after = Rights::beyond_everybodys(tx, company, &person)?;
    let is_within = actor.rights.covers_change(before, &after);
    if !is_within {
        tx.undo();
    }
    Ok(is_within)
}

/// Whether `actor` may do himself whatever a branch would be open to below these departments: to their heads and
/// deputies, and to who works there and has a role that reaches below.
pub fn may_open(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    branch: DepartmentId,
    above: &[DepartmentId],
) -> Result<bool> {
    if above.is_empty() {
        return Ok(true);
    }
    let mut roles = tx.roles().held_in(company.id, above)?;
    roles.extend(roles_of_leaders(tx, company, above)?);
    may_give_all(tx, actor, company, &roles, branch, |scope| scope == Scope::Branch)
}

/// Whether `actor` may do away with what a department's people have by it: the posts of its leaders, and the roles
/// that it carries itself.
pub fn may_close(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    department: DepartmentId,
) -> Result<bool> {
    let mut roles = tx.roles().carried_in(company.id, &[department])?;
    roles.extend(roles_of_leaders(tx, company, &[department])?);
    may_give_all(tx, actor, company, &roles, department, |_| true)
}

/// Whether `actor` may do himself, in the department above, whatever the people of one come to do there when it goes:
/// their own roles reach where they work.
pub fn may_hand_over(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    department: DepartmentId,
    above: DepartmentId,
) -> Result<bool> {
    let mut roles = tx.roles().held_in(company.id, &[department])?;
    roles.extend(carried_to(tx, company, above)?);
    may_give_all(tx, actor, company, &roles, above, |scope| scope != Scope::Company)
}

/// Whether `actor` may do himself whatever the people of a branch can do no longer when it leaves these departments:
/// by the roles that they carry.
pub fn may_leave(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    branch: DepartmentId,
    left: &[DepartmentId],
) -> Result<bool> {
    let roles = tx.roles().carried_in(company.id, left)?;
    may_give_all(tx, actor, company, &roles, branch, |_| true)
}

/// The roles that come to whoever works in a department: its own, and those of the departments above it.
pub fn carried_to(tx: &mut Tx<'_>, company: &Company, department: DepartmentId) -> Result<Vec<RoleId>> {
    let above = tx.departments().above(company.id, department)?;
    let path: Vec<DepartmentId> = above.into_iter().map(|department| department.id).collect();
    tx.roles().carried_in(company.id, &path)
}

/// The roles that come with the posts in these departments.
fn roles_of_leaders(tx: &mut Tx<'_>, company: &Company, departments: &[DepartmentId]) -> Result<Vec<RoleId>> {
    let leaders = tx.departments().leaders_of(company.id, departments)?;
    let led = |kind: &Kind| leaders.iter().any(|leader| leader.post.role() == Some(*kind));
    let kinds = [Kind::Head, Kind::Deputy].into_iter().filter(led);
    kinds.map(|kind| Ok(tx.roles().of_kind(company.id, kind)?.id)).collect()
}

/// Whether `actor` may do in a department whatever these roles allow with the scopes that count.
fn may_give_all(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    roles: &[RoleId],
    department: DepartmentId,
    counts: fn(Scope) -> bool,
) -> Result<bool> {
    for role in roles {
        let mut permissions = tx.roles().permissions_of(company.id, *role)?;
        permissions.retain(|(_, scope)| counts(*scope));
        if !may_give(tx, actor, company, &permissions, &[department])? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether `actor` may get at the account of a person: whoever changes people's data in the whole company, and only
/// where that one may no more than he himself. Leading a department opens nobody's account.
pub fn may_take_over(tx: &mut Tx<'_>, actor: &Actor, company: &Company, person: &Employee) -> Result<bool> {
    if actor.rights.is_administrator() {
        return Ok(true);
    }
    let manages = may(actor, company, Permission::EditPeople, Over::Company);
    Ok(manages && actor.rights.covers(&Rights::of(tx, company, person)?))
}
