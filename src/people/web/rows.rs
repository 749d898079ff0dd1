//! The rows of the list, ready to be shown: a cell for each column, one way for people and invitations.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::look::Listed;
use super::view::View;
use crate::access_rights::roles::{giving, title};
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId, InvitationId};
use crate::base::phone::Phone;
use crate::company::Company;
use crate::history::Actor;
use crate::i18n::{Locale, Zone};
use crate::invitations::badge;
use crate::invitations::deeds::{InvitationDeeds, Measure};
use crate::invitations::list::SOON_DAYS;
use crate::invitations::{Invitation, State, is_managed_by, is_seen_by};
use crate::join_links::row;
use crate::mail::outbox::Delivery;
use crate::mail::transport::Rest;
use crate::people::columns::Column;
use crate::people::{Employee, Status, may_change, rehire};
use crate::store::{Result, Tx};
use crate::structure::Post;
use crate::web::{Badge, Face, Icon, Tone};

/// For whom rows are made.
#[derive(Clone)]
pub struct Reader {
    /// He, with his rights.
    pub actor: Actor,
    /// His company.
    pub company: Company,
    /// His language.
    pub locale: Locale,
    /// His time zone.
    pub zone: Zone,
    /// This moment.
    pub now: Timestamp,
    /// The rest that the mail server is left for, where it is.
    pub rest: Option<Rest>,
    /// The departments that are looked at, where it is not all: those of which he takes a list along.
    pub within: Option<Arc<BTreeSet<DepartmentId>>>,
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

    /// Whether he may, somewhere.
    pub(super) fn may(&self, permission: Permission) -> bool {
        access_rights::may(&self.actor, &self.company, permission, Over::Anything)
    }

    /// Whether he may know who has which role.
    pub(super) fn manages_rights(&self) -> bool {
        access_rights::may(&self.actor, &self.company, Permission::ManageRights, Over::Company)
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
    /// Make as if he had never been written down: take his invitation back, or delete who never came.
    pub delete: bool,
    /// Not have him work here, although that would be his to decide: the departments give him more than the reader has.
    pub beyond: bool,
}

impl Deeds {
    /// What `actor` may do to a person as he stands.
    pub(super) fn of(tx: &mut Tx<'_>, actor: &Actor, company: &Company, person: &Employee) -> Result<Self> {
        let mut may = |permission| may_change(tx, actor, company, permission, person);
        Ok(match person.status {
            Status::AwaitingApproval => Self { approve: may(Permission::Approve)?, ..Self::default() },
            Status::Dismissed => Self { rehire: may(Permission::Dismiss)?, ..Self::default() },
            Status::Invited => {
                let (edit, delete) = (may(Permission::EditPeople)?, may(Permission::ManageInvitations)?);
                Self { edit, delete, ..Self::default() }
            }
            Status::Active => {
                let (edit, dismiss) = (may(Permission::EditPeople)?, may(Permission::Dismiss)?);
                Self { edit, dismiss, ..Self::default() }
            }
        })
    }

    /// The same for his own page, which tells besides whether he has never come, and what would be refused: a list need
    /// not know.
    pub(super) fn of_one(
        tx: &mut Tx<'_>,
        actor: &Actor,
        company: &Company,
        person: &Employee,
    ) -> Result<Self> {
        let mut deeds = Self::of(tx, actor, company, person)?;
        deeds.beyond = (deeds.approve || deeds.rehire) && !giving::may_employ(tx, actor, company, person)?;
        deeds.delete |= (deeds.dismiss || deeds.rehire) && tx.people().never_came(company.id, person.id)?;
        Ok(deeds)
    }

