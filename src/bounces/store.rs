//! SQL of the reports that are kept.

use super::kept::KeptReport;
use crate::base::clock::Timestamp;
use crate::base::id::CompanyId;
use crate::store::{Result, Tx};

/// The accessor: `tx.bounce_reports()`.
pub struct BounceReports<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The reports that no letter could be found for.
    pub fn bounce_reports(&mut self) -> BounceReports<'_, 'c> {
        BounceReports(self)
    }
}

/// A report to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewReport<'a> {
    /// The company whose administrators read it.
    pub company: CompanyId,
    /// The word of its kind.
    pub kind: &'a str,
    /// Whether it came to an address that no letter has.
    pub is_forged: bool,
    /// The recipient that it names, or nothing.
    pub email: &'a str,
    /// Its subject.
    pub subject: &'a str,
    /// What it says, or nothing.
    pub words: &'a str,
}

impl BounceReports<'_, '_> {
    /// Keeps one.
    pub fn insert(&mut self, new: &NewReport<'_>, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO bounce_reports (company_id, received_at, kind, is_forged, email, subject, words) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                &[
                    new.company.into(),
                    now.into(),
                    new.kind.into(),
                    new.is_forged.into(),
                    new.email.into(),
                    new.subject.into(),
                    new.words.into(),
                ],
            )
            .map(drop)
    }

    /// The latest ones, the latest first.
    pub fn list(&mut self, company: CompanyId, most: i64) -> Result<Vec<KeptReport>> {
        self.0.query(
            "SELECT received_at, kind, is_forged, email, subject, words FROM bounce_reports \
             WHERE company_id = $1 ORDER BY id DESC LIMIT $2",
            &[company.into(), most.into()],
            |row| {
                Ok(KeptReport {
                    received_at: row.get(0)?,
                    kind: row.get(1)?,
                    is_forged: row.get(2)?,
                    email: row.get(3)?,
                    subject: row.get(4)?,
                    words: row.get(5)?,
                })
            },
        )
    }

    /// Forgets all of a company but the latest ones.
    pub fn delete_all_but(&mut self, company: CompanyId, most: i64) -> Result<()> {
        self.0
            .execute(
                "DELETE FROM bounce_reports WHERE company_id = $1 AND id <= (SELECT id FROM bounce_reports \
                 WHERE company_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
                &[company.into(), most.into()],
            )
            .map(drop)
    }

    /// Forgets those that came before an instant.
    pub fn delete_before(&mut self, before: Timestamp) -> Result<()> {
        self.0.execute("DELETE FROM bounce_reports WHERE received_at < $1", &[before.into()]).map(drop)
    }
}
