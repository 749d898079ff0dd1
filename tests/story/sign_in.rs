//! Signing in and out, as a person does it.

use std::time::Duration;

use reqwest::Method;

use crate::story::busy::Busy;
use crate::story::join::{GOOD_PASSWORD, INVITEE, invite, join};
use crate::support::browserless::Page;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};

on_both_engines!(
    the_right_password_opens_a_session_and_signing_out_ends_it,
    a_wrong_password_and_an_unknown_address_get_the_same_answer,
    too_many_attempts_are_told_how_long_to_wait,
    a_form_from_another_site_is_refused,
    a_session_planted_before_signing_in_is_worthless_after,
    every_spelling_of_an_address_is_one_account,
    whoever_is_locked_out_learns_nothing_and_costs_the_same,
    an_endless_password_is_not_even_looked_at,
    as_many_are_at_work_as_the_plan_allows,
    who_is_signed_in_is_not_asked_to_sign_in,
    who_waits_is_let_in_when_it_is_his_turn,
    who_joins_and_has_to_wait_is_told_that_he_has_joined,
    who_was_away_or_gave_up_keeps_nobody_waiting,
    who_is_dismissed_while_he_signs_in_stays_out,
);

async fn the_right_password_opens_a_session_and_signing_out_ends_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.admin().await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM sessions").await, 1);
    browser.post("/sign-out", &[]).await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM sessions").await, 0);
}

async fn a_wrong_password_and_an_unknown_address_get_the_same_answer(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.stranger();
    let page = browser.get("/sign-in").await;
    let wrong =
        browser.submit(&page, "/sign-in", &[("email", ADMIN.1), ("password", "не тот пароль совсем")]).await;
    let email = "nobody@romashka.example";
    let unknown =
        browser.submit(&page, "/sign-in", &[("email", email), ("password", "не тот пароль совсем")]).await;
    assert_eq!((wrong.status, unknown.status), (422, 422));
    assert!(wrong.title().starts_with("Ошибка: "), "{}", wrong.title());
    assert_eq!(wrong.text(), unknown.text());
    assert_eq!(unknown.value("email"), email, "what was typed is kept");
}

async fn too_many_attempts_are_told_how_long_to_wait(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.stranger();
    let mut last = browser.get("/sign-in").await;
    for _ in 0..11 {
        last = browser.post("/sign-in", &[("email", ADMIN.1), ("password", "неверно, неверно")]).await;
    }
    assert_eq!(last.status, 429);
    assert!(last.headers.contains_key("retry-after"));
    assert!(last.says("Слишком много попыток"), "{}", last.text());
    assert_eq!(last.value("email"), ADMIN.1, "what was typed is kept");
}

