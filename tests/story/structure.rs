//! The company structure, as administrators change it and everybody sees it.

use std::time::Duration;

use collega::access_rights::rights::Rights;
use collega::access_rights::{Permission, Scope};
use collega::base::email_address::EmailAddress;
use collega::base::id::{CompanyId, DepartmentId, EmployeeId};
use collega::history::{Actor, Channel};
use collega::i18n::Language;
use collega::invitations::invite::{self, Recipient, Request};
use collega::people::Status;
use collega::portal::SharedPortal;
use collega::structure::{Post, delete, relocate};

use serde_json::json;

use crate::support::browserless::{Browserless, Page};
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    departments_are_made_renamed_and_moved,
    names_are_lines_and_differ_among_neighbours,
    nothing_moves_below_itself_even_when_two_try_at_once,
    whoever_was_in_a_deleted_department_is_in_its_parent,
    nobody_is_lost_when_a_department_goes_while_people_are_invited_into_it,
    the_root_is_the_company,
    employees_see_the_structure_and_change_nothing,
    a_department_of_nobody_knows_is_not_found,
    a_search_keeps_the_way_to_what_it_finds,
    parts_are_put_in_any_order_at_once,
    a_head_comes_beside_another_or_in_his_place,
    what_the_page_of_a_department_counts_is_what_its_lists_hold,
    who_works_elsewhere_too_is_not_put_into_the_company_itself,
    a_place_that_was_shown_is_chosen_where_it_may_be,
    the_last_ten_times_that_inviting_was_switched_are_told,
    what_ends_with_a_department_is_told_before,
    the_company_is_renamed_by_who_manages_its_settings,
);

async fn departments_are_made_renamed_and_moved(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let sales = portal.add_department("Продажи", None).await;
    let page = admin.get("/structure").await;
    let form = admin.follow(&page, "/structure/new").await;
    let page = admin.submit(&form, "/structure/new", &[("name", " Москва  Центр ")]).await;
    assert!(page.says("Отдел добавлен") && page.path() == "/structure/1", "{}", page.text());
    let page = admin.get(&format!("/structure/{}", sales.0 + 1)).await;
    let form = admin.follow(&page, &format!("{}/rename", path(&page))).await;
    let page = admin.submit(&form, path(&page), &[("name", "Питер")]).await;
    assert!(page.says("Питер") && !page.says("Москва"));
    let form = admin.follow(&page, &format!("{}/move", path(&page))).await;
    let page = admin.submit(&form, path(&page), &[("parent", &sales.to_string())]).await;
    assert_eq!(page.texts(".trail a"), ["Структура компании", "Ромашка", "Продажи"]);
    consistency::check(&portal.portal.db).await;
}

async fn a_head_comes_beside_another_or_in_his_place(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let sales = portal.add_department("Продажи", None).await;
    let mut people = Vec::new();
    for name in ["Вера", "Глеб", "Дина"] {
        let id = portal.add_employee(name, &format!("{}@romashka.example", people.len())).await;
        portal.write(move |tx| tx.people().set_departments(CompanyId(1), id, &[sales])).await;
        people.push(id);
    }
    let here = format!("/structure/{sales}");
    let post = |person: EmployeeId| format!("{here}/people/{person}/post");
    let head = async |person: EmployeeId, instead: Option<EmployeeId>| {
        let page = admin.get(&here).await;
        let ask = admin.follow(&page, &format!("{}?post=head", post(person))).await;
        assert!(ask.says("Отвечает за отдел «Продажи»"), "{}", ask.text());
        let others = instead.map(|other| ("instead", other.to_string()));
        let fields: Vec<(&str, &str)> = others.iter().map(|(field, id)| (*field, id.as_str())).collect();
        assert_eq!(ask.says("Руководитель уже есть"), person != people[0], "{}", ask.text());
        assert!(admin.submit(&ask, &post(person), &fields).await.says("Руководитель назначен"));
    };
    let heads = "SELECT COUNT(*) FROM employee_departments WHERE post = 'head'";
    head(people[0], None).await;
    head(people[1], None).await;
    assert_eq!(portal.number(heads).await, 2, "beside each other");
    head(people[2], Some(people[0])).await;
    assert_eq!(portal.number(heads).await, 2, "in the place of one");
    let page = admin.get("/history?area=structure").await;
    assert!(page.status == 200 && !admin.get(&here).await.says("Вера Руководитель"), "{}", page.text());
    assert_eq!(admin.get(&format!("{}?post=tsar", post(people[0]))).await.status, 400);
    assert_eq!(admin.get(&format!("{here}/people/999/post?post=head")).await.status, 404);
}

