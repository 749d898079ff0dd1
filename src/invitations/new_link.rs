//! A new link for an invitation, to be handed over by hand: the links given out before die.

use super::limits::{self, Refusal};
use super::{State, end_of, letter, lock_managed};
use crate::base::clock::Timestamp;
use crate::base::id::InvitationId;
use crate::base::secret::SecretKey;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::mail::outbox::Delivery;
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Eq, PartialEq)]
pub enum Outcome {
    /// There is a new link.
    Made {
        /// The link: to be shown once, and kept out of every log.
        link: String,
        /// Until when it works.
        expires_at: Timestamp,
    },
    /// The invitation gets none.
    Refused(Refusal),
    /// The invitation has come to this end.
    Ended(State),
    /// There is no such invitation, or it is not his.
    NotFound,
}

/// Makes the new link. Nothing is sent: letters that wait are withdrawn.
pub fn new_link(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: InvitationId,
    key: &SecretKey,
    now: Timestamp,
) -> Result<Outcome> {
    let Some(mut invitation) = lock_managed(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if let Some(end) = invitation.end() {
        return Ok(Outcome::Ended(end));
    }
    if let Some(refusal) = limits::against_bearer(tx, actor, company, &invitation)? {
        return Ok(Outcome::Refused(refusal));
    }
    if let Some(refusal) = limits::against_renewal(tx, actor, company, &invitation, now)? {
        return Ok(Outcome::Refused(refusal));
    }
    if invitation.expires_at <= now {
        invitation.expires_at = now.plus_days(company.inviting.invitation_days);
    }
    let expires_at = invitation.expires_at;
    let Some(generation) = tx.invitations().raise_generation(company.id, id, expires_at, now)? else {
        return Ok(Outcome::Ended(end_of(tx, company, id)?));
    };
    invitation.generation = generation;
    // One may be written already, with the link that is dead now; and a repeat has to be the same letter.
    letter::withdraw(tx, company.id, id, now)?;
    if invitation.delivery != Delivery::None {
        // What became of a letter with another link says nothing about this one.
        tx.invitations().set_delivery(company.id, id, Delivery::None)?;
    }
    tx.history().record(actor, Action::NewLink, Subject::Invitation(id), &invitation.email, now)?;
    Ok(Outcome::Made { link: company.link(&invitation.path(key)), expires_at })
}
