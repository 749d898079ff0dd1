//! The keyboard alone: Tab reaches everything that can be pressed, one always sees where one is, nothing holds one
//! fast; and lists, columns, the tree and roles are worked on with Tab, Enter, Space and arrows.

use collega::base::id::DepartmentId;
use collega::people::Status;
use serde_json::Value;
use thirtyfour::Key;

use super::samples;
use super::tour::Tour;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::TestPortal;
use crate::support::wait;

/// More than any page here has to stop at.
const MOST: usize = 400;

const PAGES: [&str; 15] = [
    "/employees",
    "/employees?status=invited",
    "/employees/filters",
    "/employees/columns",
    "/employees/2",
    "/employees/2/dismiss",
    "/employees/2/rights",
    "/structure",
    "/structure/2",
    "/structure/2/people?q=щукин",
    "/structure/access-rights",
    "/structure/access-rights/roles/5?q=ро",
    "/history",
    "/settings/plan",
    "/settings/letters",
];

/// Marks all that Tab has to come by.
const MARK: &str = "
    const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
    const first = (e) => e.type !== 'radio' || e.checked || !document.querySelector(
      `input[type=radio][name='${e.name}']:checked`);
    for (const e of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
      if (seen(e) && !e.disabled && e.tabIndex >= 0 && first(e)) e.dataset.ahead = '';
    }
    return document.querySelectorAll('[data-ahead]').length";

