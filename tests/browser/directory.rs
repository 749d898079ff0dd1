//! The list of employees in a real browser: it refreshes itself under the hands of whoever works in it, finds as
//! one types, and changes many at once.

use serde_json::Value;
use thirtyfour::{By, Key};

use super::samples;
use super::tour::Tour;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::TestPortal;
use crate::support::wait;

#[test]
fn a_fresh_list_takes_nothing_from_under_the_hands() {
    run(Engine::Sqlite, a_fresh_list);
}

#[test]
fn the_list_follows_what_is_typed() {
    run(Engine::Sqlite, search_as_one_types);
}

#[test]
fn views_columns_and_many_at_once() {
    run(Engine::Sqlite, views_columns_and_many);
}

/// What a script gives.
async fn script(tour: &Tour, script: &str) -> Value {
    tour.browser.execute(script, Vec::new()).await.unwrap().json().clone()
}

/// Waits until a script gives true.
async fn until(tour: &Tour, what: &str, condition: &str) {
    let holds = format!("return Boolean({condition})");
    let happened = wait::comes_in_time(async || script(tour, &holds).await == true).await;
    assert!(happened, "{what}: {}", tour.browser.source().await.unwrap());
}

/// What an expression gives now.
async fn gives(tour: &Tour, expression: &str, expected: impl Into<Value>) {
    assert_eq!(script(tour, &format!("return {expression}")).await, expected.into(), "{expression}");
}

/// As if one came back to the tab: the list looks at once.
async fn come_back(tour: &Tour) {
    script(tour, "document.dispatchEvent(new Event('visibilitychange'))").await;
}

async fn a_fresh_list(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    for number in 10..40 {
        portal.add_employee(&format!("Пётр Петров {number}"), &format!("p{number}@romashka.example")).await;
    }
    let tour = Tour::signed_in(&portal, Window::desktop("ru")).await;
    tour.open("/employees").await;
    let second = portal.admin_id.0 + 22;
    what_is_held_stays(&portal, &tour, portal.admin_id.0 + 20, second).await;
    an_open_menu_is_waited_for(&portal, &tour, second).await;
    the_keyboard_stays_in_the_list(&portal, &tour, second).await;
    assert!(tour.browser.complaints().await.is_empty());
}

/// One is picked, another has the keyboard, and the window stands somewhere.
async fn what_is_held_stays(portal: &TestPortal, tour: &Tour, first: i64, second: i64) {
    tour.press(&format!("#e{first} .pick-hit")).await;
    script(tour, "scrollTo(0, 700)").await;
    let link = format!("document.querySelector('#e{second} .person-name')");
    script(tour, &format!("{link}.focus({{ preventScroll: true }})")).await;
    gives(tour, &format!("document.activeElement === {link}"), true).await;
    let before = script(tour, "return scrollY").await;
    portal.add_employee("Яна Последняя", "yana@romashka.example").await;
    portal
        .write(move |tx| {
            tx.execute("UPDATE employees SET position = 'директор' WHERE id = $1", &[second.into()])
        })
        .await;
    come_back(tour).await;
    until(tour, "the newcomer is there", "document.body.innerText.includes('Яна Последняя')").await;
    gives(tour, &format!("document.activeElement === {link}"), true).await;
    gives(tour, "scrollY", before).await;
    gives(tour, &format!("document.querySelector('#e{first} input[name=id]').checked"), true).await;
    gives(tour, "document.querySelector('[data-selected]').textContent", "1").await;
    gives(tour, "document.querySelector('#people-bulk').hidden", false).await;
    gives(tour, "document.querySelector('.tab[aria-current] .count').textContent", "32").await;
}

/// While a menu is open nothing moves; afterwards it does, and what is new works.
async fn an_open_menu_is_waited_for(portal: &TestPortal, tour: &Tour, whose: i64) {
    tour.press(&format!("#e{whose} summary")).await;
    portal.add_employee("Анна Новая", "new@romashka.example").await;
    come_back(tour).await;
    tour.reads("Уволить").await;
    gives(tour, "document.body.innerText.includes('Анна Новая')", false).await;
    gives(tour, "document.querySelectorAll('details[open].menu').length", 1).await;
    tour.find(&format!("#e{whose} details[open] a")).await.send_keys(Key::Escape + "").await.unwrap();
    come_back(tour).await;
    until(tour, "the other one is there", "document.body.innerText.includes('Анна Новая')").await;
    let id = portal.number("SELECT id FROM employees WHERE name = 'Анна Новая'").await;
    script(tour, "scrollTo(0, 0)").await;
    tour.press(&format!("#e{id} summary")).await;
    tour.find(&format!("#e{id} details[open] .menu-list")).await;
    script(tour, "document.querySelector('details[open] summary').click()").await;
}

