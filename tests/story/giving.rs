//! Nobody gives, and nobody takes away, what he could not do himself: whatever he does, to others and to himself.

use collega::access_rights::Permission::{
    Approve, Dismiss, EditPeople, EditStructure, Invite, ManageRights, ManageSettings, Register,
};
use collega::access_rights::Scope;
use collega::access_rights::roles::Kind;
use collega::base::id::{DepartmentId, EmployeeId};
use collega::structure::Post;
use reqwest::Method;
use serde_json::json;

use super::join::links::{NEWCOMER, finish, prove};
use super::join::{INVITEE, join};
use super::roles::{role, worker};
use crate::support::api::Program;
use crate::support::browserless::{Browserless, Page};
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    a_deputy_does_not_topple_his_head,
    leading_a_department_opens_nobody_s_account,
    nobody_widens_his_role_by_moving_himself,
    nobody_widens_his_role_by_deleting_his_department,
    a_branch_is_not_moved_from_a_role_that_one_could_not_give,
    a_branch_is_not_moved_below_oneself,
    nobody_is_taken_back_or_let_in_to_more_than_ones_own,
    a_role_is_not_done_away_with_by_who_could_not_give_it,
    who_never_chose_a_password_is_not_the_last_administrator,
    nobody_makes_an_invitation_his_own_that_leads_further_than_he_may,
    nobody_leads_the_portal_s_letters_to_himself,
    a_token_is_ended_by_who_may_make_it,
    what_a_department_comes_to_give_is_given_by_who_may,
    nobody_is_offered_a_place_that_is_refused,
);

async fn appoint(portal: &TestPortal, department: DepartmentId, person: EmployeeId, post: Post) {
    let company = portal.company;
    portal.write(move |tx| tx.departments().set_post(company, department, person, post)).await;
}

/// Gives a role to everybody of these departments, and to nobody of others.
async fn carry(portal: &TestPortal, departments: &[DepartmentId], kind: Kind) {
    let (company, departments) = (portal.company, departments.to_vec());
    portal
        .write(move |tx| {
            let role = tx.roles().of_kind(company, kind)?.id;
            tx.roles().set_departments(company, role, &departments)
        })
        .await;
}

async fn a_deputy_does_not_topple_his_head(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = portal.add_department("Продажи", None).await;
    let north = portal.add_department("Север", Some(sales)).await;
    let head = worker(&portal, "Вера", "vera@romashka.example", &[sales]).await;
    let deputy = worker(&portal, "Пётр", "petr@romashka.example", &[sales]).await;
    let member = worker(&portal, "Ольга", "olga@romashka.example", &[sales]).await;
    appoint(&portal, sales, head, Post::Head).await;
    appoint(&portal, sales, deputy, Post::Deputy).await;
    let (his, program) = (portal.signed_in("petr@romashka.example").await, portal.program_of(deputy).await);
    let moved = json!({ "department_ids": [north] });
    assert_eq!(program.patch(&format!("/employees/{head}"), moved.clone()).await.status, 403);
    let page = his.post(&format!("/structure/{sales}/people/{head}/remove"), &[("sure", "true")]).await;
    assert!(page.says("права, которых нет у вас самих"), "{}", page.text());
    let person = head.to_string();
    let page =
        his.post(&format!("/structure/{north}/people"), &[("person", &person), ("way", "transfer")]).await;
    assert!(page.says("права, которых нет у вас самих"), "{}", page.text());
    let shown =
        portal.signed_in("vera@romashka.example").await.get(&format!("/employees/{head}/rights")).await;
    assert!(shown.says("Руководитель"), "he leads as before: {}", shown.text());
    assert_eq!(program.patch(&format!("/employees/{member}"), moved.clone()).await.status, 200, "a member");

    // Who may all that a head may moves him, and the history tells what ended.
    let admin = portal.admin().await;
    assert_eq!(portal.program().await.patch(&format!("/employees/{head}"), moved).await.status, 200);
    let told = admin.get(&format!("/employees/{head}/history")).await;
    assert!(told.says("Продажи → Север") && told.says("Руководитель → "), "{}", told.text());
    consistency::check(&portal.portal.db).await;
}

