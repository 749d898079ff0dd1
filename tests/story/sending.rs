//! What becomes of letters between the outbox and the mail server: none is lost, none doubled.

use std::sync::Arc;
use std::time::Duration;

use collega::mail::message::Mailbox;
use collega::mail::outbox::store::{GONE, OF_COMPANY};
use collega::mail::outbox::{Priority, State};
use collega::mail::transport::{Switch, Wish};

use crate::support::databases::{Engine, TestDatabase, on_both_engines, run};
use crate::support::picky_server::{PickyServer, SILENCE};
use crate::support::post::{COMPANY, Post, START, by, message_ids, picky, running};
use crate::support::smtp_sink::SmtpSink;
use crate::support::wait::until;

on_both_engines!(
    every_letter_is_handed_over_once_over_few_sessions,
    a_server_that_is_away_defers_letters_until_it_is_back,
    letters_wait_while_nobody_can_tell_the_server,
    a_refused_recipient_fails_at_once_and_alone,
    a_greylisting_server_gets_the_same_letter_again,
    a_letter_withdrawn_before_its_turn_never_leaves,
    a_letter_that_a_killed_sender_had_begun_is_repeated_once_with_the_same_message_id,
    a_letter_that_a_killed_sender_had_only_claimed_goes_out_once,
    whoever_waits_at_a_screen_is_served_first,
    a_pause_holds_what_has_not_got_to_its_dot,
    without_a_mail_server_letters_land_in_the_mailbox,
    a_letter_that_can_t_be_told_holds_nobody_up,
    a_letter_withdrawn_while_it_is_told_is_not_noted,
    the_sender_s_name_of_the_installation_stands_in_from,
    a_letter_whose_answer_never_comes_holds_nobody_up,
    a_server_that_falls_silent_does_not_keep_the_portal_from_stopping,
    what_waits_behind_silent_answers_goes_back_at_a_stop,
);

async fn every_letter_is_handed_over_once_over_few_sessions(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let post = Post::new(database, Some(&sink)).await;
    let ids = post.queue(40).await;
    assert_eq!(post.deliver().await, 40);
    assert_eq!(post.deliver().await, 0);
    let mut sent = message_ids(&sink);
    sent.dedup();
    assert_eq!(sent.len(), 40);
    let letter = post.letter(ids[0]).await;
    assert_eq!((letter.state, letter.attempts, letter.name.as_str()), (State::Accepted, 1, "sent"));
    assert_eq!(letter.finished_at, Some(START));
}

async fn a_server_that_is_away_defers_letters_until_it_is_back(database: &TestDatabase) {
    let gone = SmtpSink::start(&[]);
    let post = Post::new(database, Some(&gone)).await;
    drop(gone);
    let ids = post.queue(20).await;
    post.deliver().await;
    for id in &ids {
        let letter = post.letter(*id).await;
        assert_eq!((letter.state, letter.attempts), (State::Deferred, 0), "no attempt at this very letter");
        assert_eq!(letter.reason.as_deref(), Some("delivery-reason-server-unreachable"));
        assert!(letter.next_attempt_at > START && letter.next_attempt_at <= START + Duration::from_mins(18));
    }
    let back = SmtpSink::start(&[]);
    post.sender.switch.set(by(&back), "localhost");
    assert_eq!(post.deliver().await, 0, "not before their time");
    post.clock.advance(Duration::from_mins(20));
    assert_eq!(post.deliver().await, 20);
    assert_eq!(message_ids(&back).len(), 20);
}

async fn letters_wait_while_nobody_can_tell_the_server(database: &TestDatabase) {
    let post = Post::new(database, None).await;
    post.sender.switch.set(Wish::Unreadable("sealed with another key".to_owned()), "localhost");
    let id = post.queue(1).await[0];
    post.deliver().await;
    let letter = post.letter(id).await;
    assert_eq!((letter.state, letter.attempts), (State::Deferred, 0));
    let sink = SmtpSink::start(&[]);
    post.sender.switch.set(by(&sink), "localhost");
    post.clock.advance(Duration::from_mins(20));
    assert_eq!(post.deliver().await, 1);
    assert_eq!(message_ids(&sink).len(), 1);
}

