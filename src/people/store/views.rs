//! SQL of the filters that people keep.

use super::People;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId, SavedViewId};
use crate::people::views::SavedView;
use crate::people::words::normal;
use crate::store::{Result, Row};

fn view(row: &Row<'_>) -> Result<SavedView> {
    Ok(SavedView { id: row.get(0)?, name: row.get(1)?, query: row.get(2)? })
}

impl People<'_, '_> {
    /// What an employee keeps, the earliest first.
    pub fn views(&mut self, company: CompanyId, owner: EmployeeId) -> Result<Vec<SavedView>> {
        self.0.query(
            "SELECT id, name, query FROM saved_views WHERE employee_id = $1 AND company_id = $2 ORDER BY id",
            &[owner.into(), company.into()],
            view,
        )
    }

    /// Keeps one more; `None` where he has one of that name.
    pub fn insert_view(
        &mut self,
        company: CompanyId,
        owner: EmployeeId,
        name: &str,
        query: &str,
        now: Timestamp,
    ) -> Result<Option<SavedViewId>> {
        self.0.query_opt(
            "INSERT INTO saved_views (company_id, employee_id, name, name_key, query, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (employee_id, name_key) DO NOTHING RETURNING id",
            &[company.into(), owner.into(), name.into(), (&normal(name)).into(), query.into(), now.into()],
            |row| row.get(0),
        )
    }

    /// Gives one another name, which the caller has seen to be free; false where it is not his.
    pub fn rename_view(
        &mut self,
        company: CompanyId,
        owner: EmployeeId,
        id: SavedViewId,
        name: &str,
    ) -> Result<bool> {
        let rows = self.0.execute(
            "UPDATE saved_views SET name = $1, name_key = $2 WHERE id = $3 AND employee_id = $4 AND company_id = $5",
            &[name.into(), (&normal(name)).into(), id.into(), owner.into(), company.into()],
        )?;
        Ok(rows > 0)
    }

    /// Keeps one no longer; false where it is not his.
    pub fn delete_view(&mut self, company: CompanyId, owner: EmployeeId, id: SavedViewId) -> Result<bool> {
        let rows = self.0.execute(
            "DELETE FROM saved_views WHERE id = $1 AND employee_id = $2 AND company_id = $3",
            &[id.into(), owner.into(), company.into()],
        )?;
        Ok(rows > 0)
    }
}
