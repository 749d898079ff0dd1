//! The one list of people: searched, narrowed, ordered. However many people there are, a page costs the same.
//!
//! Where something narrows the list to a few they are read and ordered. Else the list is walked along the index
//! of its order, or along the words that begin as what was typed, and who does not fit is passed over; a walk
//! that finds too little ends, and the next page goes on behind it.

mod called;
mod matches;
pub mod readings;
pub mod sight;
mod together;
mod walk;

use std::collections::BTreeSet;
use std::sync::Arc;

use self::sight::{Narrowing, Sight};
use super::{Employee, Role, Status};
use crate::access_rights::Permission;
use crate::access_rights::rights::Reach;
use crate::base::clock::Timestamp;
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId, RoleId};
use crate::history::Actor;
use crate::mail::outbox::Delivery;
use crate::store::{Result, Tx};
use crate::structure::Post;

/// So many are a few.
pub const FEW: i64 = 1000;

/// Who is listed.
#[derive(Clone, Debug)]
pub struct Query {
    /// In which status. The invited are listed with the invitation that no end has come to.
    pub status: Status,
    /// What narrows the list.
    pub narrow: Narrow,
    /// Its order.
    pub order: Order,
    /// After this row.
    pub after: Option<Cursor>,
    /// So many at the most.
    pub limit: i64,
    /// Whether whoever is not found as it was typed is looked for by how it may be meant.
    pub any_reading: bool,
}

impl Query {
    /// Whom a search finds at work, for choosing one.
    #[must_use]
    pub fn at_work(search: &str, limit: i64) -> Self {
        Self {
            status: Status::Active,
            narrow: Narrow { search: search.to_owned(), ..Narrow::default() },
            order: Order::NAME,
            after: None,
            limit,
            any_reading: true,
        }
    }
}

/// What narrows a list.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    /// What was typed into the search.
    pub search: String,
    /// Where they work, or will.
    pub department: Option<Branch>,
    /// What they are in the company.
    pub role: Option<Holding>,
    /// Brought by this employee: by invitation, or by his join link.
    pub inviter: Option<EmployeeId>,
    /// When they came, left, asked or were invited.
    pub since: Span,
    /// Of the invited: where the letter is.
    pub letter: Option<Delivery>,
    /// Of those: whether it stayed in the portal's mailbox.
    pub is_kept: bool,
    /// Of the invited: when the invitation ends.
    pub until: Span,
    /// Only those at work who have not chosen a password yet, as far as the reader may know it.
    pub no_password: Option<Changeable>,
    /// What the reader may know of, where that is not everything.
    pub share: Option<Share>,
}

/// Whom the reader may change, and so know whether they have chosen a password.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Changeable {
    /// Whether administrators are among them.
    pub administrators: bool,
    /// Those who work in these departments and nowhere else; `None`: everybody.
    pub within: Option<Arc<BTreeSet<DepartmentId>>>,
}

impl Changeable {
    /// Everybody.
    pub const ALL: Self = Self { administrators: true, within: None };

    /// Whom `actor` may change.
    #[must_use]
    pub fn by(actor: &Actor) -> Self {
        let within = match actor.rights.reach(Permission::EditPeople) {
            Reach::Company => None,
            Reach::Departments(within) => Some(Arc::clone(within)),
            Reach::Nowhere => Some(Arc::default()),
        };
        Self { administrators: actor.rights.is_administrator(), within }
    }
}

/// What somebody is in the company.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Holding {
    /// Administrator, or not.
    Role(Role),
    /// One who leads a department, so or so.
    Post(Post),
    /// One to whom this role was given himself. Those who have it through their department are found by that.
    Given(RoleId),
}

/// The part of a list that its reader may know of: what is in one of some departments, or was made by him.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Share {
    /// He, where the list is one of invitations.
    pub maker: Option<EmployeeId>,
    /// The departments.
    pub departments: Arc<BTreeSet<DepartmentId>>,
}

impl Share {
    /// Those who wait whom somebody decides about, where that is not everybody.
    #[must_use]
    pub fn to_decide(actor: &Actor) -> Option<Self> {
        match actor.rights.reach(Permission::Approve) {
            Reach::Company => None,
            Reach::Departments(within) => Some(Self { maker: None, departments: Arc::clone(within) }),
            Reach::Nowhere => Some(Self { maker: None, departments: Arc::default() }),
        }
    }
}

/// A department.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Branch {
    /// This one.
    pub department: DepartmentId,
    /// Without those below it.
    pub alone: bool,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Span {
    /// It begins with this instant.
    pub from: Option<Timestamp>,
    /// It ends before this one.
    pub before: Option<Timestamp>,
}

