//! SQL of the list of people. Each statement walks one index and stops at the page's end.

use super::super::{Employee, Status, words};
use super::{COLUMNS, People, WIDTH, employee};
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId};
use crate::store::{Result, Row, Value};

/// A department and all below it, as `branch`.
const BRANCH: &str = "WITH RECURSIVE branch (id) AS (\
     SELECT id FROM departments WHERE company_id = $1 AND id = $2 \
     UNION ALL SELECT d.id FROM departments d JOIN branch b ON d.parent_id = b.id WHERE d.company_id = $1)";

/// Where the invited will be, in the form of `employee_departments`.
pub(super) const WILL_WORK: &str = "(SELECT i.employee_id, y.department_id FROM invitation_departments y \
     JOIN invitations i ON i.id = y.invitation_id \
     WHERE i.accepted_at IS NULL AND i.declined_at IS NULL AND i.revoked_at IS NULL)";

/// Who is in which department: for those of one status.
fn members_of(status: Status) -> &'static str {
    match status {
        Status::Invited => WILL_WORK,
        Status::Active | Status::AwaitingApproval | Status::Dismissed => "employee_departments",
    }
}

/// A person with what the list is ordered by.
type Ordered = (Employee, String);

fn ordered(row: &Row<'_>) -> Result<Ordered> {
    Ok((employee(row)?, row.get(WIDTH)?))
}

/// Somebody, and the word that he was found at.
pub type Found = (String, EmployeeId);

/// What is searched for.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    /// The word that is walked along.
    pub first: &'a str,
    /// The other words.
    pub others: &'a [String],
    /// In this department and those below it.
    pub department: Option<DepartmentId>,
    /// After this place.
    pub after: Option<&'a Cursor>,
    /// Words that are looked at.
    pub scan: i64,
    /// People at the most.
    pub limit: i64,
}

impl Search<'_> {
    /// Behind which row it goes on: always within the words of the term, so that one range of the
    /// index is all that is read.
    fn place(&self) -> (&str, i64) {
        match self.after {
            Some(after) if after.key.as_str() >= self.first => (&after.key, after.id),
            _ => (self.first, 0),
        }
    }
}

/// Whether he has a word from one parameter to another. A value, not EXISTS: no database turns it
/// into a join over all who have such a word.
fn has_word(from: usize, to: usize) -> String {
    format!(
        "COALESCE((SELECT 1 FROM employee_words o WHERE o.employee_id = w.employee_id AND o.company_id = $1 \
         AND o.status = $3 AND o.word >= ${from} AND o.word < ${to} LIMIT 1), 0) = 1"
    )
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
    pub fn members(
        &mut self,
        company: CompanyId,
        status: Status,
        department: DepartmentId,
        most: i64,
    ) -> Result<i64> {
        self.0.query_one(
            &format!(
                "{BRANCH} SELECT COUNT(*) FROM (SELECT 1 FROM branch b \
                 JOIN {} x ON x.department_id = b.id LIMIT $3) counted",
                members_of(status)
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
        let members = members_of(status);
        // CROSS JOIN: the members first, then each of them, whatever the planner would think.
        let (source, found) = if is_small {
            (
                format!(
                    "(SELECT DISTINCT x.employee_id FROM branch b JOIN {members} x \
                     ON x.department_id = b.id) m CROSS JOIN employees e"
                ),
                "e.id = m.employee_id".to_owned(),
            )
        } else {
            (
                "employees e".to_owned(),
                format!(
                    "EXISTS (SELECT 1 FROM {members} x WHERE x.employee_id = e.id \
                     AND x.department_id IN (SELECT id FROM branch))"
                ),
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

    /// People who are found at a word that begins with `first`, by that word: each at the first of
    /// his, and only who has a word for each of `others` and is in `department`. Of the words at most
    /// `scan` after the place are looked at.
    ///
    /// The walk itself is in order, and what is left of it stays so. Ordered once more, as SQL would have it,
    /// all of the stretch would be looked up before the first page is full.
    pub fn found_at(
        &mut self,
        company: CompanyId,
        status: Status,
        search: &Search<'_>,
    ) -> Result<Vec<Found>> {
        let (from, id) = search.place();
        let members = members_of(status);
        let ends: Vec<String> = search.others.iter().map(|term| words::after(term)).collect();
        let first_end = words::after(search.first);
        let mut params: Vec<Value<'_>> = vec![
            company.into(),
            search.department.map_or(0, |id| id.0).into(),
            status.word().into(),
            from.into(),
            id.into(),
            (&first_end).into(),
            search.scan.into(),
            search.first.into(),
        ];
        let mut conditions = String::new();
        for (term, end) in search.others.iter().zip(&ends) {
            let n = params.len();
            conditions = format!("{conditions} AND {}", has_word(n + 1, n + 2));
            params.extend([Value::from(term), Value::from(end)]);
        }
        params.push(search.limit.into());
        let limit = params.len();
        self.0.query(
            &format!(
                "{BRANCH} SELECT w.word, w.employee_id FROM (SELECT word, employee_id FROM employee_words \
                 WHERE company_id = $1 AND status = $3 AND (word, employee_id) > ($4, $5) AND word < $6 \
                 ORDER BY word, employee_id LIMIT $7) w \
                 WHERE COALESCE((SELECT MIN(o.word) FROM employee_words o WHERE o.employee_id = w.employee_id \
                 AND o.company_id = $1 AND o.status = $3 AND o.word >= $8 AND o.word < $6), w.word) = w.word \
                 AND ($2 = 0 OR COALESCE((SELECT 1 FROM {members} x \
                 WHERE x.employee_id = w.employee_id AND x.department_id IN (SELECT id FROM branch) LIMIT 1), 0) = 1)\
                 {conditions} LIMIT ${limit}"
            ),
            &params,
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// The last of the `scan` words that a search looks at; `None` where there are fewer.
    pub fn end_of_scan(
        &mut self,
        company: CompanyId,
        status: Status,
        search: &Search<'_>,
    ) -> Result<Option<Found>> {
        let (from, id) = search.place();
        self.0.query_opt(
            "SELECT word, employee_id FROM employee_words WHERE company_id = $1 AND status = $2 \
             AND (word, employee_id) > ($3, $4) AND word < $5 ORDER BY word, employee_id LIMIT 1 OFFSET $6",
            &[
                company.into(),
                status.word().into(),
                from.into(),
                id.into(),
                (&words::after(search.first)).into(),
                (search.scan - 1).into(),
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// These people, in this order.
    pub fn in_order(&mut self, company: CompanyId, people: &[EmployeeId]) -> Result<Vec<Employee>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let (params, places) = among(vec![company.into()], people);
        // With the plus it is no use for an index: a planner that knows nothing of the sizes of companies
        // would walk the whole company rather than look a page of people up.
        let mut found = self.0.query(
            &format!("SELECT {COLUMNS} FROM employees e WHERE +e.company_id = $1 AND e.id IN ({places})"),
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
