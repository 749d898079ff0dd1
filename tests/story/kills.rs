//! The program is killed at each step of a letter's way, under load, again and again: none is lost, none doubled but
//! those whose outcome nobody could know. `COLLEGA_TEST_KILLS` says how often, over both engines.

use std::io::BufRead as _;
use std::process::{Child, Stdio};

use collega::mail::outbox::State;
use collega::store::{Result, Tx};

use super::commands::Installation;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::environment;
use crate::support::held_server::{HeldServer, Moment};
use crate::support::ledger::{self, Arrival};
use crate::support::wait;

on_both_engines!(no_letter_is_lost_or_doubled_wherever_the_sender_is_killed);

/// How often the program is killed in all where nobody says so.
const KILLS: usize = 40;
/// So many letters wait at least while it is killed.
const LOAD: i64 = 40;

/// Where a letter is when the program is killed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Step {
    /// It was claimed.
    Claimed,
    /// The server stands at this moment of the conversation.
    At(Moment),
    /// All of it is with the server but for the dot, and that it goes out is not written down.
    BeforeDot,
    /// The server has taken it, and that is not written down.
    BeforeCommit,
}

const STEPS: [Step; 9] = [
    Step::Claimed,
    Step::At(Moment::Greeting),
    Step::At(Moment::Hello),
    Step::At(Moment::Mail),
    Step::At(Moment::Rcpt),
    Step::At(Moment::Data),
    Step::BeforeDot,
    Step::At(Moment::Dot),
    Step::BeforeCommit,
];

struct Ground<'a> {
    database: &'a TestDatabase,
    installation: Installation<'a>,
    server: HeldServer,
    invited: usize,
}

async fn no_letter_is_lost_or_doubled_wherever_the_sender_is_killed(database: &TestDatabase) {
    let kills = environment::number("COLLEGA_TEST_KILLS").unwrap_or(KILLS) / 2;
    let installation = Installation::new(database);
    installation.set_up();
    let mut ground = Ground { database, installation, server: HeldServer::start(), invited: 0 };
    // One of ten falls while nothing happens.
    let busy = kills - kills / 10;
    for number in 0..busy {
        if number == busy / 2 {
            ground.let_half_an_hour_pass().await;
        }
        ground.keep_up_the_load().await;
        ground.kill_at(STEPS[number % STEPS.len()], 1 + number / STEPS.len() % 4).await;
        ground.let_leases_end().await;
    }
    ground.settle().await;
    for _ in 0..kills / 10 {
        ground.start().kill();
    }
    ground.let_half_an_hour_pass().await;
    ground.settle().await;
    ground.audit(kills).await;
}

/// The running program.
struct Program(Child);

impl Program {
    /// SIGKILL: no chance to tidy up.
    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Ground<'_> {
    /// Starts the program; it is at work.
    fn start(&self) -> Program {
        let mut serve = self.installation.command(&["serve"]);
        serve.env("COLLEGA_MAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", self.server.port()));
        // Few sessions: the letters last longer.
        serve.env("COLLEGA_MAIL__MAX_CONNECTIONS", "3").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut program = serve.spawn().unwrap();
        let mut said = String::new();
        std::io::BufReader::new(program.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert!(said.contains("http"), "it says where it is: {said:?}");
        Program(program)
    }

    async fn kill_at(&self, step: Step, nth: usize) {
        let first = match step {
            Step::Claimed => Moment::Greeting,
            Step::At(moment) => moment,
            Step::BeforeDot => Moment::Data,
            Step::BeforeCommit => Moment::Dot,
        };
        // A session greets once, and there are few of them.
        let nth = if matches!(first, Moment::Greeting | Moment::Hello) { 1 } else { nth };
        self.server.hold_all_at(first, nth);
        let program = self.start();
        assert!(self.server.is_held(), "{step:?} {nth}");
        let mut lock = None;
        let then = match step {
            Step::BeforeDot => Some(Moment::Body),
            Step::BeforeCommit => Some(Moment::After),
            _ => None,
        };
        if step == Step::Claimed {
            assert!(self.count("state = 'claimed'").await > 0);
        }
        if then.is_some() {
            lock = Some(self.database.lock_letters());
            self.server.let_go(then);
            assert!(self.server.is_held(), "{step:?} {nth}, {then:?}");
        }
        program.kill();
        self.server.let_go(None);
        drop(lock);
    }

    async fn keep_up_the_load(&mut self) {
        if self.count("state IN ('queued', 'claimed')").await >= LOAD {
            return;
        }
        let list: Vec<String> =
            (self.invited..self.invited + 100).map(|n| format!("person{n}@example.org")).collect();
        self.invited += list.len();
        std::fs::write(self.installation.folder.path().join("list"), list.join("\n")).unwrap();
        assert_eq!(self.installation.run(&["invite", "--file", "list"]).code, Some(0));
    }

    /// Lets the program send what there is, until nothing waits that it may send at present.
    async fn settle(&self) {
        let program = self.start();
        let waits = "state IN ('queued', 'claimed', 'dot_sent', 'deferred') OR state = 'unknown' AND next_attempt_at = 0";
        assert!(wait::comes_in_time(async || self.count(waits).await == 0).await, "all letters leave");
        program.kill();
        self.let_leases_end().await;
    }

    /// What a minute would do: the claims of the killed program run out.
    async fn let_leases_end(&self) {
        self.change("UPDATE letters SET lease_until = 1 WHERE state IN ('claimed', 'dot_sent')").await;
        self.change("UPDATE mail_servers SET trying_until = 1 WHERE trying_until IS NOT NULL").await;
    }

    /// What of unknown outcome was not repeated yet is due for it.
    async fn let_half_an_hour_pass(&self) {
        self.change("UPDATE letters SET next_attempt_at = 0 WHERE state = 'unknown' AND repeats = 0").await;
    }

    async fn change(&self, sql: &'static str) {
        let change = move |tx: &mut Tx<'_>| -> Result<u64> { tx.execute(sql, &[]) };
        self.database.db.write(change).await.unwrap();
    }

    async fn count(&self, condition: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM letters WHERE {condition}");
        self.database.db.read(move |tx| tx.query_one(&sql, &[], |row| row.get(0))).await.unwrap()
    }

    /// Looks at what the server took and what is written down.
    async fn audit(&self, kills: usize) {
        let arrivals: Vec<Arrival> = self.server.letters().iter().map(|raw| Arrival::of(raw)).collect();
        let entries = ledger::entries(&self.database.db).await;
        let complaints = ledger::complaints(&arrivals, &entries);
        let unknown = entries.iter().filter(|entry| entry.state == State::Unknown).count();
        let repeated = entries.iter().filter(|entry| entry.repeats > 0).count();
        let figures = format!(
            "{:?}: {kills} kills, {} letters written, {} came, {repeated} repeated after an unknown outcome, {unknown} \
             unknown for good, {} lost or doubled\n",
            self.database.engine,
            entries.len(),
            arrivals.len(),
            complaints.len()
        );
        let file = format!("{}/kills-{:?}", env!("CARGO_TARGET_TMPDIR"), self.database.engine);
        std::fs::write(file, &figures).unwrap();
        assert!(complaints.is_empty(), "{figures}{}", complaints.join("\n"));
        assert_eq!(entries.len(), self.invited);
        assert!(repeated > 0, "kills behind the dot leave unknown outcomes: {figures}");
    }
}
