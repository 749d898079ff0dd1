//! An e-mail address that a letter can be sent to: checked once, here, and trusted everywhere else.

mod confusable;
mod known;
mod local_part;
mod problem;
mod tidy;

use std::fmt;
use std::hash::{Hash, Hasher};

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::hidden::{is_hidden, is_padding};
pub use problem::AddressProblem;
pub use tidy::is_at_sign;

/// Octets of a whole address: what fits between the brackets of SMTP (RFC 3696, erratum 1690).
const MAX_ADDRESS: usize = 254;
/// No typed address is longer than this in octets, so nothing longer is looked at closely.
const MAX_TYPED: usize = 4 * MAX_ADDRESS;

/// A checked address. Two are equal when they reach the same person: see [`EmailAddress::key`].
#[derive(Clone)]
pub struct EmailAddress {
    typed: String,
    /// Where the `@` stands in `typed`.
    at: usize,
    domain: String,
    key: String,
}

impl EmailAddress {
    /// The address in `text`, without the blanks, brackets and punctuation that pasting brings along.
    ///
    /// Accepts `dot-atom@domain` (RFC 5322, RFC 6531) with a dot in the domain. Refuses quoted local
    /// parts, comments, IP literals and every invisible character. Mends no typing error: that is for
    /// [`EmailAddress::suggestion`] to propose.
    pub fn parse(text: &str) -> Result<Self, AddressProblem> {
        let text = text.trim_matches(is_padding);
        if text.len() > MAX_TYPED {
            let problem =
                if text.contains(is_at_sign) { AddressProblem::TooLong } else { AddressProblem::NoAt };
            return Err(problem);
        }
        let tidy = tidy::strip(text);
        if tidy.is_empty() {
            return Err(AddressProblem::Empty);
        }
        if !tidy.contains(is_at_sign) {
            return Err(AddressProblem::NoAt);
        }
        if tidy.chars().any(is_hidden) {
            return Err(AddressProblem::HiddenCharacter);
        }
        Self::split(tidy::compose(tidy))
    }

    fn split(typed: String) -> Result<Self, AddressProblem> {
        let at = typed.rfind('@').ok_or(AddressProblem::NoAt)?;
        let (local, domain) = (&typed[..at], &typed[at + 1..]);
        local_part::check(local)?;
        let domain = ascii_domain(domain)?;
        if local.len() + 1 + domain.len() > MAX_ADDRESS {
            return Err(AddressProblem::TooLong);
        }
        let folded = local_part::fold(local);
        // What folds into something that is no address (`a⒈@…` into `a1.@…`) would have no identity.
        local_part::check(&folded)?;
        Ok(Self { at, key: format!("{folded}@{domain}"), domain, typed })
    }

    /// The address as it was typed (trimmed, NFC): for showing.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// Who this address is: the case-folded local part and the domain in ASCII. Unique in a company.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What SMTP and the `To` header use: the local part as typed, the domain in ASCII (RFC 5890).
    #[must_use]
    pub fn envelope(&self) -> String {
        format!("{}@{}", self.local(), self.domain)
    }

    /// Whether only a server that announces SMTPUTF8 (RFC 6531) can deliver to it.
    #[must_use]
    pub fn needs_smtputf8(&self) -> bool {
        !self.local().is_ascii()
    }

    /// What stands before the `@`, as typed.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.typed[..self.at]
    }

    /// The domain in ASCII and lower case (`xn--…` for `рф` and its like).
    #[must_use]
    pub fn domain_ascii(&self) -> &str {
        &self.domain
    }

    /// The domain as people read it, in lower case.
    #[must_use]
    pub fn domain_display(&self) -> String {
        Uts46::new().to_unicode(self.domain.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow).0.into_owned()
    }

    /// A key that is the same for addresses that probably share a mailbox: tags are cut, the dots of
    /// Gmail and the dashes and domains of Yandex do not count. For a warning only, never for identity.
    #[must_use]
    pub fn soft_key(&self) -> String {
        Self::soft_key_of(&self.key)
    }

    /// The same of an address that is known by its [`key`](Self::key).
    #[must_use]
    pub fn soft_key_of(key: &str) -> String {
        // What stands in the place of an address that was freed is the mailbox of nobody.
        let Some((local, domain)) = key.rsplit_once('@') else { return key.to_owned() };
        known::soft_key(local, domain)
    }

    /// The ASCII form to show beside a domain that could be mistaken for another one: scripts mixed
    /// beyond «Highly Restrictive» (UTS 39), or letters that all have a Latin double.
    #[must_use]
    pub fn domain_warning(&self) -> Option<String> {
        confusable::is_deceptive(&self.domain_display()).then(|| self.domain.clone())
    }

    /// What was probably meant, when the domain looks like a slip in a well-known one or Cyrillic
    /// letters got among Latin ones.
    #[must_use]
    pub fn suggestion(&self) -> Option<Self> {
        let local = confusable::latin_double(self.local());
        let shown = self.domain_display();
        let domain = confusable::latin_double(&shown);
        let meant = known::meant(domain.as_deref().unwrap_or(&self.domain));
        if local.is_none() && domain.is_none() && meant.is_none() {
            return None;
        }
        let local = local.as_deref().unwrap_or(self.local());
        let domain = meant.or(domain.as_deref()).unwrap_or(&shown);
        Self::parse(&format!("{local}@{domain}")).ok()
    }
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for EmailAddress {}

impl Hash for EmailAddress {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress({})", self.typed)
    }
}

/// What stands behind the last `@` of an address that has been checked before; nothing where there is none.
#[must_use]
pub fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

fn ascii_domain(typed: &str) -> Result<String, AddressProblem> {
    if typed.is_empty() {
        return Err(AddressProblem::EmptyDomain);
    }
    if typed.starts_with('[') {
        return Err(AddressProblem::IpLiteral);
    }
    if let Some(c) = typed.chars().find(|c| !fits_domain(*c)) {
        return Err(AddressProblem::of_character(c));
    }
    let ascii = Uts46::new()
        .to_ascii(typed.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
        .map_err(|_| AddressProblem::BadDomain)?
        .into_owned();
    match ascii.rsplit_once('.') {
        None => Err(AddressProblem::DomainWithoutDot),
        Some((_, top)) if top.bytes().all(|b| b.is_ascii_digit()) => Err(AddressProblem::IpLiteral),
        Some(_) => Ok(ascii),
    }
}

fn fits_domain(c: char) -> bool {
    // U+3002 and U+FF61 are full stops that UTS 46 maps to a dot.
    matches!(c, '.' | '-' | '\u{3002}' | '\u{FF61}') || c.is_alphanumeric() || is_combining_mark(c)
}

/// NFC of `text`, the form that is shown and sent.
fn nfc(text: &str) -> String {
    text.nfc().collect()
}

#[cfg(test)]
mod tests;
