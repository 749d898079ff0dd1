//! What administrators do to one person: a form or a confirmation, then the verb.

use askama::Template;
use axum::extract::Path;
use axum_extra::extract::Form;
use http::StatusCode;
use serde::Deserialize;

use super::bulk::ConfirmPage;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::base::person_name::{PersonName, plain_line};
use crate::people::{Employee, Role, approve, delete, dismiss, edit, find_visible, refuse, rehire, set_role};
use crate::structure::tree::{Node, tree_with};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, local_path, page, page_with, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::{Administrator, SignedIn};
use crate::web::{Shell, flash};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Return {
    return_to: Option<String>,
}

impl Return {
    fn or(&self, path: String) -> String {
        match self.return_to.as_deref() {
            Some(asked) if !asked.is_empty() => local_path(Some(asked)).to_owned(),
            _ => path,
        }
    }
}

fn here(id: i64) -> String {
    format!("/employees/{id}")
}

async fn person(signed_in: &SignedIn, id: i64) -> Result<Employee, Failure> {
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
        action: format!("/employees/{id}/{verb}"),
        return_to: String::new(),
        fields: Vec::new(),
        is_harmless: false,
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

pub(super) async fn rehire(me: SignedIn, Path(id): Path<i64>, Form(form): Form<Return>) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome = portal.write(move |tx| rehire::rehire(tx, &actor, &company, EmployeeId(id), now)).await?;
    let message = match outcome {
        rehire::Outcome::Rehired => flash::good("person-rehired", None),
        rehire::Outcome::SeatsFull => flash::bad("seats-full", None),
        rehire::Outcome::NotJoined(_) => flash::bad("person-not-joined", None),
        rehire::Outcome::NotAllowed => return Err(Failure::Forbidden),
        rehire::Outcome::NotFound => return Err(Failure::NotFound),
    };
    Ok(see_other_with(&form.or(here(id)), &message))
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

#[derive(Template)]
#[template(path = "people/edit.html")]
struct EditPage {
    shell: Shell,
    name: String,
    position: String,
    departments: Vec<Node>,
    name_error: String,
    position_error: String,
    errors: Vec<(&'static str, String)>,
    here: String,
}

#[derive(Deserialize)]
pub(super) struct EditForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    position: String,
    #[serde(default, rename = "department")]
    departments: Vec<i64>,
}

pub(super) async fn show_edit(Administrator(me): Administrator, Path(id): Path<i64>) -> PageResult {
    let person = person(&me, id).await?;
    let company = me.visitor.company.id;
    let chosen =
        me.visitor.portal.read(move |tx| tx.people().departments_of(company, EmployeeId(id))).await?;
    let form = EditForm {
        name: person.name,
        position: person.position,
        departments: chosen.iter().map(|d| d.0).collect(),
    };
    page(&edit_page(&me, id, form, Vec::new()).await?)
}

pub(super) async fn edit(me: SignedIn, Path(id): Path<i64>, Form(form): Form<EditForm>) -> PageResult {
    let locale = me.locale();
    let (name, position) = (PersonName::parse(&form.name), line(&form.position));
    let mut errors = Vec::new();
    errors.extend(name.as_ref().err().map(|problem| ("name", locale.t(problem.message_id()))));
    errors.extend(position.as_ref().err().map(|problem| ("position", locale.t(problem.message_id()))));
    let (Ok(name), Ok(position)) = (name, position) else {
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &edit_page(&me, id, form, errors).await?);
    };
    let departments = form.departments.iter().copied().map(DepartmentId).collect();
    let changes =
        edit::Changes { name: Some(name), position: Some(position), departments: Some(departments) };
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome =
        portal.write(move |tx| edit::edit(tx, &actor, &company, EmployeeId(id), &changes, now)).await?;
    match outcome {
        edit::Outcome::Saved => Ok(see_other_with(&here(id), &flash::good("person-saved", None))),
        edit::Outcome::UnknownDepartment => {
            let errors = vec![("name", locale.t("people-department-gone"))];
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &edit_page(&me, id, form, errors).await?)
        }
        edit::Outcome::NotAllowed => Err(Failure::Forbidden),
        edit::Outcome::NotFound => Err(Failure::NotFound),
    }
}

/// A position may be left out.
fn line(text: &str) -> Result<String, crate::base::person_name::NameProblem> {
    if text.trim().is_empty() { Ok(String::new()) } else { plain_line(text, edit::MAX_POSITION) }
}

async fn edit_page(
    me: &SignedIn,
    id: i64,
    form: EditForm,
    errors: Vec<(&'static str, String)>,
) -> Result<EditPage, Failure> {
    let company = me.visitor.company.id;
    let departments = me.visitor.portal.read(move |tx| tx.departments().list(company)).await?;
    let chosen: Vec<_> = form.departments.iter().copied().map(DepartmentId).collect();
    let error = |field: &str| {
        errors.iter().find(|(of, _)| *of == field).map(|(_, words)| words.clone()).unwrap_or_default()
    };
    Ok(EditPage {
        shell: me.shell(Section::Employees),
        departments: tree_with(&departments, &chosen),
        name_error: error("name"),
        position_error: error("position"),
        name: form.name,
        position: form.position,
        errors,
        here: here(id),
    })
}
