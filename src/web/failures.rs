//! The pages of failures: in the reader's language, in plain words, with one thing to do.

use askama::Template;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use axum_extra::extract::cookie::CookieJar;
use http::StatusCode;

use super::failure::Failure;
use super::page::with_cookie;
use super::shell::Bare;
use super::{flash, visitor};
use crate::i18n::{Language, Locale};
use crate::portal::SharedPortal;

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage {
    shell: Bare,
    title: String,
    words: String,
    /// Where the one link leads, and its words.
    way_on: Option<(&'static str, String)>,
}

/// Turns a failure into its page; what is no failure passes, but that a shown message is forgotten.
pub async fn render(State(_portal): State<SharedPortal>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let cookies = CookieJar::from_headers(&parts.headers);
    let language = visitor::language(&parts, &cookies).unwrap_or(Language::En);
    let path = parts.uri.path().to_owned();
    let is_api = path.starts_with("/api/");
    // A part of a page that a script fetches is not where the message is read.
    let is_part = parts.headers.contains_key("x-requested-with");
    let had_flash = visitor::open_cookie(&cookies, flash::COOKIE).is_some() && !is_part;
    let response = next.run(Request::from_parts(parts, body)).await;
    if is_api {
        return response;
    }
    let failure = match response.extensions().get::<Failure>() {
        Some(failure) => failure.clone(),
        None => match unrendered(&response) {
            Some(failure) => failure,
            None if had_flash && response.status() == StatusCode::OK && !path.starts_with("/assets/") => {
                return with_cookie(response, &flash::forget());
            }
            None => return response,
        },
    };
    let mut answer = failure_page(&failure, Locale::new(language), path).into_response();
    *answer.status_mut() = failure.status();
    if let Some(wait) = response.headers().get(http::header::RETRY_AFTER) {
        answer.headers_mut().insert(http::header::RETRY_AFTER, wait.clone());
    }
    answer
}

/// Failures that the framework answers by itself, without a page.
fn unrendered(response: &Response) -> Option<Failure> {
    let kind = response.headers().get(http::header::CONTENT_TYPE).map(http::HeaderValue::as_bytes);
    // What the framework says comes without words or with plain ones; a page of ours is left alone.
    if kind.is_some_and(|kind| !kind.starts_with(b"text/plain")) {
        return None;
    }
    match response.status() {
        StatusCode::NOT_FOUND => Some(Failure::NotFound),
        StatusCode::FORBIDDEN => Some(Failure::Forbidden),
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Some(Failure::Malformed)
        }
        StatusCode::INTERNAL_SERVER_ERROR => Some(Failure::Broken),
        _ => None,
    }
}

fn failure_page(failure: &Failure, locale: Locale, here: String) -> Html<String> {
    let (key, way_on) = match failure {
        Failure::NotFound => ("not-found", Some("/")),
        Failure::Forbidden => ("forbidden", Some("/")),
        Failure::Malformed => ("malformed", Some("/")),
        Failure::WrongHost => ("wrong-host", None),
        Failure::NotSetUp => ("not-set-up", None),
        Failure::SignInFirst { .. } => ("sign-in-first", Some("/sign-in")),
        Failure::TooMany { .. } => ("too-many", None),
        Failure::Busy => ("busy", None),
        Failure::Broken => ("broken", Some("/")),
    };
    let words = match failure {
        Failure::TooMany { seconds } => {
            locale.n("failure-too-many-words", i64::try_from(*seconds).unwrap_or(i64::MAX))
        }
        _ => locale.t(&format!("failure-{key}-words")),
    };
    let title = locale.t(&format!("failure-{key}"));
    let shell = Bare { locale, company: None, flash: None, here };
    let way_on = way_on.map(|path| (path, locale.t("failure-way-on")));
    let page = FailurePage { shell, title: title.clone(), words, way_on };
    Html(page.render().unwrap_or(title))
}
