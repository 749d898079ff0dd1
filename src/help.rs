//! Help: how inviting works and what the words of the list mean. Who can help is told to colleagues;
//! a stranger is told to ask whoever invited him.

use askama::Template;
use axum::Router;
use axum::routing::get;
use axum_extra::extract::cookie::CookieJar;
use http::request::Parts;

use crate::i18n::{Language, Locale};
use crate::invitations::{State, badge};
use crate::mail::outbox::Delivery;
use crate::people::Employee;
use crate::portal::SharedPortal;
use crate::web::Badge;
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page};
use crate::web::shell::{Bare, Section, Shell};
use crate::web::signed_in::SignedIn;
use crate::web::visitor::{self, Visitor};

const PATH: &str = "/help";

/// What an invitation may come to, in the order in which it usually does, and the key of what it means.
const STATUSES: [(State, Delivery, &str); 11] = [
    (State::Pending, Delivery::Queued, "help-status-queued"),
    (State::Pending, Delivery::Sending, "help-status-sending"),
    (State::Pending, Delivery::Sent, "help-status-sent"),
    (State::Pending, Delivery::Deferred, "help-status-deferred"),
    (State::Pending, Delivery::Unknown, "help-status-unknown"),
    (State::Pending, Delivery::Failed, "help-status-failed"),
    (State::Pending, Delivery::None, "help-status-none"),
    (State::Accepted, Delivery::Sent, "help-status-accepted"),
    (State::Declined, Delivery::Sent, "help-status-declined"),
    (State::Revoked, Delivery::Sent, "help-status-revoked"),
    (State::Expired, Delivery::Sent, "help-status-expired"),
];

/// The place among these of a letter that the portal kept.
const KEPT_AT: usize = 3;

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new().route(PATH, get(show))
}

#[derive(Template)]
#[template(path = "help/inside.html")]
struct InsidePage {
    shell: Shell,
    statuses: Vec<(Badge, String)>,
    administrators: Vec<Employee>,
}

#[derive(Template)]
#[template(path = "help/outside.html")]
struct OutsidePage {
    shell: Bare,
    /// False before the first run: there is nowhere to sign in yet.
    is_set_up: bool,
}

async fn show(
    signed_in: Result<SignedIn, Failure>,
    visitor: Result<Visitor, Failure>,
    parts: Parts,
) -> PageResult {
    if let Ok(signed_in) = signed_in {
        return inside(&signed_in).await;
    }
    match visitor {
        Ok(visitor) => page(&OutsidePage { shell: visitor.bare(), is_set_up: true }),
        Err(Failure::NotSetUp) => {
            page(&OutsidePage { shell: before_the_first_run(&parts), is_set_up: false })
        }
        Err(failure) => Err(failure),
    }
}

async fn inside(signed_in: &SignedIn) -> PageResult {
    let company = signed_in.visitor.company.id;
    let administrators = signed_in.visitor.portal.read(move |tx| tx.people().administrators(company)).await?;
    let locale = signed_in.locale();
    let meaning = |(state, delivery, key)| (badge::of(&locale, state, delivery), locale.t(key));
    let mut statuses: Vec<_> = STATUSES.into_iter().map(meaning).collect();
    statuses.insert(KEPT_AT, (badge::kept(&locale), locale.t("help-status-kept")));
    page(&InsidePage { shell: signed_in.shell(Section::Help), statuses, administrators })
}

fn before_the_first_run(parts: &Parts) -> Bare {
    let cookies = CookieJar::from_headers(&parts.headers);
    let language = visitor::language(parts, &cookies).unwrap_or(Language::En);
    Bare { locale: Locale::new(language), company: None, flash: None, here: PATH.to_owned() }
}
