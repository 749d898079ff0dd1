//! What somebody who joins brings along, and how he settles in.

use super::Deed;
use crate::access_rights::rights::renewed;
use crate::access_rights::roles::giving;
use crate::accounts::sessions::{self, Device};
use crate::base::id::{DepartmentId, EmployeeId};
use crate::base::person_name::PersonName;
use crate::history::telling::{Note, Telling};
use crate::history::{Action, Actor, Subject};
use crate::i18n::Language;
use crate::people::Employee;
use crate::store::{Result, Tx};

/// What the person typed and what his browser tells of him.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// The name that colleagues will see.
    pub name: PersonName,
    /// The hash of his password, computed before the transaction.
    pub password_hash: String,
    /// The language that he joined in.
    pub language: Language,
    /// His time zone, where the browser told one.
    pub time_zone: Option<String>,
    /// His browser.
    pub device: Device,
    /// The session that the browser had: it is closed.
    pub session_before: Option<String>,
}

/// Gives a person who has just become active all that he brings along, and his departments; opens a
/// session, which waits where as many people are at work as the plan allows.
pub fn settle(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    newcomer: &Newcomer,
    person: &Employee,
    email_key: &str,
    departments: &[DepartmentId],
) -> Result<String> {
    let (company, id) = (deed.company.id, person.id);
    equip(tx, deed, newcomer, person, email_key, departments)?;
    let actor = deed.actor.clone().proved(id);
    let told = Telling::of(newcomer.name.as_str())
        .names(Note::Departments, &tx.departments().names(company, departments)?);
    tx.history().record(&actor, Action::Joined, Subject::Employee(id), told.as_str(), deed.now)?;
    let before = newcomer.session_before.as_deref();
    sessions::open(tx, company, id, &newcomer.device, before, deed.random, deed.now)
}

/// The part of [`settle`] that does not depend on his being let in: name, password, language, zone,
/// departments.
pub fn equip(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    newcomer: &Newcomer,
    person: &Employee,
    email_key: &str,
    departments: &[DepartmentId],
) -> Result<()> {
    let (company, id) = (deed.company.id, person.id);
    tx.people().rename(person, newcomer.name.as_str(), &person.position, email_key)?;
    tx.people().set_language(company, id, newcomer.language)?;
    if let Some(zone) = &newcomer.time_zone {
        tx.people().set_time_zone(company, id, zone)?;
    }
    tx.people().set_departments(company, id, departments)?;
    tx.passwords().set(company, id, &newcomer.password_hash)
}

/// The departments, or the company itself where there are none.
pub fn or_root(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    departments: Vec<DepartmentId>,
) -> Result<Vec<DepartmentId>> {
    if departments.is_empty() {
        return Ok(vec![tx.departments().root(deed.company.id)?.id]);
    }
    Ok(departments)
}

/// Whether the departments would give the newcomer rights that whoever brings him in can't give at present: a role may
/// have come to a department since he was invited. Then somebody who may give them decides (R6, R8).
pub fn is_given_too_much(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    by: EmployeeId,
    departments: &[DepartmentId],
) -> Result<bool> {
    let company = deed.company;
    // Who works here no longer can give nothing.
    let giver = Actor::stranger(company.id, None).proved(by);
    let giver = renewed(tx, &giver, company)?.unwrap_or(giver);
    Ok(!giving::may_place(tx, &giver, company, departments)?)
}
