//! A PostgreSQL of its own, gone at the end. Only reading from it is measured, so it need not be
//! durable; its housekeeping is done once, beforehand.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::portal::{free_port, fresh_folder};

pub struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
}

impl Cluster {
    pub fn start() -> Result<Self> {
        let cluster = Self { folder: fresh_folder()?, programs: newest()?, port: free_port()? };
        if is_root()? {
            Command::new("chown").arg("postgres").arg(&cluster.folder).status()?;
        }
        let data = cluster.data();
        cluster.run(
            "initdb",
            &["-D", &data, "-U", "collega", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
        )?;
        let options = format!(
            "-c listen_addresses=127.0.0.1 -p {} -c unix_socket_directories={} \
             -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off",
            cluster.port,
            cluster.folder.display()
        );
        let log = cluster.folder.join("log").display().to_string();
        cluster.run("pg_ctl", &["-s", "-w", "-D", &data, "-l", &log, "start", "-o", &options])?;
        Ok(cluster)
    }

    /// Makes a database; its URL.
    pub fn create(&self, name: &str) -> Result<String> {
        self.run("createdb", &["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "collega", name])?;
        Ok(format!("postgres://collega@127.0.0.1:{}/{name}", self.port))
    }

    /// What its own housekeeping would do a minute later.
    pub fn analyze(&self) -> Result<()> {
        let port = self.port.to_string();
        self.run("vacuumdb", &["-q", "-a", "-z", "-h", "127.0.0.1", "-p", &port, "-U", "collega"])
    }

    fn data(&self) -> String {
        self.folder.join("data").display().to_string()
    }

    /// Runs one of its programs, none of which likes to be root.
    fn run(&self, program: &str, args: &[&str]) -> Result<()> {
        let program = self.programs.join(program);
        let mut command = if is_root()? {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(&program);
            command
        } else {
            Command::new(&program)
        };
        // The server keeps what it is given as its output: a pipe would never end.
        let log =
            fs::File::create(std::env::temp_dir().join(format!("collega-bench-{}.log", std::process::id())))?;
        let status = command.args(args).current_dir("/").stdout(log.try_clone()?).stderr(log).status()?;
        if status.success() { Ok(()) } else { bail!("{} failed", program.display()) }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.run("pg_ctl", &["-s", "-D", &self.data(), "-m", "immediate", "stop"]);
        let _ = fs::remove_dir_all(&self.folder);
        let _ =
            fs::remove_file(std::env::temp_dir().join(format!("collega-bench-{}.log", std::process::id())));
    }
}

/// Where the programs of the newest version are.
fn newest() -> Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").context("the package postgresql is missing")?;
    let mut found: Vec<PathBuf> = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect();
    found.sort_by_key(|path| version(path));
    found.pop().context("the package postgresql is missing")
}

fn version(programs: &Path) -> u32 {
    let name = programs.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    name.and_then(|name| name.parse().ok()).unwrap_or(0)
}

fn is_root() -> Result<bool> {
    Ok(fs::metadata("/proc/self")?.uid() == 0)
}
