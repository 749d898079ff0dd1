//! A real mailbox over IMAP, and a real check of passwords for other servers: Dovecot.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::environment::exported;
use super::servers::{self, Place, certificate, free_port, give, name_of_letters, uid_of_letters};

/// Who may sign in.
pub const USER: &str = "bounces@mail.romashka.example";
/// By which password: as it stands in an address, and as it is.
pub const PASSWORD: (&str, &str) = ("s%3Acret%20%D1%8F", "s:cret я");

/// A running server on this machine; stopped when dropped.
pub struct Dovecot {
    /// Where it speaks IMAP, in the clear and with STARTTLS.
    pub imap: u16,
    /// Where it speaks IMAP over TLS.
    pub imaps: u16,
    /// Where it tells Postfix whether a password is right.
    pub sasl: u16,
    /// The mailbox.
    pub maildir: PathBuf,
    place: Place,
    process: Child,
}

impl Dovecot {
    /// Starts one with an empty mailbox.
    pub fn start() -> Self {
        let place = Place::new("dovecot");
        let [imap, imaps, sasl] = [free_port(), free_port(), free_port()];
        let maildir = place.folder_of_letters("mail").join("box");
        let file = |name: &str| place.path().join(name);
        // A colon ends the password in such a file.
        place.write("users", &format!("{USER}:{{PLAIN.HEX}}{}\n", hex(PASSWORD.1)));
        place.write("settings", &settings(&place, [imap, imaps, sasl]));
        let process = Command::new(exported("COLLEGA_TEST_DOVECOT"))
            .arg("-F")
            .arg("-c")
            .arg(file("settings"))
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(file("said")).unwrap())
            .spawn()
            .expect("dovecot does not start: run ./test");
        servers::until_listening("dovecot", imap);
        Self { imap, imaps, sasl, maildir, place, process }
    }

    /// The mailbox as `mail.bounce_imap_url` names it, in the clear.
    pub fn url(&self) -> String {
        format!("imap://{}:{}@127.0.0.1:{}/INBOX", USER.replace('@', "%40"), PASSWORD.0, self.imap)
    }

    /// Lays a message into the mailbox.
    pub fn lay(&self, raw: &[u8]) {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        for folder in ["tmp", "new", "cur"] {
            std::fs::create_dir_all(self.maildir.join(folder)).unwrap();
            give(&self.maildir.join(folder));
        }
        give(&self.maildir);
        let name = format!("{:06}.test", COUNT.fetch_add(1, Ordering::Relaxed));
        let file = self.maildir.join("tmp").join(&name);
        std::fs::write(&file, raw).unwrap();
        give(&file);
        std::fs::rename(file, self.maildir.join("new").join(name)).unwrap();
    }

    /// How many messages are marked as read, and how many there are.
    pub fn read_of_all(&self) -> (usize, usize) {
        let names = |folder: &str| -> Vec<String> {
            let files = std::fs::read_dir(self.maildir.join(folder)).into_iter().flatten();
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
        };
        let (new, cur) = (names("new"), names("cur"));
        let read = cur.iter().filter(|name| name.rsplit(',').next().unwrap().contains('S')).count();
        (read, new.len() + cur.len())
    }

    /// Forgets the numbers of messages, as a mailbox does that was made anew.
    pub fn renumber(&self) {
        for file in std::fs::read_dir(&self.maildir).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                std::fs::remove_file(path).unwrap();
            }
        }
    }

    /// What it wrote down.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.place.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        // Its master takes the others along only where it may end by itself.
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

fn settings(place: &Place, [imap, imaps, sasl]: [u16; 3]) -> String {
    let ((user, group), (owner, group_id)) = (name_of_letters(), uid_of_letters());
    let at = |name: &str| place.at(name);
    let listener = |name: &str, port: u16| {
        format!(" inet_listener {name} {{\n  address = 127.0.0.1\n  port = {port}\n }}\n")
    };
    format!(
        "base_dir = {}\nstate_dir = {}\nlog_path = {}\nprotocols = imap\nlisten = 127.0.0.1\nssl = yes\n\
         ssl_cert = <{}\nssl_key = <{}\ndisable_plaintext_auth = no\nauth_mechanisms = plain login\n\
         default_internal_user = {user}\ndefault_internal_group = {group}\ndefault_login_user = {user}\n\
         first_valid_uid = 1\nmail_location = maildir:{}/box\nauth_failure_delay = 0\n\
         passdb {{\n driver = passwd-file\n args = {}\n}}\n\
         userdb {{\n driver = static\n args = uid={owner} gid={group_id} home={}\n}}\n\
         service imap-login {{\n chroot =\n{}{}}}\nservice anvil {{\n chroot =\n unix_listener anvil-auth-penalty {{\n  mode = 0\n }}\n}}\nservice auth {{\n{}}}\n",
        at("run"),
        at("state"),
        at("log"),
        certificate("server.pem"),
        certificate("server.key"),
        at("mail"),
        at("users"),
        at("mail"),
        listener("imap", imap),
        listener("imaps", imaps),
        listener("sasl", sasl),
    )
}
