//! The page of the plan and its seats.

use askama::Template;
use axum::routing::get;
use axum::{Form, Router};
use http::StatusCode;
use serde::Deserialize;

use super::super::Plan;
use super::super::plan::{self, MOST, Outcome, Problem};
use crate::i18n::Locale;
use crate::portal::SharedPortal;
use crate::seats::Seats;
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, page, page_with, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SettingsManager;

const PATH: &str = "/settings/plan";

pub(super) fn routes() -> Router<SharedPortal> {
    Router::new().route(PATH, get(show).post(change))
}

#[derive(Template)]
#[template(path = "settings/plan.html")]
struct PlanPage {
    shell: Shell,
    form: PlanForm,
    seats: Seats,
    /// How many more people are at work than there are seats.
    over: i64,
    errors: Errors,
}

#[derive(Default, Deserialize)]
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

fn over(seats: Seats) -> i64 {
    seats.total.map_or(0, |total| (seats.used - total).max(0))
}

async fn show(SettingsManager(me): SettingsManager) -> PageResult {
    let form = PlanForm::of(&me.visitor.company.plan);
    let (seats, shell) = (me.seats, me.shell(Section::Settings));
    page(&PlanPage { shell, form, seats, over: over(seats), errors: Vec::new() })
}

async fn change(SettingsManager(me): SettingsManager, Form(form): Form<PlanForm>) -> PageResult {
    let (actor, now, new) = (me.actor(), me.visitor.portal.now(), form.plan());
    let outcome = me.visitor.portal.write(move |tx| plan::change_plan(tx, &actor, &new, now)).await?;
    match outcome {
        Outcome::Changed { over: 0 } => Ok(see_other_with(PATH, &flash::good("plan-saved", None))),
        Outcome::Changed { over } => Ok(see_other_with(PATH, &flash::good("plan-over", Some(over)))),
        Outcome::NotAllowed => Err(Failure::Forbidden),
        Outcome::Refused(problems) => {
            let errors = problems.into_iter().map(|problem| words(me.locale(), problem)).collect();
            let (seats, shell) = (me.seats, me.shell(Section::Settings));
            page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &PlanPage { shell, form, seats, over: over(seats), errors },
            )
        }
    }
}

fn words(locale: Locale, problem: Problem) -> (&'static str, String) {
    match problem {
        Problem::Name(problem) => ("plan", locale.t(problem.message_id_of_title())),
        Problem::MaxEmployees => ("max_employees", locale.n("settings-number-or-nothing", MOST)),
        Problem::MaxOnline => ("max_online", locale.n("settings-number-or-nothing", MOST)),
    }
}
