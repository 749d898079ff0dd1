//! Registering somebody directly, and the letter for his first password once more.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum_extra::extract::{Form, Query};
use http::StatusCode;
use serde::Deserialize;

use super::Typed;
use super::edit::position;
use super::obstacle::Obstacle;
use super::person_forms::here;
use super::wish::address_obstacle;
use crate::access_rights::roles::giving;
use crate::access_rights::{Over, Permission};
use crate::accounts::first_password;
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::base::person_name::PersonName;
use crate::i18n::{Language, Locale};
use crate::people::edit::Changes;
use crate::people::register::{self, Newcomer, Outcome};
use crate::seats::SeatsLine;
use crate::store::Tx;
use crate::structure::tree::{Node, choosing};
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::merge::{Fields, form_of, numbers, value};
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
    months: Vec<String>,
    /// Whether what may be left out is open at once.
    opens_more: bool,
    seats: SeatsLine,
    obstacle: Option<Obstacle>,
    errors: Errors,
}

#[derive(Clone, Default)]
struct NewForm {
    typed: Typed,
    email: String,
    position: String,
    /// Empty until something is chosen: then it is the company's.
    language: String,
    departments: Vec<DepartmentId>,
    /// Whether the address is to be freed where somebody dismissed has it.
    frees: bool,
}

impl NewForm {
    fn of(fields: &Fields) -> Result<Self, Failure> {
        Ok(Self {
            typed: form_of(fields),
            email: value(fields, "email"),
            position: value(fields, "position"),
            language: value(fields, "language"),
            departments: numbers(fields, "department")?,
            frees: value(fields, "frees") == "1",
        })
    }

    fn read(&self, locale: Locale, usual: Language, now: Timestamp) -> Result<Newcomer, Errors> {
        let details = self.typed.read(locale, now);
        let (address, position) = (EmailAddress::parse(&self.email), position(&self.position));
        match (PersonName::parse(&self.typed.name), details, address, position) {
            (Ok(name), Ok(details), Ok(address), Ok(position)) => Ok(Newcomer {
                address,
                name,
                language: Language::from_tag(&self.language).unwrap_or(usual),
                details: Changes { position: Some(position), ..details },
                departments: self.departments.clone(),
                frees: self.frees,
            }),
            (_, details, address, position) => {
                let mut errors = details.err().unwrap_or_default();
                let more = [
                    ("email", address.err().map(|problem| locale.address_problem(problem))),
                    ("position", position.err().map(|problem| locale.title_problem(problem))),
                ];
                errors.extend(more.into_iter().filter_map(|(field, words)| Some((field, words?))));
                Err(errors)
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

pub(super) async fn submit(me: SignedIn, Form(fields): Form<Fields>) -> PageResult {
    me.must(Permission::Register, Over::Anything)?;
    let form = NewForm::of(&fields)?;
    let (portal, locale) = (&me.visitor.portal, me.locale());
    let newcomer = match form.read(locale, me.visitor.company.language, portal.now()) {
        Ok(newcomer) => newcomer,
        Err(errors) => return again(&me, form, errors, None).await,
    };
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let random = Arc::clone(&portal.random);
    let outcome =
        portal.write(move |tx| register::register(tx, &actor, &company, &newcomer, &*random, now)).await?;
    portal.outbox_bell.ring();
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
        Outcome::Complained => ("email", locale.t("taken-complaint")),
        Outcome::BadAddress => ("email", locale.t("taken-bad-address")),
        Outcome::SeatsFull => ("seats", locale.t("flash-seats-full")),
        Outcome::UnknownDepartment => ("department", locale.t("people-department-gone")),
        Outcome::DepartmentNotAllowed if form.departments.is_empty() => {
            ("department", locale.t("people-department-choose"))
        }
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
    let (actor, company) = (me.actor(), me.visitor.company.clone());
    let offered = move |tx: &mut Tx<'_>| giving::offered(tx, &actor, &company, Permission::Register, &[]);
    let mut departments = choosing(me.visitor.portal.read(offered).await?, &form.departments);
    // Where there is no choice it is made.
    if let [only] = &mut departments[..] {
        only.chosen = true;
    }
    Ok(NewPage {
        shell: me.shell(Section::Employees),
        departments,
        months: me.locale().months(),
        opens_more: form.typed.says_more(),
        seats: SeatsLine::of_adding(me),
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
    portal.outbox_bell.ring();
    let message = match outcome {
        first_password::Outcome::Written => {
            flash::good(me.told("first-password-written", "first-password-written-kept"), None)
        }
        first_password::Outcome::JustWritten => flash::bad("first-password-just-written", None),
        first_password::Outcome::HasPassword => flash::bad("person-has-password", None),
        first_password::Outcome::NotActive(_) => flash::bad("person-not-active", None),
        first_password::Outcome::NotAllowed => return Err(Failure::Forbidden),
        first_password::Outcome::NotFound => return Err(Failure::NotFound),
    };
    Ok(see_other_with(&here(id), &message))
}
