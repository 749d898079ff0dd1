//! The page of the plan and its seats.

use askama::Template;
use axum::routing::get;
use axum::{Form, Router};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::super::Plan;
use super::super::plan::{self, MOST, Outcome, Problem};
use super::super::settings::locked;
use super::plan_chart::{self, Chart, DAYS, Line};
use crate::i18n::Locale;
use crate::portal::SharedPortal;
use crate::seats::warnings::step;
use crate::seats::{Seats, usage};
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::forms::Errors;
use crate::web::merge::{Fields, fields_of, mark, merge_each};
use crate::web::page::{PageResult, page, page_with, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{SettingsManager, SignedIn};

const PATH: &str = "/settings/plan";

pub(super) fn routes() -> Router<SharedPortal> {
    Router::new().route(PATH, get(show).post(change))
}

#[derive(Template)]
#[template(path = "settings/plan.html")]
struct PlanPage {
    shell: Shell,
    /// What is set now, for the form to say which of it was changed there.
    shown: String,
    form: PlanForm,
    seats: Seats,
    /// People at work, and how many may be.
    online: i64,
    max_online: Option<i64>,
    /// What is used up, or nearly.
    warnings: Vec<String>,
    charts: [Chart; 2],
    /// The same in numbers.
    lines: Vec<Line>,
    errors: Errors,
}

/// The fields of the form, each of which stands for itself.
const FIELDS: [&str; 4] = ["plan", "max_employees", "max_online", "reserve_seats"];

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct PlanForm {
    plan: String,
    max_employees: String,
    max_online: String,
    reserve_seats: Option<String>,
}

impl PlanForm {
    fn of(plan: &Plan) -> Self {
        let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
        Self {
            plan: plan.name.clone(),
            max_employees: number(plan.max_employees),
            max_online: number(plan.max_online),
            reserve_seats: plan.reserve_seats.then(|| "1".to_owned()),
        }
    }

    fn plan(&self) -> Plan {
        Plan {
            name: self.plan.clone(),
            max_employees: number(&self.max_employees),
            max_online: number(&self.max_online),
            reserve_seats: self.reserve_seats.is_some(),
        }
    }
}

/// Nothing typed is no limit; what is no number is out of every range.
fn number(typed: &str) -> Option<i64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    (!typed.is_empty()).then(|| typed.parse().unwrap_or(0))
}

/// How many more are there than may be.
fn over(used: i64, of: Option<i64>) -> Option<i64> {
    of.map(|of| used - of).filter(|over| *over > 0)
}

async fn show(SettingsManager(me): SettingsManager) -> PageResult {
    let plan = me.visitor.company.plan.clone();
    page(&build(&me, &plan, PlanForm::of(&plan), Vec::new()).await?)
}

async fn build(me: &SignedIn, plan: &Plan, form: PlanForm, errors: Errors) -> crate::store::Result<PlanPage> {
    let (company, now) = (me.visitor.company.clone(), me.visitor.portal.now());
    let shown = mark(&fields_of(&PlanForm::of(plan)));
    let zone = company.zone();
    let since = zone.day_of(now.plus_days(-DAYS));
    let (days, present) = me
        .visitor
        .portal
        .read(move |tx| {
            let present = usage::present(tx, &company, now)?;
            Ok((usage::days(tx, &company, &since, &present)?, present))
        })
        .await?;
    let (charts, lines) = plan_chart::of(me.locale(), &days, &present, &zone, now);
    let seats = me.seats;
    Ok(PlanPage {
        shell: me.shell(Section::Settings),
        shown,
        form,
        seats,
        online: present.online,
        max_online: me.visitor.company.plan.max_online,
        warnings: warnings(me, present.online),
        charts,
        lines,
        errors,
    })
}

/// What is used up, or nearly.
fn warnings(me: &SignedIn, online: i64) -> Vec<String> {
    let (locale, limit) = (me.locale(), me.visitor.company.plan.max_online);
    of_seats(locale, me.seats).into_iter().chain(of_online(locale, online, limit)).collect()
}

fn of_seats(locale: Locale, seats: Seats) -> Vec<String> {
    if let Some(over) = over(seats.used, seats.total) {
        return vec![locale.n("settings-plan-over", over)];
    }
    let used = match (step(seats.used, seats.total), step(seats.claimed(), seats.total)) {
        (100, _) => return vec![locale.t("settings-plan-full")],
        (_, 80) => Some(locale.n("settings-plan-nearly", seats.free().unwrap_or(0))),
        _ => None,
    };
    let invited = match (seats.short(), seats.reserved) {
        (Some(missing), false) => Some(locale.n("seats-tight", missing)),
        (Some(missing), true) => Some(locale.n("settings-plan-short", missing)),
        (None, _) => (seats.free() == Some(0)).then(|| locale.t("settings-plan-held")),
    };
    used.into_iter().chain(invited).collect()
}

fn of_online(locale: Locale, online: i64, limit: Option<i64>) -> Option<String> {
    match (over(online, limit), step(online, limit)) {
        (Some(over), _) => Some(locale.n("settings-plan-online-over", over)),
        (_, 100) => Some(locale.t("settings-plan-online-full")),
        (_, 80) => Some(locale.t("settings-plan-online-nearly")),
        _ => None,
    }
}

async fn change(SettingsManager(me): SettingsManager, Form(fields): Form<Fields>) -> PageResult {
    let (actor, locale, now) = (me.actor(), me.locale(), me.visitor.portal.now());
    let done = me.visitor.portal.write(move |tx| {
        let present = locked(tx, &actor)?.plan;
        let shown = PlanForm::of(&present);
        let (form, clashes) = merge_each(locale, fields.clone(), &shown, &FIELDS, |_, now| now);
        let outcome =
            if clashes.is_empty() { Some(plan::change_plan(tx, &actor, &form.plan(), now)?) } else { None };
        Ok((present, form, clashes, outcome))
    });
    let (present, form, mut errors, outcome) = done.await?;
    match outcome {
        Some(Outcome::Changed { over: 0 }) => {
            return Ok(see_other_with(PATH, &flash::good("plan-saved", None)));
        }
        Some(Outcome::Changed { over }) => {
            return Ok(see_other_with(PATH, &flash::warning("plan-over", Some(over))));
        }
        Some(Outcome::NotAllowed) => return Err(Failure::Forbidden),
        Some(Outcome::Refused(problems)) => {
            errors.extend(problems.into_iter().map(|problem| words(locale, problem)));
        }
        None => {}
    }
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &build(&me, &present, form, errors).await?)
}

fn words(locale: Locale, problem: Problem) -> (&'static str, String) {
    match problem {
        Problem::Name(problem) => ("plan", locale.title_problem(problem)),
        Problem::MaxEmployees => ("max_employees", locale.n("settings-number-or-nothing", MOST)),
        Problem::MaxOnline => ("max_online", locale.n("settings-number-or-nothing", MOST)),
    }
}
