//! The page of one person.

use askama::Template;
use axum::extract::Path;

use super::rows::{Deeds, no_password, status_badge};
use crate::access_rights::roles::Role as Given;
use crate::access_rights::roles::giving::may_take_over;
use crate::access_rights::{Over, Permission};
use crate::accounts::{address_change, first_password};
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::base::phone::Phone;
use crate::company::Company;
use crate::history::{Actor, reading};
use crate::i18n::Locale;
use crate::invitations::{Invitation, badge, find_seen};
use crate::mail::outbox::{Delivery, Hold, Letter};
use crate::people::{Employee, Role, Status, find_visible, rehire};
use crate::store::{Result, Tx};
use crate::structure::{Leader, Led, Post, answers};
use crate::suppressions::web::Unreachable;
use crate::suppressions::{self, Suppression};
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
    /// That he has not chosen a password yet, where the reader may know it.
    no_password: Option<Badge>,
    departments: Vec<Department>,
    /// Roles that were given to him, where the reader may know them.
    roles: String,
    position: String,
    /// The time zone of who works here, and how far it is from UTC.
    time_zone: String,
    /// Of each telephone the key of its name, the number as typed and what it is dialled by.
    phones: Vec<(&'static str, String, String)>,
    birthday: String,
    joined: String,
    dismissed: String,
    /// When he asked to be taken back; empty where he has not, or the reader could not.
    return_asked: String,
    deeds: Deeds,
    /// Who is above him, each with his page.
    heads: Vec<(String, String)>,
    /// What he may, where the reader may know it.
    rights: Option<String>,
    /// What he did and what was done to him, where the reader may know it.
    history: Option<String>,
    /// The role that the reader can give him instead of his own, where he can.
    other_role: Option<Role>,
    is_me: bool,
    /// The reader may change the people of some of the departments, but not of all.
    is_shared: bool,
    /// Whether the reader may give this one another address.
    changes_address: bool,
    invitation: Option<String>,
    /// The address that waits to be proved, and until when.
    waiting: Option<(String, String)>,
    /// That letters do not reach him, where the reader can do something about it.
    unreachable: Option<Unreachable>,
    /// What became of the letter for the first password, where none is set yet.
    letter_words: String,
}

/// Where somebody works, or will.
struct Department {
    href: String,
    name: String,
    /// What he is there, if he leads it.
    post: String,
}

impl PersonPage {
    fn has_photo(&self) -> bool {
        matches!(self.face, Face::Photo { .. })
    }
}

/// What is read of a person.
struct Found {
    person: Employee,
    departments: Vec<Led>,
    roles: Vec<Given>,
    invitation: Option<Invitation>,
    waiting: Option<address_change::AddressChange>,
    /// Whether the reader could have the person's account, as far as rights go.
    changes_address: bool,
    unreachable: Option<Suppression>,
    /// Whether he is at work without a password, and the last letter by which he can choose one.
    lacks_password: bool,
    first_password: Option<Letter>,
    /// When he asked to be taken back, where the reader can do so.
    return_asked: Option<Timestamp>,
    /// Whether the reader may read what was done to him.
    knows_history: bool,
    deeds: Deeds,
    heads: Vec<Leader>,
}

pub(super) async fn show(signed_in: SignedIn, Path(id): Path<i64>) -> PageResult {
    let (actor, company) = (signed_in.actor(), signed_in.visitor.company.clone());
    let portal = &signed_in.visitor.portal;
    let now = portal.now();
    let found = portal.read(move |tx| find(tx, &actor, &company, EmployeeId(id), now)).await?;
    page(&build(&signed_in, found.ok_or(Failure::NotFound)?))
}

fn find(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    now: Timestamp,
) -> Result<Option<Found>> {
    let Some(person) = find_visible(tx, actor, company, id)? else { return Ok(None) };
    let mut found = Found {
        deeds: Deeds::of_one(tx, actor, company, &person)?,
        heads: answers::heads_of(tx, company.id, id)?,
        departments: tx.departments().posts_of(company.id, id)?,
        roles: tx.roles().of_person(company.id, id)?,
        invitation: None,
        waiting: address_change::waiting(tx, actor, company, &person, now)?,
        // An invited person's is corrected at his invitation.
        changes_address: person.status == Status::Active && may_take_over(tx, actor, company, &person)?,
        unreachable: None,
        lacks_password: false,
        first_password: None,
        return_asked: None,
        knows_history: matches!(reading::may(tx, actor, company, Some(id))?, reading::Outcome::May(_)),
        person,
    };
    if found.deeds.rehire {
        let asked = rehire::asked(tx, company.id, std::slice::from_ref(&found.person))?;
        found.return_asked = asked.first().map(|(_, at)| *at);
    }
    if let Some(invitation) = tx.invitations().of_people(company.id, &[id])?.first() {
        let bound_for = tx.invitations().departments(company.id, invitation.id)?;
        let member = |(department, name)| Led { department, name, post: Post::Member };
        found.departments = bound_for.into_iter().map(member).collect();
        found.invitation = find_seen(tx, actor, company, invitation.id)?;
    }
    if found.deeds.edit {
        found.unreachable = suppressions::unreachable(tx, &found.person)?;
    }
    found.lacks_password = found.deeds.edit
        && found.person.status == Status::Active
        && !first_password::has_password(tx, company, id)?;
    if found.lacks_password {
        found.first_password = first_password::last_letter(tx, company, id)?;
    }
    Ok(Some(found))
}

