//! Walking along an order, passing over whoever does not fit.

use std::collections::HashSet;

use super::sight::{Narrowing, Places, Sight, Walked};
use super::{Counted, Found, Order, Spot, behind, ordered_at, together};
use crate::base::cursor::Cursor;
use crate::base::id::EmployeeId;
use crate::store::{Result, Tx};

/// So many are looked at before a page ends with what it has.
const SCAN: usize = 400;
/// Looked at in one go, at the most.
const STRETCH: usize = 150;
/// Departments of which others besides their members are asked for are walked along together up to so many.
const TOGETHER: usize = 8;
/// So often a count goes on where a page would end.
const COUNTED_PAGES: usize = 2;

/// What was walked past.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    /// Those who may be on the page.
    pub spots: Vec<Spot>,
    /// The last place that was looked at.
    pub end: Option<Cursor>,
    /// How many were looked at.
    pub looked_at: usize,
    /// Whether nothing comes behind.
    pub is_end: bool,
}

impl Stretch {
    /// Of those who were found when `most` were asked for.
    pub fn of(spots: Vec<Spot>, most: usize) -> Self {
        let (looked_at, end) = (spots.len(), spots.last().map(|spot| spot.at.clone()));
        Self { spots, end, looked_at, is_end: looked_at < most }
    }
}

/// How far a walk came.
pub(super) enum Ended {
    /// The page is full; it goes on behind this place, which is empty at the very beginning.
    Full(Cursor),
    /// Enough was looked at; it goes on behind this place.
    Cut(Cursor),
    /// Nothing comes behind.
    End,
}

/// A page that is being filled.
pub(super) struct Filling {
    pub people: Vec<EmployeeId>,
    limit: usize,
    looked_at: usize,
}

impl Filling {
    pub fn new(limit: i64) -> Self {
        Self { people: Vec::new(), limit: usize::try_from(limit).unwrap_or(usize::MAX), looked_at: 0 }
    }

    /// Fills the page with whatever `next` gives and `keep` keeps; with all of it where there is no `keep`.
    pub fn along<K>(
        &mut self,
        tx: &mut Tx<'_>,
        mut place: Option<Cursor>,
        next: impl Fn(&mut Tx<'_>, Option<&Cursor>, usize) -> Result<Stretch>,
        keep: Option<&K>,
    ) -> Result<Ended>
    where
        K: Fn(&mut Tx<'_>, &[EmployeeId]) -> Result<HashSet<EmployeeId>>,
    {
        let mut last_kept = place.clone();
        let mut most = if keep.is_some() { (2 * self.limit).min(STRETCH) } else { self.limit + 1 };
        loop {
            let stretch = next(tx, place.as_ref(), most)?;
            let ids: Vec<EmployeeId> = stretch.spots.iter().map(|spot| spot.person).collect();
            let kept = keep.map(|keep| keep(tx, &ids)).transpose()?;
            for spot in stretch.spots {
                if kept.as_ref().is_some_and(|kept| !kept.contains(&spot.person)) {
                    continue;
                }
                if self.people.len() == self.limit {
                    return Ok(Ended::Full(last_kept.unwrap_or(Cursor::new("", 0))));
                }
                self.people.push(spot.person);
                last_kept = Some(spot.at);
            }
            self.looked_at += stretch.looked_at;
            place = stretch.end.or(place);
            if stretch.is_end {
                return Ok(Ended::End);
            }
            if self.looked_at >= SCAN.max(self.limit) && self.people.len() < self.limit {
                return Ok(place.map_or(Ended::End, Ended::Cut));
            }
            most = if keep.is_some() { self.next_stretch() } else { self.limit + 1 - self.people.len() };
        }
    }

    /// As many as the page will want if they fit as often as those before.
    fn next_stretch(&self) -> usize {
        let wanted = (self.limit + 1).saturating_sub(self.people.len());
        let likely = (wanted * self.looked_at).checked_div(self.people.len()).unwrap_or(STRETCH);
        (likely + likely / 4).clamp(STRETCH.min(self.limit), STRETCH)
    }
}

/// A page along the order.
pub(super) fn ordered(
    tx: &mut Tx<'_>,
    sight: &Sight,
    order: Order,
    place: Option<Cursor>,
    limit: i64,
) -> Result<Found> {
    let mut filling = Filling::new(limit);
    let others = sight.narrowings(order);
    let keep = |tx: &mut Tx<'_>, ids: &[EmployeeId]| tx.people().keep(sight, ids, Walked::Order);
    let ended = if let Some(places) = members(sight, order, &others) {
        let keep = (others != [Narrowing::Places]).then_some(&keep);
        let next = |tx: &mut Tx<'_>, at: Option<&Cursor>, most| {
            together::members(tx, sight, places, order, at, most)
        };
        filling.along(tx, place, next, keep)?
    } else {
        let keep = (!others.is_empty()).then_some(&keep);
        let next = |tx: &mut Tx<'_>, at: Option<&Cursor>, most| {
            Ok(Stretch::of(tx.people().walk(sight, order, at, most)?, most))
        };
        filling.along(tx, place, next, keep)?
    };
    let (next, is_cut) = match ended {
        Ended::Full(at) => (Some(ordered_at(&at)), false),
        Ended::Cut(at) => (Some(ordered_at(&at)), true),
        Ended::End => (None, false),
    };
    Ok(Found { people: filling.people, next, is_cut })
}

/// How many a walk along the order finds, up to `most` and as far as several pages would go.
pub(super) fn count(tx: &mut Tx<'_>, sight: &Sight, order: Order, most: i64) -> Result<Counted> {
    let (mut counted, mut place) = (Counted::default(), None);
    for _ in 0..COUNTED_PAGES {
        let found = ordered(tx, sight, order, place, most - counted.count)?;
        counted.count += i64::try_from(found.people.len()).unwrap_or(most);
        counted.more = found.next.is_some();
        let Some(next) = found.next.filter(|_| counted.count < most) else { break };
        place = Some(behind(&next));
    }
    Ok(counted)
}

/// Whether the members of very many departments are asked for, and nothing else: counting them would tell
/// nothing.
pub(super) fn is_all_there_is(sight: &Sight, order: Order, narrowings: &[Narrowing]) -> bool {
    matches!(members(sight, order, narrowings), Some(Places::Branch(_)))
}

/// The departments along whose members the list is best walked.
fn members<'s>(sight: &'s Sight, order: Order, others: &[Narrowing]) -> Option<&'s Places> {
    let is_walked = order.by.is_name() && !sight.is_invited() && sight.no_password.is_none();
    let places = sight.places.as_ref().filter(|_| is_walked)?;
    let is_worth_it = match places {
        Places::Some(ids) => ids.len() <= TOGETHER || others == [Narrowing::Places],
        Places::Branch(_) | Places::Many(_) => others == [Narrowing::Places],
    };
    is_worth_it.then_some(places)
}
