//! One domain's share of the sending: how many sessions it has, and what was learned of its servers.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::base::clock::Timestamp;
use crate::mail::outbox::Priority;
use crate::mail::pace::{Pace, Proof, concerns_all};
use crate::mail::places::{Place, Places};
use crate::mail::smtp::{Cause, Failure, Kind};
use crate::mail::transport::Rest;

/// The most sessions with the servers of one domain, but for one more that letters have which somebody waits for.
pub(super) const SLOTS: usize = 2;

/// So long a server that broke off is asked after all others (RFC 5321 §5.1).
const LEFT_FOR: Duration = Duration::from_mins(30);

/// A domain that letters go to.
pub struct Lane {
    domain: String,
    slots: Places,
    learned: Mutex<Learned>,
}

struct Learned {
    pace: Pace,
    rest: Option<Rest>,
    /// Its servers were there when they were asked last. Else one session finds that out before there is another.
    is_known: bool,
    /// The one of its servers that broke off in the midst of a letter last, and until when the others come first.
    left: Option<(IpAddr, Timestamp)>,
}

impl Lane {
    pub(super) fn new(domain: &str) -> Self {
        let learned = Learned { pace: Pace::new(SLOTS), rest: None, is_known: false, left: None };
        Self { domain: domain.to_owned(), slots: Places::new(SLOTS + 1), learned: Mutex::new(learned) }
    }

    /// The domain, as A-labels.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// How many sessions its servers bear.
    #[must_use]
    pub fn sessions(&self) -> usize {
        self.with(|learned| learned.pace.sessions())
    }

    /// Whether no further letters of this priority can be begun with at present.
    #[must_use]
    pub fn is_full(&self, priority: Priority) -> bool {
        let most = self.with(|learned| if learned.is_known { learned.pace.sessions() } else { 1 });
        let beside = usize::from(priority == Priority::Interactive);
        self.slots.taken(priority) >= most + beside
    }

    /// Why, and until when, its servers are left alone, where they are.
    #[must_use]
    pub fn resting(&self, now: Timestamp) -> Option<Rest> {
        self.with(|learned| learned.rest.clone().filter(|rest| rest.lasts(now)))
    }

    pub(super) fn wake(&self) {
        self.with(|learned| learned.rest = None);
    }

    /// A slot that is free at once.
    pub(super) fn slot(&self, priority: Priority) -> Option<Place> {
        self.slots.try_take(priority)
    }

    /// A slot, as soon as one is free.
    pub(super) async fn next_slot(&self, priority: Priority) -> Option<Place> {
        self.slots.take(priority).await
    }

    /// Learns from a letter that one of its servers took, as [`Switch::learn_accepted`] does.
    ///
    /// [`Switch::learn_accepted`]: crate::mail::transport::Switch::learn_accepted
    pub fn learn_accepted(&self, proof: Proof, now: Timestamp) {
        self.with(|learned| {
            if learned.rest.as_ref().is_none_or(|rest| !rest.lasts(now)) {
                learned.pace.accepted(proof);
            }
        });
    }

    /// Its servers are there.
    pub(super) fn learn_there(&self) {
        self.with(|learned| learned.is_known = true);
    }

    /// The server that is to be asked after all others.
    pub(super) fn left(&self, now: Timestamp) -> Option<IpAddr> {
        self.with(|learned| learned.left.filter(|(_, until)| now < *until).map(|(ip, _)| ip))
    }

    /// Learns from a letter that none of them took; `peer` is the one that was spoken to.
    pub(super) fn learn_refused(
        &self,
        failure: &Failure,
        peer: Option<IpAddr>,
        now: Timestamp,
        roll: u64,
    ) -> Option<Rest> {
        self.with(|learned| {
            if let Some(ip) = peer.filter(|_| breaks_off(failure)) {
                learned.left = Some((ip, now + LEFT_FOR));
            }
            learned.is_known &= !concerns_all(failure);
            if let Some(rest) = learned.rest.as_ref().filter(|rest| rest.lasts(now)) {
                return rest.explains(failure).then(|| rest.clone());
            }
            let pause = learned.pace.refused(failure, roll)?;
            // It is this process's alone: nobody is to be told.
            let rest = Rest { is_told: true, ..Rest::begun(failure, pause, now) };
            learned.rest = Some(rest.clone());
            Some(rest)
        })
    }

    fn with<T>(&self, look: impl FnOnce(&mut Learned) -> T) -> T {
        look(&mut self.learned.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether a server went away from a letter: another one of the domain may take it.
fn breaks_off(failure: &Failure) -> bool {
    let is_gone = match &failure.reply {
        Some(reply) => reply.code == 421,
        None => failure.cause == Cause::TheirServer,
    };
    is_gone && failure.kind == Kind::Temporary && !failure.phase.is_opening()
}
