//! Whoever looks after letters sees what waits and why, holds the queue, lets it go on and tries letters at once.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use collega::access_rights::roles::Kind;
use collega::access_rights::{Permission, Scope};
use collega::app;
use collega::base::clock::{ManualClock, SharedClock, Timestamp};
use collega::base::random::SeededRandom;
use collega::company::mail::queue;
use collega::history::Actor;
use collega::housekeeping;
use collega::mail::outbox::queue::{MOST, Pile};
use collega::mail::transport::Wish;
use collega::portal::SharedPortal;
use reqwest::Method;
use serde_json::json;

use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, bare_company, on_both_engines};
use crate::support::picky_server::PickyServer;
use crate::support::portal::{ADMIN, TestPortal};
use crate::support::smtp_sink::SmtpSink;

on_both_engines!(
    a_paused_queue_holds_invitations_and_lets_a_password_letter_through,
    a_pause_outlives_a_restart_and_binds_every_process,
    a_reason_too_long_is_asked_for_again,
    what_waits_is_not_said_to_leave,
    a_letter_in_flight_is_told_alike_everywhere,
    a_killed_sender_is_not_said_to_be_a_silent_server,
    a_refusal_by_policy_asks_for_no_other_address,
    a_closed_relay_is_told_alike_to_people_and_programs,
    what_a_dead_server_holds_up_is_seen_and_tried_at_once,
    letters_of_one_reason_are_tried_together,
    a_full_mailbox_is_not_told_as_the_servers_fault,
    a_stale_page_tries_nothing_and_says_so,
    a_thousand_letters_are_counted_and_walked_page_by_page,
    very_many_letters_are_told_to_be_more,
    the_days_are_counted_and_outlive_the_letters,
    only_who_manages_settings_sees_and_moves_the_queue,
    a_second_company_does_not_move_the_queue,
);

const PATH: &str = "/settings/mail/queue";

async fn invite(portal: &TestPortal, admin: &Browserless, addresses: &str) {
    let page = admin.get("/invite/mail-service").await;
    let review = admin.submit(&page, "/invite/mail-service", &[("addresses", addresses)]).await;
    admin.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    portal.advance(Duration::from_secs(11));
}

async fn pause(admin: &Browserless, reason: &str) -> Page {
    let page = admin.get(PATH).await;
    admin.submit(&page, "/settings/mail/queue/pause", &[("reason", reason)]).await
}

async fn resume(admin: &Browserless) -> Page {
    let page = admin.get(PATH).await;
    admin.submit(&page, "/settings/mail/queue/resume", &[]).await
}

/// To whom letters went, in the mailbox of the portal.
async fn recipients(portal: &TestPortal) -> Vec<String> {
    portal.letters().await.into_iter().map(|letter| letter.to).collect()
}

/// The numbers on the tabs.
fn sizes(page: &Page) -> Vec<String> {
    page.texts("#mail-queue .tab .count")
}

/// The same database and key, opened by another process.
async fn opened_anew(portal: &TestPortal) -> SharedPortal {
    let clock: SharedClock = Arc::<ManualClock>::clone(&portal.clock);
    app::open(portal.portal.config.clone(), clock, Arc::new(SeededRandom::new(99))).await.unwrap()
}

/// Letters leave by this server from now on.
fn by(portal: &TestPortal, sink: &SmtpSink) {
    let server = format!("smtp://127.0.0.1:{}", sink.port()).parse().unwrap();
    portal.portal.mail.set(Wish::Server(server), "localhost");
}

