//! What answers mean.

use super::*;
use crate::i18n::Language;

fn reason(phase: Phase, code: u16, enhanced: Option<Enhanced>) -> Reason {
    said(phase, Reply { code, enhanced, text: String::new() })
}

fn said(phase: Phase, reply: Reply) -> Reason {
    let (kind, cause) = (Kind::Temporary, Cause::Refused);
    classify(&Failure { phase, kind, cause, reply: Some(reply), text: String::new() })
}

#[test]
fn words_tell_apart_what_one_code_stands_for() {
    for (code, enhanced, text, expected) in [
        (452, Some(Enhanced(4, 3, 1)), "Insufficient system storage", Reason::ServerFull),
        (452, None, "Requested action not taken: insufficient system storage", Reason::ServerFull),
        (452, None, "mailbox full", Reason::MailboxFull),
        (452, None, "too many recipients", Reason::Throttled),
        (451, Some(Enhanced(4, 7, 1)), "Rate limited, try later", Reason::Throttled),
        (450, None, "Too many messages from your address", Reason::Throttled),
        (451, Some(Enhanced(4, 7, 1)), "Greylisted: too many seconds to wait, go away", Reason::Greylisted),
        (451, Some(Enhanced(4, 7, 1)), "Come back from a separate server", Reason::Greylisted),
    ] {
        for phase in [Phase::Mail, Phase::Rcpt] {
            // Without a code nothing but RCPT is put off as a stranger's.
            if phase == Phase::Mail && enhanced.is_none() && code == 450 {
                continue;
            }
            let reply = Reply { code, enhanced, text: text.to_owned() };
            assert_eq!(said(phase, reply), expected, "{phase:?} {code} {text}");
        }
    }
}

#[test]
fn a_limit_of_the_sender_and_a_closed_relay_are_not_the_recipient_s_doing() {
    for (phase, code, enhanced, text, expected) in [
        (Phase::Rcpt, 550, Some(Enhanced(5, 4, 5)), "Daily user sending limit exceeded", Reason::Throttled),
        (Phase::Dot, 550, Some(Enhanced(5, 4, 5)), "Daily sending quota exceeded", Reason::Throttled),
        (Phase::Mail, 550, Some(Enhanced(5, 4, 5)), "Daily SMTP relay limit exceeded", Reason::Throttled),
        (Phase::Dot, 554, Some(Enhanced(5, 7, 1)), "Sending limit exceeded", Reason::Throttled),
        (Phase::Rcpt, 550, None, "Too many messages, come back tomorrow", Reason::Throttled),
        (Phase::Rcpt, 552, Some(Enhanced(5, 2, 2)), "Daily quota of the mailbox", Reason::MailboxFull),
        (Phase::Rcpt, 554, Some(Enhanced(5, 7, 1)), "Relay access denied", Reason::RelayDenied),
        (Phase::Rcpt, 454, Some(Enhanced(4, 7, 1)), "Relay access denied", Reason::RelayDenied),
        (Phase::Rcpt, 550, None, "relay not permitted", Reason::RelayDenied),
        (Phase::Rcpt, 554, Some(Enhanced(5, 7, 1)), "Blocked by relays.example", Reason::Policy),
        (Phase::Dot, 554, Some(Enhanced(5, 6, 0)), "Bad content", Reason::Policy),
        (Phase::Dot, 550, Some(Enhanced(5, 1, 1)), "No such user", Reason::BadAddress),
    ] {
        let reply = Reply { code, enhanced, text: text.to_owned() };
        assert_eq!(refused(phase, &reply), expected, "{phase:?} {code} {text}");
    }
}

