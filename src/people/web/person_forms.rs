//! What administrators do to one person: a form or a confirmation, then the verb.

use axum::extract::Path;
use axum_extra::extract::Form;
use serde::Deserialize;

use super::bulk::ConfirmPage;
use crate::base::id::EmployeeId;
use crate::people::{Employee, Role, approve, delete, dismiss, find_visible, refuse, set_role};
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::page::{PageResult, local_path, page, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::{Administrator, SignedIn};

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

/// A page that names the person before something that can't be taken back lightly.
async fn ask(signed_in: SignedIn, id: i64, verb: &str, keys: [&str; 3]) -> PageResult {
    let person = person(&signed_in, id).await?;
    let locale = signed_in.locale();
    page(&ConfirmPage {
        shell: signed_in.shell(Section::Employees),
        heading: locale.named(keys[0], person.shown_name()),
        words: locale.t(keys[1]),
        names: Vec::new(),
        ids: Vec::new(),
        action: format!("/employees/{id}/{verb}"),
        return_to: String::new(),
        back: here(id),
        button: locale.t(keys[2]),
    })
}

pub(super) async fn ask_dismiss(Administrator(me): Administrator, Path(id): Path<i64>) -> PageResult {
    ask(me, id, "dismiss", ["people-dismiss-heading", "people-dismiss-words", "people-dismiss"]).await
}

pub(super) async fn ask_delete(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    ask(me, id, "delete", ["people-delete-heading", "people-delete-words", "people-delete"]).await
}

pub(super) async fn ask_refuse(Administrator(me): Administrator, Path(id): Path<i64>) -> PageResult {
    ask(me, id, "refuse", ["people-refuse-heading", "people-refuse-words", "people-refuse"]).await
}

pub(super) async fn dismiss(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome = portal.write(move |tx| dismiss::dismiss(tx, &actor, &company, EmployeeId(id), now)).await?;
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
    let outcome = portal.write(move |tx| delete::delete(tx, &actor, &company, EmployeeId(id), now)).await?;
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
        approve::Outcome::NotAllowed => return Err(Failure::Forbidden),
        approve::Outcome::NotFound => return Err(Failure::NotFound),
    };
    Ok(see_other_with(&form.or(here(id)), &message))
}

pub(super) async fn refuse(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome = portal.write(move |tx| refuse::refuse(tx, &actor, &company, EmployeeId(id), now)).await?;
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
        set_role::Outcome::NotActive(_) => flash::bad("person-not-joined", None),
        set_role::Outcome::NotAllowed => return Err(Failure::Forbidden),
        set_role::Outcome::NotFound => return Err(Failure::NotFound),
    };
    Ok(see_other_with(&here(id), &message))
}
