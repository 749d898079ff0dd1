//! SQL of those who came by a join link.

use super::{COLUMNS, People, employee};
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, EmployeeId, JoinLinkId};
use crate::people::Employee;
use crate::store::Result;

impl People<'_, '_> {
    /// Those who came by a link, the latest first, after a row.
    pub fn came_by(
        &mut self,
        company: CompanyId,
        link: JoinLinkId,
        after: Option<&Cursor>,
        limit: i64,
    ) -> Result<Vec<Employee>> {
        let last = (i64::MAX, i64::MAX);
        let (at, id) = after.and_then(|after| Some((after.number()?, after.id))).unwrap_or(last);
        self.0.query(
            &format!(
                "SELECT {COLUMNS} FROM employees e WHERE e.company_id = $1 AND e.join_link_id = $2 \
                 AND (COALESCE(e.joined_at, e.created_at), e.id) < ($3, $4) \
                 ORDER BY COALESCE(e.joined_at, e.created_at) DESC, e.id DESC LIMIT $5"
            ),
            &[company.into(), link.into(), at.into(), id.into(), limit.into()],
            employee,
        )
    }

    /// Notes the link by which somebody came who had been invited by name.
    pub fn set_join_link(&mut self, company: CompanyId, id: EmployeeId, link: JoinLinkId) -> Result<()> {
        self.0
            .execute(
                "UPDATE employees SET join_link_id = $1 WHERE id = $2 AND company_id = $3",
                &[link.into(), id.into(), company.into()],
            )
            .map(drop)
    }
}
