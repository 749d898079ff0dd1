//! Giving a kept filter another name.

use crate::base::id::SavedViewId;
use crate::history::Actor;
use crate::people::words::normal;
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is called so.
    Renamed,
    /// He has another one of that name.
    NameTaken,
    /// He has no such filter.
    NotFound,
}

/// Gives a filter of his a name made by [`super::name`].
pub fn rename(tx: &mut Tx<'_>, actor: &Actor, id: SavedViewId, name: &str) -> Result<Outcome> {
    let Some(owner) = actor.employee else { return Ok(Outcome::NotFound) };
    tx.people().lock(actor.company, owner)?;
    let views = tx.people().views(actor.company, owner)?;
    if views.iter().any(|view| view.id != id && normal(&view.name) == normal(name)) {
        return Ok(Outcome::NameTaken);
    }
    let renamed = tx.people().rename_view(actor.company, owner, id, name)?;
    Ok(if renamed { Outcome::Renamed } else { Outcome::NotFound })
}
