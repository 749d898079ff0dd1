//! What is done to one of many, each in a transaction of its own, and what became of it.

use std::sync::Arc;

use super::Action;
use crate::base::id::{DepartmentId, EmployeeId, InvitationId};
use crate::base::random::Random;
use crate::invitations::{change_departments, extend, find_managed, refusals, resend, revoke};
use crate::people::dismiss::Consequences;
use crate::people::transfer::How;
use crate::people::web::ends;
use crate::people::web::rows::Reader;
use crate::people::{Status, approve, dismiss, edit, find_visible, may_change, refuse, rehire, transfer};
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};
use crate::web::failure::Failure;

/// What is to be done.
#[derive(Clone)]
pub(super) struct Deed {
    pub action: Action,
    pub departments: Vec<DepartmentId>,
    pub days: i64,
    /// Whether invitations of those who are dismissed are revoked, too.
    pub revokes: bool,
}

/// What became of one row; the reason is the key of a message.
pub(super) struct Fate {
    pub name: String,
    pub refused: Option<&'static str>,
    /// What ended by it, in words; nothing where nothing did.
    pub ended: String,
}

/// Why something was not done, as the key of a message; `None` where it was.
type Refused = Option<&'static str>;

/// Does it to one.
pub(super) async fn one(
    portal: &SharedPortal,
    reader: &Reader,
    deed: &Deed,
    id: i64,
) -> std::result::Result<Fate, Failure> {
    let (reader, deed, random) = (reader.clone(), deed.clone(), Arc::clone(&portal.random));
    let fate = portal.write(move |tx| {
        let name = name_of(tx, &reader, deed.action, id)?;
        let ends = foresee(tx, &reader, &deed, id)?;
        let refused = if deed.action.is_of_invitations() {
            to_invitation(tx, &reader, &deed, InvitationId(id), &*random)?
        } else {
            to_person(tx, &reader, &deed, EmployeeId(id), &*random)?
        };
        let ended = ends::done(&reader, &ends, deed.revokes);
        Ok(Fate { name, refused, ended })
    });
    Ok(fate.await?)
}

/// What it ends; nothing is written. Of whom it can't be done to, nothing is told.
pub(super) fn foresee(tx: &mut Tx<'_>, reader: &Reader, deed: &Deed, id: i64) -> Result<Consequences> {
    let (actor, company, id) = (&reader.actor, &reader.company, EmployeeId(id));
    let ends = matches!(deed.action, Action::Dismiss | Action::Transfer);
    let Some(permission) = deed.action.permission().filter(|_| ends) else {
        return Ok(Consequences::default());
    };
    let person = find_visible(tx, actor, company, id)?.filter(|person| person.status == Status::Active);
    let Some(person) = person else { return Ok(Consequences::default()) };
    if !may_change(tx, actor, company, permission, &person)? {
        return Ok(Consequences::default());
    }
    match deed.action {
        Action::Dismiss => dismiss::foresee(tx, company, id, reader.now),
        Action::Transfer => transfer::foresee(tx, company, id, &deed.departments),
        _ => Ok(Consequences::default()),
    }
}

/// Whom it is about.
pub(super) fn name_of(tx: &mut Tx<'_>, reader: &Reader, action: Action, id: i64) -> Result<String> {
    let Reader { actor, company, .. } = reader;
    let name = if action.is_of_invitations() {
        let found = find_managed(tx, actor, company, InvitationId(id))?;
        found.map(|invitation| invitation.shown_name().to_owned())
    } else {
        let found = find_visible(tx, actor, company, EmployeeId(id))?;
        found.map(|person| person.shown_name().to_owned())
    };
    Ok(name.unwrap_or_else(|| format!("№ {id}")))
}

