//! Pages of signing in and out.

use askama::Template;
use axum::Extension;
use axum::Form;
use axum::Router;
use axum::extract::Query;
use axum::response::Response;
use axum::routing::{get, post};
use http::StatusCode;
use serde::Deserialize;

use super::sign_in::{self, Outcome};
use super::waiting_web;
use crate::base::secret;
use crate::i18n::Language;
use crate::portal::SharedPortal;
use crate::web::failure::Failure;
use crate::web::failures::HeldPage;
use crate::web::flash;
use crate::web::held_form::HeldForm;
use crate::web::limits::Attempt;
use crate::web::page::{
    PageResult, local_path, page, page_after, page_busy, page_with, see_other, see_other_with, with_cookie,
};
use crate::web::shell::Bare;
use crate::web::signed_in::{SESSION_COOKIE, SignedIn};
use crate::web::visitor::{Visitor, language_cookie};

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/sign-in", get(show).post(submit))
        .route("/sign-out", post(sign_out))
        .route("/language", post(choose_language))
        .merge(waiting_web::routes())
}

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    shell: Bare,
    email: String,
    next: String,
    error: Option<String>,
    /// What was typed before one had to sign in.
    held: Option<HeldForm>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Next {
    next: Option<String>,
}

#[derive(Deserialize)]
struct SignInForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    next: Option<String>,
}

/// Who is signed in already goes on to where he wanted, unless he is told something here.
async fn show(visitor: Visitor, inside: Result<SignedIn, Failure>, Query(query): Query<Next>) -> PageResult {
    let next = local_path(query.next.as_deref()).to_owned();
    if inside.is_ok() && visitor.flash.is_none() {
        return Ok(see_other(&next));
    }
    page(&SignInPage { shell: visitor.bare(), email: String::new(), next, error: None, held: None })
}

async fn submit(
    visitor: Visitor,
    held: Option<Extension<HeldForm>>,
    Form(form): Form<SignInForm>,
) -> PageResult {
    let held = held.map(|Extension(held)| held);
    let portal = &visitor.portal;
    let next = local_path(form.next.as_deref()).to_owned();
    if let Err(failure) =
        portal.limits.check(Attempt::SignIn, visitor.ip, Some(&sign_in::account(&form.email)))
    {
        let error = Some(failure.words(visitor.locale));
        let page = SignInPage { shell: visitor.bare(), email: form.email, next, error, held };
        return page_after(&failure, &page);
    }
    let before = visitor.cookie_value(SESSION_COOKIE).map(str::to_owned);
    let outcome =
        sign_in::sign_in(portal, &visitor.company, &form.email, &form.password, visitor.device(), before)
            .await;
    let key = match outcome {
        Ok(Outcome::SignedIn { token, language }) => {
            let session = visitor.cookie(SESSION_COOKIE, token);
            let entered = match held {
                Some(held) => with_cookie(page(&HeldPage { shell: visitor.bare(), held })?, &session),
                None => see_other_with(&next, &session),
            };
            // For the pages that are shown before it is known whose session it is.
            return Ok(with_cookie(entered, &language_cookie(language)));
        }
        Ok(Outcome::Wrong) => "sign-in-wrong",
        Ok(Outcome::AwaitingApproval) if portal.mail.is_mailbox() => "sign-in-awaiting-kept",
        Ok(Outcome::AwaitingApproval) => "sign-in-awaiting",
        Ok(Outcome::Dismissed) => "sign-in-dismissed",
        Err(Failure::Busy) => "error-busy",
        Err(failure) => return Err(failure),
    };
    let error = Some(visitor.locale.t(key));
    let form = SignInPage { shell: visitor.bare(), email: form.email, next, error, held };
    if key == "error-busy" { page_busy(&form) } else { page_with(StatusCode::UNPROCESSABLE_ENTITY, &form) }
}

/// Also for who waits for a place, and for who has been signed out elsewhere.
async fn sign_out(visitor: Visitor) -> PageResult {
    if let Some(token) = visitor.cookie_value(SESSION_COOKIE) {
        let token_hash = secret::hash(token);
        visitor.portal.write(move |tx| tx.sessions().delete(&token_hash)).await?;
    }
    let mut gone = visitor.cookie(SESSION_COOKIE, String::new());
    gone.make_removal();
    let mut response = see_other_with("/sign-in", &gone);
    // What the browser kept of the pages goes as well (ASVS 14.3.1).
    response
        .headers_mut()
        .insert("clear-site-data", http::HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(with_cookie(response, &flash::good("signed-out", None)))
}

#[derive(Deserialize)]
struct LanguageForm {
    language: String,
    return_to: Option<String>,
}

/// Sets the language: of the person, where he is signed in; else of the browser.
async fn choose_language(signed_in: Result<SignedIn, Failure>, Form(form): Form<LanguageForm>) -> PageResult {
    let language = Language::from_tag(&form.language).ok_or(Failure::Malformed)?;
    if let Ok(signed_in) = signed_in {
        signed_in.speaking(language).await?;
    }
    let back: Response = see_other(local_path(form.return_to.as_deref()));
    Ok(with_cookie(back, &language_cookie(language)))
}
