//! Refusing who came by a join link and waits: he leaves the list, and may ask again.

use super::{Status, find_visible, may_change};
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// He is gone.
    Refused,
    /// He does not wait for approval.
    NotWaiting(Status),
    /// The person may not refuse people.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// Refuses a person who waits for approval.
pub fn refuse(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::Approve, Over::Anything) {
        return Ok(Outcome::NotAllowed);
    }
    let Some(person) = find_visible(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if !may_change(tx, actor, company, Permission::Approve, &person)? {
        return Ok(Outcome::NotAllowed);
    }
    if !tx.people().delete(company.id, id, Status::AwaitingApproval)? {
        return Ok(match tx.people().find(company.id, id)? {
            Some(person) => Outcome::NotWaiting(person.status),
            None => Outcome::NotFound,
        });
    }
    let details = format!("{} ({})", person.shown_name(), person.email);
    tx.history().record(actor, Action::Refused, Subject::Employee(id), &details, now)?;
    Ok(Outcome::Refused)
}
