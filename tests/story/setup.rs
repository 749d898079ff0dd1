//! The first run: whoever opens the setup link first is the administrator, and nobody else.

use std::sync::Arc;

use collega::app;
use collega::base::email_address::EmailAddress;
use collega::history::Channel;
use collega::i18n::Language;
use collega::setup::{self, NewPortal, Outcome};
use collega::store::{Result as StoreResult, Tx};

use reqwest::Method;

use crate::support::browserless::Browserless;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{BarePortal, PASSWORD, TestPortal};

on_both_engines!(
    a_link_and_four_steps_make_a_portal,
    what_is_to_be_mended_is_said_and_nothing_typed_is_lost,
    one_goes_back_changes_language_and_comes_another_day,
    the_mail_step_changes_language_and_loses_nothing,
    without_the_link_nobody_gets_in,
    opening_the_link_changes_nothing,
    another_address_than_the_browsers_is_asked_about,
    of_those_who_finish_at_once_one_wins_and_the_rest_are_told,
    twenty_at_once_make_one_administrator,
);

const COMPANY: [(&str, &str); 2] = [("company", "ООО «Ромашка»"), ("time_zone", "Asia/Omsk")];
const ADMINISTRATOR: [(&str, &str); 3] =
    [("admin_name", "Анна Орлова"), ("admin_email", "anna@romashka.example"), ("password", PASSWORD)];

async fn a_link_and_four_steps_make_a_portal(database: &TestDatabase) {
    let bare = BarePortal::start(database, |_| {}).await;
    let browser = stranger(&bare);
    let page = browser.get(&link(&bare).await).await;
    assert_eq!((page.status, page.path()), (200, "/setup"), "the code has left the address bar");
    assert!(page.says("Шаг 1 из 4"), "{}", page.text());
    assert_eq!(page.value("public_url"), bare.url);
    assert!(page.says("открывается только на этом компьютере"), "{}", page.text());
    let page = browser.submit(&page, "/setup", &COMPANY).await;
    assert!(page.says("Шаг 2 из 4"), "{}", page.text());
    let page = browser.submit(&page, "/setup/administrator", &ADMINISTRATOR).await;
    assert_eq!(page.path(), "/welcome/mail", "{}", page.text());
    assert!(page.says("Шаг 3 из 4") && page.says("ООО «Ромашка»"), "{}", page.text());
    let page = browser.follow(&page, "/welcome/colleagues").await;
    assert!(page.says("Шаг 4 из 4") && page.says("Ссылки ведут на"), "{}", page.text());
    let page =
        browser.submit(&page, "/invite/mail-service", &[("addresses", "boris@romashka.example")]).await;
    assert_eq!(page.value("address"), "boris@romashka.example");
    let page = browser.submit(&page, "/invite/mail-service/review", &[("action", "send")]).await;
    assert!(page.path().starts_with("/invite/batches/"), "{}", page.text());

    let (zone, role): (String, String) = bare
        .portal
        .read(|tx| {
            tx.query_one("SELECT time_zone, role FROM employees WHERE status = 'active'", &[], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
        })
        .await
        .unwrap();
    assert_eq!((zone.as_str(), role.as_str()), ("Asia/Omsk", "administrator"));
    for path in ["/setup", "/setup?code=x", "/setup/administrator"] {
        assert_eq!((browser.get(path).await.status, stranger(&bare).get(path).await.status), (404, 404));
    }
}

async fn what_is_to_be_mended_is_said_and_nothing_typed_is_lost(database: &TestDatabase) {
    let bare = BarePortal::start(database, |_| {}).await;
    let browser = stranger(&bare);
    let page = browser.get(&link(&bare).await).await;
    let wrong = [("company", " "), ("public_url", "portal.example/path"), ("time_zone", "Марс")];
    let page = browser.submit(&page, "/setup", &wrong).await;
    assert_eq!(page.status, 422);
    assert!(page.title().starts_with("Ошибка: "), "{}", page.title());
    assert_eq!(page.attributes(".errors a", "href"), ["#company", "#public_url", "#time_zone"]);
    assert_eq!((page.value("public_url").as_str(), page.value("time_zone").as_str()), (wrong[1].1, "Марс"));
    let page = browser.submit(&page, "/setup", &with(&COMPANY, "public_url", &bare.url)).await;

    let weak = [("admin_name", "Анна"), ("admin_email", "anna@"), ("password", "ромашкаромашкаромашка")];
    let page = browser.submit(&page, "/setup/administrator", &weak).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.attributes(".errors a", "href"), ["#admin_email", "#password"]);
    assert_eq!((page.value("admin_name").as_str(), page.value("admin_email").as_str()), ("Анна", "anna@"));
    assert_eq!(page.value("password"), "", "a password never comes back");
    let drafts: String = bare
        .portal
        .read(|tx| tx.query_one("SELECT draft FROM setup_codes", &[], |row| row.get(0)))
        .await
        .unwrap();
    assert!(drafts.contains("anna@") && !drafts.contains(weak[2].1), "{drafts}");
    let page = browser.submit(&page, "/setup/administrator", &ADMINISTRATOR).await;
    assert_eq!(page.path(), "/welcome/mail", "{}", page.text());
}

