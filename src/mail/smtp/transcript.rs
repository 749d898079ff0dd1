//! Who said what, for the test letter and for whoever looks for a fault. Secrets are masked.

use std::sync::{Arc, Mutex, PoisonError};

/// Enough for a letter and all that can go wrong with it.
const MAX_LINES: usize = 200;

/// Who said a line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Speaker {
    /// This side.
    Client,
    /// The mail server.
    Server,
    /// Nobody: what happened to the connection.
    Note,
}

/// One line of a session.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
    /// Who said it.
    pub speaker: Speaker,
    /// What, without its line end.
    pub text: String,
}

/// The lines of a session so far; clones share them, so they outlive a session that failed.
#[derive(Clone, Debug, Default)]
pub struct Transcript(Arc<Mutex<Vec<Line>>>);

impl Transcript {
    /// The lines so far.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Adds what happened.
    pub fn note(&self, text: &str) {
        self.add(Speaker::Note, text);
    }

    /// Adds what somebody said, line by line.
    pub(super) fn add(&self, speaker: Speaker, text: &str) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for text in text.lines().take(MAX_LINES.saturating_sub(lines.len())) {
            lines.push(Line { speaker, text: text.to_owned() });
        }
    }
}
