//! Changing an invitation that is out: its address, name, departments, end.

use std::sync::Arc;
use std::time::Duration;

use collega::access_rights::rights::Rights;
use collega::app;
use collega::base::email_address::EmailAddress;
use collega::base::id::{DepartmentId, InvitationId};
use collega::base::person_name::PersonName;
use collega::history::{Actor, Channel};
use collega::invitations::{correct, rename};
use collega::mail::transport::Wish;
use reqwest::Method;
use serde_json::json;

use super::join;
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::picky_server::{CLOSE, PickyServer};
use crate::support::portal::TestPortal;

on_both_engines!(
    who_has_joined_meanwhile_keeps_his_address_and_name,
    another_spelling_of_the_address_is_what_letters_go_to,
    an_asked_end_outlives_a_corrected_address,
    an_invitation_without_a_letter_is_corrected_without_one,
    changed_departments_are_where_the_invitee_comes_to,
    it_is_extended_and_renamed_by_pages,
    a_letter_again_gives_new_validity,
    what_cannot_be_is_told_in_words,
    a_link_is_given_again_only_while_it_is_the_latest,
    no_letter_leaves_with_or_beside_a_new_link,
);

fn administrator(portal: &TestPortal) -> Actor {
    Actor {
        company: portal.company,
        employee: Some(portal.admin_id),
        rights: Rights::all(),
        channel: Channel::Web,
        ip: None,
    }
}

/// Many times over, since a race is won by either: joining beside a correction and a renaming.
async fn who_has_joined_meanwhile_keeps_his_address_and_name(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    for n in 0..6 {
        let email = format!("ivan{n}@example.org");
        join::invite(&portal, &[&email]).await;
        let path = portal.letter_to(&email).await.path("/i/");
        let id = InvitationId(portal.number("SELECT MAX(id) FROM invitations").await);
        let browser = portal.stranger();
        let form = browser.get(&path).await;
        let (correcting, renaming) = (correct(&portal, id, n), rename(&portal, id));
        let (joined, corrected, renamed) = tokio::join!(join::join(&browser, &form), correcting, renaming);
        let renamed_first = matches!(renamed, rename::Outcome::Renamed);
        let wanted = if joined.path() == "/welcome" {
            assert!(matches!(corrected, correct::Outcome::Ended(_)), "{corrected:?} {renamed_first}");
            (email, "active".to_owned(), "Иван Петров".to_owned())
        } else {
            assert!(matches!(corrected, correct::Outcome::Corrected { .. }), "{corrected:?}");
            (format!("other{n}@example.org"), "invited".to_owned(), "Имя от коллеги".to_owned())
        };
        assert_eq!(person(&portal).await, wanted);
        consistency::check(&portal.portal.db).await;
    }
}

async fn correct(portal: &TestPortal, id: InvitationId, n: usize) -> correct::Outcome {
    let (actor, now) = (administrator(portal), portal.portal.now());
    let random = Arc::clone(&portal.portal.random);
    let address = EmailAddress::parse(&format!("other{n}@example.org")).unwrap();
    let work = move |tx: &mut collega::store::Tx<'_>| {
        let company = tx.companies().find(actor.company)?.unwrap();
        correct::correct_address(tx, &actor, &company, id, &address, &*random, now)
    };
    portal.portal.write(work).await.unwrap()
}

async fn rename(portal: &TestPortal, id: InvitationId) -> rename::Outcome {
    let (actor, now) = (administrator(portal), portal.portal.now());
    let name = PersonName::parse("Имя от коллеги").unwrap();
    let work = move |tx: &mut collega::store::Tx<'_>| {
        let company = tx.companies().find(actor.company)?.unwrap();
        rename::rename(tx, &actor, &company, id, Some(&name), now)
    };
    portal.portal.write(work).await.unwrap()
}

/// Address, status and name of who came last.
async fn person(portal: &TestPortal) -> (String, String, String) {
    let sql = "SELECT email, status, name FROM employees ORDER BY id DESC LIMIT 1";
    portal.write(move |tx| tx.query_one(sql, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))).await
}

