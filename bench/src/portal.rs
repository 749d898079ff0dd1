//! The real portal: its release binary as a process of its own in a folder of its own.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::client::Client;

pub const BINARY: &str = "target/release/collega";
const ADMIN: &str = "anna@example.org";
const PASSWORD: &str = "seven forty five in the morning";

pub struct Portal {
    pub folder: PathBuf,
    pub host: String,
    token: String,
    settings: Vec<(&'static str, String)>,
    child: Option<Child>,
}

/// A folder that nobody else uses.
pub fn fresh_folder() -> Result<PathBuf> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("collega-bench-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

impl Portal {
    /// Sets a portal up; it does not run yet. `database` is a URL, or a file in its folder.
    pub fn new(database: Option<&str>, smtp: &str) -> Result<Self> {
        let folder = fresh_folder()?;
        let host = format!("127.0.0.1:{}", free_port()?);
        let file = format!("sqlite:{}", folder.join("collega.db").display());
        let settings = vec![
            ("COLLEGA_LISTEN", host.clone()),
            ("COLLEGA_PUBLIC_URL", format!("http://{host}")),
            ("COLLEGA_DATABASE_URL", database.map_or(file, str::to_owned)),
            ("COLLEGA_SECRET_KEY_FILE", folder.join("secret.key").display().to_string()),
            ("COLLEGA_MAIL__SMTP_URL", smtp.to_owned()),
            ("COLLEGA_MAIL__FROM", "Daisy <no-reply@example.org>".to_owned()),
            ("COLLEGA_LOG", "error".to_owned()),
        ];
        let mut portal = Self { folder, host, token: String::new(), settings, child: None };
        let password = portal.folder.join("password");
        fs::write(&password, PASSWORD)?;
        let file = password.display().to_string();
        portal.command(&[
            "setup",
            "--company",
            "Daisy",
            "--language",
            "en",
            "--admin-email",
            ADMIN,
            "--admin-name",
            "Anna Orlova",
            "--admin-password-file",
            &file,
        ])?;
        let made: Value = serde_json::from_str(
            &portal.command(&["token", "create", "--as", ADMIN, "--name", "bench", "--json"])?,
        )?;
        made["token"].as_str().context("no token")?.clone_into(&mut portal.token);
        Ok(portal)
    }

    /// The same company at the same address on another database, which must hold its rows by the time that it
    /// starts.
    pub fn twin(&self, database: &str) -> Self {
        let settings = self.settings.iter().map(|(name, value)| {
            let value = if *name == "COLLEGA_DATABASE_URL" { database.to_owned() } else { value.clone() };
            (*name, value)
        });
        Self {
            // Its key lies with the original.
            folder: self.folder.join("twin"),
            host: self.host.clone(),
            token: self.token.clone(),
            settings: settings.collect(),
            child: None,
        }
    }

    pub fn database(&self) -> PathBuf {
        self.folder.join("collega.db")
    }

    /// Where its secret key is.
    pub fn key(&self) -> PathBuf {
        self.folder.join("secret.key")
    }

    /// Takes the database and the key of another company of the same administrator; it must not run.
    pub fn take_over(&self, database: &Path, key: &Path) -> Result<()> {
        for suffix in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{suffix}", self.database().display()));
        }
        fs::copy(database, self.database())?;
        fs::copy(key, self.key())?;
        let (url, name) = (format!("http://{}", self.host), self.host.clone());
        let connection = rusqlite::Connection::open(self.database())?;
        connection.execute("UPDATE companies SET public_url = ?1, host = ?2", [url, name])?;
        Ok(())
    }

    /// Sets one of its settings, in the form of the environment, from the next start on.
    pub fn set(&mut self, name: &'static str, value: &str) {
        self.settings.push((name, value.to_owned()));
    }

    /// Runs one of its commands; what it prints.
    pub fn command(&self, args: &[&str]) -> Result<String> {
        let done = Command::new(BINARY).args(args).envs(self.settings.clone()).output()?;
        if !done.status.success() {
            bail!("collega {}: {}", args[0], String::from_utf8_lossy(&done.stderr));
        }
        Ok(String::from_utf8(done.stdout)?)
    }

    /// Lets its letters leave by another server from the next start on.
    pub fn send_by(&mut self, smtp: &str) {
        for (name, value) in &mut self.settings {
            if *name == "COLLEGA_MAIL__SMTP_URL" {
                smtp.clone_into(value);
            }
        }
    }

    /// Starts it; how long until the first answer.
    pub fn start(&mut self) -> Result<Duration> {
        let begun = Instant::now();
        let child = Command::new(BINARY)
            .envs(self.settings.clone())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()?;
        self.child = Some(child);
        while begun.elapsed() < Duration::from_secs(20) {
            if self.client().and_then(|mut client| client.get("/healthz", "")).is_ok() {
                return Ok(begun.elapsed());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        bail!("the portal does not answer")
    }

    /// Ends it at once; what it had promised is in the database.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    pub fn client(&self) -> Result<Client> {
        Client::new(&self.host)
    }

    /// The lines by which a program says who it is.
    pub fn bearer(&self) -> String {
        format!("Authorization: Bearer {}\r\nContent-Type: application/json\r\n", self.token)
    }

    /// The line of cookies of an administrator's browser.
    pub fn signed_in(&self) -> Result<String> {
        let body = format!("email={}&password={}", ADMIN.replace('@', "%40"), PASSWORD.replace(' ', "+"));
        let form = "Content-Type: application/x-www-form-urlencoded\r\n";
        let answer = self.client()?.call("POST", "/sign-in", form, &body)?.expect(303)?;
        Ok(format!("Cookie: {}\r\n", answer.cookies()))
    }

    /// Invites `people` in one call.
    pub fn invite(&self, client: &mut Client, people: &[Value], send: bool) -> Result<Value> {
        let body = json!({ "recipients": people, "send": send }).to_string();
        let answer = client.call("POST", "/api/v1/invitations", &self.bearer(), &body)?.expect(201)?;
        Ok(serde_json::from_str(&answer.body)?)
    }

    /// Memory in use, in MiB.
    pub fn memory(&self) -> Result<f64> {
        self.status("VmRSS:")
    }

    /// The most memory that was in use since [`Portal::forget_peak`], in MiB.
    pub fn peak(&self) -> Result<f64> {
        self.status("VmHWM:")
    }

    pub fn forget_peak(&self) -> Result<()> {
        Ok(fs::write(format!("/proc/{}/clear_refs", self.process()?), "5")?)
    }

    /// The work of the processor so far, in ticks (proc(5), fields 14 and 15 of `stat`).
    pub fn work(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process()?))?;
        let (_, fields) = stat.rsplit_once(')').context("no such field")?;
        fields.split_whitespace().skip(11).take(2).try_fold(0.0, |all, ticks| Ok(all + ticks.parse::<f64>()?))
    }

