//! A real browser: Chromium, driven through chromedriver.

use std::io::{BufRead as _, BufReader};
use std::ops::Deref;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::json;
use thirtyfour::{ChromiumLikeCapabilities as _, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

use super::environment::exported;
use super::folder::Folder;
use super::wait;

/// Whose window it is: how wide, in which language, with what switched on.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    width: u32,
    height: u32,
    language: &'static str,
    javascript: bool,
    dark: bool,
}

impl Window {
    /// A window on a desk; `language` is a tag such as `ru`.
    pub fn desktop(language: &'static str) -> Self {
        Self { width: 1280, height: 800, language, javascript: true, dark: false }
    }

    /// A telephone.
    pub fn phone(language: &'static str) -> Self {
        Self { width: 390, height: 844, ..Self::desktop(language) }
    }

    /// The narrowest that has to do: a desk at 400 % (WCAG 2.2, 1.4.10), or a small telephone.
    pub fn narrowest(language: &'static str) -> Self {
        Self { width: 320, height: 640, ..Self::desktop(language) }
    }

    /// A light desk and a dark telephone in the language of the longer words: the narrowest window is there for both.
    /// Whoever looks at the pictures has them in both languages, each of them light in one and dark in the other; all
    /// eight with `COLLEGA_TEST_ALL_WINDOWS`.
    pub fn each() -> impl Iterator<Item = Self> {
        let is_set = |name: &str| std::env::var_os(name).is_some();
        let (is_all, is_looked_at) = (is_set("COLLEGA_TEST_ALL_WINDOWS"), is_set("COLLEGA_TEST_PICTURES"));
        let chosen = move |window: &Self| {
            let (is_desk, is_russian) = (window.width == Self::desktop("ru").width, window.language == "ru");
            is_all || (window.dark == (is_desk != is_russian) && (is_looked_at || is_russian))
        };
        let all = ["ru", "en"].into_iter().flat_map(|language| {
            let (desk, phone) = (Self::desktop(language), Self::phone(language));
            [desk, desk.dark(), phone, phone.dark()]
        });
        all.filter(chosen)
    }

    /// How wide it is.
    pub fn width(self) -> u32 {
        self.width
    }

    /// The language that it asks for.
    pub fn language(self) -> &'static str {
        self.language
    }

    /// What its pictures are named after.
    pub fn name(self) -> String {
        let shade = if self.dark { "dark" } else { "light" };
        let plain = if self.javascript { "" } else { "-plain" };
        format!("{}-{shade}-{}{plain}", self.width, self.language)
    }

    /// Whether scripts run in it.
    pub fn has_javascript(self) -> bool {
        self.javascript
    }

    /// The same without JavaScript.
    pub fn without_javascript(self) -> Self {
        Self { javascript: false, ..self }
    }

    /// The same in dark colours.
    pub fn dark(self) -> Self {
        Self { dark: true, ..self }
    }
}

/// A browser with a fresh profile; gone when dropped, also after a panic. Everything that
/// [`WebDriver`] can do, it can.
pub struct Browser {
    driver: WebDriver,
    // In the order in which they must go.
    _chromedriver: Chromedriver,
    _profile: Profile,
}

impl Browser {
    /// Opens `window`.
    pub async fn open(window: Window) -> Self {
        let profile = Profile(Folder::new("profile"));
        let chromedriver = Chromedriver::start();
        let wishes = capabilities(window, profile.0.path());
        let driver = WebDriver::new(format!("http://127.0.0.1:{}", chromedriver.port), wishes).await.unwrap();
        let browser = Self { driver, _chromedriver: chromedriver, _profile: profile };
        browser.emulate(window).await;
        browser
    }

    async fn emulate(&self, window: Window) {
        let screen = json!({
            "width": window.width, "height": window.height, "deviceScaleFactor": 1, "mobile": window.width < 600,
        });
        let scheme = if window.dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        let devtools = self.driver.cdp();
        devtools.send_raw("Emulation.setDeviceMetricsOverride", screen).await.unwrap();
        devtools.send_raw("Emulation.setEmulatedMedia", media).await.unwrap();
    }

    /// Runs a script at the beginning of each page that is opened from now on.
    pub async fn on_each_page(&self, script: &str) {
        let source = json!({ "source": script });
        self.driver.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", source).await.unwrap();
    }

    /// Keeps a picture of what is seen as `target/screens/NAME.png`, where somebody means to look at it: taking it costs
    /// more than all else that is done with a page.
    pub async fn picture(&self, name: &str) {
        if std::env::var_os("COLLEGA_TEST_PICTURES").is_none() {
            return;
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../screens");
        std::fs::create_dir_all(&folder).unwrap();
        self.driver.screenshot(&folder.join(format!("{name}.png"))).await.unwrap();
    }

    /// What the browser complained about since the last call: script errors, what the content
    /// security policy refused, what could not be loaded.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.driver.browser_log().await.unwrap();
        log.into_iter().map(|entry| entry.message).collect()
    }
}

