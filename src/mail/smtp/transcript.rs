//! Who said what, for the test letter and for whoever looks for a fault. Secrets are masked.

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::base::tls::BadCertificate;
use crate::i18n::Locale;

/// Enough for a letter and all that can go wrong with it.
const MAX_LINES: usize = 200;

/// Who said a line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Speaker {
    /// This side.
    Client,
    /// The mail server.
    Server,
}

/// What happened beside what was said; its words are for logs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Event {
    /// DNS named the servers of a domain.
    Servers {
        /// The domain.
        domain: String,
        /// Their names.
        hosts: Vec<String>,
    },
    /// The domain asks for TLS with a good certificate.
    Policy,
    /// A connection is begun.
    Connecting {
        /// With this server.
        host: String,
        /// There.
        address: SocketAddr,
    },
    /// TLS does not work; it is tried without.
    WithoutTls,
    /// TLS is on, and the certificate is good.
    Verified,
    /// TLS is on; nobody looked whose certificate it is.
    Unverified,
    /// The letter, so many bytes of it.
    Letter(usize),
    /// The server closed the connection.
    Closed,
    /// The server did not answer for so long.
    Late(Duration),
    /// Its answer came to no end.
    Endless,
    /// There is no connection.
    Unreachable {
        /// With whom.
        place: String,
        /// Why, in the words of the system.
        why: String,
    },
    /// The connection broke, for this reason in the words of the system.
    Broke(String),
    /// The server does not offer TLS.
    NoTls,
    /// The handshake failed, for this reason in the words of the library.
    TlsFailed(String),
    /// The certificate does not prove who the server is.
    BadCertificate(BadCertificate),
    /// What answers the handshake is no TLS.
    NotTls,
    /// The server agreed to TLS and went on without: the words may be somebody else's (CVE-2011-0411).
    InTheClear,
    /// The server lets nobody sign in with a password.
    NoSignIn,
    /// What it says is no answer of a mail server.
    NotSmtp(String),
    /// This host has no address that letters could go to.
    NoAddress(String),
}

/// What the words about an answer begin with that is none; the answer follows as a text of JSON.
const NOT_SMTP: &str = "the server does not speak SMTP: ";

impl Event {
    /// Whether it is what a conversation ends by.
    #[must_use]
    pub fn is_end(&self) -> bool {
        match self {
            Self::Servers { .. }
            | Self::Policy
            | Self::Connecting { .. }
            | Self::WithoutTls
            | Self::Verified
            | Self::Unverified
            | Self::Letter(_) => false,
            Self::Closed
            | Self::Late(_)
            | Self::Endless
            | Self::Unreachable { .. }
            | Self::Broke(_)
            | Self::NoTls
            | Self::TlsFailed(_)
            | Self::BadCertificate(_)
            | Self::NotTls
            | Self::InTheClear
            | Self::NoSignIn
            | Self::NotSmtp(_)
            | Self::NoAddress(_) => true,
        }
    }
}

impl Event {
    /// The same in the words of a reader.
    #[must_use]
    pub fn told(&self, locale: Locale) -> String {
        match self {
            Self::Servers { domain, hosts } => {
                let hosts = hosts.join(", ");
                locale.with("mail-event-servers", &[("domain", domain.into()), ("hosts", (&hosts).into())])
            }
            Self::Policy => locale.t("mail-event-policy"),
            Self::Connecting { host, address } => {
                let address = address.to_string();
                locale.with("mail-event-connecting", &[("host", host.into()), ("address", (&address).into())])
            }
            Self::WithoutTls => locale.t("mail-event-without-tls"),
            Self::Verified => locale.t("mail-event-verified"),
            Self::Unverified => locale.t("mail-event-unverified"),
            Self::Letter(bytes) => locale.n("mail-event-letter", i64::try_from(*bytes).unwrap_or(i64::MAX)),
            Self::Closed => locale.t("mail-event-closed"),
            Self::Late(limit) => {
                locale.n("mail-event-late", i64::try_from(limit.as_secs()).unwrap_or(i64::MAX))
            }
            Self::Endless => locale.t("mail-event-endless"),
            Self::Unreachable { place, why } => {
                locale.with("mail-event-unreachable", &[("place", place.into()), ("why", why.into())])
            }
            Self::Broke(why) => locale.named("mail-event-broke", why),
            Self::NoTls => locale.t("mail-event-no-tls"),
            Self::TlsFailed(why) => locale.named("mail-event-tls-failed", why),
            Self::BadCertificate(wrong) => locale.t(match wrong {
                BadCertificate::Expired => "mail-event-certificate-expired",
                BadCertificate::NotYetValid => "mail-event-certificate-early",
                BadCertificate::OtherName => "mail-event-certificate-name",
                BadCertificate::UnknownIssuer => "mail-event-certificate-issuer",
                BadCertificate::OfAuthority => "mail-event-certificate-authority",
                BadCertificate::Revoked => "mail-event-certificate-revoked",
            }),
            Self::NotTls => locale.t("mail-event-not-tls"),
            Self::InTheClear => locale.t("mail-event-in-the-clear"),
            Self::NoSignIn => locale.t("mail-event-no-sign-in"),
            Self::NotSmtp(said) => locale.named("mail-event-not-smtp", said),
            Self::NoAddress(host) => locale.named("mail-event-no-address", host),
        }
    }

