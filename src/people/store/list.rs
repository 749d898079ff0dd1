//! SQL of the list of people. Each statement walks one index and stops at the page's end.

use super::super::{Employee, Status, words};
use super::{COLUMNS, People, employee};
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId};
use crate::store::{Result, Row, Value};

/// A department and all below it, as `branch`.
const BRANCH: &str = "WITH RECURSIVE branch (id) AS (\
     SELECT id FROM departments WHERE company_id = $1 AND id = $2 \
     UNION ALL SELECT d.id FROM departments d JOIN branch b ON d.parent_id = b.id WHERE d.company_id = $1)";

/// A person with what the list is ordered by.
type Ordered = (Employee, String);

fn ordered(row: &Row<'_>) -> Result<Ordered> {
    Ok((employee(row)?, row.get(13)?))
}

fn place(after: Option<&Cursor>) -> (&str, i64) {
    after.map_or(("", 0), |after| (after.key.as_str(), after.id))
}

impl People<'_, '_> {
    /// People of one status by name, after a row.
    pub fn page(
        &mut self,
        company: CompanyId,
        status: Status,
        after: Option<&Cursor>,
        limit: i64,
    ) -> Result<Vec<Ordered>> {
        let (key, id) = place(after);
        self.0.query(
            &format!(
                "SELECT {COLUMNS}, e.sort_key FROM employees e WHERE e.company_id = $1 AND e.status = $2 \
                 AND (e.sort_key, e.id) > ($3, $4) ORDER BY e.sort_key, e.id LIMIT $5"
            ),
            &[company.into(), status.word().into(), key.into(), id.into(), limit.into()],
            ordered,
        )
    }

    /// How many people are in a department and below it, counted up to `most`.
    pub fn members(&mut self, company: CompanyId, department: DepartmentId, most: i64) -> Result<i64> {
        self.0.query_one(
            &format!(
                "{BRANCH} SELECT COUNT(*) FROM (SELECT 1 FROM branch b \
                 JOIN employee_departments x ON x.department_id = b.id LIMIT $3) counted"
            ),
            &[company.into(), department.into(), most.into()],
            |row| row.get(0),
        )
    }

    /// People of one status in a department and below it, by name. A small department is read and
    /// sorted; of a large one a walk along the names soon finds a page.
    pub fn page_of_department(
        &mut self,
        company: CompanyId,
        status: Status,
        department: DepartmentId,
        is_small: bool,
        after: Option<&Cursor>,
        limit: i64,
    ) -> Result<Vec<Ordered>> {
        let (key, id) = place(after);
        // CROSS JOIN: the members first, then each of them, whatever the planner would think.
        let (source, found) = if is_small {
            (
                "(SELECT DISTINCT x.employee_id FROM branch b JOIN employee_departments x \
                 ON x.department_id = b.id) m CROSS JOIN employees e",
                "e.id = m.employee_id",
            )
        } else {
            (
                "employees e",
                "EXISTS (SELECT 1 FROM employee_departments x WHERE x.employee_id = e.id \
                 AND x.department_id IN (SELECT id FROM branch))",
            )
        };
        self.0.query(
            &format!(
                "{BRANCH} SELECT {COLUMNS}, e.sort_key FROM {source} WHERE e.company_id = $1 \
                 AND e.status = $3 AND {found} AND (e.sort_key, e.id) > ($4, $5) \
                 ORDER BY e.sort_key, e.id LIMIT $6"
            ),
            &[company.into(), department.into(), status.word().into(), key.into(), id.into(), limit.into()],
            ordered,
        )
    }

    /// How many words begin with `term`, counted up to `most`.
    pub fn found(&mut self, company: CompanyId, status: Status, term: &str, most: i64) -> Result<i64> {
        self.0.query_one(
            "SELECT COUNT(*) FROM (SELECT 1 FROM employee_words w WHERE w.company_id = $1 AND w.status = $2 \
             AND w.word >= $3 AND w.word < $4 LIMIT $5) counted",
            &[company.into(), status.word().into(), term.into(), (&words::after(term)).into(), most.into()],
            |row| row.get(0),
        )
    }

    /// Words that begin with `term`, each with whose it is, after a place.
    pub fn stretch(
        &mut self,
        company: CompanyId,
        status: Status,
        term: &str,
        after: Option<&Cursor>,
        limit: i64,
    ) -> Result<Vec<(String, EmployeeId)>> {
        let (key, id) = place(after);
        // The place is within the term's words: one range of the index is all that is read.
        let from = if after.is_some() { key } else { term };
        self.0.query(
            "SELECT word, employee_id FROM employee_words WHERE company_id = $1 AND status = $2 \
             AND (word, employee_id) > ($3, $4) AND word < $5 ORDER BY word, employee_id LIMIT $6",
            &[
                company.into(),
                status.word().into(),
                from.into(),
                id.into(),
                (&words::after(term)).into(),
                limit.into(),
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// All words of these people.
    pub fn words_of(&mut self, people: &[EmployeeId]) -> Result<Vec<(EmployeeId, String)>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let (params, places) = among(Vec::new(), people);
        self.0.query(
            &format!("SELECT employee_id, word FROM employee_words WHERE employee_id IN ({places})"),
            &params,
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Which of these people are in a department or below it.
    pub fn inside(
        &mut self,
        company: CompanyId,
        department: DepartmentId,
        people: &[EmployeeId],
    ) -> Result<Vec<EmployeeId>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let (params, places) = among(vec![company.into(), department.into()], people);
        self.0.query(
            &format!(
                "{BRANCH} SELECT x.employee_id FROM employee_departments x WHERE x.employee_id IN ({places}) \
                 AND x.department_id IN (SELECT id FROM branch)"
            ),
            &params,
            |row| row.get(0),
        )
    }

    /// These people, in this order.
    pub fn in_order(&mut self, company: CompanyId, people: &[EmployeeId]) -> Result<Vec<Employee>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let (params, places) = among(vec![company.into()], people);
        let mut found = self.0.query(
            &format!("SELECT {COLUMNS} FROM employees e WHERE e.company_id = $1 AND e.id IN ({places})"),
            &params,
            employee,
        )?;
        found.sort_by_key(|person| people.iter().position(|id| *id == person.id));
        Ok(found)
    }

    /// The names of the departments of several people.
    pub fn departments_of_all(
        &mut self,
        company: CompanyId,
        people: &[Employee],
    ) -> Result<Vec<(EmployeeId, String)>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<EmployeeId> = people.iter().map(|person| person.id).collect();
        let (params, places) = among(vec![company.into()], &ids);
        self.0.query(
            &format!(
                "SELECT x.employee_id, d.name FROM employee_departments x JOIN departments d \
                 ON d.id = x.department_id WHERE x.company_id = $1 AND x.employee_id IN ({places}) \
                 ORDER BY d.name_key, d.id"
            ),
            &params,
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }
}

/// The parameters with these ids after them, and the places of the ids.
fn among<'a>(mut params: Vec<Value<'a>>, people: &[EmployeeId]) -> (Vec<Value<'a>>, String) {
    let first = params.len() + 1;
    params.extend(people.iter().map(|id| Value::from(*id)));
    let places: Vec<String> = (first..=params.len()).map(|n| format!("${n}")).collect();
    (params, places.join(", "))
}
