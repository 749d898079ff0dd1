//! Handing letters to a mail server over several sessions at once.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::Sender;
use super::delivery::Report;
use super::prepare::Prepared;
use crate::mail::message::Message;
use crate::mail::outbox::Letter;
use crate::mail::outbox::store::{Dot, Ending};
use crate::mail::smtp::{Accepted, Envelope, Failure, Kind, Lease, Pool};
use crate::mail::transport::Rest;
use crate::store::Result;

/// How long the other sessions wait for what the first one learns about a server that took letters lately.
pub(super) const FIRST_WORD: Duration = Duration::from_secs(5);

/// The letters of a pass, shared by its sessions.
pub(super) struct Work {
    /// The server, by its mark.
    server: String,
    /// How long the other sessions wait for the first one.
    patience: Duration,
    letters: Mutex<VecDeque<Prepared>>,
    /// Set by a session that found the server closed for all letters: the others need not knock.
    closed: Mutex<Option<Rest>>,
    /// Given when the first session knows whether the server takes letters at all: until then the
    /// others wait, so that a server which takes none is asked once.
    tried: CancellationToken,
    /// Given when no letter is left to begin with.
    all_begun: CancellationToken,
    /// Given when the queue was paused: what has not got as far as its final dot goes back.
    held: CancellationToken,
}

/// What a session does next.
enum Step {
    /// The server took the letter.
    Accepted(Accepted),
    /// The letter ended so, without the server.
    Ended(Ending),
    /// The letter was withdrawn at the last moment.
    Withdrawn,
    /// The portal stops or the queue stands, and the letter had not got as far as its final dot.
    Stopped,
}

impl Sender {
    pub(super) async fn send_all(&self, pool: &Pool, work: Work, stop: &CancellationToken) -> Result<()> {
        let sessions = self.switch.sessions().min(work.left());
        let work = Arc::new(work);
        let mut running = JoinSet::new();
        for number in 0..sessions {
            let (sender, pool, work, stop) = (self.clone(), pool.clone(), Arc::clone(&work), stop.clone());
            running.spawn(async move {
                // However the first session ends, the others go on, if only to find that all is done.
                let first = (number == 0).then(|| work.tried.clone().drop_guard());
                if first.is_none() {
                    let _ = tokio::time::timeout(work.patience, work.tried.cancelled()).await;
                }
                sender.send_some(&pool, &work, &stop).await
            });
        }
        let mut result = Ok(());
        let mut is_stopped = false;
        loop {
            tokio::select! {
                done = running.join_next() => match done {
                    // A session that panicked leaves its letter claimed: the lease ends and it is tried again.
                    Some(done) => result = result.and(done.unwrap_or(Ok(()))),
                    None => break,
                },
                // The sessions may have to wait for their answers longer than the portal does.
                () = stop.cancelled(), if !is_stopped => {
                    is_stopped = true;
                    result = result.and(self.settle_rest(&work).await);
                }
            }
        }
        self.settle_rest(&work).await.and(result)
    }

    /// The life of one session: letter after letter. How one ended is written down together with
    /// the next one's dot, so that a letter costs one commit.
    async fn send_some(&self, pool: &Pool, work: &Work, stop: &CancellationToken) -> Result<()> {
        let mut lease: Option<Lease> = None;
        let mut reports = Vec::new();
        while !stop.is_cancelled() && work.is_open() {
            let Some(prepared) = work.next() else { break };
            let letter = prepared.letter.clone();
            let sent = match self.send_one(pool, &mut lease, &prepared, &mut reports, work, stop).await {
                Ok(sent) => sent,
                Err(error) => {
                    // The letter itself got no dot; what became of those before it must not be forgotten.
                    drop(lease);
                    return self.report_at_last(reports).await.and(Err(error));
                }
            };
            // What was learned comes before the others may go on.
            let ending = match sent {
                Ok(Step::Accepted(accepted)) => {
                    self.switch.learn_accepted();
                    Some(self.ending(&letter, &Ok(accepted)))
                }
                Ok(Step::Ended(ending)) => Some(ending),
                Ok(Step::Withdrawn) => None,
                Ok(Step::Stopped) => {
                    work.take_back(prepared);
                    None
                }
                Err(failure) => Some(self.refused(&letter, failure, work).await),
            };
            work.tried.cancel();
            reports.extend(ending.map(|ending| Report { letter, ending }));
            if lease.as_ref().is_some_and(Lease::is_spent)
                && let Some(lease) = lease.take()
            {
                lease.give_back();
            }
        }
        if let Some(lease) = lease {
            lease.give_back();
        }
        self.report_at_last(reports).await
    }