async fn a_form_from_another_site_is_refused(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.stranger();
    let form = [("email".to_owned(), ADMIN.1.to_owned()), ("password".to_owned(), PASSWORD.to_owned())];
    for headers in [
        [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")],
        [("origin", "null"), ("sec-fetch-site", "cross-site")],
    ] {
        let page = browser.send(Method::POST, "/sign-in", Some(&form), &headers).await;
        assert_eq!(page.status, 403);
    }
    let page =
        browser.send(Method::POST, "/sign-in", Some(&form), &[("origin", "https://evil.example")]).await;
    assert_eq!(page.status, 403, "old browsers say Origin only");
    assert_eq!(portal.number("SELECT COUNT(*) FROM sessions").await, 0);
}

async fn a_session_planted_before_signing_in_is_worthless_after(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.admin().await;
    browser.post("/sign-in", &[("email", ADMIN.1), ("password", PASSWORD)]).await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM sessions").await, 1, "the earlier session is closed");
}

async fn who_is_signed_in_is_not_asked_to_sign_in(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.admin().await;
    for (asked, reached) in [
        ("/sign-in", "/employees"),
        ("/sign-in?next=/structure", "/structure"),
        ("/sign-in?next=/sign-in", "/employees"),
    ] {
        assert_eq!(browser.get(asked).await.path(), reached);
    }
    let stranger = portal.stranger().get("/sign-in?next=/structure").await;
    assert_eq!(stranger.attributes("input[name=password]", "type"), ["password"]);
}

async fn sign_in(portal: &TestPortal, email: &str, password: &str) -> Page {
    portal.stranger().post("/sign-in", &[("email", email), ("password", password)]).await
}

async fn every_spelling_of_an_address_is_one_account(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let spellings = [
        "anna@romashka.example",
        " Anna@Romashka.example ",
        "<anna@romashka.example>",
        "anna@romashka.example,",
        "mailto:anna@romashka.example",
    ];
    let mut statuses = Vec::new();
    for email in spellings.iter().cycle().take(11) {
        statuses.push(sign_in(&portal, email, "неверно, неверно").await.status);
    }
    assert_eq!(statuses[..10], [422; 10]);
    assert_eq!(statuses[10], 429);
    assert_eq!(portal.number("SELECT failed_sign_ins FROM employees").await, 10);
    assert_eq!(sign_in(&portal, &"a".repeat(100_000), "неверно").await.status, 422, "that is another");
}

async fn whoever_is_locked_out_learns_nothing_and_costs_the_same(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let in_vain = "SELECT CAST(COALESCE(SUM(attempts), 0) AS BIGINT) FROM sign_ins_in_vain";
    let unknown = sign_in(&portal, "nobody@romashka.example", "не тот пароль совсем").await;
    assert_eq!(portal.number(in_vain).await, 1, "that there is nobody takes a write as well");
    portal.write(|tx| tx.execute("UPDATE employees SET failed_sign_ins = 99", &[])).await;
    let last = sign_in(&portal, ADMIN.1, "не тот пароль совсем").await;
    let locked = sign_in(&portal, ADMIN.1, PASSWORD).await;
    for page in [&last, &locked] {
        assert_eq!((page.status, page.text()), (unknown.status, unknown.text()));
    }
    assert_eq!(portal.number(in_vain).await, 2);
    assert_eq!(portal.number("SELECT failed_sign_ins FROM employees").await, 100);
    assert_eq!(portal.number("SELECT COUNT(*) FROM history WHERE action = 'sign-in-failed'").await, 1);
}

async fn an_endless_password_is_not_even_looked_at(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let anna = portal.admin().await;
    let _busy = Busy::new(&portal).await;
    let endless = "ы".repeat(1000);
    assert_eq!(sign_in(&portal, ADMIN.1, &endless).await.status, 422, "it would be 503");
    let fields = [("present", endless.as_str()), ("password", "шесть медных чайников")];
    let page = anna.post("/profile/password", &fields).await;
    assert!(page.says("Это не ваш нынешний пароль"), "{}", page.text());
}

/// Where one waits for a place.
const WAIT: &str = "/sign-in/wait";

async fn as_many_are_at_work_as_the_plan_allows(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.write(|tx| tx.execute("UPDATE companies SET max_online = 2", &[])).await;
    let (ivan, petr) = ("ivan@romashka.example", "petr@romashka.example");
    for email in [ivan, petr] {
        portal.add_employee("Иван Петров", email).await;
    }
    portal.signed_in(petr).await;
    portal.signed_in(ivan).await;
    portal.signed_in(ivan).await;
    portal.admin().await;
    portal.signed_in(ivan).await;
    portal.add_employee("Олег Кравец", "oleg@romashka.example").await;
    let page = sign_in(&portal, "oleg@romashka.example", PASSWORD).await;
    assert!(page.path().starts_with(WAIT), "{}", page.text());
    assert!(
        page.says("Все места заняты") && page.says("когда закончат работу 2 человека"),
        "{}",
        page.text()
    );
    portal.advance(Duration::from_mins(15));
    portal.signed_in("oleg@romashka.example").await;
    let [one, two] = [ivan, petr].map(|email| sign_in(&portal, email, PASSWORD));
    let (one, two) = tokio::join!(one, two);
    let waits = [&one, &two].iter().filter(|page| page.path().starts_with(WAIT)).count();
    assert_eq!(waits, 1, "of two who want the last place one gets it");
}

async fn who_waits_is_let_in_when_it_is_his_turn(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.write(|tx| tx.execute("UPDATE companies SET max_online = 1", &[])).await;
    let people = ["ivan@romashka.example", "petr@romashka.example", "oleg@romashka.example"];
    for email in people {
        portal.add_employee("Иван Петров", email).await;
    }
    let fields = |email| [("email", email), ("password", PASSWORD), ("next", "/structure")];
    let (first, second, third) = (portal.stranger(), portal.stranger(), portal.stranger());
    assert_eq!(first.post("/sign-in", &fields(people[0])).await.path(), "/structure");
    let waiting = second.post("/sign-in", &fields(people[1])).await;
    assert!(waiting.path().starts_with(WAIT) && waiting.says("Вы следующий"), "{}", waiting.text());
    portal.advance(Duration::from_secs(5));
    let behind = third.post("/sign-in", &fields(people[2])).await;
    assert!(behind.says("Перед вами в очереди 1 человек"), "{}", behind.text());
    assert!(second.get("/employees").await.path().starts_with(WAIT), "no page meanwhile");
    let sent = second.post("/profile", &[("name", "Пётр")]).await;
    assert!(sent.status == 503 && sent.says("сохранено здесь"), "{}", sent.text());
    assert_eq!(portal.admin().await.get("/employees").await.status, 200, "administrators always enter");

    let tired = portal.stranger();
    let page = tired.post("/sign-in", &fields(people[2])).await;
    assert_eq!(tired.submit(&page, "/sign-out", &[]).await.path(), "/sign-in", "whoever waits may go");
    assert!(tired.get("/employees").await.path().starts_with("/sign-in?"), "and waits no longer");

    // The administrator and the first leave: one place is free, and it is the second's.
    portal.write(|tx| tx.execute("DELETE FROM sessions WHERE waiting_since IS NULL", &[])).await;
    let still = third.submit(&behind, "/sign-in/wait", &[]).await;
    assert!(still.path().starts_with(WAIT), "nobody gets in before his turn");
    let page = second.get("/sign-in/wait?next=/structure").await;
    let is_told = page.says("Место освободилось Нажмите «Войти»") && !page.says("Все места заняты");
    assert!(is_told && page.title().starts_with("Место освободилось"), "{}", page.text());
    assert_eq!(second.submit(&waiting, "/sign-in/wait", &[]).await.path(), "/structure");
}

async fn who_joins_and_has_to_wait_is_told_that_he_has_joined(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.write(|tx| tx.execute("UPDATE companies SET max_online = 1", &[])).await;
    let first = portal.employee("Пётр Вяземский", "petr@romashka.example").await;
    assert_eq!(first.get("/employees").await.path(), "/employees");
    invite(&portal, &[INVITEE]).await;
    let newcomer = portal.stranger();
    let page = newcomer.get(&portal.letter_to(INVITEE).await.path("/i/")).await;
    let page = join(&newcomer, &page).await;
    assert!(page.path().starts_with(WAIT) && page.says("Вы присоединились к компании"), "{}", page.text());
    let again = sign_in(&portal, INVITEE, GOOD_PASSWORD).await;
    assert!(again.path().starts_with(WAIT) && !again.says("Вы присоединились"), "{}", again.text());
    let refreshed = "<noscript><meta http-equiv=\"refresh\" content=\"5;url=/sign-in/wait";
    assert!(again.body.contains(refreshed), "without a script, too: {}", again.body);
    first.submit(&first.get("/employees").await, "/sign-out", &[]).await;
    let page = newcomer.submit(&page, WAIT, &[]).await;
    assert!(page.path() == "/welcome" && page.says("Ваш отдел: Продажи"), "{}", page.text());
}

async fn who_was_away_or_gave_up_keeps_nobody_waiting(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.write(|tx| tx.execute("UPDATE companies SET max_online = 1", &[])).await;
    let people = ["ivan@romashka.example", "petr@romashka.example"];
    for email in people {
        portal.add_employee("Иван Петров", email).await;
    }
    let first = portal.signed_in(people[0]).await;
    let second = portal.stranger();
    let waiting = second.post("/sign-in", &[("email", people[1]), ("password", PASSWORD)]).await;
    assert!(waiting.path().starts_with(WAIT));
    portal.advance(Duration::from_mins(16));
    assert!(second.submit(&waiting, "/sign-in/wait", &[]).await.path().starts_with("/employees"));
    assert!(first.get("/employees").await.path().starts_with(WAIT), "he comes back to a taken place");
    portal.advance(Duration::from_mins(16));
    portal.signed_in(people[1]).await;
    assert_eq!(portal.stranger().get("/sign-in/wait").await.path(), "/sign-in");
}

async fn who_is_dismissed_while_he_signs_in_stays_out(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = portal.add_employee("Иван Петров", "ivan@romashka.example").await;
    let admin = portal.admin().await;
    let dismiss = format!("/employees/{id}/dismiss");
    let browser = portal.stranger();
    let fields = [("email", "ivan@romashka.example"), ("password", PASSWORD)];
    tokio::join!(browser.post("/sign-in", &fields), admin.post(&dismiss, &[]));
    admin.post(&format!("/employees/{id}/rehire"), &[]).await;
    assert!(browser.get("/employees").await.path().starts_with("/sign-in"), "nothing of before comes back");
}
