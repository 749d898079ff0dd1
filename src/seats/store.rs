//! SQL of seats.

use super::Seats;
use crate::base::clock::Timestamp;
use crate::base::id::CompanyId;
use crate::store::{Result, Tx};

/// The accessor: `tx.seats()`.
pub struct SeatRows<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The seats.
    pub fn seats(&mut self) -> SeatRows<'_, 'c> {
        SeatRows(self)
    }
}

impl SeatRows<'_, '_> {
    /// Takes one, unless `held` and the used ones fill the plan.
    pub fn take(&mut self, company: CompanyId, held: i64) -> Result<bool> {
        let taken = self.0.execute(
            "UPDATE companies SET seats_used = seats_used + 1 \
             WHERE id = $1 AND (max_employees IS NULL OR seats_used + $2 < max_employees)",
            &[company.into(), held.into()],
        )?;
        Ok(taken > 0)
    }

    /// Gives one back.
    pub fn release(&mut self, company: CompanyId) -> Result<()> {
        self.0
            .execute(
                "UPDATE companies SET seats_used = seats_used - 1 WHERE id = $1 AND seats_used > 0",
                &[company.into()],
            )
            .map(drop)
    }

    /// Invitations that can still be accepted.
    pub fn invited(&mut self, company: CompanyId, now: Timestamp) -> Result<i64> {
        self.0.query_one(
            "SELECT COUNT(*) FROM invitations WHERE company_id = $1 AND expires_at > $2 \
             AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL",
            &[company.into(), now.into()],
            |row| row.get(0),
        )
    }

    /// How the seats stand.
    pub fn standing(&mut self, company: CompanyId, now: Timestamp) -> Result<Seats> {
        let (total, used, reserved): (Option<i64>, i64, bool) = self.0.query_one(
            "SELECT max_employees, seats_used, reserve_seats FROM companies WHERE id = $1",
            &[company.into()],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        // Exact where it decides something; where nothing hangs on it, the count of people will do:
        // it costs the same however many there are.
        let invited = if reserved && total.is_some() {
            self.invited(company, now)?
        } else {
            self.0.query_one(
                "SELECT CAST(COALESCE(SUM(people), 0) AS BIGINT) FROM employee_counts \
                 WHERE company_id = $1 AND status = 'invited'",
                &[company.into()],
                |row| row.get(0),
            )?
        };
        Ok(Seats { total, used, invited, reserved })
    }
}
