//! Making a department.

use super::department_name;
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::DepartmentId;
use crate::base::person_name::NameProblem;
use crate::company::Company;
use crate::history::telling::{Note, Telling};
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is there.
    Created(DepartmentId),
    /// The person may not.
    NotAllowed,
    /// What it should be part of is not there (any more).
    UnknownParent,
    /// The name has to be mended.
    BadName(NameProblem),
    /// Its parent has one of that name already.
    NameTaken,
}

/// Makes a department that is part of `parent`.
pub fn create(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    parent: DepartmentId,
    name: &str,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::EditStructure, Over::All(&[parent])) {
        return Ok(Outcome::NotAllowed);
    }
    let name = match department_name(name) {
        Ok(name) => name,
        Err(problem) => return Ok(Outcome::BadName(problem)),
    };
    tx.companies().lock(company.id)?;
    let Some(parent) = tx.departments().find(company.id, parent)? else {
        return Ok(Outcome::UnknownParent);
    };
    let Some(id) = tx.departments().insert(company.id, Some(parent.id), &name, now)? else {
        return Ok(Outcome::NameTaken);
    };
    let told = Telling::of(&name).note(Note::Parent, &parent.name);
    tx.history().record(actor, Action::DepartmentCreated, Subject::Department(id), told.as_str(), now)?;
    Ok(Outcome::Created(id))
}
