//! SQL of the sender: claiming letters, and writing down what became of each.

use std::time::Duration;

use super::queue::OPEN;
use super::{COLUMNS, Outbox, letter, remains};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, LetterId};
use crate::mail::outbox::queue::{EVER, MOST, Pile};
use crate::mail::outbox::{KEPT, Letter, Priority, SKEW, State, Waiting};
use crate::mail::reason::Reason;
use crate::store::statement::Statement;
use crate::store::{Result, Row};

/// Letters whose sender is gone, in the words of their index, so that no other is looked at: this is asked before each
/// claim, and nearly all letters there are were settled long ago.
pub const GONE: &str = "WHERE state IN ('claimed', 'dot_sent') AND (lease_until <= $1 OR lease_until > $2)";

/// How an attempt ended.
#[derive(Clone, Debug)]
pub struct Ending {
    /// What the letter is now.
    pub state: State,
    /// When it is tried again, where it is.
    pub next_attempt_at: Option<Timestamp>,
    /// Why, as the key of its words.
    pub reason: Option<&'static str>,
    /// What the server said.
    pub reply: String,
    /// Whether this was an attempt at this very letter, or the server was not there for any.
    pub is_attempt: bool,
}

impl Ending {
    /// The letter as it stands after it.
    #[must_use]
    pub fn of(&self, letter: &Letter) -> Letter {
        Letter {
            state: self.state,
            reason: self.reason.map(str::to_owned),
            reply: Some(self.reply.clone()),
            ..letter.clone()
        }
    }
}

/// Whether a final dot goes out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Dot {
    /// It does: from here on the letter may have arrived.
    Goes,
    /// It does not: the queue was paused meanwhile.
    Held,
    /// It does not: the letter was withdrawn.
    Withdrawn,
}

/// A letter that a sender has taken.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The letter, or what is left of it.
    pub letter: Letter,
    /// Why its row can't be read, where it can't.
    pub damage: Option<String>,
}

fn claimed(row: &Row<'_>) -> Result<Claimed> {
    match letter(row) {
        Ok(letter) => Ok(Claimed { letter, damage: None }),
        Err(error) => Ok(Claimed { letter: remains(row)?, damage: Some(error.to_string()) }),
    }
}

