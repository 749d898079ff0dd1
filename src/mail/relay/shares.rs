//! How many sessions with a relay the letters of one domain may hold. A relay that asks the domain's own server before
//! it answers passes its slowness on, and whoever writes elsewhere must not wait for that.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::base::bell::{Bell, Listener};

/// A letter that takes longer makes its domain a slow one.
const SLOW: Duration = Duration::from_secs(5);
/// More domains than this are not remembered without need.
const REMEMBERED: usize = 4096;

/// Who holds sessions at present.
pub(super) struct Shares {
    /// So many sessions one slow domain may hold, and one of which nobody knows yet.
    each: usize,
    /// So many where only its letters wait, and so many all slow ones together.
    most: usize,
    domains: Mutex<HashMap<String, Domain>>,
    /// Rung when a letter is done with.
    ended: Bell,
    /// Somebody was told that a domain is full, and may have left its letters in the queue.
    passes_over: AtomicBool,
}

#[derive(Default)]
struct Domain {
    under_way: Vec<Instant>,
    habit: Habit,
}

/// How long letters to a domain take.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Habit {
    #[default]
    Unknown,
    Quick,
    Slow,
}

/// A letter of a domain is under way until this is dropped.
pub struct Share {
    shares: Arc<Shares>,
    domain: String,
    since: Instant,
    is_over: bool,
}

impl Shares {
    pub(super) fn new(each: usize, most: usize) -> Self {
        let each = each.max(1);
        let (most, passes_over) = (most.max(each), AtomicBool::new(false));
        Self { each, most, domains: Mutex::default(), ended: Bell::default(), passes_over }
    }

    pub(super) fn begin(this: &Arc<Self>, domain: &str, is_all: bool, since: Instant) -> Option<Share> {
        let mut domains = this.lock();
        if domains.get(domain).is_some_and(|known| !this.bears(&domains, known, is_all, since)) {
            return None;
        }
        if domains.len() >= REMEMBERED {
            domains.retain(|_, domain| !domain.under_way.is_empty());
        }
        domains.entry(domain.to_owned()).or_default().under_way.push(since);
        drop(domains);
        Some(Share { shares: Arc::clone(this), domain: domain.to_owned(), since, is_over: false })
    }

    pub(super) fn has_room(&self, domain: &str, is_all: bool, now: Instant) -> bool {
        let domains = self.lock();
        domains.get(domain).is_none_or(|known| self.bears(&domains, known, is_all, now))
    }

    pub(super) fn listener(&self) -> Listener {
        self.ended.listener()
    }

    pub(super) fn full(&self, is_all: bool, now: Instant) -> Vec<String> {
        let domains = self.lock();
        let full = domains.iter().filter(|(_, domain)| !self.bears(&domains, domain, is_all, now));
        let full: Vec<String> = full.map(|(name, _)| name.clone()).collect();
        if !full.is_empty() {
            self.passes_over.store(true, Ordering::Release);
        }
        full
    }

    pub(super) fn was_passed_over(&self) -> bool {
        self.passes_over.swap(false, Ordering::AcqRel)
    }

