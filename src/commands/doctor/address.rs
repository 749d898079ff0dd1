//! Whether the portal is found, and answers, at its address.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::super::output::Output;
use super::{Finding, say};
use crate::base::tls;
use crate::company::public_url::{host_of, place_of};
use crate::web::visitor::is_loopback;

/// The longest for finding a name, and for the whole question.
const PATIENCE: Duration = Duration::from_secs(10);
/// More than the answer to the question has.
const ANSWER: u64 = 4096;

/// Looks at the portal's address.
pub(super) async fn look(url: &str, output: &Output) -> Finding {
    let (name, port) = place_of(url);
    if lookup_host((name.as_str(), port)).await.is_err() {
        return Finding::Bad(say(output, "doctor-url-unknown", &name));
    }
    match timeout(PATIENCE, ask(url, &name, port)).await {
        Ok(Ok(true)) if is_loopback(&host_of(url)) => Finding::Advice(say(output, "doctor-url-local", url)),
        Ok(Ok(true)) if url.starts_with("https://") => Finding::Good(say(output, "doctor-url-good", url)),
        Ok(Ok(true)) => Finding::Advice(say(output, "doctor-url-plain", url)),
        Ok(Ok(false)) => Finding::Bad(say(output, "doctor-url-stranger", url)),
        Ok(Err(error)) if error.kind() == io::ErrorKind::InvalidData => {
            let words = error.to_string();
            let args = [("about", url.into()), ("words", (&words).into())];
            Finding::Bad(output.locale.with("doctor-url-tls", &args))
        }
        Ok(Err(_)) | Err(_) => Finding::Advice(say(output, "doctor-url-silent", url)),
    }
}

/// Whether a portal answers there.
async fn ask(url: &str, name: &str, port: u16) -> io::Result<bool> {
    let stream = TcpStream::connect((name, port)).await?;
    if !url.starts_with("https://") {
        return question(stream, url).await;
    }
    let config = tls::client_config().map_err(io::Error::other)?;
    let name = ServerName::try_from(name.to_owned()).map_err(io::Error::other)?;
    question(TlsConnector::from(Arc::new(config)).connect(name, stream).await?, url).await
}

async fn question(mut stream: impl AsyncRead + AsyncWrite + Unpin, url: &str) -> io::Result<bool> {
    let question = format!("GET /healthz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", host_of(url));
    stream.write_all(question.as_bytes()).await?;
    stream.flush().await?;
    let mut answer = Vec::new();
    stream.take(ANSWER).read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    Ok(answer.starts_with("HTTP/1.1 200 ") && answer.contains("\r\n\r\nok\n"))
}
