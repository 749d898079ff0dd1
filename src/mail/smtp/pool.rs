//! A few sessions, kept open between letters.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::SmtpServer;
use super::connect::Connector;
use super::failure::{Cause, Failure, Kind, Phase};
use super::session::Session;

/// Many servers take no more letters than this over one connection.
const MAX_LETTERS: u32 = 100;
/// A session that has been idle for longer is asked whether the server is still there.
const TRUSTED_FOR: Duration = Duration::from_secs(5);
/// A session that has been idle for longer is closed.
const KEPT_FOR: Duration = Duration::from_mins(1);

/// Sessions with one mail server, at most so many at once. Clones share them.
#[derive(Clone)]
pub struct Pool {
    connector: Connector,
    permits: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Idle>>>,
}

struct Idle {
    session: Session,
    since: Instant,
}

/// A session borrowed from the pool. Dropped, it closes; [`Lease::give_back`] keeps it for others.
pub struct Lease {
    /// The session.
    pub session: Session,
    idle: Arc<Mutex<Vec<Idle>>>,
    _permit: OwnedSemaphorePermit,
}

impl Pool {
    /// A pool of at most `limit` sessions.
    #[must_use]
    pub fn new(connector: Connector, limit: usize) -> Self {
        Self { connector, permits: Arc::new(Semaphore::new(limit.max(1))), idle: Arc::default() }
    }

    /// The server.
    #[must_use]
    pub fn server(&self) -> &SmtpServer {
        self.connector.server()
    }

    /// Borrows a session: an idle one, or a new one. Waits while all are borrowed.
    pub async fn take(&self) -> Result<Lease, Failure> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| {
            Failure::new(Phase::Connect, Kind::Temporary, Cause::Unreachable, "the sender is stopping")
        })?;
        let session = match self.revive().await {
            Some(session) => session,
            None => self.connector.connect().await?,
        };
        Ok(Lease { session, idle: Arc::clone(&self.idle), _permit: permit })
    }

    /// Closes the idle sessions and hands out no more. The borrowed ones stay with their borrowers.
    pub async fn close(&self) {
        self.permits.close();
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for Idle { session, .. } in idle {
            session.quit().await;
        }
    }

    /// The idle session used last that the server has not closed; the stale ones go.
    async fn revive(&self) -> Option<Session> {
        while let Some(Idle { mut session, since }) = pop(&self.idle) {
            let idle_for = since.elapsed();
            if idle_for < TRUSTED_FOR || (idle_for < KEPT_FOR && session.is_alive().await) {
                return Some(session);
            }
            // The farewell of a stale session is not worth waiting for.
            tokio::spawn(session.quit());
        }
        None
    }
}

fn pop(idle: &Mutex<Vec<Idle>>) -> Option<Idle> {
    idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
}

impl Lease {
    /// Whether the session can carry no further letter.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        !self.session.is_usable() || self.session.letters() >= MAX_LETTERS
    }

    /// Returns the session; one that is of no more use closes.
    pub fn give_back(self) {
        if !self.is_spent() {
            let idle = Idle { session: self.session, since: Instant::now() };
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(idle);
        }
    }
}
