//! The memory that passwords are computed in: handed from one computation to the next while some wait,
//! since taking 19 MiB anew from the system costs a fifth of the time; given back when none does.

use std::sync::{Arc, Mutex, PoisonError};

use argon2::Block;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Room for so many blocks of 1 KiB is taken, however few are used. What is larger than 32 MiB (glibc's
/// `DEFAULT_MMAP_THRESHOLD_MAX`) goes back to the system when it is dropped; anything smaller an allocator may
/// keep, for each thread that ever computed.
const ROOM: usize = 33 * 1024;

/// What one computation works in.
#[derive(Default)]
pub struct Memory(Vec<Block>);

impl Memory {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// So many blocks; what stands in them is overwritten by the computation.
    pub fn blocks(&mut self, count: usize) -> &mut [Block] {
        self.0.reserve_exact(ROOM.max(count).saturating_sub(self.0.len()));
        self.0.resize(count, Block::default());
        &mut self.0
    }
}

/// Places for those who compute or wait, and the memory that is between two computations.
#[derive(Clone)]
pub struct Memories {
    places: Arc<Semaphore>,
    all: usize,
    kept: Arc<Mutex<Vec<Memory>>>,
}

/// A place of somebody who computes or waits. Whoever leaves last gives the memory back.
pub struct Place {
    memories: Memories,
    permit: Option<OwnedSemaphorePermit>,
}

impl Memories {
    /// For so many at once.
    pub fn new(all: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(all)), all, kept: Arc::default() }
    }

    /// A place; `None` where all are taken.
    pub fn place(&self) -> Option<Place> {
        let permit = Arc::clone(&self.places).try_acquire_owned().ok()?;
        Some(Place { memories: self.clone(), permit: Some(permit) })
    }

    fn take(&self) -> Memory {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn keep(&self, memory: Memory) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
    }

    fn give_back(&self) {
        let gone = std::mem::take(&mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner));
        drop(gone);
    }

    /// How many wait for the next computation.
    #[cfg(test)]
    pub fn kept(&self) -> usize {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl Place {
    /// Computes in memory of an earlier computation, where there is some.
    pub fn with_memory<T>(self, work: impl FnOnce(&mut Memory) -> T) -> T {
        let mut memory = self.memories.take();
        let done = work(&mut memory);
        self.memories.keep(memory);
        done
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(self.permit.take());
        if self.memories.places.available_permits() == self.memories.all {
            self.memories.give_back();
        }
    }
}
