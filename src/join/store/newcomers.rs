//! SQL of who joined through whom.

use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId};
use crate::store::{Result, Tx};

/// The accessor: `tx.newcomers()`.
pub struct Newcomers<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// Those who have joined.
    pub fn newcomers(&mut self) -> Newcomers<'_, 'c> {
        Newcomers(self)
    }
}

/// Of company `$1`, by invitations or join links of employee `$2`, since `$3`.
const OF_INVITER: &str = "employees e WHERE e.company_id = $1 AND e.status = 'active' AND e.joined_at >= $3 \
     AND e.id IN (SELECT i.employee_id FROM invitations i WHERE i.inviter_id = $2 AND i.accepted_at >= $3 \
     UNION SELECT p.id FROM join_links l JOIN employees p ON p.join_link_id = l.id \
     WHERE l.creator_id = $2 AND p.joined_at >= $3)";

impl Newcomers<'_, '_> {
    /// Name and address of those who joined through an inviter since an instant, by name.
    pub fn of_inviter(
        &mut self,
        company: CompanyId,
        inviter: EmployeeId,
        since: Timestamp,
        most: i64,
    ) -> Result<Vec<(String, String)>> {
        self.0.query(
            &format!("SELECT e.name, e.email FROM {OF_INVITER} ORDER BY e.sort_key, e.id LIMIT $4"),
            &[company.into(), inviter.into(), since.into(), most.into()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// How many they are.
    pub fn count_of_inviter(
        &mut self,
        company: CompanyId,
        inviter: EmployeeId,
        since: Timestamp,
    ) -> Result<i64> {
        self.0.query_one(
            &format!("SELECT COUNT(*) FROM {OF_INVITER}"),
            &[company.into(), inviter.into(), since.into()],
            |row| row.get(0),
        )
    }
}