    /// Whether a letter more to one of these domains can be begun with.
    fn bears(&self, all: &HashMap<String, Domain>, domain: &Domain, is_all: bool, now: Instant) -> bool {
        let bound = if is_all { self.most } else { self.each };
        match domain.habit(now) {
            Habit::Quick => true,
            Habit::Unknown => domain.under_way.len() < bound,
            Habit::Slow => domain.under_way.len() < bound && slow_ones(all, now) < self.most,
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Domain>> {
        self.domains.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Domain {
    fn habit(&self, now: Instant) -> Habit {
        if self.under_way.iter().any(|since| now.duration_since(*since) > SLOW) {
            Habit::Slow
        } else {
            self.habit
        }
    }

    /// A letter that was begun with then is not under way any more.
    fn end(&mut self, since: Instant, was_answered: bool, now: Instant) {
        if let Some(at) = self.under_way.iter().position(|one| *one == since) {
            self.under_way.swap_remove(at);
        }
        self.habit = match (now.duration_since(since) > SLOW, self.habit) {
            (true, _) => Habit::Slow,
            (false, habit) if !was_answered => habit,
            // One quick answer does not make a slow domain a quick one.
            (false, Habit::Slow) => Habit::Unknown,
            (false, Habit::Unknown | Habit::Quick) => Habit::Quick,
        };
    }
}

impl Share {
    /// The letter was taken or refused for itself: how long that took tells something about the others.
    pub fn answered(mut self) {
        self.end(true, Instant::now());
    }

    fn end(&mut self, was_answered: bool, now: Instant) {
        if std::mem::replace(&mut self.is_over, true) {
            return;
        }
        if let Some(domain) = self.shares.lock().get_mut(&self.domain) {
            domain.end(self.since, was_answered, now);
        }
        self.shares.ended.ring();
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.end(false, Instant::now());
    }
}

/// How many letters of slow domains are under way.
fn slow_ones(domains: &HashMap<String, Domain>, now: Instant) -> usize {
    let slow = domains.values().filter(|domain| domain.habit(now) == Habit::Slow);
    slow.map(|domain| domain.under_way.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two for each slow domain, four where there is nothing else.
    fn shares() -> (Arc<Shares>, Instant) {
        (Arc::new(Shares::new(2, 4)), Instant::now())
    }

    fn begun(shares: &Arc<Shares>, domain: &str, is_all: bool, now: Instant) -> Vec<Share> {
        std::iter::from_fn(|| Shares::begin(shares, domain, is_all, now)).take(8).collect()
    }

    fn answered(held: impl IntoIterator<Item = Share>, now: Instant) {
        held.into_iter().for_each(|mut share| share.end(true, now));
    }

    #[test]
    fn a_domain_that_nobody_knows_holds_a_few_sessions_until_it_has_answered() {
        let (shares, now) = shares();
        let held = begun(&shares, "new.example", false, now);
        assert_eq!((held.len(), shares.full(false, now)), (2, vec!["new.example".to_owned()]));
        assert_eq!(begun(&shares, "other.example", false, now).len(), 2, "others have their own");
        let more = begun(&shares, "new.example", true, now);
        assert_eq!(
            (more.len(), shares.full(true, now).len()),
            (2, 1),
            "half of them where nobody else waits"
        );
        answered(held.into_iter().chain(more), now);
        assert_eq!(begun(&shares, "new.example", false, now).len(), 8);
        assert_eq!(shares.full(false, now).len(), 0);
    }

    #[test]
    fn a_domain_that_turns_slow_gives_sessions_back_until_it_is_quick_again() {
        let (shares, now) = shares();
        answered(begun(&shares, "slow.example", false, now), now);
        let mut held = begun(&shares, "slow.example", false, now);
        assert_eq!(held.len(), 8);
        let late = now + SLOW + Duration::from_millis(1);
        assert_eq!(shares.full(true, late), ["slow.example"]);
        answered(held.drain(..7), late);
        let beside = begun(&shares, "slow.example", false, late);
        assert_eq!(beside.len(), 1, "beside the one that is under way still");
        drop(beside);
        answered(held, late);
        for expected in [2, 2, 8] {
            let mut held = begun(&shares, "slow.example", false, late);
            assert_eq!(held.len(), expected);
            answered(held.drain(..1), late);
        }
    }

    #[test]
    fn many_slow_domains_together_leave_sessions_to_the_others() {
        let (shares, now) = shares();
        let late = now + SLOW + Duration::from_millis(1);
        answered(begun(&shares, "late.example", false, now), late);
        let mut held = begun(&shares, "slow.example", false, now);
        held.extend(begun(&shares, "slower.example", false, now));
        assert_eq!(held.len(), 4);
        assert!(Shares::begin(&shares, "late.example", false, late).is_none(), "it is known to be slow");
        assert!(Shares::begin(&shares, "quick.example", false, late).is_some());
        held.pop();
        assert!(Shares::begin(&shares, "late.example", false, late).is_some());
    }

    #[test]
    fn a_letter_that_nobody_answered_tells_nothing() {
        let (shares, now) = shares();
        drop(begun(&shares, "new.example", false, now));
        assert_eq!(begun(&shares, "new.example", false, now).len(), 2);
    }
}
