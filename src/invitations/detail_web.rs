//! The page of one invitation: what became of it, and what can be done about it.

mod actions;
mod departments;
mod forms;
mod timeline;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};

use self::timeline::Event;
use super::deeds::{InvitationDeeds, Measure};
use super::{Invitation, State, badge, find_seen, is_managed_by, limits};
use crate::base::clock::Timestamp;
use crate::base::id::InvitationId;
use crate::mail::outbox::{Delivery, Hold};
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Badge, Shell};

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/invitations/{id}", get(show))
        .route("/invitations/{id}/resend", post(actions::resend))
        .route("/invitations/{id}/revoke", get(forms::ask_revoke).post(actions::revoke))
        .route("/invitations/{id}/address", get(forms::show_address).post(actions::correct))
        .route("/invitations/{id}/link", get(forms::ask_link).post(actions::new_link))
        .route("/invitations/{id}/departments", get(departments::show).post(departments::submit))
        .route("/invitations/{id}/extend", get(forms::show_extend).post(actions::extend))
        .route("/invitations/{id}/name", get(forms::show_name).post(actions::rename))
}

/// What helps where the letter was not delivered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Remedy {
    /// Correcting the address.
    Address,
    /// Handing the link over: it was refused whatever the address.
    Link,
}

#[derive(Template)]
#[template(path = "invitation/detail.html")]
struct DetailPage {
    shell: Shell,
    id: InvitationId,
    name: String,
    email: String,
    badge: Badge,
    reason: String,
    departments: String,
    inviter: String,
    inviter_href: String,
    created: String,
    until: String,
    letters: i64,
    note: String,
    is_open: bool,
    deeds: InvitationDeeds,
    /// Whether its invitee can be invited by another.
    wants_another: bool,
    remedy: Option<Remedy>,
    /// After how many seconds it looks for news.
    poll: u8,
    /// Whether a further letter would be refused: one is on its way, or has just gone.
    rests: bool,
    events: Vec<Event>,
}

impl DetailPage {
    fn wants_address(&self) -> bool {
        self.remedy == Some(Remedy::Address) && self.deeds.redirect
    }

    /// Whether the link is what its invitee gets: no letter has been written.
    fn wants_link(&self) -> bool {
        self.letters == 0 && self.deeds.redirect
    }

    fn wants_letter(&self) -> bool {
        !self.wants_address() && !self.wants_link() && !self.rests && !self.shell.mailbox
    }

    fn is_refused(&self) -> bool {
        self.remedy == Some(Remedy::Link)
    }
}

/// Seconds after which a page looks for news of a letter that is about to leave, and of any other.
const SOON: u8 = 2;
const LATER: u8 = 10;

/// Whether its letter leaves any moment.
fn is_moving(invitation: &Invitation, hold: &Hold) -> bool {
    let is_about_to = matches!(invitation.delivery, Delivery::Queued | Delivery::Sending);
    is_about_to && !hold.is_paused && hold.rest.is_none()
}

/// What helps, where something is wrong.
fn remedy(tx: &mut Tx<'_>, invitation: &Invitation, now: Timestamp) -> Result<Option<Remedy>> {
    if invitation.state(now) != State::Pending || invitation.delivery != Delivery::Failed {
        return Ok(None);
    }
    let wanting = badge::wanting_address(tx, std::slice::from_ref(invitation))?;
    Ok(Some(if wanting.contains(&invitation.id) { Remedy::Address } else { Remedy::Link }))
}

async fn show(signed_in: SignedIn, Path(id): Path<i64>) -> PageResult {
    let portal = &signed_in.visitor.portal;
    let (actor, company) = (signed_in.actor(), signed_in.visitor.company.clone());
    let (locale, zone, now) = (signed_in.locale(), signed_in.zone(), portal.now());
    let shell = signed_in.shell(Section::Employees);
    let rest = portal.mail.resting(now);
    let found = portal
        .read(move |tx| {
            let hold = tx.outbox().hold(rest.clone())?;
            let Some(invitation) = find_seen(tx, &actor, &company, InvitationId(id))? else {
                return Ok(None);
            };
            let is_managed = is_managed_by(tx, &actor, &company, &invitation)?;
            let departments = tx.invitations().departments(company.id, invitation.id)?;
            let names: Vec<String> = departments.into_iter().map(|(_, name)| name).collect();
            Ok(Some(DetailPage {
                shell: shell.clone(),
                id: invitation.id,
                name: invitation.shown_name().to_owned(),
                badge: badge::badge(&locale, &invitation, now),
                reason: badge::reason(tx, &locale, &zone, &hold, &invitation, now)?,
                departments: names.join(", "),
                inviter: invitation.inviter.name.clone(),
                inviter_href: format!("/employees/{}", invitation.inviter.id),
                created: locale.moment(invitation.created_at, now, &zone),
                until: locale.exactly(invitation.expires_at, &zone),
                letters: invitation.letters,
                note: invitation.note.clone(),
                is_open: is_managed && invitation.end().is_none(),
                deeds: Measure::of(tx, &actor, &company)?.deeds(tx, &actor, &company, &invitation)?,
                wants_another: is_managed
                    && matches!(invitation.state(now), State::Revoked | State::Declined),
                remedy: remedy(tx, &invitation, now)?,
                poll: if is_moving(&invitation, &hold) { SOON } else { LATER },
                rests: limits::against_resending(tx, &invitation, now)?.is_some(),
                events: timeline::events(tx, locale, &zone, &hold, &invitation, now)?,
                email: invitation.email,
            }))
        })
        .await?;
    page(&found.ok_or(Failure::NotFound)?)
}
