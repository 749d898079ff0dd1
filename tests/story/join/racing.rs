//! Many at once: seats are never exceeded, one link makes one employee.

use super::{GOOD_PASSWORD, INVITEE, invite};
use crate::support::browserless::Browserless;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    twenty_people_race_for_two_seats_and_two_get_them,
    a_link_used_twice_at_once_makes_one_employee,
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
