//! Addresses that are not written to again: their owner asked for silence or complained, or there is no such
//! mailbox. Nobody is invited there before the owner, or an administrator with a reason, says otherwise.

pub mod lift;
mod note;
pub mod store;
pub mod web;

use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};

pub use note::note;

/// Why an address is not written to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reason {
    /// Its owner pressed «do not invite me any more».
    OptedOut,
    /// Its owner reported a letter as unwanted.
    Complaint,
    /// There is no such mailbox.
    BadAddress,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::OptedOut, Self::Complaint, Self::BadAddress];

    /// The word in the database, and the end of the key of its words (`suppression-…`).
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OptedOut => "opted_out",
            Self::Complaint => "complaint",
            Self::BadAddress => "bad_address",
        }
    }

    /// The reason of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }

    /// Whether the owner of the address wants it so.
    #[must_use]
    pub fn is_wish(self) -> bool {
        match self {
            Self::OptedOut | Self::Complaint => true,
            Self::BadAddress => false,
        }
    }
}

/// An address that is not written to.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// The identity of the address.
    pub email_key: String,
    /// The address as it was typed.
    pub email: String,
    /// Why.
    pub reason: Reason,
    /// Since when.
    pub created_at: Timestamp,
    /// What the mail server said, where it said something.
    pub reply: String,
}

/// What is known of the address of somebody who is here, where it has no mailbox: nobody invites him any more, and what
/// the portal sends him all the same comes back. A wish for silence is about invitations and keeps nothing from him.
pub fn unreachable(tx: &mut Tx<'_>, person: &Employee) -> Result<Option<Suppression>> {
    let is_here = matches!(person.status, Status::Active | Status::AwaitingApproval);
    let Some(address) = EmailAddress::parse(&person.email).ok().filter(|_| is_here) else { return Ok(None) };
    let found = tx.suppressions().find(person.company_id, address.key())?;
    Ok(found.filter(|found| !found.reason.is_wish()))
}
