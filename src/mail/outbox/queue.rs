//! The outbox as whoever looks after it sees it: piles of letters, a switch that holds them, and what became of
//! letters day by day.

use std::time::Duration;

use super::{Kind, State};
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;

/// Letters of a pile are counted up to this many: whoever looks wants to know that there are very many, and
/// counting must cost little however many there are.
pub const MOST: i64 = 100_000;
/// From the beginning.
pub const EVER: Timestamp = Timestamp(i64::MIN);
/// Quarters of an hour, in milliseconds: what letters are counted by. Each zone's day begins with one.
pub const QUARTER: i64 = 15 * 60 * 1000;
/// What came to no good end is shown for so long.
pub const SHOWN: Duration = Duration::from_hours(30 * 24);

/// Letters of one kind of fate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Pile {
    /// They wait for their turn.
    Queued,
    /// A sender has them.
    Sending,
    /// They were put off.
    Deferred,
    /// They will not be delivered.
    Failed,
    /// They may have gone out twice.
    Unknown,
}

impl Pile {
    /// All of them, in the order of a letter's way.
    pub const ALL: [Self; 5] = [Self::Queued, Self::Sending, Self::Deferred, Self::Failed, Self::Unknown];

    /// The word in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Deferred => "deferred",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// The pile of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pile| pile.word() == word)
    }

    /// The states of its letters.
    #[must_use]
    pub fn states(self) -> &'static [State] {
        match self {
            Self::Queued => &[State::Queued],
            Self::Sending => &[State::Claimed, State::DotSent],
            Self::Deferred => &[State::Deferred],
            Self::Failed => &[State::Failed],
            Self::Unknown => &[State::Unknown],
        }
    }

    /// Whether its letters are over, as far as anybody knows: then the latest are looked at first, and the old ones
    /// no more.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Failed | Self::Unknown)
    }

    /// Since when its letters are counted and shown.
    #[must_use]
    pub fn since(self, now: Timestamp) -> Timestamp {
        if self.is_over() { now - SHOWN } else { EVER }
    }
}

/// The queue stands: nothing leaves but what somebody waits for at a screen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pause {
    /// Since when.
    pub since: Timestamp,
    /// Who stopped it.
    pub by: Option<EmployeeId>,
    /// Why, in his words; perhaps empty.
    pub reason: String,
    /// The instant that a backup stands for which was put back: what waited then may have gone out since.
    pub restored_to: Option<Timestamp>,
}

/// What became of letters within a quarter of an hour.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Quarter {
    /// When it began.
    pub at: Timestamp,
    /// Letters that a server took.
    pub accepted: i64,
    /// Of these, the letters that came back later.
    pub returned: i64,
    /// Letters that came to nothing.
    pub failed: i64,
}

/// Which letters of a pile are listed.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The pile.
    pub pile: Pile,
    /// Of those put off, only for this reason: the key of its words.
    pub reason: Option<String>,
    /// Only those that were queued since.
    pub since: Timestamp,
    /// Behind the letter with this instant and number.
    pub after: Option<(Timestamp, i64)>,
    /// Kinds of which a later letter about the same row stands in the place of an earlier one that is over.
    pub replaced: &'static [Kind],
    /// So many at the most.
    pub limit: i64,
}

impl Listing {
    /// The instant by which the list is ordered.
    #[must_use]
    pub fn instant(&self, letter: &super::Letter) -> Timestamp {
        if self.reason.is_some() { letter.next_attempt_at } else { letter.created_at }
    }
}
