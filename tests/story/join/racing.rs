//! Many at once: seats are never exceeded, one link makes one employee.

use std::time::Duration;

use collega::access_rights::rights::Rights;
use collega::base::id::DepartmentId;
use collega::history::{Actor, Channel};
use collega::structure::delete;

use super::links::{finish, prove};
use super::{GOOD_PASSWORD, INVITEE, invite, link};
use crate::support::browserless::Browserless;
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, TestPortal};

on_both_engines!(
    twenty_people_race_for_two_seats_and_two_get_them,
    a_link_used_twice_at_once_makes_one_employee,
    of_joining_and_what_ends_an_invitation_one_wins,
    who_joins_while_his_department_goes_is_in_its_parent,
    one_wish_of_many_presses_is_one_letter,
);

async fn open(portal: &TestPortal, email: &str) -> Browserless {
    let letters = portal.letters().await;
    let letter = letters.iter().rfind(|letter| letter.to == email).unwrap();
    let browser = portal.stranger();
    browser.get(&letter.path("/i/")).await;
    browser
}

/// All send the form at the same time; the statuses and paths they end at.
async fn rush(browsers: Vec<Browserless>) -> Vec<(u16, String)> {
    let mut running = tokio::task::JoinSet::new();
    for browser in browsers {
        running.spawn(async move {
            let page =
                browser.post("/join", &[("name", "Новичок Первый"), ("password", GOOD_PASSWORD)]).await;
            (page.status, page.path().to_owned())
        });
    }
    running.join_all().await
}

async fn twenty_people_race_for_two_seats_and_two_get_them(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let emails: Vec<String> = (0..20).map(|n| format!("newcomer{n}@example.org")).collect();
    invite(&portal, &emails.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let mut browsers = Vec::new();
    for email in &emails {
        browsers.push(open(&portal, email).await);
    }
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 3", &[])).await;
    let ends = rush(browsers).await;
    assert_eq!(ends.iter().filter(|(_, path)| path == "/welcome").count(), 2, "{ends:?}");
    assert_eq!(ends.iter().filter(|(status, _)| *status == 409).count(), 18, "{ends:?}");
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE status = 'active'").await, 3);
    assert_eq!(portal.number("SELECT seats_used FROM companies").await, 3);
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations WHERE accepted_at IS NOT NULL").await, 2);
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE password_hash IS NOT NULL").await, 3);
}

async fn a_link_used_twice_at_once_makes_one_employee(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 2", &[])).await;
    let browsers = vec![open(&portal, INVITEE).await, open(&portal, INVITEE).await];
    let mut ends = rush(browsers).await;
    ends.sort();
    assert_eq!(ends, [(200, "/welcome".to_owned()), (410, "/join".to_owned())]);
    assert_eq!(portal.number("SELECT seats_used FROM companies").await, 2);
    assert_eq!(portal.number("SELECT COUNT(*) FROM sessions").await, 1);
}

/// The number that a question about one address is answered by.
async fn count(portal: &TestPortal, sql: &'static str, email: &str) -> i64 {
    let email = email.to_owned();
    let count = portal.portal.read(move |tx| tx.query_one(sql, &[(&email).into()], |row| row.get(0)));
    count.await.unwrap()
}

async fn of_joining_and_what_ends_an_invitation_one_wins(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    for round in 0..3 {
        for rival in ["decline", "revoke", "link", "address"] {
            let email = format!("{rival}{round}@example.org");
            invite(&portal, &[&email]).await;
            let (one, other) = (open(&portal, &email).await, open(&portal, &email).await);
            let id = count(&portal, "SELECT id FROM invitations WHERE email_key = $1", &email).await;
            let corrected = format!("corrected{round}@example.org");
            let against = async {
                let fields = [("email", corrected.as_str())];
                match rival {
                    "decline" => other.post("/join/decline", &[]).await,
                    _ => admin.post(&format!("/invitations/{id}/{rival}"), &fields).await,
                }
            };
            let (ends, _) = tokio::join!(rush(vec![one]), against);
            let has_joined = ends[0].1 == "/welcome";
            assert!(has_joined || [404, 410].contains(&ends[0].0), "{email}: {ends:?}");
            let active = "SELECT COUNT(*) FROM employees WHERE status = 'active' AND email_key = $1";
            assert_eq!(count(&portal, active, &email).await, i64::from(has_joined), "{email}");
            assert_eq!(count(&portal, active, &corrected).await, 0, "{email}");
            let accepted = "SELECT COUNT(*) FROM invitations WHERE accepted_at IS NOT NULL \
                            AND revoked_at IS NULL AND declined_at IS NULL AND email_key = $1";
            assert_eq!(count(&portal, accepted, &email).await, i64::from(has_joined), "{email}");
            consistency::check(&portal.portal.db).await;
        }
    }
}

/// The administrator deletes a department.
async fn delete(portal: &TestPortal, id: i64) -> delete::Outcome {
    let (company, now) = (portal.company, portal.portal.now());
    let employee = Some(portal.admin_id);
    let actor = Actor { company, employee, rights: Rights::all(), channel: Channel::Web, ip: None };
    portal
        .write(move |tx| {
            let company = tx.companies().find(company)?.unwrap();
            delete::delete(tx, &actor, &company, DepartmentId(id), now)
        })
        .await
}

async fn who_joins_while_his_department_goes_is_in_its_parent(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let root = portal.number("SELECT id FROM departments WHERE parent_id IS NULL").await;
    for round in 0..3 {
        let (personal, shared) =
            (format!("personal{round}@example.org"), format!("shared{round}@example.org"));
        invite(&portal, &[&personal]).await;
        let path = link(&portal, 1).await;
        let invitee = open(&portal, &personal).await;
        let (stranger, page) = prove(&portal, &path, &shared).await;
        let sales = portal.number("SELECT id FROM departments WHERE name = 'Продажи'").await;
        let store = portal.number("SELECT id FROM departments WHERE name = 'Склад'").await;
        let (ends, by_link, ..) = tokio::join!(
            rush(vec![invitee]),
            finish(&stranger, &page),
            delete(&portal, sales),
            delete(&portal, store),
        );
        assert_eq!((ends[0].1.as_str(), by_link.path()), ("/welcome", "/welcome"), "{}", by_link.text());
        let only = "SELECT COUNT(*) FROM employee_departments m JOIN employees e ON e.id = m.employee_id \
                    WHERE e.email_key = $1";
        let place = "SELECT m.department_id FROM employee_departments m JOIN employees e \
                     ON e.id = m.employee_id WHERE e.email_key = $1";
        for email in [&personal, &shared] {
            assert_eq!(count(&portal, only, email).await, 1);
            assert_eq!(count(&portal, place, email).await, root, "{email}");
        }
        consistency::check(&portal.portal.db).await;
    }
}

async fn one_wish_of_many_presses_is_one_letter(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let browser = open(&portal, INVITEE).await;
    let press = async |path: &'static str| {
        let mut running = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let browser = browser.clone();
            running.spawn(async move { browser.post(path, &[]).await.status });
        }
        running.join_all().await;
    };
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 1", &[])).await;
    press("/join/no-seat").await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM letters WHERE kind = 'seat-missing'").await, 1);
    portal.advance(Duration::from_hours(15 * 24));
    press("/join/ask").await;
    let asked = "SELECT COUNT(*) FROM letters WHERE kind = 'new-invitation-asked'";
    assert_eq!(portal.number(asked).await, 1);
    assert_eq!(portal.letter_to(ADMIN.1).await.to, ADMIN.1);
}
