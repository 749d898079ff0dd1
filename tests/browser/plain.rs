//! A browser with scripts switched off: people, the structure and rights are worked on as well.

use collega::base::id::DepartmentId;
use collega::people::Status;

use super::samples;
use super::tour::Tour;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::TestPortal;

#[test]
fn everything_is_done_without_a_script() {
    for window in [Window::desktop("ru"), Window::phone("en").dark()] {
        run(Engine::Sqlite, async |database: &TestDatabase| everything(database, window).await);
    }
}

async fn everything(database: &TestDatabase, window: Window) {
    let portal = TestPortal::new(database).await;
    samples::fill(&portal).await;
    let waiting = portal.add_person("w@example.org", Status::AwaitingApproval, DepartmentId(1)).await;
    let tour = Tour::signed_in(&portal, window.without_javascript()).await;
    narrows(&tour).await;
    decides(&tour, waiting.0).await;
    rebuilds(&tour).await;
    transfers(&tour).await;
    makes_a_role(&tour).await;
    dismisses_many(&tour).await;
    takes_along(&tour).await;
}

async fn narrows(tour: &Tour) {
    tour.open("/employees").await;
    tour.press("a[href^='/employees/filters']").await;
    tour.press("[name=role] option[value=employee]").await;
    tour.press("[name=department] option[value='2']").await;
    tour.press("button[name=apply]").await;
    tour.find("#e2").await;
    tour.press("#people-tools a[aria-current]").await;
    tour.find("#people-table").await;
}

async fn decides(tour: &Tour, waiting: i64) {
    tour.open("/employees?status=awaiting_approval").await;
    tour.press(&format!("a.person-name[href='/employees/{waiting}'], #e{waiting} .person-name")).await;
    tour.press(&format!("form[action='/employees/{waiting}/approve'] button")).await;
    tour.find(".notice-ok").await;
    tour.open("/employees/5").await;
    tour.press("a[href='/employees/5/refuse']").await;
    tour.fill("[name=reason]", "Набор закончен").await;
    tour.press("main .form button.danger").await;
    tour.find(".notice-ok").await;
}

async fn rebuilds(tour: &Tour) {
    tour.open("/structure").await;
    tour.press("main a[href^='/structure/new']").await;
    tour.fill("[name=name]", "Охрана").await;
    tour.press("main .form button.primary").await;
    tour.find(".notice-ok").await;
    tour.press_in(".parts", "Охрана").await;
    tour.press("main a[href$='/move']").await;
    tour.press("[name=parent] option[value='2']").await;
    tour.press("main .form button.primary").await;
    tour.find(".notice-ok").await;
    tour.press(".trail a[href='/structure/2']").await;
    tour.press("form[action='/structure/3/order'] button[value=down]").await;
    tour.find(".notice-ok").await;
}

async fn transfers(tour: &Tour) {
    for (department, way) in [(3, "button[name=way][value=add]"), (2, "a[href$='/transfer']")] {
        tour.open(&format!("/structure/{department}")).await;
        tour.press(&format!("main a[href='/structure/{department}/people']")).await;
        tour.fill("#q", "Щукин").await;
        tour.press("main .tree-search button").await;
        tour.press(way).await;
        if department == 2 {
            tour.press("button[name=way][value=transfer]").await;
        }
        tour.find(".notice-ok").await;
        tour.reads("Фёдор Щукин").await;
    }
}

async fn makes_a_role(tour: &Tour) {
    tour.open("/structure/access-rights").await;
    tour.press("a[href$='/roles/new']").await;
    tour.fill("[name=name]", "Увольняют").await;
    tour.press("main .form button.primary").await;
    tour.find(".notice-ok").await;
    tour.press("[name=dismiss] option[value=company]").await;
    tour.press(".role-form button.primary").await;
    tour.find(".notice-ok").await;
    tour.fill("#q", "Щукин").await;
    tour.press(".role-search button").await;
    tour.press("button[name=has][value='1']").await;
    tour.find(".notice-ok").await;
    tour.find("button[name=has][value='0']").await;
}

async fn dismisses_many(tour: &Tour) {
    tour.open("/employees").await;
    for id in [3, 4] {
        tour.press(&format!("#e{id} .pick-hit")).await;
    }
    tour.press("#people-bulk [value=dismiss]").await;
    tour.look("employees-dismiss-many").await;
    tour.press("main .actions button.danger").await;
    tour.find("td.cell-state .badge").await;
    tour.look("employees-dismissed-many").await;
    tour.open("/employees?status=dismissed").await;
    tour.find("#e4").await;
}

async fn takes_along(tour: &Tour) {
    tour.press("a[href^='/employees/export']").await;
    tour.find("form[action='/employees/export'] [name=format][value=csv]").await;
    tour.find("form[action='/employees/export'] button").await;
}