async fn who_works_elsewhere_too_is_not_put_into_the_company_itself(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (south, branch) =
        (portal.add_department("Юг", None).await, portal.add_department("Филиал", None).await);
    let both = portal.add_employee("Вера", "vera@romashka.example").await;
    let alone = portal.add_employee("Глеб", "gleb@romashka.example").await;
    portal.write(move |tx| tx.people().set_departments(CompanyId(1), both, &[south, branch])).await;
    portal.write(move |tx| tx.people().set_departments(CompanyId(1), alone, &[branch])).await;
    portal.admin().await.post(&format!("/structure/{branch}/delete"), &[]).await;
    let program = portal.program().await;
    for (person, places) in [(both, json!([south])), (alone, json!([1]))] {
        let found = program.get(&format!("/employees/{person}")).await.json;
        assert_eq!(found["department_ids"], places, "{found}");
    }
    consistency::check(&portal.portal.db).await;
}

async fn what_the_page_of_a_department_counts_is_what_its_lists_hold(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let sales = portal.add_department("Продажи", None).await;
    let moscow = portal.add_department("Москва", Some(sales)).await;
    for (name, place) in [("Вера", sales), ("Глеб", moscow), ("Дина", moscow)] {
        let id = portal.add_employee(name, &format!("{name}@romashka.example")).await;
        portal.write(move |tx| tx.people().set_departments(CompanyId(1), id, &[place])).await;
    }
    let twice = portal.add_employee("Ева", "eva@romashka.example").await;
    portal.write(move |tx| tx.people().set_departments(CompanyId(1), twice, &[sales, moscow])).await;
    let page = admin.get("/structure").await;
    let told = "2 сотрудника · с подотделами 4 с подотделами 4 сотрудника";
    assert!(page.texts(".tree-people").contains(&told.to_owned()), "{}", page.text());
    let alone = page.texts(".tree-people").into_iter().filter(|words| !words.contains("подотделами"));
    assert_eq!(alone.collect::<Vec<_>>(), ["3 сотрудника"], "nothing is below it");
    let page = admin.get("/structure/1").await;
    assert!(page.texts(".parts .tree-people")[0].contains("с подотделами 4"), "{}", page.text());
    let page = admin.get(&format!("/structure/{sales}")).await;
    assert_eq!(page.texts("nav.list-links .count"), ["2", "0", "4"]);
    let links = page.attributes("nav.list-links a", "href");
    let list = admin.get(&links[0]).await;
    assert_eq!(
        (page.texts("nav.list-links .count")[0].as_str(), list.texts(".list .person-name").len()),
        ("2", 2)
    );
    assert_eq!(
        admin.get(&links[2]).await.texts(".list .person-name").len(),
        4,
        "with those below: {links:?}"
    );
    // Who is invited below is counted, too: once, however many departments he is to be in.
    let program = portal.program().await;
    for (email, places) in
        [("f@romashka.example", json!([moscow, sales])), ("g@romashka.example", json!([moscow]))]
    {
        let body = json!({ "recipients": [{ "email": email }], "department_ids": places });
        assert!(program.post("/invitations", body).await.status < 300);
    }
    let told =
        "2 сотрудника, 1 приглашён · с подотделами 4, 2 приглашены с подотделами 4 сотрудника, 2 приглашены";
    let page = admin.get("/structure").await;
    assert!(page.texts(".tree-people").contains(&told.to_owned()), "{}", page.text());
}

