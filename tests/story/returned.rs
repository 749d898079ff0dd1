//! Letters that did not arrive: what is told where the address is invited again, corrected, or looked at.

use std::time::Duration;

use collega::app;
use serde_json::json;

use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::picky_server::{CLOSE, PickyServer};
use crate::support::portal::TestPortal;

on_both_engines!(
    inviting_again_says_that_the_letter_came_back_and_why,
    a_batch_counts_what_its_badges_say_after_an_address_is_corrected,
    letters_that_wait_for_different_reasons_are_told_apart,
    what_was_sent_stays_counted_after_it_was_revoked,
    what_had_gone_before_the_rest_was_called_back_was_not_called_back,
    a_letter_without_an_answer_has_a_number_of_its_own,
    what_never_came_says_so_after_it_has_expired,
    whom_the_invitee_refused_is_found,
);

/// A portal whose mail server knows nobody called bad, is full for full, and slow for slow.
async fn choosy(database: &TestDatabase) -> (TestPortal, PickyServer) {
    let server = PickyServer::start(&[
        ("RCPT TO:<bad@", "550 5.1.1 no such user here"),
        ("RCPT TO:<full@", "452 4.2.2 mailbox full"),
        ("RCPT TO:<grey@", "450 4.7.1 greylisted, try again later"),
        ("DOT TO:<hung@", CLOSE),
    ]);
    let url = format!("smtp://127.0.0.1:{}", server.port());
    let portal = TestPortal::with(database, |config| config.mail.smtp_url = Some(url)).await;
    (portal, server)
}

async fn sent(portal: &TestPortal, admin: &Browserless, addresses: &str) -> Page {
    let review = admin.post("/invite/mail-service", &[("addresses", addresses)]).await;
    let sent = admin.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    portal.advance(Duration::from_secs(11));
    app::deliver_due(&portal.portal).await.unwrap();
    admin.get(sent.path()).await
}

async fn inviting_again_says_that_the_letter_came_back_and_why(database: &TestDatabase) {
    let (portal, _server) = choosy(database).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    let olga = portal.program_of_new("olga@romashka.example").await;
    petr.invited("bad@example.org").await;
    app::deliver_due(&portal.portal).await.unwrap();
    let told = petr.invite_one("bad@example.org").await;
    assert_eq!((&told["outcome"], &told["reason"]), (&json!("already_invited"), &json!("not-delivered")));
    let told = olga.invite_one("bad@example.org").await;
    assert_eq!((&told["outcome"], told.get("reason")), (&json!("already_invited"), None));

    let browser = portal.signed_in("petr@romashka.example").await;
    let review =
        browser.post("/invite/mail-service", &[("addresses", "bad@example.org good@example.org")]).await;
    assert!(review.says("письмо не доставлено: нет такого адреса"), "{}", review.text());
    assert!(!review.says("приглашение уже отправлено"), "{}", review.text());
    let mend = browser.follow(&review, "/invitations/1/address").await;
    assert_eq!(mend.value("email"), "bad@example.org");
    let batch = browser.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    assert!(batch.says("письмо не доставлено: нет такого адреса"), "{}", batch.text());
    assert!(
        batch.attributes("main a", "href").contains(&"/invitations/1/address".to_owned()),
        "{}",
        batch.body
    );
    let other = portal.signed_in("olga@romashka.example").await;
    let review = other.post("/invite/mail-service", &[("addresses", "bad@example.org")]).await;
    assert!(review.says("приглашение уже отправлено") && !review.says("не доставлено"), "{}", review.text());
}

