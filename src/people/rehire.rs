//! Taking somebody back who worked here: his name and password are as they were, if a seat is free.

use super::Status;
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::seats::{self, Taking};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// He works here, now or already.
    Rehired,
    /// The plan has no seat for him.
    SeatsFull,
    /// He never worked here.
    NotJoined(Status),
    /// The person may not take people back.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// Takes a dismissed employee back.
pub fn rehire(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::Dismiss, Over::Anything) {
        return Ok(Outcome::NotAllowed);
    }
    tx.companies().lock(company.id)?;
    let Some(person) = tx.people().find(company.id, id)? else { return Ok(Outcome::NotFound) };
    if !super::may_change(tx, actor, company, Permission::Dismiss, &person)? {
        return Ok(Outcome::NotAllowed);
    }
    match person.status {
        Status::Dismissed => {}
        Status::Active => return Ok(Outcome::Rehired),
        Status::Invited | Status::AwaitingApproval => return Ok(Outcome::NotJoined(person.status)),
    }
    if !tx.people().change_status(company.id, id, Status::Dismissed, Status::Active, now)? {
        return Ok(Outcome::Rehired);
    }
    match seats::take(tx, company.id, &company.plan, None, now)? {
        Taking::Taken => {}
        Taking::Full => {
            tx.undo();
            return Ok(Outcome::SeatsFull);
        }
    }
    tx.history().record(actor, Action::Rehired, Subject::Employee(id), person.shown_name(), now)?;
    Ok(Outcome::Rehired)
}
