//! Many at the same moment, each with another deed: whoever comes first, what is promised holds.

use std::sync::Arc;
use std::time::Duration;

use collega::access_rights::rights::Rights;
use collega::base::id::EmployeeId;
use collega::history::{Actor, Channel};
use collega::people::dismiss::dismiss;
use collega::people::rehire::rehire;
use collega::people::set_role::set_role;
use collega::people::{Role, Status};
use serde_json::json;

use super::join::{self, GOOD_PASSWORD, links};
use crate::support::browserless::{Browserless, Page};
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};
use crate::support::race::{Deed, at_once, press};

on_both_engines!(
    of_administrators_who_let_each_other_go_one_stays,
    of_two_administrators_at_their_screens_one_stays,
    no_seat_is_taken_twice_by_whichever_way,
    no_seat_that_is_held_is_taken_either,
    no_more_are_at_work_than_the_plan_allows,
    who_comes_while_the_structure_changes_is_somewhere,
    departments_moved_under_one_another_make_no_ring,
    an_approval_pressed_by_several_is_one,
    who_is_let_go_while_he_is_changed_keeps_nothing,
);

const ADMINISTRATORS: &str =
    "SELECT COUNT(*) FROM employees WHERE role = 'administrator' AND status = 'active'";

/// With the rights of an administrator, whatever has become of him since: as in a request that was let in.
fn administrator(portal: &TestPortal, id: EmployeeId) -> Actor {
    let (company, employee) = (portal.company, Some(id));
    Actor { company, employee, rights: Rights::all(), channel: Channel::Web, ip: None }
}

/// Several addresses that differ by a number.
fn addresses(of: &str, count: usize) -> Vec<String> {
    (0..count).map(|n| format!("{of}{n}@example.org")).collect()
}

fn let_go(portal: &TestPortal, by: EmployeeId, whom: EmployeeId) -> Deed<()> {
    let (shared, actor) = (portal.portal.clone(), administrator(portal, by));
    Box::pin(async move {
        let now = shared.now();
        let deed = shared.write(move |tx| {
            let company = tx.companies().find(actor.company)?.unwrap();
            dismiss(tx, &actor, &company, whom, false, now)
        });
        deed.await.unwrap();
    })
}

fn demote(portal: &TestPortal, by: EmployeeId, whom: EmployeeId) -> Deed<()> {
    let (shared, actor) = (portal.portal.clone(), administrator(portal, by));
    Box::pin(async move {
        let now = shared.now();
        let deed = shared.write(move |tx| {
            let company = tx.companies().find(actor.company)?.unwrap();
            set_role(tx, &actor, &company, whom, Role::Employee, now)
        });
        deed.await.unwrap();
    })
}

/// All of them work here, as administrators.
async fn all_administer(portal: &TestPortal, all: &[EmployeeId]) {
    let (actor, now, all) = (administrator(portal, portal.admin_id), portal.portal.now(), all.to_vec());
    let random = Arc::clone(&portal.portal.random);
    portal
        .write(move |tx| {
            let company = tx.companies().find(actor.company)?.unwrap();
            for id in &all {
                rehire(tx, &actor, &company, *id, &*random, now)?;
                set_role(tx, &actor, &company, *id, Role::Administrator, now)?;
            }
            Ok(())
        })
        .await;
}

async fn of_administrators_who_let_each_other_go_one_stays(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let mut all = vec![portal.admin_id];
    for email in addresses("admin", 3) {
        all.push(portal.add_employee("Администратор", &email).await);
    }
    for round in 0..12 {
        all_administer(&portal, &all).await;
        let next = |n: usize| (all[n], all[(n + 1) % all.len()]);
        let deed = |n: usize| {
            let (by, whom) = next(n);
            if (n + round).is_multiple_of(3) { let_go(&portal, by, whom) } else { demote(&portal, by, whom) }
        };
        // Each is hit by his neighbour, and resigns himself.
        let resign = |n: usize| demote(&portal, all[n], all[n]);
        at_once((0..all.len()).flat_map(|n| [deed(n), resign(n)]).collect()).await;
        assert_eq!(portal.number(ADMINISTRATORS).await, 1, "round {round}");
        consistency::check(&portal.portal.db).await;
    }
}

