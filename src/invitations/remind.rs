//! Reminding once, shortly before an invitation ends.

use super::writing::write_letter;
use super::{Invitation, REMINDER_LETTER};
use crate::base::clock::Timestamp;
use crate::base::random::Random;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// So many days before the end.
const DAYS_BEFORE: i64 = 2;
/// Invitations that live shorter are not worth a second letter.
const LEAST_LIFETIME_DAYS: i64 = 4;
/// Reminders of one call; the next call goes on.
const AT_ONCE: i64 = 200;

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
    let lifetime = Timestamp(0).plus_days(LEAST_LIFETIME_DAYS).0;
    tx.invitations().to_remind_of(company.id, now, now.plus_days(DAYS_BEFORE), lifetime, AT_ONCE)
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