async fn a_batch_counts_what_its_badges_say_after_an_address_is_corrected(database: &TestDatabase) {
    let (portal, _server) = choosy(database).await;
    let admin = portal.admin().await;
    let page = sent(&portal, &admin, "ivan@example.org bad@example.org olga@example.org").await;
    assert!(page.says("Отправлено 2 из 3"), "{}", page.text());
    let failed = admin.get("/settings/mail/queue?pile=failed").await;
    assert!(failed.says("bad@example.org"), "{}", failed.text());
    let form = admin.get("/invitations/2/address").await;
    admin.submit(&form, "/invitations/2/address", &[("email", "good@example.org")]).await;
    app::deliver_due(&portal.portal).await.unwrap();
    let page = admin.get(page.path()).await;
    assert!(page.says("Отправлено 3 из 3") && page.says("good@example.org"), "{}", page.text());
    assert_eq!(page.text().matches("Принято сервером").count(), 3, "{}", page.text());
    assert_eq!(page.texts("main h1"), ["Отправлено 3 приглашения"]);
    let failed = admin.get("/settings/mail/queue?pile=failed").await;
    assert!(!failed.says("bad@example.org"), "it was corrected: {}", failed.text());
    assert_eq!(failed.texts("#mail-queue .tab .count")[3], "0");
}

async fn letters_that_wait_for_different_reasons_are_told_apart(database: &TestDatabase) {
    let (portal, _server) = choosy(database).await;
    let admin = portal.admin().await;
    let page =
        sent(&portal, &admin, "full@example.org grey@example.org grey@example.net good@example.org").await;
    // What was put off together does not return together.
    let apart = "UPDATE letters SET next_attempt_at = next_attempt_at + id * 60000 WHERE state = 'deferred'";
    portal.portal.write(move |tx| tx.execute(apart, &[])).await.unwrap();
    let page = admin.get(page.path()).await;
    assert!(page.says("Задерживаются 2 письма: почта получателя просит повторить позже"), "{}", page.text());
    assert!(page.says("Задерживается 1 письмо: ящик получателя переполнен · повтор"), "{}", page.text());
    assert!(page.says("обычно это проверка · ближайший повтор"), "two times of one group: {}", page.text());
    // While the queue stands no time is true.
    admin.post("/settings/mail/queue/pause", &[("reason", "")]).await;
    let program = portal.program().await;
    let planned = async || {
        program.get("/invitations?delivery=deferred").await.json.to_string().contains("next_attempt_at")
    };
    assert!(!planned().await);
    let places = ["/settings/mail/queue?pile=deferred", "/invitations/1", "/employees?status=invited"];
    for place in places.into_iter().chain([page.path()]) {
        let held = admin.get(place).await;
        assert!(held.says("после паузы") && !held.says("повтор: сегодня"), "{place}: {}", held.text());
    }
    admin.post("/settings/mail/queue/resume", &[]).await;
    assert!(planned().await);
    // Nobody promises what is not planned.
    let never = "UPDATE letters SET next_attempt_at = 9223372036854775807 WHERE email = 'full@example.org'";
    portal.portal.write(move |tx| tx.execute(never, &[])).await.unwrap();
    let page = admin.get(page.path()).await;
    let uncertain = "О 1 письме пока не известно, дошло ли оно: ящик получателя переполнен.";
    assert!(page.says(uncertain), "{}", page.text());
    assert_eq!(page.text().matches("Портал повторит сам").count(), 1, "{}", page.text());
}

async fn what_was_sent_stays_counted_after_it_was_revoked(database: &TestDatabase) {
    let (portal, _server) = choosy(database).await;
    let admin = portal.admin().await;
    let page = sent(&portal, &admin, "ivan@example.org olga@example.org grey@example.org").await;
    // Of Ivan's only a reminder is on its way then.
    let reminder = "INSERT INTO letters (company_id, kind, subject_id, email, email_key, name, language, message_id, \
                    priority, state, created_at, next_attempt_at) SELECT company_id, 'reminder', subject_id, email, \
                    email_key, name, language, 'reminder', 1, 'queued', created_at, 9223372036854775806 \
                    FROM letters WHERE email = 'ivan@example.org'";
    portal.portal.write(move |tx| tx.execute(reminder, &[])).await.unwrap();
    for revoked in [1, 2, 3] {
        admin.post(&format!("/invitations/{revoked}/revoke"), &[]).await;
    }
    let page = admin.get(page.path()).await;
    assert!(page.says("Отправлено 2 из 2 · отозвано 3"), "{}", page.text());
    assert!(!page.says("Задерж") && !page.says("Отменено"), "{}", page.text());
    assert_eq!(page.text().matches("Отозвано").count(), 3, "{}", page.text());
}

