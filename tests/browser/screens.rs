//! Pictures of every screen, to be looked at: `./test browser::screens` leaves them in `target/screens`.
//!
//! The test itself holds that no screen scrolls sideways, that each has a title and one heading, and
//! that the browser has nothing to complain about.

use thirtyfour::By;

use super::samples;
use super::tour::Tour;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::TestPortal;

/// Screens of somebody who is not signed in.
const OUTSIDE: [(&str, &str); 2] = [("sign-in", "/sign-in"), ("help-outside", "/help")];
/// Screens of an administrator.
const INSIDE: [(&str, &str); 92] = [
    ("employees", "/employees"),
    ("employees-found", "/employees?q=пет"),
    ("employees-not-found", "/employees?q=никого"),
    ("employees-filtered", "/employees?department=4&role=employee&from=2026-11-01&q=a"),
    ("employees-invited", "/employees?status=invited"),
    ("employees-invited-filtered", "/employees?status=invited&delivery=sent&inviter=1&until=2026-12-31"),
    ("employees-filters", "/employees/filters?department=2&from=2026-11-01"),
    ("employees-columns", "/employees/columns?status=dismissed"),
    ("employees-export", "/employees/export?status=invited&chip=failed"),
    ("employees-invited-filters", "/employees/filters?status=invited"),
    ("employees-none", "/employees?status=invited&chip=revoked"),
    ("employees-views", "/employees/views"),
    ("employees-view-new", "/employees/views/new?department=5"),
    ("employees-links", "/employees?status=invited&chip=links"),
    ("employees-awaiting", "/employees?status=awaiting_approval"),
    ("employees-administrators", "/employees?status=administrators"),
    ("employees-dismissed", "/employees?status=dismissed"),
    ("join-link", "/join-links/1"),
    ("invite-link", "/invite/link"),
    ("employee", "/employees/1"),
    ("employee-awaiting", "/employees/5"),
    ("employee-dismissed", "/employees/6"),
    ("employee-edit", "/employees/1/edit"),
    ("employee-new", "/employees/new"),
    ("employee-without-password", "/employees/13"),
    ("employee-freed", "/employees/14"),
    ("employee-rehire-question", "/employees/6/rehire"),
    ("employee-free-address", "/employees/6/free-address"),
    ("employee-administrator", "/employees/2/role?role=administrator"),
    ("structure-appoint", "/structure/2/people/1/post?post=head"),
    ("employee-rehire", "/employees/14/rehire"),
    ("employee-address", "/employees/2/address"),
    ("employee-dismiss", "/employees/2/dismiss"),
    ("employee-refuse", "/employees/5/refuse"),
    ("employee-delete", "/employees/5/delete"),
    ("employee-history", "/employees/14/history"),
    ("employee-history-none", "/employees/2/history?from=2027-01-01"),
    ("invitation", "/invitations/2"),
    ("invitation-address", "/invitations/2/address"),
    ("invitation-departments", "/invitations/2/departments"),
    ("invitation-extend", "/invitations/2/extend"),
    ("invitation-name", "/invitations/2/name"),
    ("invitation-new-link", "/invitations/2/link"),
    ("invitation-revoke", "/invitations/2/revoke"),
    ("structure", "/structure"),
    ("structure-found", "/structure?q=юг"),
    ("structure-not-found", "/structure?q=никого"),
    ("structure-department", "/structure/2"),
    ("structure-department-empty", "/structure/7"),
    ("structure-department-long", "/structure/6"),
    ("structure-new", "/structure/new?parent=2"),
    ("structure-rename", "/structure/2/rename"),
    ("structure-move", "/structure/2/move"),
    ("structure-delete", "/structure/2/delete"),
    ("structure-people", "/structure/2/people?q=щукин"),
    ("structure-leaders", "/structure/2/leaders"),
    ("structure-transfer", "/structure/2/people/3/transfer"),
    ("structure-people-whom", "/structure/6/people"),
    ("structure-people-not-found", "/structure/2/people?q=никого"),
    ("access-rights", "/structure/access-rights"),
    ("access-rights-role", "/structure/access-rights/roles/1"),
    ("access-rights-own-role", "/structure/access-rights/roles/5?q=ро"),
    ("access-rights-role-not-found", "/structure/access-rights/roles/5?q=никого"),
    ("access-rights-role-delete", "/structure/access-rights/roles/5/delete"),
    ("access-rights-new-role", "/structure/access-rights/roles/new?like=1"),
    ("employee-rights", "/employees/2/rights"),
    ("employee-rights-administrator", "/employees/1/rights"),
    ("history", "/history"),
    ("history-called", "/history?who=ан"),
    ("history-none", "/history?area=people&from=2027-01-01"),
    ("history-export", "/history/export?area=structure&actor=1&from=2026-11-01"),
    ("employee-history", "/employees/1/history"),
    ("settings", "/settings"),
    ("settings-company", "/settings/company"),
    ("settings-inviting", "/settings/inviting"),
    ("settings-letters", "/settings/letters"),
    ("settings-letters-en", "/settings/letters/invitation/en"),
    ("settings-letters-reminder", "/settings/letters/reminder/ru"),
    ("settings-letters-mail-app", "/settings/letters/mail-app/ru"),
    ("settings-letters-reset", "/settings/letters/invitation/ru/reset"),
    ("settings-plan", "/settings/plan"),
    ("settings-tokens", "/settings/tokens"),
    ("settings-mail-suppressions", "/settings/mail/suppressions"),
    ("settings-mail-suppressions-none", "/settings/mail/suppressions?q=nobody"),
    ("settings-mail-suppression-lift", "/settings/mail/suppressions/lift?email=olga.shchukina%40example.org"),
    ("mailbox", "/mailbox"),
    ("mailbox-letter", "/mailbox/1"),
    ("more", "/more"),
    ("help", "/help"),
    ("profile", "/profile"),
    ("nothing-here", "/nothing-here"),
    ("nobody-here", "/employees/999"),
];
/// Screens of somebody who may not invite.
const EMPLOYEE: [(&str, &str); 4] = [
    ("not-allowed-to-invite", "/invite"),
    ("access-rights-employee", "/structure/access-rights"),
    ("forbidden", "/settings"),
    ("employees-invited-others", "/employees?status=invited"),
];

