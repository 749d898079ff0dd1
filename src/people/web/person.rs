//! The page of one person.

use askama::Template;
use axum::extract::Path;

use super::rows::{Deeds, status_badge};
use crate::access_rights::{Over, Permission};
use crate::base::id::{EmployeeId, InvitationId};
use crate::company::Company;
use crate::history::Actor;
use crate::invitations::find_seen;
use crate::people::{Employee, Status, find_visible};
use crate::store::{Result, Tx};
use crate::structure::{Leader, answers};
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
    deeds: Deeds,
    /// Who is above him, each with his page.
    heads: Vec<(String, String)>,
    /// What he may, where the reader may know it.
    rights: Option<String>,
    /// What he did and what was done to him, where the reader may know it.
    history: Option<String>,
    /// Whether the reader can make him an administrator, or no administrator.
    makes_administrators: bool,
    is_administrator: bool,
    invitation: Option<String>,
}

struct Found {
    person: Employee,
    departments: Vec<String>,
    invitation: Option<InvitationId>,
    deeds: Deeds,
    heads: Vec<Leader>,
}

pub(super) async fn show(signed_in: SignedIn, Path(id): Path<i64>) -> PageResult {
    let (actor, company) = (signed_in.actor(), signed_in.visitor.company.clone());
    let portal = &signed_in.visitor.portal;
    let found = portal.read(move |tx| find(tx, &actor, &company, EmployeeId(id))).await?;
    page(&build(&signed_in, found.ok_or(Failure::NotFound)?))
}

fn find(tx: &mut Tx<'_>, actor: &Actor, company: &Company, id: EmployeeId) -> Result<Option<Found>> {
    let Some(person) = find_visible(tx, actor, company, id)? else { return Ok(None) };
    let mut departments = departments(tx, company, &person)?;
    let mut managed = None;
    if let Some(invitation) = tx.invitations().of_people(company.id, &[person.id])?.first() {
        let names = tx.invitations().departments(company.id, invitation.id)?;
        departments = names.into_iter().map(|(_, name)| name).collect();
        managed = find_seen(tx, actor, company, invitation.id)?.map(|invitation| invitation.id);
    }
    Ok(Some(Found {
        deeds: Deeds::of(tx, actor, company, &person)?,
        heads: answers::heads_of(tx, company.id, person.id)?,
        departments,
        invitation: managed,
        person,
    }))
}

/// Where he works, and as what where he leads.
fn departments(tx: &mut Tx<'_>, company: &Company, person: &Employee) -> Result<Vec<String>> {
    let posts = tx.departments().posts_of(company.id, person.id)?;
    Ok(posts.into_iter().map(|led| led.name).collect())
}

fn build(signed_in: &SignedIn, found: Found) -> PersonPage {
    let (locale, now, zone) = (signed_in.locale(), signed_in.visitor.portal.now(), signed_in.zone());
    let day = |at: Option<_>| at.map(|at| locale.day(at, now, &zone)).unwrap_or_default();
    let person = found.person;
    let knows_rights = signed_in.may(Permission::ManageRights, Over::Company) || signed_in.me.id == person.id;
    let knows_history = signed_in.may(Permission::ManageSettings, Over::Company)
        || signed_in.me.id == person.id
        || found.deeds.edit;
    let heads = found.heads.into_iter().map(|head| (head.name, format!("/employees/{}", head.employee)));
    PersonPage {
        shell: signed_in.shell(Section::Employees),
        id: person.id,
        face: Face::of(person.id.0, &person.name),
        name: person.shown_name().to_owned(),
        badge: status_badge(locale, &person),
        departments: found.departments.join(", "),
        joined: day(person.joined_at),
        dismissed: day(person.dismissed_at),
        deeds: found.deeds,
        heads: heads.collect(),
        rights: (knows_rights && person.status == Status::Active)
            .then(|| format!("/employees/{}/rights", person.id)),
        history: knows_history.then(|| format!("/employees/{}/history", person.id)),
        makes_administrators: signed_in.rights.is_administrator() && person.status == Status::Active,
        is_administrator: person.is_administrator(),
        email: person.email,
        position: person.position,
        invitation: found.invitation.map(|id| format!("/invitations/{id}")),
    }
}
