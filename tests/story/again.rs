//! Inviting an address again whose invitation has expired.

use std::time::Duration;

use collega::app;
use collega::join::decline::Wish;
use reqwest::Method;
use serde_json::json;

use crate::support::api::Program;
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;
use crate::support::smtp_sink::SmtpSink;

on_both_engines!(
    an_expired_invitation_gets_fresh_validity_and_is_told_as_it_stands,
    anothers_expired_invitation_is_closed_and_the_address_invited_anew,
    an_administrator_renews_for_whoever_invited,
    who_wants_no_letters_gets_none_by_an_expired_invitation,
    a_stranger_is_not_written_to_each_day_by_short_invitations,
    a_renewal_without_a_letter_counts_none_and_gives_the_link,
    an_undone_renewal_leaves_the_invitation_as_it_was,
    an_undone_renewal_of_a_letter_is_expired_again,
    a_letter_sent_again_is_not_sent_once_more_within_the_hour,
    a_letter_that_nobody_got_may_be_sent_again_at_once,
);

const REVIEW: &str = "/invite/mail-service/review";

fn days(days: u64) -> Duration {
    Duration::from_hours(24 * days)
}

async fn a_letter_sent_again_is_not_sent_once_more_within_the_hour(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let url = format!("smtp://127.0.0.1:{}", sink.port());
    let portal = TestPortal::with(database, |config| config.mail.smtp_url = Some(url)).await;
    let program = portal.program().await;
    let path = program.invited("ivan@example.org").await;
    let resend = format!("{path}/resend");
    app::deliver_due(&portal.portal).await.unwrap();
    assert_eq!(program.call(Method::POST, &resend).await.status, 202, "a first letter may have gone astray");
    app::deliver_due(&portal.portal).await.unwrap();
    let refused = program.call(Method::POST, &resend).await;
    assert_eq!((refused.status, refused.problem()), (409, "just-sent"));
    portal.advance(Duration::from_mins(61));
    assert_eq!(program.call(Method::POST, &resend).await.status, 202);
}

async fn a_letter_that_nobody_got_may_be_sent_again_at_once(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let path = program.invited("ivan@example.org").await;
    for _ in 0..3 {
        app::deliver_due(&portal.portal).await.unwrap();
        assert_eq!(program.call(Method::POST, &format!("{path}/resend")).await.status, 202);
        portal.advance(Duration::from_mins(2));
    }
}

/// Invites for a day, and lets the day pass.
async fn expired(portal: &TestPortal, program: &Program, email: &str) -> i64 {
    let body =
        json!({ "recipients": [{ "email": email, "name": "Иван" }], "expires_in_days": 1, "language": "en" });
    let answer = program.invite(body).await;
    portal.letters().await;
    portal.advance(days(20));
    answer.json["results"][0]["invitation"]["id"].as_i64().unwrap()
}

async fn an_expired_invitation_gets_fresh_validity_and_is_told_as_it_stands(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    let id = expired(&portal, &petr, "ivan@example.org").await;
    let old = portal.letter_to("ivan@example.org").await;
    let path = format!("/invitations/{id}");
    assert_eq!(petr.get(&path).await.json["state"], "expired");
    let body =
        json!({ "recipients": [{ "email": "Ivan@Example.org", "name": "Иван Петров" }], "language": "ru" });
    let again = petr.invite(body).await;
    let told = &again.json["results"][0];
    assert_eq!((&told["outcome"], &told["invitation"]["id"]), (&json!("invited"), &json!(id)), "{told}");
    let row = petr.get(&path).await.json;
    assert_eq!(told["invitation"], row, "what is told is what stands there");
    assert_eq!((&row["email"], &row["name"]), (&json!("Ivan@Example.org"), &json!("Иван Петров")));
    assert_eq!((&row["state"], &row["language"]), (&json!("pending"), &json!("ru")));
    let letter = portal.letter_to("Ivan@example.org").await;
    assert_eq!(letter.subject, "Приглашение на портал Ромашка");
    assert_eq!(letter.path("/i/"), old.path("/i/"), "the same invitation, the same link");
    let found = petr.get("/employees?q=петров").await;
    assert_eq!(found.json["items"][0]["email"], "Ivan@Example.org");
    consistency::check(&portal.portal.db).await;
}

async fn anothers_expired_invitation_is_closed_and_the_address_invited_anew(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    let olga = portal.program_of_new("olga@romashka.example").await;
    let id = expired(&portal, &petr, "ivan@example.org").await;
    let body = json!({ "recipients": [{ "email": "ivan@example.org" }], "send": false });
    let told = olga.invite(body).await.json["results"][0].clone();
    let invitation = &told["invitation"];
    assert_eq!(told["outcome"], "invited");
    assert_ne!(invitation["id"], id);
    let own = olga.get(&format!("/invitations/{}", invitation["id"])).await;
    assert_eq!(
        (own.status, &own.json["name"], &own.json["inviter"]),
        (200, &json!(""), &invitation["inviter"])
    );
    assert_eq!(petr.get(&format!("/invitations/{id}")).await.json["state"], "revoked");
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE status = 'invited'").await, 1);
    consistency::check(&portal.portal.db).await;
}

