//! What else may go wrong while letters leave: a server at each step, names without addresses, clocks that jump.

use std::sync::Arc;
use std::time::Duration;

use collega::base::clock::Clock as _;
use collega::mail::outbox::{Priority, State};
use collega::mail::reason::Reason;
use collega::mail::transport::Wish;
use tokio_util::sync::CancellationToken;

use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::held_server::{HeldServer, Moment};
use crate::support::picky_server::{CLOSE, PickyServer};
use crate::support::post::{Post, START, picky, running};
use crate::support::wait::{comes_in_time, until};

on_both_engines!(
    a_server_may_fail_at_each_step,
    what_may_be_out_is_repeated_once_after_half_an_hour,
    a_server_without_an_address_is_told_of,
    a_clock_that_jumps_ahead_takes_no_letter_from_who_sends_it,
    a_clock_that_jumps_ahead_repeats_nothing_that_was_taken,
    a_clock_that_is_set_back_keeps_no_letter_waiting,
    a_clock_that_was_wrong_at_the_last_run_keeps_nothing_waiting,
);

const DAY: Duration = Duration::from_hours(24);

/// S17, S18, S20 and the steps before them.
async fn a_server_may_fail_at_each_step(database: &TestDatabase) {
    let post = Post::new(database, None).await;
    for (step, answer, state, attempts) in [
        ("EHLO", CLOSE, State::Deferred, 0),
        ("AUTH", CLOSE, State::Deferred, 0),
        ("AUTH", "454 4.7.0 later", State::Deferred, 0),
        ("MAIL", CLOSE, State::Deferred, 1),
        ("RCPT", CLOSE, State::Deferred, 1),
        ("DATA", CLOSE, State::Deferred, 1),
        ("BODY", CLOSE, State::Deferred, 1),
        ("RCPT", "450 4.2.1 later", State::Deferred, 1),
        ("DATA", "451 4.3.0 later", State::Deferred, 1),
        ("DOT", "451 4.3.0 later", State::Deferred, 1),
        ("DOT", "554 5.6.0 no", State::Failed, 1),
        ("RCPT", "550 5.1.1 nobody", State::Failed, 1),
        ("DOT", CLOSE, State::Unknown, 1),
        ("DOT", "600 what", State::Unknown, 1),
        ("DOT", "299 odd but good", State::Accepted, 1),
        ("MAIL", "250-many\r\n250 lines", State::Accepted, 1),
        ("QUIT", CLOSE, State::Accepted, 1),
    ] {
        let server = PickyServer::start(Box::leak(Box::new([(step, answer)])));
        let url = format!("smtp://anna:right@127.0.0.1:{}", server.port());
        post.sender.switch.set(Wish::Server(url.parse().unwrap()), "localhost");
        let id = post.queue(1).await[0];
        post.deliver().await;
        let letter = post.letter(id).await;
        assert_eq!((letter.state, letter.attempts), (state, attempts), "{step}: {answer}: {letter:?}");
        // What befell one letter says nothing of the server.
        let of_server = [Reason::ServerUnreachable, Reason::HungUp, Reason::SignInLater].map(Reason::key);
        let is_of_server = letter.reason.as_deref().is_some_and(|reason| of_server.contains(&reason));
        assert_eq!(
            is_of_server,
            letter.state == State::Deferred && attempts == 0,
            "{step}: {answer}: {letter:?}"
        );
        post.sql("DELETE FROM letter_attempts").await;
        post.sql("DELETE FROM letters").await;
    }
}

async fn what_may_be_out_is_repeated_once_after_half_an_hour(database: &TestDatabase) {
    let (post, server) = picky(database, &[("DOT", CLOSE)]).await;
    let id = post.queue(1).await[0];
    post.deliver().await;
    post.clock.advance(Duration::from_mins(29));
    assert_eq!(post.deliver().await, 0, "not at once");
    post.clock.advance(Duration::from_mins(1));
    assert_eq!(post.deliver().await, 1);
    let letter = post.letter(id).await;
    assert_eq!((letter.state, letter.repeats), (State::Unknown, 1));
    post.clock.advance(Duration::from_hours(100));
    assert_eq!(post.deliver().await, 0, "once");
    let texts = server.texts();
    assert_eq!(texts.len(), 2);
    let id_of = |text: &String| text.lines().find(|line| line.starts_with("Message-ID")).unwrap().to_owned();
    assert_eq!(id_of(&texts[0]), id_of(&texts[1]));
}

/// S2: a name that has no address may have one later.
async fn a_server_without_an_address_is_told_of(database: &TestDatabase) {
    let post = Post::new(database, None).await;
    post.sender.switch.set(Wish::Server("smtp://mail.invalid:25".parse().unwrap()), "localhost");
    let id = post.queue(1).await[0];
    post.deliver().await;
    let letter = post.letter(id).await;
    assert_eq!((letter.state, letter.attempts), (State::Deferred, 0));
    let trouble = post.sender.switch.trouble().expect("administrators are told");
    assert_eq!(trouble.reason, Reason::ServerUnreachable);
}

