//! What a personal link leads to. Opening one changes nothing, however often.

use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, InvitationId};
use crate::base::secret::{Purpose, SecretKey};
use crate::company::Company;
use crate::invitations::{Invitation, State};
use crate::people::Status;
use crate::store::{Result, Tx};

/// What can be done about an invitation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// It can be accepted now.
    Open,
    /// It could be, but the plan has no seat; it waits.
    SeatsFull,
    /// The person works here already, having come by another way.
    AlreadyEmployee,
    /// It was accepted.
    Accepted,
    /// The invitee refused.
    Declined,
    /// It was taken back.
    Revoked,
    /// Its time has passed.
    Expired,
}

/// The invitation that a secret belongs to: looked up by what it claims, then proved. `None` tells
/// nothing of why (ASVS 6.3.8: all wrong links look alike).
pub fn prove(
    tx: &mut Tx<'_>,
    key: &SecretKey,
    company: CompanyId,
    secret: &str,
) -> Result<Option<Invitation>> {
    let Some(id) = key.claimed_id(Purpose::Invitation, secret) else { return Ok(None) };
    let found = tx.invitations().find(company, InvitationId(id))?;
    Ok(found.filter(|invitation| key.proves(Purpose::Invitation, invitation.secret_row(), secret)))
}

/// Where an invitation stands for its invitee.
pub fn standing(
    tx: &mut Tx<'_>,
    company: &Company,
    invitation: &Invitation,
    now: Timestamp,
) -> Result<Standing> {
    Ok(match invitation.state(now) {
        State::Accepted => Standing::Accepted,
        State::Declined => Standing::Declined,
        State::Revoked => Standing::Revoked,
        State::Expired => Standing::Expired,
        State::Pending => {
            let person = tx.people().find_by_address(company.id, &invitation.email_key)?;
            match person.map(|person| person.status) {
                Some(Status::Active | Status::AwaitingApproval) => Standing::AlreadyEmployee,
                Some(Status::Dismissed) | None => Standing::Revoked,
                Some(Status::Invited) if is_full(tx, company, now)? => Standing::SeatsFull,
                Some(Status::Invited) => Standing::Open,
            }
        }
    })
}

/// Whether the plan is full to the last seat. A look only: who joins takes the seat by
/// [`crate::seats::take`].
pub fn is_full(tx: &mut Tx<'_>, company: &Company, now: Timestamp) -> Result<bool> {
    if company.plan.max_employees.is_none() {
        return Ok(false);
    }
    let seats = tx.seats().standing(company.id, now)?;
    Ok(seats.total.is_some_and(|total| seats.used >= total))
}
