//! Closures on their way to the threads that run them. A closure goes to the thread that has rested least:
//! its connection remembers statements and tables, and the others stay free for a crowd.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::db::BoxedJob;
use super::error::{Error, Result};

/// Closures that may wait for a thread; more are answered «unavailable» at once.
const WAITING: usize = 4096;

/// What waits for a thread, and the threads that wait for something.
#[derive(Default)]
pub(super) struct Queue(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    waiting: VecDeque<BoxedJob>,
    /// The one that has rested least is the last.
    resting: Vec<SyncSender<BoxedJob>>,
    is_closed: bool,
}

/// The end that closures are put in at. With the last of its owners the threads end, once all is done.
pub(super) struct Inlet(Arc<Queue>);

impl Inlet {
    /// An end of a new queue, and the queue for the threads.
    pub fn new() -> (Arc<Self>, Arc<Queue>) {
        let queue = Arc::<Queue>::default();
        (Arc::new(Self(Arc::clone(&queue))), queue)
    }

    /// Hands a closure to a thread, or lets it wait for one.
    ///
    /// # Errors
    /// Where too many wait, or the threads are gone.
    pub fn put(&self, mut job: BoxedJob) -> Result<()> {
        let mut inner = self.0.lock();
        if inner.is_closed {
            return Err(Error::unavailable("the database is closed"));
        }
        while let Some(thread) = inner.resting.pop() {
            match thread.try_send(job) {
                Ok(()) => return Ok(()),
                // A thread that is gone takes nothing: the next one does.
                Err(TrySendError::Full(refused) | TrySendError::Disconnected(refused)) => job = refused,
            }
        }
        if inner.waiting.len() >= WAITING {
            return Err(Error::unavailable("too much waits for the database"));
        }
        inner.waiting.push_back(job);
        Ok(())
    }
}

impl Drop for Inlet {
    fn drop(&mut self) {
        let mut inner = self.0.lock();
        inner.is_closed = true;
        inner.resting.clear();
    }
}

/// What a thread does next.
enum Next {
    Job(BoxedJob),
    /// Waits for what comes here.
    Rest(Receiver<BoxedJob>),
    End,
}

impl Queue {
    /// The next closure; waits for it. `None` at the end.
    pub fn next(&self) -> Option<BoxedJob> {
        match self.next_or_rest() {
            Next::Job(job) => Some(job),
            Next::Rest(bed) => bed.recv().ok(),
            Next::End => None,
        }
    }

    fn next_or_rest(&self) -> Next {
        let mut inner = self.lock();
        if let Some(job) = inner.waiting.pop_front() {
            return Next::Job(job);
        }
        if inner.is_closed {
            return Next::End;
        }
        let (sender, bed) = sync_channel(1);
        inner.resting.push(sender);
        Next::Rest(bed)
    }

    /// Up to `most` closures more that wait at this moment.
    pub fn more(&self, most: usize) -> Vec<BoxedJob> {
        let mut inner = self.lock();
        let count = inner.waiting.len().min(most);
        inner.waiting.drain(..count).collect()
    }

    /// Takes no more and forgets what waits: the threads can't go on.
    pub fn give_up(&self) {
        let forgotten = {
            let mut inner = self.lock();
            inner.is_closed = true;
            inner.resting.clear();
            std::mem::take(&mut inner.waiting)
        };
        drop(forgotten);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
