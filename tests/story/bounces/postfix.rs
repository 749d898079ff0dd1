//! A real Postfix: letters go through it, and what it reports of them comes back.

use std::path::Path;
use std::time::Duration;

use collega::app;
use collega::mail::outbox::State;
use collega::mail::transport::Wish;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

use super::ways::Receiver;
use super::{Post, base};
use crate::story::commands::{Installation, ended};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::dovecot::{self, Dovecot};
use crate::support::picky_server::PickyServer;
use crate::support::portal::TestPortal;
use crate::support::postfix::Postfix;
use crate::support::servers::{Place, certificate, give, name_of_letters};
use crate::support::smtp_sink::SmtpSink;
use crate::support::wait;

on_both_engines!(
    letters_go_over_tls_to_a_server_that_knows_the_password,
    a_greylisting_postfix_takes_the_same_letter_later,
    a_report_comes_through_the_pipe_that_the_readme_names,
    a_report_comes_by_lmtp_as_the_readme_says,
    a_report_in_a_mailbox_is_read_over_imap,
);

/// A server behind Postfix that knows nobody.
fn nobody_s() -> PickyServer {
    PickyServer::start(&[("RCPT TO:", "550 5.1.1 no such person here")])
}

/// What sends letters to `bad.example` there.
fn bad_example(server: &PickyServer, more: &str) -> String {
    let port = server.port();
    format!("transport_maps = inline:{{ {{bad.example = smtp:[127.0.0.1]:{port}}} {more} }}\n")
}

async fn post(database: &TestDatabase, postfix: &Postfix) -> Post {
    let portal = TestPortal::with(database, |config| config.mail.bounce_address = Some(base())).await;
    let post = Post { portal, sink: SmtpSink::start(&[]) };
    let server = format!("smtp://127.0.0.1:{}", postfix.port).parse().unwrap();
    post.portal.portal.mail.set(Wish::Server(server), "portal.romashka.example");
    post
}

/// Invites somebody whom nobody knows, waits until the report is there, and looks what the inviter sees.
async fn comes_back(post: &Post, log: impl Fn() -> String, fetch: impl AsyncFn()) {
    let admin = post.portal.admin().await;
    let sent = post.invite("ivan@bad.example").await;
    assert_eq!(post.letter(sent.letter.id).await.attempts, 1, "{}", log());
    let failed = async || {
        fetch().await;
        post.letter(sent.letter.id).await.state == State::Failed
    };
    assert!(wait::comes_in_time(failed).await, "{}", log());
    let page = admin.get(&sent.path).await;
    for words in ["Не доставлено", "нет такого адреса", "no such person here"] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert_eq!(post.news().await, 1);
}

async fn letters_go_over_tls_to_a_server_that_knows_the_password(database: &TestDatabase) {
    let dovecot = Dovecot::start();
    let postfix = Postfix::start(
        &format!(
            "smtpd_tls_security_level = encrypt\nsmtpd_tls_auth_only = yes\nsmtpd_tls_cert_file = {}\n\
             smtpd_tls_key_file = {}\nsmtpd_sasl_auth_enable = yes\nsmtpd_sasl_type = dovecot\n\
             smtpd_sasl_path = inet:127.0.0.1:{}\nsmtpd_client_restrictions = permit_sasl_authenticated, reject\n",
            certificate("server.pem"),
            certificate("server.key"),
            dovecot.sasl,
        ),
        "",
    );
    let installation = Installation::new(database);
    installation.set_up();
    let user = dovecot::USER.replace('@', "%40");
    let url =
        |password: &str, query: &str| format!("smtp://{user}:{password}@localhost:{}{query}", postfix.port);
    let run = |arguments: &[&str], url: &str, authority: &str| {
        let mut command = installation.command(arguments);
        command.env("COLLEGA_MAIL__SMTP_URL", url).env("COLLEGA_MAIL__FROM", "portal@romashka.example");
        // Nobody is asked about DNS here.
        ended(command.env("SSL_CERT_FILE", authority).env("COLLEGA_MAIL__DNS_SERVER", "127.0.0.1:1"))
    };
    let (good, authority) = (url(dovecot::PASSWORD.0, "?tls=required"), certificate("ca.pem"));
    let invited = run(&["invite", "--wait", "ivan@good.example"], &good, &authority);
    assert_eq!(invited.code, Some(0), "{invited:?} {}", postfix.log());
    wait::until("the letter is delivered", || postfix.letters().len() == 1);
    let letter = postfix.letters().remove(0);
    assert!(
        letter.contains("with ESMTPSA") && letter.contains("X-Original-To: ivan@good.example"),
        "{letter}"
    );
    for (url, authority, words) in [
        (url("wr0ng", "?tls=required"), authority.as_str(), "535"),
        (good, "/etc/ssl/certs/ca-certificates.crt", "certificate"),
    ] {
        let told = run(&["doctor"], &url, authority);
        let line = told.out.lines().find(|line| line.contains(" mail: ")).unwrap_or_default().to_owned();
        let is_bad = line.starts_with("bad ") && line.contains(words);
        assert!(is_bad && !told.out.contains("wr0ng"), "{url}: {told:?}");
    }
    assert_eq!(postfix.letters().len(), 1);
}

