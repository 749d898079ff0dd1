//! Changing what colleagues see of a person, and where he works.

use super::{Employee, Status, find_visible};
use crate::access_rights::Permission;
use crate::access_rights::roles::giving;
use crate::base::birthday::Birthday;
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::base::person_name::PersonName;
use crate::base::phone::Phone;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::i18n::Language;
use crate::invitations::invite::where_to;
use crate::invitations::{change_departments, rename};
use crate::store::{Result, Tx};
use crate::structure::add_person::{may_move, may_share, put};

/// The most letters of a position.
pub const MAX_POSITION: usize = crate::base::person_name::MAX_TITLE;

/// What to change; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The name.
    pub name: Option<PersonName>,
    /// The patronymic: a name, or nothing.
    pub patronymic: Option<String>,
    /// What he does here: a line made by [`plain_line`](crate::base::person_name::plain_line), or
    /// nothing.
    pub position: Option<String>,
    /// The telephone at work.
    pub work_phone: Wish<Phone>,
    /// The mobile telephone.
    pub mobile_phone: Wish<Phone>,
    /// The birthday.
    pub birthday: Wish<Birthday>,
    /// The language of his screens and letters.
    pub language: Option<Language>,
    /// The name of his time zone.
    pub time_zone: Option<String>,
    /// Where he works; an empty list is the company itself.
    pub departments: Option<Vec<DepartmentId>>,
}

/// What is wished of something that may be there or not.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Wish<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// There is none.
    Nothing,
    /// It is this.
    Have(T),
}

impl<T> Wish<T> {
    /// The wish for what was typed, where something was.
    #[must_use]
    pub fn of(typed: Option<T>) -> Self {
        typed.map_or(Self::Nothing, Self::Have)
    }
}

impl Wish<Phone> {
    fn line<'a>(&'a self, present: &'a str) -> &'a str {
        match self {
            Self::Keep => present,
            Self::Nothing => "",
            Self::Have(phone) => phone.as_str(),
        }
    }
}

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is as wished.
    Saved,
    /// A department that is not there (any more).
    UnknownDepartment,
    /// One where the person may not change who works in it, or whose people may more than he himself.
    DepartmentNotAllowed,
    /// The person may not change people.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// Changes a person. Of somebody invited the invitation changes along, since it decides at joining.
