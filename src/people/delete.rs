//! Deleting somebody who never joined. Who has worked here can only be dismissed.

use super::{Status, find_visible, refuse};
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::base::random::Random;
use crate::company::Company;
use crate::history::Actor;
use crate::invitations::revoke;
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// He is gone; an invitation of his is revoked.
    Deleted,
    /// He has joined: he can be dismissed.
    HasJoined,
    /// The person may not delete him.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// Deletes a person who is invited (his inviter and administrators may) or waits for approval.
pub fn delete(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Outcome> {
    let Some(person) = find_visible(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    match person.status {
        Status::Active | Status::Dismissed => return Ok(Outcome::HasJoined),
        Status::AwaitingApproval => {
            return Ok(match refuse::refuse(tx, actor, company, id, "", random, now)? {
                refuse::Outcome::Refused => Outcome::Deleted,
                refuse::Outcome::NotWaiting(_) => Outcome::HasJoined,
                refuse::Outcome::NotAllowed => Outcome::NotAllowed,
                refuse::Outcome::NotFound => Outcome::NotFound,
            });
        }
        Status::Invited => {}
    }
    let key = tx.people().address_key(company.id, id)?;
    let Some(invitation) = tx.invitations().find_living(company.id, &key)? else {
        return Ok(Outcome::NotFound);
    };
    Ok(match revoke::revoke(tx, actor, company, invitation.id, now)? {
        revoke::Outcome::Revoked => Outcome::Deleted,
        revoke::Outcome::Ended(_) => Outcome::HasJoined,
        revoke::Outcome::NotFound => Outcome::NotAllowed,
    })
}
