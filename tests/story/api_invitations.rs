//! Invitations by the machine interface.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    one_address_gets_one_letter_and_one_result,
    each_address_has_its_fate_in_the_order_given,
    a_wrong_shape_creates_nothing,
    without_sending_the_link_is_given_and_no_letter_leaves,
    the_same_key_twice_is_done_once_and_answered_alike,
    twenty_at_once_with_one_key_make_one_invitation,
    an_employee_sees_and_manages_only_his_own,
    switched_off_means_refused_at_once,
    a_corrected_address_gets_a_new_link_and_the_old_one_dies,
    a_corrected_address_without_a_letter_gets_its_new_link_told,
    a_colleague_s_living_invitation_is_not_made_twice,
    what_is_no_object_is_not_taken_for_one,
    a_change_is_made_whole_or_not_at_all,
    an_invitation_is_resent_and_revoked,
    a_list_is_read_page_by_page,
    a_stranger_is_told_nothing,
);

async fn one_address_gets_one_letter_and_one_result(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let answer = program
        .invite(json!({ "recipients": [{ "email": "ivan@example.org", "name": "Иван Петров" }] }))
        .await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let invitation = &answer.json["results"][0]["invitation"];
    assert_eq!(answer.headers["location"], format!("/api/v1/invitations/{}", invitation["id"]).as_str());
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(invitation["state"], "pending");
    assert_eq!(invitation["delivery"]["state"], "queued");
    let letters = portal.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, "ivan@example.org");
    let now = program.call(Method::GET, &format!("/invitations/{}", invitation["id"])).await;
    assert_eq!(now.json["delivery"]["state"], "sent");
    assert_eq!(now.json["inviter"]["name"], "Анна Орлова");
    let mut told = invitation.clone();
    for changed in ["delivery", "sent_at"] {
        told[changed] = now.json[changed].clone();
    }
    assert_eq!(told, now.json, "the first answer told the same as the database");
}

async fn each_address_has_its_fate_in_the_order_given(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    program.invite(json!({ "recipients": [{ "email": "old@example.org" }] })).await;
    let recipients = [
        "new@example.org",
        "ANNA@romashka.example",
        "нет",
        "Old@example.org",
        "NEW@example.org",
        "x@пример.рф",
    ];
    let recipients: Vec<_> = recipients.iter().map(|email| json!({ "email": email })).collect();
    let answer = program.invite(json!({ "recipients": recipients })).await;
    let results = answer.json["results"].as_array().unwrap();
    let outcomes: Vec<_> = results.iter().map(|result| result["outcome"].as_str().unwrap()).collect();
    assert_eq!(
        outcomes,
        ["invited", "already_employee", "refused", "already_invited", "already_invited", "invited"]
    );
    assert_eq!(results[2]["reason"], "address-problem-no-at");
    assert_eq!(portal.letters().await.len(), 3);
}

async fn a_wrong_shape_creates_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let many: Vec<_> = (0..1001).map(|n| json!({ "email": format!("p{n}@example.org") })).collect();
    for body in [
        json!("ivan@example.org"),
        json!([{ "email": "ivan@example.org" }]),
        json!({}),
        json!({ "recipients": [] }),
        json!({ "recipients": ["ivan@example.org"] }),
        json!({ "recipients": [{ "name": "Иван" }] }),
        json!({ "recipients": [{ "email": "ivan@example.org", "role": "administrator" }] }),
        json!({ "recipients": [{ "email": "ivan@example.org" }], "expires_in_days": "7" }),
        json!({ "recipients": [{ "email": "ivan@example.org" }], "inviter_id": 1 }),
        json!({ "recipients": [{ "email": "ivan@example.org" }], "language": "de" }),
        json!({ "recipients": many }),
    ] {
        let answer = program.invite(body.clone()).await;
        assert_eq!((answer.status, answer.problem()), (400, "malformed"), "{body}");
        assert!(answer.json["detail"].is_string(), "{answer:?}");
    }
    for (body, kind) in [
        (
            json!({ "recipients": [{ "email": "a@example.org" }], "department_ids": [999] }),
            "unknown-department",
        ),
        (json!({ "recipients": [{ "email": "a@example.org" }], "expires_in_days": 91 }), "bad-lifetime"),
        (json!({ "recipients": [{ "email": "a@example.org" }], "expires_in_days": 0 }), "bad-lifetime"),
    ] {
        let answer = program.invite(body).await;
        assert_eq!((answer.status, answer.problem()), (422, kind));
    }
    let form = [("content-type", "text/plain")];
    let answer = program.send(Method::POST, "/invitations", None, &form).await;
    assert_eq!((answer.status, answer.problem()), (415, "not-json"));
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 0);
}

