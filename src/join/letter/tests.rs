use super::*;
use crate::company::tests::company;
use crate::i18n::Language;
use crate::mail::design;
use crate::mail::outbox::tests::letter;

fn about(name: &str) -> About {
    About {
        name: name.to_owned(),
        email: "ivan@example.org".to_owned(),
        departments: vec!["Продажи".to_owned()],
        path: "/employees/7".to_owned(),
        answers: true,
    }
}

/// The kinds that speak of one person.
fn about_one() -> impl Iterator<Item = Kind> {
    KINDS.into_iter().filter(|kind| ![ADDRESS_CODE, REFUSED].contains(kind) && !GATHERED.contains(kind))
}

fn text(composed: &Composed) -> String {
    format!("{}\n\n{}", composed.subject, design::render(&composed.body).text)
}

#[test]
fn the_words_of_letters_about_joining() {
    let mut texts = Vec::new();
    for language in Language::ALL {
        for kind in about_one() {
            texts.push(text(&compose_about(&company(), &letter(kind, language), &about("Иван Петров"))));
        }
        let people = [("Нина Котова".to_owned(), "nina@example.org".to_owned())];
        for kind in GATHERED {
            texts.push(text(&gathered::letter_of(&company(), &letter(kind, language), &people, 3)));
        }
        texts.push(text(&refusal_letter(&company(), &letter(REFUSED, language), "Набор закончен")));
        texts.push(text(&code_letter(&company(), &letter(ADDRESS_CODE, language), "042517".to_owned())));
    }
    insta::assert_snapshot!(texts.join("\n=====\n"));
}

#[test]
fn names_stay_text_and_never_reach_the_subject() {
    for nasty in ["<b>Иван</b>", "\"Иван\" & 'ко'", "{{7*7}}", "Иван\r\nBcc: all@example.org"] {
        for kind in about_one() {
            let composed = compose_about(&company(), &letter(kind, Language::Ru), &about(nasty));
            assert!(
                !composed.subject.contains("Иван") && !composed.subject.contains(nasty),
                "{}",
                composed.subject
            );
            let rendered = design::render(&composed.body);
            assert!(!rendered.html.contains("<b>") && !rendered.text.contains("49"));
            assert!(composed.reply_to.is_none_or(|to| to.name.is_none_or(|name| !name.contains('\n'))));
        }
    }
}
