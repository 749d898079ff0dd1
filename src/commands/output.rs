//! Printing: for people, or JSON; errors on standard error, one line each.

use std::io::{self, Write as _};
use std::sync::OnceLock;

use serde_json::Value;

use crate::i18n::Locale;

/// Where a command prints.
pub(super) struct Output {
    json: bool,
    /// The words of the terminal's language.
    pub(super) locale: Locale,
    /// Why nothing more can be printed.
    broken: OnceLock<io::Error>,
}

impl Output {
    pub(super) fn new(json: bool, locale: Locale) -> Self {
        Self { json, locale, broken: OnceLock::new() }
    }

    /// Whether JSON is wanted.
    pub(super) fn is_json(&self) -> bool {
        self.json
    }

    /// Prints a result: `people` as it is, or `value` as one line of JSON.
    pub(super) fn say(&self, people: &str, value: &Value) {
        if !self.is_heard() {
            return;
        }
        let mut out = io::stdout().lock();
        let said = if self.json { writeln!(out, "{value}") } else { writeln!(out, "{people}") };
        if let Err(error) = said {
            let _ = self.broken.set(error);
        }
    }

    /// Whether somebody still reads what is printed: `head` stops when it has enough.
    pub(super) fn is_heard(&self) -> bool {
        self.broken.get().is_none()
    }

    /// Why what was printed got lost; that its reader had enough is no loss.
    pub(super) fn loss(&self) -> Option<&io::Error> {
        self.broken.get().filter(|error| error.kind() != io::ErrorKind::BrokenPipe)
    }

    /// Tells people how it goes; nothing where JSON is wanted.
    pub(super) fn tell(&self, line: &str) {
        if !self.json {
            // Nobody reads it: then nobody misses it.
            let _ = writeln!(io::stderr().lock(), "{line}");
        }
    }

    /// Puts a question to whoever sits at the terminal; the answer follows it on the same line.
    pub(super) fn ask(question: &str) {
        let mut err = io::stderr().lock();
        let _ = write!(err, "{question} ").and_then(|()| err.flush());
    }

    /// Says what went wrong and what to do about it; the same in either form.
    pub(super) fn fail(line: &str) {
        let _ = writeln!(io::stderr().lock(), "collega: {}", line.replace('\n', " "));
    }
}
