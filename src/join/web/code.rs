//! The page where a stranger types the code from the letter.

use std::time::Duration;

use askama::Template;
use axum::Form;
use http::StatusCode;
use serde::Deserialize;

use super::act::act;
use super::ending::unknown;
use super::link::closed;
use crate::join::requests::{self, JoinRequest, Proving, Resending};
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
    page(&form(&visitor, &request, "", ""))
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
            return later(requests::DAY, &form(&visitor, &request, "join-code-enough", ""));
        }
    };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(&visitor, &request, error, ""))
}

/// `POST /join/code/resend`.
pub async fn resend(visitor: Visitor) -> PageResult {
    let Some(request) = find(&visitor).await? else { return unknown(&visitor) };
    visitor.portal.limits.check(Attempt::Code, visitor.ip, Some(&request.email_key))?;
    let renewed = request.clone();
    match act(&visitor, move |tx, deed| requests::resend(tx, deed, &renewed)).await? {
        Resending::Sent => page(&form(&visitor, &request, "", "join-code-sent")),
        Resending::TooSoon => later(requests::REST, &form(&visitor, &request, "join-code-wait", "")),
        Resending::TooManyLetters => {
            later(requests::DAY, &form(&visitor, &request, "join-letters-enough", ""))
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

fn form(visitor: &Visitor, request: &JoinRequest, error: &str, news: &str) -> CodePage {
    let say = |key: &str| if key.is_empty() { String::new() } else { visitor.locale.t(key) };
    CodePage {
        shell: visitor.bare(),
        words: visitor.locale.with(
            // Nobody gets what stays in the portal's mailbox.
            if visitor.portal.mail.is_mailbox() { "join-code-kept" } else { "join-code-words" },
            &[("email", (&request.email).into())],
        ),
        error: say(error),
        news: say(news),
    }
}
