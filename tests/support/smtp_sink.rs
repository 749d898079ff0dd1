//! A mail server that takes every letter: `smtp-sink` of Postfix.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use super::environment::exported;
use super::folder::Folder;
use super::wait;

/// A running mail server on this machine; stopped when dropped.
pub struct SmtpSink {
    port: u16,
    process: Child,
    letters: Folder,
}

impl SmtpSink {
    /// Starts one. `options` go to `smtp-sink`, such as `["-f", "RCPT"]` to refuse every recipient.
    pub fn start(options: &[&str]) -> Self {
        let letters = Folder::new("smtp-sink");
        // Asked of the system and given back: nobody else gets it in the moment between.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new(exported("COLLEGA_TEST_SMTP_SINK"))
            .args(options)
            .args(root_options())
            .args(["-d", "letter-"])
            .arg(format!("127.0.0.1:{port}"))
            .arg("128")
            .current_dir(letters.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("smtp-sink does not start: run ./test");
        wait::until("smtp-sink listens", || TcpStream::connect(("127.0.0.1", port)).is_ok());
        Self { port, process, letters }
    }

    /// Where it listens, on the loopback address.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The letters that came, as dumped: `X-…` lines with the envelope, then the letter itself.
    pub fn letters(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.letters.path()).unwrap();
        files
            // One that is just being finished gets its final name between the look and the reading.
            .filter_map(|file| std::fs::read(file.unwrap().path()).ok())
            .map(|letter| String::from_utf8_lossy(&letter).into_owned())
            .filter(|letter| !letter.is_empty())
            .collect()
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `smtp-sink` refuses to run as root without being told whom to become.
fn root_options() -> &'static [&'static str] {
    use std::os::unix::fs::MetadataExt as _;
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if is_root { &["-u", "root"] } else { &[] }
}

#[test]
fn a_letter_arrives() {
    let sink = SmtpSink::start(&[]);
    let sent = Command::new(exported("COLLEGA_TEST_SMTP_SOURCE"))
        .args(["-m", "3", "-f", "from@example.com", "-t", "to@example.com"])
        .arg(format!("127.0.0.1:{}", sink.port()))
        .status()
        .unwrap();
    assert!(sent.success());
    wait::until("three letters", || sink.letters().len() == 3);
    assert!(sink.letters()[0].contains("to@example.com"), "{}", sink.letters()[0]);
}
