//! What the commands promise at their edges: what they answer a shell, what they refuse to run on.

use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::commands::{ADDRESS, Ended, Installation, Talkative, answers, ended};
use crate::support::browserless::Browserless;
use crate::support::databases::{Engine, TestDatabase, on_both_engines, run};
use crate::support::picky_server::PickyServer;
use crate::support::smtp_sink::SmtpSink;
use crate::support::wait;

on_both_engines!(
    a_reader_that_has_enough_is_no_failure,
    wrong_arguments_are_told_from_what_failed,
    help_speaks_the_language_of_the_terminal,
    letters_that_failed_are_named,
    refused_people_are_a_failure,
    the_doctor_looks_at_each_thing_for_itself,
    the_address_in_the_settings_wins_at_the_start,
    a_key_that_others_may_read_is_not_used,
    a_lost_key_is_missed_and_a_strange_one_refused,
    the_doctor_makes_nothing,
    the_memory_of_passwords_goes_back_to_the_system,
    a_stop_in_the_middle_of_sending_leaves_nothing_unknown,
);

async fn a_reader_that_has_enough_is_no_failure(database: &TestDatabase) {
    let installation = Installation::new(database);
    installation.set_up();
    let list: Vec<String> = (0..1000).map(|n| format!("person{n}@example.org")).collect();
    std::fs::write(installation.folder.path().join("list"), list.join("\n")).unwrap();
    assert_eq!(installation.run(&["invite", "--file", "list"]).code, Some(0));
    let mut employees =
        installation.command(&["employees"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(employees.stdout.take());
    let ended = employees.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), String::from_utf8(ended.stderr).unwrap().as_str()), (Some(0), ""));
}

async fn wrong_arguments_are_told_from_what_failed(database: &TestDatabase) {
    let installation = Installation::new(database);
    installation.set_up();
    for (arguments, words) in [
        (&["employees", "--database-url", "mysql://anna:secret@host/db"][..], "postgres://"),
        (&["serve", "--listen", "8080"], "127.0.0.1:8080"),
        (&["serve", "--role", "mailer"], "--role"),
        (&["employees", "--config", "nowhere.toml"], "nowhere.toml"),
        (&["invite"], "name@company.com"),
        (&["invite", "--as", "nobody", "ivan@example.org"], "--as"),
        (&["token"], "create"),
        (&["admin"], "reset-password"),
        (&["admin", "reset-password", "anna"], "EMAIL"),
        (&["token", "create", "--as", "anna", "--name", "site"], "--as"),
        (&["employees", "--status", "gone"], "--status"),
    ] {
        let wrong = installation.run(arguments);
        assert_eq!(wrong.code, Some(2), "{wrong:?}");
        assert!(wrong.err.lines().count() == 1 && wrong.err.contains(words), "{wrong:?}");
        assert!(!wrong.err.contains("secret"), "{wrong:?}");
    }
    let unknown = installation.run(&["admin", "reset-password", "nobody@romashka.example"]);
    assert_eq!(unknown.code, Some(1), "{unknown:?}");
}

async fn help_speaks_the_language_of_the_terminal(database: &TestDatabase) {
    let installation = Installation::new(database);
    let russian = |arguments: &[&str]| ended(installation.command(arguments).env("LC_ALL", "ru_RU.UTF-8"));
    let help = russian(&["--help"]);
    assert!(help.code == Some(0) && help.out.contains("Показать сотрудников"), "{help:?}");
    let help = russian(&["invite", "--help"]);
    assert!(help.out.contains("Кто приглашает") && help.out.contains("Печатать JSON"), "{help:?}");
    let wrong = russian(&["frobnicate"]);
    assert!(wrong.code == Some(2) && wrong.err.contains("команды frobnicate нет"), "{wrong:?}");
    let help = installation.run(&["setup", "--help"]);
    assert!(
        help.out.contains("--admin-password-file <FILE>") && help.out.contains("Usage: collega setup"),
        "{help:?}"
    );
}

