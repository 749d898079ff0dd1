//! SQL of the machine interface's list of people: any filters together, by id.

use std::collections::BTreeSet;

use super::list::WILL_WORK;
use super::{COLUMNS, People, employee};
use crate::base::id::{CompanyId, DepartmentId};
use crate::people::{Employee, Status, words};
use crate::store::Result;
use crate::store::conditions::Conditions;

/// What a program asks for.
#[derive(Clone, Debug)]
pub struct Filter {
    /// In which status.
    pub status: Option<Status>,
    /// Beginnings of words of name or address; all must be found.
    pub words: Vec<String>,
    /// In which department itself; the invited where they will be.
    pub department: Option<DepartmentId>,
    /// Whether those who wait for approval are among them.
    pub with_waiting: bool,
}

fn conditions<'a>(company: CompanyId, filter: &'a Filter, ends: &'a [String]) -> Conditions<'a> {
    let mut all = Conditions::new("e.company_id = ?", company.into());
    if let Some(status) = filter.status {
        all.and("e.status = ?", [status.word().into()]);
    }
    if let Some(department) = filter.department {
        let works = "EXISTS (SELECT 1 FROM employee_departments x WHERE x.employee_id = e.id AND x.department_id = ?)";
        let will = format!(
            "EXISTS (SELECT 1 FROM {WILL_WORK} x WHERE x.employee_id = e.id AND x.department_id = ?)"
        );
        all.and(&format!("({works} OR {will})"), [department.into(), department.into()]);
    }
    if !filter.with_waiting {
        all.and("e.status <> ?", [Status::AwaitingApproval.word().into()]);
    }
    for (word, end) in filter.words.iter().zip(ends) {
        let found = "EXISTS (SELECT 1 FROM employee_words w WHERE w.employee_id = e.id AND w.word >= ? AND w.word < ?)";
        all.and(found, [word.into(), end.into()]);
    }
    all
}

impl People<'_, '_> {
    /// How many wait for approval to work in one of these departments.
    pub fn waiting_in(&mut self, company: CompanyId, within: &BTreeSet<DepartmentId>) -> Result<i64> {
        let within = within.iter().fold(String::from(","), |text, id| format!("{text}{id},"));
        self.0.query_one(
            "SELECT COUNT(*) FROM employees e WHERE e.company_id = $1 AND e.status = 'awaiting_approval' \
             AND EXISTS (SELECT 1 FROM employee_departments x WHERE x.employee_id = e.id \
             AND $2 LIKE '%,' || CAST(x.department_id AS TEXT) || ',%')",
            &[company.into(), (&within).into()],
            |row| row.get(0),
        )
    }

    /// Up to `most` people with ids above `after`.
    pub fn api_list(
        &mut self,
        company: CompanyId,
        filter: &Filter,
        after: Option<i64>,
        most: i64,
    ) -> Result<Vec<Employee>> {
        let ends: Vec<String> = filter.words.iter().map(|word| words::after(word)).collect();
        let mut all = conditions(company, filter, &ends);
        all.and("e.id > ?", [after.unwrap_or(0).into()]);
        let (tail, params) = all.limited("ORDER BY e.id", most);
        self.0.query(&format!("SELECT {COLUMNS} FROM employees e {tail}"), &params, employee)
    }

    /// How many people there are.
    pub fn api_count(&mut self, company: CompanyId, filter: &Filter) -> Result<i64> {
        let ends: Vec<String> = filter.words.iter().map(|word| words::after(word)).collect();
        let (tail, params) = conditions(company, filter, &ends).whole();
        self.0.query_one(&format!("SELECT COUNT(*) FROM employees e {tail}"), &params, |row| row.get(0))
    }
}
