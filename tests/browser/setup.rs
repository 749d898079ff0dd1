//! The first run in a real browser: from the link in the log to the first invitation.

use collega::app;

use super::tour::Tour;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::{BarePortal, PASSWORD};

#[test]
fn four_steps_lead_from_the_link_into_the_portal() {
    for window in Window::each().chain([Window::phone("ru").without_javascript()]) {
        run(Engine::Sqlite, async |database: &TestDatabase| first_run(database, window).await);
    }
}

async fn first_run(database: &TestDatabase, window: Window) {
    // Where the portal is, only the browser knows.
    let bare = BarePortal::start(database, |config| config.public_url = None).await;
    let link = app::setup_link(&bare.portal).await.unwrap().unwrap();
    let (_, path) = link.split_once(":8080").unwrap();
    let tour = Tour::new(&bare.url, window).await;
    tour.open(path).await;
    company(&tour, &bare.url).await;
    administrator(&tour).await;
    colleagues(&tour, window).await;
}

async fn company(tour: &Tour, portal: &str) {
    tour.look("setup-company").await;
    tour.press("#step button.primary").await;
    tour.find("#company-error").await;
    tour.look("setup-company-mistake").await;
    tour.fill("#company", "ООО «Ромашка»").await;
    let url = tour.find("#public_url").await.prop("value").await.unwrap();
    assert_eq!(url.as_deref(), Some(portal));
    tour.fill("#public_url", "https://portal.example").await;
    tour.press("#step button.primary").await;
    tour.find("#confirmed_url").await;
    tour.look("setup-company-elsewhere").await;
    tour.fill("#public_url", portal).await;
    tour.press("#step button.primary").await;
}

async fn administrator(tour: &Tour) {
    tour.find("#admin_name").await;
    tour.look("setup-administrator").await;
    tour.fill("#admin_name", "Анна Орлова").await;
    tour.fill("#admin_email", "anna@romashka.example").await;
    tour.fill("#password", PASSWORD).await;
    tour.press("#step button.primary").await;
}

async fn colleagues(tour: &Tour, window: Window) {
    tour.find("a[href='/welcome/colleagues']").await;
    tour.look("setup-mail").await;
    // What a trial comes to stands by its button, and an address in one piece.
    tour.find("#try-hint + .actions").await;
    tour.find("#from-hint .nowrap").await;
    tour.press("a[href='/welcome/colleagues']").await;
    tour.find("[name=addresses]").await;
    tour.look("setup-colleagues").await;
    tour.fill("[name=addresses]", "boris@romashka.example").await;
    if window.has_javascript() {
        // Whoever goes to connect a server first finds what was typed.
        tour.press("main a[href='/settings/mail']").await;
        tour.find("[name=host]").await;
        tour.open("/welcome/colleagues").await;
        tour.holds("[name=addresses]", "boris@romashka.example").await;
    }
    tour.press("main button.primary").await;
    tour.find(".sheet").await;
    tour.look("setup-review").await;
}
