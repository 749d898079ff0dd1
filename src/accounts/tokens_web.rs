//! Tokens of the machine interface on the settings pages.

use askama::Template;
use axum::extract::Path;
use axum::routing::{get, post};
use axum::{Form, Router};
use http::StatusCode;
use serde::Deserialize;

use super::tokens::{self, Outcome, may_end};
use crate::base::id::ApiTokenId;
use crate::base::person_name::plain_line;
use crate::portal::SharedPortal;
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, page_with, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{SettingsManager, SignedIn};

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/settings/tokens", get(show).post(make))
        .route("/settings/tokens/{id}/revoke", post(revoke))
}

#[derive(Template)]
#[template(path = "tokens/tokens.html")]
struct TokensPage {
    shell: Shell,
    name: String,
    errors: Errors,
    /// The token just made: shown this once.
    made: Option<String>,
    rows: Vec<Row>,
}

struct Row {
    id: ApiTokenId,
    name: String,
    employee: String,
    created: String,
    used: String,
    /// Whether the reader may revoke it.
    is_revocable: bool,
}

#[derive(Deserialize)]
struct NameForm {
    #[serde(default)]
    name: String,
}

async fn show(SettingsManager(me): SettingsManager) -> PageResult {
    shown(&me, String::new(), Errors::new(), None, StatusCode::OK).await
}

async fn shown(
    me: &SignedIn,
    name: String,
    errors: Errors,
    made: Option<String>,
    status: StatusCode,
) -> PageResult {
    let (company, locale, now) = (me.visitor.company.id, me.locale(), me.visitor.portal.now());
    let tokens = me.visitor.portal.read(move |tx| tx.tokens().list(company)).await?;
    let actor = me.actor();
    let when = |key, at| locale.with(key, &[("when", locale.moment(at, now, &me.zone()).as_str().into())]);
    let rows = tokens.into_iter().map(|token| Row {
        id: token.id,
        name: token.name,
        is_revocable: may_end(&actor, token.owner),
        employee: token.employee,
        created: when("tokens-created", token.created_at),
        used: token.last_used_at.map_or_else(|| locale.t("tokens-never-used"), |at| when("tokens-used", at)),
    });
    let page = TokensPage { shell: me.shell(Section::Settings), name, errors, made, rows: rows.collect() };
    page_with(status, &page)
}

async fn make(SettingsManager(me): SettingsManager, Form(form): Form<NameForm>) -> PageResult {
    let name = match plain_line(&form.name, tokens::MAX_NAME) {
        Ok(name) => name,
        Err(problem) => {
            let errors = vec![("name", me.locale().title_problem(problem))];
            return shown(&me, form.name, errors, None, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let portal = &me.visitor.portal;
    let (actor, company, owner) = (me.actor(), me.visitor.company.clone(), me.me.id);
    let (random, now) = (portal.random.clone(), portal.now());
    let outcome =
        portal.write(move |tx| tokens::create(tx, &actor, &company, owner, &name, &*random, now)).await?;
    match outcome {
        Outcome::Created { token, .. } => {
            shown(&me, String::new(), Errors::new(), Some(token), StatusCode::OK).await
        }
        Outcome::NotAllowed | Outcome::NoSuchEmployee => Err(Failure::Forbidden),
    }
}

async fn revoke(SettingsManager(me): SettingsManager, Path(id): Path<ApiTokenId>) -> PageResult {
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let portal = &me.visitor.portal;
    if portal.write(move |tx| tokens::revoke(tx, &actor, &company, id, now)).await? {
        Ok(see_other_with("/settings/tokens", &flash::good("token-revoked", None)))
    } else {
        Err(Failure::NotFound)
    }
}
