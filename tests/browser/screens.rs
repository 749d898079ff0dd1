//! Pictures of every screen, to be looked at: `./test browser::screens` leaves them in `target/screens`.
//!
//! The test itself holds that no screen scrolls sideways, that each has a title and one heading, and
//! that the browser has nothing to complain about.

use thirtyfour::By;

use crate::support::browser::{Browser, Window};
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};

/// Screens of somebody who is not signed in.
const OUTSIDE: [(&str, &str); 1] = [("sign-in", "/sign-in")];
/// Screens of an administrator.
const INSIDE: [(&str, &str); 0] = [];

#[test]
fn every_screen_is_pictured() {
    run(Engine::Sqlite, every_screen);
}

async fn every_screen(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    for (language, dark) in [("ru", false), ("ru", true), ("en", false), ("en", true)] {
        for window in [Window::desktop(language), Window::phone(language)] {
            let window = if dark { window.dark() } else { window };
            tour(&portal, window, language, dark).await;
        }
    }
}

async fn tour(portal: &TestPortal, window: Window, language: &str, dark: bool) {
    let browser = Browser::open(window).await;
    let width = window.width();
    let shade = if dark { "dark" } else { "light" };
    for (name, path) in OUTSIDE {
        look(&browser, portal, path, &format!("{name}-{width}-{shade}-{language}")).await;
    }
    sign_in(&browser, portal).await;
    for (name, path) in INSIDE {
        look(&browser, portal, path, &format!("{name}-{width}-{shade}-{language}")).await;
    }
}

async fn sign_in(browser: &Browser, portal: &TestPortal) {
    browser.goto(format!("{}/sign-in", portal.url)).await.unwrap();
    browser.find(By::Name("email")).await.unwrap().send_keys(ADMIN.1).await.unwrap();
    browser.find(By::Name("password")).await.unwrap().send_keys(PASSWORD).await.unwrap();
    browser.find(By::Css("form[action='/sign-in'] button.primary")).await.unwrap().click().await.unwrap();
}

async fn look(browser: &Browser, portal: &TestPortal, path: &str, name: &str) {
    browser.goto(format!("{}{path}", portal.url)).await.unwrap();
    browser.picture(name).await;
    let excess = browser
        .execute(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth",
            Vec::new(),
        )
        .await
        .unwrap();
    assert_eq!(excess.json().as_i64(), Some(0), "{name} scrolls sideways");
    assert!(!browser.title().await.unwrap().is_empty(), "{name} has no title");
    let headings = browser.find_all(By::Css("main h1")).await.unwrap();
    assert_eq!(headings.len(), 1, "{name} has one heading");
    let complaints = browser.complaints().await;
    assert!(complaints.is_empty(), "{name}: {complaints:?}");
}
