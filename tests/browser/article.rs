//! Both ways of inviting as people are told them: by the words on the screen, from «Пригласить» to
//! «Сотрудники → Приглашены», on a desk and on a telephone, in both languages.

use super::tour::Tour;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::TestPortal;

#[test]
fn the_ways_of_a_desk_stand_word_for_word() {
    run(Engine::Sqlite, desk);
}

#[test]
fn the_ways_of_a_telephone_stand_word_for_word() {
    run(Engine::Sqlite, telephone);
}

/// The words of one language.
struct Words {
    language: &'static str,
    invite: &'static str,
    by_mail: &'static str,
    choose_department: &'static str,
    add: &'static str,
    own_mail: &'static str,
    mail_did_not_open: &'static str,
    mail_service: &'static str,
    go_on: &'static str,
    send_two: &'static str,
    to_invited: &'static str,
    more: &'static str,
    other_ways: &'static str,
    by_email: &'static str,
    no_mail_on_phone: &'static str,
    write_names: &'static str,
    employees: &'static str,
    search: &'static str,
    invited: &'static str,
    sent_both: &'static str,
    link_for_letter: &'static str,
}

const WORDS: [Words; 2] = [
    Words {
        language: "ru",
        invite: "Пригласить",
        by_mail: "Пригласить по почте",
        choose_department: "Выберите отдел",
        add: "Добавить",
        own_mail: "Из своей почты",
        mail_did_not_open: "Почта не открылась?",
        mail_service: "Почтовый сервис",
        go_on: "Продолжить",
        send_two: "Отправить 2 приглашения",
        to_invited: "К приглашённым",
        more: "Ещё",
        other_ways: "Другие способы",
        by_email: "По e-mail",
        no_mail_on_phone: "У меня не настроена почта на телефоне",
        write_names: "Напишите имена сотрудников",
        employees: "Сотрудники",
        search: "Поиск по сотрудникам",
        invited: "Приглашены",
        sent_both: "В ящике портала 2 из 2",
        link_for_letter: "Ссылка для письма",
    },
    Words {
        language: "en",
        invite: "Invite",
        by_mail: "Invite by mail",
        choose_department: "Choose departments",
        add: "Add",
        own_mail: "From my own mail",
        mail_did_not_open: "Mail did not open?",
        mail_service: "mail service",
        go_on: "Continue",
        send_two: "Send 2 invitations",
        to_invited: "To the invited",
        more: "More",
        other_ways: "Other ways",
        by_email: "By e-mail",
        no_mail_on_phone: "Mail is not set up on my phone",
        write_names: "Write the names of the employees",
        employees: "Employees",
        search: "Search employees",
        invited: "Invited",
        sent_both: "In the portal’s mailbox 2 of 2",
        link_for_letter: "Link for a letter",
    },
];

/// A portal with the department «Продажи».
async fn portal(database: &TestDatabase) -> TestPortal {
    let portal = TestPortal::new(database).await;
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            let root = tx.departments().root(company)?.id;
            tx.departments().insert(company, Some(root), "Продажи", now).map(drop)
        })
        .await;
    portal
}

async fn desk(database: &TestDatabase) {
    let portal = portal(database).await;
    for words in &WORDS {
        let tour = Tour::signed_in(&portal, Window::desktop(words.language)).await;
        tour.open("/structure").await;
        tour.press_words(words.invite).await;
        tour.reads(words.by_mail).await;
        choose_sales(&tour, words).await;
        tour.press_words(words.own_mail).await;
        tour.press(".sheet .sheet-foot .primary").await;
        reads_letter(&tour, words).await;
        tour.open("/structure").await;
        tour.press_words(words.invite).await;
        choose_sales(&tour, words).await;
        tour.press("button[value=mail-service]").await;
        let emails = emails(words);
        tour.fill("[name=addresses]", &emails.join(", ")).await;
        tour.press_words(words.go_on).await;
        tour.press_words(words.send_two).await;
        tour.find(".undo").await;
        sent(&portal, &tour, words).await;
        tour.press_words(words.to_invited).await;
        stands_in_list(&portal, &tour, words).await;
    }
}

async fn telephone(database: &TestDatabase) {
    let portal = portal(database).await;
    for words in &WORDS {
        let tour = Tour::signed_in(&portal, Window::phone(words.language)).await;
        by_email(&tour, words).await;
        tour.press(".sheet .sheet-foot .primary").await;
        reads_letter(&tour, words).await;
        by_email(&tour, words).await;
        tour.press_words(words.no_mail_on_phone).await;
        let emails = emails(words);
        tour.fill("[name=addresses]", &emails.join(" ")).await;
        tour.press_words(words.go_on).await;
        tour.reads(words.write_names).await;
        tour.fill("[name=name]", "Нина Котова").await;
        tour.press(".sheet .sheet-foot .primary").await;
        tour.find(".undo").await;
        sent(&portal, &tour, words).await;
        tour.open("/help").await;
        tour.press_words(words.more).await;
        tour.press_in("main", words.employees).await;
        tour.press_words(words.search).await;
        tour.press_in(".finder-sheet", words.invited).await;
        stands_in_list(&portal, &tour, words).await;
        tour.reads("Нина Котова").await;
    }
}

/// «Ещё → Пригласить → отдел → Другие способы → По e-mail».
async fn by_email(tour: &Tour, words: &Words) {
    tour.open("/help").await;
    tour.press_words(words.more).await;
    tour.press_in("main", words.invite).await;
    choose_sales(tour, words).await;
    tour.press_words(words.other_ways).await;
    tour.press_words(words.by_email).await;
    tour.find("[name=subject]").await;
}

async fn choose_sales(tour: &Tour, words: &Words) {
    tour.reads(words.choose_department).await;
    tour.press_in(".picker", words.add).await;
    tour.press_words_of("label", "Продажи").await;
    tour.look("article-department").await;
    tour.press(".sheet h1").await;
}

/// The letter for the mail program is ready, with its link and the ways out.
async fn reads_letter(tour: &Tour, words: &Words) {
    let letter = tour.find("a[data-open-mail]").await;
    let address = letter.attr("href").await.unwrap().unwrap();
    assert!(address.starts_with("mailto:?subject=") && address.len() <= 1900, "{address}");
    tour.reads(words.mail_did_not_open).await;
    tour.reads(words.mail_service).await;
}

fn emails(words: &Words) -> [String; 2] {
    ["nina", "oleg"].map(|name| format!("{name}-{}@example.org", words.language))
}

/// The letters go out, and the page counts them by itself.
async fn sent(portal: &TestPortal, tour: &Tour, words: &Words) {
    portal.advance(std::time::Duration::from_secs(11));
    for email in emails(words) {
        portal.letter_to(&email).await;
    }
    tour.reads(words.sent_both).await;
}

/// Both people and the link for the letter are there, in their department.
async fn stands_in_list(portal: &TestPortal, tour: &Tour, words: &Words) {
    tour.find("h1").await;
    for email in emails(words) {
        tour.reads(&email).await;
    }
    tour.reads(words.link_for_letter).await;
    tour.reads("Продажи").await;
    let placed = portal
        .number(
            "SELECT COUNT(*) FROM invitation_departments x JOIN departments d ON d.id = x.department_id \
             WHERE d.name = 'Продажи'",
        )
        .await;
    assert!(placed >= 2, "{placed}");
}