async fn nobody_widens_his_role_by_moving_himself(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (here, there) = (portal.add_department("Тут", None).await, portal.add_department("Там", None).await);
    let ivan = worker(&portal, "Иван", "ivan@romashka.example", &[here]).await;
    role(&portal, "Увольняет своих", &[(EditPeople, Scope::Company), (Dismiss, Scope::Branch)], ivan).await;
    let (program, company) = (portal.program_of(ivan).await, portal.company);
    let root = portal.write(move |tx| tx.departments().root(company)).await.id;
    for departments in [json!([root]), json!([there]), json!([here, there])] {
        let body = json!({ "department_ids": departments });
        assert_eq!(program.patch(&format!("/employees/{ivan}"), body).await.status, 403, "{departments}");
    }
    let other = worker(&portal, "Ольга", "olga@romashka.example", &[here]).await;
    let body = json!({ "department_ids": [there] });
    assert_eq!(program.patch(&format!("/employees/{other}"), body).await.status, 200);
}

async fn leading_a_department_opens_nobody_s_account(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = portal.add_department("Продажи", None).await;
    let head = worker(&portal, "Вера", "vera@romashka.example", &[sales]).await;
    let member = worker(&portal, "Ольга", "olga@romashka.example", &[sales]).await;
    appoint(&portal, sales, head, Post::Head).await;
    let hers = portal.signed_in("vera@romashka.example").await;
    let card = hers.get(&format!("/employees/{member}")).await;
    assert!(card.says("Изменить") && !card.says("Сменить адрес"), "{}", card.text());
    assert_eq!(hers.get(&format!("/employees/{member}/address")).await.status, 403);
}

async fn nobody_widens_his_role_by_deleting_his_department(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let branch = portal.add_department("Филиал", None).await;
    let petr = worker(&portal, "Пётр", "petr@romashka.example", &[branch]).await;
    let allowed = [(EditStructure, Scope::Branch), (Dismiss, Scope::Branch)];
    role(&portal, "Управляющий", &allowed, petr).await;
    let (path, his) = (format!("/departments/{branch}"), portal.program_of(petr).await);
    let gone = his.call(Method::DELETE, &path).await;
    assert_eq!(gone.status, 403, "he would come to the company itself: {gone:?}");
    // What is below his department stays within his reach.
    let below = portal.add_department("Склад", Some(branch)).await;
    worker(&portal, "Ольга", "olga@romashka.example", &[below]).await;
    let gone = his.call(Method::DELETE, &format!("/departments/{below}")).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    let gone = portal.program().await.call(Method::DELETE, &path).await;
    assert_eq!(gone.status, 204, "administrators may: {gone:?}");
}

async fn a_branch_is_not_moved_from_a_role_that_one_could_not_give(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (north, south) =
        (portal.add_department("Север", None).await, portal.add_department("Юг", None).await);
    let below = portal.add_department("Новый", Some(north)).await;
    carry(&portal, &[north], Kind::Hr).await;
    let ivan = portal.add_employee("Иван", "ivan@romashka.example").await;
    role(&portal, "Строит", &[(EditStructure, Scope::Company)], ivan).await;
    let (path, his) = (format!("/departments/{below}"), portal.program_of(ivan).await);
    let moved = his.patch(&path, json!({ "parent_id": south })).await;
    assert_eq!(moved.status, 403, "its people would be of HR no longer: {moved:?}");
    let moved = portal.program().await.patch(&path, json!({ "parent_id": south })).await;
    assert_eq!(moved.status, 200, "{moved:?}");
    let free = portal.add_department("Сам", Some(south)).await;
    let moved = his.patch(&format!("/departments/{free}"), json!({ "parent_id": 1 })).await;
    assert_eq!(moved.status, 200, "where no role is: {moved:?}");
}

async fn a_branch_is_not_moved_below_oneself(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (south, support) =
        (portal.add_department("Юг", None).await, portal.add_department("Помощь", None).await);
    let head = worker(&portal, "Иван", "ivan@romashka.example", &[south]).await;
    appoint(&portal, south, head, Post::Head).await;
    role(&portal, "Строит", &[(EditStructure, Scope::Company)], head).await;
    let program = portal.program_of(head).await;
    let path = format!("/departments/{support}");
    assert_eq!(program.patch(&path, json!({ "parent_id": south })).await.status, 403);
    let own = portal.add_department("Юг 1", Some(south)).await;
    let other = portal.add_department("Юг 2", Some(south)).await;
    let within = program.patch(&format!("/departments/{own}"), json!({ "parent_id": other })).await;
    assert_eq!(within.status, 200, "within his own branch: {within:?}");
    // Nor is one with a role of its own done away with.
    carry(&portal, &[other], Kind::Hr).await;
    let gone = program.call(Method::DELETE, &format!("/departments/{other}")).await;
    assert_eq!(gone.status, 403, "{gone:?}");
}

