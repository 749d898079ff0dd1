//! The invitee's side: opening a link, joining, declining, asking not to be invited again.

pub mod accept;
pub mod ask;
pub mod come_back;
pub mod decline;
pub mod enter;
pub mod gathered;
pub mod letter;
pub mod newcomer;
pub mod notify;
pub mod opened;
pub mod requests;
pub mod store;
pub mod web;

use crate::base::clock::Timestamp;
use crate::base::random::Random;
use crate::company::Company;
use crate::history::Actor;
use crate::store::{Error, Result, Tx};

/// The circumstances of what an invitee does.
#[derive(Clone, Copy)]
pub struct Deed<'a> {
    /// Who does it, from where.
    pub actor: &'a Actor,
    /// The company.
    pub company: &'a Company,
    /// Randomness.
    pub random: &'a dyn Random,
    /// When.
    pub now: Timestamp,
}

/// The company as it stands once all rivals have been waited for: its rules may have changed while a
/// password was being hashed. What is read after it is not half before and half after one of them.
fn hold(tx: &mut Tx<'_>, deed: &Deed<'_>) -> Result<Company> {
    tx.companies().lock(deed.company.id)?;
    tx.companies().find(deed.company.id)?.ok_or_else(|| Error::broken("the company is gone"))
}
