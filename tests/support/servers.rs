//! What the real mail servers of the tests have in common: places that their own users may enter, ports, a
//! certificate, and who runs them.

use std::io::ErrorKind;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::wait;

static COUNT: AtomicUsize = AtomicUsize::new(0);

/// A folder outside of anybody's home, so that servers reach it as whoever they are; gone when dropped.
pub struct Place(PathBuf);

impl Place {
    /// Makes one whose name begins with `purpose`.
    pub fn new(purpose: &str) -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("collega-{purpose}-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The path of what lies in it, as it stands in settings.
    pub fn at(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    /// Makes a folder in it that belongs to whoever delivers letters.
    pub fn folder_of_letters(&self, name: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(&path).unwrap();
        give(&path);
        path
    }

    /// Writes a file that anybody may read.
    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        wait::happens_in_time(|| {
            let _ = as_root("rm").arg("-rf").arg(&self.0).status();
            !self.0.exists()
        });
    }
}

/// A port that nobody listens at; asked of the system and given back.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Starts a program that was written a moment ago: while another one is started, that one may hold the file open.
pub fn started(command: &mut Command) -> std::io::Result<Child> {
    let mut started = command.spawn();
    wait::until("the program is written", || {
        let is_busy = started.as_ref().is_err_and(|error| error.kind() == ErrorKind::ExecutableFileBusy);
        if is_busy {
            started = command.spawn();
        }
        !is_busy
    });
    started
}

/// Waits until somebody listens there.
pub fn until_listening(who: &str, port: u16) {
    wait::until(&format!("{who} listens"), || TcpStream::connect(("127.0.0.1", port)).is_ok());
}

/// Whether the tests run as root, who may not do everything: mail servers refuse to deliver as root.
pub fn is_root() -> bool {
    std::fs::metadata("/proc/self").unwrap().uid() == 0
}

/// The number of the user who has the letters: of the tests' own user, or of nobody's where that is root.
pub fn uid_of_letters() -> (u32, u32) {
    let own = std::fs::metadata("/proc/self").unwrap();
    if own.uid() == 0 { (65534, 65534) } else { (own.uid(), own.gid()) }
}

/// The names of that user and his group.
pub fn name_of_letters() -> (String, String) {
    let (owner, group_id) = uid_of_letters();
    let name = |file: &str, id: u32| {
        let all = std::fs::read_to_string(file).unwrap();
        let is_his = |line: &&str| line.split(':').nth(2) == Some(id.to_string().as_str());
        let line = all.lines().find(is_his).expect("a user or group of that number");
        line.split(':').next().unwrap().to_owned()
    };
    (name("/etc/passwd", owner), name("/etc/group", group_id))
}

/// Gives a file or folder to that user.
pub fn give(path: &Path) {
    let (owner, group_id) = uid_of_letters();
    std::os::unix::fs::chown(path, Some(owner), Some(group_id)).unwrap();
}

/// A command that root runs: by `sudo` where the tests have another user.
pub fn as_root(program: &str) -> Command {
    if is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.args(["-n", program]);
    command
}

/// A file of the certificate for `localhost`: `ca.pem`, `server.pem` or `server.key`.
pub fn certificate(name: &str) -> String {
    format!("{}/src/mail/smtp/testdata/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The letters in a Maildir, read or not, in no order.
pub fn letters_in(maildir: &Path) -> Vec<String> {
    let folders = ["new", "cur"].map(|name| std::fs::read_dir(maildir.join(name)));
    let files = folders.into_iter().flatten().flatten();
    files
        .filter_map(|file| std::fs::read(file.unwrap().path()).ok())
        .map(|letter| String::from_utf8_lossy(&letter).into_owned())
        .collect()
}
