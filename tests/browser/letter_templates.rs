//! The words of a letter changed in a real browser: the letter beside the form follows, with a script and without.

use thirtyfour::{By, Key, WebElement};

use super::tour::Tour;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::TestPortal;
use crate::support::wait;

const PATH: &str = "/settings/letters/invitation/ru";

#[test]
fn the_letter_follows_what_is_typed() {
    for window in Window::each() {
        run(Engine::Sqlite, async |database: &TestDatabase| follows(database, window).await);
    }
}

#[test]
fn the_letter_is_shown_without_a_script() {
    for window in [Window::desktop("ru"), Window::phone("en").dark()] {
        run(Engine::Sqlite, async |database: &TestDatabase| shown(database, window).await);
    }
}

/// What the frame says; nothing while it is on its way.
async fn letter(tour: &Tour) -> String {
    let frame = tour.find(".letter-preview iframe:not(.coming)").await;
    let words = inside(tour, frame).await.unwrap_or_default();
    tour.browser.enter_default_frame().await.unwrap();
    words
}

async fn inside(tour: &Tour, frame: WebElement) -> Option<String> {
    frame.enter_frame().await.ok()?;
    tour.browser.find(By::Tag("body")).await.ok()?.text().await.ok()
}

async fn letter_says(tour: &Tour, words: &str) {
    let said = wait::comes_in_time(async || letter(tour).await.contains(words)).await;
    assert!(said, "{words}: {}", letter(tour).await);
}

async fn follows(database: &TestDatabase, window: Window) {
    let portal = TestPortal::new(database).await;
    let tour = Tour::signed_in(&portal, window).await;
    tour.open(PATH).await;
    letter_says(&tour, "Здравствуйте, Иван Петров!").await;
    let pages = history(&tour).await;
    types(&tour).await;
    looks(&tour).await;
    assert_eq!(history(&tour).await, pages, "the way back leads past all that was shown");
    errs(&tour).await;
    tries(&portal, &tour).await;
    tour.press("form#words button.primary").await;
    tour.find(".notice-ok").await;
    tour.find("a[href$='/reset']").await;
    tour.look("letter-template-saved").await;
}

async fn types(tour: &Tour) {
    // By the keyboard alone: the button of a gap puts it where one was writing.
    let subject = tour.find("#subject").await;
    subject.send_keys(Key::End + ", ").await.unwrap();
    let gap = tour.find(".gap-row button").await;
    gap.send_keys(Key::Enter + "").await.unwrap();
    letter_says(tour, "Приглашение на портал Ромашка, Ромашка").await;
    tour.fill("#button", "Войти").await;
    letter_says(tour, "Войти").await;
    tour.look("letter-template-typed").await;
}

async fn looks(tour: &Tour) {
    tour.press(".letter-preview button[formaction$='dark']").await;
    tour.find(".letter-preview button[formaction$='dark'][aria-pressed=true]").await;
    letter_says(tour, "Войти").await;
    let inner = "const frame = document.querySelector('.letter-preview iframe:not(.coming)'); \
         return frame.contentDocument.documentElement.scrollHeight - frame.clientHeight";
    let fits = async || tour.browser.execute(inner, Vec::new()).await.is_ok_and(|left| *left.json() == 0);
    assert!(wait::comes_in_time(fits).await, "the frame is as high as the letter");
    tour.look("letter-template-dark").await;
    tour.press(".letter-preview button[formaction$='text']").await;
    letter_says(tour, "Войти:\n\nhttp").await;
    tour.look("letter-template-text").await;
}

async fn errs(tour: &Tour) {
    tour.fill("#heading", "Ждём, {имя}").await;
    letter_says(tour, "{имя}").await;
    tour.press("form#words button.primary").await;
    tour.find("#heading-error").await;
    letter_says(tour, "{имя}").await;
    tour.look("letter-template-mistake").await;
}

async fn tries(portal: &TestPortal, tour: &Tour) {
    tour.fill("#heading", "Ждём").await;
    let red = "return document.querySelectorAll('.errors, .has-error, [aria-invalid=\"true\"]').length";
    let left = tour.browser.execute(red, Vec::new()).await.unwrap().json().clone();
    assert_eq!(left, 0, "what is corrected is red no longer");
    tour.press("form#words button[formaction$='trial']").await;
    tour.find("#letter-trial").await;
    tour.look("letter-template-tried").await;
    collega::app::deliver_due(&portal.portal).await.unwrap();
    tour.find("#letter-trial a[href='/mailbox']").await;
}

async fn history(tour: &Tour) -> i64 {
    let length = tour.browser.execute("return history.length", Vec::new()).await.unwrap();
    length.json().as_i64().unwrap()
}

async fn shown(database: &TestDatabase, window: Window) {
    let portal = TestPortal::new(database).await;
    let tour = Tour::signed_in(&portal, window.without_javascript()).await;
    tour.open(PATH).await;
    letter_says(&tour, "Здравствуйте, Иван Петров!").await;
    tour.fill("#heading", "Заходите").await;
    tour.press(".letter-preview button[formaction$='text']").await;
    letter_says(&tour, "Заходите").await;
    let typed = tour.find("#heading").await.value().await.unwrap();
    assert_eq!(typed.as_deref(), Some("Заходите"), "what was typed stays");
    tour.look("letter-template-plain").await;
    tour.press("form#words button.primary").await;
    tour.find(".notice-ok").await;
    tour.press("a[href$='/reset']").await;
    tour.find("form[action$='/reset']").await;
    tour.look("letter-template-reset").await;
    tour.press("form[action$='/reset'] button.danger").await;
    tour.find(".notice-ok").await;
    tour.open("/settings/letters/mail-app/en").await;
    letter_says(&tour, "1900").await;
    tour.look("letter-template-mail-app").await;
}
