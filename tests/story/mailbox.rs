//! The development mailbox, and what is told of letters that a dead mail server keeps waiting.

use std::time::Duration;

use collega::app;
use collega::company::mail::take_up;

use crate::support::api::Program;
use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, TestPortal};
use crate::support::smtp_sink::SmtpSink;

on_both_engines!(
    administrators_read_letters_as_their_receivers_would,
    nobody_else_reads_them,
    with_a_mail_server_there_is_no_mailbox,
    an_invitation_comes_from_the_portal_not_from_the_inviter,
    letters_of_a_dead_server_wait_visibly_and_leave_once_it_lives,
    a_batch_that_waits_says_why_and_looks_no_further_than_it_is,
    what_stayed_here_is_told_apart_and_sent_again_for_real,
    a_batch_says_where_its_letters_are,
    whoever_invites_is_told_that_nobody_gets_the_letters,
);

async fn invite(program: &Program, email: &str) {
    let body = serde_json::json!({ "recipients": [{ "email": email }] });
    assert_eq!(program.invite(body).await.status, 201);
}

async fn administrators_read_letters_as_their_receivers_would(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    invite(&program, "ivan@example.org").await;
    let link = portal.letter_to("ivan@example.org").await.path("/i/");
    invite(&program, "olga@example.org").await;
    portal.letters().await;
    let admin = portal.admin().await;
    let list = admin.get("/mailbox").await;
    assert!(list.says("ivan@example.org") && list.says("olga@example.org"), "{}", list.text());
    let letter = admin.follow(&list, "/mailbox/1").await;
    assert!(letter.body.contains("/mailbox/1/html"), "{}", letter.body);
    let text = admin.get("/mailbox/1?view=text").await;
    assert!(text.attributes("main a", "href").iter().any(|href| href.ends_with(&link)), "{}", text.body);
    let raw = admin.get("/mailbox/1?view=raw").await;
    assert!(raw.says("Message-ID: <") && raw.says("To: "), "{}", raw.text());
    let html = admin.get("/mailbox/1/html").await;
    assert!(html.body.contains(&link) && html.body.contains("<base target=\"_top\">"), "{}", html.body);
    let policy = html.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{policy}");
    for path in ["/mailbox/999", "/mailbox/999/html", "/mailbox/x"] {
        let page = admin.get(path).await;
        assert!(matches!(page.status, 400 | 404), "{path}: {}", page.status);
    }
    assert_eq!(admin.get("/mailbox?before=2").await.texts(".letters").join("").matches("olga").count(), 0);
}

async fn nobody_else_reads_them(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    invite(&program, "ivan@example.org").await;
    portal.letters().await;
    let employee = portal.employee("Олег", "oleg@romashka.example").await;
    for path in ["/mailbox", "/mailbox/1", "/mailbox/1/html"] {
        assert_eq!(employee.get(path).await.status, 403, "{path}");
        assert!(portal.stranger().get(path).await.path().starts_with("/sign-in"), "{path}");
    }
}

async fn with_a_mail_server_there_is_no_mailbox(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let url = format!("smtp://127.0.0.1:{}", sink.port());
    let portal = TestPortal::with(database, |config| config.mail.smtp_url = Some(url)).await;
    let admin = portal.admin().await;
    for path in ["/mailbox", "/mailbox/1", "/mailbox/1/html"] {
        assert_eq!(admin.get(path).await.status, 404, "{path}");
    }
}

async fn an_invitation_comes_from_the_portal_not_from_the_inviter(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    invite(&program, "ivan@example.org").await;
    let letter = portal.letter_to("ivan@example.org").await;
    let from = letter.raw.lines().find(|line| line.starts_with("From:")).unwrap();
    assert!(from.ends_with("<no-reply@127.0.0.1>"), "{from}");
    assert!(!from.contains(ADMIN.1), "the inviter's own address would break SPF and DMARC");
}

async fn letters_of_a_dead_server_wait_visibly_and_leave_once_it_lives(database: &TestDatabase) {
    let dead = SmtpSink::start(&[]);
    let url = format!("smtp://127.0.0.1:{}", dead.port());
    drop(dead);
    let portal = TestPortal::with(database, |config| config.mail.smtp_url = Some(url)).await;
    let program = portal.program().await;
    invite(&program, "ivan@example.org").await;
    app::deliver_due(&portal.portal).await.unwrap();
    let delivery = async || {
        program.call(reqwest::Method::GET, "/invitations").await.json["items"][0]["delivery"].clone()
    };
    let waits = delivery().await;
    assert_eq!((&waits["state"], &waits["attempts"]), (&"deferred".into(), &0.into()), "{waits}");
    assert!(waits["next_attempt_at"].is_string(), "{waits}");
    let admin = portal.admin().await;
    let page = admin.get("/employees?status=invited").await;
    assert!(page.says("Доставка задерживается"), "{}", page.text());

    let sink = SmtpSink::start(&[]);
    let server = format!("smtp://127.0.0.1:{}", sink.port()).parse().unwrap();
    take_up(&portal.portal).await.unwrap();
    portal.portal.mail.set(collega::mail::transport::Wish::Server(server), "localhost");
    portal.advance(Duration::from_mins(20));
    app::deliver_due(&portal.portal).await.unwrap();
    assert_eq!(delivery().await["state"], "sent");
    assert_eq!(sink.letters().len(), 1);
}

