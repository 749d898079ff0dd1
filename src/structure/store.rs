//! SQL of departments.

mod parts;

use std::collections::HashMap;

use super::{Department, People};
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
        let id: Option<DepartmentId> = self.0.query_opt(
            "INSERT INTO departments (company_id, parent_id, name, name_key, created_at) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id",
            &[company.into(), parent.into(), name.into(), (&normal(name)).into(), now.into()],
            |row| row.get(0),
        )?;
        // The company itself is no department that anybody is looked for in.
        if let Some(id) = id.filter(|_| parent.is_some()) {
            self.write_parts(company, id, name)?;
        }
        Ok(id)
    }

    /// The departments that are part of another, by name.
    pub fn children(&mut self, company: CompanyId, parent: DepartmentId) -> Result<Vec<Department>> {
        self.0.query(
            "SELECT id, parent_id, name FROM departments WHERE company_id = $1 AND parent_id = $2 \
             ORDER BY name_key, id",
            &[company.into(), parent.into()],
            department,
        )
    }

    /// The part of `parent` that has that name, however it is spelled.
    pub fn find_child(
        &mut self,
        company: CompanyId,
        parent: DepartmentId,
        name: &str,
    ) -> Result<Option<DepartmentId>> {
        self.0.query_opt(
            "SELECT id FROM departments WHERE company_id = $1 AND parent_id = $2 AND name_key = $3",
            &[company.into(), parent.into(), (&normal(name)).into()],
            |row| row.get(0),
        )
    }

    /// Gives a department another name; the caller has seen that it is free.
    pub fn set_name(&mut self, company: CompanyId, id: DepartmentId, name: &str) -> Result<()> {
        self.0.execute(
            "UPDATE departments SET name = $1, name_key = $2 WHERE id = $3 AND company_id = $4",
            &[name.into(), (&normal(name)).into(), id.into(), company.into()],
        )?;
        self.write_parts(company, id, name)
    }

    /// Puts a department below another, under a name; the caller has seen that no circle comes of it
    /// and that the name is free there.
    pub fn set_place(
        &mut self,
        company: CompanyId,
        id: DepartmentId,
        parent: DepartmentId,
        name: &str,
    ) -> Result<()> {
        self.0.execute(
            "UPDATE departments SET parent_id = $1, name = $2, name_key = $3 WHERE id = $4 AND company_id = $5",
            &[parent.into(), name.into(), (&normal(name)).into(), id.into(), company.into()],
        )?;
        self.write_parts(company, id, name)
    }

    /// Waits for everybody who is putting somebody into the department, and keeps further ones
    /// waiting, by taking its name away, which no name can be: that frees the name for a child too.
    pub fn close(&mut self, company: CompanyId, id: DepartmentId) -> Result<()> {
        self.0
            .execute(
                "UPDATE departments SET name_key = $1 WHERE id = $2 AND company_id = $3",
                &["\n".into(), id.into(), company.into()],
            )
            .map(drop)
    }

    /// Gives the people, invitations, join links and parts of one department to another. Who is in
    /// both already is there once.
    pub fn hand_over(&mut self, company: CompanyId, from: DepartmentId, to: DepartmentId) -> Result<()> {
        for (table, column) in [
            ("employee_departments", "employee_id"),
            ("invitation_departments", "invitation_id"),
            ("join_link_departments", "join_link_id"),
        ] {
            self.0.execute(
                &format!(
                    "INSERT INTO {table} ({column}, department_id, company_id) \
                     SELECT {column}, CAST($1 AS BIGINT), company_id FROM {table} \
                     WHERE department_id = $2 AND company_id = $3 ON CONFLICT DO NOTHING"
                ),
                &[to.into(), from.into(), company.into()],
            )?;
            self.0.execute(
                &format!("DELETE FROM {table} WHERE department_id = $1 AND company_id = $2"),
                &[from.into(), company.into()],
            )?;
        }
        self.0
            .execute(
                "UPDATE departments SET parent_id = $1 WHERE parent_id = $2 AND company_id = $3",
                &[to.into(), from.into(), company.into()],
            )
            .map(drop)
    }

    /// Removes a department that nothing hangs on any more.
    pub fn delete(&mut self, company: CompanyId, id: DepartmentId) -> Result<()> {
        self.0
            .execute(
                "DELETE FROM departments WHERE id = $1 AND company_id = $2",
                &[id.into(), company.into()],
            )
            .map(drop)
    }

    /// How many people each department has; those without any are left out.
    pub fn people(&mut self, company: CompanyId) -> Result<HashMap<DepartmentId, People>> {
        let rows = self.0.query(
            "SELECT x.department_id, CAST(SUM(x.active) AS BIGINT), CAST(SUM(x.invited) AS BIGINT) FROM ( \
               SELECT m.department_id, 1 AS active, 0 AS invited FROM employee_departments m \
               JOIN employees e ON e.id = m.employee_id WHERE m.company_id = $1 AND e.status = 'active' \
               UNION ALL \
               SELECT m.department_id, 0 AS active, 1 AS invited FROM invitation_departments m \
               JOIN invitations i ON i.id = m.invitation_id WHERE m.company_id = $2 \
               AND i.accepted_at IS NULL AND i.declined_at IS NULL AND i.revoked_at IS NULL \
             ) x GROUP BY x.department_id",
            &[company.into(), company.into()],
            |row| Ok((row.get(0)?, People { active: row.get(1)?, invited: row.get(2)? })),
        )?;
        Ok(rows.into_iter().collect())
    }
}
