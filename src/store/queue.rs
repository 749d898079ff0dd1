//! Closures on their way to the threads that run them. A closure goes to the thread that has rested least:
//! its connection remembers statements and tables, and the others stay free for a crowd.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::db::BoxedJob;
use super::error::{Error, Result};

/// Closures that may wait for a thread; more are answered «unavailable» at once.
const WAITING: usize = 4096;

/// What waits for a thread, and the threads that wait for something.
#[derive(Default)]
pub(super) struct Queue {
    inner: Mutex<Inner>,
    /// Told when as many wait as somebody gathers.
    gathered: Condvar,
}

#[derive(Default)]
struct Inner {
    waiting: VecDeque<BoxedJob>,
    /// The one that has rested least is the last.
    resting: Vec<SyncSender<BoxedJob>>,
    /// How many somebody waits for to be here together.
    wanted: Option<usize>,
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
        if inner.wanted.is_some_and(|wanted| inner.waiting.len() >= wanted) {
            self.0.gathered.notify_one();
        }
        Ok(())
    }
}

impl Drop for Inlet {
    fn drop(&mut self) {
        let mut inner = self.0.lock();
        inner.is_closed = true;
        inner.resting.clear();
        self.0.gathered.notify_all();
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

    /// Up to `most` closures more, once `wanted` of them wait, or those that do after so long.
    pub fn gather(&self, wanted: usize, most: usize, patience: Duration) -> Vec<BoxedJob> {
        let mut inner = self.lock();
        inner.wanted = Some(wanted);
        let is_short = |inner: &mut Inner| inner.waiting.len() < wanted && !inner.is_closed;
        let gathered = self.gathered.wait_timeout_while(inner, patience, is_short);
        let (mut inner, _) = gathered.unwrap_or_else(PoisonError::into_inner);
        inner.wanted = None;
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
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tx;
    use super::super::db::{Job, Verdict};
    use super::*;

    struct Nothing;

    impl Job for Nothing {
        fn run(&mut self, _: &mut Tx<'_>) -> Verdict {
            Verdict::Keep
        }

        fn reads(&self) -> bool {
            true
        }

        fn was_run(&self) -> bool {
            true
        }

        fn wants_retry(&self) -> bool {
            false
        }

        fn finish(self: Box<Self>, _: Result<()>) {}
    }

    #[test]
    fn those_that_are_waited_for_come_together() {
        const EVER: Duration = Duration::from_hours(1);
        let (inlet, queue) = Inlet::new();
        let put = |count| (0..count).for_each(|_| inlet.put(Box::new(Nothing)).unwrap());
        put(1);
        assert_eq!(queue.gather(0, 9, EVER).len(), 1, "nobody is waited for");
        assert_eq!(queue.gather(1, 9, Duration::ZERO).len(), 0, "not for ever");
        let gathering = {
            let queue = Arc::clone(&queue);
            std::thread::spawn(move || queue.gather(3, 9, EVER).len())
        };
        put(3);
        assert_eq!(gathering.join().unwrap(), 3);
        put(5);
        assert_eq!(queue.gather(3, 4, EVER).len(), 4, "no more than are wanted at the most");
        drop(inlet);
        assert_eq!(queue.gather(3, 9, EVER).len(), 1, "nobody else comes");
    }
}
