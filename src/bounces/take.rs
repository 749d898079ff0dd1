//! Taking a report, by whichever way it came: read first, then written down in one transaction.

use std::sync::Arc;

use super::{Circumstances, Outcome, bounced};
use crate::base::clock::Timestamp;
use crate::base::random::SharedRandom;
use crate::base::secret::SecretKey;
use crate::mail::bounces::return_address::ReturnAddress;
use crate::mail::bounces::{self, Kind, Report};
use crate::mail::sender::Owners;
use crate::portal::SharedPortal;
use crate::store::Result;

/// The circumstances of taking a report, owned.
pub(super) struct Taking {
    owners: Owners,
    key: SecretKey,
    base: Option<ReturnAddress>,
    random: SharedRandom,
    now: Timestamp,
}

impl Taking {
    pub(super) fn new(portal: &SharedPortal, owners: Owners) -> Self {
        Self {
            owners,
            key: portal.key.clone(),
            base: portal.config.mail.bounce_address.clone(),
            random: Arc::clone(&portal.random),
            now: portal.now(),
        }
    }

    pub(super) fn how(&self) -> Circumstances<'_> {
        Circumstances {
            owners: &self.owners,
            key: &self.key,
            return_address: self.base.as_ref(),
            random: &*self.random,
            now: self.now,
        }
    }
}

/// Takes a report; what is told is durable when this answers.
///
/// # Errors
/// Where the database does not answer: the report has to be brought again.
pub async fn take(
    portal: &SharedPortal,
    owners: Owners,
    recipient: Option<String>,
    raw: Vec<u8>,
) -> Result<Outcome> {
    let report = read(raw).await;
    let kind = report.kind;
    let taking = Taking::new(portal, owners);
    let outcome = portal.write(move |tx| bounced(tx, &taking.how(), recipient.as_deref(), &report)).await?;
    tell(portal, kind, outcome);
    Ok(outcome)
}

/// Reads a report. Whatever spoils the reading of one must not keep it coming back for ever: it is as one that
/// nobody understands.
pub(super) async fn read(raw: Vec<u8>) -> Report {
    let read = tokio::task::spawn_blocking(move || bounces::read(&raw)).await;
    read.unwrap_or_else(|error| {
        tracing::error!(%error, "a report of a mail server could not be read");
        Report::default()
    })
}

/// Tells of what was taken: in the log, in the figures, and to whoever sends letters.
pub(super) fn tell(portal: &SharedPortal, kind: Kind, outcome: Outcome) {
    tracing::info!(kind = kind.word(), outcome = outcome.word(), "a mail server reports of a letter");
    portal.metrics.count_bounce(outcome.word());
    portal.outbox_bell.ring();
}
