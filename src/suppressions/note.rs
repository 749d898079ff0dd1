//! Learning from a letter that was refused: what does not exist is not written to again.

use super::Reason;
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::mail::outbox::Letter;
use crate::mail::reason;
use crate::store::{Result, Tx};

/// Takes note of a letter that failed, in the transaction that writes it down.
///
/// Only an answer about the mailbox itself counts (RFC 3463 §3.2: 5.1.1 and its like): whoever writes to dead
/// addresses again and again is taken for a spammer.
pub fn note(tx: &mut Tx<'_>, letter: &Letter, now: Timestamp) -> Result<()> {
    if letter.reason.as_deref() != Some(reason::Reason::BadAddress.key()) {
        return Ok(());
    }
    let Ok(address) = EmailAddress::parse(&letter.email) else { return Ok(()) };
    let reply = letter.reply.as_deref().unwrap_or_default();
    tx.suppressions().insert(letter.company, &address, Reason::BadAddress, reply, now).map(drop)
}
