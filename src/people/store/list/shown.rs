//! SQL of what the rows of a page show besides the people themselves.

use super::super::People;
use super::NO_PASSWORD;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId};
use crate::store::statement::{Statement, fill, places as room_for};
use crate::store::{Result, Row};

/// Somebody, and who brought him.
pub type Brought = (EmployeeId, EmployeeId, String);

fn brought(row: &Row<'_>) -> Result<Brought> {
    let (name, email): (String, String) = (row.get(2)?, row.get(3)?);
    Ok((row.get(0)?, row.get(1)?, if name.is_empty() { email } else { name }))
}

/// `of IN (…)` for these people of a company.
fn among(sql: &str, of: &str, company: CompanyId, people: &[EmployeeId]) -> Statement<'static> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    let mut statement = Statement::new(sql, [company.into()]);
    statement.add(&format!("AND {of} IN ({})", room_for(ids.len())), fill(&ids));
    statement
}

impl People<'_, '_> {
    /// The departments of several people, each told from its namesakes.
    pub fn departments_of_all(
        &mut self,
        company: CompanyId,
        people: &[EmployeeId],
    ) -> Result<Vec<(EmployeeId, DepartmentId, String)>> {
        let sql = "SELECT x.employee_id, d.id, d.name FROM employee_departments x JOIN departments d \
                   ON d.id = x.department_id WHERE +x.company_id = ?";
        let mut statement = among(sql, "x.employee_id", company, people);
        statement.add("ORDER BY d.name_key, d.id", []);
        let mut found = self.0.query(statement.text(), statement.params(), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<String>(2)?))
        })?;
        self.0.departments().tell_apart(company, found.iter_mut().map(|(_, id, name)| (*id, name)))?;
        Ok(found)
    }

    /// Who brought several people: by an invitation that was accepted, or by his join link.
    pub fn brought_by(&mut self, company: CompanyId, people: &[EmployeeId]) -> Result<Vec<Brought>> {
        let invited = "SELECT i.employee_id, b.id, b.name, b.email FROM invitations i JOIN employees b \
                       ON b.id = i.inviter_id WHERE +i.company_id = ? AND i.accepted_at IS NOT NULL";
        let statement = among(invited, "i.employee_id", company, people);
        let mut all = self.0.query(statement.text(), statement.params(), brought)?;
        let by_link = "SELECT e.id, b.id, b.name, b.email FROM employees e JOIN join_links l \
                       ON l.id = e.join_link_id JOIN employees b ON b.id = l.creator_id WHERE +e.company_id = ?";
        let statement = among(by_link, "e.id", company, people);
        all.extend(self.0.query(statement.text(), statement.params(), brought)?);
        Ok(all)
    }

    /// Who of several people works here and has not chosen a password yet.
    pub fn without_password(&mut self, company: CompanyId, people: &[EmployeeId]) -> Result<Vec<EmployeeId>> {
        let sql = format!("SELECT e.id FROM employees e WHERE +e.company_id = ? AND {NO_PASSWORD}");
        let statement = among(&sql, "e.id", company, people);
        self.0.query(statement.text(), statement.params(), |row| row.get(0))
    }

    /// When several people were here last, to the minute.
    pub fn last_seen(
        &mut self,
        company: CompanyId,
        people: &[EmployeeId],
    ) -> Result<Vec<(EmployeeId, Timestamp)>> {
        let sql = "SELECT e.id, e.last_seen_at FROM employees e WHERE +e.company_id = ? \
                   AND e.last_seen_at IS NOT NULL";
        let statement = among(sql, "e.id", company, people);
        self.0.query(statement.text(), statement.params(), |row| Ok((row.get(0)?, row.get(1)?)))
    }
}
