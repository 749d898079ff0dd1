//! Deleting a role of the company's own: whoever had it has it no more.

use super::{Role, allowed, give, giving};
use crate::access_rights::{Over, Permission, may};
use crate::base::clock::Timestamp;
use crate::base::id::RoleId;
use crate::company::Company;
use crate::history::telling::{NAMED, Note, Telling};
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// Those who have it that are read at once.
const AT_ONCE: i64 = 1000;

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is gone.
    Deleted,
    /// It came with the company and stays.
    IsBuiltIn,
    /// It allows what the person may not do himself.
    MoreThanOwn,
    /// The person may not.
    NotAllowed,
    /// There is no such role (any more).
    NotFound,
}

/// Deletes a role.
pub fn delete(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: RoleId,
    now: Timestamp,
) -> Result<Outcome> {
    if !may(actor, company, Permission::ManageRights, Over::Company) {
        return Ok(Outcome::NotAllowed);
    }
    let Some(role) = tx.roles().find(company.id, id)? else { return Ok(Outcome::NotFound) };
    if role.kind.is_some() {
        return Ok(Outcome::IsBuiltIn);
    }
    let permissions = tx.roles().permissions_of(company.id, id)?;
    if !giving::may_allow(actor, company, &permissions) {
        return Ok(Outcome::MoreThanOwn);
    }
    // Whoever gives it at this moment waits: what is told is all that there was.
    tx.companies().lock(company.id)?;
    let told = told(tx, company, &role)?;
    take_from_all(tx, actor, company, &role, now)?;
    if !tx.roles().delete(company.id, id)? {
        return Ok(Outcome::NotFound);
    }
    tx.history().record(actor, Action::RoleDeleted, Subject::Role(id), told.as_str(), now)?;
    Ok(Outcome::Deleted)
}

/// Whoever had it reads in his own history that he has it no longer.
fn take_from_all(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    role: &Role,
    now: Timestamp,
) -> Result<()> {
    let mut after = 0;
    loop {
        let holders = tx.roles().holders(company.id, role.id, after, AT_ONCE)?;
        let Some(last) = holders.last() else { return Ok(()) };
        after = last.0;
        for holder in holders {
            if let Some(person) = tx.people().find(company.id, holder)? {
                give::record(tx, actor, Action::RoleTaken, role, &person, now)?;
            }
        }
    }
}

/// What it allowed, and who had it: nobody can look that up any more.
fn told(tx: &mut Tx<'_>, company: &Company, role: &Role) -> Result<Telling> {
    let permissions = tx.roles().permissions_of(company.id, role.id)?;
    let (holders, all) = tx.roles().holder_names(company.id, role.id, NAMED)?;
    let departments = tx.roles().departments(company.id, role.id)?;
    let departments = tx.departments().names(company.id, &departments)?;
    Ok(Telling::of(&role.name)
        .note(Note::Allows, allowed(&permissions))
        .some(Note::People, &holders, all)
        .names(Note::Departments, &departments))
}
