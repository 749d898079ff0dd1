//! `Idempotency-Key`: the same call twice is done once, and answered alike.

use sha2::{Digest as _, Sha256};

use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId};
use crate::store::{Result, Tx};

pub mod store;

/// Letters of a key at the most.
pub const MAX_KEY: usize = 255;

/// One use of a key.
#[derive(Clone, Debug)]
pub struct Use {
    /// The company.
    pub company: CompanyId,
    /// Whose key: two programs may choose the same.
    pub employee: EmployeeId,
    /// The key.
    pub key: String,
    /// What was asked, hashed.
    pub request: Vec<u8>,
}

impl Use {
    /// The use of `key` for a request of these bytes.
    #[must_use]
    pub fn new(company: CompanyId, employee: EmployeeId, key: String, request: &[u8]) -> Self {
        Self { company, employee, key, request: Sha256::digest(request).to_vec() }
    }
}

/// What is known of a key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Known {
    /// Nothing: do it, and remember the answer with [`remember`].
    New,
    /// It was done; this was the answer.
    Done(String),
    /// The key was used for something else.
    Different,
}

/// Takes the key for this call. Who comes at the same moment waits for the transaction and then
/// finds the answer.
pub fn claim(tx: &mut Tx<'_>, used: &Use, now: Timestamp) -> Result<Known> {
    if tx.idempotency_keys().insert(used, now)? {
        return Ok(Known::New);
    }
    let known = tx.idempotency_keys().find(used)?;
    Ok(match known {
        Some((request, answer)) if request == used.request => Known::Done(answer),
        Some(_) => Known::Different,
        None => Known::New,
    })
}

/// Remembers the answer, in the transaction of the deed. There must be no secret in it.
pub fn remember(tx: &mut Tx<'_>, used: &Use, answer: &str) -> Result<()> {
    tx.idempotency_keys().set_answer(used, answer)
}
