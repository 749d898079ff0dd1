//! What each keeps for himself: filters under a name, and columns.

use collega::access_rights::roles::Kind;
use collega::base::clock::Timestamp;
use collega::structure::Post;

use crate::support::browserless::Browserless;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    people_are_filtered_by_what_they_are,
    a_filter_is_kept_beside_the_presets_for_its_owner,
    a_kept_filter_is_renamed_and_removed,
    no_more_filters_are_kept_than_have_room,
    columns_are_chosen_and_ordered_for_each_preset,
    columns_about_others_are_for_who_manages_people,
    last_seen_outlives_the_session,
);

/// Names of the rows.
async fn names(browser: &Browserless, query: &str) -> Vec<String> {
    let page = browser.get(&format!("/employees?{query}")).await;
    assert_eq!(page.status, 200);
    let found = ["Анна Орлова", "Иван Перов", "Ольга Кравец", "Пётр Вяземский"].into_iter();
    let rows = page.texts("#people-table tbody tr").join(" ");
    found.filter(|name| rows.contains(name)).map(str::to_owned).collect()
}

async fn people_are_filtered_by_what_they_are(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let company = portal.company;
    let [ivan, olga, pyotr] = [
        portal.add_employee("Иван Перов", "ivan@romashka.example").await,
        portal.add_employee("Ольга Кравец", "olga@romashka.example").await,
        portal.add_employee("Пётр Вяземский", "pyotr@romashka.example").await,
    ];
    let [hr, own] = portal
        .write(move |tx| {
            let root = tx.departments().root(company)?.id;
            let hr = tx.roles().of_kind(company, Kind::Hr)?.id;
            let own = tx.roles().insert(company, None, "Наставник", Timestamp(0))?.unwrap();
            tx.departments().set_post(company, root, ivan, Post::Head)?;
            tx.roles().give(company, hr, olga)?;
            tx.roles().give(company, own, pyotr)?;
            tx.roles().give(company, own, ivan)?;
            Ok([hr, own])
        })
        .await;
    let admin = portal.admin().await;
    let form = admin.get("/employees/filters").await;
    let offered = form.texts("select[name=role] option");
    let all = [
        "Неважно",
        "Администратор",
        "Не администратор",
        "Руководитель",
        "Заместитель",
        "HR (дана лично)",
        "Наставник (дана лично)",
    ];
    assert_eq!(offered[1..], all[1..], "{offered:?}");
    assert_eq!(names(&admin, "role=head").await, ["Иван Перов"]);
    assert_eq!(names(&admin, "role=deputy").await, [""; 0]);
    assert_eq!(names(&admin, &format!("role={hr}")).await, ["Ольга Кравец"]);
    assert_eq!(names(&admin, &format!("role={own}&q=пётр")).await, ["Пётр Вяземский"]);
    let view = format!("role={own}");
    let page = admin.get(&format!("/employees?{view}")).await;
    assert!(page.says("Роль: Наставник (дана лично)"), "{}", page.text());
    let kept = admin.get(&format!("/employees/views/new?{view}")).await;
    assert!(kept.says("В компании · Роль: Наставник (дана лично)"), "{}", kept.text());
    let form = admin.get(&format!("/employees/export?{view}")).await;
    let file = admin.submit(&form, "/employees/export", &[("format", "csv")]).await;
    assert!(file.body.contains("pyotr@") && file.body.contains("ivan@") && !file.body.contains("olga@"));
    assert_roles_are_not_for_everybody(&portal, &view).await;
}

/// Who leads is known to all, who has which role to those who manage rights.
async fn assert_roles_are_not_for_everybody(portal: &TestPortal, view: &str) {
    let his = portal.signed_in("pyotr@romashka.example").await;
    let offered = his.get("/employees/filters").await.texts("select[name=role] option");
    assert_eq!(offered.len(), 5, "{offered:?}");
    assert_eq!(names(&his, "role=head").await, ["Иван Перов"]);
    let page = his.get(&format!("/employees?{view}")).await;
    assert!(page.says("Роль: неизвестно") && !page.says("Наставник"), "{}", page.text());
    assert_eq!(names(&his, view).await, [""; 0]);
}

