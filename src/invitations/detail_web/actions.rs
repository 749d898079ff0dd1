//! The actions on one invitation, each as the answer to its form.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use axum_extra::extract::Form;
use http::StatusCode;
use serde::Deserialize;

use super::forms::{self, Kind};
use crate::base::email_address::EmailAddress;
use crate::base::id::InvitationId;
use crate::base::person_name::PersonName;
use crate::invitations::{correct, refusals};
use crate::invitations::{extend as extend_verb, new_link as link_verb, rename as rename_verb};
use crate::invitations::{resend as resend_verb, revoke as revoke_verb};
use crate::people::free_address;
use crate::people::holder::{Holder, holder};
use crate::people::web::address_obstacle;
use crate::web::failure::Failure;
use crate::web::page::{PageResult, local_path, page, page_with, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Shell, flash};

/// What the forms send; each uses its own fields.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    return_to: Option<String>,
    email: String,
    /// Whether the address is to be freed where somebody dismissed has it.
    frees: String,
    name: String,
    days: String,
}

/// Back to where the button was, with a message: good news, or why nothing was done.
pub(super) fn back(id: i64, return_to: Option<&str>, outcome: Result<&str, &str>) -> Response {
    let path = match return_to {
        Some(path) if !path.is_empty() => local_path(Some(path)).to_owned(),
        _ => format!("/invitations/{id}"),
    };
    let message = match outcome {
        Ok(key) => flash::good(key, None),
        Err(key) => flash::bad(key, None),
    };
    see_other_with(&path, &message)
}

/// The form again, with what was typed and what to mend.
async fn again(
    me: &SignedIn,
    id: i64,
    kind: Kind,
    value: String,
    field: &'static str,
    words: String,
) -> PageResult {
    let form = forms::form(me, id, kind, Some(value), None, Some((field, words))).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &form)
}

pub(super) async fn resend(me: SignedIn, Path(id): Path<i64>, Form(sent): Form<Sent>) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let random = Arc::clone(&portal.random);
    let outcome = portal
        .write(move |tx| resend_verb::resend(tx, &actor, &company, InvitationId(id), &*random, now))
        .await?;
    portal.outbox_bell.ring();
    let told = match outcome {
        resend_verb::Outcome::Queued { .. } => Ok(me.told("invitation-resent", "invitation-resent-kept")),
        resend_verb::Outcome::Refused(refusal) => Err(refusals::refused(refusal)),
        resend_verb::Outcome::Ended(state) => Err(refusals::ended(state)),
        resend_verb::Outcome::NotFound => return Err(Failure::NotFound),
    };
    Ok(back(id, sent.return_to.as_deref(), told))
}

pub(super) async fn revoke(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome =
        portal.write(move |tx| revoke_verb::revoke(tx, &actor, &company, InvitationId(id), now)).await?;
    match outcome {
        revoke_verb::Outcome::Revoked => {
            Ok(see_other_with("/employees?status=invited", &flash::good("invitation-revoked", None)))
        }
        revoke_verb::Outcome::Ended(state) => Ok(back(id, None, Err(refusals::ended(state)))),
        revoke_verb::Outcome::NotFound => Err(Failure::NotFound),
    }
}

