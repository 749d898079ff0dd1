//! The connection: commands out, bounded answers in, each with its deadline.

use std::cmp::Reverse;
use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::{Instant, timeout_at};
use zeroize::Zeroizing;

use super::failure::{Cause, Failure, Phase};
use super::reply::{self, Reply};
use super::transcript::{Event, Speaker, Transcript};

/// All lines of one answer together. A hostile server must not fill the memory.
const MAX_REPLY: usize = 64 * 1024;
/// How long the rest of an answer may take that nobody has asked for.
const MOMENT: Duration = Duration::from_secs(5);
/// What is shown instead of a secret.
const MASK: &str = "***";
/// What is shorter would be found in words that have nothing to do with it.
const MIN_SECRET: usize = 4;

/// Whatever carries bytes both ways: TCP, or TLS over it.
pub(in crate::mail) trait Carrier: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Carrier for T {}

/// The connection and what has been read ahead from it.
pub(super) struct Wire {
    carrier: Box<dyn Carrier>,
    ahead: Vec<u8>,
    transcript: Option<Transcript>,
    /// What must not be shown, in case that the server repeats it.
    secrets: Vec<Zeroizing<String>>,
}

impl Wire {
    pub(super) fn new(carrier: Box<dyn Carrier>, transcript: Option<Transcript>) -> Self {
        Self { carrier, ahead: Vec::new(), transcript, secrets: Vec::new() }
    }

    /// The bare carrier, for a TLS handshake. `None` where the server has already said more: taking
    /// that for an answer under TLS would let a stranger speak in its name (CVE-2011-0411).
    pub(super) fn into_carrier(self) -> Option<Box<dyn Carrier>> {
        self.ahead.is_empty().then_some(self.carrier)
    }

    /// Sends commands; the transcript shows them as they are.
    pub(super) async fn say(&mut self, phase: Phase, limit: Duration, commands: &str) -> Result<(), Failure> {
        self.add(Speaker::Client, commands);
        self.send(phase, limit, commands.as_bytes()).await
    }

    /// Sends a command with a secret that must not be shown, nor where the server repeats it.
    pub(super) async fn say_secretly(
        &mut self,
        phase: Phase,
        limit: Duration,
        command: &str,
        secret: &str,
    ) -> Result<(), Failure> {
        self.add(Speaker::Client, &format!("{command}{MASK}"));
        self.secrets.push(Zeroizing::new(secret.to_owned()));
        let said = Zeroizing::new(format!("{command}{secret}\r\n"));
        self.send(phase, limit, said.as_bytes()).await
    }

    /// Lets nobody see this, wherever the server says it. What is too short would stand in other words as well.
    pub(super) fn hide(&mut self, secret: &str) {
        if secret.len() >= MIN_SECRET {
            self.secrets.push(Zeroizing::new(secret.to_owned()));
        }
    }

