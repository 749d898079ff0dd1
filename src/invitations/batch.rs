//! A batch: the invitations of one press, what became of them, and calling their letters back.

use std::collections::HashSet;

use super::invite::{Fate, Invited};
use super::review::Entry;
use super::store::Refusal;
use super::{INVITATION_LETTER, Invitation, letter};
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::{BatchId, EmployeeId, InvitationId};
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::invitations;
use crate::mail::outbox::{Delivery, Letter, State};
use crate::people::Status;
use crate::store::{Result, Tx};

/// Letters that are kept of what stood in the place of an address or a name.
const MAX_REFUSED: usize = 254;

/// The invitations of one press.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The id.
    pub id: BatchId,
    /// Who pressed.
    pub inviter: EmployeeId,
    /// When.
    pub created_at: Timestamp,
    /// Until when no letter of it goes out.
    pub held_until: Timestamp,
    /// When its letters were called back.
    pub undone_at: Option<Timestamp>,
}

impl Batch {
    /// Whether an invitation was called back with the batch. One that had expired before is expired again; what had
    /// gone ends later, when its time is over.
    #[must_use]
    pub fn has_withdrawn(&self, invitation: &Invitation, now: Timestamp) -> bool {
        let Some(undone_at) = self.undone_at else { return false };
        match invitation.revoked_at {
            Some(_) => !self.has_revoked(invitation),
            None => {
                invitation.state(now) == invitations::State::Expired && invitation.expires_at <= undone_at
            }
        }
    }

    /// Whether an invitation was taken back by itself.
    #[must_use]
    pub fn has_revoked(&self, invitation: &Invitation) -> bool {
        invitation.revoked_at.is_some() && invitation.revoked_at != self.undone_at
    }
}

/// Why an address of a batch was not invited.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reason {
    /// Had an invitation.
    AlreadyInvited,
    /// Works here.
    AlreadyEmployee,
    /// Came by a join link and waits to be let in.
    AwaitingApproval,
    /// Worked here.
    Dismissed,
    /// Asked not to be invited any more, or complained.
    OptedOut,
    /// A letter to it came back.
    BadAddress,
    /// Was written to lately.
    WrittenLately,
    /// Its invitation has had all its letters.
    TooManyLetters,
    /// Was no address, or one with a doubt that nobody dispelled.
    ToMend,
}

impl Reason {
    /// The word in the database; with hyphens, the key of its words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::AlreadyInvited => "already_invited",
            Self::AlreadyEmployee => "already_employee",
            Self::AwaitingApproval => "awaiting_approval",
            Self::Dismissed => "dismissed",
            Self::OptedOut => "opted_out",
            Self::BadAddress => "bad_address",
            Self::WrittenLately => "written_lately",
            Self::TooManyLetters => "too_many_letters",
            Self::ToMend => "to_mend",
        }
    }

    /// The reason of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [
            Self::AlreadyInvited,
            Self::AlreadyEmployee,
            Self::AwaitingApproval,
            Self::Dismissed,
            Self::OptedOut,
            Self::BadAddress,
            Self::WrittenLately,
            Self::TooManyLetters,
            Self::ToMend,
        ]
        .into_iter()
        .find(|reason| reason.word() == word)
    }

    /// Why an address of this fate was not invited; nothing where it was.
    #[must_use]
    pub fn of(fate: Fate) -> Option<Self> {
        match fate {
            Fate::Invited(_) | Fate::Renewed(_) => None,
            // What became of its letter is told as it is when somebody looks.
            Fate::AlreadyInvited(_) | Fate::Kept(_) | Fate::NotDelivered(_) => Some(Self::AlreadyInvited),
            Fate::AlreadyEmployee(_) => Some(Self::AlreadyEmployee),
            Fate::AwaitingApproval(_) => Some(Self::AwaitingApproval),
            Fate::Dismissed(_) => Some(Self::Dismissed),
            Fate::OptedOut | Fate::Complained => Some(Self::OptedOut),
            Fate::BadAddress => Some(Self::BadAddress),
            Fate::WrittenLately => Some(Self::WrittenLately),
            Fate::TooManyLetters => Some(Self::TooManyLetters),
        }
    }
}

