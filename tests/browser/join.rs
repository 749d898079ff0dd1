//! The invitee in a real browser: the way from the letter to his department, and pictures of every
//! page on it in `target/screens`.

use thirtyfour::By;

use crate::story::join::{GOOD_PASSWORD, invite, link};
use crate::support::browser::{Browser, Window};
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::TestPortal;

#[test]
fn the_invitee_s_pages_are_pictured() {
    run(Engine::Sqlite, pages);
}

async fn pages(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let link = link(&portal, 25).await;
    for (n, (language, dark)) in
        [("ru", false), ("ru", true), ("en", false), ("en", true)].into_iter().enumerate()
    {
        for window in [Window::phone(language), Window::desktop(language)] {
            let email = format!("newcomer-{n}-{}@example.org", window.width());
            invite(&portal, &[&email]).await;
            let window = if dark { window.dark() } else { window };
            let shade = if dark { "dark" } else { "light" };
            let tour = Tour {
                portal: &portal,
                browser: Browser::open(window).await,
                name: format!("{}-{shade}-{language}", window.width()),
                email,
            };
            tour.link(&link).await;
            tour.personal().await;
        }
    }
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE status = 'active'").await, 9);
}

struct Tour<'a> {
    portal: &'a TestPortal,
    browser: Browser,
    name: String,
    email: String,
}

impl Tour<'_> {
    async fn personal(&self) {
        let letter = self.portal.letter_to(&self.email).await;
        self.open("/i/nonsense", "join-unknown").await;
        self.open(&letter.path("/stop/"), "join-stop").await;
        self.open(&letter.path("/i/"), "join").await;
        self.press("form[action='/join'] button.primary", "join-mistakes").await;
        self.open("/join/decline", "join-decline").await;
        self.open("/join", "join").await;
        self.fill("name", "Ольга Кравец").await;
        self.fill("password", GOOD_PASSWORD).await;
        self.press("form[action='/join'] button.primary", "welcome").await;
        assert!(self.browser.current_url().await.unwrap().path().ends_with("/welcome"));
        self.open(&letter.path("/i/"), "join-accepted").await;
    }

    async fn link(&self, link: &str) {
        self.open(link, "join-address").await;
        self.fill("email", &format!("linked-{}", self.email)).await;
        self.press("form button.primary", "join-code").await;
        self.fill("code", "1").await;
        self.press("form[action='/join/code'] button.primary", "join-code-mistake").await;
        let code = self.portal.letter_to(&format!("linked-{}", self.email)).await.code();
        self.fill("code", &code).await;
        self.press("form[action='/join/code'] button.primary", "join-details").await;
    }

    async fn open(&self, path: &str, picture: &str) {
        self.browser.goto(format!("{}{path}", self.portal.url)).await.unwrap();
        self.look(picture).await;
    }

    async fn press(&self, button: &str, picture: &str) {
        self.browser.find(By::Css(button)).await.unwrap().click().await.unwrap();
        self.look(picture).await;
    }

    async fn fill(&self, field: &str, words: &str) {
        let field = self.browser.find(By::Name(field)).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(words).await.unwrap();
    }

    async fn look(&self, picture: &str) {
        self.browser.picture(&format!("{picture}-{}", self.name)).await;
        let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let excess = self.browser.execute(script, Vec::new()).await.unwrap();
        assert_eq!(excess.json().as_i64(), Some(0), "{picture} scrolls sideways");
        assert_eq!(
            self.browser.find_all(By::Css("main h1")).await.unwrap().len(),
            1,
            "{picture} has one heading"
        );
    }
}
