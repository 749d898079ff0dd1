//! The list of people with 100,000 invited against the same with 1,000, on both engines.

use std::thread;
use std::time::Instant;

use anyhow::{Result, anyhow, bail};

use crate::client::Client;
use crate::portal::{Portal, person, silent_server};
use crate::postgres::Cluster;
use crate::report::{Goal, Samples, note, ratio};

const FEW: usize = 1_000;
const MANY: usize = 100_000;
const ROUNDS: usize = 60;
/// Connections that fill a portal.
const FILLERS: usize = 4;
/// What stands once in each row of the list.
const ROW: &str = "name=\"id\"";
/// What is asked for, and how many rows it gives with few people and with many. Only pages alike are
/// compared.
const PAGES: [(&str, &str, [usize; 2]); 6] = [
    ("«Invited»", "/employees?status=invited", [50, 50]),
    ("search, a common name", "/employees?status=invited&q=ivanov", [50, 50]),
    ("search, as one begins to type", "/employees?status=invited&q=o", [50, 50]),
    ("search, name and domain", "/employees?status=invited&q=olga+example.net", [50, 50]),
    ("search, one address", "/employees?status=invited&q=l0.p777%40example.net", [1, 1]),
    ("search, name and surname", "/employees?status=invited&q=olga+orlov", [18, 50]),
];

pub fn sqlite() -> Result<()> {
    let (_server, smtp) = silent_server()?;
    let (few, many) = (filled(None, &smtp, FEW)?, filled(None, &smtp, MANY)?);
    compare("SQLite", &few, &many)
}

pub fn postgres() -> Result<()> {
    let (_server, smtp) = silent_server()?;
    let cluster = Cluster::start()?;
    let few = filled(Some(&cluster.create("few")?), &smtp, FEW)?;
    let many = filled(Some(&cluster.create("many")?), &smtp, MANY)?;
    cluster.analyze()?;
    compare("PostgreSQL", &few, &many)
}

/// A running portal with so many people invited.
fn filled(database: Option<&str>, smtp: &str, count: usize) -> Result<Portal> {
    let mut portal = Portal::new(database, smtp)?;
    portal.start()?;
    fill(&portal, count)?;
    Ok(portal)
}

fn compare(engine: &str, few: &Portal, many: &Portal) -> Result<()> {
    let (few_cookie, many_cookie) = (few.signed_in()?, many.signed_in()?);
    let (mut few_client, mut many_client) = (few.client()?, many.client()?);
    for (what, path, [rows_of_few, rows_of_many]) in PAGES {
        check(&mut few_client, path, &few_cookie, rows_of_few)?;
        check(&mut many_client, path, &many_cookie, rows_of_many)?;
        let (mut in_few, mut in_many) = (Samples::default(), Samples::default());
        for round in 0..ROUNDS + 10 {
            let begun = Instant::now();
            few_client.get(path, &few_cookie)?.expect(200)?;
            let first = begun.elapsed();
            many_client.get(path, &many_cookie)?.expect(200)?;
            if round >= 10 {
                in_few.add(first.as_secs_f64() * 1000.0);
                in_many.add(begun.elapsed().saturating_sub(first).as_secs_f64() * 1000.0);
            }
        }
        let what = format!("{engine}, {what}");
        if rows_of_few == rows_of_many {
            ratio(&what, "ms", &in_many, &in_few, Goal::AtMost(1.5));
        } else {
            note(&format!("{what}, {rows_of_few} rows of {FEW} people"), "ms", in_few.median());
            note(&format!("{what}, {rows_of_many} rows of {MANY} people"), "ms", in_many.median());
        }
    }
    Ok(())
}

/// Whether the page has so many rows: an empty one is quick.
fn check(client: &mut Client, path: &str, cookie: &str, rows: usize) -> Result<()> {
    let page = client.get(path, cookie)?.expect(200)?;
    let found = page.body.matches(ROW).count();
    if found == rows { Ok(()) } else { bail!("{path} has {found} rows instead of {rows}") }
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
