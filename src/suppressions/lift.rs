//! Writing to an address again.

use super::Suppression;
use crate::base::clock::Timestamp;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// The most letters of a reason.
pub const MAX_REASON: usize = 300;

/// What became of it.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The address may be written to again.
    Lifted(Suppression),
    /// It is written to anyway.
    NotSuppressed,
    /// Only administrators decide about that.
    NotAllowed,
}

/// Lets an address be written to again, for this reason, which the history keeps: where its owner asked for
/// silence, somebody has to answer for breaking it.
pub fn lift(
    tx: &mut Tx<'_>,
    actor: &Actor,
    email_key: &str,
    reason: &str,
    now: Timestamp,
) -> Result<Outcome> {
    if !actor.rights.is_administrator() {
        return Ok(Outcome::NotAllowed);
    }
    let company = actor.company;
    let Some(lifted) = tx.suppressions().find(company, email_key)? else {
        return Ok(Outcome::NotSuppressed);
    };
    tx.suppressions().delete(company, email_key)?;
    let details = format!("{}: {reason}", lifted.email);
    tx.history().record(actor, Action::SuppressionLifted, Subject::Company(company), &details, now)?;
    Ok(Outcome::Lifted(lifted))
}
