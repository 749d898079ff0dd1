//! The page of a join link, and what is done to it.

mod page;

use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use axum_extra::extract::Form;
use axum_extra::extract::cookie::Cookie;
use serde::Deserialize;

use super::{switch_off, switch_on};
use crate::base::id::JoinLinkId;
use crate::portal::SharedPortal;
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::page::{PageResult, local_path, see_other_with};
use crate::web::signed_in::SignedIn;

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/join-links/{id}", get(page::show))
        .route("/join-links/{id}/switch-off", post(off))
        .route("/join-links/{id}/switch-on", post(on))
}

#[derive(Deserialize)]
struct Sent {
    return_to: Option<String>,
}

impl Sent {
    /// Back to where the button was.
    fn back(&self, news: &Cookie<'_>) -> Response {
        let path = local_path(self.return_to.as_deref().filter(|path| !path.is_empty()));
        see_other_with(path, news)
    }
}

async fn off(me: SignedIn, Path(id): Path<JoinLinkId>, Form(sent): Form<Sent>) -> PageResult {
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let portal = &me.visitor.portal;
    match portal.write(move |tx| switch_off::switch_off(tx, &actor, &company, id, now)).await? {
        switch_off::Outcome::SwitchedOff | switch_off::Outcome::AlreadyOff => {
            Ok(sent.back(&flash::good("link-off", None)))
        }
        switch_off::Outcome::NotFound => Err(Failure::NotFound),
    }
}

async fn on(me: SignedIn, Path(id): Path<JoinLinkId>, Form(sent): Form<Sent>) -> PageResult {
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let portal = &me.visitor.portal;
    match portal.write(move |tx| switch_on::switch_on(tx, &actor, &company, id, now)).await? {
        switch_on::Outcome::SwitchedOn | switch_on::Outcome::AlreadyOn => {
            Ok(sent.back(&flash::good("link-on", None)))
        }
        switch_on::Outcome::OffByAnother => Ok(sent.back(&flash::bad("link-off-by-another", None))),
        switch_on::Outcome::TooManyOpen { most } => Ok(sent.back(&flash::bad("too-many-links", Some(most)))),
        switch_on::Outcome::NotFound => Err(Failure::NotFound),
    }
}
