//! Letters that come back: what a report means for its letter, its invitation and the inviter.
//!
//! A report may come from anybody. It changes something only where it came to the address that was made
//! for one letter ([`return_address`](crate::mail::bounces::return_address)), or knows a letter's
//! Message-ID and its recipient, neither of which a stranger has seen. It is never answered.

pub mod kept;
pub mod poll;
pub mod receiver;
pub mod store;
pub mod take;
pub mod web;

use crate::base::clock::Timestamp;
use crate::base::random::Random;
use crate::base::secret::SecretKey;
use crate::history::Actor;
use crate::invitations::letter as inviting;
use crate::join::Deed;
use crate::join::decline::{self, Wish};
use crate::mail::bounces::return_address::{Claim, ReturnAddress};
use crate::mail::bounces::{Kind, Report};
use crate::mail::outbox::store::Notice;
use crate::mail::outbox::{Delivery, Letter, State};
use crate::mail::sender::Owners;
use crate::store::{Result, Tx};

/// The circumstances of taking a report.
#[derive(Clone, Copy)]
pub struct Circumstances<'a> {
    /// The features' side of letters.
    pub owners: &'a Owners,
    /// What addresses of letters are proved with.
    pub key: &'a SecretKey,
    /// What they are made of, where reports are to come back to the portal.
    pub return_address: Option<&'a ReturnAddress>,
    /// Randomness.
    pub random: &'a dyn Random,
    /// When.
    pub now: Timestamp,
}

/// What became of a report.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// A letter was not delivered.
    Failed,
    /// A letter is not delivered yet.
    Delayed,
    /// A letter arrived after all.
    Arrived,
    /// Somebody complained and gets no more letters.
    Silenced,
    /// It says nothing new, or comes too late: nothing changes.
    Nothing,
    /// A machine answers for a person: nothing changes.
    Automatic,
    /// Nobody can tell whose letter it is about, or what it means: administrators can read it.
    Kept,
    /// It came to an address that no letter has: nothing changes.
    Forged,
    /// The sender has not written down yet that the letter is out: to be told again.
    TooEarly,
    /// There is no portal yet: to be told again.
    NotSetUp,
}

impl Outcome {
    /// The word in figures and in what the command prints.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Delayed => "delayed",
            Self::Arrived => "arrived",
            Self::Silenced => "silenced",
            Self::Nothing => "nothing",
            Self::Automatic => "automatic",
            Self::Kept => "kept",
            Self::Forged => "forged",
            Self::TooEarly => "too_early",
            Self::NotSetUp => "not_set_up",
        }
    }

    /// Whether whoever brought the report has to bring it again.
    #[must_use]
    pub fn is_taken(self) -> bool {
        !matches!(self, Self::TooEarly | Self::NotSetUp)
    }
}

/// Whose letter a report speaks of.
enum Found {
    Letter(Box<Letter>),
    Forged,
    Nobody,
}

/// Takes a report that came to `recipient`, where whoever brought it knows that.
pub fn bounced(
    tx: &mut Tx<'_>,
    how: &Circumstances<'_>,
    recipient: Option<&str>,
    report: &Report,
) -> Result<Outcome> {
    if report.kind == Kind::AutoReply {
        return Ok(Outcome::Automatic);
    }
    match find(tx, how, recipient, report)? {
        Found::Letter(letter) => apply(tx, how, &letter, report),
        Found::Forged => {
            let is_kept = kept::keep(tx, None, report, true, how.now)?;
            Ok(if is_kept { Outcome::Forged } else { Outcome::NotSetUp })
        }
        Found::Nobody => keep(tx, None, report, how.now),
    }
}

/// Whether a message is one, or came to an address that is for them alone. What is neither is somebody's mail, where
/// they come to a mailbox that people use, too.
fn is_a_report(how: &Circumstances<'_>, report: &Report) -> bool {
    let is_for_reports = |base: &ReturnAddress| {
        report.addressed_to.iter().any(|address| base.claim(how.key, address) != Claim::Nothing)
    };
    report.kind != Kind::Unknown || how.return_address.is_some_and(is_for_reports)
}

