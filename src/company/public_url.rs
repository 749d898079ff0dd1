//! The address of the portal: the only source of links in letters.

use std::net::{IpAddr, Ipv6Addr};

/// The address in `typed` as it is kept: scheme, host and, where it is not the usual one, port;
/// nothing after them. `None` where it is no such address.
#[must_use]
pub fn parse(typed: &str) -> Option<String> {
    let (scheme, rest) = typed.trim().split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let usual = match scheme.as_str() {
        "https" => 443,
        "http" => 80,
        _ => return None,
    };
    let (host, port) = split_port(rest.trim_end_matches('/'))?;
    let host = host_name(host)?;
    Some(match port {
        Some(port) if port != usual => format!("{scheme}://{host}:{port}"),
        _ => format!("{scheme}://{host}"),
    })
}

/// The same of what a person typed, who may have left out what stands before the name: `https://`, or
/// `http://` where there can be no certificate.
#[must_use]
pub fn typed(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains("://") {
        return parse(text);
    }
    let (name, _) = split_port(text.trim_end_matches('/'))?;
    let is_number = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
    match (is_number || name == "localhost", name.contains('.')) {
        (true, _) => parse(&format!("http://{text}")),
        (false, true) => parse(&format!("https://{text}")),
        (false, false) => None,
    }
}

/// The host of an address such as `https://portal.example:8443`, with its port, as it stands in the
/// Host header.
#[must_use]
pub fn host_of(url: &str) -> String {
    url.split_once("://").map_or(url, |(_, host)| host).to_ascii_lowercase()
}

/// The same without the port: a name for letters and for DNS.
#[must_use]
pub fn name_of(url: &str) -> String {
    let host = host_of(url);
    split_port(&host).map_or(host.as_str(), |(host, _)| host).to_owned()
}

/// Where a program connects to: the name or number, and the port.
#[must_use]
pub fn place_of(url: &str) -> (String, u16) {
    let usual = if url.starts_with("https://") { 443 } else { 80 };
    let host = host_of(url);
    let (name, port) = split_port(&host).unwrap_or((&host, None));
    (name.trim_start_matches('[').trim_end_matches(']').to_owned(), port.unwrap_or(usual))
}

/// What the portal at this address calls itself towards a mail server: its name, or its number in
/// brackets (RFC 5321 §4.1.3).
#[must_use]
pub fn hello_name(url: &str) -> String {
    let host = host_of(url);
    let host = split_port(&host).map_or(host.as_str(), |(host, _)| host);
    match host.trim_start_matches('[').trim_end_matches(']').parse() {
        Ok(IpAddr::V4(ip)) => format!("[{ip}]"),
        Ok(IpAddr::V6(ip)) => format!("[IPv6:{ip}]"),
        Err(_) => host.to_owned(),
    }
}

fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => {
            let is_number = port.bytes().all(|b| b.is_ascii_digit());
            let port = port.parse().ok().filter(|port| is_number && *port > 0)?;
            Some((host, Some(port)))
        }
        _ => Some((authority, None)),
    }
}

fn host_name(host: &str) -> Option<String> {
    if let Some(inner) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return inner.parse::<Ipv6Addr>().ok().map(|ip| format!("[{ip}]"));
    }
    idna::domain_to_ascii_strict(host).ok().filter(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{hello_name, name_of, parse, place_of, typed};

    #[test]
    fn addresses_are_kept_in_one_form() {
        for (typed, kept) in [
            (" https://Portal.Example/ ", "https://portal.example"),
            ("HTTPS://portal.example:443", "https://portal.example"),
            ("https://portal.example:8443", "https://portal.example:8443"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
            ("https://портал.рф", "https://xn--80awhdgm.xn--p1ai"),
        ] {
            assert_eq!(parse(typed).as_deref(), Some(kept), "{typed}");
        }
    }

    #[test]
    fn the_scheme_may_be_left_out_by_people() {
        for (text, kept) in [
            (" Portal.Example/ ", Some("https://portal.example")),
            ("portal.example:8443", Some("https://portal.example:8443")),
            ("localhost:8080", Some("http://localhost:8080")),
            ("192.168.0.7:8080", Some("http://192.168.0.7:8080")),
            ("http://portal.example", Some("http://portal.example")),
            ("portal", None),
            ("portal.example/path", None),
            ("ftp://portal.example", None),
            ("javascript:alert(1)", None),
        ] {
            assert_eq!(typed(text).as_deref(), kept, "{text}");
        }
    }

    #[test]
    fn a_mail_server_is_greeted_by_name_or_number() {
        for (url, name) in [
            ("https://portal.example:8443", "portal.example"),
            ("http://localhost:8080", "localhost"),
            ("http://127.0.0.1:80", "[127.0.0.1]"),
            ("http://[::1]:8080", "[IPv6:::1]"),
        ] {
            assert_eq!(hello_name(url), name);
        }
    }

    #[test]
    fn a_name_is_told_from_its_port() {
        for (url, name, place) in [
            ("https://portal.example", "portal.example", ("portal.example", 443)),
            ("http://localhost:8080", "localhost", ("localhost", 8080)),
            ("http://[::1]:8080", "[::1]", ("::1", 8080)),
            ("http://[::1]", "[::1]", ("::1", 80)),
        ] {
            assert_eq!(name_of(url), name);
            assert_eq!(place_of(url), (place.0.to_owned(), place.1));
        }
    }

    #[test]
    fn what_is_no_address_of_a_portal() {
        for typed in [
            "",
            "portal.example",
            "ftp://portal.example",
            "https://",
            "https://portal.example/path",
            "https://portal.example?x",
            "https://user@portal.example",
            "https://portal example",
            "https://portal.example:port",
            "https://portal.example:+80",
            "https://portal.example:0",
            "https://portal.example:99999",
            "javascript://x%0aalert(1)",
            "https://a\r\nHost: b",
        ] {
            assert_eq!(parse(typed), None, "{typed}");
        }
    }
}
