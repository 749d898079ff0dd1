//! What administrators do to one person: a form or a confirmation, then the verb.

use askama::Template;
use axum::extract::Path;
use axum_extra::extract::Form;
use http::StatusCode;
use serde::Deserialize;

use super::ends;
use crate::access_rights::{Over, Permission};
use crate::base::id::EmployeeId;
use crate::base::person_name::plain_line;
use crate::people::{Employee, Role, approve, delete, dismiss, find_visible, may_change, refuse, set_role};
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, local_path, page, page_with, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Shell, flash};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Return {
    return_to: Option<String>,
}

impl Return {
    pub(super) fn or(&self, path: String) -> String {
        match self.return_to.as_deref() {
            Some(asked) if !asked.is_empty() => local_path(Some(asked)).to_owned(),
            _ => path,
        }
    }
}

pub(super) fn here(id: i64) -> String {
    format!("/employees/{id}")
}

pub(super) async fn person(signed_in: &SignedIn, id: i64) -> Result<Employee, Failure> {
    let (actor, company) = (signed_in.actor(), signed_in.visitor.company.clone());
    let portal = &signed_in.visitor.portal;
    let found = portal.read(move |tx| find_visible(tx, &actor, &company, EmployeeId(id))).await?;
    found.ok_or(Failure::NotFound)
}

/// The person, where the reader may do that to him.
pub(super) async fn person_for(
    signed_in: &SignedIn,
    id: i64,
    permission: Permission,
) -> Result<Employee, Failure> {
    signed_in.must(permission, Over::Anything)?;
    let person = person(signed_in, id).await?;
    let (actor, company, his) = (signed_in.actor(), signed_in.visitor.company.clone(), person.clone());
    let portal = &signed_in.visitor.portal;
    let may = portal.read(move |tx| may_change(tx, &actor, &company, permission, &his)).await?;
    if may { Ok(person) } else { Err(Failure::Forbidden) }
}

/// What a dismissal ends, before it is meant.
#[derive(Template)]
#[template(path = "people/dismiss.html")]
struct DismissPage {
    shell: Shell,
    heading: String,
    back: String,
    ends: Vec<String>,
    /// Invitations of his that can be revoked along.
    invitations: i64,
}

pub(super) async fn ask_dismiss(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let person = person_for(&me, id, Permission::Dismiss).await?;
    let (company, now) = (me.visitor.company.clone(), me.visitor.portal.now());
    let portal = &me.visitor.portal;
    let ends = portal.read(move |tx| dismiss::foresee(tx, &company, EmployeeId(id), now)).await?;
    page(&DismissPage {
        shell: me.shell(Section::Employees),
        heading: me.locale().named("people-dismiss-heading", person.shown_name()),
        back: here(id),
        ends: ends::foreseen(me.locale(), &ends),
        invitations: ends.invitations,
    })
}

pub(super) async fn ask_refuse(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let person = person_for(&me, id, Permission::Approve).await?;
    page(&refuse_page(&me, &person, String::new(), Vec::new()))
}

/// A refusal, with the words that the refused person reads.
#[derive(Template)]
#[template(path = "people/refuse.html")]
struct RefusePage {
    shell: Shell,
    heading: String,
    back: String,
    reason: String,
    errors: Errors,
}

