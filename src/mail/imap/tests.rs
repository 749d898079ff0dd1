//! What servers say, also what no good server would.

use std::time::Duration;

use crate::base::clock::Timestamp;

use super::{Cause, Failure, ImapServer, Looked, Session, Stay};
use crate::mail::smtp::peer::{self, Step};

/// The 23rd of November 2026, 09:00 UTC.
const NOW: Timestamp = Timestamp(1_795_424_400_000);
const GREETING: Step = Step::Say("* OK ready\r\n");

fn server(port: u16) -> ImapServer {
    format!("imap://anna:s%22e%5Ccret@127.0.0.1:{port}/INBOX").parse().unwrap()
}

/// Opens a session with a server that goes on by this script after its greeting.
async fn open(script: &[Step]) -> Result<(ImapServer, Session), Failure> {
    let (port, _) = peer::start(vec![[&[GREETING][..], script].concat()]).await;
    let server = server(port);
    Session::open(&server, Duration::from_secs(20)).await.map(|session| (server, session))
}

/// The same, signed in.
async fn signed_in(script: &[Step]) -> (ImapServer, Session) {
    let start = [
        Step::Hear("c1 CAPABILITY"),
        Step::Say("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nc1 OK done\r\n"),
        Step::Hear("c2 AUTHENTICATE PLAIN"),
        Step::Say("+ \r\n"),
        // anna and her password, as RFC 4616 wants them.
        Step::Hear("AGFubmEAcyJlXGNyZXQ="),
        Step::Say("c2 OK [CAPABILITY IMAP4rev1] welcome\r\n"),
    ];
    open(&[&start[..], script].concat()).await.unwrap()
}

#[tokio::test]
async fn a_mailbox_is_read_and_what_was_read_is_marked() {
    let (server, mut session) = signed_in(&[
        Step::Hear("c3 SELECT \"INBOX\""),
        Step::Say("* FLAGS (\\Seen)\r\n* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [NOMODSEQ] y\r\nc3 OK [READ-WRITE] z\r\n"),
        Step::Hear("c4 UID SEARCH UNDELETED UID 12:*"),
        Step::Say("* SEARCH 15 13 9\r\n* 4 EXISTS\r\nc4 OK\r\n"),
        Step::Hear("c5 UID FETCH 13 (UID RFC822.SIZE)"),
        Step::Say("* 9 FETCH (UID 99 RFC822.SIZE 1)\r\n* 2 FETCH (UID 13 RFC822.SIZE 5000)\r\nc5 OK\r\n"),
        Step::Hear("c6 UID FETCH 13 (UID BODY.PEEK[]<0.100>)"),
        Step::Drip("* 2 FETCH (UID 13 BODY[]<0> {6}\r\na\r\nb)\n FLAGS ())\r\nc6 OK\r\n"),
        Step::Hear("c7 UID STORE 13 +FLAGS.SILENT (\\Seen)"),
        Step::Say("c7 OK\r\n"),
        Step::Hear("c8 UID FETCH 15"),
        Step::Say("c8 OK gone\r\n"),
        Step::Hear("c9 LOGOUT"),
    ])
    .await;
    let looked = session.look(&server, Stay::Work).await.unwrap();
    assert_eq!(looked, Looked { uid_validity: 7, messages: 3 });
    assert_eq!(session.search(Some(11), NOW).await.unwrap(), [13, 15], "9 is an old one");
    let message = session.fetch(13, 1000, 100).await.unwrap();
    assert_eq!(message.as_deref(), Some(&b"a\r\nb)\n"[..]));
    session.mark_read(13).await.unwrap();
    assert_eq!(session.fetch(15, 1000, 100).await.unwrap(), None);
    session.leave().await;
}

#[tokio::test]
async fn who_offers_no_plain_is_told_name_and_password_in_quotes() {
    let opened = open(&[
        Step::Hear("c1 CAPABILITY"),
        Step::Say("* CAPABILITY IMAP4rev1\r\nc1 OK done\r\n"),
        Step::Hear("c2 LOGIN \"anna\" \"s\\\"e\\\\cret\""),
        Step::Say("c2 OK\r\n"),
    ])
    .await;
    assert!(opened.is_ok());
}

