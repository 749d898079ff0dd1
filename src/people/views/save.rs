//! Keeping a filter under a name.

use super::MOST;
use crate::base::clock::Timestamp;
use crate::base::id::SavedViewId;
use crate::history::Actor;
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is kept.
    Saved(SavedViewId),
    /// He has one of that name.
    NameTaken,
    /// He has as many as one keeps.
    TooMany,
    /// Only an employee keeps any.
    NotAllowed,
}

/// Keeps what a list's address says under a name made by [`super::name`].
pub fn save(tx: &mut Tx<'_>, actor: &Actor, name: &str, query: &str, now: Timestamp) -> Result<Outcome> {
    let Some(owner) = actor.employee else { return Ok(Outcome::NotAllowed) };
    // Two presses at the same time come here one after the other, so that they are counted.
    tx.people().lock(actor.company, owner)?;
    if tx.people().views(actor.company, owner)?.len() >= MOST {
        return Ok(Outcome::TooMany);
    }
    let saved = tx.people().insert_view(actor.company, owner, name, query, now)?;
    Ok(saved.map_or(Outcome::NameTaken, Outcome::Saved))
}
