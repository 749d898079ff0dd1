//! The commands, run as people and scripts run them.

use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use collega::base::clock::Timestamp;
use serde_json::Value;

use crate::support::browserless::Browserless;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::folder::Folder;
use crate::support::letter::ReceivedLetter;
use crate::support::portal::PASSWORD;
use crate::support::smtp_sink::SmtpSink;
use crate::support::wait;

on_both_engines!(
    a_portal_is_set_up_and_people_are_invited_without_a_browser,
    who_is_invited_into_a_department_is_found_there,
    wrong_usage_and_wrong_settings_are_told_in_one_line,
    a_slip_in_the_path_of_a_database_makes_none,
    a_used_address_is_told_and_a_signal_stops_the_portal,
    a_lost_password_is_replaced_on_the_server,
    links_and_passwords_stay_out_of_the_log,
    a_mail_server_set_in_the_portal_serves_commands_and_stays_out_of_the_log,
);

/// The administrator's.
pub const ADDRESS: &str = "anna@romashka.example";

/// An installation in a folder of its own.
pub struct Installation<'a> {
    /// Where the commands run.
    pub folder: Folder,
    database: &'a TestDatabase,
}

/// What a command left behind.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl<'a> Installation<'a> {
    /// One that is not set up yet.
    pub fn new(database: &'a TestDatabase) -> Self {
        let folder = Folder::new("commands");
        std::fs::write(folder.path().join("password"), PASSWORD).unwrap();
        Self { folder, database }
    }

    /// A command, to be run.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_collega"));
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command.env("COLLEGA_DATABASE_URL", &self.database.url).env("COLLEGA_LISTEN", "127.0.0.1:0");
        command
    }

    /// Runs a command.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        ended(&mut self.command(arguments))
    }

    /// Sets the portal up.
    pub fn set_up(&self) -> Ended {
        let mut setup = vec!["setup", "--company", "Ромашка", "--admin-email", ADDRESS];
        setup.extend(["--admin-name", "Анна Орлова", "--admin-password-file", "password"]);
        self.run(&setup)
    }
}

/// A portal that writes down all it can.
pub struct Talkative {
    pub url: String,
    pub process: Child,
    log: PathBuf,
}

impl Talkative {
    /// Sets the portal up and starts it.
    pub fn start(installation: &Installation<'_>) -> Self {
        let address = {
            let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            free.local_addr().unwrap().to_string()
        };
        let url = format!("http://{address}");
        let mut setup = installation.command(&["setup", "--company", "Ромашка", "--admin-email", ADDRESS]);
        setup.args(["--admin-name", "Анна", "--admin-password-file", "password", "--public-url", &url]);
        assert_eq!(ended(&mut setup).code, Some(0));
        let log = installation.folder.path().join("log");
        let mut serve = installation.command(&["serve", "--listen", &address]);
        serve.env("COLLEGA_LOG", "trace").stderr(std::fs::File::create(&log).unwrap());
        let process = serve.spawn().unwrap();
        wait::until("the portal answers", || answers(&address));
        Self { url, process, log }
    }

    /// Stops it and gives what it wrote.
    pub fn end(mut self) -> String {
        assert!(Command::new("kill").arg(self.process.id().to_string()).status().unwrap().success());
        assert!(self.process.wait().unwrap().success());
        std::fs::read_to_string(&self.log).unwrap()
    }
}

