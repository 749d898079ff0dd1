//! Why a letter was not handed over, in the few words that people act on.

mod phrases;
#[cfg(test)]
mod tests;

pub(in crate::mail) use phrases::meant_by;
use phrases::{is_about_nobody, is_about_quota, is_about_rate, is_about_relaying, is_about_sender};

use super::smtp::{Cause, Enhanced, Event, Failure, Kind, Phase, Reply};
use crate::i18n::Locale;

/// What stands in the way of a letter.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Reason {
    /// There is no such mailbox or domain: the address is to be corrected.
    BadAddress,
    /// The address is not taken, and nothing tells whether it exists.
    AddressRefused,
    /// The mailbox takes nothing more.
    MailboxFull,
    /// The recipient's side does not want it.
    Policy,
    /// The mail server passes nothing on to the recipient's domain for this sender.
    RelayDenied,
    /// Too many letters at once; later.
    Throttled,
    /// The mail server itself has no room left.
    ServerFull,
    /// A stranger's first try is put off; the next ones pass.
    Greylisted,
    /// The mail server can't be reached, or stops before any letter is spoken of.
    ServerUnreachable,
    /// The mail server is there, but does not want to talk before any letter is spoken of.
    TurnedAway,
    /// The mail server closes the connection before it has said a word.
    HungUp,
    /// Whoever answers in the place of a mail server is none: another protocol, or an answer without end.
    NotSmtp,
    /// The mail server stops in the middle of this letter; others may fare better.
    BrokeOff,
    /// The connection can't be encrypted as the settings ask.
    TlsProblem,
    /// The mail server does not take name and password, or wants some.
    AuthRefused,
    /// The mail server takes nothing from who has not signed in.
    WantsSignIn,
    /// The mail server lets nobody sign in for the moment.
    SignInLater,
    /// The mail server lets nobody sign in with a password.
    NoSignIn,
    /// The mail server does not take letters from the portal's address.
    SenderRefused,
    /// The letter is larger than the server takes.
    TooLarge,
    /// The address needs SMTPUTF8, which the mail server does not know.
    NeedsSmtputf8,
    /// The letter went out and no answer came: it may have arrived.
    NoAnswer,
    /// The sender was stopped in the middle of this letter: it may have arrived.
    Interrupted,
    /// The recipient's side was tried for days and never reached.
    NotReached,
    /// The recipient's side has not been reached yet; another server goes on trying.
    Delayed,
    /// The recipient's own server can't be reached, or stops in the middle; the portal goes on trying.
    TheirServer,
    /// The recipient's own server does not prove who it is, as its domain asks for.
    TheirTls,
    /// Nobody's server can be reached from here.
    NoWayOut,
    /// Something else; the server's words are the best there is.
    Other,
}

/// The key of what the words kept with a letter are: a mail server's answer, which begins with its code (RFC 5321 §4.2,
/// RFC 3463), or what the portal has seen itself.
#[must_use]
pub fn answer_key(words: &str) -> &'static str {
    let code = words.split([' ', '-']).next().unwrap_or_default();
    let is_code = code.len() >= 3 && code.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_code { "delivery-answer" } else { "delivery-details" }
}

