//! Join links in the machine interface. Their addresses are told once, when they are made.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query as UrlQuery};
use axum::response::IntoResponse as _;
use axum::routing::{delete, post};
use axum::{Json, Router};
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};

use super::list::{self, Query};
use super::mint::{self, Outcome, Request};
use super::{Channel, JoinLink, State, find_seen, letter, switch_off};
use crate::access_rights::seen::Seen;
use crate::api::caller::Caller;
use crate::api::page::Params;
use crate::api::{ApiResult, body, page};
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId, JoinLinkId};
use crate::company::Company;
use crate::i18n::Locale;
use crate::portal::SharedPortal;
use crate::store::{self, Tx};

/// The calls.
pub fn calls() -> Router<SharedPortal> {
    Router::new().route("/join-links", post(make).get(listed)).route("/join-links/{id}", delete(off))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    department_ids: Option<Vec<DepartmentId>>,
    max_uses: Option<i64>,
    expires_in_days: Option<i64>,
}

#[derive(Serialize)]
struct View {
    id: JoinLinkId,
    state: &'static str,
    department_ids: Vec<DepartmentId>,
    creator: CreatorView,
    channel: &'static str,
    max_uses: i64,
    uses: i64,
    created_at: Timestamp,
    expires_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mailto: Option<String>,
}

#[derive(Serialize)]
struct CreatorView {
    id: EmployeeId,
    name: String,
}

impl View {
    fn of(tx: &mut Tx<'_>, link: &JoinLink, now: Timestamp) -> store::Result<Self> {
        let departments = tx.join_links().departments(link.company_id, link.id)?;
        Ok(Self {
            id: link.id,
            state: match link.state(now) {
                State::Open => "open",
                State::UsedUp => "used_up",
                State::Expired => "expired",
                State::SwitchedOff => "switched_off",
            },
            department_ids: departments.into_iter().map(|(id, _)| id).collect(),
            creator: CreatorView { id: link.creator.id, name: link.creator.name.clone() },
            channel: link.channel.word(),
            max_uses: link.max_uses,
            uses: link.uses,
            created_at: link.created_at,
            expires_at: link.expires_at,
            url: None,
            mailto: None,
        })
    }
}

async fn make(caller: Caller, headers: HeaderMap, bytes: Bytes) -> ApiResult {
    let asked: Body = body::read(&caller, &headers, &bytes)?;
    let request = Request {
        departments: asked.department_ids.unwrap_or_default(),
        channel: Channel::MailApp,
        language: caller.company.language,
        max_uses: asked.max_uses,
        days: asked.expires_in_days,
    };
    let (now, name) = (caller.portal.now(), caller.me.shown_name().to_owned());
    let outcome = caller
        .write(move |tx, actor, company| match mint::mint(tx, actor, company, &request, now)? {
            Outcome::Minted(link) => {
                let text = begun(tx, company, &name, &link)?;
                Ok(Ok((View::of(tx, &link, now)?, text, link)))
            }
            refused => Ok(Err(refused)),
        })
        .await?;
    let unprocessable = |kind| caller.problem(StatusCode::UNPROCESSABLE_ENTITY, kind);
    let (mut view, text, link) = match outcome {
        Ok(made) => made,
        Err(Outcome::NotAllowed) => return Err(caller.not_allowed()),
        Err(Outcome::UnknownDepartment) => return Err(unprocessable("unknown-department")),
        Err(Outcome::DepartmentNotAllowed) => {
            return Err(caller.problem(StatusCode::FORBIDDEN, "department-not-allowed"));
        }
        Err(Outcome::BadUses { most }) => {
            return Err(unprocessable("bad-uses").about(caller.locale.n("problem-most-uses", most)));
        }
        Err(Outcome::BadLifetime { most }) => return Err(caller.bad_lifetime(most)),
        Err(Outcome::TooManyOpen { most }) => {
            return Err(unprocessable("too-many-links").about(caller.locale.n("problem-links-open", most)));
        }
        Err(Outcome::Minted(_)) => return Err(caller.problem(StatusCode::INTERNAL_SERVER_ERROR, "broken")),
    };
    let url = caller.company.link(&link.path(&caller.portal.key));
    view.mailto = mailto(&caller, &text, &url);
    view.url = Some(url);
    let location = [(header::LOCATION, format!("/api/v1/join-links/{}", link.id))];
    Ok((StatusCode::CREATED, location, Json(view)).into_response())
}

/// The letter that the link is passed on by, in the company's language.
fn begun(tx: &mut Tx<'_>, company: &Company, inviter: &str, link: &JoinLink) -> store::Result<letter::Text> {
    let locale = Locale::new(company.language);
    let until = locale.exactly(link.expires_at, &company.zone());
    letter::begun(tx, locale, company, inviter, &until)
}

/// The address that opens a mail program with it.
fn mailto(caller: &Caller, text: &letter::Text, url: &str) -> Option<String> {
    let (locale, company) = (Locale::new(caller.company.language), &caller.company.name);
    letter::compose(locale, company, text, url).ok().map(|composed| composed.uri)
}

async fn listed(caller: Caller, params: Result<UrlQuery<Params>, QueryRejection>) -> ApiResult {
    let asked = page::asked(&caller, params)?;
    let now = caller.portal.now();
    let found = caller
        .read(move |tx, actor, company| {
            let seen = Seen::by(actor);
            let last = asked.after.map(|id| find_seen(tx, actor, company, JoinLinkId(id))).transpose()?;
            let after = match last {
                Some(None) => return Ok(None),
                Some(Some(last)) => Some(list::place(&last)),
                None => None,
            };
            let query = Query { seen: seen.clone(), department: None, after, limit: asked.limit };
            let found = list::find(tx, company.id, &query)?;
            let mut views = Vec::with_capacity(found.links.len());
            for link in &found.links {
                views.push(View::of(tx, link, now)?);
            }
            let total = if asked.counts {
                Some(tx.join_links().count_up_to(company.id, &seen, i64::MAX)?)
            } else {
                None
            };
            Ok(Some((views, found.next.map(|next| next.id.to_string()), total)))
        })
        .await?;
    let (views, next, total) = found.ok_or_else(|| caller.malformed("cursor: there is no such place"))?;
    Ok(page::answer(views, next, total))
}

async fn off(caller: Caller, Path(id): Path<JoinLinkId>) -> ApiResult {
    let now = caller.portal.now();
    let outcome =
        caller.write(move |tx, actor, company| switch_off::switch_off(tx, actor, company, id, now)).await?;
    match outcome {
        switch_off::Outcome::SwitchedOff | switch_off::Outcome::AlreadyOff => {
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        switch_off::Outcome::NotFound => {
            let seen = caller.read(move |tx, actor, company| find_seen(tx, actor, company, id)).await?;
            Err(caller.not_changeable(seen.is_some()))
        }
    }
}
