//! A mail server that takes what it is not told to refuse, and counts what it hears.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::ServerConfig;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::wait::think;

/// A running mail server on this machine. It needs a runtime, and ends with it.
pub struct PickyServer {
    port: u16,
    notes: Notes,
}

/// Beginnings of commands, each with the answer that refuses it, [`SILENCE`] or [`CLOSE`]. The final dot of a letter is
/// heard as `DOT TO:<the recipient>`, its first line as `BODY`.
type Refusals = &'static [(&'static str, &'static str)];

const LETTER: &str = "a letter";
const STARTTLS: &str = "STARTTLS";
/// No answer, ever.
pub const SILENCE: &str = "";
/// The connection is closed instead.
pub const CLOSE: &str = "close";

/// What it is told.
#[derive(Clone)]
struct Manners {
    extension: &'static str,
    refusals: Refusals,
    tls: Option<Arc<ServerConfig>>,
    /// So many letters it takes over one connection; the next one gets this answer, and the connection is closed.
    limit: Option<(usize, &'static str)>,
    /// How long it thinks about each letter.
    thinks: Duration,
}

impl Manners {
    fn new(extension: &'static str, refusals: Refusals) -> Self {
        Self { extension, refusals, tls: None, limit: None, thinks: Duration::ZERO }
    }
}

impl PickyServer {
    /// Starts one that refuses commands which begin so.
    pub fn start(refusals: Refusals) -> Self {
        Self::offering("AUTH PLAIN", refusals)
    }

    /// The same, which can do this beyond the usual (RFC 5321 §4.1.1.1).
    pub fn offering(extension: &'static str, refusals: Refusals) -> Self {
        Self::listening(Ipv4Addr::LOCALHOST, 0, Manners::new(extension, refusals))
    }

    /// One that takes a few letters over one connection; it answers the next one so, or with [`CLOSE`] it closes behind
    /// the last one.
    pub fn taking_over_one_connection(most: usize, answer: &'static str) -> Self {
        let manners = Manners { limit: Some((most, answer)), ..Manners::new("PIPELINING", &[]) };
        Self::listening(Ipv4Addr::LOCALHOST, 0, manners)
    }

    /// One that thinks for so long about each letter.
    pub fn thinking(thinks: Duration) -> Self {
        Self::listening(Ipv4Addr::LOCALHOST, 0, Manners { thinks, ..Manners::new("PIPELINING", &[]) })
    }

    /// The same at another loopback address, where it can have the port of others.
    pub fn at(last: u8, port: u16, refusals: Refusals) -> Self {
        Self::listening(Ipv4Addr::new(127, 0, 0, last), port, Manners::new("SIZE", refusals))
    }

    /// One that takes letters under TLS, too.
    pub fn encrypting(last: u8, port: u16, tls: &Arc<ServerConfig>) -> Self {
        let manners = Manners { tls: Some(Arc::clone(tls)), ..Manners::new(STARTTLS, &[]) };
        Self::listening(Ipv4Addr::new(127, 0, 0, last), port, manners)
    }

    fn listening(ip: Ipv4Addr, port: u16, manners: Manners) -> Self {
        let listener = std::net::TcpListener::bind((IpAddr::V4(ip), port)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let listener = TcpListener::from_std(listener).unwrap();
        let server = Self { port, notes: Notes::default() };
        let notes = server.notes.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, manners.clone(), notes.clone()));
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

    /// How many letters it took before the one to this recipient; nothing where it has not taken that.
    pub fn letters_before(&self, to: &str) -> Option<usize> {
        let heard = self.notes.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let dot = format!("DOT TO:<{to}>");
        let at = heard.iter().position(|line| *line == dot)?;
        Some(heard[..at].iter().filter(|line| *line == LETTER).count())
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

trait Carrier: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Carrier for T {}

async fn talk(stream: TcpStream, manners: Manners, notes: Notes) -> std::io::Result<()> {
    let Manners { extension, refusals, mut tls, limit, thinks } = manners;
    let mut taken = 0;
    let mut stream: BufReader<Box<dyn Carrier>> = BufReader::new(Box::new(stream));
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
        if let Some((_, answer)) = limit.filter(|(most, _)| taken == *most) {
            return stream.write_all(format!("{answer}\r\n").as_bytes()).await;
        }
        if let Some(to) = command.strip_prefix("RCPT ") {
            to.clone_into(&mut recipient);
        }
        if let Some(tls) = tls.take_if(|_| command == STARTTLS) {
            stream.write_all(b"220 go on\r\n").await?;
            let encrypted = TlsAcceptor::from(tls).accept(stream.into_inner()).await?;
            stream = BufReader::new(Box::new(encrypted));
            continue;
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
                think(thinks).await;
                hear(LETTER);
                taken += 1;
                "250 taken"
            }
            None => "250 fine",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        stream.flush().await?;
        if limit == Some((taken, CLOSE)) {
            return Ok(());
        }
    }
}
