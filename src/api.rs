//! The machine interface `/api/v1`: what its calls share. The calls themselves stand with their
//! features, in their `api.rs`.

pub mod body;
pub mod caller;
pub mod idempotency;
pub mod page;
pub mod problem;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use crate::i18n::{Language, Locale};
use crate::portal::SharedPortal;
use crate::web::failure::Failure;
use problem::Problem;

/// What a call answers.
pub type ApiResult = Result<Response, Problem>;

/// All calls of the features, under `/api/v1`.
pub fn routes(calls: Router<SharedPortal>) -> Router<SharedPortal> {
    let unknown = |locale: Locale| async move { Problem::new(locale, StatusCode::NOT_FOUND, "not-found") };
    Router::new().nest("/api/v1", calls.fallback(unknown).layer(middleware::from_fn(explain)))
}

/// Turns what the framework refuses by itself into a problem document.
async fn explain(request: Request, next: Next) -> Response {
    let locale = caller::locale_of(request.headers());
    let response = next.run(request).await;
    if let Some(failure) = response.extensions().get::<Failure>() {
        return Problem::of_failure(locale, failure).into_response();
    }
    let kind = match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => "method-not-allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::BAD_REQUEST if !is_problem(&response) => "malformed",
        _ => return response,
    };
    Problem::new(locale, response.status(), kind).into_response()
}

fn is_problem(response: &Response) -> bool {
    response.headers().get(http::header::CONTENT_TYPE).is_some_and(|kind| kind == problem::CONTENT_TYPE)
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
