//! Letters that go straight to the recipients' servers: to the right one, past those that are away, and nowhere else.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use collega::base::id::LetterId;
use collega::base::networks::Networks;
use collega::mail::direct::{Settings, Setup};
use collega::mail::outbox::{Letter, Priority, State};
use collega::mail::reason::Reason;
use collega::mail::transport::{Switch, Wish};
use collega::store::Tx;

use super::commands::{Installation, ended};
use crate::support::databases::{Engine, TestDatabase, on_both_engines, run};
use crate::support::dns::NameServer;
use crate::support::picky_server::{PickyServer, SILENCE};
use crate::support::policy_server::{AUTHORITY, PolicyServer, policy, server_tls};
use crate::support::post::{Post, running};
use crate::support::wait::{comes_in_time, until};

on_both_engines!(
    letters_go_to_the_servers_of_their_domains,
    a_dead_domain_holds_up_nobody,
    slow_domains_leave_a_session_to_who_waits,
    who_waits_is_not_behind_the_bulk_of_his_domain,
    every_address_of_a_server_has_its_turn,
    who_breaks_off_is_asked_after_the_others,
    a_policy_of_the_domain_is_kept_to,
);

/// A sender without a relay, which asks this name server and finds all mail servers at this port.
async fn straight(database: &TestDatabase, dns: &NameServer, port: u16) -> Post {
    straight_by(database, dns, inside(port)).await
}

async fn straight_by(database: &TestDatabase, dns: &NameServer, settings: Settings) -> Post {
    let mut post = Post::new(database, None).await;
    let setup = Setup { settings, dns_server: Some(dns.address()), db: post.sender.db.clone() };
    let switch = Switch::new(4, "portal.example").with_direct(setup);
    switch.set(Wish::Direct, "portal.example");
    post.sender.switch = Arc::new(switch);
    post
}

fn inside(port: u16) -> Settings {
    Settings { port, networks: Networks::parse("127.0.0.0/8").unwrap(), ..Settings::default() }
}

/// A letter to each of these, sent.
async fn sent(post: &Post, addresses: &[&str]) -> Vec<Letter> {
    let ids = queue(post, addresses.iter().map(|address| (*address).to_owned()).collect()).await;
    post.deliver().await;
    let mut letters = Vec::new();
    for id in ids {
        letters.push(post.letter(id).await);
    }
    letters
}

async fn queue(post: &Post, addresses: Vec<String>) -> Vec<LetterId> {
    post.queue_to(addresses, Priority::Bulk).await
}

fn fate(letter: &Letter) -> (State, Option<&str>) {
    (letter.state, letter.reason.as_deref())
}

async fn letters_go_to_the_servers_of_their_domains(database: &TestDatabase) {
    let one = PickyServer::start(&[]);
    let busy = PickyServer::at(2, one.port(), &[("EHLO", "421 later"), ("HELO", "421 later")]);
    let three = PickyServer::at(3, one.port(), &[("MAIL", "550 5.7.1 we know no portal")]);
    let dns = NameServer::start(&[
        "mx-host=one.example,mx.one.example,10",
        "host-record=mx.one.example,127.0.0.1",
        // The first is away, the second has no time, the third takes letters.
        "mx-host=two.example,away.two.example,10",
        "mx-host=two.example,busy.two.example,20",
        "mx-host=two.example,mx.one.example,30",
        "host-record=away.two.example,127.0.0.9",
        "host-record=busy.two.example,127.0.0.2",
        "host-record=three.example,127.0.0.3",
        "host-record=implied.example,127.0.0.1",
        "cname=alias.example,one.example",
        "dns-rr=none.example,15,000000",
        "host-record=none.example,127.0.0.1",
    ]);
    let post = straight(database, &dns, one.port()).await;
    let letters = sent(
        &post,
        &[
            "a@one.example",
            "b@one.example",
            "c@two.example",
            "d@implied.example",
            "e@alias.example",
            "f@none.example",
            "g@nowhere.example",
            "h@elsewhere.test",
            "i@three.example",
        ],
    )
    .await;
    for letter in &letters[..5] {
        assert_eq!(fate(letter), (State::Accepted, None), "{letter:?}");
    }
    assert_eq!((one.letters(), one.heard("RCPT TO:<c@two.example>"), busy.heard("EHLO")), (5, 1, 1));
    for letter in &letters[5..7] {
        assert_eq!(fate(letter), (State::Failed, Some(Reason::BadAddress.key())), "{letter:?}");
    }
    assert_eq!(fate(&letters[7]), (State::Deferred, Some(Reason::TheirServer.key())), "nobody knows");
    assert_eq!(fate(&letters[8]), (State::Failed, Some(Reason::Policy.key())), "a no to the portal, by one");
    assert_eq!((three.letters(), post.sender.switch.trouble()), (0, None));
    let many = (0..30).map(|n| format!("person{n}@one.example")).collect();
    queue(&post, many).await;
    let before = one.heard("EHLO");
    post.deliver().await;
    assert_eq!(one.letters(), 35);
    assert!(one.heard("EHLO") - before <= 2, "sessions are kept, and are no more than two");
}