/// A post whose letters leave by a server that stops where it is told to.
async fn held(database: &TestDatabase) -> (Post, HeldServer) {
    let (post, server) = (Post::new(database, None).await, HeldServer::start());
    let wish = Wish::Server(format!("smtp://127.0.0.1:{}", server.port()).parse().unwrap());
    post.sender.switch.set(wish, "localhost");
    (post, server)
}

/// Lets one pass go as far as to this moment of a letter.
fn held_pass(post: &Post, server: &HeldServer, moment: Moment) -> tokio::task::JoinHandle<()> {
    server.hold_at(moment, 1);
    let sender = post.sender.clone();
    let pass = tokio::spawn(async move {
        sender.pass(&CancellationToken::new()).await.unwrap();
    });
    assert!(tokio::task::block_in_place(|| server.is_held()));
    pass
}

/// R19: the claim is over, as it seems, while the letter is on its way.
async fn a_clock_that_jumps_ahead_takes_no_letter_from_who_sends_it(database: &TestDatabase) {
    let (post, server) = held(database).await;
    let id = post.queue(1).await[0];
    let pass = held_pass(&post, &server, Moment::Rcpt);
    post.clock.advance(DAY);
    post.deliver().await;
    server.let_go(None);
    pass.await.unwrap();
    // A second one that finds no place for long puts it back, and the first lets it be.
    post.deliver().await;
    assert_eq!(post.letter(id).await.state, State::Accepted);
    assert_eq!(server.letters().len(), 1, "two had it, and one sent it");
}

async fn a_clock_that_jumps_ahead_repeats_nothing_that_was_taken(database: &TestDatabase) {
    let (post, server) = held(database).await;
    let id = post.queue(1).await[0];
    let pass = held_pass(&post, &server, Moment::Dot);
    post.clock.advance(DAY);
    assert_eq!(post.deliver().await, 0);
    let unknown = post.letter(id).await;
    assert!(matches!(unknown.state, State::Unknown | State::DotSent), "{unknown:?}");
    server.let_go(None);
    pass.await.unwrap();
    let letter = post.letter(id).await;
    assert_eq!((letter.state, letter.name.as_str()), (State::Accepted, "sent"), "who sent it knows best");
    post.clock.advance(DAY);
    assert_eq!(post.deliver().await, 0);
    assert_eq!(server.letters().len(), 1);
}

async fn a_clock_that_is_set_back_keeps_no_letter_waiting(database: &TestDatabase) {
    let (post, server) = held(database).await;
    post.clock.advance(DAY);
    // A claim, a rest, a letter put off and one for a screen: all of them of tomorrow.
    let ids = post.queue(3).await;
    let now = post.clock.now();
    post.write(move |tx| tx.outbox().claim(&[], Priority::Bulk, 1, now + Duration::from_mins(1), now)).await;
    let late = now + Duration::from_mins(5);
    post.write(move |tx| {
        let put_off = "UPDATE letters SET state = 'deferred', next_attempt_at = $1 WHERE state = 'queued'";
        tx.execute(put_off, &[late.into()])
    })
    .await;
    post.queue_as(1, Priority::Interactive).await;
    let (stop, run) = running(&post);
    until("the sender is at work", || !server.letters().is_empty());
    post.clock.set_back(DAY);
    post.sender.bell.ring();
    let is_back = async || post.letter(ids[0]).await.state == State::Accepted;
    assert!(comes_in_time(is_back).await, "the claim of a day is none");
    let as_it_was_meant = async || {
        let (one, other) = (post.letter(ids[1]).await, post.letter(ids[2]).await);
        [one, other].iter().all(|letter| {
            letter.state == State::Deferred && letter.next_attempt_at == START + Duration::from_mins(5)
        })
    };
    assert!(comes_in_time(as_it_was_meant).await, "put off by five minutes, not by a day");
    post.clock.advance(Duration::from_mins(6));
    post.sender.bell.ring();
    until("all are out", || server.letters().len() == 4);
    stop.cancel();
    run.await.unwrap();
}

async fn a_clock_that_was_wrong_at_the_last_run_keeps_nothing_waiting(database: &TestDatabase) {
    let (post, server) = held(database).await;
    post.queue(2).await;
    // Queued by a clock of tomorrow, and a rest that it began.
    post.sql(
        "UPDATE letters SET created_at = created_at + 86400000, next_attempt_at = created_at + 86400000",
    )
    .await;
    let (stop, run) = running(&post);
    until("both are out", || server.letters().len() == 2);
    stop.cancel();
    run.await.unwrap();
    let failure = collega::mail::smtp::Failure {
        phase: collega::mail::smtp::Phase::Connect,
        kind: collega::mail::smtp::Kind::Temporary,
        cause: collega::mail::smtp::Cause::Unreachable,
        reply: None,
        text: String::new(),
    };
    let switch = Arc::clone(&post.sender.switch);
    assert!(switch.learn_refused(&failure, START + DAY, 0).is_some());
    assert!(switch.resting(START + DAY).is_some());
    assert!(switch.resting(START).is_none(), "a rest that begins tomorrow is none");
}
