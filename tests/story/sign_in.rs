//! Signing in and out, as a person does it.

use reqwest::Method;

use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};

on_both_engines!(
    the_right_password_opens_a_session_and_signing_out_ends_it,
    a_wrong_password_and_an_unknown_address_get_the_same_answer,
    too_many_attempts_are_told_how_long_to_wait,
    a_form_from_another_site_is_refused,
    a_session_planted_before_signing_in_is_worthless_after,
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
    let page = browser.get("/sign-in").await;
    browser.submit(&page, "/sign-in", &[("email", ADMIN.1), ("password", PASSWORD)]).await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM sessions").await, 1, "the earlier session is closed");
}