    /// Whether there is anything.
    pub(super) fn any(self) -> bool {
        self.approve || self.edit || self.dismiss || self.rehire || self.delete
    }
}

/// What a cell shows.
pub(super) enum Cell {
    /// Words.
    Text(String),
    /// A telephone, and what it is dialled by.
    Phone(String, String),
    /// A date.
    Date(String),
    /// An end, and whether it is near.
    Until(String, bool),
    /// Departments, each with the list of those in it.
    Departments(Vec<(String, String)>),
    /// Somebody, with the list of those he brought.
    Person(String, String),
    /// A state, where it is worth a word.
    Badge(Option<Badge>),
    /// What became of an invitation, why, and where its address is corrected.
    State(Option<Badge>, String, Option<String>),
}

/// What can be done about a row.
pub(super) enum Menu {
    Nothing,
    Person(EmployeeId, Deeds),
    Invitation(i64, InvitationDeeds),
}

/// A row.
pub(super) struct Row {
    /// Tells it from the others when the list is fresh.
    pub key: String,
    /// What is sent where it is picked.
    pub picked: Option<i64>,
    pub face: Face,
    pub name: String,
    pub line: String,
    pub href: String,
    /// What is to be known of whom it is about, where there is something.
    pub mark: Option<Badge>,
    pub wants_hand: bool,
    pub cells: Vec<(Column, Cell)>,
    pub menu: Menu,
}

/// What of several rows is asked at once.
#[derive(Default)]
pub(super) struct Known {
    departments: HashMap<i64, Vec<(DepartmentId, String)>>,
    pub brought: HashMap<EmployeeId, (EmployeeId, String)>,
    pub seen: HashMap<EmployeeId, Timestamp>,
    /// What people are besides employees, in words.
    roles: HashMap<EmployeeId, Vec<String>>,
    reasons: HashMap<InvitationId, String>,
    /// Invitations whose address is to be corrected.
    wanting_address: HashSet<InvitationId>,
    /// Those at work who have not chosen a password yet.
    no_password: HashSet<EmployeeId>,
    /// Those who are dismissed and ask to be taken back.
    return_asked: HashSet<EmployeeId>,
}

/// The rows of a page, with these columns.
pub(super) fn rows(
    tx: &mut Tx<'_>,
    reader: &Reader,
    view: &View,
    columns: &[Column],
    listed: &Listed,
) -> Result<Vec<Row>> {
    let mut known = known(tx, reader, columns, listed)?;
    if columns.contains(&Column::State) {
        let hold = tx.outbox().hold(reader.rest.clone())?;
        known.reasons =
            badge::reasons(tx, &reader.locale, &reader.zone, &hold, &listed.invitations, reader.now)?;
    }
    known.wanting_address = badge::wanting_address(tx, &listed.invitations)?;
    let mut rows: Vec<Row> = Vec::with_capacity(listed.people.len() + listed.invitations.len());
    for person in &listed.people {
        let deeds = Deeds::of(tx, &reader.actor, &reader.company, person)?;
        rows.push(person_row(reader, view, columns, &known, person, deeds));
    }
    let measure = Measure::of(tx, &reader.actor, &reader.company)?;
    for invitation in &listed.invitations {
        rows.push(invitation_row(tx, reader, view, columns, &known, measure, invitation)?);
    }
    Ok(rows)
}

/// The numbers of those that something can be done with.
pub(super) fn picks(tx: &mut Tx<'_>, reader: &Reader, listed: &Listed) -> Result<Vec<i64>> {
    let mut picks = Vec::with_capacity(listed.people.len() + listed.invitations.len());
    for person in &listed.people {
        if Deeds::of(tx, &reader.actor, &reader.company, person)?.any() {
            picks.push(person.id.0);
        }
    }
    for invitation in &listed.invitations {
        let (_, is_managed) = reach(tx, reader, invitation)?;
        picks.extend(pick(invitation, is_managed));
    }
    Ok(picks)
}

pub(super) fn known(tx: &mut Tx<'_>, reader: &Reader, columns: &[Column], listed: &Listed) -> Result<Known> {
    let company = reader.company.id;
    let ids: Vec<EmployeeId> = listed.people.iter().map(|person| person.id).collect();
    let mut known = Known::default();
    if columns.contains(&Column::Department) {
        for (id, department, name) in tx.people().departments_of_all(company, &ids)? {
            known.departments.entry(id.0).or_default().push((department, name));
        }
        for (id, department, name) in tx.invitations().departments_of_all(company, &listed.invitations)? {
            known.departments.entry(id.0).or_default().push((department, name));
        }
    }
    if columns.contains(&Column::Inviter) && !ids.is_empty() {
        let brought = tx.people().brought_by(company, &ids)?;
        known.brought = brought.into_iter().map(|(id, by, name)| (id, (by, name))).collect();
    }
    if columns.contains(&Column::Seen) && !ids.is_empty() {
        known.seen = tx.people().last_seen(company, &ids)?.into_iter().collect();
    }
    if reader.may(Permission::EditPeople) && !ids.is_empty() {
        known.no_password = tx.people().without_password(company, &ids)?.into_iter().collect();
    }
    if reader.may(Permission::Dismiss) {
        let asked = rehire::asked(tx, company, &listed.people)?;
        known.return_asked = asked.into_iter().map(|(id, _)| id).collect();
    }
    if columns.contains(&Column::Role) && !ids.is_empty() {
        known.roles = roles(tx, reader, &ids)?;
    }
    Ok(known)
}

/// What somebody is in the company, in words, as the reader may know it.
pub fn role_words(tx: &mut Tx<'_>, reader: &Reader, person: &Employee) -> Result<String> {
    if person.is_administrator() {
        return Ok(reader.locale.t("access-rights-administrator"));
    }
    let known = Known { roles: roles(tx, reader, &[person.id])?, ..Known::default() };
    Ok(known.role_words(person))
}

/// The posts of people, which everybody sees in the structure; and the roles given them, where the reader may know:
/// everybody of himself.
fn roles(tx: &mut Tx<'_>, reader: &Reader, ids: &[EmployeeId]) -> Result<HashMap<EmployeeId, Vec<String>>> {
    let (company, locale) = (reader.company.id, reader.locale);
    let mut words: HashMap<EmployeeId, Vec<String>> = HashMap::new();
    let mut posts = tx.departments().posts_among(company, ids)?;
    posts.sort_by_key(|(_, post)| *post != Post::Head);
    for (id, post) in posts {
        words.entry(id).or_default().extend(post.role().map(|kind| title(locale, Some(kind), "")));
    }
    let is_known = |id: &&EmployeeId| reader.manages_rights() || reader.actor.employee == Some(**id);
    let of: Vec<EmployeeId> = ids.iter().filter(is_known).copied().collect();
    if !of.is_empty() {
        for (id, role) in tx.roles().of_people(company, &of)? {
            words.entry(id).or_default().push(role.title(locale));
        }
    }
    // Of others nobody can say that they are no more than employees.
    for id in of {
        words.entry(id).or_insert_with(|| vec![locale.t("people-role-employee")]);
    }
    Ok(words)
}

impl Known {
    /// What somebody at work is, in words; nothing where the reader may not know.
    pub fn role_words(&self, person: &Employee) -> String {
        match self.roles.get(&person.id) {
            Some(words) if person.status == Status::Active => words.join(", "),
            _ => String::new(),
        }
    }

