//! Lines and letters over a connection, none longer or slower than it may be.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::time::timeout;

/// A command with its parameters: RFC 5321 §4.5.3.1.4 asks for 512, extensions for more.
const MAX_COMMAND: usize = 2048;
/// A line of a letter: RFC 5321 §4.5.3.1.6 knows 1000, programs know no limit.
const MAX_LINE: usize = 64 * 1024;
/// So many times as much as it may be of a letter is read, so that its sender hears that it is too large.
const OVERFLOW: usize = 8;

/// Why a session ends.
#[derive(Debug, thiserror::Error)]
pub(super) enum WireError {
    /// The connection broke.
    #[error("the connection broke: {0}")]
    Broken(#[from] std::io::Error),
    /// A line, or what follows it, has no end.
    #[error("a line without an end")]
    TooLong,
    /// The other side fell silent.
    #[error("the other side fell silent")]
    TooSlow,
}

/// The connection.
pub(super) struct Wire<S> {
    stream: BufReader<S>,
    patience: Duration,
    line: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    pub(super) fn new(stream: S, patience: Duration) -> Self {
        Self { stream: BufReader::new(stream), patience, line: Vec::new() }
    }

    /// Says something, with the end of the line.
    pub(super) async fn say(&mut self, words: &str) -> Result<(), WireError> {
        let line = format!("{words}\r\n");
        let said = timeout(self.patience, self.stream.write_all(line.as_bytes())).await;
        said.map_err(|_| WireError::TooSlow)?.map_err(WireError::Broken)
    }

    /// The next command without the end of its line; `None` where the other side has gone.
    pub(super) async fn command(&mut self) -> Result<Option<String>, WireError> {
        if !self.read_line(MAX_COMMAND).await? {
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&self.line).trim_end_matches(['\r', '\n']).to_owned()))
    }

    /// A letter up to its dot, dots unstuffed (RFC 5321 §4.5.2); `None` where it is larger than `most`. Only
    /// a dot between two whole CRLF ends it.
    pub(super) async fn letter(&mut self, most: usize) -> Result<Option<Vec<u8>>, WireError> {
        let (mut letter, mut size) = (Vec::new(), 0);
        let mut is_start = true;
        loop {
            if !self.read_line(MAX_LINE).await? {
                return Err(WireError::Broken(std::io::ErrorKind::UnexpectedEof.into()));
            }
            if is_start && self.line == b".\r\n" {
                return Ok((size <= most).then_some(letter));
            }
            let is_stuffed = is_start && self.line.starts_with(b".");
            is_start = self.line.ends_with(b"\r\n");
            let line = if is_stuffed { &self.line[1..] } else { &self.line[..] };
            size += line.len();
            if size > most * OVERFLOW {
                return Err(WireError::TooLong);
            }
            if size <= most {
                letter.extend_from_slice(line);
            } else {
                letter = Vec::new();
            }
        }
    }

    /// Reads a line with its end; false where the other side has gone.
    async fn read_line(&mut self, most: usize) -> Result<bool, WireError> {
        self.line.clear();
        loop {
            let filled = timeout(self.patience, self.stream.fill_buf()).await;
            let bytes = filled.map_err(|_| WireError::TooSlow)??;
            if bytes.is_empty() {
                return Ok(false);
            }
            let end = bytes.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            let taken = end.unwrap_or(bytes.len());
            if self.line.len() + taken > most {
                return Err(WireError::TooLong);
            }
            self.line.extend_from_slice(&bytes[..taken]);
            self.stream.consume(taken);
            if end.is_some() {
                return Ok(true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn letter(raw: &[u8], most: usize) -> Result<Option<Vec<u8>>, WireError> {
        let (near, mut far) = tokio::io::duplex(1024 * 1024);
        far.write_all(raw).await.unwrap();
        drop(far);
        Wire::new(near, Duration::from_mins(1)).letter(most).await
    }

    #[tokio::test]
    async fn a_letter_ends_with_a_dot_between_two_lines() {
        let taken = letter(b"a\r\n..b\r\n.\nc\n.\r\n\r\n.\r\nQUIT\r\n", 100).await.unwrap();
        assert_eq!(taken.as_deref(), Some(&b"a\r\n.b\r\n\nc\n.\r\n\r\n"[..]));
        assert!(matches!(letter(b"a\r\n", 100).await, Err(WireError::Broken(_))));
    }

    #[tokio::test]
    async fn what_is_too_large_is_read_to_its_end_or_not_at_all() {
        assert_eq!(letter(b"aaaaaaaaaaaaa\r\n.\r\n", 10).await.unwrap(), None);
        assert!(matches!(letter(&b"aaaaaa\r\n".repeat(100), 10).await, Err(WireError::TooLong)));
        assert!(matches!(letter(&b"a".repeat(MAX_LINE + 1), MAX_LINE * 2).await, Err(WireError::TooLong)));
    }
}
