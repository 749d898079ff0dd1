//! Dragging in the tree of departments: an extra, which leads to the pages that do without it.

use thirtyfour::{By, Key};

use super::tour::Tour;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::TestPortal;

#[test]
fn departments_are_dragged() {
    run(Engine::Sqlite, dragging);
}

#[test]
fn the_matrix_of_rights_is_taken_in_at_a_glance() {
    run(Engine::Sqlite, matrix);
}

/// Six roles and all rights on the screen of a desk; what a right means is a press away, by the keyboard as well.
async fn matrix(database: &TestDatabase) {
    const ROWS: &str = "[...document.querySelectorAll('.matrix tbody tr')].map((row) => row.offsetHeight)";
    const WRAPPED: &str = "[...document.querySelectorAll('.scope-company, .matrix-holders')] \
        .filter((it) => it.checkVisibility() && it.offsetHeight > 40).length";
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    admin.post("/structure/access-rights/roles/new", &[("name", "Наставник")]).await;
    for window in [Window::desktop("ru"), Window::desktop("en").dark()] {
        let tour = Tour::signed_in(&portal, window).await;
        tour.open("/structure/access-rights").await;
        tour.look("matrix").await;
        let script =
            format!("return [Math.max(...{ROWS}) < 56, {ROWS}.reduce((a, b) => a + b) < 560, {WRAPPED}]");
        let given = tour.browser.execute(&*script, Vec::new()).await.unwrap();
        assert_eq!(given.json(), &serde_json::json!([true, true, 0]), "{}", window.name());
        tour.find(".matrix th summary").await.send_keys(Key::Enter).await.unwrap();
        assert!(tour.find(".matrix details[open] .hint").await.is_displayed().await.unwrap());
    }
}

async fn dragging(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    for name in ["Продажи", "Склад", "Касса"] {
        admin.post("/structure/new", &[("name", name), ("parent", "1")]).await;
    }
    let tour = Tour::signed_in(&portal, Window::desktop("ru")).await;
    onto_another(&tour).await;
    between_neighbours(&tour).await;
    letting_go_changes_nothing(&tour).await;
    assert!(tour.browser.complaints().await.is_empty());
    for window in [Window::desktop("ru").without_javascript(), Window::phone("ru")] {
        let plain = Tour::signed_in(&portal, window).await;
        plain.open("/structure").await;
        let grip = plain.browser.find(By::Css(".tree-grip")).await.unwrap();
        assert!(!grip.is_displayed().await.unwrap(), "{}", window.name());
    }
}

/// A whole branch is moved by the page that asks for the place, with that place chosen.
async fn onto_another(tour: &Tour) {
    tour.open("/structure").await;
    carry(tour, 4, 3, 0.5).await;
    assert_eq!(said(tour).await, "Внутрь: Склад");
    tour.browser.picture("structure-drag-into").await;
    let_go(tour).await;
    tour.reads("Куда переместить: Касса").await;
    assert!(tour.is_at("/structure/4/move").await);
    let place = tour.find("[name=parent]").await;
    assert_eq!(place.prop("value").await.unwrap().unwrap(), "3");
    tour.press(".actions button.primary").await;
    tour.reads("Отдел перемещён").await;
}

async fn between_neighbours(tour: &Tour) {
    tour.open("/structure").await;
    carry(tour, 3, 2, 0.1).await;
    assert_eq!(said(tour).await, "Перед: Продажи");
    tour.browser.picture("structure-drag-before").await;
    let_go(tour).await;
    tour.reads("Порядок изменён").await;
    assert_eq!(names(tour).await, ["Ромашка", "Склад", "Касса", "Продажи"]);
    carry(tour, 3, 2, 0.9).await;
    assert_eq!(said(tour).await, "После: Продажи");
    let_go(tour).await;
    tour.reads("Порядок изменён").await;
    tour.browser.refresh().await.unwrap();
    assert_eq!(names(tour).await, ["Ромашка", "Продажи", "Склад", "Касса"]);
}

async fn letting_go_changes_nothing(tour: &Tour) {
    // Not below itself, nor where it is already.
    for nowhere in [4, 1] {
        tour.open("/structure").await;
        carry(tour, 3, nowhere, 0.5).await;
        assert_eq!(said(tour).await, "Сюда нельзя");
        let_go(tour).await;
        assert_eq!(said(tour).await, "Отдел остался на месте");
    }
    carry(tour, 3, 2, 0.5).await;
    tour.browser.action_chain().send_keys(Key::Escape).perform().await.unwrap();
    assert_eq!(said(tour).await, "Отдел остался на месте");
    let_go(tour).await;
    assert!(tour.is_at("/structure").await);
    assert!(tour.browser.find_all(By::Css(".drag-ghost, [data-drop]")).await.unwrap().is_empty());
    assert_eq!(names(tour).await, ["Ромашка", "Продажи", "Склад", "Касса"]);
}

/// Takes a department by its grip and carries it over another one, to a share of its height.
async fn carry(tour: &Tour, department: i64, over: i64, share: f64) {
    let row = |id: i64| format!("[data-department='{id}'] > .tree-row");
    let grip = tour.find(&format!("{} > .tree-grip", row(department))).await;
    let script = format!(
        "const r = document.querySelector(\"{}\").getBoundingClientRect(); \
         return [Math.round(r.left + 120), Math.round(r.top + r.height * {share})]",
        row(over)
    );
    let place = tour.browser.execute(script, Vec::new()).await.unwrap();
    let (x, y) = (place.json()[0].as_i64().unwrap(), place.json()[1].as_i64().unwrap());
    let chain = tour.browser.action_chain().move_to_element_center(&grip).click_and_hold();
    chain.move_by_offset(0, 8).move_to(x, y).perform().await.unwrap();
}

async fn let_go(tour: &Tour) {
    tour.browser.action_chain().release().perform().await.unwrap();
}

async fn said(tour: &Tour) -> String {
    let line = tour.browser.find(By::Id("departments-drag")).await.unwrap();
    line.prop("textContent").await.unwrap().unwrap_or_default()
}

async fn names(tour: &Tour) -> Vec<String> {
    let mut names = Vec::new();
    for name in tour.browser.find_all(By::Css(".tree-name")).await.unwrap() {
        names.push(name.text().await.unwrap());
    }
    names
}
