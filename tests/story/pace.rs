//! How fast letters leave: what the server answers makes it be asked less often, with fewer sessions, or not at all.

use std::sync::Arc;
use std::time::Duration;

use collega::base::clock::Clock as _;
use collega::mail::outbox::{Priority, State};
use collega::mail::reason::Reason;
use collega::mail::transport::Switch;

use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::picky_server::{CLOSE, PickyServer, SILENCE};
use crate::support::post::{COMPANY, Post, START, picky, running};
use crate::support::wait::comes_in_time;

on_both_engines!(
    a_wrong_password_is_tried_once_in_a_quarter_of_an_hour,
    a_sender_that_the_server_refuses_is_tried_once_too,
    one_refused_recipient_among_good_ones_fails_alone,
    a_server_that_is_away_is_asked_less_and_less_often_and_by_one_letter,
    a_server_that_takes_no_more_for_now_is_left_alone,
    recipients_that_are_always_refused_keep_nobody_waiting,
    who_waits_at_a_screen_does_not_wait_for_a_limit_to_end,
    who_waits_at_a_screen_does_not_wait_for_a_refusal_of_all_to_end,
    a_limit_that_sounds_final_uses_up_no_letter,
    a_relay_that_is_closed_to_the_portal_uses_up_no_letter,
    a_sender_that_is_refused_after_the_recipient_uses_up_no_letter,
    a_server_that_breaks_off_at_every_letter_is_left_alone,
    whoever_was_refused_asks_last,
    asking_early_makes_no_rest_longer,
    a_limit_is_not_heard_from_every_session_that_waits,
    a_refusal_of_all_fails_a_few_letters_and_holds_the_others,
    a_full_mailbox_is_tried_again_the_next_day,
    a_connection_that_the_server_is_through_with_costs_no_letter_a_moment,
    what_was_refused_by_a_new_connection_is_a_limit,
    who_waits_at_a_screen_is_not_behind_all_that_is_claimed,
    a_slow_domain_behind_a_relay_holds_up_nobody,
);

async fn a_wrong_password_is_tried_once_in_a_quarter_of_an_hour(database: &TestDatabase) {
    let (post, server) = picky(database, &[("AUTH", "535 5.7.8 no such name or password")]).await;
    let id = post.queue(20).await[0];
    post.deliver().await;
    assert_eq!(server.heard("AUTH"), 1, "one session knocks, not all");
    let letter = post.letter(id).await;
    assert_eq!((letter.state, letter.attempts), (State::Deferred, 0));
    assert_eq!(letter.reason.as_deref(), Some("delivery-reason-auth-refused"));
    assert_eq!(letter.next_attempt_at, START + Duration::from_mins(15));
    post.clock.advance(Duration::from_mins(14));
    let late = post.queue_as(1, Priority::Interactive).await[0];
    post.deliver().await;
    assert_eq!(server.heard("AUTH"), 1, "a new letter is no reason to try again");
    assert_eq!(post.letter(late).await.next_attempt_at, START + Duration::from_mins(15));
    let now = post.clock.now();
    post.write(move |tx| tx.mail_servers().wake(now)).await;
    post.sql("UPDATE letters SET next_attempt_at = 0").await;
    post.deliver().await;
    assert_eq!(server.heard("AUTH"), 2, "an administrator may ask for it");
    post.clock.advance(Duration::from_mins(16));
    post.deliver().await;
    assert_eq!(server.heard("AUTH"), 3);
}

async fn a_sender_that_the_server_refuses_is_tried_once_too(database: &TestDatabase) {
    let (post, server) = picky(database, &[("MAIL", "553 5.7.1 not your address")]).await;
    let id = post.queue(20).await[0];
    post.deliver().await;
    post.deliver().await;
    assert_eq!(server.heard("MAIL"), 1);
    assert_eq!(post.letter(id).await.reason.as_deref(), Some("delivery-reason-sender-refused"));
}

async fn one_refused_recipient_among_good_ones_fails_alone(database: &TestDatabase) {
    let (post, server) = picky(database, &[("RCPT TO:<person1@", "550 5.1.1 nobody here")]).await;
    let ids = post.queue(5).await;
    post.deliver().await;
    for (number, id) in ids.iter().enumerate() {
        let expected = if number == 1 { State::Failed } else { State::Accepted };
        assert_eq!(post.letter(*id).await.state, expected, "{number}");
    }
    assert_eq!(server.letters(), 4);
}

