//! One letter, and all that can become of it.

use super::*;

#[tokio::test]
async fn a_letter_goes_through_and_the_next_one_too() {
    let once = script(&[&MAIL_RCPT, &DATA, &[Say("250 2.0.0 queued as A1\r\n")]]);
    let (port, heard) = peer::start(vec![script(&[&EHLO, &once, &once, &[Hear("QUIT"), Close]])]).await;
    let mut session = connector("127.0.0.1", port, "").connect().await.unwrap();
    for _ in 0..2 {
        let accepted = session.send(&ENVELOPE, LETTER).await.unwrap();
        assert_eq!(accepted.reply.to_string(), "250 2.0.0 queued as A1");
    }
    session.quit().await;
    let heard = heard.await.unwrap().remove(0);
    assert_eq!(heard[4], "Subject: hi\r\n\r\n..\r\nhello\r\n.\r\n");
}

#[tokio::test]
async fn nothing_counts_before_the_final_dot() {
    let (port, heard) = peer::start(vec![script(&[&EHLO, &MAIL_RCPT, &DATA])]).await;
    let mut session = connector("127.0.0.1", port, "").connect().await.unwrap();
    let pending = session.begin(&ENVELOPE, LETTER).await.unwrap();
    let _ = pending;
    assert!(!session.is_usable());
    drop(session);
    let letter = heard.await.unwrap().remove(0).pop().unwrap();
    assert!(letter.ends_with("hello\r\n"), "{letter}");
}

#[tokio::test]
async fn each_step_can_be_refused() {
    let mail = [Hear("MAIL")];
    let rcpt = [MAIL_RCPT[0], MAIL_RCPT[1], Hear("RCPT")];
    let data = [Hear("DATA")];
    let dot = script(&[&MAIL_RCPT, &DATA]);
    let before_data = script(&[&MAIL_RCPT, &data]);
    for (steps, answer, phase, kind, cause) in [
        (&mail[..], "451 4.7.1 later\r\n", Phase::Mail, Kind::Temporary, Cause::Refused),
        (&mail, "553 5.7.1 not owner\r\n", Phase::Mail, Kind::Configuration, Cause::Refused),
        (&mail, "552 5.3.4 too big\r\n", Phase::Mail, Kind::Permanent, Cause::TooLarge),
        (&rcpt, "450 4.2.0 greylisted\r\n", Phase::Rcpt, Kind::Temporary, Cause::Refused),
        (&rcpt, "550-5.1.1 no such\r\n550 5.1.1 user\r\n", Phase::Rcpt, Kind::Permanent, Cause::Refused),
        (&rcpt, "552 5.5.3 too many\r\n", Phase::Rcpt, Kind::Temporary, Cause::Refused),
        (&rcpt, "354 what?\r\n", Phase::Rcpt, Kind::Temporary, Cause::Gibberish),
        (&before_data, "451 no\r\n", Phase::Data, Kind::Temporary, Cause::Refused),
        (&before_data, "250 ok\r\n", Phase::Data, Kind::Temporary, Cause::Gibberish),
        (&dot, "451 4.3.0 later\r\n", Phase::Dot, Kind::Temporary, Cause::Refused),
        (&dot, "554 5.7.1 spam\r\n", Phase::Dot, Kind::Permanent, Cause::Refused),
        (&dot, "600 hm\r\n", Phase::Dot, Kind::Unknown, Cause::Gibberish),
        (&dot, "354 hm\r\n", Phase::Dot, Kind::Unknown, Cause::Gibberish),
        (&dot, "421 4.4.2 bye\r\n", Phase::Dot, Kind::Temporary, Cause::Refused),
    ] {
        let result = outcome(script(&[&EHLO, steps, &[Say(answer), Silence]]), None).await;
        assert_failed(result, phase, kind, cause);
    }
}

