//! What one process learns of a mail server all of them know, and so does one that was started anew.

use std::sync::Arc;
use std::time::Duration;

use collega::app;
use collega::base::clock::{ManualClock, SharedClock};
use collega::base::random::SeededRandom;
use collega::mail::outbox::{Priority, State};
use collega::mail::reason::Reason;
use collega::mail::sender::Sender;
use collega::mail::transport::{Switch, Wish};
use collega::portal::SharedPortal;
use tokio_util::sync::CancellationToken;

use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::picky_server::{PickyServer, SILENCE};
use crate::support::portal::TestPortal;
use crate::support::post::{Post, START, picky, running};
use crate::support::wait::until;

on_both_engines!(
    five_senders_try_a_wrong_password_once_in_a_quarter_of_an_hour,
    while_one_sender_knocks_the_others_wait,
    a_rest_grows_whoever_finds_the_server_closed,
    a_server_that_takes_letters_again_is_told_to_all,
    every_process_tells_what_one_of_them_learned,
);

/// Another process that sends by this server, with this password.
fn another(post: &Post, server: &PickyServer, password: &str) -> Sender {
    let switch = Switch::new(4, "localhost");
    let url = format!("smtp://anna:{password}@127.0.0.1:{}", server.port());
    switch.set(Wish::Server(url.parse().unwrap()), "localhost");
    Sender { switch: Arc::new(switch), ..post.sender.clone() }
}

async fn pass(sender: &Sender) -> usize {
    sender.pass(&CancellationToken::new()).await.unwrap()
}

async fn five_senders_try_a_wrong_password_once_in_a_quarter_of_an_hour(database: &TestDatabase) {
    let (post, server) = picky(database, &[("AUTH", "535 5.7.8 no such name or password")]).await;
    for round in 1..=2 {
        // Each is a process of its own, and after the first round all are started anew.
        for _ in 0..5 {
            let sender = another(&post, &server, "wrong");
            let id = post.queue_as(1, Priority::Interactive).await[0];
            pass(&sender).await;
            assert_eq!(server.heard("AUTH"), round, "one of them has found it out");
            let letter = post.letter(id).await;
            assert_eq!((letter.state, letter.attempts), (State::Deferred, 0));
            assert_eq!(letter.reason.as_deref(), Some("delivery-reason-auth-refused"));
            assert!(letter.reply.unwrap().contains("no such name or password"), "in the server's words");
            assert_eq!(sender.switch.trouble().map(|trouble| trouble.since), Some(START));
            post.sql("DELETE FROM letters").await;
        }
        post.clock.advance(Duration::from_mins(15));
    }
    // Another password is no longer the same door.
    let mended = another(&post, &server, "other");
    post.queue(1).await;
    pass(&mended).await;
    assert_eq!(server.heard("AUTH"), 3);
}

async fn while_one_sender_knocks_the_others_wait(database: &TestDatabase) {
    let (post, server) = picky(database, &[("AUTH", SILENCE)]).await;
    let other = another(&post, &server, "wrong");
    post.queue(1).await;
    let (stop, run) = running(&post);
    until("the first knocks", || server.heard("AUTH") == 1);
    let late = post.queue_as(1, Priority::Interactive).await[0];
    assert_eq!(pass(&other).await, 1);
    let letter = post.letter(late).await;
    assert_eq!((letter.state, letter.attempts), (State::Queued, 0), "as if nothing had been");
    assert_eq!(server.heard("AUTH"), 1);
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(20), run).await.expect("it stops").unwrap();
    // Whoever went away without finding it out leaves the door to the next.
    let (stop, run) = running(&Post { sender: other, clock: Arc::clone(&post.clock) });
    until("the other knocks", || server.heard("AUTH") == 2);
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(20), run).await.expect("it stops").unwrap();
}

