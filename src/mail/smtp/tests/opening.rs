//! Everything before the first letter.

use super::*;
use crate::base::tls::BadCertificate;

async fn opened(script: Vec<Step>, host: &str, query: &str) -> Result<(), Failure> {
    let (port, _heard) = peer::start(vec![script]).await;
    connector(host, port, query).connect().await.map(|_| ())
}

async fn opened_impatiently(script: Vec<Step>) -> Result<(), Failure> {
    let (port, _heard) = peer::start(vec![script]).await;
    connector("127.0.0.1", port, "").with_deadlines(impatient()).connect().await.map(|_| ())
}

#[tokio::test]
async fn nobody_listens() {
    let (port, heard) = peer::start(vec![]).await;
    heard.await.unwrap();
    let result = connector("127.0.0.1", port, "").connect().await.map(|_| ());
    assert_failed(result, Phase::Connect, Kind::Temporary, Cause::Unreachable);
}

#[tokio::test]
async fn banners() {
    for (banner, kind, cause) in [
        ("554 5.7.1 go away\r\n", Kind::Configuration, Cause::Refused),
        ("421 4.3.2 later\r\n", Kind::Temporary, Cause::Refused),
        ("HTTP/1.1 400 Bad Request\r\n", Kind::Temporary, Cause::Gibberish),
        ("600 x\r\n", Kind::Temporary, Cause::Gibberish),
        ("SSH-2.0-OpenSSH_9.2\r\n", Kind::Temporary, Cause::Gibberish),
    ] {
        let result = opened(vec![Say(banner), Silence], "127.0.0.1", "").await;
        assert_failed(result, Phase::Banner, kind, cause);
    }
    assert_failed(opened_impatiently(vec![Silence]).await, Phase::Banner, Kind::Temporary, Cause::TooLate);
    assert_failed(opened(vec![Close], "127.0.0.1", "").await, Phase::Banner, Kind::Temporary, Cause::Broken);
}

#[tokio::test]
async fn endless_answers_are_cut_off() {
    for endless in ["220-on and on\r\n", "and on "] {
        let result = opened(vec![Endless(endless)], "127.0.0.1", "").await;
        assert_failed(result, Phase::Banner, Kind::Temporary, Cause::Gibberish);
    }
    for begun in ["220-wait\r\n", "\u{0}\u{0}MySQL"] {
        let result = opened_impatiently(vec![Say(begun), Silence]).await;
        assert_failed(result, Phase::Banner, Kind::Temporary, Cause::Gibberish);
    }
}

#[tokio::test]
async fn an_answer_in_pieces_is_one_answer() {
    let whole =
        vec![Drip("220-peer\r\n220 ESMTP\r\n"), Hear("EHLO"), Drip("250-peer\r\n250 SIZE\r\n"), Silence];
    assert_eq!(opened(whole, "127.0.0.1", "").await, Ok(()));
}

#[tokio::test]
async fn helo_where_ehlo_is_refused() {
    let old = [
        Say("220 peer\r\n"),
        Hear("EHLO"),
        Say("502 what\r\n"),
        Hear("HELO portal.example"),
        Say("250 hi\r\n"),
    ];
    assert_eq!(opened(script(&[&old, &[Silence]]), "127.0.0.1", "").await, Ok(()));
    let result = opened(script(&[&old, &[Silence]]), "localhost", "?tls=required").await;
    assert_failed(result, Phase::Tls, Kind::Configuration, Cause::NoTls);
}

#[tokio::test]
async fn starttls_cut_out_by_somebody_in_between() {
    let result = opened(script(&[&EHLO, &[Silence]]), "localhost", "?tls=required").await;
    assert_failed(result, Phase::Tls, Kind::Configuration, Cause::NoTls);
}

const STARTTLS: [Step; 4] =
    [Say("220 peer\r\n"), Hear("EHLO"), Say("250-peer\r\n250 STARTTLS\r\n"), Hear("STARTTLS")];

#[tokio::test]
async fn starttls_and_a_second_ehlo() {
    let good = script(&[&STARTTLS, &[Say("220 go\r\n"), Tls, Hear("EHLO"), Say("250 peer\r\n"), Silence]]);
    assert_eq!(opened(good.clone(), "localhost", "?tls=required").await, Ok(()));
    // The same certificate is not for 127.0.0.1.
    let result = opened(good, "127.0.0.1", "?tls=opportunistic").await;
    assert_eq!(said(&result), BadCertificate::OtherName.to_string());
    assert_failed(result, Phase::Tls, Kind::Configuration, Cause::Tls);
}

/// What stands behind a failure.
fn said(result: &Result<(), Failure>) -> String {
    result.as_ref().unwrap_err().words()
}

#[tokio::test]
async fn a_certificate_from_nobody_we_know() {
    let (port, _heard) = peer::start(vec![script(&[&STARTTLS, &[Say("220 go\r\n"), Tls, Silence]])]).await;
    let nobody = rustls::ClientConfig::builder()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let connector = connector("localhost", port, "?tls=required").with_tls(std::sync::Arc::new(nobody));
    let result = connector.connect().await.map(|_| ());
    assert_eq!(said(&result), BadCertificate::UnknownIssuer.to_string());
    assert_failed(result, Phase::Tls, Kind::Configuration, Cause::Tls);
}

