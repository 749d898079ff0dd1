//! How the plan is used over time: for each day the most seats taken, and the most people at work at once.

use crate::accounts::sign_in::ONLINE;
use crate::base::clock::Timestamp;
use crate::company::Company;
use crate::store::{Result, Tx};

/// Days that are kept: a year and the month before it.
const KEPT: i64 = 400;

/// The most of one day.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Day {
    /// The day in the company's zone: `2026-11-26`.
    pub day: String,
    /// Seats taken.
    pub seats: i64,
    /// People at work at the same time.
    pub online: i64,
    /// Seats of the plan; `None` is unlimited.
    pub max_employees: Option<i64>,
    /// Places of the plan; `None` is unlimited.
    pub max_online: Option<i64>,
}

/// How the plan is used at this moment.
pub fn present(tx: &mut Tx<'_>, company: &Company, now: Timestamp) -> Result<Day> {
    let seats = tx.seats().standing(company.id, now)?;
    Ok(Day {
        day: company.zone().day_of(now),
        seats: seats.used,
        online: tx.sessions().online(company.id, now - ONLINE)?,
        max_employees: company.plan.max_employees,
        max_online: company.plan.max_online,
    })
}

/// The days from one on, the latest last, with what this moment adds to today.
pub fn days(tx: &mut Tx<'_>, company: &Company, from: &str, present: &Day) -> Result<Vec<Day>> {
    let mut days = tx.seats().usage(company.id, from)?;
    let mut today = present.clone();
    if let Some(noted) = days.pop_if(|last| last.day == present.day) {
        today.seats = today.seats.max(noted.seats);
        today.online = today.online.max(noted.online);
    }
    days.push(today);
    Ok(days)
}

/// Notes how the plan is used at this moment.
pub fn note(tx: &mut Tx<'_>, company: &Company, now: Timestamp) -> Result<Day> {
    let zone = company.zone();
    let day = present(tx, company, now)?;
    tx.seats().note_usage(company.id, &day)?;
    tx.seats().forget_usage(company.id, &zone.day_of(now.plus_days(-KEPT)))?;
    Ok(day)
}