async fn names_are_lines_and_differ_among_neighbours(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    portal.add_department("Отдел Ёлок", None).await;
    let form = admin.get("/structure/new").await;
    for (name, words) in [
        ("отдел елок", "с таким названием"),
        ("", "Введите название"),
        (&"я".repeat(101), "Сократите до 100 знаков"),
        ("а\u{202e}б", "невидимый"),
    ] {
        let page = admin.submit(&form, "/structure/new", &[("name", name)]).await;
        assert_eq!(page.status, 422, "{name}");
        assert!(page.says(words), "{name}: {}", page.text());
        assert!(page.title().starts_with("Ошибка: "));
        assert_eq!(page.value("name"), name, "what was typed is kept");
    }
    let injected = "<script>alert(1)</script>";
    let page = admin.submit(&form, "/structure/new", &[("name", injected)]).await;
    assert!(page.says(injected) && !page.body.contains(injected));
}

async fn nothing_moves_below_itself_even_when_two_try_at_once(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (a, b) = (portal.add_department("А", None).await, portal.add_department("Б", None).await);
    let below = portal.add_department("В", Some(a)).await;
    let admin = portal.admin().await;
    let form = admin.get(&format!("/structure/{a}/move")).await;
    assert!(!form.texts("option").iter().any(|name| name.contains('В')), "its parts are no place for it");
    let page = admin.post(&format!("/structure/{a}/move"), &[("parent", &below.to_string())]).await;
    assert!(page.status == 422 && page.says("внутрь себя"));
    let (first, second) = tokio::join!(relocate(&portal, a, b), relocate(&portal, b, a));
    let outcomes = [first, second];
    assert!(outcomes.contains(&relocate::Outcome::Moved), "{outcomes:?}");
    assert!(outcomes.contains(&relocate::Outcome::IntoItself), "{outcomes:?}");
}

async fn whoever_was_in_a_deleted_department_is_in_its_parent(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = portal.add_department("Продажи", None).await;
    let moscow = portal.add_department("Москва", Some(sales)).await;
    let centre = portal.add_department("Центр", Some(moscow)).await;
    let ivan = employee_in(&portal, "ivan@romashka.example", &[moscow]).await;
    let olga = employee_in(&portal, "olga@romashka.example", &[sales, moscow]).await;
    let invited = invite(&portal.portal, portal.company, portal.admin_id, moscow, "new@romashka.example");
    assert!(invited.await);
    let admin = portal.admin().await;
    let form = admin.get(&format!("/structure/{moscow}/delete")).await;
    for words in ["2 сотрудника", "1 приглашение", "1 подотдел"] {
        assert!(form.says(words), "{}", form.text());
    }
    let page = admin.submit(&form, &format!("/structure/{moscow}"), &[]).await;
    assert_eq!(page.path(), format!("/structure/{sales}"));
    assert!(page.says("Отдел удалён") && page.says("Центр"));
    assert_eq!(departments_of(&portal, ivan).await, [sales]);
    assert_eq!(departments_of(&portal, olga).await, [sales], "nobody is there twice");
    let invited = "SELECT COUNT(*) FROM invitation_departments m JOIN departments d ON d.id = m.department_id \
                   WHERE d.name = 'Продажи'";
    assert_eq!(portal.number(invited).await, 1);
    let trail = admin.get(&format!("/structure/{centre}")).await.texts(".trail a");
    assert_eq!(trail, ["Структура компании", "Ромашка", "Продажи"]);
    assert_eq!(admin.get(&format!("/structure/{moscow}")).await.status, 404);
    consistency::check(&portal.portal.db).await;
}

async fn employee_in(portal: &TestPortal, email: &str, departments: &[DepartmentId]) -> EmployeeId {
    let id = portal.add_employee("Иван", email).await;
    let (company, departments) = (portal.company, departments.to_vec());
    portal.write(move |tx| tx.people().set_departments(company, id, &departments)).await;
    id
}

async fn departments_of(portal: &TestPortal, id: EmployeeId) -> Vec<DepartmentId> {
    let company = portal.company;
    portal.write(move |tx| tx.people().departments_of(company, id)).await
}

