//! Signing in by e-mail and password.

use super::password_rules::MAX_BYTES;
use super::sessions::{self, Device};
use crate::base::email_address::EmailAddress;
use crate::base::id::CompanyId;
use crate::base::secret;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::i18n::Language;
use crate::people::{Employee, Status};
use crate::portal::Portal;
use crate::web::failure::Failure;

/// Failed attempts in a row after which only a new password helps (NIST SP 800-63B-4: at most 100).
pub const MAX_FAILURES: i64 = 100;
/// Who was seen within so long is at work: what `max_online` counts.
pub const ONLINE: std::time::Duration = std::time::Duration::from_mins(15);
/// Rows over which wrong passwords in vain are spread.
const SHARDS: u8 = 16;

/// What became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Signed in; the token is for the cookie. Where all places of the plan are taken, the session waits.
    SignedIn {
        /// The session's secret.
        token: String,
        /// The language of his screens.
        language: Language,
    },
    /// The address or the password is wrong, or the password was typed wrong too often: which, is
    /// not told.
    Wrong,
    /// The password is right, but an administrator has not let him in yet.
    AwaitingApproval,
    /// The password is right, but the person works here no more.
    Dismissed,
}

/// What identifies the account that somebody wants to sign in to: the same for what is no address.
#[must_use]
pub fn account(email: &str) -> String {
    EmailAddress::parse(email).map(|address| address.key().to_owned()).unwrap_or_default()
}

/// Signs in. Takes the same time whether there is such an account or not.
pub async fn sign_in(
    portal: &Portal,
    company: &Company,
    email: &str,
    password: &str,
    device: Device,
    before: Option<String>,
) -> Result<Outcome, Failure> {
    if password.len() > MAX_BYTES {
        return Ok(Outcome::Wrong);
    }
    let (id, key) = (company.id, account(email));
    let asked = key.clone();
    let account = portal
        .read(move |tx| {
            let Some(person) = tx.people().find_by_address(id, &asked)? else { return Ok(None) };
            let password = tx.passwords().find(id, person.id)?;
            Ok(password.map(|(hash, failures)| (person, hash, failures)))
        })
        .await?;
    // Whoever is locked out is treated like somebody who is not there.
    let account = account.filter(|(_, _, failures)| *failures < MAX_FAILURES);
    let stored = account.as_ref().and_then(|(_, hash, _)| hash.as_deref());
    let right = portal.hasher.verify(stored, password).await?;
    let Some((person, checked, _)) = account else {
        note_in_vain(portal, id, &key).await?;
        return Ok(Outcome::Wrong);
    };
    let actor = Actor::stranger(id, Some(device.ip.clone())).proved(person.id);
    if !right {
        // Who failed is not known: only whose account it was.
        let stranger = Actor::stranger(id, actor.ip);
        note_failure(portal, stranger, Action::SignInFailed, &person).await?;
        return Ok(Outcome::Wrong);
    }
    let (random, now, person) = (portal.random.clone(), portal.now(), person.id);
    let outcome = portal
        .write(move |tx| {
            // While the password was being checked a new one may have been set, and its owner dismissed;
            // whoever does so ends sessions, and must find this one.
            tx.passwords().lock(id, person)?;
            let (present, _) = tx.passwords().find(id, person)?.unwrap_or_default();
            let found = tx.people().find(id, person)?.filter(|_| present == checked);
            let language = match found.map(|person| (person.status, person.language)) {
                Some((Status::Active, language)) => language,
                Some((Status::AwaitingApproval, _)) => return Ok(Outcome::AwaitingApproval),
                Some((Status::Dismissed, _)) => return Ok(Outcome::Dismissed),
                Some((Status::Invited, _)) | None => return Ok(Outcome::Wrong),
            };
            tx.passwords().clear_failures(id, person)?;
            tx.history().record(&actor, Action::SignedIn, Subject::Employee(person), "", now)?;
            let token = sessions::open(tx, id, person, &device, before.as_deref(), &*random, now)?;
            Ok(Outcome::SignedIn { token, language })
        })
        .await?;
    Ok(outcome)
}

/// Writes down a wrong password at an address that nobody signs in with (any more): by the time that
/// a write takes whoever tries would learn whose address it is (ASVS 6.3.8).
async fn note_in_vain(portal: &Portal, company: CompanyId, key: &str) -> Result<(), Failure> {
    let (now, shard) = (portal.now(), i64::from(secret::hash(key)[0] % SHARDS));
    portal.write(move |tx| tx.passwords().count_in_vain(company, shard, now)).await?;
    Ok(())
}

/// Counts a wrong password, and tells in the history at whose account it was, and who typed it where that is known.
pub(super) async fn note_failure(
    portal: &Portal,
    actor: Actor,
    action: Action,
    person: &Employee,
) -> Result<(), Failure> {
    let (now, person, name) = (portal.now(), person.id, person.shown_name().to_owned());
    portal
        .write(move |tx| {
            tx.passwords().count_failure(actor.company, person)?;
            tx.history().record(&actor, action, Subject::Employee(person), &name, now)
        })
        .await?;
    Ok(())
}