/// Invites by a mail server that refuses one address and hangs up on another's final dot.
async fn letters_that_failed_are_named(database: &TestDatabase) {
    let server = PickyServer::start(&[("RCPT TO:<nobody@", "550 5.1.1 nobody here")]);
    let installation = Installation::new(database);
    installation.set_up();
    let url = format!("smtp://127.0.0.1:{}", server.port());
    let invite = async |arguments: &[&str]| -> Ended {
        let mut command = installation.command(arguments);
        command.env("COLLEGA_MAIL__SMTP_URL", &url);
        tokio::task::block_in_place(|| ended(&mut command))
    };
    let people = invite(&["invite", "--wait", "ivan@example.org", "nobody@example.org"]).await;
    assert_eq!(people.code, Some(1), "{people:?}");
    assert!(
        people.out.contains("nobody@example.org\twas not handed over: there is no such address"),
        "{people:?}"
    );
    assert!(!people.out.contains("ivan@example.org\twas"), "{people:?}");
    let program = invite(&["invite", "--wait", "--json", "olga@example.org"]).await;
    assert_eq!(program.code, Some(0), "{program:?}");
    let lines: Vec<Value> = program.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["outcome"], &lines[1]["delivery"]), (&"invited".into(), &"sent".into()));
}

async fn refused_people_are_a_failure(database: &TestDatabase) {
    let installation = Installation::new(database);
    installation.set_up();
    installation.run(&["invite", "ivan@example.org"]);
    let dismissed = "UPDATE employees SET status = 'dismissed' WHERE email_key = 'ivan@example.org'";
    database.db.write(move |tx| tx.execute(dismissed, &[])).await.unwrap();
    database.db.write(|tx| tx.execute("DELETE FROM letters", &[])).await.unwrap();
    database.db.write(|tx| tx.execute("UPDATE invitations SET revoked_at = 1", &[])).await.unwrap();
    let refused = installation.run(&["invite", "ivan@example.org"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
}

async fn the_doctor_looks_at_each_thing_for_itself(database: &TestDatabase) {
    let installation = Installation::new(database);
    installation.set_up();
    let silent = installation.run(&["doctor"]);
    assert!(silent.out.contains("advice public_url: nobody answers at http://localhost:8080"), "{silent:?}");
    assert!(silent.out.contains("ok     database_url:"), "{silent:?}");
    let sink = SmtpSink::start(&[]);
    let mut broken = installation.command(&["doctor"]);
    broken.env("COLLEGA_DATABASE_URL", "sqlite:/proc/nowhere/collega.db");
    broken.env("COLLEGA_MAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", sink.port()));
    broken.env("COLLEGA_PUBLIC_URL", format!("http://[::1]:{}", sink.port()));
    let broken = ended(&mut broken);
    assert_eq!(broken.code, Some(1), "{broken:?}");
    assert!(broken.out.contains("bad    database_url:"), "{broken:?}");
    assert!(broken.out.contains(&format!("ok     mail: 127.0.0.1:{}", sink.port())), "{broken:?}");
    assert!(broken.out.contains("public_url: nobody answers at http://[::1]:"), "{broken:?}");
    assert!(broken.out.contains("mail.from:"), "{broken:?}");
    let mut stranger = installation.command(&["doctor"]);
    stranger.env("COLLEGA_MAIL__SMTP_URL", "smtp://127.0.0.1:1");
    let stranger = ended(&mut stranger);
    assert!(
        stranger.code == Some(1) && stranger.out.contains("bad    mail: the mail server can"),
        "{stranger:?}"
    );
    let key = installation.folder.path().join("data/secret.key");
    std::fs::write(&key, b"short").unwrap();
    let key = installation.run(&["doctor"]);
    assert!(
        key.out.contains("bad    secret_key_file:") && key.out.contains("ok     database_url:"),
        "{key:?}"
    );
}

async fn the_address_in_the_settings_wins_at_the_start(database: &TestDatabase) {
    let installation = Installation::new(database);
    installation.set_up();
    let address = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        free.local_addr().unwrap().to_string()
    };
    let mut serve = installation.command(&["serve", "--listen", &address]);
    serve.env("COLLEGA_PUBLIC_URL", "https://Portal.Romashka.example/").stdout(Stdio::piped());
    let mut portal = serve.spawn().unwrap();
    wait::until("the portal answers", || answers(&address));
    stop(&mut portal);
    let said = std::io::read_to_string(portal.stdout.take().unwrap()).unwrap();
    assert!(said.contains("https://portal.romashka.example"), "{said}");
    let moved = "SELECT COUNT(*) FROM companies WHERE public_url = 'https://portal.romashka.example'";
    let noted = "SELECT COUNT(*) FROM history WHERE details LIKE 'public_url: http://localhost:8080 %'";
    for sql in [moved, noted] {
        let count = database.db.read(move |tx| tx.query_one(sql, &[], |row| row.get::<i64>(0)));
        assert_eq!(count.await.unwrap(), 1, "{sql}");
    }
}

