//! How many sessions there are at once. One of them is kept for letters that somebody waits for.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::outbox::Priority;

/// So many places for sessions.
pub struct Places {
    most: usize,
    all: Arc<Semaphore>,
    /// Those that bulk letters may have.
    for_bulk: Arc<Semaphore>,
}

/// A taken place, free again when it is dropped.
pub struct Place {
    _bulk: Option<OwnedSemaphorePermit>,
    _place: OwnedSemaphorePermit,
}

impl Places {
    /// At least one.
    #[must_use]
    pub fn new(most: usize) -> Self {
        let most = most.max(1);
        let for_bulk = Arc::new(Semaphore::new(for_bulk(most)));
        Self { most, all: Arc::new(Semaphore::new(most)), for_bulk }
    }

    /// How many letters of this priority can have at once.
    #[must_use]
    pub fn most(&self, priority: Priority) -> usize {
        match priority {
            Priority::Interactive => self.most,
            Priority::Bulk => for_bulk(self.most),
        }
    }

    /// How many are free.
    #[must_use]
    pub fn free(&self) -> usize {
        self.all.available_permits()
    }

    /// How many are taken of those that letters of this priority can have.
    #[must_use]
    pub fn taken(&self, priority: Priority) -> usize {
        let free = match priority {
            Priority::Interactive => &self.all,
            Priority::Bulk => &self.for_bulk,
        };
        self.most(priority).saturating_sub(free.available_permits())
    }

    /// One that is free at once.
    #[must_use]
    pub fn try_take(&self, priority: Priority) -> Option<Place> {
        let bulk = match priority {
            Priority::Interactive => None,
            Priority::Bulk => Some(Arc::clone(&self.for_bulk).try_acquire_owned().ok()?),
        };
        Some(Place { _bulk: bulk, _place: Arc::clone(&self.all).try_acquire_owned().ok()? })
    }

    /// Whether somebody has one.
    #[must_use]
    pub fn are_in_use(&self) -> bool {
        self.free() < self.most
    }

    /// Waits for one. The semaphores are never closed.
    pub async fn take(&self, priority: Priority) -> Option<Place> {
        let bulk = match priority {
            Priority::Interactive => None,
            Priority::Bulk => Some(Arc::clone(&self.for_bulk).acquire_owned().await.ok()?),
        };
        Some(Place { _bulk: bulk, _place: Arc::clone(&self.all).acquire_owned().await.ok()? })
    }
}

fn for_bulk(most: usize) -> usize {
    most.saturating_sub(1).max(1)
}
