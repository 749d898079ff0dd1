//! Randomness, handed in like the clock, so that a test can repeat itself.

use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

/// A source of random bytes.
pub trait Random: Send + Sync + 'static {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The source that everybody shares.
pub type SharedRandom = Arc<dyn Random>;

/// 32 bytes, the size of every key and secret here (ASVS 11.5.1 asks for 16 at least).
pub fn bytes32(random: &dyn Random) -> [u8; 32] {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    bytes
}

/// Any number: for what must not happen to all at once.
pub fn roll(random: &dyn Random) -> u64 {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    u64::from_be_bytes(bytes)
}

/// The operating system's generator.
#[derive(Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    /// # Panics
    /// Where the operating system has no randomness to give: going on would make guessable secrets.
    #[expect(clippy::expect_used, reason = "no secret is better than a guessable one")]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gave no random bytes");
    }
}

/// Bytes that follow from a seed: for tests only.
#[derive(Debug)]
pub struct SeededRandom {
    state: Mutex<[u8; 32]>,
}

impl SeededRandom {
    /// The source that always gives the same bytes for `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: Mutex::new(Sha256::digest(seed.to_be_bytes()).into()) }
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in bytes.chunks_mut(16) {
            *state = Sha256::digest(*state).into();
            chunk.copy_from_slice(&state[..chunk.len()]);
        }
    }
}
