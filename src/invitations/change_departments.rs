//! Changing where an invitee will be: what stands at acceptance counts.

use super::invite::{may_invite_into, where_to};
use super::{State, department_ids, lock_managed};
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, InvitationId};
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The invitee will be there.
    Changed,
    /// A department that is not there (any more).
    UnknownDepartment,
    /// One into which the person may not invite, or whose people may more than he himself.
    DepartmentNotAllowed,
    /// The invitation has come to this end.
    Ended(State),
    /// There is no such invitation, or it is not his.
    NotFound,
}

/// Puts an invitation into these departments and no others; into the company itself where there are
/// none.
pub fn change_departments(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: InvitationId,
    departments: &[DepartmentId],
    now: Timestamp,
) -> Result<Outcome> {
    let Some(invitation) = lock_managed(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if let Some(end) = invitation.end() {
        return Ok(Outcome::Ended(end));
    }
    let Some(departments) = where_to(tx, company, departments)? else {
        return Ok(Outcome::UnknownDepartment);
    };
    let before_ids = department_ids(tx, &invitation)?;
    let gained: Vec<DepartmentId> =
        departments.iter().filter(|id| !before_ids.contains(id)).copied().collect();
    if !gained.is_empty() && !may_invite_into(tx, actor, company, &gained)? {
        return Ok(Outcome::DepartmentNotAllowed);
    }
    if gained.is_empty() && departments.len() == before_ids.len() {
        return Ok(Outcome::Changed);
    }
    let before = names(tx, company, id)?;
    tx.invitations().set_departments(company.id, id, &departments)?;
    let details = format!("{before} → {}", names(tx, company, id)?);
    tx.history().record(actor, Action::DepartmentsChanged, Subject::Invitation(id), &details, now)?;
    Ok(Outcome::Changed)
}

fn names(tx: &mut Tx<'_>, company: &Company, id: InvitationId) -> Result<String> {
    let departments = tx.invitations().departments(company.id, id)?;
    Ok(departments.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", "))
}