/// As Exchange Online, Amazon SES, Postfix, Exim and qmail say it.
#[test]
fn a_no_to_the_sender_that_comes_after_the_recipient_blames_nobody_else() {
    for (code, enhanced, text, expected) in [
        (
            550,
            Some(Enhanced(5, 1, 90)),
            "You've reached your daily limit for message recipients",
            Reason::Throttled,
        ),
        (550, Some(Enhanced(5, 7, 705)), "Access denied, tenant has exceeded threshold", Reason::Throttled),
        (554, Some(Enhanced(5, 7, 1)), "Daily message quota exceeded", Reason::Throttled),
        (550, Some(Enhanced(5, 4, 6)), "Unusual sending activity detected", Reason::Throttled),
        (
            550,
            Some(Enhanced(5, 1, 8)),
            "<hr@daisy.example>: Sender address rejected: Domain not found",
            Reason::SenderRefused,
        ),
        (
            450,
            Some(Enhanced(4, 1, 8)),
            "<hr@daisy.example>: Sender address rejected: Domain not found",
            Reason::SenderRefused,
        ),
        (550, Some(Enhanced(5, 1, 7)), "Bad sender's mailbox address syntax", Reason::SenderRefused),
        (
            553,
            Some(Enhanced(5, 7, 1)),
            "Sender address rejected: not owned by user hr",
            Reason::SenderRefused,
        ),
        (550, None, "Sender verify failed", Reason::SenderRefused),
        (553, None, "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", Reason::RelayDenied),
        (530, Some(Enhanced(5, 7, 0)), "Authentication required", Reason::WantsSignIn),
        (550, Some(Enhanced(5, 7, 1)), "No such user!", Reason::BadAddress),
        (550, Some(Enhanced(5, 1, 1)), "Recipient address rejected: User unknown", Reason::BadAddress),
        (
            550,
            None,
            "Recipient address rejected: their server said: Sender address rejected",
            Reason::BadAddress,
        ),
        (550, Some(Enhanced(5, 7, 1)), "Message rejected as spam", Reason::Policy),
    ] {
        let reply = Reply { code, enhanced, text: text.to_owned() };
        assert_eq!(refused(Phase::Rcpt, &reply), expected, "{code} {text}");
        if code >= 550 {
            let later = reported(enhanced, Some(code), text);
            let is_of_sender = later == Reason::Throttled || later.is_about_sender();
            assert_eq!(
                is_of_sender,
                expected == Reason::Throttled || expected.is_about_sender(),
                "{code} {text}"
            );
        }
    }
}

#[test]
fn only_what_a_server_said_is_called_its_answer() {
    for (words, is_answer) in [
        ("550 5.1.1 no such user", true),
        ("250", true),
        ("451-later", true),
        ("5.2.2 mailbox full", true),
        ("the server did not answer within 300 s", false),
        ("192.0.2.1:25: Connection refused (os error 111)", false),
        ("", false),
    ] {
        assert_eq!(answer_key(words) == "delivery-answer", is_answer, "{words}");
    }
}

