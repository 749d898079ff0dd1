//! Refusing who came by a join link and waits: he leaves the list, and may ask again.

use super::{REFUSED_LETTER, Status, find_visible, may_change};
use crate::access_rights::{self, Over, Permission};
use crate::accounts::letter::{Recipient, queue};
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::base::random::Random;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// He is gone.
    Refused,
    /// He does not wait for approval.
    NotWaiting(Status),
    /// The person may not refuse people.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// The most letters of a reason.
pub const MAX_REASON: usize = 300;

/// Refuses a person who waits for approval. He is told by a letter, with the reason where one is given, and
/// the use of the join link that he took is given back.
pub fn refuse(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    reason: &str,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::Approve, Over::Anything) {
        return Ok(Outcome::NotAllowed);
    }
    let Some(person) = find_visible(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if !may_change(tx, actor, company, Permission::Approve, &person)? {
        return Ok(Outcome::NotAllowed);
    }
    if !tx.people().delete(company.id, id, Status::AwaitingApproval)? {
        return Ok(match tx.people().find(company.id, id)? {
            Some(person) => Outcome::NotWaiting(person.status),
            None => Outcome::NotFound,
        });
    }
    if let Some(link) = person.join_link_id {
        tx.join_links().give_use_back(company.id, link)?;
    }
    let refusal = tx.people().note_refusal(&person, reason, now)?;
    queue(tx, company, REFUSED_LETTER, refusal, &Recipient::of(&person), random, now)?;
    let details = format!("{} ({})", person.shown_name(), person.email);
    let details = if reason.is_empty() { details } else { format!("{details}: {reason}") };
    tx.history().record(actor, Action::Refused, Subject::Employee(id), &details, now)?;
    Ok(Outcome::Refused)
}
