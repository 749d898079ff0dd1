//! Changing the name that an inviter gave: what colleagues see until the invitee says it himself.

use super::{State, end_of, lock_managed};
use crate::base::clock::Timestamp;
use crate::base::id::InvitationId;
use crate::base::person_name::PersonName;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The invitee is called so now.
    Renamed,
    /// The invitation has come to this end.
    Ended(State),
    /// There is no such invitation, or it is not his.
    NotFound,
}

/// Sets the name, or takes it away.
pub fn rename(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: InvitationId,
    name: Option<&PersonName>,
    now: Timestamp,
) -> Result<Outcome> {
    let Some(invitation) = lock_managed(tx, actor, company, id)? else { return Ok(Outcome::NotFound) };
    if let Some(end) = invitation.end() {
        return Ok(Outcome::Ended(end));
    }
    let name = name.map_or("", PersonName::as_str);
    if name == invitation.name {
        return Ok(Outcome::Renamed);
    }
    if !tx.invitations().set_name(company.id, id, name)? {
        return Ok(Outcome::Ended(end_of(tx, company, id)?));
    }
    let person = invitation.employee_id.map(|person| tx.people().find(company.id, person)).transpose()?;
    if let Some(person) = person.flatten() {
        tx.people().rename(&person, name, &person.position, &invitation.email_key)?;
    }
    let details = format!("{} → {name}", invitation.name);
    tx.history().record(actor, Action::NameChanged, Subject::Invitation(id), &details, now)?;
    Ok(Outcome::Renamed)
}
