//! What administrators do to one person: a form or a confirmation, then the verb.

use askama::Template;
use axum::extract::{Path, Query};
use axum_extra::extract::Form;
use http::StatusCode;
use serde::Deserialize;

use super::ends;
use crate::access_rights::{Over, Permission};
use crate::base::id::{CompanyId, EmployeeId};
use crate::base::person_name::plain_line;
use crate::people::{
    Employee, Role, Status, approve, delete, dismiss, find_visible, is_last_administrator, may_change,
    refuse, set_role,
};
use crate::store::{self, Tx};
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, local_path, page, page_with, see_other, see_other_with};
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
    /// What tells him from namesakes.
    line: String,
    back: String,
    ends: Vec<String>,
    /// Invitations of his that can be revoked along.
    invitations: i64,
    /// Whether they are, where nobody says otherwise.
    revokes: bool,
}

pub(super) async fn ask_dismiss(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let person = person_for(&me, id, Permission::Dismiss).await?;
    if person.status != Status::Active {
        return Ok(see_other(&here(id)));
    }
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let portal = &me.visitor.portal;
    let his = person.clone();
    let (ends, is_last) = portal
        .read(move |tx| {
            let ends = dismiss::foresee(tx, &actor, &company, EmployeeId(id), now)?;
            Ok((ends, is_last_administrator(tx, &his)?))
        })
        .await?;
    if is_last {
        return Ok(see_other_with(&here(id), &flash::bad("last-administrator", None)));
    }
    let locale = me.locale();
    let after = if me.me.id == person.id {
        Some(locale.t("people-dismiss-oneself"))
    } else {
        (!ends.is_final).then(|| locale.t("people-dismiss-back"))
    };
    page(&DismissPage {
        shell: me.shell(Section::Employees),
        heading: me.locale().named("people-dismiss-heading", person.shown_name()),
        line: person.told_apart(""),
        back: here(id),
        revokes: me.visitor.company.inviting.revoke_with_inviter,
        ends: after.into_iter().chain(ends::foreseen(locale, &ends)).collect(),
        invitations: ends.invitations,
    })
}

pub(super) async fn ask_refuse(
    me: SignedIn,
    Path(id): Path<i64>,
    Query(asked): Query<RefuseForm>,
) -> PageResult {
    let person = person_for(&me, id, Permission::Approve).await?;
    if person.status != Status::AwaitingApproval {
        return Ok(see_other_with(&here(id), &flash::bad("person-not-waiting", None)));
    }
    page(&refuse_page(&me, &person, asked, Vec::new()))
}

/// A refusal, with the words that the refused person reads.
#[derive(Template)]
#[template(path = "people/refuse.html")]
struct RefusePage {
    shell: Shell,
    heading: String,
    /// What tells him from namesakes.
    line: String,
    action: String,
    back: String,
    /// The list that it was begun in.
    return_to: String,
    reason: String,
    errors: Errors,
}

fn refuse_page(me: &SignedIn, person: &Employee, form: RefuseForm, errors: Errors) -> RefusePage {
    RefusePage {
        shell: me.shell(Section::Employees),
        heading: me.locale().named("people-refuse-heading", person.shown_name()),
        line: person.told_apart(""),
        action: format!("{}/refuse", here(person.id.0)),
        back: form.return_to().unwrap_or_else(|| here(person.id.0)),
        return_to: form.return_to().unwrap_or_default(),
        reason: form.reason,
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
    portal.outbox_bell.ring();
    match outcome {
        delete::Outcome::Deleted(status) => {
            let list = format!("/employees?status={}", status.word());
            Ok(see_other_with(&list, &flash::good("person-deleted", None)))
        }
        delete::Outcome::HasJoined => Ok(see_other_with(&here(id), &flash::bad("person-has-joined", None))),
        delete::Outcome::NotAllowed => Err(Failure::Forbidden),
        delete::Outcome::NotFound => Err(Failure::NotFound),
    }
}

/// What somebody is called who may be gone when he is spoken of.
fn name(tx: &mut Tx<'_>, company: CompanyId, id: i64) -> store::Result<String> {
    let person = tx.people().find(company, EmployeeId(id))?;
    Ok(person.map(|person| person.shown_name().to_owned()).unwrap_or_default())
}

pub(super) async fn approve(me: SignedIn, Path(id): Path<i64>, Form(form): Form<Return>) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let random = std::sync::Arc::clone(&portal.random);
    let (outcome, name) = portal
        .write(move |tx| {
            let name = name(tx, company.id, id)?;
            Ok((approve::approve(tx, &actor, &company, EmployeeId(id), &*random, now)?, name))
        })
        .await?;
    portal.outbox_bell.ring();
    let message = match outcome {
        approve::Outcome::Approved => flash::named(me.told("person-approved", "person-approved-kept"), &name),
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
    return_to: String,
}

impl RefuseForm {
    fn return_to(&self) -> Option<String> {
        (!self.return_to.is_empty()).then(|| local_path(Some(&self.return_to)).to_owned())
    }
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
            let again = refuse_page(&me, &person, form, errors);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
    };
    let back = form.return_to();
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let random = std::sync::Arc::clone(&portal.random);
    let (outcome, name) = portal
        .write(move |tx| {
            let name = name(tx, company.id, id)?;
            Ok((refuse::refuse(tx, &actor, &company, EmployeeId(id), &reason, &*random, now)?, name))
        })
        .await?;
    portal.outbox_bell.ring();
    match outcome {
        refuse::Outcome::Refused => {
            let list = back.unwrap_or_else(|| "/employees?status=awaiting_approval".to_owned());
            let key = me.told("person-refused", "person-refused-kept");
            Ok(see_other_with(&list, &flash::named(key, &name)))
        }
        refuse::Outcome::NotWaiting(_) => {
            Ok(see_other_with(&back.unwrap_or_else(|| here(id)), &flash::bad("person-not-waiting", None)))
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
