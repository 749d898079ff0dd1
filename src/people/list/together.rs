//! The members of several departments in one order by name, read from each department's own.

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
    let mut count = most + 1;
    loop {
        let heads = tx.people().heads(sight, places, down, place, count)?;
        let is_whole = heads.len() < count;
        let (mut spots, end) = merged(tx, sight, heads, down, place, most)?;
        let is_end = is_whole && spots.len() < most;
        if !is_whole {
            // What comes behind the last of them may be anywhere.
            spots.retain(|spot| end.as_deref().is_none_or(|end| comes_before(down, &spot.at.key, end)));
        }
        spots.truncate(most);
        if is_whole || !spots.is_empty() {
            return Ok(Stretch { is_end, ..Stretch::of(spots, most) });
        }
        // All that was looked at is called the same.
        count *= 2;
    }
}

/// The first of them at least, in order, and the key of the last head.
fn merged(
    tx: &mut Tx<'_>,
    sight: &Sight,
    heads: Vec<(String, i64)>,
    down: bool,
    place: Option<&Cursor>,
    most: usize,
) -> Result<(Vec<Spot>, Option<String>)> {
    let share = most / heads.len().max(1) + 8;
    let mut merged = Merged { down, spots: Vec::new() };
    let mut last = None;
    for (head, department) in heads {
        if !merged.is_full_before(&head, most) {
            let mut at = place.cloned();
            loop {
                let next = tx.people().members_by_name(sight, department, down, at.as_ref(), share)?;
                let is_end = next.len() < share;
                at = next.last().map(|spot| spot.at.clone());
                let is_past = next.last().is_some_and(|spot| merged.is_full_before(&spot.at.key, most));
                merged.spots.extend(next);
                if is_end || is_past {
                    break;
                }
            }
        }
        last = Some(head);
    }
    merged.settle();
    Ok((merged.spots, last))
}

fn comes_before(down: bool, one: &str, other: &str) -> bool {
    if down { one > other } else { one < other }
}

/// Members of several departments.
struct Merged {
    down: bool,
    spots: Vec<Spot>,
}

impl Merged {
    /// Whether there are enough that come before `key`.
    fn is_full_before(&mut self, key: &str, most: usize) -> bool {
        if self.spots.len() < most {
            return false;
        }
        self.settle();
        self.spots.get(most - 1).is_some_and(|spot| comes_before(self.down, &spot.at.key, key))
    }

    /// In order, each once.
    fn settle(&mut self) {
        let down = self.down;
        self.spots.sort_by(|one, other| {
            let order = (&one.at.key, one.at.id).cmp(&(&other.at.key, other.at.id));
            if down { order.reverse() } else { order }
        });
        self.spots.dedup_by_key(|spot| spot.at.id);
    }
}
