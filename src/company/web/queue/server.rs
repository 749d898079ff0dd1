//! How the mail server does at present, in plain words: since when no letter gets through, and when it is tried again.

use super::super::mail::{MailView, Now};
use crate::base::clock::Timestamp;
use crate::mail::outbox::Waiting;
use crate::mail::reason::Reason;
use crate::mail::transport::Rest;
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
    pub(super) fn of(me: &SignedIn, mail: &MailView, waiting: &Waiting, is_paused: bool) -> Self {
        let (locale, portal) = (me.locale(), &me.visitor.portal);
        let as_it_is = || {
            let (tone, words) = (mail.tone(), mail.now_words(&locale));
            Self { tone, words, reason: String::new() }
        };
        if !matches!(mail.now, Now::Server(_) | Now::Fixed(_) | Now::Direct { .. }) {
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
            // It may be well, and yet no letter leaves by it.
            (None, None, None) if is_paused => {
                let (tone, words) = (Tone::Info, locale.t("queue-server-idle"));
                return Self { tone, words, reason: String::new() };
            }
            (None, None, None) => return as_it_is(),
        };
        // A server that is away is tried all the same, with what somebody waits for at a screen.
        let tries_urgent = rest.as_ref().is_some_and(|rest| !rest.is_for_bulk);
        let next = rest.as_ref().map(|rest| rest.until).or(waits);
        let next = match next {
            _ if is_paused && !tries_urgent => locale.t("queue-next-paused"),
            Some(at) => clock(at),
            None => locale.t("queue-next"),
        };
        let words = locale.t(&reason);
        let since = trouble.map(|trouble| clock(trouble.since)).unwrap_or_default();
        let key = match trouble {
            Some(_) => "queue-server-since",
            None if rest.is_none() && waiting.held_up < waiting.letters => "queue-server-waits-some",
            None => "queue-server-waits",
        };
        let told = locale.with(
            key,
            &[
                ("reason", (&words).into()),
                ("since", (&since).into()),
                ("next", (&next).into()),
                ("count", waiting.held_up.into()),
            ],
        );
        let words = match &rest {
            Some(_) if is_paused && tries_urgent => {
                format!("{told} {}", locale.t("queue-server-rests-paused"))
            }
            Some(rest) => format!("{told} {}", locale.t(care(rest))),
            None => told,
        };
        // What is tried at once is what waits for servers that nobody reaches.
        let is_cut_off = reason == Reason::NoWayOut.key();
        let reason = if is_cut_off { Reason::TheirServer.key().to_owned() } else { reason };
        Self { tone: Tone::Bad, words, reason }
    }
}

/// Why the server is left alone.
fn care(rest: &Rest) -> &'static str {
    match rest.reason {
        Reason::Throttled => "queue-server-rests-limit",
        Reason::Policy => "queue-server-rests-policy",
        Reason::AuthRefused => "queue-server-rests-sign-in",
        Reason::SenderRefused if rest.is_for_bulk => "queue-server-rests-sender",
        Reason::RelayDenied | Reason::WantsSignIn if rest.is_for_bulk => "queue-server-rests-relay",
        _ if rest.is_for_bulk => "queue-server-rests-bulk",
        _ => "queue-server-rests",
    }
}
