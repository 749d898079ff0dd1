//! Each way of inviting in a real browser: in the side panel of a desk, on the pages of a telephone,
//! and without JavaScript. Pictures of every step in `target/screens`.

use super::tour::Tour;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::TestPortal;

const LIST: &str =
    "Ольга Кравец <olga@example.org>, timur@пример.рф anna@romashka.example b@gmial.com\nне адрес";

#[test]
fn each_way_leads_from_invite_to_the_result() {
    run(Engine::Sqlite, each_way);
}

#[test]
fn addresses_outlive_the_way_back() {
    run(Engine::Sqlite, outlive_the_way_back);
}

#[test]
fn a_text_outlives_the_way_back() {
    run(Engine::Sqlite, text_outlives_the_way_back);
}

#[test]
fn what_is_typed_outlives_another_language() {
    run(Engine::Sqlite, outlive_another_language);
}

async fn outlive_another_language(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let tour = Tour::signed_in(&portal, Window::desktop("ru")).await;
    tour.open("/invite/mail-service").await;
    tour.fill("[name=addresses]", "olga@example.org").await;
    for language in ["en", "ru"] {
        tour.speak(language).await;
        tour.holds("textarea[name=addresses]", "olga@example.org").await;
    }
    tour.press(".sheet .back").await;
    tour.find("button[value=mail-app]").await;
    tour.speak("en").await;
    tour.press("button[value=mail-app]").await;
    tour.fill("[name=subject]", "Join us").await;
    tour.speak("ru").await;
    tour.holds("[name=subject]", "Join us").await;
    tour.press(".sheet .back").await;
    tour.press("button[value=mail-service]").await;
    tour.press(".sheet .sheet-foot .primary").await;
    tour.find(".pile-ok").await;
    tour.fill(".pile-ok [name=name]", "Ольга").await;
    tour.speak("en").await;
    tour.holds(".pile-ok [name=name]", "Ольга").await;
}

async fn text_outlives_the_way_back(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    for window in Window::each() {
        let tour = Tour::signed_in(&portal, window).await;
        begin(&tour, window).await;
        tour.press("button[value=mail-app]").await;
        tour.fill("[name=subject]", "До понедельника").await;
        tour.press(".sheet .back").await;
        tour.press("button[value=mail-app]").await;
        tour.holds("[name=subject]", "До понедельника").await;
        tour.press(".sheet .sheet-foot .primary").await;
        tour.find("[data-open-mail]").await;
        begin(&tour, window).await;
        tour.press("button[value=mail-app]").await;
        let subject = tour.find("[name=subject]").await.prop("value").await.unwrap();
        assert_ne!(subject.as_deref(), Some("До понедельника"), "{}", window.name());
    }
}

async fn outlive_the_way_back(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let plain = [Window::desktop("ru"), Window::phone("en")].map(Window::without_javascript);
    for window in Window::each().chain(plain) {
        let tour = Tour::signed_in(&portal, window).await;
        begin(&tour, window).await;
        tour.press("button[value=mail-service]").await;
        tour.fill("[name=addresses]", "olga@example.org").await;
        tour.press(".sheet .back").await;
        tour.find("button[value=mail-app]").await;
        tour.look("invite-kept-list").await;
        tour.press("button[value=mail-app]").await;
        tour.find("[name=body]").await;
        tour.press(".sheet .back").await;
        tour.press("button[value=mail-service]").await;
        let typed = tour.find("textarea[name=addresses]").await.prop("value").await.unwrap();
        assert_eq!(typed.as_deref(), Some("olga@example.org"), "{}", window.name());
        assert!(!tour.browser.current_url().await.unwrap().as_str().contains("olga"));
        assert_eq!(portal.number("SELECT COUNT(*) FROM join_links").await, 0, "{}", window.name());
    }
}

async fn each_way(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let plain = [Window::desktop("ru"), Window::phone("ru")].map(Window::without_javascript);
    for window in Window::each().chain(plain) {
        let tour = Tour::signed_in(&portal, window).await;
        by_mail_service(&tour, window).await;
        by_mail_app(&tour, window).await;
        by_link(&tour, window).await;
    }
}

async fn by_mail_service(tour: &Tour, window: Window) {
    begin(tour, window).await;
    tour.look("invite").await;
    tour.press("button[value=mail-service]").await;
    tour.look("invite-addresses").await;
    tour.fill("[name=addresses]", LIST).await;
    tour.press(".sheet .sheet-foot .primary").await;
    tour.look("invite-review").await;
    looks_at_the_letter(tour, window).await;
    tour.press(".sheet .sheet-foot .primary").await;
    tour.find(".undo").await;
    if !window.has_javascript() {
        tour.find("head meta[http-equiv=refresh]").await;
    }
    tour.look("invite-batch").await;
    tour.press(".undo .button").await;
    tour.find("a[href^='/invite/mail-service?batch=']").await;
    tour.look("invite-undone").await;
}

/// In the language that is chosen, on a page that stays where it is.
async fn looks_at_the_letter(tour: &Tour, window: Window) {
    tour.press(".sheet details:has(iframe) summary").await;
    let other = if window.language() == "ru" { "en" } else { "ru" };
    tour.press(&format!("[name=language] option[value={other}]")).await;
    if !window.has_javascript() {
        tour.press("button[formaction$='view=light']").await;
    }
    tour.frame_has(".letter-preview iframe:not(.coming)", &format!("html[lang={other}]")).await;
    tour.look("invite-review-letter").await;
    tour.press(&format!("[name=language] option[value={}]", window.language())).await;
}

async fn by_mail_app(tour: &Tour, window: Window) {
    begin(tour, window).await;
    tour.press("button[value=other]").await;
    tour.look("invite-other").await;
    tour.press(".sheet a[href^='/invite/mail-app']").await;
    tour.look("invite-text").await;
    tour.press(".sheet .sheet-foot .primary").await;
    let letter = tour.find("a[data-open-mail]").await;
    let address = letter.attr("href").await.unwrap().unwrap();
    assert!(address.starts_with("mailto:?subject=") && address.contains("%2Fj%2F"), "{address}");
    tour.look("invite-ready").await;
    tour.press(".sheet a[href^='/join-links/']").await;
    tour.find("svg.qr").await;
    tour.look("invite-ready-link").await;
}

async fn by_link(tour: &Tour, window: Window) {
    begin(tour, window).await;
    tour.press("button[value=other]").await;
    tour.press(".sheet a[href^='/invite/link']").await;
    tour.find("form[action='/invite/link']").await;
    tour.look("invite-link").await;
    tour.press("form[action='/invite/link'] .primary").await;
    tour.find("svg.qr").await;
    if window.has_javascript() {
        tour.find("button[data-print]:not([hidden])").await;
    }
    tour.look("invite-link-made").await;
}

async fn begin(tour: &Tour, window: Window) {
    tour.open("/employees").await;
    if window.width() < 600 {
        tour.press(".bar a[href='/more']").await;
        tour.look("more").await;
        tour.press("main a[href='/invite']").await;
    } else {
        tour.press(".top a[href='/invite']").await;
    }
    tour.find("button[value=other]").await;
}
