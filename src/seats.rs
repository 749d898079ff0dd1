//! Seats: an active employee takes one; the plan says how many there are; nothing exceeds it.

pub mod api;
pub mod letter;
mod line;
mod shown;
pub mod store;
pub mod usage;
pub mod warnings;

pub use self::line::SeatsLine;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, InvitationId};
use crate::company::Plan;
use crate::store::{Result, Tx};

/// How the seats stand.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Seats {
    /// Seats of the plan; `None` is unlimited.
    pub total: Option<i64>,
    /// Taken by active employees.
    pub used: i64,
    /// People with an invitation that can still be accepted.
    pub invited: i64,
    /// Whether those hold a seat.
    pub reserved: bool,
}

impl Seats {
    /// Seats that somebody new could take; `None` is unlimited.
    #[must_use]
    pub fn free(&self) -> Option<i64> {
        self.total.map(|total| (total - self.claimed()).max(0))
    }

    /// Seats that nobody new could take: taken, or held by an invitation.
    #[must_use]
    pub fn claimed(&self) -> i64 {
        self.used + if self.reserved { self.invited } else { 0 }
    }

    /// How many of those who are invited would find no seat if everybody joined now.
    #[must_use]
    pub fn short(&self) -> Option<i64> {
        let missing = self.used + self.invited - self.total.filter(|total| self.used < *total)?;
        (missing > 0).then_some(missing)
    }

    /// How many seats are missing where `more` people are invited: for them, where an invitation holds
    /// one; else for all that are invited.
    #[must_use]
    pub fn missing_for(&self, more: i64) -> Option<i64> {
        let waiting = if self.reserved { 0 } else { self.invited };
        let missing = waiting + more - self.free()?;
        (missing > 0).then_some(missing)
    }
}

/// Whether there was a seat.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Taking {
    /// It is taken now.
    Taken,
    /// The plan has no more.
    Full,
}

/// Takes a seat for somebody who joins now; `own` is the invitation by which he does. What invitations hold
/// is held against those without one: where more hold a seat than there are, because the rule is new or the
/// plan smaller, whoever comes first has it.
pub fn take(
    tx: &mut Tx<'_>,
    company: CompanyId,
    plan: &Plan,
    own: Option<InvitationId>,
    now: Timestamp,
) -> Result<Taking> {
    let held = match plan.max_employees {
        Some(_) if plan.reserve_seats && own.is_none() => {
            tx.companies().lock(company)?;
            tx.seats().invited(company, now)?
        }
        _ => 0,
    };
    Ok(if tx.seats().take(company, held)? { Taking::Taken } else { Taking::Full })
}

/// Gives back the seat of somebody who leaves.
pub fn release(tx: &mut Tx<'_>, company: CompanyId) -> Result<()> {
    tx.seats().release(company)
}

/// Whether `wanted` more invitations may be made where invitations hold seats; how many may, else.
/// Other inviters of the company wait meanwhile.
pub fn reserve(
    tx: &mut Tx<'_>,
    company: CompanyId,
    plan: &Plan,
    wanted: i64,
    now: Timestamp,
) -> Result<Option<i64>> {
    if !plan.reserve_seats || plan.max_employees.is_none() {
        return Ok(None);
    }
    tx.companies().lock(company)?;
    let free = tx.seats().standing(company, now)?.free().unwrap_or(i64::MAX);
    Ok((free < wanted).then_some(free))
}
