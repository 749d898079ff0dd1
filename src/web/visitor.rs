//! Whoever asks: the company at this host, the reader's language, the network address.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use http::request::Parts;
use http::{HeaderMap, header};

use super::client::Client;
use super::failure::Failure;
use super::flash;
use super::shell::{Bare, Flash};
use crate::accounts::sessions::Device;
use crate::company::Company;
use crate::company::public_url::host_of;
use crate::history::Actor;
use crate::i18n::{Language, Locale};
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};

/// The cookie of a language chosen without signing in.
pub const LANGUAGE_COOKIE: &str = "language";

/// Somebody, signed in or not.
#[derive(Clone)]
pub struct Visitor {
    /// The portal.
    pub portal: SharedPortal,
    /// The company at this host.
    pub company: Company,
    /// The reader's words.
    pub locale: Locale,
    /// From where.
    pub ip: IpAddr,
    /// What the browser calls itself.
    pub user_agent: String,
    /// The browser's cookies.
    pub cookies: CookieJar,
    /// Path and query of the request.
    pub here: String,
    /// What became of the last action.
    pub flash: Option<Flash>,
}

impl Visitor {
    /// Goes on in the language of the account, whatever the browser was last told.
    pub(super) fn speak(&mut self, language: Language) {
        self.locale = Locale::new(language);
        self.flash = flash::read(&self.cookies, self.locale);
    }

    /// The doer of what a stranger does.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::stranger(self.company.id, Some(self.ip.to_string()))
    }

    /// The frame of a page for somebody not signed in.
    #[must_use]
    pub fn bare(&self) -> Bare {
        Bare {
            locale: self.locale,
            company: Some(self.company.name.clone()),
            flash: self.flash.clone(),
            here: self.here.clone(),
        }
    }

    /// From where somebody signs in.
    #[must_use]
    pub fn device(&self) -> Device {
        Device { ip: self.ip.to_string(), user_agent: self.user_agent.clone() }
    }

    /// Whether the company is reached over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.company.is_secure()
    }

    /// A cookie that only this host gets and no script reads. Over TLS its name carries the prefix
    /// that keeps other hosts from setting it (ASVS 3.3.3).
    #[must_use]
    pub fn cookie(&self, name: &str, value: String) -> Cookie<'static> {
        host_cookie(self.is_secure(), name, value)
    }

    /// The value of a cookie set by [`Visitor::cookie`].
    #[must_use]
    pub fn cookie_value(&self, name: &str) -> Option<&str> {
        self.cookies.get(&cookie_name(self.is_secure(), name)).map(Cookie::value)
    }
}

/// The cookie of [`Visitor::cookie`], where there is no company yet.
#[must_use]
pub fn host_cookie(is_secure: bool, name: &str, value: String) -> Cookie<'static> {
    Cookie::build((cookie_name(is_secure, name), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_secure)
        .build()
}

/// Keeps a language chosen in this browser, also for when nobody is signed in.
#[must_use]
pub fn language_cookie(language: Language) -> Cookie<'static> {
    Cookie::build((LANGUAGE_COOKIE, language.tag())).path("/").same_site(SameSite::Lax).permanent().build()
}

pub(super) fn cookie_name(is_secure: bool, name: &str) -> String {
    if is_secure { format!("__Host-{name}") } else { name.to_owned() }
}

/// A cookie that holds no secret, whether or not it came over TLS.
pub(super) fn open_cookie<'a>(cookies: &'a CookieJar, name: &str) -> Option<&'a Cookie<'static>> {
    cookies.get(&cookie_name(true, name)).or_else(|| cookies.get(name))
}

impl FromRequestParts<SharedPortal> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(
        parts: &mut Parts,
        portal: &SharedPortal,
    ) -> std::result::Result<Self, Failure> {
        let host = host(parts).ok_or(Failure::Malformed)?;
        let company = portal.read(move |tx| company_at(tx, &host)).await?;
        let Some(company) = company else { return Err(nobody_at_home(portal).await?) };
        let cookies = CookieJar::from_headers(&parts.headers);
        let locale = Locale::new(language(parts, &cookies).unwrap_or(company.language));
        let flash = flash::read(&cookies, locale);
        Ok(Self {
            portal: SharedPortal::clone(portal),
            company,
            locale,
            ip: ip(parts),
            user_agent: header_text(parts, header::USER_AGENT).chars().take(200).collect(),
            cookies,
            here: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            flash,
        })
    }
}

/// The company at a host. A portal on this machine is found under each of its names.
pub fn company_at(tx: &mut Tx<'_>, host: &str) -> Result<Option<Company>> {
    if let Some(company) = tx.companies().find_by_host(host)? {
        return Ok(Some(company));
    }
    if !is_loopback(host) {
        return Ok(None);
    }
    let first = tx.companies().first()?;
    Ok(first.filter(|company| is_local(&company.public_url)))
}

/// Why no company lives at a host: at this one, or there is none at all yet.
pub async fn nobody_at_home(portal: &SharedPortal) -> Result<Failure> {
    let first = portal.read(|tx| tx.companies().first()).await?;
    Ok(if first.is_some() { Failure::WrongHost } else { Failure::NotSetUp })
}

/// Whether an address opens on this machine only.
#[must_use]
pub fn is_local(url: &str) -> bool {
    is_loopback(&host_of(url))
}

/// Whether a host, perhaps with a port, is this machine itself.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(host, |p| p.0);
    name == "localhost" || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The host of the request, in lower case, with its port.
pub fn host(parts: &Parts) -> Option<String> {
    let authority = parts.uri.authority().map(ToString::to_string);
    let host = authority.unwrap_or_else(|| header_text(parts, header::HOST).to_owned());
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

/// The reader's choice, else what the browser asks for.
pub fn language(parts: &Parts, cookies: &CookieJar) -> Option<Language> {
    language_of(&parts.headers, cookies)
}

/// The same out of the headers alone.
#[must_use]
pub fn language_of(headers: &HeaderMap, cookies: &CookieJar) -> Option<Language> {
    open_cookie(cookies, LANGUAGE_COOKIE)
        .and_then(|cookie| Language::from_tag(cookie.value()))
        .or_else(|| Language::accepted(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?))
}

/// The network address of whoever asks.
pub fn ip(parts: &Parts) -> IpAddr {
    Client::of(&parts.extensions).ip
}

/// A header of the request; empty where it is missing or no text.
pub fn header_text(parts: &Parts, name: header::HeaderName) -> &str {
    parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
