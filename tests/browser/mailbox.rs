//! Letters in the portal's own mailbox, read and followed in a real browser.

use super::tour::Tour;
use crate::story::join::invite;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::TestPortal;

#[test]
fn the_button_of_a_letter_leads_to_joining() {
    run(Engine::Sqlite, follow);
}

async fn follow(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &["ivan@example.org"]).await;
    portal.letters().await;
    for window in [Window::desktop("ru"), Window::phone("ru")] {
        let tour = Tour::signed_in(&portal, window).await;
        tour.open("/mailbox/1").await;
        tour.look("mailbox-letter").await;
        let before = tour.browser.windows().await.unwrap();
        let letter = tour.find("iframe").await;
        letter.enter_frame().await.unwrap();
        let mark = tour.find("td[height='40']").await.rect().await.unwrap();
        assert!((mark.height - 40.0).abs() < 1.0, "the mark is a square: {mark:?}");
        tour.press(".press a").await;
        tour.browser.enter_default_frame().await.unwrap();
        let opened = tour.browser.windows().await.unwrap().into_iter().find(|one| !before.contains(one));
        tour.browser.switch_to_window(opened.expect("a window of its own")).await.unwrap();
        // Who reads letters here is signed in, and is told so.
        tour.reads("ivan@example.org").await;
        assert!(tour.is_at("/join").await);
        tour.look("mailbox-followed").await;
    }
}
