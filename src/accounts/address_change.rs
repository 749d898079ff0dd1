//! Another address: wished with one's password, proved by a letter to it, told to the one before.

mod confirm;

pub use self::confirm::{Confirmation, confirm};

use std::time::Duration;

use super::letter::{self, Recipient};
use super::reauth::Proof;
use super::reset;
use crate::access_rights::roles::giving::may_take_over;
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{AddressChangeId, CompanyId, EmployeeId};
use crate::base::random::Random;
use crate::base::secret::{Purpose, Row, SecretKey};
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::people::free_address::{self, free_address};
use crate::people::holder::{Holder, holder};
use crate::people::{Employee, Status, may_change};
use crate::store::{Result, Tx};
use crate::suppressions::Reason;

/// How long the link works.
pub const LIFETIME: Duration = Duration::from_hours(24);
/// How long a link that is over can be told from one that never was.
pub const KEPT: Duration = Duration::from_hours(7 * 24);
/// Wishes of one person in a day: each writes two letters.
const MOST_A_DAY: i64 = 5;
/// Letters to one address in a day, whoever wishes for it: it may be a stranger's.
const MOST_TO_ADDRESS: i64 = 3;
/// The «day» of both.
const DAY: Duration = Duration::from_hours(24);

/// A wish for another address.
#[derive(Clone, Debug)]
pub struct AddressChange {
    /// The id.
    pub id: AddressChangeId,
    /// The company.
    pub company: CompanyId,
    /// Whose address.
    pub employee: EmployeeId,
    /// Who wished for it: he himself, or somebody who may change people.
    pub asked_by: EmployeeId,
    /// The address that he had then.
    pub old_email: String,
    /// The wished one, as typed.
    pub email: String,
    /// Its identity.
    pub email_key: String,
    /// When it was wished.
    pub created_at: Timestamp,
    /// Until when the link works.
    pub expires_at: Timestamp,
    /// When it was proved.
    pub used_at: Option<Timestamp>,
    /// When a later wish, or a new password, put an end to it.
    pub replaced_at: Option<Timestamp>,
}

/// What a genuine link is good for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// For proving the address.
    Open,
    /// Nothing: it was proved.
    Used,
    /// Nothing: there was a later wish, or it was taken back.
    Replaced,
    /// Nothing: its time has passed.
    Expired,
}

impl AddressChange {
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

    /// Whether he wished for it himself: then he alone confirms it. A slip in the address must not hand his
    /// account to whoever reads that mailbox.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.asked_by == self.employee
    }

    /// The path of its link.
    #[must_use]
    pub fn path(&self, key: &SecretKey) -> String {
        format!("/new-address/{}", key.link(Purpose::AddressChange, self.secret_row()))
    }

    fn secret_row(&self) -> Row {
        Row { company: self.company, id: self.id.0, generation: 0 }
    }
}

/// What somebody wishes for.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// For whom.
    pub person: EmployeeId,
    /// The address.
    pub address: &'a EmailAddress,
    /// That he who wishes it knew his own password.
    pub proof: &'a Proof,
    /// Whether it is to be freed where somebody dismissed holds it.
    pub frees: bool,
}

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// A letter is on its way to the new address, and news to the old one. Who may not invite is told so
    /// too where the address is taken: he learns no more of addresses than anywhere else.
    Asked,
    /// It is the address that he has.
    Same,
    /// Somebody has it.
    Taken(Holder),
    /// Its owner does not want letters.
    OptedOut,
    /// Whose owner reported a letter as unwanted.
    Complained,
    /// Letters to it come back.
    BadAddress,
    /// There were so many wishes; wait until then.
    TooOften(Timestamp),
    /// The password has changed meanwhile.
    WrongPassword,
    /// He does not work here.
    NotActive(Status),
    /// The person may not wish that.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// Writes the wish down and queues both letters. Nothing changes before the new address is proved.
pub fn ask(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    wish: &Wish<'_>,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Outcome> {
    // Who wishes at the same time waits, so that wishes are counted one after the other.
    tx.companies().lock(company.id)?;
    let Some(person) = tx.people().find(company.id, wish.person)? else { return Ok(Outcome::NotFound) };
    let may = may_ask(tx, actor, company, &person)?;
    let Some(asker) = actor.employee.filter(|_| may) else {
        return Ok(Outcome::NotAllowed);
    };
    if person.status != Status::Active {
        return Ok(Outcome::NotActive(person.status));
    }
    if !wish.proof.holds(tx, actor)? {
        return Ok(Outcome::WrongPassword);
    }
    if person.email == wish.address.as_str() {
        return Ok(Outcome::Same);
    }
    if let Some(until) = rest(tx, company, wish, now)? {
        return Ok(Outcome::TooOften(until));
    }
    if let Some(obstacle) = obstacle(tx, actor, company, wish, now)?
        && access_rights::may(actor, company, Permission::Invite, Over::Anything)
    {
        return Ok(obstacle);
    }
    write_down(tx, actor, company, (&person, asker), wish.address, random, now)?;
    Ok(Outcome::Asked)
}

/// One's own address, or that of somebody whose data one changes and who may no more than one does oneself: by
/// the address one comes to the account.
fn may_ask(tx: &mut Tx<'_>, actor: &Actor, company: &Company, person: &Employee) -> Result<bool> {
    if actor.employee == Some(person.id) {
        return Ok(true);
    }
    Ok(may_change(tx, actor, company, Permission::EditPeople, person)?
        && may_take_over(tx, actor, company, person)?)
}

