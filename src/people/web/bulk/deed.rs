//! What is done to one of many, each in a transaction of its own, and what became of it.

use std::collections::HashSet;
use std::sync::Arc;

use super::Action;
use crate::accounts::first_password;
use crate::base::id::{DepartmentId, EmployeeId, InvitationId};
use crate::base::random::Random;
use crate::invitations::limits::Refusal;
use crate::invitations::{
    Invitation, State, change_departments, extend, find_managed, refusals, resend, revoke,
};
use crate::people::dismiss::Consequences;
use crate::people::transfer::How;
use crate::people::web::ends;
use crate::people::web::rows::Reader;
use crate::people::{
    Employee, Status, approve, dismiss, edit, find_visible, may_change, refuse, rehire, transfer,
};
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};
use crate::web::failure::Failure;

/// The message that somebody is not in the list any more.
const NOBODY: &str = "bulk-nobody";
/// The message that an invitation is not there any more.
const NO_INVITATION: &str = "bulk-not-found";

/// What is to be done.
#[derive(Clone)]
pub(super) struct Deed {
    pub action: Action,
    pub departments: Vec<DepartmentId>,
    pub days: i64,
    /// Whether invitations of those who are dismissed are revoked, too.
    pub revokes: bool,
}

/// What became of one row.
pub(super) struct Fate {
    pub whom: Whom,
    /// Why nothing was done, in words.
    pub refused: Option<String>,
    /// What ended by it, in words; nothing where nothing did.
    pub ended: String,
}

/// Whom something is done to, told from namesakes; nameless where he is not there any more.
#[derive(Default)]
pub(super) struct Whom {
    pub name: String,
    /// The position and the address, as far as they are there.
    pub line: String,
}

impl Whom {
    pub(super) fn of_person(person: &Employee) -> Self {
        Self { name: person.shown_name().to_owned(), line: person.told_apart("") }
    }

    fn of_invitation(invitation: &Invitation) -> Self {
        let line = if invitation.name.is_empty() { String::new() } else { invitation.email.clone() };
        Self { name: invitation.shown_name().to_owned(), line }
    }
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
        let whom = whom(tx, &reader, deed.action, id)?.unwrap_or_default();
        let ends = foresee(tx, &reader, &deed, id)?;
        let refused = if let Some(ended) = has_ended(tx, &reader, &deed, id)? {
            Some(ended)
        } else if deed.action.is_of_invitations() {
            to_invitation(tx, &reader, &deed, InvitationId(id), &*random)?
        } else {
            to_person(tx, &reader, &deed, EmployeeId(id), &*random)?
        };
        let refused = refused.map(|key| reader.locale.t(&format!("flash-{key}")));
        let ended = ends::done(&reader, &ends, deed.revokes);
        Ok(Fate { whom, refused, ended })
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
        Action::Dismiss => dismiss::foresee(tx, actor, company, id, reader.now),
        Action::Transfer => transfer::foresee(tx, company, id, &deed.departments),
        _ => Ok(Consequences::default()),
    }
}

/// Who will stay of those whom it is to be done to.
pub(super) fn who_stay(
    tx: &mut Tx<'_>,
    reader: &Reader,
    deed: &Deed,
    ids: &[i64],
) -> Result<HashSet<EmployeeId>> {
    // Others do nothing to administrators anyway.
    if deed.action != Action::Dismiss || !reader.actor.rights.is_administrator() {
        return Ok(HashSet::new());
    }
    let others = ids.iter().copied().filter(|id| !is_oneself(reader, deed, *id));
    dismiss::who_stay(tx, &reader.company, others.map(EmployeeId))
}

/// Whether somebody would dismiss himself among many, which he hardly means.
pub(super) fn is_oneself(reader: &Reader, deed: &Deed, id: i64) -> bool {
    deed.action == Action::Dismiss && reader.actor.employee == Some(EmployeeId(id))
}

/// The message that an invitation has come to its end since it was picked, that more time does not help it, that somebody is dismissed already or is
/// not there any more: nothing is to be done.
pub(super) fn has_ended(
    tx: &mut Tx<'_>,
    reader: &Reader,
    deed: &Deed,
    id: i64,
) -> Result<Option<&'static str>> {
    if !deed.action.is_of_invitations() {
        let found = find_visible(tx, &reader.actor, &reader.company, EmployeeId(id))?;
        let Some(person) = found else { return Ok(Some(NOBODY)) };
        let is_dismissed = deed.action == Action::Dismiss && person.status == Status::Dismissed;
        return Ok(is_dismissed.then_some("bulk-dismissed-before"));
    }
    let found = find_managed(tx, &reader.actor, &reader.company, InvitationId(id))?;
    let Some(invitation) = found else { return Ok(Some(NO_INVITATION)) };
    let state = invitation.state(reader.now);
    let has_ended = matches!(state, State::Accepted | State::Declined | State::Revoked);
    if !has_ended && deed.action == Action::Extend && !extend::helps(tx, &invitation)? {
        return Ok(Some(refusals::refused(Refusal::LinkEnded)));
    }
    Ok(has_ended.then(|| refusals::ended(state)))
}