async fn a_paused_queue_holds_invitations_and_lets_a_password_letter_through(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let stands = pause(&admin, "  ошибка в   тексте ").await;
    assert!(stands.says("Пауза с 09:00. Кто остановил: Анна Орлова"), "{}", stands.text());
    assert!(stands.says("ошибка в тексте") && stands.says("Отправка остановлена"), "{}", stands.text());
    assert!(admin.get("/employees").await.says("Отправка писем остановлена"), "told on every page");
    invite(&portal, &admin, "ivan@example.org").await;
    assert_eq!(recipients(&portal).await, Vec::<String>::new());
    let stranger = portal.stranger();
    let page = stranger.get("/forgotten-password").await;
    stranger.submit(&page, "/forgotten-password", &[("email", ADMIN.1)]).await;
    assert_eq!(recipients(&portal).await, [ADMIN.1], "who waits at a screen gets his letter");
    portal.advance(Duration::from_hours(30));
    let page = admin.get(PATH).await;
    assert_eq!(sizes(&page), ["1", "0", "0", "0", "0"]);
    assert!(page.says("ivan@example.org") && page.says("Приглашение"), "{}", page.text());
    assert!(page.says("Пауза с 23 ноября, 09:00"), "{}", page.text());
    let goes = resume(&admin).await;
    assert!(goes.says("Отправка продолжается") && !goes.says("Пауза с"), "{}", goes.text());
    assert_eq!(recipients(&portal).await, [ADMIN.1, "ivan@example.org"]);
    let history = admin.get("/history?area=settings").await;
    assert!(history.says("Отправка писем остановлена. ошибка в тексте"), "{}", history.text());
    assert!(history.says("Отправка писем продолжена"), "{}", history.text());
}

async fn a_pause_outlives_a_restart_and_binds_every_process(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let running = opened_anew(&portal).await;
    invite(&portal, &admin, "ivan@example.org").await;
    pause(&admin, "").await;
    admin.post("/settings/mail/queue/pause", &[("reason", "ещё раз")]).await;
    let later = opened_anew(&portal).await;
    for process in [&portal.portal, &running, &later] {
        app::deliver_due(process).await.unwrap();
        assert_eq!(portal.number("SELECT COUNT(*) FROM letters WHERE state = 'queued'").await, 1);
    }
    assert_eq!(portal.number("SELECT COUNT(*) FROM history WHERE action = 'mail-paused'").await, 1);
    resume(&admin).await;
    app::deliver_due(&later).await.unwrap();
    assert_eq!(recipients(&portal).await, ["ivan@example.org"]);
}

async fn what_waits_is_not_said_to_leave(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    portal.portal.mail.set(Wish::Server("smtp://127.0.0.1:1".parse().unwrap()), "localhost");
    pause(&admin, "").await;
    invite(&portal, &admin, "ivan@example.org").await;
    app::deliver_due(&portal.portal).await.unwrap();
    let page = admin.get(PATH).await;
    assert!(
        page.says("после паузы") && page.says("Ничего не мешает, но отправка на паузе"),
        "{}",
        page.text()
    );
    let is_told_now = |page: &Page| page.texts("td").iter().any(|cell| cell == "сейчас");
    assert!(!is_told_now(&page) && !page.says("уходят через"), "{}", page.text());
    let batch = admin.get("/invite/batches/1").await;
    assert!(batch.says("Ждёт отправки 1 приглашение") && batch.says("Отправка на паузе"), "{}", batch.text());
    resume(&admin).await;
    app::deliver_due(&portal.portal).await.unwrap();
    // A pause stops nobody who waits at a screen, and the server is tried by his letter.
    pause(&admin, "").await;
    let held = admin.get(PATH).await;
    assert!(
        held.says("пока пауза, отправляет только коды") && !held.says("проба: после паузы"),
        "{}",
        held.text()
    );
    resume(&admin).await;
    // Nobody listens there: all letters wait for the next try.
    invite(&portal, &admin, "petr@example.org").await;
    let page = admin.get(PATH).await;
    assert!(page.says("почтовый сервер недоступен") && page.says("письма ждут"), "{}", page.text());
    assert!(!page.says("по мере готовности") && !is_told_now(&page), "{}", page.text());
    let batch = admin.get("/invite/batches/2").await;
    assert!(!batch.says("Отправляем") && batch.says("Следующая попытка: "), "{}", batch.text());
}

