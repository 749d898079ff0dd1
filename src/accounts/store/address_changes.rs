//! SQL of wishes for another address.

use crate::accounts::address_change::AddressChange;
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{AddressChangeId, CompanyId, EmployeeId};
use crate::store::{Result, Row, Tx};

/// The accessor: `tx.address_changes()`.
pub struct AddressChanges<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The wishes for another address.
    pub fn address_changes(&mut self) -> AddressChanges<'_, 'c> {
        AddressChanges(self)
    }
}

const COLUMNS: &str = "id, company_id, employee_id, asked_by, old_email, email, email_key, created_at, \
     expires_at, used_at, replaced_at";

fn address_change(row: &Row<'_>) -> Result<AddressChange> {
    Ok(AddressChange {
        id: row.get(0)?,
        company: row.get(1)?,
        employee: row.get(2)?,
        asked_by: row.get(3)?,
        old_email: row.get(4)?,
        email: row.get(5)?,
        email_key: row.get(6)?,
        created_at: row.get(7)?,
        expires_at: row.get(8)?,
        used_at: row.get(9)?,
        replaced_at: row.get(10)?,
    })
}

impl AddressChanges<'_, '_> {
    /// Adds a wish. The caller has replaced the one before.
    pub fn insert(
        &mut self,
        company: CompanyId,
        (employee, old_email): (EmployeeId, &str),
        asked_by: EmployeeId,
        address: &EmailAddress,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<AddressChangeId> {
        self.0.query_one(
            "INSERT INTO address_changes (company_id, employee_id, asked_by, old_email, email, email_key, \
             created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
            &[
                company.into(),
                employee.into(),
                asked_by.into(),
                old_email.into(),
                address.as_str().into(),
                address.key().into(),
                now.into(),
                expires_at.into(),
            ],
            |row| row.get(0),
        )
    }

    /// The wish of that id in that company.
    pub fn find(&mut self, company: CompanyId, id: AddressChangeId) -> Result<Option<AddressChange>> {
        self.0.query_opt(
            &format!("SELECT {COLUMNS} FROM address_changes WHERE id = $1 AND company_id = $2"),
            &[id.into(), company.into()],
            address_change,
        )
    }

    /// The wish of an employee that is open, whatever its time says.
    pub fn living_of(&mut self, company: CompanyId, employee: EmployeeId) -> Result<Option<AddressChange>> {
        self.0.query_opt(
            &format!(
                "SELECT {COLUMNS} FROM address_changes WHERE employee_id = $1 AND +company_id = $2 \
                 AND used_at IS NULL AND replaced_at IS NULL"
            ),
            &[employee.into(), company.into()],
            address_change,
        )
    }

    /// How often another address was wished for an employee since an instant, and when last.
    pub fn asked_since(
        &mut self,
        company: CompanyId,
        employee: EmployeeId,
        since: Timestamp,
    ) -> Result<(i64, Option<Timestamp>)> {
        self.0.query_one(
            "SELECT COUNT(*), MAX(created_at) FROM address_changes \
             WHERE employee_id = $1 AND +company_id = $2 AND created_at > $3",
            &[employee.into(), company.into(), since.into()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// How often an address was wished since an instant, by whomever.
    pub fn wished_since(&mut self, company: CompanyId, email_key: &str, since: Timestamp) -> Result<i64> {
        self.0.query_one(
            "SELECT COUNT(*) FROM address_changes WHERE company_id = $1 AND email_key = $2 AND created_at > $3",
            &[company.into(), email_key.into(), since.into()],
            |row| row.get(0),
        )
    }

    /// Kills the link that is out for an employee; false where there was none.
    pub fn replace_of(&mut self, company: CompanyId, employee: EmployeeId, now: Timestamp) -> Result<bool> {
        let rows = self.0.execute(
            "UPDATE address_changes SET replaced_at = $1 WHERE employee_id = $2 AND +company_id = $3 \
             AND used_at IS NULL AND replaced_at IS NULL",
            &[now.into(), employee.into(), company.into()],
        )?;
        Ok(rows > 0)
    }

    /// Kills the links that are out because an employee wished so, for himself or for others.
    pub fn replace_by(&mut self, company: CompanyId, asker: EmployeeId, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE address_changes SET replaced_at = $1 WHERE asked_by = $2 AND +company_id = $3 \
                 AND used_at IS NULL AND replaced_at IS NULL",
                &[now.into(), asker.into(), company.into()],
            )
            .map(drop)
    }

    /// Spends a wish; false where it is not open (any more).
    pub fn spend(&mut self, company: CompanyId, id: AddressChangeId, now: Timestamp) -> Result<bool> {
        let rows = self.0.execute(
            "UPDATE address_changes SET used_at = $1 WHERE id = $2 AND company_id = $3 \
             AND used_at IS NULL AND replaced_at IS NULL AND expires_at > $4",
            &[now.into(), id.into(), company.into(), now.into()],
        )?;
        Ok(rows > 0)
    }

    /// Lets all links that are out expire at once; how many.
    pub fn expire_all(&mut self, now: Timestamp) -> Result<u64> {
        self.0.execute(
            "UPDATE address_changes SET expires_at = $1 WHERE expires_at > $1 \
             AND used_at IS NULL AND replaced_at IS NULL",
            &[now.into()],
        )
    }

    /// Forgets the wishes made before an instant.
    pub fn delete_before(&mut self, before: Timestamp) -> Result<u64> {
        self.0.execute("DELETE FROM address_changes WHERE created_at < $1", &[before.into()])
    }
}
