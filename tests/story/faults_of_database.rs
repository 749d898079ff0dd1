//! The database has no room, goes away and comes back: whoever asks is told to try again, and no letter is lost or
//! doubled.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use collega::app;
use collega::mail::outbox::State;
use collega::store::{Result, Tx};
use serde_json::json;

use super::commands::{ADDRESS, Installation, answers, ended};
use crate::support::databases::{Engine, run};
use crate::support::held_server::HeldServer;
use crate::support::ledger::{self, Arrival};
use crate::support::portal::TestPortal;
use crate::support::wait::{self, comes_in_time};

const CLIENTS: usize = 200;

/// What the server took, compared with what is written down.
async fn complaints(db: &collega::store::Db, server: &HeldServer) -> Vec<String> {
    let arrivals: Vec<Arrival> = server.letters().iter().map(|raw| Arrival::of(raw)).collect();
    ledger::complaints(&arrivals, &ledger::entries(db).await)
}

/// Asks until there is an answer.
async fn insist(ask: reqwest::RequestBuilder) {
    loop {
        let answer = ask.try_clone().unwrap().send().await.unwrap();
        match answer.status().as_u16() {
            200 | 201 => return,
            429 | 503 => {}
            status => panic!("{status}: {:?}", answer.text().await),
        }
        wait::a_moment().await;
    }
}

/// R12, R13: whoever was not answered asks again, by the same key.
#[test]
fn a_server_of_the_database_that_starts_anew_under_load_loses_and_doubles_nothing() {
    run(Engine::Postgres, async |database| {
        let (server, installation) = (HeldServer::start(), Installation::new(database));
        installation.set_up();
        let caps = "UPDATE companies SET letters_per_day = 1000, letters_per_week = 1000, pending_per_inviter = 1000";
        database.db.write(move |tx| tx.execute(caps, &[])).await.unwrap();
        let token = installation.run(&["token", "create", "--as", ADDRESS, "--name", "site"]).out;
        let address = {
            let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            free.local_addr().unwrap().to_string()
        };
        let mut serve = installation.command(&["serve", "--listen", &address]);
        serve.env("COLLEGA_MAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", server.port()));
        let mut portal = serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        assert!(comes_in_time(async || answers(&address)).await, "the portal answers");

        let done = Arc::<AtomicUsize>::default();
        let client = reqwest::Client::new();
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let ask = client
                    .post(format!("http://{address}/api/v1/invitations"))
                    .bearer_auth(token.trim())
                    .header("host", "localhost:8080")
                    .header("content-type", "application/json")
                    .header("idempotency-key", format!("client-{number}"))
                    .body(
                        json!({ "recipients": [{ "email": format!("person{number}@example.org") }] })
                            .to_string(),
                    );
                let done = Arc::clone(&done);
                tokio::spawn(async move {
                    insist(ask).await;
                    done.fetch_add(1, Ordering::SeqCst);
                })
            })
            .collect();
        for enough in [10, 40, 80] {
            assert!(
                comes_in_time(async || done.load(Ordering::SeqCst) >= enough).await,
                "{enough} are answered"
            );
            database.shut();
            let is_told_to_wait = async || {
                let look = client.get(format!("http://{address}/api/v1/employees")).bearer_auth(token.trim());
                let answer = look.header("host", "localhost:8080").send().await.unwrap();
                answer.status() == 503 && answer.headers().contains_key("retry-after")
            };
            assert!(comes_in_time(is_told_to_wait).await, "503");
            database.open_again();
        }
        for client in clients {
            tokio::time::timeout(Duration::from_mins(1), client).await.expect("an answer").unwrap();
        }
        // What a minute would do for the letters that were in hand when the database went away.
        let end = |tx: &mut Tx<'_>| -> Result<u64> {
            tx.execute("UPDATE letters SET lease_until = 1 WHERE state IN ('claimed', 'dot_sent')", &[])?;
            tx.execute("UPDATE mail_servers SET trying_until = 1 WHERE trying_until IS NOT NULL", &[])
        };
        // The connections of this test were put out, too.
        assert!(comes_in_time(async || database.db.write(end).await.is_ok()).await, "the database is back");
        let is_settled = async || {
            let left = "SELECT COUNT(*) FROM letters WHERE state NOT IN ('accepted', 'unknown')";
            let left = database.db.read(move |tx| tx.query_one(left, &[], |row| row.get::<i64>(0))).await;
            left.is_ok_and(|left| left == 0)
        };
        assert!(comes_in_time(is_settled).await, "all letters leave");
        assert!(Command::new("kill").arg(portal.id().to_string()).status().unwrap().success());
        assert_eq!(portal.wait().unwrap().code(), Some(0));
        assert_eq!(complaints(&database.db, &server).await, Vec::<String>::new());
        let invited = "SELECT COUNT(*) FROM employees WHERE status = 'invited'";
        let invited = database.db.read(move |tx| tx.query_one(invited, &[], |row| row.get::<i64>(0)));
        assert_eq!(usize::try_from(invited.await.unwrap()).unwrap(), CLIENTS, "each once");
    });
}

/// As much room as a disk has left: so many pages beyond those in use.
async fn leave_room(portal: &TestPortal, pages: i64) {
    portal
        .write(move |tx| {
            let used: i64 = tx.query_one("PRAGMA page_count", &[], |row| row.get(0))?;
            let limit = format!("PRAGMA max_page_count = {}", used + pages);
            tx.query_one(&limit, &[], |row| row.get::<i64>(0)).map(drop)
        })
        .await;
}