async fn a_dead_domain_holds_up_nobody(database: &TestDatabase) {
    let live = PickyServer::start(&[]);
    // It takes connections and never says a word.
    let dead = TcpListener::bind(("127.0.0.7", live.port())).unwrap();
    dead.set_nonblocking(true).unwrap();
    let mut records = vec!["host-record=dead.example,127.0.0.7".to_owned()];
    records.extend((0..20).map(|n| format!("host-record=d{n}.example,127.0.0.1")));
    let records: Vec<&str> = records.iter().map(String::as_str).collect();
    let dns = NameServer::start(&records);
    let post = straight(database, &dns, live.port()).await;
    let address = |n: usize| match n % 10 {
        0 => format!("person{n}@dead.example"),
        _ => format!("person{n}@d{}.example", n % 20),
    };
    let ids = queue(&post, (0..600).map(address).collect()).await;
    let (stop, run) = running(&post);
    until("all letters but those to the dead domain are out", || live.letters() == 540);
    let mut connections = Vec::new();
    while let Ok((connection, _)) = dead.accept() {
        connections.push(connection);
    }
    assert_eq!(connections.len(), 1, "one session finds out whether it is there");
    // It turns out to be gone: what waits for it is put off, and is no attempt at any of the letters.
    drop((dead, connections));
    let dead_ones: Vec<LetterId> = ids.iter().step_by(10).copied().collect();
    let put_off = comes_in_time(async || {
        let states = post.write(|tx: &mut Tx<'_>| {
            tx.query("SELECT state FROM letters WHERE email_key LIKE '%@dead.example'", &[], |row| {
                row.get::<String>(0)
            })
        });
        states.await.iter().all(|state| state == "deferred")
    });
    assert!(put_off.await);
    stop.cancel();
    run.await.unwrap();
    let letter = post.letter(dead_ones[3]).await;
    assert_eq!((letter.state, letter.attempts), (State::Deferred, 0));
    assert_eq!(letter.reason.as_deref(), Some(Reason::TheirServer.key()));
    assert_eq!(post.sender.switch.trouble(), None, "that is nobody's fault here");
}

/// Bulk letters never have all sessions.
async fn slow_domains_leave_a_session_to_who_waits(database: &TestDatabase) {
    let quick = PickyServer::start(&[]);
    let slow = PickyServer::at(2, quick.port(), &[("RCPT", SILENCE)]);
    let names: Vec<String> = (0..6).map(|n| format!("host-record=slow{n}.example,127.0.0.2")).collect();
    let mut records: Vec<&str> = names.iter().map(String::as_str).collect();
    records.push("host-record=quick.example,127.0.0.1");
    let dns = NameServer::start(&records);
    let post = straight(database, &dns, quick.port()).await;
    queue(&post, (0..6).map(|n| format!("a@slow{n}.example")).collect()).await;
    let (stop, run) = running(&post);
    assert!(comes_in_time(async || slow.heard("RCPT") == 3).await, "{} of 4 sessions", slow.heard("RCPT"));
    post.queue_to(vec!["code@quick.example".to_owned()], Priority::Interactive).await;
    post.sender.bell.ring();
    assert!(comes_in_time(async || quick.letters() == 1).await);
    assert_eq!(slow.heard("RCPT"), 3);
    stop.cancel();
    run.await.unwrap();
}

/// A slow server has two sessions with the bulk; a code gets one of its own.
async fn who_waits_is_not_behind_the_bulk_of_his_domain(database: &TestDatabase) {
    let server = PickyServer::start(&[("RCPT TO:<bulk", SILENCE)]);
    let dns = NameServer::start(&["host-record=slow.example,127.0.0.1"]);
    let post = straight(database, &dns, server.port()).await;
    queue(&post, vec!["first@slow.example".to_owned()]).await;
    post.deliver().await;
    queue(&post, (0..20).map(|n| format!("bulk{n}@slow.example")).collect()).await;
    let (stop, run) = running(&post);
    assert!(comes_in_time(async || server.heard("RCPT TO:<bulk") == 2).await);
    post.queue_to(vec!["code@slow.example".to_owned()], Priority::Interactive).await;
    post.sender.bell.ring();
    assert!(comes_in_time(async || server.letters() == 2).await, "the code waits");
    assert_eq!(server.heard("RCPT TO:<bulk"), 2, "the bulk gets no third");
    stop.cancel();
    run.await.unwrap();
}

