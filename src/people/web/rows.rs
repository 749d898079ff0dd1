//! The rows of the list, ready to be shown.

use crate::access_rights::Permission;
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::history::Actor;
use crate::i18n::{Locale, Zone};
use crate::invitations::badge;
use crate::invitations::list::SOON_DAYS;
use crate::invitations::{Invitation, State, is_managed_by, is_seen_by};
use crate::join_links::row;
use crate::mail::outbox::Delivery;
use crate::people::{Employee, Status, may_change};
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

/// What the reader may do to a person.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a button of its own")]
pub(super) struct Deeds {
    pub approve: bool,
    pub edit: bool,
    pub dismiss: bool,
    pub rehire: bool,
    /// Take the invitation of somebody back.
    pub delete: bool,
}

impl Deeds {
    /// What `actor` may do to a person as he stands.
    pub(super) fn of(tx: &mut Tx<'_>, actor: &Actor, company: &Company, person: &Employee) -> Result<Self> {
        let mut may = |permission| may_change(tx, actor, company, permission, person);
        Ok(match person.status {
            Status::AwaitingApproval => Self { approve: may(Permission::Approve)?, ..Self::default() },
            Status::Dismissed => Self { rehire: may(Permission::Dismiss)?, ..Self::default() },
            Status::Invited => Self { delete: may(Permission::ManageInvitations)?, ..Self::default() },
            Status::Active => {
                let (edit, dismiss) = (may(Permission::EditPeople)?, may(Permission::Dismiss)?);
                Self { edit, dismiss, ..Self::default() }
            }
        })
    }

    /// Whether there is anything.
    pub(super) fn any(self) -> bool {
        self.approve || self.edit || self.dismiss || self.rehire || self.delete
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
    /// What the reader may do to him.
    pub deeds: Deeds,
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
    let mut row = |person: Employee| -> Result<PersonRow> {
        Ok(PersonRow {
            deeds: Deeds::of(tx, &reader.actor, &reader.company, &person)?,
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
        })
    };
    people.into_iter().map(&mut row).collect()
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
    let is_managed = is_managed_by(tx, actor, company, invitation)?;
    let is_seen = is_managed || is_seen_by(tx, actor, company, invitation)?;
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
    if is_seen {
        row.href = format!("/invitations/{}", invitation.id);
        row.inviter.clone_from(&invitation.inviter.name);
        row.sent = locale.moment(invitation.created_at, *now, zone);
        row.until = locale.day(invitation.expires_at, *now, zone);
        row.is_soon = state == State::Pending && invitation.expires_at <= now.plus_days(SOON_DAYS);
        row.badge = Some(badge::badge(locale, invitation, *now));
        row.reason = badge::reason(tx, locale, zone, invitation, *now)?;
        row.wants_address = is_managed && state == State::Pending && invitation.delivery == Delivery::Failed;
        row.is_open = is_managed && invitation.end().is_none();
    }
    Ok(row)
}
