//! A forgotten password: a letter with a link, and a new password by that link.

use std::time::Duration;

use super::letter;
use super::new_password::{self, NewPassword};
use super::sessions::{self, Device};
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{CompanyId, EmployeeId, PasswordResetId};
use crate::base::random::Random;
use crate::base::secret::{Purpose, Row, SecretKey};
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::i18n::Language;
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};

/// How long a link works.
pub const LIFETIME: Duration = Duration::from_hours(1);
/// How long after a letter there is no other one to the same address.
pub const REST: Duration = Duration::from_mins(5);
/// Letters in a day after which the rest is as long as a link works: then whoever plays with
/// somebody's address hardly bothers him, and yet never keeps him out.
const OFTEN: i64 = 5;
/// The «day» of [`OFTEN`].
const DAY: Duration = Duration::from_hours(24);
/// How long a link that is over can be told from one that never was.
pub const KEPT: Duration = Duration::from_hours(7 * 24);

/// A wish for a new password.
#[derive(Clone, Debug)]
pub struct PasswordReset {
    /// The id.
    pub id: PasswordResetId,
    /// The company.
    pub company: CompanyId,
    /// The identity of the address that was given.
    pub email_key: String,
    /// Who signed in with it then; nobody where nobody did.
    pub employee: Option<EmployeeId>,
    /// Until when the link works.
    pub expires_at: Timestamp,
    /// When a password was set by it.
    pub used_at: Option<Timestamp>,
    /// When a later wish, or a password set by another way, put an end to it.
    pub replaced_at: Option<Timestamp>,
    /// Whether it leads to his first password.
    pub is_first: bool,
}

/// What a genuine link is good for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// For a new password.
    Open,
    /// Nothing: a password was set by it.
    Used,
    /// Nothing: there was a later letter, or a password was set by another way.
    Replaced,
    /// Nothing: its time has passed.
    Expired,
    /// Nothing: the person works here no more.
    Dismissed,
}

impl PasswordReset {
    /// What its link is good for.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Standing {
        if self.used_at.is_some() {
            Standing::Used
        } else if self.replaced_at.is_some() {
            Standing::Replaced
        } else if self.expires_at <= now {
            Standing::Expired
        } else {
            Standing::Open
        }
    }

    /// The same, where it is known whose link it is.
    #[must_use]
    pub fn standing_of(&self, person: &Employee, now: Timestamp) -> Standing {
        if person.status == Status::Dismissed { Standing::Dismissed } else { self.standing(now) }
    }

    /// The path of its link.
    #[must_use]
    pub fn path(&self, key: &SecretKey) -> String {
        format!("/new-password/{}", key.link(Purpose::PasswordReset, self.secret_row()))
    }

    fn secret_row(&self) -> Row {
        Row { company: self.company, id: self.id.0, generation: 0 }
    }
}

/// Writes the wish down and queues the letter. For an address that nobody signs in with, the same is
/// done in the same number of steps: whoever asks learns nothing of whose address it is, by the time
/// the answer takes either (ASVS 6.3.8). There being nobody comes out when the letter is composed,
/// and it is withdrawn.
pub fn ask(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    address: &EmailAddress,
    language: Language,
    random: &dyn Random,
    now: Timestamp,
) -> Result<()> {
    let (asked, last) = tx.password_resets().asked_since(company.id, address.key(), now - DAY)?;
    let rest = if asked < OFTEN { REST } else { LIFETIME };
    if last.is_some_and(|last| last + rest > now) {
        return Ok(());
    }
    let person = tx.people().find_by_address(company.id, address.key())?;
    let person = person.filter(|person| person.status == Status::Active);
    let employee = person.as_ref().map(|person| person.id);
    // The link for a first password lives for a week and is of another kind: whoever asks, a stranger
    // perhaps, does not cut that short. What is used first ends the other.
    tx.password_resets().replace_later_at(company.id, address.key(), now)?;
    let id = tx.password_resets().insert(company.id, address.key(), employee, false, now + LIFETIME, now)?;
    let (to, action, subject, name) = match &person {
        Some(person) => (
            letter::Recipient::of(person),
            Action::PasswordResetAsked,
            Subject::Employee(person.id),
            person.shown_name(),
        ),
        None => (
            letter::Recipient { email: address.as_str(), name: "", language },
            Action::PasswordResetInVain,
            Subject::Company(company.id),
            "",
        ),
    };
    letter::queue(tx, company, letter::PASSWORD_RESET, id.0, &to, random, now)?;
    tx.history().record(actor, action, subject, name, now)
}

/// The wish that a secret belongs to and whose password it is about, also where he was dismissed meanwhile. `None` tells
/// nothing of why: all wrong links look alike.
pub fn find(
    tx: &mut Tx<'_>,
    key: &SecretKey,
    company: CompanyId,
    secret: &str,
) -> Result<Option<(PasswordReset, Employee)>> {
    let Some(id) = key.claimed_id(Purpose::PasswordReset, secret) else { return Ok(None) };
    let found = tx.password_resets().find(company, PasswordResetId(id))?;
    let proved = found.filter(|reset| key.proves(Purpose::PasswordReset, reset.secret_row(), secret));
    let Some(reset) = proved else { return Ok(None) };
    let person = match (owner(tx, &reset)?, reset.employee) {
        (None, Some(id)) => {
            tx.people().find(company, id)?.filter(|person| person.status == Status::Dismissed)
        }
        (person, _) => person,
    };
    Ok(person.map(|person| (reset, person)))
}

/// Whose password a wish is about: he works here, and the address is still his.
pub fn owner(tx: &mut Tx<'_>, reset: &PasswordReset) -> Result<Option<Employee>> {
    let person = tx.people().find_by_address(reset.company, &reset.email_key)?;
    Ok(person.filter(|person| person.status == Status::Active && reset.employee == Some(person.id)))
}

/// What became of a new password.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is set.
    Changed,
    /// The link is good for nothing any more; the password is as it was.
    TooLate,
}

/// Signs in whoever has just chosen his first password: who came by the letter is who it was written to.
pub fn enter(
    tx: &mut Tx<'_>,
    actor: &Actor,
    reset: &PasswordReset,
    device: &Device,
    before: Option<&str>,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Option<String>> {
    let Some(person) = reset.employee.filter(|_| reset.is_first) else { return Ok(None) };
    let actor = actor.clone().proved(person);
    tx.history().record(&actor, Action::SignedIn, Subject::Employee(person), "", now)?;
    sessions::open(tx, reset.company, person, device, before, random, now).map(Some)
}

/// Spends a wish and sets the password.
pub fn spend(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    reset: &PasswordReset,
    hash: &str,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Outcome> {
    let Some(person) = owner(tx, reset)? else { return Ok(Outcome::TooLate) };
    if !tx.password_resets().spend(company.id, reset.id, now)? {
        return Ok(Outcome::TooLate);
    }
    let actor = actor.clone().proved(person.id);
    let new = NewPassword { hash, kept_session: None };
    new_password::give(tx, &actor, company, &person, &new, random, now)?;
    Ok(Outcome::Changed)
}