impl Span {
    /// Whether it is not all time.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        self.from.is_some() || self.before.is_some()
    }

    /// What is in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            before: [self.before, other.before].into_iter().flatten().min(),
        }
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Order {
    /// By what.
    pub by: By,
    /// Whether the last comes first.
    pub down: bool,
}

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum By {
    /// The name.
    Name,
    /// The family name.
    Surname,
    /// What they do, and among equals the family name.
    Position,
    /// The day of coming, leaving, asking, or of the invitation.
    Since,
    /// The day on which the invitation ends.
    Expiry,
}

impl By {
    /// Whether it is a name.
    #[must_use]
    pub fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::Surname)
    }

    /// Whether its key is a text: one of the person himself.
    #[must_use]
    pub fn is_text(self) -> bool {
        match self {
            Self::Name | Self::Surname | Self::Position => true,
            Self::Since | Self::Expiry => false,
        }
    }
}

impl Order {
    /// By name.
    pub const NAME: Self = Self { by: By::Name, down: false };
}

/// A page of people.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The people.
    pub people: Vec<Employee>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// Whether there is more to look through, though the page is not full.
    pub is_cut: bool,
    /// Whether the best matches come first, there being too many for the order that was asked for.
    pub by_match: bool,
    /// Whether something narrows the list to a few: only such a list is counted for the asking.
    pub is_few: bool,
    /// What was looked for in the place of what was typed.
    pub meant: Option<String>,
}

/// Somebody on the way of a walk, and where: what the list goes on behind.
#[derive(Clone, Debug)]
pub struct Spot {
    /// The place.
    pub at: Cursor,
    /// Who stands there.
    pub person: EmployeeId,
}

/// A page as it was found.
#[derive(Debug, Default)]
struct Found {
    people: Vec<EmployeeId>,
    next: Option<Cursor>,
    is_cut: bool,
}

/// A page of the list.
pub fn find(tx: &mut Tx<'_>, company: CompanyId, query: &Query) -> Result<Page> {
    let is_found = |page: &Page| !page.people.is_empty() || page.is_cut;
    let (page, meant) = in_any_reading(tx, company, query, find_as_typed, is_found)?;
    Ok(Page { meant, ..page })
}

/// What is found as it was typed, or else by how it may be meant, and then what that is.
fn in_any_reading<T>(
    tx: &mut Tx<'_>,
    company: CompanyId,
    query: &Query,
    as_typed: impl Fn(&mut Tx<'_>, CompanyId, &Query) -> Result<T>,
    is_found: impl Fn(&T) -> bool,
) -> Result<(T, Option<String>)> {
    let found = as_typed(tx, company, query)?;
    if !query.any_reading || is_found(&found) {
        return Ok((found, None));
    }
    for meant in readings::of(tx, company, &[query.status], &query.narrow.search)? {
        let narrow = Narrow { search: meant.clone(), ..query.narrow.clone() };
        let other = as_typed(tx, company, &Query { narrow, ..query.clone() })?;
        if is_found(&other) {
            return Ok((other, Some(meant)));
        }
    }
    Ok((found, None))
}

fn find_as_typed(tx: &mut Tx<'_>, company: CompanyId, query: &Query) -> Result<Page> {
    let Some(sight) = Sight::of(tx, company, query)? else { return Ok(Page::default()) };
    let place = query.after.as_ref().map(place_of);
    let (at, matched) = match place.clone() {
        None => (None, None),
        Some(Place::Ordered(at) | Place::Called(at)) => (Some(at), None),
        Some(Place::Matched(phase, at)) => (None, Some((phase, at))),
    };
    let rarest = if matched.is_some() { None } else { rarest(tx, &sight, query.order)? };
    if rarest.is_some_and(|(size, _)| size == 0) {
        return Ok(Page::default());
    }
    let by_match = matched.is_some()
        || (at.is_none() && !sight.terms.is_empty() && rarest.is_none_or(|(size, _)| size > FEW));
    let narrowing = rarest.filter(|(size, _)| *size <= FEW).map(|(_, narrowing)| narrowing);
    let (found, by_match) = match narrowing {
        Some(narrowing) if called::matters(&sight, query.order) => {
            called::find(tx, &sight, narrowing, place.as_ref(), query.limit)?
        }
        Some(narrowing) => (few(tx, &sight, narrowing, query, at.as_ref())?, by_match),
        None if by_match => (matches::find(tx, &sight, query.order, matched, query.limit)?, true),
        None => (walk::ordered(tx, &sight, query.order, at, query.limit)?, false),
    };
    let people = tx.people().in_order(company, &found.people)?;
    let is_few = narrowing.is_some();
    Ok(Page { people, next: found.next, is_cut: found.is_cut, by_match, is_few, meant: None })
}

/// How many a list holds, as far as they were counted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counted {
    /// So many at the least.
    pub count: i64,
    /// Whether there may be more.
    pub more: bool,
}

