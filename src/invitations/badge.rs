//! What became of an invitation and its letter, as a badge with a reason: the same on every screen.

use std::collections::{HashMap, HashSet};

use super::{Invitation, State, letter};
use crate::base::clock::Timestamp;
use crate::base::id::InvitationId;
use crate::history::{Action, Subject};
use crate::i18n::{Locale, Zone};
use crate::mail::outbox::{Delivery, Hold, Letter, Priority, STOPPED, State as LetterState};
use crate::mail::reason::Reason;
use crate::store::{Result, Tx};
use crate::web::{Badge, Icon, Tone};

/// The badge of an invitation at `now`.
#[must_use]
pub fn badge(locale: &Locale, invitation: &Invitation, now: Timestamp) -> Badge {
    match invitation.state(now) {
        State::Pending if invitation.is_kept => kept(locale),
        State::Pending if invitation.is_stopped => stopped(locale),
        state => of(locale, state, invitation.delivery),
    }
}

/// The badge of a letter that stayed in the portal's mailbox.
#[must_use]
pub fn kept(locale: &Locale) -> Badge {
    Badge::new(Tone::Warn, Icon::Inbox, locale.t("invitation-badge-kept"))
}

/// The badge of a letter that was stopped because a backup was put back.
#[must_use]
pub fn stopped(locale: &Locale) -> Badge {
    Badge::new(Tone::Warn, Icon::Warning, locale.t("invitation-badge-stopped"))
}

/// The badge of an invitation in `state` whose letter is in `delivery`.
#[must_use]
pub fn of(locale: &Locale, state: State, delivery: Delivery) -> Badge {
    let (tone, icon, key) = match state {
        State::Accepted => (Tone::Ok, Icon::Done, "invitation-badge-accepted"),
        State::Declined => (Tone::Quiet, Icon::Bad, "invitation-badge-declined"),
        State::Revoked => (Tone::Quiet, Icon::Cancel, "invitation-badge-revoked"),
        State::Expired => (Tone::Quiet, Icon::Clock, "invitation-badge-expired"),
        State::Pending => of_letter(delivery),
    };
    Badge::new(tone, icon, locale.t(key))
}

/// What became of a letter, in a word or two.
#[must_use]
pub fn of_letter_words(locale: &Locale, delivery: Delivery) -> String {
    locale.t(of_letter(delivery).2)
}

fn of_letter(delivery: Delivery) -> (Tone, Icon, &'static str) {
    match delivery {
        Delivery::None => (Tone::Quiet, Icon::Link, "invitation-badge-none"),
        Delivery::Queued => (Tone::Quiet, Icon::Pending, "invitation-badge-queued"),
        Delivery::Sending => (Tone::Info, Icon::Send, "invitation-badge-sending"),
        Delivery::Sent => (Tone::Info, Icon::Check, "invitation-badge-sent"),
        Delivery::Deferred => (Tone::Warn, Icon::Clock, "invitation-badge-deferred"),
        Delivery::Failed => (Tone::Bad, Icon::Warning, "invitation-badge-failed"),
        Delivery::Unknown => (Tone::Warn, Icon::Question, "invitation-badge-unknown"),
    }
}

/// Why the letter is where it is, and when it is tried again; nothing where all is well.
pub fn reason(
    tx: &mut Tx<'_>,
    locale: &Locale,
    zone: &Zone,
    hold: &Hold,
    invitation: &Invitation,
    now: Timestamp,
) -> Result<String> {
    let mut all = reasons(tx, locale, zone, hold, std::slice::from_ref(invitation), now)?;
    Ok(all.remove(&invitation.id).unwrap_or_default())
}

/// The same for the invitations of one company; those where all is well have none. Of one that has ended: that another
/// is asked for.
pub fn reasons(
    tx: &mut Tx<'_>,
    locale: &Locale,
    zone: &Zone,
    hold: &Hold,
    invitations: &[Invitation],
    now: Timestamp,
) -> Result<HashMap<InvitationId, String>> {
    let asks = |invitation: &&Invitation| {
        match invitation.state(now) {
            State::Pending => {
                matches!(invitation.delivery, Delivery::Deferred | Delivery::Failed | Delivery::Unknown)
            }
            // What never came can't have been accepted: that is why it has expired.
            State::Expired => invitation.delivery == Delivery::Failed,
            State::Accepted | State::Declined | State::Revoked => false,
        }
    };
    let letters = letter::last_of(tx, invitations.iter().filter(asks))?;
    let wishes = wishes(tx, invitations, now)?;
    let wish = |at| locale.named("invitation-reason-another-asked", &locale.moment(at, now, zone));
    let reasons = letters.into_iter().map(|(id, letter)| (id, reason_of(locale, zone, hold, &letter, now)));
    let stopped = invitations.iter().filter(|one| one.is_stopped && one.end().is_none());
    let reasons = reasons.chain(stopped.map(|one| (one.id, locale.t(STOPPED))));
    Ok(reasons.chain(wishes.into_iter().map(|(id, at)| (id, wish(at)))).collect())
}

