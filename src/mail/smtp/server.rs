//! Which mail server, as `mail.smtp_url` names it.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use zeroize::Zeroizing;

/// When the connection is encrypted. A certificate is verified wherever there is one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TlsMode {
    /// From the first byte: `smtps://`, port 465.
    Implicit,
    /// By STARTTLS, or nothing is sent.
    Required,
    /// By STARTTLS where it is offered: protects from listeners, not from those who cut it out.
    Opportunistic,
    /// Never: for a server on the same machine.
    None,
}

/// The name and password to sign in with.
#[derive(Clone)]
pub(super) struct Credentials {
    pub(super) user: String,
    pub(super) password: Zeroizing<String>,
}

/// A mail server and how to reach it.
#[derive(Clone)]
pub struct SmtpServer {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: TlsMode,
    pub(super) credentials: Option<Credentials>,
}

/// What is wrong with `mail.smtp_url`, and what to write instead.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum UrlProblem {
    /// Neither `smtp://` nor `smtps://`.
    #[error(
        "mail.smtp_url: begin with smtp:// or smtps://, for example smtp://user:password@mail.example:587"
    )]
    Scheme,
    /// No host, or none that can be looked up.
    #[error("mail.smtp_url: write the mail server's name after //, for example smtp://mail.example:25")]
    Host,
    /// A port that is not one.
    #[error("mail.smtp_url: the port is a number from 1 to 65535, for example 25, 465 or 587")]
    Port,
    /// A user without a password, or characters that should be written as `%` and two digits.
    #[error(
        "mail.smtp_url: write user:password before @; in them write @ as %40, : as %3A, / as %2F, % as %25"
    )]
    Credentials,
    /// A value of `tls` that is none.
    #[error("mail.smtp_url: tls is required, opportunistic or none, and only with smtp://")]
    Tls,
    /// Something after `?` besides `tls`, or a path.
    #[error("mail.smtp_url: after the port only ?tls=required, ?tls=opportunistic or ?tls=none may follow")]
    Rest,
    /// The password would travel in the clear.
    #[error("mail.smtp_url: a password needs TLS: remove tls=none, or let the server accept mail without it")]
    PasswordInTheClear,
}

impl SmtpServer {
    /// The host, in ASCII.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// When the connection is encrypted.
    #[must_use]
    pub fn tls(&self) -> TlsMode {
        self.tls
    }

    /// Whether nobody else can listen in.
    pub(super) fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }
}

impl fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpServer({self}, {:?})", self.tls)
    }
}

/// Without the name and the password.
impl fmt::Display for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = if self.credentials.is_some() { "***@" } else { "" };
        let scheme = if self.tls == TlsMode::Implicit { "smtps" } else { "smtp" };
        if self.host.contains(':') {
            write!(f, "{scheme}://{who}[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{scheme}://{who}{}:{}", self.host, self.port)
        }
    }
}

impl FromStr for SmtpServer {
    type Err = UrlProblem;

    fn from_str(url: &str) -> Result<Self, UrlProblem> {
        let (scheme, rest) = url.trim().split_once("://").ok_or(UrlProblem::Scheme)?;
        let implicit = match scheme.to_ascii_lowercase().as_str() {
            "smtp" => false,
            "smtps" => true,
            _ => return Err(UrlProblem::Scheme),
        };
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (who, place) = rest.rsplit_once('@').map_or((None, rest), |(who, place)| (Some(who), place));
        let (host, port) = host_and_port(place.strip_suffix('/').unwrap_or(place))?;
        let credentials = who.map(credentials).transpose()?;
        let tls = tls(implicit, query, is_loopback(&host))?;
        if credentials.is_some() && tls == TlsMode::None && !is_loopback(&host) {
            return Err(UrlProblem::PasswordInTheClear);
        }
        let port = port.unwrap_or(match (implicit, &credentials) {
            (true, _) => 465,
            (false, Some(_)) => 587,
            (false, None) => 25,
        });
        Ok(Self { host, port, tls, credentials })
    }
}

fn tls(implicit: bool, query: &str, loopback: bool) -> Result<TlsMode, UrlProblem> {
    match (query, implicit) {
        ("", true) => Ok(TlsMode::Implicit),
        ("", false) if loopback => Ok(TlsMode::None),
        ("" | "tls=required", false) => Ok(TlsMode::Required),
        ("tls=opportunistic", false) => Ok(TlsMode::Opportunistic),
        ("tls=none", false) => Ok(TlsMode::None),
        (query, _) if query.starts_with("tls=") => Err(UrlProblem::Tls),
        _ => Err(UrlProblem::Rest),
    }
}

