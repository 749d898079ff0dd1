//! SQL of the page of the queue: piles and their letters, the switch that holds them, counts by time.

use super::{COLUMNS, Outbox, letter};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId, LetterId};
use crate::mail::outbox::queue::{Listing, MOST, Pause, Pile, QUARTER, Quarter};
use crate::mail::outbox::{Hold, Kind, Letter, State};
use crate::mail::transport::Rest;
use crate::store::statement::{Statement, places};
use crate::store::{Result, Value};

/// The condition of the index of letters that are under way or came to no good end. A statement has to say it in
/// these words to walk along that index.
pub(super) const OPEN: &str = "state IN ('queued', 'claimed', 'dot_sent', 'deferred', 'failed', 'unknown')";
/// So many rows count the letters of a quarter, by turns.
const PARTS: i64 = 8;

/// The letters of a company (`?`) in a pile, in words by which both engines find the index. Those that are being sent
/// are few, and have an index of their own.
fn of_company_in(pile: Pile) -> String {
    let words: Vec<String> = pile.states().iter().map(|state| format!("'{}'", state.word())).collect();
    match &words[..] {
        [one] => format!("company_id = ? AND {OPEN} AND state = {one}"),
        many => format!("+company_id = ? AND state IN ({})", many.join(", ")),
    }
}

/// Only those in whose place there is no later letter: of what is over, where it is one of these kinds about the same
/// row, the later one tells how it stands.
fn last_of(asked: &mut Statement<'_>, pile: Pile, replaced: &'static [Kind]) {
    if pile.is_over() && !replaced.is_empty() {
        let room = places(replaced.len());
        let kinds = || replaced.iter().map(|kind| Value::from(*kind));
        asked.add(
            &format!(
                "AND NOT (kind IN ({room}) AND EXISTS (SELECT 1 FROM letters n WHERE n.kind IN ({room}) \
                 AND n.subject_id = letters.subject_id AND +n.company_id = letters.company_id AND n.id > letters.id \
                 AND n.state <> 'cancelled'))"
            ),
            kinds().chain(kinds()),
        );
    }
}

impl Outbox<'_, '_> {
    /// How many letters of a company are in a pile; those of very many beyond [`MOST`] count as one.
    pub fn size(
        &mut self,
        company: CompanyId,
        pile: Pile,
        since: Timestamp,
        replaced: &'static [Kind],
    ) -> Result<i64> {
        let mut asked = Statement::new("SELECT COUNT(*) FROM (SELECT 1 FROM letters WHERE", []);
        asked.add(&of_company_in(pile), [company.into()]);
        last_of(&mut asked, pile, replaced);
        asked.add(&format!("AND created_at >= ? LIMIT {}) found", MOST + 1), [since.into()]);
        self.0.query_one(asked.text(), asked.params(), |row| row.get(0))
    }

