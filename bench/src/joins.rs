//! Joining over HTTP against nothing but hashing the passwords.

use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use rusqlite::{Connection, OpenFlags};

use crate::invite::rate;
use crate::portal::{Portal, person, silent_server};
use crate::report::{Goal, Samples, ratio};

const ROUNDS: usize = 15;
const JOINS: usize = 60;
const CLIENTS: usize = 8;
/// What the portal hashes with: KiB, passes, lanes.
const COST: (u32, u32, u32) = (19_456, 2, 1);
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

/// Joins a second: the press of the button on the page of an invitation.
pub fn run() -> Result<()> {
    let (_server, smtp) = silent_server()?;
    let mut portal = Portal::new(None, &smtp)?;
    portal.start()?;
    let (mut ours, mut raw) = (Samples::default(), Samples::default());
    for round in 0..=ROUNDS {
        let joined = rate(JOINS, join_all(&portal, round)?);
        let hashed = rate(JOINS, hash_all()?);
        check(&portal, round + 1)?;
        if round > 0 {
            ours.add(joined);
            raw.add(hashed);
        }
    }
    ratio("joins against raw Argon2id", "/s", &ours, &raw, Goal::AtLeast(0.85));
    Ok(())
}

/// Whether everybody has joined with a hash of that cost: a quick refusal would look like speed.
fn check(portal: &Portal, rounds: usize) -> Result<()> {
    let connection = Connection::open_with_flags(portal.database(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let like = format!("$argon2id$v=19$m={},t={},p={}$%", COST.0, COST.1, COST.2);
    let joined: i64 = connection.query_row(
        "SELECT COUNT(DISTINCT password_hash) FROM employees WHERE status = 'active' AND password_hash LIKE ?1",
        [like],
        |row| row.get(0),
    )?;
    // The administrator was there before.
    if joined == i64::try_from(rounds * JOINS)? + 1 { Ok(()) } else { bail!("{joined} have joined") }
}

fn join_all(portal: &Portal, round: usize) -> Result<Duration> {
    let cookies = Mutex::new(opened(portal, round)?);
    let begun = Instant::now();
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(|| join_some(portal, &cookies))).collect();
        for client in clients {
            client.join().map_err(|_| anyhow!("a client panicked"))??;
        }
        Ok(begun.elapsed())
    })
}

fn join_some(portal: &Portal, cookies: &Mutex<Vec<String>>) -> Result<()> {
    let mut client = portal.client()?;
    loop {
        let next = cookies.lock().map_err(|_| anyhow!("a client panicked"))?.pop();
        let Some(cookie) = next else { return Ok(()) };
        let body = "name=Vera+Holm&password=a+teapot+full+of+marbles&time_zone=Europe%2FOslo";
        client.call("POST", "/join", &format!("{FORM}Cookie: {cookie}\r\n"), body)?.expect(303)?;
    }
}

/// Invites people who open their links; their cookies.
fn opened(portal: &Portal, round: usize) -> Result<Vec<String>> {
    let people: Vec<_> = (0..JOINS).map(|number| person(&format!("j{round}"), number)).collect();
    let mut client = portal.client()?;
    let answer = portal.invite(&mut client, &people, false)?;
    let results = answer["results"].as_array().context("no results")?;
    results
        .iter()
        .map(|result| {
            let link = result["invitation"]["link"].as_str().context("no link")?;
            let path = link.find("/i/").map(|at| &link[at..]).context("a strange link")?;
            Ok(client.get(path, "")?.expect(303)?.cookies())
        })
        .collect()
}

/// Hashes as many passwords on as many threads as there are cores.
fn hash_all() -> Result<Duration> {
    let cores = thread::available_parallelism()?.get();
    let begun = Instant::now();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(move || hash_some(JOINS / cores))).collect();
        for thread in threads {
            thread.join().map_err(|_| anyhow!("a thread panicked"))??;
        }
        Ok(begun.elapsed())
    })
}

/// In memory that is taken once: as fast as the machine can.
fn hash_some(count: usize) -> Result<()> {
    let params = Params::new(COST.0, COST.1, COST.2, None).map_err(|error| anyhow!("{error}"))?;
    let mut memory = vec![Block::default(); params.block_count()];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut hash = [0; 32];
    for _ in 0..count {
        argon2
            .hash_password_into_with_memory(
                b"a teapot full of marbles",
                b"sixteen bytes ok",
                &mut hash,
                &mut memory,
            )
            .map_err(|error| anyhow!("{error}"))?;
    }
    Ok(())
}
