//! The people behind a word that many have: first those with a word that begins so, then those with one that
//! holds it, at last those who work in a department that is called so.

use super::sight::{Named, Sight, Term, Walked};
use super::walk::{Ended, Filling, Stretch};
use super::{Found, Order, Spot, together};
use crate::base::cursor::Cursor;
use crate::base::id::EmployeeId;
use crate::people::words::parts;
use crate::store::{Result, Tx};

/// Words that are looked up in one go.
const WORDS: usize = 40;

/// Along what is walked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Phase {
    /// Words that begin so.
    Beginning,
    /// Words that hold it.
    Within,
    /// Departments that are called so.
    Named,
}

impl Phase {
    const ALL: [Self; 3] = [Self::Beginning, Self::Within, Self::Named];

    fn letter(self) -> char {
        match self {
            Self::Beginning => 'b',
            Self::Within => 'w',
            Self::Named => 'd',
        }
    }

    /// The phase of a letter.
    pub fn of_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.letter() == letter)
    }

    fn at(self, at: &Cursor) -> Cursor {
        Cursor::new(format!("{}{}", self.letter(), at.key), at.id)
    }
}

/// A page of those who match, behind a place.
pub(super) fn find(
    tx: &mut Tx<'_>,
    sight: &Sight,
    order: Order,
    place: Option<(Phase, Option<Cursor>)>,
    limit: i64,
) -> Result<Found> {
    // All of the words are common; the longest tells the most.
    let longest = sight.terms.iter().enumerate().max_by_key(|(_, term)| term.text.chars().count());
    let Some((number, term)) = longest else { return Ok(Found::default()) };
    let mut filling = Filling::new(limit);
    let (first, mut at) = place.unwrap_or((Phase::Beginning, None));
    for phase in Phase::ALL.into_iter().skip_while(|phase| *phase != first) {
        let walk = Walk { sight, order, number, term };
        let (next, is_cut) = match walk.along(tx, &mut filling, phase, at.take())? {
            Ended::Full(at) => (phase.at(&at), false),
            Ended::Cut(at) => (phase.at(&at), true),
            Ended::End => continue,
        };
        return Ok(Found { people: filling.people, next: Some(next), is_cut });
    }
    Ok(Found { people: filling.people, next: None, is_cut: false })
}

struct Walk<'s> {
    sight: &'s Sight,
    order: Order,
    number: usize,
    term: &'s Term,
}

impl Walk<'_> {
    fn along(
        &self,
        tx: &mut Tx<'_>,
        filling: &mut Filling,
        phase: Phase,
        place: Option<Cursor>,
    ) -> Result<Ended> {
        let sight = self.sight;
        let walked = match (phase, &self.term.named) {
            (Phase::Beginning | Phase::Within, _) => Walked::Words(self.number),
            (Phase::Named, Named::Some(_)) if !sight.is_invited() => Walked::Departments(self.number),
            (Phase::Named, _) => Walked::OrderOfDepartments(self.number),
        };
        let keep = |tx: &mut Tx<'_>, ids: &[EmployeeId]| tx.people().keep(sight, ids, walked);
        match (phase, &self.term.named) {
            (Phase::Beginning, _) => {
                filling.along(tx, place, |tx, at, most| self.beginning(tx, at, most), Some(&keep))
            }
            (Phase::Within, _) if self.term.within.is_none() => Ok(Ended::End),
            (Phase::Within, _) => {
                filling.along(tx, place, |tx, at, most| self.within(tx, at, most), Some(&keep))
            }
            (Phase::Named, Named::None) => Ok(Ended::End),
            (Phase::Named, Named::Some(places)) if !sight.is_invited() => {
                let next = |tx: &mut Tx<'_>, at: Option<&Cursor>, most| {
                    together::members(tx, sight, places, Order::NAME, at, most)
                };
                filling.along(tx, place, next, Some(&keep))
            }
            (Phase::Named, Named::Some(_) | Named::Many(..)) => {
                let next = |tx: &mut Tx<'_>, at: Option<&Cursor>, most| {
                    Ok(Stretch::of(tx.people().walk(sight, self.order, at, most)?, most))
                };
                filling.along(tx, place, next, Some(&keep))
            }
        }
    }

    fn beginning(&self, tx: &mut Tx<'_>, at: Option<&Cursor>, most: usize) -> Result<Stretch> {
        let start = Cursor::new(self.term.text.as_str(), 0);
        // Always within the words of the term, so that one range of the index is all that is read.
        let at = at.filter(|at| at.key.as_str() >= self.term.text.as_str()).unwrap_or(&start);
        let rows = tx.people().words_from(self.sight, self.term, at, &self.term.end, most)?;
        let (looked_at, end) = (rows.len(), rows.last().map(|(spot, _)| spot.at.clone()));
        let spots = rows.into_iter().filter_map(|(spot, is_first)| is_first.then_some(spot)).collect();
        Ok(Stretch { spots, end, looked_at, is_end: looked_at < most })
    }

    /// Each word that holds the term, and those who have it: each of them at the first of his.
    fn within(&self, tx: &mut Tx<'_>, at: Option<&Cursor>, most: usize) -> Result<Stretch> {
        let (part, word) = at.and_then(|at| at.key.split_once('\n')).unwrap_or((&self.term.text, ""));
        let mut words = tx.people().parts_after(self.sight, self.term, part, word, WORDS)?;
        let is_end = words.len() < WORDS;
        let mut behind = 0;
        if let Some(at) = at {
            words.insert(0, (part.to_owned(), word.to_owned()));
            behind = at.id;
        }
        let mut stretch = Stretch { is_end, ..Stretch::default() };
        for (part, word) in words {
            let key = format!("{part}\n{word}");
            if parts::is_first_place(&word, &part, &self.term.text) {
                let room = most - stretch.looked_at;
                let rows = tx.people().words_within(self.sight, self.term, &word, behind, room)?;
                stretch.looked_at += rows.len() + 1;
                let (is_all, last) = (rows.len() < room, rows.last().map_or(behind, |(id, _)| id.0));
                let found = rows.into_iter().filter(|(_, is_first)| *is_first);
                stretch.spots.extend(
                    found.map(|(person, _)| Spot { at: Cursor::new(key.as_str(), person.0), person }),
                );
                if !is_all || stretch.looked_at >= most {
                    stretch.is_end = false;
                    stretch.end = Some(Cursor::new(key, if is_all { i64::MAX } else { last }));
                    return Ok(stretch);
                }
            }
            behind = 0;
            stretch.end = Some(Cursor::new(key, i64::MAX));
        }
        Ok(stretch)
    }
}
