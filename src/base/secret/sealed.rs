//! Sealing what has to be read again, such as the password of a mail server: encrypted and
//! authenticated, so that a stolen database tells nothing and a changed one is noticed.

use aws_lc_rs::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::{Purpose, SecretKey};
use crate::base::id::CompanyId;
use crate::base::random::{self, Random};

/// The version of the form of what is sealed.
const VERSION: u8 = 1;
/// Random bytes that give each sealing a key of its own.
const SALT: usize = 32;

impl SecretKey {
    /// Seals `secret` for this purpose and company.
    #[must_use]
    pub fn seal(&self, purpose: Purpose, company: CompanyId, secret: &[u8], random: &dyn Random) -> Vec<u8> {
        let salt = random::bytes32(random);
        // With room for the tag, so that no copy of the secret is left behind when it grows.
        let mut bytes = Vec::with_capacity(secret.len() + CHACHA20_POLY1305.tag_len());
        bytes.extend_from_slice(secret);
        let bound = Aad::from(company.0.to_be_bytes());
        self.seal_in_place(purpose, &salt, bound, &mut bytes);
        [&[VERSION], &salt[..], &bytes[..]].concat()
    }

    /// What was sealed; `None` where it was sealed by another key, for another purpose or company, or
    /// was changed since.
    #[must_use]
    pub fn unseal(&self, purpose: Purpose, company: CompanyId, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (version, rest) = sealed.split_first()?;
        let (salt, sealed) = rest.split_first_chunk::<SALT>()?;
        if *version != VERSION {
            return None;
        }
        let mut bytes = Zeroizing::new(sealed.to_vec());
        let bound = Aad::from(company.0.to_be_bytes());
        let opened = self.sealing_key(purpose, salt).open_in_place(nonce(), bound, &mut bytes).ok()?.len();
        bytes.truncate(opened);
        Some(bytes)
    }

    #[expect(clippy::expect_used, reason = "it fails only beyond 256 GB")]
    fn seal_in_place(&self, purpose: Purpose, salt: &[u8; SALT], bound: Aad<[u8; 8]>, bytes: &mut Vec<u8>) {
        let key = self.sealing_key(purpose, salt);
        key.seal_in_place_append_tag(nonce(), bound, bytes).expect("a setting is short");
    }

    #[expect(clippy::expect_used, reason = "the hash has the 32 bytes that the cipher wants")]
    fn sealing_key(&self, purpose: Purpose, salt: &[u8; SALT]) -> LessSafeKey {
        let key = Zeroizing::new(self.mac(&[b"seal", purpose.label(), salt]));
        LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, &key[..]).expect("a key of 32 bytes"))
    }
}

/// Each key seals once, so it needs no other nonce.
fn nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; 12])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::random::SeededRandom;

    const PURPOSE: Purpose = Purpose::MailServer;
    const COMPANY: CompanyId = CompanyId(1);
    const SECRET: &[u8] = b"smtps://anna:password@mail.example";

    fn key() -> SecretKey {
        SecretKey::new([7; 32])
    }

    fn sealed() -> Vec<u8> {
        key().seal(PURPOSE, COMPANY, SECRET, &SeededRandom::new(1))
    }

    #[test]
    fn what_is_sealed_comes_out_as_it_went_in() {
        for secret in [SECRET, b"", &[0; 5000]] {
            let sealed = key().seal(PURPOSE, COMPANY, secret, &SeededRandom::new(1));
            assert_eq!(key().unseal(PURPOSE, COMPANY, &sealed).unwrap().as_slice(), secret);
        }
    }

    #[test]
    fn nothing_can_be_read_and_no_two_look_alike() {
        let (random, word) = (SeededRandom::new(1), b"password");
        let (one, two) =
            (key().seal(PURPOSE, COMPANY, SECRET, &random), key().seal(PURPOSE, COMPANY, SECRET, &random));
        assert!(!one.windows(word.len()).any(|bytes| bytes == word));
        assert_ne!(one[1 + SALT..], two[1 + SALT..]);
    }

    #[test]
    fn another_key_purpose_or_company_opens_nothing() {
        assert!(SecretKey::new([8; 32]).unseal(PURPOSE, COMPANY, &sealed()).is_none());
        assert!(key().unseal(PURPOSE, CompanyId(2), &sealed()).is_none());
        assert!(key().unseal(Purpose::Invitation, COMPANY, &sealed()).is_none());
    }

    #[test]
    fn whatever_is_changed_or_missing_is_noticed() {
        let whole = sealed();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert!(key().unseal(PURPOSE, COMPANY, &changed).is_none(), "byte {at}");
            assert!(key().unseal(PURPOSE, COMPANY, &whole[..at]).is_none(), "first {at} bytes");
        }
    }
}