/// Runs a command.
pub fn ended(command: &mut Command) -> Ended {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

async fn a_portal_is_set_up_and_people_are_invited_without_a_browser(database: &TestDatabase) {
    let installation = Installation::new(database);
    let link = installation.run(&["setup-link"]);
    assert!(link.out.starts_with("http://localhost:8080/setup?code="), "{link:?}");
    let early = installation.run(&["invite", "ivan@romashka.example"]);
    assert_eq!(early.code, Some(1), "{early:?}");
    assert_eq!(installation.set_up().code, Some(0));
    assert_eq!(installation.set_up().code, Some(1), "the portal is set up once");
    assert_eq!(installation.run(&["setup-link"]).code, Some(1));

    let invited = installation.run(&["invite", "--wait", "Иван Петров <ivan@romashka.example>", ADDRESS]);
    assert_eq!(invited.code, Some(0), "{invited:?}");
    let fates = "ivan@romashka.example\tinvited\nanna@romashka.example\tworks here already\n";
    assert!(invited.out.starts_with(fates), "{invited:?}");
    assert!(invited.out.ends_with("the letter stayed in the portal’s mailbox\n"), "{invited:?}");
    assert!(invited.err.contains("Letters: 1 of 1"), "{invited:?}");
    let again = installation.run(&["invite", "--json", "ivan@romashka.example", "no address"]);
    assert_eq!(again.code, Some(1), "{again:?}");
    let outcomes: Vec<Value> = again.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(outcomes.iter().any(|one| one["outcome"] == "already_invited"), "{outcomes:?}");
    let nowhere = installation.run(&["invite", "--department", "Луна", "olga@romashka.example"]);
    assert!(nowhere.code == Some(1) && nowhere.err.contains("Луна"), "{nowhere:?}");

    let all = installation.run(&["employees"]);
    assert_eq!(all.out.lines().count(), 2, "{all:?}");
    assert!(all.out.contains("anna@romashka.example\tАнна Орлова\tin the company\tРомашка"), "{all:?}");
    let found = installation.run(&["employees", "--json", "--status", "invited", "--search", "пет"]);
    let person: Value = serde_json::from_str(found.out.trim()).unwrap();
    assert_eq!((&person["name"], &person["departments"][0]), (&"Иван Петров".into(), &"Ромашка".into()));
    assert_eq!(installation.run(&["employees", "--status", "gone"]).code, Some(2));
}

async fn who_is_invited_into_a_department_is_found_there(database: &TestDatabase) {
    let installation = Installation::new(database);
    assert_eq!(installation.set_up().code, Some(0));
    let make = |tx: &mut collega::store::Tx<'_>| {
        let company = tx.companies().first()?.unwrap().id;
        let root = tx.departments().root(company)?.id;
        tx.departments().insert(company, Some(root), "Склад", Timestamp(0)).map(drop)
    };
    database.db.write(make).await.unwrap();
    let invite = ["invite", "--wait", "--language", "en", "--department", "Склад", "ivan@romashka.example"];
    assert_eq!(installation.run(&invite).code, Some(0));
    assert_eq!(installation.run(&["invite", "olga@romashka.example"]).code, Some(0));
    let found = installation.run(&["employees", "--department", "Склад"]);
    assert_eq!(found.out, "ivan@romashka.example\t\tinvited\tСклад\n");
    let searched = installation.run(&["employees", "--department", "Склад", "--search", "romashka"]);
    assert_eq!(searched.out, found.out);
    let raw: Vec<u8> = database
        .db
        .read(|tx| tx.query_one("SELECT raw FROM mailbox_messages", &[], |row| row.get(0)))
        .await
        .unwrap();
    let letter = ReceivedLetter::parse(&raw);
    assert!(letter.subject.starts_with("Invitation"), "{}", letter.subject);
}

