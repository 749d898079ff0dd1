//! What can be told of addresses before anybody is invited: the checks that the review shows and the
//! inviting decides by.

use std::collections::HashMap;

use super::invite::Fate;
use super::{Invitation, MAX_LETTERS, is_managed_by, is_seen_by, limits};
use crate::access_rights;
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::company::Company;
use crate::history::Actor;
use crate::mail::outbox::Delivery;
use crate::people::Status;
use crate::store::{Error, Result, Tx};
use crate::suppressions::Reason;

/// What is foreseen for one address.
pub enum Foreseen {
    /// Nobody knows it: it can be invited.
    Fresh,
    /// Its invitation has expired, and is the inviter's to give new life to.
    Expired(Box<Invitation>),
    /// Its invitation has expired and is another's: it is closed, and a new one made.
    ExpiredOfAnother(Box<Invitation>),
    /// Its invitation can be accepted, but nobody got the letter: the inviter's to send after all.
    Kept(Box<Invitation>),
    /// It stands earlier in the list, at this place.
    Repeat(usize),
    /// Nothing will be sent.
    Settled(Fate),
}

/// Who asks, and how it would be sent.
pub struct Foresight<'a> {
    /// Who invites.
    pub actor: &'a Actor,
    /// Where to.
    pub company: &'a Company,
    /// Whether the portal would write letters.
    pub send: bool,
    /// Whether letters leave the portal at present.
    pub leaves: bool,
    /// The present instant.
    pub now: Timestamp,
}

impl Foreseen {
    /// Whether it makes an invitation that can be accepted where none was.
    #[must_use]
    pub fn is_new(&self) -> bool {
        match self {
            Self::Fresh | Self::Expired(_) | Self::ExpiredOfAnother(_) => true,
            Self::Kept(_) | Self::Repeat(_) | Self::Settled(_) => false,
        }
    }

    /// Whether a letter would be written.
    #[must_use]
    pub fn is_written(&self) -> bool {
        self.is_new() || matches!(self, Self::Kept(_))
    }
}

impl Foresight<'_> {
    /// What becomes of each address, in the order given. Nothing is written.
    pub fn of_all<'e>(
        &self,
        tx: &mut Tx<'_>,
        addresses: impl Iterator<Item = &'e EmailAddress>,
    ) -> Result<Vec<Foreseen>> {
        let mut seen = HashMap::new();
        addresses
            .enumerate()
            .map(|(at, address)| {
                if let Some(first) = seen.get(address) {
                    return Ok(Foreseen::Repeat(*first));
                }
                seen.insert(address, at);
                self.of_one(tx, address.key())
            })
            .collect()
    }

    fn of_one(&self, tx: &mut Tx<'_>, key: &str) -> Result<Foreseen> {
        let Some(person) = tx.people().find_by_address(self.company.id, key)? else {
            let fate = self.against_address(tx, key)?;
            return Ok(fate.map_or(Foreseen::Fresh, Foreseen::Settled));
        };
        Ok(match person.status {
            Status::Active => Foreseen::Settled(Fate::AlreadyEmployee(person.id)),
            Status::AwaitingApproval => Foreseen::Settled(Fate::AwaitingApproval(person.id)),
            Status::Dismissed => Foreseen::Settled(Fate::Dismissed(person.id)),
            Status::Invited => match tx.invitations().find_living(self.company.id, key)? {
                Some(invitation) => self.of_invited(tx, invitation)?,
                None => return Err(Error::broken("an invited person without an invitation")),
            },
        })
    }

    /// An expired invitation is written to again under the same caps as an address that is new.
    fn of_invited(&self, tx: &mut Tx<'_>, invitation: Invitation) -> Result<Foreseen> {
        if invitation.expires_at > self.now {
            return self.of_pending(tx, invitation);
        }
        if let Some(fate) = self.against_address(tx, &invitation.email_key)? {
            return Ok(Foreseen::Settled(fate));
        }
        if !is_managed_by(tx, self.actor, self.company, &invitation)? {
            return Ok(Foreseen::ExpiredOfAnother(Box::new(invitation)));
        }
        if self.is_capped() && invitation.letters >= MAX_LETTERS {
            return Ok(Foreseen::Settled(Fate::TooManyLetters));
        }
        Ok(Foreseen::Expired(Box::new(invitation)))
    }

    /// What became of its letter is told to those who may know; and where nobody got it, it is not «sent already».
    fn of_pending(&self, tx: &mut Tx<'_>, invitation: Invitation) -> Result<Foreseen> {
        let id = invitation.id;
        let is_lost = invitation.delivery == Delivery::Failed;
        if !(is_lost || invitation.is_kept) || !is_seen_by(tx, self.actor, self.company, &invitation)? {
            return Ok(Foreseen::Settled(Fate::AlreadyInvited(id)));
        }
        if is_lost {
            return Ok(Foreseen::Settled(Fate::NotDelivered(id)));
        }
        let is_sent = self.send && self.leaves;
        if !is_sent || !is_managed_by(tx, self.actor, self.company, &invitation)? {
            return Ok(Foreseen::Settled(Fate::Kept(id)));
        }
        if let Some(fate) = self.against_address(tx, &invitation.email_key)? {
            return Ok(Foreseen::Settled(fate));
        }
        if self.is_capped() && invitation.letters >= MAX_LETTERS {
            return Ok(Foreseen::Settled(Fate::TooManyLetters));
        }
        Ok(Foreseen::Kept(Box::new(invitation)))
    }

    /// What forbids inviting an address, whoever it is and whatever became of it before.
    fn against_address(&self, tx: &mut Tx<'_>, key: &str) -> Result<Option<Fate>> {
        Ok(match tx.suppressions().reason(self.company.id, key)? {
            Some(Reason::OptedOut) => Some(Fate::OptedOut),
            Some(Reason::Complaint) => Some(Fate::Complained),
            Some(Reason::BadAddress) => Some(Fate::BadAddress),
            None if self.is_capped() && limits::written_lately(tx, self.company, key, self.now)? => {
                Some(Fate::WrittenLately)
            }
            None => None,
        })
    }

    /// Whether the caps of an address hold: for letters, administrators excepted.
    fn is_capped(&self) -> bool {
        self.send && !access_rights::is_above_caps(self.actor, self.company)
    }
}
