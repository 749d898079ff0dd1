//! What went wrong, where, and whether trying again helps.

use std::fmt;

use super::reply::{Enhanced, Reply};

/// How far the session had got.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Phase {
    /// Finding and reaching the server.
    Connect,
    /// Waiting for its first words.
    Banner,
    /// EHLO or HELO.
    Hello,
    /// STARTTLS and the handshake.
    Tls,
    /// Signing in.
    Auth,
    /// Naming the sender.
    Mail,
    /// Naming the recipient.
    Rcpt,
    /// Asking to send the letter.
    Data,
    /// Sending the letter.
    Body,
    /// The final dot: from here on the letter may be out.
    Dot,
    /// After the letter.
    Quit,
}

impl Phase {
    /// Whether no letter has been spoken of so far.
    #[must_use]
    pub fn is_opening(self) -> bool {
        matches!(self, Self::Connect | Self::Banner | Self::Hello | Self::Tls | Self::Auth)
    }
}

/// Whether trying again helps.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Kind {
    /// Later.
    Temporary,
    /// Not with this letter.
    Permanent,
    /// The final dot went out, but no answer that can be understood came back.
    Unknown,
    /// Not with any letter, before somebody changes the settings or the server.
    Configuration,
}

/// What happened.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Cause {
    /// The server said no: see the reply.
    Refused,
    /// The server's name has no address, or nobody listens there.
    Unreachable,
    /// The connection broke.
    Broken,
    /// The server was through with the connection before the letter was begun with.
    Stale,
    /// The answer did not come in time.
    TooLate,
    /// The answer is not SMTP.
    Gibberish,
    /// The server does not turn TLS on.
    NoTls,
    /// The handshake of TLS or its certificate is bad.
    Tls,
    /// Whoever answers the handshake does not speak TLS.
    NotTls,
    /// There is no way to sign in.
    NoSignIn,
    /// The letter is larger than the server takes.
    TooLarge,
    /// The address needs SMTPUTF8, which the server does not offer.
    NeedsSmtputf8,
    /// The address can't stand in a command, or its domain takes no mail.
    BadAddress,
    /// The recipient's own server can't be reached, or stops in the middle.
    TheirServer,
    /// The recipient's own server does not prove who it is, as its domain asks for.
    TheirTls,
    /// The recipient's own server does not want letters from here.
    TheirPolicy,
}

/// Why a letter was not handed over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// How far it had got.
    pub phase: Phase,
    /// Whether trying again helps.
    pub kind: Kind,
    /// What happened.
    pub cause: Cause,
    /// What the server said, where it said something.
    pub reply: Option<Reply>,
    /// The same for people who look after servers, in English.
    pub text: String,
}

impl Failure {
    /// What the server said, or what happened to it.
    #[must_use]
    pub fn words(&self) -> String {
        self.reply.as_ref().map_or_else(|| self.text.clone(), ToString::to_string)
    }

    /// Whether it says nothing about the letter, nor about the next session.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.cause == Cause::Stale
    }

    /// The same, of a session that has carried a letter or was idle. Closed before MAIL is answered, or with 421 («too
    /// many letters in this connection», «timeout»; RFC 5321 §3.8), it may well be the session alone that is over.
    pub(super) fn of_a_used_session(self) -> Self {
        let is_over = match &self.reply {
            Some(reply) => reply.code == 421,
            None => self.cause == Cause::Broken && self.phase == Phase::Mail,
        };
        if is_over { Self { cause: Cause::Stale, ..self } } else { self }
    }

    /// A failure without a reply.
    pub(super) fn new(phase: Phase, kind: Kind, cause: Cause, text: impl Into<String>) -> Self {
        Self { phase, kind, cause, reply: None, text: text.into() }
    }

    /// The connection failed the session, not the other way round.
    pub(super) fn broken(phase: Phase, cause: Cause, text: impl Into<String>) -> Self {
        let kind = if phase == Phase::Dot { Kind::Unknown } else { Kind::Temporary };
        Self::new(phase, kind, cause, text)
    }

    /// The server refused. The class follows from the first digit alone (RFC 5321 §4.3.2).
    pub(super) fn refused(phase: Phase, reply: Reply) -> Self {
        let text = reply.to_string();
        let (kind, cause) = match (reply.class(), phase) {
            (4, _) => (Kind::Temporary, Cause::Refused),
            (5, Phase::Tls) => (Kind::Configuration, Cause::NoTls),
            // Too many recipients, said as it was long ago (RFC 5321 §4.5.3.1.10).
            (5, Phase::Rcpt) if reply.code == 552 && reply.enhanced == Some(Enhanced(5, 5, 3)) => {
                (Kind::Temporary, Cause::Refused)
            }
            (5, Phase::Mail) if reply.is_about_size() => (Kind::Permanent, Cause::TooLarge),
            // A no before the first letter, or to our own address, is not about the recipient.
            (5, Phase::Banner | Phase::Hello | Phase::Auth | Phase::Mail) => {
                (Kind::Configuration, Cause::Refused)
            }
            (5, _) => (Kind::Permanent, Cause::Refused),
            (_, Phase::Dot) => (Kind::Unknown, Cause::Gibberish),
            _ => (Kind::Temporary, Cause::Gibberish),
        };
        Self { phase, kind, cause, reply: Some(reply), text }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.phase, self.text)
    }
}

impl std::error::Error for Failure {}