async fn wrong_usage_and_wrong_settings_are_told_in_one_line(database: &TestDatabase) {
    let installation = Installation::new(database);
    for (arguments, words) in [
        (&["frobnicate"][..], "frobnicate"),
        (&["setup", "--company", "Ромашка"], "--admin-email"),
        (&["setup", "--plan-employees", "0"], "--plan-employees"),
        (&["token", "create", "--name", "a"], "--as"),
    ] {
        let wrong = installation.run(arguments);
        assert_eq!(wrong.code, Some(2), "{wrong:?}");
        assert_eq!(wrong.err.lines().count(), 1, "{wrong:?}");
        assert!(wrong.err.contains(words) && wrong.err.ends_with("try --help\n"), "{wrong:?}");
    }
    for (name, value, words) in [
        ("COLLEGA_LISTN", "x", "did you mean COLLEGA_LISTEN?"),
        ("COLLEGA_LISTEN", "8080", "127.0.0.1:8080"),
        ("COLLEGA_MAIL__SMTP_URL", "mail.example", "smtp://"),
        ("COLLEGA_DATABASE_URL", "sqlite:/proc/nowhere/collega.db", "database_url"),
    ] {
        let wrong = ended(installation.command(&["setup-link"]).env(name, value));
        assert!(wrong.code == Some(1) && wrong.err.lines().count() == 1, "{wrong:?}");
        assert!(wrong.err.contains(words), "{wrong:?}");
    }
    let foreign = std::ffi::OsStr::from_bytes(b"\xff");
    assert_eq!(ended(installation.command(&["setup-link"]).env("OTHER", foreign)).code, Some(0));
    let russian = ended(installation.command(&["employees"]).env("LANG", "ru_RU.UTF-8"));
    assert!(russian.err.contains("Портал ещё не настроен"), "{russian:?}");
    installation.set_up();
    let nameless = installation.run(&["token", "create", "--as", ADDRESS, "--name", " "]);
    assert!(nameless.code == Some(2) && nameless.err.contains("--name"), "{nameless:?}");
    let token = installation.run(&["token", "create", "--as", ADDRESS, "--name", "site"]);
    assert!(token.code == Some(0) && token.out.starts_with("collega_"), "{token:?}");
}

async fn a_slip_in_the_path_of_a_database_makes_none(database: &TestDatabase) {
    let installation = Installation::new(database);
    let report = installation.folder.path().join("report");
    std::fs::write(&report, "Subject: Undelivered\n\nno such user\n").unwrap();
    let run = |arguments: &[&str], language: &str| {
        let mut command = installation.command(arguments);
        command.env("COLLEGA_DATABASE_URL", "sqlite:slip/collega.db").env("LANG", language);
        ended(command.stdin(std::fs::File::open(&report).unwrap()))
    };
    for arguments in [
        &["invite", "ivan@example.org"][..],
        &["employees"],
        &["token", "create", "--as", ADDRESS, "--name", "site"],
        &["admin", "reset-password", ADDRESS],
        &["backup", "copy.db"],
        &["bounce"],
        &["replace-key"],
    ] {
        let told = run(arguments, "ru_RU.UTF-8");
        let code = if arguments == ["bounce"] { 75 } else { 1 };
        assert_eq!((told.code, told.out.as_str(), told.err.lines().count()), (Some(code), "", 1), "{told:?}");
        assert!(told.err.contains("базы данных нет: slip/collega.db"), "{arguments:?}: {told:?}");
    }
    let doctor = run(&["doctor"], "en_US.UTF-8");
    assert!(doctor.out.contains("database_url: there is none yet: slip/collega.db"), "{doctor:?}");
    assert!(!installation.folder.path().join("slip").exists(), "nothing is made");
    assert!(!installation.folder.path().join("data").exists(), "nor a key for it");
}

async fn a_used_address_is_told_and_a_signal_stops_the_portal(database: &TestDatabase) {
    let installation = Installation::new(database);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = installation.run(&["serve", "--listen", &address]);
    assert!(refused.code == Some(1) && refused.err.contains(&address), "{refused:?}");
    assert_eq!(refused.err.lines().count(), 1, "{refused:?}");
    drop(taken);
    let mut portal =
        installation.command(&["serve", "--listen", &address]).stdout(Stdio::piped()).spawn().unwrap();
    wait::until("the portal answers", || answers(&address));
    assert!(Command::new("kill").arg(portal.id().to_string()).status().unwrap().success());
    assert!(portal.wait().unwrap().success(), "it ends by itself");
    let said = std::io::read_to_string(portal.stdout.take().unwrap()).unwrap();
    assert_eq!(said.lines().count(), 2, "its address, and how to set it up: {said}");
}

/// Whether a portal answers there.
pub fn answers(address: &str) -> bool {
    use std::io::{Read as _, Write as _};

    let Ok(mut stream) = std::net::TcpStream::connect(address) else { return false };
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    stream.write_all(request.as_bytes()).is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200 ")
}

