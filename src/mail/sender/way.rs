//! By whom letters leave, and what is learned of whoever takes them: one mail server for all, or those of a domain.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::base::clock::Timestamp;
use crate::mail::direct::{Direct, Lane, Turn, theirs};
use crate::mail::outbox::{Lot, Priority};
use crate::mail::pace::Proof;
use crate::mail::places;
use crate::mail::relay::{Relay, Share};
use crate::mail::smtp::{Failure, Lease};
use crate::mail::transport::{Rest, Switch};

/// How long the other sessions wait for what the first one learns about a server that took letters lately.
pub(super) const FIRST_WORD: Duration = Duration::from_secs(5);

/// Where a few letters go.
#[derive(Clone)]
pub(super) enum Way {
    /// To a server that hands on whatever it gets.
    Relay {
        relay: Relay,
        lot: Lot,
        /// The server, by its mark.
        server: String,
        /// How long the other sessions wait for the first one.
        patience: Duration,
    },
    /// To the servers of their domain.
    Lane(Direct, Arc<Lane>, Priority),
}

/// A session's place on a way.
pub(super) enum Place {
    Relay { relay: Relay, server: String, _turn: places::Place },
    Lane(Direct, Arc<Lane>, Turn),
}

/// A letter that a session has begun with, until this is dropped.
pub(super) struct Begun(Option<Share>);

impl Begun {
    /// It was taken, or refused for itself.
    pub(super) fn answered(self) {
        if let Some(share) = self.0 {
            share.answered();
        }
    }
}

impl Way {
    /// How many sessions it bears.
    pub(super) fn sessions(&self, switch: &Switch) -> usize {
        match self {
            Self::Relay { relay, lot, .. } => switch.sessions().min(relay.most(lot.priority)),
            Self::Lane(_, lane, _) => lane.sessions(),
        }
    }

    /// Of which priority its letters are.
    pub(super) fn priority(&self) -> Priority {
        match self {
            Self::Relay { lot, .. } => lot.priority,
            Self::Lane(_, _, priority) => *priority,
        }
    }

    /// Whether letters are taken at present: nobody need find that out first.
    pub(super) fn is_known(&self) -> bool {
        matches!(self, Self::Relay { patience, .. } if patience.is_zero())
    }

    /// Waits until the first session knows whether letters are taken at all. A relay that is slow to say so is
    /// believed to be there; of a domain nobody knows.
    pub(super) async fn wait_for(&self, tried: &CancellationToken) {
        match self {
            Self::Relay { patience, .. } => {
                let _ = tokio::time::timeout(*patience, tried.cancelled()).await;
            }
            Self::Lane(..) => tried.cancelled().await,
        }
    }

    /// Waits for a place. `begun` is given where letters can't be begun with before others are done, and where this
    /// one can begin: the next pass need not wait for a domain. Nothing where there will be none.
    pub(super) async fn place(&self, begun: &CancellationToken) -> Option<Place> {
        match self {
            Self::Relay { relay, lot, server, .. } => {
                let turn = relay.turn(lot.priority).await?;
                Some(Place::Relay { relay: relay.clone(), server: server.clone(), _turn: turn })
            }
            Self::Lane(direct, lane, priority) => {
                let turn = direct.turn(lane, *priority, || begun.cancel()).await?;
                begun.cancel();
                Some(Place::Lane(direct.clone(), Arc::clone(lane), turn))
            }
        }
    }

    /// The relay, where letters of several domains share the sessions; else the way is one domain's.
    pub(super) fn relay(&self) -> Option<(&Relay, Lot)> {
        match self {
            Self::Relay { relay, lot, .. } => Some((relay, *lot)),
            Self::Lane(..) => None,
        }
    }

    /// Leave to begin with a letter to this domain (A-labels); none where others are to go first.
    pub(super) fn begin(&self, domain: &str) -> Option<Begun> {
        match self.relay() {
            Some((relay, lot)) => relay.begin(domain, lot).map(|share| Begun(Some(share))),
            None => Some(Begun(None)),
        }
    }

    /// Whether letters may wait in the queue for a place that was not free.
    pub(super) fn was_passed_over(&self) -> bool {
        self.relay().is_none_or(|(relay, lot)| relay.was_passed_over(lot.priority))
    }
}

impl Place {
    /// A session, idle or new. `roll` is any random number.
    pub(super) async fn take(&mut self, now: Timestamp, roll: u64) -> Result<Lease, Failure> {
        match self {
            Self::Relay { relay, .. } => relay.take().await,
            Self::Lane(direct, lane, turn) => direct.take(lane, turn, now, roll).await,
        }
    }

    /// A failure as it is seen from here: of a relay the settings may be wrong, of others nothing is set.
    pub(super) fn seen(&self, failure: Failure) -> Failure {
        match self {
            Self::Relay { .. } => failure,
            Self::Lane(..) => theirs(failure),
        }
    }

    pub(super) fn learn_accepted(&self, switch: &Switch, proof: Proof, now: Timestamp) {
        match self {
            Self::Relay { .. } => switch.learn_accepted(proof, now),
            Self::Lane(_, lane, _) => lane.learn_accepted(proof, now),
        }
    }

    pub(super) fn learn_refused(
        &self,
        switch: &Switch,
        failure: &Failure,
        now: Timestamp,
        roll: u64,
    ) -> Option<Rest> {
        match self {
            Self::Relay { .. } => switch.learn_refused(failure, now, roll),
            Self::Lane(direct, lane, turn) => direct.learn_refused(lane, turn, failure, now, roll),
        }
    }

    /// That nothing is taken, for the log.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Relay { .. } => "the mail server takes no letters".to_owned(),
            Self::Lane(_, lane, _) => format!("the servers of {} take no letters", lane.domain()),
        }
    }
}
