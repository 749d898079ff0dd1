//! People: employees in every status, and the one list that holds them all.

pub mod api;
pub mod approve;
pub mod columns;
pub mod delete;
pub mod dismiss;
pub mod edit;
pub mod export;
pub mod list;
pub mod refuse;
pub mod rehire;
pub mod set_role;
pub mod store;
pub mod transfer;
pub mod views;
pub mod web;
pub mod words;

use crate::access_rights::{self, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId, JoinLinkId};
use crate::company::Company;
use crate::history::Actor;
use crate::i18n::{Language, Zone};
use crate::mail::outbox::Kind;
use crate::store::{Result, Tx};

/// The kind of the letter to somebody who was let in.
pub const APPROVED_LETTER: Kind = "approved";

/// Where an employee stands.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Status {
    /// Has an invitation and has not joined.
    Invited,
    /// Came by a join link and waits for an administrator: no session, on no path.
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
    /// The address, as typed.
    pub email: String,
    /// The name that colleagues see; empty for an invitee whose name nobody gave.
    pub name: String,
    /// Where he stands.
    pub status: Status,
    /// What he may.
    pub role: Role,
    /// What he does here.
    pub position: String,
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
/// decide about him, and for nobody else.
pub fn find_visible(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
) -> Result<Option<Employee>> {
    let found = tx.people().find(company.id, id)?;
    Ok(found.filter(|person| {
        person.status != Status::AwaitingApproval || access_rights::may(actor, company, Permission::Approve)
    }))
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

/// Whether the company would have no administrator without this one. True only while the company is
/// locked.
fn is_last_administrator(tx: &mut Tx<'_>, person: &Employee) -> Result<bool> {
    Ok(person.is_administrator() && tx.people().administrators(person.company_id)?.len() <= 1)
}
