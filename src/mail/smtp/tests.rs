use std::time::Duration;

use super::peer::Step::{Close, Drip, Endless, Hear, HearLetter, Say, Silence, Tls};
use super::peer::{self, Step};
use super::*;

mod letters;
mod opening;
mod trials;

const LETTER: &[u8] = b"Subject: hi\r\n\r\n.\r\nhello\r\n";
const ENVELOPE: Envelope<'_> = Envelope { from: "portal@a.example", to: "petr@b.example", smtputf8: false };

const EHLO: [Step; 3] =
    [Say("220 peer ESMTP\r\n"), Hear("EHLO portal.example"), Say("250-peer\r\n250 SIZE 9000\r\n")];
const PIPELINING: [Step; 3] =
    [Say("220 peer ESMTP\r\n"), Hear("EHLO"), Say("250-peer\r\n250-PIPELINING\r\n250 SMTPUTF8\r\n")];
const MAIL_RCPT: [Step; 4] = [
    Hear("MAIL FROM:<portal@a.example> SIZE=25"),
    Say("250 2.1.0 Ok\r\n"),
    Hear("RCPT TO:<petr@b.example>"),
    Say("250 2.1.5 Ok\r\n"),
];
const DATA: [Step; 3] = [Hear("DATA"), Say("354 go on\r\n"), HearLetter];

fn script(parts: &[&[Step]]) -> Vec<Step> {
    parts.concat()
}

/// A connector to a peer on this machine; `host` and `query` decide about TLS.
fn connector(host: &str, port: u16, query: &str) -> Connector {
    peer::client_tls();
    let server: SmtpServer = format!("smtp://{host}:{port}{query}").parse().unwrap();
    Connector::new(server, "portal.example")
        .unwrap()
        .with_tls(peer::client_tls())
        .with_deadlines(Deadlines::all(Duration::from_secs(10)))
}

/// Deadlines that a silent peer is meant to miss.
fn impatient() -> Deadlines {
    Deadlines { connect: Duration::from_secs(10), ..Deadlines::all(Duration::from_millis(150)) }
}

/// What comes of one letter to a peer with this script.
async fn outcome(script: Vec<Step>, deadlines: Option<Deadlines>) -> Result<Accepted, Failure> {
    let (port, _heard) = peer::start(vec![script]).await;
    let connector = connector("127.0.0.1", port, "");
    let connector = connector.with_deadlines(deadlines.unwrap_or(Deadlines::all(Duration::from_secs(10))));
    connector.connect().await?.send(&ENVELOPE, LETTER).await
}

#[track_caller]
fn assert_failed<T: std::fmt::Debug>(result: Result<T, Failure>, phase: Phase, kind: Kind, cause: Cause) {
    let failure = result.unwrap_err();
    assert_eq!((failure.phase, failure.kind, failure.cause), (phase, kind, cause), "{failure}");
}
