//! Straight to the recipients' own servers, without a relay: which they are (RFC 5321 §5.1), how they are spoken to,
//! and what was learned of each domain. One whose servers are away holds up nobody else's letters.

mod guard;
mod lane;
mod open;
mod servers;
mod sts;

use std::collections::{BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::ClientConfig;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use self::guard::Guard;
pub use self::lane::Lane;
use self::open::Opening;
pub use self::open::{no_session, theirs};
use self::sts::Sts;
use super::dns::Resolver;
use super::outbox::Priority;
use super::places::{Place, Places};
use super::reason::Reason;
use super::smtp::{Deadlines, Failure, Lease, Phase, Session, Shelf, Transcript};
use super::transport::{Rest, Trouble};
use crate::base::clock::Timestamp;
use crate::base::networks::Networks;
use crate::base::tls;
use crate::store::Db;

/// So many more connections than there are sessions may be about to be opened: who is not there must not take the
/// place of who is.
const OPENINGS: usize = 4;
/// That many domains in a row whose servers can't be reached, and none that can: no letter gets out of here.
const CUT_OFF: usize = 3;
/// A session that had to wait for longer may have been closed meanwhile.
const TRUSTED_FOR: Duration = Duration::from_secs(5);
/// More domains than this are not remembered without need.
const REMEMBERED: usize = 4096;

/// What the settings of the installation say of this way.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Settings {
    /// The port of mail servers.
    pub port: u16,
    /// Networks that are spoken to although they are no part of the Internet.
    pub networks: Networks,
    /// A file of certificates whose servers are trusted as those that the system knows are.
    pub ca_file: Option<String>,
    /// The port where policies of domains are fetched (RFC 8461).
    pub policy_port: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self { port: 25, networks: Networks::default(), ca_file: None, policy_port: 443 }
    }
}

/// What the way needs besides.
#[derive(Clone)]
pub struct Setup {
    /// The settings.
    pub settings: Settings,
    /// Whom to ask DNS; none: whom this machine asks.
    pub dns_server: Option<SocketAddr>,
    /// Where policies of domains are kept.
    pub db: Db,
}

/// The way to the recipients' servers. Clones share what was learned, and the sessions.
#[derive(Clone)]
pub struct Direct(Arc<Inner>);

struct Inner {
    port: u16,
    hello_name: String,
    guard: Guard,
    resolver: Resolver,
    sts: Sts,
    tls: Arc<ClientConfig>,
    unverified_tls: Arc<ClientConfig>,
    most: usize,
    sessions: Places,
    openings: Arc<Semaphore>,
    shelf: Shelf,
    lanes: Mutex<HashMap<String, Arc<Lane>>>,
    unreached: Mutex<Unreached>,
}

/// Domains whose servers could not be reached since a letter got through.
#[derive(Default)]
struct Unreached {
    domains: BTreeSet<String>,
    since: Option<Timestamp>,
}

/// How a try at the servers of a domain ended.
pub enum Probe {
    /// One of them answers.
    Answers,
    /// None does, and the last one failed so.
    Fails(Failure),
    /// Nothing was found out in time.
    Late,
}

/// A session's place in its domain, and leave to open it and to have it.
pub struct Turn {
    _slot: Place,
    priority: Priority,
    opening: Option<OwnedSemaphorePermit>,
    session: Option<Place>,
    peer: Option<IpAddr>,
}

impl Direct {
    /// A way that opens up to `connections` sessions at once and calls itself `hello_name`. Needs a runtime.
    ///
    /// # Errors
    /// Where DNS can't be asked, or the certificates can't be read.
    pub fn new(setup: &Setup, hello_name: &str, connections: usize) -> Result<Self, String> {
        let Settings { port, networks, ca_file, policy_port } = setup.settings.clone();
        let tls = tls::client_config_with(ca_file.as_deref());
        let tls = Arc::new(tls.map_err(|why| format!("mail.direct_ca_file: {why}"))?);
        let (guard, most) = (Guard(networks), connections.max(1));
        let sts = Sts {
            db: setup.db.clone(),
            guard: guard.clone(),
            tls: Arc::clone(&tls),
            port: policy_port,
            failed: Mutex::default(),
        };
        Ok(Self(Arc::new(Inner {
            port,
            hello_name: hello_name.to_owned(),
            guard,
            resolver: Resolver::new(setup.dns_server)?,
            sts,
            tls,
            unverified_tls: Arc::new(tls::unverified_config()),
            most,
            sessions: Places::new(most),
            openings: Arc::new(Semaphore::new(most * OPENINGS)),
            shelf: Shelf::default(),
            lanes: Mutex::default(),
            unreached: Mutex::default(),
        })))
    }

    /// How many passes may go on at once: of each, only what waits for a slow domain is left after a moment.
    #[must_use]
    pub fn passes(&self) -> usize {
        self.0.most * OPENINGS
    }