/// A policy of Postfix (`SMTPD_POLICY_README`) that puts off what it has not seen.
async fn greylist() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = std::sync::Arc::new(std::sync::Mutex::new(std::collections::BTreeSet::new()));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let seen = std::sync::Arc::clone(&seen);
            tokio::spawn(async move {
                let mut lines = BufReader::new(stream);
                let mut about = Vec::new();
                loop {
                    let mut line = String::new();
                    if lines.read_line(&mut line).await.unwrap_or(0) == 0 {
                        return;
                    }
                    if ["sender=", "recipient=", "client_address="].iter().any(|key| line.starts_with(key)) {
                        about.push(line);
                    } else if line == "\n" {
                        let is_new = seen.lock().unwrap().insert(std::mem::take(&mut about));
                        let action = if is_new { "450 4.7.1 Greylisted, come again later" } else { "DUNNO" };
                        lines.write_all(format!("action={action}\n\n").as_bytes()).await.unwrap();
                    }
                }
            });
        }
    });
    port
}

async fn a_greylisting_postfix_takes_the_same_letter_later(database: &TestDatabase) {
    let policy = greylist().await;
    let rule = format!("smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:{policy}\n");
    let postfix = Postfix::start(&rule, "");
    let post = post(database, &postfix).await;
    let sent = post.invite("ivan@good.example").await;
    assert_eq!(sent.letter.state, State::Deferred, "{}", postfix.log());
    assert!(sent.letter.reply.as_deref().unwrap_or_default().contains("450 4.7.1"), "{:?}", sent.letter);
    let page = post.portal.admin().await.get(&sent.path).await;
    assert!(page.says("Greylisted, come again later"), "{}", page.text());
    for _ in 0..3 {
        post.portal.advance(Duration::from_mins(10));
        app::deliver_due(&post.portal.portal).await.unwrap();
    }
    assert_eq!(post.letter(sent.letter.id).await.state, State::Accepted, "{}", postfix.log());
    wait::until("the letter is delivered", || postfix.letters().len() == 1);
    let letter = postfix.letters().remove(0);
    assert!(letter.contains(&format!("Message-ID: <{}>", sent.letter.message_id)), "{letter}");
    assert!(letter.contains(&format!("Return-Path: <{}>", sent.address)), "{letter}");
}

/// Lets whoever delivers letters run `collega` on this database, as README tells.
fn installed(place: &Place, database: &TestDatabase, key: &str) {
    std::fs::copy(key, place.path().join("secret.key")).unwrap();
    give(&place.path().join("secret.key"));
    std::fs::copy(env!("CARGO_BIN_EXE_collega"), place.path().join("collega")).unwrap();
    if let Some(file) = database.url.strip_prefix("sqlite:") {
        let folder = Path::new(file).parent().unwrap();
        give(folder);
        for file in std::fs::read_dir(folder).unwrap() {
            give(&file.unwrap().path());
        }
    }
    let settings = format!(
        "database_url = \"{}\"\nsecret_key_file = \"{}\"\n[mail]\nbounce_address = \"bounces@mail.romashka.example\"\n",
        database.url,
        place.at("secret.key"),
    );
    place.write("collega.toml", &settings);
}

async fn a_report_comes_through_the_pipe_that_the_readme_names(database: &TestDatabase) {
    let (server, place) = (nobody_s(), Place::new("installed"));
    let transport = bad_example(&server, "{bounces@mail.romashka.example = collega:}");
    let settings = format!("{transport}relay_domains = mail.romashka.example\n");
    let service = format!(
        "collega unix - n n - - pipe flags=R user={} argv={} bounce --config {} --recipient ${{original_recipient}}\n",
        name_of_letters().0,
        place.at("collega"),
        place.at("collega.toml"),
    );
    let postfix = Postfix::start(&settings, &service);
    let post = post(database, &postfix).await;
    installed(&place, database, &post.portal.portal.config.secret_key_file);
    comes_back(&post, || postfix.log(), async || ()).await;
    says(&postfix, "relay=collega").await;
}

/// Postfix says so after the report has done its work here.
async fn says(postfix: &Postfix, words: &str) {
    assert!(wait::comes_in_time(async || postfix.log().contains(words)).await, "{}", postfix.log());
}

async fn a_report_comes_by_lmtp_as_the_readme_says(database: &TestDatabase) {
    let server = nobody_s();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let lmtp = format!("lmtp:[127.0.0.1]:{}", listener.local_addr().unwrap().port());
    let transport = bad_example(&server, &format!("{{mail.romashka.example = {lmtp}}}"));
    let postfix = Postfix::start(&format!("{transport}relay_domains = mail.romashka.example\n"), "");
    let post = post(database, &postfix).await;
    let _receiver = Receiver::of(&post, listener);
    comes_back(&post, || postfix.log(), async || ()).await;
    says(&postfix, "250 2.0.0 Taken").await;
}

async fn a_report_in_a_mailbox_is_read_over_imap(database: &TestDatabase) {
    let (server, dovecot) = (nobody_s(), Dovecot::start());
    let domains = "virtual_mailbox_domains = good.example, mail.romashka.example\n";
    let postfix = Postfix::start(&format!("{}{domains}", bad_example(&server, "")), "");
    let url = dovecot.url();
    let portal = TestPortal::with(database, |config| {
        config.mail.bounce_address = Some(base());
        config.mail.bounce_imap = Some(url.parse().unwrap());
    });
    let post = Post { portal: portal.await, sink: SmtpSink::start(&[]) };
    let server = format!("smtp://127.0.0.1:{}", postfix.port).parse().unwrap();
    post.portal.portal.mail.set(Wish::Server(server), "portal.romashka.example");
    let is_laid = std::cell::Cell::new(false);
    let fetch = async || {
        if let Some(report) = postfix.letters().first().filter(|_| !is_laid.get()) {
            dovecot.lay(report.as_bytes());
            is_laid.set(true);
        }
        post.portal.advance(Duration::from_mins(1));
        app::read_bounces(&post.portal.portal).await.unwrap();
    };
    comes_back(&post, || [postfix.log(), dovecot.log()].concat(), fetch).await;
    assert_eq!(dovecot.read_of_all(), (1, 1));
}
