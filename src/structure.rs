//! Company structure: the one tree of departments. The root is the company itself.

pub mod store;

use crate::base::id::DepartmentId;

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