async fn a_letter_in_flight_is_told_alike_everywhere(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    invite(&portal, &admin, "ivan@example.org olga@example.org").await;
    portal
        .write(|tx| tx.execute("UPDATE letters SET state = 'claimed' WHERE email = 'ivan@example.org'", &[]))
        .await;
    let queue = admin.get(&format!("{PATH}?pile=sending")).await;
    assert_eq!(queue.texts("table .queue-to"), ["ivan@example.org"]);
    let list = admin.get("/employees?status=invited&q=ivan").await;
    assert!(list.says("Отправляется") && !list.says("В очереди"), "{}", list.text());
    let one = admin.follow(&list, "/invitations/").await;
    assert!(one.says("Письмо отправляется: ivan@example.org") && !one.says("очереди"), "{}", one.text());
    let batch = admin.get("/invite/batches/1").await;
    assert!(batch.says("Отправляется") && batch.says("В очереди"), "{}", batch.text());
    for (delivery, address) in [("sending", "ivan@example.org"), ("queued", "olga@example.org")] {
        let found = program.get(&format!("/invitations?delivery={delivery}&count=true")).await.json;
        assert_eq!((&found["total"], &found["items"][0]["email"]), (&1.into(), &address.into()), "{found}");
        assert_eq!(found["items"][0]["delivery"]["state"], delivery);
    }
    let both = admin.get("/employees?status=invited&delivery=queued").await;
    assert!(both.says("Письмо: В очереди или отправляется"), "{}", both.text());
    assert!(both.says("ivan@example.org") && both.says("olga@example.org"), "{}", both.text());
}

async fn a_killed_sender_is_not_said_to_be_a_silent_server(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    invite(&portal, &admin, "ivan@example.org").await;
    portal.write(|tx| tx.execute("UPDATE letters SET state = 'dot_sent', lease_until = 1", &[])).await;
    app::deliver_due(&portal.portal).await.unwrap();
    let id = portal.number("SELECT id FROM invitations").await;
    let told = "Отправка прервалась на стороне портала (ivan@example.org): письмо могло уйти";
    let page = admin.get(&format!("/invitations/{id}")).await;
    assert!(page.says(told) && page.says("отправка прервалась на стороне портала"), "{}", page.text());
    let queue = admin.get(&format!("{PATH}?pile=unknown")).await;
    assert!(queue.says("отправка прервалась на стороне портала, письмо могло уйти"), "{}", queue.text());
    for page in [page, queue] {
        assert!(!page.says("сервер не ответил, принял"), "{}", page.text());
    }
}

async fn a_closed_relay_is_told_alike_to_people_and_programs(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    let server = PickyServer::start(&[("RCPT", "554 5.7.1 <someone@example.org>: Relay access denied")]);
    let wish = format!("smtp://127.0.0.1:{}", server.port()).parse().unwrap();
    portal.portal.mail.set(Wish::Server(wish), "localhost");
    let addresses: Vec<_> = (0..20).map(|n| format!("person{n}@example.org")).collect();
    invite(&portal, &admin, &addresses.join(", ")).await;
    app::deliver_due(&portal.portal).await.unwrap();
    let rest = portal.portal.mail.resting(portal.portal.now()).expect("the fourth no in a row is about all");
    let told = program.call(Method::GET, "/invitations?limit=200").await;
    let invitations = told.json["items"].as_array().unwrap();
    assert_eq!(invitations.len(), 20);
    let (mut tried, mut untried) = (0, 0);
    for invitation in invitations {
        let delivery = &invitation["delivery"];
        assert_eq!((&delivery["state"], &delivery["reason"]), (&json!("deferred"), &json!("relay-denied")));
        let next = delivery["next_attempt_at"].as_str().unwrap();
        assert!(next >= rest.until.to_string().as_str(), "not before the rest is over: {next}");
        let page = admin.get(&format!("/invitations/{}", invitation["id"])).await;
        // The answer names another recipient: it is told of the letter that it was given to.
        let is_tried = delivery["attempts"] != json!(0);
        assert_eq!(page.says("Relay access denied"), is_tried, "{}", page.text());
        *(if is_tried { &mut tried } else { &mut untried }) += 1;
    }
    assert!(tried >= 4 && untried > 0, "{tried} tried, {untried} not");
    let hurries =
        |page: &Page| page.attributes("form", "action").contains(&"/settings/mail/hurry".to_owned());
    let settings = admin.get("/settings/mail").await;
    assert!(hurries(&settings), "{}", settings.text());
    let queue = admin.get("/settings/mail/queue").await;
    let tried_at = time_after(&queue.text(), "Следующая проба");
    assert_eq!(time_after(&settings.text(), "Следующая попытка"), tried_at, "{}", settings.text());
    pause(&admin, "").await;
    let stands = admin.get("/settings/mail").await;
    assert!(!hurries(&stands), "a press would change nothing while the queue stands: {}", stands.text());
}