#[tokio::test]
async fn only_after_the_dot_the_outcome_is_unknown() {
    let before = [Hear("MAIL"), Say("250 ok\r\n"), Hear("RCPT"), Say("250 ok\r\n"), Hear("DATA")];
    let at_354 = script(&[&EHLO, &before]);
    assert_failed(
        outcome(script(&[&at_354, &[Close]]), None).await,
        Phase::Data,
        Kind::Temporary,
        Cause::Broken,
    );
    let after_dot = script(&[&EHLO, &MAIL_RCPT, &DATA]);
    assert_failed(
        outcome(script(&[&after_dot, &[Close]]), None).await,
        Phase::Dot,
        Kind::Unknown,
        Cause::Broken,
    );
    let silent = outcome(script(&[&after_dot, &[Silence]]), Some(impatient())).await;
    assert_failed(silent, Phase::Dot, Kind::Unknown, Cause::TooLate);
    let half = outcome(script(&[&after_dot, &[Say("25"), Close]]), None).await;
    assert_failed(half, Phase::Dot, Kind::Unknown, Cause::Broken);
    let gibberish = outcome(script(&[&after_dot, &[Endless("250-thanks\r\n")]]), None).await;
    assert_failed(gibberish, Phase::Dot, Kind::Unknown, Cause::Gibberish);
}

#[tokio::test]
async fn a_connection_lost_in_the_body_is_no_unknown() {
    // More than the system's buffers take, so that it is the letter that can't be sent.
    let letter = vec![b'a'; 32 << 20];
    let close_at_354 = [Say("354 go on\r\n"), Close];
    for steps in [&close_at_354[..], &[Say("354 go on\r\n"), Say("452 4.3.1 full\r\n"), Close]] {
        let (port, _heard) = peer::start(vec![script(&[
            &PIPELINING,
            &[Hear("MAIL"), Hear("RCPT"), Hear("DATA"), Say("250 ok\r\n250 ok\r\n")],
            steps,
        ])])
        .await;
        let mut session = connector("127.0.0.1", port, "").connect().await.unwrap();
        let failure = session.send(&ENVELOPE, &letter).await.unwrap_err();
        assert_eq!((failure.phase, failure.kind), (Phase::Body, Kind::Temporary), "{failure}");
        assert!(!session.is_usable());
    }
}

/// The whole letter is with the system, and the server has gone before its dot.
#[tokio::test]
async fn a_connection_lost_before_the_dot_is_no_unknown() {
    for (last, cause) in [
        (&[Close][..], Cause::Broken),
        (&[Say("421 4.3.2 bye\r\n"), Close], Cause::Refused),
        (&[Say("250 ok already\r\n"), Silence], Cause::Gibberish),
    ] {
        let peer = script(&[&EHLO, &MAIL_RCPT, &[Hear("DATA"), Say("354 go on\r\n"), Hear("Subject")], last]);
        let (port, _heard) = peer::start(vec![peer]).await;
        let mut session = connector("127.0.0.1", port, "").connect().await.unwrap();
        let pending = session.begin(&ENVELOPE, LETTER).await.unwrap();
        // As long as it takes to write down that the dot goes out.
        let mut yields = 0;
        while yields < 1000 {
            tokio::task::yield_now().await;
            yields += 1;
        }
        assert_failed(pending.finish().await, Phase::Body, Kind::Temporary, cause);
        assert!(!session.is_usable());
    }
}

#[tokio::test]
async fn a_refused_letter_leaves_room_for_the_next() {
    let refused = [
        Hear("MAIL"),
        Say("250 ok\r\n"),
        Hear("RCPT"),
        Say("550 5.1.1 no\r\n"),
        Hear("RSET"),
        Say("250 ok\r\n"),
    ];
    let taken = script(&[&MAIL_RCPT, &DATA, &[Say("250 ok\r\n"), Silence]]);
    let (port, _heard) = peer::start(vec![script(&[&EHLO, &refused, &taken])]).await;
    let mut session = connector("127.0.0.1", port, "").connect().await.unwrap();
    assert!(session.send(&ENVELOPE, LETTER).await.is_err());
    assert!(session.is_usable());
    assert!(session.send(&ENVELOPE, LETTER).await.is_ok());
}

