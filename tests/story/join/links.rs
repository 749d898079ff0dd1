//! Joining by a join link: address, code, name and password.

use std::time::Duration;

use super::{GOOD_PASSWORD, everything, invite, link};
use crate::support::browserless::{Browserless, Page};
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, TestPortal};

on_both_engines!(
    three_people_join_by_one_link_each_after_a_code,
    opening_a_join_link_changes_nothing,
    an_employee_gets_another_letter_and_the_same_answer,
    a_code_is_tried_five_times_and_then_dead,
    another_code_comes_after_a_minute_and_kills_the_first,
    approval_lets_nobody_in_but_trusted_domains,
    the_invited_person_of_that_address_joins_and_the_invitation_is_closed,
    ten_people_race_for_the_two_uses_of_a_link,
    a_link_dies_with_the_right_of_its_maker,
    a_foreign_browser_s_request_is_worthless,
    a_form_sent_twice_makes_one_employee,
    an_address_typed_in_other_letters_is_the_invited_one,
    an_address_smuggled_into_a_form_is_not_looked_at,
    each_end_of_a_link_has_a_page_of_its_own,
    guesses_wait_and_genuine_links_never_do,
    a_colleague_at_a_link_is_led_back_inside,
);

/// A stranger.
pub const NEWCOMER: &str = "oleg@example.org";

/// Gives the address and comes to the page of the code.
pub async fn give(browser: &Browserless, path: &str, email: &str) -> Page {
    let page = browser.get(path).await;
    assert_eq!(page.path(), "/join/address", "{}", page.text());
    browser.submit(&page, "/join/address", &[("email", email)]).await
}

/// Goes all the way to the form with name and password.
pub async fn prove(portal: &TestPortal, path: &str, email: &str) -> (Browserless, Page) {
    let browser = portal.stranger();
    let page = give(&browser, path, email).await;
    let code = portal.letter_to(email).await.code();
    let page = browser.submit(&page, "/join/code", &[("code", &code)]).await;
    assert_eq!(page.path(), "/join/details", "{}", page.text());
    (browser, page)
}

pub async fn finish(browser: &Browserless, page: &Page) -> Page {
    let fields = [("name", "Олег Кравец"), ("password", GOOD_PASSWORD)];
    browser.submit(page, "/join/details", &fields).await
}

async fn three_people_join_by_one_link_each_after_a_code(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    for n in 0..3 {
        let (browser, page) = prove(&portal, &path, &format!("newcomer{n}@example.org")).await;
        assert!(page.says("Анна Орлова зовёт вас") && page.says("Склад"), "{}", page.text());
        let page = finish(&browser, &page).await;
        assert_eq!(page.path(), "/welcome", "{}", page.text());
        assert!(page.says("Ваш отдел: Склад"), "{}", page.text());
    }
    assert_eq!(portal.number("SELECT uses FROM join_links").await, 3);
    assert_eq!(portal.number("SELECT seats_used FROM companies").await, 4);
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE join_link_id IS NOT NULL").await, 3);
    assert_eq!(portal.letter_to(ADMIN.1).await.subject, "По вашей ссылке присоединились");
}

async fn opening_a_join_link_changes_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 1).await;
    let before = everything(&portal).await;
    for _ in 0..20 {
        let page = portal.stranger().get(&path).await;
        assert_eq!(page.headers["referrer-policy"], "no-referrer");
        assert!(!page.says(ADMIN.0) && !page.says("Склад"), "{}", page.text());
        portal.stranger().send(reqwest::Method::HEAD, &path, None, &[]).await;
    }
    assert_eq!(everything(&portal).await, before);
    for wrong in ["/j/x", &path[..path.len() - 1], &path.replace("/j/", "/i/")] {
        assert_eq!(portal.stranger().get(wrong).await.status, 404);
    }
}

