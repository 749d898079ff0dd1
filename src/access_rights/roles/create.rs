//! Making a role of the company's own: an empty one, or one like another.

use super::{MAX_ROLES, allowed, giving, is_built_in, role_name};
use crate::access_rights::{Over, Permission, may};
use crate::base::clock::Timestamp;
use crate::base::id::RoleId;
use crate::base::person_name::NameProblem;
use crate::company::Company;
use crate::history::telling::{Note, Telling};
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is there; nobody has it yet.
    Created(RoleId),
    /// The person may not, or not as much as the other role allows.
    NotAllowed,
    /// There is no role to be like (any more).
    UnknownRole,
    /// The name has to be mended.
    BadName(NameProblem),
    /// A role of that name is there.
    NameTaken,
    /// The company has as many as it can have.
    TooMany,
}

/// Makes a role, with what `like` allows where one is given.
pub fn create(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    name: &str,
    like: Option<RoleId>,
    now: Timestamp,
) -> Result<Outcome> {
    if !may(actor, company, Permission::ManageRights, Over::Company) {
        return Ok(Outcome::NotAllowed);
    }
    let name = match role_name(name) {
        Ok(name) => name,
        Err(problem) => return Ok(Outcome::BadName(problem)),
    };
    if is_built_in(&name) {
        return Ok(Outcome::NameTaken);
    }
    tx.companies().lock(company.id)?;
    let permissions = match like {
        None => Vec::new(),
        Some(like) => match tx.roles().find(company.id, like)? {
            Some(role) => tx.roles().permissions_of(company.id, role.id)?,
            None => return Ok(Outcome::UnknownRole),
        },
    };
    if !giving::may_allow(actor, company, &permissions) {
        return Ok(Outcome::NotAllowed);
    }
    if tx.roles().list(company.id)?.iter().filter(|role| role.kind.is_none()).count() >= MAX_ROLES {
        return Ok(Outcome::TooMany);
    }
    let Some(id) = tx.roles().insert(company.id, None, &name, now)? else { return Ok(Outcome::NameTaken) };
    tx.roles().set_permissions(company.id, id, &permissions)?;
    let told = Telling::of(&name).note(Note::Allows, allowed(&permissions));
    tx.history().record(actor, Action::RoleCreated, Subject::Role(id), told.as_str(), now)?;
    Ok(Outcome::Created(id))
}
