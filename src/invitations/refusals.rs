//! Why something was not done with an invitation, as the key of a message: `flash-KEY`.

use super::State;
use super::invite::Period;
use super::limits::Refusal;

/// The message of a refusal.
#[must_use]
pub fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotAllowed => "refused-not-allowed",
        Refusal::AlreadyQueued => "refused-already-queued",
        Refusal::JustSent => "refused-just-sent",
        Refusal::TooManyLetters => "refused-too-many-letters",
        Refusal::WrittenLately => "refused-written-lately",
        Refusal::OptedOut => "refused-opted-out",
        Refusal::Complained => "refused-complaint",
        Refusal::BadAddress => "refused-bad-address",
        Refusal::OverQuota(Period::Day) => "refused-over-day",
        Refusal::OverQuota(Period::Week) => "refused-over-week",
        Refusal::TooManyPending => "refused-too-many-pending",
        Refusal::SeatsFull => "refused-seats-full",
        Refusal::LinkEnded => "refused-link-ended",
        Refusal::MoreThanOwn => "refused-more-than-own",
    }
}

/// The message that an invitation has come to its end.
#[must_use]
pub fn ended(state: State) -> &'static str {
    match state {
        State::Accepted => "ended-accepted",
        State::Declined => "ended-declined",
        State::Revoked => "ended-revoked",
        State::Expired | State::Pending => "ended-expired",
    }
}
