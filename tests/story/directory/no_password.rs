//! Those who were registered and have not chosen a password yet: found, seen, written to again.

use std::time::Duration;

use collega::base::id::{DepartmentId, EmployeeId};
use collega::people::Role;
use collega::structure::Post;

use super::searching::{department, employee, names};
use crate::support::browserless::{Browserless, Page};
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    those_without_a_password_are_found_and_written_to_together,
    a_head_finds_of_them_only_whom_he_may_change,
    a_program_lists_those_without_a_password,
);

const NINA: &str = "nina@romashka.example";
const OLEG: &str = "oleg@romashka.example";

async fn register(browser: &Browserless, name: &str, email: &str) -> Page {
    browser.post("/employees/new", &[("name", name), ("email", email)]).await
}

const WITHOUT: &str = "/employees?password=none";

async fn those_without_a_password_are_found_and_written_to_together(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.add_employee("Иван Перов", "ivan@romashka.example").await;
    let anna = portal.admin().await;
    assert!(anna.get("/employees/filters").await.says("Ещё не выбрали пароль"));
    register(&anna, "Нина Котова", NINA).await;
    register(&anna, "Олег Белов", OLEG).await;
    let all = anna.get("/employees").await;
    assert_eq!(all.attributes(".person-mark", "class").len(), 2, "{}", all.text());
    let page = anna.get(WITHOUT).await;
    assert_eq!(names(&page), ["Нина Котова", "Олег Белов"]);
    assert!(page.says("Ещё не выбрали пароль") && page.says("Пароль не выбран"), "{}", page.text());
    let card = anna.get("/employees/3").await;
    assert!(card.says("Пароль не выбран") && card.says("Отправить письмо ещё раз"), "{}", card.text());

    portal.advance(Duration::from_mins(6));
    anna.post("/employees/3/first-password", &[]).await;
    let picked =
        [("action", "password"), ("return_to", WITHOUT), ("id", "2"), ("id", "3"), ("id", "4"), ("id", "99")];
    let asked = anna.post("/employees/bulk", &picked).await;
    let page = anna.submit(&asked, "/employees/bulk", &[]).await;
    assert!(asked.says("1 отмеченной строки больше нет"), "{}", asked.text());
    assert!(page.says("Сделано 1 из 3") && page.says("только что отправлено"), "{}", page.text());
    assert!(page.says("Пароль уже выбран"));
    let link = portal.letter_to(OLEG).await.path("/new-password/");
    let browser = portal.stranger();
    let page = browser.get(&link).await;
    browser.submit(&page, "/new-password", &[("password", "шесть медных чайников")]).await;
    assert_eq!(names(&anna.get(WITHOUT).await), ["Нина Котова"]);

    assert_not_for_everybody(&portal).await;
    consistency::check(&portal.portal.db).await;
}

/// Who may not change people neither finds them nor sees it.
async fn assert_not_for_everybody(portal: &TestPortal) {
    let ivan = portal.signed_in("ivan@romashka.example").await;
    assert!(names(&ivan.get(WITHOUT).await).is_empty());
    let page = ivan.get("/employees").await;
    assert!(page.says("Нина Котова") && !page.says("Пароль не выбран"), "{}", page.text());
    assert!(!ivan.get("/employees/filters").await.says("Ещё не выбрали пароль"));
    portal.advance(Duration::from_mins(6));
    let page =
        ivan.post("/employees/bulk", &[("action", "password"), ("id", "3"), ("step", "confirmed")]).await;
    assert_eq!(page.status, 403, "{}", page.text());
    let page = ivan.post("/employees/bulk", &[("action", "dismiss"), ("id", "3")]).await;
    assert_eq!(page.status, 403, "not even asked: {}", page.text());
}

async fn a_head_finds_of_them_only_whom_he_may_change(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (store, yard) = (department(&portal, "Склад", None).await, department(&portal, "Двор", None).await);
    let boss = employee(&portal, "Борис Главный", "boris@romashka.example", "", &[store]).await;
    let inside = employee(&portal, "Вера Своя", "vera@romashka.example", "", &[store]).await;
    let both = employee(&portal, "Глеб Общий", "gleb@romashka.example", "", &[store, yard]).await;
    let top = employee(&portal, "Дарья Важная", "darya@romashka.example", "", &[store]).await;
    let company = portal.company;
    portal
        .write(move |tx| {
            tx.departments().set_post(company, DepartmentId(store), EmployeeId(boss), Post::Head)?;
            tx.people().set_role(company, EmployeeId(top), Role::Administrator)?;
            for id in [inside, both, top] {
                tx.passwords().forget(company, EmployeeId(id))?;
            }
            Ok(())
        })
        .await;
    let boris = portal.signed_in("boris@romashka.example").await;
    assert_eq!(names(&boris.get(WITHOUT).await), ["Вера Своя"]);
    assert_eq!(names(&portal.admin().await.get(WITHOUT).await), ["Вера Своя", "Глеб Общий", "Дарья Важная"]);
}

async fn a_program_lists_those_without_a_password(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.add_employee("Иван Перов", "ivan@romashka.example").await;
    let anna = portal.admin().await;
    register(&anna, "Нина Котова", NINA).await;
    register(&anna, "Олег Белов", OLEG).await;
    let program = portal.program().await;
    let listed = async |query: &str| {
        let answer = program.get(&format!("/employees?no_password=true&count=true{query}")).await;
        let items = answer.json["items"].as_array().unwrap().clone();
        let names: Vec<String> = items.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect();
        (names.join(", "), answer.json["total"].as_i64().unwrap())
    };
    assert_eq!(listed("").await, ("Нина Котова, Олег Белов".to_owned(), 2));
    assert_eq!(listed("&limit=1").await, ("Нина Котова".to_owned(), 2));
    assert_eq!(listed("&q=олег").await, ("Олег Белов".to_owned(), 1));
    assert_eq!(listed("&status=dismissed").await, (String::new(), 0));
    assert_eq!(listed("&status=dismissed&q=олег").await, (String::new(), 0));
}
