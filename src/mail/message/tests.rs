use mail_parser::{MessageParser, MimeHeaders as _};

use super::*;

fn russian() -> Draft {
    Draft {
        from: Mailbox::named("Портал «Ромашка»", "no-reply@portal.romashka.ru"),
        to: Mailbox::named("Щербаков, Пётр", "petr@xn--e1afmkfd.xn--p1ai"),
        reply_to: Some(Mailbox::named("Анна Петрова", "anna@romashka.ru")),
        subject: "Приглашение на портал «Ромашка», отдел внедрения и сопровождения".to_owned(),
        text: "Здравствуйте!\n\n.\nАнна Петрова приглашает вас.\n".to_owned(),
        html: "<p>Анна Петрова приглашает вас.</p>\n".to_owned(),
        message_id: "42.1@portal.romashka.ru".to_owned(),
        date: Timestamp(1_790_000_000_000),
        in_reply_to: None,
        list_unsubscribe: Some("https://portal.romashka.ru/no/AbCdEf".to_owned()),
        correlation: "L42".to_owned(),
    }
}

fn english() -> Draft {
    Draft {
        from: Mailbox::named("Daisy, Inc. \"portal\"", "no-reply@daisy.example"),
        to: Mailbox::unnamed("o'neil+x@daisy.example"),
        reply_to: None,
        subject: "Reminder: you are invited to Daisy".to_owned(),
        text: "Hello!\n\n.\n..\nFrom here on = signs and a long line that has to be folded somewhere near here.\n"
            .to_owned(),
        html: "<p style=\"color:#1C1B19\">Hello!</p>\n".to_owned(),
        message_id: "43.1@daisy.example".to_owned(),
        in_reply_to: Some("42.1@daisy.example".to_owned()),
        list_unsubscribe: None,
        correlation: "L43".to_owned(),
        ..russian()
    }
}

fn raw(draft: &Draft) -> String {
    String::from_utf8(build(draft).unwrap().bytes).unwrap()
}

#[test]
fn a_russian_letter_on_the_wire() {
    insta::assert_snapshot!(raw(&russian()).replace('\r', ""));
}

#[test]
fn an_english_reminder_on_the_wire() {
    insta::assert_snapshot!(raw(&english()).replace('\r', ""));
}

#[test]
fn the_same_draft_gives_the_same_bytes() {
    assert_eq!(raw(&russian()), raw(&russian()));
}

#[test]
fn lines_are_short_and_end_with_crlf() {
    let mut draft = russian();
    draft.subject = "Очень длинная тема ".repeat(20);
    draft.text = "слово ".repeat(1000);
    draft.to.name = Some("Иванов-Длиннофамильный ".repeat(8));
    let raw = raw(&draft);
    assert!(raw.is_ascii());
    assert_eq!(raw.matches('\n').count(), raw.matches("\r\n").count());
    assert_eq!(raw.matches('\r').count(), raw.matches("\r\n").count());
    // An address is never broken, so its line may be longer than the rest.
    for line in raw.split("\r\n").filter(|line| !line.contains('@')) {
        assert!(line.len() <= 78, "{line}");
    }
    let body = raw.split_once("\r\n\r\n").unwrap().1;
    assert!(body.split("\r\n").all(|line| line.len() <= 76));
}

#[test]
fn a_reader_gets_back_what_was_written() {
    let draft = russian();
    let built = build(&draft).unwrap();
    let parsed = MessageParser::new().parse(&built.bytes).unwrap();
    assert_eq!(parsed.subject(), Some(&*draft.subject));
    assert_eq!(parsed.to().unwrap().first().unwrap().name(), Some("Щербаков, Пётр"));
    assert_eq!(parsed.to().unwrap().first().unwrap().address(), Some(&*draft.to.address));
    assert_eq!(parsed.from().unwrap().first().unwrap().name(), Some("Портал «Ромашка»"));
    assert_eq!(parsed.message_id(), Some(&*draft.message_id));
    assert_eq!(parsed.body_text(0).unwrap().replace('\r', ""), draft.text);
    assert_eq!(parsed.body_html(0).unwrap().replace('\r', ""), draft.html);
    let kinds: Vec<_> = parsed.parts.iter().filter_map(|part| part.content_type()?.subtype()).collect();
    assert_eq!(kinds, ["alternative", "plain", "html"]);
}

