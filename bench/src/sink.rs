//! `smtp-sink` and `smtp-source` of Postfix: the fastest taker and giver of letters there is.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::portal::free_port;

/// Parallel sessions, the default of the portal.
const SESSIONS: usize = 8;

/// A mail server that takes everything and keeps nothing.
pub struct Sink {
    child: Child,
    address: String,
}

impl Sink {
    /// Starts it; with `keep` each letter becomes a file in that folder.
    pub fn start(keep: Option<&Path>) -> Result<Self> {
        let address = format!("127.0.0.1:{}", free_port()?);
        let mut command = Command::new("/usr/sbin/smtp-sink");
        if std::fs::metadata("/proc/self")?.uid() == 0 {
            command.args(["-u", "nobody"]);
        }
        if let Some(folder) = keep {
            command.current_dir(folder).args(["-d", "letter."]);
        }
        let child = command
            .args([&format!("inet:{address}"), "100"])
            .stdout(Stdio::null())
            .spawn()
            .context("smtp-sink of the package postfix")?;
        let sink = Self { child, address };
        let begun = Instant::now();
        while std::net::TcpStream::connect(&sink.address).is_err() {
            if begun.elapsed() > Duration::from_secs(5) {
                bail!("smtp-sink does not answer");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(sink)
    }

    /// Its address for the portal.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Its port.
    pub fn port(&self) -> Result<u16> {
        let (_, port) = self.address.rsplit_once(':').context("a port")?;
        Ok(port.parse()?)
    }

    /// How long `smtp-source` takes for so many letters of that size over kept connections.
    pub fn flood(&self, letters: usize, size: usize) -> Result<Duration> {
        let begun = Instant::now();
        let done = Command::new("/usr/sbin/smtp-source")
            .args(["-d", "-s", &SESSIONS.to_string(), "-m", &letters.to_string(), "-l", &size.to_string()])
            .args(["-f", "a@example.org", "-t", "b@example.net", &format!("inet:{}", self.address)])
            .status()?;
        if !done.success() {
            bail!("smtp-source failed");
        }
        Ok(begun.elapsed())
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
