//! SQL of the lists of invitations. Each walks along an index and ends.

use std::collections::{HashMap, HashSet};

use super::{COLUMNS, FROM, Invitations, LIVING, invitation};
use crate::access_rights::seen::Listed;
use crate::base::clock::Timestamp;
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId, InvitationId};
use crate::invitations::Invitation;
use crate::invitations::list::{Ended, Query, Which};
use crate::store::statement::{Statement, fill, places};
use crate::store::{Result, Value};

/// Of an inviter so many of his latest are counted over.
const OWN: i64 = 2000;

/// Called back before its letter went out: at the instant at which its whole batch was.
const UNDONE: &str = "COALESCE((SELECT 1 FROM invitation_batches u WHERE u.id = i.batch_id AND u.undone_at = i.revoked_at), 0) = 1";

/// Where it stands who made an invitation, and where to.
pub(super) const LISTED: Listed =
    Listed { maker: "i.inviter_id", id: "i.id", table: "invitation_departments", column: "invitation_id" };

/// Those of a kind; `?` stands for when they end.
fn kind(which: Which) -> String {
    let living = |more: &str| format!("{LIVING} {more}");
    match which {
        Which::All => living(""),
        Which::Failed => living("AND i.delivery = 'failed'"),
        Which::Kept | Which::Pending | Which::Expiring | Which::Expired => {
            living("AND i.expires_at >= ? AND i.expires_at < ?")
        }
        Which::Revoked => "i.revoked_at IS NOT NULL".to_owned(),
        Which::Declined => "i.declined_at IS NOT NULL".to_owned(),
    }
}

fn limits(which: Which, now: Timestamp) -> Vec<Value<'static>> {
    let until = which.until(now);
    if !until.is_bounded() {
        return Vec::new();
    }
    let (from, before) = (until.from.map_or(i64::MIN, |at| at.0), until.before.map_or(i64::MAX, |at| at.0));
    vec![from.into(), before.into()]
}

impl Invitations<'_, '_> {
    /// How many invitations of a kind there are, counted up to `most`; of an inviter among his latest.
    pub fn count_up_to(
        &mut self,
        company: CompanyId,
        which: Which,
        inviter: Option<EmployeeId>,
        most: i64,
        now: Timestamp,
    ) -> Result<i64> {
        if which == Which::Kept {
            return self.count_kept(company, inviter, most, now);
        }
        let mut statement = Statement::new("SELECT COUNT(*) FROM (SELECT 1 FROM", []);
        let columns =
            "SELECT i.delivery, i.expires_at, i.batch_id, i.accepted_at, i.declined_at, i.revoked_at";
        match (inviter, which) {
            (Some(inviter), _) => {
                let living = if which.ended().is_some() { String::new() } else { format!("AND {LIVING}") };
                let latest = format!(
                    "({columns} FROM invitations i WHERE i.inviter_id = ? AND +i.company_id = ? {living} \
                     ORDER BY i.created_at DESC LIMIT ?) i WHERE"
                );
                statement.add(&latest, [inviter.into(), company.into(), OWN.into()]);
            }
            (None, Which::Revoked) => {
                // What was called back at once is passed over, however much of it there is.
                let all = format!(
                    "({columns} FROM invitations i WHERE i.company_id = ? AND i.revoked_at IS NOT NULL LIMIT ?) i WHERE"
                );
                statement.add(&all, [company.into(), (2 * most).into()]);
            }
            (None, _) => {
                statement.add("invitations i WHERE i.company_id = ? AND", [company.into()]);
            }
        }
        statement.add(&kind(which), limits(which, now));
        if which == Which::Revoked {
            statement.add(&format!("AND NOT {UNDONE}"), []);
        }
        statement.add("LIMIT ?) counted", [most.into()]);
        self.0.query_one(statement.text(), statement.params(), |row| row.get(0))
    }

