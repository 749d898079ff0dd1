//! SQL of wishes for a new password.

use crate::accounts::letter;
use crate::accounts::reset::PasswordReset;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId, PasswordResetId};
use crate::mail::outbox::KEPT;
use crate::people::Status;
use crate::store::{Result, Tx};

/// The accessor: `tx.password_resets()`.
pub struct PasswordResets<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The wishes for a new password.
    pub fn password_resets(&mut self) -> PasswordResets<'_, 'c> {
        PasswordResets(self)
    }
}

impl PasswordResets<'_, '_> {
    /// Adds a wish; `employee` is nobody where nobody signs in with the address. `is_first`: he has had no
    /// password yet.
    pub fn insert(
        &mut self,
        company: CompanyId,
        email_key: &str,
        employee: Option<EmployeeId>,
        is_first: bool,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<PasswordResetId> {
        self.0.query_one(
            "INSERT INTO password_resets (company_id, email_key, employee_id, is_first, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
            &[
                company.into(),
                email_key.into(),
                employee.into(),
                is_first.into(),
                now.into(),
                expires_at.into(),
            ],
            |row| row.get(0),
        )
    }

    /// The wish of that id in that company.
    pub fn find(&mut self, company: CompanyId, id: PasswordResetId) -> Result<Option<PasswordReset>> {
        self.0.query_opt(
            "SELECT id, company_id, email_key, employee_id, expires_at, used_at, replaced_at, is_first \
             FROM password_resets WHERE id = $1 AND company_id = $2",
            &[id.into(), company.into()],
            |row| {
                Ok(PasswordReset {
                    id: row.get(0)?,
                    company: row.get(1)?,
                    email_key: row.get(2)?,
                    employee: row.get(3)?,
                    expires_at: row.get(4)?,
                    used_at: row.get(5)?,
                    replaced_at: row.get(6)?,
                    is_first: row.get(7)?,
                })
            },
        )
    }

    /// How often a wish was written down for an address since an instant, and when last.
    pub fn asked_since(
        &mut self,
        company: CompanyId,
        email_key: &str,
        since: Timestamp,
    ) -> Result<(i64, Option<Timestamp>)> {
        self.0.query_one(
            "SELECT COUNT(*), MAX(created_at) FROM password_resets \
             WHERE company_id = $1 AND email_key = $2 AND created_at > $3",
            &[company.into(), email_key.into(), since.into()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Kills the link that is out for an address.
    pub fn replace_at(&mut self, company: CompanyId, email_key: &str, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE password_resets SET replaced_at = $1 WHERE company_id = $2 AND email_key = $3 \
                 AND used_at IS NULL AND replaced_at IS NULL",
                &[now.into(), company.into(), email_key.into()],
            )
            .map(drop)
    }

    /// Kills the link that is out for an address, but for one that leads to a first password.
    pub fn replace_later_at(&mut self, company: CompanyId, email_key: &str, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE password_resets SET replaced_at = $1 WHERE company_id = $2 AND email_key = $3 \
                 AND is_first = 0 AND used_at IS NULL AND replaced_at IS NULL",
                &[now.into(), company.into(), email_key.into()],
            )
            .map(drop)
    }

    /// Kills the links that are out for an employee.
    pub fn replace_of(&mut self, company: CompanyId, employee: EmployeeId, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE password_resets SET replaced_at = $1 WHERE company_id = $2 AND employee_id = $3 \
                 AND used_at IS NULL AND replaced_at IS NULL",
                &[now.into(), company.into(), employee.into()],
            )
            .map(drop)
    }

    /// Who works here, has no password yet, and whose last letter about the first one stayed in the portal's mailbox: up
    /// to `most` behind `after`, in the order of their ids. It begins with what lies there, which is little once letters
    /// leave.
    pub fn kept_first(
        &mut self,
        company: CompanyId,
        after: EmployeeId,
        most: i64,
    ) -> Result<Vec<EmployeeId>> {
        self.0.query(
            "SELECT e.id FROM mailbox_messages m CROSS JOIN letters l CROSS JOIN password_resets r \
             CROSS JOIN employees e WHERE m.company_id = $1 AND l.id = m.letter_id AND l.kind = $2 AND l.reason = $3 \
             AND r.id = l.subject_id AND +r.company_id = $1 AND r.is_first = 1 AND e.id = r.employee_id AND e.id > $4 \
             AND e.status = $5 AND e.password_hash IS NULL \
             AND NOT EXISTS (SELECT 1 FROM password_resets n WHERE n.employee_id = e.id AND n.is_first = 1 AND n.id > r.id) \
             ORDER BY e.id LIMIT $6",
            &[
                company.into(),
                letter::FIRST_PASSWORD.into(),
                KEPT.into(),
                after.into(),
                Status::Active.word().into(),
                most.into(),
            ],
            |row| row.get(0),
        )
    }

    /// Spends a wish; false where it is not open (any more).
    pub fn spend(&mut self, company: CompanyId, id: PasswordResetId, now: Timestamp) -> Result<bool> {
        let rows = self.0.execute(
            "UPDATE password_resets SET used_at = $1 WHERE id = $2 AND company_id = $3 \
             AND used_at IS NULL AND replaced_at IS NULL AND expires_at > $4",
            &[now.into(), id.into(), company.into(), now.into()],
        )?;
        Ok(rows > 0)
    }

    /// When an employee was last written to of his first password.
    pub fn last_first(
        &mut self,
        company: CompanyId,
        employee: EmployeeId,
    ) -> Result<Option<(PasswordResetId, Timestamp)>> {
        self.0.query_opt(
            "SELECT id, created_at FROM password_resets WHERE employee_id = $1 AND +company_id = $2 \
             AND is_first = 1 ORDER BY id DESC LIMIT 1",
            &[employee.into(), company.into()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Lets all links that are out expire at once; how many.
    pub fn expire_all(&mut self, now: Timestamp) -> Result<u64> {
        self.0.execute(
            "UPDATE password_resets SET expires_at = $1 WHERE expires_at > $1 \
             AND used_at IS NULL AND replaced_at IS NULL",
            &[now.into()],
        )
    }

    /// Forgets the wishes that were made and over before an instant.
    pub fn delete_before(&mut self, before: Timestamp) -> Result<u64> {
        self.0.execute(
            "DELETE FROM password_resets WHERE created_at < $1 AND expires_at < $2",
            &[before.into(), before.into()],
        )
    }
}
