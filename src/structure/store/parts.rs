//! SQL of what stands inside the names of departments, by which their people are found.

use super::Departments;
use crate::base::id::{CompanyId, DepartmentId};
use crate::people::words::{after, normal, parts};
use crate::store::Result;
use crate::store::statement::Statement;
use crate::structure::Department;

impl Departments<'_, '_> {
    /// Notes what a department is called now. The company itself is none that anybody is looked for in.
    pub(super) fn write_parts(&mut self, company: CompanyId, id: DepartmentId, name: &str) -> Result<()> {
        self.0.execute(
            "DELETE FROM department_parts WHERE department_id = $1 AND company_id = $2",
            &[id.into(), company.into()],
        )?;
        let is_root = self.find(company, id)?.is_none_or(|department| department.parent.is_none());
        let parts = parts::of_name(&normal(name));
        if is_root || parts.is_empty() {
            return Ok(());
        }
        let mut insert =
            Statement::new("INSERT INTO department_parts (company_id, part, department_id) VALUES", []);
        for (number, part) in parts.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            insert.add(&format!("{comma}(?, ?, ?)"), [company.into(), part.into(), id.into()]);
        }
        insert.add("ON CONFLICT DO NOTHING", []);
        self.0.execute(insert.text(), insert.params()).map(drop)
    }

    /// Departments whose names hold what was typed, by name, up to `most`.
    pub fn called(&mut self, company: CompanyId, typed: &str, most: i64) -> Result<Vec<Department>> {
        let Some(part) = parts::in_names(normal(typed).trim()) else { return Ok(Vec::new()) };
        self.0.query(
            "SELECT d.id, d.parent_id, d.name FROM (SELECT DISTINCT p.department_id FROM department_parts p \
             WHERE p.company_id = $1 AND p.part >= $2 AND p.part < $3 LIMIT $4) f CROSS JOIN departments d \
             WHERE d.id = f.department_id ORDER BY d.name_key, d.id",
            &[company.into(), (&part).into(), (&after(&part)).into(), most.into()],
            super::department,
        )
    }

    /// Whether a word of a department's name begins so.
    pub fn is_beginning(&mut self, company: CompanyId, text: &str) -> Result<bool> {
        let part = format!(" {text}");
        let found = self.0.query_opt(
            "SELECT 1 FROM department_parts WHERE company_id = $1 AND part >= $2 AND part < $3 LIMIT 1",
            &[company.into(), (&part).into(), (&after(&part)).into()],
            |row| row.get::<i64>(0),
        )?;
        Ok(found.is_some())
    }

    /// Departments of a company by name, up to `most`.
    pub fn first(&mut self, company: CompanyId, most: i64) -> Result<Vec<Department>> {
        self.0.query(
            "SELECT id, parent_id, name FROM departments WHERE company_id = $1 LIMIT $2",
            &[company.into(), most.into()],
            super::department,
        )
    }
}
