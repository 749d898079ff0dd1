//! The commands themselves, with a real copy of a real database.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use collega::base::clock::{Clock as _, SystemClock};
use serde_json::Value;

use super::PATH;
use crate::story::commands::{ADDRESS, Ended, Installation, answers, ended};
use crate::support::browserless::Browserless;
use crate::support::databases::{Engine, TestDatabase, on_both_engines, run};
use crate::support::letter::ReceivedLetter;
use crate::support::portal::PASSWORD;
use crate::support::wait::comes_in_time;

on_both_engines!(
    a_lost_day_sends_nothing_and_opens_nothing,
    a_running_portal_is_not_taken_its_database_away,
    what_the_engine_does_itself_is_told_in_one_line,
);

/// An installation whose database only its commands have open, and a copy of that.
struct House<'a> {
    installation: Installation<'a>,
    engine: Engine,
    database: String,
    /// What the portal is asked at.
    address: String,
    copy: PathBuf,
}

impl<'a> House<'a> {
    fn new(database: &'a TestDatabase) -> Self {
        let installation = Installation::new(database);
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        let folder = installation.folder.path();
        let own = match database.engine {
            Engine::Sqlite => format!("sqlite:{}", folder.join("data/collega.db").display()),
            Engine::Postgres => database.url.clone(),
        };
        let copy = folder.join("copy");
        let house = Self { engine: database.engine, database: own, address, copy, installation };
        let url = format!("http://{}", house.address);
        let setup = ["setup", "--company", "Ромашка", "--admin-email", ADDRESS, "--public-url", &url];
        let rest = ["--admin-name", "Анна", "--admin-password-file", "password"];
        assert_eq!(house.run(&[&setup[..], &rest].concat()).code, Some(0));
        house
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.installation.command(arguments);
        command.env("COLLEGA_DATABASE_URL", &self.database).env("COLLEGA_LISTEN", &self.address);
        command.stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        ended(&mut self.command(arguments))
    }

