//! The ways by which reports come: the portal's own receiver, and the command that a mail server pipes to.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;

use collega::app;
use collega::mail::outbox::State;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use super::{IVAN, Post, report};
use crate::story::commands::{ADDRESS, Ended, Installation, ended};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::environment::exported;
use crate::support::wait;

on_both_engines!(
    a_mail_server_hands_reports_over_by_lmtp_and_by_smtp,
    the_receiver_takes_nothing_else,
    a_report_is_taken_when_it_is_durable,
    sessions_are_bounded_and_end_with_the_portal,
    a_real_client_delivers_by_both_protocols,
    a_mail_server_pipes_a_report,
    a_piped_report_is_never_lost,
);

/// The receiver of a portal, running.
pub struct Receiver {
    port: u16,
    stop: CancellationToken,
    running: tokio::task::JoinHandle<()>,
}

impl Receiver {
    async fn start(of: &Post) -> Self {
        Self::of(of, TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    /// One that listens there.
    pub fn of(of: &Post, listener: TcpListener) -> Self {
        let (port, stop) = (listener.local_addr().unwrap().port(), CancellationToken::new());
        let portal = of.portal.portal.clone();
        let running = tokio::spawn(app::receive_bounces(portal, listener, stop.clone()));
        Self { port, stop, running }
    }

    async fn connect(&self) -> Talk {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        Talk(BufReader::new(stream))
    }
}

/// A session.
struct Talk(BufReader<TcpStream>);

impl Talk {
    /// The last line of the next answer.
    async fn answer(&mut self) -> String {
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).await.unwrap();
            if line.get(3..4) != Some("-") {
                return line.trim_end().to_owned();
            }
        }
    }

    async fn say(&mut self, line: &str) -> String {
        self.0.write_all(format!("{line}\r\n").as_bytes()).await.unwrap();
        self.answer().await
    }

    /// Hands a letter over and gives the first answer to it.
    async fn hand_over(&mut self, recipient: &str, raw: &[u8]) -> String {
        assert!(self.say("MAIL FROM:<>").await.starts_with("250"));
        assert!(self.say(&format!("RCPT TO:<{recipient}>")).await.starts_with("250"));
        assert!(self.say("DATA").await.starts_with("354"));
        let text = String::from_utf8_lossy(raw).replace('\n', "\r\n").replace("\r\n.", "\r\n..");
        self.say(&format!("{text}\r\n.")).await
    }
}

async fn a_mail_server_hands_reports_over_by_lmtp_and_by_smtp(database: &TestDatabase) {
    let post = Post::new(database).await;
    let receiver = Receiver::start(&post).await;
    for (hello, email) in [("LHLO mx.example.org", IVAN), ("EHLO mx.example.org", "olga@example.org")] {
        let sent = post.invite(email).await;
        let mut talk = receiver.connect().await;
        assert!(talk.answer().await.starts_with("220 localhost"));
        assert!(talk.say(hello).await.starts_with("250 SIZE"));
        let taken = talk.hand_over(&sent.address.to_uppercase(), &report("postfix_failed", &sent)).await;
        assert_eq!(taken, "250 2.0.0 Taken");
        assert_eq!(post.letter(sent.letter.id).await.state, State::Failed);
        let again = talk.hand_over(&sent.address, &report("postfix_failed", &sent)).await;
        assert_eq!(again, "250 2.0.0 Taken");
        assert!(talk.say("QUIT").await.starts_with("221"));
    }
    // An answer for each recipient by LMTP.
    let sent = post.invite("egor@example.org").await;
    let mut talk = receiver.connect().await;
    talk.answer().await;
    talk.say("LHLO mx").await;
    talk.say("MAIL FROM:<>").await;
    talk.say(&format!("RCPT TO:<{}>", sent.address)).await;
    talk.say(&format!("RCPT TO:<{}>", sent.address)).await;
    talk.say("DATA").await;
    assert!(talk.say("Subject: a\r\n\r\nb\r\n.").await.starts_with("250"));
    assert!(talk.answer().await.starts_with("250"));
}

