//! The list of people with 100,000 invited against the same with 1,000, on both engines.

use std::thread;
use std::time::Instant;

use anyhow::{Result, anyhow, bail};

use crate::portal::{Portal, person, silent_server};
use crate::postgres::Cluster;
use crate::report::{Goal, Samples, ratio};

const FEW: usize = 1_000;
const MANY: usize = 100_000;
const ROUNDS: usize = 60;
/// Connections that fill a portal.
const FILLERS: usize = 4;
/// What is asked for: everybody invited, a common name, two common names, one address.
const PAGES: [(&str, &str); 4] = [
    ("«Invited»", "/employees?status=invited"),
    ("search, a common name", "/employees?status=invited&q=ivanov"),
    ("search, name and surname", "/employees?status=invited&q=olga+orlov"),
    ("search, one address", "/employees?status=invited&q=l0.p777%40example.net"),
];

pub fn run() -> Result<()> {
    let (_server, smtp) = silent_server()?;
    compare("SQLite", &smtp, [None, None])?;
    match Cluster::start() {
        Ok(cluster) => {
            let databases = [cluster.create("few")?, cluster.create("many")?];
            compare("PostgreSQL", &smtp, [Some(&databases[0]), Some(&databases[1])])
        }
        Err(error) => bail!("PostgreSQL does not start: {error:#}"),
    }
}

fn compare(engine: &str, smtp: &str, databases: [Option<&str>; 2]) -> Result<()> {
    let (mut few, mut many) = (Portal::new(databases[0], smtp)?, Portal::new(databases[1], smtp)?);
    few.start()?;
    many.start()?;
    fill(&few, FEW)?;
    fill(&many, MANY)?;
    let (few_cookie, many_cookie) = (few.signed_in()?, many.signed_in()?);
    let (mut few_client, mut many_client) = (few.client()?, many.client()?);
    for (what, path) in PAGES {
        let (mut in_few, mut in_many) = (Samples::default(), Samples::default());
        for round in 0..ROUNDS + 10 {
            let begun = Instant::now();
            few_client.get(path, &few_cookie)?.expect(200)?;
            let first = begun.elapsed();
            many_client.get(path, &many_cookie)?.expect(200)?;
            if round >= 10 {
                in_few.add(first.as_secs_f64() * 1000.0);
                in_many.add((begun.elapsed() - first).as_secs_f64() * 1000.0);
            }
        }
        ratio(&format!("{engine}, {what}"), "ms", &in_many, &in_few, Goal::AtMost(1.5));
    }
    Ok(())
}

fn fill(portal: &Portal, count: usize) -> Result<()> {
    let thousands = count / 1000;
    thread::scope(|scope| {
        let fillers: Vec<_> = (0..FILLERS)
            .map(|filler| {
                scope.spawn(move || -> Result<()> {
                    let mut client = portal.client()?;
                    for thousand in (filler..thousands).step_by(FILLERS) {
                        let series = format!("l{thousand}");
                        let people: Vec<_> = (0..1000).map(|number| person(&series, number)).collect();
                        portal.invite(&mut client, &people, true)?;
                    }
                    Ok(())
                })
            })
            .collect();
        fillers.into_iter().try_for_each(|filler| filler.join().map_err(|_| anyhow!("a filler panicked"))?)
    })
}
