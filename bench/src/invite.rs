//! Inviting by the machine interface against committing the very same rows.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use serde_json::json;

use crate::bare;
use crate::portal::{Portal, copy, person, silent_server};
use crate::report::{Goal, Samples, ratio};

const CLIENTS: usize = 16;
const ROUNDS: usize = 7;
/// Requests of each client in a round.
const REQUESTS: usize = 250;

/// 16 clients, one address a request: answers a second.
pub fn one() -> Result<()> {
    let round = |portal: &Portal, round: usize| {
        let took = ask_at_once(portal, round)?;
        Ok((took, rate(CLIENTS * REQUESTS, took)))
    };
    let (ours, bare) = compare(round, rate)?;
    ratio("one address a request, 16 clients", "/s", &ours, &bare, Goal::AtLeast(1.2));
    Ok(())
}

/// 1,000 addresses in one call: milliseconds until the answer.
pub fn thousand() -> Result<()> {
    let round = |portal: &Portal, round: usize| {
        let people: Vec<_> = (0..1000).map(|n| person(&format!("t{round}"), n)).collect();
        let (body, mut client) = (json!({ "recipients": people }).to_string(), portal.client()?);
        let begun = Instant::now();
        client.call("POST", "/api/v1/invitations", &portal.bearer(), &body)?.expect(201)?;
        Ok((begun.elapsed(), begun.elapsed().as_secs_f64() * 1000.0))
    };
    let (ours, bare) = compare(round, |_, took| took.as_secs_f64() * 1000.0)?;
    ratio("1,000 addresses in one call", "ms", &ours, &bare, Goal::AtMost(4.0));
    Ok(())
}

/// Lets the portal and the bare program do the same by turns; the first round warms both up.
fn compare(
    ours: impl Fn(&Portal, usize) -> Result<(Duration, f64)>,
    theirs: impl Fn(usize, Duration) -> f64,
) -> Result<(Samples, Samples)> {
    let (_server, smtp) = silent_server()?;
    let mut portal = Portal::new(None, &smtp)?;
    let twin = portal.folder.join("bare.db");
    copy(&portal.database(), &twin)?;
    let mut connection = bare::open(&twin)?;
    portal.start()?;
    let (mut samples, mut bare, mut last) = (Samples::default(), Samples::default(), 0);
    for round in 0..=ROUNDS {
        let (_, value) = ours(&portal, round)?;
        let (batches, id) = bare::batches(&portal.database(), last)?;
        last = id;
        let took = bare::commit(&mut connection, &batches)?;
        if round > 0 {
            samples.add(value);
            bare.add(theirs(batches.len(), took));
        }
    }
    Ok((samples, bare))
}

fn ask_at_once(portal: &Portal, round: usize) -> Result<Duration> {
    let start = Barrier::new(CLIENTS + 1);
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let start = &start;
                scope.spawn(move || -> Result<()> {
                    let (mut client, bearer) = (portal.client()?, portal.bearer());
                    let series = format!("r{round}c{number}");
                    let bodies: Vec<_> = (0..REQUESTS)
                        .map(|n| json!({ "recipients": [person(&series, n)] }).to_string())
                        .collect();
                    start.wait();
                    for body in &bodies {
                        client.call("POST", "/api/v1/invitations", &bearer, body)?.expect(201)?;
                    }
                    Ok(())
                })
            })
            .collect();
        start.wait();
        let begun = Instant::now();
        for client in clients {
            client.join().map_err(|_| anyhow!("a client panicked"))??;
        }
        Ok(begun.elapsed())
    })
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
pub fn rate(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}
