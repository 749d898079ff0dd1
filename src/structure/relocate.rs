//! Moving a department, with all below it, to another place of the tree.

use super::tree;
use crate::access_rights::{self, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::DepartmentId;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is there now, or was before.
    Moved,
    /// The person may not.
    NotAllowed,
    /// There is no such department (any more).
    Unknown,
    /// The place is not there (any more).
    UnknownParent,
    /// The company itself stays where it is.
    IsRoot,
    /// The place is the department itself or below it.
    IntoItself,
    /// A department of that name is there already.
    NameTaken,
}

/// Makes department `id` part of `parent`. Two people at once can't close a circle: the second
/// decides on what the first has left.
pub fn relocate(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: DepartmentId,
    parent: DepartmentId,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::EditStructure) {
        return Ok(Outcome::NotAllowed);
    }
    tx.companies().lock(company.id)?;
    let all = tx.departments().list(company.id)?;
    let find = |id| all.iter().find(|department| department.id == id);
    let Some(department) = find(id) else { return Ok(Outcome::Unknown) };
    let Some(place) = find(parent) else { return Ok(Outcome::UnknownParent) };
    let Some(before) = department.parent else { return Ok(Outcome::IsRoot) };
    if before == parent {
        return Ok(Outcome::Moved);
    }
    if tree::path(&all, parent).iter().any(|above| above.id == id) {
        return Ok(Outcome::IntoItself);
    }
    if tx.departments().find_child(company.id, parent, &department.name)?.is_some() {
        return Ok(Outcome::NameTaken);
    }
    tx.departments().set_parent(company.id, id, parent)?;
    let before = find(before).map_or("", |before| &before.name);
    let details = format!("{}: {before} → {}", department.name, place.name);
    tx.history().record(actor, Action::DepartmentMoved, Subject::Department(id), &details, now)?;
    Ok(Outcome::Moved)
}
