//! How much of the list is taken along: a few at a time, and so often in an hour by one person.

use std::num::NonZeroU32;
use std::sync::Arc;

use governor::clock::Clock as _;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::base::id::EmployeeId;
use crate::web::failure::Failure;

/// At a time.
const AT_ONCE: usize = 4;
/// In an hour, and at once, by one person.
const PER_HOUR: u32 = 20;
/// When to try again where all places are taken, in seconds.
const SOON: u64 = 30;

/// Who took the list along how often, and how many do now.
pub struct Exports {
    places: Arc<Semaphore>,
    people: DefaultKeyedRateLimiter<EmployeeId>,
}

impl Default for Exports {
    fn default() -> Self {
        let quota = Quota::per_hour(NonZeroU32::new(PER_HOUR).unwrap_or(NonZeroU32::MIN));
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), people: RateLimiter::keyed(quota) }
    }
}

impl Exports {
    /// Takes a place, which is free again when what comes out is dropped.
    ///
    /// # Errors
    /// [`Failure::TooMany`] with the time to wait, where there are too many.
    pub fn begin(&self, person: EmployeeId) -> Result<OwnedSemaphorePermit, Failure> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| Failure::TooMany { seconds: SOON })?;
        self.people.check_key(&person).map_err(|until| {
            let wait = until.earliest_possible().duration_since(self.people.clock().now());
            Failure::TooMany { seconds: wait.as_secs() + 1 }
        })?;
        Ok(place)
    }

    /// Drops what needs no remembering any more.
    pub(super) fn forget(&self) {
        self.people.retain_recent();
        self.people.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_at_a_time_and_so_often_in_an_hour() {
        let exports = Exports::default();
        let places: Vec<_> = (0..4).map(|n| exports.begin(EmployeeId(n)).unwrap()).collect();
        assert!(matches!(exports.begin(EmployeeId(9)), Err(Failure::TooMany { seconds: SOON })));
        drop(places);
        for _ in 0..PER_HOUR {
            drop(exports.begin(EmployeeId(7)).unwrap());
        }
        assert!(matches!(exports.begin(EmployeeId(7)), Err(Failure::TooMany { seconds: 1..=180 })));
        assert!(exports.begin(EmployeeId(8)).is_ok(), "others go on");
    }
}
