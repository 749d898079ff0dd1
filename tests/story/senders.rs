//! Several processes on one database share the work of one portal.

use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use super::commands::{Installation, ended};
use crate::support::databases::{Engine, TestDatabase, on_both_engines};
use crate::support::servers::free_port;
use crate::support::smtp_sink::SmtpSink;
use crate::support::wait;

on_both_engines!(processes_share_a_queue_and_no_letter_leaves_twice);

const LETTERS: usize = 600;

async fn processes_share_a_queue_and_no_letter_leaves_twice(database: &TestDatabase) {
    let (sink, installation) = (SmtpSink::start(&[]), Installation::new(database));
    installation.set_up();
    let serve = |role: &str| {
        let mut command = installation.command(&["serve", "--role", role]);
        command.env("COLLEGA_MAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", sink.port()));
        command
    };
    if database.engine == Engine::Sqlite {
        for role in ["web", "sender"] {
            let refused = ended(&mut serve(role));
            assert_eq!(refused.code, Some(2), "{refused:?}");
            assert!(refused.err.contains("belongs to one process"), "{refused:?}");
        }
        return;
    }
    let list: Vec<String> = (0..LETTERS).map(|n| format!("person{n}@example.org")).collect();
    std::fs::write(installation.folder.path().join("list"), list.join("\n")).unwrap();
    assert_eq!(installation.run(&["invite", "--file", "list"]).code, Some(0));
    let reports = format!("127.0.0.1:{}", free_port());
    let hears = |role: &str| {
        let mut command = serve(role);
        command.env("COLLEGA_MAIL__BOUNCE_ADDRESS", "bounces@romashka.example");
        command.env("COLLEGA_MAIL__BOUNCE_LISTEN", &reports);
        command
    };
    // The same settings for both: only who sends takes reports of what came back.
    let mut processes: Vec<Child> =
        [hears("web"), hears("sender"), serve("sender")].iter_mut().map(started).collect();
    wait::until("all letters have gone", || sink.letters().len() >= LETTERS);
    let mut greeting = String::new();
    BufReader::new(TcpStream::connect(&reports).unwrap()).read_line(&mut greeting).unwrap();
    assert!(greeting.starts_with("220 "), "{greeting}");
    // Nobody rings at a sender for what another process queues.
    assert_eq!(installation.run(&["invite", "late@example.org"]).code, Some(0));
    wait::until("a late letter has gone", || sink.letters().iter().any(|it| it.contains("late@example.org")));
    for process in &mut processes {
        assert!(Command::new("kill").arg(process.id().to_string()).status().unwrap().success());
        assert_eq!(process.wait().unwrap().code(), Some(0));
    }
    let letters = sink.letters();
    let mut recipients: Vec<&str> = letters
        .iter()
        .filter_map(|letter| letter.lines().find(|line| line.starts_with("X-Rcpt-Args:")))
        .collect();
    recipients.sort_unstable();
    recipients.dedup();
    assert_eq!((letters.len(), recipients.len()), (LETTERS + 1, LETTERS + 1));
}

fn started(command: &mut Command) -> Child {
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}