    fn status(&self, field: &str) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process()?))?;
        let line = status.lines().find(|line| line.starts_with(field)).context("no such field")?;
        Ok(line.split_whitespace().nth(1).context("no number")?.parse::<f64>()? / 1024.0)
    }

    fn process(&self) -> Result<u32> {
        Ok(self.child.as_ref().context("it does not run")?.id())
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.stop();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A recipient that no other call has named.
pub fn person(series: &str, number: usize) -> Value {
    const FIRST: [&str; 8] = ["Ivan", "Olga", "Petr", "Maria", "Oleg", "Vera", "Boris", "Nina"];
    const LAST: [&str; 7] = ["Ivanov", "Smirnov", "Orlov", "Volkov", "Lebedev", "Sokolov", "Popov"];
    let (first, last) = (FIRST[number % FIRST.len()], LAST[number / FIRST.len() % LAST.len()]);
    json!({ "email": format!("{series}.p{number}@example.net"), "name": format!("{first} {last}") })
}

/// A mail server that takes connections and says nothing: the sender waits at its door, so that
/// only inviting is measured.
pub fn silent_server() -> Result<(TcpListener, String)> {
    let server = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("smtp://{}", server.local_addr()?);
    Ok((server, url))
}

pub fn copy(from: &Path, to: &Path) -> Result<()> {
    let connection = rusqlite::Connection::open(from)?;
    connection.execute("VACUUM INTO ?1", [to.display().to_string()])?;
    Ok(())
}
