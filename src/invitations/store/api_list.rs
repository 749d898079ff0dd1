//! SQL of the machine interface's list: any filters together, the latest first.

use super::{COLUMNS, FROM, Invitations, LIVING, invitation};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId};
use crate::invitations::{Invitation, State};
use crate::mail::outbox::Delivery;
use crate::people::words;
use crate::store::{Result, Value};

/// What a program asks for.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Where it stands.
    pub state: Option<State>,
    /// What became of its letter.
    pub delivery: Option<Delivery>,
    /// Beginnings of words of name or address; all must be found.
    pub words: Vec<String>,
    /// Who invited.
    pub inviter: Option<EmployeeId>,
    /// Whose invitations the caller may see; `None`: all.
    pub own: Option<EmployeeId>,
    /// The present instant, for what has expired.
    pub now: Timestamp,
}

/// Conditions and their parameters, numbered as they come.
struct Conditions<'a> {
    sql: String,
    params: Vec<Value<'a>>,
}

impl<'a> Conditions<'a> {
    fn add(&mut self, condition: &str, values: impl IntoIterator<Item = Value<'a>>) {
        let mut text = condition.to_owned();
        for value in values {
            self.params.push(value);
            text = text.replacen('?', &format!("${}", self.params.len()), 1);
        }
        self.sql = format!("{} AND {text}", self.sql);
    }
}

fn conditions<'a>(company: CompanyId, filter: &'a Filter, ends: &'a [String]) -> Conditions<'a> {
    let mut all = Conditions { sql: "WHERE i.company_id = $1".to_owned(), params: vec![company.into()] };
    match filter.state {
        None => {}
        Some(State::Pending) => all.add(&format!("{LIVING} AND i.expires_at > ?"), [filter.now.into()]),
        Some(State::Expired) => all.add(&format!("{LIVING} AND i.expires_at <= ?"), [filter.now.into()]),
        Some(State::Accepted) => all.add("i.accepted_at IS NOT NULL", []),
        Some(State::Declined) => all.add("i.declined_at IS NOT NULL", []),
        Some(State::Revoked) => all.add("i.revoked_at IS NOT NULL", []),
    }
    if let Some(delivery) = filter.delivery {
        all.add("i.delivery = ?", [delivery.word().into()]);
    }
    for inviter in [filter.inviter, filter.own].into_iter().flatten() {
        all.add("i.inviter_id = ?", [inviter.into()]);
    }
    for (word, end) in filter.words.iter().zip(ends) {
        let found = "EXISTS (SELECT 1 FROM employee_words w WHERE w.employee_id = i.employee_id \
             AND w.word >= ? AND w.word < ?)";
        all.add(found, [word.into(), end.into()]);
    }
    all
}

impl Invitations<'_, '_> {
    /// Up to `most` invitations with ids below `before`, the latest first.
    pub fn api_list(
        &mut self,
        company: CompanyId,
        filter: &Filter,
        before: Option<i64>,
        most: i64,
    ) -> Result<Vec<Invitation>> {
        let ends: Vec<String> = filter.words.iter().map(|word| words::after(word)).collect();
        let mut all = conditions(company, filter, &ends);
        if let Some(before) = before {
            all.add("i.id < ?", [before.into()]);
        }
        all.params.push(most.into());
        let sql =
            format!("SELECT {COLUMNS} {FROM} {} ORDER BY i.id DESC LIMIT ${}", all.sql, all.params.len());
        self.0.query(&sql, &all.params, invitation)
    }

    /// How many invitations there are.
    pub fn api_count(&mut self, company: CompanyId, filter: &Filter) -> Result<i64> {
        let ends: Vec<String> = filter.words.iter().map(|word| words::after(word)).collect();
        let all = conditions(company, filter, &ends);
        self.0.query_one(&format!("SELECT COUNT(*) FROM invitations i {}", all.sql), &all.params, |row| {
            row.get(0)
        })
    }
}
