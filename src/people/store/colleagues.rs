//! SQL of colleagues.

use super::{COLUMNS, People, employee};
use crate::base::id::{CompanyId, EmployeeId};
use crate::people::Employee;
use crate::store::Result;

impl People<'_, '_> {
    /// Some of those at work in the departments of a person, by name.
    pub fn colleagues(&mut self, company: CompanyId, of: EmployeeId, limit: i64) -> Result<Vec<Employee>> {
        self.0.query(
            &format!(
                "SELECT {COLUMNS} FROM employees e WHERE e.company_id = $1 AND e.status = 'active' AND e.id <> $2 \
                 AND EXISTS (SELECT 1 FROM employee_departments mine JOIN employee_departments his \
                 ON his.department_id = mine.department_id WHERE mine.employee_id = $2 AND his.employee_id = e.id) \
                 ORDER BY e.sort_key, e.id LIMIT $3"
            ),
            &[company.into(), of.into(), limit.into()],
            employee,
        )
    }
}
