//! People, departments, join links and the plan by the machine interface.

use reqwest::Method;
use serde_json::json;

use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, TestPortal};

on_both_engines!(
    departments_are_made_moved_and_deleted,
    a_join_link_is_told_once_and_switched_off,
    a_person_is_changed_dismissed_and_taken_back,
    somebody_whose_address_was_freed_is_taken_back_with_another,
    an_employee_may_not_manage,
    the_plan_tells_its_seats,
    health_is_told_without_a_token,
    a_search_finds_what_the_list_finds,
);

async fn departments_are_made_moved_and_deleted(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let make = async |name: &str| {
        let answer = program.send(Method::POST, "/departments", Some(json!({ "name": name })), &[]).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json["id"].as_i64().unwrap()
    };
    let (sales, moscow) = (make("Продажи").await, make("Москва").await);
    let again = program.send(Method::POST, "/departments", Some(json!({ "name": "продажи" })), &[]).await;
    assert_eq!((again.status, again.problem()), (409, "name-taken"));
    let path = format!("/departments/{moscow}");
    let moved = program.send(Method::PATCH, &path, Some(json!({ "parent_id": sales })), &[]).await;
    assert_eq!(moved.json["parent_id"], sales);
    let looped = json!({ "parent_id": moscow });
    let looped = program.send(Method::PATCH, &format!("/departments/{sales}"), Some(looped), &[]).await;
    assert_eq!((looped.status, looped.problem()), (409, "into-itself"));
    assert_eq!(program.call(Method::DELETE, &format!("/departments/{sales}")).await.status, 204);
    let left = program.call(Method::GET, "/departments").await;
    assert_eq!(left.json["items"].as_array().unwrap().len(), 2, "the sub-department went up");
}

async fn a_join_link_is_told_once_and_switched_off(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let made = program.send(Method::POST, "/join-links", Some(json!({ "max_uses": 3 })), &[]).await;
    assert_eq!(made.status, 201, "{made:?}");
    let url = made.json["url"].as_str().unwrap();
    assert!(made.json["mailto"].as_str().unwrap().starts_with("mailto:?subject="));
    let listed = program.call(Method::GET, "/join-links").await;
    assert_eq!(listed.json["items"][0]["max_uses"], 3);
    assert!(listed.json["items"][0].get("url").is_none(), "a secret is told once");
    let path = &url[portal.url.len()..];
    assert_eq!(portal.stranger().get(path).await.status, 200);
    let off = format!("/join-links/{}", made.json["id"]);
    assert_eq!(program.call(Method::DELETE, &off).await.status, 204);
    assert_eq!(program.call(Method::DELETE, &off).await.status, 204);
    let page = portal.stranger().get(path).await;
    assert!(!page.body.contains("name=\"email\""), "nobody joins by a link that is off");
    let many = program.send(Method::POST, "/join-links", Some(json!({ "max_uses": 26 })), &[]).await;
    assert_eq!((many.status, many.problem()), (422, "bad-uses"));
}

async fn a_person_is_changed_dismissed_and_taken_back(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let id = portal.add_employee("Пётр Вяземский", "petr@romashka.example").await;
    let own = portal.program_of(id).await;
    let path = format!("/employees/{id}");
    let changed = json!({ "position": "Инженер", "name": "Пётр Андреевич Вяземский" });
    let changed = program.send(Method::PATCH, &path, Some(changed), &[]).await;
    assert_eq!(changed.json["position"], "Инженер");
    let found = program.call(Method::GET, "/employees?q=инжен&status=active&count=true").await;
    assert_eq!(found.json["total"], 1);
    let found = program.call(Method::GET, "/employees?q=by%3Bty&status=active&count=true").await;
    assert_eq!(
        (found.json["total"].as_i64(), found.json["items"].as_array().map(Vec::len)),
        (Some(1), Some(1))
    );
    let dismiss = format!("{path}/dismiss");
    for unknown in [json!({ "revoke": true }), json!([]), json!("x")] {
        let refused = program.send(Method::POST, &dismiss, Some(unknown), &[]).await;
        assert_eq!(
            (refused.status, refused.problem()),
            (400, "malformed"),
            "what is not known is not passed over"
        );
    }
    let gone = program.call(Method::POST, &dismiss).await;
    assert_eq!(gone.json["status"], "dismissed");
    assert_eq!(own.call(Method::GET, "/plan").await.status, 401, "his token dies at once");
    let deleted = program.call(Method::DELETE, &path).await;
    assert_eq!((deleted.status, deleted.problem()), (409, "has-joined"));
    assert_eq!(program.call(Method::POST, &format!("{path}/rehire")).await.json["status"], "active");
    let last = program.call(Method::POST, &format!("/employees/{}/dismiss", portal.admin_id)).await;
    assert_eq!((last.status, last.problem()), (409, "last-administrator"));
    assert_eq!(program.call(Method::GET, "/employees/99999").await.status, 404);
}

