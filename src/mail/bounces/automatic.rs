//! Who has written: a mail server that reports, or a machine that answers for a person (RFC 3834).

use super::parts::Parts;
use super::words::outcome_in;

/// Local parts that mail servers report under.
const DAEMONS: [&str; 9] = [
    "mailer-daemon",
    "mailer_daemon",
    "mailerdaemon",
    "mail-daemon",
    "maildaemon",
    "postmaster",
    "microsoftexchange",
    "mdaemon",
    "mail-system",
];

/// Subjects of answers that no person writes, in small letters.
const ANSWERS: [&str; 18] = [
    "out of office",
    "out of the office",
    "automatic reply",
    "auto-reply",
    "autoreply",
    "auto reply",
    "auto response",
    "vacation",
    "on holiday",
    "abwesenheit",
    "автоответ",
    "автоматический ответ",
    "вне офиса",
    "в отпуске",
    "отпуск",
    "нет на месте",
    "read:",
    "прочтено:",
];

/// What asks the writer to prove that he is a person, in small letters.
const CHALLENGES: [&str; 6] = [
    "confirm that you are",
    "confirm your message",
    "please confirm",
    "challenge",
    "подтвердите, что вы",
    "verify your email to deliver",
];

/// Whether a mail server has written it, by its name, its marks or its subject.
pub(super) fn is_of_mail_server(parts: &Parts) -> bool {
    if parts.mark("x-failed-recipients").is_some() || outcome_in(&parts.subject.to_lowercase()).is_some() {
        return true;
    }
    let local = parts.from.split('@').next().unwrap_or_default().to_ascii_lowercase();
    DAEMONS.iter().any(|daemon| local.starts_with(daemon))
}

/// Whether a machine answers for somebody.
pub(super) fn is_auto_reply(parts: &Parts) -> bool {
    let is = |name: &str, starts: &[&str]| {
        let value = parts.mark(name).unwrap_or_default().trim().to_ascii_lowercase();
        starts.iter().any(|start| value.starts_with(start))
    };
    let has = |phrases: &[&str], text: &str| {
        let lower = text.to_lowercase();
        phrases.iter().any(|phrase| lower.contains(phrase))
    };
    is("auto-submitted", &["auto-"])
        || is("precedence", &["auto_reply", "auto-reply", "bulk", "junk"])
        || is("x-precedence", &["auto"])
        || ["x-autoreply", "x-autorespond", "x-autoresponder"].iter().any(|name| parts.mark(name).is_some())
        || has(&ANSWERS, &parts.subject)
        || has(&CHALLENGES, &parts.subject)
        || has(&CHALLENGES, &parts.text)
}
