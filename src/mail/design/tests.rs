use super::*;

fn invitation() -> LetterBody {
    LetterBody {
        language: Language::Ru,
        company: "Ромашка".to_owned(),
        title: "Приглашение на портал «Ромашка»".to_owned(),
        preheader: "Анна Петрова приглашает вас присоединиться к коллегам.".to_owned(),
        heading: "Вас приглашают на портал «Ромашка»".to_owned(),
        paragraphs: vec![
            "Здравствуйте, Пётр!".to_owned(),
            "Анна Петрова приглашает вас на портал компании: там коллеги, отделы и рабочие новости."
                .to_owned(),
        ],
        facts: vec![
            ("Приглашает".to_owned(), "Анна Петрова, anna.petrova@romashka.ru".to_owned()),
            ("Отдел".to_owned(), "Отдел внедрения".to_owned()),
            ("Действует до".to_owned(), "7 октября 2026, 18:00 (Москва)".to_owned()),
        ],
        button: Some(Button {
            label: "Присоединиться".to_owned(),
            url: "https://portal.romashka.ru/i/AQxOc2m1Jb7Zk3v9QyT4uR8wE5nH6dLfS0aGiXpBtMU".to_owned(),
            plain: "Если кнопка не открывается, скопируйте ссылку в браузер:".to_owned(),
        }),
        code: None,
        closing: vec!["Ссылка личная: не пересылайте письмо.".to_owned()],
        footer: vec![
            "Вы получили это письмо, потому что Анна Петрова указала ваш адрес.".to_owned(),
            "Если вы не знаете отправителя, просто не отвечайте.".to_owned(),
        ],
        opt_out: Some((
            "Больше не приглашать меня".to_owned(),
            "https://portal.romashka.ru/no/AXb1Jb7Zk3v9QyT4uR8wE5nH6dLfS0aGiXpBtMUc2m".to_owned(),
        )),
    }
}

fn address_check() -> LetterBody {
    LetterBody {
        language: Language::En,
        company: "Daisy".to_owned(),
        title: "Your code is 042 517".to_owned(),
        preheader: "Type it on the page where you are joining Daisy.".to_owned(),
        heading: "Confirm your address".to_owned(),
        paragraphs: vec!["Type this code on the page where you are joining Daisy:".to_owned()],
        facts: vec![],
        button: None,
        code: Some("042517".to_owned()),
        closing: vec!["The code works for 15 minutes.".to_owned()],
        footer: vec![
            "You get this letter because somebody typed your address on portal.daisy.example.".to_owned(),
        ],
        opt_out: None,
    }
}

#[test]
fn the_text_of_an_invitation() {
    insta::assert_snapshot!(render(&invitation()).text);
}

#[test]
fn the_text_of_a_code() {
    insta::assert_snapshot!(render(&address_check()).text);
}

#[test]
fn the_html_of_an_invitation() {
    insta::assert_snapshot!(render(&invitation()).html);
}

#[test]
fn the_html_of_a_code() {
    insta::assert_snapshot!(render(&address_check()).html);
}

#[test]
fn both_parts_tell_the_same() {
    let letter = invitation();
    let rendered = render(&letter);
    let button = letter.button.unwrap();
    let (unwanted, opt_out) = letter.opt_out.unwrap();
    let mut said = vec![letter.company, letter.heading, button.label, button.url, unwanted, opt_out];
    said.extend(letter.paragraphs.into_iter().chain(letter.closing).chain(letter.footer));
    said.extend(letter.facts.into_iter().flat_map(|(label, value)| [label, value]));
    for words in said {
        assert!(rendered.text.contains(&words), "the text lacks {words}");
        assert!(rendered.html.contains(&words), "the HTML lacks {words}");
    }
}

#[test]
fn no_gap_is_left_and_nothing_is_fetched() {
    for letter in [invitation(), address_check()] {
        let Rendered { text, html } = render(&letter);
        assert!(!text.contains("{{") && !html.contains("{{") && !html.contains("}}"));
        assert!(html.contains(&format!("<html lang=\"{}\"", letter.language.tag())));
        for remote in ["<img", "<link", "@import", "<script", "src=", "url(", "@font-face"] {
            assert!(!html.contains(remote), "{remote}");
        }
    }
}

#[test]
fn a_value_stays_a_value() {
    let mut letter = invitation();
    let evil = "<img src=x onerror=\"a()\">'&{{company}}";
    letter.company = evil.to_owned();
    letter.heading = evil.to_owned();
    letter.facts[0].1 = evil.to_owned();
    letter.button.as_mut().unwrap().url = format!("https://x/\"{evil}");
    let html = render(&letter).html;
    assert!(!html.contains("<img") && !html.contains("onerror=\"") && !html.contains("x/\""));
    assert!(html.contains("{{company}}"), "a gap in a value must stay text");
}

#[test]
fn a_whole_letter_is_below_15_kilobytes() {
    use crate::base::clock::Timestamp;
    use crate::mail::message::{self, Draft, Mailbox};
    let Rendered { text, html } = render(&invitation());
    let message = message::build(&Draft {
        from: Mailbox::named("Портал «Ромашка»", "no-reply@portal.romashka.ru"),
        to: Mailbox::unnamed("petr@romashka.ru"),
        reply_to: None,
        subject: invitation().title,
        text,
        html,
        message_id: "42.1@portal.romashka.ru".to_owned(),
        date: Timestamp(0),
        in_reply_to: None,
        list_unsubscribe: None,
        correlation: "L42".to_owned(),
    })
    .unwrap();
    assert!(message.bytes.len() < 15_000, "{} bytes", message.bytes.len());
}

#[test]
fn the_mark_is_the_first_letter() {
    assert_eq!(mark("ООО «Ромашка»"), "Р", "as in the portal");
    assert_eq!(mark("«Ромашка»"), "Р");
    assert_eq!(mark("Йод"), "Й");
    assert_eq!(mark(""), "");
}
