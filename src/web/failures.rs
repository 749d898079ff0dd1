//! Failures as their readers see them: a page in the reader's language, in plain words, with one thing
//! to do; for programs a problem document. Every answer passes here, whoever gave up.

use std::any::Any;
use std::time::Duration;

use askama::Template;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use axum_extra::extract::cookie::CookieJar;
use http::{Method, StatusCode, header};

use super::access_log;
use super::failure::Failure;
use super::held_form::{self, HeldForm, Taken};
use super::page::with_cookie;
use super::shell::{Bare, Shell};
use super::signed_in::{Asker, SignedIn};
use super::{flash, visitor};
use crate::api;
use crate::api::caller;
use crate::api::problem::Problem;
use crate::i18n::{Language, Locale};

/// What bounds every request.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Bytes of a body at the most.
    pub body: usize,
    /// Every click is answered within this time, whatever stands still behind it.
    pub answer: Duration,
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage {
    shell: Bare,
    title: String,
    words: String,
    /// Where the one link leads, and its words.
    way_on: Option<(&'static str, String)>,
    /// What was typed, to be sent again.
    held: Option<HeldForm>,
    /// Whether one has to sign in before.
    sign_in: bool,
    /// Whether a script shows the words in the panel, where what was typed still stands.
    is_in_panel: bool,
}

/// The same for somebody signed in, in the frame of his pages.
#[derive(Template)]
#[template(path = "failure_inside.html")]
struct InsidePage {
    shell: Shell,
    title: String,
    words: String,
    way_on: Option<(&'static str, String)>,
}

/// Who reads the answer, and how.
struct Reader {
    /// The words of a page.
    locale: Locale,
    /// The words of a program.
    caller: Locale,
    path: String,
    /// Him, where it is known.
    asker: Asker,
    is_get: bool,
    is_call: bool,
    /// The script that fetches the page, where one does.
    script: Option<String>,
    had_flash: bool,
    number: String,
}

impl Reader {
    fn of(request: &Request) -> Self {
        let headers = request.headers();
        let cookies = CookieJar::from_headers(headers);
        let path = request.uri().path().to_owned();
        let script = headers.get("x-requested-with").and_then(|name| name.to_str().ok()).map(str::to_owned);
        Self {
            locale: Locale::new(visitor::language_of(headers, &cookies).unwrap_or(Language::En)),
            caller: caller::locale_of(headers),
            asker: Asker::default(),
            is_get: request.method() == Method::GET,
            is_call: api::is_call(&path),
            // A part of a page that a script fetches is not where the message is read.
            had_flash: visitor::open_cookie(&cookies, flash::COOKIE).is_some()
                && script.is_none()
                && !path.starts_with("/assets/"),
            script,
            path,
            number: access_log::number(request.extensions()),
        }
    }

    fn is_panel(&self) -> bool {
        self.script.as_deref() == Some("panel")
    }
}

/// Turns a failure into its page or document; what is no failure passes, but that a shown message is
/// forgotten.
pub async fn render(State(bounds): State<Bounds>, request: Request, next: Next) -> Response {
    let reader = Reader::of(&request);
    let Ok((mut request, taken)) =
        tokio::time::timeout(bounds.answer, held_form::take(request, bounds.body)).await
    else {
        return told(&reader, &Failure::Busy, None);
    };
    let held = match taken {
        Taken::TooLarge => return told(&reader, &Failure::TooLarge, None),
        Taken::Form(form) => Some(form),
        Taken::Nothing => None,
    };
    request.extensions_mut().insert(reader.asker.clone());
    let response = next.run(request).await;
    let failure = response.extensions().get::<Failure>().cloned().or_else(|| unrendered(&response));
    match failure {
        Some(Failure::SignInFirst { .. } | Failure::WaitForPlace { .. })
            if !reader.is_call && !reader.is_panel() && held.is_none() =>
        {
            response
        }
        Some(failure) => {
            let mut answer = told(&reader, &failure, held);
            if let Some(allowed) = response.headers().get(header::ALLOW) {
                answer.headers_mut().insert(header::ALLOW, allowed.clone());
            }
            answer
        }
        None if reader.had_flash && response.status() == StatusCode::OK => {
            with_cookie(response, &flash::forget())
        }
        None => response,
    }
}

/// What a defect in a handler comes to: it takes nobody else with it (R23).
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "the form that is asked for")]
pub fn of_panic(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default();
    tracing::error!(panic = words, "a handler panicked");
    Failure::Broken.into_response()
}

/// What a form of another site is answered.
#[must_use]
pub fn of_cross_site<E>(_: E) -> Response {
    Failure::CrossSite.into_response()
}

