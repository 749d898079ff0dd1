//! The last page of a join link: name and password, for an address that is proved.

use askama::Template;
use axum::Form;
use http::StatusCode;

use super::act::act;
use super::code;
use super::ending::{awaiting_approval, dismissed, ending, unknown};
use super::fields::{Mistakes, Typed};
use super::link::closed;
use crate::join::enter::{self, Outcome};
use crate::join::requests::JoinRequest;
use crate::join_links::JoinLink;
use crate::people::Status;
use crate::web::Icon;
use crate::web::ending::Way;
use crate::web::failure::Failure;
use crate::web::held::{self, Held};
use crate::web::limits::Attempt;
use crate::web::page::{PageResult, page, page_busy, page_with, see_other, with_cookie};
use crate::web::shell::Bare;
use crate::web::visitor::Visitor;

#[derive(Template)]
#[template(path = "join/details.html")]
struct DetailsPage {
    shell: Bare,
    heading: String,
    inviter_email: String,
    department_label: String,
    departments: Vec<String>,
    email: String,
    name: String,
    time_zone: String,
    /// Whether somebody in the company is asked first.
    waits: bool,
    mistakes: Mistakes,
}

struct Found {
    request: JoinRequest,
    link: JoinLink,
    departments: Vec<String>,
    /// The name that an inviter gave, where the person has an invitation of his own.
    name: String,
    /// Whether he has one.
    is_invited: bool,
    /// Where the person stands whose address it is.
    status: Option<Status>,
}

/// `GET /join/details`.
pub async fn show(visitor: Visitor) -> PageResult {
    let Some(found) = find(&visitor).await? else { return Ok(see_other("/join/code")) };
    // Who is known already has nothing to fill in.
    match found.status {
        Some(Status::Active) => return answer(&visitor, Outcome::AlreadyEmployee),
        Some(Status::AwaitingApproval) => return answer(&visitor, Outcome::AwaitingApproval),
        Some(Status::Dismissed) => return answer(&visitor, Outcome::Dismissed),
        Some(Status::Invited) | None => {}
    }
    let name = found.name.clone();
    page(&form(&visitor, &found, name, String::new(), Mistakes::default()))
}

/// `POST /join/details`.
pub async fn submit(visitor: Visitor, Form(typed): Form<Typed>) -> PageResult {
    let Some(found) = find(&visitor).await? else { return Ok(see_other("/join/code")) };
    visitor.portal.limits.check_account(Attempt::Join, &found.request.email_key)?;
    let name = match typed.check(&visitor, &found.request.email) {
        Ok(name) => name,
        Err(mistakes) => {
            let form = form(&visitor, &found, typed.name, typed.time_zone, mistakes);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &form);
        }
    };
    let Ok(newcomer) = typed.newcomer(&visitor, name).await else {
        return page_busy(&form(&visitor, &found, typed.name, typed.time_zone, Mistakes::busy(&visitor)));
    };
    let request = found.request;
    let outcome = act(&visitor, move |tx, deed| enter::enter(tx, deed, &request, &newcomer)).await?;
    answer(&visitor, outcome)
}

fn answer(visitor: &Visitor, outcome: Outcome) -> PageResult {
    let (status, icon, key, way) = match outcome {
        Outcome::Joined { token } => {
            let response = super::invitation::welcome(visitor, token);
            let response = with_cookie(response, &held::forget(visitor, Held::JoinLink));
            return Ok(with_cookie(response, &held::forget(visitor, Held::Request)));
        }
        Outcome::LinkClosed(state) => return closed(visitor, state),
        Outcome::NotProved => return unknown(visitor),
        Outcome::AwaitingApproval => return awaiting_approval(visitor),
        Outcome::Dismissed => return dismissed(visitor),
        Outcome::SeatsFull => (StatusCode::CONFLICT, Icon::Clock, "link-full-told", Way::Nothing),
        Outcome::AlreadyEmployee => (StatusCode::GONE, Icon::Done, "already", Way::sign_in(visitor)),
    };
    ending(visitor, status, icon, key, &[], way)
}

async fn find(visitor: &Visitor) -> Result<Option<Found>, Failure> {
    let now = visitor.portal.now();
    let Some(request) = code::find(visitor).await?.filter(|request| request.is_proved(now)) else {
        return Ok(None);
    };
    let company = visitor.company.id;
    let found = visitor
        .portal
        .read(move |tx| {
            let Some(link) = tx.join_links().find(company, request.join_link_id)? else { return Ok(None) };
            let root = tx.departments().root(company)?.id;
            let invitation = enter::own_invitation(tx, company, &request.email_key, now)?;
            let departments = match &invitation {
                Some(invitation) => tx.invitations().departments(company, invitation.id)?,
                None => tx.join_links().departments(company, link.id)?,
            };
            let departments = departments.into_iter().filter(|(id, _)| *id != root).map(|(_, name)| name);
            let departments = departments.collect();
            let is_invited = invitation.is_some();
            let name = invitation.map(|invitation| invitation.name).unwrap_or_default();
            let person = tx.people().find_by_address(company, &request.email_key)?;
            let status = person.map(|person| person.status);
            Ok(Some(Found { request: request.clone(), link, departments, name, is_invited, status }))
        })
        .await?;
    Ok(found)
}

fn form(
    visitor: &Visitor,
    found: &Found,
    name: String,
    time_zone: String,
    mistakes: Mistakes,
) -> DetailsPage {
    let locale = visitor.locale;
    let creator = &found.link.creator;
    let args = [("name", (&creator.name).into()), ("company", (&visitor.company.name).into())];
    DetailsPage {
        shell: visitor.bare(),
        waits: !found.is_invited && enter::needs_approval(&visitor.company, &found.request.email),
        heading: locale.with("join-heading", &args),
        inviter_email: if creator.name == creator.email { String::new() } else { creator.email.clone() },
        department_label: locale.n("join-departments", i64::try_from(found.departments.len()).unwrap_or(0)),
        departments: found.departments.clone(),
        email: found.request.email.clone(),
        name,
        time_zone,
        mistakes,
    }
}
