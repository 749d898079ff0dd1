//! SQL of the addresses that are not written to.

use super::{Reason, Suppression};
use crate::base::clock::Timestamp;
use crate::base::cursor::Cursor;
use crate::base::email_address::EmailAddress;
use crate::base::id::CompanyId;
use crate::store::{Error, Result, Row, Tx};

/// The accessor: `tx.suppressions()`.
pub struct Suppressions<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The addresses that are not written to.
    pub fn suppressions(&mut self) -> Suppressions<'_, 'c> {
        Suppressions(self)
    }
}

const COLUMNS: &str = "email_key, email, reason, created_at, reply";

fn suppression(row: &Row<'_>) -> Result<Suppression> {
    let (email_key, email, reason): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok(Suppression {
        email: if email.is_empty() { email_key.clone() } else { email },
        email_key,
        reason: Reason::from_word(&reason).ok_or_else(|| Error::broken(format!("suppression {reason}")))?,
        created_at: row.get(3)?,
        reply: row.get(4)?,
    })
}

impl Suppressions<'_, '_> {
    /// Why and since when an address is not written to; `None` where it may be.
    pub fn find(&mut self, company: CompanyId, email_key: &str) -> Result<Option<Suppression>> {
        self.0.query_opt(
            &format!("SELECT {COLUMNS} FROM suppressions WHERE company_id = $1 AND email_key = $2"),
            &[company.into(), email_key.into()],
            suppression,
        )
    }

    /// Why an address is not written to; `None` where it may be.
    pub fn reason(&mut self, company: CompanyId, email_key: &str) -> Result<Option<Reason>> {
        Ok(self.find(company, email_key)?.map(|found| found.reason))
    }

    /// Notes that an address is not written to; false where nothing new was learned. A wish for silence stays
    /// what it is, and nothing weighs less than a mailbox that does not exist.
    pub fn insert(
        &mut self,
        company: CompanyId,
        address: &EmailAddress,
        reason: Reason,
        reply: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let rows = self.0.execute(
            "INSERT INTO suppressions (company_id, email_key, email, reason, reply, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (company_id, email_key) DO UPDATE SET reason = $4, reply = $5, created_at = $6 \
             WHERE suppressions.reason <> 'opted_out' AND suppressions.reason <> $4 AND $4 <> 'bad_address'",
            &[
                company.into(),
                address.key().into(),
                address.as_str().into(),
                reason.word().into(),
                reply.into(),
                now.into(),
            ],
        )?;
        Ok(rows > 0)
    }

    /// Lets an address be written to again.
    pub fn delete(&mut self, company: CompanyId, email_key: &str) -> Result<()> {
        self.0
            .execute(
                "DELETE FROM suppressions WHERE company_id = $1 AND email_key = $2",
                &[company.into(), email_key.into()],
            )
            .map(drop)
    }

    /// How many addresses that begin so are not written to; all of them where nothing is typed.
    pub fn count(&mut self, company: CompanyId, typed: &str) -> Result<i64> {
        self.0.query_one(
            "SELECT COUNT(*) FROM suppressions WHERE company_id = $1 AND email_key >= $2 AND email_key < $3",
            &[company.into(), typed.into(), format!("{typed}\u{10ffff}").as_str().into()],
            |row| row.get(0),
        )
    }

    /// A page of them, the latest first, behind this place.
    pub fn list(
        &mut self,
        company: CompanyId,
        after: Option<&Cursor>,
        limit: i64,
    ) -> Result<Vec<Suppression>> {
        let (key, at) = after.map_or(("", i64::MAX), |after| (after.key.as_str(), after.id));
        self.0.query(
            &format!(
                "SELECT {COLUMNS} FROM suppressions WHERE company_id = $1 AND (created_at, email_key) < ($2, $3) \
                 ORDER BY created_at DESC, email_key DESC LIMIT $4"
            ),
            &[company.into(), at.into(), key.into(), limit.into()],
            suppression,
        )
    }

    /// Those whose address begins so, in its order, behind this place.
    pub fn beginning(
        &mut self,
        company: CompanyId,
        typed: &str,
        after: Option<&Cursor>,
        limit: i64,
    ) -> Result<Vec<Suppression>> {
        let key = after.map_or("", |after| after.key.as_str());
        self.0.query(
            &format!(
                "SELECT {COLUMNS} FROM suppressions WHERE company_id = $1 AND email_key >= $2 AND email_key < $3 \
                 AND email_key > $4 ORDER BY email_key LIMIT $5"
            ),
            &[company.into(), typed.into(), format!("{typed}\u{10ffff}").as_str().into(), key.into(), limit.into()],
            suppression,
        )
    }
}
