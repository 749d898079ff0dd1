//! What happened to an invitation, in the order of time: its history and the fate of its letters.

use crate::base::clock::Timestamp;
use crate::history::Subject;
use crate::history::words::{doer, sentence};
use crate::i18n::{Locale, Zone};
use crate::invitations::{Invitation, badge, letter};
use crate::mail::outbox::{Attempt, Hold, Letter, State};
use crate::mail::reason::Reason;
use crate::store::{Result, Tx};
use crate::web::{Icon, Tone};

/// One thing that happened.
pub(super) struct Event {
    at: Timestamp,
    pub tone: Tone,
    pub icon: Icon,
    pub words: String,
    /// Who did it, where somebody did.
    pub who: String,
    /// Empty of what is so now.
    pub when: String,
    pub time: String,
    /// The server's own words, folded away.
    pub reply: String,
}

/// All events, the earliest first.
pub(super) fn events(
    tx: &mut Tx<'_>,
    locale: Locale,
    zone: &Zone,
    hold: &Hold,
    invitation: &Invitation,
    now: Timestamp,
) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    let event = |at: Timestamp, tone, icon, words, reply: &str| Event {
        at,
        tone,
        icon,
        words,
        who: String::new(),
        when: locale.moment(at, now, zone),
        time: at.to_string(),
        reply: reply.to_owned(),
    };
    for entry in tx.history().of(invitation.company_id, Subject::Invitation(invitation.id))? {
        let (tone, icon) = look(&entry.action);
        let told = event(entry.at, tone, icon, sentence(&locale, zone, &entry), "");
        events.push(Event { who: doer(&locale, &entry), ..told });
    }
    let letters = letter::all(tx, invitation.company_id, invitation.id)?;
    for (at, letter) in letters.iter().enumerate() {
        let attempts = tx.outbox().attempts_of(letter.id)?;
        let mut later = letters[at + 1..].iter().filter(|later| later.state != State::Cancelled);
        let next = later.next().map(|next| next.created_at);
        for attempt in &attempts {
            let (tone, icon, words) = told(locale, letter, attempt);
            // There was another one by then: else this would be taken for news of that.
            let is_about_earlier = next.is_some_and(|next| next <= attempt.at);
            let words = if is_about_earlier { of_earlier(locale, zone, letter, &words, now) } else { words };
            events.push(event(attempt.at, tone, icon, words, &attempt.reply));
        }
        let may_have_left = attempts.iter().any(|attempt| attempt.outcome == State::Unknown.word());
        if let Some((at, tone, icon, words, reply)) = standing(locale, zone, hold, letter, may_have_left, now)
        {
            // Of what it waits for the last attempt may have said it all.
            let is_said = at.is_none() && attempts.last().is_some_and(|last| last.reply == reply);
            let reply = if is_said { "" } else { reply };
            let mut standing = event(at.unwrap_or(now), tone, icon, words, reply);
            if at.is_none() {
                standing.when.clear();
            }
            events.push(standing);
        }
    }
    events.sort_by_key(|event| event.at);
    Ok(events)
}

/// What became of a letter at an instant.
fn told(locale: Locale, letter: &Letter, attempt: &Attempt) -> (Tone, Icon, String) {
    let to = letter.email.as_str();
    // Taken by a server, and come back later.
    if attempt.outcome == State::Accepted.word() {
        return (Tone::Info, Icon::Check, locale.named("invitation-event-accepted", to));
    }
    let why = locale.t(&attempt.reason);
    let key = match attempt.outcome.as_str() {
        "failed" => "invitation-event-failed",
        "unknown" if attempt.reason == Reason::Interrupted.key() => "invitation-event-interrupted",
        "unknown" if letter.repeats > 0 => "invitation-event-unknown-twice",
        "unknown" => "invitation-event-unknown",
        _ => "invitation-event-deferred",
    };
    let tone = if attempt.outcome == "failed" { Tone::Bad } else { Tone::Warn };
    (tone, Icon::Warning, locale.with(key, &[("why", why.as_str().into()), ("to", to.into())]))
}

/// The same of a letter in whose place another was written since: of which one.
fn of_earlier(locale: Locale, zone: &Zone, letter: &Letter, words: &str, now: Timestamp) -> String {
    let queued = locale.clock(letter.created_at, now, zone);
    locale.with("invitation-event-of-earlier", &[("when", (&queued).into()), ("what", words.into())])
}

/// Where a letter stands, and since when, where its attempts have not said it. What it waits for now has no instant.
fn standing<'a>(
    locale: Locale,
    zone: &Zone,
    hold: &Hold,
    letter: &'a Letter,
    may_have_left: bool,
    now: Timestamp,
) -> Option<(Option<Timestamp>, Tone, Icon, String, &'a str)> {
    let to = letter.email.as_str();
    let reply = letter.reply.as_deref().unwrap_or_default();
    let at = Some(letter.finished_at.unwrap_or(letter.created_at));
    match letter.state {
        State::Queued => {
            Some((at, Tone::Quiet, Icon::Pending, locale.named("invitation-event-queued", to), ""))
        }
        State::Claimed | State::DotSent => {
            Some((None, Tone::Info, Icon::Send, locale.named("invitation-event-sending", to), ""))
        }
        State::Accepted if letter.is_kept() => {
            Some((at, Tone::Warn, Icon::Inbox, locale.named("invitation-event-kept", to), ""))
        }
        State::Accepted => {
            Some((at, Tone::Info, Icon::Check, locale.named("invitation-event-accepted", to), reply))
        }
        State::Cancelled if letter.is_stopped() => {
            Some((at, Tone::Warn, Icon::Warning, locale.named("invitation-event-stopped", to), ""))
        }
        State::Cancelled if may_have_left => {
            Some((at, Tone::Warn, Icon::Cancel, locale.named("invitation-event-not-repeated", to), ""))
        }
        State::Cancelled => {
            Some((at, Tone::Quiet, Icon::Cancel, locale.named("invitation-event-cancelled", to), ""))
        }
        State::Deferred | State::Unknown if letter.next_attempt_at.0 < i64::MAX => {
            let words = badge::reason_of(&locale, zone, hold, letter, now);
            Some((None, Tone::Quiet, Icon::Clock, locale.named("invitation-event-waits", &words), reply))
        }
        State::Deferred | State::Unknown | State::Failed => None,
    }
}

fn look(action: &str) -> (Tone, Icon) {
    match action {
        "accepted" | "joined" | "approved" => (Tone::Ok, Icon::Done),
        "revoked" | "undone" | "declined" | "opted-out" | "complained" => (Tone::Quiet, Icon::Cancel),
        "invited" => (Tone::Info, Icon::Invite),
        "resent" | "reminded" => (Tone::Info, Icon::Resend),
        "new-link" => (Tone::Quiet, Icon::Link),
        "link-ended" => (Tone::Warn, Icon::LinkOff),
        "seat-missing" => (Tone::Warn, Icon::Warning),
        _ => (Tone::Quiet, Icon::Edit),
    }
}
