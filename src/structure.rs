//! Company structure: the one tree of departments. The root is the company itself.
//!
//! Whoever changes the tree first takes the company's lock: two people at once decide one after the
//! other, each on what is there by then.

pub mod api;
pub mod create;
pub mod delete;
pub mod relocate;
pub mod rename;
pub mod store;
pub mod tree;
pub mod web;

use crate::base::id::DepartmentId;
use crate::base::person_name::{MAX_GRAPHEMES, NameProblem, plain_line};

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
    plain_line(typed, MAX_GRAPHEMES)
}