async fn of_two_administrators_at_their_screens_one_stays(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let olga = portal.add_employee("Ольга Кравец", "olga@romashka.example").await;
    let pair = [(portal.admin_id, ADMIN.1), (olga, "olga@romashka.example")];
    for (verb, fields) in [("dismiss", &[][..]), ("role", &[("role", "employee")][..]), ("dismiss", &[][..])]
    {
        all_administer(&portal, &[portal.admin_id, olga]).await;
        let (one, two) = (portal.signed_in(pair[0].1).await, portal.signed_in(pair[1].1).await);
        let against = |id: EmployeeId| format!("/employees/{id}/{verb}");
        let ends = at_once(vec![
            press(&one, &against(olga), fields),
            press(&two, &against(portal.admin_id), fields),
        ])
        .await;
        assert_eq!(portal.number(ADMINISTRATORS).await, 1, "{verb}: {ends:?}");
        let pages = [one.get("/settings").await, two.get("/settings").await];
        let in_charge = pages.iter().filter(|page| page.status == 200 && page.path() == "/settings");
        assert_eq!(in_charge.count(), 1, "{verb}: {ends:?}");
        consistency::check(&portal.portal.db).await;
    }
}

/// Somebody who wants a seat.
struct Wish {
    email: String,
    way: Way,
}

/// By which way he comes to one.
enum Way {
    Invited(Browserless),
    Link(Browserless, Arc<Page>),
    Registered,
    /// Somebody presses a button for him.
    Button(String),
}

impl Wish {
    fn deed(&self, admin: &Browserless) -> Deed<(u16, String)> {
        match &self.way {
            Way::Invited(browser) => {
                press(browser, "/join", &[("name", "Новичок"), ("password", GOOD_PASSWORD)])
            }
            Way::Link(browser, page) => {
                let (browser, page) = (browser.clone(), Arc::clone(page));
                Box::pin(async move {
                    let page = links::finish(&browser, &page).await;
                    (page.status, page.path().to_owned())
                })
            }
            Way::Registered => press(admin, "/employees/new", &[("name", "Новичок"), ("email", &self.email)]),
            Way::Button(path) => press(admin, path, &[]),
        }
    }
}

/// Somebody who came by a link and waits.
async fn waiting(portal: &TestPortal, email: &str) -> EmployeeId {
    let company = portal.company;
    let root = portal.write(move |tx| tx.departments().root(company)).await.id;
    portal.add_person(email, Status::AwaitingApproval, root).await
}

/// Sixteen people who come by each way to a seat.
async fn wishes(portal: &TestPortal) -> Vec<Wish> {
    let mut wishes = Vec::new();
    let invited = addresses("invited", 4);
    join::invite(portal, &invited.iter().map(String::as_str).collect::<Vec<_>>()).await;
    for email in invited {
        let browser = portal.stranger();
        browser.get(&portal.letter_to(&email).await.path("/i/")).await;
        wishes.push(Wish { email, way: Way::Invited(browser) });
    }
    let path = join::link(portal, 25).await;
    for email in addresses("link", 3) {
        let (browser, page) = links::prove(portal, &path, &email).await;
        wishes.push(Wish { email, way: Way::Link(browser, Arc::new(page)) });
    }
    for email in addresses("registered", 3) {
        wishes.push(Wish { email, way: Way::Registered });
    }
    for email in addresses("back", 3) {
        let id = portal.add_employee("Ушедший", &email).await;
        let_go(portal, portal.admin_id, id).await;
        wishes.push(Wish { email, way: Way::Button(format!("/employees/{id}/rehire")) });
    }
    for email in addresses("waiting", 3) {
        let id = waiting(portal, &email).await;
        wishes.push(Wish { email, way: Way::Button(format!("/employees/{id}/approve")) });
    }
    wishes
}