#[test]
fn nothing_can_begin_a_header_of_its_own() {
    type Field = fn(&mut Draft) -> &mut String;
    let fields: [(&str, Field); 10] = [
        ("from name", |d| d.from.name.as_mut().unwrap()),
        ("from", |d| &mut d.from.address),
        ("to name", |d| d.to.name.as_mut().unwrap()),
        ("to", |d| &mut d.to.address),
        ("reply-to name", |d| d.reply_to.as_mut().unwrap().name.as_mut().unwrap()),
        ("reply-to", |d| &mut d.reply_to.as_mut().unwrap().address),
        ("subject", |d| &mut d.subject),
        ("message id", |d| &mut d.message_id),
        ("unsubscribe", |d| d.list_unsubscribe.as_mut().unwrap()),
        ("correlation", |d| &mut d.correlation),
    ];
    let evils =
        ["\r\nBcc: x@y.z", "\nBcc: x@y.z", "\rBcc: x", "\0", "\u{202e}", "\u{2028}x", "\u{85}", "\u{200b}"];
    for evil in evils {
        for (name, field) in fields {
            for in_front in [false, true] {
                let mut draft = russian();
                let text = field(&mut draft);
                *text = if in_front { format!("{evil}{text}") } else { format!("{text}{evil}") };
                assert!(build(&draft).is_err(), "{name} took {evil:?}");
            }
        }
    }
}

#[test]
fn a_body_takes_no_bare_cr_and_no_nul() {
    for evil in ["a\rb", "a\0b", "a\u{202e}b", "a\u{b}b"] {
        let with_text = Draft { text: evil.to_owned(), ..russian() };
        assert_eq!(build(&with_text).unwrap_err().field, "text");
        let with_html = Draft { html: evil.to_owned(), ..russian() };
        assert_eq!(build(&with_html).unwrap_err().field, "html");
    }
    let crlf = Draft { text: "a\r\nb".to_owned(), ..russian() };
    assert_eq!(raw(&crlf), raw(&Draft { text: "a\nb".to_owned(), ..russian() }));
}

#[test]
fn addresses_are_in_envelope_form() {
    for (bad, problem) in [
        ("a@пример.рф", Problem::NotAscii),
        ("nobody", Problem::Malformed),
        ("@x.ru", Problem::Malformed),
        ("a@", Problem::Malformed),
        ("a@b@c.ru", Problem::Malformed),
        ("a b@c.ru", Problem::Malformed),
        ("a@b.ru> SIZE=1", Problem::Malformed),
        ("a@b.ru,c@d.ru", Problem::Malformed),
        (&format!("{}@x.ru", "a".repeat(65)), Problem::TooLong),
    ] {
        let draft = Draft { to: Mailbox::unnamed(bad), ..russian() };
        assert_eq!(build(&draft).unwrap_err(), Refused { field: "recipient", problem }, "{bad}");
    }
}

#[test]
fn one_click_is_for_https_alone() {
    let plain = Draft { list_unsubscribe: Some("http://localhost:8080/no/x".to_owned()), ..russian() };
    assert!(!raw(&plain).contains("List-Unsubscribe"));
    let script = Draft { list_unsubscribe: Some("javascript:alert(1)".to_owned()), ..russian() };
    assert_eq!(build(&script).unwrap_err().problem, Problem::Malformed);
}

#[test]
fn a_cyrillic_local_part_needs_smtputf8() {
    let cyrillic = Mailbox::unnamed("пётр@xn--e1afmkfd.xn--p1ai");
    assert!(!build(&russian()).unwrap().needs_smtputf8);
    let to_cyrillic = Draft { to: cyrillic.clone(), ..russian() };
    assert!(build(&to_cyrillic).unwrap().needs_smtputf8);
    let answers_to_cyrillic = Draft { reply_to: Some(cyrillic), ..russian() };
    let message = build(&answers_to_cyrillic).unwrap();
    assert!(!message.needs_smtputf8 && message.bytes.is_ascii());
}
