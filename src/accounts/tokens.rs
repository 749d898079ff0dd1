//! Tokens of the machine interface: a program acts with the rights of the employee it belongs to.

use std::time::Duration;

use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::{ApiTokenId, CompanyId, EmployeeId};
use crate::base::random::Random;
use crate::base::secret;
use crate::company::Company;
use crate::history::telling::{Note, Telling};
use crate::history::{Action, Actor, Subject};
use crate::people::{Employee, Status, works_here};
use crate::store::{Result, Tx};

/// Most characters of what a token is for.
pub const MAX_NAME: usize = 60;
/// Begins every token, so that a leaked one is recognised for what it is.
const PREFIX: &str = "collega_";
/// How exactly «last used» is kept.
const USED_EVERY: Duration = Duration::from_mins(1);

/// A token as the list shows it.
#[derive(Clone, Debug)]
pub struct Token {
    /// The id.
    pub id: ApiTokenId,
    /// What it is for.
    pub name: String,
    /// Whose rights it has.
    pub owner: EmployeeId,
    /// What he is called.
    pub employee: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
}

/// What became of making one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is made; this is the only time it is shown.
    Created {
        /// The token itself.
        token: String,
        /// Its row.
        id: ApiTokenId,
    },
    /// Only who manages settings makes tokens, and for others only administrators.
    NotAllowed,
    /// Nobody at work has this id.
    NoSuchEmployee,
}

/// Makes a token with the rights of `employee`.
pub fn create(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    employee: EmployeeId,
    name: &str,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Outcome> {
    if !access_rights::may(actor, company, Permission::ManageSettings, Over::Company) {
        return Ok(Outcome::NotAllowed);
    }
    // A token has the rights of whose it is: who makes one for another could have them by it.
    if actor.employee != Some(employee) && !actor.rights.is_administrator() {
        return Ok(Outcome::NotAllowed);
    }
    if !works_here(tx, company.id, employee)? {
        return Ok(Outcome::NoSuchEmployee);
    }
    let token = format!("{PREFIX}{}", secret::random_secret(random));
    let id = tx.tokens().insert(company.id, employee, name, &secret::hash(&token), now)?;
    record(tx, actor, Action::TokenCreated, (id, name, employee), now)?;
    Ok(Outcome::Created { token, id })
}

/// Whether `actor` may end a token of `owner`: his own, or anybody's as an administrator. Whoever may not make it does
/// not end it: another's works for an administrator, perhaps.
#[must_use]
pub fn may_end(actor: &Actor, owner: EmployeeId) -> bool {
    actor.employee == Some(owner) || actor.rights.is_administrator()
}

/// Revokes a token; false where there is none such.
pub fn revoke(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: ApiTokenId,
    now: Timestamp,
) -> Result<bool> {
    if !access_rights::may(actor, company, Permission::ManageSettings, Over::Company) {
        return Ok(false);
    }
    let Some((name, employee)) = tx.tokens().revoke(company.id, id, now)? else { return Ok(false) };
    if !may_end(actor, employee) {
        tx.undo();
        return Ok(false);
    }
    record(tx, actor, Action::TokenRevoked, (id, &name, employee), now)?;
    Ok(true)
}

/// Tells the history of a token, and with whose rights it acts. What another, or a command, does to one stands in its
/// owner's history as well.
fn record(
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: Action,
    (id, name, employee): (ApiTokenId, &str, EmployeeId),
    now: Timestamp,
) -> Result<()> {
    let whose = tx.people().find(actor.company, employee)?;
    let whose = whose.map(|person| person.shown_name().to_owned()).unwrap_or_default();
    let told = Telling::of(name).note(Note::Whose, whose);
    let is_own = actor.employee == Some(employee);
    let subject = if is_own { Subject::ApiToken(id) } else { Subject::Employee(employee) };
    tx.history().record(actor, action, subject, told.as_str(), now)
}

/// Who a token belongs to.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// The employee.
    pub employee: Employee,
    /// The token's row.
    pub id: ApiTokenId,
    /// Whether «last used» is due to be written.
    pub is_stale: bool,
}

/// The bearer of a living token whose employee is at work.
pub fn find(tx: &mut Tx<'_>, company: CompanyId, token: &str, now: Timestamp) -> Result<Option<Bearer>> {
    if !token.starts_with(PREFIX) {
        return Ok(None);
    }
    let Some((id, employee, used)) = tx.tokens().find(company, &secret::hash(token))? else {
        return Ok(None);
    };
    let employee = tx.people().find(company, employee)?.filter(|person| person.status == Status::Active);
    let is_stale = used.is_none_or(|used| now.since(used) >= USED_EVERY);
    Ok(employee.map(|employee| Bearer { employee, id, is_stale }))
}
