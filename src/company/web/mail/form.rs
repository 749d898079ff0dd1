//! The form of the way out, as it is typed.

use serde::Deserialize;
use zeroize::Zeroizing;

use super::super::super::mail::{Draft, Saved};
use crate::mail::message::shown_address;
use crate::mail::smtp::{SmtpServer, TlsMode};
use crate::mail::transport::Outlet;
use crate::web::failure::Failure;

/// The words for the two ways out.
const SERVER: &str = "server";
const DIRECT: &str = "direct";

/// What is typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct MailForm {
    /// `server` or `direct`; empty is the former.
    pub way: String,
    /// The server's name.
    pub host: String,
    /// Its port.
    pub port: String,
    /// The word of a [`TlsMode`].
    pub tls: String,
    /// The name to sign in with.
    pub user: String,
    /// Never given back.
    pub password: Zeroizing<String>,
    /// The server that a password was typed for before, sealed: it need not be typed again.
    pub tried: String,
    /// Sender of letters.
    pub from: String,
}

impl MailForm {
    pub(super) fn of(kept: &Saved, from: Option<&str>) -> Self {
        let outlet = kept.outlet();
        let from = from.map(shown_address).unwrap_or_default();
        let way = if outlet == Some(&Outlet::Direct) { DIRECT } else { SERVER }.to_owned();
        let Some(server) = kept.server() else {
            return Self { way, tls: TlsMode::Implicit.word().to_owned(), from, ..Self::default() };
        };
        Self {
            way,
            host: idna::domain_to_unicode(server.host()).0,
            port: server.port().to_string(),
            tls: server.tls().word().to_owned(),
            user: server.user().unwrap_or_default().to_owned(),
            from,
            ..Self::default()
        }
    }

    /// Whether letters are to go without a mail server of one's own.
    #[must_use]
    pub fn is_direct(&self) -> bool {
        self.way == DIRECT
    }

    pub(super) fn draft(&self, tried: Option<SmtpServer>) -> Result<Draft, Failure> {
        if !["", SERVER, DIRECT].contains(&self.way.as_str()) {
            return Err(Failure::Malformed);
        }
        Ok(Draft {
            is_direct: self.is_direct(),
            host: self.host.clone(),
            port: self.port.clone(),
            tls: TlsMode::of_word(&self.tls).ok_or(Failure::Malformed)?,
            user: self.user.clone(),
            password: self.password.clone(),
            tried,
            from: self.from.clone(),
        })
    }
}
