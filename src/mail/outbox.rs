//! The outbox: a letter is a row, written in the transaction that decides to write to somebody.

pub mod queue;
pub mod store;
#[cfg(test)]
pub mod tests;

use std::time::Duration;

use crate::base::clock::Timestamp;
use crate::base::id::{BatchId, CompanyId, EmployeeId, LetterId};
use crate::i18n::Language;
use crate::mail::reason::Reason;
use crate::mail::transport::Rest;

/// By so much the clocks of senders that share a database may differ. What is further in the future than it can be
/// was written before a clock was set back.
pub const SKEW: Duration = Duration::from_mins(10);

/// What becomes of a letter. The names in the database say more than the contract shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// Waits for its turn.
    Queued,
    /// A sender has it.
    Claimed,
    /// All but the final dot has gone out, and that goes now: from here on it may have arrived.
    DotSent,
    /// The server took it.
    Accepted,
    /// The server put it off; it is tried again.
    Deferred,
    /// It will not be delivered.
    Failed,
    /// The answer to the final dot never came; it is repeated once at the most.
    Unknown,
    /// It is not wanted any more.
    Cancelled,
}

impl State {
    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Claimed => "claimed",
            Self::DotSent => "dot_sent",
            Self::Accepted => "accepted",
            Self::Deferred => "deferred",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [
            Self::Queued,
            Self::Claimed,
            Self::DotSent,
            Self::Accepted,
            Self::Deferred,
            Self::Failed,
            Self::Unknown,
            Self::Cancelled,
        ]
        .into_iter()
        .find(|state| state.word() == word)
    }

    /// The same in the words of the contract.
    #[must_use]
    pub fn delivery(self) -> Delivery {
        match self {
            Self::Queued => Delivery::Queued,
            Self::Claimed | Self::DotSent => Delivery::Sending,
            Self::Accepted => Delivery::Sent,
            Self::Deferred => Delivery::Deferred,
            Self::Failed => Delivery::Failed,
            Self::Unknown => Delivery::Unknown,
            Self::Cancelled => Delivery::None,
        }
    }
}

/// Why a letter that nothing more becomes of went to nobody, as the key of its words: it stayed in the
/// portal's mailbox.
pub const KEPT: &str = "delivery-reason-kept";

/// Why a letter was withdrawn that may have left before, as the key of its words: it waited in a backup that was put back.
pub const STOPPED: &str = "delivery-reason-stopped";

/// What people are told of a letter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Delivery {
    /// There is no letter, or it was withdrawn.
    None,
    /// It waits for its turn.
    Queued,
    /// It is on its way to the server.
    Sending,
    /// The server took it. Never «delivered»: nobody knows that.
    Sent,
    /// The server put it off.
    Deferred,
    /// It was not delivered.
    Failed,
    /// It may have gone out twice.
    Unknown,
}

impl Delivery {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::None, Self::Queued, Self::Sending, Self::Sent, Self::Deferred, Self::Failed, Self::Unknown];

    /// The word in the database and in the machine interface.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Deferred => "deferred",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|delivery| delivery.word() == word)
    }
}

/// Who is served first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Priority {
    /// Somebody waits for it at a screen: codes, new passwords.
    Interactive = 0,
    /// Everything else.
    Bulk = 1,
}

impl Priority {
    /// All there are, the first one first.
    pub const ALL: [Self; 2] = [Self::Interactive, Self::Bulk];
}

/// Letters that are claimed together.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Lot {
    /// Of which priority they are.
    pub priority: Priority,
    /// Whether they are all that wait: whoever they hold up, it is none but themselves.
    pub is_all: bool,
}

/// What kind of letter it is: a word that the feature which writes it chooses and later renders.
pub type Kind = &'static str;

/// A letter to be written.
#[derive(Clone, Debug)]
pub struct NewLetter<'a> {
    /// The company.
    pub company: CompanyId,
    /// Its kind.
    pub kind: Kind,
    /// The row of the feature that it speaks of.
    pub subject_id: i64,
    /// The employee who caused it, for his quota.
    pub sender: Option<EmployeeId>,
    /// The batch that it belongs to.
    pub batch: Option<BatchId>,
    /// To whom, as typed.
    pub email: &'a str,
    /// The identity of that address.
    pub email_key: &'a str,
    /// The name beside the address, or nothing.
    pub name: &'a str,
    /// In which language.
    pub language: Language,
    /// Message-ID without its brackets: made once, the same on every attempt.
    pub message_id: &'a str,
    /// Who is served first.
    pub priority: Priority,
    /// Not before this instant.
    pub not_before: Timestamp,
}

