//! Giving a department another name. The root is the company, whose name changes with it.

use super::{Department, department_name};
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
    /// It has that name now, or had it before.
    Renamed,
    /// The person may not.
    NotAllowed,
    /// There is no such department (any more).
    Unknown,
    /// The name has to be mended.
    BadName(NameProblem),
    /// A neighbour has that name.
    NameTaken,
}

/// Renames a department.
pub fn rename(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: DepartmentId,
    name: &str,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::EditStructure, Over::All(&[id])) {
        return Ok(Outcome::NotAllowed);
    }
    let name = match department_name(name) {
        Ok(name) => name,
        Err(problem) => return Ok(Outcome::BadName(problem)),
    };
    tx.companies().lock(company.id)?;
    let Some(department) = tx.departments().find(company.id, id)? else { return Ok(Outcome::Unknown) };
    if !may_rename(actor, company, &department) {
        return Ok(Outcome::NotAllowed);
    }
    if let Some(parent) = department.parent {
        let namesake = tx.departments().find_child(company.id, parent, &name)?;
        if namesake.is_some_and(|namesake| namesake != id) {
            return Ok(Outcome::NameTaken);
        }
    }
    set_name(tx, actor, &department, &name, now)?;
    Ok(Outcome::Renamed)
}

/// Whether `actor` may give a department another name; that of the root is the company's, a setting.
#[must_use]
pub fn may_rename(actor: &Actor, company: &Company, department: &Department) -> bool {
    let is_allowed =
        access_rights::may(actor, company, Permission::EditStructure, Over::All(&[department.id]));
    let is_company = department.parent.is_none();
    is_allowed
        && (!is_company || access_rights::may(actor, company, Permission::ManageSettings, Over::Company))
}

/// Renames the company's root with the company: for whoever renames the company and holds its lock.
pub fn rename_root(tx: &mut Tx<'_>, actor: &Actor, name: &str, now: Timestamp) -> Result<()> {
    let root = tx.departments().root(actor.company)?;
    set_name(tx, actor, &root, name, now)
}

fn set_name(
    tx: &mut Tx<'_>,
    actor: &Actor,
    department: &Department,
    name: &str,
    now: Timestamp,
) -> Result<()> {
    if department.name == name {
        return Ok(());
    }
    tx.departments().set_name(actor.company, department.id, name)?;
    let details = format!("{} → {name}", department.name);
    if department.parent.is_none() {
        tx.companies().set_name(actor.company, name)?;
        let subject = Subject::Company(actor.company);
        return tx.history().record(actor, Action::CompanyRenamed, subject, &details, now);
    }
    tx.history().record(actor, Action::DepartmentRenamed, Subject::Department(department.id), &details, now)
}
