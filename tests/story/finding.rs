//! Lists and searches: whom one finds, whom one may know of, and what a list takes.

use reqwest::Method;
use serde_json::{Value, json};

use super::join;
use crate::support::api::Program;
use crate::support::browserless::Page;
use crate::support::databases::{Engine, TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    a_nul_is_neither_found_nor_fatal,
    a_search_without_words_finds_nobody,
    addresses_and_telephones_are_found_by_what_is_within,
    words_of_earlier_data_are_those_of_new_data,
    the_invited_are_found_where_they_will_work,
    chips_and_departments_narrow_the_invited,
    who_waits_for_approval_is_known_to_administrators_only,
    who_waits_for_approval_is_not_invited_but_let_in,
    a_list_that_is_too_long_is_kept_and_told,
    an_address_of_the_same_mailbox_is_pointed_out,
    departments_come_page_by_page,
    join_links_come_page_by_page,
    a_department_is_moved_and_renamed_at_once,
);

const SERVICE: &str = "/invite/mail-service";
const REVIEW: &str = "/invite/mail-service/review";

/// The answer to a list that cannot be, as status and kind.
async fn malformed(program: &Program, path: &str) {
    let answer = program.get(path).await;
    assert_eq!((answer.status, answer.problem()), (400, "malformed"), "{path}");
    assert!(answer.json["detail"].is_string());
}

/// One field of each item of a list.
fn each(list: &Value, field: &str) -> Vec<Value> {
    list["items"].as_array().unwrap().iter().map(|item| item[field].clone()).collect()
}

async fn a_nul_is_neither_found_nor_fatal(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    let review =
        admin.post(SERVICE, &[("addresses", "olga@example.org\na@b\0, Иван\0 <ivan@example.org>")]).await;
    assert_eq!(review.status, 200);
    let sent = admin.submit(&review, REVIEW, &[("action", "send")]).await;
    assert!(sent.path().starts_with("/invite/batches/"), "{}", sent.text());
    assert!(sent.says("адрес не исправлен"), "{}", sent.text());
    let posted = [("address", "c@d\0"), ("name", "\0"), ("address", "pavel@example.org"), ("name", "")];
    let form: Vec<_> = posted.into_iter().chain([("action", "send")]).collect();
    assert_eq!(admin.post(REVIEW, &form).await.status, 200);
    for query in ["a@%00", "%00", "ivan%00@", "olga@%00example"] {
        for status in ["active", "invited"] {
            assert_eq!(admin.get(&format!("/employees?status={status}&q={query}")).await.status, 200);
        }
        assert_eq!(program.get(&format!("/employees?q={query}")).await.status, 200);
        assert_eq!(program.get(&format!("/invitations?q={query}")).await.status, 200);
    }
    let result = program.invite_one("e@f\0.org").await;
    assert_eq!(result["outcome"], "refused");
}

async fn a_search_without_words_finds_nobody(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    program.invited("ivan@example.org").await;
    for list in ["/employees", "/invitations"] {
        let nobody = program.get(&format!("{list}?q=.,%3B&count=true")).await;
        assert_eq!((nobody.json["total"].as_i64(), each(&nobody.json, "id").len()), (Some(0), 0));
        let everybody = program.get(&format!("{list}?q=%20&count=true")).await;
        assert_ne!(everybody.json["total"], 0);
        let many = format!("{list}?q={}", "ivan%40+".repeat(500));
        assert_eq!(each(&program.get(&many).await.json, "id").len(), 1, "only the first words count");
    }
}

