//! How long the history is kept: for ever, unless the company says otherwise.

use super::{Action, Actor, Subject};
use crate::base::clock::Timestamp;
use crate::company::Company;
use crate::store::{Result, Tx};

/// The fewest days: what happened this month can always be looked up.
pub const MIN_DAYS: i64 = 30;
/// The most days that are said; beyond it «for ever» is meant.
pub const MAX_DAYS: i64 = 3650;

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is so now, or was before.
    Changed,
    /// Not from [`MIN_DAYS`] to [`MAX_DAYS`].
    BadDays,
    /// The person may not.
    NotAllowed,
}

/// Sets how many days the history goes back. What is older goes at the next round of housekeeping. Only an
/// administrator does: whoever else could, could do away with what tells of him (ASVS 16.4.2).
pub fn set_days(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    days: Option<i64>,
    now: Timestamp,
) -> Result<Outcome> {
    if !actor.rights.is_administrator() {
        return Ok(Outcome::NotAllowed);
    }
    if days.is_some_and(|days| !(MIN_DAYS..=MAX_DAYS).contains(&days)) {
        return Ok(Outcome::BadDays);
    }
    tx.companies().lock(company.id)?;
    let before = tx.companies().find(company.id)?.and_then(|company| company.history_days);
    if before == days {
        return Ok(Outcome::Changed);
    }
    tx.companies().set_history_days(company.id, days)?;
    let shown = |days: Option<i64>| days.map_or_else(|| "—".to_owned(), |days| days.to_string());
    let details = format!("history_days: {} → {}", shown(before), shown(days));
    tx.history().record(actor, Action::SettingsChanged, Subject::Company(company.id), &details, now)?;
    Ok(Outcome::Changed)
}

/// Forgets what is older than the company wants to keep, some at a time; how many are gone.
pub fn forget(tx: &mut Tx<'_>, company: &Company, now: Timestamp) -> Result<u64> {
    let Some(days) = company.history_days else { return Ok(0) };
    let before = now.plus_days(-days);
    // It may have been set to more days, or to for ever, since the company was read.
    tx.companies().lock(company.id)?;
    if tx.companies().find(company.id)?.and_then(|company| company.history_days) != Some(days) {
        return Ok(0);
    }
    tx.companies().set_history_kept_from(company.id, before)?;
    tx.history().delete_before(company.id, before)
}