async fn a_refused_recipient_fails_at_once_and_alone(database: &TestDatabase) {
    let sink = SmtpSink::start(&["-f", "RCPT"]);
    let post = Post::new(database, Some(&sink)).await;
    let ids = post.queue(3).await;
    post.deliver().await;
    let letter = post.letter(ids[0]).await;
    assert_eq!((letter.state, letter.name.as_str()), (State::Failed, "failed"));
    assert!(letter.reply.unwrap().starts_with("500"), "the server's words are kept");
    let attempts: i64 = post
        .write(|tx| {
            tx.query_one("SELECT COUNT(*) FROM letter_attempts WHERE outcome = 'failed'", &[], |row| {
                row.get(0)
            })
        })
        .await;
    assert_eq!(attempts, 3);
    post.clock.advance(Duration::from_hours(200));
    assert_eq!(post.deliver().await, 0, "a failed letter is not tried again");
}

async fn a_greylisting_server_gets_the_same_letter_again(database: &TestDatabase) {
    let grey = SmtpSink::start(&["-r", "RCPT"]);
    let post = Post::new(database, Some(&grey)).await;
    let ids = post.queue(1).await;
    post.deliver().await;
    let deferred = post.letter(ids[0]).await;
    assert_eq!((deferred.state, deferred.attempts, deferred.name.as_str()), (State::Deferred, 1, "deferred"));
    let pause = deferred.next_attempt_at.since(START);
    assert!(pause >= Duration::from_mins(5) && pause < Duration::from_mins(15), "{pause:?}");
    let open = SmtpSink::start(&[]);
    post.sender.switch.set(by(&open), "localhost");
    post.clock.advance(deferred.next_attempt_at.since(START));
    assert_eq!(post.deliver().await, 1);
    assert_eq!(message_ids(&open), [format!("<{}>", deferred.message_id)]);
}

async fn a_pause_holds_what_has_not_got_to_its_dot(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let mut post = Post::new(database, None).await;
    // One session, so that letters go one after another.
    post.sender.switch = Arc::new(Switch::new(1, "localhost"));
    post.sender.switch.set(by(&sink), "localhost");
    let ids = post.queue(5).await;
    // What becomes of the first is written down together with the dot of the second.
    post.sql("UPDATE letters SET kind = 'last'").await;
    post.deliver().await;
    assert_eq!(message_ids(&sink).len(), 1, "the second was in the server's hands, but had no dot");
    let mut held = 0;
    for id in &ids {
        let letter = post.letter(*id).await;
        held += usize::from((letter.state, letter.attempts) == (State::Queued, 0));
    }
    assert_eq!(held, 4, "as if nothing had been");
    post.sql("UPDATE letters SET kind = 'test'").await;
    assert_eq!(post.deliver().await, 0);
    let code = post.queue_as(1, Priority::Interactive).await[0];
    assert_eq!(post.deliver().await, 1);
    assert_eq!(post.letter(code).await.state, State::Accepted);
    let due = |priority| post.write(move |tx| tx.outbox().next_due(&[], priority));
    assert_eq!((due(None).await, due(Some(Priority::Bulk)).await), (None, Some(START)));
    assert!(post.write(|tx| tx.outbox().end_pause()).await);
    assert_eq!(post.deliver().await, 4);
    assert_eq!(message_ids(&sink).len(), 6);
}

async fn a_letter_withdrawn_before_its_turn_never_leaves(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let post = Post::new(database, Some(&sink)).await;
    post.queue(2).await;
    let withdrawn = post.write(|tx| tx.outbox().cancel(COMPANY, "test", 0, START)).await;
    assert_eq!(withdrawn, 1);
    assert_eq!(post.deliver().await, 1);
    assert_eq!(message_ids(&sink), ["<1.1@localhost>"]);
}

async fn a_letter_that_a_killed_sender_had_begun_is_repeated_once_with_the_same_message_id(
    database: &TestDatabase,
) {
    let sink = SmtpSink::start(&[]);
    let post = Post::new(database, Some(&sink)).await;
    let id = post.queue(1).await[0];
    // What a sender leaves that is killed after the final dot and before the answer.
    post.sql("UPDATE letters SET state = 'dot_sent', attempts = 1, lease_until = 1").await;
    assert_eq!(post.deliver().await, 0, "it may have arrived: not at once");
    let unknown = post.letter(id).await;
    assert_eq!((unknown.state, unknown.name.as_str()), (State::Unknown, "unknown"));
    post.clock.advance(Duration::from_mins(31));
    assert_eq!(post.deliver().await, 1);
    assert_eq!(message_ids(&sink), ["<0.1@localhost>"]);
    // And once more: then it is left alone.
    post.sql("UPDATE letters SET state = 'dot_sent', lease_until = 1").await;
    post.clock.advance(Duration::from_hours(1000));
    assert_eq!(post.deliver().await, 0);
    assert_eq!(post.letter(id).await.state, State::Unknown);
    assert_eq!(message_ids(&sink).len(), 1, "repeated at most once");
}