async fn the_invited_are_found_where_they_will_work(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let store = program.post("/departments", json!({ "name": "Склад" })).await.json["id"].clone();
    let body = json!({ "recipients": [{ "email": "ivan@example.org" }], "department_ids": [store] });
    let id = program.invite(body).await.json["results"][0]["invitation"]["id"].clone();
    program.invited("olga@example.org").await;
    let list = program.get(&format!("/employees?department_id={store}&count=true")).await.json;
    assert_eq!((&list["total"], each(&list, "email")), (&json!(1), vec![json!("ivan@example.org")]));
    assert_eq!(each(&list, "department_ids"), [json!([store])]);
    let path = format!("/employees/{}", list["items"][0]["id"]);
    assert_eq!(program.get(&path).await.json["department_ids"], json!([store]));
    let named = program.patch(&path, json!({ "name": "Иван Петров" })).await.json;
    assert_eq!((&named["name"], &named["department_ids"]), (&json!("Иван Петров"), &json!([store])));
    program.call(Method::DELETE, &format!("/invitations/{id}")).await;
    let list = program.get(&format!("/employees?department_id={store}&count=true")).await.json;
    assert_eq!(list["total"], 0);
}

/// People with addresses and telephones of every kind.
async fn reached(portal: &TestPortal) {
    let program = portal.program().await;
    for (email, work, mobile) in [
        ("olga.kim77@my-firm.example", "+7 495 123-45-67, доб. 4512", ""),
        ("margarita24@shop24.example.org", "", "8 916 555-66-77"),
        ("p_777@mail.example.org", "12345", "+44 20 7946 0018"),
        ("1984@example.org", "", ""),
    ] {
        program.invited(email).await;
        let id =
            program.get(&format!("/employees?status=invited&q={email}")).await.json["items"][0]["id"].clone();
        let (work, mobile) = (work.to_owned(), mobile.to_owned());
        let phones = json!({ "work_phone": work, "mobile_phone": mobile });
        assert_eq!(program.patch(&format!("/employees/{id}"), phones).await.status, 200, "{email}");
    }
}

async fn addresses_and_telephones_are_found_by_what_is_within(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    reached(&portal).await;
    let admin = portal.admin().await;
    let (olga, margarita, p777) =
        ("olga.kim77@my-firm.example", "margarita24@shop24.example.org", "p_777@mail.example.org");
    for (typed, found) in [
        ("rita24", vec![margarita]),
        ("kim77@my", vec![olga]),
        ("@my-firm.example", vec![olga]),
        ("firm.exam", vec![olga]),
        ("@firm", vec![]),
        ("lga.kim", vec![olga]),
        ("garita", vec![margarita]),
        ("rita24@shop24", vec![margarita]),
        ("hop24.exam", vec![margarita]),
        ("777@mail", vec![p777]),
        ("ita@nowhere", vec![]),
        ("kim.olga77@my-firm", vec![]),
        ("p_777@mail", vec![p777]),
        ("margarita25", vec![]),
        ("45-67", vec![olga]),
        ("123-45-67", vec![olga]),
        ("4512", vec![olga]),
        ("+7 (495) 123", vec![olga]),
        ("6677", vec![margarita]),
        ("8 916 555", vec![margarita]),
        ("555-66-77", vec![margarita]),
        ("7946 0018", vec![p777]),
        ("12345", vec![olga, p777]),
        ("0000", vec![]),
    ] {
        let path = format!("/employees?status=invited&q={}", typed.replace('+', "%2B").replace(' ', "+"));
        assert_eq!(people(&admin.get(&path).await), found, "{typed}");
    }
}

/// Everything that people are found by.
async fn words(database: &TestDatabase) -> [Vec<String>; 2] {
    let all = |sql: &'static str| database.db.read(move |tx| tx.query(sql, &[], |row| row.get::<String>(0)));
    let words =
        "SELECT word || ' ' || CAST(employee_id AS TEXT) FROM employee_words ORDER BY word, employee_id";
    let parts = "SELECT part || ' ' || word FROM word_parts ORDER BY part, word";
    [all(words).await.unwrap(), all(parts).await.unwrap()]
}

