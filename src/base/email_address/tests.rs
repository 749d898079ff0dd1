use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"))
}

#[test]
fn what_pasting_adds_is_taken_off() {
    for text in [
        "ivan@romashka.ru",
        " ivan@romashka.ru\r\n",
        "\u{FEFF}ivan@romashka.ru\u{200B}",
        "\u{A0}ivan@romashka.ru",
        "ivan@romashka.ru.",
        "ivan@romashka.ru,",
        "ivan@romashka.ru;",
        "<ivan@romashka.ru>",
        "(ivan@romashka.ru).",
        "«ivan@romashka.ru»",
        "\"ivan@romashka.ru\"",
        "'ivan@romashka.ru'",
        "“ivan@romashka.ru”",
        "\"ivan@romashka.ru",
        "mailto:ivan@romashka.ru",
        "MAILTO: ivan@romashka.ru",
        "<mailto:ivan@romashka.ru>!",
        "ivan＠romashka．ru",
        "ivan@romashka。ru",
    ] {
        let address = address(text);
        assert_eq!(address.key(), "ivan@romashka.ru", "{text}");
        assert_eq!(address.envelope(), "ivan@romashka.ru", "{text}");
    }
}

#[test]
fn the_forms_of_an_address() {
    let address = address("Иван.Петров@Почта.РФ");
    assert_eq!(address.as_str(), "Иван.Петров@Почта.РФ");
    assert_eq!(address.key(), "иван.петров@xn--80a1acny.xn--p1ai");
    assert_eq!(address.envelope(), "Иван.Петров@xn--80a1acny.xn--p1ai");
    assert_eq!(address.local(), "Иван.Петров");
    assert_eq!(address.domain_ascii(), "xn--80a1acny.xn--p1ai");
    assert_eq!(address.domain_display(), "почта.рф");
    assert!(address.needs_smtputf8());
    assert!(!self::address("ivan@почта.рф").needs_smtputf8());
    assert_eq!(self::address("ivan@xn--80a1acny.xn--p1ai").domain_display(), "почта.рф");
}

#[test]
fn case_and_compatibility_forms_are_one_person() {
    let same: HashSet<_> =
        ["Ivan@Romashka.RU", "ivan@romashka.ru", "ＩＶＡＮ@romashka.ru"].map(address).into_iter().collect();
    assert_eq!(same.len(), 1);
    assert_eq!(address("Ivan@Romashka.RU").envelope(), "Ivan@romashka.ru");
    assert_ne!(address("ivan+hr@romashka.ru"), address("ivan@romashka.ru"));
    assert_eq!(address("e\u{301}@x.ru").as_str(), "é@x.ru");
}

#[test]
fn unusual_but_right() {
    for text in [
        "o'neil+tag@a-b.co.uk",
        "a@b.museum",
        "1@2.ru",
        "x_y=z@r3---sn.example.com",
        "李@例え.jp",
        "a/b@x.ru",
    ] {
        assert_eq!(address(text).as_str(), text);
    }
}

#[test]
fn every_problem_has_its_name() {
    use AddressProblem as P;
    let long_local = format!("{}@x.ru", "a".repeat(65));
    let long = format!("aaaaa@{}.ru", ["b"; 124].join("."));
    let endless = format!("a@{}", "b".repeat(1_000_000));
    let long_label = format!("a@{}.ru", "b".repeat(64));
    for (text, problem) in [
        ("", P::Empty),
        (" \u{A0}\u{FEFF} ", P::Empty),
        ("<>", P::Empty),
        ("ivan.x.ru", P::NoAt),
        ("a@@b.ru", P::SeveralAts),
        ("a@b@c.ru", P::SeveralAts),
        ("@x.ru", P::EmptyLocal),
        ("a@", P::EmptyDomain),
        (".a@x.ru", P::DotsInLocal),
        ("a..b@x.ru", P::DotsInLocal),
        ("a.@x.ru", P::DotsInLocal),
        ("a⒈@x.ru", P::DotsInLocal),
        (long_local.as_str(), P::LongLocal),
        ("\"a b\"@x.ru", P::QuotedLocal),
        ("user@corp", P::DomainWithoutDot),
        ("a@b..c", P::BadDomain),
        ("a@-b.ru", P::BadDomain),
        ("a@.ru", P::BadDomain),
        (long_label.as_str(), P::BadDomain),
        ("a@xn--0.ru", P::BadDomain),
        ("a@[1.2.3.4]", P::IpLiteral),
        ("a@1.2.3.4", P::IpLiteral),
        ("a\0b@x.ru", P::HiddenCharacter),
        ("a@b.ru\0", P::HiddenCharacter),
        ("a\u{202E}@x.ru", P::HiddenCharacter),
        ("a@x\u{200D}.ru", P::HiddenCharacter),
        ("a@x.ru\r\nBcc: b@y.ru", P::HiddenCharacter),
        ("a b@x.ru", P::Blank),
        ("a@x.r u", P::Blank),
        ("a@b%0d%0aBcc:x", P::BadCharacter('%')),
        ("a(b)@x.ru", P::BadCharacter('(')),
        ("иван–п@x.ru", P::BadCharacter('–')),
        ("a@x_y.ru", P::BadCharacter('_')),
        ("😀@x.ru", P::BadCharacter('😀')),
        (long.as_str(), P::TooLong),
        (endless.as_str(), P::TooLong),
    ] {
        assert_eq!(EmailAddress::parse(text), Err(problem), "{text:.80}");
    }
}

