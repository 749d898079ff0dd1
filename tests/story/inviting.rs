//! Steps of inviting beside the main path: mending in place, results of everybody, whose is whose.

use std::time::Duration;

use super::join::join;
use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    a_result_tells_of_everybody_and_outlives_a_reload,
    a_result_tells_who_has_joined,
    what_has_gone_is_not_called_back,
    a_bad_name_is_mended_where_it_stands,
    a_mended_row_is_shown_before_it_is_sent,
    the_phone_path_stands_word_for_word,
    links_to_this_machine_are_told_of_before_anything_is_typed,
    a_list_goes_along_over_all_steps,
    a_link_stays_within_what_the_company_allows,
    anothers_batch_and_link_are_not_there,
);

const SERVICE: &str = "/invite/mail-service";
const REVIEW: &str = "/invite/mail-service/review";

async fn reviewed(browser: &Browserless, list: &str) -> Page {
    let page = browser.get(SERVICE).await;
    browser.submit(&page, SERVICE, &[("addresses", list)]).await
}

async fn sent(browser: &Browserless, list: &str) -> Page {
    let page = reviewed(browser, list).await;
    browser.submit(&page, REVIEW, &[("action", "send")]).await
}

async fn a_result_tells_of_everybody_and_outlives_a_reload(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.employee("Иван Петров", "ivan@romashka.example").await;
    sent(&browser, "old@example.org").await;
    let list = "Ольга <olga@example.org>, ivan@romashka.example old@example.org; OLGA@example.org\nне адрес";
    let page = reviewed(&browser, list).await;
    assert_eq!(page.texts(".pile-head .count"), ["1", "1", "1", "1"], "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 1, "a review sends nothing");
    assert!(page.says("Повторы убраны: 1 адрес стоял в списке ещё раз"), "{}", page.text());
    assert!(page.says("Кого не исправите, тот приглашения не получит"), "{}", page.text());
    let result = browser.submit(&page, REVIEW, &[("action", "send")]).await;
    let again = browser.get(result.path()).await;
    for words in ["olga@example.org", "уже приглашён", "уже сотрудник", "адрес не исправлен"]
    {
        assert!(result.says(words) && again.says(words), "{words}: {}", again.text());
    }
    portal.advance(Duration::from_secs(11));
    assert_eq!(portal.letters().await.len(), 2);
    let after = browser.get(result.path()).await;
    assert!(after.says("В ящике портала 1 из 1"), "{}", after.text());
    // What was left as it was is not typed again.
    let mending = browser.follow(&after, &format!("{SERVICE}?batch=")).await;
    assert_eq!(mending.value("addresses").trim(), "не адрес", "{}", mending.text());
}

async fn a_result_tells_who_has_joined(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.admin().await;
    let result = sent(&browser, "olga@example.org").await;
    portal.advance(Duration::from_secs(11));
    let guest = portal.stranger();
    let page = guest.get(&portal.letter_to("olga@example.org").await.path("/i/")).await;
    join(&guest, &page).await;
    let after = browser.get(result.path()).await;
    assert_eq!(after.texts(".result .badge"), ["Принято"], "{}", after.text());
}

async fn what_has_gone_is_not_called_back(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.admin().await;
    let result = sent(&browser, "a@example.org").await;
    portal.advance(Duration::from_secs(11));
    assert_eq!(portal.letters().await.len(), 1);
    browser.post(&format!("{}/undo", result.path()), &[]).await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations WHERE revoked_at IS NULL").await, 1);
}

async fn a_bad_name_is_mended_where_it_stands(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.admin().await;
    let page = reviewed(&browser, "\"Звоните 88005553535\" <a@example.org>").await;
    assert_eq!(page.attributes("input[name=name][aria-invalid]", "value"), ["Звоните 88005553535"]);
    let mended = browser.submit(&page, REVIEW, &[("action", "check"), ("name", "Иван Петров")]).await;
    assert_eq!(mended.value("name"), "Иван Петров");
    assert!(mended.says("Отправить 1 приглашение"), "{}", mended.text());
}

/// What the button promises is what is sent.
async fn a_mended_row_is_shown_before_it_is_sent(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.admin().await;
    let page = reviewed(&browser, "Ewa Nowak ewa@birch,example").await;
    assert_eq!((page.value("address"), page.value("name")), ("ewa@birch,example".into(), "Ewa Nowak".into()));
    assert!(page.says("Уберите или замените «,»"), "{}", page.text());
    let typed = [("action", "send"), ("address", "Ewa Nowak <ewa@birch.example>")];
    let shown = browser.submit(&page, REVIEW, &typed).await;
    assert!(shown.says("Исправленные адреса — среди тех, кому отправим"), "{}", shown.text());
    assert!(shown.says("Отправить 1 приглашение"), "{}", shown.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 0);
    browser.submit(&shown, REVIEW, &[("action", "send")]).await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations WHERE name = 'Ewa Nowak'").await, 1);
}

async fn the_phone_path_stands_word_for_word(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.admin().await;
    let more = browser.get("/more").await;
    assert!(more.says("Ещё") && more.says("Пригласить"));
    let ways = browser.follow(&more, "/invite").await;
    assert!(ways.says("Выберите отдел") && ways.says("Другие способы"), "{}", ways.text());
    assert!(ways.says("Если не выбрать ни одного, он попадёт в отдел: Ромашка."), "{}", ways.text());
    let other = browser.get("/invite/start?way=other&department=1").await;
    assert!(other.says("По e-mail"));
    // Without a script the company, which was only suggested, stays checked beside the choice.
    for (suggested, departments) in [("&suggested=1", "department=2"), ("", "department=1&department=2")] {
        let list = format!("/invite/start?way=mail-service&department=1&department=2{suggested}");
        let list = browser.get(&list).await;
        assert!(list.url.ends_with(&format!("mail-service?{departments}")), "{}", list.url);
    }
    let text = browser.follow(&other, "/invite/mail-app").await;
    assert_eq!(text.texts("main .primary"), ["Пригласить"]);
    assert!(text.says("У меня не настроена почта на телефоне"));
    let list = browser.follow(&text, SERVICE).await;
    assert_eq!(list.texts("main .primary"), ["Продолжить"]);
    let review = browser.submit(&list, SERVICE, &[("addresses", "a@example.org b@example.org")]).await;
    assert!(review.says("Напишите имена"), "{}", review.text());
    assert_eq!(review.texts("main .primary .on-narrow"), ["Пригласить"]);
    assert_eq!(review.texts("main .primary .phone-count"), ["2"]);
    assert!(
        review.texts(".page-aside").is_empty(),
        "without a limit there is nothing to tell: {}",
        review.text()
    );
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 9", &[])).await;
    assert_eq!(browser.get(SERVICE).await.texts(".page-aside"), ["Свободно 8 из 9"]);
}

/// Whoever may change the address hears of it at once; others where somebody gets the letters.
async fn links_to_this_machine_are_told_of_before_anything_is_typed(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let list = admin.get(SERVICE).await;
    assert!(list.says(&format!("Ссылки ведут на {}", portal.url)), "{}", list.text());
    assert!(list.attributes("a", "href").contains(&"/settings/company".to_owned()));
    let browser = portal.employee("Иван Петров", "ivan@romashka.example").await;
    assert!(!browser.get(SERVICE).await.says("Ссылки ведут"), "nothing leaves the portal");
    let away = "UPDATE companies SET public_url = 'https://portal.example'";
    portal.write(move |tx| tx.execute(away, &[])).await;
    assert!(!admin.get(SERVICE).await.says("Ссылки ведут"), "it opens elsewhere too");
}

/// Whoever looks at another way, or chooses another department, types nothing again; and no address holds what he typed.
async fn a_list_goes_along_over_all_steps(database: &TestDatabase) {
    const START: &str = "/invite/start";
    let portal = TestPortal::new(database).await;
    let browser = portal.admin().await;
    let list = "Ольга <olga@example.org>\nборис@пример.рф";
    let page = browser.get(&format!("{SERVICE}?department=1")).await;
    let ways = browser.submit(&page, START, &[("addresses", list)]).await;
    assert!(ways.says("Введённые адреса сохранены"), "{}", ways.text());
    assert_eq!(ways.attributes("input[name=department][checked]", "value"), ["1"]);
    let letter = browser.submit(&ways, START, &[("way", "mail-app")]).await;
    let ready = browser.submit(&letter, "/invite/mail-app", &[]).await;
    assert!(ready.says("Письмо готово"), "{}", ready.text());
    let other = browser.submit(&ways, START, &[("way", "other")]).await;
    for step in [&ways, &letter, &ready, &other] {
        let again = browser.submit(step, START, &[("way", "mail-service")]).await;
        assert_eq!(again.value("addresses").trim().replace('\r', ""), list, "{}", again.text());
        assert!(!again.url.contains("olga"), "{}", again.url);
    }
    let review = browser.submit(&page, SERVICE, &[("addresses", list)]).await;
    let back = browser.submit(&review, REVIEW, &[("action", "back"), ("language", "en")]).await;
    let ways = browser.submit(&back, START, &[]).await;
    let again = browser.submit(&ways, START, &[("way", "mail-service"), ("department", "1")]).await;
    assert_eq!(again.value("language"), "en");
    // Without anything typed the steps are pages with addresses of their own.
    let ways = browser.submit(&page, START, &[("addresses", " ")]).await;
    assert!(ways.url.ends_with("/invite?department=1"), "{}", ways.url);
}

async fn a_link_stays_within_what_the_company_allows(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.admin().await;
    let chosen = browser.get("/invite/link?department=1").await;
    let back = chosen.attributes("a.back", "href");
    assert_eq!(back, ["/invite?department=1"], "what was chosen is not chosen again");
    let page = browser.get("/invite/link").await;
    for (uses, days) in [("0", "1"), ("26", "1"), ("1", "15"), ("много", "1"), ("1", "")] {
        let page = browser.submit(&page, "/invite/link", &[("uses", uses), ("days", days)]).await;
        assert_eq!((page.status, page.value("uses").as_str()), (422, uses));
    }
    let made = browser.submit(&page, "/invite/link", &[("uses", "3"), ("days", "2")]).await;
    let link = made.attributes("#join-link", "value").remove(0);
    assert!(link.starts_with(&format!("{}/j/", portal.url)), "{link}");
    assert!(made.path().starts_with("/join-links/"), "a reload makes no other: {}", made.path());
    let list = browser.follow(&made, "/employees?status=invited&chip=links").await;
    assert!(list.says("пришли 0 из 3"), "{}", list.text());
}

async fn anothers_batch_and_link_are_not_there(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let batch = sent(&admin, "a@example.org").await;
    let form = admin.get("/invite/link").await;
    admin.submit(&form, "/invite/link", &[]).await;
    let list = admin.get("/employees?status=invited&chip=links").await;
    let off = list.attributes("button[formaction^='/join-links/']", "formaction").remove(0);
    let browser = portal.employee("Иван Петров", "ivan@romashka.example").await;
    assert_eq!(browser.get(batch.path()).await.status, 404);
    assert_eq!(browser.get("/invite/batches/999").await.status, 404);
    assert_eq!(browser.post(&format!("{}/undo", batch.path()), &[]).await.status, 404);
    assert_eq!(browser.post(&off, &[]).await.status, 404);
    assert_eq!(portal.number("SELECT COUNT(*) FROM letters WHERE state = 'queued'").await, 1);
    assert_eq!(portal.number("SELECT COUNT(*) FROM join_links WHERE switched_off_at IS NULL").await, 1);
}
