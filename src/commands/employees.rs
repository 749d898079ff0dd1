//! `collega employees`: the list, one person a line.

use std::collections::HashMap;
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::Args;
use serde_json::json;

use super::Done;
use super::invite::department_at;
use super::output::Output;
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId};
use crate::people::list::{self, Branch, Narrow, Order, Query};
use crate::people::{self, Employee, Status};
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};

/// People read in one go.
const ROWS: i64 = 500;

/// The list of employees.
#[derive(Args)]
pub(super) struct Employees {
    /// In which status; everybody where not given
    #[arg(long, value_name = "STATUS", value_parser = Status::ALL.map(Status::word))]
    status: Option<String>,
    /// Words or parts of them: of name, address, phone, position or department
    #[arg(long, value_name = "TEXT", default_value = "")]
    search: String,
    /// Department with all below it, such as Sales/Moscow
    #[arg(long, value_name = "PATH")]
    department: Option<String>,
}

/// Runs the command.
pub(super) async fn run(args: &Employees, portal: &SharedPortal, output: &Output) -> Done {
    let Some(company) = portal.read(|tx| tx.companies().first()).await? else {
        bail!(output.locale.t("command-not-set-up"))
    };
    let id = company.id;
    let department = match args.department.clone() {
        Some(path) => {
            let wanted = path.clone();
            let found = portal.read(move |tx| department_at(tx, id, &wanted)).await?;
            Some(found.ok_or_else(|| anyhow!(output.locale.named("command-no-such-department", &path)))?)
        }
        None => None,
    };
    let paths = portal.read(move |tx| paths(tx, id)).await?;
    let asked = args.status.as_deref().and_then(Status::from_word);
    for status in Status::ALL.into_iter().filter(|status| asked.is_none_or(|asked| asked == *status)) {
        let mut after: Option<Cursor> = None;
        loop {
            let department = department.map(|department| Branch { department, alone: false });
            let narrow = Narrow { search: args.search.clone(), department, ..Narrow::default() };
            let query = Query { status, narrow, order: Order::NAME, after, limit: ROWS, any_reading: false };
            let (people, next) = portal.read(move |tx| stretch(tx, id, &query)).await?;
            for (person, departments) in &people {
                let departments = departments.iter().filter_map(|id| paths.get(id).map(String::as_str));
                print(person, &departments.collect::<Vec<_>>(), output);
            }
            if !output.is_heard() {
                return Ok(ExitCode::SUCCESS);
            }
            match next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

type Stretch = (Vec<(Employee, Vec<DepartmentId>)>, Option<Cursor>);

fn stretch(tx: &mut Tx<'_>, company: CompanyId, query: &Query) -> Result<Stretch> {
    let page = list::find(tx, company, query)?;
    let mut people = Vec::with_capacity(page.people.len());
    for person in page.people {
        let departments = people::departments_of(tx, &person)?;
        people.push((person, departments));
    }
    Ok((people, page.next))
}

/// Each department with its path below the company, such as `Sales/Moscow`; the company by its name.
fn paths(tx: &mut Tx<'_>, company: CompanyId) -> Result<HashMap<DepartmentId, String>> {
    let all = tx.departments().list(company)?;
    let by_id: HashMap<DepartmentId, _> = all.iter().map(|one| (one.id, one)).collect();
    let path = |mut id: DepartmentId| {
        let mut names: Vec<&str> = Vec::new();
        while let Some(here) = by_id.get(&id) {
            match here.parent {
                Some(parent) => {
                    names.insert(0, &here.name);
                    id = parent;
                }
                None if names.is_empty() => return here.name.clone(),
                None => break,
            }
        }
        names.join("/")
    };
    Ok(all.iter().map(|one| (one.id, path(one.id))).collect())
}

fn print(person: &Employee, departments: &[&str], output: &Output) {
    let status = output.locale.t(&format!("command-status-{}", person.status.word().replace('_', "-")));
    output.say(
        &format!("{}\t{}\t{status}\t{}", person.email, person.name, departments.join(", ")),
        &json!({
            "id": person.id, "email": person.email, "name": person.name, "status": person.status.word(),
            "departments": departments, "position": person.position, "role": person.role.word(),
            "created_at": person.created_at, "joined_at": person.joined_at,
        }),
    );
}
