//! SQL of what is done to an invitation after it was made. Each statement asks again whether the
//! invitation still lives: between looking and writing somebody may have accepted it.

use super::Invitations;
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{BatchId, CompanyId, InvitationId};
use crate::i18n::Language;
use crate::invitations::Invitation;
use crate::store::{Result, Value};

/// What an expired invitation is renewed with.
#[derive(Clone, Copy, Debug)]
pub struct Renewal<'a> {
    /// The address as typed now: the same one, perhaps in another spelling.
    pub email: &'a str,
    /// The name, or nothing.
    pub name: &'a str,
    /// The language of its letters.
    pub language: Language,
    /// Words of the inviter.
    pub note: &'a str,
    /// The batch, where it is sent in one.
    pub batch: Option<BatchId>,
    /// Whether there is a letter, which counts.
    pub is_sent: bool,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
}

/// An invitation that lives on keeps its link; where a restore ended that, it gets another one. `now` is the parameter of
/// the present instant.
fn living_on(now: &str) -> String {
    format!(
        "generation = CASE WHEN link_ended_at IS NULL THEN generation \
         WHEN generation < {now} THEN {now} ELSE generation + 1 END, link_ended_at = NULL"
    )
}

impl Invitations<'_, '_> {
    /// Renews an invitation, unless somebody has done something about it meanwhile.
    pub fn renew(&mut self, invitation: &Invitation, new: &Renewal<'_>, now: Timestamp) -> Result<bool> {
        let delivery = if new.is_sent { "queued" } else { "none" };
        let rows = self.0.execute(
            &format!(
                "UPDATE invitations SET email = $1, name = $2, language = $3, note = $4, expires_at = $5, \
                 letters = letters + $6, delivery = $7, batch_id = COALESCE(CAST($8 AS BIGINT), batch_id), \
                 channel = CASE WHEN $7 = 'none' THEN 'link' ELSE channel END, {} \
                 WHERE id = $9 AND company_id = $10 AND letters = $11 AND expires_at = $12 \
                 AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL",
                living_on("$13")
            ),
            &[
                new.email.into(),
                new.name.into(),
                new.language.tag().into(),
                new.note.into(),
                new.expires_at.into(),
                new.is_sent.into(),
                delivery.into(),
                new.batch.into(),
                invitation.id.into(),
                invitation.company_id.into(),
                invitation.letters.into(),
                invitation.expires_at.into(),
                now.into(),
            ],
        )?;
        Ok(rows > 0)
    }

    /// Gives new validity and counts one more letter, unless somebody has done so meanwhile.
    pub fn renew_once(
        &mut self,
        invitation: &Invitation,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        let rows = self.0.execute(
            &format!(
                "UPDATE invitations SET expires_at = $1, letters = letters + 1, delivery = 'queued', {} \
                 WHERE id = $2 AND company_id = $3 AND letters = $4 \
                 AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL",
                living_on("$5")
            ),
            &[
                expires_at.into(),
                invitation.id.into(),
                invitation.company_id.into(),
                invitation.letters.into(),
                now.into(),
            ],
        )?;
        Ok(rows > 0)
    }

    /// Gives an invitation another address and kills its links; `is_sent` counts one more letter.
    /// False where it has come to an end meanwhile. The new generation is later than any that was raised before, also
    /// than those that a backup does not know of.
    pub fn change_address(
        &mut self,
        invitation: &Invitation,
        address: &EmailAddress,
        is_sent: bool,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        let delivery = if is_sent { "queued" } else { "none" };
        let rows = self.0.execute(
            "UPDATE invitations SET email = $1, email_key = $2, expires_at = $3, delivery = $4, \
             letters = letters + $5, generation = CASE WHEN generation < $6 THEN $6 ELSE generation + 1 END, link_ended_at = NULL \
             WHERE id = $7 AND company_id = $8 \
             AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL",
            &[
                address.as_str().into(),
                address.key().into(),
                expires_at.into(),
                delivery.into(),
                is_sent.into(),
                now.into(),
                invitation.id.into(),
                invitation.company_id.into(),
            ],
        )?;
        Ok(rows > 0)
    }

    /// Writes the same address another way; false where the invitation has come to an end meanwhile.
    pub fn respell(&mut self, company: CompanyId, id: InvitationId, email: &str) -> Result<bool> {
        self.set(company, id, "email", email.into())
    }

    /// Kills the links given out so far; the number of the generation that is valid now, as
    /// [`Self::change_address`] raises it.
    pub fn raise_generation(
        &mut self,
        company: CompanyId,
        id: InvitationId,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<i64>> {
        self.0.query_opt(
            "UPDATE invitations SET generation = CASE WHEN generation < $1 THEN $1 ELSE generation + 1 END, \
             expires_at = $2, link_ended_at = NULL WHERE id = $3 AND company_id = $4 \
             AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL RETURNING generation",
            &[now.into(), expires_at.into(), id.into(), company.into()],
            |row| row.get(0),
        )
    }

    /// Sets until when an invitation can be accepted; false where it has come to an end meanwhile.
    pub fn set_expiry(
        &mut self,
        company: CompanyId,
        id: InvitationId,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        let rows = self.0.execute(
            &format!(
                "UPDATE invitations SET expires_at = $1, {} WHERE id = $2 AND company_id = $3 \
                 AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL",
                living_on("$4")
            ),
            &[expires_at.into(), id.into(), company.into(), now.into()],
        )?;
        Ok(rows > 0)
    }

    /// Sets the name that the inviter gave; false where the invitation has come to an end meanwhile.
    pub fn set_name(&mut self, company: CompanyId, id: InvitationId, name: &str) -> Result<bool> {
        self.set(company, id, "name", name.into())
    }

    /// Sets one column of an invitation that still lives.
    pub(super) fn set(
        &mut self,
        company: CompanyId,
        id: InvitationId,
        column: &str,
        value: Value<'_>,
    ) -> Result<bool> {
        let rows = self.0.execute(
            &format!(
                "UPDATE invitations SET {column} = $1 WHERE id = $2 AND company_id = $3 \
                 AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL"
            ),
            &[value, id.into(), company.into()],
        )?;
        Ok(rows > 0)
    }
}
