//! The sender: claims letters that are due, hands them over, writes down what became of each.
//!
//! Nothing is lost when it is killed: a claim is a lease, and «the final dot goes out now» is
//! written down before it does. What was claimed is queued again; what may have gone out is
//! «unknown» and repeated once at the most, with the same Message-ID and link.

mod delivery;
mod direct_route;
mod prepare;
mod shared;
mod smtp_route;
mod way;
mod writing;

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use self::prepare::Prepared;
use self::way::{FIRST_WORD, Way};
pub use self::writing::Writer;
use super::bounces::return_address::ReturnAddress;
use super::composed::Composed;
use super::message::Mailbox;
use super::outbox::store::Claimed;
use super::outbox::{Delivery, Kind, Letter, Lot, Priority, SKEW};
use super::pace::Proof;
use super::reason::Reason;
use super::relay::Relay;
use super::servers::{self, Knock};
use super::transport::{Route, Switch};
use crate::base::bell::{Bell, Listener};
use crate::base::clock::{SharedClock, Timestamp};
use crate::base::id::CompanyId;
use crate::base::random::{Random, SharedRandom};
use crate::base::secret::SecretKey;
use crate::store::{Db, Result, Tx};

/// The most letters claimed at once.
const BATCH: i64 = 256;
/// No more letters are claimed than are begun with within about so long: who waits at a screen comes only after them.
const AT_HAND: Duration = Duration::from_secs(1);
/// How many are claimed at first for each session.
const AT_FIRST: i64 = 4;
/// How long a claim holds without being renewed: so long a killed sender's letters wait where others
/// share its database. It may lapse in mid-letter, since a letter whose claim is lost gets no dot.
const LEASE: Duration = Duration::from_mins(1);
/// How long an unknown outcome is waited for before the one repetition.
const UNKNOWN_FOR: Duration = Duration::from_mins(30);
/// How soon it is seen what another process has done, which can't ring here: one of several that share a database…
const LOOK: Duration = Duration::from_secs(1);
/// …or a command beside the only one.
const LOOK_AT_COMMANDS: Duration = Duration::from_secs(5);
/// How long the sender rests when the database can't be asked.
const REST: Duration = Duration::from_secs(5);

