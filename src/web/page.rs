//! Answers of pages: HTML, and the redirect after something was done.

use askama::Template;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::Cookie;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::failure::{BUSY_SECONDS, Failure};

/// What a handler of a page answers.
pub type PageResult = Result<Response, Failure>;

/// A page.
pub fn page(template: &impl Template) -> PageResult {
    Ok(Html(template.render()?).into_response())
}

/// A page with another status, such as 422 for a form to be mended.
pub fn page_with(status: StatusCode, template: &impl Template) -> PageResult {
    Ok((status, Html(template.render()?)).into_response())
}

/// A form that can be sent again in so many seconds, with what was typed in it.
pub fn page_later(status: StatusCode, seconds: u64, template: &impl Template) -> PageResult {
    let mut response = page_with(status, template)?;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}

/// A form that can be sent again at once: there was too much to do at the moment.
pub fn page_busy(template: &impl Template) -> PageResult {
    page_later(Failure::Busy.status(), BUSY_SECONDS, template)
}

/// A form that can be sent again once the reason why it was not taken is over.
pub fn page_after(failure: &Failure, template: &impl Template) -> PageResult {
    page_later(failure.status(), failure.wait().unwrap_or(BUSY_SECONDS), template)
}

/// Whether the script that keeps a list fresh asks, which wants no more than the list.
#[must_use]
pub fn asks_for_list(headers: &HeaderMap) -> bool {
    headers.get("x-requested-with").is_some_and(|name| name == "list")
}

/// «Done; go there»: the answer to a form, so that reloading does nothing again (RFC 9110 §15.4.4).
#[must_use]
pub fn see_other(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// The same with a cookie, such as a message of [`super::flash`].
#[must_use]
pub fn see_other_with(path: &str, cookie: &Cookie<'_>) -> Response {
    with_cookie(see_other(path), cookie)
}

/// The answer with one more cookie.
#[must_use]
pub fn with_cookie(mut response: Response, cookie: &Cookie<'_>) -> Response {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// A path on this portal to go to after signing in; anything else leads to the first page
/// (ASVS 3.7.2).
#[must_use]
pub fn local_path(next: Option<&str>) -> &str {
    match next {
        Some(path) if is_local(path) => path,
        _ => "/",
    }
}

fn is_local(path: &str) -> bool {
    let mut chars = path.chars();
    chars.next() == Some('/')
        && !matches!(chars.next(), Some('/' | '\\'))
        && path.chars().all(|c| !c.is_control() && c != '\\' && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_never_sent_to_a_stranger() {
        for path in ["/employees?q=a", "/", "/i-am-here"] {
            assert_eq!(local_path(Some(path)), path);
        }
        for path in
            ["//evil", "/\\evil", "https:evil", "\t//evil", "/\t/evil", "", "evil", "https://evil.example"]
        {
            assert_eq!(local_path(Some(path)), "/", "{path:?}");
        }
        assert_eq!(local_path(None), "/");
    }
}
