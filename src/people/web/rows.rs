//! The rows of the list, ready to be shown.

use crate::access_rights::{self, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::history::Actor;
use crate::i18n::{Locale, Zone};
use crate::invitations::badge;
use crate::invitations::list::SOON_DAYS;
use crate::invitations::{Invitation, State};
use crate::join_links::row;
use crate::mail::outbox::Delivery;
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};
use crate::web::{Badge, Face, Icon, Tone};

/// For whom rows are made.
#[derive(Clone)]
pub(super) struct Reader {
    pub actor: Actor,
    pub company: Company,
    pub locale: Locale,
    pub zone: Zone,
    pub now: Timestamp,
}

impl Reader {
    /// The same for rows of join links.
    pub(super) fn of_links(&self) -> row::Reader<'_> {
        row::Reader {
            actor: &self.actor,
            company: &self.company,
            locale: self.locale,
            zone: &self.zone,
            now: self.now,
        }
    }
}

/// A person in the list.
pub(super) struct PersonRow {
    pub id: EmployeeId,
    pub face: Face,
    pub name: String,
    pub line: String,
    pub departments: String,
    pub position: String,
    pub since: String,
    pub badge: Option<Badge>,
    pub status: Status,
}

impl PersonRow {
    pub(super) fn href(&self) -> String {
        format!("/employees/{}", self.id)
    }
}

/// An invitation in the list. Without `badge` the reader may know no more than that it is there.
pub(super) struct InvitationRow {
    pub id: i64,
    pub face: Face,
    pub name: String,
    pub line: String,
    pub href: String,
    pub departments: String,
    pub inviter: String,
    pub sent: String,
    pub until: String,
    pub is_soon: bool,
    pub badge: Option<Badge>,
    pub reason: String,
    pub wants_address: bool,
    pub is_open: bool,
}

fn joined<I: PartialEq + Copy>(names: &[(I, String)], id: I) -> String {
    let of_row: Vec<&str> = names.iter().filter(|(of, _)| *of == id).map(|(_, name)| name.as_str()).collect();
    of_row.join(", ")
}

/// The rows of people.
pub(super) fn people(tx: &mut Tx<'_>, reader: &Reader, people: Vec<Employee>) -> Result<Vec<PersonRow>> {
    let departments = tx.people().departments_of_all(reader.company.id, &people)?;
    let row = |person: Employee| PersonRow {
        departments: joined(&departments, person.id),
        id: person.id,
        face: Face::of_person(&person),
        name: person.shown_name().to_owned(),
        line: if person.name.is_empty() { String::new() } else { person.email.clone() },
        since: reader.locale.day(
            person.dismissed_at.or(person.joined_at).unwrap_or(person.created_at),
            reader.now,
            &reader.zone,
        ),
        badge: status_badge(reader.locale, &person),
        position: person.position,
        status: person.status,
    };
    Ok(people.into_iter().map(row).collect())
}

/// What is worth a badge: an administrator, somebody who waits or has gone.
#[must_use]
pub fn status_badge(locale: Locale, person: &Employee) -> Option<Badge> {
    let (tone, icon, key) = match person.status {
        Status::Active if person.is_administrator() => {
            (Tone::Info, Icon::Shield, "people-badge-administrator")
        }
        Status::Active => return None,
        Status::Invited => (Tone::Info, Icon::Mail, "people-badge-invited"),
        Status::AwaitingApproval => (Tone::Warn, Icon::Pending, "people-badge-awaiting"),
        Status::Dismissed => (Tone::Quiet, Icon::Cancel, "people-badge-dismissed"),
    };
    Some(Badge::new(tone, icon, locale.t(key)))
}

/// The rows of invitations.
pub(super) fn invitations(
    tx: &mut Tx<'_>,
    reader: &Reader,
    invitations: Vec<Invitation>,
) -> Result<Vec<InvitationRow>> {
    let departments = tx.invitations().departments_of_all(reader.company.id, &invitations)?;
    let mut rows = Vec::with_capacity(invitations.len());
    for invitation in invitations {
        let names = joined(&departments, invitation.id);
        rows.push(invitation_row(tx, reader, &invitation, names)?);
    }
    Ok(rows)
}

fn invitation_row(
    tx: &mut Tx<'_>,
    reader: &Reader,
    invitation: &Invitation,
    departments: String,
) -> Result<InvitationRow> {
    let Reader { actor, company, locale, zone, now } = reader;
    let is_managed =
        access_rights::may(actor, company, Permission::ManageInvitationsOf(invitation.inviter.id));
    let face_id = invitation.employee_id.map_or(invitation.id.0, |id| id.0);
    let state = invitation.state(*now);
    let mut row = InvitationRow {
        id: invitation.id.0,
        face: Face::of(face_id, &invitation.name),
        name: invitation.shown_name().to_owned(),
        line: if invitation.name.is_empty() { locale.t("people-nameless") } else { invitation.email.clone() },
        href: String::new(),
        departments,
        inviter: String::new(),
        sent: String::new(),
        until: String::new(),
        is_soon: false,
        badge: None,
        reason: String::new(),
        wants_address: false,
        is_open: false,
    };
    if is_managed {
        row.href = format!("/invitations/{}", invitation.id);
        row.inviter.clone_from(&invitation.inviter.name);
        row.sent = locale.moment(invitation.created_at, *now, zone);
        row.until = locale.day(invitation.expires_at, *now, zone);
        row.is_soon = state == State::Pending && invitation.expires_at <= now.plus_days(SOON_DAYS);
        row.badge = Some(badge::badge(locale, invitation, *now));
        row.reason = badge::reason(tx, locale, zone, invitation, *now)?;
        row.wants_address = state == State::Pending && invitation.delivery == Delivery::Failed;
        row.is_open = invitation.end().is_none();
    }
    Ok(row)
}