async fn nobody_is_lost_when_a_department_goes_while_people_are_invited_into_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    for round in 0..5 {
        let sales = portal.add_department("Продажи", None).await;
        let (company, by) = (portal.company, portal.admin_id);
        let inviting: Vec<_> = (0..8)
            .map(|n| {
                let portal = SharedPortal::clone(&portal.portal);
                let email = format!("p{round}x{n}@romashka.example");
                tokio::spawn(async move { invite(&portal, company, by, sales, &email).await })
            })
            .collect();
        let deleted = remove(&portal, sales).await;
        assert!(matches!(deleted, delete::Outcome::Deleted { .. }), "{deleted:?}");
        for invited in inviting {
            // Either the invitation is there, or the inviter was told that the department is not.
            invited.await.unwrap();
        }
        consistency::check(&portal.portal.db).await;
    }
}

async fn the_root_is_the_company(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let root = portal.number("SELECT id FROM departments WHERE parent_id IS NULL").await;
    let form = admin.get(&format!("/structure/{root}/rename")).await;
    let page = admin.submit(&form, "/structure/", &[("name", "Василёк")]).await;
    assert_eq!(page.texts(".side .company-name"), ["Василёк"]);
    let form = admin.get("/settings/company").await;
    assert_eq!(form.value("name"), "Василёк");
    admin.submit(&form, "/settings/company", &[("name", "Ландыш")]).await;
    assert!(admin.get(&format!("/structure/{root}")).await.says("Ландыш"));
    for action in ["move", "delete"] {
        assert_eq!(admin.get(&format!("/structure/{root}/{action}")).await.status, 404);
        let page = admin.post(&format!("/structure/{root}/{action}"), &[("parent", "1")]).await;
        assert_eq!(page.status, 404);
    }
    consistency::check(&portal.portal.db).await;
}

async fn employees_see_the_structure_and_change_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = portal.add_department("Продажи", None).await;
    let ivan = portal.employee("Иван", "ivan@romashka.example").await;
    let page = ivan.get("/structure").await;
    assert!(page.says("Продажи") && !page.says("Добавить отдел"));
    let page = ivan.follow(&page, &format!("/structure/{sales}")).await;
    assert!(page.says("Пригласить в этот отдел") && !page.says("Удалить"));
    for action in ["rename", "move", "delete"] {
        let path = format!("/structure/{sales}/{action}");
        assert_eq!(ivan.get(&path).await.status, 403);
        let fields = [("name", "Мои"), ("parent", "1")];
        assert_eq!(ivan.post(&path, &fields).await.status, 403);
    }
    assert_eq!(ivan.post("/structure/new", &[("name", "Мой"), ("parent", "1")]).await.status, 403);
    assert_eq!(portal.number("SELECT COUNT(*) FROM departments").await, 2);
}

async fn a_department_of_nobody_knows_is_not_found(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    for path in ["/structure/999999", "/structure/999999/rename", "/structure/999999/move"] {
        assert_eq!(admin.get(path).await.status, 404, "{path}");
    }
    let stranger: Browserless = portal.stranger();
    assert!(stranger.get("/structure").await.path().starts_with("/sign-in"));
}

async fn a_search_keeps_the_way_to_what_it_finds(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = portal.add_department("Продажи", None).await;
    portal.add_department("Склад", None).await;
    portal.add_department("Москва", Some(sales)).await;
    let admin = portal.admin().await;
    let page = admin.get("/structure?q=МОСК").await;
    assert_eq!(page.texts(".tree-name"), ["Ромашка", "Продажи", "Москва"]);
    assert!(admin.get("/structure?q=нет").await.says("Такого отдела нет"));
}

fn path(page: &Page) -> &str {
    page.path()
}

fn administrator(company: CompanyId, id: EmployeeId) -> Actor {
    Actor { company, employee: Some(id), rights: Rights::all(), channel: Channel::Web, ip: None }
}

async fn relocate(portal: &TestPortal, id: DepartmentId, to: DepartmentId) -> relocate::Outcome {
    let (company, now) = (portal.company, portal.portal.now());
    let actor = administrator(company, portal.admin_id);
    portal
        .write(move |tx| {
            let company = tx.companies().find(company)?.unwrap();
            relocate::relocate(tx, &actor, &company, id, to, None, now)
        })
        .await
}

