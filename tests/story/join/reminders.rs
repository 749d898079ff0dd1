//! Reminders: one, and only to whom it helps.

use std::time::Duration;

use collega::housekeeping;

use super::{INVITEE, invite, join};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    joining_or_taking_back_withdraws_the_reminder,
    short_invitations_and_those_of_nobody_are_not_reminded_of,
    two_who_remind_at_once_write_one_letter,
    when_to_remind_is_set,
    days_that_remind_nobody_are_said_to,
);

const REMINDERS: &str = "SELECT COUNT(*) FROM letters WHERE kind = 'reminder'";

/// The time has come, and the reminders wait for the sender.
async fn remind(portal: &TestPortal) {
    portal.letters().await;
    portal.advance(Duration::from_hours(12 * 24));
    housekeeping::round(&portal.portal).await.unwrap();
}

async fn joining_or_taking_back_withdraws_the_reminder(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE, "olga@example.org"]).await;
    let path = portal.letter_to(INVITEE).await.path("/i/");
    remind(&portal).await;
    assert_eq!(portal.number(REMINDERS).await, 2);
    let browser = portal.stranger();
    let form = browser.get(&path).await;
    assert_eq!(join(&browser, &form).await.path(), "/welcome");
    let id = portal.number("SELECT id FROM invitations WHERE email_key = 'olga@example.org'").await;
    portal.admin().await.post(&format!("/invitations/{id}/revoke"), &[]).await;
    let letters = portal.letters().await;
    let reminders = letters.iter().filter(|letter| letter.subject.starts_with("Напоминание")).count();
    assert_eq!(reminders, 0);
    let withdrawn = "SELECT COUNT(*) FROM letters WHERE kind = 'reminder' AND state = 'cancelled'";
    assert_eq!(portal.number(withdrawn).await, 2);
}

async fn short_invitations_and_those_of_nobody_are_not_reminded_of(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let gone = portal.add_employee("Пётр Ильин", "petr@romashka.example").await;
    invite(&portal, &["olga@example.org"]).await;
    portal.write(move |tx| tx.execute("UPDATE invitations SET inviter_id = $1", &[gone.into()])).await;
    portal.admin().await.post(&format!("/employees/{gone}/dismiss"), &[]).await;
    remind(&portal).await;
    assert_eq!(portal.number(REMINDERS).await, 0, "nobody would answer");
    portal.write(|tx| tx.execute("UPDATE companies SET invitation_days = 3", &[])).await;
    invite(&portal, &[INVITEE]).await;
    portal.letters().await;
    for _ in 0..3 {
        portal.advance(Duration::from_hours(23));
        housekeeping::round(&portal.portal).await.unwrap();
    }
    assert_eq!(portal.number(REMINDERS).await, 0, "three days are short enough to remember");
}

async fn two_who_remind_at_once_write_one_letter(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    portal.letters().await;
    portal.advance(Duration::from_hours(12 * 24));
    let mut rounds = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let portal = portal.portal.clone();
        rounds.spawn(async move { housekeeping::round(&portal).await.unwrap() });
    }
    rounds.join_all().await;
    assert_eq!(portal.number(REMINDERS).await, 1);
}

async fn days_that_remind_nobody_are_said_to(database: &TestDatabase) {
    const PATH: &str = "/settings/inviting";
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let form = admin.get(PATH).await;
    let vain = admin.submit(&form, PATH, &[("reminder_days", "8")]).await;
    assert!(vain.says("напоминаний не будет") && vain.says("за 7 дней до конца"), "{}", vain.text());
    assert_eq!(vain.value("reminder_days"), "8", "longer ones may be made by administrators");
    let fine = admin.submit(&vain, PATH, &[("reminder_days", "7")]).await;
    assert!(!fine.says("напоминаний не будет"), "{}", fine.text());
}

async fn when_to_remind_is_set(database: &TestDatabase) {
    const PATH: &str = "/settings/inviting";
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let form = admin.get(PATH).await;
    assert_eq!(form.value("reminder_days"), "2");
    for typed in ["31", "0", "скоро"] {
        let again = admin.submit(&form, PATH, &[("reminder_days", typed)]).await;
        assert_eq!((again.status, again.value("reminder_days").as_str()), (422, typed));
        assert!(again.says("от 1 до 30 или оставьте поле пустым"), "{}", again.text());
    }
    invite(&portal, &[INVITEE]).await;
    admin.submit(&form, PATH, &[("reminder_days", "")]).await;
    remind(&portal).await;
    assert_eq!(portal.number(REMINDERS).await, 0, "nobody is reminded");
    invite(&portal, &["olga@example.org"]).await;
    portal.letters().await;
    let form = portal.admin().await.get(PATH).await;
    portal.admin().await.submit(&form, PATH, &[("reminder_days", "7")]).await;
    for (days, reminders) in [(6, 0), (1, 1)] {
        portal.advance(Duration::from_hours(days * 24));
        housekeeping::round(&portal.portal).await.unwrap();
        let to_olga = "SELECT COUNT(*) FROM letters WHERE kind = 'reminder' AND email = 'olga@example.org'";
        assert_eq!(portal.number(to_olga).await, reminders, "a week before the end");
    }
    let history = portal.admin().await.get("/history").await;
    assert!(history.says("за сколько дней напоминать о приглашении: 2 →"), "{}", history.text());
}