impl Outbox<'_, '_> {
    /// Takes up to `most` letters that are due, for this sender alone until `lease_until`; none to the domains that are
    /// `busy`: nobody could begin with them at present.
    pub fn claim(
        &mut self,
        busy: &[String],
        priority: Priority,
        most: i64,
        lease_until: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<Claimed>> {
        let skip_locked = self.0.dialect().skip_locked();
        let mut claim = Statement::new(
            "UPDATE letters SET state = 'claimed', lease_until = ?, attempts = attempts + 1, \
             first_attempt_at = COALESCE(first_attempt_at, ?), \
             repeats = repeats + CASE WHEN state = 'unknown' THEN 1 ELSE 0 END \
             WHERE id IN (SELECT id FROM letters WHERE state IN ('queued', 'deferred', 'unknown') \
             AND priority = ? AND next_attempt_at <= ?",
            [lease_until.into(), now.into(), (priority as i64).into(), now.into()],
        );
        pass_over(&mut claim, busy);
        claim.add(
            &format!("ORDER BY next_attempt_at, id LIMIT ?{skip_locked}) RETURNING {COLUMNS}"),
            [most.into()],
        );
        let mut claimed = self.0.query(claim.text(), claim.params(), claimed)?;
        // Those that were refused the least often come first: the first one finds out whether the server takes letters,
        // and one that it never takes must not be that. Neither engine keeps an order of its own here.
        claimed.sort_by_key(|one| (one.letter.attempts, one.letter.next_attempt_at, one.letter.id));
        Ok(claimed)
    }

    /// Writes down, durably, that the final dot goes out now, where it may.
    pub fn mark_dot(&mut self, id: LetterId) -> Result<Dot> {
        let rows = self.0.execute(
            "UPDATE letters SET state = 'dot_sent' WHERE id = $1 AND state = 'claimed' \
             AND (priority = 0 OR NOT EXISTS (SELECT 1 FROM outbox_pause))",
            &[id.into()],
        )?;
        if rows > 0 {
            return Ok(Dot::Goes);
        }
        let is_held = "SELECT EXISTS (SELECT 1 FROM letters WHERE id = $1 AND state = 'claimed')";
        let is_held: bool = self.0.query_one(is_held, &[id.into()], |row| row.get(0))?;
        Ok(if is_held { Dot::Held } else { Dot::Withdrawn })
    }

    /// Writes down how an attempt ended; false where the letter had been withdrawn meanwhile. Where others took the
    /// sender for gone, it still knows best that a letter was accepted.
    pub fn end_attempt(&mut self, id: LetterId, ending: &Ending, now: Timestamp) -> Result<bool> {
        let is_over = ending.next_attempt_at.is_none();
        let company: Option<CompanyId> = self.0.query_opt(
            "UPDATE letters SET state = $1, next_attempt_at = $2, finished_at = $3, reason = $4, reply = $5, \
             lease_until = NULL, attempts = attempts - $6 WHERE id = $7 \
             AND (state IN ('claimed', 'dot_sent') OR state = 'unknown' AND $8 = 'accepted') RETURNING company_id",
            &[
                ending.state.word().into(),
                ending.next_attempt_at.unwrap_or(Timestamp::NEVER).into(),
                is_over.then_some(now).into(),
                ending.reason.into(),
                (&ending.reply).into(),
                (!ending.is_attempt).into(),
                id.into(),
                ending.state.word().into(),
            ],
            |row| row.get(0),
        )?;
        let Some(company) = company else { return Ok(false) };
        if ending.reason != Some(KEPT) {
            self.count(company, id, ending.state, now)?;
        }
        if ending.state != State::Accepted && ending.is_attempt {
            let reason = ending.reason.unwrap_or_default();
            self.note_attempt(id, ending.state.word(), reason, &ending.reply, now)?;
        }
        Ok(true)
    }

    /// Adds to what stood in the way of a letter.
    pub(super) fn note_attempt(
        &mut self,
        id: LetterId,
        outcome: &str,
        reason: &str,
        reply: &str,
        now: Timestamp,
    ) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO letter_attempts (letter_id, at, outcome, reason, reply) VALUES ($1, $2, $3, $4, $5)",
                &[id.into(), now.into(), outcome.into(), reason.into(), reply.into()],
            )
            .map(drop)
    }

    /// Makes what waits for another server, or for better settings of it, due at once, in the order that it would have
    /// come in: what was refused last finds out last.
    pub fn hurry(&mut self, company: CompanyId, now: Timestamp) -> Result<()> {
        let those = format!(
            "company_id = $1 AND state = 'deferred' AND next_attempt_at > $2 AND reason IN ({})",
            reasons_of_the_way()
        );
        let asked = [company.into(), now.into()];
        let last = format!("SELECT MAX(next_attempt_at) FROM letters WHERE {those}");
        let last: Option<Timestamp> = self.0.query_one(&last, &asked, |row| row.get(0))?;
        let Some(last) = last else { return Ok(()) };
        let sooner = last.0 - now.0;
        self.0
            .execute(
                &format!("UPDATE letters SET next_attempt_at = next_attempt_at - $3 WHERE {those}"),
                &[company.into(), now.into(), sooner.into()],
            )
            .map(drop)
    }

    /// What of the company's waits to leave. Of very many no more are counted than [`MOST`].
    pub fn waiting_of(&mut self, company: CompanyId) -> Result<Waiting> {
        let letters =
            self.size(company, Pile::Queued, EVER, &[])? + self.size(company, Pile::Deferred, EVER, &[])?;
        let mut held_up: Option<(Timestamp, &str)> = None;
        for reason in Reason::OF_SETTINGS.map(Reason::key) {
            let next: Option<Timestamp> = self.0.query_one(
                "SELECT MIN(next_attempt_at) FROM letters \
                 WHERE company_id = $1 AND state = 'deferred' AND reason = $2",
                &[company.into(), reason.into()],
                |row| row.get(0),
            )?;
            held_up = [held_up, next.map(|at| (at, reason))].into_iter().flatten().min();
        }
        let number = held_up.map(|(_, reason)| self.number_deferred_for(company, reason)).transpose()?;
        Ok(Waiting {
            letters: letters.min(MOST),
            held_up: number.unwrap_or_default().min(MOST),
            next_attempt_at: held_up.map(|(at, _)| at),
            reason: held_up.map(|(_, reason)| reason.to_owned()),
        })
    }

    /// Puts letters that were claimed but not begun back into the queue, as if nothing had been.
    pub fn put_back(&mut self, ids: &[LetterId]) -> Result<()> {
        for id in ids {
            self.0.execute(
                "UPDATE letters SET state = 'queued', lease_until = NULL, attempts = attempts - 1 \
                 WHERE id = $1 AND state = 'claimed'",
                &[(*id).into()],
            )?;
        }
        Ok(())
    }

    /// Keeps claimed letters for this sender a while longer.
    pub fn extend_lease(&mut self, ids: &[LetterId], lease_until: Timestamp) -> Result<()> {
        for id in ids {
            self.0.execute(
                "UPDATE letters SET lease_until = $1 WHERE id = $2 AND state IN ('claimed', 'dot_sent')",
                &[lease_until.into(), (*id).into()],
            )?;
        }
        Ok(())
    }

    /// Takes the letters of senders that are gone: what had not begun is queued again; where the
    /// final dot may have gone out the outcome is unknown and is waited for until `look_again`.
    /// Gives the latter. Gone is whose claim ran out by `gone_since`, or is to last beyond `gone_beyond`.
    pub fn recover(
        &mut self,
        gone_since: Timestamp,
        gone_beyond: Timestamp,
        look_again: Timestamp,
        reason: &str,
        now: Timestamp,
    ) -> Result<Vec<Letter>> {
        let gone = [gone_since.into(), gone_beyond.into()];
        self.0.execute(
            &format!(
                "UPDATE letters SET state = 'queued', lease_until = NULL, attempts = attempts - 1 \
                 {GONE} AND state = 'claimed'"
            ),
            &gone,
        )?;
        let unknown = self.0.query(
            &format!(
                "UPDATE letters SET state = 'unknown', lease_until = NULL, reason = $3, \
                 next_attempt_at = CASE WHEN repeats = 0 THEN CAST($4 AS BIGINT) ELSE CAST($5 AS BIGINT) END \
                 {GONE} AND state = 'dot_sent' RETURNING {COLUMNS}"
            ),
            &[
                gone_since.into(),
                gone_beyond.into(),
                reason.into(),
                look_again.into(),
                Timestamp::NEVER.into(),
            ],
            |row| claimed(row).map(|one| one.letter),
        )?;
        for letter in &unknown {
            self.note_attempt(letter.id, State::Unknown.word(), reason, "", now)?;
        }
        Ok(unknown)
    }

    /// Brings nearer what was put off by a clock that has been set back by `back`, but not before `now`.
    pub fn set_back(&mut self, back: Duration, now: Timestamp) -> Result<()> {
        let back = i64::try_from(back.as_millis()).unwrap_or(i64::MAX);
        self.0
            .execute(
                "UPDATE letters SET next_attempt_at = CASE WHEN next_attempt_at - $1 > $2 THEN next_attempt_at - $1 \
                 ELSE CAST($2 AS BIGINT) END \
                 WHERE state IN ('queued', 'deferred') AND next_attempt_at > $2 AND next_attempt_at < $3",
                &[back.into(), now.into(), Timestamp::NEVER.into()],
            )
            .map(drop)
    }

    /// Makes due what was queued by a clock that has been set back since: it says to be of the future.
    pub fn set_right(&mut self, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE letters SET next_attempt_at = $1 \
                 WHERE state IN ('queued', 'deferred') AND next_attempt_at > $2 AND created_at > $2",
                &[now.into(), (now + SKEW).into()],
            )
            .map(drop)
    }

    /// How many letters are in each state that is not settled yet.
    pub fn waiting(&mut self) -> Result<Vec<(State, i64)>> {
        let counted: Vec<(String, i64)> = self.0.query(
            // In the order of the index, which spares gathering them.
            &format!("SELECT state, COUNT(*) FROM letters WHERE {OPEN} GROUP BY company_id, state"),
            &[],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let number = |state: State| {
            counted.iter().filter(|(word, _)| word == state.word()).map(|(_, number)| number).sum()
        };
        let unsettled = [State::Queued, State::Deferred, State::Unknown, State::Claimed, State::DotSent];
        Ok(unsettled.into_iter().map(|state| (state, number(state))).collect())
    }

    /// When something falls due next: a letter of this priority to none of the domains that are `busy`, or the lease of
    /// a sender that may be gone.
    pub fn next_due(&mut self, busy: &[String], priority: Option<Priority>) -> Result<Option<Timestamp>> {
        let lease: Option<Timestamp> = self.0.query_one(
            "SELECT MIN(lease_until) FROM letters WHERE state IN ('claimed', 'dot_sent')",
            &[],
            |row| row.get(0),
        )?;
        let next = priority.map(|priority| self.next_in_line(busy, priority)).transpose()?.flatten();
        Ok([next, lease].into_iter().flatten().min())
    }

    fn next_in_line(&mut self, busy: &[String], priority: Priority) -> Result<Option<Timestamp>> {
        let mut asked = Statement::new(
            "SELECT MIN(next_attempt_at) FROM letters WHERE state IN ('queued', 'deferred', 'unknown') \
             AND priority = ?",
            [(priority as i64).into()],
        );
        pass_over(&mut asked, busy);
        self.0.query_one(asked.text(), asked.params(), |row| row.get(0))
    }

    /// Keeps a message in the development mailbox.
    pub fn keep(&mut self, letter: &Letter, raw: &[u8], now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO mailbox_messages (company_id, letter_id, email, raw, received_at) \
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (letter_id) DO NOTHING",
                &[letter.company.into(), letter.id.into(), (&letter.email).into(), raw.into(), now.into()],
            )
            .map(drop)
    }
}

/// No letters to these domains (A-labels, in which nothing has a meaning to `LIKE` that would narrow it).
fn pass_over<'a>(statement: &mut Statement<'a>, domains: &'a [String]) {
    for domain in domains {
        statement.add("AND email_key NOT LIKE '%@' || CAST(? AS TEXT)", [domain.into()]);
    }
}

fn reasons_of_the_way() -> String {
    Reason::OF_THE_WAY.map(|reason| format!("'{}'", reason.key())).join(", ")
}
