//! One line of log for each request: by the pattern of its route, never by its address, in which a
//! secret may stand. A number goes with the request, so that all that is logged of it belongs together.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::request::Parts;
use http::{Extensions, StatusCode};
use tracing::Instrument as _;

use super::client::Client;
use crate::base::id::EmployeeId;
use crate::portal::SharedPortal;

/// What is known of a request besides what it says.
#[derive(Clone)]
struct Trail {
    number: Arc<str>,
    asker: Arc<OnceLock<EmployeeId>>,
}

/// Writes the line, and counts the answer.
pub async fn write(State(portal): State<SharedPortal>, mut request: Request, next: Next) -> Response {
    let mut bytes = [0; 4];
    portal.random.fill(&mut bytes);
    let number = format!("{:08x}", u32::from_be_bytes(bytes));
    let trail = Trail { number: number.as_str().into(), asker: Arc::default() };
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let ip = Client::of(request.extensions()).ip;
    request.extensions_mut().insert(trail.clone());
    // So high that the number is there whenever something is.
    let span = tracing::error_span!("request", number);
    let began = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let route = route.as_ref().map_or("-", MatchedPath::as_str);
    let (status, took) = (response.status(), began.elapsed());
    portal.metrics.count(route, status.as_u16(), took);
    let (status, ms) = (status.as_u16(), took.as_millis());
    if is_suspicious(response.status()) {
        // Without a name: who looks into the log need not know people (ASVS 16.3.2).
        let employee = trail.asker.get().map(|id| id.0);
        span.in_scope(|| tracing::warn!(%method, route, status, %ip, employee, "refused"));
    } else {
        span.in_scope(|| tracing::debug!(%method, route, status, ms, "answered"));
    }
    response
}

/// Whether somebody asked for what he may not have, or too often.
fn is_suspicious(status: StatusCode) -> bool {
    matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS)
}

/// Remembers who asks, once it is known.
pub fn asked_by(parts: &Parts, employee: EmployeeId) {
    if let Some(trail) = parts.extensions.get::<Trail>() {
        let _ = trail.asker.set(employee);
    }
}

/// The number under which the log tells of this request.
#[must_use]
pub fn number(extensions: &Extensions) -> String {
    extensions.get().map(|Trail { number, .. }| number.to_string()).unwrap_or_default()
}