/// A server may have more addresses than are tried at once, the first of them dead.
async fn every_address_of_a_server_has_its_turn(database: &TestDatabase) {
    let server = PickyServer::start(&[]);
    let dns = NameServer::start(&[
        "mx-host=many.example,mx.many.example,10",
        "host-record=mx.many.example,127.0.0.8",
        "host-record=mx.many.example,127.0.0.9",
        "host-record=mx.many.example,127.0.0.10",
        "host-record=mx.many.example,127.0.0.1",
    ]);
    let post = straight(database, &dns, server.port()).await;
    let id = queue(&post, vec!["a@many.example".to_owned()]).await[0];
    for _ in 0..20 {
        post.deliver().await;
        post.clock.advance(Duration::from_mins(20));
    }
    assert_eq!(post.letter(id).await.state, State::Accepted);
}

/// It would open the next session as well, and break that off, too (RFC 5321 §5.1).
async fn who_breaks_off_is_asked_after_the_others(database: &TestDatabase) {
    let other = PickyServer::start(&[]);
    let first = PickyServer::at(2, other.port(), &[("RCPT", "421 4.3.2 closing")]);
    let dns = NameServer::start(&[
        "mx-host=pair.example,first.pair.example,10",
        "mx-host=pair.example,other.pair.example,20",
        "host-record=first.pair.example,127.0.0.2",
        "host-record=other.pair.example,127.0.0.1",
        "mx-host=alone.example,first.pair.example,10",
    ]);
    let post = straight(database, &dns, other.port()).await;
    let letters = sent(&post, &["a@pair.example", "b@alone.example"]).await;
    assert!(letters.iter().all(|letter| letter.state == State::Deferred), "{letters:?}");
    assert_eq!((first.heard("RCPT"), other.letters()), (2, 0));
    post.clock.advance(Duration::from_mins(20));
    post.deliver().await;
    assert_eq!(post.letter(letters[0].id).await.state, State::Accepted);
    assert_eq!(post.letter(letters[1].id).await.state, State::Deferred);
    assert_eq!(other.letters(), 1);
    assert_eq!(first.heard("RCPT"), 3, "it is asked where there is nobody else");
}

async fn a_policy_of_the_domain_is_kept_to(database: &TestDatabase) {
    let tls = server_tls();
    let good = PickyServer::encrypting(1, 0, &tls);
    // Whoever is in between says that he is the server, but has no certificate for its name.
    let wrong = PickyServer::encrypting(2, good.port(), &tls);
    let policies = PolicyServer::start(policy("enforce", "mx.good.example")).await;
    let mut records = vec![
        "mx-host=good.example,mx.good.example,10".to_owned(),
        "host-record=mx.good.example,127.0.0.1".to_owned(),
    ];
    for domain in ["wrong", "unnamed", "testing"] {
        records.push(format!("mx-host={domain}.example,mx.{domain}.example,10"));
        records.push(format!("host-record=mx.{domain}.example,127.0.0.2"));
    }
    for domain in ["good", "wrong", "unnamed", "testing"] {
        records.push(format!("host-record=mta-sts.{domain}.example,127.0.0.1"));
        records.push(format!("txt-record=_mta-sts.{domain}.example,v=STSv1; id=1;"));
    }
    let records: Vec<&str> = records.iter().map(String::as_str).collect();
    let dns = NameServer::start(&records);
    let settings =
        Settings { ca_file: Some(AUTHORITY.to_owned()), policy_port: policies.port(), ..inside(good.port()) };
    let post = straight_by(database, &dns, settings.clone()).await;
    let letter = &sent(&post, &["a@good.example"]).await[0];
    assert_eq!(fate(letter), (State::Accepted, None), "{letter:?}");
    assert_eq!((good.heard("STARTTLS"), good.letters()), (1, 1));
    policies.answer(policy("enforce", "*.wrong.example"));
    let letter = &sent(&post, &["b@wrong.example"]).await[0];
    assert_eq!(fate(letter), (State::Deferred, Some(Reason::TheirTls.key())), "{letter:?}");
    policies.answer(policy("enforce", "mail.unnamed.example"));
    let letter = &sent(&post, &["c@unnamed.example"]).await[0];
    assert_eq!(fate(letter), (State::Deferred, Some(Reason::TheirTls.key())), "{letter:?}");
    assert_eq!((wrong.letters(), wrong.heard("MAIL")), (0, 0), "nothing in the clear, nothing to a stranger");
    policies.answer(policy("testing", "mail.testing.example"));
    let letter = &sent(&post, &["d@testing.example"]).await[0];
    assert_eq!(fate(letter), (State::Accepted, None), "{letter:?}");
    assert_eq!((wrong.letters(), policies.asked()), (1, 4));
    // Another process knows the policies too, and keeps to them when they can't be had any more.
    policies.answer("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n".to_owned());
    let silent = NameServer::start(&[
        "mx-host=wrong.example,mx.wrong.example,10",
        "host-record=mx.wrong.example,127.0.0.2",
    ]);
    let setup = Setup { settings, dns_server: Some(silent.address()), db: post.sender.db.clone() };
    let switch = Switch::new(4, "portal.example").with_direct(setup);
    switch.set(Wish::Direct, "portal.example");
    let mut other = post;
    other.sender.switch = Arc::new(switch);
    let letter = &sent(&other, &["e@wrong.example"]).await[0];
    assert_eq!(fate(letter), (State::Deferred, Some(Reason::TheirTls.key())), "{letter:?}");
    // Once it has expired, it asks for nothing.
    other.clock.advance(Duration::from_hours(25));
    other.deliver().await;
    assert_eq!((wrong.heard("RCPT TO:<e@"), policies.asked()), (1, 4));
}