#[tokio::test]
async fn after_421_the_session_is_over() {
    let (port, _heard) =
        peer::start(vec![script(&[&EHLO, &[Hear("MAIL"), Say("421 bye\r\n"), Silence]])]).await;
    let mut session = connector("127.0.0.1", port, "").connect().await.unwrap();
    assert_failed(session.send(&ENVELOPE, LETTER).await, Phase::Mail, Kind::Temporary, Cause::Refused);
    assert!(!session.is_usable());
}

#[tokio::test]
async fn pipelined_commands_wait_for_nothing() {
    let (port, heard) = peer::start(vec![script(&[
        &PIPELINING,
        &[Hear("MAIL"), Hear("RCPT"), Hear("DATA")],
        &[Say("250 ok\r\n250 ok\r\n354 go on\r\n"), HearLetter, Say("250 ok\r\n"), Silence],
    ])])
    .await;
    let mut session = connector("127.0.0.1", port, "").connect().await.unwrap();
    assert!(session.send(&ENVELOPE, LETTER).await.is_ok());
    drop(session);
    assert_eq!(heard.await.unwrap()[0].len(), 5);
}

#[tokio::test]
async fn an_empty_letter_for_nobody_where_354_comes_all_the_same() {
    let again = [Hear("RSET"), Hear("MAIL"), Hear("RCPT"), Hear("DATA")];
    let (port, _heard) = peer::start(vec![script(&[
        &PIPELINING,
        &[Hear("MAIL"), Hear("RCPT"), Hear("DATA"), Say("250 ok\r\n550 5.1.1 no\r\n354 go on\r\n")],
        &[Hear(".\r\n"), Say("554 nobody\r\n")],
        &again,
        &[Say("250 ok\r\n250 ok\r\n250 ok\r\n354 go on\r\n"), HearLetter, Say("250 ok\r\n"), Silence],
    ])])
    .await;
    let mut session = connector("127.0.0.1", port, "").connect().await.unwrap();
    assert_failed(session.send(&ENVELOPE, LETTER).await, Phase::Rcpt, Kind::Permanent, Cause::Refused);
    assert!(session.is_usable());
    assert!(session.send(&ENVELOPE, LETTER).await.is_ok());
}

#[tokio::test]
async fn the_first_no_explains_the_silence_after_it() {
    let result = outcome(
        script(&[&PIPELINING, &[Hear("MAIL"), Hear("RCPT"), Hear("DATA"), Say("553 5.7.1 no\r\n"), Close]]),
        None,
    )
    .await;
    assert_failed(result, Phase::Mail, Kind::Configuration, Cause::Refused);
}

#[tokio::test]
async fn silence_after_a_no_is_not_waited_out() {
    let named = [Hear("MAIL"), Hear("RCPT"), Hear("DATA")];
    for silent in [
        &[Say("451 later\r\n503 no\r\n354 go on\r\n"), Hear(".\r\n"), Silence][..],
        &[Say("451 later\r\n"), Silence],
    ] {
        let (port, _heard) = peer::start(vec![script(&[&PIPELINING, &named, silent])]).await;
        let patient = Deadlines { quit: Duration::from_millis(150), ..Deadlines::default() };
        let connector = connector("127.0.0.1", port, "").with_deadlines(patient);
        let mut session = connector.connect().await.unwrap();
        let sent = tokio::time::timeout(Duration::from_secs(20), session.send(&ENVELOPE, LETTER)).await;
        assert_failed(sent.expect("an end"), Phase::Mail, Kind::Temporary, Cause::Refused);
        assert!(!session.is_usable());
    }
}