/// The head of the column of people, with its present order and the other one.
const PERSON: &str = "Сотрудник Имя Фамилия";
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
    for nothing in ["", "status=dismissed", "role=zzz", "only=1"] {
        let page = admin.post("/employees/views", &[("name", "Ничего"), ("view", nothing)]).await;
        assert!(page.status == 422 && page.says("хотя бы один фильтр"), "{nothing}: {}", page.text());
        assert_eq!(page.value("name"), "Ничего");
    }
    let pyotr = portal.employee("Пётр Вяземский", "pyotr@romashka.example").await;
    assert!(pyotr.get("/employees").await.texts(".tab-own").is_empty(), "nobody else sees it");
    let id = portal.number("SELECT id FROM saved_views").await;
    let path = format!("/employees/views/{id}");
    for fields in [[("name", "Чужой")], [("remove", "1")]] {
        assert_eq!(pyotr.post(&path, &fields).await.status, 404);
    }
}

async fn a_kept_filter_is_renamed_and_removed(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    admin.post("/employees/views", &[("name", "Ушедшие"), ("view", VIEW)]).await;
    let path = format!("/employees/views/{}", portal.number("SELECT id FROM saved_views").await);
    let page = admin.post(&path, &[("name", "")]).await;
    assert!(page.status == 422 && page.texts(".error").len() == 1, "{}", page.text());
    let page = admin.post(&path, &[("name", "Петры")]).await;
    assert!(page.says("Фильтр переименован"), "{}", page.text());
    assert!(
        page.says("Уволенные · Найти: «пётр»"),
        "what it narrows to, before it is deleted: {}",
        page.text()
    );
    let page = admin.post(&path, &[("remove", "1")]).await;
    assert!(page.says("Фильтр удалён"), "{}", page.text());
    assert!(admin.get("/employees").await.texts(".tab-own").is_empty());
}

async fn no_more_filters_are_kept_than_have_room(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    for number in 0..30 {
        let kept = admin.post("/employees/views", &[("name", &format!("№{number}")), ("view", VIEW)]).await;
        assert_eq!(kept.status, 200);
    }
    let page = admin.post("/employees/views", &[("name", "№30"), ("view", VIEW)]).await;
    assert!(page.status == 422 && page.says("Больше 30 фильтров не сохранить"), "{}", page.text());
}

async fn columns_are_chosen_and_ordered_for_each_preset(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let heads = async |query: &str| {
        let heads = admin.get(&format!("/employees?{query}")).await.texts(".list th");
        heads[1..heads.len() - 1].to_vec()
    };
    let usual = [PERSON, "Отдел", "Должность", "На портале с", "Роль"];
    assert_eq!(heads("").await, usual);
    let form = admin.get("/employees/columns?sort=-name").await;
    let shown = [("column", "department"), ("column", "role"), ("column", "seen"), ("column", "address")];
    let page = admin.submit(&form, "/employees/columns", &shown).await;
    assert_eq!(page.path(), "/employees?sort=-name", "back in the same view");
    assert_eq!(heads("").await, [PERSON, "Отдел", "Роль", "E-mail", "Последний вход"]);
    assert_eq!(heads("status=administrators").await, usual, "another preset has its own");
    let form = admin.get("/employees/columns").await;
    let kept = |button: &'static str| shown.into_iter().chain([(button, "address")]).collect::<Vec<_>>();
    let page = admin.submit(&form, "/employees/columns", &kept("up")).await;
    assert!(page.path().starts_with("/employees/columns"), "one goes on ordering");
    assert_eq!(heads("").await, [PERSON, "Отдел", "E-mail", "Роль", "Последний вход"]);
    admin.submit(&page, "/employees/columns", &kept("down")).await;
    assert_eq!(heads("").await, [PERSON, "Отдел", "Роль", "E-mail", "Последний вход"]);
    assert!(admin.get("/employees").await.says("anna@romashka.example сегодня"), "each cell below its head");
    admin.post("/employees/columns", &[("view", ""), ("reset", "1")]).await;
    assert_eq!(heads("").await, usual);
    admin.post("/employees/columns", &[("view", ""), ("column", "nonsense"), ("order", "nonsense")]).await;
    assert_eq!(heads("").await, [PERSON], "the person always stands there");
}

async fn columns_about_others_are_for_who_manages_people(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
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