/// Lets each note about a letter take room.
async fn let_notes_take_room(portal: &TestPortal) {
    portal
        .write(|tx| {
            tx.execute("CREATE TABLE filler (bytes BLOB)", &[])?;
            let trigger = "CREATE TRIGGER fill AFTER UPDATE ON letters BEGIN INSERT INTO filler VALUES (zeroblob(9000)); END";
            tx.execute(trigger, &[])
        })
        .await;
}

const ROOM: i64 = 1_000_000;

#[test]
fn a_full_disk_is_told_and_keeps_what_was_typed() {
    run(Engine::Sqlite, async |database| {
        let portal = TestPortal::new(database).await;
        let admin = portal.admin().await;
        let page = admin.get("/invite/mail-service").await;
        let list: Vec<String> = (0..40).map(|n| format!("person{n}@example.org")).collect();
        let list = list.join("\n");
        leave_room(&portal, 1).await;
        let review = admin.submit(&page, "/invite/mail-service", &[("addresses", &list)]).await;
        let refused = if review.status == 503 {
            review
        } else {
            admin.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await
        };
        assert_eq!(refused.status, 503, "{}", refused.text());
        assert!(refused.body.contains("person39@example.org"), "nothing typed is lost: {}", refused.text());
        assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 0, "all or nothing");
        assert_eq!(admin.get("/employees").await.status, 200, "what is there can be read");
        leave_room(&portal, ROOM).await;
        let review = admin.submit(&page, "/invite/mail-service", &[("addresses", "ivan@example.org")]).await;
        admin.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
        assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 1);
    });
}

#[test]
fn a_disk_that_fills_up_while_letters_leave_loses_and_doubles_none() {
    run(Engine::Sqlite, async |database| {
        let server = HeldServer::start();
        let url = format!("smtp://127.0.0.1:{}", server.port());
        let portal = TestPortal::with(database, |config| config.mail.smtp_url = Some(url)).await;
        let program = portal.program().await;
        let list: Vec<_> = (0..30).map(|n| json!({ "email": format!("person{n}@example.org") })).collect();
        program.invite(json!({ "recipients": list })).await;
        let_notes_take_room(&portal).await;
        // Enough to claim them all, and for some of them on their way.
        leave_room(&portal, 30 * 3 + 40).await;
        let sending = tokio::spawn({
            let portal = Arc::clone(&portal.portal);
            async move { app::deliver_due(&portal).await }
        });
        // Whoever can't write down that a letter is about to leave hangs up.
        assert!(comes_in_time(async || server.is_left_alone()).await, "the disk is full");
        assert!(server.letters().len() < 30, "not all have left");
        leave_room(&portal, ROOM).await;
        // Whoever could not write something down tries again a moment later.
        while !sending.is_finished() {
            portal.advance(Duration::from_secs(2));
            wait::a_moment().await;
        }
        let failed = sending.await.unwrap();
        assert!(failed.is_err(), "the pass ends, and what it knows is written down");
        portal.advance(Duration::from_mins(2));
        app::deliver_due(&portal.portal).await.unwrap();
        assert_eq!(complaints(database_of(&portal), &server).await, Vec::<String>::new());
        let entries = ledger::entries(database_of(&portal)).await;
        assert!(
            entries.iter().all(|entry| entry.state == State::Accepted && entry.repeats == 0),
            "{entries:?}"
        );
        assert_eq!(server.letters().len(), 30);
    });
}

fn database_of(portal: &TestPortal) -> &collega::store::Db {
    &portal.portal.db
}

/// R9: who can't write a log goes on, and counts what it could not write.
#[test]
fn a_log_that_can_t_be_written_stops_nobody() {
    run(Engine::Sqlite, async |database| {
        let installation = Installation::new(database);
        installation.set_up();
        let address = {
            let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            free.local_addr().unwrap().to_string()
        };
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut serve = installation.command(&["serve", "--listen", &address]);
        serve.env("COLLEGA_LOG", "debug").stdout(Stdio::null()).stderr(full);
        let mut portal = serve.spawn().unwrap();
        assert!(comes_in_time(async || answers(&address)).await, "the portal answers");
        let get = async |path: &str| {
            let answer = reqwest::Client::new()
                .get(format!("http://{address}{path}"))
                .header("host", "localhost:8080");
            let answer = answer.send().await.unwrap();
            (answer.status().as_u16(), answer.text().await.unwrap())
        };
        for _ in 0..3 {
            assert_eq!(get("/sign-in").await.0, 200);
        }
        let (status, figures) = get("/metrics").await;
        let lost = figures.lines().find_map(|line| line.strip_prefix("collega_log_lines_lost_total "));
        let lost: u64 = lost.unwrap_or_else(|| panic!("{status}: {figures}")).parse().unwrap();
        assert!(lost >= 3, "{figures}");
        assert!(Command::new("kill").arg(portal.id().to_string()).status().unwrap().success());
        assert_eq!(portal.wait().unwrap().code(), Some(0));
    });
}

/// R10: one line says what is wrong.
#[test]
fn a_place_that_takes_no_files_is_told_in_one_line() {
    run(Engine::Sqlite, async |database| {
        let installation = Installation::new(database);
        for url in ["sqlite:/proc/collega/collega.db", "sqlite:/dev/null/collega.db", "sqlite:/proc/version"]
        {
            let mut serve = installation.command(&["serve"]);
            let refused = ended(serve.env("COLLEGA_DATABASE_URL", url));
            assert_eq!((refused.code, refused.err.lines().count()), (Some(1), 1), "{url}: {refused:?}");
            assert!(refused.err.contains("database_url"), "{url}: {refused:?}");
        }
    });
}
