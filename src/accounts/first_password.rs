//! The first password of somebody who was registered: a letter with a link that lives for a week.

use std::collections::HashMap;
use std::time::Duration;

use super::{letter, reset};
use crate::access_rights::Permission;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId, LetterId, PasswordResetId};
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
    write_told(tx, actor, company, &person, random, now)?;
    Ok(Outcome::Written)
}

fn write_told(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: &Employee,
    random: &dyn Random,
    now: Timestamp,
) -> Result<()> {
    write(tx, company, person, random, now)?;
    let (subject, name) = (Subject::Employee(person.id), person.shown_name());
    tx.history().record(actor, Action::PasswordResetAsked, subject, name, now).map(drop)
}

/// How many have no password whose letter about it stayed in the portal's mailbox, counted up to `most`.
pub fn count_kept(tx: &mut Tx<'_>, company: CompanyId, most: i64) -> Result<i64> {
    let kept = tx.password_resets().kept_first(company, EmployeeId(0), most)?;
    Ok(i64::try_from(kept.len()).unwrap_or(most))
}

/// Writes those letters anew, up to `most` of them, to those behind `after`: how many, and the last one's receiver.
/// Only administrators read the mailbox, and only they may.
pub fn write_kept(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    (after, most): (EmployeeId, i64),
    random: &dyn Random,
    now: Timestamp,
) -> Result<(i64, Option<EmployeeId>)> {
    if !actor.rights.is_administrator() {
        return Ok((0, None));
    }
    let kept = tx.password_resets().kept_first(company.id, after, most)?;
    let mut written = 0;
    for id in &kept {
        tx.passwords().lock(company.id, *id)?;
        let Some(person) = tx.people().find(company.id, *id)? else { continue };
        if person.status == Status::Active && !has_password(tx, company, *id)? {
            write_told(tx, actor, company, &person, random, now)?;
            written += 1;
        }
    }
    Ok((written, kept.last().copied()))
}

/// Whether somebody has chosen a password.
pub fn has_password(tx: &mut Tx<'_>, company: &Company, id: EmployeeId) -> Result<bool> {
    Ok(tx.passwords().find(company.id, id)?.is_some_and(|(hash, _)| hash.is_some()))
}

/// Whose first password letters speak of, for those that do.
pub fn receivers(
    tx: &mut Tx<'_>,
    company: CompanyId,
    letters: &[Letter],
) -> Result<HashMap<LetterId, EmployeeId>> {
    let mut receivers = HashMap::new();
    for letter in letters.iter().filter(|letter| letter.kind == letter::FIRST_PASSWORD) {
        let reset = tx.password_resets().find(company, PasswordResetId(letter.subject_id))?;
        if let Some(person) = reset.and_then(|reset| reset.employee) {
            receivers.insert(letter.id, person);
        }
    }
    Ok(receivers)
}

/// The last letter to somebody about his first password.
pub fn last_letter(tx: &mut Tx<'_>, company: &Company, id: EmployeeId) -> Result<Option<Letter>> {
    let Some((reset, _)) = tx.password_resets().last_first(company.id, id)? else { return Ok(None) };
    Ok(tx.outbox().of_subject(company.id, letter::FIRST_PASSWORD, reset.0)?.pop())
}