    /// The departments of a row.
    pub fn of(&self, id: i64) -> &[(DepartmentId, String)] {
        self.departments.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The same, each a link to those in it. The one that was asked for comes first: where there is no room for all,
    /// it is the one to see.
    fn departments(&self, view: &View, id: i64) -> Cell {
        let link = |(id, name): &(DepartmentId, String)| {
            (name.clone(), view.with(&[("department", &id.to_string()), ("only", "")]).address())
        };
        let mut departments: Vec<_> = self.of(id).iter().collect();
        departments.sort_by_key(|(id, _)| Some(*id) != view.department());
        Cell::Departments(departments.into_iter().map(link).collect())
    }
}

fn person_row(
    reader: &Reader,
    view: &View,
    columns: &[Column],
    known: &Known,
    person: &Employee,
    deeds: Deeds,
) -> Row {
    let Reader { locale, zone, now, .. } = reader;
    let cell = |column: &Column| match column {
        Column::Department => known.departments(view, person.id.0),
        Column::Position => Cell::Text(person.position.clone()),
        Column::Address => Cell::Text(person.email.clone()),
        Column::MobilePhone => phone(*locale, &person.mobile_phone),
        Column::Patronymic => Cell::Text(person.patronymic.clone()),
        Column::Birthday => Cell::Text(
            person
                .birthday_for(deeds.edit || reader.actor.employee == Some(person.id))
                .map(|day| locale.birthday(day))
                .unwrap_or_default(),
        ),
        Column::WorkPhone => phone(*locale, &person.work_phone),
        Column::Status => Cell::Badge(Some(status(*locale, person.status))),
        Column::Role => match role(*locale, person) {
            None => Cell::Text(known.role_words(person)),
            badge => Cell::Badge(badge),
        },
        Column::Since => Cell::Date(locale.day(since(person), *now, zone)),
        Column::Seen => Cell::Date(
            known.seen.get(&person.id).map(|at| locale.moment(*at, *now, zone)).unwrap_or_default(),
        ),
        Column::Inviter => known.brought.get(&person.id).map_or(Cell::Text(String::new()), |(by, name)| {
            Cell::Person(name.clone(), view.with(&[("inviter", &by.to_string())]).address())
        }),
        Column::Sent | Column::Until | Column::State => Cell::Text(String::new()),
    };
    Row {
        key: format!("e{}", person.id),
        picked: deeds.any().then_some(person.id.0),
        face: Face::of_person(person),
        name: person.shown_name().to_owned(),
        // Once is enough.
        line: if person.name.is_empty() || columns.contains(&Column::Address) {
            String::new()
        } else {
            person.email.clone()
        },
        href: format!("/employees/{}", person.id),
        mark: mark(*locale, known, person.id, deeds),
        wants_hand: false,
        cells: columns.iter().map(|column| (*column, cell(column))).collect(),
        menu: if deeds.any() { Menu::Person(person.id, deeds) } else { Menu::Nothing },
    }
}

/// What is to be known of somebody beside his name, by whoever can do something about it.
fn mark(locale: Locale, known: &Known, id: EmployeeId, deeds: Deeds) -> Option<Badge> {
    if deeds.edit && known.no_password.contains(&id) {
        return Some(no_password(locale));
    }
    let asks = deeds.rehire && known.return_asked.contains(&id);
    asks.then(|| Badge::new(Tone::Warn, Icon::Pending, locale.t("people-badge-return-asked")))
}

fn phone(locale: Locale, typed: &str) -> Cell {
    let shown = locale.phone(typed);
    match Phone::parse(typed) {
        Ok(phone) => Cell::Phone(shown, phone.uri()),
        Err(_) => Cell::Text(shown),
    }
}

/// What is worth a badge: an administrator, somebody who waits or has gone.
#[must_use]
pub fn status_badge(locale: Locale, person: &Employee) -> Option<Badge> {
    role(locale, person).or_else(|| (person.status != Status::Active).then(|| status(locale, person.status)))
}

/// The badge of a role, where it is more than the ordinary; a further role begins here.
pub(super) fn role(locale: Locale, person: &Employee) -> Option<Badge> {
    let shield = || Badge::new(Tone::Info, Icon::Shield, locale.t("people-badge-administrator"));
    person.is_administrator().then(shield)
}

/// Of somebody at work who cannot sign in yet.
pub(super) fn no_password(locale: Locale) -> Badge {
    Badge::new(Tone::Warn, Icon::Key, locale.t("people-badge-no-password"))
}

/// The day that the list tells of somebody; its twin in SQL orders it.
pub(super) fn since(person: &Employee) -> Timestamp {
    person.dismissed_at.or(person.joined_at).unwrap_or(person.created_at)
}

/// Where somebody stands.
pub(super) fn status(locale: Locale, status: Status) -> Badge {
    let (tone, icon, key) = match status {
        Status::Active => (Tone::Ok, Icon::Check, "people-badge-active"),
        Status::Invited => (Tone::Info, Icon::Mail, "people-badge-invited"),
        Status::AwaitingApproval => (Tone::Warn, Icon::Pending, "people-badge-awaiting"),
        Status::Dismissed => (Tone::Quiet, Icon::Cancel, "people-badge-dismissed"),
    };
    Badge::new(tone, icon, locale.t(key))
}

/// Whether he may know what became of an invitation.
pub(super) fn is_seen(tx: &mut Tx<'_>, reader: &Reader, invitation: &Invitation) -> Result<bool> {
    is_seen_by(tx, &reader.actor, &reader.company, invitation)
}

/// Whether he may know what became of an invitation, and whether he may change it as well.
fn reach(tx: &mut Tx<'_>, reader: &Reader, invitation: &Invitation) -> Result<(bool, bool)> {
    let is_seen = is_seen(tx, reader, invitation)?;
    Ok((is_seen, is_seen && is_managed_by(tx, &reader.actor, &reader.company, invitation)?))
}

/// Its number, where something can be done with it.
fn pick(invitation: &Invitation, is_managed: bool) -> Option<i64> {
    (is_managed && invitation.end().is_none()).then_some(invitation.id.0)
}

/// An invitation. Who may not know what became of it sees that it is there, and into what department.
fn invitation_row(
    tx: &mut Tx<'_>,
    reader: &Reader,
    view: &View,
    columns: &[Column],
    known: &Known,
    measure: Measure,
    invitation: &Invitation,
) -> Result<Row> {
    let Reader { locale, zone, now, .. } = reader;
    let (is_seen, is_managed) = reach(tx, reader, invitation)?;
    let state = invitation.state(*now);
    let is_pending = is_managed && state == State::Pending;
    let is_failed = is_pending && invitation.delivery == Delivery::Failed;
    let picked = pick(invitation, is_managed);
    let deeds = match picked {
        Some(_) => measure.deeds(tx, &reader.actor, &reader.company, invitation)?,
        None => InvitationDeeds::default(),
    };
    let corrects = is_failed && deeds.redirect && known.wanting_address.contains(&invitation.id);
    let mut cells = Vec::with_capacity(columns.len());
    for column in columns {
        let cell = match column {
            Column::Department => known.departments(view, invitation.id.0),
            Column::Address => Cell::Text(invitation.email.clone()),
            Column::Inviter if is_seen => Cell::Person(
                invitation.inviter.name.clone(),
                view.with(&[("inviter", &invitation.inviter.id.to_string())]).address(),
            ),
            Column::Sent if is_seen => Cell::Date(locale.moment(invitation.created_at, *now, zone)),
            Column::Until if is_seen => Cell::Until(
                locale.day(invitation.expires_at, *now, zone),
                state == State::Pending && invitation.expires_at <= now.plus_days(SOON_DAYS),
            ),
            Column::State if is_seen => Cell::State(
                Some(badge::badge(locale, invitation, *now)),
                known.reasons.get(&invitation.id).cloned().unwrap_or_default(),
                corrects.then(|| format!("/invitations/{}/address", invitation.id)),
            ),
            Column::State => Cell::State(None, String::new(), None),
            _ => Cell::Text(String::new()),
        };
        cells.push((*column, cell));
    }
    let has_name = !invitation.name.is_empty();
    Ok(Row {
        key: format!("i{}", invitation.id),
        picked,
        face: Face::of(invitation.employee_id.map_or(invitation.id.0, |id| id.0), &invitation.name),
        name: invitation.shown_name().to_owned(),
        line: if has_name { invitation.email.clone() } else { locale.t("people-nameless") },
        href: if is_seen { format!("/invitations/{}", invitation.id) } else { String::new() },
        mark: None,
        wants_hand: is_failed,
        cells,
        menu: match picked {
            Some(id) => Menu::Invitation(id, deeds),
            None => Menu::Nothing,
        },
    })
}
