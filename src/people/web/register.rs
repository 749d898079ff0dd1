//! Registering somebody directly, and the letter for his first password once more.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum_extra::extract::{Form, Query};
use http::StatusCode;
use serde::Deserialize;

use super::edit::position;
use super::fields::patronymic;
use super::obstacle::Obstacle;
use super::person_forms::here;
use super::wish::address_obstacle;
use crate::access_rights::{Over, Permission};
use crate::accounts::first_password;
use crate::base::email_address::EmailAddress;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::base::person_name::PersonName;
use crate::i18n::{Language, Locale};
use crate::people::register::{self, Newcomer, Outcome};
use crate::structure::tree::{Node, tree_with, within};
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, page, page_with, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Shell, flash};

#[derive(Template)]
#[template(path = "people/new.html")]
struct NewPage {
    shell: Shell,
    form: NewForm,
    departments: Vec<Node>,
    seats: String,
    obstacle: Option<Obstacle>,
    errors: Errors,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewForm {
    name: String,
    patronymic: String,
    email: String,
    position: String,
    /// Empty until something is chosen: then it is the company's.
    language: String,
    #[serde(rename = "department")]
    departments: Vec<DepartmentId>,
    /// Whether the address is to be freed where somebody dismissed has it.
    frees: String,
}

impl NewForm {
    fn read(&self, locale: Locale, usual: Language) -> Result<Newcomer, Errors> {
        let name = PersonName::parse(&self.name);
        let (patronymic, position) = (patronymic(&self.patronymic), position(&self.position));
        match (name, patronymic, EmailAddress::parse(&self.email), position) {
            (Ok(name), Ok(patronymic), Ok(address), Ok(position)) => Ok(Newcomer {
                address,
                name,
                patronymic,
                language: Language::from_tag(&self.language).unwrap_or(usual),
                position,
                departments: self.departments.clone(),
                frees: self.frees == "1",
            }),
            (name, patronymic, address, position) => {
                let problems = [
                    ("name", name.err().map(|problem| locale.name_problem(problem))),
                    ("patronymic", patronymic.err().map(|problem| locale.name_problem(problem))),
                    ("email", address.err().map(|problem| locale.address_problem(problem))),
                    ("position", position.err().map(|problem| locale.title_problem(problem))),
                ];
                Err(problems.into_iter().filter_map(|(field, words)| Some((field, words?))).collect())
            }
        }
    }
}

/// The departments that were chosen before.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    department: Vec<DepartmentId>,
}

pub(super) async fn show(me: SignedIn, Query(chosen): Query<Chosen>) -> PageResult {
    me.must(Permission::Register, Over::Anything)?;
    let language = me.visitor.company.language.tag().to_owned();
    let form = NewForm { departments: chosen.department, language, ..NewForm::default() };
    page(&build(&me, form, Errors::new(), None).await?)
}

pub(super) async fn submit(me: SignedIn, Form(form): Form<NewForm>) -> PageResult {
    me.must(Permission::Register, Over::Anything)?;
    let (portal, locale) = (&me.visitor.portal, me.locale());
    let newcomer = match form.read(locale, me.visitor.company.language) {
        Ok(newcomer) => newcomer,
        Err(errors) => return again(&me, form, errors, None).await,
    };
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let random = Arc::clone(&portal.random);
    let outcome =
        portal.write(move |tx| register::register(tx, &actor, &company, &newcomer, &*random, now)).await?;
    portal.outbox_bell.notify_one();
    let error = match outcome {
        Outcome::Registered(id) => {
            return Ok(see_other_with(&here(id.0), &flash::good("person-registered", None)));
        }
        Outcome::NotAllowed => return Err(Failure::Forbidden),
        Outcome::Taken(holder) => {
            let obstacle = address_obstacle(&me, holder).await?;
            let errors = vec![("email", obstacle.words.clone())];
            return again(&me, form, errors, Some(obstacle)).await;
        }
        Outcome::OptedOut => ("email", locale.t("taken-opted-out")),
        Outcome::BadAddress => ("email", locale.t("taken-bad-address")),
        Outcome::SeatsFull => ("email", locale.t("flash-seats-full")),
        Outcome::UnknownDepartment => ("department", locale.t("people-department-gone")),
        Outcome::DepartmentNotAllowed => ("department", locale.t("people-department-not-allowed")),
    };
    again(&me, form, vec![error], None).await
}

async fn again(me: &SignedIn, form: NewForm, errors: Errors, obstacle: Option<Obstacle>) -> PageResult {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &build(me, form, errors, obstacle).await?)
}

async fn build(
    me: &SignedIn,
    form: NewForm,
    errors: Errors,
    obstacle: Option<Obstacle>,
) -> Result<NewPage, Failure> {
    let company = me.visitor.company.id;
    let departments = me.visitor.portal.read(move |tx| tx.departments().list(company)).await?;
    Ok(NewPage {
        shell: me.shell(Section::Employees),
        departments: within(
            tree_with(&departments, &form.departments),
            me.rights.reach(Permission::Register),
        ),
        seats: me.seats.line(&me.locale()),
        form,
        obstacle,
        errors,
    })
}

pub(super) async fn write_again(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let random = Arc::clone(&portal.random);
    let outcome = portal
        .write(move |tx| first_password::write_again(tx, &actor, &company, EmployeeId(id), &*random, now))
        .await?;
    portal.outbox_bell.notify_one();
    let message = match outcome {
        first_password::Outcome::Written => flash::good("first-password-written", None),
        first_password::Outcome::JustWritten => flash::bad("first-password-just-written", None),
        first_password::Outcome::HasPassword => flash::bad("person-has-password", None),
        first_password::Outcome::NotActive(_) => flash::bad("person-not-active", None),
        first_password::Outcome::NotAllowed => return Err(Failure::Forbidden),
        first_password::Outcome::NotFound => return Err(Failure::NotFound),
    };
    Ok(see_other_with(&here(id), &message))
}
