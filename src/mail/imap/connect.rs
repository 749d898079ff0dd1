//! From nothing to a session that has signed in: connection, greeting, TLS, name and password.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use zeroize::Zeroizing;

use super::failure::{Cause, Failure};
use super::server::{ImapServer, quoted};
use super::session::{Answer, Session};
use super::wire::Wire;
use crate::base;
use crate::base::tls::BadCertificate;
use crate::mail::smtp::{Carrier, Event, TlsMode};

/// Opens a session. `patience` is for each answer.
pub(super) async fn connect(server: &ImapServer, patience: Duration) -> Result<Session, Failure> {
    let mut carrier: Box<dyn Carrier> = Box::new(dial(server, patience).await?);
    if server.tls == TlsMode::Implicit {
        carrier = encrypt(server, carrier, patience).await?;
    }
    let mut session = Session::new(Wire::new(carrier, patience));
    session.greeting().await?;
    if server.tls == TlsMode::Required {
        session = start_tls(server, session, patience).await?;
    }
    // What was said before TLS may have been somebody else's words: capabilities are asked for only now.
    sign_in(server, &mut session).await?;
    Ok(session)
}

async fn dial(server: &ImapServer, patience: Duration) -> Result<TcpStream, Failure> {
    let ImapServer { host, port, .. } = server;
    let unreachable = |text: String| Failure::new(Cause::Unreachable, format!("{host}:{port}: {text}"));
    match timeout(patience, TcpStream::connect((host.as_str(), *port))).await {
        Ok(Ok(stream)) => {
            // Commands are small and each waits for its answer: Nagle's delay would only hurt.
            let _ = stream.set_nodelay(true);
            Ok(stream)
        }
        Ok(Err(error)) => Err(unreachable(error.to_string())),
        Err(_) => Err(unreachable("no connection in time".to_owned())),
    }
}

async fn start_tls(
    server: &ImapServer,
    mut session: Session,
    patience: Duration,
) -> Result<Session, Failure> {
    if let Answer::No(words) = session.command("STARTTLS").await?.ended {
        let text = format!("the server does not offer TLS ({words}): use imaps:// and port 993");
        return Err(Failure::new(Cause::Tls, text));
    }
    let in_the_clear = || Failure::new(Cause::Tls, Event::InTheClear.to_string());
    let carrier = session.into_wire().into_carrier().ok_or_else(in_the_clear)?;
    Ok(Session::new(Wire::new(encrypt(server, carrier, patience).await?, patience)))
}

async fn encrypt(
    server: &ImapServer,
    carrier: Box<dyn Carrier>,
    patience: Duration,
) -> Result<Box<dyn Carrier>, Failure> {
    let bad = |text: String| Failure::new(Cause::Tls, text);
    let config = Arc::new(base::tls::client_config().map_err(bad)?);
    let name = ServerName::try_from(server.host.clone()).map_err(|error| bad(error.to_string()))?;
    match timeout(patience, TlsConnector::from(config).connect(name, carrier)).await {
        Ok(Ok(stream)) => Ok(Box::new(stream)),
        // rustls says so of what is wrong with the handshake, the system of what is wrong with the line.
        Ok(Err(error)) if error.kind() == io::ErrorKind::InvalidData => {
            let words = BadCertificate::of(&error).map_or_else(
                || format!("TLS with {} failed: {error}", server.host),
                |wrong| wrong.to_string(),
            );
            Err(bad(words))
        }
        Ok(Err(error)) => Err(Failure::new(Cause::Unreachable, error.to_string())),
        Err(_) => Err(Failure::new(Cause::Unreachable, "the TLS handshake did not end in time")),
    }
}

/// By PLAIN (RFC 4616), which takes any characters, or by LOGIN.
async fn sign_in(server: &ImapServer, session: &mut Session) -> Result<(), Failure> {
    let ImapServer { user, password, .. } = server;
    let offered = session.capabilities().await?;
    let offers = |name: &str| offered.iter().any(|word| word.eq_ignore_ascii_case(name));
    let ended = if offers("AUTH=PLAIN") {
        let secret = Zeroizing::new(format!("\0{user}\0{}", password.as_str()));
        let secret = Zeroizing::new(STANDARD.encode(secret.as_bytes()));
        session.authenticate(&secret).await?
    } else if offers("LOGINDISABLED") {
        let text = "the server lets nobody in by a password here: use imaps:// or tls=required";
        return Err(Failure::new(Cause::SignIn, text));
    } else if user.is_ascii() && password.is_ascii() {
        let command = Zeroizing::new(format!("LOGIN {} {}", quoted(user), quoted(password)));
        session.command(&command).await?.ended
    } else {
        let text = "the server takes no user and password but in ASCII";
        return Err(Failure::new(Cause::SignIn, text));
    };
    match ended {
        Answer::Ok => Ok(()),
        Answer::No(words) => {
            // RFC 5530 §3: it may let us in later.
            let cause = if words.contains("UNAVAILABLE") { Cause::Server } else { Cause::SignIn };
            // Some servers repeat what they did not take.
            Err(Failure::new(cause, words.replace(password.as_str(), "***")))
        }
    }
}
