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

fn text(composed: &Composed) -> String {
    format!("{}\n\n{}", composed.subject, design::render(&composed.body).text)
}

#[test]
fn the_words_of_letters_about_joining() {
    let mut texts = Vec::new();
    for language in Language::ALL {
        for kind in KINDS.into_iter().filter(|kind| *kind != ADDRESS_CODE) {
            texts.push(text(&compose_about(&company(), &letter(kind, language), &about("Иван Петров"))));
        }
        texts.push(text(&code_letter(&company(), &letter(ADDRESS_CODE, language), "042517".to_owned())));
    }
    insta::assert_snapshot!(texts.join("\n=====\n"));
}

#[test]
fn names_stay_text_and_never_reach_the_subject() {
    for nasty in ["<b>Иван</b>", "\"Иван\" & 'ко'", "{{7*7}}", "Иван\r\nBcc: all@example.org"] {
        for kind in KINDS.into_iter().filter(|kind| *kind != ADDRESS_CODE) {
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
