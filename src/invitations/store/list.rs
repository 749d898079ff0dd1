//! SQL of the list of invitations. Each filter has its index, and a page walks along it.

use super::{COLUMNS, FROM, Invitations, LIVING, invitation};
use crate::access_rights::seen::{self, Listed, Seen};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId, InvitationId};
use crate::invitations::Invitation;
use crate::invitations::list::{Query, SOON_DAYS, Which};
use crate::store::{Result, Value};

/// A condition, what it is ordered by, and whether the smallest comes first.
struct Order {
    condition: String,
    column: &'static str,
    is_ascending: bool,
}

/// Called back before its letter went out: at the instant at which its whole batch was.
const UNDONE: &str =
    "EXISTS (SELECT 1 FROM invitation_batches u WHERE u.id = i.batch_id AND u.undone_at = i.revoked_at)";

/// Where it stands who made an invitation, and where to.
pub(super) const LISTED: Listed =
    Listed { maker: "i.inviter_id", id: "i.id", table: "invitation_departments", column: "invitation_id" };

/// `$2` is now, `$3` the end of «soon».
fn order(which: Which) -> Order {
    let (condition, column, is_ascending) = match which {
        Which::All => (LIVING.to_owned(), "i.created_at", false),
        Which::Failed => (format!("{LIVING} AND i.delivery = 'failed'"), "i.created_at", false),
        Which::Expiring => (format!("{LIVING} AND i.expires_at <= $3"), "i.expires_at", true),
        Which::Expired => (format!("{LIVING} AND i.expires_at <= $2"), "i.expires_at", false),
        Which::Revoked => (format!("i.revoked_at IS NOT NULL AND NOT {UNDONE}"), "i.revoked_at", false),
    };
    // Each parameter is used, so that PostgreSQL knows its type.
    let condition = format!("{condition} AND CAST($2 AS BIGINT) <= CAST($3 AS BIGINT)");
    Order { condition, column, is_ascending }
}

impl Invitations<'_, '_> {
    /// A page of invitations, after a row.
    pub fn page(
        &mut self,
        company: CompanyId,
        query: &Query,
        limit: i64,
        now: Timestamp,
    ) -> Result<Vec<Invitation>> {
        let Order { condition, column, is_ascending } = order(query.which);
        // «Expiring» begins behind now. One lower bound, not two: with two SQLite walks another way.
        let (than, direction, first) =
            if is_ascending { (">", "ASC", now.0) } else { ("<", "DESC", i64::MAX) };
        let after = query.after.as_ref().and_then(|after| Some((after.number()?, after.id)));
        let (at, id) = after.filter(|(at, _)| !is_ascending || *at >= first).unwrap_or((first, i64::MAX));
        self.0.query(
            &format!(
                "WITH RECURSIVE branch (id) AS (SELECT id FROM departments WHERE company_id = $1 AND id = $4 \
                 UNION ALL SELECT d.id FROM departments d JOIN branch b ON d.parent_id = b.id) \
                 SELECT {COLUMNS} {FROM} WHERE i.company_id = $1 AND {condition} \
                 AND ({column}, i.id) {than} ($5, $6) AND {} \
                 AND ($4 = 0 OR EXISTS (SELECT 1 FROM invitation_departments x WHERE x.invitation_id = i.id \
                 AND x.department_id IN (SELECT id FROM branch))) \
                 ORDER BY {column} {direction}, i.id {direction} LIMIT $9",
                seen::condition(LISTED, "$7", "$8")
            ),
            &[
                company.into(),
                now.into(),
                now.plus_days(SOON_DAYS).into(),
                query.department.map_or(0, |id| id.0).into(),
                at.into(),
                id.into(),
                query.seen.maker().into(),
                query.seen.departments().into(),
                limit.into(),
            ],
            invitation,
        )
    }

    /// How many invitations there are, counted up to `most`.
    pub fn count_up_to(
        &mut self,
        company: CompanyId,
        which: Which,
        seen: &Seen,
        most: i64,
        now: Timestamp,
    ) -> Result<i64> {
        let Order { condition, is_ascending, .. } = order(which);
        let since = if is_ascending { "AND i.expires_at > $2" } else { "" };
        self.0.query_one(
            &format!(
                "SELECT COUNT(*) FROM (SELECT 1 FROM invitations i WHERE i.company_id = $1 AND {condition} {since} \
                 AND {} LIMIT $6) counted",
                seen::condition(LISTED, "$4", "$5")
            ),
            &[
                company.into(),
                now.into(),
                now.plus_days(SOON_DAYS).into(),
                seen.maker().into(),
                seen.departments().into(),
                most.into(),
            ],
            |row| row.get(0),
        )
    }

    /// The living invitations of these people.
    pub fn of_people(&mut self, company: CompanyId, people: &[EmployeeId]) -> Result<Vec<Invitation>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let (params, places) = among(company, people.iter().map(|id| id.0));
        // With the plus it is no use for an index: a planner that knows nothing of the sizes of companies
        // would walk the whole company rather than look a page of people up.
        let condition = format!("WHERE +i.company_id = $1 AND i.employee_id IN ({places}) AND {LIVING}");
        self.select(&condition, &params)
    }

    /// The names of the departments of several invitations.
    pub fn departments_of_all(
        &mut self,
        company: CompanyId,
        invitations: &[Invitation],
    ) -> Result<Vec<(InvitationId, String)>> {
        if invitations.is_empty() {
            return Ok(Vec::new());
        }
        let (params, places) = among(company, invitations.iter().map(|invitation| invitation.id.0));
        self.0.query(
            &format!(
                "SELECT x.invitation_id, d.name FROM invitation_departments x JOIN departments d \
                 ON d.id = x.department_id WHERE x.company_id = $1 AND x.invitation_id IN ({places}) \
                 ORDER BY d.name_key, d.id"
            ),
            &params,
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }
}

fn among(company: CompanyId, ids: impl Iterator<Item = i64>) -> (Vec<Value<'static>>, String) {
    let mut params = vec![Value::Int(company.0)];
    params.extend(ids.map(Value::Int));
    let places: Vec<String> = (2..=params.len()).map(|n| format!("${n}")).collect();
    (params, places.join(", "))
}
