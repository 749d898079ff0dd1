//! Putting somebody into departments: out of those where he was, or besides them.

use super::edit::{self, Changes};
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::company::Company;
use crate::history::Actor;
use crate::store::{Result, Tx};

/// What becomes of the departments where he was.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum How {
    /// He leaves them.
    Instead,
    /// He stays there, too.
    Besides,
}

/// Puts an employee into departments; what may happen is what may at any change of a person.
pub fn transfer(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    (departments, how): (&[DepartmentId], How),
    now: Timestamp,
) -> Result<edit::Outcome> {
    let mut all = departments.to_vec();
    if how == How::Besides {
        // Whoever moves him at the same time waits, or has been waited for.
        tx.people().lock(company.id, id)?;
        let before = tx.people().departments_of(company.id, id)?;
        let root = tx.departments().root(company.id)?.id;
        // The company itself is where one is who is nowhere else.
        all.extend(
            before.into_iter().filter(|department| *department != root && !departments.contains(department)),
        );
    }
    let changes = Changes { departments: Some(all), ..Changes::default() };
    edit::edit(tx, actor, company, id, &changes, now)
}
