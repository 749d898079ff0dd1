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
    /// What it is in the words of pages, where nothing is to be added.
    failure: Option<Failure>,
    /// The number under which the log tells of the request.
    number: Option<String>,
}

impl Problem {
    /// A problem of this kind.
    #[must_use]
    pub fn new(locale: Locale, status: StatusCode, kind: &'static str) -> Self {
        Self { locale, status, kind, detail: None, failure: None, number: None }
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
        let kind = match failure {
            Failure::NotFound => "not-found",
            Failure::Forbidden | Failure::CrossSite | Failure::WrongSetupLink => "not-allowed",
            Failure::Malformed => "malformed",
            Failure::WrongMethod => "method-not-allowed",
            Failure::TooLarge => "too-large",
            Failure::WrongType => "not-json",
            Failure::WrongHost => "wrong-host",
            Failure::SignInFirst { .. } => "unauthorized",
            Failure::TooMany { .. } => "too-many-requests",
            Failure::NotSetUp => "not-set-up",
            Failure::Busy | Failure::WaitForPlace { .. } => "busy",
            Failure::Broken => "broken",
        };
        let status = match failure {
            Failure::SignInFirst { .. } => StatusCode::UNAUTHORIZED,
            other => other.status(),
        };
        Self { failure: Some(failure.clone()), ..Self::new(locale, status, kind) }
    }

    /// With the number under which the log tells of the request (RFC 9457 §3.1.5).
    #[must_use]
    pub fn noted_as(mut self, number: String) -> Self {
        self.number = Some(number);
        self
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
        if let Some(number) = self.number {
            document["instance"] = format!("urn:collega:request:{number}").into();
        }
        let mut response = (self.status, document.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.failure.as_ref().and_then(Failure::wait) {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(failure) = self.failure {
            response.extensions_mut().insert(failure);
        }
        response
    }
}
