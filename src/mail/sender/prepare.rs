//! From a row of the outbox to what goes over the wire.

use super::Sender;
use crate::mail::composed::Composed;
use crate::mail::message::{self, Draft, Mailbox, Message};
use crate::mail::outbox::store::Ending;
use crate::mail::outbox::{Delivery, Letter, State};
use crate::mail::{design, reason::Reason};
use crate::store::Result;

/// A claimed letter with what it tells.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) letter: Letter,
    composed: Composed,
    from: String,
}

impl Sender {
    /// Asks the features what the letters tell. Those not wanted any more are withdrawn.
    pub(super) async fn prepare(&self, letters: Vec<Letter>) -> Result<Vec<Prepared>> {
        let (owners, key, fixed, now) = (self.owners, self.key.clone(), self.from.clone(), self.clock.now());
        let prepared = self
            .db
            .read(move |tx| {
                let mut prepared = Vec::with_capacity(letters.len());
                for letter in &letters {
                    let composed = match owners.of(letter) {
                        Some(owner) => (owner.compose)(tx, &key, letter, now)?,
                        None => None,
                    };
                    let from = match &fixed {
                        Some(from) => from.clone(),
                        None => (owners.from)(tx, letter.company)?,
                    };
                    prepared.push((letter.clone(), composed.map(|composed| (composed, from))));
                }
                Ok(prepared)
            })
            .await?;
        let unwanted: Vec<Letter> = prepared
            .iter()
            .filter(|(_, composed)| composed.is_none())
            .map(|(letter, _)| letter.clone())
            .collect();
        self.withdraw(unwanted).await?;
        Ok(prepared
            .into_iter()
            .filter_map(|(letter, made)| made.map(|(composed, from)| Prepared { letter, composed, from }))
            .collect())
    }

    async fn withdraw(&self, unwanted: Vec<Letter>) -> Result<()> {
        if unwanted.is_empty() {
            return Ok(());
        }
        let (owners, now) = (self.owners, self.clock.now());
        self.db
            .write(move |tx| {
                for letter in &unwanted {
                    let ending = Ending {
                        state: State::Cancelled,
                        next_attempt_at: None,
                        reason: None,
                        reply: String::new(),
                        is_attempt: false,
                    };
                    tx.outbox().end_attempt(letter.id, &ending, now)?;
                    owners.note(tx, letter, Delivery::None, now)?;
                }
                Ok(())
            })
            .await
    }
}

impl Prepared {
    /// The bytes: the same on every attempt.
    pub(super) fn message(&self) -> std::result::Result<Message, Ending> {
        let Self { letter, composed, from } = self;
        let rendered = design::render(&composed.body);
        message::build(&Draft {
            from: Mailbox::named(&composed.from_name, from),
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
