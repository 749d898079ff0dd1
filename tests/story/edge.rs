//! What stands around every page: who is believed, how refusals look, how connections end.

use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use collega::app;
use collega::base::networks::Networks;
use collega::web::failures::Bounds;
use collega::web::server::{Patience, serve};
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, BarePortal, PASSWORD, TestPortal};

on_both_engines!(
    behind_a_known_proxy_each_client_counts_for_himself,
    a_proxy_that_nobody_named_is_not_believed,
    figures_are_for_this_machine_or_for_who_has_the_token,
    every_refusal_is_a_page_in_the_reader_s_language,
    programs_get_every_refusal_as_a_problem,
    a_program_needs_no_check_against_foreign_forms,
    a_forged_host_changes_no_link,
    a_program_is_told_that_the_portal_is_not_set_up,
    a_defect_and_a_standstill_are_answered_like_all_else,
    a_connection_that_says_nothing_is_closed,
    the_end_does_not_wait_for_a_silent_connection,
);

const FORWARDED: &str = "x-forwarded-for";

fn behind_a_proxy(config: &mut collega::config::Config) {
    config.trusted_proxies = Networks::parse("127.0.0.1").unwrap();
}

async fn behind_a_known_proxy_each_client_counts_for_himself(database: &TestDatabase) {
    let portal = TestPortal::with(database, behind_a_proxy).await;
    let guesser = portal.program().await.impostor();
    let mut last = 0;
    for _ in 0..21 {
        // What the stranger wrote himself stands on the left and is not read.
        last = guesser.send(Method::GET, "/plan", None, &[(FORWARDED, "10.1.1.1, 203.0.113.1")]).await.status;
    }
    assert_eq!(last, 429);
    let other = guesser.send(Method::GET, "/plan", None, &[(FORWARDED, "203.0.113.2")]).await;
    assert_eq!(other.status, 401, "others are not locked out with him");
    let form = [("email".to_owned(), ADMIN.1.to_owned()), ("password".to_owned(), PASSWORD.to_owned())];
    let headers = [("sec-fetch-site", "same-origin"), (FORWARDED, "203.0.113.3")];
    portal.stranger().send(Method::POST, "/sign-in", Some(&form), &headers).await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM sessions WHERE ip = '203.0.113.3'").await, 1);
}

async fn a_proxy_that_nobody_named_is_not_believed(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let guesser = portal.program().await.impostor();
    let mut last = 0;
    for number in 0..21 {
        let invented = format!("203.0.113.{number}");
        last = guesser.send(Method::GET, "/plan", None, &[(FORWARDED, &invented)]).await.status;
    }
    assert_eq!(last, 429);
}

async fn figures_are_for_this_machine_or_for_who_has_the_token(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let metrics = async |browser: &Browserless, headers: &[(&str, &str)]| {
        browser.send(Method::GET, "/metrics", None, headers).await.status
    };
    let browser = portal.stranger();
    assert_eq!(metrics(&browser, &[]).await, 200);
    assert_eq!(metrics(&browser, &[(FORWARDED, "203.0.113.1")]).await, 404, "a proxy passes it on");
    assert_eq!(metrics(&browser, &[(FORWARDED, "127.0.0.1")]).await, 404);

    let token = Some(collega::base::secret::hash("observer"));
    let key = portal.portal.config.secret_key_file.clone();
    let watched = BarePortal::start(database, |config| {
        config.metrics_token.clone_from(&token);
        config.secret_key_file = key;
    })
    .await;
    let browser = Browserless::new(&watched.url, "en");
    assert_eq!(metrics(&browser, &[]).await, 404);
    assert_eq!(metrics(&browser, &[("authorization", "Bearer guess")]).await, 404);
    let headers = [("authorization", "Bearer observer"), (FORWARDED, "203.0.113.1")];
    assert_eq!(metrics(&browser, &headers).await, 200);
}

