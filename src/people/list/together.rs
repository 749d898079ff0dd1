//! The members of several departments in one order by name or family name, read from each department's own.

use std::cmp::Ordering;

use super::sight::{Places, Sight};
use super::walk::Stretch;
use super::{Order, Spot};
use crate::base::cursor::Cursor;
use crate::store::{Result, Tx};

/// Departments that are read in one go.
const AT_ONCE: usize = 8;

/// The next members, each once: of the departments whose next member comes first of all.
pub(super) fn members(
    tx: &mut Tx<'_>,
    sight: &Sight,
    places: &Places,
    order: Order,
    place: Option<&Cursor>,
    most: usize,
) -> Result<Stretch> {
    let mut heads = tx.people().heads(sight, places, order, place)?;
    heads.sort_by(|(one, _), (other, _)| compare(order.down, one, other));
    let share = most / heads.len().max(1) + 8;
    let mut merged = Merged { down: order.down, most, spots: Vec::new() };
    for some in heads.chunks(AT_ONCE) {
        if some.first().is_none_or(|(head, _)| merged.is_full_before(head)) {
            break;
        }
        let ids: Vec<i64> = some.iter().map(|(_, department)| *department).collect();
        let found = tx.people().members_by_name(sight, &ids, order, place, share)?;
        for department in ids {
            let mut own: Vec<Spot> =
                found.iter().filter(|(of, _)| *of == department).map(|(_, spot)| spot.clone()).collect();
            while let Some(last) = merged.add(own, share) {
                let next = tx.people().members_by_name(sight, &[department], order, Some(&last), share)?;
                own = next.into_iter().map(|(_, spot)| spot).collect();
            }
        }
    }
    Ok(Stretch::of(merged.spots, most))
}

pub(super) fn compare(down: bool, one: &Cursor, other: &Cursor) -> Ordering {
    let order = (&one.key, one.id).cmp(&(&other.key, other.id));
    if down { order.reverse() } else { order }
}

/// Members of several departments, in order, each once, and no more than are wanted.
struct Merged {
    down: bool,
    most: usize,
    spots: Vec<Spot>,
}

impl Merged {
    /// Whether there are enough that come before a place.
    fn is_full_before(&self, place: &Cursor) -> bool {
        self.spots.len() == self.most
            && self.spots.last().is_some_and(|last| compare(self.down, &last.at, place).is_lt())
    }

    /// Where to read on, if there may be more that come before the last.
    fn add(&mut self, own: Vec<Spot>, share: usize) -> Option<Cursor> {
        let down = self.down;
        let last = own.iter().map(|spot| &spot.at).max_by(|one, other| compare(down, one, other));
        let last = last.filter(|_| own.len() == share).cloned();
        self.spots.extend(own);
        self.spots.sort_by(|one, other| compare(down, &one.at, &other.at));
        self.spots.dedup_by_key(|spot| spot.at.id);
        self.spots.truncate(self.most);
        last.filter(|last| !self.is_full_before(last))
    }
}
