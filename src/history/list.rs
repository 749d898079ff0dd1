//! Looking through the history: of the company, or of one person, the latest first.

use super::Area;
use super::store::{Entry, Walk};
use crate::base::clock::Timestamp;
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, EmployeeId};
use crate::store::{Result, Tx};

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Only what is about this.
    pub area: Option<Area>,
    /// Only what this person did.
    pub actor: Option<EmployeeId>,
    /// Only what this person did, or what was done to him.
    pub about: Option<EmployeeId>,
    /// From this instant on.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
    /// Behind this entry.
    pub after: Option<Cursor>,
    /// So many at the most.
    pub limit: usize,
}

/// A page of the history.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The entries, the latest first.
    pub entries: Vec<Entry>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// A page of entries. Each way of asking walks an index of its own.
pub fn find(tx: &mut Tx<'_>, company: CompanyId, query: &Query) -> Result<Page> {
    let asked = query.limit + 1;
    let mut entries = if let Some(person) = query.about {
        of_person(tx, company, person, query, asked)?
    } else {
        let walk = match (query.actor, query.area) {
            (Some(actor), _) => Walk::By(actor),
            (None, Some(_)) => Walk::Area,
            (None, None) => Walk::All,
        };
        tx.history().walk(company, walk, query, asked)?
    };
    let more = entries.len() > query.limit;
    entries.truncate(query.limit);
    let next = entries.last().filter(|_| more).map(|last| Cursor::new(last.at.0.to_string(), last.id));
    Ok(Page { entries, next })
}

/// What a person did and what was done to him, two walks as one.
fn of_person(
    tx: &mut Tx<'_>,
    company: CompanyId,
    person: EmployeeId,
    query: &Query,
    asked: usize,
) -> Result<Vec<Entry>> {
    let mut all = tx.history().walk(company, Walk::By(person), query, asked)?;
    all.extend(tx.history().walk(company, Walk::To(person), query, asked)?);
    all.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.id)));
    all.dedup_by_key(|entry| entry.id);
    Ok(all)
}