/// Where the keyboard is, and what is wrong with it there; null at the end of the page.
const LOOK: &str = "
    const e = document.activeElement;
    if (!e || e === document.body || e === document.documentElement) return null;
    // A date is several places of its own.
    if ('been' in e.dataset) return e.type === 'date' ? [] : null;
    e.dataset.been = ''; delete e.dataset.ahead;
    if (e.type === 'radio') for (const other of document.querySelectorAll(`input[name='${e.name}']`)) {
      delete other.dataset.ahead;
    }
    const around = [e, e.parentElement, e.nextElementSibling, e.closest('label')].filter(Boolean);
    const ring = (it) => { const s = getComputedStyle(it);
      return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'; };
    const wrong = [];
    if (!around.some(ring)) wrong.push('no ring');
    const box = e.getClientRects()[0] ?? e.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    if (y < 0 || y > innerHeight) wrong.push('out of sight');
    else { const on = document.elementFromPoint(x, y);
      if (on && !e.contains(on) && !on.contains(e) && !e.closest('label')?.contains(on)) {
        wrong.push('covered by ' + on.outerHTML.slice(0, 80)); } }
    return wrong.map((it) => e.outerHTML.slice(0, 120) + ': ' + it)";

const LEFT: &str =
    "return [...document.querySelectorAll('[data-ahead]')].map((e) => e.outerHTML.slice(0, 120))";

/// Lets one press through for each that is asked for: the driver does a press anew when the page that it leads to comes
/// in between, and would press there as well.
const ONE_PRESS: &str = "
    addEventListener('keydown', (event) => {
      if (sessionStorage.getItem('pressed')) { event.preventDefault(); event.stopImmediatePropagation(); }
      else sessionStorage.setItem('pressed', 'yes');
    }, true)";

const PRESS: &str = "sessionStorage.removeItem('pressed'); return true";

const IS_PRESSED: &str = "return sessionStorage.getItem('pressed') === 'yes'";

#[test]
fn tab_comes_by_everything_and_is_always_seen() {
    run(Engine::Sqlite, everything_in_turn);
}

#[test]
fn people_and_structure_are_worked_on_without_a_mouse() {
    run(Engine::Sqlite, working);
}

/// What a script gives; while a page is being left it is asked again.
async fn script(tour: &Tour, script: &str) -> Value {
    let mut given = Value::Null;
    let is_given = wait::comes_in_time(async || match tour.browser.execute(script, Vec::new()).await {
        Ok(answer) => {
            given = answer.json().clone();
            true
        }
        Err(_) => false,
    });
    assert!(is_given.await, "{script} gives nothing");
    given
}

/// A window in which [`key`] presses.
async fn at_the_keyboard(portal: &TestPortal, window: Window) -> Tour {
    let tour = Tour::signed_in(portal, window).await;
    tour.browser.on_each_page(ONE_PRESS).await;
    tour
}

/// Presses a key once; while a page is being left the driver refuses, and is asked again.
async fn key(tour: &Tour, key: Key) {
    script(tour, PRESS).await;
    let press = || tour.browser.action_chain().key_down(key.clone()).key_up(key.clone());
    let is_pressed = wait::comes_in_time(async || {
        press().perform().await.is_ok() || script(tour, IS_PRESSED).await == true
    });
    assert!(is_pressed.await, "no key can be pressed");
}

async fn everything_in_turn(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    samples::fill(&portal).await;
    let mut wrong = Vec::new();
    for window in [Window::desktop("ru"), Window::phone("ru")] {
        let tour = at_the_keyboard(&portal, window).await;
        for page in PAGES {
            tour.open(page).await;
            tour.find("main h1").await;
            let told = in_turn(&tour).await;
            wrong.extend(told.into_iter().map(|it| format!("{} {page}: {it}", window.width())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Presses Tab until the page is over; what is wrong on the way.
async fn in_turn(tour: &Tour) -> Vec<String> {
    let mut wrong = Vec::new();
    let words = |list: &Value| -> Vec<String> {
        list.as_array().into_iter().flatten().map(|it| it.as_str().unwrap_or_default().to_owned()).collect()
    };
    assert!(script(tour, MARK).await.as_i64() > Some(0));
    for _ in 0..MOST {
        key(tour, Key::Tab).await;
        let here = script(tour, LOOK).await;
        if here.is_null() {
            break;
        }
        wrong.extend(words(&here));
    }
    let left = words(&script(tour, LEFT).await);
    wrong.into_iter().chain(left.into_iter().map(|it| format!("{it}: never reached"))).collect()
}

/// Presses Tab until the keyboard is at an element that fits.
async fn reach(tour: &Tour, css: &str) {
    tour.find(css).await;
    let there = format!("return document.activeElement.matches({css:?})");
    for _ in 0..MOST {
        if script(tour, &there).await == true {
            return;
        }
        key(tour, Key::Tab).await;
    }
    panic!("the keyboard does not come to {css}");
}

async fn press(tour: &Tour, css: &str, by: Key) {
    reach(tour, css).await;
    key(tour, by).await;
}

/// Holds that the keyboard comes back to what was pressed, though the page is a new one.
async fn stays(tour: &Tour, css: &str) {
    tour.find(css).await;
    let here = format!("return document.activeElement.matches({css:?})");
    let is_there = wait::comes_in_time(async || script(tour, &here).await == true).await;
    let at = script(tour, "return document.activeElement.outerHTML.slice(0, 150)").await;
    assert!(is_there, "not at {css} but at {at}");
}

async fn working(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    samples::fill(&portal).await;
    let tour = at_the_keyboard(&portal, Window::desktop("ru")).await;
    searching(&tour).await;
    narrowing(&tour).await;
    columns(&tour).await;
    only_fields(&tour).await;
    picking(&tour).await;
    menu(&tour).await;
    order(&tour).await;
    departments(&tour).await;
    deciding(&portal, &tour).await;
    role(&tour).await;
}

async fn slash(tour: &Tour) {
    script(tour, PRESS).await;
    tour.browser.action_chain().send_keys("/").perform().await.unwrap();
}

/// The key of the search is one's own where one types, and nowhere else.
async fn searching(tour: &Tour) {
    tour.open("/employees").await;
    reach(tour, ".cell-pick input[name=id]").await;
    slash(tour).await;
    stays(tour, "[data-hotkey]").await;
    slash(tour).await;
    tour.holds("[data-hotkey]", "/").await;
}

async fn narrowing(tour: &Tour) {
    tour.open("/employees").await;
    press(tour, "a[href^='/employees/filters']", Key::Enter).await;
    reach(tour, "select[name=role]").await;
    key(tour, Key::Down).await;
    press(tour, "button[name=apply]", Key::Enter).await;
    tour.find("#people-tools a[aria-current]").await;
    press(tour, "#people-tools a[aria-current]", Key::Enter).await;
    tour.find("#people-tools:not(:has(a[aria-current]))").await;
}

/// Where one thing alone is asked, one types at once.
async fn only_fields(tour: &Tour) {
    for path in ["/structure/2/rename", "/structure/new", "/structure/access-rights/roles/new?like=1"] {
        tour.open(path).await;
        stays(tour, "#name").await;
    }
    tour.open("/employees?role=employee").await;
    press(tour, "a[href^='/employees/views/new']", Key::Enter).await;
    stays(tour, "dialog #name").await;
}

async fn columns(tour: &Tour) {
    tour.open("/employees/columns").await;
    press(tour, "#show-address", Key::Space).await;
    press(tour, "button[name=down][value=department]", Key::Enter).await;
    tour.find("li:not(:nth-child(2)) > button[name=down][value=department]").await;
    stays(tour, "#column-department button[name=down]").await;
    press(tour, "main .sheet-foot .primary", Key::Enter).await;
    tour.find(".list .cell-address").await;
    // The same in the panel, where the page below stays.
    press(tour, "a[href^='/employees/columns']", Key::Enter).await;
    press(tour, "dialog button[name=up][value=department]", Key::Enter).await;
    tour.find("dialog li:nth-child(2) > button[name=down][value=department]").await;
    stays(tour, "dialog #column-department").await;
    key(tour, Key::Escape).await;
}

async fn picking(tour: &Tour) {
    tour.open("/employees").await;
    press(tour, "#e3-pick", Key::Space).await;
    press(tour, "#e4-pick", Key::Space).await;
    press(tour, "#people-bulk [value=dismiss]", Key::Enter).await;
    press(tour, "main .actions button.danger", Key::Enter).await;
    tour.reads("Сделано 2 из 2").await;
    tour.find("td.cell-state .badge").await;
}

async fn menu(tour: &Tour) {
    tour.open("/employees").await;
    press(tour, "#e2 summary", Key::Enter).await;
    // The arrows go round, from the button and among the entries.
    for (arrow, at) in [
        (Key::Down, "a[href$='/edit']"),
        (Key::Down, "a[href$='/dismiss']"),
        (Key::Down, "a[href$='/edit']"),
        (Key::Up, "a[href$='/dismiss']"),
    ] {
        key(tour, arrow).await;
        stays(tour, &format!("#e2 details[open] {at}")).await;
    }
    key(tour, Key::Escape).await;
    stays(tour, "#e2 details:not([open]) summary").await;
}

async fn order(tour: &Tour) {
    tour.open("/structure/2").await;
    press(tour, "form[action='/structure/3/order'] button[value=down]", Key::Enter).await;
    tour.find("li:nth-child(2) form[action='/structure/3/order']").await;
    // Where it is the last one there is no way down any more: the keyboard is at its row.
    stays(tour, "#part-3").await;
}

/// Arrows go from the search for a department through the list; at the end of a page the list opens upwards.
async fn departments(tour: &Tour) {
    tour.open("/employees/new").await;
    let height = "return document.documentElement.scrollHeight";
    let page = script(tour, height).await;
    press(tour, ".picker-add", Key::Enter).await;
    stays(tour, ".picker-search input").await;
    assert_eq!(script(tour, height).await, page, "the page is no longer for an open list");
    for (arrow, at) in [
        (Key::Down, ".picker-option:nth-child(1) input"),
        (Key::Down, ".picker-option:nth-child(2) input"),
        (Key::Up, ".picker-option:nth-child(1) input"),
        (Key::Up, ".picker-search input"),
        (Key::Down, ".picker-option:nth-child(1) input"),
    ] {
        key(tour, arrow).await;
        stays(tour, at).await;
    }
    key(tour, Key::Space).await;
    tour.find(".picker-option:nth-child(1) input:checked").await;
    key(tour, Key::Down).await;
    key(tour, Key::Enter).await;
    tour.find(".picker-option:nth-child(2) input:checked").await;
    stays(tour, ".picker-option:nth-child(2) input").await;
    key(tour, Key::Escape).await;
    stays(tour, ".picker-add").await;
    let leaves = "const e = new Event('beforeunload', { cancelable: true }); return window.dispatchEvent(e)";
    assert_eq!(script(tour, leaves).await, false, "what was chosen and not sent is asked about");
}

/// One after the other, without going back to the top of the page.
async fn deciding(portal: &TestPortal, tour: &Tour) {
    let department = DepartmentId(2);
    let wait = |email| portal.add_person(email, Status::AwaitingApproval, department);
    let (first, second) = (wait("w1@romashka.example").await, wait("w2@romashka.example").await);
    tour.open("/employees?status=awaiting_approval").await;
    press(tour, &format!("button[formaction='/employees/{first}/approve']"), Key::Enter).await;
    tour.find(&format!("#people-table:has(#e{second}):not(:has(#e{first}))")).await;
    // Not at the next button: Enter, held a moment too long, would let in one more.
    stays(tour, &format!("#e{second}")).await;
}

async fn role(tour: &Tour) {
    tour.open("/structure/access-rights").await;
    press(tour, "a[href$='/roles/5']", Key::Enter).await;
    reach(tour, "select[name=dismiss]").await;
    let leaves = "const e = new Event('beforeunload', { cancelable: true }); return window.dispatchEvent(e)";
    assert_eq!(script(tour, leaves).await, true);
    key(tour, Key::Down).await;
    assert_eq!(script(tour, leaves).await, false, "what is not saved is asked about");
    press(tour, ".role-form button.primary", Key::Enter).await;
    tour.find(".notice-ok").await;
    let chosen = script(tour, "return document.querySelector('select[name=dismiss]').value").await;
    assert_eq!(chosen, "department");
}
