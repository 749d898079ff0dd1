//! Reports that changed nothing because nobody can tell whose letter they are about: for administrators.

use std::time::Duration;

use super::store::NewReport;
use crate::base::clock::Timestamp;
use crate::base::id::CompanyId;
use crate::mail::bounces::Report;
use crate::mail::outbox::Letter;
use crate::store::{Result, Tx};

/// So many are kept; the earlier ones go.
const MOST: i64 = 500;
/// How long one is kept: there are addresses of people in it.
const KEPT: Duration = Duration::from_hours(90 * 24);

/// A report as administrators see it.
#[derive(Clone, Debug)]
pub struct KeptReport {
    /// When it came.
    pub received_at: Timestamp,
    /// The word of its [`Kind`](crate::mail::bounces::Kind).
    pub kind: String,
    /// Whether it came to an address that no letter has.
    pub is_forged: bool,
    /// The recipient that it names, or nothing.
    pub email: String,
    /// Its subject.
    pub subject: String,
    /// What it says, or nothing.
    pub words: String,
}

/// Keeps a report: for the company whose letter it is about, else for the one that decides how letters
/// leave. False where there is none.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    letter: Option<&Letter>,
    report: &Report,
    is_forged: bool,
    now: Timestamp,
) -> Result<bool> {
    let company = match letter {
        Some(letter) => Some(letter.company),
        None => tx.companies().first()?.map(|company| company.id),
    };
    let Some(company) = company else { return Ok(false) };
    let fate = report.fates.first();
    let email = fate.and_then(|fate| fate.recipient.as_deref()).unwrap_or_default();
    let new = NewReport {
        company,
        kind: report.kind.word(),
        is_forged,
        email,
        subject: &report.subject,
        words: fate.map(|fate| fate.words.as_str()).unwrap_or_default(),
    };
    tx.bounce_reports().insert(&new, now)?;
    tx.bounce_reports().delete_all_but(company, MOST)?;
    Ok(true)
}

/// The reports of a company, the latest first.
pub fn list(tx: &mut Tx<'_>, company: CompanyId) -> Result<Vec<KeptReport>> {
    tx.bounce_reports().list(company, MOST)
}

/// Whether there is any.
pub fn is_any(tx: &mut Tx<'_>, company: CompanyId) -> Result<bool> {
    Ok(!tx.bounce_reports().list(company, 1)?.is_empty())
}

/// Forgets what is old.
pub fn forget(tx: &mut Tx<'_>, now: Timestamp) -> Result<()> {
    tx.bounce_reports().delete_before(now - KEPT)
}
