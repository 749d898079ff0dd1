//! The page of one person.

use askama::Template;
use axum::extract::Path;

use super::rows::status_badge;
use crate::base::id::EmployeeId;
use crate::invitations::find_managed;
use crate::people::{Employee, Status, find_visible};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Badge, Face, Shell};

#[derive(Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    shell: Shell,
    id: EmployeeId,
    face: Face,
    name: String,
    email: String,
    badge: Option<Badge>,
    departments: String,
    position: String,
    joined: String,
    dismissed: String,
    status: Status,
    is_administrator: bool,
    invitation: Option<String>,
}

pub(super) async fn show(signed_in: SignedIn, Path(id): Path<i64>) -> PageResult {
    let (actor, company) = (signed_in.actor(), signed_in.visitor.company.clone());
    let portal = &signed_in.visitor.portal;
    let found = portal
        .read(move |tx| {
            let Some(person) = find_visible(tx, &actor, &company, EmployeeId(id))? else { return Ok(None) };
            let departments = tx.people().department_names(company.id, person.id)?;
            let invitations = tx.invitations().of_people(company.id, &[person.id])?;
            let Some(invitation) = invitations.first() else { return Ok(Some((person, departments, None))) };
            let names = tx.invitations().departments(company.id, invitation.id)?;
            let managed = find_managed(tx, &actor, &company, invitation.id)?.map(|invitation| invitation.id);
            Ok(Some((person, names.into_iter().map(|(_, name)| name).collect(), managed)))
        })
        .await?;
    let Some((person, departments, invitation)) = found else { return Err(Failure::NotFound) };
    let invitation = invitation.map(|id| format!("/invitations/{id}"));
    page(&build(&signed_in, person, &departments, invitation))
}

fn build(
    signed_in: &SignedIn,
    person: Employee,
    departments: &[String],
    invitation: Option<String>,
) -> PersonPage {
    let (locale, now, zone) = (signed_in.locale(), signed_in.visitor.portal.now(), signed_in.zone());
    let day = |at: Option<_>| at.map(|at| locale.day(at, now, &zone)).unwrap_or_default();
    PersonPage {
        shell: signed_in.shell(Section::Employees),
        id: person.id,
        face: Face::of(person.id.0, &person.name),
        name: person.shown_name().to_owned(),
        badge: status_badge(locale, &person),
        departments: departments.join(", "),
        joined: day(person.joined_at),
        dismissed: day(person.dismissed_at),
        status: person.status,
        is_administrator: person.is_administrator(),
        email: person.email,
        position: person.position,
        invitation,
    }
}
