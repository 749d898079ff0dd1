//! SQL of accounts: sessions and passwords.

mod address_changes;
mod resets;
mod tokens;

use super::sessions::{Device, Listed};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId};
use crate::store::{Result, Tx};

/// The accessor: `tx.sessions()`.
pub struct Sessions<'t, 'c>(&'t mut Tx<'c>);

/// The accessor: `tx.passwords()`.
pub struct Passwords<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The sessions.
    pub fn sessions(&mut self) -> Sessions<'_, 'c> {
        Sessions(self)
    }

    /// The passwords.
    pub fn passwords(&mut self) -> Passwords<'_, 'c> {
        Passwords(self)
    }
}

impl Sessions<'_, '_> {
    /// Adds a session.
    pub fn insert(
        &mut self,
        token_hash: &[u8],
        company: CompanyId,
        employee: EmployeeId,
        device: &Device,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO sessions (token_hash, company_id, employee_id, created_at, last_seen_at, expires_at, \
                 ip, user_agent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                &[
                    token_hash.into(),
                    company.into(),
                    employee.into(),
                    now.into(),
                    now.into(),
                    expires_at.into(),
                    (&device.ip).into(),
                    (&device.user_agent).into(),
                ],
            )?;
        self.note_seen(token_hash, now)
    }

    /// Whose a living session is, and when it was last seen.
    pub fn find(
        &mut self,
        company: CompanyId,
        token_hash: &[u8],
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Option<(EmployeeId, Timestamp, Option<Timestamp>)>> {
        self.0.query_opt(
            "SELECT employee_id, last_seen_at, waiting_since FROM sessions \
             WHERE token_hash = $1 AND company_id = $2 AND expires_at > $3 AND last_seen_at > $4",
            &[token_hash.into(), company.into(), now.into(), idle_since.into()],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    }

    /// An employee's living sessions, the last used first.
    pub fn list(
        &mut self,
        company: CompanyId,
        employee: EmployeeId,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Vec<Listed>> {
        self.0.query(
            "SELECT token_hash, ip, user_agent, last_seen_at FROM sessions WHERE employee_id = $1 \
             AND company_id = $2 AND expires_at > $3 AND last_seen_at > $4 ORDER BY last_seen_at DESC LIMIT 50",
            &[employee.into(), company.into(), now.into(), idle_since.into()],
            |row| {
                Ok(Listed {
                    token_hash: row.get(0)?,
                    device: Device { ip: row.get(1)?, user_agent: row.get(2)? },
                    last_seen_at: row.get(3)?,
                })
            },
        )
    }

    /// Notes that a session was used.
    pub fn touch(&mut self, token_hash: &[u8], now: Timestamp) -> Result<()> {
        self.0.execute(
            "UPDATE sessions SET last_seen_at = $1 WHERE token_hash = $2",
            &[now.into(), token_hash.into()],
        )?;
        self.note_seen(token_hash, now)
    }

    /// Notes it of whose session it is: the session itself is forgotten some day.
    fn note_seen(&mut self, token_hash: &[u8], now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE employees SET last_seen_at = $1 \
                 WHERE id = (SELECT s.employee_id FROM sessions s WHERE s.token_hash = $2)",
                &[now.into(), token_hash.into()],
            )
            .map(drop)
    }

    /// Closes a session.
    pub fn delete(&mut self, token_hash: &[u8]) -> Result<()> {
        self.0.execute("DELETE FROM sessions WHERE token_hash = $1", &[token_hash.into()]).map(drop)
    }

    /// Closes all sessions of an employee but, perhaps, one.
    pub fn delete_all(
        &mut self,
        company: CompanyId,
        employee: EmployeeId,
        except: Option<&[u8]>,
    ) -> Result<u64> {
        self.0.execute(
            "DELETE FROM sessions WHERE employee_id = $1 AND company_id = $2 AND token_hash <> $3",
            &[employee.into(), company.into(), except.unwrap_or_default().into()],
        )
    }

    /// Ends all sessions of everybody; how many.
    pub fn end_all(&mut self) -> Result<u64> {
        self.0.execute("DELETE FROM sessions", &[])
    }

    /// Forgets the sessions that are over.
    pub fn delete_ended(&mut self, now: Timestamp, idle_since: Timestamp) -> Result<u64> {
        self.0.execute(
            "DELETE FROM sessions WHERE expires_at <= $1 OR last_seen_at <= $2",
            &[now.into(), idle_since.into()],
        )
    }

    /// Whether an employee was seen since an instant: he is at work.
    pub fn is_online(&mut self, company: CompanyId, employee: EmployeeId, since: Timestamp) -> Result<bool> {
        let session = self.0.query_opt(
            "SELECT 1 FROM sessions WHERE employee_id = $1 AND company_id = $2 AND last_seen_at > $3 \
             AND waiting_since IS NULL LIMIT 1",
            &[employee.into(), company.into(), since.into()],
            |row| row.get::<i64>(0),
        )?;
        Ok(session.is_some())
    }

    /// Employees seen since an instant: those at work.
    pub fn online(&mut self, company: CompanyId, since: Timestamp) -> Result<i64> {
        self.0.query_one(
            "SELECT COUNT(DISTINCT employee_id) FROM sessions WHERE company_id = $1 AND last_seen_at > $2 \
             AND waiting_since IS NULL",
            &[company.into(), since.into()],
            |row| row.get(0),
        )
    }

    /// Lets a session wait for a place.
    pub fn wait(&mut self, token_hash: &[u8], now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE sessions SET waiting_since = COALESCE(waiting_since, $1), last_seen_at = $1 \
                 WHERE token_hash = $2",
                &[now.into(), token_hash.into()],
            )
            .map(drop)
    }

    /// Notes that whoever waits is still there; who has been let in meanwhile stays in.
    pub fn still_waits(&mut self, token_hash: &[u8], now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE sessions SET last_seen_at = $1 WHERE token_hash = $2 AND waiting_since IS NOT NULL",
                &[now.into(), token_hash.into()],
            )
            .map(drop)
    }

