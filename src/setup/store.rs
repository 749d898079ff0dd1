//! SQL of the first run.

use crate::base::clock::Timestamp;
use crate::base::id::CompanyId;
use crate::store::{Result, Tx};

/// The accessor: `tx.installation()`.
pub struct Installation<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The installation: whether the portal was set up.
    pub fn installation(&mut self) -> Installation<'_, 'c> {
        Installation(self)
    }
}

impl Installation<'_, '_> {
    /// Whether the portal was set up.
    pub fn is_set_up(&mut self) -> Result<bool> {
        Ok(self.0.query_opt("SELECT id FROM installation", &[], |row| row.get::<i64>(0))?.is_some())
    }

    /// Takes the one row; false where somebody was quicker.
    pub fn claim(&mut self, company: CompanyId) -> Result<bool> {
        let rows = self.0.execute(
            "INSERT INTO installation (id, company_id) VALUES (1, $1) ON CONFLICT (id) DO NOTHING",
            &[company.into()],
        )?;
        Ok(rows > 0)
    }

    /// Adds a code.
    pub fn add_code(&mut self, hash: &[u8], now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO setup_codes (code_hash, created_at) VALUES ($1, $2)",
                &[hash.into(), now.into()],
            )
            .map(drop)
    }

    /// What was typed so far with a code; `None` where there is no such code.
    pub fn draft(&mut self, hash: &[u8]) -> Result<Option<String>> {
        self.0
            .query_opt("SELECT draft FROM setup_codes WHERE code_hash = $1", &[hash.into()], |row| row.get(0))
    }

    /// Keeps what was typed so far.
    pub fn keep_draft(&mut self, hash: &[u8], draft: &str) -> Result<()> {
        self.0
            .execute("UPDATE setup_codes SET draft = $1 WHERE code_hash = $2", &[draft.into(), hash.into()])
            .map(drop)
    }

    /// No code opens anything any more.
    pub fn forget_codes(&mut self) -> Result<()> {
        self.0.execute("DELETE FROM setup_codes", &[]).map(drop)
    }
}
