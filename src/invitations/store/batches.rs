//! SQL of batches: the invitations of one press.

use super::{Invitations, LIVING};
use crate::base::clock::Timestamp;
use crate::base::id::{BatchId, CompanyId, EmployeeId, InvitationId};
use crate::invitations::Invitation;
use crate::invitations::batch::{Batch, Reason};
use crate::store::{Error, Result};

/// An address of a batch that was not invited.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The address, or what stood in its place.
    pub email: String,
    /// The name beside it, or nothing.
    pub name: String,
    /// Why not.
    pub reason: Reason,
}

impl Invitations<'_, '_> {
    /// Opens a batch.
    pub fn open_batch(
        &mut self,
        company: CompanyId,
        inviter: EmployeeId,
        held_until: Timestamp,
        now: Timestamp,
    ) -> Result<BatchId> {
        self.0.query_one(
            "INSERT INTO invitation_batches (company_id, inviter_id, created_at, held_until) \
             VALUES ($1, $2, $3, $4) RETURNING id",
            &[company.into(), inviter.into(), now.into(), held_until.into()],
            |row| row.get(0),
        )
    }

    /// The batch of that id in that company.
    pub fn find_batch(&mut self, company: CompanyId, id: BatchId) -> Result<Option<Batch>> {
        self.0.query_opt(
            "SELECT id, inviter_id, created_at, held_until, undone_at FROM invitation_batches \
             WHERE id = $1 AND company_id = $2",
            &[id.into(), company.into()],
            |row| {
                Ok(Batch {
                    id: row.get(0)?,
                    inviter: row.get(1)?,
                    created_at: row.get(2)?,
                    held_until: row.get(3)?,
                    undone_at: row.get(4)?,
                })
            },
        )
    }

    /// Notes that the letters of a batch were called back; false where they were before.
    pub fn note_undone(&mut self, company: CompanyId, id: BatchId, now: Timestamp) -> Result<bool> {
        let rows = self.0.execute(
            "UPDATE invitation_batches SET undone_at = $1 WHERE id = $2 AND company_id = $3 AND undone_at IS NULL",
            &[now.into(), id.into(), company.into()],
        )?;
        Ok(rows > 0)
    }

    /// The invitations of a batch, in the order they were asked for.
    pub fn of_batch(&mut self, company: CompanyId, id: BatchId) -> Result<Vec<Invitation>> {
        self.select("WHERE i.batch_id = $1 AND i.company_id = $2 ORDER BY i.id", &[id.into(), company.into()])
    }

    /// Ends an invitation at an instant that had been given new life.
    pub fn expire(&mut self, company: CompanyId, id: InvitationId, at: Timestamp) -> Result<()> {
        self.0
            .execute(
                &format!(
                    "UPDATE invitations AS i SET expires_at = $1, letters = letters - 1 \
                     WHERE i.id = $2 AND i.company_id = $3 AND {LIVING}"
                ),
                &[at.into(), id.into(), company.into()],
            )
            .map(drop)
    }

    /// Keeps an address of a batch that was not invited.
    pub fn add_refusal(&mut self, company: CompanyId, batch: BatchId, refusal: &Refusal) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO invitation_batch_refusals (company_id, batch_id, email, name, reason) \
                 VALUES ($1, $2, $3, $4, $5)",
                &[
                    company.into(),
                    batch.into(),
                    (&refusal.email).into(),
                    (&refusal.name).into(),
                    refusal.reason.word().into(),
                ],
            )
            .map(drop)
    }

    /// The addresses of a batch that were not invited.
    pub fn refusals(&mut self, company: CompanyId, batch: BatchId) -> Result<Vec<Refusal>> {
        self.0.query(
            "SELECT email, name, reason FROM invitation_batch_refusals \
             WHERE batch_id = $1 AND company_id = $2 ORDER BY id",
            &[batch.into(), company.into()],
            |row| {
                let reason: String = row.get(2)?;
                let reason =
                    Reason::from_word(&reason).ok_or_else(|| Error::broken(format!("reason {reason}")))?;
                Ok(Refusal { email: row.get(0)?, name: row.get(1)?, reason })
            },
        )
    }
}
