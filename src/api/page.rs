//! Lists: a page at a time, by an opaque cursor.

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

/// Entries of a page where the caller names no number.
const DEFAULT: i64 = 50;
/// Entries of a page at the most.
const MOST: i64 = 200;

/// The number of entries asked for; `None` where it is not from 1 to 200.
#[must_use]
pub fn limit(asked: Option<i64>) -> Option<i64> {
    Some(asked.unwrap_or(DEFAULT)).filter(|limit| (1..=MOST).contains(limit))
}

#[derive(Serialize)]
struct List<T> {
    items: Vec<T>,
    next_cursor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<i64>,
}

/// The answer of a list.
#[must_use]
pub fn answer<T: Serialize>(items: Vec<T>, next_cursor: Option<String>, total: Option<i64>) -> Response {
    Json(List { items, next_cursor, total }).into_response()
}