async fn words_of_earlier_data_are_those_of_new_data(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    reached(&portal).await;
    let steps = match database.engine {
        Engine::Sqlite => [
            include_str!("../../migrations/sqlite/0013_found_within.sql"),
            include_str!("../../migrations/sqlite/0015_domains.sql"),
        ],
        Engine::Postgres => [
            include_str!("../../migrations/postgres/0013_found_within.sql"),
            include_str!("../../migrations/postgres/0015_domains.sql"),
        ],
    };
    let new = words(database).await;
    portal
        .write(move |tx| {
            // As before the steps: no word of the first part, none of pieces, domains without a mark, few endings.
            tx.execute("UPDATE employee_words SET word = substr(word, 2) WHERE word LIKE '@%'", &[])?;
            tx.execute(
                "DELETE FROM employee_words WHERE word IN ('olga', 'kim', '77', '24', 'margarita')",
                &[],
            )?;
            tx.execute(
                "DELETE FROM word_parts WHERE word LIKE '%.%' OR word < 'a' OR word = 'margarita'",
                &[],
            )?;
            let statements = steps.iter().flat_map(|step| step.split_terminator(";\n"));
            statements.into_iter().try_for_each(|statement| tx.execute(statement, &[]).map(drop))
        })
        .await;
    assert_eq!(words(database).await, new);
}

/// The people of a page of the list.
fn people(page: &Page) -> Vec<String> {
    let mut found = page.texts(".list .person-name");
    found.sort();
    found
}

async fn chips_and_departments_narrow_the_invited(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let store = program.post("/departments", json!({ "name": "Склад" })).await.json["id"].clone();
    let yard = json!({ "name": "Двор", "parent_id": store });
    let yard = program.post("/departments", yard).await.json["id"].clone();
    for (email, department, days) in
        [("old@example.org", &store, 1), ("soon@example.org", &yard, 6), ("late@example.org", &yard, 60)]
    {
        let body = json!({
            "recipients": [{ "email": email }], "department_ids": [department], "expires_in_days": days,
        });
        assert_eq!(program.invite(body).await.status, 201);
    }
    program.invited("root@example.org").await;
    portal
        .write(|tx| tx.execute("UPDATE invitations SET delivery = 'failed' WHERE email LIKE 'late%'", &[]))
        .await;
    portal.advance(std::time::Duration::from_hours(24 * 5));
    let admin = portal.admin().await;
    for (query, found) in [
        ("", vec!["late@example.org", "old@example.org", "root@example.org", "soon@example.org"]),
        ("&chip=failed", vec!["late@example.org"]),
        ("&chip=expired", vec!["old@example.org"]),
        ("&chip=expiring", vec!["soon@example.org"]),
        (&format!("&department={store}"), vec!["late@example.org", "old@example.org", "soon@example.org"]),
        (&format!("&department={yard}"), vec!["late@example.org", "soon@example.org"]),
        (&format!("&department={yard}&chip=failed"), vec!["late@example.org"]),
        (&format!("&department={yard}&q=example"), vec!["late@example.org", "soon@example.org"]),
    ] {
        let page = admin.get(&format!("/employees?status=invited{query}")).await;
        assert_eq!(people(&page), found, "{query}: {}", page.text());
    }
    let page = admin.get("/employees?status=invited").await;
    for words in ["Не доставлены 1", "Истекают 1", "Истекли 1", "Отозваны 0"]
    {
        assert!(page.says(words), "{words}: {}", page.text());
    }
}

/// Somebody comes by a link and waits: his id.
async fn waiting(portal: &TestPortal, email: &str) -> i64 {
    portal.write(|tx| tx.execute("UPDATE companies SET require_approval = 1", &[])).await;
    let path = join::link(portal, 5).await;
    let browser = portal.stranger();
    let page = browser.get(&path).await;
    let page = browser.submit(&page, "/join/address", &[("email", email)]).await;
    let code = portal.letter_to(email).await.code();
    let page = browser.submit(&page, "/join/code", &[("code", &code)]).await;
    let fields = [("name", "Ждун Терпеливый"), ("password", join::GOOD_PASSWORD)];
    browser.submit(&page, "/join/details", &fields).await;
    portal.number("SELECT MAX(id) FROM employees WHERE status = 'awaiting_approval'").await
}