    /// Sends bytes.
    pub(super) async fn send(&mut self, phase: Phase, limit: Duration, bytes: &[u8]) -> Result<(), Failure> {
        let sending = async {
            self.carrier.write_all(bytes).await?;
            self.carrier.flush().await
        };
        match timeout_at(Instant::now() + limit, sending).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(self.lost(phase, &error)),
            Err(_) => Err(self.late(phase, limit)),
        }
    }

    /// Whether nothing came that was not asked for, and the other side is still there, as far as can be seen at this
    /// moment.
    pub(super) async fn is_open(&mut self, phase: Phase) -> Result<(), Failure> {
        // So that what has come meanwhile is seen. A time limit, be it none, would cost a tick of the timer a letter.
        tokio::task::yield_now().await;
        let read = {
            let mut reading = pin!(self.carrier.read_buf(&mut self.ahead));
            poll_fn(|context| Poll::Ready(reading.as_mut().poll(context))).await
        };
        match read {
            Poll::Pending if self.ahead.is_empty() => Ok(()),
            Poll::Ready(Ok(0)) => Err(self.lost(phase, &io::ErrorKind::UnexpectedEof.into())),
            Poll::Ready(Err(error)) => Err(self.lost(phase, &error)),
            Poll::Ready(Ok(_)) | Poll::Pending => match self.hear(phase, MOMENT).await? {
                reply if matches!(reply.class(), 4 | 5) => Err(Failure::refused(phase, reply)),
                reply => Err(Failure::broken(
                    phase,
                    Cause::Gibberish,
                    format!("the server says out of turn: {reply}"),
                )),
            },
        }
    }

    /// Reads one answer, whatever it says.
    pub(super) async fn hear(&mut self, phase: Phase, limit: Duration) -> Result<Reply, Failure> {
        let lines = self.hear_lines(phase, limit).await?;
        self.parsed(phase, &lines)
    }

    /// Reads the lines of one answer, as they came.
    pub(super) async fn hear_lines(&mut self, phase: Phase, limit: Duration) -> Result<Vec<u8>, Failure> {
        // One deadline for the whole answer, or a server could drip-feed it for ever.
        let deadline = Instant::now() + limit;
        loop {
            if let Some(end) = end_of_reply(&self.ahead) {
                let rest = self.ahead.split_off(end);
                let lines = std::mem::replace(&mut self.ahead, rest);
                let lines = self.masked(lines);
                self.add(Speaker::Server, &String::from_utf8_lossy(&lines));
                return Ok(lines);
            }
            if self.ahead.len() >= MAX_REPLY {
                return Err(self.endless(phase));
            }
            match timeout_at(deadline, self.carrier.read_buf(&mut self.ahead)).await {
                Ok(Ok(0)) => return Err(self.lost(phase, &io::ErrorKind::UnexpectedEof.into())),
                Ok(Ok(_)) => {}
                Ok(Err(error)) => return Err(self.lost(phase, &error)),
                Err(_) if self.ahead.is_empty() => return Err(self.late(phase, limit)),
                Err(_) => return Err(self.endless(phase)),
            }
        }
    }

    /// The answer that some lines are; a failure where they are none.
    pub(super) fn parsed(&self, phase: Phase, lines: &[u8]) -> Result<Reply, Failure> {
        Reply::parse(lines).ok_or_else(|| {
            let start = String::from_utf8_lossy(&lines[..lines.len().min(80)]).trim_end().to_owned();
            self.ended(phase, Cause::Gibberish, Event::NotSmtp(start))
        })
    }

    /// Adds what was said to the transcript.
    fn add(&self, speaker: Speaker, text: &str) {
        if let Some(transcript) = &self.transcript {
            transcript.add(speaker, text);
        }
    }

    /// Adds what happened to the transcript.
    pub(super) fn note(&self, event: Event) {
        if let Some(transcript) = &self.transcript {
            transcript.note(event);
        }
    }

    /// Some servers repeat a command that they don't understand, secret and all.
    fn masked(&self, lines: Vec<u8>) -> Vec<u8> {
        let text = String::from_utf8_lossy(&lines);
        if !self.secrets.iter().any(|secret| text.contains(secret.as_str())) {
            return lines;
        }
        // One may be a part of another.
        let mut longest_first: Vec<&str> = self.secrets.iter().map(|secret| secret.as_str()).collect();
        longest_first.sort_by_key(|secret| Reverse(secret.len()));
        let mask = |text: String, secret: &str| text.replace(secret, MASK);
        longest_first.into_iter().fold(text.into_owned(), mask).into_bytes()
    }

    fn lost(&self, phase: Phase, error: &io::Error) -> Failure {
        let event = match error.kind() {
            io::ErrorKind::UnexpectedEof => Event::Closed,
            _ => Event::Broke(error.to_string()),
        };
        self.ended(phase, Cause::Broken, event)
    }

    /// It says something, but never comes to an end.
    fn endless(&self, phase: Phase) -> Failure {
        self.ended(phase, Cause::Gibberish, Event::Endless)
    }

    fn late(&self, phase: Phase, limit: Duration) -> Failure {
        self.ended(phase, Cause::TooLate, Event::Late(limit))
    }

    /// The connection ended by this.
    fn ended(&self, phase: Phase, cause: Cause, event: Event) -> Failure {
        let text = event.to_string();
        self.note(event);
        Failure::broken(phase, cause, text)
    }
}

/// Where the first whole answer ends.
fn end_of_reply(bytes: &[u8]) -> Option<usize> {
    let mut start = 0;
    while let Some(length) = bytes[start..].iter().position(|byte| *byte == b'\n') {
        let end = start + length + 1;
        if reply::is_last_line(&bytes[start..end]) {
            return Some(end);
        }
        start = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Waker};

    use super::*;

    /// The timer of a runtime ticks once in a millisecond: half of what a letter takes.
    #[test]
    fn looking_at_a_connection_waits_for_no_timer() {
        let (carrier, _other) = tokio::io::duplex(64);
        let mut wire = Wire::new(Box::new(carrier), None);
        let mut looking = pin!(wire.is_open(Phase::Body));
        // Outside of a runtime there is none.
        let mut context = Context::from_waker(Waker::noop());
        assert!(looking.as_mut().poll(&mut context).is_pending(), "it gives way once");
        assert!(matches!(looking.as_mut().poll(&mut context), Poll::Ready(Ok(()))));
    }
}