#[test]
fn no_letter_is_taken_inside() {
    run(Engine::Sqlite, async |database: &TestDatabase| {
        let inner = PickyServer::start(&[]);
        let dns = NameServer::start(&[
            "mx-host=trap.example,mx.trap.example,10",
            "host-record=mx.trap.example,127.0.0.1",
            "mx-host=round.example,portal.example,10",
            "host-record=portal.example,127.0.0.1",
        ]);
        let settings = Settings { networks: Networks::default(), ..inside(inner.port()) };
        let post = straight_by(database, &dns, settings).await;
        let letters = sent(&post, &["a@trap.example", "b@round.example"]).await;
        for letter in &letters {
            assert_eq!(fate(letter), (State::Deferred, Some(Reason::TheirServer.key())), "{letter:?}");
        }
        assert!(letters[0].reply.as_ref().unwrap().contains("mail.direct_networks"), "{letters:?}");
        let database = TestDatabase::new(database.engine);
        let post = straight(&database, &dns, inner.port()).await;
        let letters = sent(&post, &["a@trap.example", "b@round.example"]).await;
        assert_eq!((letters[0].state, letters[1].state), (State::Accepted, State::Deferred), "not to itself");
        assert_eq!(inner.letters(), 1);
    });
}

#[test]
fn it_is_told_when_nobody_at_all_is_reached() {
    run(Engine::Sqlite, async |database: &TestDatabase| {
        let live = PickyServer::start(&[]);
        let dns = NameServer::start(&[
            "host-record=a.example,127.0.0.8",
            "host-record=b.example,127.0.0.8",
            "host-record=c.example,127.0.0.8",
            "host-record=d.example,127.0.0.1",
        ]);
        let post = straight(database, &dns, live.port()).await;
        sent(&post, &["1@a.example", "1@b.example", "2@b.example"]).await;
        assert_eq!(post.sender.switch.trouble(), None, "two domains may well be away");
        let letter = &sent(&post, &["1@c.example"]).await[0];
        let trouble = post.sender.switch.trouble().expect("a trouble");
        assert_eq!((trouble.reason, trouble.since), (Reason::NoWayOut, letter.created_at));
        let rested = &sent(&post, &["2@a.example"]).await[0];
        assert_eq!((rested.state, rested.attempts), (State::Deferred, 0), "not tried again so soon");
        sent(&post, &["1@d.example"]).await;
        assert_eq!((live.letters(), post.sender.switch.trouble()), (1, None), "letters do get out");
    });
}

#[test]
fn the_doctor_tries_the_way() {
    run(Engine::Sqlite, async |database: &TestDatabase| {
        let live = PickyServer::start(&[]);
        let dns = NameServer::start(&["host-record=romashka.example,127.0.0.1"]);
        let installation = Installation::new(database);
        installation.set_up();
        let doctor = |networks: &str| {
            let mut doctor = installation.command(&["doctor"]);
            doctor.env("COLLEGA_MAIL__SMTP_URL", "direct:");
            doctor.env("COLLEGA_MAIL__FROM", "no-reply@romashka.example");
            doctor.env("COLLEGA_MAIL__DNS_SERVER", dns.address().to_string());
            doctor.env("COLLEGA_MAIL__DIRECT_PORT", live.port().to_string());
            doctor.env("COLLEGA_MAIL__DIRECT_NETWORKS", networks);
            tokio::task::block_in_place(|| ended(&mut doctor))
        };
        let found = doctor("127.0.0.0/8");
        let good = "ok     mail: letters go straight to the recipients’ servers, and one of romashka.example answers";
        assert!(found.out.contains(good), "{found:?}");
        assert_eq!((live.heard("EHLO"), live.heard("MAIL")), (1, 0));
        let refused = doctor("10.0.0.0/8");
        assert!(
            refused.code == Some(1) && refused.out.contains("bad    mail: letters go straight"),
            "{refused:?}"
        );
    });
}
