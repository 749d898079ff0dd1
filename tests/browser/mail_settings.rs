//! The mail server set, tried and removed in a real browser.

use collega::base::private_file;
use collega::mail::dkim::{Algorithm, SigningKey};

use super::tour::Tour;
use crate::story::join::invite;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::folder::Folder;
use crate::support::portal::TestPortal;
use crate::support::smtp_sink::SmtpSink;

#[test]
fn a_mail_server_is_set_and_tried() {
    for window in Window::each().chain([Window::phone("ru").without_javascript()]) {
        run(Engine::Sqlite, async |database: &TestDatabase| walk(database, window).await);
    }
}

async fn walk(database: &TestDatabase, window: Window) {
    let folder = Folder::new("dkim");
    let file = folder.path().join("key.pem");
    let pem = SigningKey::generate(Algorithm::Ed25519, "collega").unwrap().to_pem().unwrap();
    assert!(private_file::make(&file, pem.as_bytes()).unwrap());
    let portal = TestPortal::with(database, move |config| {
        config.mail.dkim.domain = Some("romashka.example".to_owned());
        config.mail.dkim.ed25519.file = Some(file);
    })
    .await;
    let tour = invited(&portal, window).await;
    ways(&tour).await;
    let refusing = SmtpSink::start(&["-f", "RCPT"]);
    fill(&tour, refusing.port(), "hr@lutik.example").await;
    tour.press("button[formaction]").await;
    tour.find(".notice-bad pre").await;
    tour.press(".notice-bad summary").await;
    tour.look("mail-refused").await;

    let sink = SmtpSink::start(&[]);
    fill(&tour, sink.port(), "hr@romashka.example").await;
    tour.press("button[formaction]").await;
    tour.find(".notice-ok pre").await;
    tour.look("mail-tried").await;
    tour.press("main button.primary").await;
    set(&tour).await;
    drop(sink);
    portal
        .write(|tx| {
            tx.execute(
                "INSERT INTO letters (company_id, kind, subject_id, email, email_key, name, language, message_id, \
                 priority, state, created_at, next_attempt_at, reason) SELECT id, 'x', 1, 'a', 'a', '', 'ru', 'x', 1, \
                 'deferred', 0, 1795414000000, 'delivery-reason-server-unreachable' FROM companies",
                &[],
            )
        })
        .await;
    tour.open("/settings/mail").await;
    tour.find(".queue button").await.scroll_into_view().await.unwrap();
    tour.look("mail-queue").await;
    reports(&portal, &tour).await;
    tour.open("/settings/mail").await;
    tour.press("form[action='/settings/mail/remove'] button").await;
    tour.find("main a[href='/mailbox']").await;
}

/// Somebody is invited while letters stay in the portal.
async fn invited(portal: &TestPortal, window: Window) -> Tour {
    invite(portal, &["ivan@example.org"]).await;
    portal.letters().await;
    Tour::signed_in(portal, window).await
}

/// The server is saved, and what had stayed here can be sent.
async fn set(tour: &Tour) {
    tour.find("form[action='/settings/mail/remove']").await;
    tour.find("form[action='/mailbox/send']").await;
    tour.look("mail-set").await;
    tour.open("/mailbox").await;
    tour.look("mailbox-past").await;
}

/// What can be chosen, and nothing filled in.
async fn ways(tour: &Tour) {
    tour.open("/settings/mail").await;
    tour.look("mail").await;
    tour.press("input[name=way][value=direct]").await;
    tour.find("form:has([value=direct]:checked) .mail-of-direct").await;
    tour.look("mail-direct").await;
    tour.open("/settings/mail").await;
    tour.press("main button.primary").await;
    tour.find("#host-error").await;
    tour.look("mail-mistake").await;
}

/// What came back and belongs to no letter.
async fn reports(portal: &TestPortal, tour: &Tour) {
    portal
        .write(|tx| {
            tx.execute(
                "INSERT INTO bounce_reports (company_id, received_at, kind, is_forged, email, subject, words) \
                 SELECT id, 1795413600000, 'failed', n, 'ivan.petrov@romashka.example', 'Undelivered Mail', \
                 '550 5.1.1 <ivan.petrov@romashka.example>: Recipient address rejected: User unknown' \
                 FROM companies, (SELECT 0 AS n UNION SELECT 1) AS both_ways",
                &[],
            )
        })
        .await;
    tour.open("/settings/mail").await;
    tour.press("main a[href='/settings/mail/reports']").await;
    tour.find("table.list").await;
    tour.look("mail-reports").await;
}

async fn fill(tour: &Tour, port: u16, from: &str) {
    tour.fill("#host", "localhost").await;
    tour.press("#tls option[value=none]").await;
    tour.fill("#port", &port.to_string()).await;
    tour.fill("#from", from).await;
}
