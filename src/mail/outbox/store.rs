//! SQL of the outbox.

mod queue;
mod restored;
mod returning;
mod sending;

pub use restored::WAITED;
pub use returning::Notice;
pub use sending::{Claimed, Dot, Ending, GONE};

use super::{Attempt, KEPT, Kind, Letter, NewLetter, Priority, State};
use crate::base::clock::Timestamp;
use crate::base::id::{BatchId, CompanyId, EmployeeId, LetterId};
use crate::i18n::Language;
use crate::store::statement::{Statement, fill, places};
use crate::store::{Error, Result, Row, Tx};

/// The accessor: `tx.outbox()`.
pub struct Outbox<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The outbox.
    pub fn outbox(&mut self) -> Outbox<'_, 'c> {
        Outbox(self)
    }
}

/// The letters of a company that something else picks out: with the plus the company is no use for an index, or all its
/// letters would be walked for a few.
pub const OF_COMPANY: &str = "FROM letters WHERE +company_id = ?";

const COLUMNS: &str = "id, company_id, kind, subject_id, email, name, language, message_id, state, created_at, \
     next_attempt_at, first_attempt_at, attempts, repeats, finished_at, reason, reply, priority";

fn letter(row: &Row<'_>) -> Result<Letter> {
    let (language, state): (String, String) = (row.get(6)?, row.get(8)?);
    Ok(Letter {
        id: row.get(0)?,
        company: row.get(1)?,
        kind: row.get(2)?,
        subject_id: row.get(3)?,
        email: row.get(4)?,
        name: row.get(5)?,
        language: Language::from_tag(&language).unwrap_or(Language::En),
        message_id: row.get(7)?,
        priority: if row.get::<i64>(17)? == 0 { Priority::Interactive } else { Priority::Bulk },
        state: State::from_word(&state).ok_or_else(|| Error::broken(format!("letter state {state}")))?,
        created_at: row.get(9)?,
        next_attempt_at: row.get(10)?,
        first_attempt_at: row.get(11)?,
        attempts: row.get(12)?,
        repeats: row.get(13)?,
        finished_at: row.get(14)?,
        reason: row.get(15)?,
        reply: row.get(16)?,
    })
}

/// What is left of a row that can't be read: whose it is and what it speaks of, as far as that goes.
fn remains(row: &Row<'_>) -> Result<Letter> {
    Ok(Letter {
        id: row.get(0)?,
        company: row.get(1)?,
        kind: row.get(2).unwrap_or_default(),
        subject_id: row.get(3)?,
        email: String::new(),
        name: String::new(),
        language: Language::En,
        message_id: String::new(),
        priority: Priority::Bulk,
        state: State::Claimed,
        created_at: row.get(9)?,
        next_attempt_at: row.get(10)?,
        first_attempt_at: row.get(11)?,
        attempts: row.get(12)?,
        repeats: row.get(13)?,
        finished_at: row.get(14)?,
        reason: None,
        reply: None,
    })
}

impl Outbox<'_, '_> {
    /// Queues a letter.
    pub fn enqueue(&mut self, new: &NewLetter<'_>, now: Timestamp) -> Result<LetterId> {
        self.0.query_one(
            "INSERT INTO letters (company_id, kind, subject_id, sender_id, batch_id, email, email_key, name, \
             language, message_id, priority, state, created_at, next_attempt_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'queued', $12, $13) RETURNING id",
            &[
                new.company.into(),
                new.kind.into(),
                new.subject_id.into(),
                new.sender.into(),
                new.batch.into(),
                new.email.into(),
                new.email_key.into(),
                new.name.into(),
                new.language.tag().into(),
                new.message_id.into(),
                (new.priority as i64).into(),
                now.into(),
                new.not_before.into(),
            ],
            |row| row.get(0),
        )
    }

    /// The letter of that id in that company.
    pub fn find(&mut self, company: CompanyId, id: LetterId) -> Result<Option<Letter>> {
        self.0.query_opt(
            &format!("SELECT {COLUMNS} FROM letters WHERE id = $1 AND company_id = $2"),
            &[id.into(), company.into()],
            letter,
        )
    }

    /// The letters of these kinds that speak of one row, the earliest first.
    pub fn of_subject(&mut self, company: CompanyId, kind: &str, subject_id: i64) -> Result<Vec<Letter>> {
        self.0.query(
            &format!("SELECT {COLUMNS} FROM letters WHERE kind = $1 AND subject_id = $2 AND company_id = $3 ORDER BY id"),
            &[kind.into(), subject_id.into(), company.into()],
            letter,
        )
    }

    /// The letters of several kinds that speak of several rows, the earliest first.
    pub fn of_subjects(
        &mut self,
        company: CompanyId,
        kinds: &[Kind],
        subjects: &[i64],
    ) -> Result<Vec<Letter>> {
        if subjects.is_empty() {
            return Ok(Vec::new());
        }
        let mut statement = Statement::new(&format!("SELECT {COLUMNS} {OF_COMPANY}"), [company.into()]);
        statement
            .add(&format!("AND kind IN ({})", places(kinds.len())), kinds.iter().map(|kind| (*kind).into()));
        statement.add(&format!("AND subject_id IN ({}) ORDER BY id", places(subjects.len())), fill(subjects));
        self.0.query(statement.text(), statement.params(), letter)
    }

