//! SQL of the history.

use super::list::Query;
use super::{Action, Actor, Subject};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId};
use crate::store::conditions::Conditions;
use crate::store::statement::{Statement, fill, places};
use crate::store::{Result, Row, Tx};

/// The accessor: `tx.history()`.
pub struct History<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The history.
    pub fn history(&mut self) -> History<'_, 'c> {
        History(self)
    }
}

/// Entries that are forgotten in one transaction.
const FORGOTTEN_AT_ONCE: i64 = 5000;

/// Along which index the history is walked.
#[derive(Clone, Copy, Debug)]
pub enum Walk {
    /// All of it.
    All,
    /// What is about the area asked for.
    Area,
    /// What a person did.
    By(EmployeeId),
    /// What was done to a person.
    To(EmployeeId),
}

/// What a deed was done to, as it is called now.
#[derive(Clone, Debug)]
pub struct Target {
    /// The kind, in the word of the database.
    pub kind: String,
    /// Its number.
    pub id: i64,
    /// Its name; `None` where it is gone.
    pub name: Option<String>,
}

/// One deed as it is shown.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Who; `None` for a stranger and for the portal itself.
    pub actor: Option<(EmployeeId, String)>,
    /// His address.
    pub actor_email: Option<String>,
    /// By which way, in the word of the database.
    pub channel: String,
    /// What, in the word of the database.
    pub action: String,
    /// Plain words that belong to it: a name, an address, a server's answer.
    pub details: String,
    /// What it was done to.
    pub target: Target,
    /// From which network address.
    pub ip: Option<String>,
}

/// What an entry is read from. Names are looked up by the number of what was done to.
const SELECT: &str = "SELECT h.id, h.at, h.actor_id, e.name, e.email, h.channel, h.action, h.details, h.subject, \
     h.subject_id, CASE h.subject \
       WHEN 'employee' THEN (SELECT CASE WHEN s.name = '' THEN s.email ELSE s.name END FROM employees s \
         WHERE s.id = h.subject_id AND s.company_id = h.company_id) \
       WHEN 'invitation' THEN (SELECT s.email FROM invitations s \
         WHERE s.id = h.subject_id AND s.company_id = h.company_id) \
       WHEN 'department' THEN (SELECT s.name FROM departments s \
         WHERE s.id = h.subject_id AND s.company_id = h.company_id) \
       WHEN 'role' THEN (SELECT COALESCE(s.kind, s.name) FROM roles s \
         WHERE s.id = h.subject_id AND s.company_id = h.company_id) \
       WHEN 'api_token' THEN (SELECT s.name FROM api_tokens s \
         WHERE s.id = h.subject_id AND s.company_id = h.company_id) \
     END, h.ip FROM history h LEFT JOIN employees e ON e.id = h.actor_id";

impl History<'_, '_> {
    /// When the last deed of all companies was done.
    pub fn latest(&mut self) -> Result<Option<Timestamp>> {
        self.0.query_one("SELECT MAX(at) FROM history", &[], |row| row.get(0))
    }

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
                "INSERT INTO history (company_id, at, actor_id, channel, action, area, subject, subject_id, details, ip) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                &[
                    actor.company.into(),
                    now.into(),
                    actor.employee.into(),
                    actor.channel.word().into(),
                    action.word().into(),
                    action.area().word().into(),
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
            &format!(
                "{SELECT} WHERE h.subject = $1 AND h.subject_id = $2 AND h.company_id = $3 ORDER BY h.id"
            ),
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

