//! Time. Nobody asks the operating system for it but the clock that is handed in.

use std::fmt;
use std::future::Future;
use std::ops::{Add, Sub};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// An instant in UTC, in whole milliseconds since 1970: what the database stores.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Timestamp(pub i64);

/// Milliseconds in a day.
const DAY_MS: i64 = 86_400_000;

impl Timestamp {
    /// An instant that never comes.
    pub const NEVER: Self = Self(i64::MAX);

    /// The instant `days` later (earlier, where negative).
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(DAY_MS)))
    }

    /// The instant that was written by its [`Display`](fmt::Display).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|instant| Self(instant.as_millisecond()))
    }

    /// How long from `earlier` until here; nothing where `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The same instant for calendars and time zones.
    #[must_use]
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC, as the machine interface speaks of times.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_jiff().fmt(f)
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(millis(duration)))
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(millis(duration)))
    }
}

/// What [`Clock::sleep_until`] waits on.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Tells the time and waits for it.
pub trait Clock: Send + Sync + 'static {
    /// The present instant.
    fn now(&self) -> Timestamp;
    /// Resolves once [`Clock::now`] has reached `instant`, or as much time has passed as was left until then: a clock
    /// that is set back keeps nobody waiting.
    fn sleep_until(&self, instant: Timestamp) -> Sleep;
}

/// The clock that everybody shares.
pub type SharedClock = Arc<dyn Clock>;

/// The clock of the operating system.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
    fn now(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_millisecond())
    }

    fn sleep_until(&self, instant: Timestamp) -> Sleep {
        // Slept in short stretches: the wall clock may jump while the monotonic one does not.
        const STRETCH: Duration = Duration::from_secs(30);
        let at_the_latest = tokio::time::Instant::now().checked_add(instant.since(self.now()));
        Box::pin(async move {
            loop {
                let to_pass =
                    at_the_latest.map(|end| end.saturating_duration_since(tokio::time::Instant::now()));
                let left = instant.since(Self.now()).min(to_pass.unwrap_or(STRETCH));
                if left.is_zero() {
                    return;
                }
                tokio::time::sleep(left.min(STRETCH)).await;
            }
        })
    }
}

/// A clock that stands still until a test moves it.
#[derive(Debug)]
pub struct ManualClock {
    now: tokio::sync::watch::Sender<Timestamp>,
}

impl ManualClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self { now: tokio::sync::watch::Sender::new(now) }
    }

    /// Moves the clock; whoever waits for an instant that has now come wakes up.
    pub fn advance(&self, duration: Duration) {
        self.now.send_modify(|now| *now = *now + duration);
    }

    /// Sets the clock back.
    pub fn set_back(&self, duration: Duration) {
        self.now.send_modify(|now| *now = *now - duration);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.now.borrow()
    }

    fn sleep_until(&self, instant: Timestamp) -> Sleep {
        let mut now = self.now.subscribe();
        Box::pin(async move {
            // The sender lives as long as the clock; once it is gone nobody is left to wait for.
            let _ = now.wait_for(|now| *now >= instant).await;
        })
    }
}
