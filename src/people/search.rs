//! The search over all statuses: what the lists on the page find, one after the other. As there, what finds nobody in
//! any of them is looked for by how it may be meant.

use super::list::{self, Branch, Changeable, Narrow, Order, Query, Share, readings};
use super::{Employee, Status};
use crate::base::cursor::Cursor;
use crate::history::Actor;
use crate::store::{Result, Tx};

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Search {
    /// What was typed into a search.
    pub typed: String,
    /// In which status; `None`: in all of them.
    pub status: Option<Status>,
    /// In which department; the invited where they will be.
    pub department: Option<Branch>,
    /// Only those at work who have not chosen a password yet.
    pub no_password: bool,
}

/// Where a search goes on: in which status, and after whom there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    status: Status,
    after: Option<Cursor>,
}

impl Place {
    /// As a program passes it on.
    #[must_use]
    pub fn encode(&self) -> String {
        let after = self.after.as_ref().map(Cursor::encode).unwrap_or_default();
        format!("{}.{after}", self.status.word())
    }

    /// The place that was passed on; `None` for what is none.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let (status, after) = text.split_once('.')?;
        let after = if after.is_empty() { None } else { Some(Cursor::decode(after)?) };
        Some(Self { status: Status::from_word(status)?, after })
    }
}

/// A page of those who are found, and where the next one begins.
pub fn find(
    tx: &mut Tx<'_>,
    actor: &Actor,
    search: &Search,
    place: Option<Place>,
    limit: i64,
) -> Result<(Vec<Employee>, Option<Place>)> {
    let (people, next) = find_as_typed(tx, actor, search, place.clone(), limit)?;
    if !people.is_empty() || next.is_some() {
        return Ok((people, next));
    }
    match meant(tx, actor, search)? {
        Some(meant) => find_as_typed(tx, actor, &meant, place, limit),
        None => Ok((people, next)),
    }
}

fn find_as_typed(
    tx: &mut Tx<'_>,
    actor: &Actor,
    search: &Search,
    place: Option<Place>,
    limit: i64,
) -> Result<(Vec<Employee>, Option<Place>)> {
    let mut people = Vec::new();
    let (first, mut after) = place.map_or((None, None), |place| (Some(place.status), place.after));
    for status in search.statuses().skip_while(|status| first.is_some_and(|first| first != *status)) {
        let left = limit - i64::try_from(people.len()).unwrap_or(limit);
        if left == 0 {
            return Ok((people, Some(Place { status, after: None })));
        }
        let page = list::find(tx, actor.company, &search.query(actor, status, after.take(), left))?;
        people.extend(page.people);
        if page.next.is_some() {
            return Ok((people, Some(Place { status, after: page.next })));
        }
    }
    Ok((people, None))
}

/// How many are found.
pub fn count(tx: &mut Tx<'_>, actor: &Actor, search: &Search) -> Result<i64> {
    let count = count_as_typed(tx, actor, search)?;
    if count > 0 {
        return Ok(count);
    }
    match meant(tx, actor, search)? {
        Some(meant) => count_as_typed(tx, actor, &meant),
        None => Ok(count),
    }
}

/// What may be meant by a search that finds nobody; `None` where somebody in another status is called as it was typed.
fn meant(tx: &mut Tx<'_>, actor: &Actor, search: &Search) -> Result<Option<Search>> {
    if search.typed.trim().is_empty() || is_anybody(tx, actor, &search.typed)? {
        return Ok(None);
    }
    for typed in readings::of(tx, actor.company, &Status::ALL, &search.typed)? {
        if is_anybody(tx, actor, &typed)? {
            return Ok(Some(Search { typed, ..search.clone() }));
        }
    }
    Ok(None)
}

/// Whether anybody is found, in whichever status.
fn is_anybody(tx: &mut Tx<'_>, actor: &Actor, typed: &str) -> Result<bool> {
    let anybody = Search { typed: typed.to_owned(), status: None, department: None, no_password: false };
    Ok(!find_as_typed(tx, actor, &anybody, None, 1)?.0.is_empty())
}

fn count_as_typed(tx: &mut Tx<'_>, actor: &Actor, search: &Search) -> Result<i64> {
    search.statuses().try_fold(0, |all, status| {
        let counted = list::count(tx, actor.company, &search.query(actor, status, None, i64::MAX), i64::MAX)?;
        Ok(all + counted.count)
    })
}

impl Search {
    fn statuses(&self) -> impl Iterator<Item = Status> {
        let may_hold = |status: &Status| !self.no_password || *status == Status::Active;
        let is_asked = |status: &Status| self.status.is_none_or(|asked| asked == *status);
        Status::ALL.into_iter().filter(move |status| may_hold(status) && is_asked(status))
    }

    fn query(&self, actor: &Actor, status: Status, after: Option<Cursor>, limit: i64) -> Query {
        let narrow = Narrow {
            search: self.typed.clone(),
            department: self.department,
            no_password: self.no_password.then(|| Changeable::by(actor)),
            share: if status == Status::AwaitingApproval { Share::to_decide(actor) } else { None },
            ..Narrow::default()
        };
        Query { status, narrow, order: Order::NAME, after, limit, any_reading: false }
    }
}
