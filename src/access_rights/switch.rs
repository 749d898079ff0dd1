//! Switching on and off that every employee may invite.

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

/// Sets whether employees may invite. It holds for the very next request, open forms included.
pub fn switch_inviting(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    everyone: bool,
    now: Timestamp,
) -> Result<Outcome> {
    let allowed = may(actor, company, Permission::ManageRights, Over::Company);
    if !(allowed && giving::may_allow(actor, company, &[(Permission::Invite, Scope::Company)])) {
        return Ok(Outcome::NotAllowed);
    }
    if tx.companies().set_everyone_may_invite(company.id, everyone)? {
        let action = if everyone { Action::InvitingSwitchedOn } else { Action::InvitingSwitchedOff };
        tx.history().record(actor, action, Subject::Company(company.id), "", now)?;
    }
    Ok(Outcome::Switched)
}