async fn what_had_gone_before_the_rest_was_called_back_was_not_called_back(database: &TestDatabase) {
    let (portal, _server) = choosy(database).await;
    let admin = portal.admin().await;
    let page = sent(&portal, &admin, "ivan@example.org olga@example.org").await;
    // The sender has not come to the second yet.
    portal
        .portal
        .write(|tx| {
            tx.execute(
                "UPDATE invitations SET delivery = 'queued' WHERE email_key = 'olga@example.org'",
                &[],
            )?;
            let waits =
                "UPDATE letters SET state = 'queued', finished_at = NULL WHERE email = 'olga@example.org'";
            tx.execute(waits, &[])
        })
        .await
        .unwrap();
    let undone = admin.post(&format!("{}/undo", page.path()), &[]).await;
    let badges = ["Принято сервером", "Отменено"];
    assert_eq!(undone.texts(".result .badge"), badges, "{}", undone.text());
    portal.advance(Duration::from_hours(24 * 8));
    let later = portal.admin().await.get(page.path()).await;
    assert_eq!(later.texts(".result .badge"), badges, "{}", later.text());
}

async fn a_letter_without_an_answer_has_a_number_of_its_own(database: &TestDatabase) {
    let (portal, _server) = choosy(database).await;
    let admin = portal.admin().await;
    let page = sent(&portal, &admin, "hung@example.org good@example.org").await;
    assert!(page.says("Отправлено 1 из 2 · без ответа 1"), "{}", page.text());
    assert_eq!(page.texts("main h1"), ["Не на все приглашения ответил почтовый сервер"]);
    let told = "О 1 письме пока не известно, дошло ли оно: почтовый сервер не ответил, принял ли он письмо";
    assert!(page.says(told) && page.says("повтор"), "{}", page.text());
    assert!(!page.says("Задерживается"), "{}", page.text());
    for told in ["/settings/mail/queue?pile=unknown", "/invitations/1"] {
        let page = admin.get(told).await;
        assert!(page.says("Сервер закрыл соединение") && !page.says("the server"), "{}", page.text());
    }
}

/// An invitation that has expired because its letter never came says why.
async fn what_never_came_says_so_after_it_has_expired(database: &TestDatabase) {
    let (portal, _server) = choosy(database).await;
    let admin = portal.admin().await;
    sent(&portal, &admin, "bad@example.org good@example.org").await;
    portal
        .portal
        .write(|tx| tx.execute("UPDATE invitations SET expires_at = created_at + 1", &[]))
        .await
        .unwrap();
    let list = admin.get("/employees?status=invited&chip=failed").await;
    assert!(list.says("Истекло") || list.says("Срок истёк"), "{}", list.text());
    assert_eq!(list.texts(".reason").len(), 1, "{}", list.text());
    assert!(!list.texts(".reason")[0].is_empty(), "{}", list.text());
}

async fn whom_the_invitee_refused_is_found(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    program.invited("ivan@example.org").await;
    program.invited("olga@example.org").await;
    let list = admin.get("/employees?status=invited").await;
    assert!(!list.says("Отклонены"), "nobody has: {}", list.text());
    let browser = portal.stranger();
    browser.get(&portal.letter_to("ivan@example.org").await.path("/i/")).await;
    browser.post("/join/decline", &[]).await;
    let list = admin.get("/employees?status=invited").await;
    assert!(list.says("Отклонены 1"), "{}", list.text());
    let refused = admin.follow(&list, "/employees?status=invited&chip=declined").await;
    assert!(refused.says("ivan@example.org") && !refused.says("olga@example.org"), "{}", refused.text());
}
