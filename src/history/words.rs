//! The history in plain words.

use super::store::Entry;
use crate::i18n::Locale;

/// What was done, with the name or the address that belongs to it.
#[must_use]
pub fn sentence(locale: &Locale, entry: &Entry) -> String {
    locale.with(&format!("history-{}", entry.action), &[("details", entry.details.as_str().into())])
}

/// Who did it, and by which way where it was no page.
#[must_use]
pub fn doer(locale: &Locale, entry: &Entry) -> String {
    let way = match entry.channel.as_str() {
        "api" => Some("history-by-api"),
        "command" => Some("history-by-command"),
        _ => None,
    };
    match (&entry.actor, way) {
        (Some((_, name)), None) => name.clone(),
        (Some((_, name)), Some(way)) => format!("{name}, {}", locale.t(way)),
        (None, Some(way)) => locale.t(way),
        (None, None) if entry.channel == "portal" => locale.t("history-by-portal"),
        (None, None) => locale.t("history-by-guest"),
    }
}
