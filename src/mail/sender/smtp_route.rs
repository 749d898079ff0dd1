//! Handing letters to a mail server over several sessions at once.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::Sender;
use super::delivery::Report;
use super::prepare::Prepared;
use super::way::{Begun, FIRST_WORD, Place, Way};
use super::writing::{Waiting, Writer};
use crate::mail::message::Message;
use crate::mail::outbox::store::{Dot, Ending};
use crate::mail::outbox::{Letter, Lot, Priority};
use crate::mail::pace::concerns_all;
use crate::mail::relay::Relay;
use crate::mail::smtp::{Accepted, Envelope, Failure, Kind, Lease, Session};
use crate::mail::transport::Rest;
use crate::store::Result;

/// The next letters are claimed while one of so many of these is not begun with: the sessions find them ready.
const FEW_OF: usize = 4;

/// The letters of a pass that go one way, shared by its sessions.
struct Work {
    letters: Mutex<VecDeque<Waiting>>,
    /// Set by a session that found the server closed for all letters: the others need not knock.
    closed: Mutex<Option<Rest>>,
    /// Given when the first session knows whether the server takes letters at all: until then the
    /// others wait, so that a server which takes none is asked once.
    tried: CancellationToken,
    /// Given when few letters are left to begin with, or those that are can't be begun with by anybody now.
    mostly_begun: CancellationToken,
    /// So few.
    few: usize,
    /// Of which priority they all are.
    priority: Priority,
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
    pub(super) async fn send_all(
        &self,
        way: &Way,
        prepared: Vec<Prepared>,
        stop: &CancellationToken,
        mostly_begun: &CancellationToken,
    ) -> Result<()> {
        let sessions = way.sessions(&self.switch).min(prepared.len());
        let work = Arc::new(Work {
            few: prepared.len() / FEW_OF,
            priority: way.priority(),
            letters: Mutex::new(prepared.into_iter().map(Waiting::of).collect()),
            closed: Mutex::new(None),
            tried: CancellationToken::new(),
            mostly_begun: mostly_begun.clone(),
            held: CancellationToken::new(),
        });
        if way.is_known() {
            work.tried.cancel();
            self.writer.write_ahead(work.waiting().iter_mut());
        }
        let mut running = JoinSet::new();
        for number in 0..sessions {
            let (sender, way, work, stop) = (self.clone(), way.clone(), Arc::clone(&work), stop.clone());
            running.spawn(async move {
                // However the first session ends, the others go on, if only to find that all is done.
                let first = (number == 0).then(|| work.tried.clone().drop_guard());
                if first.is_none() {
                    way.wait_for(&work.tried).await;
                }
                sender.send_some(&way, &work, &stop).await
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

    /// Sends letters until there are none, or none that can be begun with: those go back after a while, so that they
    /// are taken up when their turn comes.
    async fn send_some(&self, way: &Way, work: &Work, stop: &CancellationToken) -> Result<()> {
        loop {
            let place = stop.run_until_cancelled(way.place(&work.mostly_begun)).await.flatten();
            let Some(place) = place else { return Ok(()) };
            self.send_what_can_go(place, way, work, stop).await?;
            if stop.is_cancelled() || !work.is_open() || work.is_done() {
                return Ok(());
            }
            let room = work.wait_for_room(way);
            match stop.run_until_cancelled(tokio::time::timeout(FIRST_WORD, room)).await {
                Some(Ok(())) => {}
                Some(Err(_)) => self.settle_rest(work).await?,
                None => return Ok(()),
            }
        }
    }

    /// The life of one session: letter after letter. How one ended is written down together with
    /// the next one's dot, so that a letter costs one commit.
    async fn send_what_can_go(
        &self,
        mut place: Place,
        way: &Way,
        work: &Work,
        stop: &CancellationToken,
    ) -> Result<()> {
        let mut lease: Option<Lease> = None;
        let mut reports = Vec::new();
        while !stop.is_cancelled() && work.is_open() {
            let Some((next, begun)) = work.next(way, &self.writer) else { break };
            let (prepared, message) = self.writer.written(next).await;
            let letter = prepared.letter.clone();
            let sent =
                self.send_one(&mut place, &mut lease, (&letter, message), &mut reports, work, stop).await;
            let sent = match sent {
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
                    place.learn_accepted(&self.switch, self.owners.proof(&letter), self.clock.now());
                    begun.answered();
                    Some(self.ending(&letter, &Ok(accepted)))
                }
                Ok(Step::Ended(ending)) => Some(ending),
                Ok(Step::Withdrawn) => None,
                Ok(Step::Stopped) => {
                    work.take_back(prepared);
                    None
                }
                Err(failure) => {
                    if !concerns_all(&failure) {
                        begun.answered();
                    }
                    Some(self.refused(&place, &letter, place.seen(failure), work).await)
                }
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
        drop(place);
        let reported = self.report_at_last(reports).await;
        if way.was_passed_over() {
            // What waits because its domain had no place left may be claimed now.
            self.bell.ring();
        }
        reported
    }

    async fn send_one(
        &self,
        place: &mut Place,
        slot: &mut Option<Lease>,
        (letter, message): (&Letter, std::result::Result<Message, Ending>),
        reports: &mut Vec<Report>,
        work: &Work,
        stop: &CancellationToken,
    ) -> Result<std::result::Result<Step, Failure>> {
        let message = match message {
            Ok(message) => message,
            Err(ending) => return Ok(Ok(Step::Ended(ending))),
        };
        let sender = self.envelope_sender(letter, &message);
        let envelope = Envelope { from: &sender, to: &message.recipient, smtputf8: message.needs_smtputf8 };
        let session = match self.named(place, slot, (&envelope, message.bytes.len()), work, stop).await? {
            Ok(Some(session)) => session,
            Ok(None) => return Ok(Ok(Step::Stopped)),
            Err(failure) => return Ok(Err(failure)),
        };
        let pending = match stop.run_until_cancelled(session.pour(&message.bytes)).await {
            Some(Ok(pending)) => pending,
            Some(Err(failure)) => return Ok(Err(failure)),
            None => return Ok(Ok(Step::Stopped)),
        };
        match place {
            Place::Relay { server, .. } => self.tell_taking(server).await,
            Place::Lane(direct, ..) => direct.note_taking(),
        }
        work.tried.cancel();
        // Left without its dot, the session closes and the server drops what it has.
        match self.mark_dot(letter, reports).await? {
            Dot::Goes => {}
            Dot::Withdrawn => return Ok(Ok(Step::Withdrawn)),
            Dot::Held => {
                work.held.cancel();
                return Ok(Ok(Step::Stopped));
            }
        }
        Ok(pending.finish().await.map(Step::Accepted))
    }

    /// A session that waits for the letter which was named to it: the one that there is, or a new one where the server
    /// was through with that. Nothing where the portal stops, or the server is left alone.
    async fn named<'s>(
        &self,
        place: &mut Place,
        slot: &'s mut Option<Lease>,
        (envelope, size): (&Envelope<'_>, usize),
        work: &Work,
        stop: &CancellationToken,
    ) -> Result<std::result::Result<Option<&'s mut Session>, Failure>> {
        loop {
            let lease = match slot {
                Some(lease) => lease,
                // What another sender, or another pass, has found out meanwhile need not be found out again.
                None if self.is_left_alone(place, work).await? => return Ok(Ok(None)),
                None => match stop.run_until_cancelled(place.take(self.clock.now(), self.roll())).await {
                    Some(Ok(lease)) => slot.insert(lease),
                    Some(Err(failure)) => return Ok(Err(failure)),
                    None => return Ok(Ok(None)),
                },
            };
            let naming = lease.session.name(envelope, size);
            match stop.run_until_cancelled(self.named_at_last(naming, place, work)).await {
                Some(Ok(())) => return Ok(Ok(slot.as_mut().map(|lease| &mut lease.session))),
                Some(Err(failure)) if failure.is_stale() => slot.take().into_iter().for_each(Lease::give_up),
                Some(Err(failure)) => return Ok(Err(failure)),
                None => return Ok(Ok(None)),
            }
        }
    }

    /// A relay that thinks long about a recipient is there, and takes letters: the others need not wait for that.
    async fn named_at_last(
        &self,
        naming: impl Future<Output = std::result::Result<(), Failure>>,
        place: &Place,
        work: &Work,
    ) -> std::result::Result<(), Failure> {
        let mut naming = pin!(naming);
        if let Ok(named) = tokio::time::timeout(FIRST_WORD, &mut naming).await {
            return named;
        }
        if let Place::Relay { server, .. } = place {
            self.tell_taking(server).await;
            work.tried.cancel();
        }
        naming.await
    }

    /// What is wrong with a letter comes back to this address.
    fn envelope_sender(&self, letter: &Letter, message: &Message) -> String {
        let own = self.return_address.as_ref().map(|address| address.of(&self.key, letter.id));
        own.unwrap_or_else(|| message.sender.clone())
    }

    /// What a refusal means for the letter; and for all others, where it means something for them.
    async fn refused(&self, place: &Place, letter: &Letter, failure: Failure, work: &Work) -> Ending {
        let now = self.clock.now();
        let rest = place.learn_refused(&self.switch, &failure, now, self.roll());
        if let Some(rest) = &rest {
            tracing::warn!(failure = %failure, until = %rest.until, "{}", place.words());
            if let Place::Relay { server, .. } = place {
                self.tell_rest(server).await;
            }
        }
        let rest = rest.map(|rest| rest.seen_by(work.priority, now));
        if let Some(rest) = &rest {
            work.close(rest);
        }
        // Refused before it was spoken of, it is no fault of its own; one that may be out stays that.
        match rest.filter(|_| failure.kind != Kind::Unknown) {
            Some(rest) if concerns_all(&failure) => self.put_off_until(letter, &rest),
            Some(rest) => self.put_behind(letter, &failure, &rest),
            None => self.ending(letter, &Err(failure)),
        }
    }

    /// Whether another sender, or another pass, was told that no letters are taken.
    async fn is_left_alone(&self, place: &Place, work: &Work) -> Result<bool> {
        let rest = match place {
            Place::Relay { server, .. } => {
                self.look_at_the_door(server).await?;
                self.switch.resting(self.clock.now())
            }
            Place::Lane(_, lane, _) => lane.resting(self.clock.now()),
        };
        let rest = rest.filter(|rest| rest.holds(work.priority));
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
                if before.drain(..).any(|report| report.brings_letters()) {
                    self.bell.ring();
                }
                Ok(dot)
            }
            failed => failed,
        }
    }

    /// What no session came to: put off where the server is closed, else put back as it was.
    async fn settle_rest(&self, work: &Work) -> Result<()> {
        let rest: Vec<Prepared> = work.waiting().drain(..).map(|one| one.prepared).collect();
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
    fn waiting(&self) -> MutexGuard<'_, VecDeque<Waiting>> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next letter whose domain may have another session. Where the server takes letters those behind it are begun
    /// to be written.
    fn next(&self, way: &Way, writer: &Writer) -> Option<(Waiting, Begun)> {
        let mut letters = self.waiting();
        let found =
            letters.iter().enumerate().find_map(|(at, one)| Some((at, way.begin(&one.prepared.domain)?)));
        let next = found.and_then(|(at, begun)| Some((at, letters.remove(at)?, begun)));
        let Some((at, next, begun)) = next else {
            self.mostly_begun.cancel();
            return None;
        };
        if self.tried.is_cancelled() {
            writer.write_ahead(letters.range_mut(at..));
        }
        if letters.len() <= self.few {
            self.mostly_begun.cancel();
        }
        Some((next, begun))
    }

    /// Waits until there is a letter that can be begun with, or none at all.
    async fn wait_for_room(&self, way: &Way) {
        let Some((relay, lot)) = way.relay() else { return };
        let mut ended = relay.listener(lot.priority);
        while !self.has_room(relay, lot) {
            ended.rung().await;
        }
    }

    fn has_room(&self, relay: &Relay, lot: Lot) -> bool {
        let letters = self.waiting();
        letters.is_empty() || letters.iter().any(|one| relay.has_room(&one.prepared.domain, lot))
    }

    fn is_done(&self) -> bool {
        self.waiting().is_empty()
    }

    fn take_back(&self, prepared: Prepared) {
        self.waiting().push_front(Waiting::of(prepared));
    }

    fn is_open(&self) -> bool {
        !self.held.is_cancelled() && self.closed.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    fn close(&self, rest: &Rest) {
        self.closed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| rest.clone());
    }
}
