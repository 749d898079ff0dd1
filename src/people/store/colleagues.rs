//! SQL of colleagues.

use super::{COLUMNS, People, employee};
use crate::base::id::{CompanyId, DepartmentId, EmployeeId};
use crate::people::Employee;
use crate::store::Result;
use crate::store::statement::{Statement, fill, places};

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

    /// Some of those at work in any of these departments.
    pub fn at_work_in(
        &mut self,
        company: CompanyId,
        departments: &[i64],
        limit: i64,
    ) -> Result<Vec<EmployeeId>> {
        let mut statement = Statement::new(
            "SELECT x.employee_id FROM employee_departments x WHERE +x.company_id = ?",
            [company.into()],
        );
        statement
            .add(&format!("AND x.department_id IN ({})", places(departments.len())), fill(departments))
            .add("AND x.status = 'active' LIMIT ?", [limit.into()]);
        self.0.query(statement.text(), statement.params(), |row| row.get(0))
    }

    /// Those of some people who work in any of these departments.
    pub fn who_works_in(
        &mut self,
        company: CompanyId,
        people: &[EmployeeId],
        departments: &[DepartmentId],
    ) -> Result<Vec<EmployeeId>> {
        let people: Vec<i64> = people.iter().map(|id| id.0).collect();
        let departments: Vec<i64> = departments.iter().map(|id| id.0).collect();
        let mut statement = Statement::new(
            "SELECT DISTINCT x.employee_id FROM employee_departments x WHERE +x.company_id = ?",
            [company.into()],
        );
        statement
            .add(&format!("AND x.employee_id IN ({})", places(people.len())), fill(&people))
            .add(&format!("AND +x.department_id IN ({})", places(departments.len())), fill(&departments))
            .add("ORDER BY x.employee_id", []);
        self.0.query(statement.text(), statement.params(), |row| row.get(0))
    }
}
