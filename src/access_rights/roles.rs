//! Roles: what each allows, who has it, and that nobody gives what he could not do himself.

pub mod change;
pub mod create;
pub mod delete;
pub mod departments;
pub mod give;
pub mod giving;

use super::{Permission, Scope};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, RoleId};
use crate::base::person_name::{NameProblem, plain_line};
use crate::i18n::{Language, Locale};
use crate::people::words::normal;
use crate::store::{Error, Result, Tx};

/// The most letters of a role's name.
pub const MAX_NAME: usize = 60;
/// Roles of its own that a company may have: more than anybody keeps apart.
pub const MAX_ROLES: usize = 50;

/// What a role allows, each to what extent.
pub type Permissions = Vec<(Permission, Scope)>;

/// A role.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Role {
    /// The id.
    pub id: RoleId,
    /// Its kind, where it came with the company.
    pub kind: Option<Kind>,
    /// Its own name, where it has none of a kind.
    pub name: String,
}

/// The roles that every company has. An administrator's is none of them: he may everything.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Who manages people.
    Hr,
    /// Whoever heads a department, in it.
    Head,
    /// Whoever is a head's deputy, in that department.
    Deputy,
    /// Everybody.
    Employee,
}

impl Kind {
    /// All of them, the one that allows most first.
    pub const ALL: [Self; 4] = [Self::Hr, Self::Head, Self::Deputy, Self::Employee];

    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Hr => "hr",
            Self::Head => "head",
            Self::Deputy => "deputy",
            Self::Employee => "employee",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether it is given to people; the others come by themselves.
    #[must_use]
    pub fn is_given(self) -> bool {
        self == Self::Hr
    }

    fn title(self) -> &'static str {
        match self {
            Self::Hr => "access-rights-hr",
            Self::Head => "access-rights-head",
            Self::Deputy => "access-rights-deputy",
            Self::Employee => "access-rights-employee",
        }
    }

    /// What it allows in a new company.
    #[must_use]
    pub fn begins_with(self) -> Permissions {
        use Permission::{
            Approve, Dismiss, EditPeople, EditStructure, Export, Invite, ManageInvitations, Register,
            SeeInvitations,
        };
        let (scope, permissions): (_, &[Permission]) = match self {
            Self::Hr => (
                Scope::Company,
                &[
                    Invite,
                    Register,
                    SeeInvitations,
                    ManageInvitations,
                    Approve,
                    EditPeople,
                    Dismiss,
                    EditStructure,
                    Export,
                ],
            ),
            Self::Head => (
                Scope::Branch,
                &[
                    Invite,
                    Register,
                    SeeInvitations,
                    ManageInvitations,
                    Approve,
                    EditPeople,
                    EditStructure,
                    Export,
                ],
            ),
            Self::Deputy => (Scope::Branch, &[Invite, SeeInvitations, EditPeople]),
            Self::Employee => (Scope::Company, &[Invite]),
        };
        permissions.iter().map(|permission| (*permission, scope)).collect()
    }
}

impl Role {
    /// What the history calls it: its own name, or the word of its kind.
    #[must_use]
    pub fn word(&self) -> &str {
        self.kind.map_or(self.name.as_str(), |kind| kind.word())
    }

    /// Its name, in the reader's language where it came with the company.
    #[must_use]
    pub fn title(&self, locale: Locale) -> String {
        title(locale, self.kind, &self.name)
    }

    /// Whether it can be given to people and departments.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.kind.is_none_or(Kind::is_given)
    }
}

/// The name of a role of that kind, or its own.
#[must_use]
pub fn title(locale: Locale, kind: Option<Kind>, name: &str) -> String {
    kind.map_or_else(|| name.to_owned(), |kind| locale.t(kind.title()))
}

/// What a role allows, as the history keeps it.
#[must_use]
pub fn allowed(permissions: &Permissions) -> String {
    let each = Permission::ALL.into_iter().filter_map(|permission| {
        let (_, scope) = permissions.iter().find(|(of, _)| *of == permission)?;
        Some(format!("{}={}", permission.word(), scope.word()))
    });
    each.collect::<Vec<_>>().join("\t")
}

/// The name of a role as it is kept.
pub fn role_name(typed: &str) -> std::result::Result<String, NameProblem> {
    plain_line(typed, MAX_NAME)
}

/// Whether a role that every company has is called so, in whatever language: the two could not be told apart.
#[must_use]
pub fn is_built_in(name: &str) -> bool {
    let titles = Kind::ALL.map(Kind::title).into_iter().chain(["access-rights-administrator"]);
    let called = |key: &str| Language::ALL.map(|it| normal(&Locale::new(it).t(key)));
    titles.into_iter().any(|key| called(key).contains(&normal(name)))
}

/// The roles that a new company begins with.
pub fn install(tx: &mut Tx<'_>, company: CompanyId, now: Timestamp) -> Result<()> {
    for kind in Kind::ALL {
        let id = tx.roles().insert(company, Some(kind), "", now)?;
        let id = id.ok_or_else(|| Error::broken("a new company with roles"))?;
        tx.roles().set_permissions(company, id, &kind.begins_with())?;
    }
    Ok(())
}
