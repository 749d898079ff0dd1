//! Fetching a policy (RFC 8461 §3.3): over HTTPS, from the one address that there is for it, and from no other.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HOST};
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// A longer policy is none (RFC 8461 §3.3 speaks of 64 KB).
const LONGEST: usize = 64 * 1024;
const PATH: &str = "/.well-known/mta-sts.txt";

/// The text at `https://{host}/.well-known/mta-sts.txt`, or why there is none, in English. Redirections are not
/// followed.
pub(super) async fn fetch(host: &str, address: SocketAddr, tls: Arc<ClientConfig>) -> Result<String, String> {
    let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    let name = ServerName::try_from(host.to_owned()).map_err(|error| error.to_string())?;
    let stream = TlsConnector::from(tls).connect(name, stream).await.map_err(|error| error.to_string())?;
    let words = |error: hyper::Error| error.to_string();
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(words)?;
    let answering = tokio::spawn(connection);
    let request = Request::get(PATH).header(HOST, host).header(ACCEPT, "text/plain");
    let request = request.body(Empty::<Bytes>::new()).map_err(|error| error.to_string())?;
    let answer = sender.send_request(request).await.map_err(words);
    let text = match answer {
        Ok(answer) if answer.status() != StatusCode::OK => Err(format!("the answer is {}", answer.status())),
        Ok(answer) if !is_plain(&answer) => Err("the answer is no text/plain".to_owned()),
        Ok(answer) => {
            let body = Limited::new(answer.into_body(), LONGEST).collect().await;
            let body = body.map_err(|error| error.to_string())?.to_bytes();
            String::from_utf8(body.to_vec()).map_err(|error| error.to_string())
        }
        Err(words) => Err(words),
    };
    answering.abort();
    text
}

fn is_plain<T>(answer: &http::Response<T>) -> bool {
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/plain"))
}
