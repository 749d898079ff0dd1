//! SQL of invitations whose letters stayed in the portal's mailbox. It begins with what lies there, which is little
//! once letters leave.

use super::{Invitations, LIVING};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId, InvitationId};
use crate::invitations::{INVITATION_LETTER, REMINDER_LETTER};
use crate::mail::outbox::KEPT;
use crate::store::Result;
use crate::store::statement::Statement;

/// Those of a company that can be accepted, and whose last letter nobody got.
fn kept(columns: &str, company: CompanyId, now: Timestamp) -> Statement<'static> {
    let text = format!(
        "SELECT {columns} FROM mailbox_messages m CROSS JOIN letters l CROSS JOIN invitations i \
         WHERE m.company_id = ? AND l.id = m.letter_id AND l.kind IN (?, ?) AND l.reason = ? \
         AND i.id = l.subject_id AND +i.company_id = ? AND i.delivery = 'sent' AND {LIVING} AND i.expires_at > ? \
         AND NOT EXISTS (SELECT 1 FROM letters n WHERE n.kind IN (?, ?) AND n.subject_id = i.id \
         AND +n.company_id = i.company_id AND n.state = 'accepted' AND n.id > l.id)"
    );
    let kinds = [INVITATION_LETTER.into(), REMINDER_LETTER.into()];
    let values =
        [company.into(), kinds[0], kinds[1], KEPT.into(), company.into(), now.into(), kinds[0], kinds[1]];
    Statement::new(&text, values)
}

impl Invitations<'_, '_> {
    /// The next of them after that id, in the order of their ids.
    pub fn kept(
        &mut self,
        company: CompanyId,
        after: InvitationId,
        most: i64,
        now: Timestamp,
    ) -> Result<Vec<InvitationId>> {
        let mut statement = kept("i.id", company, now);
        statement.add("AND i.id > ? ORDER BY i.id LIMIT ?", [after.into(), most.into()]);
        self.0.query(statement.text(), statement.params(), |row| row.get(0))
    }

    /// How many there are, counted up to `most`; of one inviter only, where one is given.
    pub fn count_kept(
        &mut self,
        company: CompanyId,
        inviter: Option<EmployeeId>,
        most: i64,
        now: Timestamp,
    ) -> Result<i64> {
        let mut statement = kept("1", company, now);
        if let Some(inviter) = inviter {
            statement.add("AND i.inviter_id = ?", [inviter.into()]);
        }
        statement.add("LIMIT ?", [most.into()]);
        let found: Vec<i64> = self.0.query(statement.text(), statement.params(), |row| row.get(0))?;
        Ok(i64::try_from(found.len()).unwrap_or(most))
    }
}
