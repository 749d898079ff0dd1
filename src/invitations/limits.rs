//! What keeps an inviter from writing to strangers without end: quotas of his, caps of an address.

use super::invite::Period;
use super::{INVITATION_LETTER, Invitation, MAX_LETTERS};
use crate::access_rights::roles::giving;
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::company::{Company, MAX_DAYS};
use crate::history::Actor;
use crate::mail::outbox::{Delivery, Letter, State as LetterState};
use crate::store::{Result, Tx};
use crate::suppressions::Reason;

/// Days between two letters to one address.
const ADDRESS_DAYS: i64 = 14;
/// Letters to one address in all.
const ADDRESS_LETTERS: usize = 2;
/// How long an administrator waits between two letters of one invitation that were asked for again.
const AGAIN_AFTER: std::time::Duration = std::time::Duration::from_hours(1);
/// So close to each other two presses are one.
const TWO_PRESSES: std::time::Duration = std::time::Duration::from_mins(1);

/// Why no further letter is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// The person may not invite (any more).
    NotAllowed,
    /// A letter is on its way or waits for its turn.
    AlreadyQueued,
    /// One was sent again less than an hour ago.
    JustSent,
    /// The invitation has had all its letters.
    TooManyLetters,
    /// The address was written to lately, or often enough.
    WrittenLately,
    /// The addressee does not want to be invited.
    OptedOut,
    /// The addressee reported a letter as unwanted.
    Complained,
    /// Letters to this address come back.
    BadAddress,
    /// The inviter's quota of letters is used up.
    OverQuota(Period),
    /// Too many of the inviter's invitations are open.
    TooManyPending,
    /// Invitations hold seats, and there is none for it.
    SeatsFull,
    /// A restore ended its link, and no letter carries another one.
    LinkEnded,
    /// Whoever joins by it may what the person may not do himself.
    MoreThanOwn,
}

/// Why somebody may not decide who comes by an invitation, if he may not: he could not put anybody where it leads.
/// Another address or a link of one's own would make it one's own.
pub(super) fn against_bearer(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    invitation: &Invitation,
) -> Result<Option<Refusal>> {
    let bound_for = tx.invitations().departments(company.id, invitation.id)?;
    let bound_for: Vec<DepartmentId> = bound_for.into_iter().map(|(id, _)| id).collect();
    let may = giving::may_place(tx, actor, company, &bound_for)?;
    Ok((!may).then_some(Refusal::MoreThanOwn))
}

/// The longest lifetime that somebody may give an invitation: what the company has set, and
/// administrators whatever can be set.
pub(super) fn most_days(actor: &Actor, company: &Company) -> i64 {
    if access_rights::is_above_caps(actor, company) { MAX_DAYS } else { company.inviting.invitation_days }
}

/// How many more invitations an employee may have open. What else is done in his name at this moment
/// waits, or has been waited for.
pub(super) fn pending_left(
    tx: &mut Tx<'_>,
    company: &Company,
    inviter: EmployeeId,
    now: Timestamp,
) -> Result<i64> {
    tx.people().lock(company.id, inviter)?;
    Ok((company.inviting.pending_per_inviter - tx.invitations().pending_of(inviter, now)?).max(0))
}

/// How many letters an employee may still cause, for the period that is the fullest. What else is
/// done in his name at this moment waits, or has been waited for.
pub(super) fn quota_left(
    tx: &mut Tx<'_>,
    company: &Company,
    inviter: EmployeeId,
    now: Timestamp,
) -> Result<(i64, Period)> {
    tx.people().lock(company.id, inviter)?;
    let rules = &company.inviting;
    let day = rules.letters_per_day - tx.outbox().caused_by(inviter, now.plus_days(-1))?;
    let week = rules.letters_per_week - tx.outbox().caused_by(inviter, now.plus_days(-7))?;
    Ok(if day <= week { (day.max(0), Period::Day) } else { (week.max(0), Period::Week) })
}

/// One letter in 14 days and two in all to one address, whoever invites, those that were not
/// delivered aside, and those before he asked for another invitation himself.
pub(super) fn written_lately(
    tx: &mut Tx<'_>,
    company: &Company,
    email_key: &str,
    now: Timestamp,
) -> Result<bool> {
    let is_enough = |letters: &[Timestamp]| {
        letters.len() >= ADDRESS_LETTERS || letters.first().is_some_and(|at| at.plus_days(ADDRESS_DAYS) > now)
    };
    let letters = tx.invitations().letters_to(company.id, email_key)?;
    if !is_enough(&letters) {
        return Ok(false);
    }
    let Some(asked) = tx.invitations().asked_for_another(company.id, email_key)? else { return Ok(true) };
    let since: Vec<Timestamp> = letters.into_iter().filter(|at| *at > asked).collect();
    Ok(is_enough(&since))
}

