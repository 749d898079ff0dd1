//! One window on its way through the portal: it opens, fills in, presses and looks.

use thirtyfour::prelude::ElementQueryable as _;
use thirtyfour::{By, WebElement};

use crate::support::browser::{Browser, Window};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};
use crate::support::wait;

/// What is looked at on each page.
const FOUND: &str = "
    const { scrollWidth, clientWidth } = document.documentElement;
    return {
        excess: scrollWidth - clientWidth,
        strays: document.querySelectorAll('noscript *, meta[http-equiv=refresh]').length,
        title: document.title,
        headings: document.querySelectorAll('main h1').length,
        here: location.href,
    };
";

/// A browser at one portal. Its pictures are named after the window.
pub struct Tour {
    /// For what is seldom done.
    pub browser: Browser,
    url: String,
    window: Window,
}

impl Tour {
    /// Opens `window` for the portal at `url`.
    pub async fn new(url: &str, window: Window) -> Self {
        Self { browser: Browser::open(window).await, url: url.to_owned(), window }
    }

    /// The same with the administrator signed in, whose language becomes the window's.
    pub async fn signed_in(portal: &TestPortal, window: Window) -> Self {
        Self::signed_in_as(portal, window, ADMIN.1).await
    }

    /// The same with somebody else.
    pub async fn signed_in_as(portal: &TestPortal, window: Window, email: &str) -> Self {
        let language = window.language();
        portal.write(move |tx| tx.execute("UPDATE employees SET language = $1", &[language.into()])).await;
        let tour = Self::new(&portal.url, window).await;
        tour.sign_in(email).await;
        tour.find(".app").await;
        tour
    }

    /// Signs in; what comes then is not waited for.
    pub async fn sign_in(&self, email: &str) {
        self.open("/sign-in").await;
        self.fill("[name=email]", email).await;
        self.fill("[name=password]", PASSWORD).await;
        self.press("form[action='/sign-in'] button.primary").await;
    }

    /// Opens a path.
    pub async fn open(&self, path: &str) {
        self.browser.goto(format!("{}{path}", self.url)).await.unwrap();
    }

    /// The first element that fits; waits for what a script may be loading.
    pub async fn find(&self, css: &str) -> WebElement {
        let found = self.browser.query(By::Css(css)).first().await;
        found.unwrap_or_else(|error| panic!("{}: {css}: {error}", self.window.name()))
    }

    /// Presses a button or a link. What a script exchanges between the look and the press is looked for again.
    pub async fn press(&self, css: &str) {
        for _ in 0..4 {
            let element = self.find(css).await;
            if element.scroll_into_view().await.is_ok() && element.click().await.is_ok() {
                return;
            }
        }
        self.find(css).await.click().await.unwrap();
    }

    /// Presses the link, the button or the heading of a menu that says these words.
    pub async fn press_words(&self, words: &str) {
        self.press_in("body", words).await;
    }

    /// The same within a part of the page.
    pub async fn press_in(&self, part: &str, words: &str) {
        self.press_seen(&format!("{part} :is(a, button, summary)"), words).await;
    }

    /// Presses another element that says these words.
    pub async fn press_words_of(&self, element: &str, words: &str) {
        self.press_seen(element, words).await;
    }

    /// What a script exchanges between the look and the press is looked for again.
    async fn press_seen(&self, css: &str, words: &str) {
        for _ in 0..5 {
            let element = self.seen(css, words).await;
            if element.scroll_into_view().await.is_ok() && element.click().await.is_ok() {
                return;
            }
        }
        panic!("{}: {words} can't be pressed", self.window.name());
    }

    async fn seen(&self, css: &str, words: &str) -> WebElement {
        let wanted = words.to_owned();
        let says = move |element: WebElement| {
            let wanted = wanted.clone();
            async move {
                let label = element.attr("aria-label").await.ok().flatten().unwrap_or_default();
                let text = element.text().await.unwrap_or_default();
                let is_seen = element.is_displayed().await.unwrap_or(false);
                Ok(is_seen && (text.contains(&wanted) || label.contains(&wanted)))
            }
        };
        match self.browser.query(By::Css(css)).with_filter(says).first().await {
            Ok(found) => found,
            Err(error) => {
                let page = self.browser.source().await.unwrap_or_default();
                panic!("{}: {words}: {error}\n{page}", self.window.name())
            }
        }
    }

    /// Holds that the page says this, once it is there.
    pub async fn reads(&self, words: &str) {
        let wanted = words.to_owned();
        let says = move |page: WebElement| {
            let wanted = wanted.clone();
            // A page on its way out is asked again as the next one.
            async move { Ok(page.text().await.is_ok_and(|text| text.contains(&wanted))) }
        };
        let found = self.browser.query(By::Css("body")).with_filter(says).first().await;
        found.unwrap_or_else(|error| panic!("{}: {words}: {error}", self.window.name()));
    }

    /// Waits until the page in a frame has such an element.
    pub async fn frame_has(&self, frame: &str, css: &str) {
        let has = async || {
            let inside = self.find(frame).await.enter_frame().await.is_ok();
            let found = self.browser.find(By::Css(css)).await.is_ok();
            self.browser.enter_default_frame().await.unwrap();
            inside && found
        };
        assert!(wait::comes_in_time(has).await, "{}: {frame}: {css}", self.window.name());
    }

    /// Types into a field, in place of what stands there.
    pub async fn fill(&self, css: &str, words: &str) {
        let field = self.find(css).await;
        field.clear().await.unwrap();
        field.send_keys(words).await.unwrap();
    }

    /// Holds that a field has this value, once it is there.
    pub async fn holds(&self, css: &str, value: &str) {
        let has = async || {
            let Ok(field) = self.browser.find(By::Css(css)).await else { return false };
            field.prop("value").await.is_ok_and(|found| found.as_deref() == Some(value))
        };
        assert!(wait::comes_in_time(has).await, "{}: {css}: {value}", self.window.name());
    }

    /// Changes the language by the menu of a desk, to what is not spoken at present.
    pub async fn speak(&self, language: &str) {
        self.press("header details.menu > summary").await;
        self.press(&format!("header form[action='/language'] [value={language}]")).await;
        self.find(&format!("html[lang={language}]")).await;
    }

    /// Whether the page that is open has this path.
    pub async fn is_at(&self, path: &str) -> bool {
        self.browser.current_url().await.unwrap().path() == path
    }

    /// Keeps a picture of what is open, and holds that nothing scrolls sideways, that the page has
    /// one heading and a title, and that the browser has nothing to complain about.
    pub async fn look(&self, step: &str) {
        let name = format!("{step}-{}", self.window.name());
        self.find("main h1").await;
        self.browser.picture(&name).await;
        // One question for all: each costs more than its answer.
        let found = self.browser.execute(FOUND, Vec::new()).await.unwrap();
        let found = found.json();
        assert_eq!(found["excess"], 0, "{name} scrolls sideways");
        if self.window.has_javascript() {
            assert_eq!(found["strays"], 0, "{name}: what is for browsers without scripts came to life");
        }
        assert_ne!(found["title"], "", "{name} has no title");
        assert_eq!(found["headings"], 1, "{name} has one heading");
        let complaints = self.browser.complaints().await;
        let here = found["here"].as_str().unwrap();
        // Chromium counts the page itself in, where its status tells of a mistake.
        let itself = format!("{here} - Failed to load resource");
        let own: Vec<_> = complaints.iter().filter(|words| !words.starts_with(&itself)).collect();
        assert!(own.is_empty(), "{name}: {own:?}");
    }
}
