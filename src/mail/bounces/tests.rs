use std::path::PathBuf;

use proptest::prelude::*;

use super::Kind::{AutoReply, Complaint, Delayed, Delivered, Failed, Relayed, Unknown};
use super::*;
use crate::mail::reason::Reason as Why;

const IVAN: &str = "ivan@example.org";
const MESSAGE_ID: &str = "0123456789abcdef0123456789abcdef@portal.romashka.example";

/// What each report of `tests/bounces` means for the letter to Ivan: of what kind it is, what became of
/// that letter, why, whether it names him, and whether it brings back the Message-ID.
const MEANING: [(&str, Kind, Kind, Why, bool, bool); 41] = [
    ("a_person_answers", Unknown, Unknown, Why::Other, false, false),
    ("challenge", AutoReply, AutoReply, Why::Other, false, false),
    ("complaint", Complaint, Complaint, Why::Other, true, true),
    ("complaint_redacted", Complaint, Complaint, Why::Other, false, true),
    ("courier", Failed, Failed, Why::BadAddress, true, true),
    ("cut_before_the_report", Failed, Failed, Why::BadAddress, true, false),
    ("exchange_2003", Failed, Failed, Why::BadAddress, true, true),
    ("exchange_2003_text_only", Failed, Failed, Why::MailboxFull, true, false),
    ("exim_delayed", Delayed, Delayed, Why::Delayed, true, false),
    ("exim_failed", Failed, Failed, Why::BadAddress, true, true),
    ("exim_own_refusal", Failed, Failed, Why::BadAddress, true, true),
    ("gmail_delayed", Delayed, Delayed, Why::Delayed, true, true),
    ("gmail_failed", Failed, Failed, Why::BadAddress, true, true),
    ("lotus_notes", Failed, Failed, Why::BadAddress, true, true),
    ("lower_case_fields", Failed, Failed, Why::BadAddress, true, true),
    ("mail_ru_windows_1251", Failed, Failed, Why::MailboxFull, true, false),
    ("not_spam", Unknown, Unknown, Why::Other, true, true),
    ("outlook_com", Failed, Failed, Why::BadAddress, true, true),
    ("outlook_html_only", Failed, Failed, Why::BadAddress, true, false),
    ("passed_on_by_a_colleague", Failed, Failed, Why::BadAddress, true, true),
    ("postfix_delayed", Delayed, Delayed, Why::Delayed, true, true),
    ("postfix_delivered", Delivered, Delivered, Why::Other, true, true),
    ("postfix_expired", Failed, Failed, Why::NotReached, true, true),
    ("postfix_failed", Failed, Failed, Why::BadAddress, true, true),
    ("qmail_failed", Failed, Failed, Why::BadAddress, true, true),
    ("qmail_two_recipients", Failed, Failed, Why::BadAddress, true, true),
    ("read_receipt", AutoReply, AutoReply, Why::Other, false, false),
    ("report_part_missing", Failed, Failed, Why::BadAddress, true, true),
    ("russian_delayed", Delayed, Delayed, Why::Delayed, true, false),
    ("russian_quoted_printable", Failed, Failed, Why::BadAddress, true, false),
    ("sendmail_failed", Failed, Failed, Why::Policy, true, true),
    ("sendmail_relayed", Relayed, Relayed, Why::Other, true, true),
    ("spam_to_the_address", Unknown, Unknown, Why::Other, false, false),
    ("status_in_text_plain", Failed, Failed, Why::BadAddress, true, true),
    ("truncated", Failed, Failed, Why::BadAddress, true, true),
    ("two_recipients_without_a_gap", Failed, Failed, Why::BadAddress, true, true),
    ("vacation", AutoReply, AutoReply, Why::Other, false, false),
    ("vacation_russian", AutoReply, AutoReply, Why::Other, false, false),
    ("x400", Failed, Failed, Why::BadAddress, true, true),
    ("yandex_koi8_base64", Failed, Failed, Why::Policy, true, true),
    ("zimbra", Failed, Failed, Why::MailboxFull, true, true),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/bounces")
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(format!("{name}.eml"))).unwrap()
}

/// As it comes over the wire.
fn with_crlf(raw: &[u8]) -> Vec<u8> {
    raw.iter().flat_map(|byte| if *byte == b'\n' { vec![b'\r', b'\n'] } else { vec![*byte] }).collect()
}

