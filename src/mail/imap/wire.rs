//! The connection: commands out, answers in, none longer or slower than it may be.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::{Instant, timeout_at};

use super::failure::{Cause, Failure};
use crate::mail::smtp::Carrier;

/// The longest answer, in bytes, with a message of [`MAX_REPORT`](crate::mail::bounces::MAX_REPORT) in it, or the
/// numbers of more messages than anybody lets lie.
const MAX_ANSWER: usize = crate::mail::bounces::MAX_REPORT + 256 * 1024;

/// The connection and what has been read ahead from it.
pub(super) struct Wire {
    carrier: Box<dyn Carrier>,
    ahead: Vec<u8>,
    patience: Duration,
}

impl Wire {
    pub(super) fn new(carrier: Box<dyn Carrier>, patience: Duration) -> Self {
        Self { carrier, ahead: Vec::new(), patience }
    }

    /// The bare carrier, for a TLS handshake. `None` where the server has already said more: taking that for an
    /// answer under TLS would let a stranger speak in its name (CVE-2011-0411).
    pub(super) fn into_carrier(self) -> Option<Box<dyn Carrier>> {
        self.ahead.is_empty().then_some(self.carrier)
    }

    /// Sends a line.
    pub(super) async fn say(&mut self, line: &str) -> Result<(), Failure> {
        let sending = async {
            self.carrier.write_all(line.as_bytes()).await?;
            self.carrier.write_all(b"\r\n").await?;
            self.carrier.flush().await
        };
        match timeout_at(Instant::now() + self.patience, sending).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(lost(&error)),
            Err(_) => Err(self.late()),
        }
    }

    /// Reads one answer with all its literals, whatever it says.
    pub(super) async fn hear(&mut self) -> Result<Vec<u8>, Failure> {
        // One deadline for the whole answer, or a server could drip-feed it for ever.
        let deadline = Instant::now() + self.patience;
        let mut answer = Frame::default();
        loop {
            if let Some(end) = answer.end(&self.ahead) {
                let rest = self.ahead.split_off(end);
                return Ok(std::mem::replace(&mut self.ahead, rest));
            }
            if self.ahead.len() >= MAX_ANSWER || answer.begins > MAX_ANSWER {
                return Err(Failure::new(Cause::Server, "the server's answer never ends"));
            }
            match timeout_at(deadline, self.carrier.read_buf(&mut self.ahead)).await {
                Ok(Ok(0)) => return Err(lost(&io::ErrorKind::UnexpectedEof.into())),
                Ok(Ok(_)) => {}
                Ok(Err(error)) => return Err(lost(&error)),
                Err(_) => return Err(self.late()),
            }
        }
    }

    fn late(&self) -> Failure {
        let text = format!("the server did not answer within {} s", self.patience.as_secs());
        Failure::new(Cause::Unreachable, text)
    }
}

fn lost(error: &io::Error) -> Failure {
    let text = match error.kind() {
        io::ErrorKind::UnexpectedEof => "the server closed the connection".to_owned(),
        _ => format!("the connection broke: {error}"),
    };
    Failure::new(Cause::Unreachable, text)
}

/// How far an answer is known to go: a line goes on behind a literal that it announces (RFC 3501 §4.3).
#[derive(Default)]
struct Frame {
    /// Where the line begins that is looked at.
    begins: usize,
}

impl Frame {
    /// Where the answer ends, if it is there.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        loop {
            let line = bytes.get(self.begins..)?;
            let end = self.begins + line.iter().position(|byte| *byte == b'\n')? + 1;
            match literal(&bytes[self.begins..end]) {
                Some(size) => self.begins = end.saturating_add(size),
                None => return Some(end),
            }
        }
    }
}

/// The size of the literal that a line announces at its end.
fn literal(line: &[u8]) -> Option<usize> {
    let line = line.strip_suffix(b"}\r\n")?;
    let at = line.iter().rposition(|byte| *byte == b'{')?;
    let digits = std::str::from_utf8(&line[at + 1..]).ok()?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // One that is no number of this machine is larger than anything that may be.
    is_number.then(|| digits.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn heard(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
        let (near, mut far) = tokio::io::duplex(8 * 1024 * 1024);
        far.write_all(bytes).await.unwrap();
        drop(far);
        Wire::new(Box::new(near), Duration::from_mins(1)).hear().await
    }

    #[tokio::test]
    async fn an_answer_ends_behind_its_literals() {
        assert_eq!(heard(b"* OK hello\r\n* 1 EXISTS\r\n").await.unwrap(), b"* OK hello\r\n");
        let fetched = b"* 1 FETCH (BODY[] {7}\r\na\r\nb\r\n UID 5)\r\n";
        assert_eq!(heard(fetched).await.unwrap(), fetched);
        assert_eq!(heard(b"* OK {none}\r\n").await.unwrap(), b"* OK {none}\r\n");
    }

    #[tokio::test]
    async fn an_answer_without_an_end_is_not_kept() {
        for endless in [&b"a".repeat(MAX_ANSWER + 10)[..], b"* 1 FETCH (BODY[] {99999999999999999999}\r\na"] {
            let failure = heard(endless).await.unwrap_err();
            assert_eq!(failure.cause, Cause::Server, "{failure}");
        }
        assert_eq!(heard(b"* 1 FETCH (BODY[] {10}\r\na").await.unwrap_err().cause, Cause::Unreachable);
    }
}
