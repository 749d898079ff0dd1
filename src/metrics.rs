//! Figures for whoever watches over the portal, in the text form of OpenMetrics. No personal data:
//! requests are told by the pattern of their route, letters by their state.

use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http::header;
use http::request::Parts;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use crate::api::caller;
use crate::base::{log, secret};
use crate::portal::SharedPortal;
use crate::web::client::Client;
use crate::web::failure::Failure;

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct RequestLabels {
    route: String,
    status: u32,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct LetterLabels {
    state: String,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct BounceLabels {
    outcome: &'static str,
}

/// The figures of this process.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Histogram,
    letters: Family<LetterLabels, Gauge>,
    bounces: Family<BounceLabels, Counter>,
    lost_lines: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("collega");
        let (requests, letters, bounces) = (Family::default(), Family::default(), Family::default());
        // From one millisecond to about half a minute.
        let seconds = Histogram::new(exponential_buckets(0.001, 2.0, 15));
        registry.register("http_requests", "Requests answered", Family::clone(&requests));
        registry.register("http_request_seconds", "Time until the answer", seconds.clone());
        registry.register("letters_waiting", "Letters that are not settled yet", Family::clone(&letters));
        registry.register(
            "bounces",
            "Reports about letters, by what became of them",
            Family::clone(&bounces),
        );
        let lost_lines = Counter::default();
        registry.register("log_lines_lost", "Lines of the log that could not be written", lost_lines.clone());
        Self { registry, requests, seconds, letters, bounces, lost_lines }
    }
}

impl Metrics {
    /// Counts an answer.
    pub fn count(&self, route: &str, status: u16, took: Duration) {
        let labels = RequestLabels { route: route.to_owned(), status: status.into() };
        self.requests.get_or_create(&labels).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    /// Counts a report about a letter.
    pub fn count_bounce(&self, outcome: &'static str) {
        self.bounces.get_or_create(&BounceLabels { outcome }).inc();
    }
}

/// Whoever brings the token, where one is set; else who asks on this machine itself. Behind a proxy
/// everybody comes from here, so what a proxy passes on does not count.
fn may_see(portal: &SharedPortal, parts: &Parts) -> bool {
    if let Some(hash) = &portal.config.metrics_token {
        return caller::bearer(&parts.headers).is_some_and(|token| secret::hash(token) == *hash);
    }
    let client = Client::of(&parts.extensions);
    !client.by_proxy && client.ip.is_loopback()
}

/// The route.
pub fn routes() -> Router<SharedPortal> {
    Router::new().route("/metrics", get(show))
}

async fn show(State(portal): State<SharedPortal>, parts: Parts) -> Result<Response, Failure> {
    if !may_see(&portal, &parts) {
        return Err(Failure::NotFound);
    }
    let waiting = portal.read(|tx| tx.outbox().waiting()).await?;
    portal.metrics.letters.clear();
    for (state, n) in waiting {
        let labels = LetterLabels { state: state.word().to_owned() };
        portal.metrics.letters.get_or_create(&labels).set(n);
    }
    portal.metrics.lost_lines.inner().store(log::lost_lines(), Ordering::Relaxed);
    let mut text = String::new();
    encode(&mut text, &portal.metrics.registry).map_err(|_| Failure::Broken)?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}
