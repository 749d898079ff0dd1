//! Who may read the history: the company's, for who manages settings; a person's, for himself as well and for
//! who may change his data.

use super::list::{self, Page, Query};
use super::store::Entry;
use super::{Action, Actor};
use crate::access_rights::rights::renewed;
use crate::access_rights::{self, Over, Permission};
use crate::base::id::{CompanyId, EmployeeId};
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
    /// Whether years of birth are told him.
    shows_years: bool,
}

impl Reading {
    /// The company's history, for who manages settings.
    #[must_use]
    pub fn of_company(actor: &Actor, company: &Company) -> Self {
        let shows_years = access_rights::may(actor, company, Permission::EditPeople, Over::Company);
        Self { person: None, shows_addresses: true, manages: true, shows_years }
    }

    /// A page of what he reads.
    pub fn page(&self, tx: &mut Tx<'_>, company: CompanyId, query: &Query) -> Result<Page> {
        let mut page = list::find(tx, company, query)?;
        if !self.shows_years {
            page.entries.iter_mut().for_each(hide_year);
        }
        Ok(page)
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
        let reading = || Box::new(Reading::of_company(actor, company));
        return Ok(if manages { Outcome::May(reading()) } else { Outcome::NotAllowed });
    };
    let Some(person) = find_visible(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    let shows_addresses = manages || actor.employee == Some(id);
    let shows_years =
        actor.employee == Some(id) || may_change(tx, actor, company, Permission::EditPeople, &person)?;
    if !shows_addresses && !shows_years {
        return Ok(Outcome::NotAllowed);
    }
    Ok(Outcome::May(Box::new(Reading { person: Some(person), shows_addresses, manages, shows_years })))
}

/// Of a birthday that was changed the day is left: the year is for those who see it on the card.
fn hide_year(entry: &mut Entry) {
    let (whose, change) = entry.details.split_once("\nbirthday: ").unwrap_or_default();
    if entry.action != Action::ProfileChanged.word() || change.is_empty() {
        return;
    }
    let without = |day: &str| if day.len() == 10 { format!("-{}", &day[4..]) } else { day.to_owned() };
    let (before, after) = change.split_once(" → ").unwrap_or((change, ""));
    let (before, after) = (without(before), without(after));
    let after = if before == after { "year" } else { after.as_str() };
    entry.details = format!("{whose}\nbirthday: {before} → {after}");
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
