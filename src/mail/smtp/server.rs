//! Which mail server, as `mail.smtp_url` names it.

use std::fmt::{self, Write as _};
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

impl TlsMode {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Implicit, Self::Required, Self::Opportunistic, Self::None];

    /// The word for it in forms, and after `tls=`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Implicit => "implicit",
            Self::Required => "required",
            Self::Opportunistic => "opportunistic",
            Self::None => "none",
        }
    }

    /// The mode of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }
}

/// The name and password to sign in with.
#[derive(Clone, Eq, PartialEq)]
pub(super) struct Credentials {
    pub(super) user: String,
    pub(super) password: Zeroizing<String>,
}

/// A mail server and how to reach it.
#[derive(Clone, Eq, PartialEq)]
pub struct SmtpServer {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: TlsMode,
    pub(super) credentials: Option<Credentials>,
}

/// What is wrong with `mail.smtp_url`, and what to write instead.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum UrlProblem {
    /// Neither `smtp://` nor `smtps://`, nor `direct:`, which names no server.
    #[error(
        "mail.smtp_url: begin with smtp:// or smtps://, for example smtp://user:password@mail.example:587, or write \
         direct: to send straight to the recipients' servers"
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
    /// A server by its parts; `sign_in` is name and password. Where no port is named, it is the usual
    /// one.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn new(
        host: &str,
        port: Option<u16>,
        tls: TlsMode,
        sign_in: Option<(&str, &str)>,
    ) -> Result<Self, UrlProblem> {
        let host = host_name(host)?;
        let credentials = sign_in.map(|(user, password)| Credentials::new(user, password)).transpose()?;
        if credentials.is_some() && tls == TlsMode::None && !is_loopback(&host) {
            return Err(UrlProblem::PasswordInTheClear);
        }
        let port = match port {
            Some(0) => return Err(UrlProblem::Port),
            Some(port) => port,
            None if tls == TlsMode::Implicit => 465,
            None if credentials.is_some() => 587,
            None => 25,
        };
        Ok(Self { host, port, tls, credentials })
    }

    /// Everything about it, with the password, in the form that [`str::parse`] takes: to be sealed.
    #[must_use]
    pub fn to_url(&self) -> Zeroizing<String> {
        let mut url = Zeroizing::new(String::with_capacity(1024));
        url.push_str(if self.tls == TlsMode::Implicit { "smtps://" } else { "smtp://" });
        if let Some(Credentials { user, password }) = &self.credentials {
            encode(user, &mut url);
            url.push(':');
            encode(password, &mut url);
            url.push('@');
        }
        url.push_str(&self.place());
        if self.tls != TlsMode::Implicit {
            url.push_str("?tls=");
            url.push_str(self.tls.word());
        }
        url
    }

    /// The name to sign in with.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.credentials.as_ref().map(|credentials| credentials.user.as_str())
    }

    /// The password to sign in with: never to be shown.
    #[must_use]
    pub fn password(&self) -> Option<&str> {
        self.credentials.as_ref().map(|credentials| credentials.password.as_str())
    }

    /// Host and port, as they stand in an address.
    #[must_use]
    pub fn place(&self) -> String {
        place(&self.host, self.port)
    }

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
        write!(f, "{scheme}://{who}{}", self.place())
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
        let who = who.map(credentials).transpose()?;
        let tls = tls(implicit, query, is_loopback(host))?;
        Self::new(host, port, tls, who.as_ref().map(|(user, password)| (user.as_str(), password.as_str())))
    }
}

impl Credentials {
    fn new(user: &str, password: &str) -> Result<Self, UrlProblem> {
        // NUL separates the parts of AUTH PLAIN (RFC 4616).
        let bad = |text: &str| text.is_empty() || text.contains('\0');
        if bad(user) || bad(password) {
            return Err(UrlProblem::Credentials);
        }
        Ok(Self { user: user.to_owned(), password: Zeroizing::new(password.to_owned()) })
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

pub(in crate::mail) fn host_and_port(place: &str) -> Result<(&str, Option<u16>), UrlProblem> {
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
    let port = port.map(|port| port.parse().map_err(|_| UrlProblem::Port)).transpose()?;
    Ok((host, port))
}

/// Host and port, as they stand in an address: IPv6 in brackets (RFC 3986 §3.2.2).
pub(in crate::mail) fn place(host: &str, port: u16) -> String {
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

/// A name in ASCII, or an IP address.
pub(in crate::mail) fn host_name(host: &str) -> Result<String, UrlProblem> {
    if host.parse::<IpAddr>().is_ok() {
        return Ok(host.to_owned());
    }
    let host = idna::domain_to_ascii(host).map_err(|_| UrlProblem::Host)?;
    match rustls::pki_types::ServerName::try_from(host.as_str()) {
        Ok(_) => Ok(host),
        Err(_) => Err(UrlProblem::Host),
    }
}

pub(in crate::mail) fn credentials(who: &str) -> Result<(String, Zeroizing<String>), UrlProblem> {
    let (user, password) = who.split_once(':').ok_or(UrlProblem::Credentials)?;
    Ok((decoded(user)?, Zeroizing::new(decoded(password)?)))
}

/// Writes with percent-encoding what would mean something else in an address (RFC 3986 §2.1).
pub(in crate::mail) fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String can't fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// Undoes percent-encoding (RFC 3986 §2.1).
pub(in crate::mail) fn decoded(text: &str) -> Result<String, UrlProblem> {
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

pub(in crate::mail) fn is_loopback(host: &str) -> bool {
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
    fn a_server_can_be_written_down_and_read_again() {
        let sign_in = Some(("anna@romashka.ru", "p@ss:w/ord % пароль?#[]"));
        for (host, port, tls, sign_in) in [
            ("mail.example", None, TlsMode::Implicit, sign_in),
            ("mail.example", Some(2525), TlsMode::Required, sign_in),
            ("mail.example", Some(465), TlsMode::Opportunistic, sign_in),
            ("mail.example", None, TlsMode::None, None),
            ("localhost", None, TlsMode::Required, None),
            ("::1", Some(25), TlsMode::None, sign_in),
            ("почта.рф", None, TlsMode::Implicit, None),
        ] {
            let server = SmtpServer::new(host, port, tls, sign_in).unwrap();
            let url = server.to_url();
            assert!(parsed(&url) == server, "{}", url.as_str());
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (url, problem) in [
            ("mail.example:25", UrlProblem::Scheme),
            ("http://mail.example", UrlProblem::Scheme),
            ("smtp://", UrlProblem::Host),
            ("smtp://a b", UrlProblem::Host),
            ("smtp://mail.example:0", UrlProblem::Port),
            ("smtp://mail.example:", UrlProblem::Port),
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