pub(super) async fn correct(me: SignedIn, Path(id): Path<i64>, Form(sent): Form<Sent>) -> PageResult {
    let locale = me.locale();
    let address = match EmailAddress::parse(&sent.email) {
        Ok(address) => address,
        Err(problem) => {
            let words = locale.address_problem(problem);
            return again(&me, id, Kind::Address, sent.email, "email", words).await;
        }
    };
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let (random, frees) = (Arc::clone(&portal.random), sent.frees == "1");
    let outcome = portal
        .write(move |tx| {
            if let Some(Holder::Dismissed(person)) = holder(tx, company.id, address.key())?
                && frees
            {
                free_address::free_address(tx, &actor, &company, person, now)?;
            }
            let id = InvitationId(id);
            let outcome = correct::correct_address(tx, &actor, &company, id, &address, &*random, now)?;
            if frees && !matches!(outcome, correct::Outcome::Corrected { .. }) {
                tx.undo();
            }
            Ok(outcome)
        })
        .await?;
    portal.outbox_bell.ring();
    let key = match outcome {
        correct::Outcome::Corrected { is_sent: true } => {
            let told = me.told("invitation-corrected", "invitation-corrected-kept");
            return Ok(back(id, None, Ok(told)));
        }
        correct::Outcome::Corrected { is_sent: false } => {
            // Who was handed a link is handed the new one.
            let link = format!("/invitations/{id}/link");
            return Ok(back(id, Some(&link), Ok("invitation-corrected-silently")));
        }
        correct::Outcome::Respelled => return Ok(back(id, None, Ok("invitation-respelled"))),
        correct::Outcome::NotFound => return Err(Failure::NotFound),
        correct::Outcome::Same => "address-same",
        correct::Outcome::AlreadyInvited(_) => "address-invited",
        correct::Outcome::AlreadyEmployee(_) => "address-employee",
        correct::Outcome::AwaitingApproval(_) => "address-awaiting",
        correct::Outcome::Dismissed(person) => {
            let obstacle = address_obstacle(&me, Holder::Dismissed(person)).await?;
            let error = Some(("email", obstacle.words.clone()));
            let form = forms::form(&me, id, Kind::Address, Some(sent.email), None, error).await?;
            let form = forms::FormPage { obstacle: Some(obstacle), ..form };
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &form);
        }
        correct::Outcome::Refused(refusal) => refusals::refused(refusal),
        correct::Outcome::Ended(state) => refusals::ended(state),
    };
    let words = locale.t(&format!("flash-{key}"));
    again(&me, id, Kind::Address, sent.email, "email", words).await
}

#[derive(Template)]
#[template(path = "invitation/link.html")]
struct LinkPage {
    shell: Shell,
    link: String,
    until: String,
    here: String,
}

/// The link stands in this one answer and nowhere else; to see one again, a new one is made.
pub(super) async fn new_link(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let key = portal.key.clone();
    let outcome = portal
        .write(move |tx| link_verb::new_link(tx, &actor, &company, InvitationId(id), &key, now))
        .await?;
    match outcome {
        link_verb::Outcome::Made { link, expires_at } => page(&LinkPage {
            shell: me.shell(Section::Employees),
            link,
            until: me.locale().exactly(expires_at, &me.zone()),
            here: format!("/invitations/{id}"),
        }),
        link_verb::Outcome::Refused(refusal) => Ok(back(id, None, Err(refusals::refused(refusal)))),
        link_verb::Outcome::Ended(state) => Ok(back(id, None, Err(refusals::ended(state)))),
        link_verb::Outcome::NotFound => Err(Failure::NotFound),
    }
}

pub(super) async fn extend(me: SignedIn, Path(id): Path<i64>, Form(sent): Form<Sent>) -> PageResult {
    let days = sent.days.trim().parse().unwrap_or(0);
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome = portal
        .write(move |tx| extend_verb::extend(tx, &actor, &company, InvitationId(id), days, now))
        .await?;
    match outcome {
        extend_verb::Outcome::Extended { .. } => Ok(back(id, None, Ok("invitation-extended"))),
        extend_verb::Outcome::BadLifetime { most } => {
            let words = me.locale().n("invitation-extend-error", most);
            again(&me, id, Kind::Extend, sent.days, "days", words).await
        }
        extend_verb::Outcome::Refused(refusal) => Ok(back(id, None, Err(refusals::refused(refusal)))),
        extend_verb::Outcome::Ended(state) => Ok(back(id, None, Err(refusals::ended(state)))),
        extend_verb::Outcome::NotFound => Err(Failure::NotFound),
    }
}

pub(super) async fn rename(me: SignedIn, Path(id): Path<i64>, Form(sent): Form<Sent>) -> PageResult {
    let name = if sent.name.trim().is_empty() {
        None
    } else {
        match PersonName::parse(&sent.name) {
            Ok(name) => Some(name),
            Err(problem) => {
                let words = me.locale().name_problem(problem);
                return again(&me, id, Kind::Name, sent.name, "name", words).await;
            }
        }
    };
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome = portal
        .write(move |tx| rename_verb::rename(tx, &actor, &company, InvitationId(id), name.as_ref(), now))
        .await?;
    match outcome {
        rename_verb::Outcome::Renamed => Ok(back(id, None, Ok("invitation-renamed"))),
        rename_verb::Outcome::Ended(state) => Ok(back(id, None, Err(refusals::ended(state)))),
        rename_verb::Outcome::NotFound => Err(Failure::NotFound),
    }
}
