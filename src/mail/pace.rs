//! How fast letters leave, learned from what the server answers: how many sessions it bears, and for how long it
//! is left alone after it refused everybody.

use std::time::Duration;

use super::reason::{Reason, classify};
use super::retry::nth_pause;
use super::smtp::{Cause, Enhanced, Failure, Kind, Phase};

/// While the settings are at fault, the server is asked not more often than this: knocking with a wrong password
/// again and again gets an account locked. While the server is at fault, at least this often.
pub const LONGEST_REST: Duration = Duration::from_mins(15);
/// Rests after the first, second … time in a row that the server could not be spoken to; the last one repeats.
const OUTAGES: [Duration; 5] = [
    Duration::from_mins(1),
    Duration::from_mins(2),
    Duration::from_mins(4),
    Duration::from_mins(8),
    LONGEST_REST,
];
/// The same where it takes no more for now. A limit for a day is not over within minutes.
const THROTTLES: [Duration; 4] =
    [Duration::from_mins(1), Duration::from_mins(5), Duration::from_mins(15), Duration::from_hours(1)];
/// So many letters in a row are refused, or broken off at, for themselves; the next one says that all of them would be.
const OF_THEMSELVES: u32 = 3;
/// After so many accepted letters one session more is tried.
const STEP: u32 = 50;

/// What a letter that was taken proves.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Proof {
    /// That letters are taken.
    Letter,
    /// No more than that the server is there: it is a notice of letters that were refused.
    Notice,
}

/// What was learned of one server.
#[derive(Clone, Debug)]
pub struct Pace {
    most: usize,
    sessions: usize,
    /// Letters accepted since the number of sessions changed.
    accepted: u32,
    /// Each in a row.
    outages: u32,
    throttles: u32,
    policies: u32,
    breaks: u32,
}

impl Pace {
    /// Nothing is known yet: as many sessions as are allowed.
    #[must_use]
    pub fn new(most: usize) -> Self {
        let most = most.max(1);
        Self { most, sessions: most, accepted: 0, outages: 0, throttles: 0, policies: 0, breaks: 0 }
    }

    /// How many sessions it bears.
    #[must_use]
    pub fn sessions(&self) -> usize {
        self.sessions
    }

    /// How often in a row it could not be spoken to, and how often it took no more for the moment.
    #[must_use]
    pub fn in_a_row(&self) -> (u32, u32) {
        (self.outages, self.throttles)
    }

    /// Counts on from what others have found out.
    pub fn take_over(&mut self, outages: u32, throttles: u32) {
        (self.outages, self.throttles) = (outages, throttles);
    }

    /// The server took a letter. That one of the portal's own notices of what came back was taken says nothing of the
    /// letters that it speaks of: many a server takes letters to its own people only.
    pub fn accepted(&mut self, proof: Proof) {
        (self.outages, self.throttles, self.breaks) = (0, 0, 0);
        if proof == Proof::Letter {
            self.policies = 0;
        }
        self.accepted += 1;
        if self.accepted >= STEP && self.sessions < self.most {
            self.sessions += 1;
            self.accepted = 0;
        }
    }

    /// It did not; for how long it is left alone, where another letter would fare no better. `roll` is any random
    /// number: it lengthens a rest by up to a fifth, so that several senders don't come back together.
    pub fn refused(&mut self, failure: &Failure, roll: u64) -> Option<Duration> {
        if failure.kind == Kind::Configuration {
            return Some(LONGEST_REST);
        }
        if concerns_all(failure) {
            self.outages += 1;
            return Some(nth_pause(&OUTAGES, self.outages, roll).min(LONGEST_REST));
        }
        self.outages = 0;
        if failure.reply.is_none() && is_broken_off(failure) {
            self.breaks += 1;
            let in_a_row = self.breaks.saturating_sub(OF_THEMSELVES);
            return (in_a_row > 0).then(|| nth_pause(&OUTAGES, in_a_row, roll).min(LONGEST_REST));
        }
        self.breaks = 0;
        if is_throttle(failure) {
            self.throttles += 1;
            self.sessions = (self.sessions / 2).max(1);
            self.accepted = 0;
            return Some(nth_pause(&THROTTLES, self.throttles, roll));
        }
        let reason = classify(failure);
        if reason != Reason::Policy && !reason.is_about_sender() {
            self.policies = 0;
            return None;
        }
        self.policies += 1;
        (self.policies > OF_THEMSELVES).then_some(LONGEST_REST)
    }
}

/// Whether no other letter would fare better at this moment.
#[must_use]
pub fn concerns_all(failure: &Failure) -> bool {
    failure.kind == Kind::Configuration || failure.phase.is_opening()
}

/// Whether the server went away, or fell silent, in the middle of a letter.
fn is_broken_off(failure: &Failure) -> bool {
    matches!(failure.cause, Cause::Broken | Cause::TooLate | Cause::Gibberish | Cause::TheirServer)
}

