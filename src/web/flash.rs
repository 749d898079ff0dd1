//! A message that outlives one redirect: the key of its words and a number, in a cookie.

use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::badge::Tone;
use super::shell::Flash;
use crate::i18n::{Arg, Locale};

/// The cookie, whose name gets a prefix over TLS: see [`super::security::mark_cookies`].
pub(super) const COOKIE: &str = "flash";

/// A message for the page after the redirect: good news, words `flash-KEY`, with `$n` where they count.
#[must_use]
pub fn good(key: &str, n: Option<i64>) -> Cookie<'static> {
    cookie("ok", key, n, "")
}

/// The same for bad news.
#[must_use]
pub fn bad(key: &str, n: Option<i64>) -> Cookie<'static> {
    cookie("bad", key, n, "")
}

/// The same for what was done, and wants an eye.
#[must_use]
pub fn warning(key: &str, n: Option<i64>) -> Cookie<'static> {
    cookie("warn", key, n, "")
}

/// Good news about somebody, with words that name him by `$name`.
#[must_use]
pub fn named(key: &str, name: &str) -> Cookie<'static> {
    cookie("ok", key, None, name)
}

fn cookie(tone: &str, key: &str, n: Option<i64>, name: &str) -> Cookie<'static> {
    let value = format!("{tone}.{key}.{}.{}", n.unwrap_or(0), URL_SAFE_NO_PAD.encode(name));
    Cookie::build((COOKIE, value)).path("/").http_only(true).same_site(SameSite::Lax).build()
}

/// The message that the last answer left, in the reader's words.
pub(super) fn read(cookies: &CookieJar, locale: Locale) -> Option<Flash> {
    let value = super::visitor::open_cookie(cookies, COOKIE)?.value();
    let mut parts = value.splitn(4, '.');
    let tone = match parts.next()? {
        "ok" => Tone::Ok,
        "warn" => Tone::Warn,
        _ => Tone::Bad,
    };
    let key = parts.next().filter(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))?;
    let n: i64 = parts.next()?.parse().ok()?;
    let name = parts.next().and_then(|name| String::from_utf8(URL_SAFE_NO_PAD.decode(name).ok()?).ok());
    // Only words made for this are shown, whatever the cookie says.
    let full = format!("flash-{key}");
    let words = locale.with(&full, &[("n", Arg::Number(n)), ("name", Arg::Text(&name.unwrap_or_default()))]);
    (words != full).then_some(Flash { tone, words })
}

/// The cookie that takes the message away once it was shown.
pub(super) fn forget() -> Cookie<'static> {
    Cookie::build((COOKIE, "")).path("/").build()
}