fn host_and_port(place: &str) -> Result<(String, Option<u16>), UrlProblem> {
    if place.contains('/') {
        return Err(UrlProblem::Rest);
    }
    let (host, port) = match place.strip_prefix('[') {
        Some(v6) => {
            let (host, rest) = v6.split_once(']').ok_or(UrlProblem::Host)?;
            (host, rest.strip_prefix(':'))
        }
        None => place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port))),
    };
    let port =
        port.map(|port| port.parse().ok().filter(|port| *port != 0).ok_or(UrlProblem::Port)).transpose()?;
    if host.parse::<IpAddr>().is_ok() {
        return Ok((host.to_owned(), port));
    }
    let host = idna::domain_to_ascii(host).map_err(|_| UrlProblem::Host)?;
    match rustls::pki_types::ServerName::try_from(host.as_str()) {
        Ok(_) => Ok((host, port)),
        Err(_) => Err(UrlProblem::Host),
    }
}

fn credentials(who: &str) -> Result<Credentials, UrlProblem> {
    let (user, password) = who.split_once(':').ok_or(UrlProblem::Credentials)?;
    let credentials = Credentials { user: decoded(user)?, password: Zeroizing::new(decoded(password)?) };
    // NUL separates the parts of AUTH PLAIN (RFC 4616).
    let bad = |text: &str| text.is_empty() || text.contains('\0');
    if bad(&credentials.user) || bad(&credentials.password) {
        return Err(UrlProblem::Credentials);
    }
    Ok(credentials)
}

/// Undoes percent-encoding (RFC 3986 §2.1).
fn decoded(text: &str) -> Result<String, UrlProblem> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (digit(), digit()) {
            (Some(high), Some(low)) => out.push(high * 16 + low),
            _ => return Err(UrlProblem::Credentials),
        }
    }
    String::from_utf8(out).map_err(|_| UrlProblem::Credentials)
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(url: &str) -> SmtpServer {
        url.parse().unwrap_or_else(|problem| panic!("{url}: {problem}"))
    }

    #[test]
    fn urls_name_a_server() {
        for (url, shown, tls) in [
            ("smtp://mail.example:25", "smtp://mail.example:25", TlsMode::Required),
            ("smtp://mail.example", "smtp://mail.example:25", TlsMode::Required),
            ("smtp://mail.example?tls=none", "smtp://mail.example:25", TlsMode::None),
            ("smtp://mail.example:25/?tls=opportunistic", "smtp://mail.example:25", TlsMode::Opportunistic),
            ("SMTPS://u:p@mail.example", "smtps://***@mail.example:465", TlsMode::Implicit),
            ("smtp://u:p@mail.example", "smtp://***@mail.example:587", TlsMode::Required),
            ("smtp://127.0.0.1:1025", "smtp://127.0.0.1:1025", TlsMode::None),
            ("smtp://u:p@localhost", "smtp://***@localhost:587", TlsMode::None),
            ("smtp://localhost?tls=required", "smtp://localhost:25", TlsMode::Required),
            ("smtp://[::1]:25", "smtp://[::1]:25", TlsMode::None),
            ("smtp://почта.рф", "smtp://xn--80a1acny.xn--p1ai:25", TlsMode::Required),
        ] {
            let server = parsed(url);
            assert_eq!((server.to_string().as_str(), server.tls), (shown, tls), "{url}");
        }
    }

    #[test]
    fn a_password_is_decoded_and_never_shown() {
        let server = parsed("smtp://anna%40romashka.ru:p%40ss%3Aw%2Ford@mail.example");
        let credentials = server.credentials.clone().unwrap();
        assert_eq!(
            (credentials.user.as_str(), credentials.password.as_str()),
            ("anna@romashka.ru", "p@ss:w/ord")
        );
        let shown = format!("{server:?} {server}");
        assert!(!shown.contains("ss:w") && !shown.contains("anna"), "{shown}");
    }

    #[test]
    fn mistakes_are_named() {
        for (url, problem) in [
            ("mail.example:25", UrlProblem::Scheme),
            ("http://mail.example", UrlProblem::Scheme),
            ("smtp://", UrlProblem::Host),
            ("smtp://a b", UrlProblem::Host),
            ("smtp://mail.example:0", UrlProblem::Port),
            ("smtp://mail.example:99999", UrlProblem::Port),
            ("smtp://user@mail.example", UrlProblem::Credentials),
            ("smtp://user:@mail.example", UrlProblem::Credentials),
            ("smtp://user:100%@mail.example", UrlProblem::Credentials),
            ("smtp://mail.example?tls=maybe", UrlProblem::Tls),
            ("smtps://mail.example?tls=none", UrlProblem::Tls),
            ("smtp://mail.example?tsl=none", UrlProblem::Rest),
            ("smtp://mail.example/path", UrlProblem::Rest),
            ("smtp://u:p@mail.example?tls=none", UrlProblem::PasswordInTheClear),
        ] {
            let found = url.parse::<SmtpServer>().map(|_| ()).unwrap_err();
            assert_eq!(found, problem, "{url}");
            assert!(found.to_string().starts_with("mail.smtp_url: "));
        }
    }
}
