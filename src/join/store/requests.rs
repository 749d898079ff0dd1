//! SQL of requests to join.

use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{CompanyId, JoinLinkId, JoinRequestId};
use crate::i18n::Language;
use crate::join::requests::JoinRequest;
use crate::store::{Result, Row, Tx};

/// The accessor: `tx.join_requests()`.
pub struct JoinRequests<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The requests of strangers to join.
    pub fn join_requests(&mut self) -> JoinRequests<'_, 'c> {
        JoinRequests(self)
    }
}

fn request(row: &Row<'_>) -> Result<JoinRequest> {
    Ok(JoinRequest {
        id: row.get(0)?,
        company_id: row.get(1)?,
        join_link_id: row.get(2)?,
        email: row.get(3)?,
        email_key: row.get(4)?,
        language: Language::from_tag(&row.get::<String>(5)?).unwrap_or(Language::En),
        generation: row.get(6)?,
        code_expires_at: row.get(7)?,
        proved_at: row.get(8)?,
        joined_at: row.get(9)?,
        has_code: row.get(10)?,
    })
}

impl JoinRequests<'_, '_> {
    /// Adds a request.
    pub fn insert(
        &mut self,
        company: CompanyId,
        link: JoinLinkId,
        address: &EmailAddress,
        language: Language,
        code_expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<JoinRequestId> {
        self.0.query_one(
            "INSERT INTO join_requests (company_id, join_link_id, email, email_key, language, created_at, \
             code_expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
            &[
                company.into(),
                link.into(),
                address.as_str().into(),
                address.key().into(),
                language.tag().into(),
                now.into(),
                code_expires_at.into(),
            ],
            |row| row.get(0),
        )
    }

    /// The request of that id in that company.
    pub fn find(&mut self, company: CompanyId, id: JoinRequestId) -> Result<Option<JoinRequest>> {
        self.0.query_opt(
            "SELECT id, company_id, join_link_id, email, email_key, language, generation, code_expires_at, \
             proved_at, joined_at, has_code FROM join_requests WHERE id = $1 AND company_id = $2",
            &[id.into(), company.into()],
            request,
        )
    }

    /// Notes whether a letter with the present code was written.
    pub fn set_has_code(&mut self, company: CompanyId, id: JoinRequestId, has_code: bool) -> Result<()> {
        self.0
            .execute(
                "UPDATE join_requests SET has_code = $1 WHERE id = $2 AND company_id = $3",
                &[has_code.into(), id.into(), company.into()],
            )
            .map(drop)
    }

    /// Counts a try of the present code; false where it is dead.
    pub fn count_try(
        &mut self,
        company: CompanyId,
        id: JoinRequestId,
        most: i64,
        now: Timestamp,
    ) -> Result<bool> {
        let rows = self.0.execute(
            "UPDATE join_requests SET wrong_codes = wrong_codes + 1 WHERE id = $1 AND company_id = $2 \
             AND wrong_codes < $3 AND code_expires_at > $4 AND joined_at IS NULL",
            &[id.into(), company.into(), most.into(), now.into()],
        )?;
        Ok(rows > 0)
    }

    /// Kills the present code in favour of another; false where the present one expires after
    /// `sent_before` and is thus too young.
    pub fn renew(
        &mut self,
        company: CompanyId,
        id: JoinRequestId,
        sent_before: Timestamp,
        expires_at: Timestamp,
    ) -> Result<bool> {
        let rows = self.0.execute(
            "UPDATE join_requests SET generation = generation + 1, wrong_codes = 0, code_expires_at = $1 \
             WHERE id = $2 AND company_id = $3 AND code_expires_at <= $4 AND joined_at IS NULL",
            &[expires_at.into(), id.into(), company.into(), sent_before.into()],
        )?;
        Ok(rows > 0)
    }

    /// Notes that the address is his.
    pub fn set_proved(&mut self, company: CompanyId, id: JoinRequestId, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE join_requests SET proved_at = $1 WHERE id = $2 AND company_id = $3",
                &[now.into(), id.into(), company.into()],
            )
            .map(drop)
    }

    /// Spends a request; false where it was spent.
    pub fn set_joined(&mut self, company: CompanyId, id: JoinRequestId, now: Timestamp) -> Result<bool> {
        let rows = self.0.execute(
            "UPDATE join_requests SET joined_at = $1 WHERE id = $2 AND company_id = $3 AND joined_at IS NULL \
             AND proved_at IS NOT NULL",
            &[now.into(), id.into(), company.into()],
        )?;
        Ok(rows > 0)
    }

    /// Lets all codes, and what they have proved, expire at once; how many.
    pub fn expire_all(&mut self, now: Timestamp) -> Result<u64> {
        self.0.execute(
            "UPDATE join_requests SET code_expires_at = CASE WHEN code_expires_at > $1 THEN $1 ELSE code_expires_at END, \
             proved_at = NULL WHERE joined_at IS NULL AND (code_expires_at > $1 OR proved_at IS NOT NULL)",
            &[now.into()],
        )
    }

    /// Forgets the requests made before an instant.
    pub fn delete_before(&mut self, before: Timestamp) -> Result<u64> {
        self.0.execute("DELETE FROM join_requests WHERE created_at < $1", &[before.into()])
    }
}
