//! The main job, as people do it without JavaScript: inviting by either way, joining, being seen.

use std::time::Duration;

use collega::base::id::DepartmentId;

use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{PASSWORD, TestPortal};

on_both_engines!(
    a_list_is_pasted_checked_sent_and_joined,
    a_letter_of_ones_own_carries_a_link_that_people_join_by,
    ten_seconds_are_time_enough_to_call_it_back,
    the_way_back_from_the_review_keeps_the_list,
    a_wrong_list_is_kept_and_told_what_to_do,
    a_press_twice_invites_once,
    switching_off_while_a_form_is_open_loses_nothing,
    a_quota_refuses_the_whole_list_and_keeps_it,
    names_that_attack_stay_words,
);

/// Makes a department below the company.
async fn department(portal: &TestPortal, name: &'static str) -> DepartmentId {
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            let root = tx.departments().root(company)?.id;
            Ok(tx.departments().insert(company, Some(root), name, now)?.unwrap())
        })
        .await
}

async fn a_list_is_pasted_checked_sent_and_joined(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = department(&portal, "Продажи").await;
    let petr = portal.employee("Пётр Вяземский", "petr@romashka.example").await;
    let ways = petr.get("/invite").await;
    assert!(ways.says("Выберите отдел") && ways.says("Продажи"), "{}", ways.text());
    let page = petr.get(&format!("/invite/start?way=mail-service&department={sales}")).await;
    assert!(page.path().starts_with("/invite/mail-service"));
    let list =
        "Ольга Кравец <olga@example.org>, ivan@gmial.com\nnobody here\nANNA@romashka.example timur@пример.рф";
    let review = petr.submit(&page, "/invite/mail-service", &[("addresses", list)]).await;
    for words in ["Будет отправлено 2", "Исправьте 2", "Не будет отправлено 1", "Отправить 2 приглашения"]
    {
        assert!(review.says(words), "{words}: {}", review.text());
    }
    let fixed = petr.submit(&review, "/invite/mail-service/review", &[("action", "fix-0")]).await;
    assert!(fixed.says("Отправить 3 приглашения"), "{}", fixed.text());
    let sent = petr.submit(&fixed, "/invite/mail-service/review", &[("action", "send")]).await;
    assert!(sent.path().starts_with("/invite/batches/"), "{}", sent.path());
    assert!(sent.says("Отправляем 3 приглашения") && sent.says("nobody here"), "{}", sent.text());
    assert_eq!(portal.letters().await.len(), 0, "ten seconds to think again");
    portal.advance(Duration::from_secs(11));
    assert_eq!(portal.letters().await.len(), 3);
    assert!(petr.get(sent.path()).await.says("В ящике портала 3 из 3"));
    join_as_olga(&portal).await;
    let list = portal.admin().await.get("/employees").await;
    assert!(list.says("Ольга Кравец") && list.says("Продажи"), "{}", list.text());
    consistency::check(&database.db).await;
}

async fn join_as_olga(portal: &TestPortal) {
    let letter = portal.letter_to("olga@example.org").await;
    assert!(letter.text.contains("Пётр Вяземский") && letter.text.contains("petr@romashka.example"));
    assert!(letter.text.contains("Продажи"), "{}", letter.text);
    let olga = portal.stranger();
    let form = olga.get(&letter.path("/i/")).await;
    assert_eq!(form.path(), "/join", "the secret has left the address bar");
    assert_eq!(form.value("name"), "Ольга Кравец", "the name is filled in");
    let joined = olga.submit(&form, "/join", &[("password", PASSWORD)]).await;
    assert!(joined.path().starts_with("/welcome") && joined.says("Продажи"), "{}", joined.text());
}