async fn nobody_is_taken_back_or_let_in_to_more_than_ones_own(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let staff = portal.add_department("Кадры", None).await;
    let ivan = portal.add_employee("Иван", "ivan@romashka.example").await;
    role(&portal, "Берёт", &[(Dismiss, Scope::Company), (Approve, Scope::Company)], ivan).await;
    let vera = worker(&portal, "Вера", "vera@romashka.example", &[staff]).await;
    let olga = worker(&portal, "Ольга", "olga@romashka.example", &[staff]).await;
    let (program, admin) = (portal.program_of(ivan).await, portal.program().await);
    let browser = portal.signed_in("ivan@romashka.example").await;
    let dismissal = format!("/employees/{vera}/dismiss");
    carry(&portal, &[staff], Kind::Hr).await;
    let page = browser.get(&dismissal).await;
    assert!(page.says("Принять обратно вы не сможете") && !page.says("можно принять"), "{}", page.text());
    carry(&portal, &[], Kind::Hr).await;
    let page = browser.get(&dismissal).await;
    assert!(page.says("можно принять обратно") && !page.says("вы не сможете"), "{}", page.text());
    assert_eq!(admin.post(&dismissal, json!({})).await.status, 200);
    portal
        .write(move |tx| {
            tx.execute("UPDATE employees SET status = 'awaiting_approval' WHERE id = $1", &[olga.into()])
        })
        .await;
    carry(&portal, &[staff], Kind::Hr).await;
    for (what, whom) in [("rehire", vera), ("approve", olga)] {
        let answer = program.post(&format!("/employees/{whom}/{what}"), json!({})).await;
        assert_eq!(answer.status, 403, "{what}: {answer:?}");
        let path = format!("/employees/{whom}");
        is_left_to_an_administrator(&portal, &browser.get(&path).await, what).await;
    }
    carry(&portal, &[], Kind::Hr).await;
    let answer = program.post(&format!("/employees/{vera}/rehire"), json!({})).await;
    assert_eq!(answer.status, 200, "an ordinary one: {answer:?}");
}

/// It is not offered on a card of somebody who could not, but to an administrator.
async fn is_left_to_an_administrator(portal: &TestPortal, card: &Page, what: &str) {
    assert!(card.says("может администратор: отделы дают этому человеку больше"), "{}", card.text());
    let deed = format!("\"{}/{what}\"", card.path());
    assert!(!card.body.contains(&deed), "{deed}");
    assert!(portal.admin().await.get(card.path()).await.body.contains(&deed), "{deed}");
}

async fn a_role_is_not_done_away_with_by_who_could_not_give_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.add_employee("Иван", "ivan@romashka.example").await;
    let olga = portal.add_employee("Ольга", "olga@romashka.example").await;
    role(&portal, "Роли", &[(ManageRights, Scope::Company)], ivan).await;
    let strong = role(&portal, "Увольняет", &[(Dismiss, Scope::Branch)], olga).await;
    let his = portal.signed_in("ivan@romashka.example").await;
    let page = his.post(&format!("/structure/access-rights/roles/{strong}/delete"), &[]).await;
    assert!(page.says("чего не можете вы сами"), "{}", page.text());
    let admin = portal.admin().await;
    let page = admin.post(&format!("/structure/access-rights/roles/{strong}/delete"), &[]).await;
    assert!(page.says("Роль удалена"), "{}", page.text());
}

async fn who_never_chose_a_password_is_not_the_last_administrator(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ghost = portal.add_employee("Вера", "vera@romashka.example").await;
    let admin = portal.admin().await;
    let me = portal.admin_id;
    admin.post(&format!("/employees/{ghost}/role"), &[("role", "administrator")]).await;
    portal
        .write(move |tx| {
            tx.execute("UPDATE employees SET password_hash = NULL WHERE id = $1", &[ghost.into()])
        })
        .await;
    let page = admin.post(&format!("/employees/{me}/role"), &[("role", "employee")]).await;
    assert!(page.says("единственный администратор"), "{}", page.text());
    assert_eq!(admin.get("/settings/plan").await.status, 200, "he is one still");
}

