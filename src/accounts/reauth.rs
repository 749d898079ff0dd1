//! Asking for the password once more before something that a browser left open must not do
//! (ASVS 7.5.1).

use super::{password_rules, sign_in};
use crate::base::id::EmployeeId;
use crate::history::{Action, Actor};
use crate::i18n::Locale;
use crate::people::Employee;
use crate::portal::Portal;
use crate::store::{Result, Tx};
use crate::web::failure::Failure;

/// That somebody knew his password a moment ago.
#[derive(Clone, Debug)]
pub struct Proof {
    employee: EmployeeId,
    hash: Option<String>,
}

impl Proof {
    /// Whether it is his password still: another browser may have set a new one meanwhile, or be about to.
    pub fn holds(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<bool> {
        if actor.employee != Some(self.employee) {
            return Ok(false);
        }
        tx.passwords().lock(actor.company, self.employee)?;
        let present = tx.passwords().find(actor.company, self.employee)?.and_then(|(hash, _)| hash);
        Ok(present == self.hash)
    }
}

/// The proof that `typed` is the password of `person`, who is signed in; none where it is not.
///
/// # Errors
/// [`Failure::Busy`] where too many passwords are being checked.
pub async fn prove(
    portal: &Portal,
    actor: Actor,
    person: &Employee,
    typed: &str,
) -> std::result::Result<Option<Proof>, Failure> {
    if typed.len() > password_rules::MAX_BYTES {
        return Ok(None);
    }
    let (company, employee) = (actor.company, person.id);
    let hash =
        portal.read(move |tx| tx.passwords().find(company, employee)).await?.and_then(|(hash, _)| hash);
    if portal.hasher.verify(hash.as_deref(), typed).await? {
        return Ok(Some(Proof { employee, hash }));
    }
    sign_in::note_failure(portal, actor, Action::ConfirmationFailed, person).await?;
    Ok(None)
}

/// What to say where somebody's present password does not fit.
#[must_use]
pub fn wrong_password(locale: Locale, typed: &str) -> String {
    locale.t(if typed.is_empty() { "profile-password-none" } else { "profile-password-wrong" })
}
