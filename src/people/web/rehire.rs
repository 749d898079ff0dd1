//! Taking somebody back; where his address was freed meanwhile, with another one.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum_extra::extract::Form;
use http::StatusCode;
use serde::Deserialize;

use super::obstacle::Obstacle;
use super::person_forms::{here, person, person_for};
use super::questions;
use super::wish::address_obstacle;
use crate::access_rights::Permission;
use crate::base::email_address::EmailAddress;
use crate::base::id::EmployeeId;
use crate::people::{Status, rehire};
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, local_path, page, page_with, see_other, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Shell, flash};

#[derive(Template)]
#[template(path = "people/rehire.html")]
struct RehirePage {
    shell: Shell,
    heading: String,
    email: String,
    obstacle: Option<Obstacle>,
    errors: Errors,
    here: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct RehireForm {
    return_to: Option<String>,
    /// The new address of somebody whose own was freed.
    email: Option<String>,
}

async fn form(me: &SignedIn, id: i64, email: &str, errors: Errors) -> Result<RehirePage, Failure> {
    let person = person(me, id).await?;
    Ok(RehirePage {
        shell: me.shell(Section::Employees),
        heading: me.locale().named("people-rehire-heading", person.shown_name()),
        email: email.to_owned(),
        obstacle: None,
        errors,
        here: here(id),
    })
}

pub(super) async fn show(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let person = person_for(&me, id, Permission::Dismiss).await?;
    if person.status != Status::Dismissed {
        return Ok(see_other(&here(id)));
    }
    if !person.email.is_empty() {
        return questions::rehire(&me, &person).await;
    }
    page(&form(&me, id, "", Errors::new()).await?)
}

pub(super) async fn submit(me: SignedIn, Path(id): Path<i64>, Form(sent): Form<RehireForm>) -> PageResult {
    let (portal, locale) = (&me.visitor.portal, me.locale());
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let email = sent.email.unwrap_or_default();
    let address = match email.trim() {
        "" => None,
        typed => match EmailAddress::parse(typed) {
            Ok(address) => Some(address),
            Err(problem) => return again(&me, id, &email, locale.address_problem(problem)).await,
        },
    };
    let random = Arc::clone(&portal.random);
    let outcome = portal
        .write(move |tx| match &address {
            Some(address) => rehire::rehire_at(tx, &actor, &company, EmployeeId(id), address, &*random, now),
            None => rehire::rehire(tx, &actor, &company, EmployeeId(id), &*random, now),
        })
        .await?;
    portal.outbox_bell.ring();
    let message = match outcome {
        rehire::Outcome::Rehired => flash::good("person-rehired", None),
        rehire::Outcome::SeatsFull => flash::bad("seats-full", None),
        rehire::Outcome::NotJoined(_) => flash::bad("person-not-joined", None),
        rehire::Outcome::HasAddress => flash::bad("person-has-address", None),
        rehire::Outcome::NoAddress => {
            let words = EmailAddress::parse("").err().map(|problem| locale.address_problem(problem));
            return again(&me, id, &email, words.unwrap_or_default()).await;
        }
        rehire::Outcome::Taken(holder) => {
            let obstacle = address_obstacle(&me, holder).await?;
            let page = form(&me, id, &email, vec![("email", obstacle.words.clone())]).await?;
            let page = RehirePage { obstacle: Some(obstacle), ..page };
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        rehire::Outcome::MoreThanOwn => flash::bad("person-more-than-own", None),
        rehire::Outcome::NotAllowed => return Err(Failure::Forbidden),
        rehire::Outcome::NotFound => return Err(Failure::NotFound),
    };
    let to = match sent.return_to.as_deref() {
        Some(asked) if !asked.is_empty() => local_path(Some(asked)).to_owned(),
        _ => here(id),
    };
    Ok(see_other_with(&to, &message))
}

async fn again(me: &SignedIn, id: i64, email: &str, words: String) -> PageResult {
    let page = form(me, id, email, vec![("email", words)]).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
