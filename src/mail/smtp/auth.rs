//! Signing in: PLAIN (RFC 4616) or, for old servers, LOGIN. Only where nobody listens.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use smtp_proto::{AUTH_LOGIN, AUTH_PLAIN};
use zeroize::Zeroizing;

use super::failure::{Cause, Failure, Kind, Phase};
use super::reply::Reply;
use super::server::Credentials;
use super::transcript::Event;
use super::wire::Wire;

/// «Go on», said between the steps (RFC 4954 §4).
const GO_ON: u16 = 334;

/// Signs in by what the server offers.
pub(super) async fn sign_in(
    wire: &mut Wire,
    limit: Duration,
    credentials: &Credentials,
    offered: u64,
) -> Result<(), Failure> {
    // Some tell in their refusal what they were given.
    wire.hide(&credentials.password);
    wire.hide(&Zeroizing::new(STANDARD_NO_PAD.encode(credentials.password.as_bytes())));
    let reply = if offered & AUTH_PLAIN != 0 {
        plain(wire, limit, credentials).await?
    } else if offered & AUTH_LOGIN != 0 {
        login(wire, limit, credentials).await?
    } else {
        wire.note(Event::NoSignIn);
        let text = format!(
            "{}: remove user and password from mail.smtp_url, or use the port for submission, 587 or 465",
            Event::NoSignIn
        );
        return Err(Failure::new(Phase::Auth, Kind::Configuration, Cause::NoSignIn, text));
    };
    if reply.is_positive() { Ok(()) } else { Err(Failure::refused(Phase::Auth, reply)) }
}

async fn plain(wire: &mut Wire, limit: Duration, credentials: &Credentials) -> Result<Reply, Failure> {
    let Credentials { user, password } = credentials;
    let secret = Zeroizing::new(format!("\0{user}\0{}", password.as_str()));
    let secret = Zeroizing::new(STANDARD.encode(secret.as_bytes()));
    let reply = ask(wire, limit, "AUTH PLAIN ", &secret).await?;
    // Some servers want the secret as a step of its own.
    if reply.code == GO_ON { ask(wire, limit, "", &secret).await } else { Ok(reply) }
}

async fn login(wire: &mut Wire, limit: Duration, credentials: &Credentials) -> Result<Reply, Failure> {
    wire.say(Phase::Auth, limit, "AUTH LOGIN\r\n").await?;
    let mut reply = wire.hear(Phase::Auth, limit).await?;
    for secret in [credentials.user.as_str(), credentials.password.as_str()] {
        if reply.code != GO_ON {
            return Ok(reply);
        }
        reply = ask(wire, limit, "", &Zeroizing::new(STANDARD.encode(secret))).await?;
    }
    Ok(reply)
}

async fn ask(wire: &mut Wire, limit: Duration, command: &str, secret: &str) -> Result<Reply, Failure> {
    wire.say_secretly(Phase::Auth, limit, command, secret).await?;
    wire.hear(Phase::Auth, limit).await
}
