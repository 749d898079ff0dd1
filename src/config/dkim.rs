//! What letters are signed with.

use std::path::{Path, PathBuf};

use super::{Problem, parts_of};
use crate::base::email_address::EmailAddress;
use crate::mail::dkim::{self, Algorithm};

/// The settings of DKIM (RFC 6376).
#[derive(Clone, Debug)]
pub struct DkimConfig {
    /// The domain whose DNS has the records, as an A-label; none: of the sender, where one is set.
    pub domain: Option<String>,
    /// The key that every receiver understands.
    pub rsa: KeyConfig,
    /// The short one beside it.
    pub ed25519: KeyConfig,
}

/// The settings of a key.
#[derive(Clone, Debug)]
pub struct KeyConfig {
    /// Its name in DNS.
    pub selector: String,
    /// Its file; none: nothing is signed with it.
    pub file: Option<PathBuf>,
}

impl Default for DkimConfig {
    fn default() -> Self {
        let key = |algorithm| KeyConfig { selector: default_selector(algorithm).to_owned(), file: None };
        Self { domain: None, rsa: key(Algorithm::Rsa), ed25519: key(Algorithm::Ed25519) }
    }
}

impl DkimConfig {
    /// Gathers them. `optional` gives the value of a key, `from` is the sender's mailbox.
    pub(super) fn of(
        optional: &impl Fn(&str) -> Option<String>,
        from: Option<&str>,
    ) -> Result<Self, Problem> {
        let domain = match optional("mail.dkim_domain") {
            Some(text) => Some(domain(&text)?),
            None => from.and_then(domain_of),
        };
        let config =
            Self { domain, rsa: key(optional, Algorithm::Rsa)?, ed25519: key(optional, Algorithm::Ed25519)? };
        if let Some((algorithm, _, _)) = config.keys().next().filter(|_| config.domain.is_none()) {
            let advice =
                "set mail.dkim_domain to the domain of the sender, such as example.org: mail.from names none";
            return Err(Problem::new(file_setting(algorithm), "", advice));
        }
        let both = config.rsa.file.is_some() && config.ed25519.file.is_some();
        if both && config.rsa.selector.eq_ignore_ascii_case(&config.ed25519.selector) {
            let advice = "mail.dkim_selector is the same: each key needs a name of its own in DNS";
            let setting = selector_setting(Algorithm::Ed25519);
            return Err(Problem::new(setting, &config.ed25519.selector, advice));
        }
        Ok(config)
    }

    /// The settings of a kind of key.
    #[must_use]
    pub fn key(&self, algorithm: Algorithm) -> &KeyConfig {
        match algorithm {
            Algorithm::Rsa => &self.rsa,
            Algorithm::Ed25519 => &self.ed25519,
        }
    }

    /// The keys that are set: kind, selector and file.
    pub fn keys(&self) -> impl Iterator<Item = (Algorithm, &str, &Path)> {
        Algorithm::ALL.into_iter().filter_map(|algorithm| {
            let KeyConfig { selector, file } = self.key(algorithm);
            Some((algorithm, selector.as_str(), file.as_deref()?))
        })
    }
}

/// The setting that names a file with a key of this kind.
#[must_use]
pub fn file_setting(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Rsa => "mail.dkim_key_file",
        Algorithm::Ed25519 => "mail.dkim_ed25519_key_file",
    }
}

/// The setting that names a key of this kind in DNS.
#[must_use]
pub fn selector_setting(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Rsa => "mail.dkim_selector",
        Algorithm::Ed25519 => "mail.dkim_ed25519_selector",
    }
}

fn default_selector(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Rsa => "collega",
        Algorithm::Ed25519 => "collega-ed25519",
    }
}

fn key(optional: &impl Fn(&str) -> Option<String>, algorithm: Algorithm) -> Result<KeyConfig, Problem> {
    let setting = selector_setting(algorithm);
    let selector = optional(setting).unwrap_or_else(|| default_selector(algorithm).to_owned());
    if !dkim::is_selector(&selector) {
        let advice =
            "write a name such as collega or mail2026: Latin letters, digits and hyphens, dots between them";
        return Err(Problem::new(setting, &selector, advice));
    }
    Ok(KeyConfig { selector, file: optional(file_setting(algorithm)).map(PathBuf::from) })
}

fn domain(text: &str) -> Result<String, Problem> {
    let advice = "write the domain of the sender, such as example.org";
    dkim::domain(text).ok_or_else(|| Problem::new("mail.dkim_domain", text, advice))
}

fn domain_of(mailbox: &str) -> Option<String> {
    let address = EmailAddress::parse(parts_of(mailbox).1).ok()?.envelope();
    dkim::domain(address.rsplit_once('@')?.1)
}
