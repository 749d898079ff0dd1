//! Delivery alone: letters that wait already, from the first claim to the last answer written down, against
//! `smtp-source` to the same sink.

use std::time::{Duration, Instant};

use anyhow::Result;
use rusqlite::Connection;

use crate::invite::rate;
use crate::letters::{letter_size, wait_until_sent};
use crate::portal::{Portal, person, silent_server};
use crate::report::{Goal, Samples, note, ratio, value};
use crate::signing;
use crate::sink::Sink;

const ROUNDS: usize = 3;
const SOME: usize = 5_000;
const FEW: usize = 1_000;
const MANY: usize = 100_000;

/// Letters a second, the work of the processor and the memory that they cost.
pub fn run() -> Result<()> {
    let size = letter_size()?;
    note("a letter", "bytes", rate(size, Duration::from_secs(1)));
    let sink = Sink::start(None)?;
    let (mut ours, mut source, mut work) = (Samples::default(), Samples::default(), Samples::default());
    let (mut signed, mut bound) = (Samples::default(), Samples::default());
    let mut portal = waiting(SOME)?;
    let mut signing = signing_portal(&portal)?;
    for _ in 0..ROUNDS {
        sink.flood(FEW, size)?;
        source.add(rate(SOME, sink.flood(SOME, size)?));
        let sent = deliver(&mut portal, &sink)?;
        let unsigned = rate(SOME, sent.elapsed);
        ours.add(unsigned);
        work.add(each(SOME, Duration::from_secs_f64(sent.work)));
        // As if nothing ever waited for anything else.
        let raw = signing::raw_signature()?;
        let letter = each(SOME, Duration::from_secs_f64(sent.machine_work)) / 1e6;
        bound.add(unsigned.min(signing::cores() / (letter + raw)));
        signed.add(rate(SOME, deliver(&mut signing, &sink)?.elapsed));
        note("a raw signature of RSA-2048", "µs", raw * 1e6);
    }
    ratio("letters that wait already", "/s", &ours, &source, Goal::AtLeast(0.25));
    note("work of the processor for a letter", "µs", work.median());
    ratio("the same signed by RSA-2048", "/s", &signed, &bound, Goal::AtLeast(0.8));
    length_of_the_queue(&sink)
}

/// The same letters, which leave signed.
fn signing_portal(portal: &Portal) -> Result<Portal> {
    let key = portal.folder.join("dkim.pem").display().to_string();
    portal.command(&["dkim", "create", "--algorithm", "rsa", "--domain", "example.org", "--file", &key])?;
    let mut signing = portal.twin(&format!("sqlite:{}", portal.database().display()));
    signing.folder.clone_from(&portal.folder);
    signing.set("COLLEGA_MAIL__DKIM_DOMAIN", "example.org");
    signing.set("COLLEGA_MAIL__DKIM_KEY_FILE", &key);
    Ok(signing)
}

/// A long queue must not make each letter dearer.
fn length_of_the_queue(sink: &Sink) -> Result<()> {
    let (mut few, mut many) = (Samples::default(), Samples::default());
    let mut portal = waiting(FEW)?;
    for _ in 0..ROUNDS {
        few.add(each(FEW, deliver(&mut portal, sink)?.elapsed));
    }
    let mut portal = waiting(MANY)?;
    let sent = deliver(&mut portal, sink)?;
    many.add(each(MANY, sent.elapsed));
    ratio("a letter of 100,000 against one of 1,000", "µs", &many, &few, Goal::AtMost(1.1));
    value("the most memory while 100,000 leave", "MiB", sent.memory, Goal::AtMost(64.0));
    Ok(())
}

/// Microseconds for each.
pub fn each(count: usize, elapsed: Duration) -> f64 {
    elapsed.as_secs_f64() * 1e6 / rate(count, Duration::from_secs(1))
}

/// A portal with so many letters in its outbox. It does not run.
fn waiting(count: usize) -> Result<Portal> {
    let (_server, url) = silent_server()?;
    let mut portal = Portal::new(None, &url)?;
    portal.start()?;
    let mut client = portal.client()?;
    let people: Vec<_> = (0..count).map(|number| person("wait", number)).collect();
    for thousand in people.chunks(1000) {
        portal.invite(&mut client, thousand, true)?;
    }
    portal.stop();
    Ok(portal)
}

/// What sending took.
struct Sent {
    elapsed: Duration,
    /// Seconds of the processor, ours.
    work: f64,
    /// The same of all programs together: the sink works too.
    machine_work: f64,
    /// MiB.
    memory: f64,
}

/// Queues all letters as if none had been tried.
pub fn queue_again(database: &Connection) -> Result<()> {
    Ok(database.execute_batch(
        "UPDATE letters SET state = 'queued', next_attempt_at = created_at, lease_until = NULL, attempts = 0, \
         repeats = 0, first_attempt_at = NULL, finished_at = NULL, reason = NULL, reply = NULL; \
         UPDATE invitations SET delivery = 'queued'; DELETE FROM letter_attempts; PRAGMA wal_checkpoint(TRUNCATE)",
    )?)
}

/// Sends all letters of a portal as if none had been tried; until the last answer is written down.
fn deliver(portal: &mut Portal, sink: &Sink) -> Result<Sent> {
    let database = Connection::open(portal.database())?;
    queue_again(&database)?;
    portal.send_by(&sink.url());
    let worked = signing::machine_work()?;
    portal.start()?;
    let begun = Instant::now();
    wait_until_sent(&portal.database(), begun)?;
    let machine_work = signing::machine_work()? - worked;
    let (work, memory) = (portal.work()? / signing::TICKS, portal.peak()?);
    portal.stop();
    let span = "SELECT MAX(finished_at) - MIN(first_attempt_at) FROM letters";
    let millis: i64 = database.query_row(span, [], |row| row.get(0))?;
    Ok(Sent { elapsed: Duration::from_millis(u64::try_from(millis)?), work, machine_work, memory })
}
