//! Trials: what is kept of them, and that they end.

use super::*;

/// A trial at a peer with this script, by somebody who waits that long for all of it.
async fn tried(script: Vec<Step>, whole: Duration) -> Trial {
    let (port, _heard) = peer::start(vec![script]).await;
    let patience = Patience { step: Duration::from_secs(10), whole };
    let connector = connector("u:p@127.0.0.1", port, "");
    let open = |deadlines, transcript| async move {
        connector.with_deadlines(deadlines).with_transcript(transcript).connect().await
    };
    trial(open, &ENVELOPE, LETTER, patience).await
}

const SIGN_IN: [Step; 5] = [
    Say("220 peer\r\n"),
    Hear("EHLO"),
    Say("250-peer\r\n250-SIZE 9000\r\n250 AUTH PLAIN\r\n"),
    Hear("AUTH PLAIN AHUAcA=="),
    Say("235 ok\r\n"),
];
const SHORTLY: Duration = Duration::from_millis(150);
const LONG: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_trial_keeps_what_was_said_but_no_secret() {
    let end = [Say("250 2.0.0 queued as 1\r\n"), Hear("QUIT"), Say("221 bye\r\n")];
    let trial = tried(script(&[&SIGN_IN, &MAIL_RCPT, &DATA, &end]), LONG).await;
    assert_eq!(trial.outcome.unwrap().reply.to_string(), "250 2.0.0 queued as 1");
    let said: Vec<String> = trial.lines.iter().map(ToString::to_string).collect();
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    assert!(said.contains(&"AUTH PLAIN ***") && said.ends_with(&["QUIT", "221 bye"]), "{said:?}");
}

#[tokio::test]
async fn a_trial_ends_where_the_server_falls_silent() {
    for (steps, phase, kind) in [
        (vec![Silence], Phase::Hello, Kind::Temporary),
        (script(&[&SIGN_IN, &[Silence]]), Phase::Body, Kind::Temporary),
        (script(&[&SIGN_IN, &MAIL_RCPT, &DATA, &[Silence]]), Phase::Dot, Kind::Unknown),
    ] {
        assert_failed(tried(steps, SHORTLY).await.outcome, phase, kind, Cause::TooLate);
    }
}

#[tokio::test]
async fn a_letter_that_was_taken_stays_taken_whatever_follows() {
    let end = [Say("250 2.0.0 queued\r\n"), Hear("QUIT"), Silence];
    assert!(tried(script(&[&SIGN_IN, &MAIL_RCPT, &DATA, &end]), SHORTLY).await.outcome.is_ok());
}