pub fn edit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    changes: &Changes,
    now: Timestamp,
) -> Result<Outcome> {
    // Who joins or is let go at this moment waits, so that what is read here still holds below.
    tx.companies().lock(company.id)?;
    let Some(person) = find_visible(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if !may_edit(tx, actor, company, &person, changes)? {
        return Ok(Outcome::NotAllowed);
    }
    let departments = match &changes.departments {
        Some(asked) => match where_to(tx, company, asked)? {
            Some(departments) => Some(departments),
            None => return Ok(Outcome::UnknownDepartment),
        },
        None => None,
    };
    if let Some(after) = &departments
        && !may_put(tx, actor, company, &person, after)?
    {
        return Ok(Outcome::DepartmentNotAllowed);
    }
    let after = changed(&person, changes);
    for (field, before, value) in write(tx, &person, &after)? {
        let details = format!("{}\n{field}: {} → {}", after.shown_name(), shown(&before), shown(&value));
        tx.history().record(actor, Action::ProfileChanged, Subject::Employee(id), &details, now)?;
    }
    if person.status == Status::Invited {
        let email_key = tx.people().address_key(company.id, id)?;
        change_invitation(tx, actor, company, &email_key, changes, now)?;
    } else if let Some(departments) = departments {
        // What was written above is undone with it.
        if !put(tx, actor, company, &person, &departments, now)? {
            return Ok(Outcome::DepartmentNotAllowed);
        }
    }
    Ok(Outcome::Saved)
}

/// What is written of somebody new, but for where he works: `position: Engineer` for the history.
pub(super) fn write_first(tx: &mut Tx<'_>, person: &Employee, details: &Changes) -> Result<Vec<String>> {
    let written = write(tx, person, &changed(person, details))?;
    Ok(written.into_iter().map(|(field, _, value)| format!("{field}: {value}")).collect())
}

/// Writes a person as he is wished to be, but for where he works; what differs then.
fn write(
    tx: &mut Tx<'_>,
    person: &Employee,
    after: &Employee,
) -> Result<Vec<(&'static str, String, String)>> {
    let differences = differences(person, after);
    if !differences.is_empty() {
        let email_key = tx.people().address_key(person.company_id, person.id)?;
        tx.people().set_details(after, &email_key)?;
    }
    Ok(differences)
}

/// The person as he is wished to be.
fn changed(person: &Employee, changes: &Changes) -> Employee {
    let Changes {
        name, patronymic, position, work_phone, mobile_phone, birthday, language, time_zone, ..
    } = changes;
    let or = |wish: &Option<String>, present: &String| wish.as_ref().unwrap_or(present).clone();
    Employee {
        name: name.as_ref().map_or_else(|| person.name.clone(), |name| name.as_str().to_owned()),
        patronymic: or(patronymic, &person.patronymic),
        position: or(position, &person.position),
        work_phone: work_phone.line(&person.work_phone).to_owned(),
        mobile_phone: mobile_phone.line(&person.mobile_phone).to_owned(),
        birthday: match birthday {
            Wish::Keep => person.birthday,
            Wish::Nothing => None,
            Wish::Have(day) => Some(*day),
        },
        language: language.unwrap_or(person.language),
        time_zone: or(time_zone, &person.time_zone),
        ..person.clone()
    }
}

/// What differs, for the history: the field, before and after.
fn differences(before: &Employee, after: &Employee) -> Vec<(&'static str, String, String)> {
    let day = |person: &Employee| person.birthday.map(|day| day.to_string()).unwrap_or_default();
    let pair =
        |field: &'static str, of: fn(&Employee) -> &str| (field, of(before).to_owned(), of(after).to_owned());
    let mut fields = vec![
        pair("name", |person| &person.name),
        pair("patronymic", |person| &person.patronymic),
        pair("position", |person| &person.position),
        pair("work_phone", |person| &person.work_phone),
        pair("mobile_phone", |person| &person.mobile_phone),
        ("birthday", day(before), day(after)),
        pair("language", |person| person.language.tag()),
        pair("time_zone", |person| &person.time_zone),
    ];
    fields.retain(|(_, before, after)| before != after);
    fields
}

/// In the history nothing is a dash.
fn shown(value: &str) -> &str {
    if value.is_empty() { "—" } else { value }
}

impl Changes {
    /// Whether it is only about where somebody works.
    fn is_move(&self) -> bool {
        self.departments.is_some() && Self { departments: None, ..self.clone() } == Self::default()
    }
}

/// Everybody may mend what is his own; position and departments are the company's to say. Where only the departments
/// of somebody at work change, those that he gains and loses decide: [`may_put`].
fn may_edit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: &Employee,
    changes: &Changes,
) -> Result<bool> {
    let is_own = changes.position.is_none() && changes.departments.is_none();
    Ok((is_own && actor.employee == Some(person.id))
        || (changes.is_move() && person.status == Status::Active)
        || super::may_change(tx, actor, company, Permission::EditPeople, person)?)
}

/// Whether `actor` may have a person work in these departments.
fn may_put(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: &Employee,
    after: &[DepartmentId],
) -> Result<bool> {
    let before = super::departments_of(tx, person)?;
    let gained: Vec<DepartmentId> = after.iter().filter(|id| !before.contains(id)).copied().collect();
    Ok(may_move(actor, company, person, &before, after)
        && may_share(tx, actor, company, &before, after)?
        && giving::may_place(tx, actor, company, &gained)?)
}

fn change_invitation(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    email_key: &str,
    changes: &Changes,
    now: Timestamp,
) -> Result<()> {
    let Some(invitation) = tx.invitations().find_living(company.id, email_key)? else { return Ok(()) };
    if changes.name.is_some() {
        rename::rename(tx, actor, company, invitation.id, changes.name.as_ref(), now)?;
    }
    if let Some(departments) = &changes.departments {
        change_departments::change_departments(tx, actor, company, invitation.id, departments, now)?;
    }
    Ok(())
}