/// The first time of day after these words.
fn time_after(text: &str, words: &str) -> String {
    let (_, after) = text.split_once(words).unwrap_or_else(|| panic!("{words}: {text}"));
    let is_time = |word: &&str| word.len() == 5 && word.as_bytes()[2] == b':';
    after.split(|it: char| !it.is_ascii_digit() && it != ':').find(is_time).expect(after).to_owned()
}

async fn a_refusal_by_policy_asks_for_no_other_address(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let server = PickyServer::start(&[
        ("RCPT TO:<spam@", "550 5.7.1 message content rejected"),
        ("RCPT TO:<gone@", "550 5.1.1 no such user"),
    ]);
    let wish = format!("smtp://127.0.0.1:{}", server.port()).parse().unwrap();
    portal.portal.mail.set(Wish::Server(wish), "localhost");
    invite(&portal, &admin, "spam@example.org, gone@example.org").await;
    app::deliver_due(&portal.portal).await.unwrap();
    for (address, asks) in [("spam@example.org", false), ("gone@example.org", true)] {
        let list = admin.get(&format!("/employees?status=invited&q={address}")).await;
        assert!(list.says("Не доставлено"), "{}", list.text());
        assert_eq!(list.says("· исправить"), asks, "{address}: {}", list.text());
        let page = admin.follow(&list, "/invitations/").await;
        assert_eq!(page.says("Адрес исправлять не нужно"), !asks, "{address}: {}", page.text());
        let primary = page.attributes("main a.primary", "href").iter().any(|href| href.ends_with("/address"));
        assert_eq!(primary, asks, "{address}");
    }
}

async fn a_reason_too_long_is_asked_for_again(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let long = "ы".repeat(201);
    let refused = pause(&admin, &long).await;
    assert_eq!((refused.status, refused.value("reason")), (422, long));
    assert!(refused.title().starts_with("Ошибка:") && refused.says("до 200 знаков"), "{}", refused.text());
    assert_eq!(refused.attributes(".errors a", "href"), ["#reason"]);
    assert_eq!(portal.number("SELECT COUNT(*) FROM outbox_pause").await, 0);
}

async fn what_a_dead_server_holds_up_is_seen_and_tried_at_once(database: &TestDatabase) {
    let gone = SmtpSink::start(&[]);
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    by(&portal, &gone);
    drop(gone);
    invite(&portal, &admin, "ivan@example.org olga@example.org").await;
    app::deliver_due(&portal.portal).await.unwrap();
    portal.advance(Duration::from_secs(20));
    let page = admin.get(&format!("{PATH}?pile=deferred")).await;
    assert_eq!(sizes(&page), ["0", "0", "2", "0", "0"]);
    let said = "С 09:00 письма не проходят: почтовый сервер недоступен. Следующая проба: 09:01.";
    assert!(page.says(said), "{}", page.text());
    assert_eq!(page.texts("table .queue-to"), ["ivan@example.org", "olga@example.org"]);
    assert!(page.texts("td[data-label='Попыток']").iter().all(|attempts| attempts == "0"));
    // Another process, or this one started anew, knows what the letters tell.
    portal.portal.mail.wake();
    portal.portal.mail.note_taking(portal.portal.now());
    assert!(admin.get(PATH).await.says("Письма ждут: почтовый сервер недоступен. Следующая проба: 09:01."));
    portal.lose_mail_server();
    assert!(admin.get("/employees").await.attributes("main a", "href").contains(&PATH.to_owned()));

    let back = SmtpSink::start(&[]);
    by(&portal, &back);
    let letter = page.attributes("button[name=letter]", "value").remove(0);
    let tried = admin.post("/settings/mail/queue/retry", &[("letter", &letter)]).await;
    assert!(tried.says("Портал отправляет ещё раз 1 письмо"), "{}", tried.text());
    app::deliver_due(&portal.portal).await.unwrap();
    assert_eq!(back.letters().len(), 1, "the other one waits for its time");
    let again = admin.post("/settings/mail/queue/retry", &[("letter", &letter)]).await;
    assert!(again.says("уже не ждёт повтора"), "{}", again.text());
}

