//! What every answer carries, cookies over TLS, and who has to wait.

use reqwest::header::HeaderMap;
use reqwest::{Client, Method, redirect};

use super::join::links::{NEWCOMER, give};
use super::join::{INVITEE, invite, link};
use crate::support::browserless::Page;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};

on_both_engines!(
    every_kind_of_answer_forbids_what_is_not_ours,
    over_tls_every_cookie_is_bound_to_the_host,
    who_tries_too_often_is_told_how_long_to_wait,
);

async fn every_kind_of_answer_forbids_what_is_not_ours(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let shared = link(&portal, 25).await;
    invite(&portal, &[INVITEE]).await;
    let letter = portal.letter_to(INVITEE).await;
    let (admin, stranger) = (portal.admin().await, portal.stranger());
    let mut pages: Vec<(String, Page)> = Vec::new();
    for path in [
        "/employees",
        "/employees?status=invited",
        "/employees/1",
        "/employees/999",
        "/invite",
        "/invite/mail-app",
        "/invite/mail-service",
        "/structure",
        "/structure/access-rights",
        "/settings",
        "/settings/mail",
        "/settings/letters",
        "/settings/plan",
        "/settings/tokens",
        "/history",
        "/mailbox",
        "/mailbox/1",
        "/mailbox/1/html",
        "/help",
        "/profile",
        "/join-links/1",
        "/invitations/1",
        "/welcome",
        "/nowhere",
    ] {
        pages.push((path.to_owned(), admin.get(path).await));
    }
    for path in [
        "/sign-in",
        "/forgotten-password",
        "/new-password/x",
        "/i/x",
        "/setup",
        "/healthz",
        "/metrics",
        "/api/v1/plan",
        "/assets/nothing",
        "/employees",
        &shared,
        &letter.path("/i/"),
        &letter.path("/stop/"),
    ] {
        pages.push((path.to_owned(), stranger.get(path).await));
    }
    let foreign = [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")];
    pages.push(("foreign".to_owned(), stranger.send(Method::POST, "/join", Some(&[]), &foreign).await));
    pages.push(("form".to_owned(), stranger.post("/sign-in", &[("email", "x")]).await));
    for (path, page) in pages {
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        for rule in ["default-src 'none'", "frame-ancestors", "base-uri 'none'"] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") || path.ends_with("/html"), "{path}: {policy}");
        assert_eq!(page.headers["x-content-type-options"], "nosniff", "{path}");
        assert!(page.headers.contains_key("referrer-policy"), "{path}");
        assert_ne!(page.status, 500, "{path}");
    }
}

/// The cookies that an answer sets, each with its attributes.
fn set_cookies(headers: &HeaderMap) -> Vec<String> {
    headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned()).collect()
}

async fn over_tls_every_cookie_is_bound_to_the_host(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let shared = link(&portal, 25).await;
    invite(&portal, &[INVITEE]).await;
    let personal = portal.letter_to(INVITEE).await.path("/i/");
    let tls = "UPDATE companies SET public_url = 'https://portal.romashka.example', \
               host = 'portal.romashka.example'";
    portal.write(move |tx| tx.execute(tls, &[])).await;
    let client = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
    let ask = async |method: Method, path: &str, form: &[(&str, &str)], cookie: &str| {
        let request = client.request(method, format!("{}{path}", portal.url));
        let request = request.header("host", "portal.romashka.example").header("cookie", cookie);
        let request = request.header("sec-fetch-site", "same-origin").form(form);
        let answer = request.send().await.unwrap();
        (set_cookies(answer.headers()), answer.text().await.unwrap())
    };
    let credentials = [("email", ADMIN.1), ("password", PASSWORD)];
    let (session, _) = ask(Method::POST, "/sign-in", &credentials, "").await;
    let token = session[0].split(';').next().unwrap().to_owned();
    let mut cookies = session;
    for path in [&shared, &personal] {
        cookies.extend(ask(Method::GET, path, &[], "").await.0);
    }
    cookies.extend(ask(Method::POST, "/language", &[("language", "en")], "").await.0);
    let (flash, _) = ask(Method::POST, "/sign-out", &[], &token).await;
    let news = flash.iter().find(|cookie| cookie.starts_with("__Host-flash=")).expect("a message").clone();
    cookies.extend(flash);
    let language = "__Host-language=ru";
    let shown = format!("{}; {language}", news.split(';').next().unwrap());
    let (forgotten, page) = ask(Method::GET, "/sign-in", &[], &shown).await;
    assert!(page.contains("Вы вышли. До встречи!"), "{page}");
    assert!(forgotten[0].starts_with("__Host-flash=;"), "{forgotten:?}");
    cookies.extend(forgotten);
    let names = ["session", "join-link", "join", "language", "flash"];
    for name in names {
        assert!(
            cookies.iter().any(|cookie| cookie.starts_with(&format!("__Host-{name}="))),
            "{name}: {cookies:?}"
        );
    }
    for cookie in &cookies {
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        for attribute in ["Secure", "Path=/"] {
            assert!(cookie.contains(attribute), "{attribute}: {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

async fn who_tries_too_often_is_told_how_long_to_wait(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    let browser = portal.stranger();
    let assert_waits = |page: &Page, what: &str| {
        assert_eq!(page.status, 429, "{what}: {}", page.text());
        let seconds: u64 = page.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=60).contains(&seconds), "{what}: {seconds}");
    };
    give(&browser, &path, NEWCOMER).await;
    let mut last = browser.get("/join/code").await;
    for _ in 0..11 {
        last = browser.post("/join/code", &[("code", "no code")]).await;
    }
    assert_waits(&last, "codes");
    for n in 0..20 {
        let email = format!("newcomer{n}@example.org");
        last = browser.post("/join/address", &[("email", &email)]).await;
    }
    assert_waits(&last, "addresses");
    for n in 0..21 {
        let email = format!("nobody{n}@example.org");
        last = browser.post("/forgotten-password", &[("email", &email)]).await;
    }
    assert_waits(&last, "letters for a new password");
    let program = portal.program().await.impostor();
    let mut answer = program.call(Method::GET, "/plan").await;
    for _ in 0..20 {
        answer = program.call(Method::GET, "/plan").await;
    }
    assert_eq!((answer.status, answer.problem()), (429, "too-many-requests"));
    assert!(answer.headers.contains_key("retry-after"));
}
