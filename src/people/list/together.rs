//! The members of several departments in one order by name or family name, read from each department's own.

use std::cmp::Ordering;

use super::sight::{Places, Sight};
use super::walk::Stretch;
use super::{Order, Spot};
use crate::base::cursor::Cursor;
use crate::store::{Result, Tx};

/// Departments that are read in one go.
const AT_ONCE: usize = 16;

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
    let mut unread = Vec::new();
    // First some of each: what they have together tells of which of them more is wanted.
    for some in heads.chunks(AT_ONCE) {
        if some.first().is_none_or(|(head, _)| merged.is_full_before(head)) {
            break;
        }
        let starts = some.iter().map(|(_, department)| (*department, place.cloned())).collect();
        unread.extend(merged.read(tx, sight, order, starts, share)?);
    }
    while !unread.is_empty() {
        unread.retain(|(_, last)| last.as_ref().is_none_or(|last| !merged.is_full_before(last)));
        let starts = unread.split_off(unread.len().saturating_sub(AT_ONCE));
        unread.extend(merged.read(tx, sight, order, starts, share)?);
    }
    Ok(Stretch::of(merged.spots, most))
}

/// A department, and behind what place it is read.
type Start = (i64, Option<Cursor>);

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

    /// Reads so many of each of some departments; where to read on in those that have more.
    fn read(
        &mut self,
        tx: &mut Tx<'_>,
        sight: &Sight,
        order: Order,
        starts: Vec<Start>,
        share: usize,
    ) -> Result<Vec<Start>> {
        if starts.is_empty() {
            return Ok(Vec::new());
        }
        let found = tx.people().members_by_name(sight, &starts, order, share)?;
        let mut unread = Vec::new();
        for (department, _) in starts {
            let own = found.iter().filter(|(of, _)| *of == department).map(|(_, spot)| &spot.at);
            if own.clone().count() == share {
                unread.push((department, own.max_by(|one, other| compare(self.down, one, other)).cloned()));
            }
        }
        self.spots.extend(found.into_iter().map(|(_, spot)| spot));
        self.spots.sort_by(|one, other| compare(self.down, &one.at, &other.at));
        self.spots.dedup_by_key(|spot| spot.at.id);
        self.spots.truncate(self.most);
        Ok(unread)
    }
}
