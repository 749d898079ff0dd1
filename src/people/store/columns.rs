//! SQL of the columns that people look at.

use super::People;
use crate::base::id::{CompanyId, EmployeeId};
use crate::store::Result;

impl People<'_, '_> {
    /// The columns that an employee chose for a preset, as they were written down.
    pub fn columns(&mut self, company: CompanyId, owner: EmployeeId, preset: &str) -> Result<Option<String>> {
        self.0.query_opt(
            "SELECT shown FROM list_columns WHERE employee_id = $1 AND preset = $2 AND company_id = $3",
            &[owner.into(), preset.into(), company.into()],
            |row| row.get(0),
        )
    }

    /// Writes down the columns that an employee chose.
    pub fn set_columns(
        &mut self,
        company: CompanyId,
        owner: EmployeeId,
        preset: &str,
        shown: &str,
    ) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO list_columns (company_id, employee_id, preset, shown) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (employee_id, preset) DO UPDATE SET shown = $4",
                &[company.into(), owner.into(), preset.into(), shown.into()],
            )
            .map(drop)
    }

    /// Forgets them: the list shows what everybody sees at first.
    pub fn reset_columns(&mut self, company: CompanyId, owner: EmployeeId, preset: &str) -> Result<()> {
        self.0
            .execute(
                "DELETE FROM list_columns WHERE employee_id = $1 AND preset = $2 AND company_id = $3",
                &[owner.into(), preset.into(), company.into()],
            )
            .map(drop)
    }
}
