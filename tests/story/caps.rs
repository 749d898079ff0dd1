//! What keeps an inviter from writing to strangers without end, and the plan from overflowing.

use collega::join::decline::Wish;

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::api::{Answer, Program};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    a_day_and_a_week_hold_so_many_letters_and_then_there_are_more,
    so_many_invitations_are_open_and_no_more,
    requests_at_once_do_not_pass_the_caps,
    two_letters_to_an_address_in_all_and_three_of_an_invitation,
    who_opted_out_is_refused_at_every_door,
    a_lifetime_is_the_companys_for_employees,
    seats_that_are_held_come_back,
    open_join_links_are_counted,
);

fn hours(hours: u64) -> Duration {
    Duration::from_hours(hours)
}

fn list(count: usize, prefix: &str) -> Value {
    let recipients: Vec<_> =
        (0..count).map(|n| json!({ "email": format!("{prefix}{n}@example.org") })).collect();
    json!({ "recipients": recipients })
}

fn refused(answer: &Answer) -> (u16, &str, &str) {
    (answer.status, answer.problem(), answer.json["detail"].as_str().unwrap_or_default())
}

async fn set(portal: &TestPortal, column: &'static str, value: i64) {
    let sql = format!("UPDATE companies SET {column} = $1");
    portal.write(move |tx| tx.execute(&sql, &[value.into()])).await;
}

async fn a_day_and_a_week_hold_so_many_letters_and_then_there_are_more(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    set(&portal, "letters_per_day", 3).await;
    set(&portal, "letters_per_week", 5).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    assert_eq!(petr.invite(list(2, "a")).await.status, 201);
    let over = petr.invite(list(2, "b")).await;
    assert_eq!(refused(&over), (422, "over-daily-quota", "There is 1 letter left."));
    let path = petr.invited("c@example.org").await;
    portal.letters().await;
    portal.advance(hours(24 * 15));
    assert_eq!(petr.invite(list(3, "d")).await.status, 201, "the day is over");
    let resent = petr.call(Method::POST, &format!("{path}/resend")).await;
    assert_eq!(refused(&resent), (422, "over-daily-quota", ""), "a letter again is a letter");
    portal.advance(hours(25));
    assert_eq!(petr.call(Method::POST, &format!("{path}/resend")).await.status, 202);
    let over = petr.invite(list(2, "e")).await;
    assert_eq!(refused(&over), (422, "over-weekly-quota", "There is 1 letter left."));
    portal.advance(hours(24 * 7));
    assert_eq!(petr.invite(list(3, "f")).await.status, 201, "the week is over");
    set(&portal, "letters_per_day", 1).await;
    assert_eq!(portal.program().await.invite(list(9, "g")).await.status, 201, "administrators are excepted");
}

async fn so_many_invitations_are_open_and_no_more(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    set(&portal, "pending_per_inviter", 3).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    let path = petr.invited("old@example.org").await;
    let over = petr.invite(list(3, "a")).await;
    assert_eq!(refused(&over), (422, "too-many-pending", "2 more invitations can be open."));
    assert_eq!(petr.invite(list(2, "a")).await.status, 201);
    portal.letters().await;
    portal.advance(hours(24 * 15));
    assert_eq!(petr.invite(list(3, "b")).await.status, 201, "the expired are not open");
    let extended = petr.patch(&path, json!({ "expires_in_days": 3 })).await;
    assert_eq!(refused(&extended), (422, "too-many-pending", ""));
    let resent = petr.call(Method::POST, &format!("{path}/resend")).await;
    assert_eq!(refused(&resent), (422, "too-many-pending", ""));
}

