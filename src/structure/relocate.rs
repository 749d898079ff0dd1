//! Moving a department, with all below it, to another place of the tree.

use super::{Department, department_name, rename, tree};
use crate::access_rights::roles::giving;
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::DepartmentId;
use crate::base::person_name::NameProblem;
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
    /// The name that it should have there has to be mended.
    BadName(NameProblem),
    /// A department of that name is there already.
    NameTaken,
}

impl From<rename::Outcome> for Outcome {
    /// Where the place is the one that it has.
    fn from(outcome: rename::Outcome) -> Self {
        match outcome {
            rename::Outcome::Renamed => Self::Moved,
            rename::Outcome::NotAllowed => Self::NotAllowed,
            rename::Outcome::Unknown => Self::Unknown,
            rename::Outcome::BadName(problem) => Self::BadName(problem),
            rename::Outcome::NameTaken => Self::NameTaken,
        }
    }
}

/// Those of one path that are not on another.
fn beyond(path: &[&Department], other: &[&Department]) -> Vec<DepartmentId> {
    let is_beyond = |id: &DepartmentId| other.iter().all(|above| above.id != *id);
    path.iter().map(|above| above.id).filter(is_beyond).collect()
}

/// Makes department `id` part of `parent`, and calls it `name` there where one is given: only there
/// must it be free. Two people at once can't close a circle: the second
/// decides on what the first has left.
pub fn relocate(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: DepartmentId,
    parent: DepartmentId,
    name: Option<&str>,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::EditStructure, Over::All(&[id])) {
        return Ok(Outcome::NotAllowed);
    }
    tx.companies().lock(company.id)?;
    let all = tx.departments().list(company.id)?;
    let find = |id| all.iter().find(|department| department.id == id);
    let Some(department) = find(id) else { return Ok(Outcome::Unknown) };
    let Some(place) = find(parent) else { return Ok(Outcome::UnknownParent) };
    let Some(before) = department.parent else { return Ok(Outcome::IsRoot) };
    if before == parent {
        let renamed = name.map(|name| rename::rename(tx, actor, company, id, name, now)).transpose()?;
        return Ok(renamed.map_or(Outcome::Moved, Outcome::from));
    }
    if !access_rights::may(actor, company, Permission::EditStructure, Over::All(&[parent])) {
        return Ok(Outcome::NotAllowed);
    }
    let path = tree::path(&all, parent);
    if path.iter().any(|above| above.id == id) {
        return Ok(Outcome::IntoItself);
    }
    // Whoever works below gets what the roles of the new place allow; whoever leads what is above there, a branch more.
    let old = tree::path(&all, before);
    let (new, left) = (beyond(&path, &old), beyond(&old, &path));
    if !giving::may_place(tx, actor, company, &[parent])?
        || !giving::may_open(tx, actor, company, id, &new)?
        || !giving::may_leave(tx, actor, company, id, &left)?
    {
        return Ok(Outcome::NotAllowed);
    }
    let called = match name.map(department_name).transpose() {
        Ok(name) => name.unwrap_or_else(|| department.name.clone()),
        Err(problem) => return Ok(Outcome::BadName(problem)),
    };
    if tx.departments().find_child(company.id, parent, &called)?.is_some() {
        return Ok(Outcome::NameTaken);
    }
    tx.departments().set_place(company.id, id, parent, &called)?;
    if called != department.name {
        let details = format!("{} → {called}", department.name);
        tx.history().record(actor, Action::DepartmentRenamed, Subject::Department(id), &details, now)?;
    }
    let before = find(before).map_or("", |before| &before.name);
    let details = format!("{called}: {before} → {}", place.name);
    tx.history().record(actor, Action::DepartmentMoved, Subject::Department(id), &details, now)?;
    Ok(Outcome::Moved)
}