/// A proof of one letter counts before a false one: whoever passes a report on may add what he likes.
fn find(tx: &mut Tx<'_>, how: &Circumstances<'_>, recipient: Option<&str>, report: &Report) -> Result<Found> {
    if let Some(base) = how.return_address {
        let returned = report.returned.iter().filter_map(|returned| returned.return_path.as_deref());
        let addresses =
            recipient.into_iter().chain(report.addressed_to.iter().map(String::as_str)).chain(returned);
        let claims: Vec<Claim> = addresses.map(|address| base.claim(how.key, address)).collect();
        let proved = claims.iter().find_map(|claim| match claim {
            Claim::Proved(id) => Some(*id),
            Claim::Forged | Claim::Nothing => None,
        });
        if let Some(id) = proved {
            let letter = tx.outbox().find_proved(id)?;
            return Ok(letter.map_or(Found::Nobody, |letter| Found::Letter(Box::new(letter))));
        }
        if claims.contains(&Claim::Forged) {
            return Ok(Found::Forged);
        }
    }
    for message_id in report.returned.iter().filter_map(|returned| returned.message_id.as_deref()) {
        let letter = tx.outbox().find_by_message_id(message_id)?;
        if let Some(letter) = letter.filter(|letter| report.names(&letter.email)) {
            return Ok(Found::Letter(Box::new(letter)));
        }
    }
    Ok(Found::Nobody)
}

fn apply(tx: &mut Tx<'_>, how: &Circumstances<'_>, letter: &Letter, report: &Report) -> Result<Outcome> {
    if matches!(letter.state, State::Claimed | State::DotSent) {
        return Ok(Outcome::TooEarly);
    }
    let fate = report.fate_of(&letter.email);
    if fate.kind == Kind::Unknown {
        return keep(tx, Some(letter), report, how.now);
    }
    if fate.kind == Kind::Complaint {
        return complained(tx, how, letter);
    }
    if !is_awaited(tx, letter, how.now)? {
        return Ok(Outcome::Nothing);
    }
    let notice = Notice { reason: fate.reason(), words: &fate.words, at: how.now };
    let (is_new, delivery, outcome) = match fate.kind {
        Kind::Failed => (tx.outbox().note_return(letter, &notice)?, Delivery::Failed, Outcome::Failed),
        Kind::Delayed => (tx.outbox().note_delay(letter, &notice)?, Delivery::Deferred, Outcome::Delayed),
        Kind::Delivered | Kind::Relayed => {
            (tx.outbox().note_arrival(letter, how.now)?, Delivery::Sent, Outcome::Arrived)
        }
        Kind::Complaint | Kind::AutoReply | Kind::Unknown => (false, Delivery::Sent, Outcome::Nothing),
    };
    if !is_new {
        return Ok(Outcome::Nothing);
    }
    // What became of an earlier letter says nothing of the invitation any more.
    if !is_inviting(letter) || inviting::is_last(tx, letter)? {
        let (reason, reply) = (Some(notice.reason.key().to_owned()), Some(notice.words.to_owned()));
        let told = Letter { reason, reply, ..letter.clone() };
        how.owners.note(tx, &told, delivery, how.random, how.now)?;
    }
    Ok(outcome)
}

fn is_inviting(letter: &Letter) -> bool {
    inviting::KINDS.contains(&letter.kind.as_str())
}

fn is_awaited(tx: &mut Tx<'_>, letter: &Letter, now: Timestamp) -> Result<bool> {
    if is_inviting(letter) { inviting::is_awaited(tx, letter, now) } else { Ok(true) }
}

/// Only invitations go to people who have not asked for letters; who has joined by then gets others, too.
fn complained(tx: &mut Tx<'_>, how: &Circumstances<'_>, letter: &Letter) -> Result<Outcome> {
    let company = tx.companies().find(letter.company)?.filter(|_| is_inviting(letter));
    let Some(company) = company else { return Ok(Outcome::Nothing) };
    if inviting::has_joined(tx, letter)? {
        return Ok(Outcome::Nothing);
    }
    let actor = Actor::portal(company.id);
    let deed = Deed { actor: &actor, company: &company, random: how.random, now: how.now };
    let is_new = decline::silence(tx, &deed, letter, Wish::Complaint)?;
    Ok(if is_new { Outcome::Silenced } else { Outcome::Nothing })
}

fn keep(tx: &mut Tx<'_>, letter: Option<&Letter>, report: &Report, now: Timestamp) -> Result<Outcome> {
    let is_kept = kept::keep(tx, letter, report, false, now)?;
    Ok(if is_kept { Outcome::Kept } else { Outcome::NotSetUp })
}