async fn without_sending_the_link_is_given_and_no_letter_leaves(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let body = json!({ "recipients": [{ "email": "ivan@example.org" }], "send": false });
    let key = [("idempotency-key", "k1")];
    let answer = program.send(Method::POST, "/invitations", Some(body.clone()), &key).await;
    let link = answer.json["results"][0]["invitation"]["link"].as_str().unwrap().to_owned();
    assert!(link.starts_with(&format!("{}/i/", portal.url)), "{link}");
    let again = program.send(Method::POST, "/invitations", Some(body), &key).await;
    assert_eq!(again.json, answer.json, "the link can be asked for again by the same key");
    assert_eq!(portal.letters().await.len(), 0);
    let stored = portal.number("SELECT COUNT(*) FROM idempotency_keys WHERE answer LIKE '%/i/%'").await;
    assert_eq!(stored, 0, "no secret is stored");
    let page = portal.stranger().get(&link[portal.url.len()..]).await;
    assert_eq!(page.status, 200, "the link opens");
}

async fn the_same_key_twice_is_done_once_and_answered_alike(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let key = [("idempotency-key", "order-1")];
    let body = json!({ "recipients": [{ "email": "ivan@example.org" }] });
    let first = program.send(Method::POST, "/invitations", Some(body.clone()), &key).await;
    let second = program.send(Method::POST, "/invitations", Some(body), &key).await;
    assert_eq!((second.status, &second.json), (201, &first.json));
    let other = json!({ "recipients": [{ "email": "petr@example.org" }] });
    let third = program.send(Method::POST, "/invitations", Some(other), &key).await;
    assert_eq!((third.status, third.problem()), (422, "idempotency-key-reused"));
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 1);
}

async fn twenty_at_once_with_one_key_make_one_invitation(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let calls = (0..20).map(|_| {
        let program = program.clone();
        tokio::spawn(async move {
            let body = json!({ "recipients": [{ "email": "ivan@example.org" }] });
            program.send(Method::POST, "/invitations", Some(body), &[("idempotency-key", "k")]).await
        })
    });
    let calls: Vec<_> = calls.collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap());
    }
    assert!(
        answers.iter().all(|answer| answer.status == 201 && answer.json == answers[0].json),
        "{answers:?}"
    );
    assert_eq!(portal.number("SELECT COUNT(*) FROM letters").await, 1);
}

async fn an_employee_sees_and_manages_only_his_own(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.program().await;
    let petr = portal.add_employee("Пётр Вяземский", "petr@romashka.example").await;
    let petr = portal.program_of(petr).await;
    let of_admin = admin.invite(json!({ "recipients": [{ "email": "a@example.org" }] })).await;
    petr.invite(json!({ "recipients": [{ "email": "b@example.org" }] })).await;
    let list = petr.call(Method::GET, "/invitations?count=true").await;
    assert_eq!(list.json["total"], 1);
    assert_eq!(list.json["items"][0]["email"], "b@example.org");
    assert_eq!(admin.call(Method::GET, "/invitations?count=true").await.json["total"], 2);
    let foreign = format!("/invitations/{}", of_admin.json["results"][0]["invitation"]["id"]);
    for method in [Method::GET, Method::DELETE] {
        let answer = petr.call(method, &foreign).await;
        assert_eq!((answer.status, answer.problem()), (404, "not-found"));
    }
    assert_eq!(petr.call(Method::POST, &format!("{foreign}/resend")).await.status, 404);
}

