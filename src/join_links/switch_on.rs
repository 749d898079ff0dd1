//! Switching a join link on again: the way back from a press too many.

use super::mint::is_at_limit;
use super::{JoinLink, State, find_managed};
use crate::base::clock::Timestamp;
use crate::base::id::JoinLinkId;
use crate::company::Company;
use crate::history::telling::{Note, Telling};
use crate::history::{Action, Actor, Subject};
use crate::people::works_here;
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is on again; its end and its number of uses are what they were.
    SwitchedOn,
    /// It was on before.
    AlreadyOn,
    /// Somebody else has switched it off, who must have had his reasons: an administrator decides.
    OffByAnother,
    /// It stays off: as many links of its maker are open as may be.
    TooManyOpen {
        /// Most of them.
        most: i64,
    },
    /// There is no such link, or it is not his.
    NotFound,
}

/// Switches a link on: his own, unless somebody else has switched it off; an administrator's anybody's.
pub fn switch_on(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: JoinLinkId,
    now: Timestamp,
) -> Result<Outcome> {
    let Some(link) = find_managed(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if !link.may_be_switched_on_by(actor) {
        return Ok(Outcome::OffByAnother);
    }
    // One that would not open by it, such as an expired one, counts as little as before.
    let opens = JoinLink { switched_off_at: None, ..link.clone() }.state(now) == State::Open;
    let is_off = link.switched_off_at.is_some();
    if opens && is_off && is_at_limit(tx, actor, company, link.creator.id, now)? {
        return Ok(Outcome::TooManyOpen { most: company.inviting.pending_per_inviter });
    }
    // Whoever is let go at this moment has no open links.
    if !works_here(tx, company.id, link.creator.id)? {
        return Ok(Outcome::OffByAnother);
    }
    if !tx.join_links().switch_on(company.id, id)? {
        return Ok(Outcome::AlreadyOn);
    }
    let (action, subject) = (Action::JoinLinkSwitchedOn, Subject::JoinLink(id));
    let told = Telling::of(link.channel.word()).note(Note::Whose, &link.creator.name);
    tx.history().record(actor, action, subject, told.as_str(), now)?;
    Ok(Outcome::SwitchedOn)
}
