//! The heart: inviting one address or a thousand, and what becomes of each invitation.

pub mod addresses;
pub mod alike;
pub mod api;
pub mod badge;
pub mod batch;
pub mod change_departments;
pub mod correct;
pub mod deeds;
pub mod detail_web;
pub mod extend;
pub mod foresee;
pub mod invite;
pub mod letter;
pub mod limits;
pub mod list;
pub mod new_link;
pub mod refusals;
pub mod remind;
pub mod rename;
pub mod resend;
pub mod review;
pub mod revoke;
pub mod send_kept;
pub mod store;
pub mod undelivered;
pub mod web;
mod writing;

use crate::access_rights::{self, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::{BatchId, CompanyId, DepartmentId, EmployeeId, InvitationId};
use crate::base::secret::{Purpose, Row, SecretKey};
use crate::company::Company;
use crate::history::Actor;
use crate::i18n::Language;
use crate::mail::outbox::{Delivery, Kind};
use crate::store::{Result, Tx};

/// The kind of the first letter, and of one that is sent again.
pub const INVITATION_LETTER: Kind = "invitation";
/// The kind of the letter shortly before the end.
pub const REMINDER_LETTER: Kind = "reminder";
/// Letters of one invitation at the most, administrators excepted.
pub const MAX_LETTERS: i64 = 3;

/// A personal invitation to one address.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The id.
    pub id: InvitationId,
    /// The company.
    pub company_id: CompanyId,
    /// The person in the list; gone when the invitation was revoked.
    pub employee_id: Option<EmployeeId>,
    /// The batch that it was made in.
    pub batch_id: Option<BatchId>,
    /// Who invites.
    pub inviter: Inviter,
    /// The address, as typed.
    pub email: String,
    /// Its identity.
    pub email_key: String,
    /// The name that the inviter gave, or nothing.
    pub name: String,
    /// The language of its letters.
    pub language: Language,
    /// Words of the inviter.
    pub note: String,
    /// By which way it was made: `mail_service`, `link`, `api`, `command`.
    pub channel: String,
    /// Raised to kill the links given out so far.
    pub generation: i64,
    /// Letters written so far.
    pub letters: i64,
    /// What became of the last letter.
    pub delivery: Delivery,
    /// Whether that letter stayed in the portal's mailbox: nobody got it.
    pub is_kept: bool,
    /// Whether that letter was stopped because a backup was put back: it may have left before.
    pub is_stopped: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// When it was accepted.
    pub accepted_at: Option<Timestamp>,
    /// When the invitee refused.
    pub declined_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// When a restore ended its link, where there is no newer one since.
    pub link_ended_at: Option<Timestamp>,
}

/// The person who invites, as the invitee and the list see him.
#[derive(Clone, Debug)]
pub struct Inviter {
    /// The id.
    pub id: EmployeeId,
    /// The name, or the address where there is none.
    pub name: String,
    /// The address.
    pub email: String,
}

/// The channel of an invitation whose link its inviter was shown, to hand it over.
pub const HANDED_OVER: &str = "link";

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It can be accepted.
    Pending,
    /// It was accepted.
    Accepted,
    /// The invitee refused.
    Declined,
    /// It was taken back.
    Revoked,
    /// Its time has passed.
    Expired,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Pending, Self::Accepted, Self::Declined, Self::Revoked, Self::Expired];

    /// The word in the machine interface.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

impl Invitation {
    /// Where it stands at `now`. The one place that says what «expired» means; its twin in SQL is
    /// [`store::LIVING`] with a look at `expires_at`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        match (self.accepted_at, self.declined_at, self.revoked_at) {
            (Some(_), _, _) => State::Accepted,
            (_, Some(_), _) => State::Declined,
            (_, _, Some(_)) => State::Revoked,
            (None, None, None) if self.expires_at <= now => State::Expired,
            (None, None, None) => State::Pending,
        }
    }

    /// The end it has come to, if it has: nothing more can be done about it.
    #[must_use]
    pub fn end(&self) -> Option<State> {
        match self.state(Timestamp(i64::MIN)) {
            State::Pending | State::Expired => None,
            end @ (State::Accepted | State::Declined | State::Revoked) => Some(end),
        }
    }

    /// The row that its secret is derived from.
    #[must_use]
    pub fn secret_row(&self) -> Row {
        Row { company: self.company_id, id: self.id.0, generation: self.generation }
    }

    /// The path of its link: `/i/{secret}`.
    #[must_use]
    pub fn path(&self, key: &SecretKey) -> String {
        format!("/i/{}", key.link(Purpose::Invitation, self.secret_row()))
    }

    /// Whether its link stood in letters alone: then whoever has it reads the mail of its address. One that an
    /// inviter was shown, to hand over, proves nothing.
    #[must_use]
    pub fn is_link_only_mailed(&self) -> bool {
        self.letters > 0 && self.generation == 0 && self.channel != HANDED_OVER
    }

    /// The name, or the address where there is none.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }
}

/// The departments of an invitation: where the invitee will be.
pub type Departments = Vec<(DepartmentId, String)>;

/// The invitation of that id, where `actor` may see what became of it and change it. One that is
/// another's looks to him as if it were not there.
pub fn find_managed(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: InvitationId,
) -> Result<Option<Invitation>> {
    let Some(invitation) = tx.invitations().find(company.id, id)? else { return Ok(None) };
    let is_managed = is_managed_by(tx, actor, company, &invitation)?;
    Ok(Some(invitation).filter(|_| is_managed))
}

/// Whether `actor` may change and revoke an invitation: his own, or one into departments whose invitations
/// he manages.
pub fn is_managed_by(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    invitation: &Invitation,
) -> Result<bool> {
    if actor.employee == Some(invitation.inviter.id) && actor.company == company.id {
        return Ok(true);
    }
    access_rights::may_where(actor, company, Permission::ManageInvitations, false, || {
        department_ids(tx, invitation)
    })
}

/// Whether `actor` may see what became of an invitation: one that he manages, or one into a department whose
/// invitations he sees.
pub fn is_seen_by(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    invitation: &Invitation,
) -> Result<bool> {
    if is_managed_by(tx, actor, company, invitation)? {
        return Ok(true);
    }
    access_rights::may_where(actor, company, Permission::SeeInvitations, true, || {
        department_ids(tx, invitation)
    })
}

/// The invitation of that id, where `actor` may see what became of it.
pub fn find_seen(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: InvitationId,
) -> Result<Option<Invitation>> {
    let Some(invitation) = tx.invitations().find(company.id, id)? else { return Ok(None) };
    let is_seen = is_seen_by(tx, actor, company, &invitation)?;
    Ok(Some(invitation).filter(|_| is_seen))
}

fn department_ids(tx: &mut Tx<'_>, invitation: &Invitation) -> Result<Vec<DepartmentId>> {
    let departments = tx.invitations().departments(invitation.company_id, invitation.id)?;
    Ok(departments.into_iter().map(|(id, _)| id).collect())
}

/// The same for whoever changes what counts at joining: who accepts it at this moment waits, or has
/// been waited for.
fn lock_managed(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: InvitationId,
) -> Result<Option<Invitation>> {
    tx.companies().lock(company.id)?;
    find_managed(tx, actor, company, id)
}

/// The end that an invitation came to between looking and writing.
fn end_of(tx: &mut Tx<'_>, company: &Company, id: InvitationId) -> Result<State> {
    let found = tx.invitations().find(company.id, id)?;
    Ok(found.and_then(|invitation| invitation.end()).unwrap_or(State::Revoked))
}
