//! Making somebody the head or a deputy of a department that he works in, or neither.

use super::{Led, Post};
use crate::access_rights::roles::giving;
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// He is that now, or was before.
    Done,
    /// He does not work in the department, or not any more.
    NotThere,
    /// The role that comes with it allows what the person may not do himself.
    MoreThanOwn,
    /// The person may not.
    NotAllowed,
    /// There is no such department, or no such person.
    Unknown,
}

/// Makes a person something in a department. Several may head it.
pub fn set_post(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: DepartmentId,
    person: EmployeeId,
    post: Post,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::EditStructure, Over::All(&[id])) {
        return Ok(Outcome::NotAllowed);
    }
    tx.companies().lock(company.id)?;
    let Some(department) = tx.departments().find(company.id, id)? else { return Ok(Outcome::Unknown) };
    let Some(person) = tx.people().find(company.id, person)? else { return Ok(Outcome::Unknown) };
    let before = tx.departments().post(company.id, id, person.id)?;
    let Some(before) = before.filter(|_| person.status == Status::Active) else {
        return Ok(Outcome::NotThere);
    };
    if before == post {
        return Ok(Outcome::Done);
    }
    for kind in [before.role(), post.role()].into_iter().flatten() {
        let role = tx.roles().of_kind(company.id, kind)?;
        let permissions = tx.roles().permissions_of(company.id, role.id)?;
        if !giving::may_give(tx, actor, company, &permissions, &[id])? {
            return Ok(Outcome::MoreThanOwn);
        }
    }
    tx.departments().set_post(company.id, id, person.id, post)?;
    record(tx, actor, &person, &department.name, (before, post), now)?;
    Ok(Outcome::Done)
}

/// Tells the history that a person leads a department no longer; of a member there is nothing to tell.
pub fn record_end(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: &Employee,
    led: &Led,
    now: Timestamp,
) -> Result<()> {
    if led.post == Post::Member {
        return Ok(());
    }
    record(tx, actor, person, &led.name, (led.post, Post::Member), now)
}

fn record(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: &Employee,
    department: &str,
    (before, after): (Post, Post),
    now: Timestamp,
) -> Result<()> {
    let details = format!("{}: {} → {} ({department})", person.shown_name(), before.word(), after.word());
    tx.history().record(actor, Action::PostChanged, Subject::Employee(person.id), &details, now)
}