async fn a_letter_that_a_killed_sender_had_only_claimed_goes_out_once(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let post = Post::new(database, Some(&sink)).await;
    let id = post.queue(1).await[0];
    let claimed = post
        .write(|tx| tx.outbox().claim(&[], Priority::Bulk, 10, START + Duration::from_mins(2), START))
        .await;
    assert_eq!(claimed.len(), 1);
    assert_eq!(post.deliver().await, 0, "another sender holds it");
    post.clock.advance(Duration::from_mins(3));
    assert_eq!(post.deliver().await, 1);
    assert_eq!(message_ids(&sink).len(), 1);
    assert_eq!(post.letter(id).await.attempts, 1, "only what a server saw is an attempt");
}

async fn whoever_waits_at_a_screen_is_served_first(database: &TestDatabase) {
    let post = Post::new(database, None).await;
    post.queue(300).await;
    let code = post.queue_as(1, Priority::Interactive).await[0];
    post.deliver().await;
    assert_eq!(post.letter(code).await.state, State::Accepted, "in the first pass, before 300 others");
    let waiting: i64 = post
        .write(|tx| {
            tx.query_one("SELECT COUNT(*) FROM letters WHERE state = 'queued'", &[], |row| row.get(0))
        })
        .await;
    assert!(waiting > 0);
}

async fn without_a_mail_server_letters_land_in_the_mailbox(database: &TestDatabase) {
    let post = Post::new(database, None).await;
    let ids = post.queue(3).await;
    assert_eq!(post.deliver().await, 3);
    let kept: i64 =
        post.write(|tx| tx.query_one("SELECT COUNT(*) FROM mailbox_messages", &[], |row| row.get(0))).await;
    assert_eq!(kept, 3);
    assert_eq!(post.letter(ids[2]).await.state, State::Accepted);
}

async fn a_letter_that_can_t_be_told_holds_nobody_up(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let post = Post::new(database, Some(&sink)).await;
    let ids = post.queue(5).await;
    post.sql("UPDATE letters SET kind = 'broken' WHERE subject_id = 2").await;
    post.deliver().await;
    let broken = post.letter(ids[2]).await;
    assert_eq!((broken.state, broken.name.as_str()), (State::Failed, "failed"));
    assert_eq!(message_ids(&sink).len(), 4);
}

async fn a_letter_withdrawn_while_it_is_told_is_not_noted(database: &TestDatabase) {
    let post = Post::new(database, None).await;
    let id = post.queue(1).await[0];
    post.sql("UPDATE letters SET kind = 'unwanted'").await;
    post.deliver().await;
    let letter = post.letter(id).await;
    assert_eq!((letter.state, letter.name.as_str()), (State::Cancelled, "none"));
}

async fn the_sender_s_name_of_the_installation_stands_in_from(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let mut post = Post::new(database, Some(&sink)).await;
    post.queue(1).await;
    post.deliver().await;
    assert!(!sink.letters()[0].contains("Acme HR"));
    post.sender.from = Some(Mailbox::named("Acme HR", "hr@acme.example"));
    post.queue(1).await;
    post.deliver().await;
    let named = |letter: &String| letter.lines().any(|line| line == "From: \"Acme HR\" <hr@acme.example>");
    assert!(sink.letters().iter().any(named), "{:?}", sink.letters());
}

