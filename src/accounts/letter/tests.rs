use super::*;
use crate::company::tests::company;
use crate::mail::design;
use crate::mail::outbox::tests::letter;

const AT: &str = "23 ноября 2026, 10:00 (МСК)";

fn all(company: &Company, language: Language) -> [Composed; 6] {
    [
        link_letter(company, &letter(PASSWORD_RESET, language), AT, "/new-password/SECRET", None),
        news_letter(company, &letter(PASSWORD_CHANGED, language), AT),
        link_letter(
            company,
            &letter(FIRST_PASSWORD, language),
            AT,
            "/new-password/SECRET",
            Some("Анна Орлова".to_owned()),
        ),
        address::link_letter(
            company,
            &Letter { name: String::new(), ..letter(ADDRESS_CHANGE, language) },
            AT,
            true,
            "/new-address/SECRET",
        ),
        address::news_letter(company, &letter(ADDRESS_CHANGE_ASKED, language), AT, Some("Вера".to_owned())),
        address::news_letter(company, &letter(ADDRESS_CHANGED, language), AT, None),
    ]
}

#[test]
fn the_words_of_letters_about_passwords() {
    let letters = Language::ALL.into_iter().flat_map(|language| all(&company(), language));
    let texts: Vec<_> = letters
        .map(|composed| format!("{}\n\n{}", composed.subject, design::render(&composed.body).text))
        .collect();
    insta::assert_snapshot!(texts.join("\n=====\n"));
}

#[test]
fn only_the_address_of_the_company_is_linked_to() {
    for composed in Language::ALL.into_iter().flat_map(|language| all(&company(), language)) {
        let html = design::render(&composed.body).html;
        let links: Vec<_> = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(links.is_empty(), composed.body.button.is_none());
        assert!(links.iter().all(|link| link.starts_with("https://portal.daisy.example/")), "{links:?}");
        assert!(composed.reply_to.is_none() && composed.list_unsubscribe.is_none());
    }
}

#[test]
fn names_stay_text() {
    for nasty in ["<b>Ромашка</b>", "Ромашка\r\nBcc: all@example.org", "{{7*7}}"] {
        let company = Company { name: nasty.to_owned(), ..company() };
        for composed in all(&company, Language::Ru) {
            let rendered = design::render(&composed.body);
            assert!(!rendered.html.contains("<b>") && !rendered.text.contains("49"));
        }
    }
}
