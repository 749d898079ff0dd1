//! Headers that every answer carries, and what a browser may not be tricked into.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::cookie::Cookie;
use http::{HeaderName, HeaderValue, header};

use super::{flash, visitor};
use crate::portal::SharedPortal;

/// Nothing from elsewhere, nothing inline, no frame around it (ASVS 3.4.3, 3.4.6).
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// Adds the headers; a handler that set one of them keeps its own.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
        // Browsers heed it over TLS only (RFC 6797 §8.1), so it may always be said.
        (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Marks the cookies that are made without knowing the company, which hold no secret, as all others
/// are: where it is reached over TLS they go over TLS alone, and no other host sets them (ASVS 3.3.1).
pub async fn mark_cookies(State(portal): State<SharedPortal>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let host = visitor::host(&parts);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let cookies: Vec<HeaderValue> = response.headers().get_all(header::SET_COOKIE).iter().cloned().collect();
    if !cookies.iter().any(|cookie| open_cookie(cookie).is_some()) || !is_secure(&portal, host).await {
        return response;
    }
    response.headers_mut().remove(header::SET_COOKIE);
    for cookie in cookies {
        let marked = open_cookie(&cookie).and_then(|cookie| HeaderValue::from_str(&marked(cookie)).ok());
        response.headers_mut().append(header::SET_COOKIE, marked.unwrap_or(cookie));
    }
    response
}

/// One of the cookies that hold no secret.
fn open_cookie(header: &HeaderValue) -> Option<Cookie<'_>> {
    let cookie = Cookie::parse(header.to_str().ok()?).ok()?;
    [flash::COOKIE, visitor::LANGUAGE_COOKIE].contains(&cookie.name()).then_some(cookie)
}

fn marked(mut cookie: Cookie<'_>) -> String {
    cookie.set_name(visitor::cookie_name(true, cookie.name()));
    cookie.set_secure(true);
    cookie.to_string()
}

async fn is_secure(portal: &SharedPortal, host: Option<String>) -> bool {
    let Some(host) = host else { return false };
    let company = portal.read(move |tx| visitor::company_at(tx, &host)).await;
    company.is_ok_and(|company| company.is_some_and(|company| company.is_secure()))
}

/// For pages that a secret leads to: it leaves by no header and enters no index (R12).
pub async fn keep_private(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    response
}