async fn letters_of_one_reason_are_tried_together(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let sink = SmtpSink::start(&[]);
    by(&portal, &sink);
    invite(&portal, &admin, "ivan@example.org olga@example.org petr@example.org").await;
    portal
        .write(|tx| {
            tx.execute(
                "UPDATE letters SET state = 'deferred', next_attempt_at = next_attempt_at + 3600000, \
                 reason = CASE WHEN email LIKE 'petr%' THEN 'delivery-reason-greylisted' \
                 ELSE 'delivery-reason-throttled' END, reply = '451 later, please'",
                &[],
            )
        })
        .await;
    let page = admin.get(&format!("{PATH}?pile=deferred")).await;
    assert_eq!(page.texts(".chips .count"), ["2", "1"]);
    assert!(page.says("451 later, please"), "{}", page.text());
    let reason =
        admin.follow(&page, "/settings/mail/queue?pile=deferred&reason=delivery-reason-throttled").await;
    assert_eq!(reason.texts("table .queue-to"), ["ivan@example.org", "olga@example.org"]);
    let button = reason.attributes("button[name=reason]", "value");
    assert_eq!(button, ["delivery-reason-throttled"]);
    let tried = admin.post("/settings/mail/queue/retry", &[("reason", &button[0])]).await;
    assert!(tried.says("Портал отправляет ещё раз 2 письма"), "{}", tried.text());
    app::deliver_due(&portal.portal).await.unwrap();
    assert_eq!(sink.letters().len(), 2);
    pause(&admin, "").await;
    let stands = admin.get(&format!("{PATH}?pile=deferred")).await;
    assert_eq!(stands.texts("button[name=letter]").len(), 0, "nothing can be tried while the queue stands");
    for strange in ["?pile=%00&reason=x&cursor=!", "?pile=deferred&reason=nothing", "?pile=failed&reason=x"] {
        assert_eq!(admin.get(&format!("{PATH}{strange}")).await.status, 200, "{strange}");
    }
}

async fn a_full_mailbox_is_not_told_as_the_servers_fault(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    by(&portal, &SmtpSink::start(&[]));
    invite(&portal, &admin, "ivan@example.org olga@example.org petr@example.org").await;
    let put_off = "UPDATE letters SET state = 'deferred', next_attempt_at = next_attempt_at + 3600000, \
                   reason = CASE WHEN email LIKE 'petr%' THEN 'delivery-reason-mailbox-full' \
                   ELSE 'delivery-reason-server-unreachable' END";
    portal.write(|tx| tx.execute(put_off, &[])).await;
    let queue = admin.get(PATH).await;
    assert!(queue.says("Писем ждёт 2: почтовый сервер недоступен"), "{}", queue.text());
    assert!(queue.says("У остальных причины свои"), "{}", queue.text());
    let mail = admin.get("/settings/mail").await;
    assert!(mail.says("Ждут отправки 3 письма. Из них 2: почтовый сервер недоступен"), "{}", mail.text());
    portal.write(|tx| tx.execute("DELETE FROM letters WHERE email LIKE 'petr%'", &[])).await;
    let queue = admin.get(PATH).await;
    assert!(queue.says("Письма ждут: почтовый сервер недоступен"), "{}", queue.text());
    let mail = admin.get("/settings/mail").await;
    assert!(mail.says("Ждут отправки 2 письма. Что мешает: почтовый сервер недоступен"), "{}", mail.text());
}

