//! «Profile»: what one sees and sets of oneself, the password, and where one is signed in.

mod address;
mod browser;
mod page;
mod photo;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Form, Router};
use serde::Deserialize;

use self::page::{Sent, again, shown};
use super::change_password::{self, Outcome, Wish};
use super::reauth::wrong_password;
use super::sign_in;
use crate::history::telling::{Note, Telling};
use crate::history::{Action, Subject};
use crate::i18n::Language;
use crate::people::Employee;
use crate::people::edit;
use crate::people::web::MAX_REQUEST;
use crate::portal::SharedPortal;
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::limits::Attempt;
use crate::web::merge::Fields;
use crate::web::page::{PageResult, page_busy, see_other_with, with_cookie};
use crate::web::signed_in::SignedIn;
use crate::web::visitor::language_cookie;

const PATH: &str = "/profile";

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    let photo = get(back).post(photo::upload).layer(DefaultBodyLimit::max(MAX_REQUEST));
    Router::new()
        .route(PATH, get(show).post(change))
        .route("/profile/photo", photo)
        .route("/profile/photo/remove", get(back).post(photo::remove))
        .route("/profile/address", get(back).post(address::ask))
        .route("/profile/withdraw-address", post(address::withdraw).get(back))
        .route("/profile/password", get(back).post(change_password))
        .route("/profile/sessions/end", get(back).post(end_sessions))
}

async fn show(me: SignedIn) -> PageResult {
    crate::web::page::page(&shown(&me, Sent::of(&me.me)).await?)
}

/// An address that only takes forms, opened by itself: after a reload, or out of the history.
async fn back() -> PageResult {
    Ok(crate::web::page::see_other(PATH))
}

/// What became of the form.
enum Done {
    Saved(edit::Outcome, Language),
    /// It is shown again to who he is by now, with what is to be mended.
    Again(Box<(Employee, Sent)>),
}

async fn change(mut me: SignedIn, Form(fields): Form<Fields>) -> PageResult {
    let (locale, now, mine) = (me.locale(), me.visitor.portal.now(), me.me.clone());
    let (actor, company) = (me.actor(), me.visitor.company.clone());
    let done = me.visitor.portal.write(move |tx| {
        // Whoever saves at the same moment waits, so that nothing is put back.
        tx.companies().lock(company.id)?;
        let present = tx.people().find(company.id, mine.id)?.unwrap_or_else(|| mine.clone());
        let mut sent = Sent::merged(&present, locale, fields.clone());
        let Some((changes, language)) = sent.read(locale, now) else {
            return Ok(Done::Again(Box::new((present, sent))));
        };
        Ok(Done::Saved(edit::edit(tx, &actor, &company, mine.id, &changes, now)?, language))
    });
    let (outcome, language) = match done.await? {
        Done::Saved(outcome, language) => (outcome, language),
        Done::Again(found) => {
            let (present, sent) = *found;
            me.me = present;
            return again(&me, sent).await;
        }
    };
    match outcome {
        edit::Outcome::Saved | edit::Outcome::UnknownDepartment => {}
        edit::Outcome::NotAllowed | edit::Outcome::DepartmentNotAllowed => return Err(Failure::Forbidden),
        edit::Outcome::NotFound => return Err(Failure::NotFound),
    }
    let done = see_other_with(PATH, &flash::good("profile-saved", None));
    Ok(with_cookie(done, &language_cookie(language)))
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct PasswordForm {
    present: String,
    password: String,
}

async fn change_password(me: SignedIn, Form(form): Form<PasswordForm>) -> PageResult {
    let (portal, locale) = (&me.visitor.portal, me.locale());
    portal.limits.check(Attempt::SignIn, me.visitor.ip, Some(&sign_in::account(&me.me.email)))?;
    let wish = Wish { present: &form.present, new: &form.password, session: &me.token_hash };
    let outcome = change_password::change(portal, &me.visitor.company, me.actor(), &me.me, wish).await;
    let is_busy = matches!(outcome, Err(Failure::Busy));
    let error = match outcome {
        Ok(Outcome::Changed) => {
            return Ok(see_other_with(PATH, &flash::good("password-changed", None)));
        }
        Ok(Outcome::WrongPassword) => ("present", wrong_password(locale, &form.present)),
        Ok(Outcome::Refused(refusal)) => ("password", refusal.words(locale)),
        Ok(Outcome::Same) => ("password", locale.t("profile-password-same")),
        Err(Failure::Busy) => ("present", locale.t("error-busy")),
        Err(failure) => return Err(failure),
    };
    let sent = Sent { errors: vec![error], ..Sent::of(&me.me) };
    if is_busy { page_busy(&shown(&me, sent).await?) } else { again(&me, sent).await }
}

/// Ends all sessions but this one (ASVS 7.5.2).
async fn end_sessions(me: SignedIn) -> PageResult {
    let (actor, company, id) = (me.actor(), me.visitor.company.id, me.me.id);
    let (portal, kept, name) = (&me.visitor.portal, me.token_hash.clone(), me.me.shown_name().to_owned());
    let now = portal.now();
    let ended = portal
        .write(move |tx| {
            let ended = tx.sessions().delete_all(company, id, Some(&kept))?;
            if ended > 0 {
                let told = Telling::of(&name).note(Note::Sessions, ended);
                let subject = Subject::Employee(id);
                tx.history().record(&actor, Action::SessionsEnded, subject, told.as_str(), now)?;
            }
            Ok(ended)
        })
        .await?;
    Ok(see_other_with(PATH, &flash::good("sessions-ended", i64::try_from(ended).ok())))
}
