use super::*;
use crate::base::id::{CompanyId, LetterId};
use crate::company::{InvitingRules, Plan};
use crate::i18n::Language;
use crate::mail::design;
use crate::mail::outbox::State;

fn company() -> Company {
    Company {
        id: CompanyId(1),
        name: "Ромашка".to_owned(),
        public_url: "https://portal.daisy.example".to_owned(),
        language: Language::Ru,
        time_zone: "Europe/Moscow".to_owned(),
        plan: Plan { name: String::new(), max_employees: None, max_online: None, reserve_seats: false },
        inviting: InvitingRules {
            everyone_may_invite: true,
            require_approval: false,
            trusted_domains: vec![],
            invitation_days: 14,
            join_link_days: 14,
            join_link_uses: 25,
            letters_per_day: 50,
            letters_per_week: 500,
            pending_per_inviter: 100,
        },
        mail_from: None,
    }
}

fn letter(kind: &str, language: Language) -> Letter {
    Letter {
        id: LetterId(1),
        company: CompanyId(1),
        kind: kind.to_owned(),
        subject_id: 7,
        email: "anna@daisy.example".to_owned(),
        name: "Анна".to_owned(),
        language,
        message_id: "1@portal.daisy.example".to_owned(),
        state: State::Claimed,
        created_at: Timestamp(0),
        next_attempt_at: Timestamp(0),
        first_attempt_at: None,
        attempts: 0,
        repeats: 0,
        finished_at: None,
        reason: None,
        reply: None,
    }
}

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
