//! Memory, time to the first answer, size of the binary.

use anyhow::Result;

use crate::letters::send;
use crate::portal::{BINARY, Portal};
use crate::report::{Goal, Samples, value};
use crate::sink::Sink;

const MIB: f64 = 1_048_576.0;
const STARTS: usize = 9;

pub fn run() -> Result<()> {
    let sink = Sink::start(None)?;
    let mut portal = Portal::new(None, &sink.url())?;
    portal.start()?;
    portal.client()?.get("/sign-in", "")?.expect(200)?;
    value("idle memory", "MiB", portal.memory()?, Goal::AtMost(32.0));
    send(&portal, "memory", 10_000)?;
    value("memory after 10,000 invitations and their letters", "MiB", portal.memory()?, Goal::AtMost(64.0));
    let mut starts = Samples::default();
    for _ in 0..STARTS {
        portal.stop();
        starts.add(portal.start()?.as_secs_f64());
    }
    value("start to first answer, 10,000 invitations", "s", starts.median(), Goal::AtMost(0.1));
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let size = std::fs::metadata(BINARY)?.len() as f64 / MIB;
    value("stripped binary", "MB", size * MIB / 1e6, Goal::AtMost(30.0));
    Ok(())
}
