//! The form of where an invitee will be.

use axum::extract::Path;
use axum_extra::extract::Form;
use http::StatusCode;

use super::actions::back;
use super::forms::{self, Kind};
use crate::base::id::{DepartmentId, InvitationId};
use crate::company::Company;
use crate::history::Actor;
use crate::invitations::change_departments::{Outcome, change_departments};
use crate::invitations::{find_managed, refusals};
use crate::store::{self, Tx};
use crate::web::failure::Failure;
use crate::web::merge::{Fields, clash_words, merge, numbers};
use crate::web::page::{PageResult, page, page_with};
use crate::web::signed_in::SignedIn;

const FIELD: &str = "department";

/// The fields of the form where these departments are chosen.
pub(super) fn fields_of(chosen: &[DepartmentId]) -> Fields {
    chosen.iter().map(|id| (FIELD.to_owned(), id.to_string())).collect()
}

pub(super) async fn show(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    page(&forms::form(&me, id, Kind::Departments, None, None, None).await?)
}

/// What became of the form that was sent.
enum Done {
    Asked(Outcome),
    /// Somebody else chose these meanwhile.
    Clash(String),
}

pub(super) async fn submit(me: SignedIn, Path(id): Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let chosen = numbers(&fields, FIELD)?;
    let (portal, locale) = (&me.visitor.portal, me.locale());
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let done = portal.write(move |tx| {
        let Some(fields) = merged(tx, (&actor, &company), InvitationId(id), fields.clone())? else {
            return Ok(Done::Asked(Outcome::NotFound));
        };
        match fields {
            Ok(chosen) => {
                change_departments(tx, &actor, &company, InvitationId(id), &chosen, now).map(Done::Asked)
            }
            Err(now) => Ok(Done::Clash(now)),
        }
    });
    let words = match done.await? {
        Done::Asked(Outcome::Changed) => return Ok(back(id, None, Ok("invitation-departments-changed"))),
        Done::Asked(Outcome::Ended(state)) => return Ok(back(id, None, Err(refusals::ended(state)))),
        Done::Asked(Outcome::NotFound) => return Err(Failure::NotFound),
        Done::Asked(Outcome::UnknownDepartment) => locale.t("people-department-gone"),
        Done::Asked(Outcome::DepartmentNotAllowed) => locale.t("invite-department-not-allowed"),
        Done::Clash(now) => clash_words(locale, &now),
    };
    let form = forms::form(&me, id, Kind::Departments, None, Some(chosen), Some(("main", words))).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &form)
}

/// The departments that the form asks for, those of now where it was not touched; else the names of what somebody
/// else chose meanwhile.
fn merged(
    tx: &mut Tx<'_>,
    (actor, company): (&Actor, &Company),
    id: InvitationId,
    fields: Fields,
) -> store::Result<Option<Result<Vec<DepartmentId>, String>>> {
    tx.companies().lock(company.id)?;
    if find_managed(tx, actor, company, id)?.is_none() {
        return Ok(None);
    }
    let (present, names): (Vec<_>, Vec<_>) =
        tx.invitations().departments(company.id, id)?.into_iter().unzip();
    let merged = merge(fields, &fields_of(&present), &[&[FIELD]]);
    let chosen = numbers(&merged.fields, FIELD).unwrap_or(present);
    Ok(Some(if merged.clashes.is_empty() { Ok(chosen) } else { Err(names.join(", ")) }))
}