async fn remove(portal: &TestPortal, id: DepartmentId) -> delete::Outcome {
    let (company, now) = (portal.company, portal.portal.now());
    let actor = administrator(company, portal.admin_id);
    portal
        .write(move |tx| {
            let company = tx.companies().find(company)?.unwrap();
            delete::delete(tx, &actor, &company, id, now)
        })
        .await
}

/// Invites one address into a department; whether the department was still there.
async fn invite(
    portal: &SharedPortal,
    company: CompanyId,
    by: EmployeeId,
    into: DepartmentId,
    email: &str,
) -> bool {
    let (now, random) = (portal.now(), portal.random.clone());
    let request = Request {
        recipients: vec![Recipient { address: EmailAddress::parse(email).unwrap(), name: String::new() }],
        departments: vec![into],
        language: Language::Ru,
        note: String::new(),
        days: None,
        send: true,
        hold: Duration::ZERO,
        leaves: false,
    };
    let outcome = portal
        .write(move |tx| {
            let company = tx.companies().find(company)?.unwrap();
            invite::invite(tx, &administrator(company.id, by), &company, &request, &*random, now)
        })
        .await
        .unwrap();
    match outcome {
        invite::Outcome::Done(_) => true,
        invite::Outcome::UnknownDepartment => false,
        other => panic!("{other:?}"),
    }
}

async fn the_last_ten_times_that_inviting_was_switched_are_told(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    for n in 0..12 {
        let everyone = if n % 2 == 0 { "0" } else { "1" };
        admin.post("/structure/access-rights", &[("everyone", everyone)]).await;
        portal.advance(Duration::from_mins(1));
        let page = admin.get("/settings/company").await;
        admin.submit(&page, "/settings/company", &[]).await;
    }
    let ivan = portal.employee("Иван Петров", "ivan@romashka.example").await;
    let told = ivan.get("/structure/access-rights").await.texts(".timeline > li");
    assert_eq!(told.len(), 10, "{told:?}");
    assert!(told[0].contains("09:11") && told[9].contains("09:02"), "the latest first: {told:?}");
}

async fn parts_are_put_in_any_order_at_once(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let [a, b, c] = [
        portal.add_department("А", None).await,
        portal.add_department("Б", None).await,
        portal.add_department("В", None).await,
    ];
    let below = portal.add_department("Ниже", Some(a)).await;
    let order = async |id: DepartmentId, fields: &[(&str, &str)]| {
        let page = admin.post(&format!("/structure/{id}/order"), fields).await;
        let names = admin.get("/structure").await.texts(".tree-name");
        (page.status, names.into_iter().filter(|name| name.chars().count() == 1).collect::<String>())
    };
    let before = |id: DepartmentId| [("direction", "before".to_owned()), ("neighbour", id.to_string())];
    for (moved, beside, told) in [(c, a, "ВАБ"), (c, b, "АВБ"), (a, b, "ВАБ"), (a, b, "ВАБ")] {
        let fields = before(beside);
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        assert_eq!(order(moved, &fields).await.1, told);
    }
    assert_eq!(order(c, &[("direction", "last")]).await.1, "АБВ");
    let page =
        admin.post(&format!("/structure/{c}/order"), &[("direction", "up"), ("return_to", "tree")]).await;
    assert!(page.path() == "/structure" && page.says("Порядок изменён"), "{}", page.text());
    // What is no neighbour, or is none any more, changes nothing.
    let stranger = below.to_string();
    assert_eq!(order(c, &[("direction", "before"), ("neighbour", &stranger)]).await, (404, "АВБ".to_owned()));
    assert_eq!(order(c, &[("direction", "before")]).await.0, 400);
    let told = admin.get("/history?area=structure").await;
    assert_eq!(told.text().matches("Изменён порядок отделов").count(), 5, "{}", told.text());
}

async fn a_place_that_was_shown_is_chosen_where_it_may_be(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let (sales, store) =
        (portal.add_department("Продажи", None).await, portal.add_department("Склад", None).await);
    let below = portal.add_department("Ниже", Some(sales)).await;
    let chosen = async |place: &str| {
        admin.get(&format!("/structure/{sales}/move?parent={place}")).await.value("parent")
    };
    assert_eq!(chosen(&store.to_string()).await, store.to_string());
    for nowhere in [below.to_string(), sales.to_string(), "999".to_owned()] {
        assert_eq!(chosen(&nowhere).await, "1", "{nowhere}: where it is");
    }
}

