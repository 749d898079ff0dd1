//! From the name of a domain to a session with one of its servers.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use super::Inner;
use super::servers::{self, Servers};
use super::sts::{Mode, Policy};
use crate::base::clock::Timestamp;
use crate::mail::dns::{Answer, Ask as _};
use crate::mail::reason::classify;
use crate::mail::smtp::{
    Cause, Connector, Deadlines, Event, Failure, Kind, Phase, Session, SmtpServer, TlsMode, Transcript,
};

/// Addresses that are tried for one session; of one server no more than [`OF_ONE`].
const MOST: usize = 5;
const OF_ONE: usize = 2;
/// The longest for one connection, and for all that is tried.
const CONNECT: Duration = Duration::from_secs(20);
const WHOLE: Duration = Duration::from_mins(5);

/// A session that is to be opened.
pub(super) struct Opening<'a> {
    pub(super) domain: &'a str,
    pub(super) deadlines: Deadlines,
    pub(super) transcript: Option<Transcript>,
    /// Who is asked after all others.
    pub(super) left: Option<IpAddr>,
    pub(super) now: Timestamp,
    /// Any random number.
    pub(super) roll: u64,
}

/// What servers are given to answer (RFC 5321 §4.5.3.2), but for the connection: there are others.
pub(super) fn patient() -> Deadlines {
    Deadlines { connect: CONNECT, ..Deadlines::default() }
}

/// Nobody hands out sessions any more.
#[must_use]
pub fn no_session() -> Failure {
    away(Phase::Hello, "the sender is stopping")
}

/// A failure that the recipient's side gives: nobody here can mend it by other settings.
#[must_use]
pub fn theirs(failure: Failure) -> Failure {
    let (kind, cause) = match (failure.phase, failure.cause) {
        // It may be out.
        _ if failure.kind == Kind::Unknown => (failure.kind, failure.cause),
        (_, Cause::NoTls | Cause::Tls | Cause::TheirTls) => (Kind::Temporary, Cause::TheirTls),
        (Phase::Connect | Phase::Banner | Phase::Hello | Phase::Tls, _)
        | (_, Cause::Unreachable | Cause::Broken | Cause::TooLate | Cause::Gibberish) => {
            (Kind::Temporary, Cause::TheirServer)
        }
        // A no to the portal's own address is about the portal, and only there.
        (Phase::Mail, Cause::Refused) if failure.kind == Kind::Configuration => {
            (Kind::Permanent, Cause::TheirPolicy)
        }
        (_, Cause::Refused) if failure.kind == Kind::Permanent && classify(&failure).is_about_sender() => {
            (Kind::Permanent, Cause::TheirPolicy)
        }
        (_, cause) => (failure.kind, cause),
    };
    Failure { kind, cause, ..failure }
}

/// What is the matter with the servers of a domain, for now. No connection failed, so it says nothing about the way
/// out of here: the phase is a later one.
fn away(phase: Phase, text: impl Into<String>) -> Failure {
    let (kind, cause) = (Kind::Temporary, Cause::TheirServer);
    Failure { phase, kind, cause, reply: None, text: text.into() }
}

/// The domain takes no mail: the address is wrong (RFC 3463 §3.2, X.1.2 and X.1.10).
fn no_mail(text: impl Into<String>) -> Failure {
    let (phase, kind, cause) = (Phase::Rcpt, Kind::Permanent, Cause::BadAddress);
    Failure { phase, kind, cause, reply: None, text: text.into() }
}

/// The addresses of a server that are tried, no more than `most`; where it has more, each has its turn at another
/// attempt.
fn some_of(mut addresses: Vec<IpAddr>, most: usize, roll: u64) -> Vec<IpAddr> {
    if addresses.len() > OF_ONE {
        let turn = usize::try_from(roll).unwrap_or_default() % addresses.len();
        addresses.rotate_left(turn);
    }
    addresses.truncate(most.min(OF_ONE));
    addresses
}

impl Inner {
    /// Opens a session with the first of the domain's servers that is there.
    pub(super) async fn open(&self, opening: &Opening<'_>) -> Result<Session, Failure> {
        let whole = tokio::time::timeout(WHOLE, self.open_one(opening)).await;
        whole.unwrap_or_else(|_| Err(away(Phase::Hello, "no server of the domain was ready in time")))
    }

    async fn open_one(&self, opening: &Opening<'_>) -> Result<Session, Failure> {
        let domain = opening.domain;
        if let Some(ip) = servers::literal(domain) {
            let addresses = self.allowed(domain, vec![ip])?;
            return self.try_addresses(opening, domain, &addresses, None).await;
        }
        let policy = self.sts.policy(&self.resolver, domain, opening.now).await;
        let hosts = self.hosts(opening, policy.as_ref()).await?;
        let (mut tried, mut last, mut left) = (0, None, None);
        for host in &hosts {
            let outcome = match self.addresses_of(domain, host).await {
                Ok(mut addresses) if tried < MOST => {
                    let all = addresses.len();
                    addresses.retain(|ip| Some(*ip) != opening.left);
                    if addresses.len() < all {
                        left = Some(host);
                    }
                    if addresses.is_empty() {
                        continue;
                    }
                    let addresses = some_of(addresses, MOST - tried, opening.roll);
                    tried += addresses.len();
                    self.try_addresses(opening, host, &addresses, policy.as_ref()).await
                }
                Ok(_) => break,
                Err(failure) => {
                    opening.note(Event::NoAddress(host.clone()));
                    Err(failure)
                }
            };
            match outcome {
                Ok(session) => return Ok(session),
                Err(failure) => last = Some(failure),
            }
        }
        if let (Some(host), Some(ip)) = (left, opening.left) {
            return self.try_addresses(opening, host, &[ip], policy.as_ref()).await;
        }
        Err(last.unwrap_or_else(|| away(Phase::Hello, format!("{domain} has no mail server"))))
    }