fn to_person(
    tx: &mut Tx<'_>,
    reader: &Reader,
    deed: &Deed,
    id: EmployeeId,
    random: &dyn Random,
) -> Result<Refused> {
    let Reader { actor, company, now, .. } = reader;
    let now = *now;
    Ok(match deed.action {
        Action::Dismiss => match dismiss::dismiss(tx, actor, company, id, deed.revokes, now)? {
            dismiss::Outcome::Dismissed => None,
            dismiss::Outcome::LastAdministrator => Some("last-administrator"),
            dismiss::Outcome::NotJoined(_) => Some("person-not-joined"),
            dismiss::Outcome::NotAllowed => Some("bulk-not-allowed"),
            dismiss::Outcome::NotFound => Some("bulk-nobody"),
        },
        Action::Rehire => match rehire::rehire(tx, actor, company, id, random, now)? {
            rehire::Outcome::Rehired => None,
            rehire::Outcome::SeatsFull => Some("seats-full"),
            rehire::Outcome::NotJoined(_) => Some("person-not-joined"),
            rehire::Outcome::NoAddress | rehire::Outcome::HasAddress | rehire::Outcome::Taken(_) => {
                Some("bulk-no-address")
            }
            rehire::Outcome::NotAllowed | rehire::Outcome::MoreThanOwn => Some("bulk-not-allowed"),
            rehire::Outcome::NotFound => Some("bulk-nobody"),
        },
        Action::Approve => match approve::approve(tx, actor, company, id, random, now)? {
            approve::Outcome::Approved => None,
            approve::Outcome::SeatsFull => Some("seats-full"),
            approve::Outcome::NotWaiting(_) => Some("person-not-waiting"),
            approve::Outcome::NotAllowed | approve::Outcome::MoreThanOwn => Some("bulk-not-allowed"),
            approve::Outcome::NotFound => Some("bulk-nobody"),
        },
        Action::Refuse => match refuse::refuse(tx, actor, company, id, "", random, now)? {
            refuse::Outcome::Refused => None,
            refuse::Outcome::NotWaiting(_) => Some("person-not-waiting"),
            refuse::Outcome::NotAllowed => Some("bulk-not-allowed"),
            refuse::Outcome::NotFound => Some("bulk-nobody"),
        },
        Action::Transfer | Action::Add | Action::Departments => {
            let how = if deed.action == Action::Add { How::Besides } else { How::Instead };
            of_edit(transfer::transfer(tx, actor, company, id, (&deed.departments, how), now)?)
        }
        Action::Resend | Action::Extend | Action::Revoke => Some("bulk-nobody"),
    })
}

fn of_edit(outcome: edit::Outcome) -> Refused {
    match outcome {
        edit::Outcome::Saved => None,
        edit::Outcome::UnknownDepartment => Some("bulk-no-department"),
        edit::Outcome::DepartmentNotAllowed => Some("bulk-department-not-allowed"),
        edit::Outcome::NotAllowed => Some("bulk-not-allowed"),
        edit::Outcome::NotFound => Some("bulk-nobody"),
    }
}

fn to_invitation(
    tx: &mut Tx<'_>,
    reader: &Reader,
    deed: &Deed,
    id: InvitationId,
    random: &dyn Random,
) -> Result<Refused> {
    let Reader { actor, company, now, .. } = reader;
    let now = *now;
    Ok(match deed.action {
        Action::Resend => match resend::resend(tx, actor, company, id, random, now)? {
            resend::Outcome::Queued { .. } => None,
            resend::Outcome::Refused(refusal) => Some(refusals::refused(refusal)),
            resend::Outcome::Ended(state) => Some(refusals::ended(state)),
            resend::Outcome::NotFound => Some("bulk-not-found"),
        },
        Action::Revoke => match revoke::revoke(tx, actor, company, id, now)? {
            revoke::Outcome::Revoked => None,
            revoke::Outcome::Ended(state) => Some(refusals::ended(state)),
            revoke::Outcome::NotFound => Some("bulk-not-found"),
        },
        Action::Extend => match extend::extend(tx, actor, company, id, deed.days, now)? {
            extend::Outcome::Extended { .. } => None,
            extend::Outcome::BadLifetime { .. } => Some("bulk-too-long"),
            extend::Outcome::Refused(refusal) => Some(refusals::refused(refusal)),
            extend::Outcome::Ended(state) => Some(refusals::ended(state)),
            extend::Outcome::NotFound => Some("bulk-not-found"),
        },
        Action::Departments | Action::Transfer | Action::Add => {
            match change_departments::change_departments(tx, actor, company, id, &deed.departments, now)? {
                change_departments::Outcome::Changed => None,
                change_departments::Outcome::UnknownDepartment => Some("bulk-no-department"),
                change_departments::Outcome::DepartmentNotAllowed => Some("bulk-department-not-allowed"),
                change_departments::Outcome::Ended(state) => Some(refusals::ended(state)),
                change_departments::Outcome::NotFound => Some("bulk-not-found"),
            }
        }
        Action::Dismiss | Action::Rehire | Action::Approve | Action::Refuse => Some("bulk-not-found"),
    })
}