async fn who_waits_for_approval_is_known_to_administrators_only(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = waiting(&portal, "zhdun@example.org").await;
    let path = format!("/employees/{id}");
    let (admin, program) = (portal.admin().await, portal.program().await);
    let petr = portal.add_employee("Пётр Вяземский", "petr@romashka.example").await;
    let own = portal.program_of(petr).await;
    let browser = portal.signed_in("petr@romashka.example").await;
    assert_eq!(program.get(&path).await.json["status"], "awaiting_approval");
    assert_eq!(program.get("/employees?status=awaiting_approval&count=true").await.json["total"], 1);
    assert_eq!(admin.get(&path).await.status, 200);
    assert_eq!(own.get(&path).await.status, 404);
    assert_eq!(own.get("/employees?q=ждун&count=true").await.json["total"], 0);
    assert_eq!(own.get("/employees?status=awaiting_approval&count=true").await.json["total"], 0);
    assert_eq!(own.call(Method::DELETE, &path).await.status, 404);
    for page in [path.clone(), format!("{path}/delete")] {
        let page = browser.get(&page).await;
        assert!(page.status == 404 && !page.says("Ждун"), "{}", page.text());
    }
}

async fn who_waits_for_approval_is_not_invited_but_let_in(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    waiting(&portal, "zhdun@example.org").await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    let browser = portal.employee("Пётр Вяземский", "petr@romashka.example").await;
    let told = program.invite_one("zhdun@example.org").await;
    assert_eq!(
        (&told["outcome"], &told["reason"]),
        (&json!("already_employee"), &json!("awaiting-approval"))
    );
    let review = admin.post(SERVICE, &[("addresses", "zhdun@example.org")]).await;
    assert!(review.says("ждёт подтверждения"), "{}", review.text());
    admin.follow(&review, "/employees?status=awaiting_approval").await;
    let review = browser.post(SERVICE, &[("addresses", "zhdun@example.org, new@example.org")]).await;
    assert!(!review.body.contains("status=awaiting_approval"), "he can't let anybody in");
    let sent = browser.submit(&review, REVIEW, &[("action", "send")]).await;
    assert!(sent.says("zhdun@example.org ждёт подтверждения"), "{}", sent.text());
    let path = program.invited("ivan@example.org").await;
    let taken = program.patch(&path, json!({ "email": "zhdun@example.org" })).await;
    assert_eq!((taken.status, taken.problem()), (409, "awaiting-approval"));
    let page = admin.post(&format!("{path}/address"), &[("email", "zhdun@example.org")]).await;
    assert!(page.says("ждёт подтверждения"), "{}", page.text());
}

async fn a_list_that_is_too_long_is_kept_and_told(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let emails: Vec<String> = (0..1001).map(|n| format!("p{n}@example.org")).collect();
    let list = emails.join("\n");
    let page = admin.post(SERVICE, &[("addresses", &list)]).await;
    assert!(page.status == 422 && page.says("не больше 1000"), "{}", page.text());
    assert_eq!(page.value("addresses"), list);
    let rows: Vec<(&str, &str)> =
        emails.iter().flat_map(|email| [("address", email.as_str()), ("name", "")]).collect();
    for action in ["send", "check"] {
        let form: Vec<(&str, &str)> = rows.iter().copied().chain([("action", action)]).collect();
        let page = admin.post(REVIEW, &form).await;
        assert!(page.status == 422 && page.says("не больше 1000"), "{}", page.text());
        assert_eq!(page.value("addresses"), list);
    }
    let long = format!("{} Пётр", "а".repeat(150_000));
    let form = [("address", "a@example.org"), ("name", &long), ("action", "send")];
    let page = admin.post(REVIEW, &form).await;
    assert!(page.status == 422 && page.says("до 256 КБ"), "{}", page.text());
    assert_eq!(page.value("addresses"), format!("{long} <a@example.org>"));
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 0);
}

