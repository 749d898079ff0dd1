//! A letter for unit tests.

use super::{Letter, Priority, State};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, LetterId};
use crate::i18n::Language;

/// A letter of that kind to Анна, about row 7.
#[must_use]
pub fn letter(kind: &str, language: Language) -> Letter {
    Letter {
        id: LetterId(1),
        company: CompanyId(1),
        kind: kind.to_owned(),
        subject_id: 7,
        email: "anna@daisy.example".to_owned(),
        name: "Анна".to_owned(),
        language,
        message_id: "1@portal.daisy.example".to_owned(),
        priority: Priority::Bulk,
        state: State::Claimed,
        created_at: Timestamp(0),
        next_attempt_at: Timestamp(0),
        first_attempt_at: None,
        attempts: 0,
        repeats: 0,
        finished_at: None,
        reason: None,
        reply: None,
    }
}
