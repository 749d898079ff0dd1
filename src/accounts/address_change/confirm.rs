//! Proving another address by the link in the letter to it: only then it changes.

use super::{AddressChange, may_ask};
use crate::access_rights::rights::Rights;
use crate::accounts::first_password;
use crate::accounts::letter::{self, Recipient};
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::AddressChangeId;
use crate::base::random::Random;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::people::holder::{Holder, holder};
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};

/// What became of a proof.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Confirmation {
    /// The address is his; all sessions but this one have ended.
    Changed,
    /// Somebody else has the address by now; nothing changed.
    Taken,
    /// It is for the person himself to confirm, and this is somebody else.
    NotOwner,
    /// The link is good for nothing any more; the address is as it was.
    TooLate,
}

/// Gives the person the address that the link has proved. `session` is the one that goes on.
pub fn confirm(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: AddressChangeId,
    session: Option<&[u8]>,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Confirmation> {
    tx.companies().lock(company.id)?;
    let Some(change) = tx.address_changes().find(company.id, id)? else { return Ok(Confirmation::TooLate) };
    if change.is_own() && actor.employee != Some(change.employee) {
        return Ok(Confirmation::NotOwner);
    }
    let person = tx.people().find(company.id, change.employee)?;
    let Some(person) = person.filter(|person| person.status == Status::Active) else {
        return Ok(Confirmation::TooLate);
    };
    if !vouches(tx, company, &change, &person)? {
        return Ok(Confirmation::TooLate);
    }
    let Ok(address) = EmailAddress::parse(&change.email) else { return Ok(Confirmation::TooLate) };
    let holder = holder(tx, company.id, address.key())?;
    if holder.is_some_and(|holder| holder != Holder::Employee(person.id)) {
        return Ok(Confirmation::Taken);
    }
    if !tx.address_changes().spend(company.id, id, now)? {
        return Ok(Confirmation::TooLate);
    }
    let session = session.filter(|_| actor.employee == Some(person.id));
    let moving = Moving { person: &person, address: &address, change: &change, session };
    move_on(tx, &actor.clone().proved(person.id), company, &moving, random, now)?;
    Ok(Confirmation::Changed)
}

/// Whether he who wished it for somebody else might do so still.
fn vouches(tx: &mut Tx<'_>, company: &Company, change: &AddressChange, person: &Employee) -> Result<bool> {
    if change.is_own() {
        return Ok(true);
    }
    let asker = tx.people().find(company.id, change.asked_by)?;
    let Some(asker) = asker.filter(|asker| asker.status == Status::Active) else { return Ok(false) };
    let rights = Rights::of(tx, company, &asker)?;
    let actor = Actor { employee: Some(asker.id), rights, ..Actor::stranger(company.id, None) };
    may_ask(tx, &actor, company, person)
}

/// Somebody on his way to another address.
struct Moving<'a> {
    person: &'a Employee,
    address: &'a EmailAddress,
    change: &'a AddressChange,
    /// The session that goes on.
    session: Option<&'a [u8]>,
}

fn move_on(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    moving: &Moving<'_>,
    random: &dyn Random,
    now: Timestamp,
) -> Result<()> {
    let Moving { person, address, change, session } = moving;
    tx.people().give_address(person, address)?;
    tx.sessions().delete_all(company.id, person.id, *session)?;
    tx.password_resets().replace_of(company.id, person.id, now)?;
    letter::queue(tx, company, letter::ADDRESS_CHANGED, change.id.0, &Recipient::of(person), random, now)?;
    let details = format!("{}\n{} → {address}", person.shown_name(), person.email);
    tx.history().record(actor, Action::AddressChanged, Subject::Employee(person.id), &details, now)?;
    if first_password::has_password(tx, company, person.id)? {
        return Ok(());
    }
    // The letter by which he was to choose one went to the address before.
    let Some(moved) = tx.people().find(company.id, person.id)? else { return Ok(()) };
    first_password::write(tx, company, &moved, random, now)
}
