//! The program is killed in the middle of sending and started again: nothing is lost, nothing doubled.

use std::collections::HashMap;
use std::process::{Child, Command, Stdio};

use collega::mail::outbox::State;
use collega::store::Result;

use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::folder::Folder;
use crate::support::portal::PASSWORD;
use crate::support::smtp_sink::SmtpSink;
use crate::support::wait;

on_both_engines!(five_hundred_letters_survive_three_kills);

const LETTERS: usize = 500;

/// An installation in a folder of its own, run as people run it.
struct Installation<'a> {
    folder: Folder,
    database: &'a TestDatabase,
    sink: &'a SmtpSink,
}

impl Installation<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_collega"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("COLLEGA_DATABASE_URL", &self.database.url)
            .env("COLLEGA_MAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", self.sink.port()))
            .env("COLLEGA_LISTEN", "127.0.0.1:0")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) {
        assert!(self.command(arguments).status().unwrap().success(), "{arguments:?}");
    }

    fn serve(&self) -> Child {
        self.command(&["serve"]).spawn().unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }
}

async fn five_hundred_letters_survive_three_kills(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let installation = Installation { folder: Folder::new("killed"), database, sink: &sink };
    installation.write("password", PASSWORD);
    let mut setup = vec!["setup", "--company", "Ромашка", "--admin-email", "anna@romashka.example"];
    setup.extend(["--admin-name", "Анна Орлова", "--admin-password-file", "password"]);
    installation.run(&setup);
    let addresses: Vec<String> = (0..LETTERS).map(|n| format!("person{n}@example.org")).collect();
    installation.write("list", &addresses.join("\n"));
    installation.run(&["invite", "--file", "list"]);

    for enough in [60, 160, 260] {
        let mut portal = installation.serve();
        wait::until("some letters have gone", || sink.letters().len() >= enough);
        // SIGKILL: no chance to tidy up.
        portal.kill().unwrap();
        portal.wait().unwrap();
        end_leases(database).await;
    }
    let mut portal = installation.serve();
    let is_done =
        async || count(database, "state IN ('queued', 'claimed', 'dot_sent', 'deferred')").await == 0;
    while !is_done().await {
        tokio::task::yield_now().await;
    }
    portal.kill().unwrap();
    portal.wait().unwrap();

    let mut at_sink: HashMap<String, usize> = HashMap::new();
    for letter in sink.letters() {
        let line =
            letter.lines().find(|line| line.to_lowercase().starts_with("message-id:")).expect("a Message-ID");
        *at_sink.entry(line[11..].trim().trim_matches(['<', '>']).to_owned()).or_default() += 1;
    }
    assert!(at_sink.values().all(|times| *times == 1), "a letter went out twice before its time");
    let letters = database
        .db
        .read(|tx| {
            tx.query("SELECT message_id, state FROM letters", &[], |row| {
                Ok((row.get::<String>(0)?, row.get::<String>(1)?))
            })
        })
        .await
        .unwrap();
    assert_eq!(letters.len(), LETTERS);
    let mut unknown = 0;
    for (message_id, state) in letters {
        match State::from_word(&state) {
            Some(State::Accepted) => assert!(at_sink.contains_key(&message_id), "said to be sent, but lost"),
            Some(State::Unknown) => unknown += 1,
            other => panic!("{message_id} is {other:?}"),
        }
    }
    // A kill leaves at most one letter of each session between its dot and the answer.
    assert!(unknown <= 3 * 8, "{unknown} letters of unknown outcome");
}

/// What time would do: the claims of the killed sender run out.
async fn end_leases(database: &TestDatabase) {
    let end = |tx: &mut collega::store::Tx<'_>| -> Result<u64> {
        tx.execute("UPDATE letters SET lease_until = 1 WHERE state IN ('claimed', 'dot_sent')", &[])
    };
    database.db.write(end).await.unwrap();
}

async fn count(database: &TestDatabase, condition: &'static str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM letters WHERE {condition}");
    database.db.read(move |tx| tx.query_one(&sql, &[], |row| row.get(0))).await.unwrap()
}
