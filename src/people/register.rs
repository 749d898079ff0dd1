//! Registering somebody directly: he is an employee with a seat at once, and chooses his password by a
//! letter.

use super::edit::Changes;
use super::free_address::{self, free_address};
use super::holder::{Holder, holder};
use super::store::NewEmployee;
use super::{Employee, Role, Status, edit};
use crate::access_rights::roles::giving;
use crate::access_rights::{self, Over, Permission};
use crate::accounts::first_password;
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::base::person_name::PersonName;
use crate::base::random::Random;
use crate::company::Company;
use crate::history::telling::{Note, Telling};
use crate::history::{Action, Actor, Subject};
use crate::i18n::Language;
use crate::invitations::invite::where_to;
use crate::seats::{self, Taking};
use crate::store::{Error, Result, Tx};
use crate::suppressions::Reason;

/// Whom to register.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// His address.
    pub address: EmailAddress,
    /// The name that colleagues will see.
    pub name: PersonName,
    /// The language of his letter and of the portal for him.
    pub language: Language,
    /// What else is known of him: patronymic, position, telephones, birthday.
    pub details: Changes,
    /// Where he works; an empty list is the company itself.
    pub departments: Vec<DepartmentId>,
    /// Whether the address of somebody dismissed is to be freed for him.
    pub frees: bool,
}

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// He is an employee, and a letter is on its way.
    Registered(EmployeeId),
    /// The address is somebody's; nothing changed.
    Taken(Holder),
    /// The owner of the address does not want letters.
    OptedOut,
    /// Whose owner reported a letter as unwanted.
    Complained,
    /// Letters to the address come back.
    BadAddress,
    /// The plan has no seat; nothing changed.
    SeatsFull,
    /// A department that is not there (any more).
    UnknownDepartment,
    /// One into which the person may not register, or whose people may more than he himself.
    DepartmentNotAllowed,
    /// The person may not register anybody.
    NotAllowed,
}

/// Registers an employee.
pub fn register(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    newcomer: &Newcomer,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::Register, Over::Anything) {
        return Ok(Outcome::NotAllowed);
    }
    // Who joins or is registered at the same time waits: then one of two has the last seat.
    tx.companies().lock(company.id)?;
    let Some(departments) = where_to(tx, company, &newcomer.departments)? else {
        return Ok(Outcome::UnknownDepartment);
    };
    let may = access_rights::may(actor, company, Permission::Register, Over::All(&departments));
    if !may || !giving::may_place(tx, actor, company, &departments)? {
        return Ok(Outcome::DepartmentNotAllowed);
    }
    match tx.suppressions().reason(company.id, newcomer.address.key())? {
        None => {}
        Some(Reason::OptedOut) => return Ok(Outcome::OptedOut),
        Some(Reason::Complaint) => return Ok(Outcome::Complained),
        Some(Reason::BadAddress) => return Ok(Outcome::BadAddress),
    }
    if let Some(holder) = held(tx, actor, company, newcomer, now)? {
        return Ok(Outcome::Taken(holder));
    }
    if seats::take(tx, company.id, &company.plan, None, now)? == Taking::Full {
        tx.undo();
        return Ok(Outcome::SeatsFull);
    }
    let person = add(tx, actor, company, newcomer, &departments, now)?;
    first_password::write(tx, company, &person, random, now)?;
    Ok(Outcome::Registered(person.id))
}

/// Who holds the address, unless it was wished to be freed.
fn held(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    newcomer: &Newcomer,
    now: Timestamp,
) -> Result<Option<Holder>> {
    let found = holder(tx, company.id, newcomer.address.key())?;
    let Some(Holder::Dismissed(id)) = found.filter(|_| newcomer.frees) else { return Ok(found) };
    let freed = free_address(tx, actor, company, id, now)?;
    Ok(if freed == free_address::Outcome::Freed { None } else { found })
}

fn add(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    newcomer: &Newcomer,
    departments: &[DepartmentId],
    now: Timestamp,
) -> Result<Employee> {
    let new = NewEmployee {
        company: company.id,
        email: newcomer.address.as_str(),
        email_key: newcomer.address.key(),
        name: newcomer.name.as_str(),
        status: Status::Active,
        role: Role::Employee,
        language: newcomer.language,
        time_zone: &company.time_zone,
        join_link: None,
    };
    let id = tx.people().insert(&new, now)?;
    let id = id.ok_or_else(|| Error::unavailable("the address was taken a moment ago"))?;
    tx.people().count(company.id, Status::Active, id.0, 1)?;
    tx.people().set_departments(company.id, id, departments)?;
    let person = tx.people().find(company.id, id)?.ok_or_else(|| Error::broken("the newcomer is gone"))?;
    let told = Telling::of(format!("{}\n{}", newcomer.name, newcomer.address))
        .names(Note::Departments, &tx.departments().names(company.id, departments)?)
        .names(Note::Data, &edit::write_first(tx, &person, &newcomer.details)?);
    tx.history().record(actor, Action::Registered, Subject::Employee(id), told.as_str(), now)?;
    Ok(person)
}