/// The same words for a reader: what the portal has seen itself is told in his language.
#[must_use]
pub fn answer(locale: &Locale, words: &str) -> String {
    Event::of_words(words).map_or_else(|| words.to_owned(), |event| event.told(*locale))
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 29] = [
        Self::BadAddress,
        Self::AddressRefused,
        Self::MailboxFull,
        Self::Policy,
        Self::RelayDenied,
        Self::Throttled,
        Self::ServerFull,
        Self::Greylisted,
        Self::ServerUnreachable,
        Self::TurnedAway,
        Self::HungUp,
        Self::NotSmtp,
        Self::BrokeOff,
        Self::TlsProblem,
        Self::AuthRefused,
        Self::WantsSignIn,
        Self::SignInLater,
        Self::NoSignIn,
        Self::SenderRefused,
        Self::TooLarge,
        Self::NeedsSmtputf8,
        Self::NoAnswer,
        Self::Interrupted,
        Self::NotReached,
        Self::Delayed,
        Self::TheirServer,
        Self::TheirTls,
        Self::NoWayOut,
        Self::Other,
    ];

    /// Those that another server, or other settings of it, may do away with.
    pub const OF_SETTINGS: [Self; 10] = [
        Self::ServerUnreachable,
        Self::TurnedAway,
        Self::HungUp,
        Self::NotSmtp,
        Self::TlsProblem,
        Self::AuthRefused,
        Self::WantsSignIn,
        Self::SignInLater,
        Self::NoSignIn,
        Self::SenderRefused,
    ];

    /// Whether it is the server's no to who sends, whoever is written to: no letter is to blame.
    #[must_use]
    pub fn is_about_sender(self) -> bool {
        matches!(self, Self::RelayDenied | Self::SenderRefused | Self::WantsSignIn)
    }

    /// Whether the server was there, and stopped in the middle of a letter.
    #[must_use]
    pub fn breaks_off(self) -> bool {
        matches!(self, Self::BrokeOff | Self::NoAnswer | Self::TheirServer)
    }

    /// Those that another way out may do away with. Where a letter waits for policy, those before it were refused.
    pub const OF_THE_WAY: [Self; 17] = [
        Self::Policy,
        Self::RelayDenied,
        Self::Throttled,
        Self::NoAnswer,
        Self::ServerUnreachable,
        Self::TurnedAway,
        Self::HungUp,
        Self::NotSmtp,
        Self::BrokeOff,
        Self::TlsProblem,
        Self::AuthRefused,
        Self::WantsSignIn,
        Self::SignInLater,
        Self::NoSignIn,
        Self::SenderRefused,
        Self::TheirServer,
        Self::TheirTls,
    ];

    /// Those that another address of the recipient would not do away with, beside those of the settings.
    const WHATEVER_THE_ADDRESS: [Self; 5] =
        [Self::Policy, Self::RelayDenied, Self::Throttled, Self::TooLarge, Self::TheirTls];

    /// Whether a letter that failed for the reason with this key asks for another address.
    #[must_use]
    pub fn asks_for_address(key: &str) -> bool {
        !Self::WHATEVER_THE_ADDRESS.iter().chain(&Self::OF_SETTINGS).any(|reason| reason.key() == key)
    }

    /// The key of its words in the catalogue; also what is stored with the letter.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::BadAddress => "delivery-reason-bad-address",
            Self::AddressRefused => "delivery-reason-address-refused",
            Self::MailboxFull => "delivery-reason-mailbox-full",
            Self::Policy => "delivery-reason-policy",
            Self::RelayDenied => "delivery-reason-relay-denied",
            Self::Throttled => "delivery-reason-throttled",
            Self::ServerFull => "delivery-reason-server-full",
            Self::Greylisted => "delivery-reason-greylisted",
            Self::ServerUnreachable => "delivery-reason-server-unreachable",
            Self::TurnedAway => "delivery-reason-turned-away",
            Self::HungUp => "delivery-reason-hung-up",
            Self::NotSmtp => "delivery-reason-not-smtp",
            Self::BrokeOff => "delivery-reason-broke-off",
            Self::TlsProblem => "delivery-reason-tls-problem",
            Self::AuthRefused => "delivery-reason-auth-refused",
            Self::WantsSignIn => "delivery-reason-wants-sign-in",
            Self::SignInLater => "delivery-reason-sign-in-later",
            Self::NoSignIn => "delivery-reason-no-sign-in",
            Self::SenderRefused => "delivery-reason-sender-refused",
            Self::TooLarge => "delivery-reason-too-large",
            Self::NeedsSmtputf8 => "delivery-reason-needs-smtputf8",
            Self::NoAnswer => "delivery-reason-no-answer",
            Self::Interrupted => "delivery-reason-interrupted",
            Self::NotReached => "delivery-reason-not-reached",
            Self::Delayed => "delivery-reason-delayed",
            Self::TheirServer => "delivery-reason-their-server",
            Self::TheirTls => "delivery-reason-their-tls",
            Self::NoWayOut => "delivery-reason-no-way-out",
            Self::Other => "delivery-reason-other",
        }
    }
}

