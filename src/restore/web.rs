//! The answer to what is to become of letters that waited in a backup.

use axum::Router;
use axum::routing::post;

use super::{Outcome, withdraw};
use crate::portal::SharedPortal;
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::page::{PageResult, see_other_with};
use crate::web::signed_in::SettingsManager;

/// The page that asks.
const PATH: &str = "/settings/mail/queue";

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new().route("/settings/mail/queue/withdraw", post(withdraw_all))
}

async fn withdraw_all(SettingsManager(me): SettingsManager) -> PageResult {
    let portal = &me.visitor.portal;
    let (mut letters, now) = (0, portal.now());
    loop {
        let actor = me.actor();
        match portal.write(move |tx| withdraw(tx, &actor, letters, now)).await? {
            Outcome::More(more) => letters += more,
            Outcome::Done(more) => {
                portal.outbox_bell.ring();
                return Ok(see_other_with(PATH, &flash::good("waiting-withdrawn", Some(letters + more))));
            }
            Outcome::Answered => return Ok(see_other_with(PATH, &flash::warning("waiting-answered", None))),
            Outcome::NotAllowed => return Err(Failure::Forbidden),
        }
    }
}
