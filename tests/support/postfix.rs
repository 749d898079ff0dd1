//! A real mail server: Postfix, with settings and a queue of its own.

use std::path::PathBuf;
use std::process::{Child, Stdio};

use super::environment::exported;
use super::servers::{self, Place, as_root, free_port, is_root, uid_of_letters};

/// A running server on this machine; stopped when dropped.
pub struct Postfix {
    /// Where it takes letters.
    pub port: u16,
    /// Where letters to `good.example` lie.
    pub maildir: PathBuf,
    place: Place,
    process: Child,
}

impl Postfix {
    /// Starts one that takes letters for everybody and delivers those to `good.example`. `settings` are further
    /// lines of `main.cf`, `services` of `master.cf`.
    pub fn start(settings: &str, services: &str) -> Self {
        let (place, port) = (Place::new("postfix"), free_port());
        let maildir = place.folder_of_letters("mail").join("all");
        for folder in ["conf", "queue", "data"] {
            std::fs::create_dir(place.path().join(folder)).unwrap();
        }
        place.write("conf/main.cf", &[&main(&place), settings].concat());
        place.write("conf/master.cf", &format!("127.0.0.1:{port} inet n - n - - smtpd\n{MASTER}{services}"));
        let given = as_root("chown").args(["postfix", &place.at("data")]).status().unwrap();
        assert!(given.success(), "there is no user postfix, or no sudo");
        if !is_root() {
            let given =
                as_root("chown").args(["-R", "root:root", &place.at("conf"), &place.at("queue")]).status();
            assert!(given.unwrap().success());
        }
        let process = as_root(&exported("COLLEGA_TEST_POSTFIX"))
            .args(["-c", &place.at("conf"), "start-fg"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("postfix does not start: run ./test");
        servers::until_listening("postfix", port);
        Self { port, maildir, place, process }
    }

    /// What it wrote down.
    pub fn log(&self) -> String {
        let log = as_root("cat").arg(self.place.at("log")).output().unwrap();
        String::from_utf8_lossy(&log.stdout).into_owned()
    }

    /// The letters that it delivered.
    pub fn letters(&self) -> Vec<String> {
        servers::letters_in(&self.maildir)
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        let mut stop = as_root(&exported("COLLEGA_TEST_POSTFIX"));
        stop.args(["-c", &self.place.at("conf"), "abort"]).stdout(Stdio::null()).stderr(Stdio::null());
        let _ = stop.status();
        let _ = self.process.wait();
    }
}

fn main(place: &Place) -> String {
    let (owner, group_id) = uid_of_letters();
    let at = |name: &str| place.at(name);
    format!(
        "compatibility_level = 3.6\nqueue_directory = {}\ndata_directory = {}\nmaillog_file = {}\n\
         maillog_file_prefixes = {}\nmyhostname = mx.romashka.example\nmynetworks = 127.0.0.0/8\n\
         inet_interfaces = 127.0.0.1\ninet_protocols = ipv4\nmydestination =\nalias_maps =\nalias_database =\n\
         virtual_mailbox_domains = good.example\nvirtual_mailbox_base = {}\nvirtual_mailbox_maps = static:all/\n\
         virtual_uid_maps = static:{owner}\nvirtual_gid_maps = static:{group_id}\nvirtual_minimum_uid = 1\n\
         recipient_delimiter = +\nsmtputf8_enable = no\nminimal_backoff_time = 1s\nqueue_run_delay = 1s\n",
        at("queue"),
        at("data"),
        at("log"),
        place.path().display(),
        at("mail"),
    )
}

const MASTER: &str = "\
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
";
