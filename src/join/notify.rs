//! Telling those inside what an invitee did or wants.

use super::{Deed, gathered, letter};
use crate::access_rights::Permission;
use crate::access_rights::who_may::who_may;
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId};
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
pub fn inviter_at_work(tx: &mut Tx<'_>, company: CompanyId, inviter: EmployeeId) -> Result<Option<Employee>> {
    Ok(tx.people().find(company, inviter)?.filter(|person| person.status == Status::Active))
}

/// Tells the inviter, unless he is gone; whether he was told.
pub fn tell_inviter(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    inviter: EmployeeId,
    kind: Kind,
    subject_id: i64,
) -> Result<bool> {
    let inviter = inviter_at_work(tx, deed.company.id, inviter)?;
    if let Some(inviter) = &inviter {
        tell(tx, deed, inviter, kind, subject_id)?;
    }
    Ok(inviter.is_some())
}

/// Tells the administrators.
pub fn tell_administrators(tx: &mut Tx<'_>, deed: &Deed<'_>, kind: Kind, subject_id: i64) -> Result<()> {
    for person in tx.people().administrators(deed.company.id)? {
        tell(tx, deed, &person, kind, subject_id)?;
    }
    Ok(())
}

/// Letters about one person who waits, at the most: whoever gets none finds him in the list.
const TOLD: usize = 20;

/// Tells those who may do this to somebody of these departments that he waits for it.
pub fn tell_deciders(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    permission: Permission,
    waiting: EmployeeId,
    departments: &[DepartmentId],
    kind: Kind,
) -> Result<()> {
    for person in who_may(tx, deed.company, permission, departments, TOLD)? {
        tell(tx, deed, &person, kind, waiting.0)?;
    }
    Ok(())
}

/// For whom there is no seat.
pub struct Seatless<'a> {
    /// Who invited him, or made the link.
    pub inviter: EmployeeId,
    /// By what he came.
    pub subject: Subject,
    /// His address.
    pub email: &'a str,
}

/// Tells inviter and administrators that somebody wants to join and the plan has no seat, once for each
/// address that came by one invitation or link.
pub fn seat_missing(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    seatless: &Seatless<'_>,
    kind: Kind,
    subject_id: i64,
) -> Result<()> {
    // Two presses at once come here one after the other.
    tx.companies().lock(deed.company.id)?;
    let Seatless { inviter, subject, email } = *seatless;
    if tx.history().has(deed.company.id, Action::SeatMissing, subject, email)? {
        return Ok(());
    }
    let mut told: Vec<_> = inviter_at_work(tx, deed.company.id, inviter)?.into_iter().collect();
    let administrators = tx.people().administrators(deed.company.id)?;
    told.extend(administrators.into_iter().filter(|person| person.id != inviter));
    for person in &told {
        gathered::tell(tx, deed, person, &gathered::MISSING_SEATS, kind, subject_id)?;
    }
    tx.history().record(deed.actor, Action::SeatMissing, subject, email, deed.now)
}

/// The same for a personal invitation.
pub fn no_seat_for(tx: &mut Tx<'_>, deed: &Deed<'_>, invitation: &Invitation) -> Result<()> {
    let subject = Subject::Invitation(invitation.id);
    let seatless = Seatless { inviter: invitation.inviter.id, subject, email: &invitation.email };
    seat_missing(tx, deed, &seatless, letter::SEAT_MISSING, invitation.id.0)
}

/// Tells the inviter, unless he is gone, that somebody has joined.
pub fn joined(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    inviter: EmployeeId,
    kind: Kind,
    subject_id: i64,
) -> Result<()> {
    match inviter_at_work(tx, deed.company.id, inviter)? {
        Some(inviter) => gathered::tell(tx, deed, &inviter, &gathered::JOINING, kind, subject_id),
        None => Ok(()),
    }
}
