//! Printing: for people, or JSON; errors on standard error, one line each.

use serde_json::Value;

use crate::i18n::Locale;

/// Where a command prints.
pub(super) struct Output {
    json: bool,
    /// The words of the terminal's language.
    pub(super) locale: Locale,
}

impl Output {
    pub(super) fn new(json: bool, locale: Locale) -> Self {
        Self { json, locale }
    }

    /// Prints a result: `people` as it is, or `value` as one line of JSON.
    #[expect(clippy::print_stdout, reason = "this is what a command is for")]
    pub(super) fn say(&self, people: &str, value: &Value) {
        if self.json {
            println!("{value}");
        } else {
            println!("{people}");
        }
    }

    /// Tells people how it goes; nothing where JSON is wanted.
    #[expect(clippy::print_stderr, reason = "this is what a command is for")]
    pub(super) fn tell(&self, line: &str) {
        if !self.json {
            eprintln!("{line}");
        }
    }

    /// Says what went wrong and what to do about it; the same in either form.
    #[expect(clippy::print_stderr, reason = "this is what a command is for")]
    pub(super) fn fail(line: &str) {
        eprintln!("collega: {}", line.replace('\n', " "));
    }
}
