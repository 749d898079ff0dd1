//! Deleting a role of the company's own: whoever had it has it no more.

use super::giving;
use crate::access_rights::{Over, Permission, may};
use crate::base::clock::Timestamp;
use crate::base::id::RoleId;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

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
    if !tx.roles().delete(company.id, id)? {
        return Ok(Outcome::NotFound);
    }
    tx.history().record(actor, Action::RoleDeleted, Subject::Role(id), &role.name, now)?;
    Ok(Outcome::Deleted)
}
