//! How the mail server does at present, in plain words: since when no letter gets through, and when it is tried again.

use super::super::mail::{MailView, Now};
use crate::base::clock::Timestamp;
use crate::mail::outbox::Waiting;
use crate::web::Tone;
use crate::web::signed_in::SignedIn;

/// What is said of the server.
pub(super) struct Server {
    pub tone: Tone,
    pub words: String,
    /// The reason whose letters can be tried at once: its key; empty where nothing is in the way.
    pub reason: String,
}

impl Server {
    pub(super) fn of(me: &SignedIn, mail: &MailView, waiting: &Waiting) -> Self {
        let (locale, portal) = (me.locale(), &me.visitor.portal);
        let as_it_is = || Self { tone: mail.tone(), words: mail.now_words(&locale), reason: String::new() };
        if !matches!(mail.now, Now::Server(_) | Now::Fixed(_)) {
            return as_it_is();
        }
        let (now, zone) = (portal.now(), me.zone());
        let clock = |at: Timestamp| locale.clock(at, now, &zone);
        let waits = waiting.next_attempt_at.filter(|at| *at > now);
        let (rest, trouble) = (portal.mail.resting(now), portal.mail.trouble());
        let reason = match (&rest, trouble, waits) {
            (Some(rest), _, _) => rest.reason.key().to_owned(),
            (None, Some(trouble), _) => trouble.reason.key().to_owned(),
            // Another process found it out, or this one before it was started anew.
            (None, None, Some(_)) => waiting.reason.clone().unwrap_or_default(),
            (None, None, None) => return as_it_is(),
        };
        let next = rest.as_ref().map(|rest| rest.until).or(waits);
        let next = next.map_or_else(|| locale.t("queue-next"), clock);
        let words = locale.t(&reason);
        let told = match trouble {
            Some(trouble) => locale.with(
                "queue-server-since",
                &[
                    ("reason", (&words).into()),
                    ("since", (&clock(trouble.since)).into()),
                    ("next", (&next).into()),
                ],
            ),
            None => {
                locale.with("queue-server-waits", &[("reason", (&words).into()), ("next", (&next).into())])
            }
        };
        let words = match rest {
            Some(_) => format!("{told} {}", locale.t("queue-server-rests")),
            None => told,
        };
        Self { tone: Tone::Bad, words, reason }
    }
}
