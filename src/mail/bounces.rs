//! What mail servers report of letters that they had taken: read as far as it can be understood, never
//! trusted, never answered.
//!
//! A report has the form of RFC 3464, or of RFC 5965 where somebody complains, or is told in the free
//! words of whatever program wrote it. What it says is a [`Report`]; whose letter it speaks of is
//! proved by the address that it came to ([`return_address`]).

mod automatic;
mod fields;
mod free_text;
mod mime;
mod parts;
pub mod return_address;
mod status;
#[cfg(test)]
mod tests;
mod words;

use self::parts::Parts;
use super::reason::{Reason, reported};
use super::smtp::Enhanced;

/// More of a report than this is not looked at, in bytes: the letters that come back are small.
pub const MAX_REPORT: usize = 1024 * 1024;
/// Most recipients that one report may tell of, and most letters in it.
const MAX_TOLD: usize = 10;
/// What a report is about.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Kind {
    /// The letter will not be delivered.
    Failed,
    /// Not yet delivered; it is still tried.
    Delayed,
    /// It lies in the recipient's mailbox.
    Delivered,
    /// It went on to somebody who does not report.
    Relayed,
    /// The recipient called it spam.
    Complaint,
    /// A machine answers: an absence, a receipt, a question whether a person has written.
    AutoReply,
    /// Nobody can tell.
    #[default]
    Unknown,
}

impl Kind {
    /// The word in the database and in figures.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Delayed => "delayed",
            Self::Delivered => "delivered",
            Self::Relayed => "relayed",
            Self::Complaint => "complaint",
            Self::AutoReply => "auto_reply",
            Self::Unknown => "unknown",
        }
    }
}

/// What is told of one recipient.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Fate {
    /// The address, where one is named that is one.
    pub recipient: Option<String>,
    /// What became of the letter.
    pub kind: Kind,
    /// The enhanced status code (RFC 3463).
    pub status: Option<Enhanced>,
    /// The code of SMTP.
    pub code: Option<u16>,
    /// The words, in one line.
    pub words: String,
}

impl Fate {
    /// Why, in the few words that people act on.
    #[must_use]
    pub fn reason(&self) -> Reason {
        match self.kind {
            Kind::Delayed => Reason::Delayed,
            _ => reported(self.status, self.code, &self.words),
        }
    }
}

/// What a letter that came back, or its headers, says of itself.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Returned {
    /// Its Message-ID without brackets.
    pub message_id: Option<String>,
    /// The address that its envelope came from.
    pub return_path: Option<String>,
    /// To whom it was written.
    pub to: Option<String>,
}

/// A report as far as it was understood.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    /// What it is about, on the whole: the worst that it tells.
    pub kind: Kind,
    /// What it tells of each recipient.
    pub fates: Vec<Fate>,
    /// The letters that it brings back, the outermost first.
    pub returned: Vec<Returned>,
    /// The addresses that it came to, by its own word.
    pub addressed_to: Vec<String>,
    /// Its subject, in one line.
    pub subject: String,
}

impl Report {
    /// What it tells of the letter to `email`. Where it names others only, as after a redirection, the
    /// letter has failed if it failed for all of them.
    #[must_use]
    pub fn fate_of(&self, email: &str) -> Fate {
        let named = self.fates.iter().find(|fate| {
            fate.recipient.as_deref().is_some_and(|recipient| words::is_same_address(recipient, email))
        });
        let mildest = || self.fates.iter().find(|fate| fate.kind != Kind::Failed).or(self.fates.first());
        named.or_else(mildest).cloned().unwrap_or_else(|| Fate { kind: self.kind, ..Fate::default() })
    }

    /// Whether it names this address as one that it tells of, or the letter that came back does.
    #[must_use]
    pub fn names(&self, email: &str) -> bool {
        let told = self.fates.iter().filter_map(|fate| fate.recipient.as_deref());
        let written = self.returned.iter().filter_map(|returned| returned.to.as_deref());
        // A letter that came back has the address in it anyway: where recipients are told, they count.
        if self.fates.iter().any(|fate| fate.recipient.is_some()) {
            told.into_iter().any(|told| words::is_same_address(told, email))
        } else {
            written.into_iter().any(|to| words::is_same_address(to, email))
        }
    }
}

/// Reads a report. It never fails: what nobody understands is [`Kind::Unknown`].
#[must_use]
pub fn read(raw: &[u8]) -> Report {
    let parts = Parts::of(&raw[..raw.len().min(MAX_REPORT)]);
    let (kind, fates) = understood(&parts);
    Report {
        kind,
        fates,
        returned: parts.returned,
        addressed_to: parts.addressed_to,
        subject: words::one_line(&parts.subject),
    }
}

/// The machine's words count before people's, and a report of a mail server before its being automatic:
/// most reports call themselves an automatic answer, too.
fn understood(parts: &Parts) -> (Kind, Vec<Fate>) {
    if let Some(complaint) = &parts.complaint {
        return complaint.clone();
    }
    if !parts.fates.is_empty() {
        let mut fates = parts.fates.clone();
        free_text::explain(&mut fates, parts);
        return (worst(&fates), fates);
    }
    if parts.is_receipt {
        return (Kind::AutoReply, Vec::new());
    }
    if automatic::is_of_mail_server(parts) {
        let fates = free_text::fates(parts);
        if !fates.is_empty() {
            return (worst(&fates), fates);
        }
    }
    let kind = if automatic::is_auto_reply(parts) { Kind::AutoReply } else { Kind::Unknown };
    (kind, Vec::new())
}

fn worst(fates: &[Fate]) -> Kind {
    let order = [Kind::Failed, Kind::Delayed, Kind::Relayed, Kind::Delivered];
    order.into_iter().find(|kind| fates.iter().any(|fate| fate.kind == *kind)).unwrap_or_default()
}
