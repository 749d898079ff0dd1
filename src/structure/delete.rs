//! Deleting a department without losing anybody: its parent takes over all that it had.

use super::{Department, Led, set_post};
use crate::access_rights::roles::{Role, giving};
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::company::Company;
use crate::history::telling::{NAMED, Note, Telling};
use crate::history::{Action, Actor, Subject};
use crate::people::words::normal;
use crate::store::{Result, Tx};

/// Those who work there that are read at once.
const AT_ONCE: i64 = 1000;

/// What became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is gone.
    Deleted {
        /// What has its people, invitations, join links and sub-departments now.
        parent: DepartmentId,
    },
    /// The person may not: not there, or not what its leaders and the roles that it carries may.
    NotAllowed,
    /// There is no such department (any more).
    Unknown,
    /// The company itself can't be deleted.
    IsRoot,
    /// A sub-department can't go up: one of its name is there already.
    NameTaken {
        /// Its name.
        name: String,
    },
}

/// Deletes a department. Whoever is being invited into it or joins it at the same moment ends in
/// the parent too, or is told that the department is gone.
pub fn delete(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: DepartmentId,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::EditStructure, Over::All(&[id])) {
        return Ok(Outcome::NotAllowed);
    }
    tx.companies().lock(company.id)?;
    let Some(department) = tx.departments().find(company.id, id)? else { return Ok(Outcome::Unknown) };
    let Some(parent) = department.parent else { return Ok(Outcome::IsRoot) };
    if !may_go(tx, actor, company, id, parent)? {
        return Ok(Outcome::NotAllowed);
    }
    let parts = tx.departments().children(company.id, id)?;
    if let Some(part) = held_up(tx, company, (id, parent), &parts)? {
        return Ok(Outcome::NameTaken { name: part.name });
    }
    let Some(above) = tx.departments().find(company.id, parent)? else { return Ok(Outcome::Unknown) };
    tx.departments().close(company.id, id)?;
    let told = told(tx, actor, &department, (&above, &parts), now)?;
    tell_members(tx, actor, id, &above, now)?;
    tx.departments().hand_over(company.id, id, parent)?;
    tx.departments().delete(company.id, id)?;
    tx.history().record(actor, Action::DepartmentDeleted, Subject::Department(id), told.as_str(), now)?;
    Ok(Outcome::Deleted { parent })
}

/// The first of its parts that could not go up: one above is called so already.
pub fn held_up(
    tx: &mut Tx<'_>,
    company: &Company,
    (id, parent): (DepartmentId, DepartmentId),
    parts: &[Department],
) -> Result<Option<Department>> {
    for part in parts {
        let namesake = tx.departments().find_child(company.id, parent, &part.name)?;
        if namesake.is_some_and(|namesake| namesake != id) {
            return Ok(Some(part.clone()));
        }
    }
    Ok(None)
}

/// Whether `actor` may delete a department, as far as rights go: those that end by it, and those that come to reach
/// further.
pub fn may_go(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: DepartmentId,
    parent: DepartmentId,
) -> Result<bool> {
    Ok(access_rights::may(actor, company, Permission::EditStructure, Over::All(&[id]))
        && giving::may_close(tx, actor, company, id)?
        && giving::may_hand_over(tx, actor, company, id, parent)?)
}

/// What becomes of all that it had; whoever led it reads so in his own history, too.
fn told(
    tx: &mut Tx<'_>,
    actor: &Actor,
    department: &Department,
    (above, parts): (&Department, &[Department]),
    now: Timestamp,
) -> Result<Telling> {
    let (company, id) = (actor.company, department.id);
    let mut leaders = Vec::new();
    for leader in tx.departments().leaders_of(company, &[id])? {
        leaders.push(format!("{}: {}", leader.name, leader.post.word()));
        let led = Led { department: id, name: department.name.clone(), post: leader.post };
        if let Some(person) = tx.people().find(company, leader.employee)? {
            set_post::record_end(tx, actor, &person, &led, now)?;
        }
    }
    let carried = tx.roles().carried_in(company, &[id])?;
    let roles = tx.roles().each(company, &carried)?;
    let roles: Vec<&str> = roles.iter().map(Role::word).collect();
    let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    let (people, all) = tx.departments().member_names(company, id, NAMED)?;
    let [invitations, links] = tx.departments().bound_for(company, id)?;
    Ok(Telling::of(&department.name)
        .note(Note::MovedTo, &above.name)
        .some(Note::People, &people, all)
        .names(Note::Leaders, &leaders)
        .count(Note::Invitations, invitations)
        .count(Note::Links, links)
        .names(Note::Parts, &names)
        .names(Note::Roles, &roles))
}

/// Whoever works there reads in his own history where he works now: above, or in the company itself where he works
/// nowhere else, as [`hand_over`](super::store::Departments::hand_over) has it.
fn tell_members(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: DepartmentId,
    above: &Department,
    now: Timestamp,
) -> Result<()> {
    let mut after = EmployeeId(0);
    loop {
        let members = tx.departments().members_after(actor.company, id, after, AT_ONCE)?;
        let Some(last) = members.last() else { return Ok(()) };
        after = *last;
        for member in members {
            let before = tx.departments().posts_of(actor.company, member)?;
            let stays: Vec<&Led> = before.iter().filter(|led| led.department != id).collect();
            let is_there = stays.iter().any(|led| led.department == above.id);
            let goes_up = !is_there && (above.parent.is_some() || stays.is_empty());
            let stays =
                stays.into_iter().map(|led| led.name.as_str()).chain(goes_up.then_some(above.name.as_str()));
            let before = before.iter().map(|led| led.name.as_str());
            let details = format!("{} → {}", in_order(before), in_order(stays));
            let subject = Subject::Employee(member);
            tx.history().record(actor, Action::DepartmentsChanged, subject, &details, now)?;
        }
    }
}

fn in_order<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = names.collect();
    names.sort_by_key(|name| normal(name));
    names.join(", ")
}
