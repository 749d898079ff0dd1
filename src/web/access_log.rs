//! One line of log for each request: by the pattern of its route, never by its address, in which a
//! secret may stand.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::portal::SharedPortal;

/// Writes the line, and counts the answer.
pub async fn write(State(portal): State<SharedPortal>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let began = Instant::now();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("-", MatchedPath::as_str);
    let (status, took) = (response.status().as_u16(), began.elapsed());
    portal.metrics.count(route, status, took);
    let ms = took.as_millis();
    tracing::debug!(%method, route, status, ms, "answered");
    response
}