async fn a_letter_of_ones_own_carries_a_link_that_people_join_by(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = department(&portal, "Продажи").await;
    let admin = portal.admin().await;
    let page = admin.get(&format!("/invite/start?way=mail-app&department={sales}")).await;
    assert!(page.value("body").contains("[ссылка]"), "{}", page.value("body"));
    assert_eq!(portal.number("SELECT COUNT(*) FROM join_links").await, 0, "looking makes nothing");
    let ready = admin.submit(&page, "/invite/mail-app", &[]).await;
    for step in [&page, &ready] {
        assert!(step.says("Будут работать здесь: Продажи"), "{}", step.text());
    }
    let uri = &ready.attributes("a[data-open-mail]", "href")[0];
    assert!(uri.starts_with("mailto:?subject=") && uri.len() <= 1900, "{uri}");
    for words in ["Почта не открылась?", "Почтовый сервис портала"] {
        assert!(ready.says(words), "{words}: {}", ready.text());
    }
    let link = ready.attributes("#letter-link", "value")[0].clone();
    let encoded = link.rsplit('/').next().unwrap();
    assert!(uri.contains(encoded), "the letter carries the link");
    let path = &link[portal.url.len()..];
    for email in ["one@example.org", "two@example.org"] {
        let person = portal.stranger();
        let address = person.get(path).await;
        let code_page = person.submit(&address, "/join/address", &[("email", email)]).await;
        let code = portal.letter_to(email).await.code();
        let details = person.submit(&code_page, "/join/code", &[("code", &code)]).await;
        let fields = [("name", "Новый Сотрудник"), ("password", PASSWORD)];
        let joined = person.submit(&details, "/join/details", &fields).await;
        assert!(joined.says("Продажи"), "{}", joined.text());
    }
    let links = admin.get("/employees?status=invited").await;
    assert!(links.says("пришли 2 из 25"), "{}", links.text());
    consistency::check(&database.db).await;
}

async fn ten_seconds_are_time_enough_to_call_it_back(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let page = admin.get("/invite/mail-service").await;
    let review =
        admin.submit(&page, "/invite/mail-service", &[("addresses", "a@example.org b@example.org")]).await;
    let sent = admin.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    let undone = admin.submit(&sent, "/invite/batches/", &[]).await;
    assert!(undone.says("Отменено 2 приглашения"), "{}", undone.text());
    portal.advance(Duration::from_mins(1));
    assert_eq!(portal.letters().await.len(), 0);
    let revoked = admin.get("/employees?status=invited&chip=revoked").await;
    assert!(!revoked.says("a@example.org"), "nothing was sent that had to be revoked: {}", revoked.text());
    let list = admin.follow(&undone, "/invite/mail-service?batch=").await;
    assert_eq!(list.texts("#addresses"), ["a@example.org b@example.org"]);
    let again = admin.post(&format!("{}/undo", sent.path()), &[]).await;
    assert!(again.says("Отменять нечего"), "{}", again.text());
    let review = admin.submit(&page, "/invite/mail-service", &[("addresses", "a@example.org")]).await;
    assert!(review.says("Отправить 1 приглашение"), "the address is free again");
    consistency::check(&database.db).await;
}

async fn the_way_back_from_the_review_keeps_the_list(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = department(&portal, "Продажи").await;
    let admin = portal.admin().await;
    let page = admin.get(&format!("/invite/mail-service?department={sales}")).await;
    let typed =
        "\"Кравец, Ольга\" <olga@example.org>; \"ООО Ромашка, отдел\" <sales@example.org>\nnobody here";
    let review = admin.submit(&page, "/invite/mail-service", &[("addresses", typed)]).await;
    let fields = [("action", "back"), ("language", "en")];
    let back = admin.submit(&review, "/invite/mail-service/review", &fields).await;
    let list = "nobody here Ольга Кравец <olga@example.org> \"ООО Ромашка, отдел\" <sales@example.org>";
    assert_eq!(back.texts("#addresses"), [list]);
    assert_eq!((back.value("department"), back.value("language")), (sales.to_string(), "en".to_owned()));
    let again = admin.submit(&back, "/invite/mail-service", &[("addresses", list)]).await;
    assert!(again.attributes("option[selected]", "value").contains(&"en".to_owned()), "{}", again.text());
    let names = again.attributes("input[name=name]", "value");
    assert!(names.contains(&"ООО Ромашка, отдел".to_owned()), "{names:?}");
    consistency::check(&database.db).await;
}

async fn a_wrong_list_is_kept_and_told_what_to_do(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let page = admin.get("/invite/mail-service").await;
    let empty = admin.submit(&page, "/invite/mail-service", &[("addresses", "  ")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.title().starts_with("Ошибка: "));
    let many = (0..1001).map(|n| format!("p{n}@example.org")).collect::<Vec<_>>().join("\n");
    let many = admin.submit(&page, "/invite/mail-service", &[("addresses", &many)]).await;
    assert_eq!(many.status, 422);
    assert!(many.says("1001") && many.value("addresses").contains("p1000@example.org"), "the text is kept");
    let review = admin.submit(&page, "/invite/mail-service", &[("addresses", "нет адреса")]).await;
    let refused = admin.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("Пока отправлять некому"), "{}", refused.text());
}

