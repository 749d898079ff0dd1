//! The plan over time, and telling administrators in time.

use std::time::Duration;

use collega::housekeeping;

use crate::support::browserless::Browserless;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    administrators_are_told_at_80_and_100_percent_once_each,
    what_has_eased_off_is_told_anew,
    the_use_of_the_plan_is_pictured,
    the_plan_says_all_that_is_short,
    held_seats_count_as_taken_in_the_warning,
    a_plan_below_what_is_used_says_what_follows,
    no_free_seat_is_said_before_a_form_is_filled,
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
    assert_eq!(told(&portal, "занято 4 места из 5").await, 1);
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

/// Seats that invitations hold are nobody else's.
async fn held_seats_count_as_taken_in_the_warning(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    for n in 0..3 {
        program.invited(&format!("i{n}@example.org")).await;
    }
    set(&portal, 5, false).await;
    assert_eq!(told(&portal, "занято").await, 0, "one of five");
    set(&portal, 5, true).await;
    assert_eq!(told(&portal, "мест 5, занято 1, за приглашёнными 3").await, 1);
    let letter = portal.letter_to("anna@romashka.example").await;
    let words = "Занято 1, за приглашёнными держится 3, свободно 1";
    assert!(letter.text.contains(words) && letter.text.contains("места их ждут"), "{}", letter.text);
    // What is held is not taken: never «4 of 2 seats are taken».
    set(&portal, 2, true).await;
    assert_eq!(told(&portal, "мест 2, занято 1, за приглашёнными 3").await, 1);
    let letter = portal.letter_to("anna@romashka.example").await;
    assert!(letter.text.contains("2 людям места не хватит"), "{}", letter.text);
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

async fn set(portal: &TestPortal, seats: i64, is_held: bool) {
    portal
        .write(move |tx| {
            let sql = "UPDATE companies SET max_employees = $1, reserve_seats = $2";
            tx.execute(sql, &[seats.into(), is_held.into()])
        })
        .await;
}

async fn warnings(browser: &Browserless) -> Vec<String> {
    browser.get("/settings/plan").await.texts(".notice-warn")
}

async fn the_plan_says_all_that_is_short(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    for n in 0..4 {
        portal.add_employee("Иван", &format!("n{n}@romashka.example")).await;
    }
    let program = portal.program().await;
    for n in 0..3 {
        program.invited(&format!("i{n}@example.org")).await;
    }
    for (seats, is_held, words) in [
        (6, false, "не хватит 2 мест"),
        (8, true, "держатся за приглашёнными"),
        (6, true, "не хватит 2 мест"),
        (5, true, "Все места заняты"),
        (4, true, "на 1 больше"),
    ] {
        set(&portal, seats, is_held).await;
        let said = warnings(&admin).await;
        assert!(said.last().is_some_and(|last| last.contains(words)), "{seats}: {said:?}");
        let is_nearly = said[0].contains("Занято 80 % мест или больше");
        assert_eq!(
            (said.len(), is_nearly),
            if seats == 6 && !is_held { (2, true) } else { (1, false) },
            "{said:?}"
        );
    }
    set(&portal, 12, true).await;
    assert!(warnings(&admin).await.is_empty(), "{:?}", warnings(&admin).await);
}

async fn a_plan_below_what_is_used_says_what_follows(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    portal.employee("Пётр", "petr@romashka.example").await;
    portal.add_employee("Иван", "ivan@romashka.example").await;
    let form = admin.get("/settings/plan").await;
    let fields = [("max_employees", "1"), ("max_online", "1")];
    let said = admin.submit(&form, "/settings/plan", &fields).await.texts(".notice-warn");
    assert_eq!(said.len(), 3, "what was done, the seats and those at work: {said:?}");
    assert!(said[0].contains("Не хватает мест: 2") && said[1].contains("на 2 больше"), "{said:?}");
    assert!(said[2].contains("Одновременно работает на 1 человека больше"), "{said:?}");
    let bar = admin.get("/settings/plan").await.texts(".card.seats-tight .meter");
    assert_eq!(bar.len(), 1, "the bar is not green");
}

async fn no_free_seat_is_said_before_a_form_is_filled(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, ivan) = (portal.admin().await, portal.employee("Иван", "ivan@romashka.example").await);
    set(&portal, 3, false).await;
    assert_eq!(admin.get("/employees/new").await.texts(".seats-line").len(), 0);
    set(&portal, 2, false).await;
    let new = admin.get("/employees/new").await;
    assert!(new.says("добавить сотрудника можно будет"), "{}", new.text());
    assert_eq!(new.attributes(".seats-line a", "href"), ["/settings/plan"]);
    for path in ["/invite", "/invite/mail-service"] {
        let page = ivan.get(path).await;
        assert!(page.says("приглашённые смогут присоединиться, когда"), "{}", page.text());
        let link = ivan.get("/invite/link").await;
        assert!(link.says("приглашённые смогут присоединиться, когда"), "{}", link.text());
        assert_eq!(page.texts(".seats-line a").len(), 0, "he can't change the plan");
    }
    set(&portal, 2, true).await;
    assert!(ivan.get("/invite").await.says("пригласить можно будет"));
}
