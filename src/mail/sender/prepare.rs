//! From a row of the outbox to what goes over the wire.

use std::collections::HashMap;

use super::delivery::Report;
use super::{Owners, Sender};
use crate::base::clock::Timestamp;
use crate::base::email_address::domain_of;
use crate::base::id::{CompanyId, LetterId};
use crate::base::secret::SecretKey;
use crate::mail::composed::Composed;
use crate::mail::message::{self, Draft, Mailbox, Message};
use crate::mail::outbox::store::Ending;
use crate::mail::outbox::{Letter, State};
use crate::mail::{design, reason::Reason};
use crate::store::{Result, Tx};

/// A claimed letter with what it tells.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) letter: Letter,
    composed: Composed,
    from: Mailbox,
    /// The domain that it goes to, as A-labels.
    pub(super) domain: String,
}

impl Sender {
    /// Asks the features what the letters tell. Those not wanted any more are withdrawn; one that can't
    /// be told fails for itself.
    pub(super) async fn prepare(&self, letters: Vec<Letter>) -> Result<Vec<Prepared>> {
        let told = match self.compose(letters.clone()).await {
            Err(error) if !error.is_temporary() => self.compose_each(letters).await?,
            told => told?,
        };
        let (wanted, unwanted): (Vec<_>, Vec<_>) = told.into_iter().partition(|one| one.composed.is_some());
        self.report(unwanted.into_iter().map(|one| withdrawn(one.letter)).collect()).await?;
        let prepared = |Told { letter, composed, from }: Told| {
            let domain = domain_of(&recipient(&letter).address).to_ascii_lowercase();
            composed.map(|composed| Prepared { letter, composed, from, domain })
        };
        Ok(wanted.into_iter().filter_map(prepared).collect())
    }

    async fn compose(&self, letters: Vec<Letter>) -> Result<Vec<Told>> {
        let (owners, key, fixed, now) = (self.owners, self.key.clone(), self.from.clone(), self.clock.now());
        let tell = move |tx: &mut Tx<'_>| {
            let mut composed = composed(tx, &owners, &key, &letters, now)?;
            let mut senders = HashMap::new();
            let told = letters.iter().map(|letter| {
                let from = sender_of(tx, &owners, fixed.as_ref(), &mut senders, letter.company)?;
                Ok(Told { letter: letter.clone(), composed: composed.remove(&letter.id), from })
            });
            told.collect()
        };
        self.db.read(tell).await
    }

    /// One after another, where one of many spoils them all.
    async fn compose_each(&self, letters: Vec<Letter>) -> Result<Vec<Told>> {
        let mut told = Vec::with_capacity(letters.len());
        for letter in letters {
            match self.compose(vec![letter.clone()]).await {
                Err(error) if !error.is_temporary() => self.give_up(letter, &error.to_string()).await?,
                one => told.extend(one?),
            }
        }
        Ok(told)
    }
}

/// What the features make of the letters that are wanted.
fn composed(
    tx: &mut Tx<'_>,
    owners: &Owners,
    key: &SecretKey,
    letters: &[Letter],
    now: Timestamp,
) -> Result<HashMap<LetterId, Composed>> {
    let mut composed = HashMap::with_capacity(letters.len());
    for owner in owners.owners {
        let is_own = |letter: &&Letter| owner.kinds.contains(&letter.kind.as_str());
        let own: Vec<&Letter> = letters.iter().filter(is_own).collect();
        if own.is_empty() {
            continue;
        }
        let told = owner.compose.of(tx, key, &own, now)?;
        composed.extend(own.iter().zip(told).filter_map(|(letter, told)| Some((letter.id, told?))));
    }
    Ok(composed)
}

/// From whom a company's letters come, looked up once.
fn sender_of(
    tx: &mut Tx<'_>,
    owners: &Owners,
    fixed: Option<&Mailbox>,
    senders: &mut HashMap<CompanyId, Mailbox>,
    company: CompanyId,
) -> Result<Mailbox> {
    if let Some(known) = fixed.or_else(|| senders.get(&company)) {
        return Ok(known.clone());
    }
    let from = Mailbox::unnamed(&(owners.from)(tx, company)?);
    senders.insert(company, from.clone());
    Ok(from)
}

/// A letter with what its feature makes of it; nothing where it is not wanted any more.
struct Told {
    letter: Letter,
    composed: Option<Composed>,
    from: Mailbox,
}

fn withdrawn(letter: Letter) -> Report {
    let ending = Ending {
        state: State::Cancelled,
        next_attempt_at: None,
        reason: None,
        reply: String::new(),
        is_attempt: false,
    };
    Report { letter, ending }
}

impl Prepared {
    /// The bytes: the same on every attempt.
    pub(super) fn message(&self) -> std::result::Result<Message, Ending> {
        let Self { letter, composed, from, .. } = self;
        let rendered = design::render(&composed.body);
        message::build(&Draft {
            from: from.or_named(&composed.from_name),
            to: recipient(letter),
            reply_to: composed.reply_to.clone(),
            subject: composed.subject.clone(),
            text: rendered.text,
            html: rendered.html,
            message_id: letter.message_id.clone(),
            date: letter.first_attempt_at.unwrap_or(letter.created_at),
            in_reply_to: composed.in_reply_to.clone(),
            list_unsubscribe: composed.list_unsubscribe.clone(),
            correlation: letter.id.to_string(),
        })
        .map_err(|refused| Ending {
            state: State::Failed,
            next_attempt_at: None,
            reason: Some(Reason::Other.key()),
            reply: refused.to_string(),
            is_attempt: true,
        })
    }
}

/// The recipient in the form that an envelope takes: the domain as an A-label.
fn recipient(letter: &Letter) -> Mailbox {
    let address = crate::base::email_address::EmailAddress::parse(&letter.email)
        .map_or_else(|_| letter.email.clone(), |address| address.envelope());
    Mailbox::named(&letter.name, &address)
}
