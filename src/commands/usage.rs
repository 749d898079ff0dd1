//! Wrong usage: what is said of it, and that it is told apart from what failed.

use std::fmt;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::i18n::{Arg, Locale};

/// Arguments that can't be used; the words say what to write instead.
#[derive(Debug)]
pub(super) struct Usage(pub(super) String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// In one line what the parser tells in many.
pub(super) fn words(error: &clap::Error, locale: Locale) -> String {
    let about = |kind| error.get(kind).map(text).unwrap_or_default();
    let said = |key: &str, about: String| locale.with(key, &[("about", Arg::Text(&about))]);
    match error.kind() {
        ErrorKind::UnknownArgument => said("usage-unknown", about(ContextKind::InvalidArg)),
        ErrorKind::InvalidSubcommand => said("usage-unknown-command", about(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => said("usage-missing", about(ContextKind::InvalidArg)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            said("usage-missing-command", about(ContextKind::ValidSubcommand))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let about = format!("{} {}", about(ContextKind::InvalidArg), about(ContextKind::ValidValue));
            said("usage-value", about.trim().to_owned())
        }
        ErrorKind::ArgumentConflict => match (about(ContextKind::InvalidArg), about(ContextKind::PriorArg)) {
            (one, other) if one == other => said("usage-twice", one),
            (one, other) => said("usage-conflict", format!("{one}, {other}")),
        },
        _ => said("usage-other", first_line(&error.to_string())),
    }
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(all) => all.join(", "),
        other => other.to_string(),
    }
}

fn first_line(words: &str) -> String {
    let first = words.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    first.strip_prefix("error: ").unwrap_or(first).to_owned()
}