async fn switched_off_means_refused_at_once(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.add_employee("Пётр Вяземский", "petr@romashka.example").await;
    let petr = portal.program_of(petr).await;
    let before = json!({ "recipients": [{ "email": "a@example.org" }], "send": false });
    let key = [("idempotency-key", "before")];
    assert_eq!(petr.send(Method::POST, "/invitations", Some(before.clone()), &key).await.status, 201);
    portal.write(|tx| tx.execute("UPDATE companies SET everyone_may_invite = 0", &[])).await;
    let answer = petr.invite(json!({ "recipients": [{ "email": "b@example.org" }] })).await;
    assert_eq!((answer.status, answer.problem()), (403, "not-allowed"));
    let replay = petr.send(Method::POST, "/invitations", Some(before), &key).await;
    assert_eq!(replay.status, 403, "an answer is not given again to who lost the right");
    let admin = portal.program().await;
    assert_eq!(admin.invite(json!({ "recipients": [{ "email": "b@example.org" }] })).await.status, 201);
}

async fn a_corrected_address_gets_a_new_link_and_the_old_one_dies(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let path = program.invited("ivna@example.org").await;
    let old_link = portal.letter_to("ivna@example.org").await.path("/i/");
    let changed = json!({ "email": "ivan@example.org", "name": "Иван Петров", "expires_in_days": 30 });
    let changed = program.send(Method::PATCH, &path, Some(changed), &[]).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert_eq!(
        (&changed.json["email"], &changed.json["name"]),
        (&json!("ivan@example.org"), &json!("Иван Петров"))
    );
    assert_eq!(portal.stranger().get(&old_link).await.status, 404, "the old link is dead");
    let new_link = portal.letter_to("ivan@example.org").await.path("/i/");
    assert_eq!(portal.stranger().get(&new_link).await.status, 200);
}

async fn a_corrected_address_without_a_letter_gets_its_new_link_told(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let made =
        program.invite(json!({ "recipients": [{ "email": "ivna@example.org" }], "send": false })).await;
    let location = made.headers["location"].to_str().unwrap().to_owned();
    let made = &made.json["results"][0]["invitation"];
    let path = format!("/invitations/{}", made["id"]);
    assert_eq!(location, format!("/api/v1{path}"));
    let changed = json!({ "email": "ivan@example.org" });
    let changed = program.send(Method::PATCH, &path, Some(changed), &[]).await;
    let link = changed.json["link"].as_str().expect("no letter carries the new link");
    assert_ne!(link, made["link"]);
    let old = made["link"].as_str().unwrap().strip_prefix(&portal.url).unwrap();
    assert_eq!(portal.stranger().get(old).await.status, 404, "the old link is dead");
    assert_eq!(portal.stranger().get(link.strip_prefix(&portal.url).unwrap()).await.status, 200);
    let renamed = program.send(Method::PATCH, &path, Some(json!({ "name": "Иван" })), &[]).await;
    assert!(renamed.json["link"].is_null(), "{renamed:?}");
    assert!(program.call(Method::GET, &path).await.json["link"].is_null());
}

async fn a_colleague_s_living_invitation_is_not_made_twice(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (olga, petr) = (
        portal.program_of_new("olga@romashka.example").await,
        portal.program_of_new("petr@romashka.example").await,
    );
    olga.invited("ivan@example.org").await;
    let second = petr.invite(json!({ "recipients": [{ "email": "Ivan@Example.org" }] })).await;
    assert_eq!(second.json["results"][0]["outcome"], "already_invited");
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 1);
    assert_eq!(portal.letters().await.len(), 1);
}

async fn what_is_no_object_is_not_taken_for_one(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    for body in
        [json!([[{ "email": "ivan@example.org" }]]), json!({ "recipients": [["ivan@example.org", null]] })]
    {
        let answer = program.invite(body).await;
        assert_eq!((answer.status, answer.problem()), (400, "malformed"), "{answer:?}");
    }
    let path = program.invited("ivan@example.org").await;
    let answer = program.send(Method::PATCH, &path, Some(json!(["petr@example.org", null, null, null])), &[]);
    assert_eq!(answer.await.status, 400);
}

