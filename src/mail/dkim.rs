//! DKIM (RFC 6376, RFC 8463): a letter leaves signed in the name of its sender's domain, so that who
//! receives it knows that the domain stands behind it and that nobody changed it on its way.
//!
//! A signature is made over the finished bytes, follows from them, and stands before them: the same letter
//! gets the same signature on every attempt.

mod canonical;
mod key;
mod record;
mod signature;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use aws_lc_rs::error::Unspecified;

pub use key::{Algorithm, Problem, SigningKey};
pub use record::{Record, STRING};

use super::message::Message;
use crate::base::clock::Timestamp;
use crate::base::email_address::domain_of;

/// Selector, `._domainkey.` and domain are one name of at most 253 characters (RFC 1035 §2.3.4).
const MAX_SELECTOR: usize = 63;
/// What a selector of the longest kind leaves.
const MAX_DOMAIN: usize = 253 - MAX_SELECTOR - "._domainkey.".len();

/// Signs letters of one domain with each of its keys: a receiver that can't check the one checks the other
/// (RFC 8463 §3). Clones share the keys.
#[derive(Clone, Default)]
pub struct Signer(Option<Arc<Keys>>);

struct Keys {
    domain: String,
    keys: Vec<SigningKey>,
}

impl Signer {
    /// Signs in the name of `domain`, an A-label; without keys it signs nothing.
    #[must_use]
    pub fn new(domain: &str, keys: Vec<SigningKey>) -> Self {
        let domain = domain.to_owned();
        Self((!keys.is_empty()).then(|| Arc::new(Keys { domain, keys })))
    }

    /// The domain that it signs for; `None` where it signs nothing.
    #[must_use]
    pub fn domain(&self) -> Option<&str> {
        self.0.as_deref().map(|keys| keys.domain.as_str())
    }

    /// Whether letters of this sender are signed.
    #[must_use]
    pub fn signs_for(&self, sender: &str) -> bool {
        self.domain().is_some_and(|domain| fits(domain, sender))
    }

    /// What has to stand in DNS for letters of this sender to be believed, where they are signed: a record for
    /// each key.
    #[must_use]
    pub fn records(&self, sender: &str) -> Vec<Record> {
        let Some(keys) = self.0.as_deref().filter(|keys| fits(&keys.domain, sender)) else {
            return Vec::new();
        };
        keys.keys.iter().filter_map(|key| key.record(&keys.domain).ok()).collect()
    }

    /// The letter as it leaves: with its signatures, where its sender is of the domain. RSA takes a millisecond of the
    /// processor.
    #[must_use]
    pub fn sign(&self, mut message: Message) -> Message {
        let Some(keys) = self.0.as_deref().filter(|keys| fits(&keys.domain, &message.sender)) else {
            return message;
        };
        if let Ok(signatures) = keys.signatures(&message.bytes, message.date) {
            let mut bytes = signatures.into_bytes();
            bytes.append(&mut message.bytes);
            message.bytes = bytes;
        } else {
            // The keys were tried when they were read. Unsigned it is worth less, but no less true.
            tracing::error!("a letter leaves without a DKIM signature: signing failed");
        }
        message
    }
}

impl Keys {
    /// The header fields that stand before the message.
    fn signatures(&self, message: &[u8], date: Timestamp) -> Result<String, Unspecified> {
        let letter = signature::Letter::read(message);
        self.keys.iter().map(|key| letter.signed(key, &self.domain, date)).collect()
    }
}

/// Whether a signature of `domain` speaks for the sender: he is of it or of one below it, which is what
/// DMARC wants to see (RFC 7489 §3.1.1, relaxed).
#[must_use]
pub fn fits(domain: &str, sender: &str) -> bool {
    let of_sender = domain_of(sender).to_ascii_lowercase();
    let above = of_sender.strip_suffix(domain);
    above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
}

/// The domain in `typed` as an A-label, lower-case; `None` for what can have no records about mail.
#[must_use]
pub fn domain(typed: &str) -> Option<String> {
    let domain = idna::domain_to_ascii_strict(typed.trim().trim_end_matches('.')).ok()?;
    let is_number = domain.parse::<std::net::Ipv4Addr>().is_ok();
    (domain.contains('.') && !is_number && domain.len() <= MAX_DOMAIN).then_some(domain)
}

/// Whether `text` can be a selector: labels with dots between them (RFC 6376 §3.1).
#[must_use]
pub fn is_selector(text: &str) -> bool {
    let is_label = |label: &str| {
        let plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        plain && !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
    };
    text.len() <= MAX_SELECTOR && text.split('.').all(is_label)
}
