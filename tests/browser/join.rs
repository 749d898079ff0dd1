//! The invitee in a real browser: the way from the letter to his department, and pictures of every
//! page on it in `target/screens`.

use thirtyfour::By;

use super::tour::Tour;
use crate::story::join::{GOOD_PASSWORD, invite, link};
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::TestPortal;

#[test]
fn the_invitee_s_pages_are_pictured() {
    run(Engine::Sqlite, pages);
}

async fn pages(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let link = link(&portal, 25).await;
    for (n, window) in Window::each().enumerate() {
        let email = format!("newcomer-{n}@example.org");
        invite(&portal, &[&email]).await;
        let invitee = Invitee { portal: &portal, tour: Tour::new(&portal.url, window).await, email };
        invitee.link(&link).await;
        invitee.personal().await;
    }
    let joined = i64::try_from(Window::each().count()).unwrap();
    let active = "SELECT COUNT(*) FROM employees WHERE status = 'active'";
    assert_eq!(portal.number(active).await, 1 + joined);
}

struct Invitee<'a> {
    portal: &'a TestPortal,
    tour: Tour,
    email: String,
}

impl Invitee<'_> {
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
        assert!(self.tour.is_at("/welcome").await);
        self.open(&letter.path("/i/"), "join-accepted").await;
        self.open(&letter.path("/stop/"), "join-stop").await;
        self.press("form button.primary", "join-stopped").await;
        assert!(self.tour.browser.find_all(By::Css("main .primary")).await.unwrap().is_empty());
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
        self.tour.open(path).await;
        self.tour.look(picture).await;
    }

    async fn press(&self, button: &str, picture: &str) {
        self.tour.press(button).await;
        self.tour.look(picture).await;
    }

    async fn fill(&self, field: &str, words: &str) {
        self.tour.fill(&format!("[name={field}]"), words).await;
    }
}
