//! The members of several departments in one order by name, read from each department's own.

use std::cmp::Ordering;

use super::Spot;
use super::sight::{Places, Sight};
use super::walk::Stretch;
use crate::base::cursor::Cursor;
use crate::store::{Result, Tx};

/// The next members, each once: of the departments whose next member comes first of all.
pub(super) fn members(
    tx: &mut Tx<'_>,
    sight: &Sight,
    places: &Places,
    down: bool,
    place: Option<&Cursor>,
    most: usize,
) -> Result<Stretch> {
    let mut heads = tx.people().heads(sight, places, down, place)?;
    heads.sort_by(|(one, _), (other, _)| order(down, one, other));
    let share = most / heads.len().max(1) + 8;
    let mut merged = Merged { down, most, spots: Vec::new() };
    for (head, department) in heads {
        if merged.is_full_before(&head) {
            break;
        }
        let mut at = place.cloned();
        loop {
            let next = tx.people().members_by_name(sight, department, down, at.as_ref(), share)?;
            let is_end = next.len() < share;
            at = next.last().map(|spot| spot.at.clone());
            merged.add(next);
            if is_end || at.as_ref().is_some_and(|at| merged.is_full_before(at)) {
                break;
            }
        }
    }
    Ok(Stretch::of(merged.spots, most))
}

fn order(down: bool, one: &Cursor, other: &Cursor) -> Ordering {
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
            && self.spots.last().is_some_and(|last| order(self.down, &last.at, place).is_lt())
    }

    fn add(&mut self, spots: Vec<Spot>) {
        let down = self.down;
        self.spots.extend(spots);
        self.spots.sort_by(|one, other| order(down, &one.at, &other.at));
        self.spots.dedup_by_key(|spot| spot.at.id);
        self.spots.truncate(self.most);
    }
}
