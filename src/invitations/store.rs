//! SQL of invitations.

mod actions;
pub mod api_list;
mod batches;
mod kept;
mod list;
mod reminders;
mod undelivered;

pub use actions::Renewal;
pub use batches::Refusal;
pub use undelivered::Missed;

use super::{Departments, HANDED_OVER, INVITATION_LETTER, Invitation, Inviter, REMINDER_LETTER};
use crate::base::clock::Timestamp;
use crate::base::id::{BatchId, CompanyId, DepartmentId, EmployeeId, InvitationId};
use crate::history::Action;
use crate::i18n::Language;
use crate::mail::outbox::store::WAITED;
use crate::mail::outbox::{Delivery, KEPT, STOPPED};
use crate::people::Status;
use crate::store::{Error, Result, Row, Tx, Value};

/// The accessor: `tx.invitations()`.
pub struct Invitations<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The invitations.
    pub fn invitations(&mut self) -> Invitations<'_, 'c> {
        Invitations(self)
    }
}

/// What no end has come to yet, expired or not: one a person may still do something about.
pub const LIVING: &str = "i.accepted_at IS NULL AND i.declined_at IS NULL AND i.revoked_at IS NULL";

/// Whether a sender has the letter of the invitation `i` at present. That is written at the letter alone: each letter
/// would change two rows more.
macro_rules! is_sending {
    () => {
        "(i.delivery IN ('queued', 'deferred', 'unknown') AND EXISTS (SELECT 1 FROM letters l \
         WHERE l.kind IN ('invitation', 'reminder') AND l.subject_id = i.id AND +l.company_id = i.company_id \
         AND l.state IN ('claimed', 'dot_sent')))"
    };
}
pub(super) const IS_SENDING: &str = is_sending!();

pub(super) const COLUMNS: &str = concat!(
    "i.id, i.company_id, i.employee_id, i.batch_id, i.inviter_id, b.name, b.email, \
     i.email, i.email_key, i.name, i.language, i.note, i.channel, i.generation, i.letters, CASE WHEN ",
    is_sending!(),
    " THEN 'sending' ELSE i.delivery END, i.created_at, i.expires_at, i.accepted_at, i.declined_at, i.revoked_at, \
     CASE WHEN i.delivery IN ('sent', 'none') THEN (SELECT l.reason FROM letters l \
     WHERE l.kind IN ('invitation', 'reminder') AND l.subject_id = i.id AND +l.company_id = i.company_id \
     AND (i.delivery = 'none' OR l.state = 'accepted') ORDER BY l.id DESC LIMIT 1) END, i.link_ended_at"
);

pub(super) const FROM: &str = "FROM invitations i JOIN employees b ON b.id = i.inviter_id";

pub(super) fn invitation(row: &Row<'_>) -> Result<Invitation> {
    let (inviter_name, inviter_email): (String, String) = (row.get(5)?, row.get(6)?);
    let (language, delivery): (String, String) = (row.get(10)?, row.get(15)?);
    let delivery =
        Delivery::from_word(&delivery).ok_or_else(|| Error::broken(format!("delivery {delivery}")))?;
    let reason: Option<String> = row.get(21)?;
    let is_told = |of: Delivery, key: &str| delivery == of && reason.as_deref() == Some(key);
    Ok(Invitation {
        id: row.get(0)?,
        company_id: row.get(1)?,
        employee_id: row.get(2)?,
        batch_id: row.get(3)?,
        inviter: Inviter {
            id: row.get(4)?,
            name: if inviter_name.is_empty() { inviter_email.clone() } else { inviter_name },
            email: inviter_email,
        },
        email: row.get(7)?,
        email_key: row.get(8)?,
        name: row.get(9)?,
        language: Language::from_tag(&language).unwrap_or(Language::En),
        note: row.get(11)?,
        channel: row.get(12)?,
        generation: row.get(13)?,
        letters: row.get(14)?,
        is_kept: is_told(Delivery::Sent, KEPT),
        is_stopped: is_told(Delivery::None, STOPPED),
        delivery,
        created_at: row.get(16)?,
        expires_at: row.get(17)?,
        accepted_at: row.get(18)?,
        declined_at: row.get(19)?,
        revoked_at: row.get(20)?,
        link_ended_at: row.get(22)?,
    })
}

/// The letters that waited when a backup was put back, up to `$1`, and invite (kinds `$2`, `$3`) by what can't be accepted
/// at `$4`.
fn in_vain() -> String {
    format!(
        "{WAITED} AND kind IN ($2, $3) AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.id = letters.subject_id \
         AND +i.company_id = letters.company_id AND i.expires_at > $4 AND {LIVING})"
    )
}

/// What an invitation begins with.
#[derive(Clone, Copy, Debug)]
pub struct NewInvitation<'a> {
    /// The company.
    pub company: CompanyId,
    /// The person in the list.
    pub employee: EmployeeId,
    /// The batch.
    pub batch: Option<BatchId>,
    /// Who invites.
    pub inviter: EmployeeId,
    /// The address as typed.
    pub email: &'a str,
    /// Its identity.
    pub email_key: &'a str,
    /// The name, or nothing.
    pub name: &'a str,
    /// The language of its letters.
    pub language: Language,
    /// Words of the inviter.
    pub note: &'a str,
    /// By which way.
    pub channel: &'a str,
    /// What becomes of its letter: queued, or none.
    pub delivery: Delivery,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
}