/// Failures that the framework answers by itself, without a page: without words or with plain ones.
fn unrendered(response: &Response) -> Option<Failure> {
    let kind = response.headers().get(header::CONTENT_TYPE).map(http::HeaderValue::as_bytes);
    if kind.is_some_and(|kind| !kind.starts_with(b"text/plain")) {
        return None;
    }
    match response.status() {
        StatusCode::NOT_FOUND => Some(Failure::NotFound),
        StatusCode::FORBIDDEN => Some(Failure::Forbidden),
        StatusCode::METHOD_NOT_ALLOWED => Some(Failure::WrongMethod),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Failure::TooLarge),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Some(Failure::WrongType),
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Some(Failure::Malformed),
        StatusCode::INTERNAL_SERVER_ERROR => Some(Failure::Broken),
        // With words it is the answer to whoever watches over the portal.
        StatusCode::SERVICE_UNAVAILABLE if kind.is_none() => Some(Failure::Busy),
        _ => None,
    }
}

/// The failure in the reader's words.
fn told(reader: &Reader, failure: &Failure, held: Option<HeldForm>) -> Response {
    if reader.is_call {
        let problem = Problem::of_failure(reader.caller, failure);
        let is_broken = matches!(failure, Failure::Broken);
        return if is_broken { problem.noted_as(reader.number.clone()) } else { problem }.into_response();
    }
    let wants_sign_in = matches!(failure, Failure::SignInFirst { .. });
    let mut answer = failure_page(reader, failure, held).into_response();
    let has_to_wait = matches!(failure, Failure::WaitForPlace { .. });
    *answer.status_mut() = match (wants_sign_in, has_to_wait) {
        (true, _) => StatusCode::UNAUTHORIZED,
        (_, true) => StatusCode::SERVICE_UNAVAILABLE,
        _ => failure.status(),
    };
    if let Some(seconds) = failure.wait() {
        answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    answer
}

fn failure_page(reader: &Reader, failure: &Failure, held: Option<HeldForm>) -> Html<String> {
    let inside = reader.asker.get().filter(|_| matches!(failure, Failure::NotFound | Failure::Forbidden));
    let locale = inside.map_or(reader.locale, SignedIn::locale);
    // What was sent may be sent again where that can help.
    let may_help = matches!(
        failure,
        Failure::SignInFirst { .. } | Failure::WaitForPlace { .. } | Failure::TooMany { .. } | Failure::Busy
    );
    let held = held.filter(|_| may_help && !reader.is_panel());
    let (key, way_on) = match failure {
        Failure::NotFound => ("not-found", Some("/")),
        Failure::Forbidden => ("forbidden", Some("/")),
        Failure::CrossSite => ("cross-site", Some("/")),
        Failure::Malformed | Failure::WrongType => ("malformed", Some("/")),
        Failure::WrongMethod => ("wrong-method", Some("/")),
        Failure::TooLarge => ("too-large", None),
        Failure::WrongHost => ("wrong-host", None),
        Failure::NotSetUp => ("not-set-up", None),
        Failure::WrongSetupLink => ("wrong-setup-link", None),
        Failure::SignInFirst { .. } => ("sign-in-first", None),
        Failure::WaitForPlace { .. } => ("wait-for-place", Some("/")),
        Failure::TooMany { .. } => ("too-many", None),
        Failure::Busy => ("busy", None),
        Failure::Broken => ("broken", Some("/")),
    };
    let words = match failure {
        Failure::TooMany { seconds } => Failure::too_many_words(*seconds, locale),
        Failure::Broken => locale.with("failure-broken-words", &[("number", (&reader.number).into())]),
        _ => locale.t(&format!("failure-{key}-words")),
    };
    let title = locale.t(&format!("failure-{key}"));
    let way_on = way_on.map(|path| (path, locale.t("failure-way-on")));
    if let Some(me) = inside {
        let page = InsidePage { shell: Shell { flash: None, ..me.frame() }, title, words, way_on };
        return Html(page.render().unwrap_or(page.title));
    }
    let here = if reader.is_get { reader.path.clone() } else { "/".to_owned() };
    let page = FailurePage {
        shell: Bare { locale, company: None, flash: None, here },
        title: title.clone(),
        words,
        way_on,
        sign_in: matches!(failure, Failure::SignInFirst { .. }) || reader.path == "/sign-in",
        held,
        is_in_panel: reader.is_panel(),
    };
    Html(page.render().unwrap_or(title))
}

/// What was typed before somebody had to sign in, to be sent now.
#[derive(Template)]
#[template(path = "held.html")]
pub struct HeldPage {
    /// The frame.
    pub shell: Bare,
    /// What was typed.
    pub held: HeldForm,
}
