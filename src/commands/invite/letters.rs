//! Waiting for the letters of `collega invite --wait`.

use std::time::Duration;

use serde_json::json;

use super::super::output::Output;
use crate::app;
use crate::base::id::{BatchId, CompanyId};
use crate::mail::outbox::{Delivery, Letter};
use crate::portal::SharedPortal;

/// How often it is looked how far the letters are.
const PAUSE: Duration = Duration::from_secs(2);

/// Sends the letters and tells how it goes, until each is handed over or failed; whether all were handed
/// over. One of which nobody knows is not waited for: it is repeated only in half an hour.
pub(super) async fn wait(
    portal: &SharedPortal,
    company: CompanyId,
    batch: BatchId,
    output: &Output,
) -> anyhow::Result<bool> {
    let mut told = None;
    loop {
        app::deliver_due(portal).await?;
        let letters = portal.read(move |tx| tx.outbox().of_batch(company, batch)).await?;
        let done = letters.iter().filter(|letter| !is_open(letter)).count();
        let obstacle =
            letters.iter().filter(|letter| is_open(letter)).find_map(|letter| letter.reason.clone());
        if told.replace((done, obstacle.clone())) != Some((done, obstacle.clone())) {
            let numbers = [("done", count(done).into()), ("all", count(letters.len()).into())];
            output.tell(&output.locale.with("command-invite-progress", &numbers));
            if let Some(key) = obstacle {
                output.tell(
                    &output.locale.with("command-invite-waits", &[("why", (&output.locale.t(&key)).into())]),
                );
            }
        }
        if done == letters.len() {
            return Ok(report(&letters, output));
        }
        portal.clock.sleep_until(portal.now() + PAUSE).await;
    }
}

fn count(letters: usize) -> i64 {
    i64::try_from(letters).unwrap_or(i64::MAX)
}

fn is_open(letter: &Letter) -> bool {
    match letter.state.delivery() {
        Delivery::Queued | Delivery::Sending | Delivery::Deferred => true,
        Delivery::None | Delivery::Sent | Delivery::Failed | Delivery::Unknown => false,
    }
}

/// Names each letter that was not handed over; for programs, what became of each.
fn report(letters: &[Letter], output: &Output) -> bool {
    let mut all_sent = true;
    for letter in letters {
        let delivery = letter.state.delivery();
        let is_sent = delivery == Delivery::Sent;
        all_sent &= is_sent;
        if is_sent && !letter.is_kept() && !output.is_json() {
            continue;
        }
        let reason = letter.reason.as_deref().map(|key| output.locale.t(key));
        let word = if letter.is_kept() { "kept" } else { delivery.word() };
        let words = output.locale.t(&format!("command-letter-{word}"));
        let people = format!("{}\t{words}", letter.email);
        output.say(
            &reason.as_ref().map_or_else(|| people.clone(), |reason| format!("{people}: {reason}")),
            &json!({ "email": letter.email, "delivery": delivery.word(), "reason": reason }),
        );
    }
    all_sent
}
