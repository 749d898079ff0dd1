//! Letters that go straight to the recipients' servers: what one dead domain costs the others.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::delivery::{each, queue_again};
use crate::portal::{Portal, free_port, silent_server};
use crate::report::{Goal, Samples, ratio};
use crate::sink::Sink;

const ROUNDS: usize = 3;
const LETTERS: usize = 10_000;
const DOMAINS: usize = 20;
/// Of so many letters one goes to the domain that may be dead.
const ONE_OF: usize = 100;
/// Nobody waits longer for the last letter.
const PATIENCE: Duration = Duration::from_mins(10);

/// Time a letter with and without a dead domain among them.
pub fn run() -> Result<()> {
    let sink = Sink::start(None)?;
    // At another address with the port of the others: it takes connections, and says nothing.
    let _dead = TcpListener::bind(("127.0.0.2", sink.port()?)).context("the dead server")?;
    let (alive, dead) = (NameServer::start("127.0.0.1")?, NameServer::start("127.0.0.2")?);
    let mut portal = waiting()?;
    portal.send_by("direct:");
    portal.set("COLLEGA_MAIL__DIRECT_PORT", &sink.port()?.to_string());
    portal.set("COLLEGA_MAIL__DIRECT_NETWORKS", "127.0.0.0/8");
    let (mut with, mut without) = (Samples::default(), Samples::default());
    for _ in 0..ROUNDS {
        without.add(each(LETTERS, deliver(&mut portal, &alive)?));
        with.add(each(LETTERS, deliver(&mut portal, &dead)?));
    }
    ratio("a letter beside a dead domain", "µs", &with, &without, Goal::AtMost(1.05));
    Ok(())
}

/// A portal with letters in its outbox. It does not run.
fn waiting() -> Result<Portal> {
    let (_server, url) = silent_server()?;
    let mut portal = Portal::new(None, &url)?;
    portal.start()?;
    let mut client = portal.client()?;
    let people: Vec<_> = (0..LETTERS).map(person).collect();
    for thousand in people.chunks(1000) {
        portal.invite(&mut client, thousand, true)?;
    }
    portal.stop();
    Ok(portal)
}

fn person(number: usize) -> Value {
    let domain = match number % ONE_OF {
        0 => "dead.example".to_owned(),
        _ => format!("d{}.example", number % DOMAINS),
    };
    json!({ "email": format!("person{number}@{domain}"), "name": "Ivan Orlov" })
}

/// Sends all letters as if none had been tried; until the last one to a living domain is out.
fn deliver(portal: &mut Portal, dns: &NameServer) -> Result<Duration> {
    let database = Connection::open(portal.database())?;
    queue_again(&database)?;
    portal.set("COLLEGA_MAIL__DNS_SERVER", &format!("127.0.0.1:{}", dns.port));
    portal.start()?;
    let begun = Instant::now();
    // By the indexes of what is open: looking must not cost what is measured.
    let mut waiting = database.prepare(
        "SELECT EXISTS (SELECT 1 FROM letters WHERE state IN ('queued', 'deferred', 'unknown') \
         AND email_key NOT LIKE '%@dead.example') \
         OR EXISTS (SELECT 1 FROM letters WHERE state IN ('claimed', 'dot_sent') \
         AND email_key NOT LIKE '%@dead.example')",
    )?;
    while waiting.query_row([], |row| row.get::<_, bool>(0))? {
        if begun.elapsed() > PATIENCE {
            bail!("letters are still waiting after {PATIENCE:?}");
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    portal.stop();
    let span = "SELECT MAX(finished_at) - MIN(first_attempt_at) FROM letters WHERE email_key NOT LIKE '%@dead.example'";
    let millis: i64 = database.query_row(span, [], |row| row.get(0))?;
    Ok(Duration::from_millis(u64::try_from(millis)?))
}

/// A name server that knows the domains.
struct NameServer {
    port: u16,
    process: Child,
}

impl NameServer {
    /// The address of the domain that may be dead is given.
    fn start(last: &str) -> Result<Self> {
        let port = free_port()?;
        let process = Command::new("/usr/sbin/dnsmasq")
            .args([
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--no-resolv",
                "--no-hosts",
                "--pid-file=",
            ])
            .args(["--user=", "--bind-interfaces", "--listen-address=127.0.0.1", "--local=/example/"])
            .arg(format!("--port={port}"))
            .arg(format!("--host-record=dead.example,{last}"))
            .args((0..DOMAINS).map(|number| format!("--host-record=d{number}.example,127.0.0.1")))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("dnsmasq")?;
        let server = Self { port, process };
        let begun = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if begun.elapsed() > Duration::from_secs(5) {
                bail!("dnsmasq does not answer");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(server)
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
