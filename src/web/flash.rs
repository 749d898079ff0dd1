//! A message that outlives one redirect: the key of its words and a number, in a cookie.

use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

use super::badge::Tone;
use super::shell::Flash;
use crate::i18n::Locale;

/// The cookie, whose name gets a prefix over TLS: see [`super::security::mark_cookies`].
pub(super) const COOKIE: &str = "flash";

/// A message for the page after the redirect: good news, words `flash-KEY`, with `$n` where they count.
#[must_use]
pub fn good(key: &str, n: Option<i64>) -> Cookie<'static> {
    cookie("ok", key, n)
}

/// The same for bad news.
#[must_use]
pub fn bad(key: &str, n: Option<i64>) -> Cookie<'static> {
    cookie("bad", key, n)
}

fn cookie(tone: &str, key: &str, n: Option<i64>) -> Cookie<'static> {
    let value = format!("{tone}.{key}.{}", n.unwrap_or(0));
    Cookie::build((COOKIE, value)).path("/").http_only(true).same_site(SameSite::Lax).build()
}

/// The message that the last answer left, in the reader's words.
pub(super) fn read(cookies: &CookieJar, locale: Locale) -> Option<Flash> {
    let value = super::visitor::open_cookie(cookies, COOKIE)?.value();
    let mut parts = value.splitn(3, '.');
    let tone = match parts.next()? {
        "ok" => Tone::Ok,
        _ => Tone::Bad,
    };
    let key = parts.next().filter(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))?;
    let n = parts.next()?.parse().ok()?;
    // Only words made for this are shown, whatever the cookie says.
    let full = format!("flash-{key}");
    let words = locale.n(&full, n);
    (words != full).then_some(Flash { tone, words })
}

/// The cookie that takes the message away once it was shown.
pub(super) fn forget() -> Cookie<'static> {
    Cookie::build((COOKIE, "")).path("/").build()
}