async fn what_ends_with_a_department_is_told_before(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let sales = portal.add_department("Продажи", None).await;
    let path = format!("/structure/{sales}/delete");
    let plain = admin.get(&path).await;
    assert!(!plain.says("Перестанут отвечать") && !plain.says("не даст роли"), "{}", plain.text());
    assert!(plain.says("В отделе никого нет") && !plain.says("перейдут"), "{}", plain.text());
    let id = super::roles::worker(&portal, "Иван Петров", "ivan@romashka.example", &[sales]).await;
    let allowed = [(Permission::Export, Scope::Branch)];
    let role = super::roles::role(&portal, "Учёт", &allowed, id).await;
    let company = portal.company;
    portal
        .write(move |tx| {
            tx.departments().set_post(company, sales, id, Post::Head)?;
            tx.roles().set_departments(company, role, &[sales])
        })
        .await;
    let told = admin.get(&path).await;
    assert!(told.says("Перестанут отвечать за отдел: Иван Петров (Руководитель)"), "{}", told.text());
    assert!(told.says("Отдел больше не даст роли: Учёт"), "{}", told.text());
    assert!(
        told.says("В саму компанию перейдёт только тот, кто больше нигде не работает"),
        "{}",
        told.text()
    );
    assert!(told.says("1 сотрудник") && !told.says("ссыл"), "only what is there: {}", told.text());
    let inner = portal.add_department("Опт", Some(sales)).await;
    super::roles::worker(&portal, "Вера Орлова", "vera@romashka.example", &[inner]).await;
    let told = admin.get(&format!("/structure/{inner}/delete")).await;
    assert!(told.says("1 сотрудник") && !told.says("В саму компанию"), "{}", told.text());
    portal.add_person("w@romashka.example", Status::AwaitingApproval, inner).await;
    let own = admin.get(&format!("/structure/{inner}")).await;
    let waiting = format!("/employees?status=awaiting_approval&department={inner}&only=1");
    assert!(own.attributes(".list-links a", "href").contains(&waiting), "{}", own.text());
    let told = admin.get(&format!("/structure/{inner}/delete")).await;
    assert!(told.says("1 человек, который ждёт подтверждения"), "{}", told.text());
    // What stands in the way is told before one presses, and as well to whoever does.
    portal.add_department("Опт", None).await;
    let rename = format!("/structure/{inner}/rename");
    for (page, status) in [(admin.get(&path).await, 200), (admin.post(&path, &[]).await, 422)] {
        assert!(page.says("Сначала переименуйте подотдел «Опт»"), "{}", page.text());
        let ways = page.attributes(".notice a", "href");
        assert_eq!((page.status, ways), (status, vec![rename.clone()]), "and where to");
    }
}

async fn the_company_is_renamed_by_who_manages_its_settings(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let hr = portal.add_employee("Вера Орлова", "vera@romashka.example").await;
    let company = portal.company;
    portal
        .write(move |tx| {
            let role = tx.roles().of_kind(company, collega::access_rights::roles::Kind::Hr)?.id;
            tx.roles().give(company, role, hr)
        })
        .await;
    let vera = portal.signed_in("vera@romashka.example").await;
    let page = vera.get("/structure/1").await;
    assert!(!page.body.contains("/structure/1/rename") && page.body.contains("/structure/new"));
    assert_eq!(vera.get("/structure/1/rename").await.status, 403);
    assert_eq!(vera.post("/structure/1/rename", &[("name", "Лютик")]).await.status, 403);
    let renamed = portal
        .program_of(hr)
        .await
        .send(reqwest::Method::PATCH, "/departments/1", Some(json!({ "name": "Лютик" })), &[])
        .await;
    assert_eq!(renamed.status, 403);
    assert!(portal.admin().await.get("/structure/1").await.body.contains("/structure/1/rename"));
}