/// S1: the breaker.
async fn a_server_that_is_away_is_asked_less_and_less_often_and_by_one_letter(database: &TestDatabase) {
    let (post, server) = picky(database, &[("EHLO", "421 4.3.2 closing down")]).await;
    let id = post.queue(20).await[0];
    for (number, minutes) in [1, 2, 4, 8, 15, 15].into_iter().enumerate() {
        post.deliver().await;
        assert_eq!(server.heard("EHLO"), number + 1, "one letter asks for all");
        let rest = post.sender.switch.resting(post.sender.clock.now()).expect("a rest");
        let waits = (rest.until.0 - rest.since.0) / 60_000;
        assert!(waits >= minutes && waits <= minutes + minutes / 5, "{waits} minutes, not {minutes}");
        let letter = post.letter(id).await;
        assert_eq!((letter.state, letter.attempts), (State::Deferred, 0));
        assert_eq!(letter.next_attempt_at, rest.until);
        let late = post.queue_as(1, Priority::Interactive).await[0];
        post.deliver().await;
        assert_eq!(server.heard("EHLO"), number + 1, "a new letter is no reason to ask");
        assert_eq!(post.letter(late).await.next_attempt_at, rest.until);
        post.clock.advance(Duration::from_millis(u64::try_from(rest.until.0 - rest.since.0).unwrap()));
        post.sql("DELETE FROM letter_attempts").await;
        post.sql("DELETE FROM letters WHERE priority = 0").await;
    }
}

/// S26: the provider's limit is nobody's fault, and knocking does not lift it.
async fn a_server_that_takes_no_more_for_now_is_left_alone(database: &TestDatabase) {
    let (post, server) = picky(database, &[("RCPT TO:<person9@", "451 4.7.28 daily limit reached")]).await;
    let ids = post.queue(60).await;
    post.deliver().await;
    assert_eq!(server.heard("RCPT TO:<person9@"), 1);
    assert!(post.sender.switch.sessions() < 4, "fewer sessions");
    let before = server.letters();
    assert!(before < 60, "the letters behind it wait");
    let limited = post.letter(ids[9]).await;
    let rest = post.sender.switch.resting(post.sender.clock.now()).expect("a rest");
    assert_eq!((limited.state, limited.attempts), (State::Deferred, 1));
    assert!(limited.next_attempt_at > rest.until, "others find out whether the limit is lifted");
    assert_eq!(post.sender.switch.trouble().map(|trouble| trouble.reason), Some(Reason::Throttled));
    let waiting = post.letter(ids[59]).await;
    assert_eq!((waiting.state, waiting.next_attempt_at), (State::Deferred, rest.until));
    assert_eq!(waiting.reason.as_deref(), Some("delivery-reason-throttled"));
    post.deliver().await;
    assert_eq!(server.letters(), before, "nothing leaves before the rest is over");
    assert!(ids.len() > server.letters());
    post.clock.advance(Duration::from_secs(73));
    post.deliver().await;
    assert_eq!(server.letters(), 59, "the limit was one recipient's: all others have left");
    assert_eq!(post.letter(ids[9]).await.state, State::Deferred);
}

/// A recipient's own refusals of policy close the server for a while; not for good, and not as long as he is there.
async fn recipients_that_are_always_refused_keep_nobody_waiting(database: &TestDatabase) {
    let (post, server) = picky(database, &[("RCPT TO:<person", "550 5.7.1 we don't want you")]).await;
    let bad = post.queue(4).await;
    post.deliver().await;
    let good = post.queue_to(vec!["fine@example.org".to_owned()], Priority::Bulk).await[0];
    post.deliver().await;
    assert_eq!(server.letters(), 0, "the fourth in a row closes the server");
    post.clock.advance(Duration::from_mins(15));
    post.deliver().await;
    assert_eq!(post.letter(good).await.state, State::Accepted, "not the one that closed it finds out");
    post.clock.advance(Duration::from_hours(1));
    post.deliver().await;
    for id in bad {
        assert_eq!(post.letter(id).await.state, State::Failed);
    }
}

