//! Secrets: the ones that are random and stored as a hash, and the ones derived from a row.
//!
//! A link in a letter must come out the same each time the letter is rendered, and must not be
//! readable in a stolen database. So it is derived: a keyed hash over its purpose, the company, the
//! row's id and a generation number. Nothing of it is stored; raising the generation kills it.
//! What the portal never has to show again (sessions, API tokens, the setup code) is random and
//! stored as its SHA-256. What it has to hand on to others, such as a password, is sealed.

mod sealed;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::id::CompanyId;
use super::random::{self, Random};

/// Bytes of a mark that only has to differ.
const SHORT_MARK: usize = 9;

/// What a derived secret opens. One made for one purpose is worthless for any other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Purpose {
    /// A personal invitation: `/i/{secret}`.
    Invitation,
    /// A shared join link: `/j/{secret}`.
    JoinLink,
    /// «Do not invite me any more», from a letter.
    OptOut,
    /// A new password.
    PasswordReset,
    /// Another address of somebody.
    AddressChange,
    /// The code that proves an address.
    AddressCode,
    /// What binds a stranger's attempt to join to his browser. It goes into a cookie, so the code
    /// must not follow from it: hence a purpose of its own.
    JoinRequest,
    /// The bounce address of a letter.
    Bounce,
    /// The mailbox that reports are read from.
    BounceMailbox,
    /// The mail server's address with its password: sealed, not derived.
    MailServer,
    /// The same while it was only typed: sealed on the page of whoever typed it.
    MailTrial,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Invitation => b"invitation",
            Self::JoinLink => b"join-link",
            Self::OptOut => b"opt-out",
            Self::PasswordReset => b"password-reset",
            Self::AddressChange => b"address-change",
            Self::AddressCode => b"address-code",
            Self::JoinRequest => b"join-request",
            Self::Bounce => b"bounce",
            Self::BounceMailbox => b"bounce-mailbox",
            Self::MailServer => b"mail-server",
            Self::MailTrial => b"mail-trial",
        }
    }
}

/// The row that a derived secret belongs to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Row {
    /// The company, so that a secret of one company opens nothing of another.
    pub company: CompanyId,
    /// The row's id.
    pub id: i64,
    /// Raised to kill every secret given out so far.
    pub generation: i64,
}

/// Bytes of the keyed hash that a link carries: 192 bits.
const MAC_LEN: usize = 24;
/// Characters of a tag: what an address has room for, which knows no capitals (RFC 5321 §2.4).
pub const TAG_LEN: usize = 16;
/// The version of the form of a link; also keeps its first letter a letter (mail programs cut `-` and `_`).
const VERSION: u8 = 1;

/// The installation's key (`secret_key_file`). Never shown, never logged.
#[derive(Clone)]
pub struct SecretKey(Zeroizing<[u8; 32]>);

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(***)")
    }
}

impl SecretKey {
    /// The key made of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// What tells this key from any other, and says nothing of it.
    #[must_use]
    pub fn mark(&self) -> [u8; 32] {
        self.mac(&[b"mark"])
    }

    /// What tells one text from any other, and says nothing of it, not even to who guesses but has not the key.
    #[must_use]
    pub fn mark_of(&self, purpose: Purpose, text: &str) -> [u8; 32] {
        self.mac(&[b"mark", purpose.label(), text.as_bytes()])
    }

