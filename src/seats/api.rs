//! The plan in the machine interface.

use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

use crate::accounts::sign_in::ONLINE;
use crate::api::caller::Caller;
use crate::api::problem::Problem;
use crate::portal::SharedPortal;

/// The calls.
pub fn calls() -> Router<SharedPortal> {
    Router::new().route("/plan", get(plan))
}

#[derive(Serialize)]
struct View {
    name: String,
    max_employees: Option<i64>,
    max_online: Option<i64>,
    seats_used: i64,
    seats_reserved: i64,
    online: i64,
}

async fn plan(caller: Caller) -> Result<Json<View>, Problem> {
    let now = caller.portal.now();
    let view = caller
        .read(move |tx, _, company| {
            let seats = tx.seats().standing(company.id, now)?;
            Ok(View {
                name: company.plan.name.clone(),
                max_employees: company.plan.max_employees,
                max_online: company.plan.max_online,
                seats_used: seats.used,
                seats_reserved: if seats.reserved { seats.invited } else { 0 },
                online: tx.sessions().online(company.id, now - ONLINE)?,
            })
        })
        .await?;
    Ok(Json(view))
}