    /// The attempts at a letter that did not simply succeed, the earliest first.
    pub fn attempts_of(&mut self, id: LetterId) -> Result<Vec<Attempt>> {
        self.0.query(
            "SELECT at, outcome, reason, reply FROM letter_attempts WHERE letter_id = $1 ORDER BY id",
            &[id.into()],
            |row| {
                Ok(Attempt { at: row.get(0)?, outcome: row.get(1)?, reason: row.get(2)?, reply: row.get(3)? })
            },
        )
    }

    /// Withdraws the letters of one kind about one row that have not yet been handed over; how many.
    /// One that a sender holds is pulled too, as long as its final dot has not been written down.
    pub fn cancel(&mut self, company: CompanyId, kind: &str, subject_id: i64, now: Timestamp) -> Result<u64> {
        self.0.execute(
            "UPDATE letters SET state = 'cancelled', finished_at = $1 \
             WHERE kind = $2 AND subject_id = $3 AND company_id = $4 AND state IN ('queued', 'claimed', 'deferred', 'unknown')",
            &[now.into(), kind.into(), subject_id.into(), company.into()],
        )
    }

    /// Withdraws the letters of a batch that no sender has begun with; the rows they speak of.
    pub fn cancel_batch(
        &mut self,
        company: CompanyId,
        kind: &str,
        batch: BatchId,
        now: Timestamp,
    ) -> Result<Vec<i64>> {
        self.0.query(
            "UPDATE letters SET state = 'cancelled', finished_at = $1 \
             WHERE batch_id = $2 AND company_id = $3 AND kind = $4 AND state = 'queued' RETURNING subject_id",
            &[now.into(), batch.into(), company.into(), kind.into()],
            |row| row.get(0),
        )
    }

    /// Forgets the letters of one kind that were queued before an instant and went to nobody.
    pub fn delete_withdrawn(&mut self, kind: &str, before: Timestamp) -> Result<u64> {
        self.0.execute(
            "DELETE FROM letters WHERE kind = $1 AND created_at < $2 AND state = 'cancelled' \
             AND NOT EXISTS (SELECT 1 FROM mailbox_messages m WHERE m.letter_id = letters.id)",
            &[kind.into(), before.into()],
        )
    }

    /// Letters that an employee caused since an instant, withdrawn ones not counted.
    pub fn caused_by(&mut self, sender: EmployeeId, since: Timestamp) -> Result<i64> {
        self.0.query_one(
            "SELECT COUNT(*) FROM letters WHERE sender_id = $1 AND created_at > $2 AND state <> 'cancelled'",
            &[sender.into(), since.into()],
            |row| row.get(0),
        )
    }

    /// When each letter of these kinds to an address was queued, the latest first. Undelivered and
    /// withdrawn ones are not counted, nor those that stayed in the portal's mailbox.
    pub fn sent_to(
        &mut self,
        company: CompanyId,
        email_key: &str,
        kinds: [&str; 2],
    ) -> Result<Vec<Timestamp>> {
        self.0.query(
            "SELECT created_at FROM letters WHERE company_id = $1 AND email_key = $2 AND kind IN ($3, $4) \
             AND state NOT IN ('cancelled', 'failed') AND COALESCE(reason, '') <> $5 ORDER BY created_at DESC",
            &[company.into(), email_key.into(), kinds[0].into(), kinds[1].into(), KEPT.into()],
            |row| row.get(0),
        )
    }

    /// How many letters of these kinds were queued to an address since an instant, whatever became of
    /// them.
    pub fn queued_to(
        &mut self,
        company: CompanyId,
        email_key: &str,
        kinds: [&str; 2],
        since: Timestamp,
    ) -> Result<i64> {
        self.0.query_one(
            "SELECT COUNT(*) FROM letters WHERE company_id = $1 AND email_key = $2 AND kind IN ($3, $4) \
             AND created_at > $5",
            &[company.into(), email_key.into(), kinds[0].into(), kinds[1].into(), since.into()],
            |row| row.get(0),
        )
    }

    /// The letters of a batch, in the order of their queueing.
    pub fn of_batch(&mut self, company: CompanyId, batch: BatchId) -> Result<Vec<Letter>> {
        self.0.query(
            &format!("SELECT {COLUMNS} FROM letters WHERE batch_id = $1 AND company_id = $2 ORDER BY id"),
            &[batch.into(), company.into()],
            letter,
        )
    }

    /// How many letters of a batch were called back.
    pub fn withdrawn_of(&mut self, company: CompanyId, batch: BatchId) -> Result<i64> {
        self.0.query_one(
            "SELECT COUNT(*) FROM letters WHERE batch_id = $1 AND company_id = $2 AND state = 'cancelled'",
            &[batch.into(), company.into()],
            |row| row.get(0),
        )
    }
}