    /// The secret of a row, as it stands in a link: 43 characters of base64url.
    #[must_use]
    pub fn link(&self, purpose: Purpose, row: Row) -> String {
        let mac = self.row_mac(purpose, row);
        let mut bytes = [0_u8; 8 + MAC_LEN];
        bytes[..8].copy_from_slice(&row.id.to_be_bytes());
        bytes[0] = VERSION;
        bytes[8..].copy_from_slice(&mac[..MAC_LEN]);
        self.mask_id(purpose, &mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The id that a link speaks of; nothing is proved yet. `None` for what can't be a secret at all.
    #[must_use]
    pub fn claimed_id(&self, purpose: Purpose, link: &str) -> Option<i64> {
        let mut bytes = decode(link)?;
        self.mask_id(purpose, &mut bytes);
        bytes[0] = 0;
        let (id, _) = bytes.split_first_chunk::<8>()?;
        Some(i64::from_be_bytes(*id))
    }

    /// Whether `link` is the secret of `row`, in constant time.
    #[must_use]
    pub fn proves(&self, purpose: Purpose, row: Row, link: &str) -> bool {
        bool::from(self.link(purpose, row).as_bytes().ct_eq(link.as_bytes()))
    }

    /// A code of `digits` digits for a row, for typing over from a letter.
    #[must_use]
    pub fn code(&self, purpose: Purpose, row: Row, digits: u32) -> String {
        let mac = self.row_mac(purpose, row);
        let number = mac.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        let width = usize::try_from(digits).unwrap_or(0);
        format!("{:0width$}", number % 10_u64.pow(digits))
    }

    /// Whether `typed` is the code of `row`, in constant time.
    #[must_use]
    pub fn proves_code(&self, purpose: Purpose, row: Row, digits: u32, typed: &str) -> bool {
        bool::from(self.code(purpose, row, digits).as_bytes().ct_eq(typed.as_bytes()))
    }

    /// A short proof of an id that is the only one of its kind in the whole installation, for an address:
    /// 80 bits as [`TAG_LEN`] small letters and digits.
    #[must_use]
    pub fn tag(&self, purpose: Purpose, id: i64) -> String {
        let mac = self.mac(&[b"tag", purpose.label(), &id.to_be_bytes()]);
        base32(&mac[..TAG_LEN * 5 / 8])
    }

    /// Whether `tag` is the proof of an id, in constant time.
    #[must_use]
    pub fn proves_tag(&self, purpose: Purpose, id: i64, tag: &str) -> bool {
        bool::from(self.tag(purpose, id).as_bytes().ct_eq(tag.as_bytes()))
    }

    fn row_mac(&self, purpose: Purpose, row: Row) -> [u8; 32] {
        self.mac(&[
            purpose.label(),
            &row.company.0.to_be_bytes(),
            &row.id.to_be_bytes(),
            &row.generation.to_be_bytes(),
        ])
    }

    /// Hides or shows the id: a link tells nobody how many invitations there are.
    fn mask_id(&self, purpose: Purpose, bytes: &mut [u8; 8 + MAC_LEN]) {
        let mask = self.mac(&[b"mask", purpose.label(), &bytes[8..]]);
        for (byte, mask) in bytes[1..8].iter_mut().zip(mask) {
            *byte ^= mask;
        }
    }

    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length (RFC 2104)")]
    fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0[..]).expect("HMAC takes any key");
        for part in parts {
            // The length goes first, so that no two lists of parts read alike.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// RFC 4648 §6 in small letters, for a whole number of groups.
fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let group = |group: &[u8]| group.iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let letter =
        |bits: u64, at: u32| char::from(ALPHABET[usize::try_from((bits >> (35 - 5 * at)) & 31).unwrap_or(0)]);
    bytes.chunks_exact(5).map(group).flat_map(|bits| (0..8).map(move |at| letter(bits, at))).collect()
}

fn decode(link: &str) -> Option<[u8; 8 + MAC_LEN]> {
    let bytes: [u8; 8 + MAC_LEN] = URL_SAFE_NO_PAD.decode(link).ok()?.try_into().ok()?;
    (bytes[0] == VERSION).then_some(bytes)
}

/// A random secret: shown once, stored as [`hash`].
#[must_use]
pub fn random_secret(random: &dyn Random) -> String {
    let mut bytes = random::bytes32(random);
    bytes[0] = VERSION;
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What is stored of a random secret. It has 248 bits, so no salt and no slow hash is needed.
#[must_use]
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// What tells a stored hash from any other, short, and without giving it away.
#[must_use]
pub fn short_mark(hash: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(hash)[..SHORT_MARK])
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: Row = Row { company: CompanyId(1), id: 42, generation: 0 };

    fn key() -> SecretKey {
        SecretKey::new([7; 32])
    }

    #[test]
    fn a_link_proves_its_row_and_no_other() {
        let link = key().link(Purpose::Invitation, ROW);
        assert_eq!(key().claimed_id(Purpose::Invitation, &link), Some(42));
        assert!(key().proves(Purpose::Invitation, ROW, &link));
        assert!(!key().proves(Purpose::JoinLink, ROW, &link));
        for other in
            [Row { company: CompanyId(2), ..ROW }, Row { id: 43, ..ROW }, Row { generation: 1, ..ROW }]
        {
            assert!(!key().proves(Purpose::Invitation, other, &link));
        }
        assert!(!SecretKey::new([8; 32]).proves(Purpose::Invitation, ROW, &link));
    }

    #[test]
    fn a_link_survives_mail_programs() {
        for id in 0..500 {
            let link = key().link(Purpose::Invitation, Row { id, ..ROW });
            assert_eq!(link.len(), 43);
            assert!(link.starts_with(|c: char| c.is_ascii_alphanumeric()), "{link}");
            assert!(link.ends_with(|c: char| c.is_ascii_alphanumeric()), "{link}");
        }
    }

    #[test]
    fn rubbish_claims_nothing() {
        for rubbish in ["", "a", "AA", &"A".repeat(43), &"A".repeat(10_000), "%%%", "../../etc/passwd"] {
            assert_eq!(key().claimed_id(Purpose::Invitation, rubbish), None, "{rubbish}");
        }
    }

    #[test]
    fn a_tag_is_of_one_id_and_fits_an_address() {
        assert_eq!(base32(b"foobarfoob"), "mzxw6ytbojtg633c", "RFC 4648");
        let tag = key().tag(Purpose::Bounce, 42);
        assert!(
            tag.len() == TAG_LEN
                && tag.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        );
        assert!(key().proves_tag(Purpose::Bounce, 42, &tag));
        assert!(!key().proves_tag(Purpose::Bounce, 43, &tag) && !key().proves_tag(Purpose::OptOut, 42, &tag));
        assert!(!key().proves_tag(Purpose::Bounce, 42, ""));
    }

    #[test]
    fn a_code_has_its_digits() {
        let code = key().code(Purpose::AddressCode, ROW, 6);
        assert_eq!(code.len(), 6);
        assert!(key().proves_code(Purpose::AddressCode, ROW, 6, &code));
        assert!(!key().proves_code(Purpose::AddressCode, Row { generation: 1, ..ROW }, 6, &code));
    }
}
