//! Asking for a new invitation in the place of one that works no more.

use std::time::Duration;

use super::{Deed, letter, notify};
use crate::history::{Action, Subject};
use crate::invitations::{Invitation, State};
use crate::store::{Result, Tx};

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

/// Asks the inviter for a new invitation: the one there was has expired, was taken back, or was declined by
/// somebody who has changed his mind.
pub fn ask(tx: &mut Tx<'_>, deed: &Deed<'_>, invitation: &Invitation) -> Result<Outcome> {
    if matches!(invitation.state(deed.now), State::Pending | State::Accepted) {
        return Ok(Outcome::NotWanted);
    }
    let (company, kind, id) = (deed.company.id, letter::NEW_INVITATION_ASKED, invitation.id);
    // Two presses at once come here one after the other.
    tx.companies().lock(company)?;
    let asked = tx.outbox().of_subject(company, kind, id.0)?;
    if asked.last().is_some_and(|last| last.created_at + REST > deed.now) {
        return Ok(Outcome::Asked);
    }
    if !notify::tell_inviter(tx, deed, invitation.inviter.id, kind, id.0)? {
        notify::tell_administrators(tx, deed, kind, id.0)?;
    }
    let subject = Subject::Invitation(id);
    tx.history().record(deed.actor, Action::NewInvitationAsked, subject, &invitation.email, deed.now)?;
    Ok(Outcome::Asked)
}
