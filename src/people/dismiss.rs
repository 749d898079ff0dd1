//! Dismissing somebody: his sessions and tokens end at once, his seat is free, his join links are dead.

use std::collections::HashSet;

use super::{Employee, Role, Status, set_role};
use crate::access_rights::roles::{give, giving};
use crate::access_rights::{self, Over, Permission};
use crate::accounts::address_change;
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::history::telling::{Note, Telling};
use crate::history::{Action, Actor, Subject};
use crate::invitations::revoke;
use crate::seats;
use crate::store::{Result, Tx};
use crate::structure::answers::{self, Succession};
use crate::structure::{Led, Post, set_post};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// He is dismissed, now or before: asking twice changes nothing.
    Dismissed,
    /// He has not joined: his invitation is to be revoked, or he is to be refused.
    NotJoined(Status),
    /// Nobody would be left to administer the company.
    LastAdministrator,
    /// The person may not dismiss people.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// What a dismissal ends, beyond the access.
#[derive(Clone, Debug, Default)]
pub struct Consequences {
    /// Invitations of his that can still be accepted: they stay valid, unless they are to be revoked.
    pub invitations: i64,
    /// Join links of his that one can still join by.
    pub links: i64,
    /// Tokens of the machine interface.
    pub tokens: i64,
    /// The address that he wished for and has not confirmed.
    pub address: Option<String>,
    /// Departments that he leads, and as what.
    pub leads: Vec<Led>,
    /// Who answers then for those whose head he is; nothing where that is not known.
    pub successions: Vec<Succession>,
    /// Roles that he has himself.
    pub roles: Vec<access_rights::roles::Role>,
    /// Whether he is an administrator.
    pub is_administrator: bool,
    /// Whether whoever asks can't take him back: his departments give him what that one may not do himself.
    pub is_final: bool,
}

/// What dismissing a person would end; nothing is written.
pub fn foresee(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    now: Timestamp,
) -> Result<Consequences> {
    let posts = tx.departments().posts_of(company.id, id)?;
    let person = tx.people().find(company.id, id)?;
    let leads: Vec<Led> = posts.into_iter().filter(|led| led.post != Post::Member).collect();
    let successions = answers::without(tx, company.id, id, &leads)?;
    let (is_final, wish) = match &person {
        Some(person) => {
            let is_final = !giving::may_employ(tx, actor, company, person)?;
            (is_final, address_change::open_of(tx, person, now)?)
        }
        None => (false, None),
    };
    Ok(Consequences {
        invitations: tx.invitations().pending_of(id, now)?,
        links: tx.join_links().count_open_of(company.id, id, now)?,
        tokens: tx.tokens().count_of(company.id, id)?,
        address: wish.map(|wish| wish.email),
        leads,
        successions,
        roles: tx.roles().of_person(company.id, id)?,
        is_administrator: person.is_some_and(|person| person.is_administrator()),
        is_final,
    })
}

/// Who would stay of people who are dismissed one after the other: the last who can administer the company.
pub fn who_stay(
    tx: &mut Tx<'_>,
    company: &Company,
    people: impl IntoIterator<Item = EmployeeId>,
) -> Result<HashSet<EmployeeId>> {
    let mut left = tx.people().administrators_with_password(company.id)?;
    let mut staying = HashSet::new();
    for id in people {
        let administers = match left.get(&id) {
            Some(_) => true,
            None => tx.people().find(company.id, id)?.is_some_and(|person| person.is_administrator()),
        };
        let others = left.iter().any(|other| *other != id);
        if administers && !others {
            staying.insert(id);
        } else {
            left.remove(&id);
        }
    }
    Ok(staying)
}

/// He is no administrator any more, has no role and leads nothing; the history tells each.
fn take_rights(tx: &mut Tx<'_>, actor: &Actor, person: &Employee, now: Timestamp) -> Result<()> {
    let (company, id) = (person.company_id, person.id);
    if tx.people().set_role(company, id, Role::Employee)? {
        set_role::record(tx, actor, person, Role::Employee, now)?;
    }
    for role in tx.roles().of_person(company, id)? {
        give::record(tx, actor, Action::RoleTaken, &role, person, now)?;
    }
    tx.roles().take_all(company, id)?;
    for led in tx.departments().posts_of(company, id)? {
        set_post::record_end(tx, actor, person, &led, now)?;
    }
    tx.departments().end_posts(company, id)
}

/// Dismisses an employee. His personal invitations stay valid, unless `revokes` takes back those that nobody has
/// accepted. He is no administrator any more, leads no department and has no role, so that taking him back does not quietly give him what he had.
pub fn dismiss(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    revokes: bool,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::Dismiss, Over::Anything) {
        return Ok(Outcome::NotAllowed);
    }
    // Two administrators who dismiss each other at the same time come here one after the other.
    tx.companies().lock(company.id)?;
    let Some(person) = tx.people().find(company.id, id)? else { return Ok(Outcome::NotFound) };
    if !super::may_change(tx, actor, company, Permission::Dismiss, &person)? {
        return Ok(Outcome::NotAllowed);
    }
    match person.status {
        Status::Active => {}
        Status::Dismissed => return Ok(Outcome::Dismissed),
        Status::Invited | Status::AwaitingApproval => return Ok(Outcome::NotJoined(person.status)),
    }
    if super::is_last_administrator(tx, &person)? {
        return Ok(Outcome::LastAdministrator);
    }
    if let Some(told) = end(tx, actor, &person, revokes, now)? {
        tx.history().record(actor, Action::Dismissed, Subject::Employee(id), told.as_str(), now)?;
    }
    Ok(Outcome::Dismissed)
}

/// Ends his work here, and tells what that was; `None` where he does not work here.
pub(super) fn end(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: &Employee,
    revokes: bool,
    now: Timestamp,
) -> Result<Option<Telling>> {
    let company = person.company_id;
    if !tx.people().change_status(company, person.id, Status::Active, Status::Dismissed, now)? {
        return Ok(None);
    }
    take_rights(tx, actor, person, now)?;
    seats::release(tx, company)?;
    close(tx, actor, person, revokes, now).map(Some)
}

/// Ends all by which he could come in or bring others in, and tells what that was.
fn close(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: &Employee,
    revokes: bool,
    now: Timestamp,
) -> Result<Telling> {
    let (company, id) = (person.company_id, person.id);
    let sessions = tx.sessions().delete_all(company, id, None)?;
    let tokens = tx.tokens().revoke_of(company, id, now)?;
    tx.password_resets().replace_of(company, id, now)?;
    address_change::end(tx, actor, person, now)?;
    tx.address_changes().replace_by(company, id, now)?;
    let links = tx.join_links().switch_off_of(company, id, actor.employee, now)?;
    let links: Vec<String> = links.iter().map(|link| format!("№ {link}")).collect();
    let taken_back = if revokes { revoke::all_of(tx, actor, company, id, now)? } else { 0 };
    Ok(Telling::of(person.shown_name())
        .count(Note::Sessions, i64::try_from(sessions).unwrap_or(i64::MAX))
        .names(Note::Tokens, &tokens)
        .names(Note::LinksOff, &links)
        .count(Note::InvitationsRevoked, i64::try_from(taken_back).unwrap_or(i64::MAX))
        .count(Note::InvitationsKept, tx.invitations().pending_of(id, now)?))
}