/// A limit for a day's letters must not keep a code for an hour.
async fn who_waits_at_a_screen_does_not_wait_for_a_limit_to_end(database: &TestDatabase) {
    const LIMIT: &[(&str, &str)] =
        &[("RCPT TO:<person", "451 4.7.28 daily limit reached"), ("RCPT TO:<refused", "421 4.7.0 no")];
    only_bulk_waits(database, LIMIT).await;
}

/// Nor must what a server has against many letters.
async fn who_waits_at_a_screen_does_not_wait_for_a_refusal_of_all_to_end(database: &TestDatabase) {
    const POLICY: &[(&str, &str)] =
        &[("RCPT TO:<person", "550 5.7.1 no bulk"), ("RCPT TO:<refused", "550 5.7.1 no")];
    only_bulk_waits(database, POLICY).await;
}

/// What somebody waits for is tried all the same, and soon again where it is refused, too; nobody else's rest ends by
/// that.
async fn only_bulk_waits(database: &TestDatabase, answers: &'static [(&'static str, &'static str)]) {
    let (mut post, server) = picky(database, answers).await;
    let held = post.queue(20).await[19];
    post.deliver().await;
    let rest = post.sender.switch.resting(post.clock.now()).expect("a rest");
    let to = |name: &str| vec![format!("{name}@example.org")];
    let code = post.queue_to(to("code"), Priority::Interactive).await[0];
    let refused = post.queue_to(to("refused"), Priority::Interactive).await[0];
    let late = post.queue_to(to("late"), Priority::Bulk).await[0];
    post.deliver().await;
    assert_eq!(post.letter(code).await.state, State::Accepted);
    let refused = post.letter(refused).await;
    assert_eq!(refused.state, State::Deferred);
    assert!(refused.next_attempt_at <= START + Duration::from_secs(132), "soon: {refused:?}");
    for bulk in [held, late] {
        let bulk = post.letter(bulk).await;
        assert_eq!((bulk.state, bulk.attempts), (State::Deferred, 0));
        assert_eq!(bulk.next_attempt_at, rest.until, "all others wait");
    }
    assert_eq!(server.letters(), 1);
    let until = |post: &Post| post.sender.switch.resting(post.clock.now()).map(|rest| rest.until);
    assert_eq!(until(&post), Some(rest.until), "one letter that is taken ends nothing");
    post.sender.switch = Arc::new(Switch::new(4, "localhost"));
    post.leave_by(&format!("smtp://anna:wrong@127.0.0.1:{}", server.port()));
    let second = post.queue_to(to("second"), Priority::Interactive).await[0];
    post.deliver().await;
    assert_eq!(post.letter(second).await.state, State::Accepted, "also by a process that was started anew");
    assert_eq!(until(&post), Some(rest.until));
}

/// S26: big services tell of a limit by a code that sounds final.
async fn a_limit_that_sounds_final_uses_up_no_letter(database: &TestDatabase) {
    const AT_ONCE: &[(&str, &str)] = &[("RCPT", "550 5.4.5 Daily user sending limit exceeded")];
    const AT_LAST: &[(&str, &str)] = &[("DOT", "554 5.7.1 You have exceeded the daily limit")];
    const OF_EXCHANGE: &[(&str, &str)] = &[("RCPT", "550 5.1.90 You have reached your limit of recipients")];
    for answers in [AT_ONCE, AT_LAST, OF_EXCHANGE] {
        let heard = all_wait_for(database, answers, Reason::Throttled).await;
        assert!(heard <= 4, "{answers:?}: {heard} letters of 40 found out");
    }
}

/// A server that passes nothing on for the portal says so to every letter; that is to be mended there, or in the settings.
async fn a_relay_that_is_closed_to_the_portal_uses_up_no_letter(database: &TestDatabase) {
    const FOR_GOOD: &[(&str, &str)] = &[("RCPT", "554 5.7.1 Relay access denied")];
    const FOR_NOW: &[(&str, &str)] = &[("RCPT", "454 4.7.1 Relay access denied")];
    const BARE: &[(&str, &str)] = &[("RCPT", "550 relay not permitted")];
    const OF_QMAIL: &[(&str, &str)] =
        &[("RCPT", "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)")];
    for answers in [FOR_GOOD, FOR_NOW, BARE, OF_QMAIL] {
        let heard = all_wait_for(database, answers, Reason::RelayDenied).await;
        assert!(heard <= 3 + 4, "{answers:?}: {heard} letters of 40 found out");
    }
}

