//! SQL of who is what in a department.

use super::Departments;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId, InvitationId};
use crate::people::{Employee, Status};
use crate::store::statement::{Statement, fill, places};
use crate::store::{Error, Result, Row};
use crate::structure::{Leader, Led, Post};

/// Departments that are read in one go.
const AT_ONCE: usize = 256;

fn post(row: &Row<'_>) -> Result<Post> {
    let word: String = row.get(0)?;
    Post::from_word(&word).ok_or_else(|| Error::broken(format!("post {word}")))
}

const LEADERS: &str = "SELECT m.post, m.department_id, m.employee_id, e.name, e.email, e.position, e.photo_version \
     FROM employee_departments m JOIN employees e ON e.id = m.employee_id \
     WHERE m.company_id = $1 AND m.post <> 'member'";
const BY_POST: &str = "ORDER BY CASE WHEN m.post = 'head' THEN 0 ELSE 1 END, e.sort_key, e.id";

fn leader(row: &Row<'_>) -> Result<Leader> {
    let (name, email): (String, String) = (row.get(3)?, row.get(4)?);
    Ok(Leader {
        department: row.get(1)?,
        employee: row.get(2)?,
        post: post(row)?,
        name: if name.is_empty() { email } else { name },
        position: row.get(5)?,
        photo: row.get(6)?,
    })
}

impl Departments<'_, '_> {
    /// Who leads which department of a company, heads before deputies, by name.
    pub fn leaders(&mut self, company: CompanyId) -> Result<Vec<Leader>> {
        self.0.query(&format!("{LEADERS} {BY_POST}"), &[company.into()], leader)
    }

    /// The same of some departments.
    pub fn leaders_of(&mut self, company: CompanyId, departments: &[DepartmentId]) -> Result<Vec<Leader>> {
        let ids: Vec<i64> = departments.iter().map(|id| id.0).collect();
        let mut statement = Statement::new(&LEADERS.replace("$1", "?"), [company.into()]);
        statement
            .add(&format!("AND m.department_id IN ({})", places(ids.len())), fill(&ids))
            .add(BY_POST, []);
        self.0.query(statement.text(), statement.params(), leader)
    }

    /// Who of these people leads a department, and as what: each post once.
    pub fn posts_among(
        &mut self,
        company: CompanyId,
        people: &[EmployeeId],
    ) -> Result<Vec<(EmployeeId, Post)>> {
        let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
        let mut statement = Statement::new(
            "SELECT DISTINCT m.post, m.employee_id FROM employee_departments m \
             WHERE +m.company_id = ? AND m.post <> 'member'",
            [company.into()],
        );
        statement.add(&format!("AND m.employee_id IN ({})", places(ids.len())), fill(&ids));
        self.0.query(statement.text(), statement.params(), |row| Ok((row.get(1)?, post(row)?)))
    }

    /// What a person is in a department; `None` where he does not work there.
    pub fn post(&mut self, company: CompanyId, id: DepartmentId, person: EmployeeId) -> Result<Option<Post>> {
        self.0.query_opt(
            "SELECT post FROM employee_departments WHERE employee_id = $1 AND department_id = $2 AND company_id = $3",
            &[person.into(), id.into(), company.into()],
            post,
        )
    }

    /// The departments that a person works in, by name, each told from its namesakes, and what he is in each.
    pub fn posts_of(&mut self, company: CompanyId, person: EmployeeId) -> Result<Vec<Led>> {
        let mut found = self.0.query(
            "SELECT m.post, d.id, d.name FROM employee_departments m JOIN departments d ON d.id = m.department_id \
             WHERE m.employee_id = $1 AND m.company_id = $2 ORDER BY d.name_key, d.id",
            &[person.into(), company.into()],
            |row| Ok(Led { post: post(row)?, department: row.get(1)?, name: row.get(2)? }),
        )?;
        self.tell_apart(company, found.iter_mut().map(|led: &mut Led| (led.department, &mut led.name)))?;
        Ok(found)
    }

    /// Who works in which of these departments of the company: each place of each, in no order.
    pub fn who_is_where(
        &mut self,
        company: CompanyId,
        departments: &[DepartmentId],
    ) -> Result<Vec<(EmployeeId, DepartmentId)>> {
        let mut found = Vec::new();
        for some in departments.chunks(AT_ONCE) {
            let ids: Vec<i64> = some.iter().map(|id| id.0).collect();
            let mut statement = Statement::new(
                "SELECT m.employee_id, m.department_id FROM departments d CROSS JOIN employee_departments m \
                 WHERE +d.company_id = ?",
                [company.into()],
            );
            statement
                .add(&format!("AND d.id IN ({})", places(ids.len())), fill(&ids))
                .add("AND m.department_id = d.id AND m.status = ?", [Status::Active.word().into()]);
            let of_some =
                self.0.query(statement.text(), statement.params(), |row| Ok((row.get(0)?, row.get(1)?)))?;
            found.extend(of_some);
        }
        Ok(found)
    }