    /// What was written down as these words, where a reader can be told more than they say.
    #[must_use]
    pub fn of_words(words: &str) -> Option<Self> {
        let plain =
            [Self::Closed, Self::Endless, Self::NoTls, Self::NotTls, Self::InTheClear, Self::NoSignIn];
        // Advice for who looks after the settings may follow.
        let says = |event: &Self| words.starts_with(&event.to_string());
        let late = || {
            let limit = words.strip_prefix("the server did not answer within ")?.strip_suffix(" s")?;
            Some(Self::Late(Duration::from_secs(limit.parse().ok()?)))
        };
        let wrong = || BadCertificate::ALL.into_iter().find(|wrong| words == wrong.to_string());
        let failed = || Some(Self::TlsFailed(words.strip_prefix("TLS failed: ")?.to_owned()));
        let broke = || Some(Self::Broke(words.strip_prefix("the connection broke: ")?.to_owned()));
        let strange = || serde_json::from_str(words.strip_prefix(NOT_SMTP)?).ok().map(Self::NotSmtp);
        plain
            .into_iter()
            .find(says)
            .or_else(strange)
            .or_else(late)
            .or_else(broke)
            .or_else(failed)
            .or_else(|| wrong().map(Self::BadCertificate))
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Servers { domain, hosts } => write!(f, "servers of {domain}: {}", hosts.join(", ")),
            Self::Policy => f.write_str("its policy (MTA-STS) asks for TLS with a good certificate"),
            Self::Connecting { host, address } => write!(f, "connecting to {host} at {address}"),
            Self::WithoutTls => f.write_str("TLS does not work there: once more without"),
            Self::Verified => f.write_str("TLS is on, the certificate is good"),
            Self::Unverified => f.write_str("TLS is on; whose certificate it is was not looked at"),
            Self::Letter(bytes) => write!(f, "the letter, {bytes} bytes"),
            Self::Closed => f.write_str("the server closed the connection"),
            Self::Late(limit) => write!(f, "the server did not answer within {} s", limit.as_secs()),
            Self::Endless => f.write_str("the server's answer never ends"),
            Self::Unreachable { place, why } => write!(f, "{place}: {why}"),
            Self::Broke(why) => write!(f, "the connection broke: {why}"),
            Self::NoTls => f.write_str("the server does not offer TLS (STARTTLS)"),
            Self::TlsFailed(why) => write!(f, "TLS failed: {why}"),
            Self::BadCertificate(wrong) => wrong.fmt(f),
            Self::NotTls => f.write_str("what answers on this port does not speak TLS"),
            Self::InTheClear => f.write_str(
                "the server went on in the clear after agreeing to TLS: somebody may be in between",
            ),
            Self::NoSignIn => {
                f.write_str("the server offers no way to sign in with a password (AUTH PLAIN or LOGIN)")
            }
            Self::NotSmtp(said) => write!(f, "{NOT_SMTP}{}", serde_json::Value::from(said.as_str())),
            Self::NoAddress(host) => write!(f, "{host} has no address that letters could go to"),
        }
    }
}

/// One line of a session.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Line {
    /// Somebody said it, without its line end.
    Said(Speaker, String),
    /// It happened.
    Happened(Event),
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(_, text) => f.write_str(text),
            Self::Happened(event) => event.fmt(f),
        }
    }
}

/// The lines of a session so far; clones share them, so they outlive a session that failed.
#[derive(Clone, Debug, Default)]
pub struct Transcript(Arc<Mutex<Vec<Line>>>);

impl Transcript {
    /// The lines so far.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Adds what happened.
    pub fn note(&self, event: Event) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() < MAX_LINES {
            lines.push(Line::Happened(event));
        }
    }

    /// Adds what somebody said, line by line.
    pub(super) fn add(&self, speaker: Speaker, text: &str) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for text in text.lines().take(MAX_LINES.saturating_sub(lines.len())) {
            lines.push(Line::Said(speaker, text.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn what_was_written_down_in_english_is_told_to_each_reader() {
        let events = [
            Event::Closed,
            Event::Endless,
            Event::NoTls,
            Event::NotTls,
            Event::InTheClear,
            Event::NoSignIn,
            Event::Late(Duration::from_mins(5)),
            Event::TlsFailed("received fatal alert: HandshakeFailure".to_owned()),
            Event::Broke("Connection reset by peer (os error 104)".to_owned()),
            Event::NotSmtp("\0\"SSH-2.0\"".to_owned()),
        ];
        let certificates = BadCertificate::ALL.map(Event::BadCertificate);
        for event in events.into_iter().chain(certificates) {
            assert_eq!(Event::of_words(&event.to_string()), Some(event.clone()));
            assert_ne!(event.told(Locale::new(Language::Ru)), event.told(Locale::new(Language::En)));
        }
        for said in ["550 5.1.1 the server closed the connection", "192.0.2.1:25: Connection refused", ""] {
            assert_eq!(Event::of_words(said), None);
        }
    }
}
