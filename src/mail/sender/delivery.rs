//! What an attempt means for the letter, and writing it down.

use std::time::Duration;

use super::prepare::Prepared;
use super::{Owners, Sender, UNKNOWN_FOR};
use crate::base::clock::Timestamp;
use crate::base::random::{self, Random};
use crate::mail::outbox::store::Ending;
use crate::mail::outbox::{KEPT, Letter, State};
use crate::mail::pace::{LONGEST_REST, concerns_all};
use crate::mail::reason::{Reason, classify};
use crate::mail::retry::{GIVE_UP_AFTER, retry_after};
use crate::mail::smtp::{Accepted, Cause, Failure, Kind, Phase};
use crate::mail::transport::Rest;
use crate::store::{Result, Tx};

/// A full mailbox may have been emptied the next day.
const MAILBOX_RETRY: Duration = Duration::from_hours(24);
/// How soon it is tried again to write something down while the database does not take it.
const AGAIN: Duration = Duration::from_secs(1);
/// Letters kept in the mailbox in one transaction.
const KEEP_AT_ONCE: usize = 64;

/// A letter together with how its attempt ended.
#[derive(Clone)]
pub(super) struct Report {
    pub(super) letter: Letter,
    pub(super) ending: Ending,
}

impl Report {
    pub(super) fn write(
        &self,
        tx: &mut Tx<'_>,
        owners: &Owners,
        random: &dyn Random,
        now: Timestamp,
    ) -> Result<()> {
        let Self { letter, ending } = self;
        if tx.outbox().end_attempt(letter.id, ending, now)? {
            owners.note(tx, &ending.of(letter), ending.state.delivery(), random, now)?;
        }
        Ok(())
    }

    /// Whether somebody may have been written to about it.
    pub(super) fn brings_letters(&self) -> bool {
        self.ending.state == State::Failed
    }
}

/// Whether a no is about who sends, or how much: another letter would fare no better now, and this one as well later.
fn blames_no_letter(failure: &Failure) -> bool {
    let reason = classify(failure);
    reason == Reason::Throttled || reason.is_about_sender()
}

impl Sender {
    /// What became of a letter.
    pub(super) fn ending(&self, letter: &Letter, outcome: &std::result::Result<Accepted, Failure>) -> Ending {
        match outcome {
            Ok(accepted) => Ending {
                state: State::Accepted,
                next_attempt_at: None,
                reason: None,
                reply: accepted.reply.to_string(),
                is_attempt: true,
            },
            Err(failure) => self.failed(letter, failure),
        }
    }

    fn failed(&self, letter: &Letter, failure: &Failure) -> Ending {
        let now = self.clock.now();
        let (state, next_attempt_at) = match failure.kind {
            Kind::Permanent if classify(failure) == Reason::MailboxFull => {
                tried_again(letter, now, MAILBOX_RETRY)
            }
            // Neither is about the recipient: the letter waits until the server takes letters again.
            Kind::Permanent if blames_no_letter(failure) => self.later(letter, failure, now),
            Kind::Permanent => (State::Failed, None),
            Kind::Unknown => (State::Unknown, (letter.repeats == 0).then_some(now + UNKNOWN_FOR)),
            Kind::Temporary | Kind::Configuration => self.later(letter, failure, now),
        };
        let is_attempt = !concerns_all(failure);
        let reason = Some(classify(failure).key());
        Ending { state, next_attempt_at, reason, reply: failure.words(), is_attempt }
    }

    /// Any number, so that what was put off together does not return together.
    pub(super) fn roll(&self) -> u64 {
        random::roll(&*self.random)
    }

    fn later(&self, letter: &Letter, failure: &Failure, now: Timestamp) -> (State, Option<Timestamp>) {
        if failure.kind == Kind::Configuration {
            return tried_again(letter, now, LONGEST_REST);
        }
        let pauses_skipped = match classify(failure) {
            // Nobody is let through within the first minutes: the shortest pause is no use.
            Reason::Greylisted => 1,
            // As long as the queue rests after some of them: others find out whether the server takes letters again.
            reason if reason.is_about_sender() => 2,
            _ => 0,
        };
        let pause = retry_after(failures(letter).saturating_add(pauses_skipped), self.roll());
        let pause = if concerns_all(failure) { pause.min(LONGEST_REST) } else { pause };
        tried_again(letter, now, pause)
    }

    /// Writes down how attempts ended, and lets the features take note. Where one of them can't, the
    /// others are written down all the same.
    pub(super) async fn report(&self, reports: Vec<Report>) -> Result<()> {
        match self.report_together(reports.clone()).await {
            Err(error) if !error.is_temporary() => {}
            done => return done,
        }
        for report in reports {
            let Err(error) = self.report_together(vec![report.clone()]).await else { continue };
            if error.is_temporary() {
                return Err(error);
            }
            tracing::error!(letter = %report.letter.id, %error, "nobody could take note of a letter");
            let now = self.clock.now();
            let end = move |tx: &mut Tx<'_>| tx.outbox().end_attempt(report.letter.id, &report.ending, now);
            self.db.write(end).await?;
        }
        Ok(())
    }

