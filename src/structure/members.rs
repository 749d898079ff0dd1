//! The people of one department itself, page by page: by name.

use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId};
use crate::people::Employee;
use crate::store::{Result, Tx};

/// A page of people.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The people.
    pub people: Vec<Employee>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// A page of the people of a department, by name.
pub fn members(
    tx: &mut Tx<'_>,
    company: CompanyId,
    id: DepartmentId,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page> {
    let place = after.map_or(("", 0), |after| (after.key.as_str(), after.id));
    let asked = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut people = tx.departments().members(company, id, place, asked)?;
    let more = people.len() > limit;
    people.truncate(limit);
    let last = people.last().filter(|_| more);
    let next = last.map(|(person, key)| Cursor::new(key.as_str(), person.id.0));
    Ok(Page { people: people.into_iter().map(|(person, _)| person).collect(), next })
}
