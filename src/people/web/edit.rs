//! What whoever manages people changes of a person.

use askama::Template;
use axum::extract::Path;
use axum_extra::extract::Form;
use http::StatusCode;
use serde::Deserialize;

use super::Typed;
use super::person_forms::{here, person, person_for};
use crate::access_rights::Permission;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::base::person_name::{NameProblem, plain_line};
use crate::people::edit;
use crate::structure::tree::{Node, tree_with};
use crate::web::Face;
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, page, page_with, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Shell, flash};

#[derive(Template)]
#[template(path = "people/edit.html")]
struct EditPage {
    shell: Shell,
    id: i64,
    face: Face,
    typed: Typed,
    position: String,
    departments: Vec<Node>,
    months: Vec<String>,
    errors: Errors,
    here: String,
}

impl EditPage {
    fn has_photo(&self) -> bool {
        matches!(self.face, Face::Photo { .. })
    }
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(super) struct EditForm {
    name: String,
    patronymic: String,
    mobile_phone: String,
    work_phone: String,
    birth_day: String,
    birth_month: String,
    birth_year: String,
    position: String,
    #[serde(rename = "department")]
    departments: Vec<i64>,
}

/// What stands on the form.
struct Sent {
    typed: Typed,
    position: String,
    departments: Vec<DepartmentId>,
}

impl EditForm {
    fn sent(self) -> Sent {
        let Self { name, patronymic, mobile_phone, work_phone, birth_day, birth_month, birth_year, .. } =
            self;
        Sent {
            typed: Typed { name, patronymic, mobile_phone, work_phone, birth_day, birth_month, birth_year },
            position: self.position,
            departments: self.departments.into_iter().map(DepartmentId).collect(),
        }
    }
}

pub(super) async fn show(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let person = person_for(&me, id, Permission::EditPeople).await?;
    let (portal, whose) = (&me.visitor.portal, person.clone());
    let departments = portal.read(move |tx| crate::people::departments_of(tx, &whose)).await?;
    let sent = Sent { typed: Typed::of(&person), position: person.position, departments };
    page(&form(&me, id, sent, Errors::new()).await?)
}

pub(super) async fn submit(me: SignedIn, Path(id): Path<i64>, Form(sent): Form<EditForm>) -> PageResult {
    person_for(&me, id, Permission::EditPeople).await?;
    let (portal, locale, sent) = (&me.visitor.portal, me.locale(), sent.sent());
    let mut errors = Vec::new();
    let changes = sent.typed.read(locale, portal.now()).map_err(|wrong| errors.extend(wrong));
    let position = position(&sent.position);
    errors.extend(position.as_ref().err().map(|problem| ("position", locale.t(problem.message_id()))));
    let (Ok(changes), Ok(position)) = (changes, position) else { return again(&me, id, sent, errors).await };
    let changes =
        edit::Changes { position: Some(position), departments: Some(sent.departments.clone()), ..changes };
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome =
        portal.write(move |tx| edit::edit(tx, &actor, &company, EmployeeId(id), &changes, now)).await?;
    match outcome {
        edit::Outcome::Saved => Ok(see_other_with(&here(id), &flash::good("person-saved", None))),
        edit::Outcome::UnknownDepartment => {
            again(&me, id, sent, vec![("name", locale.t("people-department-gone"))]).await
        }
        edit::Outcome::DepartmentNotAllowed => {
            again(&me, id, sent, vec![("department", locale.t("people-department-not-allowed"))]).await
        }
        edit::Outcome::NotAllowed => Err(Failure::Forbidden),
        edit::Outcome::NotFound => Err(Failure::NotFound),
    }
}

/// A position may be left out.
pub(super) fn position(typed: &str) -> Result<String, NameProblem> {
    if typed.trim().is_empty() { Ok(String::new()) } else { plain_line(typed, edit::MAX_POSITION) }
}

async fn again(me: &SignedIn, id: i64, sent: Sent, errors: Errors) -> PageResult {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(me, id, sent, errors).await?)
}

async fn form(me: &SignedIn, id: i64, sent: Sent, errors: Errors) -> Result<EditPage, Failure> {
    let person = person(me, id).await?;
    let company = me.visitor.company.id;
    let departments = me.visitor.portal.read(move |tx| tx.departments().list(company)).await?;
    Ok(EditPage {
        shell: me.shell(Section::Employees),
        id,
        face: Face::of_person(&person),
        typed: sent.typed,
        position: sent.position,
        departments: tree_with(&departments, &sent.departments),
        months: me.locale().months(),
        errors,
        here: here(id),
    })
}
