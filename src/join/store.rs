//! SQL of joining: wishes for silence; what is asked at join links stands below.

mod attempts;
mod newcomers;
pub mod requests;

use super::decline::Wish;
use crate::base::clock::Timestamp;
use crate::base::id::CompanyId;
use crate::store::{Result, Tx};

/// The accessor: `tx.suppressions()`.
pub struct Suppressions<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The addresses that are not written to.
    pub fn suppressions(&mut self) -> Suppressions<'_, 'c> {
        Suppressions(self)
    }
}

impl Suppressions<'_, '_> {
    /// Notes that the person wants silence, and how he said so; false where that was known.
    pub fn insert(
        &mut self,
        company: CompanyId,
        email_key: &str,
        wish: Wish,
        now: Timestamp,
    ) -> Result<bool> {
        let rows = self.0.execute(
            "INSERT INTO suppressions (company_id, email_key, reason, created_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (company_id, email_key) DO UPDATE SET reason = $3, created_at = $4 \
             WHERE suppressions.reason NOT IN ('opted_out', $3)",
            &[company.into(), email_key.into(), wish.word().into(), now.into()],
        )?;
        Ok(rows > 0)
    }

    /// Takes the person's wish for silence back; an address that does not work stays silenced.
    pub fn delete(&mut self, company: CompanyId, email_key: &str) -> Result<()> {
        self.0
            .execute(
                "DELETE FROM suppressions WHERE company_id = $1 AND email_key = $2 AND reason = 'opted_out'",
                &[company.into(), email_key.into()],
            )
            .map(drop)
    }
}
