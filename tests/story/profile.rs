//! «Profile»: one's own name, language, time zone, password, and where one is signed in.

use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};

on_both_engines!(
    everybody_mends_his_own_name_language_and_time_zone,
    what_can_not_be_saved_is_kept_and_told,
    a_new_password_asks_for_the_present_one_and_ends_other_sessions,
    a_wrong_present_password_is_counted_and_changes_nothing,
    one_signs_out_everywhere_else_in_one_press,
);

const IVAN: &str = "ivan@romashka.example";
const NEW: &str = "шесть медных чайников";

async fn change_password(browser: &Browserless, present: &str, new: &str) -> Page {
    let page = browser.get("/profile").await;
    browser.submit(&page, "/profile/password", &[("present", present), ("password", new)]).await
}

async fn everybody_mends_his_own_name_language_and_time_zone(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    let page = ivan.get("/employees").await;
    let page = ivan.follow(&page, "/profile").await;
    assert!(page.says("Должность и отдел меняет администратор"), "{}", page.text());
    let form = [("name", "Иван Петров"), ("language", "en"), ("time_zone", "камчатка")];
    let page = ivan.submit(&page, "/profile", &form).await;
    assert!(page.says("Saved"), "at once in his language: {}", page.text());
    assert_eq!(
        (page.value("name"), page.value("time_zone")),
        ("Иван Петров".into(), "Asia/Kamchatka".into())
    );
    let anna = portal.admin().await;
    assert!(anna.get("/employees?q=петров").await.says("Иван Петров"), "colleagues find him by it");
    assert!(anna.get("/history").await.says("Иван Петров"));
}

async fn what_can_not_be_saved_is_kept_and_told(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Петров", IVAN).await;
    let page = ivan.get("/profile").await;
    let form = [("name", "Ваш счёт на evil.example"), ("time_zone", "Луна/Море")];
    let page = ivan.submit(&page, "/profile", &form).await;
    assert_eq!(page.status, 422);
    assert!(page.title().starts_with("Ошибка: "), "{}", page.title());
    assert_eq!(page.value("name"), "Ваш счёт на evil.example");
    assert_eq!(page.value("time_zone"), "Луна/Море");
    assert!(page.says("Выберите город часового пояса"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE name = 'Иван Петров'").await, 1);
}

async fn a_new_password_asks_for_the_present_one_and_ends_other_sessions(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Петров", IVAN).await;
    let elsewhere = portal.signed_in(IVAN).await;
    let page = change_password(&ivan, PASSWORD, "коротко").await;
    assert_eq!(page.status, 422);
    assert!(page.says("Введите снова, на 8 знаков длиннее"), "{}", page.text());
    let page = change_password(&ivan, PASSWORD, PASSWORD).await;
    assert!(page.says("Это ваш нынешний пароль"), "{}", page.text());
    let page = change_password(&ivan, PASSWORD, NEW).await;
    assert!(page.says("Пароль изменён"), "{}", page.text());
    assert_eq!(ivan.get("/employees").await.path(), "/employees", "he stays signed in here");
    assert!(elsewhere.get("/employees").await.path().starts_with("/sign-in"));
    let letter = portal.letter_to(IVAN).await;
    assert_eq!(letter.subject, "Пароль для портала Ромашка изменён");
    let stranger = portal.stranger();
    let page = stranger.get("/sign-in").await;
    let old = stranger.submit(&page, "/sign-in", &[("email", IVAN), ("password", PASSWORD)]).await;
    assert_eq!(old.status, 422);
    let new = stranger.submit(&page, "/sign-in", &[("email", IVAN), ("password", NEW)]).await;
    assert_eq!(new.path(), "/employees");
}

async fn a_wrong_present_password_is_counted_and_changes_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let anna = portal.admin().await;
    let page = change_password(&anna, "не тот пароль совсем", NEW).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Это не ваш нынешний пароль"), "{}", page.text());
    assert!(!page.body.contains(NEW), "a password is never shown again");
    assert_eq!(portal.number("SELECT failed_sign_ins FROM employees").await, 1);
    assert_eq!(portal.signed_in(ADMIN.1).await.get("/profile").await.status, 200, "the old one still opens");
    let mut last = page;
    for _ in 0..11 {
        last = change_password(&anna, "неверно, неверно", NEW).await;
    }
    assert_eq!(last.status, 429, "nobody tries passwords in a browser left open");
    assert!(last.headers.contains_key("retry-after"));
}

async fn one_signs_out_everywhere_else_in_one_press(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let anna = portal.admin().await;
    let page = anna.get("/profile").await;
    assert!(page.says("Это устройство") && !page.says("Выйти на всех других"), "{}", page.text());
    let (phone, tablet) = (portal.admin().await, portal.admin().await);
    let page = anna.get("/profile").await;
    let page = anna.submit(&page, "/profile/sessions/end", &[]).await;
    assert!(page.says("Выполнен выход на 2 других устройствах"), "{}", page.text());
    assert_eq!(anna.get("/employees").await.path(), "/employees");
    for other in [phone, tablet] {
        assert!(other.get("/employees").await.path().starts_with("/sign-in"));
    }
}