async fn another_spelling_of_the_address_is_what_letters_go_to(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let path = program.invited("ivan@example.org").await;
    let link = portal.letter_to("ivan@example.org").await.path("/i/");
    let changed = program.patch(&path, json!({ "email": "Ivan@example.org" })).await;
    assert_eq!((changed.status, &changed.json["email"]), (200, &json!("Ivan@example.org")));
    assert_eq!(portal.letters().await.len(), 1, "nobody is written to for that");
    assert_eq!(portal.stranger().get(&link).await.status, 200, "the link stays");
    portal.advance(Duration::from_hours(2));
    program.call(Method::POST, &format!("{path}/resend")).await;
    assert_eq!(portal.letter_to("Ivan@example.org").await.path("/i/"), link);
    let admin = portal.admin().await;
    let page = admin.post(&format!("{path}/address"), &[("email", "IVAN@example.org")]).await;
    assert!(page.says("Написание адреса исправлено") && page.says("IVAN@example.org"), "{}", page.text());
    assert_eq!(person(&portal).await.0, "IVAN@example.org");
    let page = admin.post(&format!("{path}/address"), &[("email", "IVAN@example.org")]).await;
    assert_eq!(page.status, 422, "{}", page.text());
}

async fn an_asked_end_outlives_a_corrected_address(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let path = program.invited("ivan@example.org").await;
    let body = json!({ "email": "olga@example.org", "expires_in_days": 3 });
    let changed = program.patch(&path, body).await;
    assert_eq!(changed.json["expires_at"], portal.portal.now().plus_days(3).to_string());
}

async fn an_invitation_without_a_letter_is_corrected_without_one(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let body = json!({ "recipients": [{ "email": "ivna@example.org" }], "send": false });
    let made = program.invite(body).await.json["results"][0]["invitation"].clone();
    let path = format!("/invitations/{}", made["id"]);
    assert_eq!(program.get(&path).await.json["delivery"], json!({ "state": "none", "attempts": 0 }));
    let listed = program.get("/invitations").await;
    assert!(listed.json["items"][0].get("link").is_none(), "a link is told once");
    let changed = program.patch(&path, json!({ "email": "ivan@example.org" })).await;
    assert_eq!((changed.status, &changed.json["delivery"]["state"]), (200, &json!("none")));
    assert_eq!(portal.letters().await.len(), 0);
    let old = made["link"].as_str().unwrap()[portal.url.len()..].to_owned();
    assert_eq!(portal.stranger().get(&old).await.status, 404);
}

async fn department(portal: &TestPortal, name: &'static str) -> DepartmentId {
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            let root = tx.departments().root(company)?.id;
            Ok(tx.departments().insert(company, Some(root), name, now)?.unwrap())
        })
        .await
}

async fn changed_departments_are_where_the_invitee_comes_to(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (sales, store) = (department(&portal, "Продажи").await, department(&portal, "Склад").await);
    let program = portal.program().await;
    let path = program.invited("ivan@example.org").await;
    let both = program.patch(&path, json!({ "department_ids": [sales, store] })).await;
    assert_eq!(both.json["department_ids"], json!([sales, store]));
    let told = "SELECT COUNT(*) FROM history WHERE action = 'departments-changed'";
    let before = portal.number(told).await;
    assert_eq!(program.patch(&path, json!({ "department_ids": [store, sales] })).await.status, 200);
    assert_eq!((before, portal.number(told).await), (1, 1), "the same once more is no change");
    let person = program.get("/employees?status=invited").await.json["items"][0].clone();
    assert_eq!(person["department_ids"], json!([sales, store]), "told of the person too");
    let admin = portal.admin().await;
    let form = admin.get(&format!("{path}/departments")).await;
    let (target, chosen) = (format!("{path}/departments"), store.to_string());
    let page = admin.submit(&form, &target, &[("department", &chosen)]).await;
    assert!(page.says("Отдел изменён") && page.says("Склад"), "{}", page.text());
    let browser = portal.stranger();
    let form = browser.get(&portal.letter_to("ivan@example.org").await.path("/i/")).await;
    let welcome = join::join(&browser, &form).await;
    assert!(welcome.says("Ваш отдел: Склад"), "{}", welcome.text());
}

async fn it_is_extended_and_renamed_by_pages(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = portal.add_employee("Пётр Вяземский", "petr@romashka.example").await;
    let path = portal.program_of(id).await.invited("ivan@example.org").await;
    let petr = portal.signed_in("petr@romashka.example").await;
    let (extend, name) = (format!("{path}/extend"), format!("{path}/name"));
    for days in ["0", "15", "", "много"] {
        let page = petr.post(&extend, &[("days", days)]).await;
        assert!(page.status == 422 && page.says("от 1 до 14"), "{days}: {}", page.text());
        assert_eq!(page.value("days"), days);
    }
    let form = petr.get(&extend).await;
    let page = petr.submit(&form, &extend, &[("days", "5")]).await;
    assert!(page.says("Срок изменён"), "{}", page.text());
    let end = portal.number("SELECT expires_at FROM invitations").await;
    assert_eq!(end, portal.portal.now().plus_days(5).0);
    let form = petr.get(&name).await;
    let page = petr.submit(&form, &name, &[("name", "Иван Петров")]).await;
    assert!(page.says("Имя изменено") && page.says("Иван Петров"), "{}", page.text());
    assert!(petr.get("/employees?status=invited&q=петров").await.says("Иван Петров"));
}