    /// The same, however long it takes until the database takes it: what nobody wrote down would be repeated, although
    /// the server has it.
    pub(super) async fn report_at_last(&self, reports: Vec<Report>) -> Result<()> {
        loop {
            match self.report(reports.clone()).await {
                Err(error) if error.is_temporary() && self.db.loss().is_none() => {
                    tracing::warn!(%error, letters = reports.len(), "what became of letters is written down later");
                    self.clock.sleep_until(self.clock.now() + AGAIN).await;
                }
                done => return done,
            }
        }
    }

    async fn report_together(&self, reports: Vec<Report>) -> Result<()> {
        if reports.is_empty() {
            return Ok(());
        }
        let (owners, random, now) = (self.owners, self.random.clone(), self.clock.now());
        let brings_letters = reports.iter().any(Report::brings_letters);
        self.db
            .write(move |tx| reports.iter().try_for_each(|report| report.write(tx, &owners, &*random, now)))
            .await?;
        if brings_letters {
            self.bell.ring();
        }
        Ok(())
    }

    /// Ends a letter that can't be written, and tells whoever looks after the portal.
    pub(super) async fn give_up(&self, letter: Letter, why: &str) -> Result<()> {
        tracing::error!(letter = %letter.id, why, "a letter can't be written");
        let ending = Ending {
            state: State::Failed,
            next_attempt_at: None,
            reason: Some(Reason::Other.key()),
            reply: String::new(),
            is_attempt: true,
        };
        self.report(vec![Report { letter, ending }]).await
    }

    /// Puts letters off while the server is left alone.
    pub(super) async fn wait_out(&self, prepared: Vec<Prepared>, rest: &Rest) -> Result<()> {
        let report = |one: Prepared| {
            let ending = self.put_off_until(&one.letter, rest);
            Report { letter: one.letter, ending }
        };
        self.report(prepared.into_iter().map(report).collect()).await
    }

    /// A letter waits for the end of a rest, whatever became of the one that brought it about.
    pub(super) fn put_off_until(&self, letter: &Letter, rest: &Rest) -> Ending {
        let now = self.clock.now();
        let (state, next) = tried_again(letter, now, Duration::ZERO);
        let before = failures(letter).saturating_sub(1);
        Ending {
            state,
            // Those that were refused themselves come after the others, so that each finds out once.
            next_attempt_at: next.map(|_| rest.until + Duration::from_millis(before.into())),
            reason: Some(rest.reason.key()),
            // What was said of another letter may name its recipient, and is no answer to this one.
            reply: if rest.is_for_bulk { String::new() } else { rest.words.clone() },
            is_attempt: false,
        }
    }

    /// A letter at which the server closed for all comes after the others: they find out whether it takes letters
    /// again, or one that it never takes would keep it closed.
    pub(super) fn put_behind(&self, letter: &Letter, failure: &Failure, rest: &Rest) -> Ending {
        let now = self.clock.now();
        let pause = rest.until.since(now) + retry_after(failures(letter), self.roll());
        let (state, next_attempt_at) = tried_again(letter, now, pause);
        let reason = Some(classify(failure).key());
        Ending { state, next_attempt_at, reason, reply: failure.words(), is_attempt: true }
    }

    /// Puts letters off, because nobody knows by which server they should leave.
    pub(super) async fn put_off(&self, prepared: Vec<Prepared>, reason: &str) -> Result<()> {
        tracing::warn!(reason, "letters wait: the settings of mail have to be mended");
        let failure = Failure {
            phase: Phase::Connect,
            kind: Kind::Configuration,
            cause: Cause::Unreachable,
            reply: None,
            text: reason.to_owned(),
        };
        let report = |one: Prepared| {
            let ending = self.failed(&one.letter, &failure);
            Report { letter: one.letter, ending }
        };
        self.report(prepared.into_iter().map(report).collect()).await
    }

    /// Keeps letters in the development mailbox.
    pub(super) async fn keep_all(&self, prepared: Vec<Prepared>) -> Result<()> {
        let (owners, now) = (self.owners, self.clock.now());
        for chunk in prepared.chunks(KEEP_AT_ONCE) {
            let kept: Vec<_> = chunk.iter().map(|one| (one.letter.clone(), one.message())).collect();
            let random = self.random.clone();
            self.db
                .write(move |tx| {
                    for (letter, message) in &kept {
                        let ending = match message {
                            Ok(message) => {
                                tx.outbox().keep(letter, &message.bytes, now)?;
                                kept_ending()
                            }
                            Err(ending) => ending.clone(),
                        };
                        Report { letter: letter.clone(), ending }.write(tx, &owners, &*random, now)?;
                    }
                    Ok(())
                })
                .await?;
        }
        Ok(())
    }
}

/// How often it has failed, this attempt among them.
fn failures(letter: &Letter) -> u32 {
    u32::try_from(letter.attempts).unwrap_or(u32::MAX)
}

/// Later, unless it has been tried for too long already.
fn tried_again(letter: &Letter, now: Timestamp, pause: Duration) -> (State, Option<Timestamp>) {
    if letter.created_at + GIVE_UP_AFTER <= now {
        return (State::Failed, None);
    }
    (State::Deferred, Some(now + pause))
}

fn kept_ending() -> Ending {
    Ending {
        state: State::Accepted,
        next_attempt_at: None,
        reason: Some(KEPT),
        reply: String::new(),
        is_attempt: true,
    }
}
