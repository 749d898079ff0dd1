//! What the history tells of each change: what was there before, and what went with what is gone.

use collega::access_rights::{Permission, Scope};
use collega::base::id::EmployeeId;

use super::roles::{role, worker};
use crate::support::browserless::Browserless;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{PASSWORD, TestPortal};

on_both_engines!(
    what_is_deleted_is_told_with_all_that_it_had,
    what_was_there_before_is_told,
    a_dismissal_tells_what_it_has_ended,
    who_mistypes_his_own_password_is_told_to_have_done_so,
    members_of_a_deleted_department_read_where_they_work_now,
);

/// All of these stand in the history.
async fn assert_told(browser: &Browserless, path: &str, all: &[&str]) {
    let page = browser.get(path).await;
    for words in all {
        assert!(page.says(words), "{words}: {}", page.text());
    }
}

async fn what_is_deleted_is_told_with_all_that_it_had(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    let sales = portal.add_department("Продажи", None).await;
    portal.add_department("Опт", Some(sales)).await;
    let ivan = worker(&portal, "Иван Петров", "ivan@romashka.example", &[sales]).await;
    let olga = worker(&portal, "Ольга Кравец", "olga@romashka.example", &[sales]).await;
    let allowed = [(Permission::Export, Scope::Branch), (Permission::Invite, Scope::Company)];
    let watch = role(&portal, "Ночная смена", &allowed, ivan).await;
    let company = portal.company;
    portal.write(move |tx| tx.roles().give(company, watch, olga)).await;
    let path = format!("/structure/access-rights/roles/{watch}");
    let given = [("name", "Ночная смена"), ("departments", "1"), ("department", &sales.to_string())];
    admin.post(&path, &given).await;
    admin.post(&format!("/structure/{sales}/people/{ivan}/post"), &[("post", "head")]).await;
    let recipients = serde_json::json!([{ "email": "new@example.org" }]);
    let body = serde_json::json!({ "recipients": recipients, "department_ids": [sales.0] });
    assert!(program.post("/invitations", body).await.status < 300);
    let form = admin.get("/invite/link").await;
    admin.submit(&form, "/invite/link", &[("department", &sales.to_string())]).await;

    admin.post(&format!("/structure/{sales}/delete"), &[]).await;
    let gone = [
        "Отдел создан: Продажи; входит в: Ромашка",
        "Отдел удалён: Продажи; всё перешло в: Ромашка; сотрудники: Иван Петров, Ольга Кравец",
        "закончилось руководство: Иван Петров (Руководитель); приглашения: 1; ссылки-приглашения: 1",
        "отделы уровнем ниже: Опт; закончились роли: Ночная смена",
    ];
    assert_told(&admin, "/history?area=structure", &gone).await;
    let his = ["Иван Петров: Руководитель → Сотрудник (Продажи)"];
    assert_told(&admin, &format!("/employees/{ivan}/history"), &his).await;

    admin.post(&path, &[("name", "Ночная смена"), ("departments", "1"), ("department", "1")]).await;
    admin.post(&format!("/structure/access-rights/roles/{watch}/delete"), &[]).await;
    let gone = "Удалена роль: Ночная смена; права: Приглашать (Вся компания), \
                Выгружать список (Свои отделы и ниже); сотрудники: Иван Петров, Ольга Кравец; отделы: Ромашка";
    assert_told(&admin, "/history?area=rights", &[gone]).await;
    let his = ["Забрали роль: Ольга Кравец, Ночная смена"];
    assert_told(&admin, &format!("/employees/{olga}/history"), &his).await;
    let file = admin.post("/history/export", &[("format", "csv"), ("area", "rights")]).await;
    assert!(file.body.contains("Удалена роль;\"Ночная смена; права: Приглашать"), "{}", file.body);
}