async fn a_letter_whose_answer_never_comes_holds_nobody_up(database: &TestDatabase) {
    let mut post = Post::new(database, None).await;
    post.sender.switch = Arc::new(Switch::new(8, "localhost"));
    let server = PickyServer::start(&[("DOT TO:<person0@", SILENCE)]);
    post.leave_by(&format!("smtp://127.0.0.1:{}", server.port()));
    let silent = post.queue(5).await[0];
    let (stop, run) = running(&post);
    until("the letters beside it are out", || server.letters() == 4);
    post.queue_as(2, Priority::Interactive).await;
    post.sender.bell.ring();
    until("letters queued later are out, but for the one to the same person", || server.letters() == 5);
    assert_eq!(post.letter(silent).await.state, State::DotSent, "nobody knows yet");
    stop.cancel();
    run.abort();
}

async fn a_server_that_falls_silent_does_not_keep_the_portal_from_stopping(database: &TestDatabase) {
    let (post, server) = picky(database, &[("RCPT TO:<person1@", SILENCE)]).await;
    let ids = post.queue(3).await;
    let (stop, run) = running(&post);
    until("a letter hangs", || server.heard("RCPT TO:<person1@") == 1 && server.letters() == 2);
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(20), run).await.expect("the sender stops").unwrap();
    let letter = post.letter(ids[1]).await;
    assert_eq!((letter.state, letter.attempts), (State::Queued, 0), "as if nothing had been");
    assert_eq!(post.letter(ids[2]).await.state, State::Accepted);
}

async fn what_waits_behind_silent_answers_goes_back_at_a_stop(database: &TestDatabase) {
    let (post, server) = picky(database, &[("DOT", SILENCE)]).await;
    let addresses = (0..6).map(|n| format!("anna@domain{n}.example")).collect();
    let ids = post.queue_to(addresses, Priority::Bulk).await;
    let (stop, run) = running(&post);
    until("all sessions that they may have wait for an answer", || server.heard("DOT") == 3);
    stop.cancel();
    let the_others_are_back = async {
        let mut back = 0;
        while back < 3 {
            back = 0;
            for id in &ids {
                back += usize::from(post.letter(*id).await.state == State::Queued);
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), the_others_are_back).await.expect("they go back at once");
    assert!(!run.is_finished(), "the others are waited for");
    run.abort();
}

/// Asked before each claim, among all the letters of all times. The other engine plans by what there is.
#[test]
fn letters_whose_sender_is_gone_are_found_by_an_index() {
    run(Engine::Sqlite, async |database| {
        for state in ["claimed", "dot_sent"] {
            let asked = format!(
                "EXPLAIN QUERY PLAN UPDATE letters SET lease_until = NULL {GONE} AND state = '{state}'"
            );
            let plan: Vec<String> = database
                .db
                .read(move |tx| tx.query(&asked, &[0_i64.into(), 0_i64.into()], |row| row.get(3)))
                .await
                .unwrap();
            assert!(plan.iter().any(|step| step.contains("letters_claimed")), "{plan:?}");
        }
    });
}

/// Asked for each page of invitations, among all the letters of all times.
#[test]
fn the_letters_of_a_page_are_found_by_what_they_speak_of() {
    run(Engine::Sqlite, async |database| {
        let asked =
            format!("EXPLAIN QUERY PLAN SELECT id {OF_COMPANY} AND kind IN (?, ?) AND subject_id IN (?, ?)");
        let values = ["invitation".into(), "reminder".into(), 1_i64.into(), 2_i64.into()];
        let plan: Vec<String> = database
            .db
            .read(move |tx| {
                let all: Vec<_> = [1_i64.into()].into_iter().chain(values).collect();
                tx.query(&asked, &all, |row| row.get(3))
            })
            .await
            .unwrap();
        assert!(plan.iter().any(|step| step.contains("letters_subject")), "{plan:?}");
    });
}

/// Only one of the engines keeps a text that is none.
#[test]
fn a_row_that_can_t_be_read_holds_nobody_up() {
    run(Engine::Sqlite, async |database| {
        let sink = SmtpSink::start(&[]);
        let post = Post::new(database, Some(&sink)).await;
        let ids = post.queue(5).await;
        post.sql("UPDATE letters SET email = CAST(x'ff41' AS TEXT) WHERE subject_id = 3").await;
        post.deliver().await;
        assert_eq!(message_ids(&sink).len(), 4);
        let bad = ids[3];
        let (state, noted): (String, String) = post
            .write(move |tx| {
                tx.query_one("SELECT state, name FROM letters WHERE id = $1", &[bad.into()], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
            })
            .await;
        assert_eq!((state.as_str(), noted.as_str()), ("failed", "failed"));
    });
}
