//! SQL of invitations whose letter was not delivered.

use super::Invitations;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId, InvitationId};
use crate::store::Result;

/// Of company `$1`, by inviter `$2`, whose letter failed since `$3`, and that could be accepted then and has come to no end.
const SINCE: &str = "invitations i WHERE i.company_id = $1 AND i.inviter_id = $2 AND i.delivery = 'failed' \
     AND EXISTS (SELECT 1 FROM letters l WHERE l.kind IN ('invitation', 'reminder') AND l.subject_id = i.id \
     AND +l.company_id = i.company_id AND l.state = 'failed' AND l.finished_at >= $3) AND i.expires_at > $3 \
     AND i.accepted_at IS NULL AND i.declined_at IS NULL AND i.revoked_at IS NULL";

/// An invitation whose letter did not arrive.
pub struct Missed {
    /// The invitation.
    pub id: InvitationId,
    /// Who is invited; empty where nobody knows.
    pub name: String,
    /// The address.
    pub email: String,
    /// The key of the reason, where it was looked up.
    pub reason: Option<String>,
}

impl Invitations<'_, '_> {
    /// Number, name and address of those whose letter failed since an instant, at most so many of them, and how
    /// many there are.
    pub fn undelivered_of(
        &mut self,
        company: CompanyId,
        inviter: EmployeeId,
        since: Timestamp,
        most: i64,
    ) -> Result<(Vec<Missed>, i64)> {
        let all = [company.into(), inviter.into(), since.into(), most.into()];
        let named = format!("SELECT i.id, i.name, i.email FROM {SINCE} ORDER BY i.id LIMIT $4");
        let people = self.0.query(&named, &all, |row| {
            Ok(Missed { id: row.get(0)?, name: row.get(1)?, email: row.get(2)?, reason: None })
        })?;
        let counted = format!("SELECT COUNT(*) FROM {SINCE}");
        Ok((people, self.0.query_one(&counted, &all[..3], |row| row.get(0))?))
    }
}
