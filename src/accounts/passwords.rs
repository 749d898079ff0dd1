//! Passwords are stored as Argon2id (ASVS 11.4.2), computed by a bounded number of threads.

use std::sync::Arc;

use argon2::password_hash::phc::{PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

use crate::base::random::SharedRandom;

/// Memory of one computation in KiB, passes, lanes: the least that OWASP advises.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// Computations that may wait; more are told to come again. Bounds the time that anybody waits.
const WAITING: usize = 64;

/// Computes and checks password hashes, as many at once as there are cores: memory is bounded by
/// that number times 19 MiB, however many people sign in.
#[derive(Clone)]
pub struct Hasher {
    random: SharedRandom,
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
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
        let nobody = hash(&*random, "nobody signs in with this").into();
        Self {
            random,
            running: Arc::new(Semaphore::new(cores)),
            waiting: Arc::new(Semaphore::new(WAITING)),
            nobody,
        }
    }

    /// The hash of a new password, in PHC form.
    pub async fn hash(&self, password: &str) -> Result<String, Busy> {
        let (random, password) = (Arc::clone(&self.random), normal(password));
        self.run(move || hash(&*random, &password)).await
    }

    /// Whether `password` is the one that `stored` was made of; `None` takes as long and says no.
    pub async fn verify(&self, stored: Option<&str>, password: &str) -> Result<bool, Busy> {
        let known = stored.is_some();
        let stored: Arc<str> = stored.map_or_else(|| Arc::clone(&self.nobody), Arc::from);
        let password = normal(password);
        let right = self.run(move || verify(&stored, &password)).await?;
        Ok(right && known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let _place = self.waiting.try_acquire().map_err(|_| Busy)?;
        let turn = Arc::clone(&self.running).acquire_owned().await.map_err(|_| Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
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

fn argon2() -> Argon2<'static> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[expect(clippy::expect_used, reason = "fails only on parameters that are constants here")]
fn hash(random: &dyn crate::base::random::Random, password: &str) -> String {
    let mut salt = [0; 16];
    random.fill(&mut salt);
    let salt = Salt::new(&salt).expect("16 bytes are a salt");
    argon2()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .expect("the parameters are right")
        .to_string()
}

fn verify(stored: &str, password: &str) -> bool {
    PasswordHash::new(stored)
        .is_ok_and(|stored| argon2().verify_password(password.as_bytes(), &stored).is_ok())
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
    async fn one_password_typed_in_two_forms_is_one() {
        let hasher = Hasher::new(Arc::new(SeededRandom::new(1)));
        let stored = hasher.hash("пароль с й внутри").await.unwrap();
        assert!(hasher.verify(Some(&stored), "пароль с и\u{306} внутри").await.unwrap());
    }
}
