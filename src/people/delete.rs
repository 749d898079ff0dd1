//! Deleting somebody who never came: he did not accept, was not let in, or was registered and never chose a password.
//! Who has been here can only be dismissed.

use super::{Employee, Status, dismiss, find_visible, may_change, refuse};
use crate::access_rights::Permission;
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::base::random::Random;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::invitations::revoke;
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// He is gone, who was in this status; an invitation of his is revoked.
    Deleted(Status),
    /// He has been here: he can be dismissed.
    HasJoined,
    /// The person may not delete him.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// Deletes a person who is invited (his inviter and administrators may), who waits for approval, or who was registered
/// and never came (whoever may dismiss him may).
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
        Status::Active | Status::Dismissed => return delete_registered(tx, actor, company, &person, now),
        Status::AwaitingApproval => {
            return Ok(match refuse::refuse(tx, actor, company, id, "", random, now)? {
                refuse::Outcome::Refused => Outcome::Deleted(person.status),
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
        revoke::Outcome::Revoked => Outcome::Deleted(person.status),
        revoke::Outcome::Ended(_) => Outcome::HasJoined,
        revoke::Outcome::NotFound => Outcome::NotAllowed,
    })
}

fn delete_registered(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: &Employee,
    now: Timestamp,
) -> Result<Outcome> {
    let id = person.id;
    // Who chooses his password or is taken back at the same time comes before or after.
    tx.companies().lock(company.id)?;
    tx.passwords().lock(company.id, id)?;
    let Some(person) = tx.people().find(company.id, id)? else { return Ok(Outcome::NotFound) };
    if !may_change(tx, actor, company, Permission::Dismiss, &person)? {
        return Ok(Outcome::NotAllowed);
    }
    if !tx.people().never_came(company.id, id)? {
        return Ok(Outcome::HasJoined);
    }
    dismiss::end(tx, actor, &person, false, now)?;
    if !tx.people().delete(company.id, id, Status::Dismissed)? {
        return Ok(Outcome::NotFound);
    }
    let details = format!("{}, {}", person.shown_name(), person.email);
    let details = details.trim_end_matches(", ");
    tx.history().record(actor, Action::Deleted, Subject::Employee(id), details, now)?;
    Ok(Outcome::Deleted(person.status))
}
