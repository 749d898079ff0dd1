//! The settings of the company: the overview, and the company itself.

pub mod dns;
mod inviting;
pub mod mail;
mod plan;
mod plan_chart;
mod queue;

use askama::Template;
use axum::routing::get;
use axum::{Form, Router};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::Company;
use super::mail::take_up;
use super::settings::{self, Outcome, Problem, Settings};
use crate::i18n::{Language, Locale, Offered};
use crate::mail::transport::Route;
use crate::portal::SharedPortal;
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::forms::Errors;
use crate::web::merge::{Fields, fields_of, form_of, mark, merge_each, with_zone};
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
        .merge(queue::routes())
        .merge(dns::routes())
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
        Route::Smtp(relay) => {
            let trouble = me.visitor.portal.mail.trouble().map(|trouble| me.locale().t(trouble.reason.key()));
            mail::server_words(me.locale(), &relay.server().place(), trouble.as_deref())
        }
        Route::Direct(direct) => {
            let trouble = direct.trouble().map(|trouble| me.locale().t(trouble.reason.key()));
            mail::direct_words(me.locale(), trouble.as_deref())
        }
        Route::Closed(_) => me.locale().t("settings-mail-closed"),
    };
    page(&OverviewPage { shell: me.shell(Section::Settings), company: me.visitor.company.clone(), mail })
}

#[derive(Template)]
#[template(path = "settings/company.html")]
struct CompanyPage {
    shell: Shell,
    /// What is set now, for the form to say which of it was changed there.
    shown: String,
    form: CompanyForm,
    zones: Vec<Offered>,
    errors: Errors,
    /// What to say of the address: the settings of the installation may set it at each start.
    url_hint: &'static str,
}

impl CompanyPage {
    fn new(me: &SignedIn, company: &Company, form: CompanyForm, errors: Errors) -> Self {
        let is_set = me.visitor.portal.config.public_url.is_some();
        let url_hint = if is_set { "settings-url-set" } else { "settings-url-hint" };
        Self {
            shell: me.shell(Section::Settings),
            shown: mark(&fields_of(&CompanyForm::of(company))),
            form,
            zones: me.locale().zones(),
            errors,
            url_hint,
        }
    }
}

/// The fields of the form, each of which stands for itself.
const FIELDS: [&str; 4] = ["name", "public_url", "language", "time_zone"];

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct CompanyForm {
    name: String,
    public_url: String,
    language: String,
    time_zone: String,
}

impl CompanyForm {
    fn of(company: &Company) -> Self {
        Self {
            name: company.name.clone(),
            public_url: company.public_url.clone(),
            language: company.language.to_string(),
            time_zone: company.time_zone.clone(),
        }
    }

    fn settings(&self) -> Option<Settings> {
        Some(Settings {
            name: self.name.clone(),
            public_url: self.public_url.clone(),
            language: Language::from_tag(&self.language)?,
            time_zone: self.time_zone.clone(),
        })
    }
}

async fn show(SettingsManager(me): SettingsManager) -> PageResult {
    let company = me.visitor.company.clone();
    page(&CompanyPage::new(&me, &company, CompanyForm::of(&company), Vec::new()))
}

async fn change(SettingsManager(me): SettingsManager, Form(fields): Form<Fields>) -> PageResult {
    let fields = with_zone(fields);
    form_of::<CompanyForm>(&fields).settings().ok_or(Failure::Malformed)?;
    let (actor, locale, now) = (me.actor(), me.locale(), me.visitor.portal.now());
    let done = me.visitor.portal.write(move |tx| {
        let company = settings::locked(tx, &actor)?;
        let present = CompanyForm::of(&company);
        let (form, clashes) = merge_each(locale, fields.clone(), &present, &FIELDS, |name, now| match name {
            "language" => Language::from_tag(&now).map_or(now, |language| language.own_name().to_owned()),
            "time_zone" => locale.zone(&now),
            _ => now,
        });
        let outcome = match form.settings().filter(|_| clashes.is_empty()) {
            Some(new) => Some(settings::change_company(tx, &actor, &new, now)?),
            None => None,
        };
        Ok((company, form, clashes, outcome))
    });
    let (company, form, mut errors, outcome) = done.await?;
    match outcome {
        Some(Outcome::Changed) => {
            // A mail server is greeted by the name in the address.
            take_up(&me.visitor.portal).await?;
            return Ok(see_other_with("/settings/company", &flash::good("settings-saved", None)));
        }
        Some(Outcome::NotAllowed) => return Err(Failure::Forbidden),
        Some(Outcome::Refused(problems)) => {
            errors.extend(problems.into_iter().map(|problem| words(locale, problem)));
        }
        None => {}
    }
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &CompanyPage::new(&me, &company, form, errors))
}

fn words(locale: Locale, problem: Problem) -> (&'static str, String) {
    match problem {
        Problem::Name(problem) => ("name", locale.title_problem(problem)),
        Problem::PublicUrl => ("public_url", locale.t("settings-url-problem")),
        Problem::PublicUrlTaken => ("public_url", locale.t("settings-url-taken")),
        Problem::TimeZone => ("time_zone", locale.t("settings-zone-problem")),
    }
}
