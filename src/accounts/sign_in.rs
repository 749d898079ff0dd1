//! Signing in by e-mail and password.

use super::sessions::{self, Device};
use crate::base::email_address::EmailAddress;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::people::{Employee, Status};
use crate::portal::Portal;
use crate::store::Tx;
use crate::web::failure::Failure;

/// Failed attempts in a row after which only a new password helps (NIST SP 800-63B-4: at most 100).
pub const MAX_FAILURES: i64 = 100;
/// Who was seen within so long is at work: what `max_online` counts.
pub const ONLINE: std::time::Duration = std::time::Duration::from_mins(15);

/// What became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Signed in; the token is for the cookie.
    SignedIn {
        /// The session's secret.
        token: String,
    },
    /// The address or the password is wrong: which, is not told.
    Wrong,
    /// The password is right, but an administrator has not let him in yet.
    AwaitingApproval,
    /// Too many wrong passwords in a row.
    Locked,
    /// As many as the plan allows are at work.
    Full,
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
    let key = EmailAddress::parse(email).map(|address| address.key().to_owned()).unwrap_or_default();
    let id = company.id;
    let account = portal
        .read(move |tx| {
            let Some(person) = tx.people().find_by_address(id, &key)? else { return Ok(None) };
            let password = tx.passwords().find(id, person.id)?;
            Ok(password.map(|(hash, failures)| (person, hash, failures)))
        })
        .await?;
    let may = |status| matches!(status, Status::Active | Status::AwaitingApproval);
    let stored =
        account.as_ref().filter(|(person, _, failures)| may(person.status) && *failures < MAX_FAILURES);
    let right = portal.hasher.verify(stored.and_then(|(_, hash, _)| hash.as_deref()), password).await?;
    let Some((person, checked, failures)) = account else { return Ok(Outcome::Wrong) };
    if failures >= MAX_FAILURES && may(person.status) {
        return Ok(Outcome::Locked);
    }
    let actor = Actor::stranger(id, Some(device.ip.clone())).proved(person.id);
    if !right {
        note_failure(portal, actor, &person).await?;
        return Ok(Outcome::Wrong);
    }
    if person.status == Status::AwaitingApproval {
        return Ok(Outcome::AwaitingApproval);
    }
    let (max_online, administrator) = (company.plan.max_online, person.is_administrator());
    let (random, now, person) = (portal.random.clone(), portal.now(), person.id);
    let outcome = portal
        .write(move |tx| {
            // A new password may have been set while the old one was being checked.
            let (present, _) = tx.passwords().find(id, person)?.unwrap_or_default();
            if present != checked {
                return Ok(Outcome::Wrong);
            }
            if !administrator && is_full(tx, &actor, max_online, now)? {
                return Ok(Outcome::Full);
            }
            tx.passwords().clear_failures(id, person)?;
            tx.history().record(&actor, Action::SignedIn, Subject::Employee(person), "", now)?;
            let token = sessions::open(tx, id, person, &device, before.as_deref(), &*random, now)?;
            Ok(Outcome::SignedIn { token })
        })
        .await?;
    Ok(outcome)
}

/// Whether as many people are at work as the plan allows. Whoever asks holds the company's row until
/// the end of his transaction, so that two can't both be the last.
pub fn is_full(
    tx: &mut Tx<'_>,
    actor: &Actor,
    max_online: Option<i64>,
    now: crate::base::clock::Timestamp,
) -> crate::store::Result<bool> {
    let Some(max) = max_online else { return Ok(false) };
    tx.companies().lock(actor.company)?;
    Ok(tx.sessions().online(actor.company, now - ONLINE)? >= max)
}

/// Counts a wrong password, and tells in the history at whose account it was.
pub(super) async fn note_failure(portal: &Portal, actor: Actor, person: &Employee) -> Result<(), Failure> {
    let (now, person, name) = (portal.now(), person.id, person.shown_name().to_owned());
    portal
        .write(move |tx| {
            tx.passwords().count_failure(actor.company, person)?;
            // Who failed is not known: only whose account it was.
            let stranger = Actor::stranger(actor.company, actor.ip.clone());
            tx.history().record(&stranger, Action::SignInFailed, Subject::Employee(person), &name, now)
        })
        .await?;
    Ok(())
}