fn stop(portal: &mut std::process::Child) {
    assert!(Command::new("kill").arg(portal.id().to_string()).status().unwrap().success());
    assert_eq!(portal.wait().unwrap().code(), Some(0));
}

async fn a_lost_key_is_missed_and_a_strange_one_refused(database: &TestDatabase) {
    let installation = Installation::new(database);
    installation.set_up();
    let key = installation.folder.path().join("data/secret.key");
    std::fs::remove_file(&key).unwrap();
    let lost = installation.run(&["employees"]);
    assert!(lost.code == Some(1) && lost.err.contains("data/secret.key is missing"), "{lost:?}");
    assert!(lost.err.contains("collega replace-key") && !key.exists(), "{lost:?}");
    let doctor = installation.run(&["doctor"]);
    assert!(doctor.out.contains("bad    secret_key_file: data/secret.key is missing"), "{doctor:?}");
    std::fs::write(&key, [7; 32]).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    for arguments in [&["employees"][..], &["serve"]] {
        let strange = installation.run(arguments);
        assert!(strange.code == Some(1) && strange.err.contains("is not the key that"), "{strange:?}");
    }
    let doctor = installation.run(&["doctor"]);
    assert!(doctor.out.contains("bad    secret_key_file: data/secret.key is not the key"), "{doctor:?}");
    assert_eq!(installation.run(&["replace-key"]).code, Some(0));
    assert_eq!(installation.run(&["employees"]).code, Some(0));
}

async fn the_doctor_makes_nothing(database: &TestDatabase) {
    let installation = Installation::new(database);
    let mut doctor = installation.command(&["doctor"]);
    doctor.env("COLLEGA_DATABASE_URL", "sqlite:data/collega.db");
    let doctor = ended(&mut doctor);
    assert_eq!(doctor.code, Some(0), "{doctor:?}");
    assert!(doctor.out.contains("advice database_url: there is none yet"), "{doctor:?}");
    assert!(doctor.out.contains("advice mail: no mail server"), "{doctor:?}");
    assert!(!installation.folder.path().join("data").exists(), "nothing is made");
    let here = ended(&mut installation.command(&["doctor"]));
    assert!(here.out.contains("advice database_url: answers and takes writes"), "{here:?}");
    let undone = "DELETE FROM schema_migrations WHERE name = '0004_key_mark'";
    database.db.write(move |tx| tx.execute(undone, &[])).await.unwrap();
    let old = installation.run(&["doctor"]);
    assert!(old.code == Some(1) && old.out.contains("step 0004_key_mark is missing"), "{old:?}");
}

