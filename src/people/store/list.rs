//! SQL of the list of people. Each statement walks one index and stops at the page's end.

use std::fmt::Write as _;

use super::super::list::SCAN;
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

    /// People with a word that begins with `first` and others that begin with `terms`, in the order
    /// of the words; each once. Looks at [`SCAN`] words and no more.
    #[expect(clippy::too_many_arguments, reason = "one statement with all that narrows it")]
    pub fn search(
        &mut self,
        company: CompanyId,
        status: Status,
        first: &str,
        terms: &[String],
        department: Option<DepartmentId>,
        after: Option<&Cursor>,
        limit: i64,
    ) -> Result<Vec<Ordered>> {
        let (key, id) = place(after);
        let end = words::after(first);
        let ends: Vec<String> = terms.iter().map(|term| words::after(term)).collect();
        let mut params: Vec<Value<'_>> = vec![
            company.into(),
            department.map_or(0, |id| id.0).into(),
            status.word().into(),
            first.into(),
            (&end).into(),
            key.into(),
            id.into(),
            SCAN.into(),
            limit.into(),
        ];
        let mut also = String::new();
        for (term, end) in terms.iter().zip(&ends) {
            let at = params.len() + 1;
            // Writing to a String can't fail.
            let _ = write!(
                also,
                " AND EXISTS (SELECT 1 FROM employee_words t WHERE t.employee_id = w.employee_id \
                 AND t.word >= ${at} AND t.word < ${})",
                at + 1
            );
            params.push(term.into());
            params.push(end.into());
        }
        self.0.query(
            &format!(
                "{BRANCH} SELECT {COLUMNS}, w.word FROM (SELECT word, employee_id FROM employee_words \
                 WHERE company_id = $1 AND status = $3 AND word >= $4 AND word < $5 \
                 AND (word, employee_id) > ($6, $7) ORDER BY word, employee_id LIMIT $8) w \
                 JOIN employees e ON e.id = w.employee_id \
                 WHERE NOT EXISTS (SELECT 1 FROM employee_words o WHERE o.employee_id = w.employee_id \
                 AND o.word >= $4 AND o.word < w.word){also} \
                 AND ($2 = 0 OR EXISTS (SELECT 1 FROM employee_departments x \
                 WHERE x.employee_id = e.id AND x.department_id IN (SELECT id FROM branch))) \
                 ORDER BY w.word, w.employee_id LIMIT $9"
            ),
            &params,
            ordered,
        )
    }

    /// The word at which a search stopped looking; `None` where it saw all.
    pub fn scanned_to(
        &mut self,
        company: CompanyId,
        status: Status,
        first: &str,
        after: Option<&Cursor>,
    ) -> Result<Option<Cursor>> {
        let (key, id) = place(after);
        self.0.query_opt(
            "SELECT word, employee_id FROM employee_words WHERE company_id = $1 AND status = $2 AND word >= $3 \
             AND word < $4 AND (word, employee_id) > ($5, $6) ORDER BY word, employee_id LIMIT 1 OFFSET $7",
            &[
                company.into(),
                status.word().into(),
                first.into(),
                (&words::after(first)).into(),
                key.into(),
                id.into(),
                (SCAN - 1).into(),
            ],
            |row| Ok(Cursor { key: row.get(0)?, id: row.get(1)? }),
        )
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
        let mut params: Vec<Value<'_>> = vec![company.into()];
        params.extend(people.iter().map(|person| Value::from(person.id)));
        let places: Vec<String> = (2..=params.len()).map(|n| format!("${n}")).collect();
        self.0.query(
            &format!(
                "SELECT x.employee_id, d.name FROM employee_departments x JOIN departments d \
                 ON d.id = x.department_id WHERE x.company_id = $1 AND x.employee_id IN ({}) \
                 ORDER BY d.name_key, d.id",
                places.join(", ")
            ),
            &params,
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }
}
