//! What each keeps for himself: filters under a name, and columns.

use crate::support::browserless::Browserless;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    a_filter_is_kept_beside_the_presets_for_its_owner,
    columns_are_chosen_and_ordered_for_each_preset,
    last_seen_outlives_the_session,
);

const VIEW: &str = "status=dismissed&q=%D0%BF%D1%91%D1%82%D1%80&sort=-since";

async fn a_filter_is_kept_beside_the_presets_for_its_owner(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let form = admin.get(&format!("/employees/views/new?{VIEW}&cursor=abc")).await;
    assert!(form.says("Уволенные · Найти: «пётр»"), "{}", form.text());
    let empty = admin.submit(&form, "/employees/views", &[("name", " ")]).await;
    assert!(empty.status == 422 && empty.title().starts_with("Ошибка: "), "{}", empty.text());
    let page = admin.submit(&form, "/employees/views", &[("name", "Ушедшие Петры")]).await;
    assert_eq!(page.path(), format!("/employees?{VIEW}"));
    assert!(page.says("Фильтр сохранён"), "{}", page.text());
    assert_eq!(page.texts(".tab[aria-current]"), ["Ушедшие Петры"], "it is a tab now, and the present one");
    let taken = admin.submit(&form, "/employees/views", &[("name", "ушедшие петры")]).await;
    assert!(taken.status == 422 && taken.says("Такое название уже есть"), "{}", taken.text());
    assert_eq!(taken.value("name"), "ушедшие петры");
    let elsewhere = admin.get("/employees?status=invited").await;
    assert_eq!(elsewhere.attributes(".tab-own", "href"), [format!("/employees?{VIEW}")]);
    a_kept_filter_is_its_owners_alone(&portal, &admin).await;
    for number in 0..30 {
        let kept = admin.post("/employees/views", &[("name", &format!("№{number}")), ("view", VIEW)]).await;
        assert_eq!(kept.status, 200);
    }
    let page = admin.post("/employees/views", &[("name", "№30"), ("view", VIEW)]).await;
    assert!(page.status == 422 && page.says("Больше 30 фильтров не сохранить"), "{}", page.text());
}

async fn a_kept_filter_is_its_owners_alone(portal: &TestPortal, admin: &Browserless) {
    let pyotr = portal.employee("Пётр Вяземский", "pyotr@romashka.example").await;
    assert!(pyotr.get("/employees").await.texts(".tab-own").is_empty(), "nobody else sees it");
    let id = portal.number("SELECT id FROM saved_views").await;
    let path = format!("/employees/views/{id}");
    for fields in [[("name", "Чужой")], [("remove", "1")]] {
        assert_eq!(pyotr.post(&path, &fields).await.status, 404);
    }
    let page = admin.post(&path, &[("name", "")]).await;
    assert!(page.status == 422 && page.texts(".error").len() == 1, "{}", page.text());
    let page = admin.post(&path, &[("name", "Петры")]).await;
    assert!(page.says("Фильтр переименован"), "{}", page.text());
    let page = admin.post(&path, &[("remove", "1")]).await;
    assert!(page.says("Фильтр удалён"), "{}", page.text());
    assert!(admin.get("/employees").await.texts(".tab-own").is_empty());
}

async fn columns_are_chosen_and_ordered_for_each_preset(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let heads = async |query: &str| {
        let heads = admin.get(&format!("/employees?{query}")).await.texts(".list th");
        heads[1..heads.len() - 1].to_vec()
    };
    let usual = ["Сотрудник", "Отдел", "Должность", "Присоединение", "Роль"];
    assert_eq!(heads("").await, usual);
    let form = admin.get("/employees/columns?sort=-name").await;
    let shown = [("column", "department"), ("column", "role"), ("column", "seen"), ("column", "address")];
    let page = admin.submit(&form, "/employees/columns", &shown).await;
    assert_eq!(page.path(), "/employees?sort=-name", "back in the same view");
    assert_eq!(heads("").await, ["Сотрудник", "Отдел", "Роль", "E-mail", "Последний вход"]);
    assert_eq!(heads("status=administrators").await, usual, "another preset has its own");
    let form = admin.get("/employees/columns").await;
    let kept = |button: &'static str| shown.into_iter().chain([(button, "address")]).collect::<Vec<_>>();
    let page = admin.submit(&form, "/employees/columns", &kept("up")).await;
    assert!(page.path().starts_with("/employees/columns"), "one goes on ordering");
    assert_eq!(heads("").await, ["Сотрудник", "Отдел", "E-mail", "Роль", "Последний вход"]);
    admin.submit(&page, "/employees/columns", &kept("down")).await;
    assert_eq!(heads("").await, ["Сотрудник", "Отдел", "Роль", "E-mail", "Последний вход"]);
    assert!(admin.get("/employees").await.says("anna@romashka.example сегодня"), "each cell below its head");
    admin.post("/employees/columns", &[("view", ""), ("reset", "1")]).await;
    assert_eq!(heads("").await, usual);
    admin.post("/employees/columns", &[("view", ""), ("column", "nonsense"), ("order", "nonsense")]).await;
    assert_eq!(heads("").await, ["Сотрудник"], "the person always stands there");
    some_columns_are_for_who_manages_people(&portal).await;
}

async fn some_columns_are_for_who_manages_people(portal: &TestPortal) {
    let pyotr = portal.employee("Пётр Вяземский", "pyotr@romashka.example").await;
    let form = pyotr.get("/employees/columns").await;
    assert!(!form.says("Последний вход") && !form.says("Пригласил"), "that is for who manages people");
    let wish =
        [("view", ""), ("column", "seen"), ("column", "inviter"), ("order", "seen"), ("order", "inviter")];
    pyotr.post("/employees/columns", &wish).await;
    let page = pyotr.get("/employees").await;
    assert!(!page.says("сегодня") && !page.says("Пригласил"), "{}", page.text());
}

async fn last_seen_outlives_the_session(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let pyotr = portal.employee("Пётр Вяземский", "pyotr@romashka.example").await;
    portal.advance(std::time::Duration::from_hours(25));
    pyotr.get("/employees").await;
    pyotr.post("/sign-out", &[]).await;
    let admin = portal.admin().await;
    admin.post("/employees/columns", &[("view", ""), ("column", "seen"), ("order", "seen")]).await;
    portal.advance(std::time::Duration::from_hours(24));
    let page = admin.get("/employees?q=пётр").await;
    assert!(page.says("вчера, 10:00"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM sessions").await, 1, "only the administrator's");
}