async fn the_memory_of_passwords_goes_back_to_the_system(database: &TestDatabase) {
    let installation = Installation::new(database);
    let portal = Talkative::start(&installation);
    let browser = Browserless::new(&portal.url, "ru");
    // Each is computed by a thread of its own, or so it may be.
    for _ in 0..9 {
        browser.post("/sign-in", &[("email", ADDRESS), ("password", "неверно, неверно")]).await;
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", portal.process.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).expect("Linux tells it");
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(kibibytes < 48 * 1024, "{kibibytes} KiB are kept");
    portal.end();
}

async fn a_key_that_others_may_read_is_not_used(database: &TestDatabase) {
    let installation = Installation::new(database);
    installation.set_up();
    let key = installation.folder.path().join("data/secret.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
    let refused = installation.run(&["employees"]);
    assert!(refused.code == Some(1) && refused.err.contains("chmod 600"), "{refused:?}");
    assert_eq!(refused.err.lines().count(), 1, "{refused:?}");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(installation.run(&["employees"]).code, Some(0));
}

/// R7: what is past its final dot is waited for, what is not is not begun.
async fn a_stop_in_the_middle_of_sending_leaves_nothing_unknown(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let installation = Installation::new(database);
    installation.set_up();
    let list: Vec<String> = (0..500).map(|n| format!("person{n}@example.org")).collect();
    std::fs::write(installation.folder.path().join("list"), list.join("\n")).unwrap();
    assert_eq!(installation.run(&["invite", "--file", "list"]).code, Some(0));
    let mut serve = installation.command(&["serve"]);
    serve.env("COLLEGA_MAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", sink.port())).stdout(Stdio::null());
    let mut portal = serve.stderr(Stdio::null()).spawn().unwrap();
    wait::until("some letters have gone", || sink.letters().len() >= 60);
    stop(&mut portal);
    let count = async |states: &'static str| {
        let sql = format!("SELECT COUNT(*) FROM letters WHERE state IN ({states})");
        database.db.read(move |tx| tx.query_one(&sql, &[], |row| row.get::<i64>(0))).await.unwrap()
    };
    assert_eq!(count("'claimed', 'dot_sent', 'unknown', 'failed'").await, 0);
    let sent = usize::try_from(count("'accepted'").await).unwrap();
    assert_eq!(sent, sink.letters().len(), "what the server has is written down, and nothing else");
    assert_eq!(count("'accepted', 'queued'").await, 500);
}

#[test]
fn only_its_owner_reads_the_database() {
    run(Engine::Sqlite, async |database| {
        let file = database.url.strip_prefix("sqlite:").unwrap();
        let mode = |file: &str| std::fs::metadata(file).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(file), 0o600, "a copy that others could read is closed");
        for beside in ["-wal", "-shm"] {
            assert_eq!(mode(&format!("{file}{beside}")), 0o600, "{beside}");
        }
        let fresh = format!("{file}.fresh");
        drop(collega::store::Db::open(&format!("sqlite:{fresh}")).unwrap());
        assert_eq!(mode(&fresh), 0o600);
    });
}

/// R11: nothing that a disk tells after it has failed is believed.
#[test]
fn a_failing_disk_ends_the_program() {
    run(Engine::Sqlite, async |database| {
        let installation = Installation::new(database);
        installation.set_up();
        let list: Vec<String> = (0..1000).map(|n| format!("person{n}@example.org")).collect();
        std::fs::write(installation.folder.path().join("list"), list.join("\n")).unwrap();
        let address = {
            let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            free.local_addr().unwrap().to_string()
        };
        let token = installation.run(&["token", "create", "--as", ADDRESS, "--name", "site"]).out;
        // No file may grow beyond this: writing more fails as on a bad disk.
        let script = format!(
            "trap '' XFSZ; ulimit -f 1200; exec {} serve --listen {address}",
            env!("CARGO_BIN_EXE_collega")
        );
        let template = installation.command(&[]);
        let mut serve = Command::new("sh");
        serve.args(["-c", &script]).current_dir(installation.folder.path()).env_clear();
        serve.envs(template.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let portal = serve.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        wait::until("the portal answers", || answers(&address));
        let recipients: Vec<Value> = list.iter().map(|email| serde_json::json!({ "email": email })).collect();
        let body = serde_json::json!({ "recipients": recipients }).to_string();
        let answer = reqwest::Client::new()
            .post(format!("http://{address}/api/v1/invitations"))
            .bearer_auth(token.trim())
            .header("host", "localhost:8080")
            .header("content-type", "application/json")
            .body(body);
        let answer = answer.send().await.unwrap();
        assert_eq!(answer.status(), 503, "{}", answer.text().await.unwrap());
        let ended = tokio::task::block_in_place(|| portal.wait_with_output().unwrap());
        let said = String::from_utf8(ended.stderr).unwrap();
        assert!(ended.status.code() == Some(1) && said.contains("the disk of the database failed"), "{said}");
        let invited = "SELECT COUNT(*) FROM employees WHERE status = 'invited'";
        let invited = database.db.read(move |tx| tx.query_one(invited, &[], |row| row.get::<i64>(0)));
        assert_eq!(invited.await.unwrap(), 0, "all or nothing");
    });
}
