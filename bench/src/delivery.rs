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
    let (mut signed, mut bound, mut signed_work) =
        (Samples::default(), Samples::default(), Samples::default());
    let mut portal = waiting(SOME)?;
    let mut signing = signing_portal(&portal)?;
    for _ in 0..ROUNDS {
        sink.flood(FEW, size)?;
        source.add(rate(SOME, sink.flood(SOME, size)?));
        let sent = deliver(&mut portal, &sink)?;
        let unsigned = rate(SOME, sent.elapsed());
        ours.add(unsigned);
        work.add(each(SOME, Duration::from_secs_f64(sent.work)));
        let room = room_for_signing(&mut portal, &sink)?;
        bound.add(unsigned.min(room));
        let sent = deliver(&mut signing, &sink)?;
        signed.add(rate(SOME, sent.elapsed()));
        signed_work.add(each(SOME, Duration::from_secs_f64(sent.work)));
    }
    ratio("letters that wait already", "/s", &ours, &source, Goal::AtLeast(0.25));
    note("work of the processor for a letter", "µs", work.median());
    ratio("the same signed by RSA-2048", "/s", &signed, &bound, Goal::AtLeast(0.8));
    note("work of the processor for a signed letter", "µs", signed_work.median());
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

/// Letters a second that could leave signed if raw signing and sending unsigned shared the cores without a loss: both
/// are measured side by side, signing in whatever time sending leaves free.
fn room_for_signing(portal: &mut Portal, sink: &Sink) -> Result<f64> {
    let (sent, spare) = signing::beside(|| deliver(portal, sink))?;
    let seconds = sent.elapsed().as_secs_f64();
    let signing = spare.between(sent.begun, sent.ended) * spare.each;
    let letter = each(SOME, Duration::from_secs_f64(signing::cores() * seconds - signing)) / 1e6;
    note("a raw signature of RSA-2048", "µs", spare.each * 1e6);
    note("a letter beside it", "µs", letter * 1e6);
    Ok(signing::cores() / (letter + spare.each))
}

/// A long queue must not make each letter dearer.
fn length_of_the_queue(sink: &Sink) -> Result<()> {
    let (mut few, mut many) = (Samples::default(), Samples::default());
    let mut portal = waiting(FEW)?;
    for _ in 0..ROUNDS {
        few.add(each(FEW, deliver(&mut portal, sink)?.elapsed()));
    }
    let mut portal = waiting(MANY)?;
    let sent = deliver(&mut portal, sink)?;
    many.add(each(MANY, sent.elapsed()));
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
    /// The first claim and the last answer, in milliseconds of the epoch.
    begun: i64,
    ended: i64,
    /// Seconds of the processor, ours.
    work: f64,
    /// MiB.
    memory: f64,
}

impl Sent {
    fn elapsed(&self) -> Duration {
        Duration::from_millis(self.ended.abs_diff(self.begun))
    }
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
    portal.start()?;
    wait_until_sent(&portal.database(), Instant::now())?;
    let (work, memory) = (portal.work()? / signing::TICKS, portal.peak()?);
    portal.stop();
    let span = "SELECT MIN(first_attempt_at), MAX(finished_at) FROM letters";
    let (begun, ended) = database.query_row(span, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Sent { begun, ended, work, memory })
}