impl Invitations<'_, '_> {
    /// Adds an invitation; `None` where the address has a living one.
    pub fn insert(&mut self, new: &NewInvitation<'_>, now: Timestamp) -> Result<Option<InvitationId>> {
        let letters = i64::from(new.delivery != Delivery::None);
        self.0.query_opt(
            "INSERT INTO invitations (company_id, employee_id, batch_id, inviter_id, email, email_key, name, \
             language, note, channel, letters, delivery, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
             ON CONFLICT DO NOTHING RETURNING id",
            &[
                new.company.into(),
                new.employee.into(),
                new.batch.into(),
                new.inviter.into(),
                new.email.into(),
                new.email_key.into(),
                new.name.into(),
                new.language.tag().into(),
                new.note.into(),
                new.channel.into(),
                letters.into(),
                new.delivery.word().into(),
                now.into(),
                new.expires_at.into(),
            ],
            |row| row.get(0),
        )
    }

    /// The invitation of that id in that company.
    pub fn find(&mut self, company: CompanyId, id: InvitationId) -> Result<Option<Invitation>> {
        self.0.query_opt(
            &format!("SELECT {COLUMNS} {FROM} WHERE i.id = $1 AND i.company_id = $2"),
            &[id.into(), company.into()],
            invitation,
        )
    }

    /// The one invitation of that address that no end has come to.
    pub fn find_living(&mut self, company: CompanyId, email_key: &str) -> Result<Option<Invitation>> {
        self.0.query_opt(
            &format!("SELECT {COLUMNS} {FROM} WHERE i.company_id = $1 AND i.email_key = $2 AND {LIVING}"),
            &[company.into(), email_key.into()],
            invitation,
        )
    }

