//! A letter as a message of RFC 5322: the same draft gives the same bytes, always.
//!
//! A letter that is sent again after an unknown outcome must be recognisable as the same letter, so
//! the date, the message id and the MIME boundary follow from the draft and from nothing else.

mod body;
mod headers;
#[cfg(test)]
mod tests;

use lettre::message::MultiPart;

pub use super::text::Problem;
use crate::base::clock::Timestamp;

/// An address with the name that mail programs show beside it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mailbox {
    /// The name for people.
    pub name: Option<String>,
    /// The address in its form for the envelope: the domain in ASCII (punycode).
    pub address: String,
}

/// An address with its domain in the letters that people read.
#[must_use]
pub fn shown_address(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{local}@{}", idna::domain_to_unicode(domain).0),
        None => address.to_owned(),
    }
}

/// Everything a message is made from.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The portal's own mailbox. Never the inviter's: that would break SPF, DKIM and DMARC.
    pub from: Mailbox,
    /// The one recipient.
    pub to: Mailbox,
    /// Who gets the answers. Left out where the address needs SMTPUTF8 and the recipient's does not.
    pub reply_to: Option<Mailbox>,
    /// The subject.
    pub subject: String,
    /// The text part; lines end with LF.
    pub text: String,
    /// The HTML part; lines end with LF.
    pub html: String,
    /// `local@domain` without angle brackets, made once and kept for every further attempt.
    pub message_id: String,
    /// When the letter was first due; kept for every further attempt.
    pub date: Timestamp,
    /// The message id of the letter that this one follows, so that both stand in one thread.
    pub in_reply_to: Option<String>,
    /// An address that stops further letters by one POST (RFC 8058); left out unless it is HTTPS.
    pub list_unsubscribe: Option<String>,
    /// What finds the letter again when it comes back; opaque, never the secret of the link.
    pub correlation: String,
}

/// A message ready for the wire: ASCII (but see [`Message::needs_smtputf8`]), lines of at most 76
/// characters where they can be broken, each ended by CRLF.
#[derive(Clone, Debug)]
pub struct Message {
    /// The whole message, headers and body.
    pub bytes: Vec<u8>,
    /// The envelope's sender where nothing else is wished (see bounces).
    pub sender: String,
    /// The envelope's recipient.
    pub recipient: String,
    /// Whether an address has a local part outside ASCII (RFC 6531): the mail server must offer
    /// SMTPUTF8.
    pub needs_smtputf8: bool,
    /// Its date, which a signature bears too.
    pub date: Timestamp,
}

/// A draft that can't become a message. The inputs are cleaned where people type them; this wall is
/// for what slips through.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the letter's {field} {problem}")]
pub struct Refused {
    /// Which part of the draft.
    pub field: &'static str,
    /// What is wrong with it.
    pub problem: Problem,
}

/// Makes the message.
pub fn build(draft: &Draft) -> Result<Message, Refused> {
    let needs_smtputf8 = !(draft.from.address.is_ascii() && draft.to.address.is_ascii());
    let headers = headers::checked(draft, needs_smtputf8)?;
    let mut whole = MultiPart::builder()
        .build()
        .singlepart(body::part("text", "text/plain; charset=utf-8", &draft.text)?)
        .singlepart(body::part("html", "text/html; charset=utf-8", &draft.html)?);
    *whole.headers_mut() = headers;
    whole.headers_mut().set(body::alternative(&draft.message_id)?);
    Ok(Message {
        bytes: whole.formatted(),
        sender: draft.from.address.clone(),
        recipient: draft.to.address.clone(),
        needs_smtputf8,
        date: draft.date,
    })
}

impl Mailbox {
    /// A mailbox without a name.
    #[must_use]
    pub fn unnamed(address: &str) -> Self {
        Self { name: None, address: address.to_owned() }
    }

    /// This mailbox, with this name where it has none.
    #[must_use]
    pub fn or_named(&self, name: &str) -> Self {
        let name = self.name.as_deref().unwrap_or(name);
        Self::named(name, &self.address)
    }

    /// A mailbox with a name.
    #[must_use]
    pub fn named(name: &str, address: &str) -> Self {
        Self { name: Some(name.to_owned()), address: address.to_owned() }
    }
}
