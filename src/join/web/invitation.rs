//! Pages of a personal invitation.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::Response;
use http::StatusCode;

use super::act::{act, signed_in};
use super::ending::{awaiting_approval, ending, ending_with, told, unknown};
use super::fields::{Mistakes, Typed};
use crate::base::secret::Purpose;
use crate::invitations::letter::department_names;
use crate::invitations::{Invitation, State};
use crate::join::accept::{self, Outcome};
use crate::join::ask::{self, Silence};
use crate::join::opened::{self, Standing};
use crate::join::{decline, notify};
use crate::people::Employee;
use crate::store::Tx;
use crate::web::Icon;
use crate::web::ending::Way;
use crate::web::failure::Failure;
use crate::web::held::{self, Held};
use crate::web::limits::Attempt;
use crate::web::page::{PageResult, page, page_busy, page_with, see_other, see_other_with, with_cookie};
use crate::web::shell::Bare;
use crate::web::signed_in::{SESSION_COOKIE, WELCOME};
use crate::web::visitor::Visitor;

#[derive(Template)]
#[template(path = "join/invitation.html")]
struct InvitationPage {
    shell: Bare,
    heading: String,
    inviter_email: String,
    department_label: String,
    departments: Vec<String>,
    email: String,
    until: String,
    name: String,
    time_zone: String,
    mistakes: Mistakes,
}

#[derive(Template)]
#[template(path = "join/decline.html")]
struct DeclinePage {
    shell: Bare,
    inviter: String,
    company: String,
}

/// What the cookie of this browser leads to.
struct Found {
    invitation: Invitation,
    standing: Standing,
    departments: Vec<String>,
    me: Option<Employee>,
    /// Whether the address is written to at all.
    silence: Silence,
    /// Who gets a letter when the invitee asks for something: the inviter, and where he is gone, or could not
    /// invite him, an administrator.
    answers: String,
}

/// `/i/{secret}`: takes the secret out of the address bar. Nothing is spent or noted, since programs
/// that check mail open links too (RFC 9110 §9.2.1, R16).
pub async fn open(visitor: Visitor, secret: Result<Path<String>, PathRejection>) -> PageResult {
    // What is not even text is one more wrong link.
    let Ok(Path(secret)) = secret else { return unknown(&visitor) };
    let (company, key, link) = (visitor.company.id, visitor.portal.key.clone(), secret.clone());
    let found = visitor.portal.read(move |tx| opened::prove(tx, &key, company, &link)).await?;
    match found {
        Some(_) => Ok(see_other_with("/join", &held::keep(&visitor, Held::Invitation, &secret))),
        None => unknown(&visitor),
    }
}

/// `GET /join`.
pub async fn show(visitor: Visitor) -> PageResult {
    let Some(found) = find(&visitor).await? else { return unknown(&visitor) };
    if let Some(obstacle) = obstacle(&visitor, &found) {
        return obstacle;
    }
    let name = found.invitation.name.clone();
    page(&form(&visitor, &found, name, String::new(), Mistakes::default()))
}

/// `POST /join`.
pub async fn join(visitor: Visitor, Form(typed): Form<Typed>) -> PageResult {
    let Some(found) = find(&visitor).await? else { return unknown(&visitor) };
    visitor.portal.limits.check_account(Attempt::Join, &found.invitation.id.to_string())?;
    if found.standing == Standing::AlreadyEmployee {
        let invitation = found.invitation.clone();
        act(&visitor, move |tx, deed| accept::close_duplicate(tx, deed, &invitation)).await?;
    }
    // That no seat is free is found out, and told to those who can help, in the transaction.
    if found.standing != Standing::SeatsFull
        && let Some(obstacle) = obstacle(&visitor, &found)
    {
        return obstacle;
    }
    let name = match typed.check(&visitor, &found.invitation.email) {
        Ok(name) => name,
        Err(mistakes) => {
            let form = form(&visitor, &found, typed.name, typed.time_zone, mistakes);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &form);
        }
    };
    let Ok(newcomer) = typed.newcomer(&visitor, name).await else {
        return page_busy(&form(&visitor, &found, typed.name, typed.time_zone, Mistakes::busy(&visitor)));
    };
    let invitation = found.invitation.clone();
    let outcome = act(&visitor, move |tx, deed| accept::accept(tx, deed, &invitation, &newcomer)).await?;
    match outcome {
        Outcome::Joined { token } => Ok(welcome(&visitor, token)),
        Outcome::AwaitingApproval => {
            Ok(with_cookie(awaiting_approval(&visitor)?, &held::forget(&visitor, Held::Invitation)))
        }
        Outcome::SeatsFull => seats_full(&visitor, &found, true),
        Outcome::Closed(standing) => closed(&visitor, &found, standing),
    }
}

