//! Letting in who came by a join link and waits: he takes a seat and is told by letter.

use super::{APPROVED_LETTER, Status, find_visible, may_change};
use crate::access_rights::roles::giving;
use crate::access_rights::{self, Over, Permission};
use crate::accounts::letter::{Recipient, queue};
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::base::random::Random;
use crate::company::Company;
use crate::history::telling::{Note, Telling};
use crate::history::{Action, Actor, Subject};
use crate::seats::{self, Taking};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// He works here, now or already.
    Approved,
    /// The plan has no seat for him; he goes on waiting.
    SeatsFull,
    /// He does not wait for approval.
    NotWaiting(Status),
    /// Whoever works where he will may what the person may not do himself.
    MoreThanOwn,
    /// The person may not let people in.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// Lets a person in who waits for approval.
pub fn approve(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::Approve, Over::Anything) {
        return Ok(Outcome::NotAllowed);
    }
    tx.companies().lock(company.id)?;
    let Some(person) = find_visible(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if !may_change(tx, actor, company, Permission::Approve, &person)? {
        return Ok(Outcome::NotAllowed);
    }
    match person.status {
        Status::AwaitingApproval => {}
        Status::Active => return Ok(Outcome::Approved),
        Status::Invited | Status::Dismissed => return Ok(Outcome::NotWaiting(person.status)),
    }
    let rights = giving::before(tx, actor, company, &person)?;
    if !tx.people().change_status(company.id, id, Status::AwaitingApproval, Status::Active, now)? {
        // Somebody was quicker: what he decided stands.
        return Ok(match tx.people().find(company.id, id)? {
            Some(person) if person.status == Status::Active => Outcome::Approved,
            Some(person) => Outcome::NotWaiting(person.status),
            None => Outcome::NotFound,
        });
    }
    if !giving::stays_within(tx, actor, company, id, rights.as_ref())? {
        return Ok(Outcome::MoreThanOwn);
    }
    match seats::take(tx, company.id, &company.plan, None, now)? {
        Taking::Taken => {}
        Taking::Full => {
            tx.undo();
            return Ok(Outcome::SeatsFull);
        }
    }
    queue(tx, company, APPROVED_LETTER, id.0, &Recipient::of(&person), random, now)?;
    let told = Telling::of(person.shown_name())
        .names(Note::Departments, &tx.people().department_names(company.id, id)?);
    tx.history().record(actor, Action::Approved, Subject::Employee(id), told.as_str(), now)?;
    Ok(Outcome::Approved)
}
