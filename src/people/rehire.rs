//! Taking somebody back who worked here: his name and password are as they were, if a seat is free.

use std::collections::HashMap;

use super::holder::{Holder, holder};
use super::{Employee, Status, TAKEN_BACK_LETTER};
use crate::access_rights::roles::giving;
use crate::access_rights::{self, Over, Permission};
use crate::accounts::first_password;
use crate::accounts::letter::{Recipient, queue};
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{CompanyId, EmployeeId};
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
    Rehired,
    /// The plan has no seat for him.
    SeatsFull,
    /// He never worked here.
    NotJoined(Status),
    /// His address was freed for somebody else: he needs another one.
    NoAddress,
    /// He has an address of his own, and comes back with it.
    HasAddress,
    /// The address given him is somebody's.
    Taken(Holder),
    /// Whoever works where he did may what the person may not do himself.
    MoreThanOwn,
    /// The person may not take people back.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// Takes a dismissed employee back, with the address and the password that he had; who never chose one is written
/// to, so that he can; the others are told by letter that they are back.
pub fn rehire(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    random: &dyn Random,
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
        Status::Dismissed if person.email.is_empty() => return Ok(Outcome::NoAddress),
        Status::Dismissed => {}
        Status::Active => return Ok(Outcome::Rehired),
        Status::Invited | Status::AwaitingApproval => return Ok(Outcome::NotJoined(person.status)),
    }
    let outcome = take_back(tx, actor, company, &person, None, now)?;
    if outcome != Outcome::Rehired {
        return Ok(outcome);
    }
    if first_password::has_password(tx, company, id)? {
        queue(tx, company, TAKEN_BACK_LETTER, id.0, &Recipient::of(&person), random, now)?;
    } else {
        first_password::write(tx, company, &person, random, now)?;
    }
    Ok(outcome)
}

/// When those of these people asked last to be taken back who did so since they were dismissed: they wait for an
/// answer.
pub fn asked(
    tx: &mut Tx<'_>,
    company: CompanyId,
    people: &[Employee],
) -> Result<Vec<(EmployeeId, Timestamp)>> {
    // Whose address was freed may join with it by himself.
    let waiting = people.iter().filter(|person| !person.email.is_empty());
    let gone: HashMap<i64, Timestamp> =
        waiting.filter_map(|person| Some((person.id.0, person.dismissed_at?))).collect();
    let subjects: Vec<Subject> = gone.keys().map(|id| Subject::Employee(EmployeeId(*id))).collect();
    let mut asked = tx.history().last_times(company, Action::ReturnAsked, &subjects)?;
    asked.retain(|(id, at)| gone.get(id).is_some_and(|dismissed| at >= dismissed));
    Ok(asked.into_iter().map(|(id, at)| (EmployeeId(id), at)).collect())
}

/// Takes somebody back whose address was freed, with another one. Nobody knows yet whether it is his:
/// he gets a letter there, chooses a password by it, and the one he had opens nothing.
pub fn rehire_at(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    address: &EmailAddress,
    random: &dyn Random,
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
        Status::Dismissed if person.email.is_empty() => {}
        Status::Dismissed if tx.people().address_key(company.id, id)? == address.key() => {
            return rehire(tx, actor, company, id, random, now);
        }
        Status::Active if tx.people().address_key(company.id, id)? == address.key() => {
            return Ok(Outcome::Rehired);
        }
        Status::Dismissed | Status::Active => return Ok(Outcome::HasAddress),
        Status::Invited | Status::AwaitingApproval => return Ok(Outcome::NotJoined(person.status)),
    }
    if let Some(holder) = holder(tx, company.id, address.key())? {
        return Ok(Outcome::Taken(holder));
    }
    tx.people().give_address(&person, address)?;
    tx.passwords().forget(company.id, id)?;
    let outcome = take_back(tx, actor, company, &person, Some(address), now)?;
    if outcome == Outcome::Rehired
        && let Some(person) = tx.people().find(company.id, id)?
    {
        first_password::write(tx, company, &person, random, now)?;
    }
    Ok(outcome)
}

fn take_back(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: &Employee,
    given: Option<&EmailAddress>,
    now: Timestamp,
) -> Result<Outcome> {
    let id = person.id;
    let rights = giving::before(tx, actor, company, person)?;
    if !tx.people().change_status(company.id, id, Status::Dismissed, Status::Active, now)? {
        return Ok(Outcome::Rehired);
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
    let told = Telling::of(person.shown_name())
        .note(Note::Address, given.map_or("", EmailAddress::as_str))
        .names(Note::Departments, &tx.people().department_names(company.id, id)?);
    tx.history().record(actor, Action::Rehired, Subject::Employee(id), told.as_str(), now)?;
    Ok(Outcome::Rehired)
}
