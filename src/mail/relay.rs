//! A mail server that hands letters on to whomever they are for: who may have a session with it, and how many of them
//! a domain whose letters take long may hold.

mod shares;

use std::sync::Arc;

use tokio::time::Instant;

pub use self::shares::Share;
use self::shares::Shares;
use super::outbox::{Lot, Priority};
use super::places::{Place, Places};
use super::smtp::{Connector, Failure, Lease, Pool, SmtpServer};
use crate::base::bell::Listener;

/// The way by a mail server. Clones share its sessions.
#[derive(Clone)]
pub struct Relay(Arc<Inner>);

struct Inner {
    pool: Pool,
    places: Places,
    interactive: Arc<Shares>,
    bulk: Arc<Shares>,
}

impl Relay {
    /// A way by at most so many sessions at once.
    #[must_use]
    pub fn new(connector: Connector, sessions: usize) -> Self {
        let (pool, places) = (Pool::new(connector), Places::new(sessions));
        let (quarter, half) = (sessions / 4, sessions / 2);
        let (interactive, bulk) =
            (Arc::new(Shares::new(quarter, quarter)), Arc::new(Shares::new(quarter, half)));
        Self(Arc::new(Inner { pool, places, interactive, bulk }))
    }

    /// The server.
    #[must_use]
    pub fn server(&self) -> &SmtpServer {
        self.0.pool.server()
    }

    /// How many sessions letters of this priority can have at once.
    #[must_use]
    pub fn most(&self, priority: Priority) -> usize {
        self.0.places.most(priority)
    }

    /// Whether somebody has a session at present, or opens one.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        self.0.places.are_in_use()
    }

    /// Waits for leave to have a session.
    pub async fn turn(&self, priority: Priority) -> Option<Place> {
        self.0.places.take(priority).await
    }

    /// Borrows a session: an idle one, or a new one. Only who has leave to ([`Relay::turn`]) may.
    pub async fn take(&self) -> Result<Lease, Failure> {
        self.0.pool.take().await
    }

    /// Leave to begin with a letter to this domain (A-labels); none where it has enough sessions for now.
    #[must_use]
    pub fn begin(&self, domain: &str, lot: Lot) -> Option<Share> {
        Shares::begin(self.shares(lot.priority), domain, lot.is_all, Instant::now())
    }

    /// Whether that would be given now.
    #[must_use]
    pub fn has_room(&self, domain: &str, lot: Lot) -> bool {
        self.shares(lot.priority).has_room(domain, lot.is_all, Instant::now())
    }

    /// Hears each letter of this priority that is done with.
    #[must_use]
    pub fn listener(&self, priority: Priority) -> Listener {
        self.shares(priority).listener()
    }

    /// The domains that no further letters can be begun with for at present. `is_all`: where there are no others.
    #[must_use]
    pub fn full(&self, lot: Lot) -> Vec<String> {
        self.shares(lot.priority).full(lot.is_all, Instant::now())
    }

    /// Whether letters were passed over for what [`Relay::full`] said, since this was asked last.
    #[must_use]
    pub fn was_passed_over(&self, priority: Priority) -> bool {
        self.shares(priority).was_passed_over()
    }

    fn shares(&self, priority: Priority) -> &Arc<Shares> {
        match priority {
            Priority::Interactive => &self.0.interactive,
            Priority::Bulk => &self.0.bulk,
        }
    }
}