#[tokio::test]
async fn what_can_be_known_before_is_not_asked() {
    let (port, _heard) = peer::start(vec![script(&[&EHLO, &[Silence]])]).await;
    let mut session = connector("127.0.0.1", port, "").connect().await.unwrap();
    let cyrillic = Envelope { to: "пётр@b.example", smtputf8: true, ..ENVELOPE };
    let result = session.send(&cyrillic, LETTER).await;
    assert_failed(result, Phase::Mail, Kind::Permanent, Cause::NeedsSmtputf8);
    let result = session.send(&ENVELOPE, &[b'a'; 9001]).await;
    assert_failed(result, Phase::Mail, Kind::Permanent, Cause::TooLarge);
    for to in ["", "a@b>\r\nRCPT TO:<c@d", "a b@c", "a@b\0"] {
        let result = session.send(&Envelope { to, ..ENVELOPE }, LETTER).await;
        assert_failed(result, Phase::Rcpt, Kind::Permanent, Cause::BadAddress);
    }
    assert!(session.is_usable());
}

#[tokio::test]
async fn smtputf8_where_it_is_offered() {
    let (port, _heard) = peer::start(vec![script(&[
        &PIPELINING,
        &[Hear("MAIL FROM:<portal@a.example> SMTPUTF8"), Hear("RCPT TO:<пётр@b.example>"), Hear("DATA")],
        &[Say("250 ok\r\n250 ok\r\n354 go on\r\n"), HearLetter, Say("250 ok\r\n"), Silence],
    ])])
    .await;
    let mut session = connector("127.0.0.1", port, "").connect().await.unwrap();
    let cyrillic = Envelope { to: "пётр@b.example", smtputf8: true, ..ENVELOPE };
    assert!(session.send(&cyrillic, LETTER).await.is_ok());
}

#[tokio::test]
async fn quit_never_hangs() {
    let (port, _heard) = peer::start(vec![script(&[&EHLO, &[Hear("QUIT"), Silence]])]).await;
    let session = connector("127.0.0.1", port, "").with_deadlines(impatient()).connect().await.unwrap();
    session.quit().await;
}

#[tokio::test]
async fn a_pool_uses_a_session_again_and_replaces_a_broken_one() {
    let taken = script(&[&MAIL_RCPT, &DATA, &[Say("250 ok\r\n")]]);
    let dies = script(&[&EHLO, &taken, &[Hear("MAIL"), Say("421 bye\r\n"), Close]]);
    let fresh = script(&[&EHLO, &taken, &[Hear("QUIT"), Close]]);
    let (port, heard) = peer::start(vec![dies, fresh]).await;
    let pool = Pool::new(connector("127.0.0.1", port, ""));
    for expected in [true, false, true] {
        let mut lease = pool.take().await.unwrap();
        assert_eq!(lease.session.send(&ENVELOPE, LETTER).await.is_ok(), expected);
        lease.give_back();
    }
    pool.take().await.unwrap().session.quit().await;
    assert_eq!(heard.await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_ends_with_a_used_session_is_no_matter_of_the_letter() {
    let taken = script(&[&MAIL_RCPT, &DATA, &[Say("250 ok\r\n")]]);
    for (end, is_stale) in [
        (vec![Close], true),
        (vec![Hear("MAIL"), Close], true),
        (vec![Hear("MAIL"), Say("421 4.4.2 timeout exceeded\r\n"), Close], true),
        (vec![Hear("MAIL"), Say("250 ok\r\n"), Hear("RCPT"), Say("421 too many errors\r\n"), Close], true),
        (vec![Hear("MAIL"), Say("250 ok\r\n"), Hear("RCPT"), Close], false),
        (vec![Hear("MAIL"), Say("451 4.7.1 later\r\n"), Silence], false),
    ] {
        let (port, _heard) = peer::start(vec![script(&[&EHLO, &taken, &end])]).await;
        let mut session = connector("127.0.0.1", port, "").connect().await.unwrap();
        session.send(&ENVELOPE, LETTER).await.unwrap();
        let failure = session.send(&ENVELOPE, LETTER).await.unwrap_err();
        assert_eq!(failure.is_stale(), is_stale, "{failure:?}");
        let (port, _heard) = peer::start(vec![script(&[&EHLO, &end])]).await;
        let mut fresh = connector("127.0.0.1", port, "").connect().await.unwrap();
        assert!(
            !fresh.send(&ENVELOPE, LETTER).await.unwrap_err().is_stale(),
            "of a new session it says something"
        );
    }
}
