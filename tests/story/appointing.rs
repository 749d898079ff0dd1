//! Who works in a department and leads it: appointing, adding, transferring, and what a person's card says of it.

use collega::access_rights::roles::Kind;
use collega::access_rights::{Permission, Scope};
use collega::base::id::DepartmentId;
use collega::structure::Post;

use super::roles::{role, worker};
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    a_department_shows_whom_to_appoint,
    a_person_shows_what_he_leads_and_which_roles_he_has,
    people_are_transferred_or_added_and_nobody_is_lost,
    a_transfer_is_asked_about_with_what_ends_by_it,
    a_post_does_not_end_unawares_on_the_form_of_a_person,
    a_post_does_not_end_unawares_by_taking_out,
    whom_a_head_takes_out_is_not_his_any_more,
    somebody_from_elsewhere_is_appointed_in_one_step,
    who_brings_nobody_in_appoints_who_is_there,
    a_department_offers_somebody_new_and_tells_its_roles,
);

/// «Ольга» in an address.
const OLGA: &str = "%D0%BE%D0%BB%D1%8C%D0%B3%D0%B0";

async fn a_department_shows_whom_to_appoint(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let sales = portal.add_department("Продажи", None).await;
    let path = format!("/structure/{sales}/leaders");
    let department = admin.get(&format!("/structure/{sales}")).await;
    let nobody = admin.follow(&department, &path).await;
    assert!(nobody.says("Кого нет в отделе, найдите по имени"), "{}", nobody.text());
    let ivan = worker(&portal, "Иван Петров", "ivan@romashka.example", &[sales]).await;
    for n in 0..25 {
        worker(&portal, &format!("Пётр Кравец {n:02}"), &format!("p{n}@romashka.example"), &[sales]).await;
    }
    let page = admin.get(&path).await;
    assert!(page.says("Иван Петров") && !page.says("Пётр Кравец 24"), "{}", page.text());
    let next = page.attributes("a[rel=next], .pager a", "href").pop().unwrap();
    assert!(admin.get(&next).await.says("Пётр Кравец 24"));
    assert!(admin.get(&format!("{path}?q=bdfy")).await.says("Иван Петров"), "in the other layout");
    let found = admin.get(&format!("{path}?q=%D0%BF%D0%B5%D1%82%D1%80%D0%BE%D0%B2")).await;
    let question = admin.follow(&found, &format!("/structure/{sales}/people/{ivan}/post?post=head")).await;
    let done = admin.submit(&question, &format!("/structure/{sales}/people/{ivan}/post"), &[]).await;
    assert!(done.says("Руководитель"), "{}", done.text());
    let his = portal.signed_in("p1@romashka.example").await;
    assert_eq!(his.get(&path).await.status, 403);
    assert!(!his.get(&format!("/structure/{sales}")).await.body.contains("/leaders"));
}

async fn a_person_shows_what_he_leads_and_which_roles_he_has(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let (sales, store) =
        (portal.add_department("Продажи", None).await, portal.add_department("Склад", None).await);
    let ivan = worker(&portal, "Иван Петров", "ivan@romashka.example", &[sales, store]).await;
    role(&portal, "Учёт", &[(Permission::Export, Scope::Branch)], ivan).await;
    let company = portal.company;
    portal.write(move |tx| tx.departments().set_post(company, store, ivan, Post::Deputy)).await;
    let card = admin.get(&format!("/employees/{ivan}")).await;
    assert!(card.says("Склад (Заместитель)") && card.says("Учёт"), "{}", card.text());
    let links = card.attributes("dd a", "href");
    assert!(links.contains(&format!("/structure/{store}")), "{links:?}");
    portal.employee("Ольга Кравец", "olga@romashka.example").await;
    let olga = portal.signed_in("olga@romashka.example").await;
    let seen = olga.get(&format!("/employees/{ivan}")).await;
    assert!(seen.says("Склад (Заместитель)") && !seen.says("Учёт"), "roles are told to few: {}", seen.text());
}

