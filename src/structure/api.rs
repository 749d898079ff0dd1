//! Departments in the machine interface.

use axum::body::Bytes;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch};
use axum::{Json, Router};
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};

use super::{Department, create, delete, relocate, rename};
use crate::api::caller::Caller;
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

/// The whole tree: it has hundreds of nodes, not millions.
async fn list(caller: Caller) -> ApiResult {
    let all = caller.read(|tx, _, company| tx.departments().list(company.id)).await?;
    Ok(page::answer(all.into_iter().map(View::from).collect(), None, None))
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
        create::Outcome::BadName(problem) => Err(bad_name(&caller, problem.message_id())),
        create::Outcome::NameTaken => Err(caller.problem(StatusCode::CONFLICT, "name-taken")),
    }
}

async fn change(caller: Caller, Path(id): Path<DepartmentId>, headers: HeaderMap, bytes: Bytes) -> ApiResult {
    let asked: ChangeBody = body::read(&caller, &headers, &bytes)?;
    if asked.name.is_none() && asked.parent_id.is_none() {
        let problem = caller.problem(StatusCode::BAD_REQUEST, "malformed");
        return Err(problem.about("name something to change"));
    }
    let now = caller.portal.now();
    let (renamed, moved) = caller
        .write(move |tx, actor, company| {
            let name = asked.name.as_deref();
            let renamed = name.map(|name| rename::rename(tx, actor, company, id, name, now)).transpose()?;
            let parent = asked.parent_id;
            let moved =
                parent.map(|parent| relocate::relocate(tx, actor, company, id, parent, now)).transpose()?;
            let done = matches!(renamed, None | Some(rename::Outcome::Renamed))
                && matches!(moved, None | Some(relocate::Outcome::Moved));
            if !done {
                tx.undo();
            }
            Ok((renamed, moved))
        })
        .await?;
    if let Some(problem) = renamed.and_then(|outcome| rename_problem(&caller, outcome)) {
        return Err(problem);
    }
    if let Some(problem) = moved.and_then(|outcome| move_problem(&caller, outcome)) {
        return Err(problem);
    }
    shown(&caller, id).await.map(IntoResponse::into_response)
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

fn rename_problem(caller: &Caller, outcome: rename::Outcome) -> Option<Problem> {
    match outcome {
        rename::Outcome::Renamed => None,
        rename::Outcome::NotAllowed => Some(caller.not_allowed()),
        rename::Outcome::Unknown => Some(caller.not_found()),
        rename::Outcome::BadName(problem) => Some(bad_name(caller, problem.message_id())),
        rename::Outcome::NameTaken => Some(caller.problem(StatusCode::CONFLICT, "name-taken")),
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
        relocate::Outcome::NameTaken => Some(caller.problem(StatusCode::CONFLICT, "name-taken")),
    }
}

fn unprocessable(caller: &Caller, kind: &'static str) -> Problem {
    caller.problem(StatusCode::UNPROCESSABLE_ENTITY, kind)
}

fn bad_name(caller: &Caller, key: &str) -> Problem {
    unprocessable(caller, "bad-name").about(caller.locale.t(key))
}
