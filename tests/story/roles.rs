//! Roles: made, given, and what comes of them at once; heads and deputies; the order of departments.

use collega::access_rights::Permission;
use collega::access_rights::Scope;
use collega::access_rights::roles::Kind;
use collega::base::id::{DepartmentId, EmployeeId, RoleId};
use collega::structure::Post;
use serde_json::json;

use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    a_role_is_made_like_another,
    a_role_holds_as_soon_as_it_is_given_and_no_longer,
    what_a_role_allows_is_changed_and_told,
    the_switch_for_all_says_when_it_opens_nothing,
    nobody_gives_what_he_could_not_do_himself,
    a_department_with_a_role_takes_in_only_by_those_who_may_as_much,
    heads_answer_for_their_departments_and_the_one_above_where_there_is_none,
    a_head_manages_what_is_below_him_and_nothing_else,
    who_works_elsewhere_too_is_not_changed_by_the_head_of_one_department,
    parts_of_a_department_stand_in_the_order_they_were_put_in,
    nobody_but_an_administrator_touches_an_administrator,
    of_several_roles_the_highest_of_each_holds,
    who_loses_his_department_gains_no_other,
    with_inviting_switched_off_those_with_a_role_invite,
    who_switches_inviting_off_can_switch_it_on_again,
    words_that_nobody_could_choose_change_nothing,
    departments_that_carry_a_role_are_named,
    no_own_role_is_called_like_one_that_every_company_has,
    departments_that_are_called_alike_are_told_apart,
);

/// Somebody who works in these departments.
pub async fn worker(
    portal: &TestPortal,
    name: &str,
    email: &str,
    departments: &[DepartmentId],
) -> EmployeeId {
    let id = portal.add_employee(name, email).await;
    let (company, departments) = (portal.company, departments.to_vec());
    portal.write(move |tx| tx.people().set_departments(company, id, &departments)).await;
    id
}

/// A role of the company's own that somebody has.
pub async fn role(
    portal: &TestPortal,
    name: &'static str,
    permissions: &[(Permission, Scope)],
    holder: EmployeeId,
) -> RoleId {
    let (company, now, permissions) = (portal.company, portal.portal.now(), permissions.to_vec());
    portal
        .write(move |tx| {
            let role = tx.roles().insert(company, None, name, now)?.unwrap();
            tx.roles().set_permissions(company, role, &permissions)?;
            tx.roles().give(company, role, holder)?;
            Ok(role)
        })
        .await
}

async fn kind(portal: &TestPortal, kind: Kind) -> RoleId {
    let company = portal.company;
    portal.write(move |tx| tx.roles().of_kind(company, kind)).await.id
}

async fn a_role_is_made_like_another(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let hr = kind(&portal, Kind::Hr).await;
    let new = "/structure/access-rights/roles/new";
    let form = admin.get(&format!("{new}?like={hr}")).await;
    for (name, words) in [("", "Введите название"), ("a\u{202e}b", "невидимый")] {
        let page = admin.submit(&form, new, &[("name", name)]).await;
        assert!(page.status == 422 && page.says(words) && page.value("name") == name, "{}", page.text());
    }
    let page = admin.submit(&form, new, &[("name", "Кадры")]).await;
    assert!(page.says("Роль добавлена") && page.says("Увольнять"), "{}", page.text());
    let again = admin.submit(&form, new, &[("name", "кадры")]).await;
    assert!(again.status == 422 && again.says("уже есть"), "{}", again.text());
    let ask = admin.get(&format!("{}/delete", page.path())).await;
    let page = admin.submit(&ask, &format!("{}/delete", page.path()), &[]).await;
    assert!(page.says("Роль удалена"));
    assert_eq!(admin.get(&format!("/structure/access-rights/roles/{hr}/delete")).await.status, 404);
    assert_eq!(admin.get("/structure/access-rights/roles/999").await.status, 404);
}