async fn is_at_work(portal: &TestPortal, email: &str) -> bool {
    let (company, email) = (portal.company, email.to_owned());
    let person = portal.write(move |tx| tx.people().find_by_address(company, &email)).await;
    person.is_some_and(|person| person.status == Status::Active)
}

/// Three seats at a time, and everybody who has none yet goes for them, until all have one.
async fn everybody_goes_for_the_seats(database: &TestDatabase, reserve: bool) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let mut wishes = wishes(&portal).await;
    while !wishes.is_empty() {
        let used = portal.number("SELECT seats_used FROM companies").await;
        let wanted = i64::try_from(wishes.len()).unwrap().min(3);
        portal
            .write(move |tx| {
                let plan = "UPDATE companies SET max_employees = $1, reserve_seats = $2";
                tx.execute(plan, &[(used + wanted).into(), i64::from(reserve).into()])
            })
            .await;
        let ends = at_once(wishes.iter().map(|wish| wish.deed(&admin)).collect()).await;
        assert!(ends.iter().all(|(status, _)| *status < 500), "{ends:?}");
        let now = portal.number("SELECT seats_used FROM companies").await;
        assert_eq!(now, used + wanted, "{ends:?}");
        consistency::check(&portal.portal.db).await;
        let mut left = Vec::new();
        for wish in wishes {
            if !is_at_work(&portal, &wish.email).await {
                left.push(wish);
            }
        }
        wishes = left;
    }
}

async fn no_seat_is_taken_twice_by_whichever_way(database: &TestDatabase) {
    everybody_goes_for_the_seats(database, false).await;
}

async fn no_seat_that_is_held_is_taken_either(database: &TestDatabase) {
    everybody_goes_for_the_seats(database, true).await;
}

fn sign_in(browser: &Browserless, email: &str) -> Deed<(u16, String)> {
    press(browser, "/sign-in", &[("email", email), ("password", PASSWORD)])
}

/// How many are at work now, but for administrators, who always enter.
async fn at_work(portal: &TestPortal) -> i64 {
    let since = portal.portal.now() - Duration::from_mins(15);
    let asked = "SELECT COUNT(DISTINCT s.employee_id) FROM sessions s JOIN employees e ON e.id = s.employee_id \
                 WHERE s.waiting_since IS NULL AND s.last_seen_at > $1 AND e.role <> 'administrator'";
    portal.write(move |tx| tx.query_one(asked, &[since.into()], |row| row.get(0))).await
}

async fn no_more_are_at_work_than_the_plan_allows(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.write(|tx| tx.execute("UPDATE companies SET max_online = 3", &[])).await;
    let mut people = Vec::new();
    for email in addresses("person", 7) {
        portal.add_employee("Иван Петров", &email).await;
        people.push((portal.stranger(), email));
    }
    let admin = portal.stranger();
    let mut deeds: Vec<_> = people.iter().map(|(browser, email)| sign_in(browser, email)).collect();
    deeds.push(sign_in(&admin, ADMIN.1));
    let ends = at_once(deeds).await;
    let (administrator, others) = ends.split_last().unwrap();
    assert_eq!(administrator.1, "/employees", "administrators always enter");
    assert!(others.iter().any(|(_, path)| path.starts_with("/sign-in/wait")), "{others:?}");
    let first = at_work(&portal).await;
    assert!((2..=3).contains(&first), "{first}: {ends:?}");
    for round in 0..6 {
        // Everybody was away for a while; all come back at once, who waited presses his button, and somebody
        // new comes by his letter.
        portal.advance(Duration::from_mins(16));
        let invitee = format!("new{round}@example.org");
        join::invite(&portal, &[&invitee]).await;
        let stranger = portal.stranger();
        stranger.get(&portal.letter_to(&invitee).await.path("/i/")).await;
        let mut deeds = vec![press(&stranger, "/join", &[("name", "Новый"), ("password", GOOD_PASSWORD)])];
        for (browser, email) in &people {
            deeds.push(press(browser, "/sign-in/wait", &[]));
            deeds.push(look(browser));
            deeds.push(sign_in(&portal.stranger(), email));
        }
        deeds.push(look(&admin));
        let ends = at_once(deeds).await;
        let now = at_work(&portal).await;
        assert!((2..=3).contains(&now), "round {round}: {now}: {ends:?}");
        assert_eq!(ends.last().unwrap().1, "/employees", "round {round}");
    }
    consistency::check(&portal.portal.db).await;
}

