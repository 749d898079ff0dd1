//! Queueing a letter of one invitation.

use super::Invitation;
use crate::base::clock::Timestamp;
use crate::base::random::Random;
use crate::company::Company;
use crate::company::public_url::host_of;
use crate::history::Actor;
use crate::mail::outbox::{Kind, NewLetter, Priority, new_message_id};
use crate::store::{Result, Tx};

/// Queues a letter to the invitation's address, to go out at once. It counts against the quota of
/// whoever pressed the button; where nobody did, against nobody's.
pub(super) fn write_letter(
    tx: &mut Tx<'_>,
    kind: Kind,
    actor: &Actor,
    company: &Company,
    invitation: &Invitation,
    random: &dyn Random,
    now: Timestamp,
) -> Result<()> {
    let message_id = new_message_id(random, &host_of(&company.public_url));
    let letter = NewLetter {
        company: company.id,
        kind,
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