async fn a_role_holds_as_soon_as_it_is_given_and_no_longer(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let ivan = portal.add_employee("Иван Петров", "ivan@romashka.example").await;
    let olga = portal.add_employee("Ольга", "olga@romashka.example").await;
    let his = portal.signed_in("ivan@romashka.example").await;
    let path = format!("/structure/access-rights/roles/{}", kind(&portal, Kind::Hr).await);
    let ask = format!("/employees/{olga}/dismiss");
    assert_eq!(his.get(&ask).await.status, 403);
    assert!(admin.get(&format!("{path}?q=петров")).await.says("Иван Петров"));
    let person = ivan.to_string();
    let given = admin.post(&format!("{path}/people"), &[("person", &person), ("has", "1")]).await;
    assert!(given.says("Роль дана") && given.says("Иван Петров"), "{}", given.text());
    assert!(admin.get("/history").await.says("Дана роль: Иван Петров, HR"));
    assert_eq!(his.get(&ask).await.status, 200, "it holds at once");

    let why = his.get(&format!("/employees/{ivan}/rights")).await;
    assert!(why.says("HR: роль дана лично. Вся компания"), "{}", why.text());
    assert!(why.says("Сотрудник: есть у каждого. Вся компания"), "{}", why.text());
    assert!(why.says("Ни одна из ролей человека этого не разрешает"), "{}", why.text());
    assert_eq!(his.get(&format!("/employees/{olga}/rights")).await.status, 403);
    assert!(admin.get("/employees/1/rights").await.says("Администратор может всё"));

    let back = [("person", person.as_str()), ("has", "0"), ("return_to", "person")];
    let taken = admin.post(&format!("{path}/people"), &back).await;
    assert_eq!(taken.path(), format!("/employees/{ivan}/rights"));
    assert_eq!(his.get(&ask).await.status, 403);
}

