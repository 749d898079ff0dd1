//! Departments in the machine interface.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch};
use axum::{Json, Router};
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};

use super::{Department, create, delete, relocate, rename};
use crate::api::caller::Caller;
use crate::api::page::Params;
use crate::api::problem::Problem;
use crate::api::{ApiResult, body, page};
use crate::base::id::DepartmentId;
use crate::portal::SharedPortal;

/// The calls.
pub fn calls() -> Router<SharedPortal> {
    Router::new()
        .route("/departments", get(list).post(make))
        .route("/departments/{id}", patch(change).delete(remove).get(one))
}

#[derive(Serialize)]
struct View {
    id: DepartmentId,
    name: String,
    parent_id: Option<DepartmentId>,
}

impl From<Department> for View {
    fn from(department: Department) -> Self {
        Self { id: department.id, name: department.name, parent_id: department.parent }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewBody {
    name: String,
    parent_id: Option<DepartmentId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeBody {
    name: Option<String>,
    parent_id: Option<DepartmentId>,
}

/// By name. The whole tree is read: it has hundreds of nodes, not millions.
async fn list(caller: Caller, params: Result<Query<Params>, QueryRejection>) -> ApiResult {
    let asked = page::asked(&caller, params)?;
    let all = caller.read(|tx, _, company| tx.departments().list(company.id)).await?;
    let from = match asked.after {
        None => Some(0),
        Some(id) => all.iter().position(|department| department.id.0 == id).map(|last| last + 1),
    };
    let from = from.ok_or_else(|| caller.malformed("cursor: there is no such place"))?;
    let to = (from + usize::try_from(asked.limit).unwrap_or(usize::MAX)).min(all.len());
    let next = (to < all.len()).then(|| all[to - 1].id.to_string());
    let total = asked.counts.then(|| i64::try_from(all.len()).unwrap_or(i64::MAX));
    let items = all.into_iter().skip(from).take(to - from);
    Ok(page::answer(items.map(View::from).collect(), next, total))
}

async fn one(caller: Caller, Path(id): Path<DepartmentId>) -> ApiResult {
    shown(&caller, id).await.map(IntoResponse::into_response)
}

async fn shown(caller: &Caller, id: DepartmentId) -> Result<Json<View>, Problem> {
    let found = caller.read(move |tx, _, company| tx.departments().find(company.id, id)).await?;
    found.map(|department| Json(View::from(department))).ok_or_else(|| caller.not_found())
}

async fn make(caller: Caller, headers: HeaderMap, bytes: Bytes) -> ApiResult {
    let asked: NewBody = body::read(&caller, &headers, &bytes)?;
    let now = caller.portal.now();
    let outcome = caller
        .write(move |tx, actor, company| {
            let parent = match asked.parent_id {
                Some(parent) => parent,
                None => tx.departments().root(company.id)?.id,
            };
            create::create(tx, actor, company, parent, &asked.name, now)
        })
        .await?;
    match outcome {
        create::Outcome::Created(id) => {
            let location = [(header::LOCATION, format!("/api/v1/departments/{id}"))];
            Ok((StatusCode::CREATED, location, shown(&caller, id).await?).into_response())
        }
        create::Outcome::NotAllowed => Err(caller.not_allowed()),
        create::Outcome::UnknownParent => Err(unprocessable(&caller, "unknown-department")),
        create::Outcome::BadName(problem) => Err(caller.bad_title(problem)),
        create::Outcome::NameTaken => Err(caller.problem(StatusCode::CONFLICT, "name-taken")),
    }
}

async fn change(caller: Caller, Path(id): Path<DepartmentId>, headers: HeaderMap, bytes: Bytes) -> ApiResult {
    let asked: ChangeBody = body::read(&caller, &headers, &bytes)?;
    let now = caller.portal.now();
    let (name, parent) = (asked.name, asked.parent_id);
    let problem = match (name, parent) {
        (None, None) => return Err(caller.malformed("name something to change")),
        (Some(name), None) => {
            let renamed = caller
                .write(move |tx, actor, company| rename::rename(tx, actor, company, id, &name, now))
                .await?;
            move_problem(&caller, renamed.into())
        }
        (name, Some(parent)) => {
            let moved = caller
                .write(move |tx, actor, company| {
                    relocate::relocate(tx, actor, company, id, parent, name.as_deref(), now)
                })
                .await?;
            move_problem(&caller, moved)
        }
    };
    match problem {
        Some(problem) => Err(problem),
        None => shown(&caller, id).await.map(IntoResponse::into_response),
    }
}

async fn remove(caller: Caller, Path(id): Path<DepartmentId>) -> Result<Response, Problem> {
    let now = caller.portal.now();
    let outcome = caller.write(move |tx, actor, company| delete::delete(tx, actor, company, id, now)).await?;
    match outcome {
        delete::Outcome::Deleted { .. } => Ok(StatusCode::NO_CONTENT.into_response()),
        delete::Outcome::NotAllowed => Err(caller.not_allowed()),
        delete::Outcome::Unknown => Err(caller.not_found()),
        delete::Outcome::IsRoot => Err(caller.problem(StatusCode::CONFLICT, "is-root")),
        delete::Outcome::NameTaken { name } => {
            Err(caller.problem(StatusCode::CONFLICT, "name-taken").about(name))
        }
    }
}

fn move_problem(caller: &Caller, outcome: relocate::Outcome) -> Option<Problem> {
    match outcome {
        relocate::Outcome::Moved => None,
        relocate::Outcome::NotAllowed => Some(caller.not_allowed()),
        relocate::Outcome::Unknown => Some(caller.not_found()),
        relocate::Outcome::UnknownParent => Some(unprocessable(caller, "unknown-department")),
        relocate::Outcome::IsRoot => Some(caller.problem(StatusCode::CONFLICT, "is-root")),
        relocate::Outcome::IntoItself => Some(caller.problem(StatusCode::CONFLICT, "into-itself")),
        relocate::Outcome::BadName(problem) => Some(caller.bad_title(problem)),
        relocate::Outcome::NameTaken => Some(caller.problem(StatusCode::CONFLICT, "name-taken")),
    }
}

fn unprocessable(caller: &Caller, kind: &'static str) -> Problem {
    caller.problem(StatusCode::UNPROCESSABLE_ENTITY, kind)
}