async fn a_rest_grows_whoever_finds_the_server_closed(database: &TestDatabase) {
    let (post, server) = picky(database, &[("EHLO", "421 4.3.2 closing down")]).await;
    for minutes in [1, 2, 4, 8, 15] {
        let sender = another(&post, &server, "wrong");
        post.queue(1).await;
        pass(&sender).await;
        let rest = sender.switch.resting(post.sender.clock.now()).expect("a rest");
        let waits = (rest.until.0 - rest.since.0) / 60_000;
        assert!(waits >= minutes && waits <= minutes + minutes / 5, "{waits} minutes, not {minutes}");
        post.sql("DELETE FROM letters").await;
        post.clock.advance(rest.until.since(rest.since));
    }
}

async fn a_server_that_takes_letters_again_is_told_to_all(database: &TestDatabase) {
    let (post, closed) = picky(database, &[("AUTH", "535 5.7.8 no")]).await;
    post.queue(1).await;
    post.deliver().await;
    let row = "SELECT COUNT(*) FROM mail_servers WHERE trouble_since IS NOT NULL";
    let troubles = async || post.write(move |tx| tx.query_one(row, &[], |row| row.get::<i64>(0))).await;
    assert_eq!((closed.heard("AUTH"), troubles().await), (1, 1));
    // The same server in the same words, but mended.
    let mark = "SELECT server FROM mail_servers";
    let mark: String = post.write(move |tx| tx.query_one(mark, &[], |row| row.get(0))).await;
    let open = PickyServer::start(&[]);
    let sender = another(&post, &open, "wrong");
    post.queue(1).await;
    pass(&sender).await;
    let marks =
        post.write(|tx| tx.query("SELECT server FROM mail_servers", &[], |row| row.get::<String>(0))).await;
    assert!(marks.len() == 2 && marks.contains(&mark), "each server has a row");
    assert!(!marks.iter().any(|mark| mark.contains("wrong") || mark.contains("anna")), "{marks:?}");
    post.sql("UPDATE letters SET next_attempt_at = 0 WHERE state = 'deferred'").await;
    post.write(move |tx| {
        tx.execute("DELETE FROM mail_servers WHERE server <> $1", &[(&mark).into()])?;
        tx.mail_servers().note_taking(&mark, START + Duration::from_mins(16))
    })
    .await;
    assert_eq!(troubles().await, 0);
    post.clock.advance(Duration::from_mins(16));
    post.deliver().await;
    assert_eq!(closed.heard("AUTH"), 2, "what others have learned ends the rest here");
}

/// The same database and key, opened by another process.
async fn opened_anew(portal: &TestPortal) -> SharedPortal {
    let clock: SharedClock = Arc::<ManualClock>::clone(&portal.clock);
    app::open(portal.portal.config.clone(), clock, Arc::new(SeededRandom::new(99))).await.unwrap()
}

async fn every_process_tells_what_one_of_them_learned(database: &TestDatabase) {
    let server = PickyServer::start(&[("AUTH", "535 5.7.8 no such name or password")]);
    let url = format!("smtp://anna:wrong@127.0.0.1:{}", server.port());
    let portal = TestPortal::with(database, |config| config.mail.smtp_url = Some(url)).await;
    let admin = portal.admin().await;
    portal.program().await.invited("ivan@example.org").await;
    // The pages are one process's work, letters another's.
    let sender = opened_anew(&portal).await;
    app::deliver_due(&sender).await.unwrap();
    assert_eq!(server.heard("AUTH"), 1);
    assert!(portal.portal.mail.trouble().is_none(), "not yet");
    collega::company::mail::take_up(&portal.portal).await.unwrap();
    let told = admin.get("/settings/mail/queue").await;
    assert!(told.says("С 09:00 письма не проходят"), "{}", told.text());
    assert!(told.says("Следующая проба: 09:15"), "{}", told.text());
    let later = opened_anew(&portal).await;
    assert_eq!(later.mail.trouble().map(|trouble| trouble.reason), Some(Reason::AuthRefused));
    assert!(later.mail.resting(later.now()).is_some(), "also after a new start");
    // Who presses «try again» here is heard there.
    admin.post("/settings/mail/hurry", &[]).await;
    app::deliver_due(&sender).await.unwrap();
    assert_eq!(server.heard("AUTH"), 2);
}
