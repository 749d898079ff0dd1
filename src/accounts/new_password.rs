//! A new password, by whichever way it is set: what the old one opened is shut, and the person is told.

use super::{address_change, first_password, letter};
use crate::base::clock::Timestamp;
use crate::base::random::Random;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::people::Employee;
use crate::store::{Result, Tx};

/// A password to be set.
#[derive(Clone, Copy, Debug)]
pub struct NewPassword<'a> {
    /// Its hash, computed before the transaction.
    pub hash: &'a str,
    /// The session that goes on: of who changes his password while signed in.
    pub kept_session: Option<&'a [u8]>,
}

/// Sets it. Sessions end, links for a new password or another address die, an account that too many wrong passwords
/// had locked opens again, and a letter tells its owner.
pub fn give(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: &Employee,
    new: &NewPassword<'_>,
    random: &dyn Random,
    now: Timestamp,
) -> Result<()> {
    let (id, employee) = (company.id, person.id);
    let is_first = !first_password::has_password(tx, company, employee)?;
    tx.passwords().set(id, employee, new.hash)?;
    tx.passwords().clear_failures(id, employee)?;
    tx.sessions().delete_all(id, employee, new.kept_session)?;
    tx.password_resets().replace_of(id, employee, now)?;
    // Whoever had the old one may have wished for another address.
    address_change::end(tx, actor, person, now)?;
    tx.history().record(
        actor,
        Action::PasswordChanged,
        Subject::Employee(employee),
        person.shown_name(),
        now,
    )?;
    // Whoever chooses the first one has just come from a letter about it.
    if is_first {
        return Ok(());
    }
    let to = letter::Recipient::of(person);
    letter::queue(tx, company, letter::PASSWORD_CHANGED, employee.0, &to, random, now)
}