async fn nobody_makes_an_invitation_his_own_that_leads_further_than_he_may(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (company, now) = (portal.company, portal.portal.now());
    let power = portal.add_department("Силовой блок", None).await;
    let hr = portal.add_employee("Вера Орлова", "vera@romashka.example").await;
    portal
        .write(move |tx| {
            let role = tx.roles().insert(company, None, "Настройщик", now)?.unwrap();
            tx.roles().set_permissions(company, role, &[(ManageSettings, Scope::Company)])?;
            tx.roles().set_departments(company, role, &[power])?;
            let kadry = tx.roles().of_kind(company, Kind::Hr)?.id;
            tx.roles().give(company, kadry, hr)
        })
        .await;
    let (admins, hers) = (portal.program().await, portal.program_of(hr).await);
    let body = json!({
        "recipients": [{ "email": "vip@example.org" }], "department_ids": [power.0], "send": false
    });
    let made = admins.send(Method::POST, "/invitations", Some(body), &[]).await;
    let id = made.json["results"][0]["invitation"]["id"].to_string();
    let path = format!("/invitations/{id}");
    let vera = portal.signed_in("vera@romashka.example").await;
    assert_eq!(vera.get(&path).await.status, 200, "she manages it");

    let corrected = json!({ "email": "private@example.org" });
    let answer = hers.send(Method::PATCH, &path, Some(corrected), &[]).await;
    assert_eq!((answer.status, answer.problem()), (403, "not-allowed"));
    let page = vera.post(&format!("{path}/address"), &[("email", "private@example.org")]).await;
    assert!(page.says("сможет то, чего не можете вы"), "{}", page.text());
    let page = vera.post(&format!("{path}/link"), &[]).await;
    assert!(page.says("сможет то, чего не можете вы") && !page.body.contains("/i/"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations WHERE email = 'vip@example.org'").await, 1);
    let own = portal.admin().await.post(&format!("{path}/link"), &[]).await;
    assert!(own.value("link").contains("/i/"), "{}", own.text());
}

/// By a letter that is read on its way anybody signs in as whom it is for.
async fn nobody_leads_the_portal_s_letters_to_himself(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let gleb = portal.add_employee("Глеб", "gleb@romashka.example").await;
    role(&portal, "Настройщик", &[(ManageSettings, Scope::Company)], gleb).await;
    let his = portal.signed_in("gleb@romashka.example").await;

    let page = his.get("/settings/mail").await;
    assert!(page.says("Сервер настраивают только администраторы"), "{}", page.text());
    let offered = page.attributes("main form[action^='/settings/mail']", "action");
    assert_eq!(offered, ["/settings/mail/dns"], "looking leads nothing elsewhere");
    let server = [("host", "127.0.0.1"), ("port", "25"), ("tls", "none")];
    for path in ["/settings/mail", "/settings/mail/trial", "/settings/mail/remove"] {
        assert_eq!(his.post(path, &server).await.status, 403, "{path}");
    }
    let sealed = "SELECT COUNT(*) FROM companies WHERE smtp_sealed IS NOT NULL";
    assert_eq!(portal.number(sealed).await, 0);
    assert_eq!(his.post("/settings/mail/hurry", &[]).await.status, 200, "this leads nothing elsewhere");

    let page = his.get("/settings/company").await;
    assert!(page.says("Его меняют только администраторы"), "{}", page.text());
    let elsewhere = [("public_url", "https://gleb.example")];
    assert_eq!(his.submit(&page, "/settings/company", &elsewhere).await.status, 403);
    let page = his.submit(&page, "/settings/company", &[("time_zone", "Asia/Omsk")]).await;
    assert!(page.says("Настройки сохранены"), "{}", page.text());
    let moved = "SELECT COUNT(*) FROM companies WHERE public_url LIKE '%gleb%'";
    assert_eq!(portal.number(moved).await, 0);
}

async fn a_token_is_ended_by_who_may_make_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let gleb = portal.add_employee("Глеб", "gleb@romashka.example").await;
    role(&portal, "Настройщик", &[(ManageSettings, Scope::Company)], gleb).await;
    let his = portal.signed_in("gleb@romashka.example").await;
    let path = "/settings/tokens";
    portal.admin().await.post(path, &[("name", "Сверка")]).await;
    his.post(path, &[("name", "Своё")]).await;
    let page = his.get(path).await;
    assert!(page.says("Сверка"), "{}", page.text());
    let offered = page.attributes("form[action$='/revoke']", "action");
    assert_eq!(offered, [format!("{path}/2/revoke")], "only his own");
    assert_eq!(his.post(&format!("{path}/1/revoke"), &[]).await.status, 404);
    assert_eq!(portal.number("SELECT COUNT(*) FROM api_tokens WHERE revoked_at IS NULL").await, 2);
    his.post(&format!("{path}/2/revoke"), &[]).await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM api_tokens WHERE revoked_at IS NULL").await, 1);
}

async fn nothing_is_asked_once_the_role_is_gone(portal: &TestPortal, path: &str) {
    carry(portal, &[], Kind::Hr).await;
    let browser = portal.stranger();
    let page = browser.get(path).await;
    assert_eq!(join(&browser, &page).await.path(), "/welcome");
}

/// R6, R8: a role that comes to a department is not given by an invitation or a link of before.
async fn what_a_department_comes_to_give_is_given_by_who_may(database: &TestDatabase) {
    const WAITING: &str = "SELECT COUNT(*) FROM employees WHERE status = 'awaiting_approval'";
    let portal = TestPortal::new(database).await;
    let sales = portal.add_department("Продажи", None).await;
    // He is elsewhere: who works in the department would get the role himself, and might give it.
    let store = portal.add_department("Склад", None).await;
    let maker = worker(&portal, "Пётр", "petr@romashka.example", &[store]).await;
    let program = portal.program_of(maker).await;
    let made = json!({ "recipients": [{ "email": INVITEE }, { "email": "vera@example.org" }], "department_ids": [sales] });
    assert_eq!(program.send(Method::POST, "/invitations", Some(made), &[]).await.status, 201);
    let made = json!({ "department_ids": [sales] });
    let link = program.send(Method::POST, "/join-links", Some(made), &[]).await;
    let link = link.json["url"].as_str().unwrap().trim_start_matches(&portal.url).to_owned();
    let invitations = [portal.letter_to(INVITEE).await, portal.letter_to("vera@example.org").await];
    carry(&portal, &[sales], Kind::Hr).await;

    let browser = portal.stranger();
    let page = browser.get(&invitations[0].path("/i/")).await;
    let page = join(&browser, &page).await;
    assert!(page.says("Ждём подтверждения"), "{}", page.text());
    let (browser, page) = prove(&portal, &link, NEWCOMER).await;
    let page = finish(&browser, &page).await;
    assert!(page.says("Ждём подтверждения"), "{}", page.text());
    assert_eq!(portal.number(WAITING).await, 2);
    assert_eq!(portal.number("SELECT COUNT(*) FROM sessions").await, 0, "nobody is in before it is decided");
    // Who could not give it does not let them in either; an administrator can.
    let id = portal.number("SELECT MIN(id) FROM employees WHERE status = 'awaiting_approval'").await;
    let approve = format!("/employees/{id}/approve");
    assert_ne!(program.call(Method::POST, &approve).await.status, 200);
    assert_eq!(portal.program().await.call(Method::POST, &approve).await.status, 200);
    nothing_is_asked_once_the_role_is_gone(&portal, &invitations[1].path("/i/")).await;
    consistency::check(&portal.portal.db).await;
}

/// What a picker offers a person on these pages is what he may do by the API, department by department.
async fn nobody_is_offered_a_place_that_is_refused(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let office = portal.add_department("Кадры", None).await;
    let night = portal.add_department("Ночная смена", Some(office)).await;
    let store = portal.add_department("Склад", None).await;
    let shelf = portal.add_department("Стеллажи", Some(store)).await;
    let sales = portal.add_department("Продажи", None).await;
    carry(&portal, &[office], Kind::Hr).await;
    let clerk = worker(&portal, "Иван Котов", "ivan@romashka.example", &[store]).await;
    let allowed = [(Invite, Scope::Company), (Register, Scope::Company), (EditPeople, Scope::Company)];
    role(&portal, "Оформляет", &allowed, clerk).await;
    let keeper = worker(&portal, "Олег Котов", "oleg@romashka.example", &[shelf]).await;
    let keeping = role(&portal, "Кладовщик", &[(Dismiss, Scope::Branch)], keeper).await;
    let company = portal.company;
    portal.write(move |tx| tx.roles().set_departments(company, keeping, &[store])).await;
    let hr = worker(&portal, "Вера Котова", "vera@romashka.example", &[sales]).await;
    make_hr(&portal, hr).await;
    let petr = worker(&portal, "Пётр Котов", "petr@romashka.example", &[sales]).await;

    let all = [office, night, store, shelf, sales];
    let member = worker(&portal, "Ольга Котова", "olga@romashka.example", &[sales]).await;
    let inviting = ["/invite", "/invite/link"];
    let editing = [format!("/employees/{member}/edit"), "/employees/new".to_owned()];
    for (email, program, expected) in [
        ("ivan@romashka.example", portal.program_of(clerk).await, vec![store, shelf, sales]),
        ("oleg@romashka.example", portal.program_of(keeper).await, vec![shelf, sales]),
        ("vera@romashka.example", portal.program_of(hr).await, all.to_vec()),
        ("petr@romashka.example", portal.program_of(petr).await, vec![sales]),
        ("anna@romashka.example", portal.program().await, all.to_vec()),
    ] {
        let his = portal.signed_in(email).await;
        assert_eq!(open_to(&program, &all, email).await, expected, "{email}");
        let edits = matches!(email, "ivan@romashka.example" | "vera@romashka.example");
        let pages = inviting.into_iter().chain(editing.iter().map(String::as_str).filter(|_| edits));
        only_these_are_offered(&his, pages, &all, &expected).await;
    }
}

async fn only_these_are_offered(
    his: &Browserless,
    pages: impl Iterator<Item = &str>,
    all: &[DepartmentId],
    open: &[DepartmentId],
) {
    for path in pages {
        assert_eq!(offered_on(&his.get(path).await, all), open, "{path}");
    }
    for place in all {
        asking_for_a_place(his, *place, open.contains(place)).await;
    }
}

/// A department that is asked for by an address is chosen where that is allowed; if not, the first step says so before
/// anything is promised, with what was typed.
async fn asking_for_a_place(his: &Browserless, place: DepartmentId, is_open: bool) {
    let here = format!("/invite?department={place}");
    let doors = his.get(&format!("/structure/{place}")).await.attributes(".button", "href");
    assert_eq!(doors.contains(&here), is_open, "the page of {place}");
    for path in ["/invite", "/invite/link", "/invite/mail-app", "/invite/mail-service"] {
        let asked = his.get(&format!("{path}?department={place}")).await;
        assert_eq!(asked.texts(".picker .error").is_empty(), is_open, "{path} with {place}");
        let chosen = asked.attributes("input[name='department'][checked]", "value");
        assert!(is_open || !chosen.contains(&place.to_string()), "{path} with {place}");
    }
    let list = [("addresses", "guest@romashka.example"), ("department", &place.to_string())];
    let answer = his.post("/invite/mail-service", &list).await;
    assert_eq!(answer.status, if is_open { 200 } else { 422 }, "the review of {place}");
    let kept = answer.attributes("[name='addresses'], [name='address']", "value");
    assert_eq!(kept, ["guest@romashka.example"]);
}

async fn make_hr(portal: &TestPortal, person: EmployeeId) {
    let company = portal.company;
    let kind = portal.write(move |tx| Ok(tx.roles().of_kind(company, Kind::Hr)?.id)).await;
    portal.write(move |tx| tx.roles().give(company, kind, person)).await;
}

/// Into which of these departments a program may invite.
async fn open_to(program: &Program, all: &[DepartmentId], mark: &str) -> Vec<DepartmentId> {
    let mut open = Vec::new();
    for department in all.iter().copied() {
        let guest = format!("{department}-{mark}");
        let body =
            json!({ "recipients": [{ "email": guest }], "department_ids": [department], "send": false });
        let answer = program.send(Method::POST, "/invitations", Some(body), &[]).await;
        open.extend((answer.status == 201).then_some(department));
    }
    open
}

fn offered_on(page: &Page, all: &[DepartmentId]) -> Vec<DepartmentId> {
    let offered = page.attributes("input[type='checkbox'][name='department']", "value");
    all.iter().copied().filter(|id| offered.contains(&id.to_string())).collect()
}
