//! People in the machine interface.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::response::IntoResponse as _;
use axum::routing::{get, post};
use axum::{Json, Router};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};

use super::edit::{self, Changes, MAX_POSITION, Wish};
use super::holder::Holder;
use super::list::sight::NoPassword;
use super::list::{Branch, Changeable};
use super::search::{self, Place, Search};
use super::store::api_list::{Filter, Waiting};
use super::{Employee, Status, approve, delete, dismiss, rehire};
use crate::access_rights::Permission;
use crate::api::body::Nothing;
use crate::api::caller::Caller;
use crate::api::problem::Problem;
use crate::api::{ApiResult, body, page};
use crate::base::birthday::Birthday;
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::base::person_name::{PersonName, plain_line};
use crate::base::phone::Phone;
use crate::company::Company;
use crate::history::Actor;
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};

/// The calls.
pub fn calls() -> Router<SharedPortal> {
    Router::new()
        .route("/employees", get(list))
        .route("/employees/{id}", get(one).patch(change).delete(remove))
        .route("/employees/{id}/dismiss", post(let_go))
        .route("/employees/{id}/rehire", post(take_back))
        .route("/employees/{id}/approve", post(let_in))
}

/// A person as a program sees him. The fields are the contract's, listed one by one.
#[derive(Serialize)]
struct View {
    id: EmployeeId,
    email: String,
    name: String,
    patronymic: String,
    status: &'static str,
    department_ids: Vec<DepartmentId>,
    position: String,
    work_phone: String,
    mobile_phone: String,
    birthday: String,
    role: &'static str,
    created_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    joined_at: Option<Timestamp>,
}