/// A server that begins in the clear has no certificate that could be bad.
#[tokio::test]
async fn what_answers_a_handshake_in_the_clear_is_no_tls() {
    let (port, _heard) = peer::start(vec![vec![Say("220 peer ESMTP\r\n"), Silence]]).await;
    let server: SmtpServer = format!("smtps://localhost:{port}").parse().unwrap();
    let connector = Connector::new(server, "portal.example").unwrap().with_tls(peer::client_tls());
    let failure = connector.connect().await.map(|_| ()).unwrap_err();
    assert_eq!(failure.text, Event::NotTls.to_string());
    assert_failed(Err::<(), _>(failure), Phase::Tls, Kind::Configuration, Cause::NotTls);
}

#[tokio::test]
async fn words_slipped_in_before_tls_are_noticed() {
    let result =
        opened(script(&[&STARTTLS, &[Say("220 go\r\n250 peer\r\n"), Silence]]), "localhost", "?tls=required")
            .await;
    assert_failed(result, Phase::Tls, Kind::Configuration, Cause::Tls);
}

#[tokio::test]
async fn starttls_refused_for_now() {
    let result =
        opened(script(&[&STARTTLS, &[Say("454 4.7.0 no\r\n"), Silence]]), "localhost", "?tls=required").await;
    assert_failed(result, Phase::Tls, Kind::Temporary, Cause::Refused);
}

async fn signed_in(steps: &[Step]) -> Result<(), Failure> {
    opened(script(&[&[Say("220 peer\r\n"), Hear("EHLO")], steps, &[Silence]]), "u:p@localhost", "").await
}

#[tokio::test]
async fn signing_in() {
    let plain = [Say("250-peer\r\n250 AUTH LOGIN PLAIN\r\n"), Hear("AUTH PLAIN AHUAcA=="), Say("235 ok\r\n")];
    assert_eq!(signed_in(&plain).await, Ok(()));
    let login = [
        Say("250-peer\r\n250 AUTH LOGIN\r\n"),
        Hear("AUTH LOGIN"),
        Say("334 VXNlcm5hbWU6\r\n"),
        Hear("dQ=="),
        Say("334 UGFzc3dvcmQ6\r\n"),
        Hear("cA=="),
        Say("235 ok\r\n"),
    ];
    assert_eq!(signed_in(&login).await, Ok(()));
    for (steps, kind, cause) in [
        ([plain[0], plain[1], Say("535 5.7.8 bad\r\n")], Kind::Configuration, Cause::Refused),
        ([plain[0], plain[1], Say("454 4.7.0 later\r\n")], Kind::Temporary, Cause::Refused),
        ([Say("250-peer\r\n250 AUTH CRAM-MD5\r\n"), Silence, Silence], Kind::Configuration, Cause::NoSignIn),
    ] {
        assert_failed(signed_in(&steps).await, Phase::Auth, kind, cause);
    }
}

#[tokio::test]
async fn a_password_is_not_sent_in_the_clear_nor_written_down() {
    let server: SmtpServer = "smtp://u:p@mail.example?tls=opportunistic".parse().unwrap();
    assert!(!server.is_loopback());
    let (port, _heard) = peer::start(vec![script(&[
        &[Say("220 peer\r\n"), Hear("EHLO"), Say("250-peer\r\n250 AUTH PLAIN\r\n")],
        &[
            Hear("AUTH PLAIN AHUAcmlnaHQtb25l"),
            Say("535 5.7.8 what is AHUAcmlnaHQtb25l, right-one, cmlnaHQtb25l?\r\n"),
            Silence,
        ],
    ])])
    .await;
    let transcript = Transcript::default();
    let connector = connector("u:right-one@127.0.0.1", port, "").with_transcript(transcript.clone());
    let refused = connector.connect().await.err().unwrap();
    assert_eq!(refused.text, "535 5.7.8 what is ***, ***, ***?", "nor where the server repeats it");
    let said: Vec<_> = transcript.lines().into_iter().map(|line| line.to_string()).collect();
    assert_eq!(
        said,
        [
            "220 peer",
            "EHLO portal.example",
            "250-peer",
            "250 AUTH PLAIN",
            "AUTH PLAIN ***",
            "535 5.7.8 what is ***, ***, ***?"
        ]
    );
}

/// As behind a wall that swallows what it does not let through: the system answers no further connection.
#[tokio::test]
async fn a_connection_that_is_never_answered() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let full = socket.listen(1).unwrap();
    let address = full.local_addr().unwrap();
    let mut waiting = Vec::new();
    let within = Duration::from_millis(200);
    while let Ok(connection) = tokio::time::timeout(within, tokio::net::TcpStream::connect(address)).await {
        waiting.push(connection.unwrap());
    }
    let connector = connector("127.0.0.1", address.port(), "").with_deadlines(Deadlines::all(within));
    let result = connector.connect().await.map(|_| ());
    assert_failed(result, Phase::Connect, Kind::Temporary, Cause::TooLate);
}
