//! Asking for a letter: who gets one, how often, and what whoever asks may learn.

use std::time::Duration;

use collega::housekeeping;

use super::{LATER, ask, ivan, letter, living};
use crate::story::join::{INVITEE, invite};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, TestPortal};

on_both_engines!(
    whoever_asks_learns_nothing_of_whose_address_it_is,
    only_who_works_here_gets_a_letter_and_it_goes_to_the_known_address,
    a_wrong_address_is_kept_and_told_what_to_do,
    one_letter_is_enough_for_a_while,
    several_who_ask_at_once_are_one,
    whoever_plays_with_an_address_hardly_bothers_its_owner,
    too_many_wishes_are_told_how_long_to_wait,
    old_wishes_are_forgotten,
);

/// Rows that asking may write.
async fn rows(portal: &TestPortal) -> [i64; 3] {
    [
        portal.number("SELECT COUNT(*) FROM letters").await,
        portal.number("SELECT COUNT(*) FROM password_resets").await,
        portal.number("SELECT COUNT(*) FROM history").await,
    ]
}

async fn whoever_asks_learns_nothing_of_whose_address_it_is(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let mut answers = Vec::new();
    for email in [ADMIN.1, "nobody@romashka.example"] {
        let before = rows(&portal).await;
        let page = ask(&portal.stranger(), email).await;
        let after = rows(&portal).await;
        assert_eq!(after, before.map(|rows| rows + 1), "{email}: the same is written");
        let again = ask(&portal.stranger(), email).await;
        assert_eq!(rows(&portal).await, after, "{email}: and the same the next time");
        assert!(page.says(email), "a slip of the pen is seen: {}", page.text());
        let mut headers: Vec<_> = page.headers.keys().map(ToString::to_string).collect();
        headers.sort();
        answers.push((page.status, headers, page.text().replace(email, ""), again.text().replace(email, "")));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].2, answers[0].3, "nor does the second answer differ");
    let letters = portal.letters().await;
    assert!(letters.iter().all(|letter| letter.to == ADMIN.1) && letters.len() == 1);
}

async fn only_who_works_here_gets_a_letter_and_it_goes_to_the_known_address(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    portal.letters().await;
    ivan(&portal).await;
    for (email, status) in [(INVITEE, ""), ("ivan@romashka.example", "dismissed")] {
        if !status.is_empty() {
            let sql = "UPDATE employees SET status = 'dismissed' WHERE email_key = 'ivan@romashka.example'";
            portal.write(move |tx| tx.execute(sql, &[])).await;
        }
        assert!(ask(&portal.stranger(), email).await.says("осталось в ящике самого портала"));
    }
    let waiting = "UPDATE employees SET status = 'awaiting_approval' WHERE status = 'dismissed'";
    portal.write(move |tx| tx.execute(waiting, &[])).await;
    portal.advance(LATER);
    ask(&portal.stranger(), "ivan@romashka.example").await;
    assert_eq!(portal.letters().await.len(), 1, "but for the invitation nobody was written to");
    ask(&portal.stranger(), " ANNA@Romashka.EXAMPLE ").await;
    let letters = portal.letters().await;
    assert_eq!(letters.last().map(|letter| letter.to.as_str()), Some(ADMIN.1), "never as somebody typed it");
    let vain = "SELECT COUNT(*) FROM history WHERE action = 'password-reset-in-vain' AND details = ''";
    assert_eq!(portal.number(vain).await, 3);
}

async fn a_wrong_address_is_kept_and_told_what_to_do(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let before = rows(&portal).await;
    for wrong in ["", "anna", "anna@romashka", "<script>"] {
        let page = ask(&portal.stranger(), wrong).await;
        assert_eq!(page.status, 422, "{wrong}");
        assert!(page.title().starts_with("Ошибка: "), "{}", page.title());
        assert_eq!(page.value("email"), wrong);
        assert_eq!(page.attributes(".errors a", "href"), ["#email"]);
    }
    assert_eq!(rows(&portal).await, before);
}

