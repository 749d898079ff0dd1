//! A few sessions, kept open between letters.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

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

/// Sessions with one mail server. Clones share them.
#[derive(Clone)]
pub struct Pool {
    connector: Connector,
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

    fn empty(&self, place: &str) {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for Idle { session, .. } in idle.extract_if(.., |one| one.place == place) {
            tokio::spawn(session.quit());
        }
    }

    fn put(&self, place: String, mut session: Session) {
        session.note_idle();
        let idle = Idle { place, session, since: Instant::now() };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(idle);
    }
}

impl Pool {
    /// A pool without any session yet.
    #[must_use]
    pub fn new(connector: Connector) -> Self {
        Self { connector, shelf: Shelf::default() }
    }

    /// The server.
    #[must_use]
    pub fn server(&self) -> &SmtpServer {
        self.connector.server()
    }

    /// Borrows a session: an idle one, or a new one.
    pub async fn take(&self) -> Result<Lease, Failure> {
        let place = self.server().place();
        let session = match self.shelf.take(&place).await {
            Some(session) => session,
            None => self.connector.connect().await?,
        };
        Ok(Lease::new(session, place, self.shelf.clone()))
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

    /// Closes the session, and those that wait beside it: a server that is through with one is with them, too.
    pub fn give_up(self) {
        self.shelf.empty(&self.place);
    }

    /// Returns the session; one that is of no more use closes.
    pub fn give_back(self) {
        if !self.is_spent() {
            self.shelf.put(self.place, self.session);
        }
    }
}