async fn what_a_role_allows_is_changed_and_told(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let ivan = portal.add_employee("Иван Петров", "ivan@romashka.example").await;
    let his = portal.signed_in("ivan@romashka.example").await;
    let allowed = [(Permission::Dismiss, Scope::Company), (Permission::Export, Scope::Company)];
    let path = format!("/structure/access-rights/roles/{}", role(&portal, "Кадры", &allowed, ivan).await);
    let page = admin.get(&path).await;
    let sales = portal.add_department("Продажи", None).await.to_string();
    let mut sent = [("dismiss", "department"), ("export", "none"), ("department", &sales), ("name", "")];
    let mistaken = admin.submit(&page, &path, &sent).await;
    assert!(mistaken.status == 422, "{}", mistaken.text());
    assert_eq!(
        mistaken.attributes("[name=department][checked]", "value"),
        [sales.as_str()],
        "what was chosen stays"
    );
    assert_eq!(portal.number("SELECT COUNT(*) FROM role_departments").await, 0, "all of it or nothing");
    sent[3] = ("name", "Кадры");
    let page = admin.submit(&page, &path, &sent).await;
    assert!(page.says("Роль сохранена"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM role_departments").await, 1);
    let history = admin.get("/history").await;
    assert!(
        history.says("Кадры, Увольнять и принимать обратно: Вся компания → Свои отделы"),
        "{}",
        history.text()
    );
    let matrix = his.get("/structure/access-rights").await;
    assert!(matrix.says("Кадры") && !matrix.body.contains("/roles/"), "seen by all, changed by few");
}

async fn the_switch_for_all_says_when_it_opens_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    assert!(admin.get("/structure/access-rights").await.says("Любой сотрудник может пригласить"));
    let path = format!("/structure/access-rights/roles/{}", kind(&portal, Kind::Employee).await);
    admin.post(&path, &[("invite", "none")]).await;
    let page = admin.get("/structure/access-rights").await;
    assert!(page.says("Сейчас приглашают не все"), "{}", page.text());
}

async fn nobody_gives_what_he_could_not_do_himself(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = portal.add_department("Продажи", None).await;
    let petr = worker(&portal, "Пётр", "petr@romashka.example", &[sales]).await;
    let ivan = worker(&portal, "Иван", "ivan@romashka.example", &[sales]).await;
    role(&portal, "Права", &[(Permission::ManageRights, Scope::Company)], petr).await;
    let his = portal.signed_in("petr@romashka.example").await;
    let (hr, employee) = (kind(&portal, Kind::Hr).await, kind(&portal, Kind::Employee).await);

    let person = ivan.to_string();
    let give = [("person", person.as_str()), ("has", "1")];
    let page = his.post(&format!("/structure/access-rights/roles/{hr}/people"), &give).await;
    assert!(page.says("чего не можете вы сами"), "{}", page.text());
    let page =
        his.post("/structure/access-rights/roles/new", &[("name", "Своя"), ("like", &hr.to_string())]).await;
    assert_eq!(page.status, 422, "{}", page.text());
    let path = format!("/structure/access-rights/roles/{employee}");
    let page = his.post(&path, &[("export", "company"), ("invite", "company")]).await;
    assert!(page.status == 422 && page.says("Выберите, как было"), "{}", page.text());
    let path = format!("/structure/access-rights/roles/{hr}");
    let page = his.post(&path, &[("departments", "1"), ("department", &sales.to_string())]).await;
    assert!(page.says("чего не можете вы сами"), "{}", page.text());
    assert_eq!(his.post(&format!("/employees/{petr}/role"), &[("role", "administrator")]).await.status, 403);
    // What he may himself he gives: everybody invites, and he too.
    let empty = his.post("/structure/access-rights/roles/new", &[("name", "Зовущие"), ("like", "")]).await;
    let page = his.post(empty.path(), &[("name", "Зовущие"), ("invite", "company")]).await;
    assert!(page.says("Роль сохранена"), "{}", page.text());
    let held =
        "SELECT COUNT(*) FROM role_permissions p JOIN roles r ON r.id = p.role_id WHERE r.kind = 'employee'";
    assert_eq!(portal.number(held).await, 1, "what was refused changed nothing");

    // Nor by appointing: a head may more than who only changes the structure.
    role(&portal, "Структура", &[(Permission::EditStructure, Scope::Company)], ivan).await;
    let ivans = portal.signed_in("ivan@romashka.example").await;
    let page = ivans.post(&format!("/structure/{sales}/people/{petr}/post"), &[("post", "head")]).await;
    assert!(page.says("чего не можете вы сами"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM employee_departments WHERE post <> 'member'").await, 0);
}

async fn a_department_with_a_role_takes_in_only_by_those_who_may_as_much(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let office = portal.add_department("Кадры", None).await;
    let night = portal.add_department("Ночная смена", Some(office)).await;
    let ivan = worker(&portal, "Иван", "ivan@romashka.example", &[night]).await;
    let hr = kind(&portal, Kind::Hr).await;
    let path = format!("/structure/access-rights/roles/{hr}");
    let page = admin.post(&path, &[("departments", "1"), ("department", &office.to_string())]).await;
    assert!(page.says("Роль сохранена"), "{}", page.text());
    let his = portal.signed_in("ivan@romashka.example").await;
    let why = his.get(&format!("/employees/{ivan}/rights")).await;
    assert!(why.says("HR: роль отдела «Кадры». Вся компания"), "{}", why.text());

    // Who may invite everywhere does not thereby make people of HR.
    let petr = portal.program_of_new("petr@romashka.example").await;
    let body = |department: DepartmentId| json!({ "recipients": [{ "email": format!("n{department}@romashka.example") }], "department_ids": [department] });
    let answer = petr.invite(body(night)).await;
    assert!(answer.status == 403 && answer.problem() == "department-not-allowed", "{answer:?}");
    let answer = petr.post("/join-links", json!({ "department_ids": [night] })).await;
    assert_eq!(answer.status, 403, "{answer:?}");
    let ivans = portal.program_of(ivan).await;
    assert_eq!(ivans.invite(body(night)).await.status, 201, "one of them may");
    // A department does not move under it by who could not give the role either.
    let olga = worker(&portal, "Ольга", "olga@romashka.example", &[]).await;
    role(&portal, "Структура", &[(Permission::EditStructure, Scope::Company)], olga).await;
    let store = portal.add_department("Склад", None).await;
    let hers = portal.signed_in("olga@romashka.example").await;
    let page = hers.post(&format!("/structure/{store}/move"), &[("parent", &office.to_string())]).await;
    assert_eq!(page.status, 403, "{}", page.text());
}

async fn heads_answer_for_their_departments_and_the_one_above_where_there_is_none(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let sales = portal.add_department("Продажи", None).await;
    let moscow = portal.add_department("Москва", Some(sales)).await;
    let ivan = worker(&portal, "Иван Петров", "ivan@romashka.example", &[sales]).await;
    let petr = worker(&portal, "Пётр", "petr@romashka.example", &[moscow]).await;
    assert!(admin.get(&format!("/structure/{sales}")).await.says("Руководителя нет."));
    let post = |id: DepartmentId, person: EmployeeId| format!("/structure/{id}/people/{person}/post");
    let page = admin.post(&post(moscow, ivan), &[("post", "head")]).await;
    assert!(page.says("Сначала добавьте"), "{}", page.text());
    let page = admin.post(&post(sales, ivan), &[("post", "head")]).await;
    assert!(page.says("Руководитель назначен") && page.says("Иван Петров"), "{}", page.text());
    admin.post(&post(moscow, petr), &[("post", "deputy")]).await;
    let page = admin.get(&format!("/structure/{moscow}")).await;
    assert!(page.says("За отдел отвечает Иван Петров"), "{}", page.text());
    assert!(page.says("Заместитель"), "{}", page.text());
    assert!(admin.get(&format!("/employees/{petr}")).await.says("Руководитель Иван Петров"));
    assert!(admin.get("/structure").await.texts(".tree-heads").concat().contains("Иван Петров"));

    let ask = admin.get(&format!("/employees/{ivan}/dismiss")).await;
    admin.submit(&ask, &format!("/employees/{ivan}/dismiss"), &[]).await;
    admin.post(&format!("/employees/{ivan}/rehire"), &[]).await;
    let leaders = "SELECT COUNT(*) FROM employee_departments WHERE post = 'head'";
    assert_eq!(portal.number(leaders).await, 0, "whoever is taken back leads nothing by it");
    let history = admin.get("/history").await;
    assert!(history.says("Иван Петров: Сотрудник → Руководитель (Продажи)"), "{}", history.text());
    consistency::check(&portal.portal.db).await;
}

async fn a_head_manages_what_is_below_him_and_nothing_else(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let sales = portal.add_department("Продажи", None).await;
    let moscow = portal.add_department("Москва", Some(sales)).await;
    let store = portal.add_department("Склад", None).await;
    let ivan = worker(&portal, "Иван Петров", "ivan@romashka.example", &[sales]).await;
    let petr = worker(&portal, "Пётр", "petr@romashka.example", &[moscow]).await;
    let olga = worker(&portal, "Ольга", "olga@romashka.example", &[store]).await;
    admin.post(&format!("/structure/{sales}/people/{ivan}/post"), &[("post", "head")]).await;
    let his = portal.signed_in("ivan@romashka.example").await;
    assert_eq!(his.get(&format!("/employees/{petr}/edit")).await.status, 200, "below his department");
    assert_eq!(his.get(&format!("/employees/{olga}/edit")).await.status, 403, "not elsewhere");
    assert_eq!(his.get(&format!("/structure/{moscow}/rename")).await.status, 200);
    assert_eq!(his.get("/structure/new").await.status, 200);
    let places = his.get("/structure/new").await.texts("option");
    assert!(places.iter().any(|place| place.contains("Москва")), "{places:?}");
    assert!(!places.iter().any(|place| place.contains("Склад")), "only where he may: {places:?}");
    let why = his.get(&format!("/employees/{ivan}/rights")).await;
    assert!(why.says("Руководитель отдела «Продажи». Свои отделы и ниже"), "{}", why.text());
}

/// Whoever works in several departments is changed by who answers for each of them, and the others are told so.
async fn who_works_elsewhere_too_is_not_changed_by_the_head_of_one_department(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let sales = portal.add_department("Продажи", None).await;
    let store = portal.add_department("Склад", None).await;
    let ivan = worker(&portal, "Иван Петров", "ivan@romashka.example", &[sales]).await;
    let petr = worker(&portal, "Пётр", "petr@romashka.example", &[sales]).await;
    let olga = worker(&portal, "Ольга", "olga@romashka.example", &[store]).await;
    admin.post(&format!("/structure/{sales}/people/{ivan}/post"), &[("post", "head")]).await;
    let his = portal.signed_in("ivan@romashka.example").await;
    assert_eq!(his.get(&format!("/employees/{petr}/edit")).await.status, 200);
    let form = admin.get(&format!("/structure/{store}/people?q=Пётр")).await;
    let fields = [("person", petr.to_string()), ("way", "add".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = admin.submit(&form, &format!("/structure/{store}/people"), &fields).await;
    assert!(page.says("работает и в этом отделе"), "{}", page.text());
    assert_eq!(his.get(&format!("/employees/{petr}/edit")).await.status, 403);
    let shared = "тот, кто отвечает за все отделы сотрудника";
    assert!(his.get(&format!("/employees/{petr}")).await.says(shared), "he is told why");
    assert!(!his.get(&format!("/employees/{olga}")).await.says(shared), "nothing of hers is his");
    assert!(his.get(&format!("/employees/{ivan}/rights")).await.says("кто отвечает за каждый из них"));
}

async fn parts_of_a_department_stand_in_the_order_they_were_put_in(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    for name in ["Бухгалтерия", "Аптека", "Вахта"] {
        portal.add_department(name, None).await;
    }
    let names = async || admin.get("/structure").await.texts(".tree-name")[1..].join(" ");
    assert_eq!(names().await, "Аптека Бухгалтерия Вахта", "by name at first");
    let guard = portal.number("SELECT id FROM departments WHERE name = 'Вахта'").await;
    let step = async |id: i64, direction: &str| {
        admin.post(&format!("/structure/{id}/order"), &[("direction", direction)]).await
    };
    assert!(step(guard, "up").await.says("Порядок изменён"));
    assert_eq!(names().await, "Аптека Вахта Бухгалтерия");
    step(guard, "up").await;
    step(guard, "up").await;
    assert_eq!(names().await, "Вахта Аптека Бухгалтерия", "the first stays the first");
    portal.add_department("Архив", None).await;
    assert_eq!(names().await, "Вахта Аптека Бухгалтерия Архив", "what is new comes last");
    assert_eq!(step(999, "up").await.status, 404);
}

async fn nobody_but_an_administrator_touches_an_administrator(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.add_employee("Иван", "ivan@romashka.example").await;
    let (company, hr) = (portal.company, kind(&portal, Kind::Hr).await);
    portal.write(move |tx| tx.roles().give(company, hr, ivan)).await;
    let his = portal.signed_in("ivan@romashka.example").await;
    for path in ["/employees/1/dismiss", "/employees/1/edit"] {
        assert_eq!(his.get(path).await.status, 403, "{path}");
    }
    assert_eq!(his.post("/employees/1/dismiss", &[]).await.status, 403);
    let fields = [("name", "Никто"), ("position", ""), ("department", "1")];
    assert_eq!(his.post("/employees/1/edit", &fields).await.status, 403);
    let program = portal.program_of(ivan).await;
    assert_eq!(program.patch("/employees/1", json!({ "name": "Никто" })).await.status, 403);
    let page = his.post("/structure/1/people/1/post", &[("post", "deputy")]).await;
    assert!(page.says("Заместитель назначен"), "what is given to him is no harm: {}", page.text());
    assert_eq!(his.get("/settings").await.status, 403, "HR may all but rights and settings");
    assert_eq!(his.get("/employees?status=awaiting_approval").await.status, 200);
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE name = 'Анна Орлова'").await, 1);
}

async fn of_several_roles_the_highest_of_each_holds(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (own, other) =
        (portal.add_department("Продажи", None).await, portal.add_department("Склад", None).await);
    let ivan = worker(&portal, "Иван Петров", "ivan@romashka.example", &[own]).await;
    let near = worker(&portal, "Ольга", "olga@romashka.example", &[own]).await;
    let far = worker(&portal, "Фёдор", "f@romashka.example", &[other]).await;
    let his = portal.signed_in("ivan@romashka.example").await;
    let doors = async |verb: &str| {
        let [near, far] = [near, far].map(|id| format!("/employees/{id}/{verb}"));
        [his.get(&near).await.status, his.get(&far).await.status]
    };
    role(&portal, "Отдел", &[(Permission::Dismiss, Scope::Department)], ivan).await;
    role(&portal, "Анкеты", &[(Permission::EditPeople, Scope::Company)], ivan).await;
    assert_eq!((doors("dismiss").await, doors("edit").await), ([200, 403], [200, 200]), "each adds its own");
    let wide = role(&portal, "Компания", &[(Permission::Dismiss, Scope::Company)], ivan).await;
    assert_eq!(doors("dismiss").await, [200, 200], "the higher of two");
    let company = portal.company;
    portal.write(move |tx| tx.roles().take(company, wide, ivan)).await;
    assert_eq!((doors("dismiss").await, doors("edit").await), ([200, 403], [200, 200]), "what is left");
}

/// Who is in the company itself is in no department, and not in all of them.
async fn who_loses_his_department_gains_no_other(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (own, other) =
        (portal.add_department("Продажи", None).await, portal.add_department("Склад", None).await);
    let ivan = worker(&portal, "Иван Петров", "ivan@romashka.example", &[own]).await;
    let far = worker(&portal, "Фёдор", "f@romashka.example", &[other]).await;
    role(&portal, "Наставник", &[(Permission::EditPeople, Scope::Branch)], ivan).await;
    let his = portal.signed_in("ivan@romashka.example").await;
    let (company, there) = (portal.company, format!("/employees/{far}/edit"));
    assert_eq!(his.get(&there).await.status, 403);
    let root = portal.write(move |tx| tx.departments().root(company)).await.id;
    let beside = worker(&portal, "Ольга", "olga@romashka.example", &[root]).await;
    portal.write(move |tx| tx.people().set_departments(company, ivan, &[root])).await;
    assert_eq!(his.get(&there).await.status, 403, "what he could not do before");
    assert_eq!(his.get(&format!("/employees/{beside}/edit")).await.status, 200, "beside him he may");
    portal.write(move |tx| tx.departments().set_post(company, root, ivan, Post::Head)).await;
    assert_eq!(his.get(&there).await.status, 200, "the company's own head answers for all of it");
}

async fn who_switches_inviting_off_can_switch_it_on_again(database: &TestDatabase) {
    const PATH: &str = "/structure/access-rights";
    let portal = TestPortal::new(database).await;
    let ivan = portal.add_employee("Иван", "ivan@romashka.example").await;
    role(&portal, "Правами", &[(Permission::ManageRights, Scope::Company)], ivan).await;
    let his = portal.signed_in("ivan@romashka.example").await;
    let page = his.get(PATH).await;
    assert!(page.texts("button[role=switch]").is_empty() && page.says("Переключает тот"), "{}", page.text());
    assert_eq!(his.post(PATH, &[("everyone", "0")]).await.status, 403, "he invites by the switch alone");
    role(&portal, "Набирает", &[(Permission::Invite, Scope::Company)], ivan).await;
    for everyone in ["0", "1"] {
        assert_eq!(his.post(PATH, &[("everyone", everyone)]).await.status, 200);
    }
}

async fn with_inviting_switched_off_those_with_a_role_invite(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let recruiting = portal.add_department("Набор", None).await;
    let ivan = worker(&portal, "Иван Петров", "ivan@romashka.example", &[recruiting]).await;
    let olga = portal.add_employee("Ольга", "olga@romashka.example").await;
    let hr = portal.add_employee("Фёдор", "f@romashka.example").await;
    let (company, staff) = (portal.company, kind(&portal, Kind::Hr).await);
    portal.write(move |tx| tx.roles().give(company, staff, hr)).await;
    let id = role(&portal, "Набирают", &[(Permission::Invite, Scope::Company)], hr).await;
    let path = format!("/structure/access-rights/roles/{id}");
    let given = [("name", "Набирают"), ("departments", "1"), ("department", &recruiting.to_string())];
    admin.post(&path, &given).await;
    admin.post("/structure/access-rights", &[("everyone", "0")]).await;
    for (who, id, status) in
        [("ivan", ivan, 201), ("olga", olga, 403), ("hr", hr, 201), ("admin", portal.admin_id, 201)]
    {
        let body = json!({ "recipients": [{ "email": format!("{who}@example.org") }] });
        assert_eq!(portal.program_of(id).await.invite(body).await.status, status, "{who}");
    }
    let hers = portal.signed_in("olga@romashka.example").await;
    let sent = [("address", "b@example.org"), ("name", ""), ("action", "send")];
    for (path, fields) in [
        ("/invite/mail-service", &[("addresses", "a@example.org")][..]),
        ("/invite/mail-service/review", &sent[..]),
        ("/invite/mail-app", &[][..]),
        ("/invite/link", &[("uses", "5"), ("days", "5")][..]),
    ] {
        // What was typed is kept, where something was.
        let page = hers.post(path, fields).await;
        assert!([403, 422].contains(&page.status), "{path}: {}", page.status);
    }
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 3);
    assert_eq!(portal.number("SELECT COUNT(*) FROM join_links").await, 0);
}

async fn words_that_nobody_could_choose_change_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let ivan = portal.add_employee("Иван Петров", "ivan@romashka.example").await;
    let allowed = [(Permission::Dismiss, Scope::Company), (Permission::Export, Scope::Company)];
    let id = role(&portal, "Кадры", &allowed, ivan).await;
    let path = format!("/structure/access-rights/roles/{id}");
    let page = admin.get(&path).await;
    for scope in ["galaxy", "", "Company"] {
        assert_eq!(admin.submit(&page, &path, &[("dismiss", scope)]).await.status, 400, "{scope:?}");
    }
    let company = portal.company;
    let kept = portal.write(move |tx| tx.roles().permissions_of(company, id)).await;
    assert_eq!(kept.len(), 2, "{kept:?}");
    let role = format!("/employees/{ivan}/role");
    assert_eq!(admin.post(&role, &[("role", "king")]).await.status, 400);
    assert!(!admin.get(&format!("/employees/{ivan}")).await.says("Сделать обычным"));
    consistency::check(&portal.portal.db).await;
}

async fn departments_that_carry_a_role_are_named(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let ivan = portal.add_employee("Иван Петров", "ivan@romashka.example").await;
    let watch = role(&portal, "Ночная смена", &[(Permission::Export, Scope::Department)], ivan).await;
    let path = format!("/structure/access-rights/roles/{watch}");
    admin.post(&format!("{path}/people"), &[("person", &ivan.to_string()), ("has", "0")]).await;
    let nobody = admin.get(&format!("{path}/delete")).await;
    assert!(nobody.says("Сейчас она никому не дана"), "{}", nobody.text());

    let mut sent = vec![("name", "Ночная смена".to_owned()), ("departments", "1".to_owned())];
    for name in ["Склад", "Двор", "Охрана"] {
        sent.push(("department", portal.add_department(name, None).await.to_string()));
    }
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    admin.post(&path, &sent).await;
    let matrix = admin.get("/structure/access-rights").await;
    assert!(matrix.texts(".matrix-holders").contains(&"отделы: Двор, Охрана и ещё 1 отдел".to_owned()));
    let ask = admin.get(&format!("{path}/delete")).await;
    assert!(!ask.says("никому не дана") && ask.says("Двор, Охрана, Склад"), "{}", ask.text());
    let yard = portal.number("SELECT id FROM departments WHERE name = 'Двор'").await;
    let gate = portal.add_department("Ворота", Some(DepartmentId(yard))).await;
    let going = admin.get(&format!("/structure/{gate}/move")).await;
    assert!(going.says("сейчас: Двор (Ночная смена)"), "{}", going.text());
    assert!(going.says("внутри: Охрана (Ночная смена), Склад (Ночная смена)"), "{}", going.text());

    admin.post(&format!("{path}/people"), &[("person", &ivan.to_string()), ("has", "1")]).await;
    let ask = admin.get(&format!("{path}/delete")).await;
    assert!(ask.says("Её потеряет 1 человек") && ask.says("Двор, Охрана, Склад"), "{}", ask.text());
    let matrix = admin.get("/structure/access-rights").await;
    assert!(matrix.says("1 человек, отделы: Двор, Охрана и ещё 1 отдел"), "{}", matrix.text());
}

async fn no_own_role_is_called_like_one_that_every_company_has(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let new = "/structure/access-rights/roles/new";
    let form = admin.get(new).await;
    for name in ["hr", "администратор", "Administrator", "Сотрудник", "Руководитель"]
    {
        let page = admin.submit(&form, new, &[("name", name)]).await;
        assert!(page.status == 422 && page.says("уже есть"), "{name}: {}", page.text());
    }
    let made = admin.submit(&form, new, &[("name", "Администратор склада")]).await;
    let renamed = admin.submit(&made, made.path(), &[("name", "head of department")]).await;
    assert!(renamed.status == 422 && renamed.says("уже есть"), "{}", renamed.text());
}

async fn departments_that_are_called_alike_are_told_apart(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let north = portal.add_department("Север", None).await;
    let office = portal.add_department("Кадры", Some(north)).await;
    portal.add_department("Кадры", None).await;
    let ivan = worker(&portal, "Иван", "ivan@romashka.example", &[office]).await;
    let (admin, hr) = (portal.admin().await, kind(&portal, Kind::Hr).await);
    let path = format!("/structure/access-rights/roles/{hr}");
    admin.post(&path, &[("departments", "1"), ("department", &office.to_string())]).await;
    admin.post(&format!("/structure/{office}/rename"), &[("name", "КАДРЫ")]).await;
    let matrix = admin.get("/structure/access-rights").await;
    assert!(matrix.says("КАДРЫ — Север"), "{}", matrix.text());
    let why = admin.get(&format!("/employees/{ivan}/rights")).await;
    assert!(why.says("HR: роль отдела «КАДРЫ — Север»"), "{}", why.text());
    let history = admin.get("/history").await;
    assert!(history.says("КАДРЫ — Север"), "{}", history.text());
}