    /// The next of those that have ended, after a place, each with its own; of one inviter by when he made them.
    pub fn ended(
        &mut self,
        company: CompanyId,
        query: &Query,
        at: Option<&Cursor>,
        most: i64,
    ) -> Result<Vec<(Invitation, Cursor)>> {
        let (column, condition) = match query.ended {
            Ended::Revoked => ("i.revoked_at", format!("i.revoked_at IS NOT NULL AND NOT {UNDONE}")),
            Ended::Declined => ("i.declined_at", "i.declined_at IS NOT NULL".to_owned()),
        };
        let (key, whose, value) = match query.inviter {
            Some(inviter) => ("i.created_at", "+i.company_id = ? AND i.inviter_id = ?", Some(inviter.into())),
            None => (column, "i.company_id = ?", None),
        };
        let place = at.and_then(|at| Some([at.number()?, at.id])).unwrap_or([i64::MAX; 2]);
        let mut statement = Statement::new(
            &format!("SELECT {COLUMNS} {FROM} WHERE {whose}"),
            [company.into()].into_iter().chain(value),
        );
        statement
            .add(&format!("AND {condition} AND ({key}, i.id) < (?, ?)"), place.map(Value::from))
            .add(&format!("ORDER BY {key} DESC, i.id DESC LIMIT ?"), [most.into()]);
        let found = self.0.query(statement.text(), statement.params(), invitation)?;
        let is_own = query.inviter.is_some();
        Ok(found
            .into_iter()
            .map(|invitation| {
                let at = if is_own {
                    invitation.created_at
                } else {
                    invitation.revoked_at.or(invitation.declined_at).unwrap_or(invitation.created_at)
                };
                let at = Cursor::new(at.0.to_string(), invitation.id.0);
                (invitation, at)
            })
            .collect())
    }

    /// Which of these are into one of these departments.
    pub fn into_any(
        &mut self,
        company: CompanyId,
        invitations: &[InvitationId],
        departments: &HashSet<i64>,
    ) -> Result<HashSet<InvitationId>> {
        let ids: Vec<i64> = invitations.iter().map(|id| id.0).collect();
        let mut statement = Statement::new(
            "SELECT x.invitation_id, x.department_id FROM invitation_departments x WHERE +x.company_id = ?",
            [company.into()],
        );
        statement.add(&format!("AND x.invitation_id IN ({})", places(ids.len())), fill(&ids));
        let all: Vec<(InvitationId, i64)> =
            self.0.query(statement.text(), statement.params(), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(all
            .into_iter()
            .filter(|(_, department)| departments.contains(department))
            .map(|(id, _)| id)
            .collect())
    }

    /// The living invitations of these people, in their order.
    pub fn of_people(&mut self, company: CompanyId, people: &[EmployeeId]) -> Result<Vec<Invitation>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
        // With the plus it is no use for an index: a planner that knows nothing of the sizes of companies
        // would walk the whole company rather than look a page of people up.
        let mut statement = Statement::new("WHERE +i.company_id = ?", [company.into()]);
        statement.add(&format!("AND i.employee_id IN ({}) AND {LIVING}", places(ids.len())), fill(&ids));
        let mut found = self.select(statement.text(), statement.params())?;
        let order: HashMap<EmployeeId, usize> = people.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        found.sort_by_key(|invitation| invitation.employee_id.and_then(|id| order.get(&id).copied()));
        Ok(found)
    }

    /// The departments of several invitations, each told from its namesakes.
    pub fn departments_of_all(
        &mut self,
        company: CompanyId,
        invitations: &[Invitation],
    ) -> Result<Vec<(InvitationId, DepartmentId, String)>> {
        let ids: Vec<i64> = invitations.iter().map(|invitation| invitation.id.0).collect();
        let mut statement = Statement::new(
            "SELECT x.invitation_id, d.id, d.name FROM invitation_departments x JOIN departments d \
             ON d.id = x.department_id WHERE +x.company_id = ?",
            [company.into()],
        );
        statement
            .add(&format!("AND x.invitation_id IN ({})", places(ids.len())), fill(&ids))
            .add("ORDER BY d.name_key, d.id", []);
        let mut found = self.0.query(statement.text(), statement.params(), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<String>(2)?))
        })?;
        self.0.departments().tell_apart(company, found.iter_mut().map(|(_, id, name)| (*id, name)))?;
        Ok(found)
    }
}
