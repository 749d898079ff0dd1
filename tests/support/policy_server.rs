//! Servers that prove who they are: certificates of an authority that only tests know, and an HTTPS server with the
//! policies of domains (RFC 8461).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// The file of the authority's certificate.
pub const AUTHORITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/testdata/authority.pem");

/// TLS of servers that are `mx.good.example`, and `mta-sts.` of `good`, `wrong`, `unnamed` and `testing.example`.
pub fn server_tls() -> Arc<ServerConfig> {
    collega::base::tls::install_provider();
    let certificate = CertificateDer::from_pem_slice(include_bytes!("testdata/servers.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("testdata/servers.key")).unwrap();
    let config = ServerConfig::builder().with_no_client_auth();
    Arc::new(config.with_single_cert(vec![certificate], key).unwrap())
}

/// A running server on this machine. It needs a runtime, and ends with it.
pub struct PolicyServer {
    port: u16,
    asked: Arc<AtomicUsize>,
    answer: Arc<RwLock<String>>,
}

impl PolicyServer {
    /// Starts one that answers everybody.
    pub async fn start(answer: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self { port, asked: Arc::default(), answer: Arc::new(RwLock::new(answer)) };
        let (asked, answer) = (Arc::clone(&server.asked), Arc::clone(&server.answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                asked.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(give(stream, Arc::clone(&answer)));
            }
        });
        server
    }

    /// Where it listens, on the loopback address.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How often somebody connected.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    /// Lets it answer so from now on.
    pub fn answer(&self, answer: String) {
        *self.answer.write().unwrap_or_else(PoisonError::into_inner) = answer;
    }
}

/// An answer with a policy.
pub fn policy(mode: &str, mx: &str) -> String {
    let policy = format!("version: STSv1\r\nmode: {mode}\r\nmx: {mx}\r\nmax_age: 86400\r\n");
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{policy}", policy.len())
}

async fn give(stream: TcpStream, answer: Arc<RwLock<String>>) -> std::io::Result<()> {
    let mut stream = TlsAcceptor::from(server_tls()).accept(stream).await?;
    let mut asked = Vec::new();
    while !asked.ends_with(b"\r\n\r\n") {
        asked.push(stream.read_u8().await?);
    }
    let known = asked.starts_with(b"GET /.well-known/mta-sts.txt HTTP/1.1\r\n");
    let answer = if known {
        answer.read().unwrap_or_else(PoisonError::into_inner).clone()
    } else {
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned()
    };
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await
}