async fn one_goes_back_changes_language_and_comes_another_day(database: &TestDatabase) {
    let bare = BarePortal::start(database, |_| {}).await;
    let (browser, link) = (stranger(&bare), link(&bare).await);
    let page = browser.get(&link).await;
    let page = browser.submit(&page, "/setup", &with(&COMPANY, "go", "en")).await;
    assert!(page.says("Step 1 of 4"), "{}", page.text());
    assert_eq!(page.value("company"), COMPANY[0].1);
    let page = browser.submit(&page, "/setup", &[]).await;
    let typed = [("admin_name", "Анна Орлова"), ("admin_email", "anna@"), ("password", ""), ("go", "back")];
    let page = browser.submit(&page, "/setup/administrator", &typed).await;
    assert_eq!((page.path(), page.value("company").as_str()), ("/setup", COMPANY[0].1));

    let tomorrow = stranger(&bare);
    let page = tomorrow.get(&link).await;
    assert_eq!(page.value("time_zone"), "Омск");
    let page = tomorrow.submit(&page, "/setup", &[]).await;
    assert_eq!(page.value("admin_email"), "anna@");
}

/// What is typed at the step of the mail server stays, its password sealed.
async fn the_mail_step_changes_language_and_loses_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let page = admin.get("/welcome/mail").await;
    let typed =
        [("host", "smtp.example.org"), ("port", "465"), ("user", "anna"), ("password", "тайное слово")];
    let page = admin.submit(&page, "/welcome/mail/language?language=en", &typed).await;
    assert!(
        page.status == 200 && page.says("Step 3 of 4") && !page.body.contains("тайное"),
        "{}",
        page.text()
    );
    assert_eq!([page.value("host"), page.value("user")], ["smtp.example.org", "anna"]);
    let page = admin.submit(&page, "/welcome/mail", &[]).await;
    assert_eq!(page.path(), "/welcome/colleagues", "{}", page.text());
    assert!(admin.get("/settings/mail").await.says("smtp.example.org:465"));
}

async fn without_the_link_nobody_gets_in(database: &TestDatabase) {
    let bare = BarePortal::start(database, |_| {}).await;
    link(&bare).await;
    for path in ["/", "/setup", "/setup/administrator", "/sign-in"] {
        let page = stranger(&bare).get(path).await;
        assert_eq!(page.status, 503, "{path}");
        assert!(page.says("collega setup-link"), "{}", page.text());
    }
    let page = stranger(&bare).post("/setup/administrator", &ADMINISTRATOR).await;
    assert_eq!(page.status, 503);
    let browser = stranger(&bare);
    let mut last = browser.get("/setup?code=guess").await;
    assert_eq!(last.status, 403);
    assert!(last.says("Ссылка для настройки не подходит"), "{}", last.text());
    for number in 0..20 {
        last = browser.get(&format!("/setup?code=guess{number}")).await;
    }
    assert_eq!(last.status, 429);
    assert!(last.headers.contains_key("retry-after"));
    let people: i64 = count(&bare, "employees").await;
    assert_eq!(people, 0);
}

async fn opening_the_link_changes_nothing(database: &TestDatabase) {
    let bare = BarePortal::start(database, |_| {}).await;
    let link = link(&bare).await;
    for _ in 0..30 {
        assert_eq!(stranger(&bare).send(Method::HEAD, &link, None, &[]).await.status, 200);
        assert_eq!(stranger(&bare).get(&link).await.path(), "/setup");
    }
    assert_eq!((count(&bare, "companies").await, count(&bare, "setup_codes").await), (0, 1));
}

