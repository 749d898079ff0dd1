//! The plan over time, and telling administrators in time.

use std::time::Duration;

use collega::housekeeping;

use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    administrators_are_told_at_80_and_100_percent_once_each,
    what_has_eased_off_is_told_anew,
    the_use_of_the_plan_is_pictured,
);

async fn told(portal: &TestPortal, words: &str) -> usize {
    housekeeping::round(&portal.portal).await.unwrap();
    portal.letters().await.iter().filter(|letter| letter.subject.contains(words)).count()
}

async fn administrators_are_told_at_80_and_100_percent_once_each(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 5", &[])).await;
    for n in 0..2 {
        portal.add_employee("Иван", &format!("n{n}@romashka.example")).await;
    }
    assert_eq!(told(&portal, "занято").await, 0, "three of five");
    portal.add_employee("Иван", "four@romashka.example").await;
    assert_eq!(told(&portal, "занято 4 мест из 5").await, 1);
    assert_eq!(told(&portal, "занято").await, 1, "once");
    portal.add_employee("Иван", "five@romashka.example").await;
    assert_eq!(told(&portal, "занято 5 мест из 5").await, 1);
    let letter = portal.letter_to("anna@romashka.example").await;
    assert!(
        letter.text.contains("/settings/plan") && letter.text.contains("Заняты все места"),
        "{}",
        letter.text
    );
    let page = portal.admin().await.get("/settings/plan").await;
    assert!(page.says("Все места заняты"), "{}", page.text());
}

async fn what_has_eased_off_is_told_anew(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    for n in 0..4 {
        portal.add_employee("Иван", &format!("n{n}@romashka.example")).await;
    }
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 5", &[])).await;
    assert_eq!(told(&portal, "занято 5 мест из 5").await, 1);
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 50", &[])).await;
    assert_eq!(told(&portal, "занято").await, 1);
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 4", &[])).await;
    assert_eq!(told(&portal, "занято 5 мест из 4").await, 1);
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE status = 'active'").await, 5);

    portal.admin().await;
    portal.write(|tx| tx.execute("UPDATE companies SET max_online = 1", &[])).await;
    assert_eq!(told(&portal, "одновременно работают").await, 1);
    assert_eq!(told(&portal, "одновременно работают").await, 1);
}

async fn the_use_of_the_plan_is_pictured(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let first = admin.get("/settings/plan").await;
    assert_eq!(first.attributes("svg[role=img] rect.use", "height").len(), 2, "today: {}", first.text());
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 10", &[])).await;
    for day in 1..=3 {
        portal.add_employee("Иван", &format!("n{day}@romashka.example")).await;
        housekeeping::round(&portal.portal).await.unwrap();
        portal.advance(Duration::from_hours(24));
    }
    let admin = portal.admin().await;
    let page = admin.get("/settings/plan").await;
    assert_eq!(page.attributes("svg[role=img]", "aria-label").len(), 2, "{}", page.text());
    assert!(page.says("сейчас 4, максимум 4"), "{}", page.text());
    let rows = page.texts(".plan-table tbody tr");
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(rows[0].contains("4 из 10") && rows[3].contains("2 из 10"), "the latest first: {rows:?}");
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 2", &[])).await;
    let rows = admin.get("/settings/plan").await.texts(".plan-table tbody tr");
    assert!(rows[0].contains("4 при 2 по тарифу"), "{rows:?}");
}