/// What forbids one more letter of an invitation to `email_key`.
pub(super) fn against_letter(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    invitation: &Invitation,
    email_key: &str,
    now: Timestamp,
) -> Result<Option<Refusal>> {
    match tx.suppressions().reason(company.id, email_key)? {
        Some(Reason::OptedOut) => return Ok(Some(Refusal::OptedOut)),
        Some(Reason::Complaint) => return Ok(Some(Refusal::Complained)),
        Some(Reason::BadAddress) => return Ok(Some(Refusal::BadAddress)),
        None => {}
    }
    if regains_seat(invitation, now)
        && crate::seats::reserve(tx, company.id, &company.plan, 1, now)?.is_some()
    {
        return Ok(Some(Refusal::SeatsFull));
    }
    if access_rights::is_above_caps(actor, company) {
        return Ok(None);
    }
    if invitation.letters >= MAX_LETTERS {
        return Ok(Some(Refusal::TooManyLetters));
    }
    if written_lately(tx, company, email_key, now)? {
        return Ok(Some(Refusal::WrittenLately));
    }
    let Some(inviter) = actor.employee else { return Ok(Some(Refusal::NotAllowed)) };
    let (left, period) = quota_left(tx, company, inviter, now)?;
    Ok((left < 1).then_some(Refusal::OverQuota(period)))
}

/// Whether an invitation that is written to once more holds a seat again: it lost it when its letter was
/// not delivered. One that has expired asks for it by [`against_renewal`].
fn regains_seat(invitation: &Invitation, now: Timestamp) -> bool {
    invitation.delivery == Delivery::Failed && invitation.expires_at > now
}

/// What forbids the same letter again, to the same address.
pub(super) fn against_resending(
    tx: &mut Tx<'_>,
    invitation: &Invitation,
    now: Timestamp,
) -> Result<Option<Refusal>> {
    let letters = tx.outbox().of_subject(invitation.company_id, INVITATION_LETTER, invitation.id.0)?;
    if letters.iter().any(is_on_its_way) {
        return Ok(Some(Refusal::AlreadyQueued));
    }
    // One that stayed in the portal's mailbox reached nobody: it may go out once there is a server.
    let pause = |letter: &Letter| if letter.is_kept() { TWO_PRESSES } else { AGAIN_AFTER };
    let again = letters.iter().filter(|letter| letter.state == LetterState::Accepted).skip(1).last();
    Ok(again.filter(|letter| letter.created_at + pause(letter) > now).map(|_| Refusal::JustSent))
}

/// Whether a letter of an invitation has not been handed over yet: it will carry the link that is valid then.
pub(super) fn has_letter_on_its_way(tx: &mut Tx<'_>, invitation: &Invitation) -> Result<bool> {
    let letters = tx.outbox().of_subject(invitation.company_id, INVITATION_LETTER, invitation.id.0)?;
    Ok(letters.iter().any(is_on_its_way))
}

fn is_on_its_way(letter: &Letter) -> bool {
    match letter.state {
        LetterState::Queued | LetterState::Claimed | LetterState::DotSent | LetterState::Deferred => true,
        // After an unknown outcome the portal repeats the letter once by itself, unless a restore came in between.
        LetterState::Unknown => letter.tried_again_at().is_some(),
        LetterState::Accepted | LetterState::Failed | LetterState::Cancelled => false,
    }
}

/// What forbids giving an invitation new validity. Where invitations hold seats, an expired one has
/// lost its seat.
pub(super) fn against_renewal(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    invitation: &Invitation,
    now: Timestamp,
) -> Result<Option<Refusal>> {
    if !access_rights::may(actor, company, Permission::Invite, Over::Anything) {
        return Ok(Some(Refusal::NotAllowed));
    }
    if invitation.expires_at > now {
        return Ok(None);
    }
    if crate::seats::reserve(tx, company.id, &company.plan, 1, now)?.is_some() {
        return Ok(Some(Refusal::SeatsFull));
    }
    let is_full = !access_rights::is_above_caps(actor, company)
        && pending_left(tx, company, invitation.inviter.id, now)? < 1;
    Ok(is_full.then_some(Refusal::TooManyPending))
}
