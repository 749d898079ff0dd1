//! Putting the parts of a department into another order: one step at a time, so that no mouse is needed, or at
//! once to a place among the others.

use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::DepartmentId;
use crate::company::Company;
use crate::history::telling::{Note, Telling};
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// Where to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Direction {
    /// Before the one that stands before it.
    Up,
    /// Behind the one that stands behind it.
    Down,
    /// Before this one.
    Before(DepartmentId),
    /// Behind all others.
    Last,
}

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It stands there now; at the end it was before.
    Reordered,
    /// The person may not.
    NotAllowed,
    /// There is no such department (any more), or no such neighbour beside it.
    Unknown,
    /// The company itself has no neighbours.
    IsRoot,
}

/// Moves a department among those of its parent.
pub fn reorder(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: DepartmentId,
    direction: Direction,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::EditStructure, Over::Anything) {
        return Ok(Outcome::NotAllowed);
    }
    tx.companies().lock(company.id)?;
    let Some(department) = tx.departments().find(company.id, id)? else { return Ok(Outcome::Unknown) };
    let Some(parent) = department.parent else { return Ok(Outcome::IsRoot) };
    // The order is the parent's.
    if !access_rights::may(actor, company, Permission::EditStructure, Over::All(&[parent])) {
        return Ok(Outcome::NotAllowed);
    }
    let siblings = tx.departments().children(company.id, parent)?;
    let mut order: Vec<DepartmentId> = siblings.iter().map(|sibling| sibling.id).collect();
    let Some(at) = order.iter().position(|sibling| *sibling == id) else { return Ok(Outcome::Unknown) };
    let to = match direction {
        Direction::Up => at.checked_sub(1),
        Direction::Down => Some(at + 1).filter(|to| *to < order.len()),
        Direction::Last => Some(order.len() - 1),
        Direction::Before(neighbour) => {
            let Some(place) = order.iter().position(|sibling| *sibling == neighbour) else {
                return Ok(Outcome::Unknown);
            };
            // Where it is taken away, all behind it step forward.
            Some(if place > at { place - 1 } else { place })
        }
    };
    let Some(to) = to.filter(|to| *to != at) else { return Ok(Outcome::Reordered) };
    let moved = order.remove(at);
    order.insert(to, moved);
    tx.departments().set_order(company.id, &order)?;
    let (action, subject) = (Action::DepartmentReordered, Subject::Department(id));
    let told = Telling::of(&department.name).note(Note::Place, format!("{} → {}", at + 1, to + 1));
    tx.history().record(actor, action, subject, told.as_str(), now)?;
    Ok(Outcome::Reordered)
}
