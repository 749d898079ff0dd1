//! Company structure: the one tree of departments. The root is the company itself.
//!
//! Whoever changes the tree first takes the company's lock: two people at once decide one after the
//! other, each on what is there by then.

pub mod add_person;
pub mod answers;
pub mod api;
pub mod appoint;
pub mod create;
pub mod delete;
pub mod members;
pub mod relocate;
pub mod remove_person;
pub mod rename;
pub mod reorder;
pub mod set_post;
pub mod store;
pub mod title;
mod totals;
pub mod tree;
pub mod web;

use crate::access_rights::roles::{Kind, title};
use crate::base::id::{DepartmentId, EmployeeId};
use crate::base::person_name::{MAX_TITLE, NameProblem, plain_line};
use crate::i18n::Locale;

/// A department.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Department {
    /// The id.
    pub id: DepartmentId,
    /// What it is part of; `None` for the company itself.
    pub parent: Option<DepartmentId>,
    /// Its name.
    pub name: String,
}

impl Department {
    /// The path of its page.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/structure/{}", self.id)
    }
}

/// What somebody is in a department that he works in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Post {
    /// Works in it.
    Member,
    /// Leads it.
    Head,
    /// Leads it where its head does not.
    Deputy,
}

impl Post {
    /// All of them, those who lead first.
    pub const ALL: [Self; 3] = [Self::Head, Self::Deputy, Self::Member];

    /// The word in the database and in forms.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Head => "head",
            Self::Deputy => "deputy",
        }
    }

    /// The post of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|post| post.word() == word)
    }

    /// The role that comes with it.
    #[must_use]
    pub fn role(self) -> Option<Kind> {
        match self {
            Self::Member => None,
            Self::Head => Some(Kind::Head),
            Self::Deputy => Some(Kind::Deputy),
        }
    }

    /// What somebody is by it; who leads nothing is an employee.
    #[must_use]
    pub fn title(self, locale: Locale) -> String {
        title(locale, Some(self.role().unwrap_or(Kind::Employee)), "")
    }
}

/// Somebody who leads a department.
#[derive(Clone, Debug)]
pub struct Leader {
    /// The department.
    pub department: DepartmentId,
    /// Who.
    pub employee: EmployeeId,
    /// As what.
    pub post: Post,
    /// His name, or his address where he has none.
    pub name: String,
    /// What he does in the company.
    pub position: String,
    /// Which photo of him is shown, where there is one.
    pub photo: Option<i64>,
}

/// A department that somebody works in, and what he is there.
#[derive(Clone, Debug)]
pub struct Led {
    /// The department.
    pub department: DepartmentId,
    /// Its name.
    pub name: String,
    /// What he is.
    pub post: Post,
}

/// How many people are in a department, without those of its sub-departments.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct People {
    /// At work.
    pub active: i64,
    /// With an invitation that no end has come to.
    pub invited: i64,
}

/// The name of a department or a company as it is kept.
pub fn department_name(typed: &str) -> Result<String, NameProblem> {
    plain_line(typed, MAX_TITLE)
}
