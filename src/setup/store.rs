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

    /// The mark of the key that the portal is bound to.
    pub fn key_mark(&mut self) -> Result<Option<Vec<u8>>> {
        let row = self.0.query_opt("SELECT key_mark FROM installation", &[], |row| row.get(0))?;
        Ok(row.flatten())
    }

    /// Binds the portal, once it is set up, to the key with this mark; `anew` where it was bound to another.
    pub fn bind_key(&mut self, mark: &[u8], anew: bool) -> Result<()> {
        self.0
            .execute(
                "UPDATE installation SET key_mark = $1 WHERE key_mark IS NULL OR CAST($2 AS BIGINT) = 1",
                &[mark.into(), i64::from(anew).into()],
            )
            .map(drop)
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
