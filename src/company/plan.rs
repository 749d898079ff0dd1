//! Changing the plan. Nobody is removed when it gets smaller: nobody new comes in until enough leave.

use super::Plan;
use super::settings::{locked, note_changes};
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::person_name::{MAX_TITLE, NameProblem, plain_line};
use crate::history::{Action, Actor};
use crate::store::{Result, Tx};

/// The largest number that a plan may name: what nobody needs is a slip of the finger.
pub const MOST: i64 = 1_000_000;

/// What to mend.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Problem {
    /// In the name.
    Name(NameProblem),
    /// The number of seats is not from 1 to [`MOST`].
    MaxEmployees,
    /// The number of people at work is not from 1 to [`MOST`].
    MaxOnline,
}

/// What became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The plan is so now, or was before.
    Changed {
        /// How many more people are at work than the plan has seats; 0 where all have one.
        over: i64,
    },
    /// The person may not.
    NotAllowed,
    /// Nothing was changed: these have to be mended.
    Refused(Vec<Problem>),
}

/// Changes the plan.
pub fn change_plan(tx: &mut Tx<'_>, actor: &Actor, plan: &Plan, now: Timestamp) -> Result<Outcome> {
    let company = locked(tx, actor)?;
    if !access_rights::may(actor, &company, Permission::ManageSettings, Over::Company) {
        return Ok(Outcome::NotAllowed);
    }
    let name = match plan.name.trim() {
        "" => Ok(String::new()),
        name => plain_line(name, MAX_TITLE),
    };
    let problems = problems(plan, name.as_ref().err());
    let (Ok(name), true) = (name, problems.is_empty()) else { return Ok(Outcome::Refused(problems)) };
    let (before, after) = (company.plan, Plan { name, ..plan.clone() });
    tx.companies().set_plan(actor.company, &after)?;
    note_changes(
        tx,
        actor,
        Action::PlanChanged,
        &[
            ("plan", before.name, after.name),
            ("max_employees", number(before.max_employees), number(after.max_employees)),
            ("max_online", number(before.max_online), number(after.max_online)),
            ("reserve_seats", before.reserve_seats.to_string(), after.reserve_seats.to_string()),
        ],
        now,
    )?;
    let used = tx.seats().standing(actor.company, now)?.used;
    Ok(Outcome::Changed { over: after.max_employees.map_or(0, |seats| (used - seats).max(0)) })
}

fn problems(plan: &Plan, name: Option<&NameProblem>) -> Vec<Problem> {
    let fits = |number: Option<i64>| number.is_none_or(|number| (1..=MOST).contains(&number));
    let mut problems: Vec<Problem> = name.map(|problem| Problem::Name(*problem)).into_iter().collect();
    if !fits(plan.max_employees) {
        problems.push(Problem::MaxEmployees);
    }
    if !fits(plan.max_online) {
        problems.push(Problem::MaxOnline);
    }
    problems
}

fn number(number: Option<i64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}