/// S13, as a server says it that refuses nobody before it knows the recipient.
async fn a_sender_that_is_refused_after_the_recipient_uses_up_no_letter(database: &TestDatabase) {
    const UNKNOWN: &[(&str, &str)] =
        &[("RCPT", "550 5.1.8 <hr@daisy.example>: Sender address rejected: Domain not found")];
    const NOT_HIS: &[(&str, &str)] = &[("RCPT", "553 5.7.1 Sender address rejected: not owned by user")];
    const NAMELESS: &[(&str, &str)] = &[("RCPT", "530 5.7.0 Authentication required")];
    for (answers, why) in
        [(UNKNOWN, Reason::SenderRefused), (NOT_HIS, Reason::SenderRefused), (NAMELESS, Reason::WantsSignIn)]
    {
        let heard = all_wait_for(database, answers, why).await;
        assert!(heard <= 3 + 4, "{answers:?}: {heard} letters of 40 found out");
    }
}

/// A connection that ends in the middle of one letter is that letter's; of each one after the other it is the server's.
async fn a_server_that_breaks_off_at_every_letter_is_left_alone(database: &TestDatabase) {
    const AT_ONCE: &[(&str, &str)] = &[("MAIL", CLOSE)];
    let heard = all_wait_for(database, AT_ONCE, Reason::BrokeOff).await;
    assert!(heard <= 3 + 4, "{heard} letters of 40 found out");
    let (post, server) = picky(database, &[("DOT", CLOSE)]).await;
    let ids = post.queue(40).await;
    post.deliver().await;
    let mut unknown = 0;
    for id in ids {
        let letter = post.letter(id).await;
        let is_out = letter.state == State::Unknown;
        let told = if is_out { Reason::NoAnswer } else { Reason::BrokeOff };
        assert_eq!(
            letter.reason.as_deref(),
            Some(told.key()),
            "only what was sent may have come: {letter:?}"
        );
        unknown += usize::from(is_out);
    }
    assert!((4..=3 + 4).contains(&unknown), "{unknown} letters may be out");
    assert_eq!(server.heard("DOT"), unknown, "the others wait until one of them gets an answer");
}

/// Who presses the button wants the others to leave, and not the same no once more; who waits does, too.
async fn whoever_was_refused_asks_last(database: &TestDatabase) {
    const LIMIT: &str = "421 4.7.0 too many";
    const OF_FIVE: &[(&str, &str)] = &[
        ("RCPT TO:<person0@", LIMIT),
        ("RCPT TO:<person1@", LIMIT),
        ("RCPT TO:<person2@", LIMIT),
        ("RCPT TO:<person3@", LIMIT),
        ("RCPT TO:<person4@", LIMIT),
    ];
    for way in ["hurry", "one reason", "wait"] {
        let database = TestDatabase::new(database.engine);
        let (post, server) = picky(&database, OF_FIVE).await;
        let ids = post.queue(20).await;
        post.deliver().await;
        assert!(server.letters() < 15, "{way}: one of them closes the server");
        for times in 1..=5 {
            ask_again(&post, way).await;
            post.deliver().await;
            let mut asked = Vec::new();
            for id in &ids[..5] {
                asked.push(post.letter(*id).await.attempts);
            }
            let is_each_once = asked.iter().all(|attempts| *attempts <= 1);
            assert!(is_each_once || server.letters() == 15, "{way}: one is asked for all again: {asked:?}");
            assert!(times < 2 || server.letters() > 0, "{way}: those that come first are refused: {asked:?}");
        }
        assert_eq!(server.letters(), 15, "{way}");
        for id in &ids[..5] {
            assert_eq!(post.letter(*id).await.state, State::Deferred, "{way}");
        }
    }
}

async fn ask_again(post: &Post, way: &'static str) {
    if way == "wait" {
        return post.clock.advance(Duration::from_hours(2));
    }
    let now = post.clock.now();
    post.write(move |tx| {
        tx.mail_servers().wake(now)?;
        if way == "one reason" {
            tx.outbox().retry_some(COMPANY, Reason::Throttled.key(), 100, now).map(drop)
        } else {
            tx.outbox().hurry(COMPANY, now)
        }
    })
    .await;
}

