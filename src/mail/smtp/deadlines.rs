//! How long each step may take.

use std::time::Duration;

/// A deadline for every phase, counted from its beginning (RFC 5321 §4.5.3.2).
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// Name resolution and the TCP connection.
    pub connect: Duration,
    /// The server's first words.
    pub banner: Duration,
    /// EHLO or HELO.
    pub hello: Duration,
    /// STARTTLS and the handshake.
    pub tls: Duration,
    /// Each answer while signing in.
    pub auth: Duration,
    /// MAIL, also RSET and NOOP.
    pub mail: Duration,
    /// RCPT.
    pub rcpt: Duration,
    /// DATA up to 354.
    pub data: Duration,
    /// Sending the whole letter.
    pub body: Duration,
    /// The answer to the final dot. Giving up too early makes duplicates.
    pub dot: Duration,
    /// QUIT; nothing depends on its answer.
    pub quit: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            banner: Duration::from_mins(5),
            hello: Duration::from_mins(5),
            tls: Duration::from_mins(1),
            auth: Duration::from_mins(2),
            mail: Duration::from_mins(5),
            rcpt: Duration::from_mins(5),
            data: Duration::from_mins(2),
            body: Duration::from_mins(3),
            dot: Duration::from_mins(10),
            quit: Duration::from_secs(5),
        }
    }
}

impl Deadlines {
    /// The same deadline for every phase: for somebody who waits, as in a test letter.
    #[must_use]
    pub fn all(limit: Duration) -> Self {
        Self {
            connect: limit,
            banner: limit,
            hello: limit,
            tls: limit,
            auth: limit,
            mail: limit,
            rcpt: limit,
            data: limit,
            body: limit,
            dot: limit,
            quit: limit,
        }
    }
}
