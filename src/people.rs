//! People: employees in every status, and the one list that holds them all.

pub mod api;
pub mod approve;
pub mod columns;
pub mod delete;
pub mod dismiss;
pub mod edit;
pub mod export;
pub mod free_address;
pub mod full_name;
pub mod holder;
pub mod list;
pub mod photo;
pub mod refuse;
pub mod register;
pub mod rehire;
pub mod search;
pub mod set_role;
pub mod store;
pub mod transfer;
pub mod views;
pub mod web;
pub mod words;

use crate::access_rights::rights::{Reach, Rights};
use crate::access_rights::{self, Permission};
use crate::base::birthday::Birthday;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId, JoinLinkId};
use crate::company::Company;
use crate::history::Actor;
use crate::i18n::{Language, Zone};
use crate::mail::outbox::Kind;
use crate::store::{Result, Tx};

/// The kind of the letter to somebody who was let in.
pub const APPROVED_LETTER: Kind = "approved";
/// The kind of the letter to somebody who was taken back.
pub const TAKEN_BACK_LETTER: Kind = "taken-back";
/// The kind of the letter to somebody who was refused.
pub const REFUSED_LETTER: Kind = "refused";

/// Where an employee stands.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Status {
    /// Has an invitation and has not joined.
    Invited,
    /// Came by a join link and waits to be let in: no session, on no path.
    AwaitingApproval,
    /// Works here and takes a seat.
    Active,
    /// Worked here.
    Dismissed,
}

impl Status {
    /// All of them, in the order of the list's presets.
    pub const ALL: [Self; 4] = [Self::Active, Self::Invited, Self::AwaitingApproval, Self::Dismissed];

    /// The word in the database, in addresses and in the machine interface.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::AwaitingApproval => "awaiting_approval",
            Self::Active => "active",
            Self::Dismissed => "dismissed",
        }
    }

    /// The status of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }
}

/// What an employee may beyond the ordinary.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// Nothing.
    Employee,
    /// Everything.
    Administrator,
}

impl Role {
    /// The word in the database and in the machine interface.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Employee => "employee",
            Self::Administrator => "administrator",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Employee, Self::Administrator].into_iter().find(|role| role.word() == word)
    }
}

/// A person of the company.
#[derive(Clone, Debug)]
pub struct Employee {
    /// The id.
    pub id: EmployeeId,
    /// The company.
    pub company_id: CompanyId,
    /// The address, as typed; empty where it was freed for somebody else.
    pub email: String,
    /// The name that colleagues see; empty for an invitee whose name nobody gave.
    pub name: String,
    /// What stands after the given names where the whole name is shown, or nothing.
    pub patronymic: String,
    /// Where he stands.
    pub status: Status,
    /// What he may.
    pub role: Role,
    /// What he does here.
    pub position: String,
    /// The telephone at work as typed, or nothing.
    pub work_phone: String,
    /// The mobile telephone as typed, or nothing.
    pub mobile_phone: String,
    /// The birthday, where it was given.
    pub birthday: Option<Birthday>,
    /// Which photo is shown, where there is one.
    pub photo: Option<i64>,
    /// The language of his screens and letters.
    pub language: Language,
    /// The name of his time zone.
    pub time_zone: String,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When he joined.
    pub joined_at: Option<Timestamp>,
    /// When he was dismissed.
    pub dismissed_at: Option<Timestamp>,
    /// The join link that he came by.
    pub join_link_id: Option<JoinLinkId>,
}

impl Employee {
    /// The name, or the address where there is none.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }

    /// What stands below the name to tell namesakes apart: the position, or the address where there is none.
    #[must_use]
    pub fn line(&self) -> &str {
        if self.position.is_empty() { &self.email } else { &self.position }
    }

    /// What tells him from namesakes for certain: the position, then what else is known, then the address.
    #[must_use]
    pub fn told_apart(&self, more: &str) -> String {
        let address = if self.name.is_empty() { "" } else { self.email.as_str() };
        let parts = [self.position.as_str(), more, address];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// The whole name, with the patronymic; the address where there is no name.
    #[must_use]
    pub fn full_name(&self) -> String {
        full_name::full_name(self.shown_name(), if self.name.is_empty() { "" } else { &self.patronymic })
    }

    /// The birthday as `actor` may see it: the year is for the person himself and for those who may
    /// change people.
    #[must_use]
    pub fn birthday_for(&self, sees_year: bool) -> Option<Birthday> {
        self.birthday.map(|day| if sees_year { day } else { day.without_year() })
    }

    /// Whether he may do everything.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        self.role == Role::Administrator && self.status == Status::Active
    }

    /// His time zone.
    #[must_use]
    pub fn zone(&self) -> Zone {
        Zone::named(&self.time_zone)
    }
}

/// The person of that id, where `actor` may know of him: who waits for approval is there for those who
/// can decide about somebody of his departments, and for nobody else.
pub fn find_visible(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
) -> Result<Option<Employee>> {
    let Some(person) = tx.people().find(company.id, id)? else { return Ok(None) };
    let is_visible = may_see(tx, actor, company, &person)?;
    Ok(Some(person).filter(|_| is_visible))
}

/// Whether `actor` may know of a person.
pub fn may_see(tx: &mut Tx<'_>, actor: &Actor, company: &Company, person: &Employee) -> Result<bool> {
    if person.status != Status::AwaitingApproval {
        return Ok(true);
    }
    access_rights::may_where(actor, company, Permission::Approve, true, || {
        tx.people().departments_of(company.id, person.id)
    })
}

/// How many wait for approval whom somebody with these rights decides about, `all` being how many there are.
pub fn count_waiting(tx: &mut Tx<'_>, company: CompanyId, rights: &Rights, all: i64) -> Result<i64> {
    match rights.reach(Permission::Approve) {
        Reach::Company => Ok(all),
        Reach::Departments(within) if all > 0 => tx.people().waiting_in(company, within),
        Reach::Departments(_) | Reach::Nowhere => Ok(0),
    }
}

/// Whether `actor` may do that to a person: in each of the departments that the person works in, or will.
/// Nobody but an administrator does anything to an administrator.
pub fn may_change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    permission: Permission,
    person: &Employee,
) -> Result<bool> {
    if person.is_administrator() && !actor.rights.is_administrator() {
        return Ok(false);
    }
    access_rights::may_where(actor, company, permission, false, || departments_of(tx, person))
}

/// Where somebody works, or will once he has joined.
pub fn departments_of(tx: &mut Tx<'_>, person: &Employee) -> Result<Vec<DepartmentId>> {
    if person.status != Status::Invited {
        return tx.people().departments_of(person.company_id, person.id);
    }
    let living = tx.invitations().of_people(person.company_id, &[person.id])?;
    let Some(invitation) = living.first() else { return Ok(Vec::new()) };
    let departments = tx.invitations().departments(person.company_id, invitation.id)?;
    Ok(departments.into_iter().map(|(id, _)| id).collect())
}

/// Whether somebody works here. Who is let go at this moment is waited for, so that nothing is made in his name
/// that a dismissal would have ended.
pub fn works_here(tx: &mut Tx<'_>, company: CompanyId, id: EmployeeId) -> Result<bool> {
    tx.people().lock(company, id)?;
    Ok(tx.people().find(company, id)?.is_some_and(|person| person.status == Status::Active))
}

/// Whether the company would have no administrator without this one. True for certain only while the company is
/// locked; else it is what to say beforehand.
pub fn is_last_administrator(tx: &mut Tx<'_>, person: &Employee) -> Result<bool> {
    Ok(person.is_administrator() && !tx.people().has_other_administrator(person)?)
}
