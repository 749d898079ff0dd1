//! How a trial ended, in plain words: what happened, what to do, and who said what.

use crate::base::tls::BadCertificate;
use crate::i18n::Locale;
use crate::mail::reason::{Reason, classify};
use crate::mail::smtp::{Cause, Event, Failure, Kind, Line, Phase, Speaker, TlsMode, Trial};
use crate::mail::transport::Outlet;
use crate::web::Tone;

/// What is shown of a trial.
pub struct Ending {
    /// How it ended, at a glance.
    pub tone: Tone,
    /// What happened.
    pub heading: String,
    /// What to do.
    pub advice: String,
    /// The server's words, or those of the connection; empty where they say nothing more.
    pub reply: String,
    /// The whole conversation, line by line, each with a mark of who spoke.
    pub lines: Vec<String>,
}

impl Ending {
    pub(super) fn of(locale: Locale, trial: &Trial, outlet: &Outlet, to: &str) -> Self {
        let lines = lines(locale, trial);
        match &trial.outcome {
            Ok(accepted) => Self {
                tone: Tone::Ok,
                heading: locale.t("mail-trial-accepted"),
                advice: locale.with("mail-trial-look", &[("address", to.into())]),
                reply: accepted.reply.to_string(),
                lines,
            },
            Err(failure) => {
                let reason = classify(failure);
                Self {
                    tone: if reason == Reason::NoAnswer { Tone::Warn } else { Tone::Bad },
                    heading: locale
                        .with("mail-trial-failed", &[("reason", (&locale.t(reason.key())).into())]),
                    advice: locale.t(match outlet {
                        _ if is_tls_put_off(failure) => "mail-advice-tls-later",
                        _ if reason == Reason::MailboxFull => "mail-advice-mailbox-full",
                        _ if reason == Reason::NoAnswer => unanswered(failure),
                        Outlet::Server(server) => advice(failure, reason, server.tls()),
                        Outlet::Direct => advice_without_server(failure, reason),
                    }),
                    reply: failure.reply.as_ref().map(ToString::to_string).unwrap_or_default(),
                    lines,
                }
            }
        }
    }

    /// The same where what was tried is not saved: good news is easily taken for that.
    pub(super) fn unsaved(self, locale: Locale) -> Self {
        if self.tone != Tone::Ok {
            return self;
        }
        Self { advice: format!("{} {}", self.advice, locale.t("mail-trial-save")), ..self }
    }

    /// There were too many of them.
    pub(super) fn too_many(locale: Locale) -> Self {
        Self {
            tone: Tone::Warn,
            heading: locale.t("mail-trial-too-many"),
            advice: locale.t("mail-trial-wait"),
            reply: String::new(),
            lines: Vec::new(),
        }
    }
}

/// The conversation; where nothing in it tells why it ended, with the reason as the last line.
fn lines(locale: Locale, trial: &Trial) -> Vec<String> {
    let mut lines: Vec<String> = trial.lines.iter().map(|line| marked(locale, line)).collect();
    let is_told = trial.lines.last().is_some_and(|last| matches!(last, Line::Happened(it) if it.is_end()));
    if let Some(failure) = trial.outcome.as_ref().err().filter(|failure| failure.reply.is_none() && !is_told)
    {
        lines.push(format!("· {}", locale.t(classify(failure).key())));
    }
    lines.dedup();
    lines
}

/// With a mark of who spoke.
fn marked(locale: Locale, line: &Line) -> String {
    match line {
        Line::Said(Speaker::Client, text) => format!("→ {text}"),
        Line::Said(Speaker::Server, text) => format!("← {text}"),
        Line::Happened(event) => format!("· {}", event.told(locale)),
    }
}

/// Whether the server has TLS, but not at this moment (RFC 3207 §4: 454): no other port would help.
fn is_tls_put_off(failure: &Failure) -> bool {
    failure.phase == Phase::Tls && failure.reply.as_ref().is_some_and(|reply| reply.class() == 4)
}

/// The letter may be out: why nobody knows.
fn unanswered(failure: &Failure) -> &'static str {
    match failure.cause {
        Cause::TooLate => "mail-advice-no-answer",
        Cause::Broken => "mail-advice-no-answer-closed",
        _ => "mail-advice-no-answer-unclear",
    }
}

/// What to show whoever looks after the server: its answer, where there is one.
fn other(failure: &Failure) -> &'static str {
    if failure.reply.is_some() { "mail-advice-other" } else { "mail-advice-no-words" }
}