#[test]
fn replies_have_reasons() {
    for (phase, code, enhanced, expected) in [
        (Phase::Rcpt, 550, Some(Enhanced(5, 1, 1)), Reason::BadAddress),
        (Phase::Dot, 550, Some(Enhanced(5, 1, 10)), Reason::BadAddress),
        (Phase::Rcpt, 550, None, Reason::AddressRefused),
        (Phase::Rcpt, 550, Some(Enhanced(5, 2, 1)), Reason::AddressRefused),
        (Phase::Rcpt, 552, Some(Enhanced(5, 2, 2)), Reason::MailboxFull),
        (Phase::Rcpt, 452, Some(Enhanced(4, 2, 2)), Reason::MailboxFull),
        (Phase::Rcpt, 552, None, Reason::MailboxFull),
        (Phase::Rcpt, 552, Some(Enhanced(5, 5, 3)), Reason::Throttled),
        (Phase::Data, 554, Some(Enhanced(5, 5, 1)), Reason::Other),
        (Phase::Dot, 554, Some(Enhanced(5, 7, 1)), Reason::Policy),
        (Phase::Dot, 550, None, Reason::Policy),
        (Phase::Rcpt, 450, Some(Enhanced(4, 2, 0)), Reason::Greylisted),
        (Phase::Rcpt, 451, Some(Enhanced(4, 7, 1)), Reason::Greylisted),
        (Phase::Mail, 421, Some(Enhanced(4, 7, 0)), Reason::Throttled),
        (Phase::Mail, 421, Some(Enhanced(4, 3, 0)), Reason::BrokeOff),
        (Phase::Hello, 421, Some(Enhanced(4, 3, 2)), Reason::TurnedAway),
        (Phase::Banner, 421, None, Reason::TurnedAway),
        (Phase::Banner, 421, Some(Enhanced(4, 7, 0)), Reason::Throttled),
        (Phase::Banner, 451, None, Reason::TurnedAway),
        (Phase::Mail, 421, None, Reason::Throttled),
        (Phase::Rcpt, 454, Some(Enhanced(4, 7, 28)), Reason::Throttled),
        (Phase::Rcpt, 450, Some(Enhanced(4, 2, 1)), Reason::Throttled),
        (Phase::Auth, 535, Some(Enhanced(5, 7, 8)), Reason::AuthRefused),
        (Phase::Auth, 502, Some(Enhanced(5, 5, 1)), Reason::NoSignIn),
        (Phase::Auth, 503, Some(Enhanced(5, 5, 1)), Reason::NoSignIn),
        (Phase::Auth, 504, Some(Enhanced(5, 5, 4)), Reason::NoSignIn),
        (Phase::Auth, 454, Some(Enhanced(4, 7, 0)), Reason::SignInLater),
        (Phase::Mail, 530, Some(Enhanced(5, 7, 0)), Reason::WantsSignIn),
        (Phase::Mail, 553, Some(Enhanced(5, 7, 1)), Reason::SenderRefused),
        (Phase::Banner, 554, None, Reason::TurnedAway),
        (Phase::Tls, 454, None, Reason::TlsProblem),
        (Phase::Dot, 552, Some(Enhanced(5, 3, 4)), Reason::TooLarge),
        (Phase::Dot, 451, None, Reason::Other),
    ] {
        assert_eq!(reason(phase, code, enhanced), expected, "{phase:?} {code} {enhanced:?}");
    }
}

#[test]
fn who_hangs_up_is_not_said_to_be_away() {
    for (phase, cause, expected) in [
        (Phase::Banner, Cause::Broken, Reason::HungUp),
        (Phase::Banner, Cause::TooLate, Reason::ServerUnreachable),
        (Phase::Connect, Cause::Unreachable, Reason::ServerUnreachable),
        (Phase::Hello, Cause::Broken, Reason::ServerUnreachable),
    ] {
        let failure = Failure { phase, kind: Kind::Temporary, cause, reply: None, text: String::new() };
        assert_eq!(classify(&failure), expected, "{phase:?} {cause:?}");
    }
}

#[test]
fn reports_have_reasons() {
    for (status, code, expected) in [
        (Some(Enhanced(5, 1, 1)), None, Reason::BadAddress),
        (Some(Enhanced(5, 0, 0)), Some(550), Reason::AddressRefused),
        (Some(Enhanced(5, 7, 1)), Some(550), Reason::Policy),
        (Some(Enhanced(5, 7, 0)), Some(530), Reason::WantsSignIn),
        (Some(Enhanced(4, 2, 2)), Some(452), Reason::MailboxFull),
        (Some(Enhanced(4, 4, 1)), None, Reason::NotReached),
        (Some(Enhanced(5, 4, 7)), None, Reason::NotReached),
        (Some(Enhanced(4, 7, 1)), Some(451), Reason::NotReached),
        (Some(Enhanced(5, 0, 0)), None, Reason::Other),
        (None, Some(450), Reason::Other),
        (None, None, Reason::Other),
    ] {
        assert_eq!(reported(status, code, ""), expected, "{status:?} {code:?}");
    }
}

#[test]
fn where_the_code_of_an_address_tells_nothing_the_words_do() {
    for (words, expected) in [
        ("No such user here", Reason::BadAddress),
        ("Unrouteable address", Reason::BadAddress),
        ("Mailbox is full", Reason::MailboxFull),
        ("Go away", Reason::AddressRefused),
    ] {
        assert_eq!(reported(None, Some(550), words), expected, "{words}");
        assert_eq!(
            refused(Phase::Rcpt, &Reply { code: 550, enhanced: None, text: words.to_owned() }),
            expected
        );
    }
}

#[test]
fn every_reason_has_its_words() {
    for reason in Reason::ALL {
        for language in Language::ALL {
            assert_ne!(Locale::new(language).t(reason.key()), reason.key());
        }
    }
}
