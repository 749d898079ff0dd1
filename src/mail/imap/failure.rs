//! What went wrong with a mailbox.

use std::fmt;

/// What happened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cause {
    /// The server's name has no address, nobody listens there, or the connection broke.
    Unreachable,
    /// TLS is not offered, or its handshake or certificate is bad.
    Tls,
    /// The name or the password is wrong.
    SignIn,
    /// There is no such mailbox, or it may not be read.
    NoMailbox,
    /// The server refuses something else, or does not speak IMAP.
    Server,
}

impl Cause {
    /// The key of its words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Unreachable => "mailbox-trouble-unreachable",
            Self::Tls => "mailbox-trouble-tls",
            Self::SignIn => "mailbox-trouble-sign-in",
            Self::NoMailbox => "mailbox-trouble-no-mailbox",
            Self::Server => "mailbox-trouble-server",
        }
    }

    /// Whether only somebody who changes something helps: a server locks out who tries a wrong password too often.
    #[must_use]
    pub fn is_of_settings(self) -> bool {
        matches!(self, Self::Tls | Self::SignIn | Self::NoMailbox)
    }
}

/// Why a mailbox could not be read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// What happened.
    pub cause: Cause,
    /// The same for people who look after servers, in English or in the server's words; no secret is in it.
    pub text: String,
}

impl Failure {
    pub(super) fn new(cause: Cause, text: impl Into<String>) -> Self {
        Self { cause, text: text.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.cause, self.text)
    }
}

impl std::error::Error for Failure {}
