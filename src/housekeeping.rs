//! What falls due by itself: reminders, and forgetting what is over.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::accounts::{address_change, letter, reset, sessions};
use crate::bounces::kept;
use crate::company::{Company, mail};
use crate::history::retention;
use crate::invitations::remind;
use crate::join::{self, requests};
use crate::letter_templates::trial;
use crate::mail::servers;
use crate::portal::SharedPortal;
use crate::seats::{usage, warnings};
use crate::store::Result;

/// How often it is looked after.
const EVERY: Duration = Duration::from_mins(10);

/// How often the plan is looked at: who is to be told that it runs short has little time then.
const PLAN_EVERY: Duration = Duration::from_mins(1);

/// How long an answer can be asked for again by its idempotency key.
const KEYS_KEPT: Duration = Duration::from_hours(24);

/// How long the history tells of strangers who asked for a new password where nobody signs in.
const VAIN_KEPT: Duration = Duration::from_hours(30 * 24);

/// How long it is known what became of letters day by day: longer than the page of the queue shows.
const COUNTS_KEPT: Duration = Duration::from_hours(35 * 24);

/// Looks after the house until `stop` is given. After a long absence it catches up once, not once
/// for every round it missed.
pub async fn run(portal: SharedPortal, stop: CancellationToken) {
    let mut next_round = portal.now();
    while !stop.is_cancelled() {
        let now = portal.now();
        let done = if now >= next_round {
            next_round = now + EVERY;
            round(&portal).await
        } else {
            watch_plans(&portal).await
        };
        if let Err(error) = done {
            tracing::warn!(%error, "housekeeping waits for the next round");
        }
        tokio::select! {
            () = portal.clock.sleep_until(portal.now() + PLAN_EVERY) => {}
            () = stop.cancelled() => {}
        }
    }
}

async fn watch_plans(portal: &SharedPortal) -> Result<()> {
    for company in portal.read(|tx| tx.companies().all()).await? {
        watch_plan(portal, company).await?;
    }
    Ok(())
}

/// One round.
pub async fn round(portal: &SharedPortal) -> Result<()> {
    portal.limits.forget();
    let now = portal.now();
    portal
        .write(move |tx| {
            tx.sessions().delete_ended(now, now - sessions::IDLE)?;
            tx.password_resets().delete_before(now - reset::KEPT)?;
            tx.outbox().delete_withdrawn(letter::PASSWORD_RESET, now - reset::KEPT)?;
            tx.address_changes().delete_before(now - address_change::KEPT)?;
            tx.outbox().delete_withdrawn(letter::ADDRESS_CHANGE, now - address_change::KEPT)?;
            tx.letter_templates().delete_trials_before(now - trial::KEPT)?;
            tx.history().delete_in_vain_before(now - VAIN_KEPT)?;
            tx.join_requests().delete_before(now - requests::KEPT)?;
            tx.join_attempts().delete_before(now - requests::DAY)?;
            tx.outbox().delete_withdrawn(join::letter::ADDRESS_CODE, now - requests::KEPT)?;
            tx.idempotency_keys().delete_before(now - KEYS_KEPT)?;
            tx.mail_servers().forget(now - servers::KEPT)?;
            kept::forget(tx, now)
        })
        .await?;
    // Another process on the same database may have set another mail server.
    mail::follow(portal).await?;
    let companies = portal.read(|tx| tx.companies().all()).await?;
    for company in companies {
        watch_plan(portal, company.clone()).await?;
        portal.write(move |tx| tx.outbox().forget_counts(company.id, now - COUNTS_KEPT)).await?;
        forget_history(portal, company.clone()).await?;
        remind_all(portal, company).await?;
    }
    Ok(())
}

/// How the plan is used is noted, and told where it runs short.
async fn watch_plan(portal: &SharedPortal, company: Company) -> Result<()> {
    let (random, now) = (Arc::clone(&portal.random), portal.now());
    let told = portal
        .write(move |tx| {
            let day = usage::note(tx, &company, now)?;
            warnings::due(tx, &company, &day, &*random, now)
        })
        .await?;
    if told > 0 {
        portal.outbox_bell.ring();
    }
    Ok(())
}

/// What the company does not want to keep goes, in pieces, so that nobody waits for it.
async fn forget_history(portal: &SharedPortal, company: Company) -> Result<()> {
    let now = portal.now();
    loop {
        let company = company.clone();
        if portal.write(move |tx| retention::forget(tx, &company, now)).await? == 0 {
            return Ok(());
        }
    }
}

async fn remind_all(portal: &SharedPortal, company: Company) -> Result<()> {
    let now = portal.now();
    loop {
        let (random, company) = (Arc::clone(&portal.random), company.clone());
        let reminded = portal.write(move |tx| remind::due(tx, &company, &*random, now)).await?;
        if reminded == 0 {
            return Ok(());
        }
        portal.outbox_bell.ring();
    }
}
