//! Pages of «do not invite me any more», from a letter and without signing in.

use askama::Template;
use axum::extract::Path;
use http::StatusCode;

use super::act::act;
use super::ending::{ending, unknown};
use crate::join::decline::{self, Listening, Wish};
use crate::mail::outbox::Letter;
use crate::web::Icon;
use crate::web::ending::{Ending, Way};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page, page_with};
use crate::web::shell::Bare;
use crate::web::visitor::Visitor;

#[derive(Template)]
#[template(path = "join/stop.html")]
struct StopPage {
    shell: Bare,
    company: String,
    email: String,
    action: String,
}

/// `GET /stop/{secret}`: says what the button does, or that it is done.
pub async fn show(visitor: Visitor, Path(secret): Path<String>) -> PageResult {
    let Some((letter, is_silenced)) = find(&visitor, &secret).await? else { return unknown(&visitor) };
    if is_silenced {
        return done(&visitor, &secret, &letter.email);
    }
    page(&StopPage {
        shell: visitor.bare(),
        company: visitor.company.name.clone(),
        email: letter.email,
        action: format!("/stop/{secret}"),
    })
}

/// `POST /stop/{secret}`: from the button, or by one click in a mail program (RFC 8058 §3.1). The
/// body does not matter: only the secret does.
pub async fn silence(visitor: Visitor, Path(secret): Path<String>) -> PageResult {
    let Some((letter, _)) = find(&visitor, &secret).await? else { return unknown(&visitor) };
    let email = letter.email.clone();
    act(&visitor, move |tx, deed| decline::silence(tx, deed, &letter, Wish::OptedOut)).await?;
    done(&visitor, &secret, &email)
}

/// `POST /stop/{secret}/undo`.
pub async fn undo(visitor: Visitor, Path(secret): Path<String>) -> PageResult {
    let Some((letter, _)) = find(&visitor, &secret).await? else { return unknown(&visitor) };
    let email = letter.email.clone();
    let listening = act(&visitor, move |tx, deed| decline::listen_again(tx, deed, &letter)).await?;
    let args = [("email", email.as_str()), ("company", visitor.company.name.as_str())];
    match listening {
        Listening::Again => ending(&visitor, StatusCode::OK, Icon::Done, "listening", &args, Way::Nothing),
        Listening::NotYet => {
            ending(&visitor, StatusCode::CONFLICT, Icon::Forbidden, "not-listening", &args, Way::Nothing)
        }
    }
}

async fn find(visitor: &Visitor, secret: &str) -> Result<Option<(Letter, bool)>, Failure> {
    let (company, key, secret) = (visitor.company.id, visitor.portal.key.clone(), secret.to_owned());
    let found = visitor
        .portal
        .read(move |tx| {
            let Some(letter) = decline::prove_opt_out(tx, &key, company, &secret)? else { return Ok(None) };
            let is_silenced = decline::is_silenced(tx, &letter)?;
            Ok(Some((letter, is_silenced)))
        })
        .await?;
    Ok(found)
}

fn done(visitor: &Visitor, secret: &str, email: &str) -> PageResult {
    let locale = visitor.locale;
    page_with(
        StatusCode::OK,
        &Ending {
            shell: visitor.bare(),
            icon: Icon::Done,
            title: locale.t("join-stopped"),
            words: vec![
                locale.with(
                    "join-stopped-words",
                    &[("email", email.into()), ("company", (&visitor.company.name).into())],
                ),
                locale.t("join-stopped-undo"),
            ],
            way: Way::Undo { action: format!("/stop/{secret}/undo"), label: locale.t("join-way-undo") },
            aside: None,
        },
    )
}
