//! A few sessions, kept open between letters.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::SmtpServer;
use super::connect::Connector;
use super::failure::Failure;
use super::session::Session;

/// Many servers take no more letters than this over one connection.
const MAX_LETTERS: u32 = 100;
/// A session that has been idle for longer is asked whether the server is still there.
const TRUSTED_FOR: Duration = Duration::from_secs(5);
/// A session that has been idle for longer is closed.
const KEPT_FOR: Duration = Duration::from_mins(1);

/// Sessions that wait for a next letter, each with the place that it leads to. Clones share them.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<Vec<Idle>>>);

struct Idle {
    place: String,
    session: Session,
    since: Instant,
}

/// Sessions with one mail server, at most so many at once. Clones share them.
#[derive(Clone)]
pub struct Pool {
    connector: Connector,
    most: usize,
    permits: Arc<Semaphore>,
    shelf: Shelf,
}

/// A borrowed session. Dropped, it closes; [`Lease::give_back`] keeps it for others.
pub struct Lease {
    /// The session.
    pub session: Session,
    place: String,
    shelf: Shelf,
}

impl Shelf {
    /// The session to a place that was used last and that the server has not closed; the stale ones go.
    pub async fn take(&self, place: &str) -> Option<Session> {
        while let Some(Idle { mut session, since, .. }) = self.pop(place) {
            let idle_for = since.elapsed();
            if idle_for < TRUSTED_FOR || (idle_for < KEPT_FOR && session.is_alive().await) {
                return Some(session);
            }
            // The farewell of a stale session is not worth waiting for.
            tokio::spawn(session.quit());
        }
        None
    }

    /// Keeps no more than so many, those used last.
    pub fn trim(&self, most: usize) {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let surplus = idle.len().saturating_sub(most);
        for Idle { session, .. } in idle.drain(..surplus) {
            tokio::spawn(session.quit());
        }
    }

    fn pop(&self, place: &str) -> Option<Idle> {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = idle.iter().rposition(|one| one.place == place)?;
        Some(idle.remove(at))
    }

    fn put(&self, place: String, mut session: Session) {
        session.note_idle();
        let idle = Idle { place, session, since: Instant::now() };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(idle);
    }

    async fn clear(&self) {
        let idle = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for Idle { session, .. } in idle {
            session.quit().await;
        }
    }
}

impl Pool {
    /// A pool of at most `limit` sessions.
    #[must_use]
    pub fn new(connector: Connector, limit: usize) -> Self {
        let most = limit.max(1);
        Self { connector, most, permits: Arc::new(Semaphore::new(most)), shelf: Shelf::default() }
    }

    /// The server.
    #[must_use]
    pub fn server(&self) -> &SmtpServer {
        self.connector.server()
    }

    /// Waits for leave to have a session. Nothing where the pool is closed.
    pub async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.permits).acquire_owned().await.ok()
    }

    /// Whether somebody has leave to have a session at present.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        self.permits.available_permits() < self.most
    }

    /// Borrows a session: an idle one, or a new one. Only who has leave to ([`Pool::turn`]) may.
    pub async fn take(&self) -> Result<Lease, Failure> {
        let place = self.server().place();
        let session = match self.shelf.take(&place).await {
            Some(session) => session,
            None => self.connector.connect().await?,
        };
        Ok(Lease::new(session, place, self.shelf.clone()))
    }

    /// Closes the idle sessions and hands out no more. The borrowed ones stay with their borrowers.
    pub async fn close(&self) {
        self.permits.close();
        self.shelf.clear().await;
    }
}

impl Lease {
    /// A session that goes to a shelf when it is given back.
    #[must_use]
    pub fn new(session: Session, place: String, shelf: Shelf) -> Self {
        Self { session, place, shelf }
    }

    /// Whether the session can carry no further letter.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        !self.session.is_usable() || self.session.letters() >= MAX_LETTERS
    }

    /// Returns the session; one that is of no more use closes.
    pub fn give_back(self) {
        if !self.is_spent() {
            self.shelf.put(self.place, self.session);
        }
    }
}