/// A letter as it stands in the outbox.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The id.
    pub id: LetterId,
    /// The company.
    pub company: CompanyId,
    /// Its kind.
    pub kind: String,
    /// The row of the feature that it speaks of.
    pub subject_id: i64,
    /// To whom, as typed.
    pub email: String,
    /// The name beside the address, or nothing.
    pub name: String,
    /// In which language.
    pub language: Language,
    /// Message-ID without its brackets.
    pub message_id: String,
    /// Who is served first.
    pub priority: Priority,
    /// What became of it.
    pub state: State,
    /// When it was decided to write it.
    pub created_at: Timestamp,
    /// When it is tried next.
    pub next_attempt_at: Timestamp,
    /// When it was first tried: its Date, the same on every attempt.
    pub first_attempt_at: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: i64,
    /// How often it was repeated after an unknown outcome.
    pub repeats: i64,
    /// When it was taken by the server, or given up.
    pub finished_at: Option<Timestamp>,
    /// Why it is deferred or failed, or went to nobody, as the key of its words.
    pub reason: Option<String>,
    /// What the server said last.
    pub reply: Option<String>,
}

impl Letter {
    /// Whether it stayed in the portal's mailbox: nobody got it.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.reason.as_deref() == Some(KEPT)
    }

    /// Whether it was withdrawn because a backup was put back: it may have left before.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.state == State::Cancelled && self.reason.as_deref() == Some(STOPPED)
    }

    /// The same in the words of the contract: one that a server took may wait behind it.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        let is_delayed = self.reason.as_deref() == Some(Reason::Delayed.key());
        if self.state == State::Accepted && is_delayed { Delivery::Deferred } else { self.state.delivery() }
    }

    /// When it is tried again, where it was put off, or its outcome is unknown and it will be repeated.
    #[must_use]
    pub fn tried_again_at(&self) -> Option<Timestamp> {
        let waits = matches!(self.state, State::Deferred | State::Unknown);
        Some(self.next_attempt_at).filter(|at| waits && *at < Timestamp::NEVER)
    }
}

/// What keeps letters from leaving at present, whenever each would be tried by itself.
#[derive(Clone, Debug, Default)]
pub struct Hold {
    /// Whether the queue stands.
    pub is_paused: bool,
    /// The rest that the server is left for, where it is.
    pub rest: Option<Rest>,
}

impl Hold {
    /// When a letter of this priority is tried that would be at this instant; nothing while the queue stands.
    #[must_use]
    pub fn lets(&self, priority: Priority, at: Timestamp) -> Option<Timestamp> {
        let rest = self.rest.as_ref().filter(|rest| rest.holds(priority));
        let is_held = self.is_paused && priority == Priority::Bulk;
        (!is_held).then(|| rest.map_or(at, |rest| at.max(rest.until)))
    }
}

/// An attempt at a letter that did not simply succeed; one that did is written down once the letter comes back.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// When it ended.
    pub at: Timestamp,
    /// What the letter was after it, in the word of the database.
    pub outcome: String,
    /// Why, as the key of its words.
    pub reason: String,
    /// What the server said.
    pub reply: String,
}

/// What waits to leave.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Waiting {
    /// How many letters.
    pub letters: i64,
    /// How many of them wait for the reason below; the others for their turn, or for something else.
    pub held_up: i64,
    /// When the next of those is tried that wait for the server or its settings to be mended.
    pub next_attempt_at: Option<Timestamp>,
    /// What is wrong with the server or its settings, as the key of its words, where letters wait for
    /// that.
    pub reason: Option<String>,
}

/// A Message-ID (RFC 5322 §3.6.4) without its brackets.
#[must_use]
pub fn new_message_id(random: &dyn crate::base::random::Random, host: &str) -> String {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    let host = host.split(':').next().unwrap_or(host);
    format!("{:032x}@{host}", u128::from_be_bytes(bytes))
}