#[tokio::test]
async fn why_nobody_is_let_in_is_told_without_the_password() {
    let capable = "* CAPABILITY IMAP4rev1\r\nc1 OK done\r\n";
    for (offered, answer, cause) in [
        (capable, "c2 NO [AUTHENTICATIONFAILED] LOGIN anna s\"e\\cret is wrong\r\n", Cause::SignIn),
        (capable, "c2 BAD LOGIN?\r\n", Cause::SignIn),
        (capable, "c2 NO [UNAVAILABLE] later\r\n", Cause::Server),
        (capable, "* BYE too many\r\n", Cause::Unreachable),
        ("* CAPABILITY IMAP4rev1 LOGINDISABLED\r\nc1 OK done\r\n", "", Cause::SignIn),
        ("c1 BAD what\r\n", "", Cause::Server),
    ] {
        let script =
            [Step::Hear("c1"), Step::Say(offered), Step::Hear("c2"), Step::Say(answer), Step::Silence];
        let script = if answer.is_empty() { &script[..2] } else { &script[..] };
        let failure = open(script).await.map(|_| ()).unwrap_err();
        assert_eq!(failure.cause, cause, "{offered} {answer}: {failure}");
        assert!(!failure.text.contains("s\"e\\cret"), "{failure}");
    }
}

#[tokio::test]
async fn who_is_no_server_of_this_kind_is_told_apart() {
    for (greeting, cause) in [
        ("220 smtp.example ESMTP\r\n", Cause::Server),
        ("* BYE overloaded\r\n", Cause::Unreachable),
        ("", Cause::Unreachable),
    ] {
        let (port, _) = peer::start(vec![vec![Step::Say(greeting), Step::Close]]).await;
        let opened = Session::open(&server(port), Duration::from_secs(20)).await;
        assert_eq!(opened.map(|_| ()).unwrap_err().cause, cause, "{greeting}");
    }
    let unreachable = Session::open(&server(1), Duration::from_secs(20)).await;
    assert_eq!(unreachable.map(|_| ()).unwrap_err().cause, Cause::Unreachable);
    let (port, _) = peer::start(vec![vec![Step::Silence]]).await;
    let silent = Session::open(&server(port), Duration::from_millis(50)).await;
    assert_eq!(silent.map(|_| ()).unwrap_err().cause, Cause::Unreachable);
}

#[tokio::test]
async fn the_first_look_is_at_what_nobody_read_and_at_what_is_new() {
    let (_, mut session) = signed_in(&[
        Step::Hear("c3 UID SEARCH UNDELETED OR UNSEEN SINCE 16-Nov-2026\r\n"),
        Step::Say("* SEARCH 2 1\r\nc3 OK\r\n"),
    ])
    .await;
    assert_eq!(session.search(None, NOW).await.unwrap(), [1, 2]);
}

#[tokio::test]
async fn endless_answers_are_not_listened_to() {
    let start = [Step::Hear("c3 SELECT"), Step::Say("* 3 EXISTS\r\nc3 OK\r\n")];
    let (server, mut session) = signed_in(&start).await;
    let failure = session.look(&server, Stay::Work).await.unwrap_err();
    assert_eq!(failure.cause, Cause::Server, "no UIDVALIDITY: {failure}");
    for endless in ["* 1 FETCH (UID 1)\r\n", "* SEARCH", "* 1 FETCH (BODY[] {999999999}\r\n"] {
        let (_, mut session) = signed_in(&[Step::Hear("c3"), Step::Endless(endless)]).await;
        let failure = session.search(None, NOW).await.unwrap_err();
        assert_eq!(failure.cause, Cause::Server, "{endless}: {failure}");
    }
}

#[tokio::test]
async fn nobody_speaks_for_the_server_before_tls() {
    let steps = vec![
        GREETING,
        Step::Hear("c1 STARTTLS"),
        Step::Say("c1 OK go on\r\n* CAPABILITY IMAP4rev1\r\n"),
        Step::Silence,
    ];
    let (port, _) = peer::start(vec![steps]).await;
    let server: ImapServer = format!("imap://anna:secret@127.0.0.1:{port}?tls=required").parse().unwrap();
    let failure = Session::open(&server, Duration::from_secs(20)).await.map(|_| ()).unwrap_err();
    assert_eq!(failure.cause, Cause::Tls, "{failure}");
    let steps = vec![GREETING, Step::Hear("c1 STARTTLS"), Step::Say("c1 BAD never heard\r\n"), Step::Silence];
    let (port, heard) = peer::start(vec![steps]).await;
    let server: ImapServer = format!("imap://anna:secret@127.0.0.1:{port}?tls=required").parse().unwrap();
    let failure = Session::open(&server, Duration::from_secs(20)).await.map(|_| ()).unwrap_err();
    assert_eq!(failure.cause, Cause::Tls, "{failure}");
    assert_eq!(heard.await.unwrap(), [["c1 STARTTLS"]], "no password without it");
}
