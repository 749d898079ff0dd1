//! From where a request comes. Behind a proxy the peer is the proxy, and whom it speaks for stands in
//! `X-Forwarded-For`; anybody can write that header, so only a proxy that the settings name is believed
//! (ASVS 4.1.3).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{Extensions, HeaderMap, HeaderName, header};

use crate::base::networks::Networks;
use crate::portal::SharedPortal;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// What proxies leave behind, each its own.
const TRACES: [HeaderName; 4] =
    [FORWARDED_FOR, HeaderName::from_static("x-real-ip"), header::FORWARDED, header::VIA];

/// Where a request comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Client {
    /// The network address.
    pub ip: IpAddr,
    /// Whether a proxy passed it on, known or not.
    pub by_proxy: bool,
}

impl Client {
    /// What the outermost layer found out about a request.
    #[must_use]
    pub fn of(extensions: &Extensions) -> Self {
        let unknown = Self { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), by_proxy: false };
        extensions.get().copied().unwrap_or(unknown)
    }

    fn behind(peer: IpAddr, headers: &HeaderMap, proxies: &Networks) -> Self {
        Self {
            ip: furthest_known(peer, headers, proxies),
            by_proxy: TRACES.iter().any(|name| headers.contains_key(name)),
        }
    }
}

/// Finds out where a request comes from, for all that comes after.
pub async fn tell(State(portal): State<SharedPortal>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() {
        let peer = peer.ip().to_canonical();
        let client = Client::behind(peer, request.headers(), &portal.config.trusted_proxies);
        request.extensions_mut().insert(client);
    }
    next.run(request).await
}

/// Back along the chain of proxies, as long as each is a known one: each adds on the right whom it had
/// before it, so that what a stranger wrote himself stands further left than it is read.
fn furthest_known(peer: IpAddr, headers: &HeaderMap, proxies: &Networks) -> IpAddr {
    let lines: Vec<&str> =
        headers.get_all(FORWARDED_FOR).iter().map(|line| line.to_str().unwrap_or_default()).collect();
    let mut before = lines.iter().flat_map(|line| line.split(',')).rev().map(address);
    let mut here = peer;
    while proxies.contains(here) {
        match before.next() {
            Some(Some(ip)) => here = ip,
            Some(None) | None => break,
        }
    }
    here
}

/// An address, perhaps with a port, as some proxies write it.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let ip = text.parse().or_else(|_| text.parse().map(|socket: SocketAddr| socket.ip()));
    ip.ok().map(|ip| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn only_known_proxies_are_believed() {
        let proxies = Networks::parse("127.0.0.1, 10.0.0.0/8").unwrap();
        for (peer, lines, client) in [
            ("127.0.0.1", &["203.0.113.7"][..], "203.0.113.7"),
            ("127.0.0.1", &["198.51.100.1, 203.0.113.7"], "203.0.113.7"),
            ("127.0.0.1", &["198.51.100.1, 203.0.113.7, 10.0.0.3"], "203.0.113.7"),
            ("127.0.0.1", &["198.51.100.1", "203.0.113.7:4711"], "203.0.113.7"),
            ("127.0.0.1", &["[2001:db8::1]:4711"], "2001:db8::1"),
            ("::ffff:127.0.0.1", &["203.0.113.7"], "203.0.113.7"),
            ("203.0.113.9", &["198.51.100.1"], "203.0.113.9"),
            ("127.0.0.1", &["198.51.100.1, unknown"], "127.0.0.1"),
            ("127.0.0.1", &["10.0.0.1, 10.0.0.2"], "10.0.0.1"),
            ("127.0.0.1", &[], "127.0.0.1"),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(FORWARDED_FOR, HeaderValue::from_static(line));
            }
            let peer = peer.parse::<IpAddr>().unwrap().to_canonical();
            let found = Client::behind(peer, &headers, &proxies);
            assert_eq!(found.ip, client.parse::<IpAddr>().unwrap(), "{peer} {lines:?}");
            assert_eq!(found.by_proxy, !lines.is_empty());
        }
    }
}
