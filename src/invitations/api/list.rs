//! `GET /api/v1/invitations` and `GET /api/v1/invitations/{id}`.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::response::IntoResponse as _;
use serde::Deserialize;

use super::View;
use crate::access_rights::seen::Seen;
use crate::api::caller::Caller;
use crate::api::{ApiResult, page};
use crate::base::id::{CompanyId, EmployeeId, InvitationId};
use crate::invitations::store::api_list::Filter;
use crate::invitations::{self, Invitation, State, list};
use crate::mail::outbox::Delivery;
use crate::people::words;
use crate::store::{Result, Tx};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Params {
    state: Option<String>,
    delivery: Option<String>,
    q: Option<String>,
    inviter_id: Option<EmployeeId>,
    limit: Option<i64>,
    cursor: Option<i64>,
    #[serde(default)]
    count: bool,
}

/// Of those that have ended so many are looked at in one go…
const STRETCH: i64 = 500;
/// …and so many before a page ends with what it has.
const SCAN: usize = 5000;

pub(super) async fn list(
    caller: Caller,
    params: std::result::Result<Query<Params>, QueryRejection>,
) -> ApiResult {
    let malformed = |detail: &str| caller.malformed(detail);
    let Query(params) = params.map_err(|rejection| malformed(&rejection.body_text()))?;
    let limit = page::limit(params.limit).ok_or_else(|| malformed("limit: from 1 to 200"))?;
    let state = match params.state.as_deref() {
        None => None,
        Some(word) => Some(State::from_word(word).ok_or_else(|| malformed("state: there is no such state"))?),
    };
    let delivery = match params.delivery.as_deref() {
        None => None,
        Some(word) => {
            Some(Delivery::from_word(word).ok_or_else(|| malformed("delivery: there is no such state"))?)
        }
    };
    let Some(words) = words::of_search(params.q.as_deref().unwrap_or_default()) else {
        return Ok(page::nothing(params.count));
    };
    let now = caller.portal.now();
    let rest = caller.portal.mail.resting(now);
    let (inviter, before, counts) = (params.inviter_id, params.cursor, params.count);
    let (views, next, total) = caller
        .read(move |tx, actor, company| {
            let seen = Seen::by(actor);
            let filter = Filter { state, delivery, words: words.clone(), inviter, seen, now };
            let (found, next) = page_of(tx, company.id, &filter, before, limit)?;
            let hold = tx.outbox().hold(rest.clone())?;
            let views = found.iter().map(|one| View::of(tx, one, &hold, now)).collect::<Result<Vec<_>>>()?;
            let total = counts.then(|| count(tx, company.id, &filter)).transpose()?;
            Ok((views, next, total))
        })
        .await?;
    Ok(page::answer(views, next, total))
}

pub(super) async fn one(caller: Caller, Path(id): Path<InvitationId>) -> ApiResult {
    let now = caller.portal.now();
    let rest = caller.portal.mail.resting(now);
    let view = caller
        .read(move |tx, actor, company| {
            let found = invitations::find_seen(tx, actor, company, id)?;
            let hold = tx.outbox().hold(rest.clone())?;
            found.map(|invitation| View::of(tx, &invitation, &hold, now)).transpose()
        })
        .await?;
    view.map(|view| Json(view).into_response()).ok_or_else(|| caller.not_found())
}

/// A page, and where the next one begins. One that has looked at enough ends with what it has.
fn page_of(
    tx: &mut Tx<'_>,
    company: CompanyId,
    filter: &Filter,
    mut before: Option<i64>,
    limit: i64,
) -> Result<(Vec<Invitation>, Option<String>)> {
    let (most, mut page, mut looked_at) = (usize::try_from(limit).unwrap_or(usize::MAX), Vec::new(), 0);
    while page.len() < most {
        let asked = if filter.words.is_empty() { limit + 1 } else { STRETCH.max(limit + 1) };
        let stretch = tx.invitations().api_list(company, filter, before, asked)?;
        let is_end = stretch.len() < usize::try_from(asked).unwrap_or(usize::MAX);
        looked_at += stretch.len();
        let mut stretch = stretch.into_iter();
        for invitation in stretch.by_ref() {
            before = Some(invitation.id.0);
            if is_found(&invitation, filter) {
                page.push(invitation);
                if page.len() == most {
                    break;
                }
            }
        }
        if is_end && !stretch.any(|one| is_found(&one, filter)) {
            return Ok((page, None));
        }
        if looked_at >= SCAN {
            break;
        }
    }
    Ok((page, before.map(|id| id.to_string())))
}

/// Of those that have ended the database does not know the words.
fn is_found(invitation: &Invitation, filter: &Filter) -> bool {
    let is_ended = invitation.declined_at.is_some() || invitation.revoked_at.is_some();
    !is_ended || list::is_found(&invitation.name, &invitation.email_key, &filter.words)
}

fn count(tx: &mut Tx<'_>, company: CompanyId, filter: &Filter) -> Result<i64> {
    let mut count = tx.invitations().api_count(company, filter)?;
    if filter.words.is_empty() || !filter.asks_for_ended() {
        return Ok(count);
    }
    let mut before = None;
    loop {
        let stretch = tx.invitations().api_ended(company, filter, before, STRETCH)?;
        let found = stretch.iter().filter(|(_, name, email)| list::is_found(name, email, &filter.words));
        count += i64::try_from(found.count()).unwrap_or_default();
        match stretch.last() {
            Some((id, ..)) => before = Some(*id),
            None => return Ok(count),
        }
    }
}
