//! R24: a disk that takes two seconds for each promise. Everybody waits for it together, and nobody is sent away.

use std::process::{Command, Stdio};

use serde_json::json;

use super::commands::{ADDRESS, Installation, answers, ended};
use crate::support::databases::{Engine, run};
use crate::support::wait::comes_in_time;

const CLIENTS: usize = 100;

/// The same as the system's, but it takes two seconds and counts itself in a file.
const SLOW: &str = r#"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
static void wait(void) {
    struct timespec two_seconds = { 2, 0 };
    int count = open(getenv("SLOW_DISK_COUNT"), O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (count >= 0) {
        (void)!write(count, ".", 1);
        close(count);
    }
    nanosleep(&two_seconds, 0);
}
int fsync(int file) {
    wait();
    return syscall(SYS_fsync, file);
}
int fdatasync(int file) {
    wait();
    return syscall(SYS_fdatasync, file);
}
"#;

#[test]
fn a_disk_of_two_seconds_a_commit_serves_a_hundred_at_once() {
    run(Engine::Sqlite, async |database| {
        let installation = Installation::new(database);
        installation.set_up();
        let caps = "UPDATE companies SET letters_per_day = 1000, letters_per_week = 1000, pending_per_inviter = 1000";
        database.db.write(move |tx| tx.execute(caps, &[])).await.unwrap();
        let token = installation.run(&["token", "create", "--as", ADDRESS, "--name", "site"]).out;
        let (folder, count) = (installation.folder.path(), installation.folder.path().join("count"));
        std::fs::write(folder.join("slow.c"), SLOW).unwrap();
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-o", "slow.so", "slow.c"]).current_dir(folder);
        let built = ended(&mut compiler);
        assert_eq!(built.code, Some(0), "{built:?}");

        let address = {
            let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            free.local_addr().unwrap().to_string()
        };
        let mut serve = installation.command(&["serve", "--listen", &address]);
        serve.env("LD_PRELOAD", folder.join("slow.so")).env("SLOW_DISK_COUNT", &count);
        let mut portal = serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        assert!(comes_in_time(async || answers(&address)).await, "the portal answers");
        let waits = || std::fs::metadata(&count).map_or(0, |about| about.len());

        let client = reqwest::Client::new();
        let ask = |method, path: &str| {
            let ask = client.request(method, format!("http://{address}{path}")).bearer_auth(token.trim());
            ask.header("host", "localhost:8080").header("content-type", "application/json")
        };
        let before = waits();
        let writers: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let body = json!({ "recipients": [{ "email": format!("person{number}@example.org") }] });
                tokio::spawn(ask(reqwest::Method::POST, "/api/v1/invitations").body(body.to_string()).send())
            })
            .collect();
        let readers: Vec<_> = (0..CLIENTS)
            .map(|_| tokio::spawn(ask(reqwest::Method::GET, "/api/v1/employees").send()))
            .collect();
        for (kind, asked) in [("reads", readers), ("writes", writers)] {
            for answer in asked {
                let answer = answer.await.unwrap().unwrap();
                let is_done = answer.status().is_success();
                assert!(is_done, "{kind}: {} {}", answer.status(), answer.text().await.unwrap());
            }
        }
        let waited = waits() - before;
        assert!(waited >= 1, "the disk was slow");
        assert!(waited < 15, "{waited} waits for the disk: whoever waits together is to wait once");
        assert!(Command::new("kill").arg(portal.id().to_string()).status().unwrap().success());
        assert_eq!(portal.wait().unwrap().code(), Some(0));
        let invited = "SELECT COUNT(*) FROM employees WHERE status = 'invited'";
        let invited = database.db.read(move |tx| tx.query_one(invited, &[], |row| row.get::<i64>(0)));
        assert_eq!(usize::try_from(invited.await.unwrap()).unwrap(), CLIENTS);
    });
}