/// The reason behind a failure.
#[must_use]
pub fn classify(failure: &Failure) -> Reason {
    match (failure.cause, &failure.reply) {
        _ if failure.kind == Kind::Unknown => Reason::NoAnswer,
        (Cause::Refused, Some(reply)) => refused(failure.phase, reply),
        (Cause::Refused, None) => Reason::Other,
        (Cause::Broken | Cause::Stale | Cause::TooLate | Cause::Gibberish, _)
            if !failure.phase.is_opening() =>
        {
            Reason::BrokeOff
        }
        (Cause::Broken, _) if failure.phase == Phase::Banner => Reason::HungUp,
        (Cause::Unreachable | Cause::Broken | Cause::Stale | Cause::TooLate, _) => Reason::ServerUnreachable,
        (Cause::Gibberish, _) => Reason::NotSmtp,
        (Cause::NoTls | Cause::Tls | Cause::NotTls, _) => Reason::TlsProblem,
        (Cause::NoSignIn, _) => Reason::NoSignIn,
        (Cause::TooLarge, _) => Reason::TooLarge,
        (Cause::NeedsSmtputf8, _) => Reason::NeedsSmtputf8,
        (Cause::TheirServer, _) => Reason::TheirServer,
        (Cause::TheirTls, _) => Reason::TheirTls,
        (Cause::TheirPolicy, _) => Reason::Policy,
        (Cause::BadAddress, _) if failure.phase == Phase::Mail => Reason::SenderRefused,
        (Cause::BadAddress, _) => Reason::BadAddress,
    }
}

/// The reason behind a failure that was reported later, by its codes (RFC 3464 §2.3.4 and §2.3.6). It is
/// final, whatever its class: what was put off for days was never reached.
#[must_use]
pub fn reported(status: Option<Enhanced>, code: Option<u16>, words: &str) -> Reason {
    match status {
        Some(Enhanced(_, 4, 1 | 2 | 7)) => Reason::NotReached,
        Some(Enhanced(4, subject, _)) if subject != 2 => Reason::NotReached,
        _ if code == Some(530) => Reason::WantsSignIn,
        _ => of_sender(&Reply { code: code.unwrap_or(550), enhanced: status, text: words.to_owned() })
            .or_else(|| enhanced(code.unwrap_or_default(), status?))
            .or_else(|| code.filter(|code| *code >= 500).map(|code| plain(Phase::Rcpt, code, words)))
            .unwrap_or(Reason::Other),
    }
}

/// The phase says what a refusal is about; within it the enhanced code, where there is one, says more
/// than the plain one.
fn refused(phase: Phase, reply: &Reply) -> Reason {
    match (phase, reply.class()) {
        // «Must issue a STARTTLS command first» (RFC 3207 §4), or a name and a password (RFC 4954 §6).
        _ if reply.code == 530 && reply.text.to_lowercase().contains("starttls") => Reason::TlsProblem,
        (Phase::Auth, _) if reply.code == 530 => Reason::AuthRefused,
        _ if reply.code == 530 => Reason::WantsSignIn,
        // It closes down, or has had a failure of its own (RFC 3463 §3.4 and §3.5).
        _ if reply.code == 421 && matches!(reply.enhanced, Some(Enhanced(4, 3 | 4, _))) => {
            if phase.is_opening() { Reason::TurnedAway } else { Reason::BrokeOff }
        }
        // Before any letter that is no more than «not available» (RFC 5321 §4.2.3), unless its words say more.
        (Phase::Connect | Phase::Banner | Phase::Hello, _)
            if reply.code == 421
                && reply.enhanced.is_none()
                && !is_about_rate(&reply.text.to_lowercase()) =>
        {
            Reason::TurnedAway
        }
        _ if reply.code == 421 => Reason::Throttled,
        // It does not know the command, or no such way (RFC 4954 §4).
        (Phase::Auth, 5) if matches!(reply.code, 500 | 502 | 503 | 504) => Reason::NoSignIn,
        (Phase::Auth, 5) => Reason::AuthRefused,
        (Phase::Auth, 4) => Reason::SignInLater,
        (Phase::Tls, _) => Reason::TlsProblem,
        (Phase::Connect | Phase::Banner | Phase::Hello | Phase::Auth, _) => Reason::TurnedAway,
        (Phase::Mail, 5) if is_over_quota(reply) => Reason::Throttled,
        (Phase::Mail, 5) => Reason::SenderRefused,
        // Many a server says its no to the sender only after the recipient (Postfix: `smtpd_delay_reject`).
        _ => of_sender(reply).unwrap_or_else(|| of_letter(phase, reply)),
    }
}