/// To the first page inside, or to where one waits for a place.
pub fn welcome(visitor: &Visitor, token: String) -> Response {
    let response = see_other_with(WELCOME, &visitor.cookie(SESSION_COOKIE, token));
    with_cookie(response, &held::forget(visitor, Held::Invitation))
}

/// `GET /join/decline`: asks whether it is meant.
pub async fn confirm_decline(visitor: Visitor) -> PageResult {
    let Some(found) = find(&visitor).await? else { return unknown(&visitor) };
    match found.standing {
        Standing::Open | Standing::SeatsFull | Standing::Expired => page(&DeclinePage {
            shell: visitor.bare(),
            inviter: found.invitation.inviter.name,
            company: visitor.company.name.clone(),
        }),
        standing => closed(&visitor, &found, standing),
    }
}

/// `POST /join/decline`.
pub async fn decline(visitor: Visitor) -> PageResult {
    let Some(found) = find(&visitor).await? else { return unknown(&visitor) };
    let invitation = found.invitation.clone();
    match act(&visitor, move |tx, deed| decline::decline(tx, deed, &invitation)).await? {
        decline::Outcome::Declined => closed(&visitor, &found, Standing::Declined),
        decline::Outcome::TooLate => Ok(see_other("/join")),
    }
}

/// `POST /join/ask`: asks the inviter for a new invitation.
pub async fn ask(visitor: Visitor) -> PageResult {
    let Some(found) = find(&visitor).await? else { return unknown(&visitor) };
    visitor.portal.limits.check_account(Attempt::Join, &found.invitation.id.to_string())?;
    let invitation = found.invitation.clone();
    match act(&visitor, move |tx, deed| ask::ask(tx, deed, &invitation)).await? {
        ask::Outcome::Asked => {
            let args = [("name", found.answers.as_str())];
            let mut page = told(&visitor, Icon::Done, "asked", &args, Way::Nothing);
            if found.silence == Silence::Own {
                page.words.push(visitor.locale.t("join-asked-own-silence"));
            }
            page_with(StatusCode::OK, &page)
        }
        ask::Outcome::NotWanted => Ok(see_other("/join")),
    }
}

/// `GET` where something was asked for before: the invitation as it stands by now.
pub async fn again() -> Response {
    see_other("/join")
}

/// `POST /join/no-seat`: tells inviter and administrators that a seat is wanted.
pub async fn tell_of_seat(visitor: Visitor) -> PageResult {
    let Some(found) = find(&visitor).await? else { return unknown(&visitor) };
    if found.standing != Standing::SeatsFull {
        return Ok(see_other("/join"));
    }
    let invitation = found.invitation.clone();
    act(&visitor, move |tx, deed| notify::no_seat_for(tx, deed, &invitation)).await?;
    seats_full(&visitor, &found, true)
}

/// `POST /join/sign-out`: the browser is somebody else's; the link stays at hand.
pub async fn sign_out(visitor: Visitor) -> PageResult {
    let mut gone = visitor.cookie(SESSION_COOKIE, String::new());
    gone.make_removal();
    if let Some(token) = visitor.cookie_value(SESSION_COOKIE) {
        let hash = crate::base::secret::hash(token);
        visitor.portal.write(move |tx| tx.sessions().delete(&hash)).await?;
    }
    let is_by_link = held::secret(&visitor, Held::Invitation).is_none();
    Ok(see_other_with(if is_by_link { "/join/address" } else { "/join" }, &gone))
}

async fn find(visitor: &Visitor) -> Result<Option<Found>, Failure> {
    let Some(secret) = held::secret(visitor, Held::Invitation).map(str::to_owned) else { return Ok(None) };
    // What can't be a secret at all costs no query (R17).
    if visitor.portal.key.claimed_id(Purpose::Invitation, &secret).is_none() {
        return Ok(None);
    }
    let (asker, now) = (visitor.clone(), visitor.portal.now());
    let found = visitor
        .portal
        .read(move |tx| {
            let company = &asker.company;
            let Some(invitation) = opened::prove(tx, &asker.portal.key, company.id, &secret)? else {
                return Ok(None);
            };
            let silence = ask::silence(tx, &invitation)?;
            Ok(Some(Found {
                standing: opened::standing(tx, company, &invitation, now)?,
                departments: department_names(tx, company, &invitation)?,
                me: signed_in(tx, &asker)?,
                answers: answers(tx, &asker, &invitation, silence)?,
                silence,
                invitation,
            }))
        })
        .await?;
    Ok(found)
}

fn answers(
    tx: &mut Tx<'_>,
    visitor: &Visitor,
    invitation: &Invitation,
    silence: Silence,
) -> crate::store::Result<String> {
    let inviter = notify::inviter_at_work(tx, visitor.company.id, invitation.inviter.id)?;
    // For a seat the inviter is told, whatever the address.
    let is_his = silence != Silence::Kept || invitation.state(visitor.portal.now()) == State::Pending;
    Ok(if inviter.is_some() && is_his {
        invitation.inviter.name.clone()
    } else {
        visitor.locale.t("join-administrator")
    })
}

