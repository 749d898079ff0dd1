//! Pages of proving another address by the link in a letter to it.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::routing::get;
use axum::{Router, middleware};
use http::StatusCode;

use super::address_change::{self, AddressChange, Confirmation, Standing};
use crate::people::Employee;
use crate::portal::SharedPortal;
use crate::web::ending::{Ending, Way};
use crate::web::failure::Failure;
use crate::web::held::{self, Held};
use crate::web::limits::Attempt;
use crate::web::page::{PageResult, page, page_with, see_other, see_other_with, with_cookie};
use crate::web::shell::Bare;
use crate::web::signed_in::SignedIn;
use crate::web::visitor::Visitor;
use crate::web::{Icon, flash, security};

const PATH: &str = "/new-address";

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/new-address/{secret}", get(open))
        .route(PATH, get(show).post(submit))
        .layer(middleware::from_fn(security::keep_private))
}

/// `/new-address/{secret}`: takes the secret out of the address bar. Nothing is spent or noted: programs
/// that check mail open links too.
async fn open(visitor: Visitor, secret: Result<Path<String>, PathRejection>) -> PageResult {
    let Ok(Path(secret)) = secret else { return unknown(&visitor) };
    match find(&visitor, &secret).await? {
        Some(_) => Ok(see_other_with(PATH, &held::keep(&visitor, Held::AddressChange, &secret))),
        None => unknown(&visitor),
    }
}

#[derive(Template)]
#[template(path = "accounts/new_address.html")]
struct NewAddressPage {
    shell: Bare,
    email: String,
}

type MaybeSignedIn = Result<SignedIn, Failure>;

async fn show(visitor: Visitor, me: MaybeSignedIn) -> PageResult {
    let Some((change, person)) = held(&visitor).await? else { return unknown(&visitor) };
    let standing = change.standing(visitor.portal.now());
    if standing != Standing::Open {
        return ended(&visitor, standing);
    }
    if let Some(refusal) = refusal(&visitor, me.as_ref(), &change, &person)? {
        return Ok(refusal);
    }
    page(&NewAddressPage { shell: visitor.bare(), email: change.email })
}

/// Who wished for the address himself confirms it himself: signed in, in whichever browser.
fn refusal(
    visitor: &Visitor,
    me: Result<&SignedIn, &Failure>,
    change: &AddressChange,
    person: &Employee,
) -> Result<Option<axum::response::Response>, Failure> {
    if !change.is_own() {
        return Ok(None);
    }
    match me {
        Ok(me) if me.me.id == person.id => Ok(None),
        Ok(_) => ending(visitor, StatusCode::FORBIDDEN, Icon::Forbidden, "somebody-else").map(Some),
        Err(Failure::SignInFirst { .. }) => Err(Failure::SignInFirst { next: PATH.to_owned() }),
        Err(failure) => Err(failure.clone()),
    }
}

async fn submit(visitor: Visitor, me: MaybeSignedIn) -> PageResult {
    let Some((change, person)) = held(&visitor).await? else { return unknown(&visitor) };
    let portal = &visitor.portal;
    let standing = change.standing(portal.now());
    if standing != Standing::Open {
        return ended(&visitor, standing);
    }
    if let Some(refusal) = refusal(&visitor, me.as_ref(), &change, &person)? {
        return Ok(refusal);
    }
    let me = me.ok();
    let actor = me.as_ref().map_or_else(|| visitor.actor(), SignedIn::actor);
    let to = if actor.employee == Some(person.id) { "/profile" } else { "/sign-in" };
    let session = me.map(|me| me.token_hash);
    let (company, random, now) = (visitor.company.clone(), Arc::clone(&portal.random), portal.now());
    let outcome = portal
        .write(move |tx| {
            let session = session.as_deref();
            address_change::confirm(tx, &actor, &company, change.id, session, &*random, now)
        })
        .await?;
    portal.outbox_bell.ring();
    match outcome {
        Confirmation::Changed => {
            let done = see_other_with(to, &flash::good("address-changed", None));
            Ok(with_cookie(done, &held::forget(&visitor, Held::AddressChange)))
        }
        Confirmation::Taken => ending(&visitor, StatusCode::CONFLICT, Icon::Bad, "taken"),
        Confirmation::NotOwner => ending(&visitor, StatusCode::FORBIDDEN, Icon::Forbidden, "somebody-else"),
        // The page tells why.
        Confirmation::TooLate => Ok(see_other(PATH)),
    }
}

/// What the cookie of this browser leads to.
async fn held(visitor: &Visitor) -> Result<Option<(AddressChange, Employee)>, Failure> {
    let Some(secret) = held::secret(visitor, Held::AddressChange) else { return Ok(None) };
    find(visitor, secret).await
}

async fn find(visitor: &Visitor, secret: &str) -> Result<Option<(AddressChange, Employee)>, Failure> {
    let (key, company, secret) = (visitor.portal.key.clone(), visitor.company.id, secret.to_owned());
    Ok(visitor.portal.read(move |tx| address_change::find(tx, &key, company, &secret)).await?)
}

/// The one answer to every link that is not genuine. Whoever guesses has to wait.
fn unknown(visitor: &Visitor) -> PageResult {
    visitor.portal.limits.check(Attempt::Link, visitor.ip, None)?;
    ending(visitor, StatusCode::NOT_FOUND, Icon::LinkOff, "unknown")
}

/// The page of a link that is good for nothing any more.
fn ended(visitor: &Visitor, standing: Standing) -> PageResult {
    let (icon, key) = match standing {
        Standing::Open => return Ok(see_other(PATH)),
        Standing::Used => (Icon::Done, "used"),
        Standing::Replaced => (Icon::LinkOff, "replaced"),
        Standing::Expired => (Icon::Clock, "expired"),
    };
    ending(visitor, StatusCode::GONE, icon, key)
}

fn ending(visitor: &Visitor, status: StatusCode, icon: Icon, key: &str) -> PageResult {
    let locale = visitor.locale;
    let ending = Ending {
        shell: visitor.bare(),
        icon,
        title: locale.t(&format!("new-address-{key}")),
        words: vec![locale.t(&format!("new-address-{key}-words"))],
        way: Way::Link { href: "/profile", label: locale.t("new-address-way") },
        aside: None,
    };
    page_with(status, &ending)
}
