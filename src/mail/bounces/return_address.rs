//! The address that reports about one letter come to: the envelope sender of that letter alone (VERP).
//!
//! `bounces+{letter}.{proof}@domain`: the proof is a keyed hash, so nobody who has not seen the letter
//! can tell the portal that it came back.

use std::fmt;

use crate::base::id::LetterId;
use crate::base::secret::{Purpose, SecretKey};

/// The longest local part of the address in the settings, so that with a letter's number of 19 digits
/// and its proof it keeps within the 64 octets of RFC 5321 §4.5.3.1.1.
pub const MAX_LOCAL: usize = 64 - 1 - 19 - 1 - 16;

/// The address in the settings that the addresses of letters are made of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReturnAddress {
    local: String,
    domain: String,
}

/// What an address says of a letter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Claim {
    /// It is the address of that letter.
    Proved(LetterId),
    /// It looks like the address of a letter, and is of none.
    Forged,
    /// It is another address.
    Nothing,
}

impl ReturnAddress {
    /// The address in the form for the envelope. `None` where it can't be the base of others.
    #[must_use]
    pub fn parse(envelope: &str) -> Option<Self> {
        let (local, domain) = envelope.rsplit_once('@')?;
        let is_good = envelope.is_ascii() && !local.contains('+') && (1..=MAX_LOCAL).contains(&local.len());
        is_good.then(|| Self { local: local.to_ascii_lowercase(), domain: domain.to_ascii_lowercase() })
    }

    /// The domain that mail servers report to.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The address of a letter.
    #[must_use]
    pub fn of(&self, key: &SecretKey, letter: LetterId) -> String {
        format!("{}+{letter}.{}@{}", self.local, key.tag(Purpose::Bounce, letter.0), self.domain)
    }

    /// Whose address this is; brackets around it do no harm, and neither do capitals.
    #[must_use]
    pub fn claim(&self, key: &SecretKey, address: &str) -> Claim {
        let address = address.trim().trim_start_matches('<').trim_end_matches('>').to_ascii_lowercase();
        let Some((local, domain)) = address.rsplit_once('@') else { return Claim::Nothing };
        if domain != self.domain {
            return Claim::Nothing;
        }
        let Some(detail) = local.strip_prefix(self.local.as_str()).and_then(|rest| rest.strip_prefix('+'))
        else {
            return Claim::Nothing;
        };
        proved(key, detail).map_or(Claim::Forged, Claim::Proved)
    }
}

impl fmt::Display for ReturnAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

fn proved(key: &SecretKey, detail: &str) -> Option<LetterId> {
    let (id, tag) = detail.split_once('.')?;
    let is_number = id.bytes().all(|byte| byte.is_ascii_digit()) && !id.starts_with('0');
    let id: i64 = id.parse().ok().filter(|_| is_number)?;
    key.proves_tag(Purpose::Bounce, id, tag).then_some(LetterId(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> ReturnAddress {
        ReturnAddress::parse("Bounces@mail.romashka.example").unwrap()
    }

    #[test]
    fn an_address_proves_its_letter_and_no_other() {
        let key = SecretKey::new([7; 32]);
        let address = base().of(&key, LetterId(42));
        assert!(address.starts_with("bounces+42."), "{address}");
        assert_eq!(base().claim(&key, &address), Claim::Proved(LetterId(42)));
        assert_eq!(base().claim(&key, &format!("<{}>", address.to_uppercase())), Claim::Proved(LetterId(42)));
        for forged in [
            address.replace("+42.", "+43."),
            address.replace("+42.", "+042."),
            address.replace("+42.", "+"),
            "bounces+42.@mail.romashka.example".to_owned(),
            "bounces+@mail.romashka.example".to_owned(),
            base().of(&SecretKey::new([8; 32]), LetterId(42)),
        ] {
            assert_eq!(base().claim(&key, &forged), Claim::Forged, "{forged}");
        }
        for other in ["bounces@mail.romashka.example", "anna@mail.romashka.example", "", "@", "bounces+1.a"] {
            assert_eq!(base().claim(&key, other), Claim::Nothing, "{other}");
        }
        assert_eq!(base().claim(&key, &address.replace("mail.", "evil.")), Claim::Nothing);
    }

    #[test]
    fn no_address_is_too_long() {
        let local = "b".repeat(MAX_LOCAL);
        let base = ReturnAddress::parse(&format!("{local}@romashka.example")).unwrap();
        let address = base.of(&SecretKey::new([7; 32]), LetterId(i64::MAX));
        assert_eq!(address.split('@').next().unwrap().len(), 64);
        for bad in [format!("b{local}@romashka.example"), "a+b@c.example".to_owned(), "@c".to_owned()] {
            assert_eq!(ReturnAddress::parse(&bad), None, "{bad}");
        }
    }
}
