//! Which mailbox, as `mail.bounce_imap_url` names it.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use zeroize::Zeroizing;

use crate::mail::smtp::TlsMode;
use crate::mail::smtp::server::{self as parts, UrlProblem as Part};

/// The mailbox where none is named.
const INBOX: &str = "INBOX";

/// A mailbox and how to reach it.
#[derive(Clone, Eq, PartialEq)]
pub struct ImapServer {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: TlsMode,
    pub(super) user: String,
    pub(super) password: Zeroizing<String>,
    pub(super) mailbox: String,
}

/// What is wrong with `mail.bounce_imap_url`, and what to write instead.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum UrlProblem {
    /// Neither `imap://` nor `imaps://`.
    #[error(
        "mail.bounce_imap_url: begin with imaps:// or imap://, for example imaps://user:password@mail.example/INBOX"
    )]
    Scheme,
    /// No host, or none that can be looked up.
    #[error(
        "mail.bounce_imap_url: write the server's name after @, for example imaps://user:password@mail.example/INBOX"
    )]
    Host,
    /// A port that is not one.
    #[error("mail.bounce_imap_url: the port is a number from 1 to 65535, for example 993 or 143")]
    Port,
    /// No user or no password, or characters that should be written as `%` and two digits.
    #[error(
        "mail.bounce_imap_url: write user:password before @; in them write @ as %40, : as %3A, / as %2F, % as %25"
    )]
    Credentials,
    /// A name of a mailbox that can't be one.
    #[error(
        "mail.bounce_imap_url: write the mailbox after /, for example /INBOX; in it write @ as %40, % as %25"
    )]
    Mailbox,
    /// Something after `?` besides `tls`.
    #[error(
        "mail.bounce_imap_url: after the mailbox only ?tls=required or ?tls=none may follow, and only with imap://"
    )]
    Tls,
    /// The password would travel in the clear.
    #[error(
        "mail.bounce_imap_url: the password needs TLS: remove tls=none, which is for a server on this machine"
    )]
    PasswordInTheClear,
}

impl ImapServer {
    /// Host, port and mailbox, with nothing that is secret.
    #[must_use]
    pub fn place(&self) -> String {
        let scheme = if self.tls == TlsMode::Implicit { "imaps" } else { "imap" };
        format!("{scheme}://{}/{}", parts::place(&self.host, self.port), self.mailbox)
    }

    /// All that makes it this mailbox and no other, to be hashed.
    #[must_use]
    pub fn account(&self) -> String {
        format!("{}\n{}", self.place(), self.user)
    }

    /// The same with the password: to be hashed with a key.
    #[must_use]
    pub fn settings(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{}\n{:?}\n{}", self.account(), self.tls, self.password.as_str()))
    }

    /// The mailbox as it stands in a command: modified UTF-7 (RFC 3501 §5.1.3) in quotes.
    pub(super) fn quoted_mailbox(&self) -> String {
        quoted(&utf7(&self.mailbox))
    }
}

/// A string of IMAP (RFC 3501 §4.3).
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn utf7(text: &str) -> String {
    let mut out = String::new();
    let mut foreign = Vec::new();
    let flush = |foreign: &mut Vec<u8>, out: &mut String| {
        if !foreign.is_empty() {
            out.push('&');
            out.push_str(&STANDARD_NO_PAD.encode(&*foreign).replace('/', ","));
            out.push('-');
            foreign.clear();
        }
    };
    for c in text.chars() {
        if matches!(c, ' '..='~') {
            flush(&mut foreign, &mut out);
            out.push(c);
            if c == '&' {
                out.push('-');
            }
        } else {
            foreign.extend(c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()));
        }
    }
    flush(&mut foreign, &mut out);
    out
}

impl fmt::Debug for ImapServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImapServer({}, {:?})", self.place(), self.tls)
    }
}

impl FromStr for ImapServer {
    type Err = UrlProblem;

    fn from_str(url: &str) -> Result<Self, UrlProblem> {
        let (scheme, rest) = url.trim().split_once("://").ok_or(UrlProblem::Scheme)?;
        let implicit = match scheme.to_ascii_lowercase().as_str() {
            "imap" => false,
            "imaps" => true,
            _ => return Err(UrlProblem::Scheme),
        };
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (place, mailbox) = rest.split_once('/').unwrap_or((rest, ""));
        let (who, place) = place.rsplit_once('@').ok_or(UrlProblem::Credentials)?;
        let (user, password) = parts::credentials(who).map_err(|problem| of_part(&problem))?;
        // NUL separates the parts of PLAIN (RFC 4616), and a line ends a command.
        let is_bad = |text: &str| text.is_empty() || text.contains(['\0', '\r', '\n']);
        if is_bad(&user) || is_bad(&password) {
            return Err(UrlProblem::Credentials);
        }
        let (host, port) = parts::host_and_port(place).map_err(|problem| of_part(&problem))?;
        let host = parts::host_name(host).map_err(|problem| of_part(&problem))?;
        let tls = tls(implicit, query, parts::is_loopback(&host))?;
        let mailbox = parts::decoded(mailbox).map_err(|_| UrlProblem::Mailbox)?;
        if mailbox.chars().any(char::is_control) {
            return Err(UrlProblem::Mailbox);
        }
        let mailbox = if mailbox.is_empty() { INBOX.to_owned() } else { mailbox };
        let port = match port {
            Some(0) => return Err(UrlProblem::Port),
            Some(port) => port,
            None if implicit => 993,
            None => 143,
        };
        Ok(Self { host, port, tls, user, password, mailbox })
    }
}

