//! A forgotten password: the letter, the link, the new password.

mod asking;
mod ends;

use std::time::Duration;

use collega::base::id::EmployeeId;
use reqwest::Method;

use super::join::everything;
use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::letter::ReceivedLetter;
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};

on_both_engines!(
    the_letter_leads_to_a_new_password_and_the_old_one_opens_nothing,
    opening_a_link_twenty_times_changes_nothing_and_then_it_works,
    a_password_that_the_rules_refuse_spends_nothing,
    letters_speak_the_language_of_their_reader,
    a_locked_account_is_opened_again,
    no_secret_is_left_behind,
    somebody_elses_browser_changes_the_password_of_the_link_alone,
);

/// A password that the rules like.
const NEW: &str = "шесть медных чайников";

/// Asks for a letter, as a person does from the page of signing in.
async fn ask(browser: &Browserless, email: &str) -> Page {
    let page = browser.get("/sign-in").await;
    let typed = [("email", email), ("password", "неверный"), ("carried", "1")];
    let page = browser.submit(&page, "/forgotten-password", &typed).await;
    assert_eq!(page.value("email"), email, "what was typed comes along: {}", page.text());
    assert!(page.url.ends_with("/forgotten-password") && !page.body.contains("неверный"), "{}", page.url);
    browser.submit(&page, "/forgotten-password", &[]).await
}

/// Asks for a letter and takes it out of the mailbox.
async fn letter(portal: &TestPortal, email: &str) -> ReceivedLetter {
    let page = ask(&portal.stranger(), email).await;
    assert_eq!(page.status, 200, "{}", page.text());
    portal.letter_to(email).await
}

/// The path of the link for a new password.
async fn link(portal: &TestPortal, email: &str) -> String {
    letter(portal, email).await.path("/new-password/")
}

/// Sends the form of the new password.
async fn choose(browser: &Browserless, page: &Page, password: &str) -> Page {
    browser.submit(page, "/new-password", &[("password", password)]).await
}

/// Tries to sign in.
async fn sign_in(portal: &TestPortal, email: &str, password: &str) -> Page {
    let browser = portal.stranger();
    let page = browser.get("/sign-in").await;
    browser.submit(&page, "/sign-in", &[("email", email), ("password", password)]).await
}

/// Whether the browser is signed in.
async fn is_inside(browser: &Browserless) -> bool {
    browser.get("/employees").await.path() == "/employees"
}

async fn the_letter_leads_to_a_new_password_and_the_old_one_opens_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let before = portal.admin().await;
    let letter = letter(&portal, ADMIN.1).await;
    assert_eq!(letter.subject, "Новый пароль для портала Ромашка");
    assert!(letter.text.contains("Ссылка действует до 23 ноября 2026, 10:00"), "{}", letter.text);
    let browser = portal.stranger();
    let page = browser.get(&letter.path("/new-password/")).await;
    assert_eq!((page.status, page.path()), (200, "/new-password"), "the secret leaves the address bar");
    for (header, value) in
        [("referrer-policy", "no-referrer"), ("cache-control", "no-store"), ("x-robots-tag", "noindex")]
    {
        assert_eq!(page.headers[header], value);
    }
    assert!(page.says("Не короче 15 знаков"), "the rules stand there beforehand: {}", page.text());
    assert_eq!(page.value("email"), ADMIN.1);
    let page = choose(&browser, &page, NEW).await;
    assert_eq!((page.status, page.path()), (200, "/sign-in"), "{}", page.text());
    assert!(page.says("Новый пароль сохранён"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM sessions").await, 0, "and nobody is signed in by it");
    assert!(!is_inside(&before).await);
    assert_eq!(sign_in(&portal, ADMIN.1, PASSWORD).await.status, 422);
    assert_eq!(sign_in(&portal, ADMIN.1, NEW).await.status, 200);
    assert_news(&portal.letter_to(ADMIN.1).await);
    let changed = "SELECT COUNT(*) FROM history WHERE action = 'password-changed' AND actor_id = subject_id";
    assert_eq!(portal.number(changed).await, 1);
}

fn assert_news(letter: &ReceivedLetter) {
    assert_eq!(letter.subject, "Пароль для портала Ромашка изменён");
    for words in ["Если не вы", "Когда: 23 ноября 2026, 09:00", "/forgotten-password"] {
        assert!(letter.text.contains(words), "{words}: {}", letter.text);
    }
}

async fn opening_a_link_twenty_times_changes_nothing_and_then_it_works(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, ADMIN.1).await;
    let before = everything(&portal).await;
    for _ in 0..20 {
        assert_eq!(portal.stranger().get(&path).await.status, 200);
        assert_eq!(portal.stranger().send(Method::HEAD, &path, None, &[]).await.status, 200);
        assert_eq!(portal.stranger().get("/forgotten-password").await.status, 200);
    }
    assert_eq!(everything(&portal).await, before);
    let browser = portal.stranger();
    let page = browser.get(&path).await;
    assert_eq!(choose(&browser, &page, NEW).await.path(), "/sign-in");
}