fn look(browser: &Browserless) -> Deed<(u16, String)> {
    let browser = browser.clone();
    Box::pin(async move {
        let page = browser.get("/employees").await;
        (page.status, page.path().to_owned())
    })
}

async fn who_comes_while_the_structure_changes_is_somewhere(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    let ivan = portal.add_employee("Иван Петров", "ivan@romashka.example").await.to_string();
    for round in 0..6 {
        let north = portal.add_department(&format!("Север {round}"), None).await;
        let shop = portal.add_department(&format!("Цех {round}"), Some(north)).await;
        let shift = portal.add_department(&format!("Смена {round}"), Some(shop)).await;
        let [invited, by_link, registered] =
            ["invited", "link", "registered"].map(|of| format!("{of}{round}@example.org"));
        let into = json!({ "recipients": [{ "email": invited }], "department_ids": [shop.0, shift.0] });
        let letter = program.invite(into).await.json["results"][0]["invitation"]["id"].clone();
        let link = program.post("/join-links", json!({ "department_ids": [shift.0] })).await;
        let url = link.json["url"].as_str().unwrap().to_owned();
        let (stranger, page) = links::prove(&portal, &url[portal.url.len()..], &by_link).await;
        let reader = portal.stranger();
        reader.get(&portal.letter_to(&invited).await.path("/i/")).await;

        let wish = |email: &str, way| Wish { email: email.to_owned(), way };
        let (north, shop, shift) = (north.to_string(), shop.to_string(), shift.to_string());
        let newcomer = [("name", "Новый"), ("email", registered.as_str()), ("department", shift.as_str())];
        let ends = at_once(vec![
            wish(&invited, Way::Invited(reader)).deed(&admin),
            wish(&by_link, Way::Link(stranger, Arc::new(page))).deed(&admin),
            press(&admin, "/employees/new", &newcomer),
            press(&admin, &format!("/structure/{shift}/delete"), &[]),
            press(&admin, &format!("/structure/{shop}/delete"), &[]),
            press(&admin, &format!("/structure/{north}/move"), &[("parent", &shift)]),
            press(&admin, &format!("/structure/{shift}/people"), &[("person", &ivan), ("way", "transfer")]),
            press(&admin, &format!("/invitations/{letter}/departments"), &[("department", &shift)]),
        ])
        .await;
        assert!(ends.iter().all(|(status, _)| *status < 500), "{ends:?}");
        assert_eq!((ends[0].1.as_str(), ends[1].1.as_str()), ("/welcome", "/welcome"), "{ends:?}");
        assert!(is_at_work(&portal, &invited).await && is_at_work(&portal, &by_link).await);
        consistency::check(&portal.portal.db).await;
    }
}