/// When another invitation was asked for in the place of one of these that has ended.
fn wishes(
    tx: &mut Tx<'_>,
    invitations: &[Invitation],
    now: Timestamp,
) -> Result<Vec<(InvitationId, Timestamp)>> {
    let Some(company) = invitations.first().map(|first| first.company_id) else { return Ok(Vec::new()) };
    let has_ended = |one: &&Invitation| !matches!(one.state(now), State::Pending | State::Accepted);
    let ended: Vec<Subject> =
        invitations.iter().filter(has_ended).map(|one| Subject::Invitation(one.id)).collect();
    let times = tx.history().last_times(company, Action::NewInvitationAsked, &ended)?;
    Ok(times.into_iter().map(|(id, at)| (InvitationId(id), at)).collect())
}

/// The reason of one letter, in words.
#[must_use]
pub fn reason_of(locale: &Locale, zone: &Zone, hold: &Hold, letter: &Letter, now: Timestamp) -> String {
    let next = letter.tried_again_at().map(|at| hold.lets(letter.priority, at));
    let again = next.map(|next| again(*locale, zone, "invitation-next-attempt", next, now));
    why(*locale, letter.reason.as_deref(), again)
}

/// Letters that wait for the same.
pub struct Delay {
    /// How many.
    pub letters: i64,
    /// For what, as the key of its words.
    reason: Option<String>,
    /// When the first of them is tried again.
    next: Option<Timestamp>,
    /// Whether the others are tried at other times.
    is_scattered: bool,
    /// Whether they went out without an answer.
    is_unanswered: bool,
}

impl Delay {
    /// Whether nobody knows if they came: they went out without an answer, or the portal does not try them again.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.is_unanswered || (self.next.is_none() && !self.is_behind())
    }

    /// Whether they wait for the reason with this key.
    #[must_use]
    pub fn is_for(&self, reason: &str) -> bool {
        self.reason.as_deref() == Some(reason)
    }

    /// Whether they were sent, and wait behind the server that took them.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.is_for(Reason::Delayed.key())
    }

    /// Why they wait, and until when, in words.
    #[must_use]
    pub fn words(&self, locale: Locale, zone: &Zone, hold: &Hold, now: Timestamp) -> String {
        let key = if self.is_scattered { "invitation-first-attempt" } else { "invitation-next-attempt" };
        let next = self.next.map(|at| hold.lets(Priority::Bulk, at));
        why(locale, self.reason.as_deref(), next.map(|next| again(locale, zone, key, next, now)))
    }
}

/// For what the letters of these invitations wait, where they do; what most of them wait for comes first.
pub fn delays<'i>(tx: &mut Tx<'_>, invitations: impl Iterator<Item = &'i Invitation>) -> Result<Vec<Delay>> {
    let is_delayed = |one: &&Invitation| matches!(one.delivery, Delivery::Deferred | Delivery::Unknown);
    let mut delays: Vec<Delay> = Vec::new();
    for letter in letter::last_of(tx, invitations.filter(is_delayed))?.into_values() {
        let next = letter.tried_again_at();
        let is_unanswered = letter.state == LetterState::Unknown;
        let is_same = |known: &&mut Delay| {
            known.reason == letter.reason
                && known.is_unanswered == is_unanswered
                && known.next.is_some() == next.is_some()
        };
        if let Some(known) = delays.iter_mut().find(is_same) {
            known.letters += 1;
            known.is_scattered |= known.next != next;
            known.next = [known.next, next].into_iter().flatten().min();
        } else {
            let (letters, reason, is_scattered) = (1, letter.reason, false);
            delays.push(Delay { letters, reason, next, is_scattered, is_unanswered });
        }
    }
    delays.sort_by(|a, b| b.letters.cmp(&a.letters).then_with(|| a.reason.cmp(&b.reason)));
    Ok(delays)
}

/// When it is tried again; nothing while the queue stands.
fn again(locale: Locale, zone: &Zone, key: &str, next: Option<Timestamp>, now: Timestamp) -> String {
    match next {
        Some(at) => locale.named(key, &locale.moment(at, now, zone)),
        None => locale.t("invitation-attempt-after-pause"),
    }
}

fn why(locale: Locale, reason: Option<&str>, again: Option<String>) -> String {
    let why = reason.map(|key| locale.t(key));
    [why, again].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Those of these invitations whose letter failed, and another address would have helped.
pub fn wanting_address(tx: &mut Tx<'_>, invitations: &[Invitation]) -> Result<HashSet<InvitationId>> {
    let failed = || invitations.iter().filter(|invitation| invitation.delivery == Delivery::Failed);
    let letters = letter::last_of(tx, failed())?;
    let asks = |id: &InvitationId| {
        let why = letters.get(id).and_then(|letter| letter.reason.as_deref());
        why.is_none_or(Reason::asks_for_address)
    };
    Ok(failed().map(|invitation| invitation.id).filter(asks).collect())
}