async fn a_password_that_the_rules_refuse_spends_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.stranger();
    let page = browser.get(&link(&portal, ADMIN.1).await).await;
    let before = everything(&portal).await;
    for (password, words) in [
        ("", "Придумайте пароль: три-четыре"),
        ("коротко", "Введите снова, на 8 знаков длиннее"),
        ("Анна Орлова Ромашка", "Добавьте другие слова"),
    ] {
        let page = choose(&browser, &page, password).await;
        assert_eq!(page.status, 422, "{password}");
        assert!(page.title().starts_with("Ошибка: "), "{}", page.title());
        assert!(page.says(words), "{words}: {}", page.text());
        assert_eq!(page.value("email"), ADMIN.1);
        assert!(password.is_empty() || !page.body.contains(password), "a password is never shown again");
    }
    assert_eq!(everything(&portal).await, before);
    assert_eq!(choose(&browser, &page, NEW).await.path(), "/sign-in");
}

async fn letters_speak_the_language_of_their_reader(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.write(|tx| tx.execute("UPDATE employees SET language = 'en'", &[])).await;
    let letter = letter(&portal, ADMIN.1).await;
    assert!(letter.subject.starts_with("A new password for the"), "{}", letter.subject);
    assert!(letter.html.contains("lang=\"en\"") && letter.html.contains("/new-password/"));
    let browser = portal.foreigner();
    let page = browser.get(&letter.path("/new-password/")).await;
    assert!(page.says("At least 15 characters"), "{}", page.text());
    assert!(choose(&browser, &page, NEW).await.says("The new password is saved"));
    let news = portal.letter_to(ADMIN.1).await;
    assert!(news.subject.ends_with("was changed") && news.text.contains("When: "), "{}", news.text);
}

async fn a_locked_account_is_opened_again(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.write(|tx| tx.execute("UPDATE employees SET failed_sign_ins = 100", &[])).await;
    assert!(sign_in(&portal, ADMIN.1, PASSWORD).await.says("запросите новый пароль"));
    let browser = portal.stranger();
    let page = browser.get(&link(&portal, ADMIN.1).await).await;
    choose(&browser, &page, NEW).await;
    assert_eq!(sign_in(&portal, ADMIN.1, NEW).await.status, 200);
}

async fn no_secret_is_left_behind(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, ADMIN.1).await;
    let secret = path.strip_prefix("/new-password/").unwrap();
    let browser = portal.stranger();
    let page = browser.get(&path).await;
    assert!(!page.body.contains(secret), "the page itself does not tell it either");
    choose(&browser, &page, NEW).await;
    let told = portal
        .portal
        .read(|tx| tx.query("SELECT action || '|' || details FROM history", &[], |row| row.get::<String>(0)));
    let told = told.await.unwrap().join("\n");
    assert!(told.contains("password-reset-asked|Анна Орлова"), "{told}");
    assert!(told.contains("password-changed|Анна Орлова"), "{told}");
    assert!(!told.contains(secret) && !told.contains(NEW), "{told}");
    assert!(!everything(&portal).await.contains(secret), "the link is derived, not stored");
}

async fn somebody_elses_browser_changes_the_password_of_the_link_alone(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let anna = portal.admin().await;
    portal.add_employee("Иван Петров", "ivan@romashka.example").await;
    let page = anna.get(&link(&portal, "ivan@romashka.example").await).await;
    assert_eq!(page.value("email"), "ivan@romashka.example", "whose password it is, is told");
    assert_eq!(choose(&anna, &page, NEW).await.path(), "/sign-in");
    assert!(is_inside(&anna).await, "Анна stays signed in");
    assert_eq!(sign_in(&portal, ADMIN.1, PASSWORD).await.status, 200);
    assert_eq!(sign_in(&portal, "ivan@romashka.example", PASSWORD).await.status, 422);
    assert_eq!(sign_in(&portal, "ivan@romashka.example", NEW).await.status, 200);
}

/// How many wishes for a new password are open.
async fn living(portal: &TestPortal) -> i64 {
    portal.number("SELECT COUNT(*) FROM password_resets WHERE used_at IS NULL AND replaced_at IS NULL").await
}

/// An employee at work.
async fn ivan(portal: &TestPortal) -> EmployeeId {
    portal.add_employee("Иван Петров", "ivan@romashka.example").await
}

/// Long enough for another letter.
const LATER: Duration = Duration::from_mins(6);
