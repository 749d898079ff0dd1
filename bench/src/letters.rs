//! Letters by the portal's sender against `smtp-source`, to the same sink.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use rusqlite::{Connection, OpenFlags};

use crate::invite::rate;
use crate::portal::{Portal, fresh_folder, person};
use crate::report::{Goal, Samples, note, ratio};
use crate::sink::Sink;

const ROUNDS: usize = 3;
const FEW: usize = 1_000;
const MANY: usize = 10_000;
/// Nobody waits longer for the last letter.
const PATIENCE: Duration = Duration::from_mins(10);

/// The last letter at the sink, counted from the first call, as letters a second.
pub fn run() -> Result<()> {
    let size = letter_size()?;
    note("a letter", "bytes", rate(size, Duration::from_secs(1)));
    let (mut ours, mut source) = (Samples::default(), Samples::default());
    let (mut cost_few, mut cost_many) = (Samples::default(), Samples::default());
    for round in 0..ROUNDS {
        let sink = Sink::start(None)?;
        let mut portal = Portal::new(None, &sink.url())?;
        portal.start()?;
        // The first letters open the connections and warm both programs up.
        send(&portal, &format!("warm{round}"), 200)?;
        let few = send(&portal, &format!("few{round}"), FEW)?;
        sink.flood(FEW, size)?;
        source.add(rate(MANY, sink.flood(MANY, size)?));
        ours.add(rate(FEW, few));
        cost_few.add(few.as_secs_f64() * 1e6 / rate(FEW, Duration::from_secs(1)));
        if round < 2 {
            let many = send(&portal, &format!("many{round}"), MANY)?;
            cost_many.add(many.as_secs_f64() * 1e6 / rate(MANY, Duration::from_secs(1)));
        }
    }
    ratio("letters of 1,000 invitations", "/s", &ours, &source, Goal::AtLeast(0.08));
    ratio("a letter of 10,000 against one of 1,000", "µs", &cost_many, &cost_few, Goal::AtMost(1.2));
    Ok(())
}

/// Invites so many; how long until the last letter was taken.
pub fn send(portal: &Portal, series: &str, count: usize) -> Result<Duration> {
    let mut client = portal.client()?;
    let people: Vec<_> = (0..count).map(|number| person(series, number)).collect();
    let begun = Instant::now();
    for thousand in people.chunks(1000) {
        portal.invite(&mut client, thousand, true)?;
    }
    wait_until_sent(&portal.database(), begun)?;
    Ok(begun.elapsed())
}

/// Until the server has taken the last letter.
pub fn wait_until_sent(database: &Path, begun: Instant) -> Result<()> {
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    // Seldom enough that looking costs next to nothing.
    let mut waits = connection.prepare(
        "SELECT EXISTS (SELECT 1 FROM letters WHERE state IN ('queued', 'deferred', 'unknown')) \
         OR EXISTS (SELECT 1 FROM letters WHERE state IN ('claimed', 'dot_sent'))",
    )?;
    while waits.query_row([], |row| row.get::<_, bool>(0))? {
        if begun.elapsed() > PATIENCE {
            bail!("letters are still waiting after {PATIENCE:?}");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let other: i64 =
        connection
            .query_row("SELECT COUNT(*) FROM letters WHERE state <> 'accepted'", [], |row| row.get(0))?;
    if other > 0 {
        bail!("{other} letters were not accepted");
    }
    Ok(())
}

/// The size of one letter as it arrives.
pub fn letter_size() -> Result<usize> {
    let folder = fresh_folder()?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777))?;
    let sink = Sink::start(Some(&folder))?;
    let mut portal = Portal::new(None, &sink.url())?;
    portal.start()?;
    send(&portal, "size", 1)?;
    let mut size = 0;
    for file in fs::read_dir(&folder)? {
        size = size.max(file?.metadata()?.len());
    }
    fs::remove_dir_all(&folder)?;
    if size == 0 {
        bail!("no letter arrived")
    }
    Ok(usize::try_from(size)?)
}