/// What a no is about that another letter would get as well.
fn of_sender(reply: &Reply) -> Option<Reason> {
    let lower = reply.text.to_lowercase();
    if is_over_quota(reply) {
        Some(Reason::Throttled)
    } else if is_about_relaying(&lower) {
        Some(Reason::RelayDenied)
    } else if matches!(reply.enhanced, Some(Enhanced(_, 1, 7 | 8))) || is_about_sender(&lower) {
        // RFC 3463 §3.2: X.1.7 and X.1.8 are about the address that letters come from.
        Some(Reason::SenderRefused)
    } else {
        None
    }
}

/// What a no to this letter alone, or to its recipient, is about.
fn of_letter(phase: Phase, reply: &Reply) -> Reason {
    let lower = reply.text.to_lowercase();
    let by_code = reply.enhanced.and_then(|code| enhanced(reply.code, code));
    match by_code.unwrap_or_else(|| plain(phase, reply.code, &reply.text)) {
        // The same codes stand for both: the words tell.
        Reason::Greylisted if is_about_rate(&lower) => Reason::Throttled,
        Reason::Policy if phase == Phase::Rcpt && is_about_nobody(&lower) => Reason::BadAddress,
        // The address was taken before: it is the letter that is not wanted.
        Reason::Other if matches!(phase, Phase::Body | Phase::Dot) && reply.class() == 5 => Reason::Policy,
        found => found,
    }
}

/// Whether a final no is about how much the sender has sent, as at the big services: congestion (RFC 3463 §3.5, X.4.5),
/// policy in words of a limit, or codes of Exchange Online's own (5.1.90, 5.7.705). A mailbox has limits, too, with other
/// codes.
fn is_over_quota(reply: &Reply) -> bool {
    let is_of_sender = match reply.enhanced {
        Some(Enhanced(_, 4, 5) | Enhanced(_, 1, 90) | Enhanced(_, 7, 705)) => return reply.class() == 5,
        Some(Enhanced(_, subject, _)) => matches!(subject, 0 | 4 | 5 | 7),
        None => true,
    };
    reply.class() == 5 && is_of_sender && is_about_quota(&reply.text.to_lowercase())
}

/// RFC 3463 §3 and the registry that goes with it.
fn enhanced(code: u16, Enhanced(class, subject, detail): Enhanced) -> Option<Reason> {
    match (class, subject, detail) {
        (5, 1, 1 | 2 | 3 | 6 | 10) | (5, 4, 4) => Some(Reason::BadAddress),
        (5, 2, 1) => Some(Reason::AddressRefused),
        (_, 2, 2) => Some(Reason::MailboxFull),
        (_, 3, 1) => Some(Reason::ServerFull),
        (_, 2, 3) | (_, 3, 4) => Some(Reason::TooLarge),
        (_, 6, 7) => Some(Reason::NeedsSmtputf8),
        (5, 7, _) => Some(Reason::Policy),
        (4, 7, 1) if matches!(code, 450 | 451) => Some(Reason::Greylisted),
        (4, 7, _) | (4, 2, 1) | (_, 5, 3) => Some(Reason::Throttled),
        // The protocol, or how the letter is written.
        (_, 5 | 6, _) => Some(Reason::Other),
        _ => None,
    }
}

/// RFC 5321 §4.2.3, read as mail servers use it.
fn plain(phase: Phase, code: u16, words: &str) -> Reason {
    match (phase, code) {
        (Phase::Rcpt, 450 | 451) => Reason::Greylisted,
        (_, 452) => out_of_room(&words.to_lowercase()),
        (Phase::Rcpt, 550 | 551 | 553) => said_of_address(code, words),
        (_, 552) => Reason::MailboxFull,
        (_, 550 | 554) => Reason::Policy,
        _ => Reason::Other,
    }
}

/// A code alone does not tell a dead address from a relay that is closed to strangers: the words do, or nothing does,
/// and then nobody is kept from writing to the address again.
fn said_of_address(code: u16, words: &str) -> Reason {
    meant_by(&words.to_lowercase())
        .and_then(|status| enhanced(code, status))
        .unwrap_or(Reason::AddressRefused)
}

/// «Insufficient system storage», as which a server may also say that a mailbox is full or that it has had enough.
fn out_of_room(lower: &str) -> Reason {
    match meant_by(lower) {
        Some(Enhanced(_, 2, 2)) => Reason::MailboxFull,
        _ if ["storage", "disk", "space"].iter().any(|word| lower.contains(word)) => Reason::ServerFull,
        _ => Reason::Throttled,
    }
}
