//! Switching a join link off: from then on nobody joins by it.

use super::find_managed;
use crate::base::clock::Timestamp;
use crate::base::id::JoinLinkId;
use crate::company::Company;
use crate::history::telling::{Note, Telling};
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is off now.
    SwitchedOff,
    /// It was off before.
    AlreadyOff,
    /// There is no such link, or it is not his.
    NotFound,
}

/// Switches a link off: his own, an administrator's anybody's.
pub fn switch_off(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: JoinLinkId,
    now: Timestamp,
) -> Result<Outcome> {
    let Some(link) = find_managed(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if !tx.join_links().switch_off(company.id, id, actor.employee, now)? {
        return Ok(Outcome::AlreadyOff);
    }
    let told = Telling::of(link.channel.word()).note(Note::Whose, &link.creator.name);
    tx.history().record(actor, Action::JoinLinkSwitchedOff, Subject::JoinLink(id), told.as_str(), now)?;
    Ok(Outcome::SwitchedOff)
}
