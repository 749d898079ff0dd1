//! SQL of departments.

use super::Department;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, DepartmentId};
use crate::people::words::normal;
use crate::store::{Result, Row, Tx};

/// The accessor: `tx.departments()`.
pub struct Departments<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The departments.
    pub fn departments(&mut self) -> Departments<'_, 'c> {
        Departments(self)
    }
}

fn department(row: &Row<'_>) -> Result<Department> {
    Ok(Department { id: row.get(0)?, parent: row.get(1)?, name: row.get(2)? })
}

impl Departments<'_, '_> {
    /// All departments of a company, by name.
    pub fn list(&mut self, company: CompanyId) -> Result<Vec<Department>> {
        self.0.query(
            "SELECT id, parent_id, name FROM departments WHERE company_id = $1 ORDER BY name_key, id",
            &[company.into()],
            department,
        )
    }

    /// The department of that id in that company.
    pub fn find(&mut self, company: CompanyId, id: DepartmentId) -> Result<Option<Department>> {
        self.0.query_opt(
            "SELECT id, parent_id, name FROM departments WHERE id = $1 AND company_id = $2",
            &[id.into(), company.into()],
            department,
        )
    }

    /// The root: the company itself.
    pub fn root(&mut self, company: CompanyId) -> Result<Department> {
        self.0.query_one(
            "SELECT id, parent_id, name FROM departments WHERE company_id = $1 AND parent_id IS NULL",
            &[company.into()],
            department,
        )
    }

    /// Makes a department; `None` where its parent has one of that name already.
    pub fn insert(
        &mut self,
        company: CompanyId,
        parent: Option<DepartmentId>,
        name: &str,
        now: Timestamp,
    ) -> Result<Option<DepartmentId>> {
        self.0.query_opt(
            "INSERT INTO departments (company_id, parent_id, name, name_key, created_at) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id",
            &[company.into(), parent.into(), name.into(), (&normal(name)).into(), now.into()],
            |row| row.get(0),
        )
    }
}