/// Whether the reader may change the people of some of the departments, so that he expects to change this one.
fn is_edited_in_part(signed_in: &SignedIn, person: &Employee, departments: &[Led]) -> bool {
    let ids: Vec<_> = departments.iter().map(|led| led.department).collect();
    let may = |over| signed_in.may(Permission::EditPeople, over);
    person.status == Status::Active
        && !person.is_administrator()
        && may(Over::Any(&ids))
        && !may(Over::All(&ids))
}

fn build(signed_in: &SignedIn, found: Found) -> PersonPage {
    let Found {
        person,
        departments,
        roles,
        invitation,
        waiting,
        unreachable,
        lacks_password,
        first_password,
        return_asked,
        knows_history,
        deeds,
        heads,
        changes_address,
    } = found;
    let (locale, now, zone) = (signed_in.locale(), signed_in.visitor.portal.now(), signed_in.zone());
    let day = |at: Option<_>| at.map(|at| locale.day(at, now, &zone)).unwrap_or_default();
    let is_me = signed_in.me.id == person.id;
    let birthday = person.birthday_for(is_me || deeds.edit || deeds.rehire);
    let knows_rights = signed_in.may(Permission::ManageRights, Over::Company) || is_me;
    let heads = heads.into_iter().map(|head| (head.name, format!("/employees/{}", head.employee)));
    PersonPage {
        shell: signed_in.shell(Section::Employees),
        id: person.id,
        face: Face::of_person(&person),
        name: person.full_name(),
        badge: match &invitation {
            Some(invitation) => Some(badge::badge(&locale, invitation, now)),
            None => status_badge(locale, &person),
        },
        no_password: lacks_password.then(|| no_password(locale)),
        departments: departments.iter().map(|led| department(locale, led)).collect(),
        roles: if knows_rights { role_titles(locale, &roles) } else { String::new() },
        time_zone: if person.status == Status::Active {
            zone_words(locale, &person, now)
        } else {
            String::new()
        },
        phones: phones(locale, &person),
        birthday: birthday.map(|day| locale.birthday(day)).unwrap_or_default(),
        joined: day(person.joined_at),
        dismissed: day(person.dismissed_at),
        return_asked: day(return_asked),
        deeds,
        heads: heads.collect(),
        rights: (knows_rights && person.status == Status::Active)
            .then(|| format!("/employees/{}/rights", person.id)),
        history: knows_history.then(|| format!("/employees/{}/history", person.id)),
        other_role: (signed_in.rights.is_administrator() && person.status == Status::Active)
            .then_some(if person.is_administrator() { Role::Employee } else { Role::Administrator }),
        is_me,
        is_shared: !is_me && !deeds.edit && is_edited_in_part(signed_in, &person, &departments),
        changes_address: deeds.edit && changes_address && !is_me,
        invitation: invitation.map(|invitation| format!("/invitations/{}", invitation.id)),
        waiting: waiting.map(|change| {
            let until = locale.moment(change.expires_at, now, &zone);
            (change.email, until)
        }),
        unreachable: unreachable.map(|found| Unreachable::of(signed_in, found, is_me)),
        letter_words: first_password
            .as_ref()
            .map(|letter| letter_words(signed_in, letter))
            .unwrap_or_default(),
        email: person.email,
        position: person.position,
    }
}

/// What became of the letter for the first password.
fn letter_words(signed_in: &SignedIn, letter: &Letter) -> String {
    let (locale, now, zone) = (signed_in.locale(), signed_in.visitor.portal.now(), signed_in.zone());
    let when = locale.moment(letter.created_at, now, &zone);
    let fate = match letter.delivery() {
        _ if letter.is_kept() => badge::kept(&locale).words,
        _ if letter.is_stopped() => badge::stopped(&locale).words,
        delivery => badge::of_letter_words(&locale, delivery),
    };
    let why = badge::reason_of(&locale, &zone, &Hold::default(), letter, now);
    let told = if letter.delivery() == Delivery::Sent { String::new() } else { why };
    [when, fate, told].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn department(locale: Locale, led: &Led) -> Department {
    Department {
        href: format!("/structure/{}", led.department),
        name: led.name.clone(),
        post: if led.post == Post::Member { String::new() } else { led.post.title(locale) },
    }
}

fn role_titles(locale: Locale, roles: &[Given]) -> String {
    roles.iter().map(|role| role.title(locale)).collect::<Vec<_>>().join(", ")
}

fn zone_words(locale: Locale, person: &Employee, now: Timestamp) -> String {
    let (city, offset) = (locale.zone(&person.time_zone), person.zone().short_offset(now));
    if city == offset { city } else { format!("{city}, {offset}") }
}

fn phones(locale: Locale, person: &Employee) -> Vec<(&'static str, String, String)> {
    [("people-fact-mobile-phone", &person.mobile_phone), ("people-fact-work-phone", &person.work_phone)]
        .into_iter()
        .filter_map(|(key, typed)| Some((key, locale.phone(typed), Phone::parse(typed).ok()?.uri())))
        .collect()
}