/// Why the form is not shown, if it is not.
fn obstacle(visitor: &Visitor, found: &Found) -> Option<PageResult> {
    match (&found.me, found.standing) {
        (Some(me), Standing::Open | Standing::SeatsFull) => {
            Some(signed_in_as(visitor, me, &found.invitation))
        }
        (_, Standing::Open) => None,
        (_, Standing::SeatsFull) => Some(seats_full(visitor, found, false)),
        (Some(me), Standing::Accepted | Standing::AlreadyEmployee) => {
            Some(already_inside(visitor, me, &found.invitation))
        }
        (_, standing) => Some(closed(visitor, found, standing)),
    }
}

/// Who comes by his link again while he is signed in has only to go on.
fn already_inside(visitor: &Visitor, me: &Employee, invitation: &Invitation) -> PageResult {
    let args = [("me", me.shown_name()), ("email", invitation.email.as_str())];
    let way = Way::Link { href: "/", label: visitor.locale.t("join-way-stay") };
    ending(visitor, StatusCode::GONE, Icon::Done, "used", &args, way)
}

fn signed_in_as(visitor: &Visitor, me: &Employee, invitation: &Invitation) -> PageResult {
    let way = Way::Post { action: "/join/sign-out".to_owned(), label: visitor.locale.t("join-way-sign-out") };
    let args = [("me", me.shown_name()), ("email", invitation.email.as_str())];
    let stay = Some(("/", visitor.locale.t("join-way-stay")));
    ending_with(visitor, StatusCode::CONFLICT, Icon::Person, "somebody-else", &args, way, stay)
}

fn seats_full(visitor: &Visitor, found: &Found, told: bool) -> PageResult {
    let until = visitor.locale.exactly(found.invitation.expires_at, &visitor.company.zone());
    let args = [("name", found.answers.as_str()), ("until", until.as_str())];
    if told {
        let look_again = Way::Link { href: "/join", label: visitor.locale.t("join-way-look-again") };
        return ending(visitor, StatusCode::CONFLICT, Icon::Clock, "full-told", &args, look_again);
    }
    let way = Way::Post { action: "/join/no-seat".to_owned(), label: visitor.locale.t("join-way-tell") };
    ending(visitor, StatusCode::CONFLICT, Icon::Clock, "full", &args, way)
}

/// The page of an invitation that can't be accepted (any more).
fn closed(visitor: &Visitor, found: &Found, standing: Standing) -> PageResult {
    let ask = || Way::Post { action: "/join/ask".to_owned(), label: visitor.locale.t("join-way-ask") };
    let args = [("name", found.answers.as_str())];
    let (icon, key, way) = match standing {
        Standing::Open | Standing::SeatsFull => return Ok(see_other("/join")),
        Standing::Accepted => (Icon::Done, "accepted", Way::sign_in(visitor)),
        Standing::AlreadyEmployee => (Icon::Done, "already", Way::sign_in(visitor)),
        Standing::Revoked => (Icon::Forbidden, "revoked", ask()),
        Standing::Declined => (Icon::Check, "declined", ask()),
        Standing::Expired => (Icon::Clock, "expired", ask()),
    };
    let mut page = told(visitor, icon, key, &args, way);
    if matches!(page.way, Way::Post { .. }) {
        page.words.extend(silence_words(visitor, found));
    }
    page_with(StatusCode::GONE, &page)
}

/// What asking changes where the address is not written to.
fn silence_words(visitor: &Visitor, found: &Found) -> Option<String> {
    let email = found.invitation.email.as_str();
    match found.silence {
        Silence::None => None,
        Silence::Own => Some(visitor.locale.named("join-ask-own-silence", email)),
        Silence::Kept => Some(visitor.locale.named("join-ask-kept-silence", email)),
    }
}

fn form(
    visitor: &Visitor,
    found: &Found,
    name: String,
    time_zone: String,
    mistakes: Mistakes,
) -> InvitationPage {
    let invitation = &found.invitation;
    let inviter = &invitation.inviter;
    let args = [("name", (&inviter.name).into()), ("company", (&visitor.company.name).into())];
    InvitationPage {
        shell: visitor.bare(),
        heading: visitor.locale.with("join-heading", &args),
        inviter_email: if inviter.name == inviter.email { String::new() } else { inviter.email.clone() },
        department_label: visitor
            .locale
            .n("join-departments", i64::try_from(found.departments.len()).unwrap_or(0)),
        departments: found.departments.clone(),
        email: invitation.email.clone(),
        until: visitor.locale.exactly(invitation.expires_at, &visitor.company.zone()),
        name,
        time_zone,
        mistakes,
    }
}