async fn a_stale_page_tries_nothing_and_says_so(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    by(&portal, &SmtpSink::start(&[]));
    let retry = async |field: (&str, &str)| admin.post("/settings/mail/queue/retry", &[field]).await;
    let hurry = async || admin.post("/settings/mail/hurry", &[]).await;
    let reason = ("reason", "delivery-reason-throttled");
    invite(&portal, &admin, "ivan@example.org").await;
    let put_off = "UPDATE letters SET state = 'deferred', reason = 'delivery-reason-throttled', \
                   next_attempt_at = next_attempt_at + 3600000";
    portal.write(|tx| tx.execute(put_off, &[])).await;
    let page = admin.get(&format!("{PATH}?pile=deferred")).await;
    let letter = page.attributes("button[name=letter]", "value").remove(0);
    pause(&admin, "").await;
    for answer in [retry(("letter", &letter)).await, retry(reason).await, hurry().await] {
        assert!(answer.says("Отправка на паузе: письма уйдут"), "{}", answer.text());
    }
    resume(&admin).await;
    assert!(retry(reason).await.says("Портал отправляет ещё раз 1 письмо"));
    assert!(retry(reason).await.says("Письма, которые ждали, отправляются ещё раз"), "it is due already");
    portal.write(|tx| tx.execute("UPDATE letters SET state = 'failed'", &[])).await;
    for answer in [retry(reason).await, hurry().await] {
        assert!(answer.says("Таких писем в очереди уже нет"), "{}", answer.text());
        assert!(!answer.says("ещё раз"), "{}", answer.text());
    }
    assert!(retry(("letter", &letter)).await.says("уже не ждёт повтора"));
}

/// So many letters of a state, a second apart.
async fn fill(portal: &TestPortal, state: &'static str, count: i64) {
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            tx.execute(
                "INSERT INTO letters (company_id, kind, subject_id, email, email_key, name, language, message_id, \
                 priority, state, created_at, next_attempt_at, reason) \
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST($1 AS BIGINT)) \
                 SELECT CAST($2 AS BIGINT), 'x', 1, 'p' || i || '@example.org', 'p', '', 'ru', 'x', 1, \
                 CAST($3 AS TEXT), CAST($4 AS BIGINT) - 1000 * (i / 2), 9000000000000, 'delivery-reason-policy' FROM n",
                &[count.into(), company.into(), state.into(), now.into()],
            )
        })
        .await;
}

async fn a_thousand_letters_are_counted_and_walked_page_by_page(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    for (state, count) in [
        ("queued", 1000),
        ("failed", 120),
        ("deferred", 70),
        ("claimed", 3),
        ("dot_sent", 2),
        ("accepted", 50),
    ] {
        fill(&portal, state, count).await;
    }
    let page = admin.get(PATH).await;
    assert_eq!(sizes(&page), ["1000", "5", "70", "120", "0"]);
    let walks = [
        (format!("{PATH}?pile=queued"), 1000),
        (format!("{PATH}?pile=failed"), 120),
        (format!("{PATH}?pile=deferred&reason=delivery-reason-policy"), 70),
        (format!("{PATH}?pile=sending"), 5),
    ];
    for (address, count) in walks {
        let (mut seen, mut pages) = (Vec::new(), 1);
        let mut page = admin.get(&address).await;
        loop {
            seen.extend(page.texts("table .queue-to"));
            let Some(next) = page.attributes(".pager a[rel=next]", "href").pop() else { break };
            page = admin.get(&next).await;
            pages += 1;
        }
        let different: BTreeSet<_> = seen.iter().collect();
        // Letters of one address stand in two states only where one pile holds both.
        assert_eq!(seen.len(), count, "{address}");
        assert!(different.len() >= count - 2, "{address}: {} of {count}", different.len());
        assert_eq!(pages, count.div_ceil(50), "{address}");
    }
    let failed = admin.get(&format!("{PATH}?pile=failed")).await;
    assert_eq!(
        failed.texts("table .queue-to")[..2],
        ["p1@example.org", "p3@example.org"],
        "the latest first"
    );
    portal.advance(Duration::from_hours(31 * 24));
    let admin = portal.admin().await;
    assert_eq!(sizes(&admin.get(PATH).await)[3], "0", "what failed long ago is no work any more");
}

