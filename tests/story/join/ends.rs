//! Every other end of a personal link, each with one next step.

use std::time::Duration;

use super::{GOOD_PASSWORD, INVITEE, everything, invite, join};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, TestPortal};

on_both_engines!(
    an_expired_invitation_offers_to_ask_for_a_new_one,
    a_full_plan_tells_the_invitee_and_once_those_who_can_help,
    an_invitation_waits_for_a_seat,
    declining_takes_the_invitee_off_the_list,
    a_revoked_invitation_says_so,
    somebody_else_s_session_is_not_taken_over,
    who_came_by_another_way_is_led_to_signing_in,
    an_invitation_outlives_the_dismissal_of_its_inviter,
    a_reminder_comes_once_and_in_the_same_conversation,
);

async fn an_expired_invitation_offers_to_ask_for_a_new_one(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let path = portal.letter_to(INVITEE).await.path("/i/");
    let browser = portal.stranger();
    let form = browser.get(&path).await;
    portal.advance(Duration::from_hours(14 * 24));
    let late = join(&browser, &form).await;
    assert_eq!(late.status, 410, "the instant of expiry is too late");
    assert!(late.says("Срок приглашения вышел"), "{}", late.text());
    for _ in 0..3 {
        let page = browser.submit(&late, "/join/ask", &[]).await;
        assert!(page.says("Просьба отправлена"), "{}", page.text());
    }
    let asked = portal.letters().await.into_iter().filter(|letter| letter.to == ADMIN.1).count();
    assert_eq!(asked, 1, "one wish is one letter");
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE status = 'active'").await, 1);
}

async fn a_full_plan_tells_the_invitee_and_once_those_who_can_help(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let path = portal.letter_to(INVITEE).await.path("/i/");
    let browser = portal.stranger();
    let form = browser.get(&path).await;
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 1", &[])).await;
    for _ in 0..2 {
        let page = join(&browser, &form).await;
        assert_eq!(page.status, 409);
        assert!(page.says("Мы сообщили, что вам нужно место"), "{}", page.text());
    }
    let page = browser.get("/join").await;
    assert!(page.says("Свободных мест пока нет"), "{}", page.text());
    browser.submit(&page, "/join/no-seat", &[]).await;
    let told = portal.letters().await.into_iter().filter(|letter| letter.to == ADMIN.1).count();
    assert_eq!(told, 1);
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations WHERE accepted_at IS NULL").await, 1);
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE password_hash IS NOT NULL").await, 1);
}

async fn an_invitation_waits_for_a_seat(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let browser = portal.stranger();
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 1", &[])).await;
    assert_eq!(browser.get(&portal.letter_to(INVITEE).await.path("/i/")).await.status, 409);
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 2", &[])).await;
    let form = browser.get("/join").await;
    assert_eq!(join(&browser, &form).await.path(), "/welcome");
}

async fn declining_takes_the_invitee_off_the_list(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let path = portal.letter_to(INVITEE).await.path("/i/");
    let browser = portal.stranger();
    let page = browser.get(&path).await;
    let page = browser.follow(&page, "/join/decline").await;
    assert!(page.says("Отказаться от приглашения?"), "{}", page.text());
    let page = browser.submit(&page, "/join/decline", &[]).await;
    assert!(page.says("Вы отказались от приглашения"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees").await, 1);
    assert_eq!(
        portal.number("SELECT CAST(COALESCE(SUM(people), 0) AS BIGINT) FROM employee_counts WHERE status = 'invited'").await,
        0
    );
    let before = everything(&portal).await;
    let fields = [("name", "Иван"), ("password", GOOD_PASSWORD)];
    assert_eq!(browser.post("/join", &fields).await.status, 410);
    assert_eq!(browser.post("/join/decline", &[]).await.status, 410);
    assert_eq!(everything(&portal).await, before);
}

async fn a_revoked_invitation_says_so(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let path = portal.letter_to(INVITEE).await.path("/i/");
    let browser = portal.stranger();
    let form = browser.get(&path).await;
    portal.write(|tx| tx.execute("UPDATE invitations SET revoked_at = 1", &[])).await;
    assert_eq!(join(&browser, &form).await.status, 410);
    assert!(browser.get(&path).await.says("Приглашение отозвано"));
    portal.write(|tx| tx.execute("UPDATE invitations SET revoked_at = NULL, generation = 1", &[])).await;
    assert_eq!(browser.get(&path).await.status, 404, "a new link kills the old one");
    assert_eq!(join(&browser, &form).await.status, 404);
}

async fn somebody_else_s_session_is_not_taken_over(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let path = portal.letter_to(INVITEE).await.path("/i/");
    let browser = portal.admin().await;
    let page = browser.get(&path).await;
    assert_eq!(page.status, 409);
    assert!(page.says("На этом устройстве работает Анна Орлова"), "{}", page.text());
    let fields = [("name", "Иван"), ("password", GOOD_PASSWORD)];
    assert_eq!(browser.post("/join", &fields).await.status, 409);
    let form = browser.submit(&page, "/join/sign-out", &[]).await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM sessions").await, 0);
    assert_eq!(join(&browser, &form).await.path(), "/welcome");
}

async fn who_came_by_another_way_is_led_to_signing_in(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let path = portal.letter_to(INVITEE).await.path("/i/");
    let browser = portal.stranger();
    let form = browser.get(&path).await;
    portal
        .write(|tx| tx.execute("UPDATE employees SET status = 'active' WHERE status = 'invited'", &[]))
        .await;
    let page = join(&browser, &form).await;
    assert_eq!(page.status, 410);
    assert!(page.says("Вы уже на портале") && page.says("Войти"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations WHERE revoked_at IS NOT NULL").await, 1);
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE password_hash IS NOT NULL").await, 1);
}

async fn an_invitation_outlives_the_dismissal_of_its_inviter(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    portal
        .write(|tx| tx.execute("UPDATE employees SET status = 'dismissed' WHERE status = 'active'", &[]))
        .await;
    let letter = portal.letter_to(INVITEE).await;
    assert!(!letter.raw.contains("Reply-To"), "{}", letter.raw);
    let browser = portal.stranger();
    let form = browser.get(&letter.path("/i/")).await;
    assert_eq!(join(&browser, &form).await.path(), "/welcome");
    assert_eq!(portal.number("SELECT COUNT(*) FROM letters WHERE kind = 'accepted'").await, 0);
}

async fn a_reminder_comes_once_and_in_the_same_conversation(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let first = portal.letter_to(INVITEE).await;
    portal.advance(Duration::from_hours(11 * 24));
    collega::housekeeping::round(&portal.portal).await.unwrap();
    assert_eq!(portal.letters().await.len(), 1, "three days before the end it is too early");
    portal.advance(Duration::from_hours(24));
    for _ in 0..2 {
        collega::housekeeping::round(&portal.portal).await.unwrap();
    }
    let letters = portal.letters().await;
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[1].subject, "Напоминание: приглашение на портал Ромашка");
    assert_eq!(letters[1].path("/i/"), first.path("/i/"), "the link stays the same");
    assert!(letters[1].raw.contains("In-Reply-To: <"), "{}", letters[1].raw);
}