    /// Into which departments those are invited whose invitations no end has come to: each place of each, in no order.
    pub fn who_is_invited_where(&mut self, company: CompanyId) -> Result<Vec<(InvitationId, DepartmentId)>> {
        self.0.query(
            "SELECT m.invitation_id, m.department_id FROM invitations i CROSS JOIN invitation_departments m \
             WHERE i.company_id = $1 AND m.invitation_id = i.id \
             AND i.accepted_at IS NULL AND i.declined_at IS NULL AND i.revoked_at IS NULL",
            &[company.into()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// The first names of those who work in a department, and how many there are.
    pub fn member_names(
        &mut self,
        company: CompanyId,
        id: DepartmentId,
        most: usize,
    ) -> Result<(Vec<String>, i64)> {
        let at_work = "FROM employee_departments m JOIN employees e ON e.id = m.employee_id \
             WHERE m.department_id = $1 AND m.company_id = $2 AND e.status = 'active'";
        let names = self.0.query(
            &format!(
                "SELECT CASE WHEN e.name = '' THEN e.email ELSE e.name END {at_work} ORDER BY e.id LIMIT $3"
            ),
            &[id.into(), company.into(), i64::try_from(most).unwrap_or(i64::MAX).into()],
            |row| row.get(0),
        )?;
        let all =
            self.0.query_one(&format!("SELECT COUNT(*) {at_work}"), &[id.into(), company.into()], |row| {
                row.get(0)
            })?;
        Ok((names, all))
    }

    /// Who works in a department, by number, behind somebody.
    pub fn members_after(
        &mut self,
        company: CompanyId,
        id: DepartmentId,
        after: EmployeeId,
        most: i64,
    ) -> Result<Vec<EmployeeId>> {
        self.0.query(
            "SELECT employee_id FROM employee_departments \
             WHERE department_id = $1 AND company_id = $2 AND employee_id > $3 ORDER BY employee_id LIMIT $4",
            &[id.into(), company.into(), after.into(), most.into()],
            |row| row.get(0),
        )
    }

    /// How many wait there to be let in.
    pub fn waiting_in(&mut self, company: CompanyId, id: DepartmentId) -> Result<i64> {
        self.0.query_one(
            "SELECT COUNT(*) FROM employee_departments m \
             WHERE +m.company_id = $1 AND m.department_id = $2 AND m.status = $3",
            &[company.into(), id.into(), Status::AwaitingApproval.word().into()],
            |row| row.get(0),
        )
    }

    /// How many invitations that wait for an answer, and how many join links that are on, lead into a department.
    pub fn bound_for(&mut self, company: CompanyId, id: DepartmentId) -> Result<[i64; 2]> {
        let invitations = self.invited_into(company, id)?;
        let links = self.0.query_one(
            "SELECT COUNT(*) FROM join_link_departments m JOIN join_links l ON l.id = m.join_link_id \
             WHERE m.department_id = $1 AND m.company_id = $2 AND l.switched_off_at IS NULL",
            &[id.into(), company.into()],
            |row| row.get(0),
        )?;
        Ok([invitations, links])
    }

    /// Makes a person something in a department that he works in.
    pub fn set_post(
        &mut self,
        company: CompanyId,
        id: DepartmentId,
        person: EmployeeId,
        post: Post,
    ) -> Result<()> {
        self.0
            .execute(
                "UPDATE employee_departments SET post = $1 \
                 WHERE employee_id = $2 AND department_id = $3 AND company_id = $4",
                &[post.word().into(), person.into(), id.into(), company.into()],
            )
            .map(drop)
    }

    /// Lets a person lead nothing any more; where he works he remains.
    pub fn end_posts(&mut self, company: CompanyId, person: EmployeeId) -> Result<()> {
        self.0
            .execute(
                "UPDATE employee_departments SET post = 'member' WHERE employee_id = $1 AND company_id = $2",
                &[person.into(), company.into()],
            )
            .map(drop)
    }

    /// People at work in a department itself, by name, after a place in that order.
    pub fn members(
        &mut self,
        company: CompanyId,
        id: DepartmentId,
        after: (&str, i64),
        limit: i64,
    ) -> Result<Vec<(Employee, String)>> {
        let mut found: Vec<(EmployeeId, String)> = self.0.query(
            "SELECT m.employee_id, m.sort_key FROM employee_departments m \
             WHERE +m.company_id = $1 AND m.department_id = $2 AND m.status = $3 \
             AND (m.sort_key, m.employee_id) > ($4, $5) ORDER BY m.sort_key, m.employee_id LIMIT $6",
            &[
                company.into(),
                id.into(),
                Status::Active.word().into(),
                after.0.into(),
                after.1.into(),
                limit.into(),
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let ids: Vec<EmployeeId> = found.iter().map(|(id, _)| *id).collect();
        let people = self.0.people().in_order(company, &ids)?;
        Ok(people.into_iter().zip(found.drain(..).map(|(_, key)| key)).collect())
    }
}