/// Whether the server takes no more from this sender for now: 421, or 4.7.x that is not about a stranger's first try
/// (RFC 3463 §3.8), that it takes none at all after MAIL, or a final no that is about how much was sent.
fn is_throttle(failure: &Failure) -> bool {
    if failure.kind == Kind::Permanent {
        return classify(failure) == Reason::Throttled;
    }
    if failure.kind != Kind::Temporary || concerns_all(failure) {
        return false;
    }
    let Some(reply) = &failure.reply else { return false };
    match reply.enhanced {
        _ if reply.code == 421 => true,
        Some(Enhanced(4, 7, _)) => classify(failure) == Reason::Throttled,
        _ => {
            failure.phase == Phase::Mail
                && matches!(classify(failure), Reason::Throttled | Reason::ServerFull)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::smtp::Reply;

    fn answered(phase: Phase, code: u16, enhanced: Option<Enhanced>) -> Failure {
        let kind = match (code / 100, phase) {
            (5, Phase::Mail | Phase::Auth | Phase::Banner) => Kind::Configuration,
            (5, _) => Kind::Permanent,
            _ => Kind::Temporary,
        };
        let reply = Reply { code, enhanced, text: String::new() };
        Failure { phase, kind, cause: Cause::Refused, reply: Some(reply), text: String::new() }
    }

    fn unreachable() -> Failure {
        let (kind, cause) = (Kind::Temporary, Cause::Unreachable);
        Failure { phase: Phase::Connect, kind, cause, reply: None, text: String::new() }
    }

    fn minutes(rest: Option<Duration>) -> Option<u64> {
        rest.map(|rest| rest.as_secs() / 60)
    }

    #[test]
    fn an_outage_is_asked_after_less_and_less_often() {
        let mut pace = Pace::new(8);
        let rests: Vec<_> = (0..7).map(|_| minutes(pace.refused(&unreachable(), 0))).collect();
        assert_eq!(rests, [1, 2, 4, 8, 15, 15, 15].map(Some));
        pace.accepted(Proof::Letter);
        assert_eq!(minutes(pace.refused(&unreachable(), 0)), Some(1), "it begins anew");
        assert!(pace.refused(&unreachable(), u64::MAX) <= Some(Duration::from_secs(144)));
        assert_eq!(pace.sessions(), 8);
    }

    #[test]
    fn a_throttled_sender_halves_its_sessions_and_finds_back() {
        let mut pace = Pace::new(8);
        let first_try = answered(Phase::Rcpt, 451, Some(Enhanced(4, 7, 1)));
        for (reply, sessions, rest) in [
            (answered(Phase::Mail, 421, None), 4, 1),
            (answered(Phase::Rcpt, 454, Some(Enhanced(4, 7, 0))), 2, 5),
            (answered(Phase::Dot, 421, Some(Enhanced(4, 7, 28))), 1, 15),
            (answered(Phase::Mail, 452, None), 1, 60),
        ] {
            assert_eq!(minutes(pace.refused(&reply, 0)), Some(rest));
            assert_eq!(pace.sessions(), sessions);
        }
        for _ in 0..STEP {
            pace.accepted(Proof::Letter);
        }
        assert_eq!(pace.sessions(), 2);
        for _ in 0..10 * STEP {
            pace.accepted(Proof::Letter);
        }
        assert_eq!(pace.sessions(), 8, "never more than allowed");
        assert_eq!(classify(&first_try), Reason::Greylisted);
        assert_eq!(pace.refused(&first_try, 0), None, "a first try that is put off is no limit");
    }

    #[test]
    fn what_is_about_one_mailbox_holds_up_nobody() {
        let mut pace = Pace::new(8);
        for reply in [
            answered(Phase::Rcpt, 550, Some(Enhanced(5, 1, 1))),
            answered(Phase::Rcpt, 452, Some(Enhanced(4, 2, 2))),
            answered(Phase::Rcpt, 450, Some(Enhanced(4, 2, 1))),
            answered(Phase::Rcpt, 450, None),
            answered(Phase::Dot, 451, None),
        ] {
            assert_eq!(pace.refused(&reply, 0), None, "{reply}");
        }
        assert_eq!(pace.sessions(), 8);
    }

    #[test]
    fn the_fourth_refusal_of_policy_in_a_row_is_about_all() {
        let mut pace = Pace::new(8);
        let policy = answered(Phase::Dot, 554, Some(Enhanced(5, 7, 1)));
        assert!((0..3).all(|_| pace.refused(&policy, 0).is_none()));
        pace.accepted(Proof::Letter);
        assert!((0..3).all(|_| pace.refused(&policy, 0).is_none()), "another letter has passed in between");
        assert_eq!(pace.refused(&policy, 0), Some(LONGEST_REST));
        assert_eq!(pace.refused(&policy, 0), Some(LONGEST_REST), "and so is the next");
        pace.accepted(Proof::Notice);
        assert_eq!(pace.refused(&policy, 0), Some(LONGEST_REST), "an own notice of them proves nothing");
        assert_eq!(pace.refused(&answered(Phase::Rcpt, 550, Some(Enhanced(5, 1, 1))), 0), None);
        assert_eq!(pace.refused(&policy, 0), None);
    }

    #[test]
    fn the_fourth_letter_in_a_row_that_a_server_breaks_off_at_is_about_all() {
        let broken =
            |phase, kind| Failure { phase, kind, cause: Cause::Broken, reply: None, text: String::new() };
        let mut pace = Pace::new(8);
        let (early, late) = (broken(Phase::Mail, Kind::Temporary), broken(Phase::Dot, Kind::Unknown));
        assert!([&early, &late, &early].into_iter().all(|one| pace.refused(one, 0).is_none()));
        assert_eq!(minutes(pace.refused(&late, 0)), Some(1));
        assert_eq!(minutes(pace.refused(&early, 0)), Some(2), "longer and longer");
        pace.accepted(Proof::Letter);
        assert!((0..3).all(|_| pace.refused(&early, 0).is_none()));
        assert_eq!(pace.refused(&answered(Phase::Rcpt, 550, Some(Enhanced(5, 1, 1))), 0), None);
        assert_eq!(pace.refused(&early, 0), None, "it has answered another in between");
        assert_eq!(pace.sessions(), 8);
    }
}
