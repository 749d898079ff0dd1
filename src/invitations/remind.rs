//! Reminding once, shortly before an invitation ends.

use super::writing::write_letter;
use super::{Invitation, REMINDER_LETTER};
use crate::base::clock::Timestamp;
use crate::base::random::Random;
use crate::company::{Company, InvitingRules};
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// Invitations that live less than so many times as long are not worth a second letter.
const LEAST_LIFETIMES: i64 = 2;
/// Reminders of one call; the next call goes on.
const AT_ONCE: i64 = 200;

/// Whether nobody is reminded who is invited for as long as invitations usually live.
#[must_use]
pub fn is_idle(rules: &InvitingRules) -> bool {
    rules.reminder_days.is_some_and(|days| rules.invitation_days < LEAST_LIFETIMES * days)
}

/// Queues the reminders that are due in a company; how many. Called now and then.
pub fn due(tx: &mut Tx<'_>, company: &Company, random: &dyn Random, now: Timestamp) -> Result<usize> {
    if ending(tx, company, now)?.is_empty() {
        return Ok(0);
    }
    // Two processes on one database come here one after the other.
    tx.companies().lock(company.id)?;
    let ending = ending(tx, company, now)?;
    for invitation in &ending {
        remind(tx, company, invitation, random, now)?;
    }
    Ok(ending.len())
}

fn ending(tx: &mut Tx<'_>, company: &Company, now: Timestamp) -> Result<Vec<Invitation>> {
    let Some(days) = company.inviting.reminder_days else { return Ok(Vec::new()) };
    let lifetime = Timestamp(0).plus_days(LEAST_LIFETIMES * days).0;
    tx.invitations().to_remind_of(company.id, now, now.plus_days(days), lifetime, AT_ONCE)
}

fn remind(
    tx: &mut Tx<'_>,
    company: &Company,
    invitation: &Invitation,
    random: &dyn Random,
    now: Timestamp,
) -> Result<()> {
    let actor = Actor::portal(company.id);
    write_letter(tx, REMINDER_LETTER, &actor, company, invitation, random, now)?;
    tx.history().record(&actor, Action::Reminded, Subject::Invitation(invitation.id), &invitation.email, now)
}