/// Twenty calls at once; how many were done.
async fn at_once(program: &Program, call: impl Fn(usize) -> (&'static str, Value)) -> usize {
    let mut calls: JoinSet<Answer> = (0..20)
        .map(|n| {
            let (program, (path, body)) = (program.clone(), call(n));
            async move { program.post(path, body).await }
        })
        .collect();
    let mut done = 0;
    while let Some(answer) = calls.join_next().await {
        let answer = answer.unwrap();
        assert!([201, 422].contains(&answer.status), "{answer:?}");
        done += usize::from(answer.status == 201);
    }
    done
}

async fn requests_at_once_do_not_pass_the_caps(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    set(&portal, "pending_per_inviter", 5).await;
    set(&portal, "letters_per_day", 4).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    let one = |n: usize| ("/invitations", list(1, &format!("p{n}-")));
    assert_eq!(at_once(&petr, one).await, 4, "letters of a day");
    set(&portal, "letters_per_day", 50).await;
    let one = |n: usize| ("/invitations", list(1, &format!("q{n}-")));
    assert_eq!(at_once(&petr, one).await, 1, "open invitations");
    assert_eq!(at_once(&petr, |_| ("/join-links", json!({}))).await, 5, "open links");
}

/// What stayed in the portal's mailbox counts as no letter.
fn as_if_sent(tx: &mut collega::store::Tx<'_>) -> collega::store::Result<u64> {
    tx.execute("UPDATE letters SET reason = NULL", &[])
}

async fn two_letters_to_an_address_in_all_and_three_of_an_invitation(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    let olga = portal.program_of_new("olga@romashka.example").await;
    let path = petr.invited("ivan@example.org").await;
    portal.letters().await;
    let resend = format!("{path}/resend");
    portal.write(as_if_sent).await;
    let early = petr.call(Method::POST, &resend).await;
    assert_eq!(refused(&early), (409, "written-lately", ""));
    portal.advance(hours(24 * 14));
    assert_eq!(petr.call(Method::POST, &resend).await.status, 202);
    portal.letters().await;
    portal.write(as_if_sent).await;
    portal.advance(hours(24 * 60));
    let third = petr.call(Method::POST, &resend).await;
    assert_eq!(refused(&third), (409, "written-lately", ""));
    assert_eq!(petr.call(Method::DELETE, &path).await.status, 204);
    let told = olga.invite_one("ivan@example.org").await;
    assert_eq!(told["reason"], "written-lately", "whoever invites");
    let path = petr.invited("olga@example.org").await;
    portal.write(|tx| tx.execute("UPDATE invitations SET letters = 3", &[])).await;
    portal.write(|tx| tx.execute("UPDATE letters SET state = 'failed'", &[])).await;
    let fourth = petr.call(Method::POST, &format!("{path}/resend")).await;
    assert_eq!(refused(&fourth), (409, "too-many-letters", ""));
    assert_eq!(portal.program().await.call(Method::POST, &format!("{path}/resend")).await.status, 202);
    portal.advance(hours(24 * 30));
    portal.write(|tx| tx.execute("UPDATE letters SET state = 'failed'", &[])).await;
    let told = petr.invite_one("olga@example.org").await;
    assert_eq!((&told["outcome"], &told["reason"]), (&json!("refused"), &json!("too-many-letters")));
}

async fn who_opted_out_is_refused_at_every_door(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let path = program.invited("ivan@example.org").await;
    let other = program.invited("olga@example.org").await;
    let stop = portal.letter_to("ivan@example.org").await.path("/stop/");
    portal.advance(hours(2));
    assert_eq!(program.call(Method::POST, &format!("{path}/resend")).await.status, 202);
    let invitee = portal.stranger();
    let page = invitee.get(&stop).await;
    invitee.submit(&page, &stop, &[]).await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM letters WHERE state = 'cancelled'").await, 1);
    assert_eq!(program.get(&path).await.json["state"], "declined");
    let told = program.invite_one("ivan@example.org").await;
    assert_eq!((&told["outcome"], &told["reason"]), (&json!("refused"), &json!("opted-out")));
    let corrected = program.patch(&other, json!({ "email": "Ivan@example.org" })).await;
    assert_eq!(refused(&corrected), (409, "opted-out", ""));
    let (company, now) = (portal.company, portal.portal.now());
    portal.write(move |tx| tx.suppressions().insert(company, "olga@example.org", Wish::OptedOut, now)).await;
    let resent = program.call(Method::POST, &format!("{other}/resend")).await;
    assert_eq!(refused(&resent), (409, "opted-out", ""));
    let admin = portal.admin().await;
    let page = admin.post(&format!("{other}/resend"), &[]).await;
    assert!(page.says("попросил больше не приглашать"), "{}", page.text());
}

async fn a_lifetime_is_the_companys_for_employees(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    let body =
        |email: &str, days: i64| json!({ "recipients": [{ "email": email }], "expires_in_days": days });
    let long = petr.invite(body("a@example.org", 15)).await;
    assert_eq!(refused(&long), (422, "bad-lifetime", "It can be from 1 to 14 days."));
    let path = petr.invited("a@example.org").await;
    let longer = petr.patch(&path, json!({ "expires_in_days": 15 })).await;
    assert_eq!(refused(&longer), (422, "bad-lifetime", "It can be from 1 to 14 days."));
    let program = portal.program().await;
    assert_eq!(program.patch(&path, json!({ "expires_in_days": 90 })).await.status, 200);
    let longest = program.invite(body("b@example.org", 91)).await;
    assert_eq!(refused(&longest), (422, "bad-lifetime", "It can be from 1 to 90 days."));
}

async fn seats_that_are_held_come_back(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    set(&portal, "max_employees", 3).await;
    set(&portal, "reserve_seats", 1).await;
    let program = portal.program().await;
    let over = program.invite(list(3, "a")).await;
    assert_eq!(refused(&over), (409, "seats-full", "There are 2 free seats."));
    assert_eq!(program.invite(list(2, "a")).await.status, 201);
    assert_eq!(refused(&program.invite(list(1, "b")).await), (409, "seats-full", "There are no free seats."));
    let known =
        json!({ "recipients": [{ "email": "anna@romashka.example" }, { "email": "a0@example.org" }] });
    assert_eq!(program.invite(known).await.status, 201, "who is known takes no seat");
    assert_eq!(program.get("/plan").await.json["seats_reserved"], 2);
    let all = program.get("/invitations").await.json;
    let id = &all["items"][0]["id"];
    assert_eq!(program.call(Method::DELETE, &format!("/invitations/{id}")).await.status, 204);
    let path = program.invited("c@example.org").await;
    let decline = portal.letter_to("c@example.org").await.path("/i/");
    let invitee = portal.stranger();
    invitee.get(&decline).await;
    let page = invitee.get("/join/decline").await;
    invitee.submit(&page, "/join/decline", &[]).await;
    assert_eq!(program.get(&path).await.json["state"], "declined");
    let path = program.invited("d@example.org").await;
    portal.advance(hours(24 * 15));
    assert_eq!(program.invite(list(2, "e")).await.status, 201, "what has expired holds none");
    let extended = program.patch(&path, json!({ "expires_in_days": 3 })).await;
    assert_eq!(refused(&extended), (409, "seats-full", ""));
}

async fn open_join_links_are_counted(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    set(&portal, "pending_per_inviter", 2).await;
    let id = portal.add_employee("Ольга Белова", "olga@romashka.example").await;
    let olga = portal.program_of(id).await;
    let browser = portal.signed_in("olga@romashka.example").await;
    let first = olga.post("/join-links", json!({ "department_ids": null })).await;
    assert_eq!(first.status, 201, "{first:?}");
    olga.post("/join-links", json!({})).await;
    let third = olga.post("/join-links", json!({})).await;
    let words = "2 links can be open: switch off those not needed.";
    assert_eq!(refused(&third), (422, "too-many-links", words));
    let form = browser.get("/invite/link").await;
    let page = browser.submit(&form, "/invite/link", &[]).await;
    assert!(page.status == 422 && page.says("У вас уже открыты 2 ссылки"), "{}", page.text());
    let form = browser.get("/invite/mail-app").await;
    let page = browser.submit(&form, "/invite/mail-app", &[]).await;
    assert!(page.status == 422 && page.says("У вас уже открыты 2 ссылки"), "{}", page.text());
    let path = format!("/join-links/{}", first.json["id"]);
    assert_eq!(olga.call(Method::DELETE, &path).await.status, 204);
    assert_eq!(olga.post("/join-links", json!({})).await.status, 201);
    let page = browser.post(&format!("{path}/switch-on"), &[("return_to", &path)]).await;
    assert!(page.says("У вас уже открыты 2 ссылки"), "{}", page.text());
    assert_eq!(portal.program().await.post("/join-links", json!({})).await.status, 201);
}