/// The key of what to do about it.
fn advice(failure: &Failure, reason: Reason, tls: TlsMode) -> &'static str {
    match (reason, failure.phase) {
        // A server that begins with TLS says nothing before it.
        (Reason::TurnedAway, _) if failure.kind == Kind::Temporary => "mail-advice-turned-away",
        (Reason::ServerUnreachable, Phase::Banner) if tls != TlsMode::Implicit => "mail-advice-silent",
        (Reason::ServerUnreachable, _) => "mail-advice-unreachable",
        (Reason::HungUp, _) => "mail-advice-hung-up",
        (Reason::NotSmtp, _) => "mail-advice-not-smtp",
        (Reason::TlsProblem, _) if failure.cause == Cause::NotTls => "mail-advice-not-tls",
        (Reason::TlsProblem, Phase::Mail | Phase::Auth | Phase::Rcpt) => "mail-advice-wants-tls",
        (Reason::TlsProblem, _) if failure.cause == Cause::NoTls => "mail-advice-no-tls",
        (Reason::TlsProblem, _) => advice_on_tls(failure, tls),
        (Reason::AuthRefused, _) => "mail-advice-password",
        (Reason::WantsSignIn, _) => "mail-advice-sign-in",
        (Reason::SignInLater, _) => "mail-advice-sign-in-later",
        (Reason::NoSignIn, _) => "mail-advice-no-sign-in",
        (Reason::SenderRefused, _) => "mail-advice-sender",
        (Reason::RelayDenied, _) => "mail-advice-relay",
        (Reason::Throttled | Reason::ServerFull | Reason::Greylisted, _) => "mail-advice-later",
        (Reason::Policy | Reason::BadAddress | Reason::AddressRefused, Phase::Rcpt) => {
            "mail-advice-recipient"
        }
        (Reason::NeedsSmtputf8, _) => "mail-advice-smtputf8",
        (
            Reason::Policy
            | Reason::BadAddress
            | Reason::AddressRefused
            | Reason::TurnedAway
            | Reason::MailboxFull
            | Reason::NoAnswer
            | Reason::TooLarge
            | Reason::Interrupted
            | Reason::NotReached
            | Reason::Delayed
            | Reason::TheirServer
            | Reason::TheirTls
            | Reason::NoWayOut
            | Reason::BrokeOff
            | Reason::Other,
            _,
        ) => other(failure),
    }
}

/// The key of what to do where the handshake failed.
fn advice_on_tls(failure: &Failure, tls: TlsMode) -> &'static str {
    match Event::of_words(&failure.text) {
        Some(Event::BadCertificate(wrong)) => match wrong {
            BadCertificate::Expired | BadCertificate::NotYetValid => "mail-advice-certificate-time",
            BadCertificate::OtherName => "mail-advice-certificate-name",
            BadCertificate::UnknownIssuer => "mail-advice-certificate-issuer",
            BadCertificate::OfAuthority => "mail-advice-certificate-own",
            BadCertificate::Revoked => "mail-advice-certificate-revoked",
        },
        Some(Event::InTheClear) => "mail-advice-in-the-clear",
        _ if tls == TlsMode::Implicit => "mail-advice-tls",
        _ => "mail-advice-starttls",
    }
}