async fn a_letter_again_gives_new_validity(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    let path = petr.invited("ivan@example.org").await;
    portal.letters().await;
    let resend = format!("{path}/resend");
    portal.advance(Duration::from_hours(24 * 20));
    assert_eq!(petr.get(&path).await.json["state"], "expired");
    assert_eq!(petr.call(Method::POST, &resend).await.status, 202);
    let row = petr.get(&path).await.json;
    assert_eq!(row["expires_at"], portal.portal.now().plus_days(14).to_string());
    assert_eq!(row["state"], "pending");
    let unknown = petr.call(Method::POST, "/invitations/99999/resend").await;
    assert_eq!((unknown.status, unknown.problem()), (404, "not-found"));
}

async fn what_cannot_be_is_told_in_words(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let path = program.invited("ivan@example.org").await;
    for (body, kind, words) in [
        (json!({ "email": "ivan" }), "malformed-address", "@"),
        (json!({ "name": "+7 900 123-45-67 www.example.org" }), "bad-name", ""),
        (json!({ "expires_in_days": 0 }), "bad-lifetime", "It can be from 1 to 90 days."),
    ] {
        let answer = program.patch(&path, body).await;
        assert_eq!((answer.status, answer.problem()), (422, kind));
        let detail = answer.json["detail"].as_str().unwrap();
        assert!(detail.contains(words) && detail.contains(' '), "{detail}");
    }
    let note = json!({ "recipients": [{ "email": "a@example.org" }], "note": "Привет" });
    let note = program.invite(note).await;
    assert_eq!((note.status, note.problem()), (422, "notes-off"));
    let nothing = json!({
        "recipients": [{ "email": "a@example.org", "name": null }], "note": null, "department_ids": null,
    });
    assert_eq!(program.invite(nothing).await.status, 201, "null is as good as nothing");
    let russian = [("accept-language", "ru")];
    let days = json!({ "expires_in_days": 91 });
    let told = program.send(Method::PATCH, &path, Some(days), &russian).await;
    assert_eq!(told.json["detail"], "Можно от 1 до 90 дней.");
}

async fn a_link_is_given_again_only_while_it_is_the_latest(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let body = json!({ "recipients": [{ "email": "ivan@example.org" }], "send": false });
    let key = [("idempotency-key", "k1")];
    let ask = async || {
        let answer = program.send(Method::POST, "/invitations", Some(body.clone()), &key).await;
        answer.json["results"][0]["invitation"].clone()
    };
    let made = ask().await;
    assert!(made["link"].is_string() && made.get("generation").is_none(), "{made}");
    portal.admin().await.post(&format!("/invitations/{}/link", made["id"]), &[]).await;
    let again = ask().await;
    assert_eq!((&again["id"], again.get("link")), (&made["id"], None), "the key holds no newer link");
}

/// A repeat has to be the same letter, and one that is written already would bring a dead link.
async fn no_letter_leaves_with_or_beside_a_new_link(database: &TestDatabase) {
    let server = PickyServer::start(&[("DOT TO:<lost@", CLOSE)]);
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    let url = format!("smtp://127.0.0.1:{}", server.port()).parse().unwrap();
    portal.portal.mail.set(Wish::Server(url), "portal.example");
    let lost = program.invited("lost@example.org").await;
    app::deliver_due(&portal.portal).await.unwrap();
    assert_eq!(program.get(&lost).await.json["delivery"]["state"], "unknown");
    let waits = program.invited("waits@example.org").await;
    for path in [&lost, &waits] {
        let question = admin.get(&format!("{path}/link")).await;
        assert!(question.says("Письмо не уйдёт, даже если оно ещё ждёт отправки"), "{}", question.text());
        let link = admin.submit(&question, &format!("{path}/link"), &[]).await.value("link");
        assert_eq!(portal.stranger().get(&link[portal.url.len()..]).await.status, 200, "{link}");
        assert_eq!(program.get(path).await.json["delivery"]["state"], "none");
    }
    portal.advance(Duration::from_hours(2));
    app::deliver_due(&portal.portal).await.unwrap();
    assert_eq!(server.heard("DOT"), 1, "the link is handed over by hand");
}
