//! Of a few whom a search finds, those first who are called so: «Пётр Петров» before all whose patronymic holds both.

use super::sight::{Narrowing, Sight, Term};
use super::together::compare;
use super::{FEW, Found, Order, Place, Spot, ordered_at};
use crate::base::cursor::Cursor;
use crate::store::{Result, Tx};

/// What the key of a cursor among those begins with.
pub(super) const LETTER: char = 'c';

/// Whether those who are called so come first: not where another order than the usual one was asked for.
pub(super) fn matters(sight: &Sight, order: Order) -> bool {
    !sight.terms.is_empty() && order == Order::NAME
}

/// A page of a few, and whether it is not in the order of names alone.
pub(super) fn find(
    tx: &mut Tx<'_>,
    sight: &Sight,
    narrowing: Narrowing,
    place: Option<&Place>,
    limit: i64,
) -> Result<(Found, bool)> {
    let all = tx.people().few(sight, narrowing, Order::NAME, None, FEW)?;
    let (called, others): (Vec<Spot>, Vec<Spot>) =
        all.into_iter().partition(|spot| is_called(&spot.at.key, &sight.terms));
    let by_match = !called.is_empty() && !others.is_empty();
    let behind = |spots: Vec<Spot>, at: &Cursor| -> Vec<Spot> {
        spots.into_iter().filter(|spot| compare(false, &spot.at, at).is_gt()).collect()
    };
    let (called, others) = match place {
        Some(Place::Called(at)) => (behind(called, at), others),
        Some(Place::Ordered(at)) => (Vec::new(), behind(others, at)),
        Some(Place::Matched(..)) | None => (called, others),
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = called.len() + others.len() > limit;
    let last_at = |at: &Cursor, is_called: bool| {
        if is_called { Cursor::new(format!("{LETTER}{}", at.key), at.id) } else { ordered_at(at) }
    };
    let marked = called.iter().map(|spot| (spot, true)).chain(others.iter().map(|spot| (spot, false)));
    let page: Vec<(&Spot, bool)> = marked.take(limit).collect();
    let next = page.last().filter(|_| more).map(|(spot, is_called)| last_at(&spot.at, *is_called));
    let people = page.iter().map(|(spot, _)| spot.person).collect();
    Ok((Found { people, next, is_cut: false }, by_match))
}

/// Whether each of the terms begins a word of the name, each another one.
fn is_called(name: &str, terms: &[Term]) -> bool {
    let mut words: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let mut longest_first: Vec<&str> = terms.iter().map(|term| term.text.as_str()).collect();
    longest_first.sort_by_key(|term| std::cmp::Reverse(term.len()));
    longest_first.into_iter().all(|term| {
        let at = words.iter().position(|word| word.starts_with(term));
        at.map(|at| words.swap_remove(at)).is_some()
    })
}