/// Takes note of what became of a letter, in the transaction that writes it down; it may write to somebody about it.
pub type Note = fn(&mut Tx<'_>, &Letter, Delivery, &dyn Random, Timestamp) -> Result<()>;

type ComposeOne = fn(&mut Tx<'_>, &SecretKey, &Letter, Timestamp) -> Result<Option<Composed>>;
type ComposeMany = fn(&mut Tx<'_>, &SecretKey, &[&Letter], Timestamp) -> Result<Vec<Option<Composed>>>;

/// Tells what letters tell at this moment; `None` where one is not wanted any more.
#[derive(Clone, Copy)]
pub enum Compose {
    /// Of one letter by itself.
    One(ComposeOne),
    /// Of those that are sent together, in their order: they may have much in common.
    Many(ComposeMany),
}

impl Compose {
    fn of(
        self,
        tx: &mut Tx<'_>,
        key: &SecretKey,
        letters: &[&Letter],
        now: Timestamp,
    ) -> Result<Vec<Option<Composed>>> {
        match self {
            Self::One(one) => letters.iter().map(|letter| one(tx, key, letter, now)).collect(),
            Self::Many(many) => many(tx, key, letters, now),
        }
    }
}

/// What the sender asks of the feature that a kind of letter belongs to.
#[derive(Clone, Copy)]
pub struct Owner {
    /// Its kinds of letters.
    pub kinds: &'static [Kind],
    /// What makes its letters.
    pub compose: Compose,
    /// Told what became of a letter; `None` where nothing hangs on it.
    pub note: Option<Note>,
    /// What one that a server took proves.
    pub proof: Proof,
}

/// The features' side of letters.
#[derive(Clone, Copy)]
pub struct Owners {
    /// One for each feature that writes letters.
    pub owners: &'static [Owner],
    /// The address in From and in the envelope, for a company.
    pub from: fn(&mut Tx<'_>, CompanyId) -> Result<String>,
    /// Takes note of a letter of any of them that failed, after its owner did.
    pub failed: fn(&mut Tx<'_>, &Letter, Timestamp) -> Result<()>,
}

impl Owners {
    /// What it proves that this letter was taken.
    fn proof(&self, letter: &Letter) -> Proof {
        self.of(letter).map_or(Proof::Letter, |owner| owner.proof)
    }

    fn of(&self, letter: &Letter) -> Option<&'static Owner> {
        self.owners.iter().find(|owner| owner.kinds.contains(&letter.kind.as_str()))
    }

    /// Lets the feature that a letter belongs to take note of what became of it.
    pub fn note(
        &self,
        tx: &mut Tx<'_>,
        letter: &Letter,
        delivery: Delivery,
        random: &dyn Random,
        now: Timestamp,
    ) -> Result<()> {
        if let Some(note) = self.of(letter).and_then(|owner| owner.note) {
            note(tx, letter, delivery, random, now)?;
        }
        if delivery == Delivery::Failed { (self.failed)(tx, letter, now) } else { Ok(()) }
    }
}

/// Letters that this sender has taken.
struct Claim {
    lot: Lot,
    letters: Vec<Letter>,
}

/// Hands letters over. Clones do the same work.
#[derive(Clone)]
pub struct Sender {
    /// Where the letters are.
    pub db: Db,
    /// What time it is.
    pub clock: SharedClock,
    /// For the jitter of retries.
    pub random: SharedRandom,
    /// What links are derived from.
    pub key: SecretKey,
    /// How letters leave.
    pub switch: Arc<Switch>,
    /// Rung when letters were queued.
    pub bell: Arc<Bell>,
    /// The features' side.
    pub owners: Owners,
    /// From, where it is set for the whole installation.
    pub from: Option<Mailbox>,
    /// Writes and signs the letters that go to a server.
    pub writer: Writer,
    /// What the envelope senders of letters are made of, where reports about each are to come back.
    pub return_address: Option<ReturnAddress>,
}

impl Sender {
    /// Sends what falls due until `stop` is given; letters past their final dot are waited for.
    pub async fn run(&self, stop: CancellationToken) {
        if let Err(error) = self.recover(true).await {
            tracing::error!(%error, "letters of an earlier run could not be taken up");
        }
        let [interactive, bulk] = Priority::ALL.map(|priority| self.run_line(priority, &stop));
        tokio::join!(interactive, bulk);
    }

    /// Sends the letters of one priority: they wait for none of the other.
    ///
    /// A pass begins as soon as the one before has handed out most of its letters, so that a letter whose
    /// answer is slow to come holds up nobody else's.
    async fn run_line(&self, priority: Priority, stop: &CancellationToken) {
        let (mut bell, mut latest) = (self.bell.listener(), self.clock.now());
        let (mut passes, mut handful) = (JoinSet::new(), AT_FIRST * self.fewest());
        while !stop.is_cancelled() {
            // One line does, that which is never held up for long.
            if priority == Priority::Interactive {
                latest = self.follow_clock(latest).await;
            }
            // Each that goes on holds a session with the server, or waits for one.
            if passes.len() >= self.switch.passes() {
                stop.run_until_cancelled(passes.join_next()).await;
                continue;
            }
            match self.claim_in_turn(priority, handful).await {
                Ok(None) => self.wait_in_turn(&mut passes, &mut bell, stop).await,
                Ok(Some(claim)) if claim.letters.is_empty() => self.wait(priority, &mut bell, stop).await,
                Ok(Some(claim)) => {
                    let (claimed, began) = (claim.letters.len(), Instant::now());
                    self.begin(claim, &mut passes, stop).await;
                    handful = next_handful(handful, claimed, began.elapsed(), self.fewest());
                }
                Err(error) => {
                    tracing::warn!(%error, "the sender rests: the database is not available");
                    self.rest(REST, stop).await;
                }
            }
        }
        passes.join_all().await;
    }

    /// One pass over what is due now, to its end; how many letters it worked on.
    pub async fn pass(&self, stop: &CancellationToken) -> Result<usize> {
        let mut count = 0;
        for priority in Priority::ALL {
            let claim = self.claim(priority, BATCH).await?;
            count += claim.letters.len();
            if !claim.letters.is_empty() {
                self.work_off(claim, stop, &CancellationToken::new()).await?;
            }
        }
        Ok(count)
    }

    /// Begins a pass and waits until most of its letters are begun with.
    async fn begin(&self, claim: Claim, passes: &mut JoinSet<()>, stop: &CancellationToken) {
        let (sender, stop, mostly_begun) = (self.clone(), stop.clone(), CancellationToken::new());
        let begun = mostly_begun.clone();
        passes.spawn(async move {
            let _however_it_ends = mostly_begun.clone().drop_guard();
            if let Err(error) = sender.work_off(claim, &stop, &mostly_begun).await {
                tracing::warn!(%error, "letters stay claimed: the database is not available");
                sender.rest(REST, &stop).await;
            }
        });
        begun.cancelled().await;
        while passes.try_join_next().is_some() {}
    }

    /// Works claimed letters off, and keeps them claimed as long as that takes.
    async fn work_off(
        &self,
        claim: Claim,
        stop: &CancellationToken,
        mostly_begun: &CancellationToken,
    ) -> Result<()> {
        let ids: Vec<_> = claim.letters.iter().map(|letter| letter.id).collect();
        let renewing = tokio::spawn(self.clone().renew_lease(ids));
        let done = self.deliver(claim, stop, mostly_begun).await;
        renewing.abort();
        done
    }

    async fn deliver(
        &self,
        Claim { lot, letters }: Claim,
        stop: &CancellationToken,
        mostly_begun: &CancellationToken,
    ) -> Result<()> {
        let prepared = self.prepare(letters).await?;
        match self.switch.route() {
            Route::Mailbox => self.keep_all(prepared).await,
            Route::Smtp(_) if prepared.is_empty() => Ok(()),
            Route::Smtp(relay) => self.send_by(&relay, lot, prepared, stop, mostly_begun).await,
            Route::Direct(direct) => {
                self.send_direct(&direct, lot.priority, prepared, stop, mostly_begun).await
            }
            Route::Closed(reason) => self.put_off(prepared, &reason).await,
        }
    }

    async fn send_by(
        &self,
        relay: &Relay,
        lot: Lot,
        mut prepared: Vec<Prepared>,
        stop: &CancellationToken,
        mostly_begun: &CancellationToken,
    ) -> Result<()> {
        let server = self.mark(relay);
        let knock = self.knock(&server, lot.priority).await?;
        let way = |patience| Way::Relay { relay: relay.clone(), lot, server: server.clone(), patience };
        // What the first session would find out, those of another pass know already.
        let first_word = if relay.is_in_use() { Duration::ZERO } else { FIRST_WORD };
        match knock {
            Knock::Rests(rest) => self.wait_out(prepared, &rest).await,
            Knock::Wait => self.put_back(prepared).await,
            Knock::Go => self.send_all(&way(first_word), prepared, stop, mostly_begun).await,
            Knock::First => {
                self.shuffle(&mut prepared);
                let sent = self.send_all(&way(servers::TRY), prepared, stop, mostly_begun).await;
                sent.and(self.end_try(&server).await)
            }
        }
    }

    /// Any letter of those that were refused the least finds out whether the server takes letters again: it may refuse one
    /// after another that happen to come first, and each time all would wait for the next.
    fn shuffle(&self, letters: &mut [Prepared]) {
        let any = self.roll() | 1;
        letters.sort_by_key(|one| (one.letter.attempts, one.letter.id.0.unsigned_abs().wrapping_mul(any)));
    }

    /// The letters that are due; `None` while another sender finds out whether the server takes any.
    async fn claim_in_turn(&self, priority: Priority, most: i64) -> Result<Option<Claim>> {
        if self.is_to_wait().await? { Ok(None) } else { self.claim(priority, most).await.map(Some) }
    }

    /// One for each session.
    fn fewest(&self) -> i64 {
        i64::try_from(self.switch.sessions()).unwrap_or(BATCH).min(BATCH)
    }

    /// The letters that are due, so many at the most: those of domains that hold many sessions only where none else wait.
    async fn claim(&self, priority: Priority, most: i64) -> Result<Claim> {
        self.recover(false).await?;
        let among_others = Lot { priority, is_all: false };
        let busy = self.switch.busy(among_others);
        let letters = self.claim_but(busy.clone(), priority, most).await?;
        let lot = Lot { priority, is_all: true };
        let still_busy = self.switch.busy(lot);
        // By what has just found none nobody need ask again.
        if !letters.is_empty() || still_busy == busy {
            return Ok(Claim { lot: among_others, letters });
        }
        let letters = self.claim_but(still_busy, priority, most.min(self.fewest())).await?;
        Ok(Claim { lot, letters })
    }

    /// A row that can't be read fails for itself and holds nobody up.
    async fn claim_but(&self, busy: Vec<String>, priority: Priority, most: i64) -> Result<Vec<Letter>> {
        let now = self.clock.now();
        let claimed = self
            .db
            .write(move |tx| {
                if is_standing(tx, priority)? {
                    return Ok(Vec::new());
                }
                tx.outbox().claim(&busy, priority, most, now + LEASE, now)
            })
            .await?;
        let (whole, damaged): (Vec<_>, Vec<_>) = claimed.into_iter().partition(|one| one.damage.is_none());
        for Claimed { letter, damage } in damaged {
            self.give_up(letter, &damage.unwrap_or_default()).await?;
        }
        Ok(whole.into_iter().map(|one| one.letter).collect())
    }

    /// Takes up what a killed sender left. At the start of the only process all claims are such.
    async fn recover(&self, at_start: bool) -> Result<()> {
        let (now, owners, random) = (self.clock.now(), self.owners, self.random.clone());
        self.db
            .write(move |tx| {
                let all = at_start && !tx.dialect().is_shared();
                if all {
                    tx.mail_servers().end_tries()?;
                }
                let gone_since = if all { Timestamp(i64::MAX) } else { now };
                let reason = Reason::Interrupted.key();
                if at_start {
                    tx.outbox().set_right(now)?;
                }
                let beyond = now + LEASE + SKEW;
                for letter in tx.outbox().recover(gone_since, beyond, now + UNKNOWN_FOR, reason, now)? {
                    owners.note(tx, &letter, Delivery::Unknown, &*random, now)?;
                }
                Ok(())
            })
            .await
    }

    /// Where the clock was set back, what it had put off is not left waiting until it has caught up.
    async fn follow_clock(&self, latest: Timestamp) -> Timestamp {
        let now = self.clock.now();
        let back = latest.since(now);
        if back <= SKEW {
            return latest.max(now);
        }
        tracing::warn!(
            seconds = back.as_secs(),
            "the clock was set back: letters that it had put off come sooner"
        );
        match self.db.write(move |tx| tx.outbox().set_back(back, now)).await {
            Ok(()) => {
                self.bell.ring();
                now
            }
            Err(_) => latest,
        }
    }

    async fn renew_lease(self, ids: Vec<crate::base::id::LetterId>) {
        loop {
            let until = self.clock.now() + LEASE / 4;
            self.clock.sleep_until(until).await;
            let (ids, lease_until) = (ids.clone(), self.clock.now() + LEASE);
            if let Err(error) = self.db.write(move |tx| tx.outbox().extend_lease(&ids, lease_until)).await {
                tracing::warn!(%error, "claims could not be renewed");
            }
        }
    }

    async fn wait(&self, priority: Priority, bell: &mut Listener, stop: &CancellationToken) {
        let busy = self.switch.busy(Lot { priority, is_all: true });
        let next = self.db.read(move |tx| {
            let is_standing = is_standing(tx, priority)?;
            tx.outbox().next_due(&busy, (!is_standing).then_some(priority))
        });
        let due = match next.await {
            Ok(due) => due.unwrap_or(Timestamp::NEVER),
            Err(_) => self.clock.now() + REST,
        };
        let look = if self.db.is_shared() { LOOK } else { LOOK_AT_COMMANDS };
        let due = due.min(self.clock.now() + look);
        tokio::select! {
            () = bell.rung() => {}
            () = self.clock.sleep_until(due) => {}
            () = stop.cancelled() => {}
        }
    }

    /// Waits a moment for what another sender, or the pass that is going on here, finds out.
    async fn wait_in_turn(&self, passes: &mut JoinSet<()>, bell: &mut Listener, stop: &CancellationToken) {
        tokio::select! {
            _ = passes.join_next(), if !passes.is_empty() => {}
            () = bell.rung() => {}
            () = self.clock.sleep_until(self.clock.now() + LOOK) => {}
            () = stop.cancelled() => {}
        }
    }

    async fn rest(&self, rest: Duration, stop: &CancellationToken) {
        tokio::select! {
            () = self.clock.sleep_until(self.clock.now() + rest) => {}
            () = stop.cancelled() => {}
        }
    }
}

/// Whether letters of this priority wait until the queue goes on. Who waits at a screen is served meanwhile, too.
fn is_standing(tx: &mut Tx<'_>, priority: Priority) -> Result<bool> {
    Ok(priority == Priority::Bulk && tx.outbox().pause()?.is_some())
}

/// How many letters are claimed next, after a pass that took so long to begin with most of its own.
fn next_handful(handful: i64, claimed: usize, took: Duration, fewest: i64) -> i64 {
    let was_full = i64::try_from(claimed).is_ok_and(|claimed| claimed >= handful);
    if took > AT_HAND {
        (handful / 2).max(fewest)
    } else if was_full && took < AT_HAND / 2 {
        (handful * 2).min(BATCH)
    } else {
        handful
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_letters_are_claimed_than_leave_within_a_moment() {
        let ms = Duration::from_millis;
        for (handful, claimed, took, next) in [
            (8, 8, ms(100), 16),
            (200, 200, ms(100), BATCH),
            (64, 10, ms(10), 64),
            (64, 64, ms(700), 64),
            (64, 64, ms(1_500), 32),
            (12, 12, ms(60_000), 8),
            (8, 8, ms(60_000), 8),
        ] {
            assert_eq!(next_handful(handful, claimed, took, 8), next, "{handful}, {claimed}, {took:?}");
        }
    }
}
