//! A mail server that does exactly what a test tells it, also what no good server would.

use std::sync::{Arc, Once};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::wire::Carrier;

/// One step of a connection.
#[derive(Clone, Copy, Debug)]
pub(in crate::mail) enum Step {
    /// Writes this as it is.
    Say(&'static str),
    /// The same, a byte at a time.
    Drip(&'static str),
    /// Reads a line, which must begin so.
    Hear(&'static str),
    /// Reads up to and with the final dot.
    HearLetter,
    /// Says this again and again, until the other side has had enough.
    Endless(&'static str),
    /// Does a TLS handshake.
    Tls,
    /// Closes the connection.
    Close,
    /// Says nothing any more, until the other side closes.
    Silence,
}

/// What was heard on each connection, command by command; a letter is one entry.
pub(in crate::mail) type Heard = JoinHandle<Vec<Vec<String>>>;

/// Listens, and plays one script per connection, one connection after another.
pub(in crate::mail) async fn start(scripts: Vec<Vec<Step>>) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = tokio::spawn(async move {
        let mut heard = Vec::new();
        for script in scripts {
            let (stream, _) = listener.accept().await.unwrap();
            heard.push(play(stream, &script).await);
        }
        heard
    });
    (port, heard)
}

async fn play(stream: TcpStream, script: &[Step]) -> Vec<String> {
    let mut stream: Box<dyn Carrier> = Box::new(stream);
    let mut heard = Vec::new();
    for step in script {
        match *step {
            Step::Say(words) => stream.write_all(words.as_bytes()).await.unwrap(),
            Step::Drip(words) => {
                for byte in words.bytes() {
                    stream.write_all(&[byte]).await.unwrap();
                    tokio::task::yield_now().await;
                }
            }
            Step::Hear(start) => {
                let line = read_until(&mut stream, b"\r\n").await;
                assert!(line.starts_with(start), "expected {start:?}, heard {line:?}");
                heard.push(line.trim_end().to_owned());
            }
            Step::HearLetter => heard.push(read_until(&mut stream, b"\r\n.\r\n").await),
            Step::Endless(words) => while stream.write_all(words.as_bytes()).await.is_ok() {},
            Step::Tls => match TlsAcceptor::from(server_tls()).accept(stream).await {
                Ok(encrypted) => stream = Box::new(encrypted),
                Err(_) => return heard,
            },
            Step::Close => return heard,
            Step::Silence => {
                let _ = stream.read_to_end(&mut Vec::new()).await;
            }
        }
        stream.flush().await.ok();
    }
    heard
}

/// Byte by byte, so that nothing that belongs to the next step is taken.
async fn read_until(stream: &mut Box<dyn Carrier>, end: &[u8]) -> String {
    let mut bytes = Vec::new();
    while !bytes.ends_with(end) {
        match stream.read_u8().await {
            Ok(byte) => bytes.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn server_tls() -> Arc<ServerConfig> {
    install_provider();
    let certificate = CertificateDer::from_pem_slice(include_bytes!("testdata/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("testdata/server.key")).unwrap();
    let config = ServerConfig::builder().with_no_client_auth();
    Arc::new(config.with_single_cert(vec![certificate], key).unwrap())
}

/// Trusts the authority that made the peer's certificate, which is for `localhost` alone.
pub(in crate::mail) fn client_tls() -> Arc<ClientConfig> {
    install_provider();
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(include_bytes!("testdata/ca.pem")).unwrap()).unwrap();
    Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
}

fn install_provider() {
    static ONCE: Once = Once::new();
    ONCE.call_once(crate::base::tls::install_provider);
}