fn assert_dressed(page: &Page, status: u16, title: &str) {
    assert_eq!((page.status, page.texts("h1").join("").as_str()), (status, title), "{}", page.body);
    for name in ["content-security-policy", "x-content-type-options"] {
        assert!(page.headers.contains_key(name), "{status} without {name}");
    }
    assert_eq!(page.headers["cache-control"], "no-store", "{status}");
}

async fn every_refusal_is_a_page_in_the_reader_s_language(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.admin().await;
    let foreign = [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")];
    let page = browser.send(Method::POST, "/sign-out", Some(&[]), &foreign).await;
    assert_dressed(&page, 403, "Это пришло с другого сайта");
    let page = browser.get("/nowhere").await;
    assert_dressed(&page, 404, "Такой страницы нет");
    let page = browser.post("/employees", &[]).await;
    assert_dressed(&page, 405, "Этот адрес принимает только форму");
    assert_eq!(page.headers["allow"], "GET,HEAD");
    let large = "a".repeat(app::BOUNDS.body);
    let page = browser.post("/invite/mail-service", &[("addresses", &large)]).await;
    assert_dressed(&page, 413, "Слишком много за один раз");
    let typed = [("content-type", "text/plain"), ("sec-fetch-site", "same-origin")];
    let page = browser.send(Method::POST, "/sign-in", None, &typed).await;
    assert_dressed(&page, 415, "Запрос не удалось прочитать");
    let page = browser.send(Method::GET, "/employees", None, &[("host", "evil.example")]).await;
    assert_dressed(&page, 421, "По этому адресу портала нет");
    let foreigner = portal.foreigner();
    let page = foreigner.send(Method::POST, "/sign-out", Some(&[]), &foreign).await;
    assert_dressed(&page, 403, "This came from another site");
    // Whose portal speaks Russian is refused in Russian, too, where nobody has looked whose session it is.
    foreigner.post("/sign-in", &[("email", ADMIN.1), ("password", PASSWORD)]).await;
    let page = foreigner.send(Method::POST, "/sign-in", None, &typed).await;
    assert_dressed(&page, 415, "Запрос не удалось прочитать");

    let metrics = portal.stranger().get("/metrics").await.body;
    for (route, status) in [("/sign-out", 403), ("-", 404), ("/employees", 405), ("/sign-in", 415)] {
        let line = format!("collega_http_requests_total{{route=\"{route}\",status=\"{status}\"}}");
        assert!(metrics.contains(&line), "{line}");
    }
}

async fn programs_get_every_refusal_as_a_problem(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    for path in ["/nowhere", "/../other", "/../v2/invitations"] {
        let answer = program.call(Method::GET, path).await;
        assert_eq!((answer.status, answer.problem()), (404, "not-found"), "{path}");
    }
    let answer = program.call(Method::PUT, "/plan").await;
    assert_eq!((answer.status, answer.problem()), (405, "method-not-allowed"));
    assert_eq!(answer.headers["allow"], "GET,HEAD");
    assert!(answer.headers.contains_key("content-security-policy"));
    let large = json!({ "recipients": [], "note": "a".repeat(app::BOUNDS.body) });
    let answer = program.invite(large).await;
    assert_eq!((answer.status, answer.problem()), (413, "too-large"));
    let answer = program.send(Method::GET, "/plan", None, &[("host", "evil.example")]).await;
    assert_eq!((answer.status, answer.problem()), (421, "wrong-host"));
}

async fn a_program_needs_no_check_against_foreign_forms(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let body = json!({ "recipients": [{ "email": "ivan@romashka.example" }] });
    let foreign = [("origin", "https://script.example"), ("sec-fetch-site", "cross-site")];
    let answer = portal.program().await.send(Method::POST, "/invitations", Some(body), &foreign).await;
    assert_eq!(answer.status, 201, "{answer:?}");
}

async fn a_forged_host_changes_no_link(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let form = [("email".to_owned(), ADMIN.1.to_owned())];
    let forged = [("sec-fetch-site", "same-origin"), ("x-forwarded-host", "evil.example")];
    let page = portal.stranger().send(Method::POST, "/forgotten-password", Some(&form), &forged).await;
    assert!(page.status < 400, "{}", page.text());
    let letter = portal.letter_to(ADMIN.1).await;
    assert!(letter.text.contains(&format!("{}/new-password/", portal.url)), "{}", letter.text);
    assert!(!letter.raw.contains("evil.example"));
}

async fn a_program_is_told_that_the_portal_is_not_set_up(database: &TestDatabase) {
    let bare = BarePortal::start(database, |_| {}).await;
    let response = reqwest::get(format!("{}/api/v1/plan", bare.url)).await.unwrap();
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "5");
    assert!(response.text().await.unwrap().contains("urn:collega:problem:not-set-up"));
}

