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

#[test]
fn whom_to_bring_in_is_found_as_one_types() {
    run(Engine::Sqlite, bring_in);
}

#[test]
fn long_columns_keep_within_the_page() {
    run(Engine::Sqlite, long_columns);
}

#[test]
fn the_name_stays_and_the_actions_are_near() {
    run(Engine::Sqlite, name_and_actions);
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

/// As if one came back to the tab: the list looks at once.
async fn come_back(tour: &Tour) {
    script(tour, "document.dispatchEvent(new Event('visibilitychange'))").await;
}

/// Asserts what a script gives.
async fn gives(tour: &Tour, what: &str, asked: &str, expected: impl Into<Value>) {
    assert_eq!(script(tour, &format!("return {asked}")).await, expected.into(), "{what}");
}

async fn a_fresh_list(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    for number in 10..40 {
        portal.add_employee(&format!("Пётр Петров {number}"), &format!("p{number}@romashka.example")).await;
    }
    let tour = Tour::signed_in(&portal, Window::desktop("ru")).await;
    tour.open("/employees").await;
    let (picked, focused) = (portal.admin_id.0 + 20, portal.admin_id.0 + 22);
    keeps_place_pick_and_focus(&portal, &tour, picked, focused).await;
    waits_for_an_open_menu(&portal, &tour, focused).await;
    leaves_the_keyboard_in_the_list(&portal, &tour, focused).await;
    goes_along_with_its_button(&portal, &tour).await;
    assert!(tour.browser.complaints().await.is_empty());
}

/// The link that opens the card of somebody in the list, for a script.
fn link(id: i64) -> String {
    format!("document.querySelector('#e{id} .person-name')")
}

async fn keeps_place_pick_and_focus(portal: &TestPortal, tour: &Tour, picked: i64, focused: i64) {
    tour.press(&format!("#e{picked} .pick-hit")).await;
    script(tour, "scrollTo(0, 700)").await;
    let link = link(focused);
    script(tour, &format!("{link}.focus({{ preventScroll: true }})")).await;
    let before = script(tour, "return scrollY").await;
    portal.add_employee("Яна Последняя", "yana@romashka.example").await;
    let promoted = "UPDATE employees SET position = 'директор' WHERE id = $1";
    portal.write(move |tx| tx.execute(promoted, &[focused.into()])).await;
    come_back(tour).await;
    until(tour, "the newcomer is there", "document.body.innerText.includes('Яна Последняя')").await;
    gives(tour, "focus", &format!("document.activeElement === {link}"), true).await;
    gives(tour, "place", "scrollY", before).await;
    let pick = format!("document.querySelector('#e{picked} input[name=id]').checked");
    gives(tour, "what is picked", &pick, true).await;
    gives(tour, "how many are picked", "document.querySelector('[data-selected]').textContent", "1").await;
    gives(tour, "the bar of actions", "document.querySelector('#people-bulk').hidden", false).await;
    gives(tour, "count", "document.querySelector('.tab[aria-current] .count').textContent", "32").await;
    gives(tour, "count beside it", "document.querySelector('#count-employees').textContent", "32").await;
}

/// While a menu is open nothing moves; afterwards it does, and what is new works.
async fn waits_for_an_open_menu(portal: &TestPortal, tour: &Tour, opened: i64) {
    tour.press(&format!("#e{opened} summary")).await;
    portal.add_employee("Анна Новая", "new@romashka.example").await;
    come_back(tour).await;
    tour.reads("Уволить").await;
    gives(tour, "newcomer", "document.body.innerText.includes('Анна Новая')", false).await;
    gives(tour, "open menus", "document.querySelectorAll('details[open].menu').length", 1).await;
    tour.find(&format!("#e{opened} details[open] a")).await.send_keys(Key::Escape + "").await.unwrap();
    come_back(tour).await;
    until(tour, "the other one is there", "document.body.innerText.includes('Анна Новая')").await;
    let id = portal.number("SELECT id FROM employees WHERE name = 'Анна Новая'").await;
    script(tour, "scrollTo(0, 0)").await;
    tour.press(&format!("#e{id} summary")).await;
    tour.find(&format!("#e{id} details[open] .menu-list")).await;
    script(tour, "document.querySelector('details[open] summary').click()").await;
}

/// A moment's scrolling does not take the menu from under the hand; where its button is gone, so is the menu.
async fn goes_along_with_its_button(portal: &TestPortal, tour: &Tour) {
    choose_all_columns(tour).await;
    let row = format!("#e{}", portal.admin_id.0 + 10);
    tour.press(&format!("{row} summary")).await;
    tour.find(&format!("{row} details[open] .menu-list")).await;
    let apart = "(([button, list]) => list.top - button.bottom)(['summary', '.menu-list'].map((it) => \
                 document.querySelector(`details[open].menu ${it}`).getBoundingClientRect()))";
    let before = script(tour, &format!("return {apart}")).await;
    script(tour, "scrollBy(0, 30)").await;
    until(tour, "scrolled", "scrollY > 0").await;
    let scrolled = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";
    script(tour, &format!("return {scrolled}")).await;
    gives(tour, "between button and menu", apart, before).await;
    script(tour, "scrollTo(0, document.documentElement.scrollHeight)").await;
    until(tour, "the menu is closed", "!document.querySelector('details[open].menu')").await;
    script(tour, "scrollTo(0, 0)").await;
}

/// When whoever had the focus is gone.
async fn leaves_the_keyboard_in_the_list(portal: &TestPortal, tour: &Tour, gone: i64) {
    let link = link(gone);
    script(tour, &format!("{link}.focus()")).await;
    let dismissed = "UPDATE employees SET status = 'dismissed' WHERE id = $1";
    portal.write(move |tx| tx.execute(dismissed, &[gone.into()])).await;
    come_back(tour).await;
    until(tour, "he is gone", &format!("!{link}")).await;
    gives(tour, "focus", "document.activeElement.id", "people").await;
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
    gives(&tour, "focus", "document.activeElement.id + document.activeElement.value", "top-searchзем").await;
    gives(&tour, "address", "decodeURI(location.search)", "?sort=-name&q=зем").await;
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
    searches_without_a_script(&portal).await;
}

async fn searches_without_a_script(portal: &TestPortal) {
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
        tools_in_a_row(&tour).await;
        narrow_and_keep(&tour).await;
        choose_columns(&tour).await;
        change_many(&tour).await;
    }
}

