//! Passwords are stored as Argon2id (ASVS 11.4.2), computed by a bounded number of threads.

mod memory;

use std::sync::Arc;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Params, Version};
use memory::{Memories, Memory};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

use crate::base::random::SharedRandom;

/// Memory of one computation in KiB, passes, lanes: the least that OWASP advises.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// Length of a hash.
const BYTES: usize = 32;
/// Computations that may wait; more are told to come again. Bounds the time that anybody waits.
const WAITING: usize = 64;

/// Computes and checks password hashes, as many at once as there are cores: memory is bounded by
/// that number times 19 MiB, however many people sign in.
#[derive(Clone)]
pub struct Hasher {
    random: SharedRandom,
    running: Arc<Semaphore>,
    memories: Memories,
    /// What a password is checked against where there is no account: takes the same time.
    nobody: Arc<str>,
}

/// Too many passwords are being checked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Busy;

impl Hasher {
    /// A hasher for this machine.
    #[must_use]
    pub fn new(random: SharedRandom) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let nobody = hash(&*random, "nobody signs in with this", &mut Memory::new()).into();
        Self { random, running: Arc::new(Semaphore::new(cores)), memories: Memories::new(WAITING), nobody }
    }

    /// The hash of a new password, in PHC form.
    pub async fn hash(&self, password: &str) -> Result<String, Busy> {
        let (random, password) = (Arc::clone(&self.random), normal(password));
        self.run(move |memory| hash(&*random, &password, memory)).await
    }

    /// Whether `password` is the one that `stored` was made of; `None` takes as long and says no.
    pub async fn verify(&self, stored: Option<&str>, password: &str) -> Result<bool, Busy> {
        let known = stored.is_some();
        let stored: Arc<str> = stored.map_or_else(|| Arc::clone(&self.nobody), Arc::from);
        let password = normal(password);
        let right = self.run(move |memory| verify(&stored, &password, memory)).await?;
        Ok(right && known)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let place = self.memories.place().ok_or(Busy)?;
        let turn = Arc::clone(&self.running).acquire_owned().await.map_err(|_| Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = place.with_memory(work);
            drop(turn);
            done
        });
        done.await.map_err(|_| Busy)
    }
}

/// One form for what may be typed in several (NIST SP 800-63B-4 §3.1.1.2).
fn normal(password: &str) -> String {
    password.nfc().collect()
}

#[expect(clippy::expect_used, reason = "fails only on parameters that are constants here")]
fn hash(random: &dyn crate::base::random::Random, password: &str, memory: &mut Memory) -> String {
    let mut salt = [0; 16];
    random.fill(&mut salt);
    let salt = Salt::new(&salt).expect("16 bytes are a salt");
    let (kibibytes, passes, lanes) = COST;
    let params = Params::new(kibibytes, passes, lanes, Some(BYTES)).expect("the cost is in bounds");
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).expect("the cost can be written down"),
        salt: Some(salt),
        hash: compute(params, password, &salt, memory),
    };
    hash.to_string()
}

/// Costs what the stored hash cost: an older one stays good when the cost is raised.
fn verify(stored: &str, password: &str, memory: &mut Memory) -> bool {
    let Ok(stored) = PasswordHash::new(stored) else { return false };
    let is_ours =
        stored.algorithm == Algorithm::Argon2id.ident() && stored.version == Some(Version::V0x13.into());
    let (Ok(params), Some(salt), Some(hash), true) =
        (Params::try_from(&stored), stored.salt, stored.hash, is_ours)
    else {
        return false;
    };
    // `Output` compares in constant time.
    compute(params, password, &salt, memory) == Some(hash)
}

fn compute(params: Params, password: &str, salt: &Salt, memory: &mut Memory) -> Option<Output> {
    let mut bytes = [0; BYTES];
    let blocks = memory.blocks(params.block_count());
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, &mut bytes, blocks).ok()?;
    Output::new(&bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::random::SeededRandom;

    #[tokio::test]
    async fn a_password_opens_only_its_own_hash() {
        let hasher = Hasher::new(Arc::new(SeededRandom::new(1)));
        let stored = hasher.hash("correct horse battery").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(hasher.verify(Some(&stored), "correct horse battery").await.unwrap());
        assert!(!hasher.verify(Some(&stored), "correct horse batterY").await.unwrap());
        assert!(!hasher.verify(None, "nobody signs in with this").await.unwrap());
    }

    #[tokio::test]
    async fn memory_is_kept_while_passwords_wait_and_given_back_after() {
        let hasher = Hasher::new(Arc::new(SeededRandom::new(1)));
        let mut crowd = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let hasher = hasher.clone();
            crowd.spawn(async move { hasher.hash("correct horse battery").await });
        }
        while let Some(done) = crowd.join_next().await {
            assert!(done.unwrap().is_ok());
        }
        assert_eq!(hasher.memories.kept(), 0);
    }

    #[tokio::test]
    async fn one_password_typed_in_two_forms_is_one() {
        let hasher = Hasher::new(Arc::new(SeededRandom::new(1)));
        let stored = hasher.hash("пароль с й внутри").await.unwrap();
        assert!(hasher.verify(Some(&stored), "пароль с и\u{306} внутри").await.unwrap());
    }
}
