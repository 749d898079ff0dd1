//! A mail server that takes what it is not told to refuse, and counts what it hears.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A running mail server on this machine. It needs a runtime, and ends with it.
pub struct PickyServer {
    port: u16,
    notes: Notes,
}

/// Beginnings of commands, each with the answer that refuses it, [`SILENCE`] or [`CLOSE`]. The final dot of a letter is
/// heard as `DOT TO:<the recipient>`, its first line as `BODY`.
type Refusals = &'static [(&'static str, &'static str)];

const LETTER: &str = "a letter";
/// No answer, ever.
pub const SILENCE: &str = "";
/// The connection is closed instead.
pub const CLOSE: &str = "close";

impl PickyServer {
    /// Starts one that refuses commands which begin so.
    pub fn start(refusals: Refusals) -> Self {
        Self::offering("AUTH PLAIN", refusals)
    }

    /// The same, which can do this beyond the usual (RFC 5321 §4.1.1.1).
    pub fn offering(extension: &'static str, refusals: Refusals) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let listener = TcpListener::from_std(listener).unwrap();
        let server = Self { port, notes: Notes::default() };
        let notes = server.notes.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, extension, refusals, notes.clone()));
            }
        });
        server
    }

    /// Where it listens, on the loopback address.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How often it heard a command that begins so.
    pub fn heard(&self, start: &str) -> usize {
        let heard = self.notes.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.iter().filter(|line| line.starts_with(start)).count()
    }

    /// How many letters it took.
    pub fn letters(&self) -> usize {
        self.heard(LETTER)
    }

    /// The text of each letter that came, taken or refused.
    pub fn texts(&self) -> Vec<String> {
        self.notes.came.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What is written down: the commands, and the letters.
#[derive(Clone, Default)]
struct Notes {
    heard: Arc<Mutex<Vec<String>>>,
    came: Arc<Mutex<Vec<String>>>,
}

async fn talk(stream: TcpStream, extension: &str, refusals: Refusals, notes: Notes) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let note = |list: &Mutex<Vec<String>>, line: &str| {
        list.lock().unwrap_or_else(PoisonError::into_inner).push(line.to_owned());
    };
    let hear = |line: &str| note(&notes.heard, line);
    stream.write_all(b"220 picky\r\n").await?;
    let (mut line, mut recipient, mut in_letter) = (String::new(), String::new(), false);
    let mut text = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let command = match (in_letter, line.trim_end()) {
            (true, ".") => {
                note(&notes.came, &std::mem::take(&mut text));
                format!("DOT {recipient}")
            }
            (true, _) if text.is_empty() && refusals.contains(&("BODY", CLOSE)) => return Ok(()),
            (true, _) => {
                // A dot in front stands for itself (RFC 5321 §4.5.2).
                text.push_str(line.strip_prefix('.').unwrap_or(&line));
                continue;
            }
            (false, command) => command.to_owned(),
        };
        in_letter = false;
        hear(&command);
        if let Some(to) = command.strip_prefix("RCPT ") {
            to.clone_into(&mut recipient);
        }
        let ehlo = format!("250-picky\r\n250 {extension}");
        let answer = match refusals.iter().find(|(start, _)| command.starts_with(start)) {
            Some((_, SILENCE)) => continue,
            Some((_, CLOSE)) => return Ok(()),
            Some((_, answer)) => answer,
            None if command.starts_with("EHLO") => ehlo.as_str(),
            None if command.starts_with("AUTH") => "235 welcome",
            None if command == "DATA" => {
                in_letter = true;
                "354 go on"
            }
            None if command.starts_with("DOT") => {
                hear(LETTER);
                "250 taken"
            }
            None => "250 fine",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}
