//! Changing what colleagues see of a person, and where he works.

use super::{Employee, Status, find_visible};
use crate::access_rights::Permission;
use crate::access_rights::roles::giving;
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::base::person_name::PersonName;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::invitations::invite::where_to;
use crate::invitations::{change_departments, rename};
use crate::store::{Result, Tx};
use crate::structure::add_person::{may_move, put};

/// The most letters of a position.
pub const MAX_POSITION: usize = 60;

/// What to change; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// The name.
    pub name: Option<PersonName>,
    /// What he does here: a line made by [`plain_line`](crate::base::person_name::plain_line), or
    /// nothing.
    pub position: Option<String>,
    /// Where he works; an empty list is the company itself.
    pub departments: Option<Vec<DepartmentId>>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is as wished.
    Saved,
    /// A department that is not there (any more).
    UnknownDepartment,
    /// One where the person may not change who works in it, or whose people may more than he himself.
    DepartmentNotAllowed,
    /// The person may not change people.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// Changes a person. Of somebody invited the invitation changes along, since it decides at joining.
pub fn edit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    changes: &Changes,
    now: Timestamp,
) -> Result<Outcome> {
    // Who joins or is let go at this moment waits, so that what is read here still holds below.
    tx.companies().lock(company.id)?;
    let Some(person) = find_visible(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if !may_edit(tx, actor, company, &person, changes)? {
        return Ok(Outcome::NotAllowed);
    }
    let departments = match &changes.departments {
        Some(asked) => match where_to(tx, company, asked)? {
            Some(departments) => Some(departments),
            None => return Ok(Outcome::UnknownDepartment),
        },
        None => None,
    };
    if let Some(after) = &departments
        && !may_put(tx, actor, company, &person, after)?
    {
        return Ok(Outcome::DepartmentNotAllowed);
    }
    let email_key = tx.people().address_key(company.id, id)?;
    let name = changes.name.as_ref().map_or(person.name.as_str(), PersonName::as_str);
    let position = changes.position.as_deref().unwrap_or(&person.position);
    if name != person.name || position != person.position {
        tx.people().rename(&person, name, position, &email_key)?;
        let details = format!("{name}, {position}");
        let details = details.trim_end_matches([',', ' ']);
        tx.history().record(actor, Action::ProfileChanged, Subject::Employee(id), details, now)?;
    }
    if person.status == Status::Invited {
        change_invitation(tx, actor, company, &email_key, changes, now)?;
    } else if let Some(departments) = departments {
        put(tx, actor, company, &person, &departments, now)?;
    }
    Ok(Outcome::Saved)
}

/// Everybody may mend his own name; position and departments are the company's to say.
fn may_edit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: &Employee,
    changes: &Changes,
) -> Result<bool> {
    let only_name = changes.position.is_none() && changes.departments.is_none();
    Ok((only_name && actor.employee == Some(person.id))
        || super::may_change(tx, actor, company, Permission::EditPeople, person)?)
}

/// Whether `actor` may have a person work in these departments.
fn may_put(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: &Employee,
    after: &[DepartmentId],
) -> Result<bool> {
    let before = super::departments_of(tx, person)?;
    let gained: Vec<DepartmentId> = after.iter().filter(|id| !before.contains(id)).copied().collect();
    Ok(may_move(actor, company, person, &before, after) && giving::may_place(tx, actor, company, &gained)?)
}

fn change_invitation(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    email_key: &str,
    changes: &Changes,
    now: Timestamp,
) -> Result<()> {
    let Some(invitation) = tx.invitations().find_living(company.id, email_key)? else { return Ok(()) };
    if changes.name.is_some() {
        rename::rename(tx, actor, company, invitation.id, changes.name.as_ref(), now)?;
    }
    if let Some(departments) = &changes.departments {
        change_departments::change_departments(tx, actor, company, invitation.id, departments, now)?;
    }
    Ok(())
}