async fn the_receiver_takes_nothing_else(database: &TestDatabase) {
    let post = Post::new(database).await;
    let sent = post.invite(IVAN).await;
    let receiver = Receiver::start(&post).await;
    let mut talk = receiver.connect().await;
    talk.answer().await;
    talk.say("EHLO mx").await;
    talk.say("MAIL FROM:<spammer@example.net>").await;
    let forged = sent.address.replace('+', "+1");
    for other in
        ["anna@romashka.example", "someone@elsewhere.example", "bounces@mail.romashka.example", &forged]
    {
        let refused = talk.say(&format!("RCPT TO:<{other}>")).await;
        assert!(refused.starts_with("550 5.1.1"), "{other}: {refused}");
    }
    assert!(talk.say("DATA").await.starts_with("503"));
    assert!(talk.say("MAIL FROM:<> SIZE=99999999").await.starts_with("503"));
    talk.say("RSET").await;
    assert!(talk.say("MAIL FROM:<> SIZE=99999999").await.starts_with("552"));
    let large = "a".repeat(70).repeat(20_000);
    let large: Vec<&str> =
        large.as_bytes().chunks(70).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let refused = talk.hand_over(&sent.address, large.join("\n").as_bytes()).await;
    assert!(refused.starts_with("552 5.3.4"), "{refused}");
    let endless = talk.say(&"a".repeat(5000)).await;
    assert!(endless.starts_with("500 5.5.2"), "{endless}");
    assert_eq!(post.letter(sent.letter.id).await.state, State::Accepted);
}

async fn a_report_is_taken_when_it_is_durable(database: &TestDatabase) {
    let post = Post::new(database).await;
    let sent = post.invite(IVAN).await;
    let receiver = Receiver::start(&post).await;
    let mut talk = receiver.connect().await;
    talk.answer().await;
    talk.say("LHLO mx").await;
    post.portal.write(|tx| tx.execute("ALTER TABLE letter_attempts RENAME TO away", &[])).await;
    let refused = talk.hand_over(&sent.address, &report("postfix_failed", &sent)).await;
    assert!(refused.starts_with("451 4.3.0"), "{refused}");
    assert_eq!(post.letter(sent.letter.id).await.state, State::Accepted, "all or nothing");
    post.portal.write(|tx| tx.execute("ALTER TABLE away RENAME TO letter_attempts", &[])).await;
    let taken = talk.hand_over(&sent.address, &report("postfix_failed", &sent)).await;
    assert!(taken.starts_with("250"), "{taken}");
    assert_eq!(post.letter(sent.letter.id).await.state, State::Failed);
}

async fn sessions_are_bounded_and_end_with_the_portal(database: &TestDatabase) {
    let post = Post::new(database).await;
    let receiver = Receiver::start(&post).await;
    let mut talks = Vec::new();
    for _ in 0..20 {
        let mut talk = receiver.connect().await;
        assert!(talk.answer().await.starts_with("220"));
        talks.push(talk);
    }
    assert!(receiver.connect().await.answer().await.starts_with("421 4.3.2"));
    receiver.stop.cancel();
    for mut talk in talks {
        assert!(talk.answer().await.starts_with("421 4.3.2"));
    }
    tokio::time::timeout(Duration::from_secs(20), receiver.running).await.unwrap().unwrap();
}

async fn a_real_client_delivers_by_both_protocols(database: &TestDatabase) {
    let post = Post::new(database).await;
    let receiver = Receiver::start(&post).await;
    for (options, email) in [(&["-L"][..], IVAN), (&[], "olga@example.org")] {
        let sent = post.invite(email).await;
        let folder = crate::support::folder::Folder::new("report");
        let file = folder.path().join("report");
        std::fs::write(&file, report("exim_failed", &sent)).unwrap();
        let mut client = Command::new(exported("COLLEGA_TEST_SMTP_SOURCE"));
        client
            .args(options)
            .args(["-f", "mailer-daemon@mx.example.org", "-t", &sent.address, "-F"])
            .arg(&file);
        client.arg(format!("127.0.0.1:{}", receiver.port));
        let done = tokio::task::spawn_blocking(move || client.output().unwrap()).await.unwrap();
        assert!(done.status.success(), "{done:?}");
        assert_eq!(post.letter(sent.letter.id).await.state, State::Failed, "{done:?}");
    }
}

