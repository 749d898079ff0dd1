//! The side panel keeps what is typed where the portal refuses it.

use super::tour::Tour;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::TestPortal;

#[test]
fn what_is_typed_in_the_panel_outlives_the_session() {
    run(Engine::Sqlite, outlives);
}

async fn outlives(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let tour = Tour::signed_in(&portal, Window::desktop("ru")).await;
    tour.open("/employees").await;
    tour.press(".top a[href='/invite']").await;
    tour.press("button[value=mail-service]").await;
    tour.fill("[name=addresses]", "ivan@example.org").await;
    portal.write(|tx| tx.execute("DELETE FROM sessions", &[])).await;
    tour.press(".sheet .sheet-foot .primary").await;
    tour.find(".panel-say a[href='/sign-in'][target=_blank]").await;
    tour.browser.picture("panel-signed-out").await;
    let typed = tour.find("[name=addresses]").await.prop("value").await.unwrap();
    assert_eq!(typed.as_deref(), Some("ivan@example.org"));
}
