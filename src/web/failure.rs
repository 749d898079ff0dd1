//! What a handler gives up with. The page or the problem document is made in one place, later, when
//! the reader's language is known.

use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderValue, StatusCode, header};

use crate::i18n::Locale;
use crate::store;

/// How long to wait where there is too much to do.
pub const BUSY_SECONDS: u64 = 5;

/// Why there is no answer as asked.
#[derive(Clone, Debug)]
pub enum Failure {
    /// There is no such thing, or it belongs to another company: both look the same.
    NotFound,
    /// The reader may not.
    Forbidden,
    /// A form of another site (ASVS 3.5.1).
    CrossSite,
    /// The request can't be understood.
    Malformed,
    /// The address takes no request of this method.
    WrongMethod,
    /// More than the portal takes at once.
    TooLarge,
    /// In a form that is not read here.
    WrongType,
    /// No company lives at this host.
    WrongHost,
    /// There is no company yet.
    NotSetUp,
    /// The same, and the setup link that was opened is not the one.
    WrongSetupLink,
    /// One has to sign in first, and comes back to this path.
    SignInFirst {
        /// Path and query.
        next: String,
    },
    /// As many people are at work as the plan allows; one waits for a place and goes on to this path.
    WaitForPlace {
        /// Path and query.
        next: String,
    },
    /// Too many attempts.
    TooMany {
        /// Seconds to wait.
        seconds: u64,
    },
    /// Too much to do at the moment.
    Busy,
    /// A defect; the number stands in the log beside its cause.
    Broken,
}

impl Failure {
    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::CrossSite | Self::WrongSetupLink => StatusCode::FORBIDDEN,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::WrongType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::WrongHost => StatusCode::MISDIRECTED_REQUEST,
            Self::NotSetUp | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::SignInFirst { .. } | Self::WaitForPlace { .. } => StatusCode::SEE_OTHER,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl Failure {
    /// What to do about it, in one line beside a form that can be sent again.
    #[must_use]
    pub fn words(&self, locale: Locale) -> String {
        match self {
            Self::TooMany { seconds } => {
                format!("{}. {}", locale.t("failure-too-many"), Self::too_many_words(*seconds, locale))
            }
            _ => locale.t("error-busy"),
        }
    }

    /// When the next try may be, in the unit that people count so long a time in.
    #[must_use]
    pub fn too_many_words(seconds: u64, locale: Locale) -> String {
        let (key, count) = match seconds {
            0..120 => ("failure-too-many-words", seconds),
            120..7200 => ("failure-too-many-minutes", seconds.div_ceil(60)),
            _ => ("failure-too-many-hours", seconds.div_ceil(3600)),
        };
        locale.n(key, i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// How long to wait before the next try, in seconds.
    #[must_use]
    pub fn wait(&self) -> Option<u64> {
        match self {
            Self::TooMany { seconds } => Some(*seconds),
            Self::Busy | Self::NotSetUp => Some(BUSY_SECONDS),
            Self::NotFound
            | Self::Forbidden
            | Self::CrossSite
            | Self::Malformed
            | Self::WrongMethod
            | Self::TooLarge
            | Self::WrongType
            | Self::WrongHost
            | Self::WrongSetupLink
            | Self::SignInFirst { .. }
            | Self::WaitForPlace { .. }
            | Self::Broken => None,
        }
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        if error.is_temporary() {
            tracing::warn!(%error, "the database is not available");
            Self::Busy
        } else {
            tracing::error!(%error, "the database failed");
            Self::Broken
        }
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "a page could not be rendered");
        Self::Broken
    }
}

impl From<crate::accounts::passwords::Busy> for Failure {
    fn from(_: crate::accounts::passwords::Busy) -> Self {
        Self::Busy
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = match &self {
            Self::SignInFirst { next } if next == "/" => Redirect::to("/sign-in").into_response(),
            Self::SignInFirst { next } => {
                Redirect::to(&format!("/sign-in?next={}", encode(next))).into_response()
            }
            Self::WaitForPlace { next } => {
                Redirect::to(&format!("/sign-in/wait?next={}", encode(next))).into_response()
            }
            other => other.status().into_response(),
        };
        if let Some(seconds) = self.wait() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// The address of a page with these values behind it, but for the empty ones.
#[must_use]
pub fn with_query<'a>(path: &str, values: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let told = values.into_iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = told.map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// Percent-encodes a path or a text for a query.
#[must_use]
pub fn encode(path: &str) -> String {
    path.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            const HEX: [u8; 16] = *b"0123456789ABCDEF";
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(|half| char::from(HEX[usize::from(half)])));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn a_wait_is_told_in_the_unit_that_people_count_it_in() {
        for (seconds, words) in [
            (1, "1 second."),
            (119, "119 seconds."),
            (121, "3 minutes."),
            (7199, "120 minutes."),
            (7200, "2 hours."),
            (86_399, "24 hours."),
        ] {
            let told = Failure::too_many_words(seconds, Locale::new(Language::En));
            assert!(told.ends_with(words), "{seconds}: {told}");
        }
    }
}
