//! SQL of what is counted of an address in a day, over all requests.

use crate::base::clock::Timestamp;
use crate::base::id::CompanyId;
use crate::store::{Result, Tx};

/// The accessor: `tx.join_attempts()`.
pub struct JoinAttempts<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// What was done about addresses at join links.
    pub fn join_attempts(&mut self) -> JoinAttempts<'_, 'c> {
        JoinAttempts(self)
    }
}

impl JoinAttempts<'_, '_> {
    /// Counts a letter; false where there were `most` in the day, which began after `day_ago`.
    pub fn count_letter(
        &mut self,
        company: CompanyId,
        email_key: &str,
        most: i64,
        day_ago: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        self.count(company, email_key, (1, 0), most, day_ago, now)
    }

    /// Counts a code typed over; false where there were `most` in the day, which began after `day_ago`.
    pub fn count_code(
        &mut self,
        company: CompanyId,
        email_key: &str,
        most: i64,
        day_ago: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        self.count(company, email_key, (0, 1), most, day_ago, now)
    }

    /// One statement looks and counts, so that many at once are no way around it.
    fn count(
        &mut self,
        company: CompanyId,
        email_key: &str,
        (letters, codes): (i64, i64),
        most: i64,
        day_ago: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        let rows = self.0.execute(
            "INSERT INTO join_attempts (company_id, email_key, began_at, letters, codes) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (company_id, email_key) DO UPDATE SET \
             letters = CASE WHEN join_attempts.began_at <= $6 THEN $4 ELSE join_attempts.letters + $4 END, \
             codes = CASE WHEN join_attempts.began_at <= $6 THEN $5 ELSE join_attempts.codes + $5 END, \
             began_at = CASE WHEN join_attempts.began_at <= $6 THEN $3 ELSE join_attempts.began_at END \
             WHERE join_attempts.began_at <= $6 \
             OR join_attempts.letters * $4 + join_attempts.codes * $5 < $7",
            &[
                company.into(),
                email_key.into(),
                now.into(),
                letters.into(),
                codes.into(),
                day_ago.into(),
                most.into(),
            ],
        )?;
        Ok(rows > 0)
    }

    /// Forgets the days that began before an instant.
    pub fn delete_before(&mut self, before: Timestamp) -> Result<u64> {
        self.0.execute("DELETE FROM join_attempts WHERE began_at < $1", &[before.into()])
    }
}