async fn what_was_there_before_is_told(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    portal.employee("Иван Петров", "ivan@romashka.example").await;
    admin.post("/employees/2/role", &[("role", "administrator")]).await;
    admin.post("/employees/2/role", &[("role", "employee")]).await;
    assert_told(
        &admin,
        "/history?area=rights",
        &["Иван Петров: Сотрудник → Администратор", "Иван Петров: Администратор → Сотрудник"],
    )
    .await;

    let path = program.invited("new@example.org").await;
    let id = path.rsplit('/').next().unwrap();
    admin.post(&format!("/invitations/{id}/extend"), &[("days", "30")]).await;
    let form = admin.get("/invite/link").await;
    admin.submit(&form, "/invite/link", &[]).await;
    admin.post("/join-links/1/switch-off", &[]).await;
    let invited =
        "Приглашение создано: new@example.org; отделы: Ромашка; действует до: 7 декабря 2026, 09:00";
    let told = [
        invited,
        "Срок приглашения изменён: 7 декабря 2026, 09:00 (UTC+3) → 23 декабря 2026, 09:00 (UTC+3)",
        "Создана ссылка-приглашение: для пересылки; отделы: Ромашка; могут присоединиться: 25; действует до: 7 декабря",
        "Ссылка-приглашение выключена: для пересылки; сотрудник: Анна Орлова",
    ];
    assert_told(&admin, "/history?area=invitations", &told).await;
    assert_told(&admin, &format!("/invitations/{id}"), &[invited]).await;

    admin.post("/settings/tokens", &[("name", "сайт")]).await;
    admin.post("/settings/tokens/2/revoke", &[]).await;
    admin.post("/structure/new", &[("name", "Продажи"), ("parent", "1")]).await;
    admin.post("/structure/new", &[("name", "Склад"), ("parent", "1")]).await;
    admin.post("/structure/3/order", &[("direction", "up")]).await;
    let told = [
        "Создан токен API: сайт; сотрудник: Анна Орлова",
        "Токен API отозван: сайт; сотрудник: Анна Орлова",
        "Изменён порядок отделов: Склад; место: 2 → 1",
    ];
    assert_told(&admin, "/history", &told).await;
}

async fn a_dismissal_tells_what_it_has_ended(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let petr = portal.employee("Пётр Ильин", "petr@romashka.example").await;
    portal.program_of(EmployeeId(2)).await;
    let form = petr.get("/invite/link").await;
    petr.submit(&form, "/invite/link", &[]).await;
    let page = petr.get("/invite/mail-service").await;
    let review =
        petr.submit(&page, "/invite/mail-service", &[("addresses", "a@example.org b@example.org")]).await;
    petr.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    admin.post("/employees/2/role", &[("role", "administrator")]).await;
    let ask = admin.get("/employees/2/dismiss").await;
    assert!(ask.says("Закончатся роли: Администратор"), "{}", ask.text());
    admin.submit(&ask, "/employees/2/dismiss", &[("revoke", "1")]).await;
    let told = [
        "Сотрудник уволен: Пётр Ильин; закрыто сеансов: 1; отозваны токены API: tests; \
         выключены ссылки-приглашения: № 1; отозвано приглашений: 2",
        "Пётр Ильин: Администратор → Сотрудник",
    ];
    assert_told(&admin, "/employees/2/history", &told).await;
}

async fn who_mistypes_his_own_password_is_told_to_have_done_so(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, ivan) = (portal.admin().await, portal.employee("Иван Петров", "ivan@romashka.example").await);
    let page = ivan.get("/profile").await;
    for password in ["не тот пароль совсем", PASSWORD] {
        let form = [("new_email", "other@romashka.example"), ("address_password", password)];
        ivan.submit(&page, "/profile/address", &form).await;
    }
    let told = admin.get("/history?area=access&actor=2").await;
    assert!(told.says("Неверный пароль при подтверждении: Иван Петров"), "{}", told.text());
    assert!(!told.says("Неудачный вход"), "nobody tried to sign in: {}", told.text());
}

async fn members_of_a_deleted_department_read_where_they_work_now(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let sales = portal.add_department("Продажи", None).await;
    let retail = portal.add_department("Розница", Some(sales)).await;
    let store = portal.add_department("Склад", None).await;
    let only = worker(&portal, "Иван Петров", "ivan@romashka.example", &[retail]).await;
    let both = worker(&portal, "Ольга Кравец", "olga@romashka.example", &[retail, store]).await;
    let twice = worker(&portal, "Пётр Вяземский", "petr@romashka.example", &[retail, sales]).await;
    let names = async |id: EmployeeId| {
        let company = portal.company;
        portal.write(move |tx| tx.people().department_names(company, id)).await.join(", ")
    };
    let histories = async |told: [(EmployeeId, &str); 3]| {
        for (id, words) in told {
            assert_told(&admin, &format!("/employees/{id}/history"), &[words]).await;
            assert_eq!(words.split(" → ").last(), Some(names(id).await.as_str()));
        }
    };
    admin.post(&format!("/structure/{retail}/delete"), &[]).await;
    histories([
        (only, "Розница → Продажи"),
        (both, "Розница, Склад → Продажи, Склад"),
        (twice, "Продажи, Розница → Продажи"),
    ])
    .await;
    let company = portal.company;
    let root = portal.write(move |tx| Ok(tx.departments().root(company)?.name)).await;
    admin.post(&format!("/structure/{sales}/delete"), &[]).await;
    let to_root = format!("Продажи → {root}");
    histories([(only, &to_root), (both, "Продажи, Склад → Склад"), (twice, &to_root)]).await;
}
