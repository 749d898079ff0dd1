//! SQL of the machine interface's list of people: any filters together, by id.

use std::collections::BTreeSet;

use super::list::{WILL_WORK, has_no_password};
use super::{COLUMNS, People, employee};
use crate::access_rights::rights::Reach;
use crate::base::id::{CompanyId, DepartmentId};
use crate::people::list::sight::{LISTED, NoPassword};
use crate::people::{Employee, Status};
use crate::store::Result;
use crate::store::conditions::Conditions;
use crate::store::statement::{Statement, fill, is_listed, listed, places};

/// What a program asks for.
#[derive(Clone, Debug)]
pub struct Filter {
    /// In which status.
    pub status: Option<Status>,
    /// In which department itself; the invited where they will be.
    pub department: Option<DepartmentId>,
    /// Only those at work who have not chosen a password yet, as far as the caller may know it.
    pub no_password: Option<NoPassword>,
    /// Those who wait for approval that are among them.
    pub waiting: Waiting,
}

/// Those who wait for approval, as far as somebody may know of them.
#[derive(Clone, Debug)]
pub enum Waiting {
    /// All of them.
    All,
    /// Those who would work in one of these departments, and the same as `,3,17,`.
    In(Vec<i64>, String),
    /// None of them.
    None,
}

impl Waiting {
    /// Those whom somebody may let in, somewhere.
    #[must_use]
    pub fn within(reach: &Reach) -> Self {
        match reach {
            Reach::Company => Self::All,
            Reach::Departments(within) => {
                let ids: Vec<i64> = within.iter().map(|id| id.0).collect();
                let text = listed(ids.iter().copied());
                Self::In(ids, text)
            }
            Reach::Nowhere => Self::None,
        }
    }
}

/// Of the people `e` those who would work in one of some departments, which are one parameter.
fn would_work() -> String {
    let is_one = is_listed("?", "x.department_id");
    format!("EXISTS (SELECT 1 FROM employee_departments x WHERE x.employee_id = e.id AND {is_one})")
}

fn conditions(company: CompanyId, filter: &Filter) -> Conditions<'_> {
    let mut all = match &filter.waiting {
        // Only those who wait: they are read from the departments' own lists, and not from the company's.
        Waiting::In(ids, _) if filter.status == Some(Status::AwaitingApproval) && ids.len() <= LISTED => {
            let mut some = Conditions::new("+e.company_id = ?", company.into());
            let waiting = format!(
                "e.id IN (SELECT x.employee_id FROM employee_departments x WHERE x.department_id IN ({}) \
                 AND x.status = ?)",
                places(ids.len())
            );
            some.and(&waiting, fill(ids).into_iter().chain([Status::AwaitingApproval.word().into()]));
            some
        }
        _ => {
            let mut all = Conditions::new("e.company_id = ?", company.into());
            if let Some(asked) = &filter.no_password {
                // With a status that is no column its own index alone has the order.
                all.and("(e.status || '') = ?", [Status::Active.word().into()]);
                let (text, values) = has_no_password(asked);
                all.and(&text, values);
            }
            if let Some(status) = filter.status {
                all.and("e.status = ?", [status.word().into()]);
            }
            all
        }
    };
    if let Some(department) = filter.department {
        let works = "EXISTS (SELECT 1 FROM employee_departments x WHERE x.employee_id = e.id AND x.department_id = ?)";
        let will = format!(
            "EXISTS (SELECT 1 FROM {WILL_WORK} x WHERE x.employee_id = e.id AND x.department_id = ?)"
        );
        all.and(&format!("({works} OR {will})"), [department.into(), department.into()]);
    }
    let waiting = Status::AwaitingApproval.word();
    match &filter.waiting {
        Waiting::All => {}
        Waiting::In(_, listed) => {
            all.and(&format!("(e.status <> ? OR {})", would_work()), [waiting.into(), listed.into()]);
        }
        Waiting::None => all.and("e.status <> ?", [waiting.into()]),
    }
    all
}

impl People<'_, '_> {
    /// How many wait for approval to work in one of these departments: read from the departments' own lists, and
    /// where they are very many from the list of those who wait.
    pub fn waiting_in(&mut self, company: CompanyId, within: &BTreeSet<DepartmentId>) -> Result<i64> {
        let ids: Vec<i64> = within.iter().map(|id| id.0).collect();
        let waiting = Status::AwaitingApproval.word();
        let text;
        let mut statement = Statement::default();
        if ids.len() <= LISTED {
            statement
                .add(
                    "SELECT COUNT(DISTINCT x.employee_id) FROM employee_departments x WHERE +x.company_id = ?",
                    [company.into()],
                )
                .add(&format!("AND x.department_id IN ({})", places(ids.len())), fill(&ids))
                .add("AND x.status = ?", [waiting.into()]);
        } else {
            let all = "SELECT COUNT(*) FROM employees e WHERE e.company_id = ? AND e.status = ?";
            text = listed(ids);
            statement
                .add(all, [company.into(), waiting.into()])
                .add(&format!("AND {}", would_work()), [(&text).into()]);
        }
        self.0.query_one(statement.text(), statement.params(), |row| row.get(0))
    }

    /// Up to `most` people with ids above `after`.
    pub fn api_list(
        &mut self,
        company: CompanyId,
        filter: &Filter,
        after: Option<i64>,
        most: i64,
    ) -> Result<Vec<Employee>> {
        let mut all = conditions(company, filter);
        all.and("e.id > ?", [after.unwrap_or(0).into()]);
        let (tail, params) = all.limited("ORDER BY e.id", most);
        self.0.query(&format!("SELECT {COLUMNS} FROM employees e {tail}"), &params, employee)
    }

    /// How many people there are.
    pub fn api_count(&mut self, company: CompanyId, filter: &Filter) -> Result<i64> {
        let (tail, params) = conditions(company, filter).whole();
        self.0.query_one(&format!("SELECT COUNT(*) FROM employees e {tail}"), &params, |row| row.get(0))
    }
}
