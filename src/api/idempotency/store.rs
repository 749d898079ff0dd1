//! SQL of idempotency keys.

use super::Use;
use crate::base::clock::Timestamp;
use crate::store::{Result, Tx};

/// The accessor: `tx.idempotency_keys()`.
pub struct Keys<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The idempotency keys.
    pub fn idempotency_keys(&mut self) -> Keys<'_, 'c> {
        Keys(self)
    }
}

impl Keys<'_, '_> {
    /// Takes a key; false where it was used before.
    pub fn insert(&mut self, used: &Use, now: Timestamp) -> Result<bool> {
        let rows = self.0.execute(
            "INSERT INTO idempotency_keys (company_id, employee_id, idempotency_key, request_hash, answer, \
             created_at) VALUES ($1, $2, $3, $4, '', $5) \
             ON CONFLICT (company_id, employee_id, idempotency_key) DO NOTHING",
            &[
                used.company.into(),
                used.employee.into(),
                (&used.key).into(),
                (&used.request).into(),
                now.into(),
            ],
        )?;
        Ok(rows > 0)
    }

    /// What was asked and answered under a key.
    pub fn find(&mut self, used: &Use) -> Result<Option<(Vec<u8>, String)>> {
        self.0.query_opt(
            "SELECT request_hash, answer FROM idempotency_keys \
             WHERE company_id = $1 AND employee_id = $2 AND idempotency_key = $3",
            &[used.company.into(), used.employee.into(), (&used.key).into()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Sets the answer.
    pub fn set_answer(&mut self, used: &Use, answer: &str) -> Result<()> {
        self.0
            .execute(
                "UPDATE idempotency_keys SET answer = $1 \
                 WHERE company_id = $2 AND employee_id = $3 AND idempotency_key = $4",
                &[answer.into(), used.company.into(), used.employee.into(), (&used.key).into()],
            )
            .map(drop)
    }

    /// Forgets the keys that are older than an instant.
    pub fn delete_before(&mut self, instant: Timestamp) -> Result<u64> {
        self.0.execute("DELETE FROM idempotency_keys WHERE created_at < $1", &[instant.into()])
    }
}
