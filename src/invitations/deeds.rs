//! What is offered to be done about an invitation: no button leads to what would be refused to whoever presses it.

use super::{Invitation, extend, limits};
use crate::access_rights::{self, Over, Permission};
use crate::company::Company;
use crate::history::Actor;
use crate::store::{Result, Tx};

/// What somebody who manages an invitation that goes on may do about it besides changing and revoking it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct InvitationDeeds {
    /// Have it written once more.
    pub resend: bool,
    /// Decide who comes by it: correct the address, hand over a link.
    pub redirect: bool,
    /// Give it more time.
    pub extend: bool,
}

/// What decides the same for every invitation of a company.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// New validity is a matter of who may invite.
    invites: bool,
    /// Whether some department gives who joins it more than the actor has perhaps.
    is_narrow: bool,
}

impl Measure {
    /// For `actor`, once for all that he looks at.
    pub fn of(tx: &mut Tx<'_>, actor: &Actor, company: &Company) -> Result<Self> {
        let invites = access_rights::may(actor, company, Permission::Invite, Over::Anything);
        let is_narrow =
            invites && !actor.rights.is_administrator() && !tx.roles().carried(company.id)?.is_empty();
        Ok(Self { invites, is_narrow })
    }

    /// What the actor may do about one.
    pub fn deeds(
        self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        company: &Company,
        invitation: &Invitation,
    ) -> Result<InvitationDeeds> {
        if !self.invites {
            return Ok(InvitationDeeds::default());
        }
        let is_beyond = self.is_narrow && limits::against_bearer(tx, actor, company, invitation)?.is_some();
        Ok(InvitationDeeds { resend: true, redirect: !is_beyond, extend: extend::helps(tx, invitation)? })
    }
}