impl Deref for Browser {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.driver
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A session closed politely takes a runtime, which may be ending just now. Chromium leaves by
        // itself when the pipe to its driver closes.
        let _ = self.driver.clone().leak();
    }
}

/// The program between the tests and Chromium.
struct Chromedriver {
    port: u16,
    process: Child,
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The folder that Chromium keeps its things in; it goes when the last process has let go of it.
struct Profile(Folder);

impl Drop for Profile {
    fn drop(&mut self) {
        let folder = self.0.path().display().to_string();
        wait::happens_in_time(|| !is_named_by_a_process(&folder));
    }
}

fn is_named_by_a_process(folder: &str) -> bool {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut commands = processes.filter_map(|process| std::fs::read(process.path().join("cmdline")).ok());
    commands.any(|command| String::from_utf8_lossy(&command).contains(folder))
}

impl Chromedriver {
    /// Starts it on a port that it finds itself and says. It gives up where the port that it found for one family of
    /// addresses is taken in the other: then it looks for another.
    fn start() -> Self {
        (0..5).find_map(|_| Self::try_start()).expect("chromedriver does not say its port")
    }

    fn try_start() -> Option<Self> {
        let mut process = Command::new(exported("COLLEGA_TEST_CHROMEDRIVER"))
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver does not start: run ./test");
        let said = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = said.map_while(Result::ok).find_map(|line| {
            line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
        });
        let Some(port) = port else {
            process.wait().expect("chromedriver can't be waited for");
            return None;
        };
        Some(Self { port, process })
    }
}

fn capabilities(window: Window, profile: &Path) -> thirtyfour::ChromeCapabilities {
    let mut wishes = DesiredCapabilities::chrome();
    wishes.set_binary(&exported("COLLEGA_TEST_CHROMIUM")).unwrap();
    let own = [
        format!("--user-data-dir={}", profile.display()),
        format!("--lang={}", window.language),
        format!("--window-size={},{}", window.width.max(600), window.height),
    ];
    let common = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--remote-debugging-pipe",
        "--force-color-profile=srgb",
        "--hide-scrollbars",
    ];
    for argument in own.iter().map(String::as_str).chain(common) {
        wishes.add_arg(argument).unwrap();
    }
    let mut settings = json!({ "intl.accept_languages": window.language });
    if !window.javascript {
        settings["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    wishes.add_experimental_option("prefs", settings).unwrap();
    wishes.set_browser_log_level(LoggingPrefsLogLevel::Warning).unwrap();
    wishes
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use axum::response::{Html, IntoResponse};
    use axum::{Router, routing::get};
    use thirtyfour::By;

    use super::*;

    const PAGE: &str = "<!doctype html><title>A page</title><link rel=icon href=data:,>
        <meta name=viewport content=width=device-width><meta name=color-scheme content='light dark'>
        <p id=language>LANGUAGE</p><noscript><p id=plain>without</p></noscript>
        <script src=/script.js></script><script>refused()</script>";
    const SCRIPT: &str = "document.title = innerWidth + (matchMedia('(prefers-color-scheme: dark)').matches \
        ? ' dark' : ' light')";

    async fn page(headers: HeaderMap) -> impl IntoResponse {
        let language = headers["accept-language"].to_str().unwrap().to_owned();
        ([("content-security-policy", "script-src 'self'")], Html(PAGE.replace("LANGUAGE", &language)))
    }

    async fn script() -> impl IntoResponse {
        ([("content-type", "text/javascript")], SCRIPT)
    }

    /// A server of one page; its address.
    async fn serve() -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let site = Router::new().route("/", get(page)).route("/script.js", get(script));
        tokio::spawn(async move { axum::serve(listener, site).await });
        address
    }

    #[tokio::test]
    async fn a_telephone_in_the_dark_reads_russian() {
        let browser = Browser::open(Window::phone("ru").dark()).await;
        browser.goto(serve().await).await.unwrap();
        assert_eq!(browser.title().await.unwrap(), "390 dark");
        assert_eq!(browser.find(By::Id("language")).await.unwrap().text().await.unwrap(), "ru");
        let complaints = browser.complaints().await;
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        assert!(complaints[0].contains("Content Security Policy"), "{complaints:?}");
        browser.picture("browser-proof").await;
    }

    #[tokio::test]
    async fn a_desktop_without_javascript_sees_the_plain_page() {
        let browser = Browser::open(Window::desktop("en").without_javascript()).await;
        browser.goto(serve().await).await.unwrap();
        assert_eq!(browser.title().await.unwrap(), "A page");
        assert_eq!(browser.find(By::Id("plain")).await.unwrap().text().await.unwrap(), "without");
    }

    #[tokio::test]
    async fn a_desktop_runs_scripts() {
        let browser = Browser::open(Window::desktop("en")).await;
        browser.goto(serve().await).await.unwrap();
        assert_eq!(browser.title().await.unwrap(), "1280 light");
    }
}
