//! JSON in: exactly what a call takes, or 400 with the reason.

use axum::body::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use super::caller::Caller;
use super::problem::Problem;

/// Reads a body. Fields that the call does not know are refused.
pub fn read<T: DeserializeOwned>(caller: &Caller, headers: &HeaderMap, body: &Bytes) -> Result<T, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    // A form of another site could be sent without asking the browser; JSON can't (ASVS 3.5.2).
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(caller.problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json"));
    }
    serde_json::from_slice(body)
        .map_err(|error| caller.problem(StatusCode::BAD_REQUEST, "malformed").about(error.to_string()))
}