/// Whom it is about; `None` where he is not there any more.
pub(super) fn whom(tx: &mut Tx<'_>, reader: &Reader, action: Action, id: i64) -> Result<Option<Whom>> {
    let Reader { actor, company, .. } = reader;
    Ok(if action.is_of_invitations() {
        find_managed(tx, actor, company, InvitationId(id))?.as_ref().map(Whom::of_invitation)
    } else {
        find_visible(tx, actor, company, EmployeeId(id))?.as_ref().map(Whom::of_person)
    })
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
        Action::Dismiss if is_oneself(reader, deed, id.0) => Some("bulk-oneself"),
        Action::Dismiss => match dismiss::dismiss(tx, actor, company, id, deed.revokes, now)? {
            dismiss::Outcome::Dismissed => None,
            dismiss::Outcome::LastAdministrator => Some("last-administrator"),
            dismiss::Outcome::NotJoined(_) => Some("person-not-joined"),
            dismiss::Outcome::NotAllowed => Some("bulk-not-allowed"),
            dismiss::Outcome::NotFound => Some(NOBODY),
        },
        Action::Rehire => match rehire::rehire(tx, actor, company, id, random, now)? {
            rehire::Outcome::Rehired => None,
            rehire::Outcome::SeatsFull => Some("seats-full"),
            rehire::Outcome::NotJoined(_) => Some("person-not-joined"),
            rehire::Outcome::NoAddress | rehire::Outcome::HasAddress | rehire::Outcome::Taken(_) => {
                Some("bulk-no-address")
            }
            rehire::Outcome::NotAllowed | rehire::Outcome::MoreThanOwn => Some("bulk-not-allowed"),
            rehire::Outcome::NotFound => Some(NOBODY),
        },
        Action::Approve => match approve::approve(tx, actor, company, id, random, now)? {
            approve::Outcome::Approved => None,
            approve::Outcome::SeatsFull => Some("seats-full"),
            approve::Outcome::NotWaiting(_) => Some("person-not-waiting"),
            approve::Outcome::NotAllowed | approve::Outcome::MoreThanOwn => Some("bulk-not-allowed"),
            approve::Outcome::NotFound => Some(NOBODY),
        },
        Action::Refuse => match refuse::refuse(tx, actor, company, id, "", random, now)? {
            refuse::Outcome::Refused => None,
            refuse::Outcome::NotWaiting(_) => Some("person-not-waiting"),
            refuse::Outcome::NotAllowed => Some("bulk-not-allowed"),
            refuse::Outcome::NotFound => Some(NOBODY),
        },
        Action::Transfer | Action::Add | Action::Departments => {
            let how = if deed.action == Action::Add { How::Besides } else { How::Instead };
            of_edit(transfer::transfer(tx, actor, company, id, (&deed.departments, how), now)?)
        }
        Action::Password => match first_password::write_again(tx, actor, company, id, random, now)? {
            first_password::Outcome::Written => None,
            first_password::Outcome::JustWritten => Some("first-password-just-written"),
            first_password::Outcome::HasPassword => Some("person-has-password"),
            first_password::Outcome::NotActive(_) => Some("person-not-active"),
            first_password::Outcome::NotAllowed => Some("bulk-not-allowed"),
            first_password::Outcome::NotFound => Some(NOBODY),
        },
        Action::Resend | Action::Extend | Action::Revoke => Some(NOBODY),
    })
}

fn of_edit(outcome: edit::Outcome) -> Refused {
    match outcome {
        edit::Outcome::Saved => None,
        edit::Outcome::UnknownDepartment => Some("bulk-no-department"),
        edit::Outcome::DepartmentNotAllowed => Some("bulk-department-not-allowed"),
        edit::Outcome::NotAllowed => Some("bulk-not-allowed"),
        edit::Outcome::NotFound => Some(NOBODY),
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
            resend::Outcome::NotFound => Some(NO_INVITATION),
        },
        Action::Revoke => match revoke::revoke(tx, actor, company, id, now)? {
            revoke::Outcome::Revoked => None,
            revoke::Outcome::Ended(state) => Some(refusals::ended(state)),
            revoke::Outcome::NotFound => Some(NO_INVITATION),
        },
        Action::Extend => match extend::extend(tx, actor, company, id, deed.days, now)? {
            extend::Outcome::Extended { .. } => None,
            extend::Outcome::BadLifetime { .. } => Some("bulk-too-long"),
            extend::Outcome::Refused(refusal) => Some(refusals::refused(refusal)),
            extend::Outcome::Ended(state) => Some(refusals::ended(state)),
            extend::Outcome::NotFound => Some(NO_INVITATION),
        },
        Action::Departments | Action::Transfer | Action::Add => {
            match change_departments::change_departments(tx, actor, company, id, &deed.departments, now)? {
                change_departments::Outcome::Changed => None,
                change_departments::Outcome::UnknownDepartment => Some("bulk-no-department"),
                change_departments::Outcome::DepartmentNotAllowed => Some("bulk-department-not-allowed"),
                change_departments::Outcome::Ended(state) => Some(refusals::ended(state)),
                change_departments::Outcome::NotFound => Some(NO_INVITATION),
            }
        }
        Action::Dismiss | Action::Rehire | Action::Approve | Action::Refuse | Action::Password => {
            Some(NO_INVITATION)
        }
    })
}