fn refuse_page(me: &SignedIn, person: &Employee, reason: String, errors: Errors) -> RefusePage {
    RefusePage {
        shell: me.shell(Section::Employees),
        heading: me.locale().named("people-refuse-heading", person.shown_name()),
        back: here(person.id.0),
        reason,
        errors,
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct DismissForm {
    revoke: Option<String>,
}

pub(super) async fn dismiss(me: SignedIn, Path(id): Path<i64>, Form(form): Form<DismissForm>) -> PageResult {
    let revokes = form.revoke.is_some();
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome =
        portal.write(move |tx| dismiss::dismiss(tx, &actor, &company, EmployeeId(id), revokes, now)).await?;
    let message = match outcome {
        dismiss::Outcome::Dismissed => flash::good("person-dismissed", None),
        dismiss::Outcome::LastAdministrator => flash::bad("last-administrator", None),
        dismiss::Outcome::NotJoined(_) => flash::bad("person-not-joined", None),
        dismiss::Outcome::NotAllowed => return Err(Failure::Forbidden),
        dismiss::Outcome::NotFound => return Err(Failure::NotFound),
    };
    Ok(see_other_with(&here(id), &message))
}

pub(super) async fn delete(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let random = std::sync::Arc::clone(&portal.random);
    let outcome =
        portal.write(move |tx| delete::delete(tx, &actor, &company, EmployeeId(id), &*random, now)).await?;
    portal.outbox_bell.notify_one();
    match outcome {
        delete::Outcome::Deleted => {
            Ok(see_other_with("/employees?status=invited", &flash::good("person-deleted", None)))
        }
        delete::Outcome::HasJoined => Ok(see_other_with(&here(id), &flash::bad("person-has-joined", None))),
        delete::Outcome::NotAllowed => Err(Failure::Forbidden),
        delete::Outcome::NotFound => Err(Failure::NotFound),
    }
}

pub(super) async fn approve(me: SignedIn, Path(id): Path<i64>, Form(form): Form<Return>) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let random = std::sync::Arc::clone(&portal.random);
    let outcome =
        portal.write(move |tx| approve::approve(tx, &actor, &company, EmployeeId(id), &*random, now)).await?;
    portal.outbox_bell.notify_one();
    let message = match outcome {
        approve::Outcome::Approved => flash::good("person-approved", None),
        approve::Outcome::SeatsFull => flash::bad("seats-full", None),
        approve::Outcome::NotWaiting(_) => flash::bad("person-not-waiting", None),
        approve::Outcome::MoreThanOwn => flash::bad("person-more-than-own", None),
        approve::Outcome::NotAllowed => return Err(Failure::Forbidden),
        approve::Outcome::NotFound => return Err(Failure::NotFound),
    };
    Ok(see_other_with(&form.or(here(id)), &message))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct RefuseForm {
    reason: String,
}

pub(super) async fn refuse(me: SignedIn, Path(id): Path<i64>, Form(form): Form<RefuseForm>) -> PageResult {
    let reason = match form.reason.trim() {
        "" => Ok(String::new()),
        reason => plain_line(reason, refuse::MAX_REASON),
    };
    let reason = match reason {
        Ok(reason) => reason,
        Err(problem) => {
            let person = person_for(&me, id, Permission::Approve).await?;
            let errors = vec![("reason", me.locale().title_problem(problem))];
            let again = refuse_page(&me, &person, form.reason, errors);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
    };
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let random = std::sync::Arc::clone(&portal.random);
    let outcome = portal
        .write(move |tx| refuse::refuse(tx, &actor, &company, EmployeeId(id), &reason, &*random, now))
        .await?;
    portal.outbox_bell.notify_one();
    match outcome {
        refuse::Outcome::Refused => {
            Ok(see_other_with("/employees?status=awaiting_approval", &flash::good("person-refused", None)))
        }
        refuse::Outcome::NotWaiting(_) => {
            Ok(see_other_with(&here(id), &flash::bad("person-not-waiting", None)))
        }
        refuse::Outcome::NotAllowed => Err(Failure::Forbidden),
        refuse::Outcome::NotFound => Err(Failure::NotFound),
    }
}

#[derive(Deserialize)]
pub(super) struct RoleForm {
    role: String,
}

pub(super) async fn set_role(me: SignedIn, Path(id): Path<i64>, Form(form): Form<RoleForm>) -> PageResult {
    let role = Role::from_word(&form.role).ok_or(Failure::Malformed)?;
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome =
        portal.write(move |tx| set_role::set_role(tx, &actor, &company, EmployeeId(id), role, now)).await?;
    let message = match outcome {
        set_role::Outcome::Changed => flash::good("role-changed", None),
        set_role::Outcome::LastAdministrator => flash::bad("last-administrator", None),
        set_role::Outcome::NotActive(_) => flash::bad("person-not-active", None),
        set_role::Outcome::NotAllowed => return Err(Failure::Forbidden),
        set_role::Outcome::NotFound => return Err(Failure::NotFound),
    };
    Ok(see_other_with(&here(id), &message))
}