/// How far the letters of a batch are.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Progress {
    /// Letters that are to go out, or have.
    pub all: i64,
    /// Taken by a server, whatever became of them later.
    pub sent: i64,
    /// Of these, the letters that came back.
    pub returned: i64,
    /// Kept in the portal's mailbox: they went to nobody.
    pub kept: i64,
    /// Given up: no server took them.
    pub failed: i64,
    /// Put off by a server: it may take hours.
    pub delayed: i64,
    /// Gone out without an answer.
    pub unknown: i64,
    /// Stopped because a backup was put back: they may have left before.
    pub stopped: i64,
    /// Invitations that were taken back one by one, whether or not their letters had left before.
    pub revoked: i64,
    /// Called back.
    pub withdrawn: i64,
}

impl Progress {
    /// Letters that are still to go out, be it in hours.
    #[must_use]
    pub fn waiting(&self) -> i64 {
        self.all - self.sent - self.kept - self.failed - self.unknown - self.stopped
    }

    /// Whether nothing more will happen within minutes.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.waiting() <= self.delayed
    }

    /// Counted over the invitations, as each is told: one whose address was corrected has another letter now. What
    /// was called back is counted over the letters; what had left before its invitation was taken back has left.
    fn of<'i>(
        batch: &Batch,
        invitations: impl Iterator<Item = &'i Invitation>,
        taken: &HashSet<InvitationId>,
        withdrawn: i64,
    ) -> Self {
        invitations.fold(Self { withdrawn, ..Self::default() }, |mut sum, invitation| {
            let is_revoked = batch.has_revoked(invitation);
            sum.revoked += i64::from(is_revoked);
            let is_taken = taken.contains(&invitation.id);
            let place = match invitation.delivery {
                Delivery::Sent if invitation.is_kept => Some(&mut sum.kept),
                Delivery::Sent => Some(&mut sum.sent),
                Delivery::Failed if is_taken => {
                    sum.returned += 1;
                    Some(&mut sum.sent)
                }
                Delivery::Deferred if is_taken => Some(&mut sum.sent),
                _ if is_revoked => return sum,
                Delivery::None if invitation.is_stopped => Some(&mut sum.stopped),
                // There is no letter that could go anywhere: a link was made, or somebody was quicker.
                Delivery::None => return sum,
                Delivery::Queued | Delivery::Sending => None,
                Delivery::Failed => Some(&mut sum.failed),
                Delivery::Deferred => Some(&mut sum.delayed),
                Delivery::Unknown => Some(&mut sum.unknown),
            };
            if let Some(place) = place {
                *place += 1;
            }
            sum.all += 1;
            sum
        })
    }
}

/// All that is known of a batch.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The batch.
    pub batch: Batch,
    /// How far its letters are.
    pub progress: Progress,
    /// Its invitations.
    pub invitations: Vec<Invitation>,
    /// What was not invited.
    pub refusals: Vec<Refusal>,
}

impl Standing {
    /// The list of what was called back or could not be read, to be mended and sent again. What was taken back one by
    /// one stays so.
    #[must_use]
    pub fn list_again(&self, now: Timestamp) -> Vec<Entry> {
        let withdrawn = self.invitations.iter().filter(|one| self.batch.has_withdrawn(one, now));
        let withdrawn = withdrawn.map(|invitation| Entry::new(&invitation.email, &invitation.name, false));
        let unread = self.refusals.iter().filter(|refusal| refusal.reason == Reason::ToMend);
        withdrawn.chain(unread.map(|refusal| Entry::new(&refusal.email, &refusal.name, false))).collect()
    }
}

/// How a batch stands; `None` where there is none such, or it is not his to see.
pub fn standing(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: BatchId,
    now: Timestamp,
) -> Result<Option<Standing>> {
    let Some(batch) = find(tx, actor, company, id)? else { return Ok(None) };
    let invitations = tx.invitations().of_batch(company.id, id)?;
    let withdrawn = tx.outbox().withdrawn_of(company.id, id)?;
    let taken = taken_before(tx, &invitations)?;
    let told = invitations.iter().filter(|invitation| !batch.has_withdrawn(invitation, now));
    Ok(Some(Standing {
        progress: Progress::of(&batch, told, &taken, withdrawn),
        batch,
        invitations,
        refusals: tx.invitations().refusals(company.id, id)?,
    }))
}