async fn one_letter_is_enough_for_a_while(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let first = letter(&portal, ADMIN.1).await;
    ask(&portal.stranger(), ADMIN.1).await;
    assert_eq!(portal.letters().await.len(), 1);
    portal.advance(LATER);
    let second = letter(&portal, ADMIN.1).await;
    assert_ne!(first.path("/new-password/"), second.path("/new-password/"));
    assert_eq!(portal.letters().await.len(), 2);
    assert_eq!(living(&portal).await, 1);
}

async fn several_who_ask_at_once_are_one(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let browser = portal.stranger();
        running.spawn(async move { browser.post("/forgotten-password", &[("email", ADMIN.1)]).await.status });
    }
    assert_eq!(running.join_all().await, [200; 8]);
    assert_eq!(portal.letters().await.len(), 1);
    assert_eq!(living(&portal).await, 1);
}

async fn whoever_plays_with_an_address_hardly_bothers_its_owner(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    for _ in 0..(24 * 60 / 15) {
        portal.advance(Duration::from_mins(15));
        portal.portal.limits.forget();
        portal
            .write(|tx| tx.execute("UPDATE letters SET state = 'accepted' WHERE state = 'queued'", &[]))
            .await;
        ask_quietly(&portal).await;
        assert_eq!(living(&portal).await, 1, "there is always a way in");
    }
    let letters = portal.number("SELECT COUNT(*) FROM letters").await;
    assert!((20..30).contains(&letters), "{letters} letters in a day");
}

/// Asks without the limits of the page, which a patient attacker keeps.
async fn ask_quietly(portal: &TestPortal) {
    let (company, now, random) = (portal.company, portal.portal.now(), portal.portal.random.clone());
    portal
        .write(move |tx| {
            let company = tx.companies().find(company)?.unwrap();
            let actor = collega::history::Actor::stranger(company.id, None);
            let address = collega::base::email_address::EmailAddress::parse(ADMIN.1).unwrap();
            let language = collega::i18n::Language::En;
            collega::accounts::reset::ask(tx, &actor, &company, &address, language, &*random, now)
        })
        .await;
}

async fn too_many_wishes_are_told_how_long_to_wait(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.stranger();
    let mut last = browser.get("/forgotten-password").await;
    for _ in 0..11 {
        last = browser.post("/forgotten-password", &[("email", "anna@ROMASHKA.example")]).await;
    }
    assert_eq!(last.status, 429, "of one address");
    assert!(last.headers.contains_key("retry-after"));
    let mut answers = Vec::new();
    for n in 0..10 {
        let email = format!("nobody{n}@romashka.example");
        answers.push(browser.post("/forgotten-password", &[("email", &email)]).await.status);
    }
    assert_eq!((answers[0], answers[9]), (200, 429), "from one network address: {answers:?}");
    assert_eq!(browser.get("/sign-in").await.status, 200);
}

async fn old_wishes_are_forgotten(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    ask(&portal.stranger(), ADMIN.1).await;
    ask(&portal.stranger(), "nobody@romashka.example").await;
    portal.letters().await;
    portal.advance(Duration::from_hours(6 * 24));
    housekeeping::round(&portal.portal).await.unwrap();
    assert_eq!(rows(&portal).await[..2], [2, 2]);
    portal.advance(Duration::from_hours(2 * 24));
    housekeeping::round(&portal.portal).await.unwrap();
    assert_eq!(rows(&portal).await[..2], [1, 0], "the letter that went to nobody is gone, the other stays");
    let told = "SELECT COUNT(*) FROM history WHERE action = 'password-reset-in-vain'";
    assert_eq!(portal.number(told).await, 1);
    portal.advance(Duration::from_hours(30 * 24));
    housekeeping::round(&portal.portal).await.unwrap();
    assert_eq!(portal.number(told).await, 0, "nor does what strangers do fill the history");
    assert_eq!(portal.number("SELECT COUNT(*) FROM history WHERE action = 'password-reset-asked'").await, 1);
}
