use super::*;
use crate::base::id::EmployeeId;
use crate::company::tests;
use crate::i18n::Language;
use crate::invitations::Inviter;
use crate::mail::design;

/// An invitation that waits, by Анна to Иван.
pub fn invitation(language: Language) -> Invitation {
    Invitation {
        id: InvitationId(7),
        company_id: tests::company().id,
        employee_id: None,
        batch_id: None,
        inviter: Inviter {
            id: EmployeeId(1),
            name: "Анна Орлова".to_owned(),
            email: "anna@daisy.example".to_owned(),
        },
        email: "ivan@example.org".to_owned(),
        email_key: "ivan@example.org".to_owned(),
        name: "Иван".to_owned(),
        language,
        note: String::new(),
        channel: "mail_service".to_owned(),
        generation: 0,
        letters: 1,
        delivery: Delivery::Queued,
        is_kept: false,
        is_stopped: false,
        created_at: Timestamp(1_795_000_000_000),
        expires_at: Timestamp(1_795_000_000_000).plus_days(14),
        accepted_at: None,
        declined_at: None,
        revoked_at: None,
        link_ended_at: None,
    }
}

fn told(language: Language, name: &str) -> Told {
    let company = Company { name: name.to_owned(), language, ..tests::company() };
    let invitation = invitation(language);
    Told {
        locale: Locale::new(language),
        company: Rc::new(company),
        invitation,
        departments: vec!["Продажи".to_owned(), "Склад".to_owned()],
        link: "https://portal.daisy.example/i/SECRET".to_owned(),
        opt_out: "https://portal.daisy.example/stop/SECRET".to_owned(),
        in_reply_to: None,
        answers_go_to_inviter: true,
        is_reminder: false,
        wording: Rc::new(Wording::default_of(TemplateLetter::Invitation, language).clone()),
    }
}

fn text(told: &Told) -> String {
    let composed = told.composed();
    format!("{}\n{}\n\n{}", composed.from_name, composed.subject, design::render(&composed.body).text)
}

#[test]
fn the_words_of_an_invitation() {
    insta::assert_snapshot!(Language::ALL.map(|language| text(&told(language, "Ромашка"))).join("\n=====\n"));
}

#[test]
fn the_words_of_a_reminder() {
    let texts = Language::ALL.map(|language| {
        let mut told = told(language, "Ромашка");
        told.is_reminder = true;
        told.wording = Rc::new(Wording::default_of(TemplateLetter::Reminder, language).clone());
        told.invitation.name.clear();
        told.departments.clear();
        text(&told)
    });
    insta::assert_snapshot!(texts.join("\n=====\n"));
}

#[test]
fn names_stay_text_and_never_reach_the_subject() {
    for nasty in ["<b>Анна</b>", "\"Анна\" & 'ко'", "{{7*7}}", "{ $company }", "Анна {{url}}"] {
        let mut told = told(Language::Ru, "Ромашка");
        told.invitation.inviter.name = nasty.to_owned();
        told.invitation.name = nasty.to_owned();
        told.departments = vec![nasty.to_owned()];
        let composed = told.composed();
        assert_eq!(composed.subject, "Приглашение на портал Ромашка");
        let rendered = design::render(&composed.body);
        assert!(rendered.text.contains(nasty), "{}", rendered.text);
        assert!(!rendered.html.contains("<b>") && !rendered.text.contains("49"));
    }
}

#[test]
fn line_breaks_reach_no_header() {
    let mut told = told(Language::Ru, "Ромашка");
    told.invitation.inviter.name = "Анна\r\nBcc: all@example.org".to_owned();
    let reply_to = told.composed().reply_to.unwrap();
    assert_eq!(reply_to, Mailbox::unnamed("anna@daisy.example"));
    assert!(!told.composed().subject.contains(['\r', '\n']));
}

#[test]
fn a_note_is_framed_and_holds_no_link() {
    let mut told = told(Language::Ru, "Ромашка");
    told.invitation.note = "Ждём в понедельник".to_owned();
    assert!(text(&told).contains("Анна Орлова добавляет: «Ждём в понедельник»"));
    told.invitation.note = "Срочно: https://evil.example".to_owned();
    assert!(!text(&told).contains("evil"));
}

#[test]
fn answers_to_a_dismissed_inviter_go_nowhere() {
    let mut told = told(Language::En, "Daisy");
    told.answers_go_to_inviter = false;
    assert_eq!(told.composed().reply_to, None);
}
