//! Asking for a new invitation in the place of one that works no more.

use std::time::Duration;

use super::{Deed, decline, letter, notify};
use crate::history::{Action, Subject};
use crate::invitations::{Invitation, State};
use crate::store::{Result, Tx};
use crate::suppressions::Reason;

/// One wish of one person is passed on once in so long.
const REST: Duration = Duration::from_hours(24);

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The inviter has been told, now or lately; where he is gone, the administrators.
    Asked,
    /// The invitation still works, or was accepted.
    NotWanted,
}

/// What stands in the way of writing to somebody who asks for a new invitation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Silence {
    /// Nothing.
    None,
    /// He asked for it himself, and takes it back by asking.
    Own,
    /// His own wish too, which a link that others may have can't take back; or a complaint, or an address that
    /// does not work: an administrator decides.
    Kept,
}

/// Whether the address of an invitation is written to, and what its holder's asking changes about that.
pub fn silence(tx: &mut Tx<'_>, invitation: &Invitation) -> Result<Silence> {
    Ok(match tx.suppressions().reason(invitation.company_id, &invitation.email_key)? {
        None => Silence::None,
        Some(Reason::OptedOut) if invitation.is_link_only_mailed() => Silence::Own,
        Some(Reason::OptedOut | Reason::Complaint | Reason::BadAddress) => Silence::Kept,
    })
}

/// Asks the inviter for a new invitation: the one there was has expired, was taken back, or was declined by
/// somebody who has changed his mind. Whoever asks wants letters: his own wish for silence goes.
pub fn ask(tx: &mut Tx<'_>, deed: &Deed<'_>, invitation: &Invitation) -> Result<Outcome> {
    if matches!(invitation.state(deed.now), State::Pending | State::Accepted) {
        return Ok(Outcome::NotWanted);
    }
    let (company, kind, id) = (deed.company.id, letter::NEW_INVITATION_ASKED, invitation.id);
    // Two presses at once come here one after the other.
    tx.companies().lock(company)?;
    let silence = silence(tx, invitation)?;
    if silence == Silence::Own {
        decline::welcome_letters(tx, deed, id, &invitation.email, &invitation.email_key)?;
    }
    let asked = tx.outbox().of_subject(company, kind, id.0)?;
    if asked.last().is_some_and(|last| last.created_at + REST > deed.now) {
        return Ok(Outcome::Asked);
    }
    // The inviter would only be refused where the address is not written to.
    let is_told =
        silence != Silence::Kept && notify::tell_inviter(tx, deed, invitation.inviter.id, kind, id.0)?;
    if !is_told {
        notify::tell_administrators(tx, deed, kind, id.0)?;
    }
    let subject = Subject::Invitation(id);
    tx.history().record(deed.actor, Action::NewInvitationAsked, subject, &invitation.email, deed.now)?;
    Ok(Outcome::Asked)
}
