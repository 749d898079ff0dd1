//! A wish for another address, sent by a form: one's own, or that of somebody else.

use std::sync::Arc;

use serde::Deserialize;

use super::obstacle::{self, Obstacle};
use crate::accounts::address_change::{self, Outcome, Wish};
use crate::accounts::reauth::{self, wrong_password};
use crate::accounts::sign_in;
use crate::base::email_address::EmailAddress;
use crate::base::id::EmployeeId;
use crate::people::holder::Holder;
use crate::web::failure::Failure;
use crate::web::limits::Attempt;
use crate::web::signed_in::SignedIn;

/// The field of the address.
const EMAIL: &str = "new_email";
/// The field of the password of whoever sends the form.
const PASSWORD: &str = "address_password";

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AddressForm {
    /// The new address.
    pub new_email: String,
    address_password: String,
    /// Whether it is to be freed where somebody dismissed has it.
    frees: String,
}

/// What became of the form.
pub enum Answer {
    /// The letters are on their way.
    Asked,
    /// It is to be mended: the field, what to do, and who stands in the way.
    Mend(&'static str, String, Option<Obstacle>),
    /// It can be sent again later: the field, what to wait for, and the failure that says how long.
    Later(&'static str, String, Failure),
}

/// That somebody has the address, as the reader is told it.
pub async fn address_obstacle(me: &SignedIn, holder: Holder) -> Result<Obstacle, Failure> {
    let (actor, company, locale) = (me.actor(), me.visitor.company.clone(), me.locale());
    let portal = &me.visitor.portal;
    Ok(portal.read(move |tx| obstacle::of_holder(tx, &actor, &company, locale, holder)).await?)
}

/// Wishes for another address for `person`, where the form can be read and the password is right.
pub async fn wish(me: &SignedIn, person: EmployeeId, form: &AddressForm) -> Result<Answer, Failure> {
    let (portal, locale) = (&me.visitor.portal, me.locale());
    let address = match EmailAddress::parse(&form.new_email) {
        Ok(address) => address,
        Err(problem) => return Ok(Answer::Mend(EMAIL, locale.address_problem(problem), None)),
    };
    let account = sign_in::account(&me.me.email);
    if let Err(failure) = portal.limits.check(Attempt::SignIn, me.visitor.ip, Some(&account)) {
        return Ok(Answer::Later(PASSWORD, failure.words(locale), failure));
    }
    let proof = match reauth::prove(portal, me.actor(), &me.me, &form.address_password).await {
        Ok(Some(proof)) => proof,
        Ok(None) => return Ok(Answer::Mend(PASSWORD, wrong_password(locale, &form.address_password), None)),
        Err(Failure::Busy) => return Ok(Answer::Later(PASSWORD, locale.t("error-busy"), Failure::Busy)),
        Err(failure) => return Err(failure),
    };
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let (random, frees) = (Arc::clone(&portal.random), form.frees == "1");
    let outcome = portal
        .write(move |tx| {
            let wish = Wish { person, address: &address, proof: &proof, frees };
            address_change::ask(tx, &actor, &company, &wish, &*random, now)
        })
        .await?;
    portal.outbox_bell.ring();
    let mend = |field, key| Ok(Answer::Mend(field, locale.t(key), None));
    match outcome {
        Outcome::Asked => Ok(Answer::Asked),
        Outcome::Same => mend(EMAIL, "taken-same"),
        Outcome::OptedOut => mend(EMAIL, "taken-opted-out"),
        Outcome::Complained => mend(EMAIL, "taken-complaint"),
        Outcome::BadAddress => mend(EMAIL, "taken-bad-address"),
        Outcome::WrongPassword => mend(PASSWORD, "profile-password-wrong"),
        Outcome::Taken(holder) => {
            let obstacle = address_obstacle(me, holder).await?;
            Ok(Answer::Mend(EMAIL, obstacle.words.clone(), Some(obstacle)))
        }
        Outcome::TooOften(until) => {
            let failure = Failure::TooMany { seconds: until.since(now).as_secs().max(1) };
            let when = failure.wait().map(|seconds| Failure::too_many_words(seconds, locale));
            let words = format!("{} {}", locale.t("address-asked-lately"), when.unwrap_or_default());
            Ok(Answer::Later(EMAIL, words, failure))
        }
        Outcome::NotAllowed => Err(Failure::Forbidden),
        Outcome::NotActive(_) | Outcome::NotFound => Err(Failure::NotFound),
    }
}
