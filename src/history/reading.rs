//! Who may read the history: the company's, for who manages settings; a person's, for himself as well and for
//! who may change his data.

use super::Actor;
use super::store::Entry;
use crate::access_rights::rights::renewed;
use crate::access_rights::{self, Over, Permission};
use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::people::{Employee, find_visible, may_change};
use crate::store::{Result, Tx};

/// What became of the question.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// He may.
    May(Box<Reading>),
    /// He may not.
    NotAllowed,
    /// There is no such person for him.
    NotFound,
}

/// What somebody reads.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Whose history it is; `None` for the company's.
    pub person: Option<Employee>,
    /// Whether network addresses are told him.
    pub shows_addresses: bool,
    /// Whether he reads as who manages settings.
    manages: bool,
}

impl Reading {
    /// The company's history, for who manages settings.
    #[must_use]
    pub fn of_company() -> Self {
        Self { person: None, shows_addresses: true, manages: true }
    }

    /// From where something was done, as far as the reader is told: of others who did it, only to who manages
    /// settings; of strangers at his account, and of himself, to everybody.
    #[must_use]
    pub fn address_of(&self, reader: Option<EmployeeId>, entry: &Entry) -> String {
        let is_others = entry.actor.as_ref().is_some_and(|(id, _)| reader != Some(*id));
        let is_told = self.shows_addresses && (self.manages || !is_others);
        entry.ip.clone().filter(|_| is_told).unwrap_or_default()
    }
}

/// Whether `actor` may read the history of the company, or of this person.
pub fn may(tx: &mut Tx<'_>, actor: &Actor, company: &Company, about: Option<EmployeeId>) -> Result<Outcome> {
    let manages = access_rights::may(actor, company, Permission::ManageSettings, Over::Company);
    let Some(id) = about else {
        return Ok(if manages { Outcome::May(Box::new(Reading::of_company())) } else { Outcome::NotAllowed });
    };
    let Some(person) = find_visible(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    let shows_addresses = manages || actor.employee == Some(id);
    if !shows_addresses && !may_change(tx, actor, company, Permission::EditPeople, &person)? {
        return Ok(Outcome::NotAllowed);
    }
    Ok(Outcome::May(Box::new(Reading { person: Some(person), shows_addresses, manages })))
}

/// Whether `actor`, with the rights that he has by now, may still read all that he began to read.
pub fn still(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    about: Option<EmployeeId>,
    with_addresses: bool,
) -> Result<bool> {
    let Some(actor) = renewed(tx, actor, company)? else { return Ok(false) };
    let now = may(tx, &actor, company, about)?;
    Ok(matches!(now, Outcome::May(reading) if reading.shows_addresses || !with_addresses))
}