async fn people_are_transferred_or_added_and_nobody_is_lost(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let (sales, store) =
        (portal.add_department("Продажи", None).await, portal.add_department("Склад", None).await);
    let ivan = worker(&portal, "Иван", "ivan@romashka.example", &[sales]).await;
    let person = ivan.to_string();
    let company = portal.company;
    let departments = async || portal.write(move |tx| tx.people().departments_of(company, ivan)).await;
    let bring = async |to: DepartmentId, way: &str| {
        let fields = [("person", person.as_str()), ("way", way)];
        admin.post(&format!("/structure/{to}/people"), &fields).await
    };
    assert!(bring(store, "add").await.says("и в этом отделе"));
    assert_eq!(departments().await, [sales, store]);
    assert!(admin.get(&format!("/structure/{store}")).await.says("Иван"));
    assert!(bring(sales, "transfer").await.says("переведён"));
    assert_eq!(departments().await, [sales]);
    consistency::check(&portal.portal.db).await;
    let page = admin.post(&format!("/structure/{sales}/people/{ivan}/remove"), &[]).await;
    assert!(page.says("больше не в этом отделе. Другого отдела у него нет"), "{}", page.text());
    let root = portal.write(move |tx| tx.departments().root(company)).await.id;
    assert_eq!(departments().await, [root], "nobody falls out of the company");
    let page = admin.post(&format!("/structure/{root}/people/{ivan}/remove"), &[]).await;
    assert!(page.says("убрать его неоткуда"), "{}", page.text());
    assert_eq!(bring(DepartmentId(999), "add").await.status, 404);
    assert_eq!(
        admin.post(&format!("/structure/{sales}/people"), &[("person", "999"), ("way", "add")]).await.status,
        404
    );
    consistency::check(&portal.portal.db).await;
}

async fn a_transfer_is_asked_about_with_what_ends_by_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let (sales, store) =
        (portal.add_department("Продажи", None).await, portal.add_department("Склад", None).await);
    let ivan = worker(&portal, "Иван", "ivan@romashka.example", &[sales, store]).await;
    let company = portal.company;
    portal.write(move |tx| tx.departments().set_post(company, store, ivan, Post::Deputy)).await;
    let found = admin.get(&format!("/structure/{sales}/people?q=%D0%B8%D0%B2%D0%B0%D0%BD")).await;
    assert!(!found.body.contains("value=\"transfer\""), "at no single press");
    let question = admin.get(&format!("/structure/{sales}/people/{ivan}/transfer")).await;
    assert!(question.says("Сейчас работает: Продажи, Склад. После перевода — только здесь: Продажи"));
    assert!(question.says("Склад (Заместитель)"), "what he leads no longer: {}", question.text());
    let moved = admin.submit(&question, &format!("/structure/{sales}/people"), &[("way", "transfer")]).await;
    assert!(moved.says("переведён"), "{}", moved.text());
    assert_eq!(portal.write(move |tx| tx.people().departments_of(company, ivan)).await, [sales]);
}

async fn a_post_does_not_end_unawares_on_the_form_of_a_person(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let (sales, store) =
        (portal.add_department("Продажи", None).await, portal.add_department("Склад", None).await);
    let ivan = worker(&portal, "Иван Петров", "ivan@romashka.example", &[sales]).await;
    let company = portal.company;
    portal.write(move |tx| tx.departments().set_post(company, sales, ivan, Post::Head)).await;
    let path = format!("/employees/{ivan}/edit");
    let (elsewhere, heads) =
        (store.to_string(), "SELECT COUNT(*) FROM employee_departments WHERE post = 'head'");
    let typed = [("department", elsewhere.as_str()), ("position", "кладовщик")];
    let asked = admin.submit(&admin.get(&path).await, &path, &typed).await;
    assert!(asked.says("Оставит должности: Продажи (Руководитель)"), "{}", asked.text());
    assert!(asked.says("сохраните ещё раз") && asked.value("position") == "кладовщик", "{}", asked.text());
    assert_eq!((asked.status, portal.number(heads).await), (422, 1), "nothing is done yet");
    let saved = admin.submit(&asked, &path, &[]).await;
    assert!(saved.says("Сохранено"), "{}", saved.text());
    assert_eq!(portal.number(heads).await, 0);
}

