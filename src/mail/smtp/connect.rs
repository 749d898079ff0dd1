//! From nothing to a session that takes letters: connection, banner, EHLO, TLS, sign-in.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use smtp_proto::{EXT_8BIT_MIME, EXT_PIPELINING, EXT_SIZE, EXT_SMTP_UTF8, EXT_START_TLS, EhloResponse};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::Deadlines;
use super::auth;
use super::failure::{Cause, Failure, Kind, Phase};
use super::server::{SmtpServer, TlsMode};
use super::session::{Offered, Session};
use super::transcript::{Event, Transcript};
use super::wire::{Carrier, Wire};
use crate::base;
use crate::base::tls::BadCertificate;

/// Opens sessions with one mail server.
#[derive(Clone)]
pub struct Connector {
    server: SmtpServer,
    hello_name: String,
    deadlines: Deadlines,
    tls: Option<Arc<ClientConfig>>,
    /// Whether it is found out by the certificate who the other side is.
    is_verified: bool,
    /// Where the server is, where that is known already.
    address: Option<SocketAddr>,
    transcript: Option<Transcript>,
}

impl Connector {
    /// A connector that greets as `hello_name`: the portal's own host name, or an address in
    /// brackets.
    ///
    /// # Errors
    /// Where TLS is wished and the system has no trusted certificates, or the name can't be said.
    pub fn new(server: SmtpServer, hello_name: &str) -> Result<Self, String> {
        let tls = match server.tls {
            TlsMode::None => None,
            _ => Some(Arc::new(base::tls::client_config()?)),
        };
        Self::with(server, hello_name, tls)
    }

