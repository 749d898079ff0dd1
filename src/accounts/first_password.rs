//! The first password of somebody who was registered: a letter with a link that lives for a week.

use std::time::Duration;

use super::{letter, reset};
use crate::access_rights::Permission;
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::base::random::Random;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::mail::outbox::Letter;
use crate::people::{Employee, Status, find_visible, may_change};
use crate::store::{Result, Tx};

/// How long the link works.
pub const LIFETIME: Duration = Duration::from_hours(7 * 24);

/// What became of writing once more.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// A letter with a new link is on its way; the link before is dead.
    Written,
    /// The last letter is not old enough.
    JustWritten,
    /// He has a password.
    HasPassword,
    /// He does not work here.
    NotActive(Status),
    /// The person may not write to him.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// Writes the letter to a person who has no password.
pub fn write(
    tx: &mut Tx<'_>,
    company: &Company,
    person: &Employee,
    random: &dyn Random,
    now: Timestamp,
) -> Result<()> {
    let key = tx.people().address_key(company.id, person.id)?;
    tx.password_resets().replace_at(company.id, &key, now)?;
    tx.password_resets().replace_of(company.id, person.id, now)?;
    let reset = tx.password_resets().insert(company.id, &key, Some(person.id), true, now + LIFETIME, now)?;
    letter::queue(tx, company, letter::FIRST_PASSWORD, reset.0, &letter::Recipient::of(person), random, now)
}

/// Writes it once more, as long as no password is set.
pub fn write_again(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Outcome> {
    tx.passwords().lock(company.id, id)?;
    let Some(person) = find_visible(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if !may_change(tx, actor, company, Permission::EditPeople, &person)? {
        return Ok(Outcome::NotAllowed);
    }
    if person.status != Status::Active {
        return Ok(Outcome::NotActive(person.status));
    }
    if has_password(tx, company, id)? {
        return Ok(Outcome::HasPassword);
    }
    let last = tx.password_resets().last_first(company.id, id)?;
    if last.is_some_and(|(_, at)| at + reset::REST > now) {
        return Ok(Outcome::JustWritten);
    }
    write(tx, company, &person, random, now)?;
    let name = person.shown_name();
    tx.history().record(actor, Action::PasswordResetAsked, Subject::Employee(id), name, now)?;
    Ok(Outcome::Written)
}

/// Whether somebody has chosen a password.
pub fn has_password(tx: &mut Tx<'_>, company: &Company, id: EmployeeId) -> Result<bool> {
    Ok(tx.passwords().find(company.id, id)?.is_some_and(|(hash, _)| hash.is_some()))
}

/// The last letter to somebody about his first password.
pub fn last_letter(tx: &mut Tx<'_>, company: &Company, id: EmployeeId) -> Result<Option<Letter>> {
    let Some((reset, _)) = tx.password_resets().last_first(company.id, id)? else { return Ok(None) };
    Ok(tx.outbox().of_subject(company.id, letter::FIRST_PASSWORD, reset.0)?.pop())
}
