//! Deleting a department without losing anybody: its parent takes over all that it had.

use crate::access_rights::roles::giving;
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::DepartmentId;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is gone.
    Deleted {
        /// What has its people, invitations, join links and sub-departments now.
        parent: DepartmentId,
    },
    /// The person may not: not there, or not what its leaders and the roles that it carries may.
    NotAllowed,
    /// There is no such department (any more).
    Unknown,
    /// The company itself can't be deleted.
    IsRoot,
    /// A sub-department can't go up: one of its name is there already.
    NameTaken {
        /// Its name.
        name: String,
    },
}

/// Deletes a department. Whoever is being invited into it or joins it at the same moment ends in
/// the parent too, or is told that the department is gone.
pub fn delete(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: DepartmentId,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::EditStructure, Over::All(&[id])) {
        return Ok(Outcome::NotAllowed);
    }
    tx.companies().lock(company.id)?;
    let Some(department) = tx.departments().find(company.id, id)? else { return Ok(Outcome::Unknown) };
    let Some(parent) = department.parent else { return Ok(Outcome::IsRoot) };
    if !giving::may_close(tx, actor, company, id)? {
        return Ok(Outcome::NotAllowed);
    }
    for child in tx.departments().children(company.id, id)? {
        let namesake = tx.departments().find_child(company.id, parent, &child.name)?;
        if namesake.is_some_and(|namesake| namesake != id) {
            return Ok(Outcome::NameTaken { name: child.name });
        }
    }
    tx.departments().close(company.id, id)?;
    tx.departments().hand_over(company.id, id, parent)?;
    tx.departments().delete(company.id, id)?;
    tx.history().record(actor, Action::DepartmentDeleted, Subject::Department(id), &department.name, now)?;
    Ok(Outcome::Deleted { parent })
}