    /// The names of the servers that may be asked, in their order.
    async fn hosts(&self, opening: &Opening<'_>, policy: Option<&Policy>) -> Result<Vec<String>, Failure> {
        let domain = opening.domain;
        let hosts = match servers::look(&self.resolver, domain, &self.hello_name, opening.roll).await {
            Servers::These(hosts) => hosts,
            Servers::Itself => vec![domain.to_owned()],
            Servers::Refuses => return Err(no_mail(format!("{domain} takes no mail (null MX, RFC 7505)"))),
            Servers::Unusable => {
                let text =
                    format!("no server in the MX records of {domain} can be used, or only this portal");
                return Err(away(Phase::Hello, text));
            }
            Servers::Silent => {
                let text = format!("DNS does not say at present which servers take the mail of {domain}");
                return Err(away(Phase::Hello, text));
            }
        };
        opening.note(Event::Servers { domain: domain.to_owned(), hosts: hosts.clone() });
        let Some(policy) = policy else { return Ok(hosts) };
        let (named, others): (Vec<_>, Vec<_>) = hosts.into_iter().partition(|host| policy.names(host));
        if !others.is_empty() {
            tracing::warn!(domain, ?others, "MX records name servers that the domain's policy does not");
        }
        match policy.mode {
            Mode::Enforce if named.is_empty() => {
                let text = format!("the policy of {domain} (MTA-STS) names none of its servers");
                Err(Failure { cause: Cause::TheirTls, ..away(Phase::Tls, text) })
            }
            Mode::Enforce => {
                opening.note(Event::Policy);
                Ok(named)
            }
            Mode::Testing | Mode::None => Ok(named.into_iter().chain(others).collect()),
        }
    }

    /// Where a server is, as far as it may be spoken to.
    async fn addresses_of(&self, domain: &str, host: &str) -> Result<Vec<IpAddr>, Failure> {
        match self.resolver.addresses(host).await {
            Answer::Found(addresses) => self.allowed(host, addresses),
            Answer::Missing if host == domain => {
                Err(no_mail(format!("there is no domain {domain} with mail")))
            }
            Answer::Missing => Err(away(Phase::Hello, format!("{host} has no address"))),
            Answer::Silent => Err(away(Phase::Hello, format!("DNS does not say at present where {host} is"))),
        }
    }

    fn allowed(&self, host: &str, addresses: Vec<IpAddr>) -> Result<Vec<IpAddr>, Failure> {
        let (allowed, refused): (Vec<_>, Vec<_>) = addresses.into_iter().partition(|ip| self.guard.lets(*ip));
        match refused.first() {
            Some(ip) if allowed.is_empty() => {
                let text = format!(
                    "{host} is at {ip}, inside of a network of one's own: no letter goes there unless \
                     mail.direct_networks lets it"
                );
                Err(away(Phase::Hello, text))
            }
            _ => Ok(allowed),
        }
    }

    async fn try_addresses(
        &self,
        opening: &Opening<'_>,
        host: &str,
        addresses: &[IpAddr],
        policy: Option<&Policy>,
    ) -> Result<Session, Failure> {
        let mut last = None;
        for ip in addresses {
            let address = SocketAddr::new(*ip, self.port);
            opening.note(Event::Connecting { host: host.to_owned(), address });
            match self.attempt(opening, host, address, policy).await {
                Ok(session) => return Ok(session),
                Err(failure) => {
                    let text = format!("{host} ({ip}): {}", failure.text);
                    last = Some(theirs(Failure { text, ..failure }));
                }
            }
        }
        Err(last.unwrap_or_else(|| away(Phase::Hello, format!("{host} has no address"))))
    }

    /// One try, or two: where nobody asked for TLS, and it fails, it is better than nothing to do without (RFC 7435).
    async fn attempt(
        &self,
        opening: &Opening<'_>,
        host: &str,
        address: SocketAddr,
        policy: Option<&Policy>,
    ) -> Result<Session, Failure> {
        if policy.is_some_and(|policy| policy.mode == Mode::Enforce) {
            return self.connect(opening, host, address, TlsMode::Required).await;
        }
        match self.connect(opening, host, address, TlsMode::Opportunistic).await {
            Err(failure) if failure.phase == Phase::Tls => {
                opening.note(Event::WithoutTls);
                self.connect(opening, host, address, TlsMode::None).await
            }
            done => done,
        }
    }

    async fn connect(
        &self,
        opening: &Opening<'_>,
        host: &str,
        address: SocketAddr,
        mode: TlsMode,
    ) -> Result<Session, Failure> {
        let unusable = |why: String| away(Phase::Hello, why);
        let name = host.trim_start_matches('[').trim_end_matches(']');
        let name = name.strip_prefix("IPv6:").unwrap_or(name);
        let server = SmtpServer::new(name, Some(self.port), mode, None);
        let server = server.map_err(|_| unusable(format!("{host} is no name of a server")))?;
        let is_verified = mode == TlsMode::Required;
        let tls = Arc::clone(if is_verified { &self.tls } else { &self.unverified_tls });
        let connector = Connector::with(server, &self.hello_name, Some(tls)).map_err(unusable)?;
        let connector = if is_verified { connector } else { connector.unverified() };
        let connector = connector.with_deadlines(opening.deadlines).at(address);
        match opening.transcript.clone() {
            Some(transcript) => connector.with_transcript(transcript).connect().await,
            None => connector.connect().await,
        }
    }
}

impl Opening<'_> {
    /// For whoever reads what was said.
    fn note(&self, event: Event) {
        if let Some(transcript) = &self.transcript {
            transcript.note(event);
        }
    }
}