    /// Where the invitee will be: departments, each told from its namesakes.
    pub fn departments(&mut self, company: CompanyId, id: InvitationId) -> Result<Departments> {
        let mut found: Departments = self.0.query(
            "SELECT d.id, d.name FROM invitation_departments x JOIN departments d ON d.id = x.department_id \
             WHERE x.invitation_id = $1 AND x.company_id = $2 ORDER BY d.name_key, d.id",
            &[id.into(), company.into()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        self.0.departments().tell_apart(company, found.iter_mut().map(|(id, name)| (*id, name)))?;
        Ok(found)
    }

    /// Puts an invitation into these departments and no others.
    pub fn set_departments(
        &mut self,
        company: CompanyId,
        id: InvitationId,
        departments: &[DepartmentId],
    ) -> Result<()> {
        self.count_in_departments(company, id, -1)?;
        self.0.execute(
            "DELETE FROM invitation_departments WHERE invitation_id = $1 AND company_id = $2",
            &[id.into(), company.into()],
        )?;
        self.add_departments(company, id, departments)?;
        self.count_in_departments(company, id, 1)
    }

    /// Notes that an invitation begins or ceases to count among those into its departments.
    fn count_in_departments(&mut self, company: CompanyId, id: InvitationId, by: i64) -> Result<()> {
        let departments: Vec<DepartmentId> = self.0.query(
            "SELECT department_id FROM invitation_departments WHERE invitation_id = $1 AND company_id = $2 \
             ORDER BY department_id",
            &[id.into(), company.into()],
            |row| row.get(0),
        )?;
        for department in departments {
            self.0.departments().count(company, department, Status::Invited, id.0, by)?;
        }
        Ok(())
    }

    /// Puts a new invitation into its departments. The caller counts it there, once for all that it adds.
    pub fn add_departments(
        &mut self,
        company: CompanyId,
        id: InvitationId,
        departments: &[DepartmentId],
    ) -> Result<()> {
        for department in departments {
            self.0.execute(
                "INSERT INTO invitation_departments (invitation_id, department_id, company_id) VALUES ($1, $2, $3)",
                &[id.into(), (*department).into(), company.into()],
            )?;
        }
        Ok(())
    }

    /// Spends an invitation: false where somebody was quicker or its time has passed.
    pub fn accept(
        &mut self,
        company: CompanyId,
        id: InvitationId,
        generation: i64,
        now: Timestamp,
    ) -> Result<bool> {
        let rows = self.0.execute(
            "UPDATE invitations SET accepted_at = $1 WHERE id = $2 AND company_id = $3 AND generation = $4 \
             AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL AND expires_at > $5",
            &[now.into(), id.into(), company.into(), generation.into(), now.into()],
        )?;
        self.close(company, id, rows > 0)
    }

    /// Takes an invitation back; false where it has come to another end.
    pub fn revoke(&mut self, company: CompanyId, id: InvitationId, now: Timestamp) -> Result<bool> {
        let is_revoked = self.set(company, id, "revoked_at", now.into())?;
        self.close(company, id, is_revoked)
    }

    /// Ends the links of all that no end has come to, and lets those that are open expire at once; these, each with its
    /// address.
    pub fn end_links(&mut self, now: Timestamp) -> Result<Vec<(CompanyId, InvitationId, String)>> {
        let links = format!("UPDATE invitations AS i SET link_ended_at = $1 WHERE {LIVING}");
        self.0.execute(&links, &[now.into()])?;
        self.0.query(
            &format!(
                "UPDATE invitations AS i SET expires_at = $1 WHERE {LIVING} AND i.expires_at > $1 \
                 RETURNING company_id, id, email"
            ),
            &[now.into()],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    }

    /// How many of the letters that waited when a backup was put back, up to `until`, invite in vain: whatever becomes of
    /// the queue they don't leave, as their links do not work any more.
    pub fn waited_in_vain(&mut self, until: Timestamp, now: Timestamp) -> Result<i64> {
        self.0.query_one(
            &format!("SELECT COUNT(*) FROM letters WHERE {}", in_vain()),
            &[until.into(), INVITATION_LETTER.into(), REMINDER_LETTER.into(), now.into()],
            |row| row.get(0),
        )
    }

    /// Stops up to `most` of them: they may have left before the backup was put back. Gives their companies and
    /// invitations.
    pub fn stop_in_vain(
        &mut self,
        until: Timestamp,
        most: i64,
        now: Timestamp,
    ) -> Result<Vec<(CompanyId, InvitationId)>> {
        self.0.query(
            &format!(
                "UPDATE letters SET state = 'cancelled', finished_at = $4, reason = $5 \
                 WHERE id IN (SELECT id FROM letters WHERE {} ORDER BY id LIMIT $6) RETURNING company_id, subject_id",
                in_vain()
            ),
            &[
                until.into(),
                INVITATION_LETTER.into(),
                REMINDER_LETTER.into(),
                now.into(),
                STOPPED.into(),
                most.into(),
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Notes that the invitee refused; false where it has come to another end.
    pub fn decline(&mut self, company: CompanyId, id: InvitationId, now: Timestamp) -> Result<bool> {
        let is_declined = self.set(company, id, "declined_at", now.into())?;
        self.close(company, id, is_declined)
    }

    /// One that has come to an end counts no more where it led to.
    fn close(&mut self, company: CompanyId, id: InvitationId, has_ended: bool) -> Result<bool> {
        if has_ended {
            self.count_in_departments(company, id, -1)?;
        }
        Ok(has_ended)
    }

    /// Notes what became of the last letter.
    pub fn set_delivery(&mut self, company: CompanyId, id: InvitationId, delivery: Delivery) -> Result<()> {
        self.0
            .execute(
                "UPDATE invitations SET delivery = $1 WHERE id = $2 AND company_id = $3",
                &[delivery.word().into(), id.into(), company.into()],
            )
            .map(drop)
    }

    /// Invitations of one inviter that can still be accepted.
    pub fn pending_of(&mut self, inviter: EmployeeId, now: Timestamp) -> Result<i64> {
        self.0.query_one(
            &format!("SELECT COUNT(*) FROM invitations i WHERE i.inviter_id = $1 AND i.expires_at > $2 AND {LIVING}"),
            &[inviter.into(), now.into()],
            |row| row.get(0),
        )
    }

    /// Invitations of one inviter that no end has come to.
    pub fn living_of(&mut self, company: CompanyId, inviter: EmployeeId) -> Result<Vec<Invitation>> {
        let condition = format!("WHERE i.inviter_id = $1 AND +i.company_id = $2 AND {LIVING} ORDER BY i.id");
        self.select(&condition, &[inviter.into(), company.into()])
    }

    /// When letters of inviting went to an address, the latest first.
    pub fn letters_to(&mut self, company: CompanyId, email_key: &str) -> Result<Vec<Timestamp>> {
        self.0.outbox().sent_to(company, email_key, [INVITATION_LETTER, REMINDER_LETTER])
    }

    /// When whoever reads the mail of an address last asked for another invitation: by a link that stood in letters
    /// alone, as [`Invitation::is_link_only_mailed`] says.
    pub fn asked_for_another(&mut self, company: CompanyId, email_key: &str) -> Result<Option<Timestamp>> {
        self.0.query_one(
            "SELECT MAX(h.at) FROM letters l JOIN invitations i ON i.id = l.subject_id \
             JOIN history h ON h.subject = 'invitation' AND h.subject_id = i.id AND +h.company_id = i.company_id \
             WHERE l.company_id = $1 AND l.email_key = $2 AND l.kind IN ($3, $4) AND i.email_key = l.email_key \
             AND i.generation = 0 AND i.channel <> $5 AND h.action = $6",
            &[
                company.into(),
                email_key.into(),
                INVITATION_LETTER.into(),
                REMINDER_LETTER.into(),
                HANDED_OVER.into(),
                Action::NewInvitationAsked.word().into(),
            ],
            |row| row.get(0),
        )
    }

    fn select(&mut self, tail: &str, params: &[Value<'_>]) -> Result<Vec<Invitation>> {
        self.0.query(&format!("SELECT {COLUMNS} {FROM} {tail}"), params, invitation)
    }
}
