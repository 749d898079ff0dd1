//! Links, codes, tokens and passwords are told to whom they are for, and to no log and no history.

use reqwest::Client;
use serde_json::{Value, json};

use super::commands::{ADDRESS, Installation, Talkative, letters};
use crate::support::browserless::Browserless;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::letter::ReceivedLetter;
use crate::support::wait;

on_both_engines!(the_most_talkative_log_and_the_history_know_no_secret);

const INVITEE: &str = "ivan@example.org";
const STRANGER: &str = "oleg@example.org";
const SECOND: &str = "olga@example.org";

/// The letter to an address, once it is there.
fn letter_to(database: &TestDatabase, email: &str) -> ReceivedLetter {
    let mut found = None;
    wait::until("a letter", || {
        found = letters(database).into_iter().rfind(|letter| letter.to == email);
        found.is_some()
    });
    found.unwrap()
}

/// A token of the administrator, and the path of a join link made by it.
async fn token_and_link(installation: &Installation<'_>, url: &str) -> (String, String) {
    let made = installation.run(&["token", "create", "--as", ADDRESS, "--name", "tests"]);
    let token =
        made.out.split_whitespace().find(|word| word.starts_with("collega_")).expect("a token").to_owned();
    let request = Client::new().post(format!("{url}/api/v1/join-links")).bearer_auth(&token);
    let answer: Value = request.json(&json!({})).send().await.unwrap().json().await.unwrap();
    (token, answer["url"].as_str().unwrap()[url.len()..].to_owned())
}

async fn the_most_talkative_log_and_the_history_know_no_secret(database: &TestDatabase) {
    let installation = Installation::new(database);
    let portal = Talkative::start(&installation);
    let (token, shared) = token_and_link(&installation, &portal.url).await;
    assert_eq!(installation.run(&["invite", INVITEE, SECOND, "--wait"]).code, Some(0));
    let (first, second) = (letter_to(database, INVITEE), letter_to(database, SECOND));
    let password = "six copper kettles whistle";
    let fields = [("name", "Ivan"), ("password", password)];

    let browser = Browserless::new(&portal.url, "en");
    let page = browser.get(&first.path("/i/")).await;
    assert_eq!(browser.submit(&page, "/join", &fields).await.path(), "/welcome");
    let page = browser.get(&second.path("/stop/")).await;
    browser.submit(&page, "/stop/", &[]).await;
    let page = Browserless::new(&portal.url, "en").get(&second.path("/i/")).await;
    assert_eq!(page.status, 410, "{}", page.text());

    let browser = Browserless::new(&portal.url, "en");
    let page = browser.get(&shared).await;
    let page = browser.submit(&page, "/join/address", &[("email", STRANGER)]).await;
    let code = letter_to(database, STRANGER).code();
    browser.submit(&page, "/join/code", &[("code", &code)]).await;
    let page = browser.get("/join/details").await;
    assert_eq!(browser.submit(&page, "/join/details", &fields).await.path(), "/welcome");
    browser.post("/sign-out", &[]).await;
    browser.post("/forgotten-password", &[("email", INVITEE)]).await;
    wait::until("the link", || letter_to(database, INVITEE).text.contains("/new-password/"));
    let reset = letter_to(database, INVITEE).path("/new-password/");
    browser.get(&reset).await;

    let told = database.db.read(|tx| {
        let all = "SELECT action || ' ' || details || ' ' || COALESCE(ip, '') FROM history ORDER BY id";
        tx.query(all, &[], |row| row.get::<String>(0))
    });
    let told = told.await.unwrap().join("\n");
    let log = portal.end();
    for pattern in ["/i/{secret}", "/j/{secret}", "/stop/{secret}", "/new-password/{secret}"] {
        assert!(log.contains(pattern), "the log tells of the request: {pattern}");
    }
    let paths = [first.path("/i/"), second.path("/i/"), second.path("/stop/"), shared, reset];
    let secrets = paths.iter().map(|path| path.rsplit('/').next().unwrap());
    for secret in secrets.chain([token.as_str(), password, "six+copper", &format!("code={code}")]) {
        assert!(secret.len() > 8);
        assert!(!log.contains(secret), "the log: {secret}");
        assert!(!told.contains(secret), "the history: {secret}");
    }
}
