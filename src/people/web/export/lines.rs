//! The rows of an export: the columns that the reader looks at, and of each row what he sees of it.

use jiff::civil::{Date, Time};

use crate::base::birthday::Birthday;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::i18n::Locale;
use crate::invitations::{Invitation, badge};
use crate::people::Employee;
use crate::people::columns::{Column, Preset};
use crate::people::export::Line;
use crate::people::export::vcard::Card;
use crate::people::full_name::parts;
use crate::people::web::look::Listed;
use crate::people::web::region::column_key;
use crate::people::web::rows::{self, Deeds, Known, Reader};
use crate::store::{Result, Tx};
use crate::web::export::Cell;

/// The heads: of the person himself his name, whole as his row shows it and in its parts, and his address.
pub(super) fn heads(reader: &Reader, preset: Preset, columns: &[Column]) -> Vec<String> {
    let locale = reader.locale;
    let own = [
        column_key(preset, None),
        "people-export-surname",
        "people-export-given-name",
        "people-field-patronymic",
        "people-column-address",
    ];
    let others = others(columns).map(|column| column_key(preset, Some(column)));
    own.into_iter().chain(others).map(|key| locale.t(key)).collect()
}

/// The columns that tell more than who it is.
fn others(columns: &[Column]) -> impl Iterator<Item = Column> + '_ {
    columns.iter().copied().filter(|column| !matches!(column, Column::Address | Column::Patronymic))
}

/// Who it is.
fn own(whole: &str, name: &str, patronymic: &str, email: &str) -> [Cell; 5] {
    let [family, given] = parts(name);
    [whole, family, given, patronymic, email].map(text)
}

/// The rows of a page.
pub(super) fn lines(
    tx: &mut Tx<'_>,
    reader: &Reader,
    columns: &[Column],
    listed: &Listed,
) -> Result<Vec<Line>> {
    let known = rows::known(tx, reader, columns, listed)?;
    let mut lines = Vec::with_capacity(listed.people.len() + listed.invitations.len());
    for person in &listed.people {
        let birthday = birthday(tx, reader, person)?;
        lines.push(of_person(reader, columns, &known, person, birthday));
    }
    for invitation in &listed.invitations {
        let is_seen = rows::is_seen(tx, reader, invitation)?;
        lines.push(of_invitation(reader, columns, &known, invitation, is_seen));
    }
    Ok(lines)
}

fn names(departments: &[(DepartmentId, String)]) -> Vec<String> {
    departments.iter().map(|(_, name)| name.clone()).collect()
}

fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

/// A date that can be counted with, where its year is known.
fn date(locale: Locale, birthday: Birthday) -> Cell {
    let year = birthday.year();
    let whole = year.and_then(|year| Date::new(year, birthday.month(), birthday.day()).ok());
    whole.map_or_else(|| text(locale.birthday(birthday)), |day| Cell::Day(day.to_datetime(Time::midnight())))
}

/// His birthday as the reader sees it on his page.
fn birthday(tx: &mut Tx<'_>, reader: &Reader, person: &Employee) -> Result<Option<Birthday>> {
    let has_year = person.birthday.is_some_and(|day| day.year().is_some());
    let sees_year = has_year
        && (reader.actor.employee == Some(person.id)
            || Deeds::of(tx, &reader.actor, &reader.company, person)?.edit);
    Ok(person.birthday_for(sees_year))
}

fn of_person(
    reader: &Reader,
    columns: &[Column],
    known: &Known,
    person: &Employee,
    birthday: Option<Birthday>,
) -> Line {
    let (locale, zone) = (reader.locale, &reader.zone);
    let departments = names(known.of(person.id.0));
    let cell = |column: Column| match column {
        Column::Department => text(departments.join(", ")),
        Column::Position => text(person.position.as_str()),
        Column::Address => text(person.email.as_str()),
        Column::MobilePhone => text(locale.phone(&person.mobile_phone)),
        Column::Patronymic => text(person.patronymic.as_str()),
        Column::Birthday => birthday.map_or_else(|| text(""), |day| date(locale, day)),
        Column::WorkPhone => text(locale.phone(&person.work_phone)),
        Column::Status => text(rows::status(locale, person.status).words),
        Column::Role => {
            let badge = rows::role(locale, person).map(|badge| badge.words);
            text(badge.unwrap_or_else(|| known.role_words(person)))
        }
        Column::Since => Cell::Day(zone.civil(rows::since(person))),
        Column::Seen => known.seen.get(&person.id).map_or(text(""), |at| Cell::Moment(zone.civil(*at))),
        Column::Inviter => text(known.brought.get(&person.id).map_or("", |(_, name)| name.as_str())),
        Column::Sent | Column::Until | Column::State => text(""),
    };
    let name = if person.name.is_empty() { String::new() } else { person.full_name() };
    let own = own(&name, &person.name, &person.patronymic, &person.email);
    let cells = own.into_iter().chain(others(columns).map(cell)).collect();
    let position = if columns.contains(&Column::Position) { person.position.clone() } else { String::new() };
    let card = card(reader, person.id, [&person.name, &person.email, &position], departments);
    let (mobile_phone, work_phone) = (person.mobile_phone.clone(), person.work_phone.clone());
    let patronymic = person.patronymic.clone();
    Line { cells, card: Card { patronymic, mobile_phone, work_phone, birthday, ..card } }
}

fn of_invitation(
    reader: &Reader,
    columns: &[Column],
    known: &Known,
    invitation: &Invitation,
    is_seen: bool,
) -> Line {
    let Reader { locale, zone, now, .. } = reader;
    let departments = names(known.of(invitation.id.0));
    let cell = |column: Column| match column {
        Column::Department => text(departments.join(", ")),
        Column::Address => text(invitation.email.as_str()),
        Column::Inviter if is_seen => text(invitation.inviter.name.as_str()),
        Column::Sent if is_seen => Cell::Moment(zone.civil(invitation.created_at)),
        Column::Until if is_seen => Cell::Day(zone.civil(invitation.expires_at)),
        Column::State if is_seen => text(badge::badge(locale, invitation, *now).words),
        _ => text(""),
    };
    let own = own(&invitation.name, &invitation.name, "", &invitation.email);
    let cells = own.into_iter().chain(others(columns).map(cell)).collect();
    let id = invitation.employee_id.unwrap_or(EmployeeId(0));
    Line { cells, card: card(reader, id, [&invitation.name, &invitation.email, ""], departments) }
}

fn card(
    reader: &Reader,
    id: EmployeeId,
    [name, email, position]: [&str; 3],
    departments: Vec<String>,
) -> Card {
    Card {
        uid: format!("{}/employees/{id}", reader.company.public_url.trim_end_matches('/')),
        name: name.to_owned(),
        email: email.to_owned(),
        position: position.to_owned(),
        company: reader.company.name.clone(),
        departments,
        ..Card::default()
    }
}
