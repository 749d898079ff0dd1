//! SQL of who joined through whom, or declined.

use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId};
use crate::store::{Result, Tx};

/// The accessor: `tx.newcomers()`.
pub struct Newcomers<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// Those who have joined.
    pub fn newcomers(&mut self) -> Newcomers<'_, 'c> {
        Newcomers(self)
    }
}

/// Name and address of some people, by name, and how many there are.
type People = (Vec<(String, String)>, i64);

/// Of company `$1`, by invitations or join links of employee `$2`, since `$3`.
const OF_INVITER: &str = "employees e WHERE e.company_id = $1 AND e.status = 'active' AND e.joined_at >= $3 \
     AND e.id IN (SELECT i.employee_id FROM invitations i WHERE i.inviter_id = $2 AND i.accepted_at >= $3 \
     UNION SELECT p.id FROM join_links l JOIN employees p ON p.join_link_id = l.id \
     WHERE l.creator_id = $2 AND p.joined_at >= $3)";

/// For whom company `$1` had no seat since `$3`, and has none yet: those whom employee `$2` invited, or all
/// where he is an administrator. An address may have come in vain to several links.
const WITHOUT_SEAT: &str = "(SELECT h.details AS email, COALESCE(MAX(e.name), '') AS name FROM history h \
     LEFT JOIN invitations i ON h.subject = 'invitation' AND i.id = h.subject_id \
     LEFT JOIN employees e ON e.id = i.employee_id \
     LEFT JOIN join_links l ON h.subject = 'join_link' AND l.id = h.subject_id \
     WHERE h.company_id = $1 AND h.action = 'seat-missing' AND h.at >= $3 \
     AND (i.inviter_id = $2 OR l.creator_id = $2 OR EXISTS (SELECT 1 FROM employees a WHERE a.id = $2 \
     AND a.role = 'administrator')) AND (i.id IS NULL OR e.status = 'invited') GROUP BY h.details) found";

/// Invitations of company `$1`, by employee `$2`, that were declined since `$3`.
const DECLINED: &str = "invitations i WHERE i.company_id = $1 AND i.inviter_id = $2 AND i.declined_at >= $3";

/// Whom news are about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Whom {
    /// Those who joined through an employee.
    Joined,
    /// Those for whom there was no seat, as far as they concern an employee.
    Seatless,
    /// Those who declined what an employee sent.
    Declined,
}

impl Whom {
    /// Name and address, where they are found, and their order.
    fn sql(self) -> [&'static str; 3] {
        match self {
            Self::Joined => ["e.name, e.email", OF_INVITER, "e.sort_key, e.id"],
            Self::Seatless => ["name, email", WITHOUT_SEAT, "email"],
            Self::Declined => ["i.name, i.email", DECLINED, "i.id"],
        }
    }
}

impl Newcomers<'_, '_> {
    /// Whom news to an employee are about since an instant; at most so many are named.
    pub fn since(
        &mut self,
        whom: Whom,
        company: CompanyId,
        employee: EmployeeId,
        since: Timestamp,
        most: i64,
    ) -> Result<People> {
        let [fields, from, order] = whom.sql();
        let all = [company.into(), employee.into(), since.into(), most.into()];
        let named = format!("SELECT {fields} FROM {from} ORDER BY {order} LIMIT $4");
        let people = self.0.query(&named, &all, |row| Ok((row.get(0)?, row.get(1)?)))?;
        let counted = format!("SELECT COUNT(*) FROM {from}");
        Ok((people, self.0.query_one(&counted, &all[..3], |row| row.get(0))?))
    }
}