/// Until when there is no other letter.
fn rest(tx: &mut Tx<'_>, company: &Company, wish: &Wish<'_>, now: Timestamp) -> Result<Option<Timestamp>> {
    let (asked, last) = tx.address_changes().asked_since(company.id, wish.person, now - DAY)?;
    let to_address = tx.address_changes().wished_since(company.id, wish.address.key(), now - DAY)?;
    let last = last.unwrap_or(now);
    if asked >= MOST_A_DAY || to_address >= MOST_TO_ADDRESS {
        return Ok(Some(last + DAY));
    }
    // A slip in the address is mended at once; to the same address two presses are one.
    let living = tx.address_changes().living_of(company.id, wish.person)?;
    let repeated = living.filter(|living| living.email == wish.address.as_str());
    Ok(repeated.map(|living| living.created_at + reset::REST).filter(|until| *until > now))
}

/// Why the address can't be his, as the form of inviting tells it.
fn obstacle(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    wish: &Wish<'_>,
    now: Timestamp,
) -> Result<Option<Outcome>> {
    let found = holder(tx, company.id, wish.address.key())?;
    // Another spelling of his own address is his.
    let found = found.filter(|holder| *holder != Holder::Employee(wish.person));
    if let Some(Holder::Dismissed(id)) = found.filter(|_| wish.frees)
        && free_address(tx, actor, company, id, now)? == free_address::Outcome::Freed
    {
        return Ok(None);
    }
    if let Some(holder) = found {
        return Ok(Some(Outcome::Taken(holder)));
    }
    Ok(match tx.suppressions().reason(company.id, wish.address.key())? {
        None => None,
        Some(Reason::OptedOut) => Some(Outcome::OptedOut),
        Some(Reason::Complaint) => Some(Outcome::Complained),
        Some(Reason::BadAddress) => Some(Outcome::BadAddress),
    })
}

fn write_down(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    (person, asker): (&Employee, EmployeeId),
    address: &EmailAddress,
    random: &dyn Random,
    now: Timestamp,
) -> Result<()> {
    tx.address_changes().replace_of(company.id, person.id, now)?;
    let of = (person.id, person.email.as_str());
    let id = tx.address_changes().insert(company.id, of, asker, address, now + LIFETIME, now)?;
    // Whose mailbox it is nobody knows yet: no name goes there.
    let new = Recipient { email: address.as_str(), name: "", language: person.language };
    letter::queue(tx, company, letter::ADDRESS_CHANGE, id.0, &new, random, now)?;
    letter::queue(tx, company, letter::ADDRESS_CHANGE_ASKED, id.0, &Recipient::of(person), random, now)?;
    let details = format!("{}\n{} → {address}", person.shown_name(), person.email);
    tx.history().record(actor, Action::AddressChangeAsked, Subject::Employee(person.id), &details, now)
}

/// Whether the letter to the new address is to go out: the wish is open, and nobody has the address.
pub fn is_wanted(tx: &mut Tx<'_>, change: &AddressChange, now: Timestamp) -> Result<bool> {
    if change.standing(now) != Standing::Open {
        return Ok(false);
    }
    let holder = holder(tx, change.company, &change.email_key)?;
    let is_free = holder.is_none_or(|holder| holder == Holder::Employee(change.employee));
    Ok(is_free && tx.suppressions().reason(change.company, &change.email_key)?.is_none())
}

/// The wish that a secret belongs to, and whose it is. `None` tells nothing of why: all wrong links look
/// alike.
pub fn find(
    tx: &mut Tx<'_>,
    key: &SecretKey,
    company: CompanyId,
    secret: &str,
) -> Result<Option<(AddressChange, Employee)>> {
    let Some(id) = key.claimed_id(Purpose::AddressChange, secret) else { return Ok(None) };
    let found = tx.address_changes().find(company, AddressChangeId(id))?;
    let proved = found.filter(|change| key.proves(Purpose::AddressChange, change.secret_row(), secret));
    let Some(change) = proved else { return Ok(None) };
    Ok(tx.people().find(company, change.employee)?.map(|person| (change, person)))
}

/// Takes a wish back: one's own, or anybody's for whoever may wish for it. False where there is none, or
/// it is not his to take back.
pub fn withdraw(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    now: Timestamp,
) -> Result<bool> {
    let Some(person) = tx.people().find(company.id, id)? else { return Ok(false) };
    if !may_ask(tx, actor, company, &person)? {
        return Ok(false);
    }
    end(tx, actor, &person, now)
}

/// Ends the wish of a person that waits for its proof; whether there was one.
pub fn end(tx: &mut Tx<'_>, actor: &Actor, person: &Employee, now: Timestamp) -> Result<bool> {
    let (company, id) = (person.company_id, person.id);
    let is_open = open_of(tx, person, now)?.is_some();
    tx.address_changes().replace_of(company, id, now)?;
    if is_open {
        let (action, subject) = (Action::AddressChangeWithdrawn, Subject::Employee(id));
        tx.history().record(actor, action, subject, person.shown_name(), now)?;
    }
    Ok(is_open)
}

/// The wish of a person that waits for its proof, where `actor` may know of it.
pub fn waiting(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    person: &Employee,
    now: Timestamp,
) -> Result<Option<AddressChange>> {
    if !may_ask(tx, actor, company, person)? {
        return Ok(None);
    }
    open_of(tx, person, now)
}

/// The wish of a person that waits for its proof.
pub fn open_of(tx: &mut Tx<'_>, person: &Employee, now: Timestamp) -> Result<Option<AddressChange>> {
    let living = tx.address_changes().living_of(person.company_id, person.id)?;
    Ok(living.filter(|change| change.standing(now) == Standing::Open))
}
