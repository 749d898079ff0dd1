//! What stayed in the mailbox and somebody still waits for: invitations that can be accepted, and letters about a first
//! password.

use crate::accounts::first_password;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId, InvitationId};
use crate::base::random::Random;
use crate::company::Company;
use crate::history::Actor;
use crate::invitations::send_kept::{self, AT_ONCE, COUNTED, Outcome};
use crate::store::{Result, Tx};

/// How many there are.
pub fn count(tx: &mut Tx<'_>, company: CompanyId, now: Timestamp) -> Result<i64> {
    Ok(send_kept::count(tx, company, now)? + first_password::count_kept(tx, company, COUNTED)?)
}

/// How far the sending has come.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// Invitations behind this one are next.
    Invitations(InvitationId),
    /// Letters about first passwords are, to those behind this one.
    FirstPasswords(EmployeeId),
}

impl Place {
    /// Where it begins.
    pub const START: Self = Self::Invitations(InvitationId(0));
}

/// Sends the next of them, some at a time: how many, and where to go on. Nothing where the person may not.
pub fn send(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    place: Place,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Option<(i64, Option<Place>)>> {
    match place {
        Place::Invitations(after) => match send_kept::send_kept(tx, actor, company, after, random, now)? {
            Outcome::Queued { letters, next } => {
                let next = next.map_or(Place::FirstPasswords(EmployeeId(0)), Place::Invitations);
                Ok(Some((letters, Some(next))))
            }
            Outcome::NotAllowed => Ok(None),
        },
        Place::FirstPasswords(after) => {
            let (letters, last) =
                first_password::write_kept(tx, actor, company, (after, AT_ONCE), random, now)?;
            Ok(Some((letters, last.map(Place::FirstPasswords))))
        }
    }
}
