//! The first run in a browser: a one-time link opens four short steps. The first two make the portal
//! and its administrator; he goes on, signed in, to mail and to his first invitations.

mod administrator;
mod afterwards;
mod company;
mod first_run;

use axum::Router;
use axum::routing::get;

use crate::portal::SharedPortal;

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/setup", get(company::open).post(company::submit))
        .route("/setup/administrator", get(administrator::show).post(administrator::submit))
        .route("/welcome/mail", get(afterwards::mail).post(afterwards::set_mail))
        .route("/welcome/mail/trial", get(afterwards::back_to_mail).post(afterwards::try_mail))
        .route("/welcome/mail/language", get(afterwards::back_to_mail).post(afterwards::speak))
        .route("/welcome/colleagues", get(afterwards::colleagues))
}

/// How many steps there are.
const STEPS: i64 = 4;