async fn another_address_than_the_browsers_is_asked_about(database: &TestDatabase) {
    let bare = BarePortal::start(database, |_| {}).await;
    let browser = stranger(&bare);
    let page = browser.get(&link(&bare).await).await;
    let elsewhere = with(&COMPANY, "public_url", "https://Portal.Romashka.example/");
    let page = browser.submit(&page, "/setup", &elsewhere).await;
    assert_eq!((page.status, page.path()), (422, "/setup"));
    assert!(page.says(&bare.url) && page.says("https://portal.romashka.example"), "{}", page.text());
    let confirmed = page.attributes("#confirmed_url", "value");
    let page = browser.submit(&page, "/setup", &[("confirmed_url", &confirmed[0])]).await;
    let page = browser.submit(&page, "/setup/administrator", &ADMINISTRATOR).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let way = page.attributes("a.button", "href");
    assert_eq!(way, ["https://portal.romashka.example/sign-in?next=/welcome/mail"]);
}

async fn of_those_who_finish_at_once_one_wins_and_the_rest_are_told(database: &TestDatabase) {
    let bare = BarePortal::start(database, |_| {}).await;
    let mut rivals = Vec::new();
    for number in 0..6 {
        let browser = stranger(&bare);
        let page = browser.get(&link(&bare).await).await;
        let page = browser.submit(&page, "/setup", &COMPANY).await;
        assert_eq!(page.path(), "/setup/administrator");
        rivals.push(async move {
            let email = format!("rival{number}@romashka.example");
            let fields = [("admin_name", "Соперник"), ("admin_email", &email), ("password", PASSWORD)];
            let page = browser.submit(&page, "/setup/administrator", &fields).await;
            (page.status, page.path().to_owned())
        });
    }
    let rivals: Vec<_> = rivals.into_iter().map(tokio::spawn).collect();
    let mut winners = 0;
    for rival in rivals {
        match rival.await.unwrap() {
            (200, path) if path == "/welcome/mail" => winners += 1,
            (404 | 409, _) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((winners, count(&bare, "employees").await), (1, 1));
}

fn stranger(bare: &BarePortal) -> Browserless {
    Browserless::new(&bare.url, "ru")
}

/// The path of a new setup link.
async fn link(bare: &BarePortal) -> String {
    let link = app::setup_link(&bare.portal).await.unwrap().unwrap();
    link.strip_prefix(&bare.url).unwrap().to_owned()
}

fn with<'a>(fields: &[(&'a str, &'a str)], name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().copied().chain([(name, value)]).collect()
}

async fn count(bare: &BarePortal, table: &'static str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    bare.portal.read(move |tx| tx.query_one(&sql, &[], |row| row.get(0))).await.unwrap()
}

async fn twenty_at_once_make_one_administrator(database: &TestDatabase) {
    let bare = BarePortal::start(database, |_| {}).await;
    // Connections that stand already let the attempts meet.
    at_once(&bare, |_| |tx: &mut Tx<'_>| tx.installation().is_set_up()).await;
    let now = bare.portal.now();
    let outcomes = at_once(&bare, |number| {
        let new = new_portal(&bare.url, number);
        move |tx: &mut Tx<'_>| setup::set_up(tx, &new, Channel::Web, now)
    })
    .await;
    let winners = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Created { .. })).count();
    assert_eq!(winners, 1, "{outcomes:?}");
    for table in ["companies", "departments", "employees", "installation"] {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        let rows: i64 = bare.portal.read(move |tx| tx.query_one(&sql, &[], |row| row.get(0))).await.unwrap();
        assert_eq!(rows, 1, "{table}");
    }
}

/// Twenty transactions that nobody keeps waiting for each other.
async fn at_once<T, W>(bare: &BarePortal, work: impl Fn(usize) -> W) -> Vec<T>
where
    T: Send + 'static,
    W: Fn(&mut Tx<'_>) -> StoreResult<T> + Send + 'static,
{
    let started: Vec<_> = (0..20)
        .map(|number| {
            let (portal, work) = (Arc::clone(&bare.portal), work(number));
            tokio::spawn(async move { portal.write(work).await.unwrap() })
        })
        .collect();
    let mut results = Vec::new();
    for one in started {
        results.push(one.await.unwrap());
    }
    results
}

/// Every other one at an address of its own, so that neither the host alone decides nor the one row.
fn new_portal(url: &str, number: usize) -> NewPortal {
    NewPortal {
        company: format!("Company {number}"),
        public_url: if number.is_multiple_of(2) {
            url.to_owned()
        } else {
            format!("http://{number}.example")
        },
        language: Language::En,
        time_zone: "UTC".to_owned(),
        max_employees: None,
        max_online: None,
        admin_email: EmailAddress::parse(&format!("admin{number}@example.org")).unwrap(),
        admin_name: format!("Admin {number}"),
        admin_password: "not a hash".to_owned(),
        key_mark: [0; 32],
    }
}
