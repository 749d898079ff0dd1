//! The list of join links: the latest first, one's own or, for administrators, everybody's.

use super::JoinLink;
use crate::access_rights::seen::Seen;
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId};
use crate::store::{Result, Tx};

/// What narrows the list.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Of these only.
    pub seen: Seen,
    /// Into this department and those below it.
    pub department: Option<DepartmentId>,
    /// After this row.
    pub after: Option<Cursor>,
    /// So many at the most.
    pub limit: i64,
}

/// A page of links.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The links.
    pub links: Vec<JoinLink>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// The place of a link in the list.
#[must_use]
pub fn place(link: &JoinLink) -> Cursor {
    Cursor::new(link.created_at.0.to_string(), link.id.0)
}

/// A page of the list.
pub fn find(tx: &mut Tx<'_>, company: CompanyId, query: &Query) -> Result<Page> {
    let mut links = tx.join_links().page(company, query, query.limit + 1)?;
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let more = links.len() > limit;
    links.truncate(limit);
    let next = links.last().filter(|_| more).map(place);
    Ok(Page { links, next })
}