/// However narrow it is, the tools of the list take one row; what narrows it stands below them.
async fn tools_in_a_row(tour: &Tour) {
    tour.open("/employees?department=2").await;
    let tops = |what: &str| {
        format!("[...document.querySelectorAll('#people-tools {what}')].map((it) => it.offsetTop)")
    };
    let tools = tops(":is(.chips > :first-child, .list-tools > *)");
    gives(tour, "one row", &format!("{tools}.length + ' ' + new Set({tools}).size"), "3 1").await;
    if script(tour, "return innerWidth < 600").await == true {
        let filter = tops("[aria-current]");
        let label = "getComputedStyle(document.querySelector('.cell-place'), '::before').content";
        gives(tour, "no «Department: Department of…»", label, "none").await;
        gives(tour, "below it", &format!("Math.min(...{filter}) > Math.max(...{tools})"), true).await;
    }
}

async fn narrow_and_keep(tour: &Tour) {
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

async fn choose_columns(tour: &Tour) {
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

async fn change_many(tour: &Tour) {
    tour.open("/employees").await;
    for id in [2, 3, 4] {
        tour.press(&format!("#e{id} .pick-hit")).await;
    }
    tour.look("employees-picked").await;
    tour.press("#people-bulk [value=transfer]").await;
    tour.find(".picker").await;
    tour.look("employees-transfer").await;
}

async fn bring_in(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let store = portal.add_department("Склад", None).await;
    portal.add_employee("Пётр Вяземский", "pyotr@romashka.example").await;
    for window in [Window::desktop("ru"), Window::phone("ru").dark()] {
        let tour = Tour::signed_in(&portal, window).await;
        tour.open(&format!("/structure/{store}/people")).await;
        let field = tour.find("#q").await;
        field.send_keys("ptvcrb").await.unwrap();
        tour.reads("Пётр Вяземский").await;
        tour.reads("по запросу «земски»").await;
        gives(&tour, "focus", "document.activeElement.id", "q").await;
        gives(&tour, "address", "location.search", "?q=ptvcrb").await;
        gives(
            &tour,
            "padding",
            "getComputedStyle(document.querySelector('.candidates')).paddingLeft",
            "14px",
        )
        .await;
        tour.look("structure-people").await;
        assert!(tour.browser.complaints().await.is_empty());
    }
}

async fn choose_all_columns(tour: &Tour) {
    let all = "location.pathname === '/employees/columns' && document.querySelectorAll('[name=column]:not(:checked)').forEach((box) => box.click())";
    tour.open("/employees/columns").await;
    script(tour, all).await;
    tour.press(".sheet-foot .primary").await;
    tour.find("[data-wide]").await;
}

/// Columns that are never broken into lines make the table scroll, and not the page.
async fn long_columns(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    samples::fill(&portal).await;
    let told = "UPDATE employees SET mobile_phone = '+79161234567', work_phone = '+74951234500;4821', \
                position = 'Заместитель главного бухгалтера'";
    portal.write(|tx| tx.execute(told, &[])).await;
    let tour = Tour::signed_in(&portal, Window::desktop("ru")).await;
    for columns in [["position", "mobile_phone", "work_phone"], ["position", "seen", "address"]] {
        tour.open("/employees/columns").await;
        let chosen = format!("['department', 'role', '{}'].includes(box.value)", columns.join("', '"));
        let choose = format!(
            "document.querySelectorAll('[name=column]').forEach((box) => {{ if (box.checked !== {chosen}) box.click() }})"
        );
        script(&tour, &choose).await;
        tour.press(".sheet-foot .primary").await;
        tour.find("#people-table").await;
        tour.look(&format!("employees-long-columns-{}", columns[1])).await;
    }
}

/// Every column chosen: what tells whom a row is about is seen however far one scrolls; and whoever has no mouse is
/// by one key from a picked box to what is done with it.
async fn name_and_actions(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    samples::fill(&portal).await;
    for window in [Window::desktop("ru"), Window::desktop("en").dark()] {
        let tour = Tour::signed_in(&portal, window).await;
        choose_all_columns(&tour).await;
        script(&tour, "document.querySelector('#e2 [name=id]').focus()").await;
        tour.browser.active_element().await.unwrap().send_keys(" " + Key::Tab).await.unwrap();
        gives(&tour, "behind the box", "document.activeElement.className", "to-actions").await;
        let edge = "getComputedStyle(document.querySelector('[data-wide]'), '::after').opacity";
        gives(&tour, "there is more beyond the edge", edge, "1").await;
        script(&tour, "document.querySelector('[data-wide]').scrollLeft = 9999").await;
        until(&tour, "nothing is beyond the edge", &format!("{edge} === '0'")).await;
        script(&tour, "document.querySelector('[data-wide]').scrollLeft = 400").await;
        let left = "document.querySelector('#e2 .cell-who').getBoundingClientRect().left - document.querySelector('[data-wide]').getBoundingClientRect().left";
        gives(
            &tour,
            "name in view",
            &format!("Math.round({left}) < 50 && document.querySelector('[data-wide]').scrollLeft > 100"),
            true,
        )
        .await;
        gives(&tour, "opaque", "['#e2 .cell-who', '#e3 .cell-who', '.head-who'].every((it) => /^rgb\\(|^color\\((?!.*\\/)/.test(getComputedStyle(document.querySelector(it)).backgroundColor))", true).await;
        tour.look("employees-all-columns").await;
        tour.browser.active_element().await.unwrap().send_keys(Key::Enter + Key::Tab).await.unwrap();
        gives(&tour, "among the actions", "Boolean(document.activeElement.closest('#people-bulk'))", true)
            .await;
        assert!(tour.browser.complaints().await.is_empty());
    }
}

#[test]
fn what_is_picked_stays_picked_over_pages() {
    run(Engine::Sqlite, picked_over_pages);
}

async fn picked_over_pages(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    for number in 10..80 {
        portal.add_employee(&format!("Пётр Петров {number}"), &format!("p{number}@romashka.example")).await;
    }
    let (first, last) = (portal.admin_id.0 + 1, portal.admin_id.0 + 70);
    let phone = Tour::signed_in(&portal, Window::phone("en").dark()).await;
    phone.open("/employees").await;
    picks_all_that_is_found(&phone).await;
    let tour = Tour::signed_in(&portal, Window::desktop("ru")).await;
    tour.open("/employees").await;
    picks_and_clears(&tour, first, last).await;
    picks_all_that_is_found(&tour).await;
    keeps_those_that_are_too_many(&tour, first).await;
    dismisses_what_is_picked(&tour, first, last).await;
    assert!(tour.browser.complaints().await.is_empty());
}

async fn picks_and_clears(tour: &Tour, first: i64, last: i64) {
    let picked = "document.querySelector('[data-selected]').textContent";
    tour.press(&format!("#e{first} .pick-hit")).await;
    tour.press(".pager a[rel=next]").await;
    tour.press(&format!("#e{last} .pick-hit")).await;
    tour.reads("не на этой странице: 1").await;
    gives(tour, "how many", picked, "2").await;
    tour.look("picked-over-pages").await;
    // A filter makes another list of it; searching goes on in the same.
    tour.open("/employees?role=administrators").await;
    tour.find("#people-table").await;
    gives(tour, "another list", "document.querySelector('#people-bulk')?.hidden ?? true", true).await;
    tour.open("/employees?q=Петров").await;
    gives(tour, "how many", picked, "2").await;
    tour.open("/employees").await;
    tour.find(&format!("#e{first} input:checked")).await;
    // All of a page, and none of it again; those of the other page stay.
    tour.press(".list thead .pick-hit").await;
    gives(tour, "all", picked, "51").await;
    tour.press(".list thead .pick-hit").await;
    gives(tour, "none of the page", picked, "1").await;
    tour.press("[data-clear-selection]").await;
    gives(tour, "bar", "document.querySelector('#people-bulk').hidden", true).await;
}

/// The other page included, once all of this one is picked.
async fn picks_all_that_is_found(tour: &Tour) {
    let picked = "document.querySelector('[data-selected]').textContent";
    let offer = "document.querySelector('#people-pick-found').hidden";
    gives(tour, "the offer", offer, true).await;
    script(tour, "document.querySelector('#people-all').click()").await;
    gives(tour, "the offer", offer, false).await;
    tour.look("picked-a-page").await;
    tour.press("#people-pick-found button").await;
    until(tour, "all are picked", &format!("{picked} === '71'")).await;
    gives(tour, "the offer", offer, true).await;
    gives(tour, "the focus", "document.activeElement.id", "people-bulk").await;
    tour.look("picked-all-found").await;
    tour.press("[data-clear-selection]").await;
    gives(tour, "how many", picked, "0").await;
}

/// Of more than are done at once the others stay picked, also for who goes back to the list.
async fn keeps_those_that_are_too_many(tour: &Tour, first: i64) {
    tour.press(&format!("#e{first} .pick-hit")).await;
    let many = "const key = Object.keys(sessionStorage).find((it) => it.startsWith('picked:')); \
                sessionStorage[key] = [...Array(205).keys()].map((n) => n + 900000).join(',')";
    script(tour, many).await;
    tour.open("/employees").await;
    // None of the first 200 is there any more: nothing is asked.
    tour.press("#people-bulk [value=dismiss]").await;
    tour.reads("Отмечены ещё 5 строк").await;
    tour.press(".pager a").await;
    tour.find("#people-table").await;
    gives(tour, "those that are left", "document.querySelector('[data-selected]').textContent", "5").await;
    tour.press("[data-clear-selection]").await;
}

async fn dismisses_what_is_picked(tour: &Tour, first: i64, last: i64) {
    tour.press(&format!("#e{first} .pick-hit")).await;
    tour.press(".pager a[rel=next]").await;
    tour.press(&format!("#e{last} .pick-hit")).await;
    tour.press("#people-bulk [value=dismiss]").await;
    tour.reads("Уволить 2 сотрудников?").await;
    tour.press("main .actions a").await;
    tour.reads("не на этой странице: 1").await;
    tour.press("#people-bulk [value=dismiss]").await;
    tour.press("main .actions button.danger").await;
    tour.reads("2 сотрудника уволены").await;
    gives(tour, "nobody is picked any more", "document.querySelector('#people-bulk').hidden", true).await;
}

#[test]
fn what_is_picked_ends_with_the_session() {
    run(Engine::Sqlite, picked_by_who_left);
}

async fn picked_by_who_left(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let other = portal.add_employee("Пётр Вяземский", "pyotr@romashka.example").await;
    let second = "olga@romashka.example";
    let id = portal.add_employee("Ольга Кравец", second).await;
    let promoted = "UPDATE employees SET role = 'administrator' WHERE id = $1";
    portal.write(move |tx| tx.execute(promoted, &[id.0.into()])).await;
    let tour = Tour::signed_in(&portal, Window::desktop("ru")).await;
    for email in [second, second] {
        tour.open("/employees").await;
        tour.press(&format!("#e{other} .pick-hit")).await;
        gives(&tour, "bar", "document.querySelector('#people-bulk').hidden", false).await;
        // As where the browser does not do what it is told with the answer: over plain HTTP.
        script(&tour, "window.name = JSON.stringify({ ...sessionStorage })").await;
        script(&tour, "document.querySelector('form[action=\"/sign-out\"]').submit()").await;
        tour.find("form[action='/sign-in']").await;
        gives(&tour, "what is kept", "Object.keys(sessionStorage).join()", "").await;
        script(&tour, "Object.assign(sessionStorage, JSON.parse(window.name))").await;
        tour.sign_in(email).await;
        tour.open("/employees").await;
        tour.find("#people-table").await;
        gives(&tour, "bar of who comes next", "document.querySelector('#people-bulk').hidden", true).await;
        let left = "Object.keys(sessionStorage).filter((key) => key.startsWith('picked:')).length";
        gives(&tour, "what is left", left, 0).await;
    }
    assert!(tour.browser.complaints().await.is_empty());
}

#[test]
fn the_invited_fit_into_their_card() {
    run(Engine::Sqlite, invited_fit);
}

async fn invited_fit(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    samples::fill(&portal).await;
    for window in
        [Window::desktop("ru"), Window::desktop("en").dark(), Window::phone("ru").dark(), Window::phone("en")]
    {
        let tour = Tour::signed_in(&portal, window).await;
        tour.open("/employees?status=invited").await;
        tour.find("#people-table").await;
        tour.look("invited").await;
        let excess = "[...document.querySelectorAll('#people-table')].map((card) => card.scrollWidth - card.clientWidth)[0]";
        gives(&tour, "wider than its card", excess, 0).await;
        if window.width() == Window::desktop("ru").width() {
            in_one_line(&tour).await;
        }
    }
}

/// The kinds of the invited, and the head of the column of people, as that of those at work.
async fn in_one_line(tour: &Tour) {
    let tops = "new Set([...document.querySelectorAll('#people-chips > *')].map((it) => it.offsetTop)).size";
    gives(tour, "chips", tops, 1).await;
    let head = "document.querySelector('.head-who').offsetHeight < 48";
    gives(tour, "head", head, true).await;
    let offered =
        "[...document.querySelectorAll('.head-who .sort')].map((it) => it.textContent.trim()).join()";
    let of_invited = script(tour, &format!("return {offered}")).await;
    tour.open("/employees").await;
    gives(tour, "the same words", offered, of_invited).await;
}

#[test]
fn a_department_of_many_is_found_as_one_types() {
    run(Engine::Sqlite, department_of_many);
}

async fn department_of_many(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let company = portal.company;
    portal
        .write(move |tx| {
            let (root, now) = (tx.departments().root(company)?.id, collega::base::clock::Timestamp(0));
            for number in 0..500 {
                tx.departments().insert(company, Some(root), &format!("Участок {number:03}"), now)?;
            }
            Ok(())
        })
        .await;
    let tour = Tour::signed_in(&portal, Window::desktop("ru")).await;
    tour.open("/employees/filters").await;
    tour.find(".field > input[type=search]").await.send_keys("exfcnjr 49").await.unwrap();
    gives(&tour, "found", "document.querySelector('#department').options.length", 10).await;
    tour.look("filter-department-typed").await;
    tour.find(".field > input[type=search]").await.send_keys("7").await.unwrap();
    tour.press("button[name=apply]").await;
    tour.reads("Отдел: Участок 497").await;
    assert!(tour.browser.complaints().await.is_empty());
}
