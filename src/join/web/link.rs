//! Pages of a join link: opening it, giving an address.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use http::StatusCode;
use serde::Deserialize;

use super::act::{act, signed_in};
use super::code::later;
use super::ending::{ending, ending_with, unknown};
use crate::base::email_address::EmailAddress;
use crate::base::id::{CompanyId, JoinLinkId};
use crate::base::secret::{Purpose, SecretKey};
use crate::join::opened;
use crate::join::requests::{self, Starting};
use crate::join_links::{self, JoinLink, State};
use crate::people::Employee;
use crate::store::{Result, Tx};
use crate::web::Icon;
use crate::web::ending::Way;
use crate::web::failure::Failure;
use crate::web::held::{self, Held};
use crate::web::limits::Attempt;
use crate::web::page::{PageResult, page, page_after, page_with, see_other_with};
use crate::web::shell::Bare;
use crate::web::visitor::Visitor;

#[derive(Template)]
#[template(path = "join/address.html")]
struct AddressPage {
    shell: Bare,
    company: String,
    email: String,
    error: String,
    /// Whether the company decides about everybody who comes by a link.
    needs_approval: bool,
}

impl AddressPage {
    fn errors(&self) -> Vec<(&'static str, String)> {
        if self.error.is_empty() { vec![] } else { vec![("email", self.error.clone())] }
    }
}

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AddressForm {
    email: String,
}

/// `/j/{secret}`: takes the secret out of the address bar; nothing else.
pub async fn open(visitor: Visitor, secret: std::result::Result<Path<String>, PathRejection>) -> PageResult {
    let Ok(Path(secret)) = secret else { return unknown(&visitor) };
    let (company, key, link) = (visitor.company.id, visitor.portal.key.clone(), secret.clone());
    let found = visitor.portal.read(move |tx| prove(tx, &key, company, &link)).await?;
    match found {
        Some(_) => Ok(see_other_with("/join/address", &held::keep(&visitor, Held::JoinLink, &secret))),
        None => unknown(&visitor),
    }
}

/// `GET /join/address`.
pub async fn show(visitor: Visitor) -> PageResult {
    match find(&visitor).await? {
        None => unknown(&visitor),
        Some((_, Standing::Closed(state))) => closed(&visitor, state),
        Some((_, Standing::Full)) => full(&visitor),
        Some((_, Standing::Open)) => match insider(&visitor).await? {
            Some(me) => inside_already(&visitor, &me),
            None => page(&form(&visitor, String::new(), String::new())),
        },
    }
}

async fn insider(visitor: &Visitor) -> std::result::Result<Option<Employee>, Failure> {
    let asker = visitor.clone();
    Ok(visitor.portal.read(move |tx| signed_in(tx, &asker)).await?)
}

/// Who is signed in needs no link; whoever shares his device may.
fn inside_already(visitor: &Visitor, me: &Employee) -> PageResult {
    let way = Way::Post { action: "/join/sign-out".to_owned(), label: visitor.locale.t("join-way-sign-out") };
    let stay = Some(("/", visitor.locale.t("join-way-stay")));
    let args = [("me", me.shown_name())];
    ending_with(visitor, StatusCode::CONFLICT, Icon::Person, "inside", &args, way, stay)
}

/// `POST /join/address`: the answer is the same whoever's address it is (R11).
pub async fn submit(visitor: Visitor, Form(typed): Form<AddressForm>) -> PageResult {
    let link = match find(&visitor).await? {
        None => return unknown(&visitor),
        Some((_, Standing::Closed(state))) => return closed(&visitor, state),
        Some((link, Standing::Full | Standing::Open)) => link,
    };
    let address = match EmailAddress::parse(&typed.email) {
        Ok(address) => address,
        Err(problem) => {
            let words = visitor.locale.address_problem(problem);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(&visitor, typed.email, words));
        }
    };
    if let Err(failure) = visitor.portal.limits.check(Attempt::Join, visitor.ip, Some(address.key())) {
        let words = failure.words(visitor.locale);
        return page_after(&failure, &form(&visitor, typed.email, words));
    }
    let language = visitor.locale.language();
    let id =
        match act(&visitor, move |tx, deed| requests::start(tx, deed, link.id, &address, language)).await? {
            Starting::Started(id) => id,
            Starting::TooManyLetters => {
                let words = visitor.locale.t("join-letters-enough");
                return later(requests::DAY, &form(&visitor, typed.email, words));
            }
            Starting::LinkClosed(state) => return closed(&visitor, state),
        };
    let binding = requests::binding(&visitor.portal.key, visitor.company.id, id);
    Ok(see_other_with("/join/code", &held::keep(&visitor, Held::Request, &binding)))
}

fn prove(tx: &mut Tx<'_>, key: &SecretKey, company: CompanyId, secret: &str) -> Result<Option<JoinLink>> {
    let Some(id) = key.claimed_id(Purpose::JoinLink, secret) else { return Ok(None) };
    let found = tx.join_links().find(company, JoinLinkId(id))?;
    Ok(found.filter(|link| key.proves(Purpose::JoinLink, link.secret_row(), secret)))
}

enum Standing {
    Open,
    Full,
    Closed(State),
}

async fn find(visitor: &Visitor) -> std::result::Result<Option<(JoinLink, Standing)>, Failure> {
    let Some(secret) = held::secret(visitor, Held::JoinLink).map(str::to_owned) else { return Ok(None) };
    let (company, key, now) = (visitor.company.clone(), visitor.portal.key.clone(), visitor.portal.now());
    let found = visitor
        .portal
        .read(move |tx| {
            let Some(link) = prove(tx, &key, company.id, &secret)? else { return Ok(None) };
            let standing = match join_links::standing(tx, &company, &link, now)? {
                // Whoever has an invitation of his own may have a seat held; so only a plan that is
                // full to the last real seat stops strangers here.
                State::Open if opened::is_full(tx, &company, now)? => Standing::Full,
                State::Open => Standing::Open,
                state => Standing::Closed(state),
            };
            Ok(Some((link, standing)))
        })
        .await?;
    Ok(found)
}

fn form(visitor: &Visitor, email: String, error: String) -> AddressPage {
    let company = &visitor.company;
    AddressPage {
        shell: visitor.bare(),
        company: company.name.clone(),
        email,
        error,
        needs_approval: company.inviting.require_approval,
    }
}

/// The page of a link that lets nobody in (any more).
pub fn closed(visitor: &Visitor, state: State) -> PageResult {
    let key = match state {
        State::Open => return unknown(visitor),
        State::UsedUp => "link-used-up",
        State::Expired => "link-expired",
        State::SwitchedOff => "link-off",
    };
    ending(visitor, StatusCode::GONE, Icon::LinkOff, key, &[], Way::sign_in(visitor))
}

fn full(visitor: &Visitor) -> PageResult {
    ending(visitor, StatusCode::CONFLICT, Icon::Clock, "link-full", &[], Way::sign_in(visitor))
}