async fn very_many_letters_are_told_to_be_more(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    fill(&portal, "queued", MOST + 5).await;
    let page = admin.get(PATH).await;
    assert_eq!(sizes(&page)[0], "больше 100 000", "{}", page.text());
    let (company, now) = (portal.company, portal.portal.now());
    let size =
        portal.portal.read(move |tx| tx.outbox().size(company, Pile::Queued, Pile::Queued.since(now), &[]));
    assert_eq!(size.await.unwrap(), MOST + 1, "no more are counted");
}

async fn the_days_are_counted_and_outlive_the_letters(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    assert!(admin.get(PATH).await.says("За 14 дней через почтовый сервер не ушло ни одного письма"));
    invite(&portal, &admin, "kept@example.org").await;
    portal.letters().await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM letter_counts").await, 0, "no server took it");
    let sink = SmtpSink::start(&[]);
    by(&portal, &sink);
    invite(&portal, &admin, "a@example.org b@example.org c@example.org").await;
    app::deliver_due(&portal.portal).await.unwrap();
    portal.advance(Duration::from_hours(24));
    let refusing = SmtpSink::start(&["-f", "RCPT"]);
    by(&portal, &refusing);
    invite(&portal, &admin, "d@example.org").await;
    app::deliver_due(&portal.portal).await.unwrap();
    let lines = async || {
        let page = admin.get(PATH).await;
        let table = page.texts("#days tbody tr");
        (page, table)
    };
    let (page, table) = lines().await;
    assert_eq!(table.len(), 14);
    // What its inviter is told of it is refused, too.
    assert_eq!(table[..3], ["сегодня 0 0 2", "вчера 3 0 0", "22 ноября 0 0 0"]);
    assert!(page.says("Сегодня принято: 0"), "{}", page.text());
    let label = page.attributes("#days svg", "aria-label").remove(0);
    assert!(label.contains("принял сервер 3, из них вернулось 0, не отправлено 2"), "{label}");
    assert_eq!(sizes(&page)[3], "2");
    portal
        .write(|tx| {
            tx.execute("DELETE FROM mailbox_messages", &[])?;
            tx.execute("DELETE FROM letters", &[])
        })
        .await;
    assert_eq!(lines().await.1, table);
    portal.advance(Duration::from_hours(36 * 24));
    housekeeping::round(&portal.portal).await.unwrap();
    assert_eq!(portal.number("SELECT COUNT(*) FROM letter_counts").await, 0);
}

async fn only_who_manages_settings_sees_and_moves_the_queue(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let employee = portal.employee("Олег Белов", "oleg@romashka.example").await;
    let deeds = ["pause", "resume", "retry"].map(|deed| format!("{PATH}/{deed}"));
    assert_eq!(employee.get(PATH).await.status, 403);
    for deed in &deeds {
        assert_eq!(employee.post(deed, &[("letter", "1")]).await.status, 403, "{deed}");
        assert!(portal.stranger().post(deed, &[]).await.path().starts_with("/sign-in"), "{deed}");
    }
    let company = portal.company;
    portal
        .write(move |tx| {
            let everybody = tx.roles().of_kind(company, Kind::Employee)?;
            tx.roles().set_permissions(company, everybody.id, &[(Permission::ManageSettings, Scope::Company)])
        })
        .await;
    let stands = pause(&employee, "").await;
    assert!(stands.says("Пауза с 09:00. Кто остановил: Олег Белов"), "{}", stands.text());
    invite(&portal, &portal.admin().await, "ivan@example.org").await;
    let page = employee.get(PATH).await;
    assert!(page.says("ivan@example.org"), "{}", page.text());
    assert!(page.attributes("table a", "href").is_empty(), "he may not open the invitation");
}

async fn a_second_company_does_not_move_the_queue(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let outcomes = portal
        .write(move |tx| {
            let other = bare_company(tx, "Лютик", "lyutik.example")?;
            let (actor, now) = (Actor::portal(other), Timestamp(0));
            Ok([queue::pause(tx, &actor, "", now)?, queue::resume(tx, &actor, now)?])
        })
        .await;
    assert_eq!(outcomes, [queue::Outcome::NotAllowed, queue::Outcome::NotAllowed]);
}