    /// When this was done last to things of one kind, each with its number; those that it was never done to have none.
    pub fn last_times(
        &mut self,
        company: CompanyId,
        action: Action,
        subjects: &[Subject],
    ) -> Result<Vec<(i64, Timestamp)>> {
        let Some((kind, _)) = subjects.first().map(|subject| subject.parts()) else { return Ok(Vec::new()) };
        let ids: Vec<i64> = subjects.iter().map(|subject| subject.parts().1).collect();
        let mut statement = Statement::new(
            "SELECT subject_id, MAX(at) FROM history WHERE subject = ? AND action = ? AND +company_id = ?",
            [kind.into(), action.word().into(), company.into()],
        );
        let among = format!("AND subject_id IN ({}) GROUP BY subject_id", places(ids.len()));
        statement.add(&among, fill(&ids));
        self.0.query(statement.text(), statement.params(), |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// When this was done last to one thing.
    pub fn last_time(
        &mut self,
        company: CompanyId,
        action: Action,
        subject: Subject,
    ) -> Result<Option<Timestamp>> {
        Ok(self.last_times(company, action, &[subject])?.pop().map(|(_, at)| at))
    }

    /// Who did something last, by name; `None` where a stranger or the portal itself did it, or nobody.
    pub fn doer(&mut self, company: CompanyId, action: Action, subject: Subject) -> Result<Option<String>> {
        let (kind, id) = subject.parts();
        let last = self.0.query_opt(
            &format!(
                "{SELECT} WHERE h.subject = $1 AND h.subject_id = $2 AND h.company_id = $3 AND h.action = $4 \
                 ORDER BY h.at DESC, h.id DESC LIMIT 1"
            ),
            &[kind.into(), id.into(), company.into(), action.word().into()],
            entry,
        )?;
        Ok(last.and_then(|entry| entry.actor).map(|(_, name)| name))
    }

    /// The last times that inviting was switched on or off in a company, the latest first.
    pub fn inviting_switched(&mut self, company: CompanyId, limit: i64) -> Result<Vec<Entry>> {
        // The words stand in the text, so that the index over these few rows is used.
        self.0.query(
            &format!(
                "{SELECT} WHERE h.company_id = $1 \
                 AND h.action IN ('inviting-switched-on', 'inviting-switched-off') ORDER BY h.id DESC LIMIT $2"
            ),
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

    /// Entries along an index, the latest first. What the index does not know narrows them as they come.
    pub fn walk(
        &mut self,
        company: CompanyId,
        walk: Walk,
        query: &Query,
        limit: usize,
    ) -> Result<Vec<Entry>> {
        let mut all = Conditions::new("h.company_id = ?", company.into());
        match walk {
            Walk::All | Walk::Area => {}
            Walk::By(person) => all.and("h.actor_id = ?", [person.into()]),
            Walk::To(person) => all.and("h.subject = 'employee' AND h.subject_id = ?", [person.into()]),
        }
        if let Some(area) = query.area {
            all.and("h.area = ?", [area.word().into()]);
        }
        if let Some(from) = query.from {
            all.and("h.at >= ?", [from.into()]);
        }
        let end = query.until.unwrap_or(Timestamp(i64::MAX));
        let place = query.after.as_ref().and_then(|after| Some((after.number()?, after.id)));
        let (at, id) = place.filter(|(at, _)| *at < end.0).unwrap_or((end.0, i64::MIN));
        all.and("(h.at, h.id) < (?, ?)", [at.into(), id.into()]);
        let most = i64::try_from(limit).unwrap_or(i64::MAX);
        let (tail, params) = all.limited("ORDER BY h.at DESC, h.id DESC", most);
        let mut found = self.0.query(&format!("{SELECT} {tail}"), &params, entry)?;
        let departments = found.iter_mut().filter(|entry| entry.target.kind == "department");
        let named = departments
            .filter_map(|Entry { target, .. }| Some((DepartmentId(target.id), target.name.as_mut()?)));
        self.0.departments().tell_apart(company, named)?;
        Ok(found)
    }

    /// Forgets the oldest entries of a company before an instant, so many at a time; how many are gone.
    pub fn delete_before(&mut self, company: CompanyId, before: Timestamp) -> Result<u64> {
        self.0.execute(
            "DELETE FROM history WHERE id IN (SELECT id FROM history WHERE company_id = $1 AND at < $2 \
             ORDER BY at, id LIMIT $3)",
            &[company.into(), before.into(), FORGOTTEN_AT_ONCE.into()],
        )
    }
}

fn entry(row: &Row<'_>) -> Result<Entry> {
    let name: Option<String> = row.get(3)?;
    let email: Option<String> = row.get(4)?;
    let shown = name.filter(|name| !name.is_empty()).or_else(|| email.clone());
    Ok(Entry {
        id: row.get(0)?,
        at: row.get(1)?,
        actor: row.get::<Option<EmployeeId>>(2)?.zip(shown),
        actor_email: email,
        channel: row.get(5)?,
        action: row.get(6)?,
        details: row.get(7)?,
        target: Target { kind: row.get(8)?, id: row.get(9)?, name: row.get(10)? },
        ip: row.get(11)?,
    })
}
