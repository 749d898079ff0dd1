//! Who said what, for the test letter and for whoever looks for a fault. Secrets are masked.

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

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
    /// The server lets nobody sign in with a password.
    NoSignIn,
    /// What it says is no answer of a mail server.
    NotSmtp(String),
    /// This host has no address that letters could go to.
    NoAddress(String),
}

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
            | Self::NoSignIn
            | Self::NotSmtp(_)
            | Self::NoAddress(_) => true,
        }
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
            Self::NoSignIn => {
                f.write_str("the server offers no way to sign in with a password (AUTH PLAIN or LOGIN)")
            }
            Self::NotSmtp(said) => write!(f, "the server does not speak SMTP: {said:?}"),
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