/// Pipes a report into the command.
fn pipe(command: &mut Command, raw: &[u8]) -> Ended {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Where the command reads nothing the pipe breaks.
    let _ = child.stdin.take().unwrap().write_all(raw);
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

async fn a_mail_server_pipes_a_report(database: &TestDatabase) {
    let post = Post::new(database).await;
    let installation = Installation::new(database);
    let key = &post.portal.portal.config.secret_key_file;
    let command = |arguments: &[&str]| {
        let mut command = installation.command(arguments);
        command.env("COLLEGA_SECRET_KEY_FILE", key);
        command.env("COLLEGA_MAIL__BOUNCE_ADDRESS", "bounces@mail.romashka.example");
        command
    };
    let first = post.invite(IVAN).await;
    let done = pipe(&mut command(&["bounce", "--recipient", &first.address]), &report("zimbra", &first));
    assert_eq!((done.code, done.out.trim()), (Some(0), "Taken: the letter was not delivered"), "{done:?}");
    assert_eq!(post.letter(first.letter.id).await.state, State::Failed);

    let second = post.invite("olga@example.org").await;
    let raw = String::from_utf8(report("qmail_failed", &second)).unwrap();
    let nameless =
        raw.replace(&second.address, "someone@mail.romashka.example").replace("Message-ID", "X-Gone");
    let mut unaddressed = command(&["bounce", "--json"]);
    let done = pipe(&mut unaddressed, nameless.as_bytes());
    assert_eq!((done.code, done.out.trim()), (Some(0), "{\"outcome\":\"kept\"}"), "{done:?}");
    let mut addressed = command(&["bounce", "--json"]);
    let done = pipe(addressed.env("ORIGINAL_RECIPIENT", &second.address), nameless.as_bytes());
    assert_eq!((done.code, done.out.trim()), (Some(0), "{\"outcome\":\"failed\"}"), "{done:?}");

    let third = post.invite("egor@example.org").await;
    let mut large = report("postfix_failed", &third);
    large.extend(b"a line of a letter that somebody forwards\n".repeat(100_000));
    let done = pipe(&mut command(&["bounce", "--json"]), &large);
    assert_eq!((done.code, done.out.trim()), (Some(0), "{\"outcome\":\"failed\"}"), "its own To will do");
    let done = pipe(&mut command(&["bounce", "--json"]), b"");
    assert_eq!((done.code, done.out.trim()), (Some(65), ""), "EX_DATAERR: {done:?}");
    assert!(done.err.contains("collega bounce < report.eml"), "{done:?}");
}

async fn a_piped_report_is_never_lost(database: &TestDatabase) {
    let installation = Installation::new(database);
    let done = pipe(&mut installation.command(&["bounce"]), b"Subject: failure notice\n\nx\n");
    assert_eq!(done.code, Some(75), "nothing is set up: {done:?}");
    installation.set_up();
    for (name, value) in [
        ("COLLEGA_DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing"),
        ("COLLEGA_MAIL__BOUNCE_ADDRESS", "nonsense"),
        ("COLLEGA_SECRET_KEY_FILE", "/proc/nowhere"),
    ] {
        let done =
            pipe(installation.command(&["bounce"]).env(name, value), b"Subject: failure notice\n\nx\n");
        assert_eq!(done.code, Some(75), "{name}: {done:?}");
        assert_eq!(done.err.lines().count(), 1, "{done:?}");
    }
    for slip in [["--recipeint", ADDRESS], ["--config", "/proc/nowhere.toml"]] {
        let wrong = ended(installation.command(&["bounce"]).args(slip));
        assert_eq!(wrong.code, Some(75), "{wrong:?}");
    }
    let mut serve = installation.command(&["serve"]);
    let refused = ended(serve.env("COLLEGA_MAIL__BOUNCE_LISTEN", "127.0.0.1:2525"));
    assert!(refused.code == Some(1) && refused.err.contains("mail.bounce_address"), "{refused:?}");
    serves_reports(&installation);
}

/// The running portal listens where it was told to.
fn serves_reports(installation: &Installation<'_>) {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut serve = installation.command(&["serve"]);
    serve.env("COLLEGA_MAIL__BOUNCE_LISTEN", format!("127.0.0.1:{port}"));
    serve.env("COLLEGA_MAIL__BOUNCE_ADDRESS", "bounces@mail.romashka.example");
    let mut running = serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut greeting = [0; 3];
    wait::until("the receiver listens", || {
        let session = std::net::TcpStream::connect(("127.0.0.1", port));
        session.is_ok_and(|mut session| session.read_exact(&mut greeting).is_ok())
    });
    assert_eq!(&greeting, b"220");
    assert!(Command::new("kill").arg(running.id().to_string()).status().unwrap().success());
    assert!(running.wait().unwrap().success());
}
