//! Refusing: one invitation, or all that may come.

use super::Deed;
use super::accept::withdraw_letters;
use super::gathered;
use super::letter::DECLINED;
use super::notify::inviter_at_work;
use crate::base::email_address::EmailAddress;
use crate::base::id::{CompanyId, InvitationId, LetterId};
use crate::base::secret::{Purpose, SecretKey};
use crate::history::{Action, Subject};
use crate::invitations::Invitation;
use crate::invitations::letter::{self, opt_out_row};
use crate::mail::outbox::Letter;
use crate::people::Status;
use crate::store::{Result, Tx};
use crate::suppressions::Reason;

/// What became of refusing one invitation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is refused.
    Declined,
    /// It had come to another end.
    TooLate,
}

/// Refuses one invitation, and lets its inviter know; works on an expired one as well.
pub fn decline(tx: &mut Tx<'_>, deed: &Deed<'_>, invitation: &Invitation) -> Result<Outcome> {
    let outcome = close(tx, deed, invitation)?;
    if outcome == Outcome::TooLate {
        return Ok(outcome);
    }
    let subject = Subject::Invitation(invitation.id);
    tx.history().record(deed.actor, Action::Declined, subject, &invitation.email, deed.now)?;
    if let Some(inviter) = inviter_at_work(tx, deed.company.id, invitation.inviter.id)? {
        gathered::tell(tx, deed, &inviter, &gathered::DECLINING, DECLINED, invitation.id.0)?;
    }
    Ok(outcome)
}

/// The person leaves the list: he was never here.
fn close(tx: &mut Tx<'_>, deed: &Deed<'_>, invitation: &Invitation) -> Result<Outcome> {
    let company = deed.company.id;
    if !tx.invitations().decline(company, invitation.id, deed.now)? {
        return Ok(Outcome::TooLate);
    }
    withdraw_letters(tx, deed, invitation)?;
    if let Some(person) = tx.people().find_by_address(company, &invitation.email_key)? {
        tx.people().delete(company, person.id, Status::Invited)?;
    }
    Ok(Outcome::Declined)
}

/// How somebody says that he wants no more letters.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wish {
    /// By the link in the letter; he may take it back.
    OptedOut,
    /// By calling the letter spam.
    Complaint,
}

impl Wish {
    /// Why the address is not written to.
    fn reason(self) -> Reason {
        match self {
            Self::OptedOut => Reason::OptedOut,
            Self::Complaint => Reason::Complaint,
        }
    }
}

/// The letter whose opt-out link this is.
pub fn prove_opt_out(
    tx: &mut Tx<'_>,
    key: &SecretKey,
    company: CompanyId,
    secret: &str,
) -> Result<Option<Letter>> {
    let Some(id) = key.claimed_id(Purpose::OptOut, secret) else { return Ok(None) };
    let found = tx.outbox().find(company, LetterId(id))?;
    Ok(found.filter(|found| {
        letter::KINDS.contains(&found.kind.as_str())
            && key.proves(Purpose::OptOut, opt_out_row(found), secret)
    }))
}

/// Whether the receiver of this letter has asked for silence; an address that does not work is no wish of his.
pub fn is_silenced(tx: &mut Tx<'_>, letter: &Letter) -> Result<bool> {
    let Ok(address) = EmailAddress::parse(&letter.email) else { return Ok(false) };
    Ok(tx.suppressions().reason(letter.company, address.key())?.is_some_and(Reason::is_wish))
}

/// Never writes to the receiver of this letter again, and refuses what he is invited to; false where
/// that was known.
pub fn silence(tx: &mut Tx<'_>, deed: &Deed<'_>, letter: &Letter, wish: Wish) -> Result<bool> {
    let Ok(address) = EmailAddress::parse(&letter.email) else { return Ok(false) };
    if !tx.suppressions().insert(letter.company, &address, wish.reason(), "", deed.now)? {
        return Ok(false);
    }
    if let Some(invitation) = tx.invitations().find_living(letter.company, address.key())? {
        match wish {
            Wish::OptedOut => decline(tx, deed, &invitation)?,
            // The complaint says it all: he has refused nothing by himself.
            Wish::Complaint => close(tx, deed, &invitation)?,
        };
    }
    let subject = Subject::Invitation(InvitationId(letter.subject_id));
    let action = match wish {
        Wish::OptedOut => Action::OptedOut,
        Wish::Complaint => Action::Complained,
    };
    tx.history().record(deed.actor, action, subject, &letter.email, deed.now)?;
    Ok(true)
}

/// What became of taking the wish for silence back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Listening {
    /// He may be invited again.
    Again,
    /// An address that does not work stays silenced, and a complaint is no wish of this page.
    NotYet,
}

/// Takes the wish for silence back. What was refused stays refused.
pub fn listen_again(tx: &mut Tx<'_>, deed: &Deed<'_>, letter: &Letter) -> Result<Listening> {
    let Ok(address) = EmailAddress::parse(&letter.email) else { return Ok(Listening::NotYet) };
    match tx.suppressions().reason(letter.company, address.key())? {
        None => Ok(Listening::Again),
        Some(Reason::OptedOut) => {
            welcome_letters(tx, deed, InvitationId(letter.subject_id), &letter.email, address.key())?;
            Ok(Listening::Again)
        }
        Some(Reason::Complaint | Reason::BadAddress) => Ok(Listening::NotYet),
    }
}

/// Forgets a wish for silence, by the word of whoever had it.
pub(super) fn welcome_letters(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    invitation: InvitationId,
    email: &str,
    email_key: &str,
) -> Result<()> {
    tx.suppressions().delete(deed.company.id, email_key)?;
    let subject = Subject::Invitation(invitation);
    tx.history().record(deed.actor, Action::OptOutWithdrawn, subject, email, deed.now)
}