    async fn serve(&self) -> Serving {
        let mut serve = self.command(&["serve"]);
        let portal = Serving(serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        assert!(comes_in_time(async || answers(&self.address)).await, "the portal answers");
        portal
    }

    fn browser(&self) -> Browserless {
        Browserless::new(&format!("http://{}", self.address), "ru")
    }

    fn copy(&self) -> &str {
        self.copy.to_str().unwrap()
    }

    /// Makes a backup, by the tool of each engine.
    fn back_up(&self) {
        let made = match self.engine {
            Engine::Sqlite => self.run(&["backup", self.copy()]),
            Engine::Postgres => tool("pg_dump", &["--format=custom", "--file", self.copy(), &self.database]),
        };
        assert_eq!(made.code, Some(0), "{made:?}");
    }

    /// Puts it back.
    fn restore(&self, arguments: &[&str]) -> Ended {
        match self.engine {
            Engine::Sqlite => self.run(&[&["restore", self.copy()], arguments].concat()),
            Engine::Postgres => {
                let back =
                    tool("pg_restore", &["--clean", "--if-exists", "--dbname", &self.database, self.copy()]);
                assert_eq!(back.code, Some(0), "{back:?}");
                self.run(&[&["restore"], arguments].concat())
            }
        }
    }

    /// The first column of an answer; nothing of this process stays connected.
    fn column<T>(&self, sql: &str) -> Vec<T>
    where
        T: rusqlite::types::FromSql + Send + for<'r> postgres::types::FromSql<'r>,
    {
        if let Some(file) = self.database.strip_prefix("sqlite:") {
            let connection = rusqlite::Connection::open(file).unwrap();
            let mut rows = connection.prepare(sql).unwrap();
            return rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        }
        let ask = || {
            let mut client = postgres::Client::connect(&self.database, postgres::NoTls).unwrap();
            client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
        };
        std::thread::scope(|scope| scope.spawn(ask).join()).unwrap()
    }

    fn number(&self, sql: &str) -> i64 {
        self.column(sql)[0]
    }

    fn letters(&self) -> Vec<ReceivedLetter> {
        let raw: Vec<Vec<u8>> = self.column("SELECT raw FROM mailbox_messages ORDER BY id");
        raw.iter().map(|raw| ReceivedLetter::parse(raw)).collect()
    }

    fn link_to(&self, email: &str) -> String {
        let letters = self.letters();
        letters.iter().rfind(|letter| letter.to == email).expect("a letter").path("/i/")
    }

    /// All that matters of the folder and of the database.
    fn everything(&self) -> (Vec<String>, Vec<String>) {
        let folder = std::path::Path::new(self.database.strip_prefix("sqlite:").unwrap()).parent().unwrap();
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
        names.sort();
        (names, self.column("SELECT email || state || priority FROM letters ORDER BY id"))
    }
}

/// A running portal; it ends with this.
struct Serving(Child);

impl Serving {
    fn stop(mut self) {
        assert!(Command::new("kill").arg(self.0.id().to_string()).status().unwrap().success());
        assert_eq!(self.0.wait().unwrap().code(), Some(0));
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn tool(name: &str, arguments: &[&str]) -> Ended {
    ended(Command::new(name).args(arguments))
}

/// R16, the whole way: a backup, a day that is lost, the backup put back.
async fn a_lost_day_sends_nothing_and_opens_nothing(database: &TestDatabase) {
    let house = House::new(database);
    assert_eq!(house.run(&["invite", "ivan@example.org"]).code, Some(0));
    let before = SystemClock.now();
    house.back_up();
    let after = SystemClock.now();

    assert_eq!(
        house.run(&["invite", "--wait", "olga@example.org", "a@example.org", "b@example.org"]).code,
        Some(0)
    );
    let (ivan, olga) = (house.link_to("ivan@example.org"), house.link_to("olga@example.org"));
    let ids_of_the_day: Vec<i64> = house.column("SELECT id FROM invitations");

    let restored = house.restore(&[]);
    assert_eq!(restored.code, Some(0), "{restored:?}");
    assert!(restored.err.contains("so all links and codes sent before end"), "{restored:?}");
    assert!(restored.out.contains("No letter waits for your answer, but sending stands"), "{restored:?}");
    assert!(
        restored.out.contains("1 letter that invites will not leave whatever you answer"),
        "{restored:?}"
    );
    let to = house.number("SELECT restored_to FROM outbox_pause");
    let earliest = if house.engine == Engine::Sqlite { before.0 } else { 0 };
    assert!((earliest..=after.0).contains(&to), "{to} is when the backup was made");
    assert_eq!(house.number("SELECT COUNT(*) FROM backup_mark"), 0, "no later copy of the file has it");

    assert_eq!(house.run(&["invite", "petr@example.org"]).code, Some(0));
    let petr = house.number("SELECT id FROM invitations WHERE email = 'petr@example.org'");
    assert!(!ids_of_the_day.contains(&petr), "{petr} was somebody else's: {ids_of_the_day:?}");
    let portal = house.serve().await;
    let stranger = house.browser().get(&olga).await;
    assert_eq!(stranger.status, 404, "a link of the lost day opens nobody's invitation: {}", stranger.text());
    let ended = house.browser().get(&ivan).await;
    assert!(ended.status == 410 && ended.says("Срок приглашения вышел"), "{}", ended.text());
    let admin = house.browser();
    let page = admin.get("/sign-in").await;
    admin.submit(&page, "/sign-in", &[("email", ADDRESS), ("password", PASSWORD)]).await;
    let page = admin.get(PATH).await;
    assert!(
        page.says("База данных восстановлена из копии от") && page.says("1 письмо с приглашением не уйдёт"),
        "{}",
        page.text()
    );
    assert_eq!(house.letters().len(), 0, "nothing has left");
    admin.submit(&page, &format!("{PATH}/resume"), &[]).await;
    let has_left = async || house.letters().iter().any(|letter| letter.to == "petr@example.org");
    assert!(comes_in_time(has_left).await, "what was queued since leaves");
    let ivans = house.letters().iter().filter(|letter| letter.to == "ivan@example.org").count();
    assert_eq!(ivans, 0, "nobody wants the letter of an invitation that has expired");
    portal.stop();
}

async fn a_running_portal_is_not_taken_its_database_away(database: &TestDatabase) {
    let house = House::new(database);
    let portal = house.serve().await;
    // A backup is made all the same.
    house.back_up();
    let arguments = match house.engine {
        Engine::Sqlite => vec!["restore", house.copy(), "--keep-links"],
        Engine::Postgres => vec!["restore", "--keep-links"],
    };
    let refused = house.run(&arguments);
    let words = "collega: the database is in use: stop the portal and all commands first\n";
    assert_eq!((refused.code, refused.err.as_str()), (Some(1), words));
    assert_eq!(house.browser().get("/sign-in").await.status, 200, "it goes on");
    portal.stop();
    assert_eq!(house.number("SELECT COUNT(*) FROM outbox_pause"), 0, "nothing is changed");
    let restored = house.run(&arguments);
    assert_eq!(restored.code, Some(0), "{restored:?}");
    assert!(restored.out.contains("Links stay as they stand in the database"), "{restored:?}");
    assert_eq!(house.number("SELECT COUNT(*) FROM outbox_pause"), 1);
}

async fn what_the_engine_does_itself_is_told_in_one_line(database: &TestDatabase) {
    let house = House::new(database);
    let wrong = match house.engine {
        Engine::Sqlite => [(&["restore"][..], "collega restore FILE"), (&["backup"], "FILE")],
        Engine::Postgres => {
            [(&["backup", "copy"][..], "pg_dump --format=custom"), (&["restore", "copy"], "pg_restore")]
        }
    };
    for (arguments, words) in wrong {
        let told = house.run(arguments);
        assert_eq!(told.code, Some(2), "{told:?}");
        assert!(told.err.contains(words) && told.err.lines().count() == 1, "{told:?}");
    }
    let both = house.run(&["restore", "copy", "--expire-links", "--keep-links"]);
    assert_eq!((both.code, both.err.lines().count()), (Some(2), 1), "{both:?}");
    assert!(both.err.contains("choose one of these: --expire-links, --keep-links"), "{both:?}");
}

#[test]
fn a_copy_is_private_whole_and_never_written_over() {
    run(Engine::Sqlite, async |database| {
        use std::os::unix::fs::PermissionsExt as _;
        let house = House::new(database);
        let made = house.run(&["backup", "copy", "--json"]);
        let told: Value = serde_json::from_str(&made.out).unwrap();
        let about = std::fs::metadata(&house.copy).unwrap();
        assert_eq!((&told["bytes"], about.permissions().mode() & 0o777), (&about.len().into(), 0o600));
        assert!(about.len() > 100_000, "{told}");
        let again = house.run(&["backup", "copy"]);
        assert!(again.code == Some(1) && again.err.contains("choose another name"), "{again:?}");
        let words = house.run(&["backup", "another"]).out;
        assert!(words.contains("data/secret.key is not in it: keep it apart"), "{words}");
        assert_eq!(house.run(&["backup", "nowhere/copy"]).code, Some(1));
        let copy = rusqlite::Connection::open(&house.copy).unwrap();
        let whole: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(whole, "ok");
    });
}

#[test]
fn what_is_no_backup_of_this_portal_changes_nothing() {
    run(Engine::Sqlite, async |database| {
        let house = House::new(database);
        house.run(&["invite", "ivan@example.org"]);
        house.back_up();
        let (folder, before) = (house.installation.folder.path(), house.everything());
        std::fs::write(folder.join("text"), "no database at all").unwrap();
        rusqlite::Connection::open(folder.join("other")).unwrap().execute("CREATE TABLE a (b)", []).unwrap();
        let changed = |name: &str, sql: &str| {
            std::fs::copy(&house.copy, folder.join(name)).unwrap();
            rusqlite::Connection::open(folder.join(name)).unwrap().execute(sql, []).unwrap();
        };
        changed("newer", "INSERT INTO schema_migrations VALUES ('9999_future', 'x')");
        changed("strange", "UPDATE installation SET key_mark = zeroblob(32)");
        for (file, words) in [
            ("gone", "there is no file gone"),
            ("text", "text is no backup of collega"),
            ("other", "other is no backup of collega"),
            ("data/collega.db", "is the present database"),
            ("newer", "was written by a newer version of collega (it has step 9999_future)"),
            ("strange", "is not the key that this portal was set up with"),
        ] {
            let refused = house.run(&["restore", file, "--expire-links"]);
            assert_eq!(refused.code, Some(1), "{file}: {refused:?}");
            assert!(refused.err.contains(words) && refused.err.lines().count() == 1, "{file}: {refused:?}");
            assert_eq!(house.everything(), before, "{file}");
        }
        assert_eq!(house.run(&["employees"]).code, Some(0));
    });
}

#[test]
fn the_database_of_before_is_kept_and_a_new_machine_needs_none() {
    run(Engine::Sqlite, async |database| {
        let house = House::new(database);
        house.back_up();
        house.run(&["invite", "ivan@example.org"]);
        let restored = house.run(&["restore", "copy", "--expire-links", "--json"]);
        let told: Value = serde_json::from_str(&restored.out).unwrap_or_else(|_| panic!("{restored:?}"));
        let kept = rusqlite::Connection::open(told["kept"].as_str().unwrap()).unwrap();
        let invited = "SELECT COUNT(*) FROM invitations";
        assert_eq!(kept.query_row(invited, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
        assert_eq!(house.number(invited), 0);
        let key = house.installation.folder.path().join("data/secret.key");
        std::fs::remove_file(house.database.strip_prefix("sqlite:").unwrap()).unwrap();
        let key_of_before = std::fs::read(&key).unwrap();
        let fresh = house.run(&["restore", "copy", "--expire-links"]);
        assert!(fresh.code == Some(0) && !fresh.out.contains("Previous database"), "{fresh:?}");
        assert_eq!(std::fs::read(&key).unwrap(), key_of_before);
        std::fs::remove_file(&key).unwrap();
        let lost = house.run(&["restore", "copy", "--expire-links"]);
        assert!(lost.code == Some(1) && lost.err.contains("data/secret.key is missing"), "{lost:?}");
    });
}

#[test]
fn who_sits_at_a_terminal_is_asked() {
    run(Engine::Sqlite, async |database| {
        let house = House::new(database);
        house.back_up();
        for (typed, words) in [
            ("n\n", "Links stay as they stand"),
            ("\n", "no link or code that still worked"),
            ("да\n", "no link or code that still worked"),
        ] {
            let line = format!("{} restore copy", env!("CARGO_BIN_EXE_collega"));
            let mut terminal = Command::new("script");
            terminal.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
            terminal.current_dir(house.installation.folder.path());
            let template = house.command(&[]);
            terminal.env_clear().envs(template.get_envs().filter_map(|(name, value)| Some((name, value?))));
            let mut session = terminal.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
            session.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
            let said = session.wait_with_output().unwrap();
            let said = String::from_utf8(said.stdout).unwrap();
            assert!(said.contains("[Yes/no]") && said.contains(words), "{typed:?}: {said}");
        }
    });
}
