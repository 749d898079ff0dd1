//! A real Exim, whose reports have a form of their own: letters go through it, and what it reports comes back.

use collega::mail::outbox::State;
use collega::mail::transport::Wish;
use tokio::net::TcpListener;

use super::ways::Receiver;
use super::{Post, base};
use crate::story::commands::{Installation, ended};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::exim::{Exim, SIGN_IN};
use crate::support::portal::TestPortal;
use crate::support::servers::certificate;
use crate::support::smtp_sink::SmtpSink;
use crate::support::wait;

on_both_engines!(letters_go_over_tls_to_an_exim_that_knows_the_password, what_an_exim_reports_is_understood);

async fn letters_go_over_tls_to_an_exim_that_knows_the_password(database: &TestDatabase) {
    let exim = Exim::start(1, false);
    let installation = Installation::new(database);
    installation.set_up();
    let invite = |email: &str, who: &str| {
        let mut command = installation.command(&["invite", "--wait", email]);
        let url = format!("smtp://{who}localhost:{}?tls=required", exim.port);
        command.env("COLLEGA_MAIL__SMTP_URL", url).env("COLLEGA_MAIL__FROM", "portal@romashka.example");
        ended(command.env("SSL_CERT_FILE", certificate("ca.pem")))
    };
    let who = format!("{}:{}@", SIGN_IN.0, SIGN_IN.1.replace(' ', "%20"));
    let invited = invite("ivan@good.example", &who);
    assert_eq!(invited.code, Some(0), "{invited:?} {}", exim.log());
    wait::until("the letter is delivered", || exim.letters().len() == 1);
    let letter = exim.letters().remove(0);
    assert!(letter.contains("with esmtpsa"), "{letter}");
    let stranger = invite("olga@good.example", "");
    assert!(stranger.code == Some(1) && exim.letters().len() == 1, "{stranger:?} {}", exim.log());
}

async fn what_an_exim_reports_is_understood(database: &TestDatabase) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let exim = Exim::start(listener.local_addr().unwrap().port(), true);
    let portal = TestPortal::with(database, |config| config.mail.bounce_address = Some(base())).await;
    let post = Post { portal, sink: SmtpSink::start(&[]) };
    let server = format!("smtp://127.0.0.1:{}", exim.port).parse().unwrap();
    post.portal.portal.mail.set(Wish::Server(server), "portal.romashka.example");
    let _receiver = Receiver::of(&post, listener);
    let (good, bad) = (post.invite("olga@good.example").await, post.invite("ivan@bad.example").await);
    let failed = async || post.letter(bad.letter.id).await.state == State::Failed;
    assert!(wait::comes_in_time(failed).await, "{}", exim.log());
    let page = post.portal.admin().await.get(&bad.path).await;
    assert!(page.says("Не доставлено") && page.says("no such person here"), "{}", page.text());
    wait::until("the other letter is delivered", || exim.letters().len() == 1);
    assert_eq!(post.letter(good.letter.id).await.state, State::Accepted);
    let letter = exim.letters().remove(0);
    assert!(letter.contains(&format!("Return-path: <{}>", good.address)), "{letter}");
    assert_eq!(post.news().await, 1);
}
