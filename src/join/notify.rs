//! Telling those inside what an invitee did or wants.

use super::Deed;
use super::letter;
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::EmployeeId;
use crate::history::{Action, Subject};
use crate::i18n::Language;
use crate::invitations::Invitation;
use crate::mail::outbox::{Kind, NewLetter, Priority, new_message_id};
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};

/// A letter to be queued to somebody.
#[derive(Clone, Copy)]
pub struct Post<'a> {
    /// Its kind.
    pub kind: Kind,
    /// The row that it speaks of.
    pub subject_id: i64,
    /// To whom, as typed.
    pub email: &'a str,
    /// The name beside the address.
    pub name: &'a str,
    /// In which language.
    pub language: Language,
    /// Who is served first.
    pub priority: Priority,
}

impl<'a> Post<'a> {
    /// To an employee, who does not wait for it.
    #[must_use]
    pub fn to(person: &'a Employee, kind: Kind, subject_id: i64) -> Self {
        Self {
            kind,
            subject_id,
            email: &person.email,
            name: &person.name,
            language: person.language,
            priority: Priority::Bulk,
        }
    }
}

/// Queues a letter.
pub fn post(tx: &mut Tx<'_>, deed: &Deed<'_>, letter: &Post<'_>) -> Result<()> {
    post_later(tx, deed, letter, deed.now)
}

/// Queues a letter that leaves at an instant.
pub fn post_later(tx: &mut Tx<'_>, deed: &Deed<'_>, letter: &Post<'_>, not_before: Timestamp) -> Result<()> {
    let Ok(address) = EmailAddress::parse(letter.email) else { return Ok(()) };
    let host = crate::company::public_url::host_of(&deed.company.public_url);
    tx.outbox()
        .enqueue(
            &NewLetter {
                company: deed.company.id,
                kind: letter.kind,
                subject_id: letter.subject_id,
                sender: None,
                batch: None,
                email: letter.email,
                email_key: address.key(),
                name: letter.name,
                language: letter.language,
                message_id: &new_message_id(deed.random, &host),
                priority: letter.priority,
                not_before,
            },
            deed.now,
        )
        .map(drop)
}

/// Queues a letter to an employee.
pub fn tell(tx: &mut Tx<'_>, deed: &Deed<'_>, person: &Employee, kind: Kind, subject_id: i64) -> Result<()> {
    post(tx, deed, &Post::to(person, kind, subject_id))
}

/// The inviter, unless he is gone.
pub fn inviter_at_work(tx: &mut Tx<'_>, deed: &Deed<'_>, inviter: EmployeeId) -> Result<Option<Employee>> {
    Ok(tx.people().find(deed.company.id, inviter)?.filter(|person| person.status == Status::Active))
}

/// Tells the inviter, unless he is gone; whether he was told.
pub fn tell_inviter(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    inviter: EmployeeId,
    kind: Kind,
    subject_id: i64,
) -> Result<bool> {
    let inviter = inviter_at_work(tx, deed, inviter)?;
    if let Some(inviter) = &inviter {
        tell(tx, deed, inviter, kind, subject_id)?;
    }
    Ok(inviter.is_some())
}

/// Tells the administrators, but for one who has been told.
pub fn tell_administrators(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    except: Option<EmployeeId>,
    kind: Kind,
    subject_id: i64,
) -> Result<()> {
    let administrators = tx.people().administrators(deed.company.id)?;
    for person in administrators.iter().filter(|person| Some(person.id) != except) {
        tell(tx, deed, person, kind, subject_id)?;
    }
    Ok(())
}

/// Tells inviter and administrators, once for each invitation, that somebody wants to join and the
/// plan has no seat.
pub fn seat_missing(tx: &mut Tx<'_>, deed: &Deed<'_>, invitation: &Invitation) -> Result<()> {
    let (kind, id) = (letter::SEAT_MISSING, invitation.id);
    // Two presses at once come here one after the other.
    tx.companies().lock(deed.company.id)?;
    if !tx.outbox().of_subject(deed.company.id, kind, id.0)?.is_empty() {
        return Ok(());
    }
    tell_inviter(tx, deed, invitation.inviter.id, kind, id.0)?;
    tell_administrators(tx, deed, Some(invitation.inviter.id), kind, id.0)?;
    tx.history().record(deed.actor, Action::SeatMissing, Subject::Invitation(id), &invitation.email, deed.now)
}
