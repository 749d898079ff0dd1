//! Queueing the letter of one invitation.

use super::invite::host_of;
use super::{INVITATION_LETTER, Invitation};
use crate::base::clock::Timestamp;
use crate::base::random::Random;
use crate::company::Company;
use crate::history::Actor;
use crate::mail::outbox::{NewLetter, Priority, new_message_id};
use crate::store::{Result, Tx};

/// Queues a letter to the invitation's address, to go out at once.
pub(super) fn write_letter(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    invitation: &Invitation,
    random: &dyn Random,
    now: Timestamp,
) -> Result<()> {
    let message_id = new_message_id(random, &host_of(&company.public_url));
    let letter = NewLetter {
        company: company.id,
        kind: INVITATION_LETTER,
        subject_id: invitation.id.0,
        sender: actor.employee,
        batch: None,
        email: &invitation.email,
        email_key: &invitation.email_key,
        name: &invitation.name,
        language: invitation.language,
        message_id: &message_id,
        priority: Priority::Bulk,
        not_before: now,
    };
    tx.outbox().enqueue(&letter, now).map(drop)
}
