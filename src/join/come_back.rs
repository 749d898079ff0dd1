//! Somebody who worked here comes by a join link: he has proved his address, and those who may take him back are told.

use std::time::Duration;

use super::requests::JoinRequest;
use super::{Deed, letter, notify};
use crate::access_rights::Permission;
use crate::history::{Action, Subject};
use crate::people::{Employee, Status, rehire};
use crate::store::{Result, Tx};

/// One wish of one person is passed on once in so long.
const REST: Duration = Duration::from_hours(24);

/// The person whose address was proved, where he worked here before.
pub fn dismissed(tx: &mut Tx<'_>, request: &JoinRequest) -> Result<Option<Employee>> {
    let person = tx.people().find_by_address(request.company_id, &request.email_key)?;
    Ok(person.filter(|person| person.status == Status::Dismissed))
}

/// Tells those who may take a person back that he would come, unless they were told lately. Whoever calls this
/// knows that the address is his.
pub fn ask(tx: &mut Tx<'_>, deed: &Deed<'_>, person: &Employee) -> Result<()> {
    let company = deed.company.id;
    // Two presses at once come here one after the other.
    tx.companies().lock(company)?;
    // A wish of before this dismissal was granted.
    let last = rehire::asked(tx, company, std::slice::from_ref(person))?;
    if last.first().is_some_and(|(_, last)| *last + REST > deed.now) {
        return Ok(());
    }
    let departments = tx.people().departments_of(company, person.id)?;
    notify::tell_deciders(tx, deed, Permission::Dismiss, person.id, &departments, letter::RETURN_ASKED)?;
    let actor = deed.actor.clone().proved(person.id);
    tx.history().record(
        &actor,
        Action::ReturnAsked,
        Subject::Employee(person.id),
        person.shown_name(),
        deed.now,
    )
}
