//! Keeping a filter no longer.

use crate::base::id::SavedViewId;
use crate::history::Actor;
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is gone.
    Removed,
    /// He has no such filter.
    NotFound,
}

/// Removes a filter of his.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: SavedViewId) -> Result<Outcome> {
    let Some(owner) = actor.employee else { return Ok(Outcome::NotFound) };
    let removed = tx.people().delete_view(actor.company, owner, id)?;
    Ok(if removed { Outcome::Removed } else { Outcome::NotFound })
}