/// The same where the server is the recipient's own: nothing is set that could be wrong, but for the sender.
fn advice_without_server(failure: &Failure, reason: Reason) -> &'static str {
    match reason {
        Reason::TheirServer | Reason::ServerUnreachable | Reason::NoWayOut => {
            "mail-advice-direct-unreachable"
        }
        Reason::Policy | Reason::SenderRefused => "mail-advice-direct-policy",
        Reason::TheirTls | Reason::TlsProblem => "mail-advice-direct-tls",
        Reason::BadAddress | Reason::AddressRefused | Reason::RelayDenied => "mail-advice-direct-address",
        Reason::Throttled | Reason::ServerFull | Reason::Greylisted => "mail-advice-later",
        Reason::NeedsSmtputf8 => "mail-advice-smtputf8",
        Reason::TurnedAway
        | Reason::HungUp
        | Reason::AuthRefused
        | Reason::WantsSignIn
        | Reason::SignInLater
        | Reason::NoSignIn
        | Reason::NotSmtp
        | Reason::MailboxFull
        | Reason::NoAnswer
        | Reason::TooLarge
        | Reason::Interrupted
        | Reason::NotReached
        | Reason::Delayed
        | Reason::BrokeOff
        | Reason::Other => other(failure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use crate::mail::smtp::{Enhanced, Reply};

    fn told(phase: Phase, cause: Cause, reply: Option<Reply>) -> Ending {
        let failure = Failure { phase, kind: Kind::Temporary, cause, reply, text: "x".to_owned() };
        let trial = Trial { outcome: Err(failure), lines: Vec::new() };
        let outlet = "smtp://mail.example:587".parse::<Outlet>().unwrap();
        Ending::of(Locale::new(Language::En), &trial, &outlet, "anna@daisy.example")
    }

    #[test]
    fn tls_that_is_put_off_asks_for_no_other_port() {
        let refused = |code| Reply { code, enhanced: None, text: "TLS not available".to_owned() };
        let later = told(Phase::Tls, Cause::Refused, Some(refused(454)));
        assert!(later.advice.contains("a few minutes") && !later.advice.contains("465"), "{}", later.advice);
        for reply in [Some(refused(502)), None] {
            let never = told(Phase::Tls, Cause::NoTls, reply);
            assert!(
                never.advice.contains("465") && !never.advice.contains("certificate"),
                "{}",
                never.advice
            );
        }
        let bad = told(Phase::Tls, Cause::Tls, None);
        assert!(bad.advice.contains("certificate"), "{}", bad.advice);
    }

    #[test]
    fn a_bad_certificate_asks_for_no_other_port() {
        for wrong in BadCertificate::ALL {
            let text = Event::BadCertificate(wrong).to_string();
            let (kind, cause) = (Kind::Configuration, Cause::Tls);
            let failure = Failure { phase: Phase::Tls, kind, cause, reply: None, text };
            for tls in [TlsMode::Implicit, TlsMode::Required] {
                let key = advice(&failure, Reason::TlsProblem, tls);
                assert!(key.starts_with("mail-advice-certificate-"), "{wrong:?} {key}");
            }
        }
    }

    #[test]
    fn how_it_ended_is_told_as_it_was() {
        let said = |code: u16, enhanced, text: &str| Some(Reply { code, enhanced, text: text.to_owned() });
        let unknown = |cause| Failure {
            phase: Phase::Dot,
            kind: Kind::Unknown,
            cause,
            reply: None,
            text: String::new(),
        };
        assert_eq!(unanswered(&unknown(Cause::TooLate)), "mail-advice-no-answer");
        assert_eq!(unanswered(&unknown(Cause::Broken)), "mail-advice-no-answer-closed");
        assert_eq!(unanswered(&unknown(Cause::Gibberish)), "mail-advice-no-answer-unclear");

        let later = told(Phase::Auth, Cause::Refused, said(454, None, "try later"));
        assert!(!later.heading.contains("trying"), "a trial is not repeated: {}", later.heading);
        let nameless = told(Phase::Mail, Cause::Refused, said(530, None, "authentication required"));
        assert!(nameless.heading.contains("without signing in"), "{}", nameless.heading);
        let bare = told(Phase::Mail, Cause::Refused, said(530, None, "Must issue a STARTTLS command first"));
        assert!(bare.advice.contains("encrypted"), "{}", bare.advice);
        for code in [421, 451, 554] {
            let away = told(Phase::Banner, Cause::Refused, said(code, None, "not now"));
            assert!(away.heading.contains("would not talk"), "{code}: {}", away.heading);
        }
        let full = told(Phase::Rcpt, Cause::Refused, said(452, Some(Enhanced(4, 2, 2)), "mailbox full"));
        assert!(full.advice.contains("Your mailbox"), "{}", full.advice);
        let closed = told(Phase::Rcpt, Cause::Broken, None);
        assert!(!closed.advice.contains("server’s words") && closed.reply.is_empty(), "{}", closed.advice);
        let clear = told(Phase::Tls, Cause::NotTls, None);
        assert!(
            clear.advice.contains("STARTTLS") && !clear.advice.contains("certificate"),
            "{}",
            clear.advice
        );
    }

    #[test]
    fn who_is_no_mail_server_is_not_said_to_be_silent() {
        let other = told(Phase::Banner, Cause::Gibberish, None);
        assert!(other.heading.contains("does not answer as a mail server"), "{}", other.heading);
        assert!(other.advice.contains("Something else answers"), "{}", other.advice);
        let silent = told(Phase::Banner, Cause::TooLate, None);
        assert!(silent.advice.contains("says nothing"), "{}", silent.advice);
    }
}
