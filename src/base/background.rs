//! Threads for what takes the processor long and can wait a little: they give way to whatever serves a person or keeps
//! a server waiting.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// How far they give way: beside a busy thread of others each gets a tenth of a core (sched(7), nice values). What they
/// do has to be ready in handfuls then, since who waits for it one by one loses more than it spares others
/// (`bench/run delivery`: 0.77 of what the cores could do, in handfuls 0.85).
const NICE: i32 = 10;

type Job = Box<dyn FnOnce() + Send>;

/// One thread for each core. Clones share them; with the last one they end, once all is done.
#[derive(Clone)]
pub struct Background(Sender<Job>);

impl Background {
    /// Starts the threads under this name.
    ///
    /// # Errors
    /// Where the system gives none.
    pub fn start(name: &str) -> io::Result<Self> {
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            let waiting = Arc::clone(&waiting);
            thread::Builder::new().name(name.to_owned()).spawn(move || work_off(&waiting))?;
        }
        Ok(Self(jobs))
    }

    /// Has this done by one of them, even where nobody waits for it any more. Where it panics, what it holds is dropped.
    pub fn begin(&self, work: impl FnOnce() + Send + 'static) {
        // The threads end after this, so that there is one to take it.
        let _ = self.0.send(Box::new(work));
    }
}

fn work_off(waiting: &Mutex<Receiver<Job>>) {
    give_way();
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        // The panic is told by its hook, and to who waits; the thread goes on with the next.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}

fn give_way() {
    // Elsewhere the whole process would give way.
    if cfg!(target_os = "linux")
        && let Err(error) = rustix::process::nice(NICE)
    {
        tracing::debug!(%error, "a thread does not give way");
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    /// What it gives; nothing where it panicked.
    fn done<T: Send + 'static>(
        background: &Background,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> oneshot::Receiver<T> {
        let (reply, answer) = oneshot::channel();
        background.begin(move || drop(reply.send(work())));
        answer
    }

    #[tokio::test]
    async fn what_panics_spoils_nothing_else() {
        let background = Background::start("test").unwrap();
        for number in 0..20 {
            let given =
                done(&background, move || if number % 2 == 0 { panic!("on purpose") } else { number }).await;
            assert_eq!(given.ok(), (number % 2 == 1).then_some(number));
        }
    }

    #[tokio::test]
    async fn it_gives_way_and_nobody_else_does() {
        let nice = || rustix::process::nice(0).unwrap();
        let own = nice();
        assert_eq!(done(&Background::start("test").unwrap(), nice).await, Ok((own + NICE).min(19)));
        assert_eq!(nice(), own);
    }
}