    /// The same with TLS as `tls` has it.
    ///
    /// # Errors
    /// Where the name can't be said.
    pub fn with(
        server: SmtpServer,
        hello_name: &str,
        tls: Option<Arc<ClientConfig>>,
    ) -> Result<Self, String> {
        let hello_name = idna::domain_to_ascii(hello_name).unwrap_or_else(|_| hello_name.to_owned());
        if hello_name.is_empty() || !hello_name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(format!("public_url: a mail server can't be greeted as {hello_name:?}"));
        }
        let deadlines = Deadlines::default();
        Ok(Self { server, hello_name, deadlines, tls, is_verified: true, address: None, transcript: None })
    }

    /// Other deadlines than those of RFC 5321.
    #[must_use]
    pub fn with_deadlines(self, deadlines: Deadlines) -> Self {
        Self { deadlines, ..self }
    }

    /// Other trusted certificates than the system's.
    #[must_use]
    pub fn with_tls(self, tls: Arc<ClientConfig>) -> Self {
        Self { tls: Some(tls), ..self }
    }

    /// Connects to this address of the server: nobody is asked for it again.
    #[must_use]
    pub fn at(self, address: SocketAddr) -> Self {
        Self { address: Some(address), ..self }
    }

    /// With a configuration that verifies no certificate: TLS protects from listeners only (RFC 7435).
    #[must_use]
    pub fn unverified(self) -> Self {
        Self { is_verified: false, ..self }
    }

    /// Writes down what is said.
    #[must_use]
    pub fn with_transcript(self, transcript: Transcript) -> Self {
        Self { transcript: Some(transcript), ..self }
    }

    /// The server.
    #[must_use]
    pub fn server(&self) -> &SmtpServer {
        &self.server
    }

    /// Opens a session, ready for letters.
    pub async fn connect(&self) -> Result<Session, Failure> {
        let mut carrier: Box<dyn Carrier> = Box::new(self.dial().await?);
        if self.server.tls == TlsMode::Implicit {
            carrier = self.encrypt(carrier).await?;
        }
        let mut wire = Wire::new(carrier, self.transcript.clone());
        let banner = wire.hear(Phase::Banner, self.deadlines.banner).await?;
        if !banner.is_positive() {
            return Err(Failure::refused(Phase::Banner, banner));
        }
        let mut offered = self.hello(&mut wire).await?;
        let mut encrypted = self.server.tls == TlsMode::Implicit;
        if self.wants_starttls(&offered)? {
            wire = self.start_tls(wire).await?;
            // What was said before TLS may have been somebody else's words (RFC 3207 §4.2).
            offered = self.hello(&mut wire).await?;
            encrypted = true;
        }
        self.sign_in(&mut wire, &offered, encrypted).await?;
        Ok(Session::new(wire, offered, self.deadlines, self.address))
    }

    async fn dial(&self) -> Result<TcpStream, Failure> {
        let SmtpServer { host, port, .. } = &self.server;
        let unreachable = |cause, text| {
            let event = Event::Unreachable { place: format!("{host}:{port}"), why: text };
            let words = event.to_string();
            self.note(event);
            Failure::new(Phase::Connect, Kind::Temporary, cause, words)
        };
        let dialling = async {
            match self.address {
                Some(address) => TcpStream::connect(address).await,
                None => TcpStream::connect((host.as_str(), *port)).await,
            }
        };
        match timeout(self.deadlines.connect, dialling).await {
            Ok(Ok(stream)) => {
                // Commands are small and each waits for its answer: Nagle's delay would only hurt.
                let _ = stream.set_nodelay(true);
                Ok(stream)
            }
            Ok(Err(error)) => Err(unreachable(Cause::Unreachable, error.to_string())),
            Err(_) => Err(unreachable(Cause::TooLate, "no connection in time".to_owned())),
        }
    }

    async fn hello(&self, wire: &mut Wire) -> Result<Offered, Failure> {
        let limit = self.deadlines.hello;
        wire.say(Phase::Hello, limit, &format!("EHLO {}\r\n", self.hello_name)).await?;
        let lines = wire.hear_lines(Phase::Hello, limit).await?;
        let reply = wire.parsed(Phase::Hello, &lines)?;
        if reply.is_positive() {
            return Ok(offered(&lines));
        }
        if reply.class() != 5 {
            return Err(Failure::refused(Phase::Hello, reply));
        }
        // A server of the time before EHLO (RFC 5321 §3.2).
        wire.say(Phase::Hello, limit, &format!("HELO {}\r\n", self.hello_name)).await?;
        let reply = wire.hear(Phase::Hello, limit).await?;
        if reply.is_positive() { Ok(Offered::default()) } else { Err(Failure::refused(Phase::Hello, reply)) }
    }

    fn wants_starttls(&self, offered: &Offered) -> Result<bool, Failure> {
        match self.server.tls {
            TlsMode::Implicit | TlsMode::None => Ok(false),
            TlsMode::Opportunistic => Ok(offered.start_tls),
            TlsMode::Required if offered.start_tls => Ok(true),
            TlsMode::Required if self.address.is_some() => Err(self.no_tls(Phase::Tls, "")),
            TlsMode::Required => {
                let advice = ": use port 465 with smtps://, or tls=none in mail.smtp_url where the network is your own";
                Err(self.no_tls(Phase::Tls, advice))
            }
        }
    }

    fn no_tls(&self, phase: Phase, advice: &str) -> Failure {
        self.note(Event::NoTls);
        let text = format!("{}{advice}", Event::NoTls);
        Failure::new(phase, Kind::Configuration, Cause::NoTls, text)
    }

    async fn start_tls(&self, mut wire: Wire) -> Result<Wire, Failure> {
        wire.say(Phase::Tls, self.deadlines.tls, "STARTTLS\r\n").await?;
        let reply = wire.hear(Phase::Tls, self.deadlines.tls).await?;
        if !reply.is_positive() {
            return Err(Failure::refused(Phase::Tls, reply));
        }
        let carrier = wire.into_carrier().ok_or_else(|| {
            self.note(Event::InTheClear);
            let (kind, cause) = (Kind::Configuration, Cause::Tls);
            Failure::new(Phase::Tls, kind, cause, Event::InTheClear.to_string())
        })?;
        Ok(Wire::new(self.encrypt(carrier).await?, self.transcript.clone()))
    }

    async fn encrypt(&self, carrier: Box<dyn Carrier>) -> Result<Box<dyn Carrier>, Failure> {
        let bad = |text: String| Failure::new(Phase::Tls, Kind::Configuration, Cause::Tls, text);
        let config = self.tls.clone().ok_or_else(|| bad("there are no trusted certificates".to_owned()))?;
        let name = ServerName::try_from(self.server.host.clone()).map_err(|error| bad(error.to_string()))?;
        match timeout(self.deadlines.tls, TlsConnector::from(config).connect(name, carrier)).await {
            Ok(Ok(stream)) => {
                self.note(if self.is_verified { Event::Verified } else { Event::Unverified });
                Ok(Box::new(stream))
            }
            Ok(Err(error)) if is_no_tls_at_all(&error) => {
                self.note(Event::NotTls);
                let (kind, cause) = (Kind::Configuration, Cause::NotTls);
                Err(Failure::new(Phase::Tls, kind, cause, Event::NotTls.to_string()))
            }
            // rustls says so of what is wrong with the handshake, the system of what is wrong with the line.
            Ok(Err(error)) if error.kind() == io::ErrorKind::InvalidData => {
                let event = BadCertificate::of(&error)
                    .map_or_else(|| Event::TlsFailed(error.to_string()), Event::BadCertificate);
                let words = event.to_string();
                self.note(event);
                Err(bad(words))
            }
            Ok(Err(error)) => Err(Failure::broken(Phase::Tls, Cause::Broken, error.to_string())),
            Err(_) => {
                Err(Failure::broken(Phase::Tls, Cause::TooLate, "the TLS handshake did not end in time"))
            }
        }
    }

    async fn sign_in(&self, wire: &mut Wire, offered: &Offered, encrypted: bool) -> Result<(), Failure> {
        let Some(credentials) = &self.server.credentials else { return Ok(()) };
        if !encrypted && !self.server.is_loopback() {
            let advice = ", so the password is not sent: use tls=required or smtps://";
            return Err(self.no_tls(Phase::Auth, advice));
        }
        auth::sign_in(wire, self.deadlines.auth, credentials, offered.auth).await
    }

    fn note(&self, event: Event) {
        if let Some(transcript) = &self.transcript {
            transcript.note(event);
        }
    }
}

/// Whether what answered a handshake can't be read as TLS: a server that begins in the clear, most likely.
fn is_no_tls_at_all(error: &io::Error) -> bool {
    let cause = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    matches!(cause, Some(rustls::Error::InvalidMessage(_)))
}

/// What an answer to EHLO promises; nothing where it can't be read.
fn offered(lines: &[u8]) -> Offered {
    let Ok(ehlo) = EhloResponse::parse(&mut lines.iter()) else { return Offered::default() };
    Offered {
        start_tls: ehlo.has_capability(EXT_START_TLS),
        pipelining: ehlo.has_capability(EXT_PIPELINING),
        smtputf8: ehlo.has_capability(EXT_SMTP_UTF8),
        eight_bit: ehlo.has_capability(EXT_8BIT_MIME),
        sizes: ehlo.has_capability(EXT_SIZE),
        // Zero means «no fixed limit» (RFC 1870 §4).
        max_size: Some(ehlo.size).filter(|size| *size > 0),
        auth: ehlo.auth_mechanisms,
    }
}
