//! The page where a stranger types the code from the letter.

use std::time::Duration;

use askama::Template;
use axum::Form;
use http::StatusCode;
use serde::Deserialize;

use super::act::act;
use super::ending::unknown;
use super::link::closed;
use crate::join::letter;
use crate::join::requests::{self, JoinRequest, Proving, Resending};
use crate::mail::outbox::Delivery;
use crate::web::failure::Failure;
use crate::web::held::{self, Held};
use crate::web::limits::Attempt;
use crate::web::page::{PageResult, page, page_later, page_with, see_other};
use crate::web::shell::Bare;
use crate::web::visitor::Visitor;

#[derive(Template)]
#[template(path = "join/code.html")]
struct CodePage {
    shell: Bare,
    words: String,
    /// That the letter is late, or will not come; empty where nothing is known of that.
    trouble: String,
    /// Whether it will not.
    is_failed: bool,
    error: String,
    news: String,
}

impl CodePage {
    fn errors(&self) -> Vec<(&'static str, String)> {
        if self.error.is_empty() { vec![] } else { vec![("code", self.error.clone())] }
    }
}

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    code: String,
}

/// `GET /join/code`.
pub async fn show(visitor: Visitor) -> PageResult {
    let Some(request) = find(&visitor).await? else { return unknown(&visitor) };
    page(&form(&visitor, &request, "", "").await?)
}

/// `POST /join/code`.
pub async fn submit(visitor: Visitor, Form(typed): Form<CodeForm>) -> PageResult {
    let Some(request) = find(&visitor).await? else { return unknown(&visitor) };
    visitor.portal.limits.check(Attempt::Code, visitor.ip, Some(&request.email_key))?;
    let (key, tried) = (visitor.portal.key.clone(), request.clone());
    let proving = act(&visitor, move |tx, deed| requests::prove(tx, deed, &key, &tried, &typed.code)).await?;
    let error = match proving {
        Proving::Proved => return Ok(see_other("/join/details")),
        Proving::Wrong => "join-code-wrong",
        Proving::Dead => "join-code-dead",
        Proving::TooManyCodes => {
            return later(requests::DAY, &form(&visitor, &request, "join-code-enough", "").await?);
        }
    };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(&visitor, &request, error, "").await?)
}

/// `POST /join/code/resend`.
pub async fn resend(visitor: Visitor) -> PageResult {
    let Some(request) = find(&visitor).await? else { return unknown(&visitor) };
    visitor.portal.limits.check(Attempt::Code, visitor.ip, Some(&request.email_key))?;
    let renewed = request.clone();
    match act(&visitor, move |tx, deed| requests::resend(tx, deed, &renewed)).await? {
        Resending::Sent => page(&form(&visitor, &request, "", "join-code-sent").await?),
        Resending::TooSoon => later(requests::REST, &form(&visitor, &request, "join-code-wait", "").await?),
        Resending::TooManyLetters => {
            later(requests::DAY, &form(&visitor, &request, "join-letters-enough", "").await?)
        }
        Resending::LinkClosed(state) => closed(&visitor, state),
    }
}

/// The page of what helps after a while only.
pub fn later(wait: Duration, template: &impl Template) -> PageResult {
    page_later(StatusCode::TOO_MANY_REQUESTS, wait.as_secs(), template)
}

/// The request that this browser is bound to.
pub async fn find(visitor: &Visitor) -> Result<Option<JoinRequest>, Failure> {
    let Some(binding) = held::secret(visitor, Held::Request).map(str::to_owned) else { return Ok(None) };
    let (company, key) = (visitor.company.id, visitor.portal.key.clone());
    let found = visitor.portal.read(move |tx| requests::bound(tx, &key, company, &binding)).await?;
    Ok(found)
}

/// What became of the letter with the present code, where it is not simply on its way: put off or not delivered, with
/// the key of the words and why.
async fn trouble(
    visitor: &Visitor,
    request: &JoinRequest,
) -> Result<Option<(&'static str, String)>, Failure> {
    if !request.has_code {
        return Ok(None);
    }
    let (company, id) = (visitor.company.id, request.id.0);
    let last =
        visitor.portal.read(move |tx| tx.outbox().of_subjects(company, &[letter::ADDRESS_CODE], &[id]));
    let Some(letter) = last.await?.pop() else { return Ok(None) };
    let key = match letter.delivery() {
        Delivery::Deferred => "join-code-delayed",
        Delivery::Failed => "join-code-failed",
        Delivery::None | Delivery::Queued | Delivery::Sending | Delivery::Sent | Delivery::Unknown => {
            return Ok(None);
        }
    };
    Ok(Some((key, letter.reason.map(|reason| visitor.locale.t(&reason)).unwrap_or_default())))
}

async fn form(
    visitor: &Visitor,
    request: &JoinRequest,
    error: &str,
    news: &str,
) -> Result<CodePage, Failure> {
    let locale = visitor.locale;
    let say = |key: &str| if key.is_empty() { String::new() } else { locale.t(key) };
    let email = request.email.as_str();
    // Nobody gets what stays in the portal's mailbox.
    let usual = if visitor.portal.mail.is_mailbox() { "join-code-kept" } else { "join-code-words" };
    let trouble = trouble(visitor, request).await?;
    let is_failed = matches!(trouble, Some(("join-code-failed", _)));
    Ok(CodePage {
        shell: visitor.bare(),
        words: locale.with(usual, &[("email", email.into())]),
        trouble: trouble.map_or_else(String::new, |(key, why)| {
            locale.with(key, &[("email", email.into()), ("why", why.as_str().into())])
        }),
        is_failed,
        error: say(error),
        news: say(news),
    })
}
