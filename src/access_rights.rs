//! Access rights: who may do what, and where. The one function that pages, the machine interface and
//! commands ask is [`may`].
//!
//! A role allows things, each to some extent ([`Scope`]). Everybody has the role of an employee; heads and
//! deputies have theirs in their departments; others are given to people or to departments. Of several the
//! highest wins ([`rights::Rights`]). Administrators may everything, and are no role that could be edited.

pub mod rights;
pub mod roles;
pub mod seen;
pub mod store;
pub mod switch;
pub mod web;
pub mod who_may;
pub mod why;

use crate::base::id::DepartmentId;
use crate::company::Company;
use crate::history::Actor;
use crate::store::Result;

use self::rights::Reach;

/// What a role can allow.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Permission {
    /// Invite people and make join links.
    Invite,
    /// Make somebody an employee without an invitation.
    Register,
    /// See what became of the invitations of others.
    SeeInvitations,
    /// Resend, change and revoke the invitations and join links of others.
    ManageInvitations,
    /// Let in or refuse people who came by a join link.
    Approve,
    /// Change what stands in the profiles of others, and where they work.
    EditPeople,
    /// Dismiss people and take them back.
    Dismiss,
    /// Make, rename, move and delete departments; appoint heads and deputies.
    EditStructure,
    /// Make roles, change them, give them; switch inviting on and off.
    ManageRights,
    /// Change the company's settings, plan and mail server; read its history.
    ManageSettings,
    /// Take the list of people out of the portal.
    Export,
}

impl Permission {
    /// All of them, in the order of the matrix.
    pub const ALL: [Self; 11] = [
        Self::Invite,
        Self::Register,
        Self::SeeInvitations,
        Self::ManageInvitations,
        Self::Approve,
        Self::EditPeople,
        Self::Dismiss,
        Self::EditStructure,
        Self::Export,
        Self::ManageRights,
        Self::ManageSettings,
    ];

    /// The word in the database and in forms.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::Register => "register",
            Self::SeeInvitations => "see_invitations",
            Self::ManageInvitations => "manage_invitations",
            Self::Approve => "approve",
            Self::EditPeople => "edit_people",
            Self::Dismiss => "dismiss",
            Self::EditStructure => "edit_structure",
            Self::ManageRights => "manage_rights",
            Self::ManageSettings => "manage_settings",
            Self::Export => "export",
        }
    }

    /// The permission of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.word() == word)
    }

    /// Whether it is about the whole company by its nature: there is one plan, one set of roles.
    #[must_use]
    pub fn is_of_company(self) -> bool {
        matches!(self, Self::ManageRights | Self::ManageSettings)
    }

    /// The extents to which a role can allow it, the smallest first.
    #[must_use]
    pub fn scopes(self) -> &'static [Scope] {
        if self.is_of_company() { &[Scope::Company] } else { &Scope::ALL }
    }

    fn place(self) -> usize {
        self as usize
    }
}

/// How far a role allows something.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Scope {
    /// In one's own departments; for heads and deputies those which they lead.
    Department,
    /// In these and in all below them.
    Branch,
    /// Everywhere.
    Company,
}

impl Scope {
    /// All of them, the smallest first.
    pub const ALL: [Self; 3] = [Self::Department, Self::Branch, Self::Company];

    /// The word in the database and in forms.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Branch => "branch",
            Self::Company => "company",
        }
    }

    /// The scope of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

/// What something is to be done to.
#[derive(Clone, Copy, Debug)]
pub enum Over<'a> {
    /// Something, somewhere: whether a button is worth showing.
    Anything,
    /// The company as a whole.
    Company,
    /// Somebody or something that belongs to these departments, and to each of them: who works in two
    /// departments is not changed by whoever answers for one.
    All(&'a [DepartmentId]),
    /// What belongs to any of these departments: enough for looking.
    Any(&'a [DepartmentId]),
}

/// Whether `actor` may.
#[must_use]
pub fn may(actor: &Actor, company: &Company, permission: Permission, over: Over<'_>) -> bool {
    actor.company == company.id && actor.rights.reach(permission).includes(over)
}

/// The same where the departments have to be looked up, which is only done where they decide.
pub fn may_where(
    actor: &Actor,
    company: &Company,
    permission: Permission,
    looks: bool,
    departments: impl FnOnce() -> Result<Vec<DepartmentId>>,
) -> Result<bool> {
    Ok(match actor.rights.reach(permission) {
        Reach::Nowhere => false,
        Reach::Company => actor.company == company.id,
        Reach::Departments(_) => {
            let departments = departments()?;
            let over = if looks { Over::Any(&departments) } else { Over::All(&departments) };
            may(actor, company, permission, over)
        }
    })
}

/// Whether the caps on inviting and on letters are not his: administrators, and whoever manages all
/// invitations of the company anyway.
#[must_use]
pub fn is_above_caps(actor: &Actor, company: &Company) -> bool {
    may(actor, company, Permission::ManageInvitations, Over::Company)
}