async fn a_lost_password_is_replaced_on_the_server(database: &TestDatabase) {
    let installation = Installation::new(database);
    installation.set_up();
    let reset = installation.run(&["admin", "reset-password", ADDRESS, "--json"]);
    let answer: Value = serde_json::from_str(&reset.out).unwrap();
    assert!(answer["password"].as_str().is_some_and(|password| password.len() >= 40), "{reset:?}");
    let unknown = installation.run(&["admin", "reset-password", "nobody@romashka.example"]);
    assert_eq!(unknown.code, Some(1), "{unknown:?}");
    let told = database.db.read(|tx| {
        tx.query_one("SELECT COUNT(*) FROM letters WHERE kind = 'password-changed'", &[], |row| {
            row.get::<i64>(0)
        })
    });
    assert_eq!(told.await.unwrap(), 1, "its owner is told by a letter");
}

async fn links_and_passwords_stay_out_of_the_log(database: &TestDatabase) {
    let installation = Installation::new(database);
    let portal = Talkative::start(&installation);
    let browser = Browserless::new(&portal.url, "ru");
    browser.post("/forgotten-password", &[("email", ADDRESS)]).await;
    wait::until("the letter", || !letters(database).is_empty());
    let path = letters(database)[0].path("/new-password/");
    let page = browser.get(&path).await;
    let password = "six copper kettles whistle";
    let done = browser.submit(&page, "/new-password", &[("password", password)]).await;
    assert_eq!(done.path(), "/sign-in", "{}", done.text());
    let log = portal.end();
    assert!(log.contains("/new-password/{secret}"), "the log tells of the request: {log}");
    let secret = path.strip_prefix("/new-password/").unwrap();
    for secret in [secret, password, "six+copper", PASSWORD, ADDRESS, "$argon2id$", "romashka.example"] {
        assert!(
            !log.contains(secret),
            "{secret}: {}",
            log.lines().find(|line| line.contains(secret)).unwrap()
        );
    }
}

/// What has landed in the mailbox.
pub fn letters(database: &TestDatabase) -> Vec<ReceivedLetter> {
    let handle = tokio::runtime::Handle::current();
    let sql = "SELECT raw FROM mailbox_messages ORDER BY id";
    let read = database.db.read(|tx| tx.query(sql, &[], |row| row.get::<Vec<u8>>(0)));
    let raw = tokio::task::block_in_place(|| handle.block_on(read)).unwrap();
    raw.iter().map(|raw| ReceivedLetter::parse(raw)).collect()
}

async fn a_mail_server_set_in_the_portal_serves_commands_and_stays_out_of_the_log(database: &TestDatabase) {
    let installation = Installation::new(database);
    let portal = Talkative::start(&installation);
    let sink = SmtpSink::start(&[]);
    let (port, secret) = (sink.port().to_string(), "очень-тайный пароль");
    let browser = Browserless::new(&portal.url, "ru");
    let page = browser.get("/sign-in").await;
    browser.submit(&page, "/sign-in", &[("email", ADDRESS), ("password", PASSWORD)]).await;
    let page = browser.get("/settings/mail").await;
    let typed =
        [("host", "127.0.0.1"), ("port", &port), ("tls", "none"), ("user", "anna"), ("password", secret)];
    let tried = browser.post("/settings/mail/trial", &[&typed[..], &[("from", "")]].concat()).await;
    assert!(tried.says("Сервер принял пробное письмо"), "{}", tried.text());
    let saved = browser.submit(&page, "/settings/mail", &typed).await;
    assert!(saved.says("Письма уходят через"), "{}", saved.text());
    let doctor = installation.run(&["doctor"]);
    assert!(doctor.out.contains(&format!("ok     mail: 127.0.0.1:{port}")), "{doctor:?}");
    let invited = installation.run(&["invite", "--wait", "petr@example.org"]);
    assert_eq!(invited.code, Some(0), "{invited:?}");
    wait::until("the trial letter and the invitation", || sink.letters().len() == 2);

    let log = portal.end();
    let encoded = STANDARD.encode(format!("\0anna\0{secret}"));
    assert!(log.contains("/settings/mail"), "the log tells everything: {log}");
    assert!(!log.contains(secret) && !log.contains(&encoded) && !log.contains("%D0%BE%D1%87"));
}
