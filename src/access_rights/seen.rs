//! Whose invitations and join links lists tell somebody of.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Permission;
use super::rights::Reach;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::history::Actor;
use crate::store::statement::{is_listed, listed};

/// What a list tells its reader of.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Seen {
    /// Only what he made himself, or leads into one of the departments; `None`: everything.
    maker: Option<EmployeeId>,
    /// The departments: `,3,17,`.
    departments: String,
    /// The same, one by one.
    within: Arc<BTreeSet<DepartmentId>>,
}

impl Seen {
    /// What `actor` may see.
    #[must_use]
    pub fn by(actor: &Actor) -> Self {
        let reach =
            [Permission::SeeInvitations, Permission::ManageInvitations].map(|it| actor.rights.reach(it));
        if reach.contains(&&Reach::Company) {
            return Self::default();
        }
        let mut within: BTreeSet<DepartmentId> = BTreeSet::new();
        for reach in reach {
            if let Reach::Departments(some) = reach {
                within.extend(some.iter());
            }
        }
        // Nowhere is an empty text, which spares looking for departments.
        let departments =
            if within.is_empty() { String::new() } else { listed(within.iter().map(|id| id.0)) };
        // Nobody made anything under this number.
        let maker = Some(actor.employee.unwrap_or(EmployeeId(-1)));
        Self { maker, departments, within: Arc::new(within) }
    }

    /// What one person made.
    #[must_use]
    pub fn made_by(maker: EmployeeId) -> Self {
        Self { maker: Some(maker), ..Self::default() }
    }

    /// Whether it is everything.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.maker.is_none()
    }

    /// In which departments it is more than what he made himself.
    #[must_use]
    pub fn within(&self) -> &Arc<BTreeSet<DepartmentId>> {
        &self.within
    }

    /// The parameter `maker` of [`condition`].
    #[must_use]
    pub fn maker(&self) -> i64 {
        self.maker.map_or(0, |id| id.0)
    }

    /// The parameter `departments` of [`condition`].
    #[must_use]
    pub fn departments(&self) -> &str {
        &self.departments
    }
}

/// What is listed, and where its departments stand.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// Who made it.
    pub maker: &'static str,
    /// Its id.
    pub id: &'static str,
    /// The table of its departments.
    pub table: &'static str,
    /// The column of that table that names it.
    pub column: &'static str,
}

/// The condition that a row is seen, as SQL; `maker` and `departments` are the places of the parameters, such
/// as `$7`. The text is the same for every reader, so that it is prepared once.
#[must_use]
pub fn condition(listed: Listed, maker: &str, departments: &str) -> String {
    let Listed { maker: maker_column, id, table, column } = listed;
    let is_within = is_listed(departments, "seen.department_id");
    format!(
        "(CAST({maker} AS BIGINT) = 0 OR {maker_column} = {maker} OR (CAST({departments} AS TEXT) <> '' \
         AND EXISTS (SELECT 1 FROM {table} seen WHERE seen.{column} = {id} AND {is_within})))"
    )
}
