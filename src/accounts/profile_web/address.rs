//! Wishing for another address for oneself.

use std::sync::Arc;

use axum::Form;
use serde::Deserialize;

use super::PATH;
use super::page::{Sent, again, shown};
use crate::accounts::address_change::{self, Outcome, Wish};
use crate::accounts::{reauth, sign_in};
use crate::base::email_address::EmailAddress;
use crate::people::web::{address_error, address_obstacle};
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::limits::Attempt;
use crate::web::page::{PageResult, page_after, page_busy, see_other_with};
use crate::web::signed_in::SignedIn;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct AddressForm {
    new_email: String,
    address_password: String,
    /// Whether it is to be freed where somebody dismissed has it.
    frees: String,
}

pub(super) async fn ask(me: SignedIn, Form(form): Form<AddressForm>) -> PageResult {
    let (portal, locale) = (&me.visitor.portal, me.locale());
    let error = |field, words| Sent {
        new_email: form.new_email.clone(),
        errors: vec![(field, words)],
        ..Sent::of(&me)
    };
    let address = match EmailAddress::parse(&form.new_email) {
        Ok(address) => address,
        Err(problem) => return again(&me, error("new_email", locale.address_problem(problem))).await,
    };
    let account = sign_in::account(&me.me.email);
    if let Err(failure) = portal.limits.check(Attempt::SignIn, me.visitor.ip, Some(&account)) {
        let sent = error("address_password", failure.words(locale));
        return page_after(&failure, &shown(&me, sent).await?);
    }
    let wrong = error("address_password", locale.t("profile-password-wrong"));
    let proof = match reauth::prove(portal, me.actor(), &me.me, &form.address_password).await {
        Ok(Some(proof)) => proof,
        Ok(None) => return again(&me, wrong).await,
        Err(Failure::Busy) => {
            return page_busy(&shown(&me, error("address_password", locale.t("error-busy"))).await?);
        }
        Err(failure) => return Err(failure),
    };
    let (actor, company, id, now) = (me.actor(), me.visitor.company.clone(), me.me.id, portal.now());
    let (random, frees) = (Arc::clone(&portal.random), form.frees == "1");
    let outcome = portal
        .write(move |tx| {
            let wish = Wish { person: id, address: &address, proof: &proof, frees };
            address_change::ask(tx, &actor, &company, &wish, &*random, now)
        })
        .await?;
    portal.outbox_bell.notify_one();
    match outcome {
        Outcome::Asked => Ok(see_other_with(PATH, &flash::good("address-asked", None))),
        Outcome::WrongPassword => again(&me, wrong).await,
        Outcome::NotAllowed | Outcome::NotActive(_) => Err(Failure::Forbidden),
        Outcome::NotFound => Err(Failure::NotFound),
        Outcome::TooOften(until) => {
            let failure = Failure::TooMany { seconds: until.since(now).as_secs().max(1) };
            page_after(&failure, &shown(&me, error("new_email", failure.words(locale))).await?)
        }
        Outcome::Taken(holder) => {
            let obstacle = address_obstacle(&me, holder).await?;
            let sent = error("new_email", obstacle.words.clone());
            again(&me, Sent { obstacle: Some(obstacle), ..sent }).await
        }
        told @ (Outcome::Same | Outcome::OptedOut | Outcome::BadAddress) => {
            again(&me, error("new_email", address_error(locale, &told))).await
        }
    }
}

pub(super) async fn withdraw(me: SignedIn) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, id, now) = (me.actor(), me.visitor.company.clone(), me.me.id, portal.now());
    portal.write(move |tx| address_change::withdraw(tx, &actor, &company, id, now)).await?;
    Ok(see_other_with(PATH, &flash::good("address-withdrawn", None)))
}
