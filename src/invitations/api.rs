//! Invitations in the machine interface.

mod actions;
mod create;
mod list;

use axum::Router;
use axum::routing::{get, post};
use serde::Serialize;

use super::Invitation;
use super::invite::Period;
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId, InvitationId};
use crate::mail::outbox::{Delivery, Hold, Letter, State as LetterState};
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};

/// The kind of problem where too many invitations of one inviter are open.
const TOO_MANY_PENDING: &str = "too-many-pending";

/// The kind of problem where an inviter's letters for a period are used up.
fn over_quota(period: Period) -> &'static str {
    match period {
        Period::Day => "over-daily-quota",
        Period::Week => "over-weekly-quota",
    }
}

/// The calls.
pub fn calls() -> Router<SharedPortal> {
    Router::new()
        .route("/invitations", post(create::create).get(list::list))
        .route("/invitations/{id}", get(list::one).patch(actions::change).delete(actions::revoke))
        .route("/invitations/{id}/resend", post(actions::resend))
}

/// An invitation as a program sees it. The fields are the contract's, listed one by one.
#[derive(Serialize)]
pub(super) struct View {
    id: InvitationId,
    email: String,
    name: String,
    state: &'static str,
    delivery: DeliveryView,
    department_ids: Vec<DepartmentId>,
    inviter: InviterView,
    channel: String,
    language: &'static str,
    created_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_at: Option<Timestamp>,
    expires_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_at: Option<Timestamp>,
    /// The link, where it is new and no letter carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    /// Which link is meant, where one is told with it: kept in the answer that a key remembers, and
    /// told to nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    generation: Option<i64>,
}

#[derive(Serialize)]
struct DeliveryView {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    attempts: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_attempt_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct InviterView {
    id: EmployeeId,
    name: String,
}

impl View {
    /// What stands in the database; `hold` is what holds up all letters.
    pub(super) fn of(tx: &mut Tx<'_>, invitation: &Invitation, hold: &Hold, now: Timestamp) -> Result<Self> {
        let company = invitation.company_id;
        let departments = tx.invitations().departments(company, invitation.id)?;
        let letters = tx.outbox().of_subject(company, super::INVITATION_LETTER, invitation.id.0)?;
        let sent_at = letters
            .iter()
            .filter(|letter| letter.state == LetterState::Accepted)
            .filter_map(|letter| letter.finished_at)
            .next_back();
        Ok(Self {
            id: invitation.id,
            email: invitation.email.clone(),
            name: invitation.name.clone(),
            state: invitation.state(now).word(),
            delivery: DeliveryView::of(invitation.delivery, letters.last(), hold),
            department_ids: departments.into_iter().map(|(id, _)| id).collect(),
            inviter: InviterView { id: invitation.inviter.id, name: invitation.inviter.name.clone() },
            channel: invitation.channel.clone(),
            language: invitation.language.tag(),
            created_at: invitation.created_at,
            sent_at,
            expires_at: invitation.expires_at,
            accepted_at: invitation.accepted_at,
            link: None,
            generation: None,
        })
    }
}

impl DeliveryView {
    fn of(delivery: Delivery, letter: Option<&Letter>, hold: &Hold) -> Self {
        Self {
            state: delivery.word(),
            // Without a delivery there is nothing that the letter of an earlier link could explain, unless it was stopped.
            reason: letter
                .filter(|letter| delivery != Delivery::None || letter.is_stopped())
                .and_then(|letter| letter.reason.as_deref())
                .map(short),
            attempts: letter.map_or(0, |letter| letter.attempts),
            next_attempt_at: letter.and_then(|letter| hold.lets(letter.priority, letter.tried_again_at()?)),
        }
    }

    /// Of a letter that was queued this moment, or of none.
    fn fresh(is_sent: bool) -> Self {
        let delivery = if is_sent { Delivery::Queued } else { Delivery::None };
        Self { state: delivery.word(), reason: None, attempts: 0, next_attempt_at: None }
    }
}

/// A reason without what only makes it the key of its words.
fn short(reason: &str) -> String {
    reason.trim_start_matches("delivery-reason-").to_owned()
}
