//! Both ways of inviting in a real browser: in the side panel of a desk, on the pages of a telephone,
//! and without JavaScript. Pictures of every step in `target/screens`.

use thirtyfour::{By, WebElement};

use crate::support::browser::{Browser, Window};
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};

const LIST: &str =
    "Ольга Кравец <olga@example.org>, timur@пример.рф anna@romashka.example b@gmial.com\nне адрес";

#[test]
fn both_ways_lead_from_invite_to_the_result() {
    run(Engine::Sqlite, both_ways);
}

async fn both_ways(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    for (language, dark, javascript) in
        [("ru", false, true), ("ru", true, true), ("en", false, true), ("ru", false, false)]
    {
        for window in [Window::desktop(language), Window::phone(language)] {
            let shade = if dark { "dark" } else { "light" };
            let plain = if javascript { "" } else { "-plain" };
            let name = format!("{}-{shade}-{language}{plain}", window.width());
            let window = if dark { window.dark() } else { window };
            let window = if javascript { window } else { window.without_javascript() };
            let walk = Walk { portal: &portal, browser: Browser::open(window).await, name };
            walk.sign_in(language).await;
            walk.by_mail_service().await;
            walk.by_mail_app().await;
        }
    }
}

struct Walk<'a> {
    portal: &'a TestPortal,
    browser: Browser,
    name: String,
}

impl Walk<'_> {
    async fn sign_in(&self, language: &'static str) {
        self.portal
            .write(move |tx| tx.execute("UPDATE employees SET language = $1", &[language.into()]))
            .await;
        self.open("/sign-in").await;
        self.fill("[name=email]", ADMIN.1).await;
        self.fill("[name=password]", PASSWORD).await;
        self.press("form[action='/sign-in'] button.primary").await;
    }

    async fn by_mail_service(&self) {
        self.begin().await;
        self.look("invite").await;
        self.press("button[value=mail-service]").await;
        self.look("invite-addresses").await;
        self.fill("[name=addresses]", LIST).await;
        self.press(".sheet .sheet-foot .primary").await;
        self.look("invite-review").await;
        self.press(".sheet .sheet-foot .primary").await;
        self.find(".undo").await;
        self.look("invite-batch").await;
        self.press(".undo .button").await;
        self.find("a[href='/invite'][data-step]").await;
        self.look("invite-undone").await;
    }

    async fn by_mail_app(&self) {
        self.begin().await;
        self.press("button[value=other]").await;
        self.look("invite-other").await;
        self.press(".sheet a[href^='/invite/mail-app']").await;
        self.look("invite-text").await;
        self.press(".sheet .sheet-foot .primary").await;
        let letter = self.find("a[data-open-mail]").await;
        let address = letter.attr("href").await.unwrap().unwrap();
        assert!(address.starts_with("mailto:?subject=") && address.contains("%2Fj%2F"), "{address}");
        self.look("invite-ready").await;
        self.press(".sheet a[href='/invite/link']").await;
        self.find("form[action='/invite/link']").await;
        self.look("invite-links").await;
    }

    async fn begin(&self) {
        self.open("/employees").await;
        if self.name.starts_with("390") {
            self.press(".bar a[href='/more']").await;
            self.look("more").await;
            self.press("main a[href='/invite']").await;
        } else {
            self.press(".top a[href='/invite']").await;
        }
        self.find("button[value=other]").await;
    }

    async fn open(&self, path: &str) {
        self.browser.goto(format!("{}{path}", self.portal.url)).await.unwrap();
    }

    /// Waits for what a script may be loading.
    async fn find(&self, css: &str) -> WebElement {
        use thirtyfour::prelude::ElementQueryable as _;
        self.browser
            .query(By::Css(css))
            .first()
            .await
            .unwrap_or_else(|error| panic!("{}: {css}: {error}", self.name))
    }

    async fn press(&self, css: &str) {
        let element = self.find(css).await;
        element.scroll_into_view().await.unwrap();
        element.click().await.unwrap();
    }

    async fn fill(&self, css: &str, words: &str) {
        self.find(css).await.send_keys(words).await.unwrap();
    }

    async fn look(&self, step: &str) {
        self.find(".sheet h1, .page-head h1").await;
        self.browser.picture(&format!("{step}-{}", self.name)).await;
        let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let excess = self.browser.execute(script, Vec::new()).await.unwrap();
        assert_eq!(excess.json().as_i64(), Some(0), "{step}-{} scrolls sideways", self.name);
        let complaints = self.browser.complaints().await;
        assert!(complaints.is_empty(), "{step}-{}: {complaints:?}", self.name);
    }
}
