//! Accepting a personal invitation: one transaction spends it, takes the seat and makes the employee.

use super::newcomer::{self, Newcomer};
use super::opened::{self, Standing};
use super::{Deed, letter, notify};
use crate::access_rights::Permission;
use crate::history::{Action, Subject};
use crate::invitations::{self, Invitation};
use crate::mail::outbox::Delivery;
use crate::people::{Employee, Status};
use crate::seats::{self, Taking};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The person is an employee; the token is for the cookie, none where as many people are at
    /// work as the plan allows.
    Joined {
        /// The session's secret.
        token: String,
    },
    /// An administrator has to let the person in: the departments give more than the inviter can give.
    AwaitingApproval,
    /// There is no seat; nothing changed, and those who can help were told.
    SeatsFull,
    /// It can't be accepted (any more); nothing changed.
    Closed(Standing),
}

/// Accepts `invitation`, whose secret was proved. Everything is read again here: what was true
/// when the page was shown decides nothing (R5, R6).
pub fn accept(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    invitation: &Invitation,
    newcomer: &Newcomer,
) -> Result<Outcome> {
    let company = &super::hold(tx, deed)?;
    let deed = &Deed { company, ..*deed };
    let standing = standing_now(tx, deed, invitation)?;
    if standing != Standing::Open {
        return refuse(tx, deed, invitation, standing);
    }
    let departments = tx.invitations().departments(company.id, invitation.id)?;
    let departments = newcomer::or_root(tx, deed, departments.into_iter().map(|(id, _)| id).collect())?;
    let waits = newcomer::is_given_too_much(tx, deed, invitation.inviter.id, &departments)?;
    if !waits && seats::take(tx, company.id, &company.plan, Some(invitation.id), deed.now)? == Taking::Full {
        return refuse(tx, deed, invitation, Standing::SeatsFull);
    }
    let status = if waits { Status::AwaitingApproval } else { Status::Active };
    let Some(person) = spend(tx, deed, invitation, status)? else {
        let standing = standing_now(tx, deed, invitation)?;
        tx.undo();
        return Ok(Outcome::Closed(standing));
    };
    withdraw_letters(tx, deed, invitation)?;
    let actor = deed.actor.clone().proved(person.id);
    tx.history().record(
        &actor,
        Action::Accepted,
        Subject::Invitation(invitation.id),
        &invitation.email,
        deed.now,
    )?;
    let key = &invitation.email_key;
    if waits {
        newcomer::equip(tx, deed, newcomer, &person, key, &departments)?;
        notify::tell_deciders(
            tx,
            deed,
            Permission::Approve,
            person.id,
            &departments,
            letter::APPROVAL_ASKED,
        )?;
        return Ok(Outcome::AwaitingApproval);
    }
    let token = newcomer::settle(tx, deed, newcomer, &person, key, &departments)?;
    notify::joined(tx, deed, invitation.inviter.id, letter::ACCEPTED, invitation.id.0)?;
    Ok(Outcome::Joined { token })
}

/// Where the invitation stands now. A new link was made since: the old one is as good as revoked.
fn standing_now(tx: &mut Tx<'_>, deed: &Deed<'_>, invitation: &Invitation) -> Result<Standing> {
    match tx.invitations().find(deed.company.id, invitation.id)? {
        Some(fresh) if fresh.generation == invitation.generation => {
            opened::standing(tx, deed.company, &fresh, deed.now)
        }
        Some(_) | None => Ok(Standing::Revoked),
    }
}

fn refuse(tx: &mut Tx<'_>, deed: &Deed<'_>, invitation: &Invitation, standing: Standing) -> Result<Outcome> {
    match standing {
        Standing::SeatsFull => {
            notify::no_seat_for(tx, deed, invitation)?;
            Ok(Outcome::SeatsFull)
        }
        Standing::AlreadyEmployee => {
            close_duplicate(tx, deed, invitation)?;
            Ok(Outcome::Closed(standing))
        }
        Standing::Open | Standing::Accepted | Standing::Declined | Standing::Revoked | Standing::Expired => {
            Ok(Outcome::Closed(standing))
        }
    }
}

/// Spends the invitation and takes its person out of the invited; `None` where somebody was quicker.
fn spend(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    invitation: &Invitation,
    status: Status,
) -> Result<Option<Employee>> {
    let company = deed.company.id;
    if !tx.invitations().accept(company, invitation.id, invitation.generation, deed.now)? {
        return Ok(None);
    }
    let Some(person) = tx.people().find_by_address(company, &invitation.email_key)? else { return Ok(None) };
    let is_mine = tx.people().change_status(company, person.id, Status::Invited, status, deed.now)?;
    Ok(is_mine.then_some(person))
}

/// An invitation of somebody who came by another way is of no use to anybody.
pub fn close_duplicate(tx: &mut Tx<'_>, deed: &Deed<'_>, invitation: &Invitation) -> Result<()> {
    if tx.invitations().revoke(deed.company.id, invitation.id, deed.now)? {
        withdraw_letters(tx, deed, invitation)?;
        let subject = Subject::Invitation(invitation.id);
        tx.history().record(deed.actor, Action::Revoked, subject, &invitation.email, deed.now)?;
    }
    Ok(())
}

/// Withdraws the letters of an invitation that have not been handed over.
pub fn withdraw_letters(tx: &mut Tx<'_>, deed: &Deed<'_>, invitation: &Invitation) -> Result<()> {
    if invitations::letter::withdraw(tx, deed.company.id, invitation.id, deed.now)? > 0 {
        tx.invitations().set_delivery(deed.company.id, invitation.id, Delivery::None)?;
    }
    Ok(())
}
