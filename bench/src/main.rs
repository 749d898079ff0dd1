//! Measures Collega against bare programs that do only the same work, in the same run.

mod bare;
mod client;
mod delivery;
mod footprint;
mod invite;
mod joins;
mod letters;
mod lists;
mod people;
mod portal;
mod postgres;
mod report;
mod signing;
mod sink;
mod straight;

use anyhow::{Result, bail};

type Figure = (&'static str, fn() -> Result<()>);

const FIGURES: [Figure; 10] = [
    ("invite-one", invite::one),
    ("invite-1000", invite::thousand),
    ("letters", letters::run),
    ("delivery", delivery::run),
    ("straight", straight::run),
    ("lists", lists::sqlite),
    ("lists-postgres", lists::postgres),
    ("people", people::run),
    ("joins", joins::run),
    ("footprint", footprint::run),
];

fn main() -> Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = asked.iter().find(|name| FIGURES.iter().all(|(known, _)| known != name)) {
        bail!("there is no figure {unknown}; there are: {}", FIGURES.map(|(name, _)| name).join(", "));
    }
    report::machine();
    let mut failed = false;
    for (name, figure) in FIGURES {
        if asked.is_empty() || asked.iter().any(|one| one == name) {
            println!("\n== {name}");
            if let Err(error) = figure() {
                println!("   could not be measured: {error:#}");
                failed = true;
            }
        }
    }
    if failed {
        bail!("some figures could not be measured")
    }
    Ok(())
}
