//! Changing what a role is called and what it allows.

use super::{Permissions, Role, giving, is_built_in, role_name};
use crate::access_rights::{Over, Permission, Scope, may};
use crate::base::clock::Timestamp;
use crate::base::id::RoleId;
use crate::base::person_name::NameProblem;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is so now, or was before.
    Changed,
    /// The person may not.
    NotAllowed,
    /// He may not do this himself, and so can neither let a role allow it nor forbid it.
    MoreThanOwn(Permission),
    /// There is no such role (any more).
    NotFound,
    /// The name has to be mended.
    BadName(NameProblem),
    /// A role of that name is there.
    NameTaken,
}

/// Changes a role. The name is left alone where the role came with the company. It holds for the very next
/// request of everybody who has the role.
pub fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: RoleId,
    name: Option<&str>,
    permissions: &Permissions,
    now: Timestamp,
) -> Result<Outcome> {
    if !may(actor, company, Permission::ManageRights, Over::Company) {
        return Ok(Outcome::NotAllowed);
    }
    tx.companies().lock(company.id)?;
    let Some(role) = tx.roles().find(company.id, id)? else { return Ok(Outcome::NotFound) };
    let before = tx.roles().permissions_of(company.id, id)?;
    let after = possible(permissions);
    let changed = differences(&before, &after);
    let foreign =
        changed.iter().find(|change| !giving::may_allow(actor, company, &[(change.what, Scope::Company)]));
    if let Some(change) = foreign {
        return Ok(Outcome::MoreThanOwn(change.what));
    }
    if let Some(refused) = rename(tx, actor, company, &role, name, now)? {
        return Ok(refused);
    }
    if changed.is_empty() {
        return Ok(Outcome::Changed);
    }
    tx.roles().set_permissions(company.id, id, &after)?;
    for change in changed {
        let subject = Subject::Role(id);
        tx.history().record(actor, Action::RolePermissionChanged, subject, &change.details(&role), now)?;
    }
    Ok(Outcome::Changed)
}

/// What there is only for the whole company is allowed there or not at all.
fn possible(permissions: &Permissions) -> Permissions {
    let mut kept: Permissions = Vec::new();
    for permission in Permission::ALL {
        let wish = permissions.iter().find(|(of, _)| *of == permission);
        kept.extend(wish.filter(|(_, scope)| permission.scopes().contains(scope)));
    }
    kept
}

fn rename(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    role: &Role,
    name: Option<&str>,
    now: Timestamp,
) -> Result<Option<Outcome>> {
    let Some(name) = name.filter(|_| role.kind.is_none()) else { return Ok(None) };
    let name = match role_name(name) {
        Ok(name) => name,
        Err(problem) => return Ok(Some(Outcome::BadName(problem))),
    };
    if name == role.name {
        return Ok(None);
    }
    if is_built_in(&name) || !tx.roles().rename(company.id, role.id, &name)? {
        return Ok(Some(Outcome::NameTaken));
    }
    let details = format!("{} → {name}", role.name);
    tx.history().record(actor, Action::RoleRenamed, Subject::Role(role.id), &details, now)?;
    Ok(None)
}

/// One permission that a role allows otherwise than before.
struct Difference {
    what: Permission,
    before: Option<Scope>,
    after: Option<Scope>,
}

impl Difference {
    /// `ROLE: permission: before → after`, put into words where it is shown.
    fn details(&self, role: &Role) -> String {
        let scope = |scope: Option<Scope>| scope.map_or("—", Scope::word);
        format!("{}: {} → {} ({})", self.what.word(), scope(self.before), scope(self.after), role.word())
    }
}

fn differences(before: &Permissions, after: &Permissions) -> Vec<Difference> {
    let of = |all: &Permissions, what| all.iter().find(|(it, _)| *it == what).map(|(_, scope)| *scope);
    Permission::ALL
        .into_iter()
        .map(|what| Difference { what, before: of(before, what), after: of(after, what) })
        .filter(|change| change.before != change.after)
        .collect()
}
