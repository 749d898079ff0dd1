//! The settings of the company: the overview, and the company itself.

mod inviting;
pub mod mail;
mod plan;
mod plan_chart;

use askama::Template;
use axum::routing::get;
use axum::{Form, Router};
use http::StatusCode;
use serde::Deserialize;

use super::Company;
use super::mail::take_up;
use super::settings::{self, Outcome, Problem, Settings};
use crate::i18n::{Language, Locale, Offered, Zone};
use crate::mail::transport::Route;
use crate::portal::SharedPortal;
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, page, page_with, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{SettingsManager, SignedIn};

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/settings", get(overview))
        .route("/settings/company", get(show).post(change))
        .merge(inviting::routes())
        .merge(plan::routes())
        .merge(mail::routes())
}

#[derive(Template)]
#[template(path = "settings/overview.html")]
struct OverviewPage {
    shell: Shell,
    company: Company,
    /// How letters leave.
    mail: String,
}

async fn overview(SettingsManager(me): SettingsManager) -> PageResult {
    let mail = match me.visitor.portal.mail.route() {
        Route::Mailbox => me.locale().t("settings-mail-mailbox"),
        Route::Smtp(pool) => {
            let trouble = me.visitor.portal.mail.trouble().map(|reason| me.locale().t(reason.key()));
            mail::server_words(me.locale(), &pool.server().place(), trouble.as_deref())
        }
        Route::Closed(_) => me.locale().t("settings-mail-closed"),
    };
    page(&OverviewPage { shell: me.shell(Section::Settings), company: me.visitor.company.clone(), mail })
}

#[derive(Template)]
#[template(path = "settings/company.html")]
struct CompanyPage {
    shell: Shell,
    form: CompanyForm,
    zones: Vec<Offered>,
    errors: Errors,
    /// What to say of the address: the settings of the installation may set it at each start.
    url_hint: &'static str,
}

impl CompanyPage {
    fn new(me: &SignedIn, form: CompanyForm, errors: Errors) -> Self {
        let is_set = me.visitor.portal.config.public_url.is_some();
        let url_hint = if is_set { "settings-url-set" } else { "settings-url-hint" };
        Self { shell: me.shell(Section::Settings), form, zones: me.locale().zones(), errors, url_hint }
    }
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct CompanyForm {
    name: String,
    public_url: String,
    language: String,
    time_zone: String,
}

async fn show(SettingsManager(me): SettingsManager) -> PageResult {
    let company = &me.visitor.company;
    let form = CompanyForm {
        name: company.name.clone(),
        public_url: company.public_url.clone(),
        language: company.language.to_string(),
        time_zone: company.time_zone.clone(),
    };
    page(&CompanyPage::new(&me, form, Vec::new()))
}

async fn change(SettingsManager(me): SettingsManager, Form(form): Form<CompanyForm>) -> PageResult {
    let new = Settings {
        name: form.name.clone(),
        public_url: form.public_url.clone(),
        language: Language::from_tag(&form.language).ok_or(Failure::Malformed)?,
        time_zone: Zone::typed(&form.time_zone).unwrap_or_else(|| form.time_zone.clone()),
    };
    let (actor, now) = (me.actor(), me.visitor.portal.now());
    let outcome = me.visitor.portal.write(move |tx| settings::change_company(tx, &actor, &new, now)).await?;
    match outcome {
        Outcome::Changed => {
            // A mail server is greeted by the name in the address.
            take_up(&me.visitor.portal).await?;
            Ok(see_other_with("/settings/company", &flash::good("settings-saved", None)))
        }
        Outcome::NotAllowed => Err(Failure::Forbidden),
        Outcome::Refused(problems) => {
            let errors = problems.into_iter().map(|problem| words(me.locale(), problem)).collect();
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &CompanyPage::new(&me, form, errors))
        }
    }
}

fn words(locale: Locale, problem: Problem) -> (&'static str, String) {
    match problem {
        Problem::Name(problem) => ("name", locale.title_problem(problem)),
        Problem::PublicUrl => ("public_url", locale.t("settings-url-problem")),
        Problem::PublicUrlTaken => ("public_url", locale.t("settings-url-taken")),
        Problem::TimeZone => ("time_zone", locale.t("settings-zone-problem")),
    }
}