/// Who is gone leaves the keyboard in the list.
async fn the_keyboard_stays_in_the_list(portal: &TestPortal, tour: &Tour, gone: i64) {
    let link = format!("document.querySelector('#e{gone} .person-name')");
    script(tour, &format!("{link}.focus()")).await;
    portal
        .write(move |tx| {
            tx.execute("UPDATE employees SET status = 'dismissed' WHERE id = $1", &[gone.into()])
        })
        .await;
    come_back(tour).await;
    until(tour, "he is gone", &format!("!{link}")).await;
    gives(tour, "document.activeElement.id", "people").await;
}

async fn search_as_one_types(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    for (name, email) in
        [("Пётр Вяземский", "pyotr@romashka.example"), ("Ольга Кравец", "olga@romashka.example")]
    {
        portal.add_employee(name, email).await;
    }
    let tour = Tour::signed_in(&portal, Window::desktop("ru")).await;
    tour.open("/structure").await;
    tour.open("/employees?sort=-name").await;
    let field = tour.find("#top-search").await;
    field.send_keys("зем").await.unwrap();
    until(&tour, "only he is left", "document.querySelectorAll('.list tbody tr').length === 1").await;
    tour.reads("Пётр Вяземский").await;
    gives(&tour, "document.activeElement.id + document.activeElement.value", "top-searchзем").await;
    gives(&tour, "decodeURI(location.search)", "?sort=-name&q=зем").await;
    tour.look("employees-typed").await;
    field.clear().await.unwrap();
    field.send_keys("rhfdt").await.unwrap();
    tour.reads("Показано то, что нашлось по запросу «краве»").await;
    tour.reads("Ольга Кравец").await;
    tour.look("employees-typed-in-the-other-layout").await;
    tour.browser.refresh().await.unwrap();
    tour.reads("Ольга Кравец").await;
    assert_eq!(tour.find("#top-search").await.value().await.unwrap().unwrap(), "rhfdt");
    tour.browser.back().await.unwrap();
    assert!(tour.is_at("/structure").await, "what was typed is one place to come back from");
    search_without_a_script(&portal).await;
}

async fn search_without_a_script(portal: &TestPortal) {
    let plain = Tour::signed_in(portal, Window::desktop("ru").without_javascript()).await;
    plain.open("/employees?sort=-name").await;
    plain.find("#top-search").await.send_keys("зем" + Key::Enter).await.unwrap();
    plain.reads("Найти: «зем»").await;
    assert_eq!(plain.browser.find_all(By::Css(".list tbody tr")).await.unwrap().len(), 1);
}

async fn views_columns_and_many(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    samples::fill(&portal).await;
    let windows = [
        Window::desktop("ru"),
        Window::phone("ru").dark(),
        Window::phone("en"),
        Window::desktop("en").dark(),
        Window::desktop("ru").without_javascript(),
    ];
    for window in windows {
        portal.write(|tx| tx.execute("DELETE FROM list_columns", &[])).await;
        portal.write(|tx| tx.execute("DELETE FROM saved_views", &[])).await;
        let tour = Tour::signed_in(&portal, window).await;
        filters_and_a_view(&tour).await;
        columns(&tour).await;
        many(&tour).await;
    }
}

async fn filters_and_a_view(tour: &Tour) {
    tour.open("/employees?department=2&role=employee").await;
    tour.press("a[href^='/employees/filters']").await;
    tour.find("[name=sort]").await;
    tour.look("employees-filters").await;
    tour.press("button[name=apply]").await;
    tour.press("a[href^='/employees/views/new']").await;
    tour.fill("[name=name]", "Продажи без начальства, с очень длинным названием").await;
    tour.look("employees-view-new").await;
    tour.press(".sheet-foot .primary").await;
    tour.find(".tab-own[aria-current]").await;
}

async fn columns(tour: &Tour) {
    tour.press("a[href^='/employees/columns']").await;
    for word in ["address", "inviter", "seen", "status"] {
        tour.press(&format!("#show-{word}")).await;
    }
    tour.press("button[name=down][value=department]").await;
    tour.find("button[name=up][value=department]").await;
    tour.look("employees-columns").await;
    tour.press(".sheet-foot .primary").await;
    tour.find(".list .cell-address").await;
    tour.look("employees-many-columns").await;
    tour.press(".tab-manage").await;
    tour.find(".kept").await;
    tour.look("employees-views").await;
}

async fn many(tour: &Tour) {
    tour.open("/employees").await;
    for id in [2, 3, 4] {
        tour.press(&format!("#e{id} .pick-hit")).await;
    }
    tour.look("employees-picked").await;
    tour.press("#people-bulk [value=transfer]").await;
    tour.find(".picker").await;
    tour.look("employees-transfer").await;
}
