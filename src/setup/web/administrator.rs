//! The second step: the administrator. With it the portal stands.

use askama::Template;
use axum::Form;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::STEPS;
use super::first_run::{FirstRun, Go, drop_code, is_here};
use crate::accounts::password_rules::{self, Context};
use crate::accounts::sessions;
use crate::company::mail::take_up;
use crate::history::Channel;
use crate::setup::draft::{AdministratorPart, CompanyPart};
use crate::setup::{self, NewPortal, Outcome};
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, page, page_with, see_other, see_other_with, with_cookie};
use crate::web::shell::Bare;
use crate::web::signed_in::SESSION_COOKIE;
use crate::web::visitor::host_cookie;

#[derive(Template)]
#[template(path = "setup/administrator.html")]
struct AdministratorPage {
    shell: Bare,
    progress: String,
    admin_name: String,
    admin_email: String,
    errors: Errors,
}

/// The end of the wizard somewhere else than in the portal itself.
#[derive(Template)]
#[template(path = "setup/ending.html")]
struct EndingPage {
    shell: Bare,
    title: String,
    words: String,
    way: String,
    url: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AdministratorForm {
    admin_name: String,
    admin_email: String,
    password: String,
    go: String,
}

/// `GET /setup/administrator`.
pub async fn show(run: FirstRun) -> PageResult {
    if run.draft.company().is_err() {
        return Ok(see_other("/setup"));
    }
    page(&of(&run, Errors::new()))
}

fn of(run: &FirstRun, errors: Errors) -> AdministratorPage {
    AdministratorPage {
        shell: run.bare(),
        progress: run.locale.with("setup-step", &[("n", 2.into()), ("steps", STEPS.into())]),
        admin_name: run.draft.admin_name.clone(),
        admin_email: run.draft.admin_email.clone(),
        errors,
    }
}

/// `POST /setup/administrator`.
pub async fn submit(mut run: FirstRun, Form(form): Form<AdministratorForm>) -> Result<Response, Failure> {
    run.draft.admin_name.clone_from(&form.admin_name);
    run.draft.admin_email.clone_from(&form.admin_email);
    run.keep().await?;
    match Go::of(&form.go) {
        Go::On => {}
        Go::Back => return Ok(see_other("/setup")),
        Go::Speak(language) => return Ok(run.in_language(language)),
    }
    let Ok(company) = run.draft.company() else { return Ok(see_other("/setup")) };
    match checked(&run, &company, &form.password) {
        Ok(administrator) => make(&run, company, administrator, &form.password).await,
        Err(errors) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &of(&run, errors)),
    }
}

fn checked(run: &FirstRun, company: &CompanyPart, password: &str) -> Result<AdministratorPart, Errors> {
    let draft = &run.draft;
    let context =
        Context { company: &company.name, email: draft.admin_email.trim(), name: &draft.admin_name };
    let password = password_rules::check(password, &context);
    match (draft.administrator(), password) {
        (Ok(administrator), Ok(())) => Ok(administrator),
        (administrator, password) => {
            let mut errors = run.errors(&administrator.err().unwrap_or_default());
            errors.extend(password.err().map(|refusal| ("password", refusal.words(run.locale))));
            Err(errors)
        }
    }
}

async fn make(
    run: &FirstRun,
    company: CompanyPart,
    administrator: AdministratorPart,
    password: &str,
) -> PageResult {
    let hash = run.portal.hasher.hash(password).await?;
    let url = company.public_url.clone();
    let new = NewPortal::of(company, administrator, hash, run.portal.key.mark());
    let language = run.locale.language();
    let (now, random, device) = (run.portal.now(), run.portal.random.clone(), run.device.clone());
    let token = run
        .portal
        .write(move |tx| {
            let Outcome::Created { company, administrator } = setup::set_up(tx, &new, Channel::Web, now)?
            else {
                return Ok(None);
            };
            tx.people().set_language(company, administrator, language)?;
            sessions::open(tx, company, administrator, &device, None, &*random, now).map(Some)
        })
        .await?;
    // A mail server is greeted by the name in the company's address.
    take_up(&run.portal).await?;
    let response = match token {
        None => ending(run, StatusCode::CONFLICT, ["setup-taken", "setup-taken-words"], "/")?,
        Some(token) if is_here(&run.place, &url) => {
            let session = host_cookie(url.starts_with("https://"), SESSION_COOKIE, token);
            see_other_with("/welcome/mail", &session)
        }
        // A session of this place would be worth nothing over there: it is left to end by itself.
        Some(_) => ending(
            run,
            StatusCode::OK,
            ["setup-ready", "setup-ready-words"],
            &format!("{url}/sign-in?next=/welcome/mail"),
        )?,
    };
    Ok(with_cookie(response, &drop_code(&run.portal)))
}

fn ending(run: &FirstRun, status: StatusCode, [title, words]: [&str; 2], url: &str) -> PageResult {
    let locale = run.locale;
    page_with(
        status,
        &EndingPage {
            shell: run.bare(),
            title: locale.t(title),
            words: locale.t(words),
            way: locale.t("setup-open-portal"),
            url: url.to_owned(),
        },
    )
}
