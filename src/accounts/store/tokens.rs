//! SQL of the tokens of the machine interface.

use crate::accounts::tokens::Token;
use crate::base::clock::Timestamp;
use crate::base::id::{ApiTokenId, CompanyId, EmployeeId};
use crate::store::{Result, Tx};

/// The accessor: `tx.tokens()`.
pub struct Tokens<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The tokens of the machine interface.
    pub fn tokens(&mut self) -> Tokens<'_, 'c> {
        Tokens(self)
    }
}

impl Tokens<'_, '_> {
    /// Adds a token.
    pub fn insert(
        &mut self,
        company: CompanyId,
        employee: EmployeeId,
        name: &str,
        hash: &[u8],
        now: Timestamp,
    ) -> Result<ApiTokenId> {
        self.0.query_one(
            "INSERT INTO api_tokens (company_id, employee_id, name, token_hash, created_at) \
             VALUES ($1, $2, $3, $4, $5) RETURNING id",
            &[company.into(), employee.into(), name.into(), hash.into(), now.into()],
            |row| row.get(0),
        )
    }

    /// A living token by its hash: its id, whose it is, when it was last used.
    pub fn find(
        &mut self,
        company: CompanyId,
        hash: &[u8],
    ) -> Result<Option<(ApiTokenId, EmployeeId, Option<Timestamp>)>> {
        self.0.query_opt(
            "SELECT id, employee_id, last_used_at FROM api_tokens \
             WHERE token_hash = $1 AND company_id = $2 AND revoked_at IS NULL",
            &[hash.into(), company.into()],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    }

    /// The living tokens of a company, the latest first.
    pub fn list(&mut self, company: CompanyId) -> Result<Vec<Token>> {
        self.0.query(
            "SELECT t.id, t.name, e.name, e.email, t.created_at, t.last_used_at, e.id FROM api_tokens t \
             JOIN employees e ON e.id = t.employee_id \
             WHERE t.company_id = $1 AND t.revoked_at IS NULL ORDER BY t.id DESC",
            &[company.into()],
            |row| {
                let (name, email): (String, String) = (row.get(2)?, row.get(3)?);
                Ok(Token {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    employee: if name.is_empty() { email } else { name },
                    created_at: row.get(4)?,
                    last_used_at: row.get(5)?,
                    owner: row.get(6)?,
                })
            },
        )
    }

    /// Notes that a token was used.
    pub fn touch(&mut self, id: ApiTokenId, now: Timestamp) -> Result<()> {
        self.0
            .execute("UPDATE api_tokens SET last_used_at = $1 WHERE id = $2", &[now.into(), id.into()])
            .map(drop)
    }

    /// Revokes a token and gives its name and whose it was; `None` where there is none such.
    pub fn revoke(
        &mut self,
        company: CompanyId,
        id: ApiTokenId,
        now: Timestamp,
    ) -> Result<Option<(String, EmployeeId)>> {
        self.0.query_opt(
            "UPDATE api_tokens SET revoked_at = $1 WHERE id = $2 AND company_id = $3 AND revoked_at IS NULL \
             RETURNING name, employee_id",
            &[now.into(), id.into(), company.into()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// How many tokens of an employee are good.
    pub fn count_of(&mut self, company: CompanyId, employee: EmployeeId) -> Result<i64> {
        self.0.query_one(
            "SELECT COUNT(*) FROM api_tokens WHERE company_id = $1 AND employee_id = $2 AND revoked_at IS NULL",
            &[company.into(), employee.into()],
            |row| row.get(0),
        )
    }

    /// Revokes the tokens that have the rights of an employee; how they are called.
    pub fn revoke_of(
        &mut self,
        company: CompanyId,
        employee: EmployeeId,
        now: Timestamp,
    ) -> Result<Vec<String>> {
        let mut names: Vec<String> = self.0.query(
            "UPDATE api_tokens SET revoked_at = $1 WHERE employee_id = $2 AND company_id = $3 \
             AND revoked_at IS NULL RETURNING name",
            &[now.into(), employee.into(), company.into()],
            |row| row.get(0),
        )?;
        names.sort_unstable();
        Ok(names)
    }
}