async fn an_address_of_the_same_mailbox_is_pointed_out(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.add_employee("Пётр Вяземский", "petr+work@example.org").await;
    let admin = portal.admin().await;
    portal.program().await.invited("ivan.petrov@gmail.com").await;
    let list =
        "ivanpetrov+new@gmail.com, petr@example.org, olga@example.org, olga+1@example.org, anna@example.org";
    let review = admin.post(SERVICE, &[("addresses", list)]).await;
    let hints = review.texts(".pile-ok .pile-hint");
    assert_eq!(hints.len(), 3, "{hints:?}");
    assert!(hints[0].starts_with("Похоже на уже приглашённого: ivan.petrov@gmail.com"), "{hints:?}");
    assert!(hints[1].starts_with("Похоже на сотрудника: petr+work@example.org"), "{hints:?}");
    assert!(hints[2].starts_with("Похоже на адрес из этого списка: olga@example.org"), "{hints:?}");
    let sent = admin.submit(&review, REVIEW, &[("action", "send")]).await;
    assert!(sent.says("Отправляем 5 приглашений"), "never in the way: {}", sent.text());
}

async fn departments_come_page_by_page(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    for n in 0..4 {
        program.post("/departments", json!({ "name": format!("Отдел {n}") })).await;
    }
    let first = program.get("/departments?limit=3&count=true").await.json;
    assert_eq!((each(&first, "name").len(), &first["total"]), (3, &json!(5)));
    let next = first["next_cursor"].as_str().unwrap();
    let second = program.get(&format!("/departments?limit=3&cursor={next}")).await.json;
    assert_eq!((second.get("total"), &second["next_cursor"]), (None, &json!(null)));
    assert_eq!([each(&first, "name"), each(&second, "name")].concat().len(), 5);
    for bad in ["limit=0", "limit=201", "cursor=99999", "cursor=x", "sort=name", "count=maybe"] {
        malformed(&program, &format!("/departments?{bad}")).await;
    }
}

async fn join_links_come_page_by_page(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    for _ in 0..3 {
        assert_eq!(program.post("/join-links", json!({})).await.status, 201);
        portal.advance(std::time::Duration::from_secs(1));
    }
    let own = petr.post("/join-links", json!({})).await.json["id"].clone();
    let first = program.get("/join-links?limit=3&count=true").await.json;
    assert_eq!((each(&first, "id").len(), &first["total"]), (3, &json!(4)));
    let next = first["next_cursor"].as_str().unwrap();
    let second = program.get(&format!("/join-links?limit=3&cursor={next}")).await.json;
    assert_eq!((each(&second, "id").len(), &second["next_cursor"]), (1, &json!(null)));
    let mine = petr.get("/join-links?count=true").await.json;
    assert_eq!((each(&mine, "id"), &mine["total"]), (vec![own], &json!(1)));
    for bad in ["limit=0", "limit=201", "cursor=99999", "cursor=x", "sort=name"] {
        malformed(&program, &format!("/join-links?{bad}")).await;
    }
    malformed(&petr, &format!("/join-links?cursor={}", first["items"][1]["id"])).await;
}

async fn a_department_is_moved_and_renamed_at_once(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let make = async |name: &str, parent: Option<&Value>| {
        let body = json!({ "name": name, "parent_id": parent });
        program.post("/departments", body).await.json["id"].clone()
    };
    let (sales, store) = (make("Продажи", None).await, make("Склад", None).await);
    make("Север", Some(&sales)).await;
    make("Юг", Some(&store)).await;
    let team = make("Юг", Some(&sales)).await;
    let path = format!("/departments/{team}");
    let taken = program.patch(&path, json!({ "parent_id": store, "name": "юг" })).await;
    assert_eq!((taken.status, taken.problem()), (409, "name-taken"), "the name is taken there");
    let bad = program.patch(&path, json!({ "parent_id": store, "name": "http://x" })).await;
    assert_eq!((bad.status, bad.problem()), (422, "bad-name"));
    let moved = program.patch(&path, json!({ "parent_id": store, "name": "Север" })).await;
    assert_eq!(moved.status, 200, "only where it was before a neighbour is called so: {moved:?}");
    assert_eq!((&moved.json["parent_id"], &moved.json["name"]), (&store, &json!("Север")));
    let same = program.patch(&path, json!({ "parent_id": store, "name": "Запад" })).await;
    assert_eq!((same.status, &same.json["name"]), (200, &json!("Запад")));
}
