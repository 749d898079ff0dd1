//! What became of one press of «send»: the result of each address, the progress, calling it back.

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};

use super::returned::{Reader, Words};
use crate::access_rights::{Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::{BatchId, InvitationId};
use crate::i18n::{Locale, Zone};
use crate::invitations::Invitation;
use crate::invitations::badge::{self, Delay};
use crate::invitations::batch::{self, Batch, Progress, Reason, Standing, Undone};
use crate::invitations::store::Refusal;
use crate::mail::outbox::{Delivery, Hold};
use crate::mail::transport::Rest;
use crate::portal::SharedPortal;
use crate::suppressions::web as suppressions;
use crate::web::badge::{Badge, Tone};
use crate::web::failure::{Failure, encode};
use crate::web::flash;
use crate::web::icon::Icon;
use crate::web::page::{PageResult, page, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;

/// The routes.
pub(super) fn routes() -> Router<SharedPortal> {
    Router::new().route("/invite/batches/{id}", get(show)).route("/invite/batches/{id}/undo", post(undo))
}

#[derive(Template)]
#[template(path = "invitations/batch.html")]
struct BatchPage {
    shell: Shell,
    id: BatchId,
    heading: String,
    progress: String,
    /// Why letters wait, where some do: each reason with its number.
    delays: Vec<String>,
    done: i64,
    all: i64,
    is_running: bool,
    /// Seconds in which it can still be called back.
    undo_seconds: u64,
    /// Whether it was called back.
    is_undone: bool,
    /// Where what was called back or could not be read can be mended; empty where there is nothing.
    again: String,
    /// What was not delivered, first of all.
    undelivered: Vec<Row>,
    rows: Vec<Row>,
    /// Who was not invited: the address, why, and where the reader can do something about it.
    refusals: Vec<RefusedRow>,
}

/// Who was not invited.
struct RefusedRow {
    email: String,
    /// Why.
    words: String,
    /// Where the reader can do something about it, and what that is called.
    way: Option<(String, String)>,
}

struct Row {
    id: InvitationId,
    email: String,
    name: String,
    badge: Badge,
    /// Why its letter is where it is; nothing where all is well.
    reason: String,
}

async fn show(me: SignedIn, Path(id): Path<BatchId>) -> PageResult {
    let (actor, company) = (me.actor(), me.visitor.company.clone());
    let portal = &me.visitor.portal;
    let (locale, zone, now) = (me.locale(), me.zone(), portal.now());
    let (reader, rest) = (Reader::of(&me), portal.mail.resting(now));
    let (of_server, of_relay) = (rest.as_ref().map(|rest| rest.reason.key()), rest.clone());
    let found = portal
        .read(move |tx| {
            let Some(standing) = batch::standing(tx, &actor, &company, id, now)? else { return Ok(None) };
            let told = standing.refusals.iter().map(|refusal| reader.refused(tx, refusal));
            let told = told.collect::<crate::store::Result<Vec<_>>>()?;
            let hold = tx.outbox().hold(of_relay.clone())?;
            let reasons = badge::reasons(tx, &locale, &zone, &hold, &standing.invitations, now)?;
            let waiting = standing.invitations.iter().filter(|one| !is_over(&standing.batch, one, now));
            let delays = badge::delays(tx, waiting)?;
            let is_paused = standing.progress.waiting() > 0 && hold.is_paused;
            // What keeps them all is told once; what single ones wait for besides, of each.
            let is_own = |delay: &&Delay| !is_paused && of_server.is_none_or(|reason| !delay.is_for(reason));
            let delays =
                delays.iter().filter(is_own).map(|delay| delay_words(locale, &zone, &hold, delay, now));
            let delays: Vec<String> = delays.collect();
            Ok(Some((standing, reasons, told, delays, is_paused)))
        })
        .await?;
    let (standing, reasons, told, delays, is_paused) = found.ok_or(Failure::NotFound)?;
    let rest = rest.filter(|_| standing.progress.waiting() > 0);
    let held = held_up(&me, is_paused, rest);
    page(&shown(&me, standing, reasons, told, (held, delays)))
}

fn delay_words(locale: Locale, zone: &Zone, hold: &Hold, delay: &Delay, now: Timestamp) -> String {
    let why = delay.words(locale, zone, hold, now);
    let key = match delay {
        _ if delay.is_uncertain() => "invite-batch-uncertain",
        _ if delay.is_behind() => "invite-batch-behind",
        _ => "invite-batch-delayed",
    };
    locale.with(key, &[("n", delay.letters.into()), ("why", (&why).into())])
}

/// Why no letter leaves at present, and until when.
fn held_up(me: &SignedIn, is_paused: bool, rest: Option<Rest>) -> Option<String> {
    let (locale, now) = (me.locale(), me.visitor.portal.now());
    if is_paused {
        return Some(locale.t("invite-batch-paused"));
    }
    let rest = rest?;
    let (why, next) = (locale.t(rest.reason.key()), locale.clock(rest.until, now, &me.zone()));
    Some(locale.with("invite-batch-held-up", &[("why", (&why).into()), ("next", (&next).into())]))
}

/// `held` says why no letter leaves at present, where none does, `delays` for what else single ones wait.
fn shown(
    me: &SignedIn,
    standing: Standing,
    mut reasons: HashMap<InvitationId, String>,
    told: Vec<Option<Words>>,
    (held, delays): (Option<String>, Vec<String>),
) -> BatchPage {
    let (locale, now) = (me.locale(), me.visitor.portal.now());
    let again = if standing.list_again(now).is_empty() {
        String::new()
    } else {
        format!("/invite/mail-service?batch={}", standing.batch.id)
    };
    let Standing { batch, progress, invitations, refusals } = standing;
    let undoable = batch.held_until.since(now).as_secs();
    let undo_seconds = if batch.undone_at.is_none() && progress.all > 0 { undoable } else { 0 };
    let is_undone = batch.undone_at.is_some();
    let is_failed = |row: &Invitation| row.delivery == Delivery::Failed && !is_over(&batch, row, now);
    let (undelivered, others): (Vec<_>, Vec<_>) = invitations.into_iter().partition(is_failed);
    let mut row = |invitation: Invitation| Row {
        id: invitation.id,
        reason: reasons.remove(&invitation.id).unwrap_or_default(),
        badge: of_row(locale, &batch, &invitation, now),
        email: invitation.email,
        name: invitation.name,
    };
    BatchPage {
        shell: me.shell(Section::Invite),
        id: batch.id,
        heading: if is_undone {
            locale.n("invite-batch-undone", progress.withdrawn)
        } else if progress.waiting() > 0 && (held.is_some() || progress.is_finished()) {
            locale.n("invite-batch-waits", progress.waiting())
        } else {
            heading(locale, progress)
        },
        progress: words(locale, progress),
        delays: held.into_iter().chain(delays).collect(),
        done: progress.sent + progress.kept,
        all: progress.all,
        is_running: !progress.is_finished(),
        undo_seconds,
        is_undone,
        again,
        undelivered: undelivered.into_iter().map(&mut row).collect(),
        rows: others.into_iter().map(&mut row).collect(),
        refusals: refusals
            .into_iter()
            .zip(told)
            .map(|(refusal, told)| {
                let (words, way) = told.unwrap_or_else(|| refused(me, &refusal));
                RefusedRow { email: refusal.email, words, way }
            })
            .collect(),
    }
}

/// Why an address was not invited, and where the reader can do something about it.
fn refused(me: &SignedIn, refusal: &Refusal) -> Words {
    let locale = me.locale();
    let key = format!("invite-reason-{}", refusal.reason.word().replace('_', "-"));
    let is_former = refusal.reason == Reason::Dismissed && me.may(Permission::Dismiss, Over::Anything);
    let is_suppressed = matches!(refusal.reason, Reason::OptedOut | Reason::BadAddress);
    let way = if is_former {
        let path = format!("/employees?status=dismissed&q={}", encode(&refusal.email));
        Some((path, locale.t("taken-open-person")))
    } else if is_suppressed && me.rights.is_administrator() {
        Some((suppressions::path_of(&refusal.email), locale.t("invite-suppression")))
    } else {
        None
    };
    (locale.t(&key), way)
}

/// What the page is called, while letters go out and when they have.
fn heading(locale: Locale, progress: Progress) -> String {
    let Progress { all, sent, kept, returned, unknown, stopped, .. } = progress;
    if all == 0 || !progress.is_finished() {
        locale.n("invite-batch-heading", all)
    } else if sent == all && returned > 0 {
        locale.t("invite-batch-returned")
    } else if sent == all {
        locale.n("invite-batch-sent", all)
    } else if kept == all {
        locale.n("invite-batch-kept", all)
    } else if stopped == all {
        locale.t("invite-batch-stopped")
    } else if sent + unknown == all {
        locale.t("invite-batch-unanswered")
    } else {
        locale.t("invite-batch-partly")
    }
}

/// How many letters went out, and of these came back; how many stayed here, got no answer, were not delivered, and were
/// stopped by a restore: none is counted twice. At the end how many invitations were taken back.
fn words(locale: Locale, progress: Progress) -> String {
    let Progress { all, sent, returned, kept, failed, unknown, stopped, revoked, .. } = progress;
    let sent_key = if returned > 0 { "invite-batch-progress-returned" } else { "invite-batch-progress" };
    let told = [
        (sent_key, sent, sent > 0 || kept == 0),
        ("invite-batch-progress-kept", kept, kept > 0),
        ("invite-batch-progress-unknown", unknown, unknown > 0),
        ("invite-batch-progress-undelivered", failed, failed > 0),
        ("invite-batch-progress-stopped", stopped, stopped > 0),
        ("invite-batch-progress-revoked", revoked, revoked > 0),
    ];
    let told = told.into_iter().filter(|(_, _, is_told)| *is_told).map(|(key, count, _)| {
        let args = [("count", count.into()), ("all", all.into()), ("returned", returned.into())];
        locale.with(key, &args)
    });
    told.collect::<Vec<_>>().join(" · ")
}

/// Whether nobody waits for it any more: it was called back, or taken back.
fn is_over(batch: &Batch, invitation: &Invitation, now: Timestamp) -> bool {
    batch.has_withdrawn(invitation, now) || batch.has_revoked(invitation)
}

fn of_row(locale: Locale, batch: &Batch, invitation: &Invitation, now: Timestamp) -> Badge {
    let (tone, icon, key) = match invitation.delivery {
        // Who has joined waits for no letter any more.
        _ if batch.has_revoked(invitation) || invitation.accepted_at.is_some() => {
            return badge::badge(&locale, invitation, now);
        }
        _ if batch.has_withdrawn(invitation, now) => (Tone::Quiet, Icon::Undo, "invite-badge-withdrawn"),
        _ if invitation.is_kept => return badge::kept(&locale),
        _ if invitation.is_stopped => return badge::stopped(&locale),
        Delivery::None => (Tone::Quiet, Icon::Link, "invite-badge-none"),
        Delivery::Queued => (Tone::Quiet, Icon::Clock, "invite-badge-queued"),
        Delivery::Sending => (Tone::Info, Icon::Send, "invite-badge-sending"),
        Delivery::Sent => (Tone::Info, Icon::Check, "invite-badge-sent"),
        Delivery::Deferred => (Tone::Warn, Icon::Clock, "invite-badge-deferred"),
        Delivery::Failed => (Tone::Bad, Icon::Warning, "invite-badge-failed"),
        Delivery::Unknown => (Tone::Warn, Icon::Question, "invite-badge-unknown"),
    };
    Badge::new(tone, icon, locale.t(key))
}

async fn undo(me: SignedIn, Path(id): Path<BatchId>) -> PageResult {
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let portal = &me.visitor.portal;
    match portal.write(move |tx| batch::undo(tx, &actor, &company, id, now)).await? {
        Undone::Withdrawn(n) => {
            let message = if n > 0 {
                flash::good("invite-undone", Some(n))
            } else {
                flash::bad("invite-too-late", None)
            };
            Ok(see_other_with(&format!("/invite/batches/{id}"), &message))
        }
        Undone::NotFound => Err(Failure::NotFound),
    }
}
