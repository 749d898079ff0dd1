//! The one list of people: its tabs, search, filter by department. However many people there are, a
//! page costs the same: each query walks an index and stops.

use super::store::list::Search;
use super::{Employee, Status, words};
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId};
use crate::store::{Result, Tx};

/// Words that a search looks at before it gives what it has.
const SCAN: i64 = 1000;
/// So far the matches of a word are counted, to begin with the rarest.
const COUNTED: i64 = 200;
/// A department with fewer people is read whole and sorted.
const SMALL_DEPARTMENT: i64 = 1000;

/// Who is listed.
#[derive(Clone, Debug)]
pub struct Query {
    /// In which status; `None`: active administrators.
    pub status: Option<Status>,
    /// What was typed into the search.
    pub search: String,
    /// In this department and those below it.
    pub department: Option<DepartmentId>,
    /// After this row.
    pub after: Option<Cursor>,
    /// So many at the most.
    pub limit: i64,
}

/// A page of people.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The people.
    pub people: Vec<Employee>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// A page of the list: by name, or by the word that was found.
pub fn find(tx: &mut Tx<'_>, company: CompanyId, query: &Query) -> Result<Page> {
    let department = match query.department {
        // Everybody is in the company or below it.
        Some(id) if tx.departments().find(company, id)?.is_some_and(|d| d.parent.is_none()) => None,
        other => other,
    };
    let Some(terms) = words::of_search(&query.search) else { return Ok(Page::default()) };
    match query.status {
        None => administrators(tx, company, &terms, query),
        Some(status) if !terms.is_empty() => search(tx, company, status, terms, department, query),
        Some(status) => by_name(tx, company, status, department, query),
    }
}

fn by_name(
    tx: &mut Tx<'_>,
    company: CompanyId,
    status: Status,
    department: Option<DepartmentId>,
    query: &Query,
) -> Result<Page> {
    let after = query.after.as_ref();
    let rows = match department {
        None => tx.people().page(company, status, after, query.limit + 1)?,
        Some(id) => {
            let is_small = tx.people().members(company, status, id, SMALL_DEPARTMENT)? < SMALL_DEPARTMENT;
            tx.people().page_of_department(company, status, id, is_small, after, query.limit + 1)?
        }
    };
    Ok(cut(rows, query.limit))
}

/// The people behind the words, beginning with the rarest of them.
///
/// A stretch of the words is walked, and what stands behind each is looked up by id: what it costs
/// does not depend on how many people there are.
fn search(
    tx: &mut Tx<'_>,
    company: CompanyId,
    status: Status,
    mut terms: Vec<String>,
    department: Option<DepartmentId>,
    query: &Query,
) -> Result<Page> {
    let mut rarest = (i64::MAX, 0);
    for (index, term) in terms.iter().enumerate() {
        let count = if terms.len() == 1 { 0 } else { tx.people().found(company, status, term, COUNTED)? };
        rarest = rarest.min((count, index));
    }
    let first = terms.swap_remove(rarest.1);
    let search = Search {
        first: &first,
        others: &terms,
        department,
        after: query.after.as_ref(),
        scan: SCAN,
        limit: query.limit + 1,
    };
    let mut found = tx.people().found_at(company, status, &search)?;
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let last = if found.len() > limit {
        found.truncate(limit);
        found.last().cloned()
    } else {
        tx.people().end_of_scan(company, status, &search)?
    };
    let next = last.map(|(word, id)| Cursor::new(word.as_str(), id.0));
    let people: Vec<EmployeeId> = found.into_iter().map(|(_, id)| id).collect();
    Ok(Page { people: tx.people().in_order(company, &people)?, next })
}

/// Administrators are few: they are looked through.
fn administrators(tx: &mut Tx<'_>, company: CompanyId, terms: &[String], query: &Query) -> Result<Page> {
    let mut people = tx.people().administrators(company)?;
    people.retain(|person| {
        let email = words::normal(&person.email);
        let of_person = words::of_person(&words::Source::of(person, &email));
        terms.iter().all(|term| of_person.iter().any(|word| word.starts_with(term.as_str())))
    });
    let from = query.after.as_ref().map_or(0, |after| {
        people.iter().position(|person| person.id.0 == after.id).map_or(people.len(), |index| index + 1)
    });
    let rest = people.split_off(from.min(people.len()));
    Ok(cut(rest.into_iter().map(|person| (person, String::new())).collect(), query.limit))
}

/// The rows of one page out of one more than that.
fn cut(mut rows: Vec<(Employee, String)>, limit: i64) -> Page {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().filter(|_| more);
    let next = last.map(|(person, key)| Cursor::new(key.as_str(), person.id.0));
    Page { people: rows.into_iter().map(|(person, _)| person).collect(), next }
}
