//! Whether the portal lives and can work: for whoever watches over it. No personal data.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http::{StatusCode, header};

use crate::portal::SharedPortal;

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(ready))
}

/// Whether the database answers.
async fn ready(State(portal): State<SharedPortal>) -> Response {
    match portal.db.ping().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            let wait = [(header::RETRY_AFTER, "5"), (header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            (StatusCode::SERVICE_UNAVAILABLE, wait, "the database does not answer\n").into_response()
        }
    }
}
