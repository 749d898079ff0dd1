//! The queue of letters, its switch and the check of DNS, in a real browser.

use super::tour::Tour;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::dns::NameServer;
use crate::support::portal::TestPortal;

#[test]
fn a_queue_is_watched_and_held() {
    for window in Window::each().chain([Window::phone("ru").without_javascript()]) {
        run(Engine::Sqlite, async |database: &TestDatabase| walk(database, window).await);
    }
}

async fn walk(database: &TestDatabase, window: Window) {
    let dns = NameServer::start(&[
        "txt-record=romashka.example,v=spf1 include:_spf.romashka.example ip4:198.51.100.0/24 -all",
        "txt-record=_spf.romashka.example,v=spf1 ip4:192.0.2.0/24 -all",
        "txt-record=_dmarc.romashka.example,v=DMARC1; p=none; rua=mailto:postmaster@romashka.example",
        "mx-host=romashka.example,mx.romashka.example,10",
        "host-record=mx.romashka.example,192.0.2.25",
        "host-record=smtp.romashka.example,203.0.113.7",
    ]);
    let portal = TestPortal::with(database, |config| {
        config.mail.smtp_url = Some("smtps://smtp.romashka.example".to_owned());
        config.mail.from = Some("no-reply@romashka.example".to_owned());
        config.mail.dns_server = Some(dns.address());
    })
    .await;
    let tour = Tour::signed_in(&portal, window).await;
    tour.open("/settings/mail/queue").await;
    tour.look("mail-queue-empty").await;
    letters(&portal).await;
    queue(&portal, &tour).await;
    records(&tour).await;
}

/// Looks through the queue, lets it stand and go on.
async fn queue(portal: &TestPortal, tour: &Tour) {
    portal.lose_mail_server();
    tour.open("/settings/mail/queue").await;
    tour.look("mail-queue-waiting").await;
    tour.press("a[href='/settings/mail/queue?pile=deferred']").await;
    tour.find("button[name=letter]").await;
    tour.press("table summary").await;
    tour.look("mail-queue-deferred").await;
    tour.find("#days").await.scroll_into_view().await.unwrap();
    tour.look("mail-queue-days").await;
    tour.open("/settings/mail/queue?pile=failed").await;
    tour.look("mail-queue-failed").await;
    tour.press(".queue-pause summary").await;
    tour.fill("#reason", "Ошибка в тексте приглашения, исправляем вместе с отделом кадров").await;
    tour.look("mail-queue-pausing").await;
    tour.press(".queue-pause button").await;
    tour.find("form[action='/settings/mail/queue/resume']").await;
    tour.look("mail-queue-paused").await;
    tour.press("form[action='/settings/mail/queue/resume'] button").await;
    tour.find(".queue-pause").await;
    restored(portal, tour).await;
}

/// A backup was put back: nothing leaves until somebody answers.
async fn restored(portal: &TestPortal, tour: &Tour) {
    let now = portal.portal.now();
    portal.write(move |tx| tx.outbox().hold_restored(now.plus_days(-1), now)).await;
    tour.open("/settings/mail/queue").await;
    tour.look("mail-queue-restored").await;
    tour.press("form[action='/settings/mail/queue/withdraw'] button").await;
    tour.find(".queue-pause").await;
    tour.look("mail-queue-withdrawn").await;
}

/// Asks DNS, and looks at what it says.
async fn records(tour: &Tour) {
    tour.open("/settings/mail/dns").await;
    tour.press("main form[action='/settings/mail/dns'] button").await;
    tour.find(".dns-line").await;
    tour.look("mail-dns").await;
    tour.find("#dmarc").await.scroll_into_view().await.unwrap();
    tour.look("mail-dns-below").await;
}

/// Letters of every fate, and two weeks of them.
async fn letters(portal: &TestPortal) {
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            let queued = [("queued", "", "", 6), ("deferred", "server-unreachable", "", 4)];
            let refused = "450 4.2.0 <person@long.department.example.org>: Recipient address rejected: Greylisted, \
                           see https://greylisting.example.org/help for details";
            let deferred = [("deferred", "greylisted", refused, 3), ("deferred", "throttled", "421 4.7.0 slow down", 1)];
            let over = [
                ("failed", "bad-address", "550 5.1.1 no such user", 3),
                ("unknown", "no-answer", "", 1),
            ];
            let kinds = ["invitation", "reminder", "joined", "seats-warning"];
            let all = queued.into_iter().chain(deferred).chain(over);
            for (n, (state, reason, reply, count)) in (0_i64..).zip(all) {
                for m in 0..count {
                    let at = now.plus_days(-(m % 3)).0 - n * 60_000;
                    let email = match m {
                        1 => "konstantin.konstantinopolskiy@podrazdelenie.example.org".to_owned(),
                        _ => format!("person{n}{m}@example.org"),
                    };
                    let reason = (!reason.is_empty()).then(|| format!("delivery-reason-{reason}"));
                    tx.execute(
                        "INSERT INTO letters (company_id, kind, subject_id, email, email_key, name, language, \
                         message_id, priority, state, created_at, next_attempt_at, attempts, reason, reply) \
                         VALUES ($1, $2, 1, $3, 'k', '', 'ru', 'x', 1, $4, $5, $6, $7, $8, $9)",
                        &[
                            company.into(),
                            kinds[usize::try_from(m % 4).unwrap()].into(),
                            (&email).into(),
                            state.into(),
                            at.into(),
                            (now.0 + 300_000 + m * 3_600_000).into(),
                            m.into(),
                            reason.as_deref().into(),
                            reply.into(),
                        ],
                    )?;
                }
            }
            for ago in 0..12_i64 {
                tx.execute(
                    "INSERT INTO letter_counts (company_id, quarter, part, accepted, failed) VALUES ($1, $2, 0, $3, $4)",
                    &[
                        company.into(),
                        (now.plus_days(-ago).0 / 900_000 * 900_000).into(),
                        ((ago * 37 + 11) % 90).into(),
                        (if ago % 4 == 1 { ago } else { 0 }).into(),
                    ],
                )?;
            }
            Ok(())
        })
        .await;
}
