//! What a feature makes of one of its letters at sending time.

use super::design::LetterBody;
use super::message::Mailbox;

/// A letter in words, ready to be laid out and sent.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The subject: never a word that an inviter typed.
    pub subject: String,
    /// What it tells.
    pub body: LetterBody,
    /// Who gets an answer; nobody where `None`.
    pub reply_to: Option<Mailbox>,
    /// The name that stands before the portal's own address in From.
    pub from_name: String,
    /// Message-ID, without brackets, of the letter that this one follows (RFC 5322 §3.6.4).
    pub in_reply_to: Option<String>,
    /// Where one click keeps the portal from writing again (RFC 8058).
    pub list_unsubscribe: Option<String>,
}