async fn somebody_from_elsewhere_is_appointed_in_one_step(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let (sales, store) =
        (portal.add_department("Продажи", None).await, portal.add_department("Склад", None).await);
    let olga = worker(&portal, "Ольга Кравец", "olga@romashka.example", &[store]).await;
    let ivan = worker(&portal, "Иван Петров", "ivan@romashka.example", &[sales]).await;
    let company = portal.company;
    portal.write(move |tx| tx.departments().set_post(company, sales, ivan, Post::Head)).await;

    let found = admin.get(&format!("/structure/{sales}/leaders?q={OLGA}")).await;
    assert!(found.says("Ольга Кравец") && found.says("Склад"), "{}", found.text());
    let path = format!("/structure/{sales}/people/{olga}/post");
    let question = admin.follow(&found, &format!("{path}?post=head&joins=1")).await;
    assert!(question.says("Придёт в отдел «Продажи», из других отделов не уйдёт"), "{}", question.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM employee_departments WHERE post = 'head'").await, 1);
    let instead = ivan.to_string();
    let done = admin.submit(&question, &path, &[("instead", &instead)]).await;
    assert!(done.says("Руководитель назначен"), "{}", done.text());
    let card = admin.get(&format!("/employees/{olga}")).await;
    assert!(card.says("Склад") && card.says("Продажи (Руководитель)"), "{}", card.text());
    let his = admin.get(&format!("/employees/{ivan}")).await;
    assert!(!his.says("(Руководитель)"), "she came instead of him: {}", his.text());

    let gone = portal.add_employee("Лев Толстой", "lev@romashka.example").await;
    admin.post(&format!("/employees/{gone}/dismiss"), &[]).await;
    let path = format!("/structure/{sales}/people/{gone}/post");
    let instead = olga.to_string();
    let asked = [("post", "head"), ("joins", "1"), ("instead", instead.as_str())];
    admin.post(&path, &asked).await;
    let card = admin.get(&format!("/employees/{olga}")).await;
    assert!(card.says("Продажи (Руководитель)"), "all of it or nothing: {}", card.text());
    consistency::check(&portal.portal.db).await;
}

async fn who_brings_nobody_in_appoints_who_is_there(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (sales, store) =
        (portal.add_department("Продажи", None).await, portal.add_department("Склад", None).await);
    let olga = worker(&portal, "Ольга Кравец", "olga@romashka.example", &[store]).await;
    let vera = worker(&portal, "Вера Орлова", "vera@romashka.example", &[sales]).await;
    role(&portal, "Структура", &[(Permission::EditStructure, Scope::Company)], vera).await;
    let hers = portal.signed_in("vera@romashka.example").await;
    let found = hers.get(&format!("/structure/{sales}/leaders?q={OLGA}")).await;
    assert!(found.says("Никого не нашли") && found.says("Остальных сначала добавьте"), "{}", found.text());
    let path = format!("/structure/{sales}/people/{olga}/post");
    let refused = hers.post(&path, &[("post", "deputy"), ("joins", "1")]).await;
    assert!(refused.says("Вы не можете менять отделы этого сотрудника"), "{}", refused.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM employee_departments WHERE post <> 'member'").await, 0);

    let petr = worker(&portal, "Пётр Вяземский", "petr@romashka.example", &[sales]).await;
    let company = portal.company;
    portal.write(move |tx| tx.departments().set_post(company, sales, petr, Post::Head)).await;
    let his = portal.signed_in("petr@romashka.example").await;
    for list in ["leaders", "people"] {
        let page = his.get(&format!("/structure/{sales}/{list}?q={OLGA}")).await;
        assert!(page.says("Ольга Кравец") && page.says("нет права в его отделах"), "{}", page.text());
        assert!(page.attributes("#candidates li .button", "class").is_empty(), "{list}: {}", page.text());
    }
    let refused = his.post(&path, &[("post", "deputy"), ("joins", "1")]).await;
    assert!(refused.says("Вы не можете менять отделы этого сотрудника"), "{}", refused.text());
    let card = portal.admin().await.get(&format!("/employees/{olga}")).await;
    assert!(!card.says("Продажи"), "{}", card.text());
}

async fn a_department_offers_somebody_new_and_tells_its_roles(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let company = portal.company;
    let sales = portal.add_department("Продажи", None).await;
    let below = portal.add_department("Опт", Some(sales)).await;
    worker(&portal, "Ольга Кравец", "olga@romashka.example", &[below]).await;
    portal
        .write(move |tx| {
            let hr = tx.roles().of_kind(company, Kind::Hr)?.id;
            tx.roles().set_departments(company, hr, &[sales])
        })
        .await;
    for place in [sales, below] {
        let page = admin.get(&format!("/structure/{place}")).await;
        assert!(page.says("Роли каждого в этом отделе: HR"), "{}", page.text());
    }
    assert!(!admin.get("/structure/1").await.says("Роли каждого"));

    let page = admin.get(&format!("/structure/{sales}/people")).await;
    let form = admin.follow(&page, &format!("/employees/new?department={sales}")).await;
    let typed = [("name", "Лев Толстой"), ("email", "lev@romashka.example")];
    let card = admin.submit(&form, "/employees/new", &typed).await;
    assert!(card.says("Лев Толстой") && card.says("Продажи"), "{}", card.text());
}

async fn a_post_does_not_end_unawares_by_taking_out(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let sales = portal.add_department("Продажи", None).await;
    let ivan = worker(&portal, "Иван Петров", "ivan@romashka.example", &[sales]).await;
    let company = portal.company;
    portal.write(move |tx| tx.departments().set_post(company, sales, ivan, Post::Head)).await;
    let remove = format!("/structure/{sales}/people/{ivan}/remove");
    let question = admin.post(&remove, &[]).await;
    assert!(question.says("Убрать из отдела «Продажи»: Иван Петров?"), "{}", question.text());
    assert!(question.says("Продажи (Руководитель)"), "what ends by it: {}", question.text());
    let his = portal.signed_in("ivan@romashka.example").await;
    assert!(his.post(&remove, &[]).await.says("Это вы сами"));
    let post = move |tx: &mut collega::store::Tx<'_>| tx.departments().post(company, sales, ivan);
    assert_eq!(portal.write(post).await, Some(Post::Head), "nothing has been done yet");
    let done = admin.submit(&question, &remove, &[("sure", "true")]).await;
    assert!(done.says("больше не в этом отделе"), "{}", done.text());
    assert_eq!(portal.write(post).await, None);
}

/// Nobody gets power over somebody by calling him in: whoever works in the company itself alone stays there, too, until
/// somebody brings him who may change people there.
async fn whom_a_head_takes_out_is_not_his_any_more(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = portal.add_department("Продажи", None).await;
    let head = worker(&portal, "Иван Петров", "ivan@romashka.example", &[sales]).await;
    let olga = worker(&portal, "Ольга Кравец", "olga@romashka.example", &[sales]).await;
    let company = portal.company;
    let root = portal.write(move |tx| tx.departments().root(company)).await.id;
    portal.write(move |tx| tx.departments().set_post(company, sales, head, Post::Head)).await;
    let (his, admin) = (portal.signed_in("ivan@romashka.example").await, portal.admin().await);
    let departments = async || portal.write(move |tx| tx.people().departments_of(company, olga)).await;
    let (edit, remove) =
        (format!("/employees/{olga}/edit"), format!("/structure/{sales}/people/{olga}/remove"));
    let (person, here) = (olga.to_string(), sales.to_string());
    for how in ["one", "bulk"] {
        let question = his.post(&remove, &[]).await;
        assert!(question.says("Менять его данные вы больше не сможете"), "{}", question.text());
        assert_eq!(departments().await, [sales], "asked, not done");
        his.submit(&question, &remove, &[("sure", "true")]).await;
        assert_eq!(departments().await, [root]);
        for (browser, after) in [(&his, vec![root, sales]), (&admin, vec![sales])] {
            let page = if how == "bulk" {
                let asked = browser.post("/employees/bulk", &[("action", "add"), ("id", &person)]).await;
                let fields = [("department", here.as_str()), ("step", "confirmed")];
                browser.submit(&asked, "/employees/bulk", &fields).await
            } else {
                let fields = [("person", person.as_str()), ("way", "add")];
                browser.post(&format!("/structure/{sales}/people"), &fields).await
            };
            assert_eq!(departments().await, after, "{how}: {}", page.text());
            let is_his = after.len() == 1;
            assert_eq!(his.get(&edit).await.status == 200, is_his, "{how}");
        }
    }
    assert!(!admin.post(&remove, &[]).await.says("вы больше не сможете"), "the administrator goes on");
}
