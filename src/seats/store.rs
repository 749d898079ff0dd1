//! SQL of seats.

use super::Seats;
use super::usage::Day;
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

    /// Invitations that can still be accepted and may have reached somebody.
    pub fn invited(&mut self, company: CompanyId, now: Timestamp) -> Result<i64> {
        self.0.query_one(
            "SELECT COUNT(*) FROM invitations WHERE company_id = $1 AND expires_at > $2 \
             AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL AND delivery <> 'failed'",
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

    /// Notes the most of a day.
    pub fn note_usage(&mut self, company: CompanyId, day: &Day) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO plan_usage (company_id, day, seats, online, max_employees, max_online) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (company_id, day) DO UPDATE SET \
                 seats = CASE WHEN plan_usage.seats > $3 THEN plan_usage.seats ELSE $3 END, \
                 online = CASE WHEN plan_usage.online > $4 THEN plan_usage.online ELSE $4 END, \
                 max_employees = $5, max_online = $6",
                &[
                    company.into(),
                    (&day.day).into(),
                    day.seats.into(),
                    day.online.into(),
                    day.max_employees.into(),
                    day.max_online.into(),
                ],
            )
            .map(drop)
    }

    /// The days from one on, the earliest first.
    pub fn usage(&mut self, company: CompanyId, from: &str) -> Result<Vec<Day>> {
        self.0.query(
            "SELECT day, seats, online, max_employees, max_online FROM plan_usage \
             WHERE company_id = $1 AND day >= $2 ORDER BY day",
            &[company.into(), from.into()],
            |row| {
                Ok(Day {
                    day: row.get(0)?,
                    seats: row.get(1)?,
                    online: row.get(2)?,
                    max_employees: row.get(3)?,
                    max_online: row.get(4)?,
                })
            },
        )
    }

    /// Forgets the days before one.
    pub fn forget_usage(&mut self, company: CompanyId, before: &str) -> Result<()> {
        self.0
            .execute(
                "DELETE FROM plan_usage WHERE company_id = $1 AND day < $2",
                &[company.into(), before.into()],
            )
            .map(drop)
    }

    /// Of which shares administrators were told last.
    pub fn warned(&mut self, company: CompanyId) -> Result<Warned> {
        self.0.query_one(
            "SELECT seats_warned, online_warned, online_warned_at FROM companies WHERE id = $1",
            &[company.into()],
            |row| Ok(Warned { seats: row.get(0)?, online: row.get(1)?, online_at: row.get(2)? }),
        )
    }

    /// Notes of which share of the seats they were told.
    pub fn set_warned_of_seats(&mut self, company: CompanyId, step: i64) -> Result<()> {
        self.0
            .execute("UPDATE companies SET seats_warned = $1 WHERE id = $2", &[step.into(), company.into()])
            .map(drop)
    }

    /// Notes of which share of the places they were told, and when.
    pub fn set_warned_of_online(&mut self, company: CompanyId, step: i64, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE companies SET online_warned = $1, online_warned_at = $2 WHERE id = $3",
                &[step.into(), now.into(), company.into()],
            )
            .map(drop)
    }
}

/// The steps of the plan that administrators were told of last, in percent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Warned {
    /// Of the seats.
    pub seats: i64,
    /// Of the places for people at work at the same time.
    pub online: i64,
    /// When of the latter.
    pub online_at: Timestamp,
}