    async fn send_one(
        &self,
        pool: &Pool,
        slot: &mut Option<Lease>,
        prepared: &Prepared,
        reports: &mut Vec<Report>,
        work: &Work,
        stop: &CancellationToken,
    ) -> Result<std::result::Result<Step, Failure>> {
        let message = match prepared.message() {
            Ok(message) => self.signer.sign(message).await,
            Err(ending) => return Ok(Ok(Step::Ended(ending))),
        };
        let lease = match slot {
            Some(lease) => lease,
            // What another sender has found out meanwhile need not be found out again.
            None if self.is_left_alone(work).await? => return Ok(Ok(Step::Stopped)),
            None => match stop.run_until_cancelled(pool.take()).await {
                Some(Ok(lease)) => slot.insert(lease),
                Some(Err(failure)) => return Ok(Err(failure)),
                None => return Ok(Ok(Step::Stopped)),
            },
        };
        let sender = self.envelope_sender(&prepared.letter, &message);
        let envelope = Envelope { from: &sender, to: &message.recipient, smtputf8: message.needs_smtputf8 };
        let pending = match stop.run_until_cancelled(lease.session.begin(&envelope, &message.bytes)).await {
            Some(Ok(pending)) => pending,
            Some(Err(failure)) => return Ok(Err(failure)),
            None => return Ok(Ok(Step::Stopped)),
        };
        self.tell_taking(&work.server).await;
        work.tried.cancel();
        // Left without its dot, the session closes and the server drops what it has.
        match self.mark_dot(&prepared.letter, reports).await? {
            Dot::Goes => {}
            Dot::Withdrawn => return Ok(Ok(Step::Withdrawn)),
            Dot::Held => {
                work.held.cancel();
                return Ok(Ok(Step::Stopped));
            }
        }
        Ok(pending.finish().await.map(Step::Accepted))
    }

    /// What is wrong with a letter comes back to this address.
    fn envelope_sender(&self, letter: &Letter, message: &Message) -> String {
        let own = self.return_address.as_ref().map(|address| address.of(&self.key, letter.id));
        own.unwrap_or_else(|| message.sender.clone())
    }

    /// What a refusal means for the letter; and for all others, where it means something for them.
    async fn refused(&self, letter: &Letter, failure: Failure, work: &Work) -> Ending {
        let rest = self.switch.learn_refused(&failure, self.clock.now(), self.roll());
        if let Some(rest) = &rest {
            tracing::warn!(failure = %failure, until = %rest.until, "the mail server takes no letters");
            self.tell_rest(&work.server).await;
            work.close(rest);
        }
        // Refused together with all others, it is no fault of its own; one that may be out stays that.
        match rest.filter(|_| failure.kind != Kind::Unknown) {
            Some(rest) => self.put_off_until(letter, &rest),
            None => self.ending(letter, &Err(failure)),
        }
    }

    /// Whether another sender was told that the server takes no letters.
    async fn is_left_alone(&self, work: &Work) -> Result<bool> {
        self.look_at_the_door(&work.server).await?;
        let rest = self.switch.resting(self.clock.now());
        if let Some(rest) = &rest {
            work.close(rest);
        }
        Ok(rest.is_some())
    }

    /// Writes down that this letter's dot goes out now, and how the one before it ended.
    async fn mark_dot(&self, letter: &Letter, before: &mut Vec<Report>) -> Result<Dot> {
        let (owners, random, now, id) = (self.owners, self.random.clone(), self.clock.now(), letter.id);
        let both = before.clone();
        let marked = self.db.write(move |tx| {
            both.iter().try_for_each(|report| report.write(tx, &owners, &*random, now))?;
            tx.outbox().mark_dot(id)
        });
        match marked.await {
            // What is wrong with the one before must not stop this one.
            Err(error) if !error.is_temporary() && !before.is_empty() => {
                self.report(std::mem::take(before)).await?;
                self.db.write(move |tx| tx.outbox().mark_dot(id)).await
            }
            Ok(dot) => {
                before.clear();
                Ok(dot)
            }
            failed => failed,
        }
    }

    /// What no session came to: put off where the server is closed, else put back as it was.
    async fn settle_rest(&self, work: &Work) -> Result<()> {
        let rest: Vec<Prepared> =
            work.letters.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect();
        let closed = work.closed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match closed {
            Some(closed) => self.wait_out(rest, &closed).await,
            None if rest.is_empty() => Ok(()),
            None => self.put_back(rest).await,
        }
    }

    /// Puts letters back into the queue, as if nothing had been.
    pub(super) async fn put_back(&self, prepared: Vec<Prepared>) -> Result<()> {
        let ids: Vec<_> = prepared.iter().map(|one| one.letter.id).collect();
        self.db.write(move |tx| tx.outbox().put_back(&ids)).await
    }
}

impl Work {
    /// Letters for a server; all sessions but the first wait that long for what it finds out.
    pub(super) fn new(
        prepared: Vec<Prepared>,
        server: String,
        patience: Duration,
        all_begun: &CancellationToken,
    ) -> Self {
        Self {
            server,
            patience,
            letters: Mutex::new(prepared.into()),
            closed: Mutex::new(None),
            tried: CancellationToken::new(),
            all_begun: all_begun.clone(),
            held: CancellationToken::new(),
        }
    }

    fn left(&self) -> usize {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn next(&self) -> Option<Prepared> {
        let mut letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        let next = letters.pop_front();
        if letters.is_empty() {
            self.all_begun.cancel();
        }
        next
    }

    fn take_back(&self, prepared: Prepared) {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).push_front(prepared);
    }

    fn is_open(&self) -> bool {
        !self.held.is_cancelled() && self.closed.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    fn close(&self, rest: &Rest) {
        self.closed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| rest.clone());
    }
}