async fn somebody_whose_address_was_freed_is_taken_back_with_another(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let id = portal.add_employee("Глеб Дорохов", "gleb@romashka.example").await;
    let path = format!("/employees/{id}/rehire");
    program.call(Method::POST, &format!("/employees/{id}/dismiss")).await;
    let with = |email: &str| Some(json!({ "email": email }));
    let answer = program.send(Method::POST, &path, with("new@romashka.example"), &[]).await;
    assert_eq!((answer.status, answer.problem()), (409, "has-address"), "he has one");
    let admin = portal.admin().await;
    admin.post(&format!("/employees/{id}/free-address"), &[]).await;
    let invited = program.invited("gleb@romashka.example").await;
    assert!(invited.starts_with("/invitations/"), "{invited}");

    let answer = program.call(Method::POST, &path).await;
    assert_eq!((answer.status, answer.problem()), (409, "no-address"));
    for (email, status, problem) in [
        ("gleb@", 422, "malformed-address"),
        ("gleb@romashka.example", 409, "already-invited"),
        (ADMIN.1, 409, "already-employee"),
    ] {
        let answer = program.send(Method::POST, &path, with(email), &[]).await;
        assert_eq!((answer.status, answer.problem()), (status, problem), "{email}");
    }
    let slip = Some(json!({ "mail": "gleb@b.example" }));
    assert_eq!(program.send(Method::POST, &path, slip, &[]).await.problem(), "malformed");
    let back = program.send(Method::POST, &path, with("gleb@b.example"), &[]).await;
    assert_eq!((&back.json["status"], &back.json["email"]), (&json!("active"), &json!("gleb@b.example")));
    assert!(portal.letter_to("gleb@b.example").await.text.contains("/new-password/"));
    consistency::check(&portal.portal.db).await;
}

async fn an_employee_may_not_manage(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = portal.add_employee("Пётр Вяземский", "petr@romashka.example").await;
    let own = portal.program_of(id).await;
    let admin = portal.admin_id;
    for (method, path, body) in [
        (Method::POST, "/departments".to_owned(), Some(json!({ "name": "Склад" }))),
        (Method::POST, format!("/employees/{admin}/dismiss"), None),
        (Method::POST, format!("/employees/{admin}/rehire"), None),
        (Method::POST, format!("/employees/{admin}/approve"), None),
        (Method::PATCH, format!("/employees/{id}"), Some(json!({ "position": "Директор" }))),
    ] {
        let answer = own.send(method, &path, body, &[]).await;
        assert_eq!((answer.status, answer.problem()), (403, "not-allowed"), "{path}");
    }
}

async fn the_plan_tells_its_seats(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 5", &[])).await;
    let plan = program.call(Method::GET, "/plan").await.json;
    assert_eq!(
        (&plan["max_employees"], &plan["seats_used"], &plan["max_online"]),
        (&json!(5), &json!(1), &json!(null))
    );
}

async fn health_is_told_without_a_token(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let stranger = portal.foreigner();
    assert_eq!(stranger.get("/healthz").await.status, 200);
    assert_eq!(stranger.get("/readyz").await.body, "ready\n");
    let metrics = stranger.get("/metrics").await.body;
    assert!(metrics.contains("collega_http_requests_total{route=\"/readyz\",status=\"200\"} 1"), "{metrics}");
}

async fn a_search_finds_what_the_list_finds(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let store = portal.add_department("Склад", None).await;
    for (name, email) in
        [("Пётр Вяземский", "petr.store@romashka.example"), ("Ольга Кравец", "olga@romashka.example")]
    {
        let id = portal.add_employee(name, email).await;
        let company = portal.company;
        portal.write(move |tx| tx.people().set_departments(company, id, &[store])).await;
    }
    let invited = program.invited("store.keeper@example.org").await;
    assert!(invited.starts_with("/invitations/"));
    let gone = portal.add_employee("Глеб Складов", "gleb@romashka.example").await;
    program.call(Method::POST, &format!("/employees/{gone}/dismiss")).await;

    let emails = async |query: &str| {
        let answer = program.call(Method::GET, &format!("/employees?{query}")).await;
        assert_eq!(answer.status, 200, "{query}");
        let items = answer.json["items"].as_array().unwrap().clone();
        let email = |item: &serde_json::Value| item["email"].as_str().unwrap().to_owned();
        (items.iter().map(email).collect::<Vec<_>>(), answer.json["next_cursor"].as_str().map(str::to_owned))
    };
    assert_eq!(
        emails("q=%D1%8F%D0%B7%D0%B5%D0%BC").await.0,
        ["petr.store@romashka.example"],
        "within a word"
    );
    let all = ["olga@romashka.example", "petr.store@romashka.example", "gleb@romashka.example"];
    assert_eq!(
        emails("q=%D1%81%D0%BA%D0%BB%D0%B0%D0%B4").await.0,
        all,
        "by the department, of whatever status"
    );
    let (mut found, mut next) = (Vec::new(), Some(String::new()));
    while let Some(cursor) = next {
        let place = if cursor.is_empty() { String::new() } else { format!("&cursor={cursor}") };
        let page = emails(&format!("q=store&limit=1{place}")).await;
        assert!(page.0.len() <= 1);
        found.extend(page.0);
        next = page.1;
    }
    assert_eq!(found, ["petr.store@romashka.example", "store.keeper@example.org"], "page by page");
    let counted = program.call(Method::GET, "/employees?q=store&count=true").await;
    assert_eq!(counted.json["total"], 2);
    let inside = format!("q=store&department_id={store}");
    assert_eq!(emails(&inside).await.0, ["petr.store@romashka.example"]);
    for cursor in ["7", "active.%21", "nowhere.", "x"] {
        let path = format!("/employees?q=store&cursor={cursor}");
        assert_eq!(program.call(Method::GET, &path).await.status, 400, "{cursor}");
    }
}
