//! What DNS says of the sender, asked of a real name server: found, missing, wrong, and nobody answered.

use collega::base::networks::Networks;
use collega::config::Config;
use collega::mail::bounces::return_address::ReturnAddress;

use super::commands::{Installation, ended};
use crate::support::databases::{Engine, TestDatabase, on_both_engines, run};
use crate::support::dns::{NameServer, silent};
use crate::support::picky_server::PickyServer;
use crate::support::portal::TestPortal;
use crate::support::smtp_sink::SmtpSink;

on_both_engines!(
    an_administrator_is_told_what_to_add_and_that_it_is_there,
    a_way_without_a_server_is_looked_at_as_such,
);

const PATH: &str = "/settings/mail/dns";

/// Letters that come from a domain and leave by a server on this machine.
fn sending(config: &mut Config, sink: &SmtpSink, dns: std::net::SocketAddr) {
    config.mail.smtp_url = Some(format!("smtp://127.0.0.1:{}", sink.port()));
    config.mail.from = Some("no-reply@romashka.example".to_owned());
    config.mail.dns_server = Some(dns);
}

async fn an_administrator_is_told_what_to_add_and_that_it_is_there(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let empty = NameServer::start(&[]);
    let portal = TestPortal::with(database, |config| sending(config, &sink, empty.address())).await;
    let admin = portal.admin().await;
    let settings = admin.get("/settings/mail").await;
    let found = admin.submit(&settings, PATH, &[]).await;
    assert_eq!(found.texts(".dns-line h2"), ["SPF", "DKIM", "DMARC", "MX"]);
    let badges = found.texts(".dns-line .badge");
    assert_eq!(badges, ["Нужно исправить", "Посмотрите", "Нужно исправить", "Нужно исправить"]);
    assert_eq!(found.texts("#spf-record"), ["v=spf1 ip4:ПУБЛИЧНЫЙ_АДРЕС ~all"]);
    assert!(found.says("поставьте IP-адрес, с которого письма выходят в интернет"), "{}", found.text());
    let dmarc = found.texts("#dmarc .dns-record code");
    let wanted =
        ["_dmarc.romashka.example", "TXT", "v=DMARC1; p=none; rua=mailto:postmaster@romashka.example"];
    assert_eq!(dmarc, wanted);
    assert_eq!(admin.get(PATH).await.texts(".dns-line").len(), 0, "looking alone asks nobody");
    // A long text comes in pieces, and too large for a datagram over TCP.
    let padding = format!("include:a.example {}", "ip4:77.88.10.1 ".repeat(12));
    let whole = NameServer::start(&[
        "txt-record=romashka.example,something else",
        &format!("txt-record=romashka.example,v=spf1 {padding},ip4:5.45.192.7 ~all"),
        "host-record=mail.romashka.example,5.45.192.7",
        "txt-record=a.example,v=spf1 ip4:192.0.2.0/24 -all",
        "txt-record=_dmarc.romashka.example,v=DMARC1; p=quarantine",
        "mx-host=romashka.example,mx.romashka.example,10",
        "host-record=mx.romashka.example,5.45.192.8",
    ]);
    let database = TestDatabase::new(database.engine);
    let portal = TestPortal::with(&database, |config| {
        sending(config, &sink, whole.address());
        config.mail.smtp_url = Some("smtp://mail.romashka.example".to_owned());
        config.mail.bounce_address = ReturnAddress::parse("bounce@reports.example");
    })
    .await;
    let admin = portal.admin().await;
    let found = admin.submit(&admin.get(PATH).await, PATH, &[]).await;
    assert_eq!(found.texts(".dns-line h2")[..2], ["SPF", "SPF · reports.example"]);
    assert_eq!(found.texts(".dns-line h2")[4..], ["MX", "MX · reports.example"]);
    assert_eq!(found.texts("#mx-envelope-record"), ["10 mail.romashka.example."]);
    assert_eq!(found.texts("#spf-envelope-record"), ["v=spf1 a:mail.romashka.example ~all"]);
    assert_eq!(
        found.texts(".dns-line .badge"),
        ["Всё верно", "Нужно исправить", "Посмотрите", "Нужно исправить", "Всё верно", "Нужно исправить"],
        "{}",
        found.text()
    );
    assert!(
        found.says("10 mx.romashka.example.")
            && found.says("p=quarantine")
            && found.says("они попадут в спам"),
        "{}",
        found.text()
    );
    assert!(found.texts("#spf .dns-record").is_empty() && found.says("Проверить снова"), "{}", found.text());
}

