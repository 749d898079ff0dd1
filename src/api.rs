//! The machine interface `/api/v1`: what its calls share. The calls themselves stand with their
//! features, in their `api.rs`.

pub mod body;
pub mod caller;
pub mod idempotency;
pub mod page;
pub mod problem;

use axum::Router;
use axum::response::Response;
use http::{Method, Uri};

use crate::i18n::{Language, Locale};
use crate::portal::SharedPortal;
use problem::Problem;

/// What a call answers.
pub type ApiResult = Result<Response, Problem>;

/// All calls of the features, under `/api/v1`.
pub fn routes(calls: Router<SharedPortal>) -> Router<SharedPortal> {
    Router::new().nest("/api/v1", calls)
}

/// Whether a path belongs to the machine interface, whatever its version: programs are answered there.
#[must_use]
pub fn is_call(path: &str) -> bool {
    path.starts_with("/api/")
}

/// Nothing here is done by a cookie that a browser sends along by itself, but by a token, which no other
/// site can add: the check against foreign forms has nothing to do.
#[must_use]
pub fn is_safe_from_forms(_: &Method, uri: &Uri) -> bool {
    is_call(uri.path())
}

impl<S: Sync> axum::extract::FromRequestParts<S> for Locale {
    type Rejection = std::convert::Infallible;

    /// The language that the caller asks for.
    async fn from_request_parts(parts: &mut http::request::Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(caller::locale_of(&parts.headers))
    }
}

/// The language of `Accept-Language`; English where it names none of ours.
fn language(header: Option<&str>) -> Language {
    header.and_then(Language::accepted).unwrap_or(Language::En)
}
