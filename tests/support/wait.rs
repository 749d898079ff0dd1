//! Waiting for something that happens outside: the only place of the tests that sleeps.

use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(20);
const STEP: Duration = Duration::from_millis(20);

/// Blocks until `happened` answers true; panics with `what` when it takes too long.
#[track_caller]
pub fn until(what: &str, happened: impl FnMut() -> bool) {
    assert!(happens_in_time(happened), "waited {PATIENCE:?} in vain for: {what}");
}

/// Blocks until `happened` answers true, or too long; tells which.
pub fn happens_in_time(mut happened: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while !happened() {
        if start.elapsed() > PATIENCE {
            return false;
        }
        std::thread::sleep(STEP);
    }
    true
}

/// The same for what has to be asked; nobody is blocked.
pub async fn comes_in_time(mut happened: impl AsyncFnMut() -> bool) -> bool {
    let start = Instant::now();
    while !happened().await {
        if start.elapsed() > PATIENCE {
            return false;
        }
        tokio::time::sleep(STEP).await;
    }
    true
}

/// Lets a moment pass before something is asked for again.
pub async fn a_moment() {
    tokio::time::sleep(STEP).await;
}

/// What a slow peer does before it answers.
pub async fn think(time: Duration) {
    tokio::time::sleep(time).await;
}
