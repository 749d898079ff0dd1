//! How a trial ended, in plain words: what happened, what to do, and who said what.

use crate::i18n::Locale;
use crate::mail::reason::{Reason, classify};
use crate::mail::smtp::{Cause, Event, Failure, Line, Phase, Speaker, TlsMode, Trial};
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
                    heading: heading(locale, reason),
                    advice: locale.t(match outlet {
                        _ if is_tls_put_off(failure) => "mail-advice-tls-later",
                        Outlet::Server(server) => advice(failure, reason, server.tls()),
                        Outlet::Direct => advice_without_server(reason),
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
        Line::Happened(event) => format!("· {}", happened(locale, event)),
    }
}

fn happened(locale: Locale, event: &Event) -> String {
    match event {
        Event::Servers { domain, hosts } => {
            let hosts = hosts.join(", ");
            locale.with("mail-event-servers", &[("domain", domain.into()), ("hosts", (&hosts).into())])
        }
        Event::Policy => locale.t("mail-event-policy"),
        Event::Connecting { host, address } => {
            let address = address.to_string();
            locale.with("mail-event-connecting", &[("host", host.into()), ("address", (&address).into())])
        }
        Event::WithoutTls => locale.t("mail-event-without-tls"),
        Event::Verified => locale.t("mail-event-verified"),
        Event::Unverified => locale.t("mail-event-unverified"),
        Event::Letter(bytes) => locale.n("mail-event-letter", i64::try_from(*bytes).unwrap_or(i64::MAX)),
        Event::Closed => locale.t("mail-event-closed"),
        Event::Late(limit) => locale.n("mail-event-late", i64::try_from(limit.as_secs()).unwrap_or(i64::MAX)),
        Event::Endless => locale.t("mail-event-endless"),
        Event::Unreachable { place, why } => {
            locale.with("mail-event-unreachable", &[("place", place.into()), ("why", why.into())])
        }
        Event::Broke(why) => locale.named("mail-event-broke", why),
        Event::NoTls => locale.t("mail-event-no-tls"),
        Event::TlsFailed(why) => locale.named("mail-event-tls-failed", why),
        Event::NoSignIn => locale.t("mail-event-no-sign-in"),
        Event::NotSmtp(said) => locale.named("mail-event-not-smtp", said),
        Event::NoAddress(host) => locale.named("mail-event-no-address", host),
    }
}

/// The reason as a sentence.
fn heading(locale: Locale, reason: Reason) -> String {
    locale.with("mail-trial-failed", &[("reason", (&locale.t(reason.key())).into())])
}

/// Whether the server has TLS, but not at this moment (RFC 3207 §4: 454): no other port would help.
fn is_tls_put_off(failure: &Failure) -> bool {
    failure.phase == Phase::Tls && failure.reply.as_ref().is_some_and(|reply| reply.class() == 4)
}

/// The key of what to do about it.
fn advice(failure: &Failure, reason: Reason, tls: TlsMode) -> &'static str {
    match (reason, failure.phase) {
        // A server that begins with TLS says nothing before it.
        (Reason::ServerUnreachable, _) if failure.reply.is_some() => "mail-advice-other",
        (Reason::ServerUnreachable, Phase::Banner) if tls != TlsMode::Implicit => "mail-advice-silent",
        (Reason::ServerUnreachable, _) => "mail-advice-unreachable",
        (Reason::HungUp, _) => "mail-advice-hung-up",
        (Reason::NotSmtp, _) => "mail-advice-not-smtp",
        (Reason::TlsProblem, _) if failure.cause == Cause::NoTls => "mail-advice-no-tls",
        (Reason::TlsProblem, _) if tls == TlsMode::Implicit => "mail-advice-tls",
        (Reason::TlsProblem, _) => "mail-advice-starttls",
        (Reason::AuthRefused, Phase::Auth) => "mail-advice-password",
        (Reason::AuthRefused, _) => "mail-advice-sign-in",
        (Reason::SignInLater, _) => "mail-advice-sign-in-later",
        (Reason::NoSignIn, _) => "mail-advice-no-sign-in",
        (Reason::SenderRefused, _) => "mail-advice-sender",
        (Reason::Throttled | Reason::ServerFull | Reason::Greylisted, _) => "mail-advice-later",
        (Reason::Policy | Reason::BadAddress | Reason::AddressRefused, Phase::Rcpt) => {
            "mail-advice-recipient"
        }
        (Reason::NoAnswer, _) => "mail-advice-no-answer",
        (Reason::NeedsSmtputf8, _) => "mail-advice-smtputf8",
        (
            Reason::Policy
            | Reason::BadAddress
            | Reason::AddressRefused
            | Reason::MailboxFull
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
        ) => "mail-advice-other",
    }
}

/// The same where the server is the recipient's own: nothing is set that could be wrong, but for the sender.
fn advice_without_server(reason: Reason) -> &'static str {
    match reason {
        Reason::TheirServer | Reason::ServerUnreachable | Reason::NoWayOut => {
            "mail-advice-direct-unreachable"
        }
        Reason::Policy | Reason::SenderRefused => "mail-advice-direct-policy",
        Reason::TheirTls | Reason::TlsProblem => "mail-advice-direct-tls",
        Reason::BadAddress | Reason::AddressRefused => "mail-advice-direct-address",
        Reason::Throttled | Reason::ServerFull | Reason::Greylisted => "mail-advice-later",
        Reason::NoAnswer => "mail-advice-no-answer",
        Reason::NeedsSmtputf8 => "mail-advice-smtputf8",
        Reason::HungUp
        | Reason::AuthRefused
        | Reason::SignInLater
        | Reason::NoSignIn
        | Reason::NotSmtp
        | Reason::MailboxFull
        | Reason::TooLarge
        | Reason::Interrupted
        | Reason::NotReached
        | Reason::Delayed
        | Reason::BrokeOff
        | Reason::Other => "mail-advice-other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use crate::mail::smtp::{Kind, Reply};

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
    fn who_is_no_mail_server_is_not_said_to_be_silent() {
        let other = told(Phase::Banner, Cause::Gibberish, None);
        assert!(other.heading.contains("does not answer as a mail server"), "{}", other.heading);
        assert!(other.advice.contains("Something else answers"), "{}", other.advice);
        let silent = told(Phase::Banner, Cause::TooLate, None);
        assert!(silent.advice.contains("says nothing"), "{}", silent.advice);
    }
}