/// Letters that go straight to the recipients' servers, from a machine that only its own network knows.
async fn a_way_without_a_server_is_looked_at_as_such(database: &TestDatabase) {
    let server = PickyServer::start(&[]);
    let dns = NameServer::start(&["host-record=romashka.example,127.0.0.1"]);
    let portal = TestPortal::with(database, |config| {
        config.mail.smtp_url = Some("direct:".to_owned());
        config.mail.from = Some("no-reply@romashka.example".to_owned());
        config.mail.dns_server = Some(dns.address());
        config.mail.direct.port = server.port();
        config.mail.direct.networks = Networks::parse("127.0.0.0/8").unwrap();
    })
    .await;
    let admin = portal.admin().await;
    let found = admin.submit(&admin.get(PATH).await, PATH, &[]).await;
    assert_eq!(found.texts(".dns-line h2"), ["SPF", "DKIM", "DMARC", "MX", "PTR", "TCP 25"]);
    let dkim = found.texts("#dkim").concat();
    assert!(dkim.contains("collega dkim create --domain romashka.example"), "{dkim}");
    assert!(!dkim.contains("своим ключом"), "there is no mail server that signs: {dkim}");
    assert!(found.texts("#port").concat().contains("порт 25 наружу открыт"), "{}", found.text());
    assert_eq!((server.heard("EHLO"), server.heard("MAIL")), (1, 0));
}

#[test]
fn the_doctor_says_what_letters_fail_by() {
    run(Engine::Sqlite, async |database: &TestDatabase| {
        let sink = SmtpSink::start(&[]);
        let dns = NameServer::start(&["txt-record=romashka.example,v=spf1 -all"]);
        let installation = Installation::new(database);
        installation.set_up();
        let doctor = |bounces: &str| {
            let mut doctor = installation.command(&["doctor"]);
            doctor.env("COLLEGA_MAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", sink.port()));
            doctor.env("COLLEGA_MAIL__FROM", "no-reply@romashka.example");
            doctor.env("COLLEGA_MAIL__DNS_SERVER", dns.address().to_string());
            doctor.env("COLLEGA_MAIL__BOUNCE_ADDRESS", bounces);
            tokio::task::block_in_place(|| ended(&mut doctor))
        };
        let found = doctor("bounces@romashka.example");
        for line in [
            "bad    mail.from: SPF: The record forbids everybody to send",
            "advice mail.from: DMARC: There is no record",
            "bad    mail.from: MX: Nobody takes mail for the domain",
        ] {
            assert!(found.code == Some(1) && found.out.contains(line), "{line}: {found:?}");
        }
        let apart = doctor("bounces@reports.example");
        let lost = "bad    mail.bounce_address: MX: Nobody takes mail for the domain";
        assert!(apart.out.contains(lost) && apart.out.contains("reports.example MX \"10 "), "{apart:?}");
        assert!(apart.out.contains("advice mail.from: MX: Nobody takes mail"), "{apart:?}");
    });
}

#[test]
fn silence_is_not_taken_for_nothing() {
    run(Engine::Sqlite, async |database: &TestDatabase| {
        let sink = SmtpSink::start(&[]);
        let silent = silent();
        let portal = TestPortal::with(database, |config| {
            sending(config, &sink, silent.local_addr().unwrap());
        })
        .await;
        let admin = portal.admin().await;
        let found = admin.submit(&admin.get(PATH).await, PATH, &[]).await;
        let badges = found.texts(".dns-line .badge");
        assert_eq!(badges, ["Неизвестно", "Посмотрите", "Неизвестно", "Неизвестно"], "{}", found.text());
        assert!(found.says("DNS не ответил вовремя") && found.texts(".dns-record").is_empty());
    });
}

#[test]
fn a_sender_without_a_domain_is_told_so() {
    run(Engine::Sqlite, async |database: &TestDatabase| {
        let portal = TestPortal::new(database).await;
        let admin = portal.admin().await;
        let page = admin.post(PATH, &[]).await;
        assert!(page.says("no-reply@127.0.0.1: у такого адреса нет домена"), "{}", page.text());
    });
}

#[test]
fn checks_are_limited() {
    run(Engine::Sqlite, async |database: &TestDatabase| {
        let sink = SmtpSink::start(&[]);
        let dns = NameServer::start(&[]);
        let portal = TestPortal::with(database, |config| sending(config, &sink, dns.address())).await;
        let admin = portal.admin().await;
        for _ in 0..10 {
            assert_eq!(admin.post(PATH, &[]).await.status, 200);
        }
        let refused = admin.post(PATH, &[]).await;
        assert_eq!(refused.status, 429);
        assert!(refused.says("Подождите минуту"), "{}", refused.text());
    });
}
