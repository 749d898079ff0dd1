//! What a program may do with one invitation.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::IntoResponse as _;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::{TOO_MANY_PENDING, View, over_quota};
use crate::api::body::Nothing;
use crate::api::caller::Caller;
use crate::api::problem::Problem;
use crate::api::{ApiResult, body};
use crate::base::email_address::EmailAddress;
use crate::base::id::{DepartmentId, InvitationId};
use crate::base::person_name::PersonName;
use crate::invitations::limits::Refusal;
use crate::invitations::{
    State, change_departments, correct, extend, find_managed, find_seen, rename, resend, revoke,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    email: Option<String>,
    name: Option<String>,
    department_ids: Option<Vec<DepartmentId>>,
    expires_in_days: Option<i64>,
}

/// What went wrong with a change, so that none of the call's changes are made.
enum Wrong {
    NotFound,
    Conflict(&'static str),
    Unprocessable(&'static str),
    NotAllowed(&'static str),
    BadLifetime { most: i64 },
    Refused(Refusal),
}

pub(super) async fn revoke(caller: Caller, Path(id): Path<InvitationId>) -> ApiResult {
    let now = caller.portal.now();
    let outcome = caller.write(move |tx, actor, company| revoke::revoke(tx, actor, company, id, now)).await?;
    match outcome {
        revoke::Outcome::Revoked => Ok(StatusCode::NO_CONTENT.into_response()),
        revoke::Outcome::Ended(state) => Err(ended(&caller, state)),
        revoke::Outcome::NotFound => Err(not_changed(&caller, id).await?),
    }
}

pub(super) async fn resend(
    caller: Caller,
    Path(id): Path<InvitationId>,
    headers: HeaderMap,
    bytes: Bytes,
) -> ApiResult {
    let Nothing {} = body::read_if_any(&caller, &headers, &bytes)?;
    let (random, now) = (Arc::clone(&caller.portal.random), caller.portal.now());
    let outcome =
        caller.write(move |tx, actor, company| resend::resend(tx, actor, company, id, &*random, now)).await?;
    match outcome {
        resend::Outcome::Queued { .. } => {
            caller.portal.outbox_bell.ring();
            Ok(StatusCode::ACCEPTED.into_response())
        }
        resend::Outcome::Refused(refusal) => Err(refused(&caller, refusal)),
        resend::Outcome::Ended(state) => Err(ended(&caller, state)),
        resend::Outcome::NotFound => Err(not_changed(&caller, id).await?),
    }
}

pub(super) async fn change(
    caller: Caller,
    Path(id): Path<InvitationId>,
    headers: HeaderMap,
    bytes: Bytes,
) -> ApiResult {
    let asked: Changes = body::read(&caller, &headers, &bytes)?;
    let malformed = |detail: &str| caller.problem(StatusCode::BAD_REQUEST, "malformed").about(detail);
    let is_empty = asked.email.is_none()
        && asked.name.is_none()
        && asked.department_ids.is_none()
        && asked.expires_in_days.is_none();
    if is_empty {
        return Err(malformed("name something to change"));
    }
    let address = asked.email.as_deref().map(EmailAddress::parse).transpose();
    let address = address.map_err(|problem| {
        let problem_words = caller.locale.address_problem(problem);
        caller.problem(StatusCode::UNPROCESSABLE_ENTITY, "malformed-address").about(problem_words)
    })?;
    let name = match asked.name.as_deref().map(str::trim) {
        None => None,
        Some("") => Some(None),
        Some(name) => {
            let parsed = PersonName::parse(name);
            Some(Some(parsed.map_err(|problem| caller.bad_name(problem))?))
        }
    };
    let (random, now) = (Arc::clone(&caller.portal.random), caller.portal.now());
    let (key, rest) = (caller.portal.key.clone(), caller.portal.mail.resting(now));
    let changed = caller
        .write(move |tx, actor, company| {
            let steps = Steps { tx, actor, company, id, now };
            let is_link_untold = match steps.all(&asked, address.as_ref(), name.as_ref(), &*random)? {
                Ok(is_link_untold) => is_link_untold,
                Err(wrong) => {
                    tx.undo();
                    return Ok(Err(wrong));
                }
            };
            let Some(invitation) = find_managed(tx, actor, company, id)? else { return Ok(Ok(None)) };
            let link = is_link_untold.then(|| company.link(&invitation.path(&key)));
            let hold = tx.outbox().hold(rest.clone())?;
            Ok(Ok(Some(View { link, ..View::of(tx, &invitation, &hold, now)? })))
        })
        .await?;
    match changed {
        Ok(Some(view)) => {
            caller.portal.outbox_bell.ring();
            Ok(Json(view).into_response())
        }
        Ok(None) | Err(Wrong::NotFound) => Err(not_changed(&caller, id).await?),
        Err(Wrong::Conflict(kind)) => Err(caller.problem(StatusCode::CONFLICT, kind)),
        Err(Wrong::NotAllowed(kind)) => Err(caller.problem(StatusCode::FORBIDDEN, kind)),
        Err(Wrong::Unprocessable(kind)) => Err(caller.problem(StatusCode::UNPROCESSABLE_ENTITY, kind)),
        Err(Wrong::BadLifetime { most }) => Err(caller.bad_lifetime(most)),
        Err(Wrong::Refused(refusal)) => Err(refused(&caller, refusal)),
    }
}

/// The changes of one call, made in one transaction.
struct Steps<'a, 'c> {
    tx: &'a mut crate::store::Tx<'c>,
    actor: &'a crate::history::Actor,
    company: &'a crate::company::Company,
    id: InvitationId,
    now: crate::base::clock::Timestamp,
}

impl Steps<'_, '_> {
    /// Whether there is a new link now that no letter carries.
    fn all(
        self,
        asked: &Changes,
        address: Option<&EmailAddress>,
        name: Option<&Option<PersonName>>,
        random: &dyn crate::base::random::Random,
    ) -> crate::store::Result<Result<bool, Wrong>> {
        let Self { tx, actor, company, id, now } = self;
        if let Some(name) = name {
            let done = rename::rename(tx, actor, company, id, name.as_ref(), now)?;
            if let Some(wrong) = wrong_name(done) {
                return Ok(Err(wrong));
            }
        }
        if let Some(departments) = &asked.department_ids {
            let done = change_departments::change_departments(tx, actor, company, id, departments, now)?;
            if let Some(wrong) = wrong_departments(done) {
                return Ok(Err(wrong));
            }
        }
        let mut is_link_untold = false;
        if let Some(address) = address {
            let done = correct::correct_address(tx, actor, company, id, address, random, now)?;
            is_link_untold = done == correct::Outcome::Corrected { is_sent: false };
            if let Some(wrong) = wrong_address(done) {
                return Ok(Err(wrong));
            }
        }
        // After the address, which gives new validity by itself: what was asked for is the last word.
        if let Some(days) = asked.expires_in_days {
            let done = extend::extend(tx, actor, company, id, days, now)?;
            if let Some(wrong) = wrong_days(done) {
                return Ok(Err(wrong));
            }
        }
        Ok(Ok(is_link_untold))
    }
}

fn wrong_name(outcome: rename::Outcome) -> Option<Wrong> {
    match outcome {
        rename::Outcome::Renamed => None,
        rename::Outcome::Ended(state) => Some(Wrong::Conflict(ended_kind(state))),
        rename::Outcome::NotFound => Some(Wrong::NotFound),
    }
}

fn wrong_departments(outcome: change_departments::Outcome) -> Option<Wrong> {
    match outcome {
        change_departments::Outcome::Changed => None,
        change_departments::Outcome::UnknownDepartment => Some(Wrong::Unprocessable("unknown-department")),
        change_departments::Outcome::DepartmentNotAllowed => {
            Some(Wrong::NotAllowed("department-not-allowed"))
        }
        change_departments::Outcome::Ended(state) => Some(Wrong::Conflict(ended_kind(state))),
        change_departments::Outcome::NotFound => Some(Wrong::NotFound),
    }
}

fn wrong_days(outcome: extend::Outcome) -> Option<Wrong> {
    match outcome {
        extend::Outcome::Extended { .. } => None,
        extend::Outcome::BadLifetime { most } => Some(Wrong::BadLifetime { most }),
        extend::Outcome::Refused(refusal) => Some(Wrong::Refused(refusal)),
        extend::Outcome::Ended(state) => Some(Wrong::Conflict(ended_kind(state))),
        extend::Outcome::NotFound => Some(Wrong::NotFound),
    }
}

fn wrong_address(outcome: correct::Outcome) -> Option<Wrong> {
    match outcome {
        correct::Outcome::Corrected { .. } | correct::Outcome::Respelled | correct::Outcome::Same => None,
        correct::Outcome::AlreadyInvited(_) => Some(Wrong::Conflict("already-invited")),
        correct::Outcome::AlreadyEmployee(_) => Some(Wrong::Conflict("already-employee")),
        correct::Outcome::AwaitingApproval(_) => Some(Wrong::Conflict("awaiting-approval")),
        correct::Outcome::Dismissed(_) => Some(Wrong::Conflict("dismissed")),
        correct::Outcome::Refused(refusal) => Some(Wrong::Refused(refusal)),
        correct::Outcome::Ended(state) => Some(Wrong::Conflict(ended_kind(state))),
        correct::Outcome::NotFound => Some(Wrong::NotFound),
    }
}

async fn not_changed(caller: &Caller, id: InvitationId) -> Result<Problem, Problem> {
    let seen = caller.read(move |tx, actor, company| find_seen(tx, actor, company, id)).await?;
    Ok(caller.not_changeable(seen.is_some()))
}

fn ended(caller: &Caller, state: State) -> Problem {
    caller.problem(StatusCode::CONFLICT, ended_kind(state))
}

fn ended_kind(state: State) -> &'static str {
    match state {
        State::Accepted => "accepted",
        State::Declined => "declined",
        State::Revoked => "revoked",
        State::Expired => "expired",
        State::Pending => "pending",
    }
}

/// A quota that is used up is understood and refused, here as when inviting; everything else is about
/// this very invitation.
fn refused(caller: &Caller, refusal: Refusal) -> Problem {
    let (status, kind) = match refusal {
        Refusal::NotAllowed | Refusal::MoreThanOwn => return caller.not_allowed(),
        Refusal::OverQuota(period) => (StatusCode::UNPROCESSABLE_ENTITY, over_quota(period)),
        Refusal::TooManyPending => (StatusCode::UNPROCESSABLE_ENTITY, TOO_MANY_PENDING),
        Refusal::AlreadyQueued => (StatusCode::CONFLICT, "already-queued"),
        Refusal::JustSent => (StatusCode::CONFLICT, "just-sent"),
        Refusal::TooManyLetters => (StatusCode::CONFLICT, "too-many-letters"),
        Refusal::WrittenLately => (StatusCode::CONFLICT, "written-lately"),
        Refusal::OptedOut => (StatusCode::CONFLICT, "opted-out"),
        Refusal::Complained => (StatusCode::CONFLICT, "complaint"),
        Refusal::BadAddress => (StatusCode::CONFLICT, "bad-address"),
        Refusal::SeatsFull => (StatusCode::CONFLICT, "seats-full"),
        Refusal::LinkEnded => (StatusCode::CONFLICT, "link-ended"),
    };
    caller.problem(status, kind)
}
