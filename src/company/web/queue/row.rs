//! A letter of the queue in a row.

use crate::base::clock::Timestamp;
use crate::mail::outbox::{Hold, Letter, State};
use crate::web::signed_in::SignedIn;

/// What is shown of a letter.
pub(super) struct Row {
    pub id: i64,
    /// To whom.
    pub email: String,
    /// What kind of letter it is.
    pub kind: String,
    /// The page of what it speaks of, where the reader may open it; else empty.
    pub href: String,
    /// Since when it is there.
    pub since: String,
    /// The same for machines.
    pub time: String,
    pub attempts: i64,
    /// Why it is still there, or will not be delivered.
    pub why: String,
    /// What the server said.
    pub reply: String,
    /// When it is tried next.
    pub next: String,
}

impl Row {
    /// `is_returned`: a server had taken it; `href` leads to what it speaks of; `hold` is what holds up all letters.
    pub(super) fn of(me: &SignedIn, letter: &Letter, is_returned: bool, href: String, hold: &Hold) -> Self {
        let (locale, now, zone) = (me.locale(), me.visitor.portal.now(), me.zone());
        let when = |at: Timestamp| locale.moment(at, now, &zone);
        let key = format!("queue-kind-{}", letter.kind);
        let kind = locale.t(&key);
        let why = letter.reason.as_deref().map(|reason| locale.t(reason)).unwrap_or_default();
        Self {
            id: letter.id.0,
            email: letter.email.clone(),
            kind: if kind == key { locale.t("queue-kind-other") } else { kind },
            href,
            since: when(letter.created_at),
            time: letter.created_at.to_string(),
            attempts: letter.attempts,
            why: if is_returned { locale.named("queue-returned", &why) } else { why },
            reply: letter.reply.clone().unwrap_or_default(),
            next: match letter.state {
                State::Queued | State::Deferred | State::Unknown
                    if letter.next_attempt_at == Timestamp::NEVER =>
                {
                    locale.t("queue-never")
                }
                State::Queued | State::Deferred | State::Unknown => {
                    match hold.lets(letter.priority, letter.next_attempt_at) {
                        None => locale.t("queue-next-paused"),
                        Some(at) if at > now => when(at),
                        Some(_) => locale.t("queue-next"),
                    }
                }
                State::Claimed | State::DotSent | State::Accepted | State::Failed | State::Cancelled => {
                    String::new()
                }
            },
        }
    }
}