fn tls(implicit: bool, query: &str, is_loopback: bool) -> Result<TlsMode, UrlProblem> {
    match (query, implicit) {
        ("", true) => Ok(TlsMode::Implicit),
        ("" | "tls=none", false) if is_loopback => Ok(TlsMode::None),
        ("" | "tls=required", false) => Ok(TlsMode::Required),
        ("tls=none", false) => Err(UrlProblem::PasswordInTheClear),
        _ => Err(UrlProblem::Tls),
    }
}

fn of_part(problem: &Part) -> UrlProblem {
    match problem {
        Part::Port => UrlProblem::Port,
        Part::Credentials => UrlProblem::Credentials,
        _ => UrlProblem::Host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_name_a_mailbox() {
        for (url, shown, tls) in [
            ("imaps://u:p@mail.example/INBOX", "imaps://mail.example:993/INBOX", TlsMode::Implicit),
            ("IMAPS://u:p@mail.example", "imaps://mail.example:993/INBOX", TlsMode::Implicit),
            ("imap://u:p@mail.example/", "imap://mail.example:143/INBOX", TlsMode::Required),
            ("imap://u:p@localhost:1143/a%2Fb c", "imap://localhost:1143/a/b c", TlsMode::None),
            ("imap://u:p@[::1]?tls=required", "imap://[::1]:143/INBOX", TlsMode::Required),
            ("imap://u:p@127.0.0.1/Отчёты?tls=none", "imap://127.0.0.1:143/Отчёты", TlsMode::None),
        ] {
            let server: ImapServer = url.parse().unwrap_or_else(|problem| panic!("{url}: {problem}"));
            assert_eq!((server.place().as_str(), server.tls), (shown, tls), "{url}");
        }
    }

    #[test]
    fn a_password_is_decoded_and_never_shown() {
        let server: ImapServer = "imaps://anna%40romashka.ru:p%40ss%3Aw%2Ford@mail.example".parse().unwrap();
        assert_eq!((server.user.as_str(), server.password.as_str()), ("anna@romashka.ru", "p@ss:w/ord"));
        let shown = format!("{server:?} {}", server.place());
        assert!(!shown.contains("ss:w") && !shown.contains("anna"), "{shown}");
    }

    #[test]
    fn names_of_mailboxes_are_written_as_servers_read_them() {
        // The samples of RFC 3501 §5.1.3.
        assert_eq!(utf7("~peter/mail/台北/日本語"), "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
        assert_eq!(utf7("Q&A"), "Q&-A");
        assert_eq!(quoted("a\"b\\c"), "\"a\\\"b\\\\c\"");
    }

    #[test]
    fn mistakes_are_named() {
        for (url, problem) in [
            ("mail.example", UrlProblem::Scheme),
            ("smtp://u:p@mail.example", UrlProblem::Scheme),
            ("imaps://u:p@", UrlProblem::Host),
            ("imaps://mail.example", UrlProblem::Credentials),
            ("imaps://user@mail.example", UrlProblem::Credentials),
            ("imaps://user:@mail.example", UrlProblem::Credentials),
            ("imaps://user:a%0Ab@mail.example", UrlProblem::Credentials),
            ("imaps://user:100%@mail.example", UrlProblem::Credentials),
            ("imaps://u:p@mail.example:0", UrlProblem::Port),
            ("imaps://u:p@mail.example/a%0D", UrlProblem::Mailbox),
            ("imaps://u:p@mail.example/?tls=none", UrlProblem::Tls),
            ("imap://u:p@mail.example?tls=off", UrlProblem::Tls),
            ("imap://u:p@mail.example?tls=none", UrlProblem::PasswordInTheClear),
        ] {
            let found = url.parse::<ImapServer>().map(|_| ()).unwrap_err();
            assert_eq!(found, problem, "{url}");
            assert!(found.to_string().starts_with("mail.bounce_imap_url: "));
        }
    }
}