/// Those of these invitations whose letter a server had taken before it was reported to have come back, or to wait.
fn taken_before(tx: &mut Tx<'_>, invitations: &[Invitation]) -> Result<HashSet<InvitationId>> {
    let asks = |one: &&Invitation| matches!(one.delivery, Delivery::Failed | Delivery::Deferred);
    let letters = letter::last_of(tx, invitations.iter().filter(asks))?;
    let returned = tx.outbox().came_back(&letters.values().collect::<Vec<_>>())?;
    let is_taken = |letter: &Letter| letter.state == State::Accepted || returned.contains(&letter.id);
    Ok(letters.into_iter().filter(|(_, letter)| is_taken(letter)).map(|(id, _)| id).collect())
}

fn find(tx: &mut Tx<'_>, actor: &Actor, company: &Company, id: BatchId) -> Result<Option<Batch>> {
    let batch = tx.invitations().find_batch(company.id, id)?;
    let manages_all = access_rights::may(actor, company, Permission::ManageInvitations, Over::Company);
    Ok(batch.filter(|batch| manages_all || actor.employee == Some(batch.inviter)))
}

/// Keeps what was not invited beside what was; `unread` are rows that held no address.
pub fn keep_refusals(
    tx: &mut Tx<'_>,
    company: &Company,
    invited: &Invited,
    unread: &[(String, String)],
) -> Result<()> {
    let Some(batch) = invited.batch else { return Ok(()) };
    // What is no address may be a page of prose: its beginning is enough to know it again.
    let clipped = |text: &str| text.chars().take(MAX_REFUSED).collect();
    let refused = invited.results.iter().filter_map(|(recipient, fate)| {
        let email = recipient.address.as_str().to_owned();
        Some(Refusal { email, name: recipient.name.clone(), reason: Reason::of(*fate)? })
    });
    let unread = unread.iter().map(|(email, name)| Refusal {
        email: clipped(email),
        name: clipped(name),
        reason: Reason::ToMend,
    });
    for refusal in refused.chain(unread) {
        tx.invitations().add_refusal(company.id, batch, &refusal)?;
    }
    Ok(())
}

/// What became of calling back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Undone {
    /// This many letters were called back, with their invitations; what had gone stays.
    Withdrawn(i64),
    /// There is no such batch, or it is not his.
    NotFound,
}

/// Calls back the letters of a batch that no sender has begun with, and revokes their invitations.
pub fn undo(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: BatchId,
    now: Timestamp,
) -> Result<Undone> {
    let Some(batch) = find(tx, actor, company, id)? else { return Ok(Undone::NotFound) };
    let withdrawn = tx.outbox().cancel_batch(company.id, INVITATION_LETTER, id, now)?;
    for subject in &withdrawn {
        take_back(tx, actor, company, &batch, InvitationId(*subject), now)?;
    }
    if batch.undone_at.is_none() && !withdrawn.is_empty() {
        tx.invitations().note_undone(company.id, id, now)?;
    }
    Ok(Undone::Withdrawn(i64::try_from(withdrawn.len()).unwrap_or(i64::MAX)))
}

/// Undoes one invitation: a new one is revoked and its person leaves the list; one that had expired
/// is expired again, and one whose letter stayed here ends when it did.
fn take_back(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    batch: &Batch,
    id: InvitationId,
    now: Timestamp,
) -> Result<()> {
    let Some(invitation) = tx.invitations().find(company.id, id)? else { return Ok(()) };
    if invitation.created_at < batch.created_at {
        let letters = tx.outbox().of_subject(company.id, INVITATION_LETTER, id.0)?;
        let last = letters.iter().rfind(|letter| letter.state != State::Cancelled);
        // One whose letter had stayed here may have been open: it ends when that letter said.
        let days = company.inviting.invitation_days;
        let end = last.filter(|last| last.is_kept()).map_or(now, |last| last.created_at.plus_days(days));
        tx.invitations().expire(company.id, id, end)?;
        let delivery = last.map_or(Delivery::None, Letter::delivery);
        tx.invitations().set_delivery(company.id, id, delivery)?;
    } else if tx.invitations().revoke(company.id, id, batch.undone_at.unwrap_or(now))? {
        tx.invitations().set_delivery(company.id, id, Delivery::None)?;
        if let Some(employee) = invitation.employee_id {
            tx.people().delete(company.id, employee, Status::Invited)?;
        }
    }
    tx.history().record(actor, Action::Undone, Subject::Invitation(id), &invitation.email, now)
}