#[test]
fn deceptive_domains_are_shown_in_ascii() {
    for text in ["a@сorp.ru", "a@аррӏе.com", "a@xn--orp-hed.ru", "a@pаypal.com"] {
        assert_eq!(address(text).domain_warning(), Some(address(text).domain_ascii().to_owned()), "{text}");
    }
    for text in [
        "a@corp.ru",
        "a@почта.рф",
        "a@сор.рф",
        "a@ромашка-2.com",
        "a@почта.romashka.ru",
        "a@東京タワーabc.jp",
    ] {
        assert_eq!(address(text).domain_warning(), None, "{text}");
    }
}

#[test]
fn slips_are_pointed_out_and_nothing_else() {
    for (typed, meant) in [
        ("Ivan@gmial.com", "Ivan@gmail.com"),
        ("a@gmail.ru", "a@gmail.com"),
        ("a@gmail.con", "a@gmail.com"),
        ("a@gmai.co", "a@gmail.com"),
        ("a@yandx.ru", "a@yandex.ru"),
        ("a@maill.ru", "a@mail.ru"),
        ("a@mail.r", "a@mail.ru"),
        ("a@ramler.ru", "a@rambler.ru"),
        ("a@hotmial.com", "a@hotmail.com"),
        ("ivаn@romashka.ru", "ivan@romashka.ru"),
        ("a@сorp.ru", "a@corp.ru"),
        ("а1@gmаil.cоm", "а1@gmail.com"),
    ] {
        assert_eq!(address(typed).suggestion().map(|it| it.to_string()), Some(meant.to_owned()), "{typed}");
    }
    for known in
        ["a@gmail.com", "a@ya.ru", "a@mail.com", "a@bk.ru", "a@romashka.ru", "a@index.ru", "иван@почта.рф"]
    {
        assert_eq!(address(known).suggestion(), None, "{known}");
    }
}

#[test]
fn one_mailbox_has_one_soft_key() {
    let soft = |text| address(text).soft_key();
    assert_eq!(soft("I.van+x@GoogleMail.com"), soft("ivan@gmail.com"));
    assert_eq!(soft("ivan.petrov@ya.ru"), soft("ivan-petrov@yandex.kz"));
    assert_eq!(soft("ivan+hr@romashka.ru"), soft("ivan@romashka.ru"));
    assert_ne!(soft("i.van@romashka.ru"), soft("ivan@romashka.ru"));
}

proptest! {
    #[test]
    fn nothing_breaks_it(text in any::<String>()) {
        let _ = EmailAddress::parse(&text);
        let _ = EmailAddress::parse(&format!("{text}@x.ru")).map(|it| (it.suggestion(), it.domain_warning()));
        let _ = EmailAddress::parse(&format!("a@{text}.ru")).map(|it| (it.suggestion(), it.domain_warning()));
    }

    #[test]
    fn every_form_is_the_same_person(text in "[a-zA-Zа-яё0-9.+_\u{FF21}-\u{FF3A}]{1,12}@[a-zа-яё0-9-]{1,12}\\.(ru|рф|com)") {
        if let Ok(address) = EmailAddress::parse(&text) {
            for form in [address.as_str().to_owned(), address.key().to_owned(), address.envelope()] {
                prop_assert_eq!(&EmailAddress::parse(&form).unwrap(), &address);
            }
            prop_assert!(address.envelope().len() <= MAX_ADDRESS);
            prop_assert!(address.domain_ascii().is_ascii());
        }
    }
}