async fn an_employee_gets_another_letter_and_the_same_answer(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    let (one, other) = (portal.stranger(), portal.stranger());
    let known = give(&one, &path, ADMIN.1).await;
    let unknown = give(&other, &path, NEWCOMER).await;
    assert_eq!((known.status, known.path()), (unknown.status, unknown.path()));
    assert_eq!(known.text().replace(ADMIN.1, NEWCOMER), unknown.text());
    let letter = portal.letter_to(ADMIN.1).await;
    assert_eq!(letter.subject, "Вы уже на портале Ромашка");
    assert_eq!(letter.path("/sign-in"), "/sign-in");
}

async fn a_code_is_tried_five_times_and_then_dead(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    let browser = portal.stranger();
    let page = give(&browser, &path, NEWCOMER).await;
    let code = portal.letter_to(NEWCOMER).await.code();
    let wrong = if code == "111111" { "222222" } else { "111111" };
    for _ in 0..5 {
        let page = browser.submit(&page, "/join/code", &[("code", wrong)]).await;
        assert_eq!(page.status, 422);
        assert!(page.says("Проверьте код"), "{}", page.text());
    }
    let page = browser.submit(&page, "/join/code", &[("code", &code)]).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Попросите новый код"), "{}", page.text());
    let fields = [("name", "Олег"), ("password", GOOD_PASSWORD)];
    browser.post("/join/details", &fields).await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees").await, 1, "nobody joins without a code");
}

async fn another_code_comes_after_a_minute_and_kills_the_first(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    let browser = portal.stranger();
    let page = give(&browser, &path, NEWCOMER).await;
    let first = portal.letter_to(NEWCOMER).await.code();
    let hasty = browser.submit(&page, "/join/code/resend", &[]).await;
    assert_eq!(hasty.status, 429);
    portal.advance(Duration::from_mins(1));
    let page = browser.submit(&hasty, "/join/code/resend", &[]).await;
    assert!(page.says("Новый код отправлен"), "{}", page.text());
    let second = portal.letter_to(NEWCOMER).await.code();
    assert_ne!(first, second);
    assert_eq!(browser.submit(&page, "/join/code", &[("code", &first)]).await.status, 422);
    portal.advance(Duration::from_mins(10));
    assert_eq!(browser.submit(&page, "/join/code", &[("code", &second)]).await.status, 422, "it has expired");
    let page = browser.submit(&page, "/join/code/resend", &[]).await;
    let third = portal.letter_to(NEWCOMER).await.code();
    let spaced = format!(" {} {} ", &third[..3], &third[3..]);
    let page = browser.submit(&page, "/join/code", &[("code", &spaced)]).await;
    assert_eq!(page.path(), "/join/details");
}

