//! What an inviter of many hears: the first ones each, then one letter for all.

use std::time::Duration;

use super::{invite, join};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::letter::ReceivedLetter;
use crate::support::portal::{ADMIN, TestPortal};

on_both_engines!(
    many_who_join_are_told_of_in_one_letter_an_hour,
    many_without_a_seat_are_told_of_in_one_letter_an_hour,
);

async fn many_who_join_are_told_of_in_one_letter_an_hour(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let emails: Vec<String> = (1..=6).map(|n| format!("n{n}@example.org")).collect();
    invite(&portal, &emails.iter().map(String::as_str).collect::<Vec<_>>()).await;
    for email in &emails {
        let path = portal.letter_to(email).await.path("/i/");
        let browser = portal.stranger();
        let page = browser.get(&path).await;
        assert_eq!(join(&browser, &page).await.path(), "/welcome");
        portal.advance(Duration::from_mins(1));
    }
    assert_eq!(told(&portal, "Ваше приглашение принято").await.len(), 3);
    assert!(
        told(&portal, "К порталу присоединились новые сотрудники").await.is_empty(),
        "they are gathered first"
    );
    portal.advance(Duration::from_hours(1));
    let news = told(&portal, "К порталу присоединились новые сотрудники").await;
    assert_eq!(news.len(), 1);
    assert!(news[0].text.contains("пришли ещё 3 сотрудника"), "{}", news[0].text);
    for email in &emails[3..] {
        assert!(news[0].text.contains(email.as_str()) && news[0].html.contains(email.as_str()), "{email}");
    }
    assert!(!news[0].text.contains(&emails[0]), "nobody is told of twice");
}

async fn many_without_a_seat_are_told_of_in_one_letter_an_hour(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let emails: Vec<String> = (1..=7).map(|n| format!("n{n}@example.org")).collect();
    invite(&portal, &emails.iter().map(String::as_str).collect::<Vec<_>>()).await;
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 1", &[])).await;
    for email in &emails {
        let path = portal.letter_to(email).await.path("/i/");
        for _ in 0..2 {
            let browser = portal.stranger();
            let page = browser.get(&path).await;
            assert_eq!(join(&browser, &page).await.status, 409);
        }
        portal.advance(Duration::from_mins(1));
    }
    assert_eq!(told(&portal, "Для новичка нет свободного места").await.len(), 3);
    assert!(told(&portal, "Для новичков нет свободных мест").await.is_empty(), "they are gathered first");
    let freed = "UPDATE invitations SET revoked_at = 1 WHERE email = 'n7@example.org'";
    portal.write(move |tx| tx.execute(freed, &[])).await;
    portal
        .write(|tx| {
            tx.execute("UPDATE employees SET status = 'dismissed' WHERE email = 'n7@example.org'", &[])
        })
        .await;
    portal.advance(Duration::from_hours(1));
    let news = told(&portal, "Для новичков нет свободных мест").await;
    assert_eq!(news.len(), 1);
    assert!(news[0].text.contains("Ещё 3 человека хотели"), "{}", news[0].text);
    for email in &emails[3..6] {
        assert!(news[0].text.contains(email.as_str()), "{email}");
    }
    assert!(!news[0].text.contains(&emails[0]) && !news[0].text.contains(&emails[6]), "{}", news[0].text);
}

/// The letters to the administrator with this subject.
async fn told(portal: &TestPortal, subject: &str) -> Vec<ReceivedLetter> {
    let letters = portal.letters().await;
    letters.into_iter().filter(|letter| letter.to == ADMIN.1 && letter.subject == subject).collect()
}
