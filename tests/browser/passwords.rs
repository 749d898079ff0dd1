//! A forgotten password in a real browser: from the page of signing in and back to it.

use super::tour::Tour;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::{ADMIN, TestPortal};

#[test]
fn a_forgotten_password_is_replaced() {
    for window in Window::each().chain([Window::phone("ru").without_javascript()]) {
        run(Engine::Sqlite, async |database: &TestDatabase| replace(database, window).await);
    }
}

async fn replace(database: &TestDatabase, window: Window) {
    let portal = TestPortal::new(database).await;
    let language = window.language();
    portal.write(move |tx| tx.execute("UPDATE employees SET language = $1", &[language.into()])).await;
    let tour = Tour::new(&portal.url, window).await;
    ask(&tour).await;
    let path = portal.letter_to(ADMIN.1).await.path("/new-password/");
    tour.open("/new-password/wrong").await;
    tour.look("new-password-unknown").await;
    choose(&tour, &path).await;
    tour.open(&path).await;
    tour.look("new-password-used").await;
}

async fn ask(tour: &Tour) {
    tour.open("/sign-in").await;
    tour.fill("[name=email]", "anna@romashka").await;
    tour.press("button[formaction='/forgotten-password']").await;
    tour.find("form[action='/forgotten-password']").await;
    let carried = tour.find("[name=email]").await.prop("value").await.unwrap();
    assert_eq!(carried.as_deref(), Some("anna@romashka"));
    tour.look("forgotten-password").await;
    tour.fill("[name=email]", "anna@").await;
    tour.press("main button.primary").await;
    tour.find("#email-error").await;
    tour.look("forgotten-password-mistake").await;
    tour.fill("[name=email]", ADMIN.1).await;
    tour.press("main button.primary").await;
    tour.find("a.primary[href='/sign-in']").await;
    tour.look("forgotten-password-asked").await;
}

async fn choose(tour: &Tour, path: &str) {
    tour.open(path).await;
    assert!(tour.is_at("/new-password").await);
    tour.look("new-password").await;
    tour.fill("#password", "Ромашка").await;
    tour.press("main button.primary").await;
    tour.find("#password-error").await;
    tour.look("new-password-mistake").await;
    tour.fill("#password", "шесть медных чайников").await;
    tour.press("main button.primary").await;
    tour.find("form[action='/sign-in']").await;
    tour.look("new-password-saved").await;
}
