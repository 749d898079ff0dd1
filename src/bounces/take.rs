//! Taking a report, by whichever way it came: read first, then written down in one transaction.

use std::sync::Arc;

use super::{Circumstances, Outcome, bounced};
use crate::mail::bounces;
use crate::mail::sender::Owners;
use crate::portal::SharedPortal;
use crate::store::Result;

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
    let read = tokio::task::spawn_blocking(move || bounces::read(&raw)).await;
    // Whatever spoils the reading of one must not keep it coming back for ever: it is as one that nobody
    // understands.
    let report = read.unwrap_or_else(|error| {
        tracing::error!(%error, "a report of a mail server could not be read");
        bounces::Report::default()
    });
    let kind = report.kind;
    let (key, base) = (portal.key.clone(), portal.config.mail.bounce_address.clone());
    let (random, now) = (Arc::clone(&portal.random), portal.now());
    let outcome = portal
        .write(move |tx| {
            let how = Circumstances {
                owners: &owners,
                key: &key,
                return_address: base.as_ref(),
                random: &*random,
                now,
            };
            bounced(tx, &how, recipient.as_deref(), &report)
        })
        .await?;
    tracing::info!(kind = kind.word(), outcome = outcome.word(), "a mail server reports of a letter");
    portal.metrics.count_bounce(outcome.word());
    portal.outbox_bell.notify_one();
    Ok(outcome)
}
