//! Problem documents (RFC 9457): what went wrong, for a program by a stable type, for people in words.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

use crate::i18n::Locale;
use crate::store;
use crate::web::failure::Failure;

/// The media type.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// A problem.
#[derive(Clone, Debug)]
pub struct Problem {
    locale: Locale,
    status: StatusCode,
    /// Makes the type `urn:collega:problem:KIND` and the key of its title, `problem-KIND`.
    kind: &'static str,
    detail: Option<String>,
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem of this kind.
    #[must_use]
    pub fn new(locale: Locale, status: StatusCode, kind: &'static str) -> Self {
        Self { locale, status, kind, detail: None, retry_after: None }
    }

    /// With words about this very case.
    #[must_use]
    pub fn about(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The problem that a failure of a page is here.
    #[must_use]
    pub fn of_failure(locale: Locale, failure: &Failure) -> Self {
        let (kind, retry_after) = match failure {
            Failure::NotFound => ("not-found", None),
            Failure::Forbidden => ("not-allowed", None),
            Failure::Malformed => ("malformed", None),
            Failure::WrongHost => ("wrong-host", None),
            Failure::SignInFirst { .. } => ("unauthorized", None),
            Failure::TooMany { seconds } => ("too-many-requests", Some(*seconds)),
            Failure::NotSetUp => ("not-set-up", Some(5)),
            Failure::Busy => ("busy", Some(5)),
            Failure::Broken => ("broken", None),
        };
        let status = match failure {
            Failure::SignInFirst { .. } => StatusCode::UNAUTHORIZED,
            other => other.status(),
        };
        Self { retry_after, ..Self::new(locale, status, kind) }
    }

    /// The problem that an error of storage is.
    #[must_use]
    pub fn of_error(locale: Locale, error: store::Error) -> Self {
        Self::of_failure(locale, &Failure::from(error))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut document = json!({
            "type": format!("urn:collega:problem:{}", self.kind),
            "title": self.locale.t(&format!("problem-{}", self.kind)),
            "status": self.status.as_u16(),
        });
        if let Some(detail) = self.detail {
            document["detail"] = detail.into();
        }
        let mut response = (self.status, document.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
