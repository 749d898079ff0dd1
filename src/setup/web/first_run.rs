//! Whoever holds the setup link, in a browser, before there is a company.

use axum::extract::FromRequestParts;
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use http::header;
use http::request::Parts;

use crate::accounts::sessions::Device;
use crate::company::public_url;
use crate::i18n::{Language, Locale};
use crate::portal::SharedPortal;
use crate::setup::draft::{Draft, Problem};
use crate::setup::{self, Door};
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::page::{see_other, with_cookie};
use crate::web::shell::Bare;
use crate::web::visitor::{self, LANGUAGE_COOKIE, is_loopback};

/// The cookie that holds the code, so that it leaves the address bar. Its name has no prefix, for
/// nobody knows yet whether the portal will be reached over TLS.
const COOKIE: &str = "setup";
const PATH: &str = "/setup";

/// The holder of a good code, with what he typed so far.
pub struct FirstRun {
    pub portal: SharedPortal,
    pub locale: Locale,
    pub device: Device,
    pub draft: Draft,
    /// Where the browser is: scheme and host.
    pub place: String,
    code: String,
    here: String,
}

/// What was pressed besides «Continue».
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Go {
    On,
    Back,
    Speak(Language),
}

impl Go {
    pub fn of(pressed: &str) -> Self {
        match pressed {
            "back" => Self::Back,
            other => Language::from_tag(other).map_or(Self::On, Self::Speak),
        }
    }
}

impl FirstRun {
    /// The frame of its pages. The language menu stands in the form itself, which keeps what is typed.
    pub fn bare(&self) -> Bare {
        Bare { locale: self.locale, company: None, flash: None, here: self.here.clone() }
    }

    /// Keeps what is typed, as it is.
    pub async fn keep(&self) -> Result<(), Failure> {
        let (code, draft) = (self.code.clone(), self.draft.clone());
        Ok(self.portal.write(move |tx| setup::keep(tx, &code, &draft)).await?)
    }

    /// Comes back to this page in another language.
    pub fn in_language(&self, language: Language) -> Response {
        let cookie = Cookie::build((LANGUAGE_COOKIE, language.tag())).path("/").permanent().build();
        with_cookie(see_other(&self.here), &cookie)
    }

    pub fn errors(&self, problems: &[Problem]) -> Errors {
        problems.iter().map(|problem| (problem.field(), problem.words(self.locale))).collect()
    }
}

/// Puts the code into the browser.
pub fn hold(portal: &SharedPortal, code: &str) -> Cookie<'static> {
    let is_secure = portal.config.public_url.as_ref().is_some_and(|url| url.starts_with("https://"));
    Cookie::build((COOKIE, code.to_owned()))
        .path(PATH)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_secure)
        .build()
}

/// Takes it away: it has done its work.
pub fn drop_code(portal: &SharedPortal) -> Cookie<'static> {
    let mut cookie = hold(portal, "");
    cookie.make_removal();
    cookie
}

/// Whether an address leads to where the browser is. The names of this machine are all alike.
pub fn is_here(place: &str, url: &str) -> bool {
    let alike = |text: &str| {
        let (scheme, host) = text.split_once("://").unwrap_or(("", text));
        let port = host.rsplit_once(':').map(|(_, port)| port).filter(|port| !port.ends_with(']'));
        let host = if is_loopback(host) { "localhost" } else { host };
        (scheme.to_owned(), host.to_owned(), port.map(str::to_owned))
    };
    place == url || alike(place) == alike(url)
}

impl FromRequestParts<SharedPortal> for FirstRun {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, portal: &SharedPortal) -> Result<Self, Failure> {
        let cookies = CookieJar::from_headers(&parts.headers);
        let code = cookies.get(COOKIE).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
        let sought = code.clone();
        let draft = match portal.read(move |tx| setup::door(tx, &sought)).await? {
            Door::Open(draft) => draft,
            Door::Closed if code.is_empty() => return Err(Failure::NotSetUp),
            Door::Closed => return Err(Failure::WrongSetupLink),
            Door::Gone => return Err(Failure::NotFound),
        };
        let user_agent = visitor::header_text(parts, header::USER_AGENT).chars().take(200).collect();
        Ok(Self {
            portal: SharedPortal::clone(portal),
            locale: Locale::new(visitor::language(parts, &cookies).unwrap_or(Language::En)),
            device: Device { ip: visitor::ip(parts).to_string(), user_agent },
            draft,
            place: place(parts, portal),
            code,
            here: parts.uri.path().to_owned(),
        })
    }
}

/// Where the browser is. It says so itself when it sends a form; before that the scheme is guessed.
fn place(parts: &Parts, portal: &SharedPortal) -> String {
    if let Some(origin) = public_url::parse(visitor::header_text(parts, header::ORIGIN)) {
        return origin;
    }
    let host = visitor::host(parts).unwrap_or_default();
    let set = portal.config.public_url.clone().filter(|url| public_url::host_of(url) == host);
    set.unwrap_or_else(|| public_url::parse(&format!("http://{host}")).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn the_names_of_this_machine_are_one_place() {
        for (place, url, same) in [
            ("http://localhost:8080", "http://127.0.0.1:8080", true),
            ("http://[::1]:8080", "http://localhost:8080", true),
            ("http://localhost", "http://[::1]", true),
            ("http://localhost:8080", "http://localhost:9090", false),
            ("http://localhost:8080", "https://localhost:8080", false),
            ("http://localhost:8080", "http://portal.example:8080", false),
            ("https://portal.example", "https://portal.example", true),
        ] {
            assert_eq!(is_here(place, url), same, "{place} {url}");
        }
    }
}
