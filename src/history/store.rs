//! SQL of the history.

use super::{Action, Actor, Subject};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId};
use crate::store::{Result, Row, Tx};

/// The accessor: `tx.history()`.
pub struct History<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The history.
    pub fn history(&mut self) -> History<'_, 'c> {
        History(self)
    }
}

/// One deed as it is shown.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// Who; `None` for a stranger and for the portal itself.
    pub actor: Option<(EmployeeId, String)>,
    /// By which way, in the word of the database.
    pub channel: String,
    /// What, in the word of the database.
    pub action: String,
    /// Plain words that belong to it: a name, an address, a server's answer.
    pub details: String,
}

impl History<'_, '_> {
    /// Writes down a deed. `details` is plain text without any secret.
    pub fn record(
        &mut self,
        actor: &Actor,
        action: Action,
        subject: Subject,
        details: &str,
        now: Timestamp,
    ) -> Result<()> {
        let (subject, subject_id) = subject.parts();
        self.0
            .execute(
                "INSERT INTO history (company_id, at, actor_id, channel, action, subject, subject_id, details, ip) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                &[
                    actor.company.into(),
                    now.into(),
                    actor.employee.into(),
                    actor.channel.word().into(),
                    action.word().into(),
                    subject.into(),
                    subject_id.into(),
                    details.into(),
                    actor.ip.as_deref().into(),
                ],
            )
            .map(drop)
    }

    /// All that was done to one thing, the earliest first.
    pub fn of(&mut self, company: CompanyId, subject: Subject) -> Result<Vec<Entry>> {
        let (subject, subject_id) = subject.parts();
        self.0.query(
            "SELECT h.at, h.actor_id, e.name, e.email, h.channel, h.action, h.details FROM history h \
             LEFT JOIN employees e ON e.id = h.actor_id \
             WHERE h.subject = $1 AND h.subject_id = $2 AND h.company_id = $3 ORDER BY h.id",
            &[subject.into(), subject_id.into(), company.into()],
            entry,
        )
    }

    /// Whether this was done to one thing before, with the same details.
    pub fn has(
        &mut self,
        company: CompanyId,
        action: Action,
        subject: Subject,
        details: &str,
    ) -> Result<bool> {
        let (subject, subject_id) = subject.parts();
        self.0.query_one(
            "SELECT COUNT(*) FROM history \
             WHERE subject = $1 AND subject_id = $2 AND company_id = $3 AND action = $4 AND details = $5",
            &[subject.into(), subject_id.into(), company.into(), action.word().into(), details.into()],
            |row| Ok(row.get::<i64>(0)? > 0),
        )
    }

    /// The last times that inviting was switched on or off in a company, the latest first.
    pub fn inviting_switched(&mut self, company: CompanyId, limit: i64) -> Result<Vec<Entry>> {
        // The words stand in the text, so that the index over these few rows is used.
        self.0.query(
            "SELECT h.at, h.actor_id, e.name, e.email, h.channel, h.action, h.details FROM history h \
             LEFT JOIN employees e ON e.id = h.actor_id WHERE h.company_id = $1 \
             AND h.action IN ('inviting-switched-on', 'inviting-switched-off') ORDER BY h.id DESC LIMIT $2",
            &[company.into(), limit.into()],
            entry,
        )
    }

    /// Forgets before an instant who asked for a new password where nobody signs in.
    pub fn delete_in_vain_before(&mut self, before: Timestamp) -> Result<u64> {
        self.0.execute(
            "DELETE FROM history WHERE action = 'password-reset-in-vain' AND at < $1",
            &[before.into()],
        )
    }

    /// The company's deeds before entry `before`, the latest first, each with its number.
    pub fn list(&mut self, company: CompanyId, before: Option<i64>, limit: i64) -> Result<Vec<(i64, Entry)>> {
        self.0.query(
            "SELECT h.at, h.actor_id, e.name, e.email, h.channel, h.action, h.details, h.id FROM history h \
             LEFT JOIN employees e ON e.id = h.actor_id \
             WHERE h.company_id = $1 AND h.id < $2 ORDER BY h.id DESC LIMIT $3",
            &[company.into(), before.unwrap_or(i64::MAX).into(), limit.into()],
            |row| Ok((row.get(7)?, entry(row)?)),
        )
    }
}

fn entry(row: &Row<'_>) -> Result<Entry> {
    let name: Option<String> = row.get(2)?;
    let email: Option<String> = row.get(3)?;
    let shown = name.filter(|name| !name.is_empty()).or(email);
    Ok(Entry {
        at: row.get(0)?,
        actor: row.get::<Option<EmployeeId>>(1)?.zip(shown),
        channel: row.get(4)?,
        action: row.get(5)?,
        details: row.get(6)?,
    })
}