/// Whoever asks early must not make the others wait longer than if he had not.
async fn asking_early_makes_no_rest_longer(database: &TestDatabase) {
    let (post, server) = picky(database, &[("RCPT", "421 4.7.0 too many")]).await;
    post.queue(20).await;
    for times in 1..=4 {
        post.deliver().await;
        assert_eq!(server.heard("RCPT"), times);
        let rest = post.sender.switch.resting(post.clock.now()).expect("a rest");
        assert!(rest.until.since(rest.since) <= Duration::from_secs(72), "{times}: {rest:?}");
        ask_again(&post, "hurry").await;
    }
    post.deliver().await;
    post.clock.advance(Duration::from_mins(2));
    post.deliver().await;
    let rest = post.sender.switch.resting(post.clock.now()).expect("a rest");
    assert!(rest.until.since(rest.since) >= Duration::from_mins(5), "in its time it is: {rest:?}");
}

/// Sessions that were kept are one no together, and not one each.
async fn a_limit_is_not_heard_from_every_session_that_waits(database: &TestDatabase) {
    let (post, server) = picky(database, &[("RCPT TO:<late@", "421 4.7.0 too many")]).await;
    post.queue(40).await;
    post.deliver().await;
    assert_eq!(server.letters(), 40);
    let id = post.queue_to(vec!["late@example.org".to_owned()], Priority::Interactive).await[0];
    post.deliver().await;
    assert_eq!(server.heard("RCPT TO:<late@"), 2, "one that was kept, and a new one");
    assert_eq!(post.letter(id).await.reason.as_deref(), Some("delivery-reason-throttled"));
}

/// How many letters the server was asked to take before all of them waited for this reason.
async fn all_wait_for(
    database: &TestDatabase,
    answers: &'static [(&'static str, &'static str)],
    why: Reason,
) -> usize {
    let database = TestDatabase::new(database.engine);
    let (post, server) = picky(&database, answers).await;
    let ids = post.queue(40).await;
    post.deliver().await;
    for id in ids {
        let letter = post.letter(id).await;
        assert_eq!(
            (letter.state, letter.reason.as_deref()),
            (State::Deferred, Some(why.key())),
            "{answers:?}"
        );
    }
    assert_eq!(post.sender.switch.trouble().map(|trouble| trouble.reason), Some(why), "{answers:?}");
    server.heard(answers[0].0)
}

/// A5: what the server says of all letters must not use them up.
async fn a_refusal_of_all_fails_a_few_letters_and_holds_the_others(database: &TestDatabase) {
    let (post, server) = picky(database, &[("DOT", "554 5.7.1 your domain is on a list")]).await;
    let ids = post.queue(40).await;
    post.deliver().await;
    let mut failed = 0;
    for id in &ids {
        let letter = post.letter(*id).await;
        assert_eq!(letter.reason.as_deref(), Some("delivery-reason-policy"));
        failed += usize::from(letter.state == State::Failed);
        assert!(matches!(letter.state, State::Failed | State::Deferred), "{letter:?}");
    }
    assert_eq!(failed, 3, "those behind wait");
    assert!(server.heard("DOT") <= 3 + 4, "a letter of each session was on its way");
    post.clock.advance(Duration::from_mins(15));
    let before = server.heard("DOT");
    post.deliver().await;
    assert!(server.heard("DOT") - before <= 4, "it is asked again, but not with all of them");
    let still: i64 = post
        .write(|tx| {
            tx.query_one("SELECT COUNT(*) FROM letters WHERE state = 'failed'", &[], |row| row.get(0))
        })
        .await;
    assert_eq!(still, 3);
}

async fn a_full_mailbox_is_tried_again_the_next_day(database: &TestDatabase) {
    let (post, _server) = picky(database, &[("RCPT", "552 5.2.2 mailbox full")]).await;
    let id = post.queue(1).await[0];
    post.deliver().await;
    let letter = post.letter(id).await;
    assert_eq!((letter.state, letter.next_attempt_at), (State::Deferred, START + Duration::from_hours(24)));
    assert_eq!(letter.reason.as_deref(), Some("delivery-reason-mailbox-full"));
    for _ in 0..3 {
        post.clock.advance(Duration::from_hours(24));
        post.deliver().await;
    }
    assert_eq!(post.letter(id).await.state, State::Failed, "not for ever");
}

