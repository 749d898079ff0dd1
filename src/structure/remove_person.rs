//! Taking somebody out of a department: whoever works in no other is in the company itself.

use super::add_person::{may_move, put};
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::company::Company;
use crate::history::Actor;
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// He does not work there now, or did not before.
    Done,
    /// The same; there was no other department, and he is in the company itself now.
    FellBack,
    /// The company itself is what remains: nobody is taken out of it who works nowhere else.
    NowhereElse,
    /// He would gain or lose what the person may not do himself.
    MoreThanOwn,
    /// The person may not.
    NotAllowed,
    /// There is no such department, or no such person.
    Unknown,
}

/// Takes a person out of a department.
pub fn remove_person(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: DepartmentId,
    person: EmployeeId,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::EditPeople, Over::All(&[id])) {
        return Ok(Outcome::NotAllowed);
    }
    tx.companies().lock(company.id)?;
    let Some(department) = tx.departments().find(company.id, id)? else { return Ok(Outcome::Unknown) };
    let Some(person) = tx.people().find(company.id, person)? else { return Ok(Outcome::Unknown) };
    let before = tx.people().departments_of(company.id, person.id)?;
    if !before.contains(&id) {
        return Ok(Outcome::Done);
    }
    let left: Vec<DepartmentId> = before.iter().copied().filter(|of| *of != id).collect();
    let falls_back = left.is_empty();
    if falls_back && department.parent.is_none() {
        return Ok(Outcome::NowhereElse);
    }
    // Everybody belongs to the company: what falls back to it needs no right there.
    if !may_move(actor, company, &person, &before, &left) {
        return Ok(Outcome::NotAllowed);
    }
    let after = if falls_back { vec![tx.departments().root(company.id)?.id] } else { left };
    Ok(match put(tx, actor, company, &person, &after, now)? {
        true if falls_back => Outcome::FellBack,
        true => Outcome::Done,
        false => Outcome::MoreThanOwn,
    })
}
