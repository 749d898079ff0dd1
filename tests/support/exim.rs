//! Another real mail server: Exim. Debian lets only one be installed, so `./test` unpacks its package beside
//! Postfix.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use super::environment::exported;
use super::servers::{self, Place, certificate, free_port, uid_of_letters};

/// Who may sign in, and by which password.
pub const SIGN_IN: (&str, &str) = ("anna", "pass word");

/// A running server on this machine; stopped when dropped.
pub struct Exim {
    /// Where it takes letters.
    pub port: u16,
    /// Where letters to `good.example` lie.
    pub maildir: PathBuf,
    place: Place,
    process: Child,
}

impl Exim {
    /// Starts one that delivers letters to `good.example`, knows nobody at `bad.example`, and hands what comes to
    /// `mail.romashka.example` over by LMTP at `reports`. It takes letters over TLS from who has signed in, or from
    /// anybody where it `trusts` him.
    pub fn start(reports: u16, trusts: bool) -> Self {
        let (place, port) = (Place::new("exim"), free_port());
        let maildir = place.folder_of_letters("mail").join("all");
        place.folder_of_letters("spool");
        place.folder_of_letters("log");
        // The program knows its user by name, and there is none where its package is not installed.
        let (owner, group_id) = uid_of_letters();
        let users = format!(
            "root:x:0:0::/root:/bin/sh\nmail:x:8:8::/:/bin/false\nDebian-exim:x:{owner}:{group_id}::/:/bin/false\n"
        );
        place.write("passwd", &users);
        place.write("group", &format!("root:x:0:\nadm:x:4:\nmail:x:8:\nDebian-exim:x:{group_id}:\n"));
        // Without the right to become root, which it has where it is installed.
        let program = place.path().join("exim");
        std::fs::copy(exported("COLLEGA_TEST_EXIM"), &program).expect("exim is missing: run ./test");
        set_mode(&program, 0o755);
        let key = place.path().join("key");
        std::fs::copy(certificate("server.key"), &key).unwrap();
        servers::give(&key);
        set_mode(&key, 0o600);
        place.write("settings", &settings(&place, port, reports, trusts));
        set_mode(&place.path().join("settings"), 0o644);
        let mut command = Command::new(&program);
        command
            .args(["-C", &place.at("settings"), "-bdf", "-q1s", "-oP", &place.at("spool/pid")])
            .env("LD_PRELOAD", "libnss_wrapper.so")
            .env("NSS_WRAPPER_PASSWD", place.at("passwd"))
            .env("NSS_WRAPPER_GROUP", place.at("group"))
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(place.path().join("said")).unwrap());
        let process = servers::started(&mut command).expect("exim does not start: run ./test");
        servers::until_listening("exim", port);
        Self { port, maildir, place, process }
    }

    /// What it wrote down.
    pub fn log(&self) -> String {
        let read = |name: &str| std::fs::read_to_string(self.place.path().join(name)).unwrap_or_default();
        ["log/main", "log/reject", "log/panic", "said"].map(read).concat()
    }

    /// The letters that it delivered.
    pub fn letters(&self) -> Vec<String> {
        servers::letters_in(&self.maildir)
    }
}

impl Drop for Exim {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn set_mode(path: &std::path::Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn settings(place: &Place, port: u16, reports: u16, trusts: bool) -> String {
    let at = |name: &str| place.at(name);
    let condition = ["${if and{{eq{$auth2}{", SIGN_IN.0, "}}{eq{$auth3}{", SIGN_IN.1, "}}}}"].concat();
    let rule = if trusts {
        " accept"
    } else {
        " accept authenticated = *\n encrypted = *\n deny message = sign in first"
    };
    format!(
        "exim_path = {}\nkeep_environment = ^LD_PRELOAD : ^NSS_WRAPPER\nspool_directory = {}\nlog_file_path = {}\n\
         primary_hostname = mx.romashka.example\nlocal_interfaces = 127.0.0.1\ndaemon_smtp_ports = {port}\n\
         tls_advertise_hosts = *\ntls_certificate = {}\ntls_privatekey = {}\ndeliver_drop_privilege\n\
         ignore_bounce_errors_after = 1h\nacl_smtp_rcpt = check\nacl_smtp_data = take\n\
         begin acl\ncheck:\n{rule}\ntake:\n accept\n\
         begin routers\nbad:\n driver = redirect\n domains = bad.example\n data = :fail: no such person here\n allow_fail\n\
         reports:\n driver = manualroute\n domains = mail.romashka.example\n route_list = * 127.0.0.1\n \
         transport = reports\n self = send\n\
         good:\n driver = accept\n domains = good.example\n transport = box\n\
         begin transports\nreports:\n driver = smtp\n protocol = lmtp\n port = {reports}\n allow_localhost\n\
         box:\n driver = appendfile\n directory = {}\n maildir_format\n create_directory\n return_path_add\n user = Debian-exim\n\
         begin retry\n* * F,1h,1s\n\
         begin authenticators\nplain:\n driver = plaintext\n public_name = PLAIN\n server_prompts = :\n \
         server_condition = {condition}\n server_set_id = $auth2\n \
         server_advertise_condition = ${{if def:tls_in_cipher}}\n",
        at("exim"),
        at("spool"),
        at("log/%s"),
        certificate("server.pem"),
        at("key"),
        at("mail/all"),
    )
}