async fn defect() {
    panic!("a defect")
}

/// Routes with a defect and a standstill, dressed as the portal's own are.
async fn flawed(portal: &TestPortal) -> String {
    let stuck = || std::future::pending::<()>();
    let routes = Router::new()
        .route("/boom", get(defect))
        .route("/api/v1/boom", get(defect))
        .route("/stuck", post(stuck))
        .route("/api/v1/stuck", get(stuck));
    let bounds = Bounds { body: 1024, answer: Duration::from_millis(300) };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let dressed = app::dressed(routes, portal.portal.clone(), bounds);
    tokio::spawn(serve(dressed, listener, CancellationToken::new(), Patience::default()));
    url
}

async fn a_defect_and_a_standstill_are_answered_like_all_else(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let url = flawed(&portal).await;
    let browser = Browserless::new(&url, "ru");
    let page = browser.get("/boom").await;
    assert_dressed(&page, 500, "Что-то сломалось у нас");
    let number = page.text().split("номер: ").nth(1).unwrap().split('.').next().unwrap().to_owned();
    assert!(number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_hexdigit()), "{}", page.text());
    let page = browser.post("/stuck", &[("text", "набранное")]).await;
    assert_dressed(&page, 503, "Портал сейчас занят");
    assert!(page.headers.contains_key("retry-after"));
    assert_eq!(page.value("text"), "набранное");

    let problem = browser.get("/api/v1/boom").await;
    assert_eq!(
        (problem.status, &problem.headers["content-type"]),
        (500, &"application/problem+json".parse().unwrap())
    );
    assert!(problem.body.contains("urn:collega:request:"), "{}", problem.body);
    let problem = browser.get("/api/v1/stuck").await;
    assert!(problem.status == 503 && problem.body.contains("urn:collega:problem:busy"), "{}", problem.body);
    assert!(problem.headers.contains_key("retry-after"));
    let metrics = portal.stranger().get("/metrics").await.body;
    assert!(metrics.contains("{route=\"/boom\",status=\"500\"} 1"), "{metrics}");
    assert!(metrics.contains("{route=\"/stuck\",status=\"503\"} 1"), "{metrics}");
}

/// A server of nothing, and a connection that has begun to say something.
async fn half_open(patience: Patience) -> (TcpStream, JoinHandle<()>, CancellationToken) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let serving = tokio::spawn(serve(Router::new(), listener, stop.clone(), patience));
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n").await.unwrap();
    (stream, serving, stop)
}

const LONG: Duration = Duration::from_hours(1);

async fn a_connection_that_says_nothing_is_closed(_: &TestDatabase) {
    let (mut stream, _serving, _stop) =
        half_open(Patience { head: Duration::from_millis(50), farewell: LONG }).await;
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    assert!(!rest.starts_with(b"HTTP/1.1 200"), "nothing was asked");
}

async fn the_end_does_not_wait_for_a_silent_connection(_: &TestDatabase) {
    let (_stream, serving, stop) =
        half_open(Patience { head: LONG, farewell: Duration::from_millis(50) }).await;
    stop.cancel();
    serving.await.unwrap();
}
