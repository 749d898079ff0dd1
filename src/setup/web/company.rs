//! The first step: the company and where its portal is.

use askama::Template;
use axum::Form;
use axum::extract::{ConnectInfo, Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use std::net::SocketAddr;

use super::STEPS;
use super::first_run::{FirstRun, Go, hold, is_here};
use crate::i18n::{Language, Offered, Zone};
use crate::portal::SharedPortal;
use crate::setup::{self, Door};
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::limits::Attempt;
use crate::web::page::{PageResult, page, page_with, see_other, see_other_with};
use crate::web::shell::Bare;

#[derive(Template)]
#[template(path = "setup/company.html")]
struct CompanyPage {
    shell: Bare,
    progress: String,
    form: CompanyForm,
    zones: Vec<Offered>,
    /// Nothing was typed yet: the browser may fill in what it knows.
    is_fresh: bool,
    /// The browser may say where it is, for nobody set it on purpose.
    may_suggest: bool,
    /// An address other than the browser's, to be confirmed.
    doubtful_url: String,
    errors: Errors,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CompanyForm {
    company: String,
    public_url: String,
    language: String,
    time_zone: String,
    /// The address that was confirmed though the browser is elsewhere.
    confirmed_url: String,
    go: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Code {
    code: Option<String>,
}

/// `GET /setup?code=…` puts the code into a cookie; `GET /setup` shows the step.
pub async fn open(
    State(portal): State<SharedPortal>,
    Query(query): Query<Code>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    run: Result<FirstRun, Failure>,
) -> PageResult {
    let Some(code) = query.code else { return show(&run?) };
    let sought = code.clone();
    match portal.read(move |tx| setup::door(tx, &sought)).await? {
        Door::Open(_) => Ok(see_other_with("/setup", &hold(&portal, &code))),
        Door::Gone => Err(Failure::NotFound),
        Door::Closed => {
            portal.limits.check(Attempt::Setup, peer.ip(), None)?;
            Err(Failure::WrongSetupLink)
        }
    }
}

fn show(run: &FirstRun) -> PageResult {
    let draft = &run.draft;
    let is_fresh = draft.company.is_empty() && draft.public_url.is_empty();
    let or = |typed: &str, suggested: &str| if is_fresh { suggested.to_owned() } else { typed.to_owned() };
    let form = CompanyForm {
        company: draft.company.clone(),
        public_url: or(&draft.public_url, run.portal.config.public_url.as_deref().unwrap_or(&run.place)),
        language: or(&draft.language, run.locale.language().tag()),
        time_zone: or(&draft.time_zone, usual_zone(run.locale.language())),
        ..CompanyForm::default()
    };
    page(&of(run, form, is_fresh, String::new(), Errors::new()))
}

fn usual_zone(language: Language) -> &'static str {
    match language {
        Language::Ru => "Europe/Moscow",
        Language::En => "UTC",
    }
}

fn of(
    run: &FirstRun,
    form: CompanyForm,
    is_fresh: bool,
    doubtful_url: String,
    errors: Errors,
) -> CompanyPage {
    CompanyPage {
        shell: run.bare(),
        progress: run.locale.with("setup-step", &[("n", 1.into()), ("steps", STEPS.into())]),
        form,
        zones: run.locale.zones(),
        is_fresh,
        may_suggest: is_fresh && run.portal.config.public_url.is_none(),
        doubtful_url,
        errors,
    }
}

/// `POST /setup`.
pub async fn submit(mut run: FirstRun, Form(form): Form<CompanyForm>) -> Result<Response, Failure> {
    run.draft.company.clone_from(&form.company);
    run.draft.public_url.clone_from(&form.public_url);
    run.draft.language.clone_from(&form.language);
    run.draft.time_zone = Zone::typed(&form.time_zone).unwrap_or_else(|| form.time_zone.clone());
    run.keep().await?;
    if let Go::Speak(language) = Go::of(&form.go) {
        return Ok(run.in_language(language));
    }
    let (errors, doubtful_url) = match run.draft.company() {
        Err(problems) => (run.errors(&problems), String::new()),
        Ok(company)
            if is_here(&run.place, &company.public_url) || form.confirmed_url == company.public_url =>
        {
            return Ok(see_other("/setup/administrator"));
        }
        Ok(company) => {
            let args = [("here", (&run.place).into()), ("url", (&company.public_url).into())];
            (vec![("public_url", run.locale.with("setup-url-elsewhere", &args))], company.public_url)
        }
    };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &of(&run, form, false, doubtful_url, errors))
}
