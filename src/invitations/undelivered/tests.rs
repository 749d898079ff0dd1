use super::*;
use crate::company::tests::company;
use crate::i18n::Language;
use crate::invitations::letter::tests::invitation;
use crate::mail::design;
use crate::mail::outbox::tests::letter;

fn text(composed: &Composed) -> String {
    format!("{}\n\n{}", composed.subject, design::render(&composed.body).text)
}

#[test]
fn the_words_of_letters_about_what_was_not_delivered() {
    let mut texts = Vec::new();
    for language in Language::ALL {
        let failed =
            Letter { reason: Some("delivery-reason-bad-address".to_owned()), ..letter("x", language) };
        let told = one(&company(), &letter(UNDELIVERED, language), &invitation(language), Some(&failed));
        assert_eq!(told.reply_to, None, "an answer would come back, too");
        texts.push(text(&told));
        let missed = |name: &str, email: &str, reason: &str| Missed {
            id: InvitationId(1),
            name: name.to_owned(),
            email: email.to_owned(),
            reason: Some(reason.to_owned()),
        };
        let people = [
            missed("Нина Котова", "nina@example.org", "delivery-reason-bad-address"),
            missed("", "oleg@example.org", "delivery-reason-mailbox-full"),
        ];
        texts.push(text(&several(&company(), &letter(UNDELIVERED_SEVERAL, language), &people, 3)));
    }
    insta::assert_snapshot!(texts.join("\n=====\n"));
}

#[test]
fn names_stay_text_and_never_reach_the_subject() {
    for nasty in ["<b>Иван</b>", "{{7*7}}", "Иван\r\nBcc: all@example.org"] {
        let invitation = Invitation { name: nasty.to_owned(), ..invitation(Language::Ru) };
        let composed = one(&company(), &letter(UNDELIVERED, Language::Ru), &invitation, None);
        assert!(!composed.subject.contains("Иван"), "{}", composed.subject);
        let rendered = design::render(&composed.body);
        assert!(!rendered.html.contains("<b>") && !rendered.text.contains("49"));
    }
}

#[test]
fn a_refusal_by_policy_does_not_ask_for_another_address() {
    for language in Language::ALL {
        let failed = Letter { reason: Some("delivery-reason-policy".to_owned()), ..letter("x", language) };
        let told = one(&company(), &letter(UNDELIVERED, language), &invitation(language), Some(&failed));
        let button = told.body.button.clone().unwrap();
        assert!(!button.url.ends_with("/address") && button.url.contains("/invitations/"), "{}", button.url);
        let asks = Locale::new(language).t("letter-undelivered-button");
        assert!(!text(&told).contains(&asks), "{}", text(&told));
    }
}
