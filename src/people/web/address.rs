//! Another address for somebody, and freeing that of somebody dismissed: for whoever manages people.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum_extra::extract::Form;
use http::StatusCode;
use serde::Deserialize;

use super::obstacle::{self, Obstacle};
use super::person_forms::{Return, here, person};
use crate::access_rights::Permission;
use crate::accounts::address_change::{self, Outcome, Wish};
use crate::accounts::{reauth, sign_in};
use crate::base::email_address::EmailAddress;
use crate::base::id::EmployeeId;
use crate::i18n::Locale;
use crate::people::free_address;
use crate::people::holder::Holder;
use crate::people::{Employee, Status};
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::limits::Attempt;
use crate::web::page::{PageResult, page, page_after, page_busy, page_with, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Shell, flash};

#[derive(Template)]
#[template(path = "people/address.html")]
struct AddressPage {
    shell: Shell,
    words: String,
    new_email: String,
    obstacle: Option<Obstacle>,
    errors: Errors,
    here: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct AddressForm {
    new_email: String,
    address_password: String,
    frees: String,
}

/// That somebody has the address, as the reader is told it.
pub async fn address_obstacle(me: &SignedIn, holder: Holder) -> Result<Obstacle, Failure> {
    let (actor, company, locale) = (me.actor(), me.visitor.company.clone(), me.locale());
    let portal = &me.visitor.portal;
    Ok(portal.read(move |tx| obstacle::of_holder(tx, &actor, &company, locale, holder)).await?)
}

/// Why an address can't be wished for, where that is said in one line.
#[must_use]
pub fn address_error(locale: Locale, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Same => locale.t("taken-same"),
        Outcome::OptedOut => locale.t("taken-opted-out"),
        Outcome::BadAddress => locale.t("taken-bad-address"),
        Outcome::Asked
        | Outcome::Taken(_)
        | Outcome::TooOften(_)
        | Outcome::WrongPassword
        | Outcome::NotActive(_)
        | Outcome::NotAllowed
        | Outcome::NotFound => String::new(),
    }
}

/// Somebody at work whom the reader may give another address.
async fn changeable(me: &SignedIn, id: i64) -> Result<Employee, Failure> {
    if !me.may(Permission::ManagePeople) {
        return Err(Failure::Forbidden);
    }
    let person = person(me, id).await?;
    if person.is_administrator() && !me.me.is_administrator() {
        return Err(Failure::Forbidden);
    }
    if person.status == Status::Active { Ok(person) } else { Err(Failure::NotFound) }
}

fn form(me: &SignedIn, person: &Employee, new_email: &str, errors: Errors) -> AddressPage {
    AddressPage {
        shell: me.shell(Section::Employees),
        words: me.locale().with(
            "address-words",
            &[("name", person.shown_name().into()), ("email", (&person.email).into())],
        ),
        new_email: new_email.to_owned(),
        obstacle: None,
        errors,
        here: here(person.id.0),
    }
}

pub(super) async fn show(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let person = changeable(&me, id).await?;
    page(&form(&me, &person, "", Errors::new()))
}

pub(super) async fn ask(me: SignedIn, Path(id): Path<i64>, Form(sent): Form<AddressForm>) -> PageResult {
    let person = changeable(&me, id).await?;
    let (portal, locale) = (&me.visitor.portal, me.locale());
    let error = |field, words| form(&me, &person, &sent.new_email, vec![(field, words)]);
    let again = |page: &AddressPage| page_with(StatusCode::UNPROCESSABLE_ENTITY, page);
    let address = match EmailAddress::parse(&sent.new_email) {
        Ok(address) => address,
        Err(problem) => return again(&error("new_email", locale.address_problem(problem))),
    };
    let account = sign_in::account(&me.me.email);
    if let Err(failure) = portal.limits.check(Attempt::SignIn, me.visitor.ip, Some(&account)) {
        return page_after(&failure, &error("address_password", failure.words(locale)));
    }
    let wrong = error("address_password", locale.t("profile-password-wrong"));
    let proof = match reauth::prove(portal, me.actor(), &me.me, &sent.address_password).await {
        Ok(Some(proof)) => proof,
        Ok(None) => return again(&wrong),
        Err(Failure::Busy) => return page_busy(&error("address_password", locale.t("error-busy"))),
        Err(failure) => return Err(failure),
    };
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let (random, frees) = (Arc::clone(&portal.random), sent.frees == "1");
    let outcome = portal
        .write(move |tx| {
            let wish = Wish { person: EmployeeId(id), address: &address, proof: &proof, frees };
            address_change::ask(tx, &actor, &company, &wish, &*random, now)
        })
        .await?;
    portal.outbox_bell.notify_one();
    match outcome {
        Outcome::Asked => Ok(see_other_with(&here(id), &flash::good("address-asked-for", None))),
        Outcome::WrongPassword => again(&wrong),
        Outcome::NotAllowed => Err(Failure::Forbidden),
        Outcome::NotFound | Outcome::NotActive(_) => Err(Failure::NotFound),
        Outcome::TooOften(until) => {
            let failure = Failure::TooMany { seconds: until.since(now).as_secs().max(1) };
            page_after(&failure, &error("new_email", failure.words(locale)))
        }
        Outcome::Taken(holder) => {
            let obstacle = address_obstacle(&me, holder).await?;
            let page = error("new_email", obstacle.words.clone());
            again(&AddressPage { obstacle: Some(obstacle), ..page })
        }
        told @ (Outcome::Same | Outcome::OptedOut | Outcome::BadAddress) => {
            again(&error("new_email", address_error(locale, &told)))
        }
    }
}

pub(super) async fn withdraw(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    changeable(&me, id).await?;
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    portal.write(move |tx| address_change::withdraw(tx, &actor, &company, EmployeeId(id), now)).await?;
    Ok(see_other_with(&here(id), &flash::good("address-withdrawn", None)))
}

pub(super) async fn free(me: SignedIn, Path(id): Path<i64>, Form(form): Form<Return>) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome =
        portal.write(move |tx| free_address::free_address(tx, &actor, &company, EmployeeId(id), now)).await?;
    let message = match outcome {
        free_address::Outcome::Freed => flash::good("address-freed", None),
        free_address::Outcome::NotDismissed(_) => flash::bad("person-not-dismissed", None),
        free_address::Outcome::NotAllowed => return Err(Failure::Forbidden),
        free_address::Outcome::NotFound => return Err(Failure::NotFound),
    };
    Ok(see_other_with(&form.or(here(id)), &message))
}
