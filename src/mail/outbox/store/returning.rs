//! SQL of what is reported later of letters that a server had taken.

use std::collections::HashSet;

use super::{COLUMNS, Outbox, letter};
use crate::base::clock::Timestamp;
use crate::base::id::LetterId;
use crate::mail::outbox::{KEPT, Letter, State};
use crate::mail::reason::Reason;
use crate::store::Result;
use crate::store::statement::{Statement, fill, places};

/// What a report says of a letter.
#[derive(Clone, Copy, Debug)]
pub struct Notice<'a> {
    /// Why, in the few words that people act on.
    pub reason: Reason,
    /// The report's own words.
    pub words: &'a str,
    /// When it came.
    pub at: Timestamp,
}

/// What the server said of a letter that was taken: what ended a conversation without an answer tells nothing of it.
const SAID: &str = "CASE WHEN state = 'unknown' THEN '' ELSE reply END";

impl Outbox<'_, '_> {
    /// The letter of that id, whichever company's: the report has proved that it speaks of this one.
    pub fn find_proved(&mut self, id: LetterId) -> Result<Option<Letter>> {
        self.0.query_opt(&format!("SELECT {COLUMNS} FROM letters WHERE id = $1"), &[id.into()], letter)
    }

    /// The letter of that Message-ID, whichever company's: nobody guesses one.
    pub fn find_by_message_id(&mut self, message_id: &str) -> Result<Option<Letter>> {
        self.0.query_opt(
            &format!("SELECT {COLUMNS} FROM letters WHERE message_id = $1 ORDER BY id LIMIT 1"),
            &[message_id.into()],
            letter,
        )
    }

    /// Those of these letters that a server had taken before they came back.
    pub fn came_back(&mut self, letters: &[&Letter]) -> Result<HashSet<LetterId>> {
        let failed: Vec<i64> =
            letters.iter().filter(|one| one.state == State::Failed).map(|one| one.id.0).collect();
        if failed.is_empty() {
            return Ok(HashSet::new());
        }
        let asked = "SELECT letter_id FROM letter_attempts WHERE outcome = ?";
        let mut asked = Statement::new(asked, [State::Accepted.word().into()]);
        asked.add(&format!("AND letter_id IN ({})", places(failed.len())), fill(&failed));
        let found = self.0.query(asked.text(), asked.params(), |row| row.get(0))?;
        Ok(found.into_iter().collect())
    }

    /// Notes that a letter came back; false where no server had it, or that is known. On its day it stays counted
    /// as taken, and is counted as returned beside that.
    pub fn note_return(&mut self, letter: &Letter, notice: &Notice<'_>) -> Result<bool> {
        let (never, id) = (Timestamp::NEVER, letter.id);
        let rows = self.0.execute(
            "UPDATE letters SET state = 'failed', next_attempt_at = $1, finished_at = $2, reason = $3, reply = $4 \
             WHERE id = $5 AND state IN ('accepted', 'unknown') AND COALESCE(reason, '') <> $6",
            &[
                never.into(),
                notice.at.into(),
                notice.reason.key().into(),
                notice.words.into(),
                id.into(),
                KEPT.into(),
            ],
        )?;
        if rows == 0 {
            return Ok(false);
        }
        if let Some(at) = letter.finished_at.filter(|_| letter.state == State::Accepted) {
            // The row tells of the return from now on.
            let said = letter.reply.as_deref().unwrap_or_default();
            self.note_attempt(id, State::Accepted.word(), "", said, at)?;
            self.count_return(letter.company, id, at)?;
        } else {
            // Nobody knew whether it was taken: that it came back says so.
            self.count_arrival(letter, true, notice.at)?;
            self.count_return(letter.company, id, notice.at)?;
        }
        self.note_attempt(id, State::Failed.word(), notice.reason.key(), notice.words, notice.at)?;
        Ok(true)
    }

    /// Notes that a letter is still on its way behind the server that took it; false where none had, or
    /// that is known.
    pub fn note_delay(&mut self, letter: &Letter, notice: &Notice<'_>) -> Result<bool> {
        let (never, id) = (Timestamp::NEVER, letter.id);
        let rows = self.0.execute(
            &format!(
                "UPDATE letters SET state = 'accepted', next_attempt_at = $1, finished_at = COALESCE(finished_at, $2), \
                 reason = $3, reply = {SAID} \
                 WHERE id = $4 AND state IN ('accepted', 'unknown') AND COALESCE(reason, '') NOT IN ($5, $6)"
            ),
            &[
                never.into(),
                notice.at.into(),
                Reason::Delayed.key().into(),
                id.into(),
                KEPT.into(),
                Reason::Delayed.key().into(),
            ],
        )?;
        let is_new = rows > 0;
        if is_new {
            self.note_attempt(id, State::Deferred.word(), notice.reason.key(), notice.words, notice.at)?;
        }
        self.count_arrival(letter, is_new, notice.at)?;
        Ok(is_new)
    }

    /// Notes that a letter arrived after all; false where nobody doubted it.
    pub fn note_arrival(&mut self, letter: &Letter, now: Timestamp) -> Result<bool> {
        let rows = self.0.execute(
            &format!(
                "UPDATE letters SET state = 'accepted', next_attempt_at = $1, finished_at = COALESCE(finished_at, $2), \
                 reason = NULL, reply = {SAID} \
                 WHERE id = $3 AND (state = 'unknown' OR state = 'accepted' AND reason = $4)"
            ),
            &[Timestamp::NEVER.into(), now.into(), letter.id.into(), Reason::Delayed.key().into()],
        )?;
        self.count_arrival(letter, rows > 0, now)?;
        Ok(rows > 0)
    }

    /// A letter of which nobody knew whether a server took it counts as taken as soon as somebody does.
    fn count_arrival(&mut self, letter: &Letter, is_new: bool, now: Timestamp) -> Result<()> {
        if is_new && letter.state == State::Unknown {
            self.count(letter.company, letter.id, State::Accepted, now)?;
        }
        Ok(())
    }
}