async fn approval_lets_nobody_in_but_trusted_domains(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal
        .write(|tx| {
            tx.execute("UPDATE companies SET require_approval = 1, trusted_domains = 'romashka.example'", &[])
        })
        .await;
    let path = link(&portal, 25).await;
    let (trusted, page) = prove(&portal, &path, "petr@romashka.example").await;
    assert!(!page.says("в компании решат, принять ли вас"), "{}", page.text());
    assert_eq!(finish(&trusted, &page).await.path(), "/welcome");
    let (browser, page) = prove(&portal, &path, NEWCOMER).await;
    assert!(page.says("в компании решат, принять ли вас"), "before he joins: {}", page.text());
    let page = finish(&browser, &page).await;
    assert!(page.says("Ждём подтверждения"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE status = 'awaiting_approval'").await, 1);
    assert_eq!(portal.number("SELECT seats_used FROM companies").await, 2, "who waits takes no seat");
    assert_eq!(portal.number("SELECT COUNT(*) FROM sessions").await, 1);
    assert_eq!(browser.get("/welcome").await.path(), "/sign-in?next=/welcome");
    assert_eq!(portal.letter_to(ADMIN.1).await.subject, "Новый сотрудник ждёт подтверждения");
}

async fn the_invited_person_of_that_address_joins_and_the_invitation_is_closed(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.write(|tx| tx.execute("UPDATE companies SET require_approval = 1", &[])).await;
    let path = link(&portal, 25).await;
    invite(&portal, &[NEWCOMER]).await;
    let personal = portal.letter_to(NEWCOMER).await.path("/i/");
    let (browser, page) = prove(&portal, &path, NEWCOMER).await;
    let page = finish(&browser, &page).await;
    assert_eq!(page.path(), "/welcome", "whom somebody invited waits for nobody: {}", page.text());
    assert!(page.says("Ваш отдел: Продажи"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees").await, 2);
    assert_eq!(portal.stranger().get(&personal).await.status, 410);
}

async fn ten_people_race_for_the_two_uses_of_a_link(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 2).await;
    let mut ready = Vec::new();
    for n in 0..10 {
        ready.push(prove(&portal, &path, &format!("racer{n}@example.org")).await);
        portal.portal.limits.forget();
    }
    let mut running = tokio::task::JoinSet::new();
    for (browser, page) in ready {
        running.spawn(async move { finish(&browser, &page).await.path().to_owned() });
    }
    let ends = running.join_all().await;
    assert_eq!(ends.iter().filter(|path| *path == "/welcome").count(), 2, "{ends:?}");
    assert_eq!(portal.number("SELECT uses FROM join_links").await, 2);
    assert_eq!(portal.number("SELECT seats_used FROM companies").await, 3);
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees").await, 3);
}

async fn a_link_dies_with_the_right_of_its_maker(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    let (browser, page) = prove(&portal, &path, NEWCOMER).await;
    let maker = portal.add_employee("Пётр Ильин", "petr@romashka.example").await;
    portal
        .write(move |tx| {
            tx.execute("UPDATE join_links SET creator_id = $1", &[maker.into()])?;
            tx.execute("UPDATE companies SET everyone_may_invite = 0", &[])
        })
        .await;
    let end = finish(&browser, &page).await;
    assert_eq!(end.status, 410);
    assert!(end.says("Эта ссылка отключена"), "{}", end.text());
    portal
        .write(|tx| {
            tx.execute("UPDATE companies SET everyone_may_invite = 1", &[])?;
            tx.execute("UPDATE employees SET status = 'dismissed' WHERE role = 'employee'", &[])
        })
        .await;
    assert_eq!(finish(&browser, &page).await.status, 410);
    assert_eq!(portal.stranger().get(&path).await.status, 410);
    assert_eq!(portal.number("SELECT uses FROM join_links").await, 0);
}

async fn a_foreign_browser_s_request_is_worthless(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    let (_, page) = prove(&portal, &path, NEWCOMER).await;
    let stranger = portal.stranger();
    assert_eq!(finish(&stranger, &page).await.status, 404);
    assert_eq!(stranger.post("/join/code", &[("code", "000000")]).await.status, 404);
}

async fn a_form_sent_twice_makes_one_employee(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    let (browser, page) = prove(&portal, &path, NEWCOMER).await;
    let (first, second) = tokio::join!(finish(&browser, &page), finish(&browser, &page));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410], "{} {}", first.text(), second.text());
    assert_eq!(portal.number("SELECT uses FROM join_links").await, 1);
    assert_eq!(portal.number("SELECT seats_used FROM companies").await, 2);
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees").await, 2);
}

async fn an_address_typed_in_other_letters_is_the_invited_one(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    invite(&portal, &["Oleg@Example.org"]).await;
    let (browser, page) = prove(&portal, &path, "OLEG@example.org").await;
    let page = finish(&browser, &page).await;
    assert!(page.says("Ваш отдел: Продажи"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees").await, 2);
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations WHERE accepted_at IS NOT NULL").await, 1);
    consistency::check(&portal.portal.db).await;
}

async fn an_address_smuggled_into_a_form_is_not_looked_at(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    invite(&portal, &["ivan@example.org"]).await;
    let personal = portal.letter_to("ivan@example.org").await.path("/i/");
    let smuggled = [("name", "Олег Кравец"), ("password", GOOD_PASSWORD), ("email", "boss@example.org")];
    let (browser, _) = prove(&portal, &path, NEWCOMER).await;
    assert_eq!(browser.post("/join/details", &smuggled).await.path(), "/welcome");
    let browser = portal.stranger();
    browser.get(&personal).await;
    assert_eq!(browser.post("/join", &smuggled).await.path(), "/welcome");
    let theirs = "SELECT COUNT(*) FROM employees WHERE email_key IN ('ivan@example.org', 'oleg@example.org')";
    assert_eq!(portal.number(theirs).await, 2);
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees").await, 3);
}

async fn each_end_of_a_link_has_a_page_of_its_own(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 1).await;
    let form = portal.stranger().get(&path).await;
    let ends = [
        ("uses = max_uses", "По этой ссылке присоединились все, кто мог", "Everybody this link was for"),
        ("expires_at = 1", "Срок ссылки вышел", "The link has ended"),
        ("switched_off_at = 1", "Эта ссылка отключена", "switched off"),
    ];
    for (end, russian, english) in ends {
        portal.write(move |tx| tx.execute(&format!("UPDATE join_links SET {end}"), &[])).await;
        let browser = portal.stranger();
        let page = browser.get(&path).await;
        assert_eq!(page.status, 410, "{end}");
        assert!(page.says(russian), "{russian}: {}", page.text());
        assert_eq!(page.attributes("a.button.primary", "href"), ["/sign-in"], "one next step");
        let sent = browser.submit(&form, "/join/address", &[("email", NEWCOMER)]).await;
        assert!(sent.status == 410 && sent.says(russian), "{}", sent.text());
        let page = portal.foreigner().get(&path).await;
        assert!(page.says(english), "{english}: {}", page.text());
        let undo =
            "UPDATE join_links SET uses = 0, switched_off_at = NULL, expires_at = created_at + 999999999";
        portal.write(move |tx| tx.execute(undo, &[])).await;
    }
    assert_eq!(portal.number("SELECT COUNT(*) FROM join_requests").await, 0);
}

async fn guesses_wait_and_genuine_links_never_do(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let shared = link(&portal, 25).await;
    invite(&portal, &["ivan@example.org"]).await;
    let letter = portal.letter_to("ivan@example.org").await;
    let wrong = ["/i/", "/j/", "/stop/", "/new-password/"].map(|kind| format!("{kind}{}", "A".repeat(43)));
    let mut statuses = Vec::new();
    for path in wrong.iter().cycle().take(24) {
        statuses.push(portal.stranger().get(path).await.status);
    }
    assert_eq!(statuses[..20], [404; 20]);
    assert_eq!(statuses[20..], [429; 4], "whatever kind of link is guessed");
    let page = portal.stranger().get(&wrong[0]).await;
    assert!(
        page.headers.contains_key("retry-after") && page.says("Слишком много попыток"),
        "{}",
        page.text()
    );
    for path in [shared, letter.path("/i/"), letter.path("/stop/")] {
        assert_eq!(portal.stranger().get(&path).await.status, 200, "a whole office sits behind one address");
    }
}

async fn a_colleague_at_a_link_is_led_back_inside(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 5).await;
    let ivan = portal.employee("Иван Петров", "ivan@romashka.example").await;
    let page = ivan.get(&path).await;
    assert!(page.status == 409 && page.says("Вы уже в компании"), "{}", page.text());
    assert!(page.says("работает Иван Петров"), "{}", page.text());
    let page = ivan.submit(&page, "/join/sign-out", &[]).await;
    assert_eq!(page.path(), "/join/address", "the link stays at hand");
    assert_eq!(page.attributes("input[name=email]", "type"), ["email"]);
}