async fn an_administrator_renews_for_whoever_invited(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    let id = expired(&portal, &petr, "ivan@example.org").await;
    let told = portal.program().await.invite_one("ivan@example.org").await;
    assert_eq!(told["invitation"]["id"], id);
    assert_eq!(told["invitation"]["inviter"]["name"], "Пётр Вяземский");
    assert_eq!(told["invitation"]["name"], "Иван", "who types no name takes none away");
}

async fn who_wants_no_letters_gets_none_by_an_expired_invitation(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    expired(&portal, &program, "ivan@example.org").await;
    let (company, now) = (portal.company, portal.portal.now());
    portal.write(move |tx| tx.suppressions().insert(company, "ivan@example.org", Wish::OptedOut, now)).await;
    let told = program.invite_one("ivan@example.org").await;
    assert_eq!((&told["outcome"], &told["reason"]), (&json!("refused"), &json!("opted-out")));
    let admin = portal.admin().await;
    let page = admin.post("/invite/mail-service", &[("addresses", "ivan@example.org")]).await;
    assert!(page.says("просил больше не приглашать"), "{}", page.text());
    assert_eq!(portal.letters().await.len(), 1);
}

async fn a_stranger_is_not_written_to_each_day_by_short_invitations(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    let body = json!({ "recipients": [{ "email": "ivan@example.org" }], "expires_in_days": 1 });
    petr.invite(body.clone()).await;
    let mut outcomes = Vec::new();
    for wait in [2, 13, 30] {
        portal.letters().await;
        portal.write(|tx| tx.execute("UPDATE letters SET reason = NULL", &[])).await;
        portal.advance(days(wait));
        let told = petr.invite(body.clone()).await.json["results"][0].clone();
        outcomes.push((told["outcome"].as_str().unwrap().to_owned(), told["reason"].clone()));
    }
    let refused = ("refused".to_owned(), json!("written-lately"));
    assert_eq!(outcomes, [refused.clone(), ("invited".to_owned(), json!(null)), refused]);
    assert_eq!(portal.letters().await.len(), 2, "one in 14 days, and two in all");
}

async fn a_renewal_without_a_letter_counts_none_and_gives_the_link(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    let id = expired(&portal, &petr, "ivan@example.org").await;
    let body = json!({ "recipients": [{ "email": "ivan@example.org" }], "send": false });
    let told = petr.invite(body).await.json["results"][0]["invitation"].clone();
    let link = told["link"].as_str().unwrap()[portal.url.len()..].to_owned();
    assert_eq!((told["id"].as_i64(), told["delivery"]["state"].as_str()), (Some(id), Some("none")));
    assert_eq!(portal.number("SELECT letters FROM invitations").await, 1);
    assert_eq!(portal.stranger().get(&link).await.status, 200);
    assert!(told.get("generation").is_none());
}

async fn an_undone_renewal_leaves_the_invitation_as_it_was(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let body =
        json!({ "recipients": [{ "email": "ivan@example.org" }], "send": false, "expires_in_days": 1 });
    portal.program().await.invite(body).await;
    portal.advance(days(2));
    let admin = portal.admin().await;
    let review = admin.post("/invite/mail-service", &[("addresses", "ivan@example.org")]).await;
    let batch = admin.submit(&review, REVIEW, &[("action", "send")]).await;
    let undone = admin.post(&format!("{}/undo", batch.path()), &[]).await;
    assert!(undone.says("Отменено 1 приглашение"), "{}", undone.text());
    let row = portal.program().await.get("/invitations").await.json["items"][0].clone();
    assert_eq!((&row["state"], &row["delivery"]["state"]), (&json!("expired"), &json!("none")));
    assert_eq!(portal.number("SELECT letters FROM invitations").await, 0);
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE status = 'invited'").await, 1);
    consistency::check(&portal.portal.db).await;
}

async fn an_undone_renewal_of_a_letter_is_expired_again(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let id = expired(&portal, &program, "ivan@example.org").await;
    let admin = portal.admin().await;
    let review = admin.post("/invite/mail-service", &[("addresses", "ivan@example.org")]).await;
    let batch = admin.submit(&review, REVIEW, &[("action", "send")]).await;
    let undone = admin.post(&format!("{}/undo", batch.path()), &[]).await;
    assert_eq!(undone.texts(".result .badge"), ["Отменено"], "{}", undone.text());
    let row = program.call(Method::GET, &format!("/invitations/{id}")).await.json;
    assert_eq!((&row["state"], &row["delivery"]["state"]), (&json!("expired"), &json!("sent")));
    assert_eq!(portal.letters().await.len(), 1);
}