#[test]
fn each_sample_means_what_the_table_says() {
    let mut wrong = Vec::new();
    for (name, kind, kind_for_ivan, why, names, brings_back) in MEANING {
        for raw in [sample(name), with_crlf(&sample(name))] {
            let report = read(&raw);
            let fate = report.fate_of(IVAN);
            let has_id =
                report.returned.iter().any(|returned| returned.message_id.as_deref() == Some(MESSAGE_ID));
            let found = (report.kind, fate.kind, fate.reason(), report.names(IVAN), has_id);
            if found != (kind, kind_for_ivan, why, names, brings_back) {
                wrong.push(format!("{name}: {found:?}\n  {report:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_has_every_sample() {
    let mut files: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert_eq!(files, MEANING.map(|(name, ..)| name.to_owned()));
}

#[test]
fn of_two_recipients_each_has_his_own_reason() {
    let report = read(&sample("qmail_two_recipients"));
    assert_eq!(report.fate_of("olga@example.net").reason(), Why::MailboxFull);
    assert_eq!(report.fate_of(IVAN).reason(), Why::BadAddress);
    let report = read(&sample("two_recipients_without_a_gap"));
    assert_eq!(report.fate_of("olga@example.net").kind, Delivered);
    assert_eq!(report.fate_of("stranger@example.net").kind, Delivered, "not all of them failed");
}

#[test]
fn the_words_of_the_server_are_kept() {
    let words = |name: &str| read(&sample(name)).fate_of(IVAN).words;
    assert!(words("postfix_failed").starts_with("550 5.1.1 <ivan@example.org>: Recipient address rejected"));
    assert!(words("qmail_two_recipients").contains("550 5.1.1 user unknown"));
    assert!(words("russian_quoted_printable").contains("такого пользователя не существует"));
    assert!(words("mail_ru_windows_1251").contains("ящик переполнен"));
}

#[test]
fn the_way_back_is_found() {
    let report = read(&sample("postfix_failed"));
    assert_eq!(report.addressed_to, ["bounces+42.aaaaaaaaaaaaaaaa@mail.romashka.example"]);
    let paths = |name: &str| -> Vec<String> {
        read(&sample(name)).returned.into_iter().filter_map(|returned| returned.return_path).collect()
    };
    assert!(paths("complaint_redacted").iter().all(|path| path.starts_with("bounces+42.")));
    assert!(paths("exim_failed").iter().all(|path| path.starts_with("bounces+42.")));
}

#[test]
fn whatever_is_cut_off_the_rest_is_read() {
    for (name, ..) in MEANING {
        let raw = sample(name);
        for end in (0..raw.len()).step_by(11) {
            let report = read(&raw[..end]);
            assert!(report.fates.len() <= MAX_TOLD && report.returned.len() <= MAX_TOLD);
        }
    }
}

#[test]
fn what_is_large_or_deep_is_bounded() {
    let mut deep = b"From: mailer-daemon@a.example\n".to_vec();
    deep.extend(b"Content-Type: message/rfc822\n\n".repeat(30_000));
    assert_eq!(read(&deep).kind, Unknown);
    let mut spaced = b"From: mailer-daemon@a.example\n".to_vec();
    spaced.extend(b"Con tent-Type: message/rfc822\n\n".repeat(30_000));
    assert_eq!(read(&spaced).kind, Unknown);
    let mut wide = b"From: mailer-daemon@a.example\nSubject: failure notice\n\n".to_vec();
    wide.extend(b"<a@example.org>: 550 no\n\n".repeat(200_000));
    assert!(read(&wide).fates.len() <= MAX_TOLD);
    let mut fields = b"From: a@a.example\nContent-Type: message/delivery-status\n\n".to_vec();
    fields.extend(b"Final-Recipient: rfc822;a@example.org\nAction: failed\n".repeat(20_000));
    assert!(read(&fields).fates.len() <= MAX_TOLD);
    for large in [b"a".repeat(3 * MAX_REPORT), b"@".repeat(MAX_REPORT), b"To: <".repeat(MAX_REPORT / 5)] {
        assert_eq!(read(&large).kind, Unknown);
    }
}

proptest! {
    #[test]
    fn rubbish_is_read(raw in proptest::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert!(read(&raw).fates.len() <= MAX_TOLD);
    }

    #[test]
    fn a_spoiled_report_is_read(
        which in 0..MEANING.len(),
        spoilt in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        doubled in any::<prop::sample::Index>(),
    ) {
        let mut raw = sample(MEANING[which].0);
        for (at, byte) in spoilt {
            let at = at.index(raw.len());
            raw[at] = byte;
        }
        let at = doubled.index(raw.len());
        let tail = raw[at..].to_vec();
        raw.extend(tail);
        prop_assert!(read(&raw).fates.len() <= MAX_TOLD);
    }
}
