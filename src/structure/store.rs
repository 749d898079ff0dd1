//! SQL of departments.

mod namesakes;
mod parts;
mod posts;

use std::collections::HashMap;

use super::{Department, People};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, DepartmentId};
use crate::people::Status;
use crate::people::words::normal;
use crate::store::{Result, Row, Tx};

/// Rows over which each count is spread.
const SHARDS: i64 = 4;

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
    /// All departments of a company, those of one parent in their order.
    pub fn list(&mut self, company: CompanyId) -> Result<Vec<Department>> {
        self.0.query(
            "SELECT id, parent_id, name FROM departments WHERE company_id = $1 ORDER BY place, name_key, id",
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

    /// What some departments are called, each told from its namesakes.
    pub fn names(&mut self, company: CompanyId, ids: &[DepartmentId]) -> Result<Vec<String>> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(self.find(company, *id)?);
        }
        self.tell_apart(company, found.iter_mut().map(|found| (found.id, &mut found.name)))?;
        Ok(found.into_iter().map(|found| found.name).collect())
    }

    /// A department and those above it, up to the company itself.
    pub fn above(&mut self, company: CompanyId, id: DepartmentId) -> Result<Vec<Department>> {
        self.0.query(
            "WITH RECURSIVE above (id, parent_id, name, height) AS ( \
               SELECT id, parent_id, name, 0 FROM departments WHERE id = $1 AND company_id = $2 \
               UNION ALL SELECT d.id, d.parent_id, d.name, a.height + 1 FROM above a CROSS JOIN departments d \
               WHERE d.id = a.parent_id) SELECT id, parent_id, name FROM above ORDER BY height",
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
        let place = parent.map_or(Ok(0), |parent| self.next_place(company, parent))?;
        let id: Option<DepartmentId> = self.0.query_opt(
            "INSERT INTO departments (company_id, parent_id, name, name_key, place, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id",
            &[company.into(), parent.into(), name.into(), (&normal(name)).into(), place.into(), now.into()],
            |row| row.get(0),
        )?;
        // The company itself is no department that anybody is looked for in.
        if let Some(id) = id.filter(|_| parent.is_some()) {
            self.write_parts(company, id, name)?;
        }
        Ok(id)
    }

    /// The place of one more part of `parent`: the last, where they were put in order by hand.
    fn next_place(&mut self, company: CompanyId, parent: DepartmentId) -> Result<i64> {
        self.0.query_one(
            "SELECT COALESCE(MAX(place) + CASE WHEN MAX(place) > 0 THEN 1 ELSE 0 END, 0) FROM departments \
             WHERE company_id = $1 AND parent_id = $2",
            &[company.into(), parent.into()],
            |row| row.get(0),
        )
    }

    /// Puts the parts of a department into this order.
    pub fn set_order(&mut self, company: CompanyId, order: &[DepartmentId]) -> Result<()> {
        for (place, id) in (1_i64..).zip(order) {
            self.0.execute(
                "UPDATE departments SET place = $1 WHERE id = $2 AND company_id = $3",
                &[place.into(), (*id).into(), company.into()],
            )?;
        }
        Ok(())
    }

    /// The departments that are part of another, in their order.
    pub fn children(&mut self, company: CompanyId, parent: DepartmentId) -> Result<Vec<Department>> {
        self.0.query(
            "SELECT id, parent_id, name FROM departments WHERE company_id = $1 AND parent_id = $2 \
             ORDER BY place, name_key, id",
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
        let place = self.next_place(company, parent)?;
        self.0.execute(
            "UPDATE departments SET parent_id = $1, name = $2, name_key = $3, place = $4 \
             WHERE id = $5 AND company_id = $6",
            &[parent.into(), name.into(), (&normal(name)).into(), place.into(), id.into(), company.into()],
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
    /// both already is there once; who led the one does not lead the other.
    pub fn hand_over(&mut self, company: CompanyId, from: DepartmentId, to: DepartmentId) -> Result<()> {
        // In the company itself is who is nowhere else.
        let is_root = self.root(company)?.id == to;
        for (table, column) in [
            ("employee_departments", "employee_id"),
            ("invitation_departments", "invitation_id"),
            ("join_link_departments", "join_link_id"),
        ] {
            let alone = if is_root {
                format!(
                    "AND NOT EXISTS (SELECT 1 FROM {table} y WHERE y.{column} = x.{column} \
                     AND y.department_id <> x.department_id)"
                )
            } else {
                String::new()
            };
            self.0.execute(
                &format!(
                    "INSERT INTO {table} ({column}, department_id, company_id) \
                     SELECT x.{column}, CAST($1 AS BIGINT), x.company_id FROM {table} x \
                     WHERE x.department_id = $2 AND x.company_id = $3 {alone} ON CONFLICT DO NOTHING"
                ),
                &[to.into(), from.into(), company.into()],
            )?;
            self.0.execute(
                &format!("DELETE FROM {table} WHERE department_id = $1 AND company_id = $2"),
                &[from.into(), company.into()],
            )?;
        }
        let place = self.next_place(company, to)?;
        self.0.execute(
            "UPDATE departments SET parent_id = $1, place = $2 WHERE parent_id = $3 AND company_id = $4",
            &[to.into(), place.into(), from.into(), company.into()],
        )?;
        self.recount(company, to)
    }

    /// Counts the people of a department anew.
    fn recount(&mut self, company: CompanyId, id: DepartmentId) -> Result<()> {
        self.0.execute(
            "DELETE FROM department_counts WHERE department_id = $1 AND company_id = $2",
            &[id.into(), company.into()],
        )?;
        let active: i64 = self.0.query_one(
            "SELECT COUNT(*) FROM employee_departments m JOIN employees e ON e.id = m.employee_id \
             WHERE m.department_id = $1 AND m.company_id = $2 AND e.status = 'active'",
            &[id.into(), company.into()],
            |row| row.get(0),
        )?;
        let invited = self.invited_into(company, id)?;
        self.count(company, id, Status::Active, 0, active)?;
        self.count(company, id, Status::Invited, 0, invited)
    }

    /// How many invitations that wait for an answer lead into a department.
    fn invited_into(&mut self, company: CompanyId, id: DepartmentId) -> Result<i64> {
        self.0.query_one(
            "SELECT COUNT(*) FROM invitation_departments m JOIN invitations i ON i.id = m.invitation_id \
             WHERE m.department_id = $1 AND m.company_id = $2 \
             AND i.accepted_at IS NULL AND i.declined_at IS NULL AND i.revoked_at IS NULL",
            &[id.into(), company.into()],
            |row| row.get(0),
        )
    }

    /// Notes that `by` more people (fewer, where negative) work in a department, or are invited into it; other
    /// statuses are not counted. `spread` is any number that differs between callers, such as an id.
    pub fn count(
        &mut self,
        company: CompanyId,
        id: DepartmentId,
        status: Status,
        spread: i64,
        by: i64,
    ) -> Result<()> {
        if by == 0 || !matches!(status, Status::Active | Status::Invited) {
            return Ok(());
        }
        self.0
            .execute(
                "INSERT INTO department_counts (company_id, department_id, status, shard, people) \
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (company_id, department_id, status, shard) \
                 DO UPDATE SET people = department_counts.people + $5",
                &[
                    company.into(),
                    id.into(),
                    status.word().into(),
                    spread.rem_euclid(SHARDS).into(),
                    by.into(),
                ],
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
            "SELECT department_id, \
             CAST(SUM(CASE WHEN status = 'active' THEN people ELSE 0 END) AS BIGINT), \
             CAST(SUM(CASE WHEN status = 'invited' THEN people ELSE 0 END) AS BIGINT) \
             FROM department_counts WHERE company_id = $1 GROUP BY department_id",
            &[company.into()],
            |row| Ok((row.get(0)?, People { active: row.get(1)?, invited: row.get(2)? })),
        )?;
        Ok(rows.into_iter().filter(|(_, people)| *people != People::default()).collect())
    }
}
