//! Switching on and off that every employee may invite.

use super::rights::renewed;
use super::roles::giving;
use super::{Over, Permission, Scope, may};
use crate::base::clock::Timestamp;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is so now, or was before.
    Switched,
    /// The person may not.
    NotAllowed,
}

/// Whether the actor may switch it: off and on again, so that he needs to be allowed to invite in the whole company by
/// something else than the switch.
pub fn may_switch(tx: &mut Tx<'_>, actor: &Actor, company: &Company) -> Result<bool> {
    if !may(actor, company, Permission::ManageRights, Over::Company) {
        return Ok(false);
    }
    let mut closed = company.clone();
    closed.inviting.everyone_may_invite = false;
    let without = renewed(tx, actor, &closed)?;
    Ok(without
        .is_some_and(|actor| giving::may_allow(&actor, &closed, &[(Permission::Invite, Scope::Company)])))
}

/// Sets whether employees may invite. It holds for the very next request, open forms included.
pub fn switch_inviting(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    everyone: bool,
    now: Timestamp,
) -> Result<Outcome> {
    if !may_switch(tx, actor, company)? {
        return Ok(Outcome::NotAllowed);
    }
    if tx.companies().set_everyone_may_invite(company.id, everyone)? {
        let action = if everyone { Action::InvitingSwitchedOn } else { Action::InvitingSwitchedOff };
        tx.history().record(actor, action, Subject::Company(company.id), "", now)?;
    }
    Ok(Outcome::Switched)
}