async fn a_press_twice_invites_once(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let page = admin.get("/invite/mail-service").await;
    let review = admin.submit(&page, "/invite/mail-service", &[("addresses", "a@example.org")]).await;
    let first = admin.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    let second = admin.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    assert_eq!(first.path(), second.path(), "{}", second.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM letters").await, 1);
}

async fn switching_off_while_a_form_is_open_loses_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.employee("Пётр Вяземский", "petr@romashka.example").await;
    let page = petr.get("/invite/mail-service").await;
    let review = petr.submit(&page, "/invite/mail-service", &[("addresses", "a@example.org")]).await;
    let text = petr.get("/invite/mail-app").await;
    portal.write(|tx| tx.execute("UPDATE companies SET everyone_may_invite = 0", &[])).await;
    let list = [("addresses", "a@example.org")];
    let refused = petr.submit(&page, "/invite/mail-service", &list).await;
    assert!(refused.status == 422 && refused.says("выключил приглашения"), "{}", refused.text());
    assert_eq!(refused.value("addresses"), "a@example.org", "the list is kept");
    for action in ["check", "remove-9", "send"] {
        let refused = petr.submit(&review, "/invite/mail-service/review", &[("action", action)]).await;
        assert!(refused.status == 422 && refused.says("выключил приглашения"), "{}", refused.text());
        assert_eq!(refused.value("addresses"), "a@example.org", "the list is kept");
        assert!(!refused.says("Будет отправлено"), "nothing is told of the address: {}", refused.text());
    }
    let refused = petr.submit(&text, "/invite/mail-app", &[("body", "Мой текст [ссылка]")]).await;
    assert_eq!((refused.status, refused.value("body").as_str()), (422, "Мой текст [ссылка]"));
    let ways = petr.get("/invite").await;
    assert!(ways.status == 403 && ways.says("Анна Орлова"), "he is told whom to ask: {}", ways.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 0);
}

async fn a_quota_refuses_the_whole_list_and_keeps_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.write(|tx| tx.execute("UPDATE companies SET letters_per_day = 2", &[])).await;
    let petr = portal.employee("Пётр Вяземский", "petr@romashka.example").await;
    let page = petr.get("/invite/mail-service").await;
    let list = "a@example.org b@example.org c@example.org";
    let review = petr.submit(&page, "/invite/mail-service", &[("addresses", list)]).await;
    let refused = petr.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    assert!(refused.says("Сегодня вы можете отправить ещё 2"), "{}", refused.text());
    let fewer = petr.submit(&refused, "/invite/mail-service/review", &[("action", "remove-0")]).await;
    let sent = petr.submit(&fewer, "/invite/mail-service/review", &[("action", "send")]).await;
    assert!(sent.path().starts_with("/invite/batches/"), "{}", sent.text());
}

async fn names_that_attack_stay_words(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let page = admin.get("/invite/mail-service").await;
    let review = admin.submit(&page, "/invite/mail-service", &[("addresses", "victim@example.org")]).await;
    for name in ["Ваш счёт evil.com", "a\r\nBcc: x@evil.example", "\u{202e}moc", "1234567"] {
        let answer =
            admin.submit(&review, "/invite/mail-service/review", &[("name", name), ("action", "send")]).await;
        assert!(answer.says("Исправьте 1"), "{name}: {}", answer.text());
    }
    let name = "<b>Иван</b> {{7*7}} & \"O'Neil\"";
    let sent =
        admin.submit(&review, "/invite/mail-service/review", &[("name", name), ("action", "send")]).await;
    assert!(sent.says(name) && !sent.body.contains("<b>Иван"), "{}", sent.text());
    portal.advance(Duration::from_secs(11));
    let letter = portal.letter_to("victim@example.org").await;
    assert!(!letter.html.contains("<b>Иван"), "markup in a name is words");
    let headers = letter.raw.split("\r\n\r\n").next().unwrap();
    assert!(!headers.to_lowercase().contains("\nbcc:"), "{headers}");
    assert!(!letter.subject.contains("Иван"), "the subject is ours");
}