/// Counts a list up to `most` without reading all of it: a few are read, else the list is walked as for a page.
pub fn count(tx: &mut Tx<'_>, company: CompanyId, query: &Query, most: i64) -> Result<Counted> {
    let as_typed =
        |tx: &mut Tx<'_>, company: CompanyId, query: &Query| count_as_typed(tx, company, query, most);
    let is_found = |counted: &Counted| counted.count > 0 || counted.more;
    let (counted, _) = in_any_reading(tx, company, query, as_typed, is_found)?;
    Ok(counted)
}

fn count_as_typed(tx: &mut Tx<'_>, company: CompanyId, query: &Query, most: i64) -> Result<Counted> {
    let Some(sight) = Sight::of(tx, company, query)? else { return Ok(Counted::default()) };
    match size_of_few(tx, &sight, query.order)? {
        Some(count) => Ok(Counted { count, more: false }),
        None => walk::count(tx, &sight, query.order, most),
    }
}

/// How many a list holds, where something narrows it to a few.
pub fn count_few(tx: &mut Tx<'_>, company: CompanyId, query: &Query) -> Result<Option<i64>> {
    match Sight::of(tx, company, query)? {
        Some(sight) => size_of_few(tx, &sight, query.order),
        None => Ok(Some(0)),
    }
}

fn size_of_few(tx: &mut Tx<'_>, sight: &Sight, order: Order) -> Result<Option<i64>> {
    let spots = match rarest(tx, sight, order)? {
        Some((0, _)) => return Ok(Some(0)),
        Some((size, narrowing)) if size <= FEW => tx.people().few(sight, narrowing, order, None, FEW)?,
        _ => return Ok(None),
    };
    Ok(i64::try_from(spots.len()).ok())
}

/// What narrows the list the most, and to how many, counted so far as it matters.
fn rarest(tx: &mut Tx<'_>, sight: &Sight, order: Order) -> Result<Option<(i64, Narrowing)>> {
    let narrowings = sight.narrowings(order);
    if walk::is_all_there_is(sight, order, &narrowings) {
        return Ok(None);
    }
    let mut rarest: Option<(i64, Narrowing)> = None;
    for narrowing in narrowings {
        let size = tx.people().size(sight, narrowing, FEW + 1)?;
        if rarest.is_none_or(|(least, _)| size < least) {
            rarest = Some((size, narrowing));
        }
        if size == 0 {
            break;
        }
    }
    Ok(rarest)
}

fn few(
    tx: &mut Tx<'_>,
    sight: &Sight,
    narrowing: Narrowing,
    query: &Query,
    place: Option<&Cursor>,
) -> Result<Found> {
    let spots = tx.people().few(sight, narrowing, query.order, place, query.limit + 1)?;
    Ok(cut(spots, query.limit))
}

/// A page out of one more than that.
fn cut(mut spots: Vec<Spot>, limit: i64) -> Found {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = spots.len() > limit;
    spots.truncate(limit);
    let next = spots.last().filter(|_| more).map(|last| ordered_at(&last.at));
    Found { people: spots.into_iter().map(|spot| spot.person).collect(), next, is_cut: false }
}

/// Where a list goes on.
#[derive(Clone)]
enum Place {
    /// Behind a place of its order.
    Ordered(Cursor),
    /// The same, among those first who are called so.
    Called(Cursor),
    /// Behind one of those who match, in that phase.
    Matched(matches::Phase, Option<Cursor>),
}

/// The key of a cursor begins with a letter that tells along what the list was walked.
fn place_of(cursor: &Cursor) -> Place {
    let mut key = cursor.key.chars();
    let letter = key.next();
    let at = Cursor::new(key.as_str(), cursor.id);
    if letter == Some(called::LETTER) {
        return Place::Called(at);
    }
    match letter.and_then(matches::Phase::of_letter) {
        Some(phase) => Place::Matched(phase, Some(at).filter(|at| !at.key.is_empty())),
        None => Place::Ordered(at),
    }
}

/// The place of the order that such a cursor goes on behind.
fn behind(cursor: &Cursor) -> Cursor {
    match place_of(cursor) {
        Place::Ordered(at) | Place::Called(at) => at,
        Place::Matched(_, at) => at.unwrap_or(Cursor::new("", 0)),
    }
}

fn ordered_at(at: &Cursor) -> Cursor {
    Cursor::new(format!("o{}", at.key), at.id)
}
