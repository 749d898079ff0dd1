//! The page of one person.

use askama::Template;
use axum::extract::Path;

use super::rows::status_badge;
use crate::access_rights::Permission;
use crate::accounts::{address_change, first_password};
use crate::base::id::EmployeeId;
use crate::base::phone::Phone;
use crate::invitations::{badge, find_managed};
use crate::mail::outbox::{Delivery, Letter};
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
    /// Of each telephone the key of its name, the number as typed and what it is dialled by.
    phones: Vec<(&'static str, String, String)>,
    birthday: String,
    joined: String,
    dismissed: String,
    status: Status,
    is_administrator: bool,
    is_me: bool,
    may: May,
    invitation: Option<String>,
    /// The address that waits to be proved, and until when.
    waiting: Option<(String, String)>,
    /// What became of the letter for the first password, where none is set yet.
    first_password: Option<Letter>,
    letter_words: String,
}

impl PersonPage {
    fn has_photo(&self) -> bool {
        matches!(self.face, Face::Photo { .. })
    }
}

/// What the reader may do to people.
struct May {
    /// Change them.
    manage: bool,
    /// Give this one another address.
    change_address: bool,
}

/// What is read of a person.
struct Found {
    person: Employee,
    departments: Vec<String>,
    invitation: Option<String>,
    waiting: Option<address_change::AddressChange>,
    first_password: Option<Letter>,
}

pub(super) async fn show(signed_in: SignedIn, Path(id): Path<i64>) -> PageResult {
    let (actor, company) = (signed_in.actor(), signed_in.visitor.company.clone());
    let portal = &signed_in.visitor.portal;
    let (now, manages) = (portal.now(), signed_in.may(Permission::ManagePeople));
    let found = portal
        .read(move |tx| {
            let Some(person) = find_visible(tx, &actor, &company, EmployeeId(id))? else { return Ok(None) };
            let mut found = Found {
                departments: tx.people().department_names(company.id, person.id)?,
                invitation: None,
                waiting: address_change::waiting(tx, &actor, &company, &person, now)?,
                first_password: None,
                person,
            };
            let id = found.person.id;
            if let Some(invitation) = tx.invitations().of_people(company.id, &[id])?.first() {
                let names = tx.invitations().departments(company.id, invitation.id)?;
                found.departments = names.into_iter().map(|(_, name)| name).collect();
                found.invitation = find_managed(tx, &actor, &company, invitation.id)?
                    .map(|invitation| format!("/invitations/{}", invitation.id));
            }
            if manages
                && found.person.status == Status::Active
                && !first_password::has_password(tx, &company, id)?
            {
                found.first_password = first_password::last_letter(tx, &company, id)?;
            }
            Ok(Some(found))
        })
        .await?;
    page(&build(&signed_in, found.ok_or(Failure::NotFound)?))
}

fn build(signed_in: &SignedIn, found: Found) -> PersonPage {
    let Found { person, departments, invitation, waiting, first_password } = found;
    let (locale, now, zone) = (signed_in.locale(), signed_in.visitor.portal.now(), signed_in.zone());
    let day = |at: Option<_>| at.map(|at| locale.day(at, now, &zone)).unwrap_or_default();
    let (actor, company) = (signed_in.actor(), &signed_in.visitor.company);
    let birthday = person.birthday_for(&actor, company);
    PersonPage {
        shell: signed_in.shell(Section::Employees),
        id: person.id,
        face: Face::of_person(&person),
        name: person.full_name(),
        badge: status_badge(locale, &person),
        departments: departments.join(", "),
        phones: phones(&person),
        birthday: birthday.map(|day| locale.birthday(day)).unwrap_or_default(),
        joined: day(person.joined_at),
        dismissed: day(person.dismissed_at),
        status: person.status,
        is_administrator: person.is_administrator(),
        is_me: person.id == signed_in.me.id,
        may: May {
            manage: signed_in.may(Permission::ManagePeople),
            change_address: signed_in.may(Permission::ManagePeople)
                && person.id != signed_in.me.id
                && (signed_in.me.is_administrator() || !person.is_administrator()),
        },
        invitation,
        waiting: waiting.map(|change| {
            let until = locale.moment(change.expires_at, now, &zone);
            (change.email, until)
        }),
        letter_words: first_password.as_ref().map_or_else(String::new, |letter| {
            let when = locale.moment(letter.created_at, now, &zone);
            let fate = match letter.state.delivery() {
                _ if letter.is_kept() => badge::kept(&locale).words,
                delivery => badge::of_letter_words(&locale, delivery),
            };
            let why = badge::reason_of(&locale, &zone, letter, now);
            let told = if letter.state.delivery() == Delivery::Sent { String::new() } else { why };
            [when, fate, told].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        }),
        first_password,
        email: person.email,
        position: person.position,
    }
}

fn phones(person: &Employee) -> Vec<(&'static str, String, String)> {
    [("people-fact-mobile-phone", &person.mobile_phone), ("people-fact-work-phone", &person.work_phone)]
        .into_iter()
        .filter_map(|(key, typed)| Some((key, typed.clone(), Phone::parse(typed).ok()?.uri())))
        .collect()
}