    /// What is known of a domain (A-labels).
    #[must_use]
    pub fn lane(&self, domain: &str) -> Arc<Lane> {
        let mut lanes = self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = lanes.get(domain) {
            return Arc::clone(lane);
        }
        if lanes.len() >= REMEMBERED {
            lanes.retain(|_, lane| Arc::strong_count(lane) > 1);
        }
        let lane = Arc::new(Lane::new(domain));
        lanes.insert(domain.to_owned(), Arc::clone(&lane));
        lane
    }

    /// The domains whose sessions for letters of this priority are all taken: further ones to them need not be looked
    /// at.
    #[must_use]
    pub fn full(&self, priority: Priority) -> Vec<String> {
        let lanes = self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let full = lanes.values().filter(|lane| lane.is_full(priority));
        full.map(|lane| lane.domain().to_owned()).collect()
    }

    /// Waits for a place among the sessions of a domain and for leave to open one; `full` is called where all places
    /// are taken. Nothing where the portal stops.
    pub async fn turn(&self, lane: &Lane, priority: Priority, full: impl FnOnce()) -> Option<Turn> {
        let slot = if let Some(slot) = lane.slot(priority) {
            slot
        } else {
            full();
            lane.next_slot(priority).await?
        };
        let opening = Arc::clone(&self.0.openings).acquire_owned().await.ok()?;
        Some(Turn { _slot: slot, priority, opening: Some(opening), session: None, peer: None })
    }

    /// Borrows a session with a server of the domain: an idle one, or a new one. `roll` is any random number.
    pub async fn take(
        &self,
        lane: &Lane,
        turn: &mut Turn,
        now: Timestamp,
        roll: u64,
    ) -> Result<Lease, Failure> {
        let inner = &*self.0;
        // Until there is a session again, it takes nobody's place.
        turn.session = None;
        let opening = match turn.opening.take() {
            Some(opening) => opening,
            None => Arc::clone(&inner.openings).acquire_owned().await.map_err(|_| no_session())?,
        };
        let (deadlines, left) = (open::patient(), lane.left(now));
        let fresh = Opening { domain: lane.domain(), deadlines, transcript: None, left, now, roll };
        let mut session = match inner.shelf.take(lane.domain()).await {
            Some(session) => session,
            None => inner.open(&fresh).await?,
        };
        let waited = Instant::now();
        let place = inner.sessions.take(turn.priority).await.ok_or_else(no_session)?;
        if waited.elapsed() > TRUSTED_FOR && !session.is_alive().await {
            session = inner.open(&fresh).await?;
        }
        drop(opening);
        // What is idle elsewhere makes room.
        inner.shelf.trim(inner.sessions.free());
        lane.learn_there();
        turn.session = Some(place);
        turn.peer = session.peer().map(|peer| peer.ip());
        Ok(Lease::new(session, lane.domain().to_owned(), inner.shelf.clone()))
    }

    /// Opens a session that belongs to nobody else, for somebody who waits.
    pub async fn open_alone(
        &self,
        domain: &str,
        deadlines: Deadlines,
        transcript: Option<Transcript>,
        now: Timestamp,
        roll: u64,
    ) -> Result<Session, Failure> {
        self.0.open(&Opening { domain, deadlines, transcript, left: None, now, roll }).await
    }

    /// Opens a session with a server of the domain, and closes it again.
    pub async fn probe(&self, domain: &str, each: Duration, whole: Duration, now: Timestamp) -> Probe {
        let opening = self.open_alone(domain, Deadlines::all(each), None, now, 0);
        match tokio::time::timeout(whole, opening).await {
            Ok(Ok(session)) => {
                session.quit().await;
                Probe::Answers
            }
            Ok(Err(failure)) => Probe::Fails(failure),
            Err(_) => Probe::Late,
        }
    }

    /// Learns from a letter that a server of the domain did not take; the rest that the domain is left alone for, where
    /// no other letter there would fare better.
    pub fn learn_refused(
        &self,
        lane: &Lane,
        turn: &Turn,
        failure: &Failure,
        now: Timestamp,
        roll: u64,
    ) -> Option<Rest> {
        if failure.phase == Phase::Connect {
            let mut unreached = self.unreached();
            if unreached.domains.len() < CUT_OFF {
                unreached.domains.insert(lane.domain().to_owned());
                unreached.since.get_or_insert(now);
            }
        }
        lane.learn_refused(failure, turn.peer, now, roll)
    }

    /// A server takes a letter: whatever is wrong elsewhere, letters get out of here.
    pub fn note_taking(&self) {
        *self.unreached() = Unreached::default();
    }

    /// Since when nobody at all is reached, where that is so.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        let unreached = self.unreached();
        let since = unreached.since.filter(|_| unreached.domains.len() >= CUT_OFF)?;
        Some(Trouble { reason: Reason::NoWayOut, since })
    }

    /// Lets everybody be tried at once.
    pub fn wake(&self) {
        let lanes = self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        lanes.values().for_each(|lane| lane.wake());
    }

    fn unreached(&self) -> std::sync::MutexGuard<'_, Unreached> {
        self.0.unreached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