async fn what_stayed_here_is_told_apart_and_sent_again_for_real(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    invite(&petr, "ivan@example.org").await;
    portal.letters().await;
    let one = async || petr.get("/invitations").await.json["items"][0].clone();
    let kept = one().await;
    assert_eq!((&kept["delivery"]["state"], &kept["delivery"]["reason"]), (&"sent".into(), &"kept".into()));

    let sink = SmtpSink::start(&[]);
    let server = format!("smtp://127.0.0.1:{}", sink.port()).parse().unwrap();
    portal.portal.mail.set(collega::mail::transport::Wish::Server(server), "localhost");
    let admin = portal.admin().await;
    let list = admin.get("/employees?status=invited").await;
    assert!(list.says("В ящике портала") && !list.says("Принято сервером"), "{}", list.text());
    let again = petr.call(reqwest::Method::POST, &format!("/invitations/{}/resend", kept["id"])).await;
    assert_eq!(again.status, 202, "what nobody got is no letter to the address: {again:?}");
    app::deliver_due(&portal.portal).await.unwrap();
    assert_eq!(sink.letters().len(), 1);
    let sent = one().await;
    assert_eq!((&sent["delivery"]["state"], sent["delivery"].get("reason")), (&"sent".into(), None));
    let list = admin.get("/employees?status=invited").await;
    assert!(list.says("Принято сервером") && !list.says("В ящике портала"), "{}", list.text());
}

async fn batch(portal: &TestPortal, admin: &Browserless) -> Page {
    let list = [("addresses", "ivan@example.org olga@example.org")];
    let review = admin.post("/invite/mail-service", &list).await;
    let sent = admin.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    assert!(sent.says("Отправляем 2 приглашения"), "{}", sent.text());
    portal.advance(Duration::from_secs(11));
    app::deliver_due(&portal.portal).await.unwrap();
    admin.get(sent.path()).await
}

async fn a_batch_says_where_its_letters_are(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let kept = batch(&portal, &admin).await;
    assert_eq!(kept.texts("main h1"), ["В ящике портала 2 приглашения"]);
    assert!(kept.says("В ящике портала 2 из 2") && !kept.says("Отправлено"), "{}", kept.text());
}

async fn whoever_invites_is_told_that_nobody_gets_the_letters(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, petr) = (portal.admin().await, portal.employee("Пётр", "petr@romashka.example").await);
    for path in ["/invite", "/invite/mail-app", "/invite/link"] {
        let page = admin.get(path).await;
        assert!(page.says("никто не получит"), "{path}: {}", page.text());
        assert!(page.attributes("main a", "href").contains(&"/settings/mail".to_owned()), "{path}");
        let page = petr.get(path).await;
        assert!(page.says("Скажите об этом администратору"), "{path}: {}", page.text());
    }
    let sink = SmtpSink::start(&[]);
    let server = format!("smtp://127.0.0.1:{}", sink.port()).parse().unwrap();
    portal.portal.mail.set(collega::mail::transport::Wish::Server(server), "localhost");
    assert!(!admin.get("/invite").await.says("никто не получит"));
    let sent = batch(&portal, &admin).await;
    assert_eq!(sent.texts("main h1"), ["Отправлено 2 приглашения"]);
    assert!(sent.says("Отправлено 2 из 2"), "{}", sent.text());
}

async fn a_batch_that_waits_says_why_and_looks_no_further_than_it_is(database: &TestDatabase) {
    let dead = SmtpSink::start(&[]);
    let url = format!("smtp://127.0.0.1:{}", dead.port());
    drop(dead);
    let portal = TestPortal::with(database, |config| config.mail.smtp_url = Some(url)).await;
    let admin = portal.admin().await;
    let waits = batch(&portal, &admin).await;
    assert_eq!(waits.texts("main h1"), ["Ждут отправки 2 приглашения"]);
    assert_eq!(waits.attributes("progress", "value"), ["0"]);
    assert!(waits.says("Сейчас письма не уходят: почтовый сервер недоступен"), "{}", waits.text());
    assert!(!waits.says("Задержива"), "the same is told once: {}", waits.text());
    let full =
        "UPDATE letters SET reason = 'delivery-reason-mailbox-full' WHERE id = (SELECT MIN(id) FROM letters)";
    portal.write(|tx| tx.execute(full, &[])).await;
    let id = portal.number("SELECT MAX(id) FROM invitation_batches").await;
    let page = admin.get(&format!("/invite/batches/{id}")).await;
    assert!(page.says("Сейчас письма не уходят: почтовый сервер недоступен"), "{}", page.text());
    assert!(page.says("Задерживается 1 письмо: ящик получателя переполнен"), "{}", page.text());
}
