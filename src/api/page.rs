//! Lists: a page at a time, by an opaque cursor.

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};

use super::caller::Caller;
use super::problem::Problem;

/// Entries of a page where the caller names no number.
const DEFAULT: i64 = 50;
/// Entries of a page at the most.
const MOST: i64 = 200;

/// The number of entries asked for; `None` where it is not from 1 to 200.
#[must_use]
pub fn limit(asked: Option<i64>) -> Option<i64> {
    Some(asked.unwrap_or(DEFAULT)).filter(|limit| (1..=MOST).contains(limit))
}

/// What the query of a list without filters says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Params {
    limit: Option<i64>,
    cursor: Option<i64>,
    #[serde(default)]
    count: bool,
}

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// So many entries.
    pub limit: i64,
    /// After the entry of this id.
    pub after: Option<i64>,
    /// Whether to tell how many there are.
    pub counts: bool,
}

/// Reads the query of a list without filters.
pub fn asked(caller: &Caller, params: Result<Query<Params>, QueryRejection>) -> Result<Asked, Problem> {
    let Query(params) = params.map_err(|rejection| caller.malformed(&rejection.body_text()))?;
    let limit = limit(params.limit).ok_or_else(|| caller.malformed("limit: from 1 to 200"))?;
    Ok(Asked { limit, after: params.cursor, counts: params.count })
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

/// The answer of a list in which nothing can be found.
#[must_use]
pub fn nothing(counts: bool) -> Response {
    answer(Vec::<()>::new(), None, counts.then_some(0))
}
