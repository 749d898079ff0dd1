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
use crate::base::id::{EmployeeId, InvitationId};
use crate::invitations::store::api_list::Filter;
use crate::invitations::{self, State};
use crate::mail::outbox::Delivery;
use crate::people::words;

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

pub(super) async fn list(caller: Caller, params: Result<Query<Params>, QueryRejection>) -> ApiResult {
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
    let (inviter, before, counts) = (params.inviter_id, params.cursor, params.count);
    let (views, next, total) = caller
        .read(move |tx, actor, company| {
            let seen = Seen::by(actor);
            let filter = Filter { state, delivery, words: words.clone(), inviter, seen, now };
            let mut found = tx.invitations().api_list(company.id, &filter, before, limit + 1)?;
            let more = found.len() > usize::try_from(limit).unwrap_or(usize::MAX);
            if more {
                found.pop();
            }
            let next = found.last().filter(|_| more).map(|last| last.id.to_string());
            let views =
                found.iter().map(|one| View::of(tx, one, now)).collect::<crate::store::Result<Vec<_>>>()?;
            let total = if counts { Some(tx.invitations().api_count(company.id, &filter)?) } else { None };
            Ok((views, next, total))
        })
        .await?;
    Ok(page::answer(views, next, total))
}

pub(super) async fn one(caller: Caller, Path(id): Path<InvitationId>) -> ApiResult {
    let now = caller.portal.now();
    let view = caller
        .read(move |tx, actor, company| {
            let found = invitations::find_seen(tx, actor, company, id)?;
            found.map(|invitation| View::of(tx, &invitation, now)).transpose()
        })
        .await?;
    view.map(|view| Json(view).into_response()).ok_or_else(|| caller.not_found())
}
