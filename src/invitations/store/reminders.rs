//! SQL of reminding.

use super::{COLUMNS, FROM, Invitations, LIVING, invitation};
use crate::base::clock::Timestamp;
use crate::base::id::CompanyId;
use crate::invitations::Invitation;
use crate::store::Result;

impl Invitations<'_, '_> {
    /// Invitations that end between now and `until`, live at least `lifetime` milliseconds, went out
    /// by letter, and were not reminded of; those of dismissed inviters and to silenced addresses
    /// are left out.
    pub fn to_remind_of(
        &mut self,
        company: CompanyId,
        now: Timestamp,
        until: Timestamp,
        lifetime: i64,
        limit: i64,
    ) -> Result<Vec<Invitation>> {
        self.0.query(
            &format!(
                "SELECT {COLUMNS} {FROM} WHERE i.company_id = $1 AND i.expires_at > $2 AND i.expires_at <= $3 \
                 AND i.expires_at - i.created_at >= $4 AND i.delivery = 'sent' AND b.status = 'active' AND {LIVING} \
                 AND NOT EXISTS (SELECT 1 FROM letters r WHERE r.kind = 'reminder' AND r.subject_id = i.id \
                 AND r.company_id = i.company_id) \
                 AND NOT EXISTS (SELECT 1 FROM suppressions s WHERE s.company_id = i.company_id \
                 AND s.email_key = i.email_key) ORDER BY i.expires_at, i.id LIMIT $5"
            ),
            &[company.into(), now.into(), until.into(), lifetime.into(), limit.into()],
            invitation,
        )
    }
}
