//! Changing what colleagues see of a person, and where he works.

use super::{Employee, Status};
use crate::access_rights::{self, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::base::person_name::PersonName;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::invitations::invite::where_to;
use crate::invitations::{change_departments, rename};
use crate::store::{Result, Tx};

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
    if !may_edit(actor, company, id, changes) {
        return Ok(Outcome::NotAllowed);
    }
    // Who joins or is let go at this moment waits, so that what is read here still holds below.
    tx.companies().lock(company.id)?;
    let Some(person) = tx.people().find(company.id, id)? else { return Ok(Outcome::NotFound) };
    let departments = match &changes.departments {
        Some(asked) => match where_to(tx, company, asked)? {
            Some(departments) => Some(departments),
            None => return Ok(Outcome::UnknownDepartment),
        },
        None => None,
    };
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
        transfer(tx, actor, company, &person, &departments, now)?;
    }
    Ok(Outcome::Saved)
}

/// Everybody may mend his own name; position and departments are the company's to say.
fn may_edit(actor: &Actor, company: &Company, id: EmployeeId, changes: &Changes) -> bool {
    let only_name = changes.position.is_none() && changes.departments.is_none();
    access_rights::may(actor, company, Permission::ManagePeople) || (only_name && actor.employee == Some(id))
}

fn transfer(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: &Employee,
    departments: &[DepartmentId],
    now: Timestamp,
) -> Result<()> {
    let before = tx.people().department_names(company.id, person.id)?.join(", ");
    tx.people().set_departments(company.id, person.id, departments)?;
    let after = tx.people().department_names(company.id, person.id)?.join(", ");
    if before == after {
        return Ok(());
    }
    let details = format!("{before} → {after}");
    tx.history().record(actor, Action::DepartmentsChanged, Subject::Employee(person.id), &details, now)
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