    /// Why letters of a company were put off, as keys of words, each with how many.
    pub fn deferred_by_reason(&mut self, company: CompanyId) -> Result<Vec<(String, i64)>> {
        self.0.query(
            &format!(
                "SELECT reason, COUNT(*) FROM (SELECT reason FROM letters WHERE company_id = $1 \
                 AND state = 'deferred' AND reason IS NOT NULL LIMIT {}) found GROUP BY reason ORDER BY 2 DESC, 1",
                MOST + 1
            ),
            &[company.into()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// How many letters of a company are put off for this reason; those of very many beyond [`MOST`] count as one.
    pub(super) fn number_deferred_for(&mut self, company: CompanyId, reason: &str) -> Result<i64> {
        self.0.query_one(
            &format!(
                "SELECT COUNT(*) FROM (SELECT 1 FROM letters WHERE company_id = $1 AND state = 'deferred' \
                 AND reason = $2 LIMIT {}) found",
                MOST + 1
            ),
            &[company.into(), reason.into()],
            |row| row.get(0),
        )
    }

    /// Whether a letter of a company is put off for this reason.
    pub fn is_deferred_for(&mut self, company: CompanyId, reason: &str) -> Result<bool> {
        self.0.query_one(
            "SELECT EXISTS (SELECT 1 FROM letters WHERE company_id = $1 AND state = 'deferred' AND reason = $2)",
            &[company.into(), reason.into()],
            |row| row.get(0),
        )
    }

    /// Letters of a pile: those under way as they came, those that are over the latest first, those put off for one
    /// reason as they are tried again.
    pub fn list(&mut self, company: CompanyId, listing: &Listing) -> Result<Vec<Letter>> {
        let mut asked = Statement::new(&format!("SELECT {COLUMNS} FROM letters WHERE"), []);
        let after = listing.after.map(|(at, id)| [at.into(), id.into()]);
        let order = if let Some(reason) = &listing.reason {
            asked
                .add("company_id = ? AND state = 'deferred' AND reason = ?", [company.into(), reason.into()]);
            if let Some(after) = after {
                asked.add("AND (next_attempt_at, id) > (?, ?)", after);
            }
            "next_attempt_at, id"
        } else {
            asked.add(&of_company_in(listing.pile), [company.into()]);
            last_of(&mut asked, listing.pile, listing.replaced);
            let is_over = listing.pile.is_over();
            if let Some(after) = after {
                let further = if is_over { "<" } else { ">" };
                asked.add(&format!("AND (created_at, id) {further} (?, ?)"), after);
            }
            if is_over {
                asked.add("AND created_at >= ?", [listing.since.into()]);
                "created_at DESC, id DESC"
            } else {
                "created_at, id"
            }
        };
        asked.add(&format!("ORDER BY {order} LIMIT ?"), [listing.limit.into()]);
        self.0.query(asked.text(), asked.params(), letter)
    }

    /// Makes a letter that was put off due at once; false where it was not.
    pub fn retry(&mut self, company: CompanyId, id: LetterId, now: Timestamp) -> Result<bool> {
        let rows = self.0.execute(
            "UPDATE letters SET next_attempt_at = $1 WHERE id = $2 AND company_id = $3 AND state = 'deferred'",
            &[now.into(), id.into(), company.into()],
        )?;
        Ok(rows > 0)
    }

    /// Makes up to `most` letters that were put off for this reason due at once, in the order that they would have come
    /// in; how many.
    pub fn retry_some(&mut self, company: CompanyId, reason: &str, most: i64, now: Timestamp) -> Result<u64> {
        let some = "FROM letters WHERE company_id = $1 AND state = 'deferred' AND reason = $2 \
                    AND next_attempt_at > $3 ORDER BY next_attempt_at, id LIMIT $4";
        let asked = [company.into(), reason.into(), now.into(), most.into()];
        let last = format!("SELECT MAX(next_attempt_at) FROM (SELECT next_attempt_at {some}) those");
        let last: Option<Timestamp> = self.0.query_one(&last, &asked, |row| row.get(0))?;
        let Some(last) = last else { return Ok(0) };
        let sooner = last.0 - now.0;
        self.0.execute(
            &format!(
                "UPDATE letters SET next_attempt_at = next_attempt_at - $5 WHERE id IN (SELECT id {some})"
            ),
            &[company.into(), reason.into(), now.into(), most.into(), sooner.into()],
        )
    }

    /// Whether the queue stands, since when and why.
    pub fn pause(&mut self) -> Result<Option<Pause>> {
        self.0.query_opt("SELECT since, employee_id, reason, restored_to FROM outbox_pause", &[], |row| {
            Ok(Pause { since: row.get(0)?, by: row.get(1)?, reason: row.get(2)?, restored_to: row.get(3)? })
        })
    }

    /// What keeps letters from leaving at present, beside this rest of the server.
    pub fn hold(&mut self, rest: Option<Rest>) -> Result<Hold> {
        Ok(Hold { is_paused: self.pause()?.is_some(), rest })
    }

    /// Lets the queue stand; false where it does already.
    pub fn begin_pause(&mut self, by: Option<EmployeeId>, reason: &str, now: Timestamp) -> Result<bool> {
        let rows = self.0.execute(
            "INSERT INTO outbox_pause (id, since, employee_id, reason) VALUES (1, $1, $2, $3) \
             ON CONFLICT (id) DO NOTHING",
            &[now.into(), by.into(), reason.into()],
        )?;
        Ok(rows > 0)
    }

    /// Lets the queue go on; false where it does already.
    pub fn end_pause(&mut self) -> Result<bool> {
        Ok(self.0.execute("DELETE FROM outbox_pause", &[])? > 0)
    }

    /// Counts how a letter ended, where it is for good or for bad.
    pub(super) fn count(
        &mut self,
        company: CompanyId,
        id: LetterId,
        state: State,
        now: Timestamp,
    ) -> Result<()> {
        let (accepted, failed): (i64, i64) = match state {
            State::Accepted => (1, 0),
            State::Failed => (0, 1),
            _ => return Ok(()),
        };
        let quarter = now.0 - now.0.rem_euclid(QUARTER);
        self.0
            .execute(
                "INSERT INTO letter_counts (company_id, quarter, part, accepted, failed) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (company_id, quarter, part) DO UPDATE SET \
                 accepted = letter_counts.accepted + excluded.accepted, failed = letter_counts.failed + excluded.failed",
                &[company.into(), quarter.into(), id.0.rem_euclid(PARTS).into(), accepted.into(), failed.into()],
            )
            .map(drop)
    }

    /// Counts that a letter which a server took at that instant came back. Where its quarter is forgotten nobody
    /// looks at it any more.
    pub(super) fn count_return(
        &mut self,
        company: CompanyId,
        id: LetterId,
        accepted_at: Timestamp,
    ) -> Result<()> {
        let quarter = accepted_at.0 - accepted_at.0.rem_euclid(QUARTER);
        self.0
            .execute(
                "UPDATE letter_counts SET returned = returned + 1 WHERE company_id = $1 AND quarter = $2 AND part = $3",
                &[company.into(), quarter.into(), id.0.rem_euclid(PARTS).into()],
            )
            .map(drop)
    }

    /// What became of a company's letters since an instant, the earliest first; quarters without any are left out.
    pub fn counted(&mut self, company: CompanyId, since: Timestamp) -> Result<Vec<Quarter>> {
        self.0.query(
            "SELECT quarter, CAST(SUM(accepted) AS BIGINT), CAST(SUM(returned) AS BIGINT), \
             CAST(SUM(failed) AS BIGINT) FROM letter_counts WHERE company_id = $1 AND quarter >= $2 \
             GROUP BY quarter ORDER BY quarter",
            &[company.into(), since.into()],
            |row| {
                Ok(Quarter {
                    at: row.get(0)?,
                    accepted: row.get(1)?,
                    returned: row.get(2)?,
                    failed: row.get(3)?,
                })
            },
        )
    }

    /// Forgets what became of a company's letters before an instant.
    pub fn forget_counts(&mut self, company: CompanyId, before: Timestamp) -> Result<()> {
        self.0
            .execute(
                "DELETE FROM letter_counts WHERE company_id = $1 AND quarter < $2",
                &[company.into(), before.into()],
            )
            .map(drop)
    }
}
