//! SQL of what is done to an invitation after it was made. Each statement asks again whether the
//! invitation still lives: between looking and writing somebody may have accepted it.

use super::Invitations;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, InvitationId};
use crate::invitations::Invitation;
use crate::store::Result;

impl Invitations<'_, '_> {
    /// Gives new validity and counts one more letter, unless somebody has done so meanwhile.
    pub fn renew_once(&mut self, invitation: &Invitation, expires_at: Timestamp) -> Result<bool> {
        let rows = self.0.execute(
            "UPDATE invitations SET expires_at = $1, letters = letters + 1, delivery = 'queued' \
             WHERE id = $2 AND company_id = $3 AND letters = $4 \
             AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL",
            &[
                expires_at.into(),
                invitation.id.into(),
                invitation.company_id.into(),
                invitation.letters.into(),
            ],
        )?;
        Ok(rows > 0)
    }

    /// Gives an invitation another address and kills its links; `is_sent` counts one more letter.
    pub fn change_address(
        &mut self,
        invitation: &Invitation,
        email: &str,
        email_key: &str,
        is_sent: bool,
        expires_at: Timestamp,
    ) -> Result<()> {
        let delivery = if is_sent { "queued" } else { "none" };
        self.0
            .execute(
                "UPDATE invitations SET email = $1, email_key = $2, expires_at = $3, delivery = $4, \
                 letters = letters + $5, generation = generation + 1 WHERE id = $6 AND company_id = $7 \
                 AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL",
                &[
                    email.into(),
                    email_key.into(),
                    expires_at.into(),
                    delivery.into(),
                    is_sent.into(),
                    invitation.id.into(),
                    invitation.company_id.into(),
                ],
            )
            .map(drop)
    }

    /// Kills the links given out so far; the number of the generation that is valid now.
    pub fn raise_generation(
        &mut self,
        company: CompanyId,
        id: InvitationId,
        expires_at: Timestamp,
    ) -> Result<Option<i64>> {
        self.0.query_opt(
            "UPDATE invitations SET generation = generation + 1, expires_at = $1 \
             WHERE id = $2 AND company_id = $3 \
             AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL RETURNING generation",
            &[expires_at.into(), id.into(), company.into()],
            |row| row.get(0),
        )
    }

    /// Sets until when an invitation can be accepted.
    pub fn set_expiry(&mut self, company: CompanyId, id: InvitationId, expires_at: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE invitations SET expires_at = $1 WHERE id = $2 AND company_id = $3",
                &[expires_at.into(), id.into(), company.into()],
            )
            .map(drop)
    }

    /// Sets the name that the inviter gave.
    pub fn set_name(&mut self, company: CompanyId, id: InvitationId, name: &str) -> Result<()> {
        self.0
            .execute(
                "UPDATE invitations SET name = $1 WHERE id = $2 AND company_id = $3",
                &[name.into(), id.into(), company.into()],
            )
            .map(drop)
    }
}