    /// Lets a session that waited go on.
    pub fn let_in(&mut self, token_hash: &[u8], now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE sessions SET waiting_since = NULL, last_seen_at = $1 WHERE token_hash = $2",
                &[now.into(), token_hash.into()],
            )
            .map(drop)
    }

    /// How many other people wait, those aside who came after `before` or have not been seen since an instant.
    pub fn waiting_before(
        &mut self,
        company: CompanyId,
        but: EmployeeId,
        before: Timestamp,
        since: Timestamp,
    ) -> Result<i64> {
        self.0.query_one(
            "SELECT COUNT(DISTINCT employee_id) FROM sessions WHERE company_id = $1 AND waiting_since IS NOT NULL \
             AND waiting_since < $2 AND last_seen_at > $3 AND employee_id <> $4",
            &[company.into(), before.into(), since.into(), but.into()],
            |row| row.get(0),
        )
    }
}

impl Passwords<'_, '_> {
    /// The hash of an employee's password and his failed attempts in a row.
    pub fn find(
        &mut self,
        company: CompanyId,
        employee: EmployeeId,
    ) -> Result<Option<(Option<String>, i64)>> {
        self.0.query_opt(
            "SELECT password_hash, failed_sign_ins FROM employees WHERE id = $1 AND company_id = $2",
            &[employee.into(), company.into()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Makes whoever sets a password or dismisses the person at the same time wait for this one.
    pub fn lock(&mut self, company: CompanyId, employee: EmployeeId) -> Result<()> {
        self.0
            .execute(
                "UPDATE employees SET failed_sign_ins = failed_sign_ins WHERE id = $1 AND company_id = $2",
                &[employee.into(), company.into()],
            )
            .map(drop)
    }

    /// Sets a password.
    pub fn set(&mut self, company: CompanyId, employee: EmployeeId, hash: &str) -> Result<()> {
        self.0
            .execute(
                "UPDATE employees SET password_hash = $1 WHERE id = $2 AND company_id = $3",
                &[hash.into(), employee.into(), company.into()],
            )
            .map(drop)
    }

    /// Takes the password away: none opens the account until another one is chosen.
    pub fn forget(&mut self, company: CompanyId, employee: EmployeeId) -> Result<()> {
        self.0
            .execute(
                "UPDATE employees SET password_hash = NULL WHERE id = $1 AND company_id = $2",
                &[employee.into(), company.into()],
            )
            .map(drop)
    }

    /// Counts a failed attempt.
    pub fn count_failure(&mut self, company: CompanyId, employee: EmployeeId) -> Result<()> {
        self.0
            .execute(
                "UPDATE employees SET failed_sign_ins = failed_sign_ins + 1 WHERE id = $1 AND company_id = $2",
                &[employee.into(), company.into()],
            )
            .map(drop)
    }

    /// Counts an attempt at an address that nobody signs in with.
    pub fn count_in_vain(&mut self, company: CompanyId, shard: i64, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO sign_ins_in_vain (company_id, shard, attempts, last_at) VALUES ($1, $2, 1, $3) \
                 ON CONFLICT (company_id, shard) DO UPDATE SET attempts = sign_ins_in_vain.attempts + 1, last_at = $3",
                &[company.into(), shard.into(), now.into()],
            )
            .map(drop)
    }

    /// Forgets the failed attempts: the right password was given.
    pub fn clear_failures(&mut self, company: CompanyId, employee: EmployeeId) -> Result<()> {
        self.0
            .execute(
                "UPDATE employees SET failed_sign_ins = 0 WHERE id = $1 AND company_id = $2 AND failed_sign_ins > 0",
                &[employee.into(), company.into()],
            )
            .map(drop)
    }
}
