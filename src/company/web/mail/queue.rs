//! What waits to leave, in plain words.

use crate::mail::outbox::{Hold, Priority, Waiting};
use crate::web::signed_in::SignedIn;

/// What is shown of the letters that wait.
pub struct Queue {
    /// How many.
    pub words: String,
    /// What holds them up, and until when; empty where nothing does.
    pub trouble: String,
    /// Whether trying at once may help: the queue does not stand, but something holds letters up.
    pub can_hurry: bool,
}

impl Queue {
    /// `None` where nothing waits.
    pub(super) fn of(me: &SignedIn, waiting: &Waiting, hold: &Hold) -> Option<Self> {
        if waiting.letters == 0 {
            return None;
        }
        let (locale, now) = (me.locale(), me.visitor.portal.now());
        // What holds all letters up at this moment comes before what some wait for.
        let (reason, at) = match &hold.rest {
            Some(rest) => (Some(rest.reason.key()), Some(rest.until)),
            None => (waiting.reason.as_deref(), waiting.next_attempt_at),
        };
        let when = at.map(|at| match hold.lets(Priority::Bulk, at.max(now)) {
            Some(at) => locale.moment(at, now, &me.zone()),
            None => locale.t("queue-next-paused"),
        });
        let trouble = reason.zip(when).map(|(reason, when)| {
            let (reason, is_all) = (locale.t(reason), waiting.held_up == waiting.letters);
            let key =
                if is_all || hold.rest.is_some() { "mail-queue-trouble" } else { "mail-queue-trouble-some" };
            let count = waiting.held_up.into();
            locale.with(key, &[("reason", (&reason).into()), ("when", (&when).into()), ("count", count)])
        });
        Some(Self {
            words: locale.n("mail-queue", waiting.letters),
            can_hurry: !hold.is_paused && trouble.is_some(),
            trouble: trouble.unwrap_or_default(),
        })
    }
}
