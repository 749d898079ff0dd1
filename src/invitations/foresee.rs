//! What can be told of addresses before anybody is invited: the checks that the review shows and the
//! inviting decides by.

use std::collections::HashMap;

use super::invite::Fate;
use super::{Invitation, limits};
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::company::Company;
use crate::history::Actor;
use crate::people::Status;
use crate::store::{Error, Result, Tx};

/// What is foreseen for one address.
pub enum Foreseen {
    /// Nobody knows it: it can be invited.
    Fresh,
    /// Its invitation has expired and can be given new life.
    Expired(Box<Invitation>),
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
    /// The present instant.
    pub now: Timestamp,
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
        if let Some(person) = tx.people().find_by_address(self.company.id, key)? {
            return Ok(match person.status {
                Status::Active | Status::AwaitingApproval => {
                    Foreseen::Settled(Fate::AlreadyEmployee(person.id))
                }
                Status::Dismissed => Foreseen::Settled(Fate::Dismissed(person.id)),
                Status::Invited => match tx.invitations().find_living(self.company.id, key)? {
                    Some(invitation) if invitation.expires_at > self.now => {
                        Foreseen::Settled(Fate::AlreadyInvited(invitation.id))
                    }
                    Some(invitation) => Foreseen::Expired(Box::new(invitation)),
                    None => return Err(Error::broken("an invited person without an invitation")),
                },
            });
        }
        let suppressed = tx.invitations().suppressed(self.company.id, key)?;
        Ok(match suppressed.as_deref() {
            Some("opted_out" | "complaint") => Foreseen::Settled(Fate::OptedOut),
            Some(_) => Foreseen::Settled(Fate::BadAddress),
            None if self.is_capped() && limits::written_lately(tx, self.company, key, self.now)? => {
                Foreseen::Settled(Fate::WrittenLately)
            }
            None => Foreseen::Fresh,
        })
    }

    /// Whether the caps of an address hold: for letters, administrators excepted.
    fn is_capped(&self) -> bool {
        self.send && !self.actor.is_administrator
    }
}
