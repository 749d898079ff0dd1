//! Addresses that probably share a mailbox: told before sending, and never in the way of it.

use std::collections::HashMap;

use crate::access_rights::{self, Over, Permission};
use crate::base::email_address::EmailAddress;
use crate::company::Company;
use crate::history::Actor;
use crate::people::Status;
use crate::store::{Result, Tx};

/// Whom an address resembles.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Alike {
    /// An address further up in the same list.
    Listed(String),
    /// Somebody who is invited.
    Invited(String),
    /// Somebody who works here, or asks to.
    Employee(String),
}

/// Looks for whom the addresses of one list resemble, among those whom the inviter may know of.
pub struct Likeness<'a> {
    company: &'a Company,
    with_waiting: bool,
    seen: HashMap<String, String>,
}

impl<'a> Likeness<'a> {
    /// For a list of this inviter.
    #[must_use]
    pub fn new(actor: &Actor, company: &'a Company) -> Self {
        let with_waiting = access_rights::may(actor, company, Permission::Approve, Over::Company);
        Self { company, with_waiting, seen: HashMap::new() }
    }

    /// Whom the next address of the list resembles.
    pub fn of(&mut self, tx: &mut Tx<'_>, address: &EmailAddress) -> Result<Option<Alike>> {
        let soft_key = address.soft_key();
        let listed = self.seen.get(&soft_key).cloned();
        let person = tx.people().find_alike(self.company.id, &soft_key, address.key())?;
        self.seen.entry(soft_key).or_insert_with(|| address.to_string());
        let person = person.and_then(|person| match person.status {
            Status::Invited => Some(Alike::Invited(person.email)),
            Status::Active => Some(Alike::Employee(person.email)),
            Status::AwaitingApproval => self.with_waiting.then_some(Alike::Employee(person.email)),
            Status::Dismissed => None,
        });
        Ok(listed.map(Alike::Listed).or(person))
    }
}