/// What is held in the narrowest window of what is as long as may be; `{person}` and `{department}` are of those.
const NARROW: [(&str, &str); 18] = [
    ("long-employees", "/employees"),
    ("long-person", "/employees/{person}"),
    ("long-person-edit", "/employees/{person}/edit"),
    ("long-person-address", "/employees/{person}/address"),
    ("long-person-dismiss", "/employees/{person}/dismiss"),
    ("long-person-rights", "/employees/{person}/rights"),
    ("long-person-history", "/employees/{person}/history"),
    ("long-employee-new", "/employees/new"),
    ("long-structure", "/structure"),
    ("long-department", "/structure/{department}"),
    ("long-department-people", "/structure/{department}/people"),
    ("long-department-leaders", "/structure/{department}/leaders"),
    ("long-transfer", "/structure/{department}/people/{person}/transfer"),
    ("long-plan", "/settings/plan"),
    ("long-access-rights", "/structure/access-rights"),
    ("long-history", "/history"),
    ("long-invite", "/invite?department={department}"),
    ("long-mail-app", "/invite/mail-app?department={department}"),
];

/// Words of up to twelve letters over several lines, and badges that stick out of what holds them.
const TORN: &str = r"
    const torn = [];
    for (const part of document.querySelectorAll('main :is(h1, h2, dt, dd, .badge, .button)')) {
        if (!part.checkVisibility()) continue;
        const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            for (const word of walk.currentNode.data.matchAll(/\p{L}{2,12}/gu)) {
                const range = document.createRange();
                range.setStart(walk.currentNode, word.index);
                range.setEnd(walk.currentNode, word.index + word[0].length);
                const lines = new Set([...range.getClientRects()].map((it) => Math.round(it.top)));
                const isPartOfAddress = /[@.\-\p{L}]{25}/u.test(walk.currentNode.data.trim().split(' ')[0]);
                if (lines.size > 1 && !isPartOfAddress) torn.push(word[0]);
            }
        }
    }
    for (const badge of document.querySelectorAll('main .badge')) {
        const place = badge.closest('td, li, section')?.getBoundingClientRect();
        if (place && badge.checkVisibility() && badge.getBoundingClientRect().right > place.right + 1) torn.push(badge.textContent);
    }
    return torn.join(', ');
