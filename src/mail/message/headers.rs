//! The headers: checked first, then written by lettre, which encodes (RFC 2047) and folds them.

use std::time::{Duration, SystemTime};

use lettre::Address;
use lettre::message::header::{
    Date, From, HeaderName, HeaderValue, Headers, InReplyTo, MIME_VERSION_1_0, MessageId, References,
    ReplyTo, Subject, To,
};
use lettre::message::{Mailbox as LettreMailbox, Mailboxes};

use super::{Draft, Mailbox, Problem, Refused};
use crate::base::clock::Timestamp;
use crate::mail::text;

/// RFC 5321 §4.5.3.1.1.
const MAX_LOCAL: usize = 64;
/// RFC 5321 §4.5.3.1.3: a path of 256 without its angle brackets.
const MAX_ADDRESS: usize = 254;
/// RFC 5322 §2.1.1: a line has at most 998 characters; a URL or an id can't be folded.
const MAX_UNFOLDABLE: usize = 900;

/// Checks every field and writes its header.
pub(super) fn checked(draft: &Draft, smtputf8: bool) -> Result<Headers, Refused> {
    let mut headers = Headers::with_capacity(16);
    headers.set(Date::new(system_time(draft.date)));
    headers.set(From::from(mailbox("sender", &draft.from)?));
    if let Some(reply_to) = &draft.reply_to {
        let mailbox = mailbox("reply-to address", reply_to)?;
        if smtputf8 || reply_to.address.is_ascii() {
            headers.set(ReplyTo::from(mailbox));
        }
    }
    headers.set(To::from(mailbox("recipient", &draft.to)?));
    within("subject", text::one_line(&draft.subject))?;
    headers.set(Subject::from(draft.subject.clone()));
    headers.set(MessageId::from(message_id("message id", &draft.message_id)?));
    if let Some(first) = &draft.in_reply_to {
        let first = message_id("thread", first)?;
        headers.set(InReplyTo::from(first.clone()));
        headers.set(References::from(first));
    }
    for (name, value) in machine_headers(draft)? {
        headers.insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
    }
    headers.set(MIME_VERSION_1_0);
    Ok(headers)
}

/// The headers that other machines read.
fn machine_headers(draft: &Draft) -> Result<Vec<(&'static str, String)>, Refused> {
    within("correlation id", ascii(&draft.correlation))?;
    let mut headers = vec![
        // RFC 3834: nobody's absence assistant answers.
        ("Auto-Submitted", "auto-generated".to_owned()),
        // Not `All`: Exchange would then suppress the bounces too.
        ("X-Auto-Response-Suppress", "OOF, AutoReply".to_owned()),
        ("X-Portal-Invite", draft.correlation.clone()),
    ];
    if let Some(url) = &draft.list_unsubscribe {
        within("unsubscribe address", web_address(url))?;
        // RFC 8058 knows HTTPS only; a development machine has no certificate.
        if url.starts_with("https://") {
            headers.push(("List-Unsubscribe", format!("<{url}>")));
            headers.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
    }
    Ok(headers)
}

fn mailbox(field: &'static str, mailbox: &Mailbox) -> Result<Mailboxes, Refused> {
    within(field, mailbox.name.as_deref().map_or(Ok(()), text::one_line))?;
    let name = mailbox.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let address = within(field, address(&mailbox.address))?;
    Ok(Mailboxes::from(LettreMailbox::new(name.map(str::to_owned), address)))
}

/// An address in envelope form. Quoted local parts and address literals are not taken.
fn address(address: &str) -> Result<Address, Problem> {
    text::one_line(address)?;
    let (local, domain) = address.rsplit_once('@').ok_or(Problem::Malformed)?;
    if !domain.is_ascii() {
        return Err(Problem::NotAscii);
    }
    if local.len() > MAX_LOCAL || address.len() > MAX_ADDRESS {
        return Err(Problem::TooLong);
    }
    if local.is_empty() || domain.is_empty() || local.contains('@') || address.contains(is_special) {
        return Err(Problem::Malformed);
    }
    // Checked above, more strictly than the library does, which would refuse `user@corp`.
    Ok(Address::new_dangerous(local, domain))
}

/// What ends or begins something else in a header or an SMTP command.
fn is_special(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '"' | '\\')
}

fn message_id(field: &'static str, id: &str) -> Result<String, Refused> {
    within(field, ascii(id))?;
    let two_sides = id.split_once('@').is_some_and(|(left, right)| !left.is_empty() && !right.is_empty());
    if !two_sides || id.contains(is_special) || id.matches('@').count() != 1 {
        return Err(Refused { field, problem: Problem::Malformed });
    }
    Ok(format!("<{id}>"))
}

fn web_address(url: &str) -> Result<(), Problem> {
    ascii(url)?;
    let scheme = url.starts_with("https://") || url.starts_with("http://");
    if scheme && !url.contains(['<', '>', ' ', ',']) { Ok(()) } else { Err(Problem::Malformed) }
}

fn ascii(text: &str) -> Result<(), Problem> {
    text::one_line(text)?;
    match text {
        _ if !text.is_ascii() => Err(Problem::NotAscii),
        _ if text.len() > MAX_UNFOLDABLE => Err(Problem::TooLong),
        _ => Ok(()),
    }
}

fn within<T>(field: &'static str, result: Result<T, Problem>) -> Result<T, Refused> {
    result.map_err(|problem| Refused { field, problem })
}

fn system_time(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(at.0).unwrap_or(0))
}
