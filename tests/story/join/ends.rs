//! Every other end of a personal link, each with one next step.

use std::time::Duration;

use super::{GOOD_PASSWORD, INVITEE, everything, invite, join};
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, TestPortal};

on_both_engines!(
    an_expired_invitation_offers_to_ask_for_a_new_one,
    a_full_plan_tells_the_invitee_and_once_those_who_can_help,
    an_invitation_waits_for_a_seat,
    who_has_an_invitation_gets_a_free_seat_though_more_are_held_than_there_are,
    declining_takes_the_invitee_off_the_list,
    a_revoked_invitation_says_so,
    who_declined_may_ask_again_and_is_invited_once_more,
    the_inviter_is_told_of_who_declines,
    somebody_else_s_session_is_not_taken_over,
    who_came_by_another_way_is_led_to_signing_in,
    an_invitation_outlives_the_dismissal_of_its_inviter,
    a_reminder_comes_once_and_in_the_same_conversation,
    an_invitation_outlives_the_right_of_its_inviter,
    an_expired_invitation_can_be_declined_as_well,
    what_the_browser_tells_of_language_and_time_is_kept,
    every_page_of_joining_speaks_english,
    a_form_that_is_sent_again_and_again_waits,
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

async fn who_declined_may_ask_again_and_is_invited_once_more(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let browser = portal.stranger();
    browser.get(&portal.letter_to(INVITEE).await.path("/i/")).await;
    let page = browser.post("/join/decline", &[]).await;
    let page = browser.submit(&page, "/join/ask", &[]).await;
    assert!(page.says("Просьба отправлена"), "{}", page.text());
    let letter = portal.letter_to(ADMIN.1).await;
    let admin = portal.admin().await;
    let list = admin.get("/employees?status=invited&chip=declined").await;
    assert!(list.says("просят прислать новое: сегодня"), "{}", list.text());
    let page = admin.get(&letter.path("/invitations/")).await;
    assert!(page.says("просят прислать новое: сегодня"), "{}", page.text());
    assert!(!page.says("Отправить ещё раз"), "{}", page.text());
    let page = admin.follow(&page, "/invite/mail-service?again=1").await;
    assert!(page.value("addresses").contains(INVITEE), "{}", page.text());
    assert_eq!(page.attributes("input[name=department]", "value"), ["2"], "«Продажи» stays chosen");
    let colleague = portal.employee("Пётр Ильин", "petr@romashka.example").await;
    assert_eq!(colleague.get("/invite/mail-service?again=1").await.status, 404, "it is not his");
}

/// One by one at first; of many in one letter an hour.
async fn the_inviter_is_told_of_who_declines(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let emails: Vec<String> = (0..5).map(|n| format!("invitee{n}@example.org")).collect();
    invite(&portal, &emails.iter().map(String::as_str).collect::<Vec<_>>()).await;
    for email in &emails {
        let browser = portal.stranger();
        browser.get(&portal.letter_to(email).await.path("/i/")).await;
        let asked = browser.get("/join/decline").await;
        assert!(asked.says("пригласивший узнает об этом"), "{}", asked.text());
        browser.submit(&asked, "/join/decline", &[]).await;
        portal.advance(Duration::from_secs(1));
    }
    portal.advance(Duration::from_hours(1));
    let told: Vec<_> = portal.letters().await.into_iter().filter(|letter| letter.to == ADMIN.1).collect();
    let one = "От вашего приглашения отказались";
    let subjects: Vec<&str> = told.iter().map(|letter| letter.subject.as_str()).collect();
    assert_eq!(subjects, [one, one, one, "От части ваших приглашений отказались"]);
    assert!(told[0].text.contains("invitee0@example.org не присоединится"), "{}", told[0].text);
    let several = &told[3].text;
    assert!(several.contains("отказались ещё 2 человека") && several.contains("invitee4"), "{several}");
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
    // The page of that request, opened later, is what stands by then.
    let page = browser.get("/join/no-seat").await;
    assert!(page.path() == "/join" && page.says("Свободных мест пока нет"), "{}", page.text());
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 2", &[])).await;
    let page = browser.get("/join/no-seat").await;
    assert_eq!((page.status, page.path()), (200, "/join"), "{}", page.text());
    assert!(page.says("Присоединиться"), "{}", page.text());
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 1", &[])).await;
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

async fn who_has_an_invitation_gets_a_free_seat_though_more_are_held_than_there_are(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let emails = ["one@example.org", "two@example.org", "three@example.org"];
    invite(&portal, &emails).await;
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 2, reserve_seats = 1", &[])).await;
    let mut ends = Vec::new();
    for email in emails {
        let browser = portal.stranger();
        let page = browser.get(&portal.letter_to(email).await.path("/i/")).await;
        if page.status == 200 {
            ends.push(join(&browser, &page).await.path().to_owned());
        } else {
            ends.push(page.status.to_string());
        }
    }
    assert_eq!(ends, ["/welcome", "409", "409"]);
    assert_eq!(portal.number("SELECT seats_used FROM companies").await, 2);
    consistency::check(&portal.portal.db).await;
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
    assert_eq!(page.texts("main .fine a[href='/']"), ["На портал"], "who opened it by chance stays");
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
    portal.write(|tx| tx.execute("UPDATE invitations SET revoked_at = 1", &[])).await;
    let page = browser.get(&letter.path("/i/")).await;
    assert!(page.says("Администратор портала получит письмо"), "nobody who is gone: {}", page.text());
    portal.write(|tx| tx.execute("UPDATE invitations SET revoked_at = NULL", &[])).await;
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

async fn an_invitation_outlives_the_right_of_its_inviter(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let maker = portal.add_employee("Пётр Ильин", "petr@romashka.example").await;
    invite(&portal, &[INVITEE]).await;
    portal.write(move |tx| tx.execute("UPDATE invitations SET inviter_id = $1", &[maker.into()])).await;
    let path = portal.letter_to(INVITEE).await.path("/i/");
    portal.admin().await.post("/structure/access-rights", &[("everyone", "0")]).await;
    let browser = portal.stranger();
    let form = browser.get(&path).await;
    assert_eq!(join(&browser, &form).await.path(), "/welcome", "the company has vouched for it");
}

async fn an_expired_invitation_can_be_declined_as_well(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let path = portal.letter_to(INVITEE).await.path("/i/");
    portal.advance(Duration::from_hours(15 * 24));
    let browser = portal.stranger();
    let page = browser.get(&path).await;
    assert_eq!(page.status, 410);
    assert!(page.says("Срок приглашения вышел"), "{}", page.text());
    let page = browser.get("/join/decline").await;
    let page = browser.submit(&page, "/join/decline", &[]).await;
    assert!(page.says("Вы отказались от приглашения"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees").await, 1);
    consistency::check(&portal.portal.db).await;
}

async fn what_the_browser_tells_of_language_and_time_is_kept(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let emails = ["one@example.org", "two@example.org"];
    invite(&portal, &emails).await;
    for (email, zone) in emails.into_iter().zip(["Asia/Tokyo", "Moon/Sea"]) {
        let browser = portal.foreigner();
        let page = browser.get(&portal.letter_to(email).await.path("/i/")).await;
        let fields = [("name", "Ivan Petrov"), ("password", GOOD_PASSWORD), ("time_zone", zone)];
        let page = browser.submit(&page, "/join", &fields).await;
        assert!(page.says("Your department: Продажи"), "{}", page.text());
    }
    let kept = "SELECT COUNT(*) FROM employees WHERE language = 'en' AND time_zone = ";
    let count = async |zone: &str| {
        let sql = format!("{kept}'{zone}'");
        let count = portal.portal.read(move |tx| tx.query_one(&sql, &[], |row| row.get::<i64>(0)));
        count.await.unwrap()
    };
    assert_eq!(count("Asia/Tokyo").await, 1);
    assert_eq!(count("Europe/Moscow").await, 1, "a zone that there is not is the company's");
}

async fn every_page_of_joining_speaks_english(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let path = portal.letter_to(INVITEE).await.path("/i/");
    let browser = portal.foreigner();
    let page = browser.get(&path).await;
    for words in ["Анна Орлова invites you", "Department: Продажи", "Your e-mail", "At least 15 characters"]
    {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    let fields = [("name", ""), ("password", "short")];
    let page = browser.submit(&page, "/join", &fields).await;
    assert!(page.title().starts_with("Error: ") && page.says("Enter your first"), "{}", page.text());
    let page = browser.get("/join/decline").await;
    assert!(page.says("Decline the invitation?"), "{}", page.text());
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 1", &[])).await;
    let page = browser.get("/join").await;
    assert!(page.says("no free seat"), "{}", page.text());
    let page = browser.submit(&page, "/join/no-seat", &[]).await;
    assert!(page.says("We have told"), "{}", page.text());
    portal.advance(Duration::from_hours(15 * 24));
    let page = browser.get(&path).await;
    assert!(page.says("has ended"), "{}", page.text());
    let page = browser.submit(&page, "/join/ask", &[]).await;
    assert!(page.says("Your request is passed on"), "{}", page.text());
    let page = browser.post("/join/decline", &[]).await;
    assert!(page.says("You have declined"), "{}", page.text());
    assert!(portal.foreigner().get("/i/x").await.says("opens no invitation"));
}

async fn a_form_that_is_sent_again_and_again_waits(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let browser = portal.stranger();
    browser.get(&portal.letter_to(INVITEE).await.path("/i/")).await;
    let endless = "ы".repeat(100_000);
    let mut statuses = Vec::new();
    for _ in 0..11 {
        let fields = [("name", endless.as_str()), ("password", endless.as_str())];
        let page = browser.post("/join", &fields).await;
        statuses.push((page.status, page.headers.contains_key("retry-after")));
    }
    assert_eq!(statuses[..10], [(422, false); 10]);
    assert_eq!(statuses[10], (429, true), "before anything of what was typed is looked at");
}
