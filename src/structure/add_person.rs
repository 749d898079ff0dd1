//! Bringing somebody into a department: he leaves the others (a transfer), or works in them too.

use super::{Led, Post, set_post};
use crate::access_rights::roles::giving;
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};

/// What becomes of the departments where he works.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Way {
    /// He leaves them.
    Transfer,
    /// He works in them too.
    Add,
}

impl Way {
    /// Where somebody works then who has worked in these departments.
    fn after(self, before: &[DepartmentId], id: DepartmentId) -> Vec<DepartmentId> {
        match self {
            Self::Transfer => vec![id],
            Self::Add => before.iter().copied().filter(|of| *of != id).chain([id]).collect(),
        }
    }
}

/// The departments that somebody stays in who comes to work in another one, too. The company itself, where he leads
/// nothing there, is none: it is where one is who works nowhere else. Only who may change people there takes him away
/// from it: nobody gets power over somebody by calling him in.
pub fn kept_beside(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: EmployeeId,
) -> Result<Vec<DepartmentId>> {
    let root = tx.departments().root(company.id)?.id;
    let posts = tx.departments().posts_of(company.id, person)?;
    let may_take = access_rights::may(actor, company, Permission::EditPeople, Over::All(&[root]));
    let is_kept = |led: &Led| !may_take || led.department != root || led.post != Post::Member;
    Ok(posts.into_iter().filter(is_kept).map(|led| led.department).collect())
}

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// He works there now, or did before.
    Done,
    /// He does not work here.
    NotActive(Status),
    /// Whoever works in the department may what the person may not do himself.
    MoreThanOwn,
    /// The person may not: not there, or not where he would leave.
    NotAllowed,
    /// There is no such department, or no such person.
    Unknown,
}

/// Brings a person into a department.
pub fn add_person(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: DepartmentId,
    person: EmployeeId,
    way: Way,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::EditPeople, Over::All(&[id])) {
        return Ok(Outcome::NotAllowed);
    }
    tx.companies().lock(company.id)?;
    if tx.departments().find(company.id, id)?.is_none() {
        return Ok(Outcome::Unknown);
    }
    let Some(person) = tx.people().find(company.id, person)? else { return Ok(Outcome::Unknown) };
    if person.status != Status::Active {
        return Ok(Outcome::NotActive(person.status));
    }
    let before = kept_beside(tx, actor, company, person.id)?;
    let after = way.after(&before, id);
    if !may_go(tx, actor, company, &person, &before, &after)? {
        return Ok(Outcome::NotAllowed);
    }
    if !before.contains(&id) && !giving::may_place(tx, actor, company, &[id])? {
        return Ok(Outcome::MoreThanOwn);
    }
    let is_put = put(tx, actor, company, &person, &after, now)?;
    Ok(if is_put { Outcome::Done } else { Outcome::MoreThanOwn })
}

/// In which ways `actor` may bring somebody in, as far as the departments of both decide.
pub fn ways(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: DepartmentId,
    person: &Employee,
) -> Result<Vec<Way>> {
    let before = kept_beside(tx, actor, company, person.id)?;
    let mut ways = Vec::new();
    if !before.contains(&id) && !giving::may_place(tx, actor, company, &[id])? {
        return Ok(ways);
    }
    // Who leaves nothing is only added.
    let offered = if before.is_empty() { &[Way::Add][..] } else { &[Way::Transfer, Way::Add] };
    for way in offered.iter().copied() {
        if may_go(tx, actor, company, person, &before, &way.after(&before, id))? {
            ways.push(way);
        }
    }
    Ok(ways)
}

fn may_go(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: &Employee,
    before: &[DepartmentId],
    after: &[DepartmentId],
) -> Result<bool> {
    Ok(may_move(actor, company, person, before, after) && may_share(tx, actor, company, before, after)?)
}

/// Whether `actor` may change where a person works: in every department that he gains or loses. What an
/// administrator may, wherever he works, only administrators touch.
#[must_use]
pub fn may_move(
    actor: &Actor,
    company: &Company,
    person: &Employee,
    before: &[DepartmentId],
    after: &[DepartmentId],
) -> bool {
    if person.is_administrator() && !actor.rights.is_administrator() {
        return false;
    }
    let changed: Vec<DepartmentId> = before
        .iter()
        .filter(|id| !after.contains(id))
        .chain(after.iter().filter(|id| !before.contains(id)))
        .copied()
        .collect();
    let over = Over::All(&changed);
    changed.is_empty() || access_rights::may(actor, company, Permission::EditPeople, over)
}

/// Whether `actor` may have somebody work in more departments than `before`: he changes people in all of those, too,
/// for who heads one of them could not change him any more. The company itself is where one works who is nowhere else.
pub fn may_share(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    before: &[DepartmentId],
    after: &[DepartmentId],
) -> Result<bool> {
    let root = tx.departments().root(company.id)?.id;
    let present: Vec<DepartmentId> = before.iter().filter(|id| **id != root).copied().collect();
    let gains = after.iter().any(|id| !before.contains(id));
    Ok(!gains
        || present.is_empty()
        || access_rights::may(actor, company, Permission::EditPeople, Over::All(&present)))
}

/// Puts a person into these departments, and tells the history where he was and what he led. False, and nothing
/// done, where he would gain or lose what `actor` may not do himself: a post, or the reach of a role.
pub fn put(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: &Employee,
    departments: &[DepartmentId],
    now: Timestamp,
) -> Result<bool> {
    let rights = giving::before(tx, actor, company, person)?;
    let posts = tx.departments().posts_of(company.id, person.id)?;
    let before = tx.people().department_names(company.id, person.id)?.join(", ");
    tx.people().set_departments(company.id, person.id, departments)?;
    if !giving::stays_within(tx, actor, company, person.id, rights.as_ref())? {
        return Ok(false);
    }
    let after = tx.people().department_names(company.id, person.id)?.join(", ");
    if before == after {
        return Ok(true);
    }
    let details = format!("{before} → {after}");
    tx.history().record(actor, Action::DepartmentsChanged, Subject::Employee(person.id), &details, now)?;
    posts
        .into_iter()
        .filter(|led| !departments.contains(&led.department))
        .try_for_each(|led| set_post::record_end(tx, actor, person, &led, now))?;
    Ok(true)
}