impl View {
    fn of(tx: &mut Tx<'_>, actor: &Actor, company: &Company, person: &Employee) -> Result<Self> {
        let sees_year = actor.employee == Some(person.id)
            || super::may_change(tx, actor, company, Permission::EditPeople, person)?;
        Ok(Self {
            id: person.id,
            email: person.email.clone(),
            name: person.name.clone(),
            patronymic: person.patronymic.clone(),
            status: person.status.word(),
            department_ids: super::departments_of(tx, person)?,
            position: person.position.clone(),
            work_phone: person.work_phone.clone(),
            mobile_phone: person.mobile_phone.clone(),
            birthday: person.birthday_for(sees_year).map(|day| day.to_string()).unwrap_or_default(),
            role: person.role.word(),
            created_at: person.created_at,
            joined_at: person.joined_at,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    status: Option<String>,
    q: Option<String>,
    department_id: Option<DepartmentId>,
    /// With all departments below that one.
    #[serde(default)]
    below: bool,
    #[serde(default)]
    no_password: bool,
    limit: Option<i64>,
    cursor: Option<String>,
    #[serde(default)]
    count: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeBody {
    name: Option<String>,
    patronymic: Option<String>,
    position: Option<String>,
    work_phone: Option<String>,
    mobile_phone: Option<String>,
    birthday: Option<String>,
    department_ids: Option<Vec<DepartmentId>>,
}

async fn list(caller: Caller, params: std::result::Result<Query<Params>, QueryRejection>) -> ApiResult {
    let malformed = |detail: &str| caller.malformed(detail);
    let Query(params) = params.map_err(|rejection| malformed(&rejection.body_text()))?;
    let limit = page::limit(params.limit).ok_or_else(|| malformed("limit: from 1 to 200"))?;
    let status = match params.status.as_deref() {
        None => None,
        Some(word) => {
            Some(Status::from_word(word).ok_or_else(|| malformed("status: there is no such status"))?)
        }
    };
    let typed = params.q.filter(|typed| !typed.trim().is_empty());
    let department = params.department_id.map(|department| Branch { department, alone: !params.below });
    if typed.is_some() || params.below {
        let typed = typed.unwrap_or_default();
        let asked = Search { typed, status, department, no_password: params.no_password };
        return found(&caller, asked, params.cursor.as_deref(), limit, params.count).await;
    }
    let after: Option<i64> =
        params.cursor.map(|cursor| cursor.parse()).transpose().map_err(|_| no_cursor(&caller))?;
    let (views, next, total) = caller
        .read(move |tx, actor, company| {
            let waiting = Waiting::within(actor.rights.reach(Permission::Approve));
            let no_password = params.no_password.then(|| NoPassword::of(&Changeable::by(actor)));
            let filter = Filter { status, department: params.department_id, no_password, waiting };
            let mut found = tx.people().api_list(company.id, &filter, after, limit + 1)?;
            let more = found.len() > usize::try_from(limit).unwrap_or(usize::MAX);
            if more {
                found.pop();
            }
            let next = found.last().filter(|_| more).map(|last| last.id.to_string());
            let total = if params.count { Some(tx.people().api_count(company.id, &filter)?) } else { None };
            Ok((views(tx, actor, company, &found)?, next, total))
        })
        .await?;
    Ok(page::answer(views, next, total))
}

fn no_cursor(caller: &Caller) -> Problem {
    caller.malformed("cursor: take next_cursor of the page before")
}

async fn found(caller: &Caller, asked: Search, cursor: Option<&str>, limit: i64, counts: bool) -> ApiResult {
    let place = cursor.map(|cursor| Place::decode(cursor).ok_or_else(|| no_cursor(caller))).transpose()?;
    let (views, next, total) = caller
        .read(move |tx, actor, company| {
            let (found, next) = search::find(tx, actor, &asked, place.clone(), limit)?;
            let total = if counts { Some(search::count(tx, actor, &asked)?) } else { None };
            Ok((views(tx, actor, company, &found)?, next.map(|next| next.encode()), total))
        })
        .await?;
    Ok(page::answer(views, next, total))
}

fn views(tx: &mut Tx<'_>, actor: &Actor, company: &Company, people: &[Employee]) -> Result<Vec<View>> {
    people.iter().map(|person| View::of(tx, actor, company, person)).collect()
}

async fn one(caller: Caller, Path(id): Path<EmployeeId>) -> ApiResult {
    shown(&caller, id).await
}

async fn shown(caller: &Caller, id: EmployeeId) -> ApiResult {
    let view = caller
        .read(move |tx, actor, company| {
            let person = super::find_visible(tx, actor, company, id)?;
            person.map(|person| View::of(tx, actor, company, &person)).transpose()
        })
        .await?;
    view.map(|view| Json(view).into_response()).ok_or_else(|| caller.not_found())
}

async fn change(caller: Caller, Path(id): Path<EmployeeId>, headers: HeaderMap, bytes: Bytes) -> ApiResult {
    let asked: ChangeBody = body::read(&caller, &headers, &bytes)?;
    let changes = checked(&caller, asked)?;
    let now = caller.portal.now();
    let outcome =
        caller.write(move |tx, actor, company| edit::edit(tx, actor, company, id, &changes, now)).await?;
    match outcome {
        edit::Outcome::Saved => shown(&caller, id).await,
        edit::Outcome::UnknownDepartment => {
            Err(caller.problem(StatusCode::UNPROCESSABLE_ENTITY, "unknown-department"))
        }
        edit::Outcome::DepartmentNotAllowed => {
            Err(caller.problem(StatusCode::FORBIDDEN, "department-not-allowed"))
        }
        edit::Outcome::NotAllowed => Err(caller.not_allowed()),
        edit::Outcome::NotFound => Err(caller.not_found()),
    }
}

fn checked(caller: &Caller, asked: ChangeBody) -> std::result::Result<Changes, Problem> {
    let texts = [
        &asked.name,
        &asked.patronymic,
        &asked.position,
        &asked.work_phone,
        &asked.mobile_phone,
        &asked.birthday,
    ];
    if texts.iter().all(|text| text.is_none()) && asked.department_ids.is_none() {
        return Err(caller.malformed("name something to change"));
    }
    let name = asked.name.as_deref().map(PersonName::parse).transpose();
    let position = match asked.position.as_deref().map(str::trim) {
        None => None,
        Some("") => Some(String::new()),
        Some(text) => Some(plain_line(text, MAX_POSITION).map_err(|problem| caller.bad_title(problem))?),
    };
    let patronymic = match asked.patronymic.as_deref().map(str::trim) {
        None => None,
        Some("") => Some(String::new()),
        Some(text) => {
            let name = PersonName::parse(text).map_err(|problem| caller.bad_name(problem))?;
            Some(name.as_str().to_owned())
        }
    };
    Ok(Changes {
        name: name.map_err(|problem| caller.bad_name(problem))?,
        patronymic,
        position,
        work_phone: phone(caller, asked.work_phone.as_deref())?,
        mobile_phone: phone(caller, asked.mobile_phone.as_deref())?,
        birthday: birthday(caller, asked.birthday.as_deref())?,
        departments: asked.department_ids,
        ..Changes::default()
    })
}

fn phone(caller: &Caller, text: Option<&str>) -> std::result::Result<Wish<Phone>, Problem> {
    match text.map(str::trim) {
        None => Ok(Wish::Keep),
        Some("") => Ok(Wish::Nothing),
        Some(text) => Phone::parse(text).map(Wish::Have).map_err(|problem| {
            let words = caller.locale.t(problem.message_id());
            caller.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-phone").about(words)
        }),
    }
}

fn birthday(caller: &Caller, text: Option<&str>) -> std::result::Result<Wish<Birthday>, Problem> {
    match text.map(str::trim) {
        None => Ok(Wish::Keep),
        Some("") => Ok(Wish::Nothing),
        Some(text) => Birthday::parse(text, caller.portal.now()).map(Wish::Have).map_err(|problem| {
            let words = caller.locale.t(problem.message_id());
            caller.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-birthday").about(words)
        }),
    }
}

async fn remove(caller: Caller, Path(id): Path<EmployeeId>) -> ApiResult {
    let (random, now) = (Arc::clone(&caller.portal.random), caller.portal.now());
    let outcome =
        caller.write(move |tx, actor, company| delete::delete(tx, actor, company, id, &*random, now)).await?;
    caller.portal.outbox_bell.ring();
    match outcome {
        delete::Outcome::Deleted(_) => Ok(StatusCode::NO_CONTENT.into_response()),
        delete::Outcome::HasJoined => Err(caller.problem(StatusCode::CONFLICT, "has-joined")),
        delete::Outcome::NotAllowed => Err(caller.not_allowed()),
        delete::Outcome::NotFound => Err(caller.not_found()),
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct DismissBody {
    /// Whether what he had sent is revoked with him; without it, what the company's settings say.
    revoke_invitations: Option<bool>,
}

async fn let_go(caller: Caller, Path(id): Path<EmployeeId>, headers: HeaderMap, bytes: Bytes) -> ApiResult {
    let asked: DismissBody = body::read_if_any(&caller, &headers, &bytes)?;
    let now = caller.portal.now();
    let outcome = caller
        .write(move |tx, actor, company| {
            let revokes = asked.revoke_invitations.unwrap_or(company.inviting.revoke_with_inviter);
            dismiss::dismiss(tx, actor, company, id, revokes, now)
        })
        .await?;
    match outcome {
        dismiss::Outcome::Dismissed => shown(&caller, id).await,
        dismiss::Outcome::NotJoined(_) => Err(caller.problem(StatusCode::CONFLICT, "not-joined")),
        dismiss::Outcome::LastAdministrator => {
            Err(caller.problem(StatusCode::CONFLICT, "last-administrator"))
        }
        dismiss::Outcome::NotAllowed => Err(caller.not_allowed()),
        dismiss::Outcome::NotFound => Err(caller.not_found()),
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RehireBody {
    /// Another address, for somebody whose own was freed.
    email: Option<String>,
}

async fn take_back(
    caller: Caller,
    Path(id): Path<EmployeeId>,
    headers: HeaderMap,
    bytes: Bytes,
) -> ApiResult {
    // Most come back with what they had, and nothing is said.
    let asked: RehireBody = body::read_if_any(&caller, &headers, &bytes)?;
    let address = asked.email.as_deref().map(EmailAddress::parse).transpose().map_err(|problem| {
        let words = caller.locale.address_problem(problem);
        caller.problem(StatusCode::UNPROCESSABLE_ENTITY, "malformed-address").about(words)
    })?;
    let (random, now) = (Arc::clone(&caller.portal.random), caller.portal.now());
    let outcome = caller
        .write(move |tx, actor, company| match &address {
            Some(address) => rehire::rehire_at(tx, actor, company, id, address, &*random, now),
            None => rehire::rehire(tx, actor, company, id, &*random, now),
        })
        .await?;
    let conflict = |word| Err(caller.problem(StatusCode::CONFLICT, word));
    match outcome {
        rehire::Outcome::Rehired => {
            caller.portal.outbox_bell.ring();
            shown(&caller, id).await
        }
        rehire::Outcome::SeatsFull => conflict("seats-full"),
        rehire::Outcome::NotJoined(_) => conflict("not-joined"),
        rehire::Outcome::NoAddress => conflict("no-address"),
        rehire::Outcome::HasAddress => conflict("has-address"),
        rehire::Outcome::Taken(holder) => conflict(match holder {
            Holder::Invited(_) => "already-invited",
            Holder::Employee(_) => "already-employee",
            Holder::AwaitingApproval(_) => "awaiting-approval",
            Holder::Dismissed(_) => "dismissed",
        }),
        rehire::Outcome::NotAllowed | rehire::Outcome::MoreThanOwn => Err(caller.not_allowed()),
        rehire::Outcome::NotFound => Err(caller.not_found()),
    }
}

async fn let_in(caller: Caller, Path(id): Path<EmployeeId>, headers: HeaderMap, bytes: Bytes) -> ApiResult {
    let Nothing {} = body::read_if_any(&caller, &headers, &bytes)?;
    let (random, now) = (Arc::clone(&caller.portal.random), caller.portal.now());
    let outcome = caller
        .write(move |tx, actor, company| approve::approve(tx, actor, company, id, &*random, now))
        .await?;
    match outcome {
        approve::Outcome::Approved => {
            caller.portal.outbox_bell.ring();
            shown(&caller, id).await
        }
        approve::Outcome::SeatsFull => Err(caller.problem(StatusCode::CONFLICT, "seats-full")),
        approve::Outcome::NotWaiting(_) => Err(caller.problem(StatusCode::CONFLICT, "not-waiting")),
        approve::Outcome::NotAllowed | approve::Outcome::MoreThanOwn => Err(caller.not_allowed()),
        approve::Outcome::NotFound => Err(caller.not_found()),
    }
}