/// Many servers take only so many letters over one connection, and say so with 421 or close it.
async fn a_connection_that_the_server_is_through_with_costs_no_letter_a_moment(database: &TestDatabase) {
    let post = Post::new(database, None).await;
    for answer in [CLOSE, "421 4.7.0 too many messages in this connection", "421 4.4.2 timeout exceeded"] {
        let server = PickyServer::taking_over_one_connection(3, answer);
        post.leave_by(&format!("smtp://127.0.0.1:{}", server.port()));
        let ids = post.queue(40).await;
        post.deliver().await;
        for id in &ids {
            let letter = post.letter(*id).await;
            assert_eq!((letter.state, letter.attempts), (State::Accepted, 1), "{answer}: {:?}", letter.reply);
        }
        assert_eq!((server.letters(), post.sender.switch.sessions()), (40, 4), "{answer}");
        post.sql("DELETE FROM letters").await;
    }
}

async fn what_was_refused_by_a_new_connection_is_a_limit(database: &TestDatabase) {
    let (post, server) = picky(database, &[("MAIL", "421 4.7.0 come back later")]).await;
    let id = post.queue(20).await[0];
    post.deliver().await;
    assert_eq!((server.heard("MAIL"), post.sender.switch.sessions()), (1, 2));
    assert_eq!(post.letter(id).await.reason.as_deref(), Some("delivery-reason-throttled"));
}

/// A code or a new password must not wait until a slow server has taken what was claimed before it was asked for.
async fn who_waits_at_a_screen_is_not_behind_all_that_is_claimed(database: &TestDatabase) {
    let post = Post::new(database, None).await;
    let server = PickyServer::thinking(Duration::from_millis(200));
    post.leave_by(&format!("smtp://127.0.0.1:{}", server.port()));
    post.queue(250).await;
    let (stop, run) = running(&post);
    assert!(comes_in_time(async || server.letters() >= 10).await);
    post.queue_to(vec!["waits@example.org".to_owned()], Priority::Interactive).await;
    let queued_at = server.letters();
    post.sender.bell.ring();
    assert!(comes_in_time(async || server.letters_before("waits@example.org").is_some()).await);
    let overtaken_by = server.letters_before("waits@example.org").unwrap() - queued_at;
    assert!(overtaken_by < 20, "{overtaken_by} letters left before it");
    stop.cancel();
    run.await.unwrap();
}

/// A relay that asks the recipient's server before it answers passes its slowness on.
async fn a_slow_domain_behind_a_relay_holds_up_nobody(database: &TestDatabase) {
    let mut post = Post::new(database, None).await;
    post.sender.switch = Arc::new(Switch::new(8, "localhost"));
    let server = PickyServer::start(&[("RCPT TO:<slow", SILENCE)]);
    post.leave_by(&format!("smtp://127.0.0.1:{}", server.port()));
    post.queue_to((0..40).map(|n| format!("slow{n}@tarpit.example")).collect(), Priority::Bulk).await;
    post.queue(60).await;
    let (stop, run) = running(&post);
    assert!(comes_in_time(async || server.letters() == 60).await, "{} letters left", server.letters());
    // Nobody else waits: half of the sessions.
    assert!(comes_in_time(async || server.heard("RCPT TO:<slow") == 4).await);
    let codes =
        ["slow98@tarpit.example", "slow99@tarpit.example", "slow97@tarpit.example", "code@quick.example"];
    post.queue_to(codes.map(str::to_owned).to_vec(), Priority::Interactive).await;
    post.queue_to(vec!["late@other.example".to_owned()], Priority::Bulk).await;
    post.sender.bell.ring();
    for late in ["code@quick.example", "late@other.example"] {
        assert!(comes_in_time(async || server.letters_before(late).is_some()).await, "{late} waits");
    }
    assert!(comes_in_time(async || server.heard("RCPT TO:<slow9") == 2).await, "a quarter for these");
    assert_eq!(server.heard("RCPT TO:<slow"), 6);
    stop.cancel();
    run.await.unwrap();
    let begun: i64 = post
        .write(|tx| {
            let asked = "SELECT COUNT(*) FROM letters WHERE email LIKE 'slow%' AND (state <> 'queued' OR attempts > 0)";
            tx.query_one(asked, &[], |row| row.get(0))
        })
        .await;
    assert_eq!(begun, 0, "what was not answered is as if nothing had been");
}