";

/// Screens of a company with many people and long names.
const CROWDED: [(&str, &str); 9] = [
    ("crowd-employees", "/employees"),
    ("crowd-employees-last", "/employees?q=konstantinopolskiy"),
    ("crowd-employees-awaiting", "/employees?status=awaiting_approval"),
    ("crowd-employee", "/employees/2"),
    ("crowd-structure", "/structure"),
    ("crowd-department", "/structure/2"),
    ("crowd-department-delete", "/structure/2/delete"),
    ("crowd-leaders", "/structure/2/leaders"),
    ("crowd-employee-edit", "/employees/2/edit"),
];

#[test]
fn every_screen_is_pictured() {
    run(Engine::Sqlite, every_screen);
}

#[test]
fn every_screen_fits_the_narrowest_window() {
    run(Engine::Sqlite, narrowest);
}

#[test]
fn a_crowd_is_pictured() {
    run(Engine::Sqlite, a_crowd);
}

async fn narrowest(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    samples::fill(&portal).await;
    let long = samples::at_length(&portal).await;
    let department = long.department;
    for language in ["ru", "en"] {
        let window = Window::narrowest(language);
        all(&Tour::new(&portal.url, window).await, &OUTSIDE).await;
        let tour = Tour::signed_in(&portal, window).await;
        all(&tour, &INSIDE).await;
        samples::limit(&portal, None).await;
        for (name, path) in NARROW {
            tour.open(
                &path
                    .replace("{person}", &long.person.to_string())
                    .replace("{department}", &department.to_string()),
            )
            .await;
            tour.look(name).await;
            whole_words(&tour, name).await;
        }
        samples::limit(&portal, Some(3)).await;
        tour.open("/employees/new").await;
        tour.look("employee-new-limited").await;
        whole_words(&tour, "employee-new-limited").await;
        samples::limit(&portal, None).await;
    }
}

/// Holds that no word is torn that has room in a line of its own, and that no badge leaves its place.
async fn whole_words(tour: &Tour, name: &str) {
    let found = tour.browser.execute(TORN, Vec::new()).await.unwrap();
    assert_eq!(found.json().as_str(), Some(""), "{name}: torn, or out of its place");
}

async fn a_crowd(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    samples::crowd(&portal).await;
    for window in Window::each() {
        all(&Tour::signed_in(&portal, window).await, &CROWDED).await;
    }
}

async fn every_screen(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    samples::fill(&portal).await;
    for window in Window::each() {
        let outside = Tour::new(&portal.url, window).await;
        all(&outside, &OUTSIDE).await;
        let admin = Tour::signed_in(&portal, window).await;
        all(&admin, &INSIDE).await;
        used_up(&portal, &admin, window).await;
        let employee = Tour::signed_in_as(&portal, window, samples::EMPLOYEE).await;
        samples::everyone_may_invite(&portal, false).await;
        all(&employee, &EMPLOYEE).await;
        samples::everyone_may_invite(&portal, true).await;
    }
}

/// The plan nearly and wholly used up, and who waits for a place.
async fn used_up(portal: &TestPortal, admin: &Tour, window: Window) {
    for (name, spare) in [("settings-plan-nearly-used", 1), ("settings-plan-used", 0)] {
        samples::limit(portal, Some(spare)).await;
        all(admin, &[(name, "/settings/plan")]).await;
        let below = "document.querySelector('.plan-charts').scrollIntoView()";
        admin.browser.execute(below, Vec::new()).await.unwrap();
        admin.look(&format!("{name}-chart")).await;
        let bars = admin.browser.find_all(By::Css(".plan-chart rect")).await.unwrap();
        assert!(bars.len() >= 120 && bars[100].is_displayed().await.unwrap(), "the bars are seen");
    }
    let waiting = Tour::new(&portal.url, window).await;
    waiting.sign_in(samples::EMPLOYEE).await;
    waiting.find("#waiting").await;
    waiting.look("sign-in-wait").await;
    samples::limit(portal, None).await;
}

async fn all(tour: &Tour, screens: &[(&str, &str)]) {
    for (name, path) in screens {
        tour.open(path).await;
        tour.look(name).await;
    }
}
