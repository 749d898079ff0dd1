//! Connections: how many, how long each may keep the portal waiting, and how they end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tower::Service as _;

/// Connections at the same time; more wait until one ends. Well below the 1,024 open files that a
/// process usually has.
const CONNECTIONS: usize = 800;

/// How long the portal waits for the other side.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// A connection may stay so long without a whole head of a request: at its beginning, in the middle
    /// of one, or between two.
    pub head: Duration,
    /// At the end answers that are being written are waited for, but not longer.
    pub farewell: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(15), farewell: Duration::from_secs(20) }
    }
}

/// Answers until `stop` is given, then ends what has been begun.
pub async fn serve(router: Router, mut listener: TcpListener, stop: CancellationToken, patience: Patience) {
    let mut router = router.into_make_service_with_connect_info::<SocketAddr>();
    let (ending, places) = (GracefulShutdown::new(), Arc::new(Semaphore::new(CONNECTIONS)));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.head);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&mut listener, &places) => accepted,
            () = stop.cancelled() => break,
        };
        let Some((stream, peer, place)) = accepted else { break };
        let Ok(service) = router.call(peer).await;
        let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = ending.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke off");
            }
            drop(place);
        });
    }
    drop(listener);
    if timeout(patience.farewell, ending.shutdown()).await.is_err() {
        tracing::warn!("some connections did not end in time and are cut");
    }
}

type Accepted = (tokio::net::TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit);

async fn accept(listener: &mut TcpListener, places: &Arc<Semaphore>) -> Option<Accepted> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    let (stream, peer) = Listener::accept(listener).await;
    Some((stream, peer, place))
}
