//! The page of who waits for a place.

use askama::Template;
use axum::extract::Query;
use axum::routing::get;
use axum::{Form, Router};
use serde::Deserialize;

use super::sessions;
use super::waiting::{self, Outcome, Queue};
use crate::portal::SharedPortal;
use crate::web::failure::{Failure, encode};
use crate::web::page::{PageResult, local_path, page, see_other};
use crate::web::shell::Bare;
use crate::web::signed_in::{SESSION_COOKIE, WELCOME};
use crate::web::visitor::Visitor;

/// Its address.
pub(super) const PATH: &str = "/sign-in/wait";

pub(super) fn routes() -> Router<SharedPortal> {
    Router::new().route(PATH, get(show).post(enter))
}

#[derive(Template)]
#[template(path = "accounts/waiting.html")]
struct WaitingPage {
    shell: Bare,
    queue: Queue,
    most: i64,
    next: String,
    here: String,
}

impl WaitingPage {
    /// Whether he comes here straight from joining.
    fn has_just_joined(&self) -> bool {
        self.next == WELCOME
    }

    fn title(&self) -> String {
        self.shell.t(if self.queue.is_free { "waiting-free" } else { "waiting-title" })
    }

    /// Where he stands in the queue. Where more are at work than the plan allows, the first has to wait for several.
    fn turn(&self) -> String {
        let locale = self.shell.locale;
        let before = self.queue.online - self.most + 1;
        match self.queue.ahead {
            0 if before > 1 => locale.n("waiting-next-over", before),
            0 => locale.t("waiting-next"),
            ahead => locale.n("waiting-ahead", ahead),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Next {
    next: Option<String>,
}

async fn show(visitor: Visitor, Query(asked): Query<Next>) -> PageResult {
    let next = local_path(asked.next.as_deref()).to_owned();
    let Some(token) = visitor.cookie_value(SESSION_COOKIE).map(str::to_owned) else {
        return Err(Failure::SignInFirst { next });
    };
    let (company, now) = (visitor.company.id, visitor.portal.now());
    let found = visitor
        .portal
        .read(move |tx| {
            let Some(session) = sessions::find(tx, company, &token, now)? else { return Ok(None) };
            let person = session.employee.id;
            let queue = waiting::queue(tx, company, person, session.waiting_since, now)?;
            Ok(Some((session, queue)))
        })
        .await?;
    let Some((session, queue)) = found else { return Err(Failure::SignInFirst { next }) };
    if session.waiting_since.is_none() {
        return Ok(see_other(&next));
    }
    // As on every page: that he is still there is noted now and then.
    if session.is_stale {
        visitor.portal.write(move |tx| tx.sessions().still_waits(&session.token_hash, now)).await?;
    }
    let here = format!("{PATH}?next={}", encode(&next));
    let most = visitor.company.plan.max_online.unwrap_or_default();
    page(&WaitingPage { shell: visitor.bare(), queue, most, next, here })
}

async fn enter(visitor: Visitor, Form(form): Form<Next>) -> PageResult {
    let next = local_path(form.next.as_deref()).to_owned();
    let token = visitor.cookie_value(SESSION_COOKIE).map(str::to_owned).unwrap_or_default();
    let (company, now) = (visitor.company.id, visitor.portal.now());
    let outcome = visitor.portal.write(move |tx| waiting::enter(tx, company, &token, now)).await?;
    match outcome {
        Outcome::In => Ok(see_other(&next)),
        Outcome::Waits => Ok(see_other(&format!("{PATH}?next={}", encode(&next)))),
        Outcome::Gone => Err(Failure::SignInFirst { next }),
    }
}