async fn departments_moved_under_one_another_make_no_ring(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let mut all = Vec::new();
    for n in 0..5 {
        all.push(portal.add_department(&format!("Отдел {n}"), None).await);
    }
    for round in 0..10 {
        let deed = |n: usize, step: usize| {
            let parent = all[(n + step) % all.len()].to_string();
            press(&admin, &format!("/structure/{}/move", all[n]), &[("parent", &parent)])
        };
        let deeds = (0..all.len()).flat_map(|n| [deed(n, 1 + round % 2), deed(n, 4 - round % 2)]);
        let ends = at_once(deeds.collect()).await;
        assert!(ends.iter().all(|(status, _)| *status < 500), "{ends:?}");
        consistency::check(&portal.portal.db).await;
    }
}

async fn an_approval_pressed_by_several_is_one(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let olga = portal.add_employee("Ольга Кравец", "olga@romashka.example").await;
    all_administer(&portal, &[olga]).await;
    let (one, two) = (portal.admin().await, portal.signed_in("olga@romashka.example").await);
    for round in 1..=8 {
        let id = waiting(&portal, &format!("waiting{round}@example.org")).await;
        let used = portal.number("SELECT seats_used FROM companies").await;
        let approve = format!("/employees/{id}/approve");
        let mut deeds = vec![press(&one, &approve, &[]), press(&two, &approve, &[])];
        if round % 2 == 0 {
            deeds.push(press(&two, &format!("/employees/{id}/refuse"), &[]));
            deeds.push(press(&one, &format!("/employees/{id}/delete"), &[]));
        }
        let ends = at_once(deeds).await;
        assert!(ends.iter().all(|(status, _)| *status < 500), "{ends:?}");
        let decided = "SELECT COUNT(*) FROM history WHERE action IN ('approved', 'refused')";
        assert_eq!(portal.number(decided).await, round, "{ends:?}");
        let told = "SELECT COUNT(*) FROM letters WHERE email LIKE 'waiting%'";
        assert_eq!(portal.number(told).await, round, "{ends:?}");
        let is_in = is_at_work(&portal, &format!("waiting{round}@example.org")).await;
        let now = portal.number("SELECT seats_used FROM companies").await;
        assert_eq!(now - used, i64::from(is_in), "{ends:?}");
        consistency::check(&portal.portal.db).await;
    }
}

async fn who_is_let_go_while_he_is_changed_keeps_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let id = portal.add_employee("Иван Петров", "ivan@romashka.example").await;
    let shop = portal.add_department("Цех", None).await.to_string();
    let hr = portal.number("SELECT id FROM roles WHERE kind = 'hr'").await;
    let person = id.to_string();
    // Not more: who signs in too often waits.
    for round in 0..4 {
        all_administer(&portal, &[id]).await;
        let his = portal.signed_in("ivan@romashka.example").await;
        let name = format!("Иван {round}");
        let edited = [("name", name.as_str()), ("position", "Сторож"), ("department", shop.as_str())];
        let ends = at_once(vec![
            press(&admin, &format!("/employees/{id}/dismiss"), &[]),
            press(&admin, &format!("/employees/{id}/edit"), &edited),
            press(&admin, &format!("/structure/{shop}/people"), &[("person", &person), ("way", "add")]),
            press(&admin, &format!("/structure/{shop}/people/{id}/post"), &[("post", "head")]),
            press(
                &admin,
                &format!("/structure/access-rights/roles/{hr}/people"),
                &[("person", &person), ("has", "1")],
            ),
            press(&admin, &format!("/employees/{id}/role"), &[("role", "administrator")]),
            press(&his, "/profile", &[("name", "Иван Сам")]),
            press(&his, "/settings/tokens", &[("name", "его")]),
            press(&his, "/invite/link", &[("uses", "5"), ("days", "5")]),
            sign_in(&portal.stranger(), "ivan@romashka.example"),
        ])
        .await;
        assert!(ends.iter().all(|(status, _)| *status < 500), "{ends:?}");
        let gone = "SELECT COUNT(*) FROM employees WHERE status = 'dismissed'";
        assert_eq!(portal.number(gone).await, 1, "{ends:?}");
        consistency::check(&portal.portal.db).await;
    }
}