async fn a_change_is_made_whole_or_not_at_all(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let path = program.invited("ivan@example.org").await;
    assert_eq!(program.send(Method::PATCH, &path, Some(json!({})), &[]).await.status, 400);
    let wrong = json!({ "name": "Иван", "department_ids": [999] });
    let wrong = program.send(Method::PATCH, &path, Some(wrong), &[]).await;
    assert_eq!((wrong.status, wrong.problem()), (422, "unknown-department"));
    assert_eq!(program.call(Method::GET, &path).await.json["name"], "");
}

async fn an_invitation_is_resent_and_revoked(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let path = program.invited("ivan@example.org").await;
    let link = portal.letter_to("ivan@example.org").await.path("/i/");
    portal.advance(Duration::from_hours(2));
    assert_eq!(program.call(Method::POST, &format!("{path}/resend")).await.status, 202);
    assert_eq!(portal.letter_to("ivan@example.org").await.path("/i/"), link, "the same link again");
    assert_eq!(program.call(Method::DELETE, &path).await.status, 204);
    assert_eq!(program.call(Method::DELETE, &path).await.status, 204, "a second time changes nothing");
    let gone = portal.stranger().get(&link).await;
    assert!(!gone.body.contains("name=\"password\""), "a revoked link opens no form");
    let again = program.invite(json!({ "recipients": [{ "email": "ivan@example.org" }] })).await;
    assert_eq!(again.json["results"][0]["outcome"], "invited");
}

async fn a_list_is_read_page_by_page(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let recipients: Vec<_> = (0..25).map(|n| json!({ "email": format!("p{n}@example.org") })).collect();
    program.invite(json!({ "recipients": recipients })).await;
    let mut seen = Vec::new();
    let mut path = "/invitations?limit=10".to_owned();
    loop {
        let page = program.call(Method::GET, &path).await;
        seen.extend(page.json["items"].as_array().unwrap().iter().map(|item| item["id"].as_i64().unwrap()));
        let Some(cursor) = page.json["next_cursor"].as_str() else { break };
        path = format!("/invitations?limit=10&cursor={cursor}");
    }
    assert_eq!(seen.len(), 25);
    assert!(seen.is_sorted_by(|a, b| a > b), "the latest first, each once");
    let found = program.call(Method::GET, "/invitations?q=p24").await;
    assert_eq!(found.json["items"].as_array().unwrap().len(), 1);
    program.call(Method::DELETE, "/invitations/24").await;
    program.call(Method::DELETE, "/invitations/25").await;
    for (query, most) in [("state=revoked&q=p24", 1), ("q=p24", 1), ("state=revoked&q=p", 2), ("q=p2", 6)] {
        let found = program.call(Method::GET, &format!("/invitations?count=true&{query}")).await;
        assert_eq!(found.json["items"].as_array().unwrap().len(), most, "{query}");
        assert_eq!(found.json["total"], most, "{query}");
    }
    let first = program.call(Method::GET, "/invitations?state=revoked&q=p&limit=1").await;
    let next = first.json["next_cursor"].as_str().unwrap();
    let last =
        program.call(Method::GET, &format!("/invitations?state=revoked&q=p&limit=1&cursor={next}")).await;
    assert_eq!(
        (&last.json["items"][0]["email"], &last.json["next_cursor"]),
        (&json!("p23@example.org"), &json!(null))
    );
    for bad in ["limit=0", "limit=201", "limit=-1", "limit=x", "state=lost", "delivery=lost", "sort=name"] {
        let answer = program.call(Method::GET, &format!("/invitations?{bad}")).await;
        assert_eq!((answer.status, answer.problem()), (400, "malformed"), "{bad}");
    }
}

async fn a_stranger_is_told_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let impostor = program.impostor();
    for path in ["/invitations", "/invitations/1", "/plan"] {
        let answer = impostor.call(Method::GET, path).await;
        assert_eq!((answer.status, answer.problem()), (401, "unauthorized"));
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
    }
    let unknown = program.call(Method::GET, "/nothing").await;
    assert_eq!((unknown.status, unknown.problem()), (404, "not-found"));
    let method = program.call(Method::PUT, "/plan").await;
    assert_eq!((method.status, method.problem()), (405, "method-not-allowed"));
    let russian = impostor.send(Method::GET, "/plan", None, &[("accept-language", "ru")]).await;
    assert_eq!(russian.json["title"], "Нужен действующий токен: Authorization: Bearer …");
}
