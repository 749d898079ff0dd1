//! By the portal's mail service: addresses, the review, sending.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::routing::{get, post};
use axum_extra::extract::{Form, Query};
use http::StatusCode;
use serde::Deserialize;

use super::departments::Chosen;
use super::former::{self, Told};
use super::piles::{Edits, Piles, Reader};
use super::{Typed, inviter, letter, refused, returned};
use crate::access_rights::{Over, Permission};
use crate::base::id::{BatchId, DepartmentId, InvitationId};
use crate::i18n::{Language, Locale};
use crate::invitations::addresses::{Excess, MAX_ADDRESSES, MAX_BYTES};
use crate::invitations::batch::{self, Batch};
use crate::invitations::find_managed;
use crate::invitations::invite::{self, Outcome, Period, Recipient, Request};
use crate::invitations::review::{self, Entry, Pasted, Reviewed, Verdict};
use crate::portal::SharedPortal;
use crate::seats::SeatsLine;
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, page, page_with, see_other};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;

/// How long sending can be called back.
const HOLD: Duration = Duration::from_secs(10);
/// Within this time a second press of the same button is taken for the first.
const SAME_PRESS: Duration = Duration::from_secs(30);

/// The routes.
pub(super) fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/invite/mail-service", get(show).post(read))
        .route("/invite/mail-service/review", post(mend_or_send))
}

#[derive(Template)]
#[template(path = "invitations/addresses.html")]
struct AddressesPage {
    shell: Shell,
    chosen: Chosen,
    typed: Typed,
    seats: SeatsLine,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "invitations/review.html")]
struct ReviewPage {
    shell: Shell,
    chosen: Chosen,
    /// In which departments they will be.
    into: String,
    piles: Piles,
    language: Language,
    seats: SeatsLine,
    button: String,
    error: String,
    /// What was just done about a row.
    done: String,
    /// Where the letter is to be seen.
    letter: String,
}

#[derive(Deserialize)]
struct AddressesForm {
    #[serde(default)]
    department: Vec<DepartmentId>,
    #[serde(default)]
    addresses: String,
    #[serde(default)]
    language: String,
}

/// The review as it comes back: a row is an address and a name at the same place of two lists.
#[derive(Deserialize)]
pub(super) struct ReviewForm {
    #[serde(default)]
    department: Vec<DepartmentId>,
    #[serde(default)]
    address: Vec<String>,
    #[serde(default)]
    name: Vec<String>,
    #[serde(default)]
    keep: Vec<usize>,
    #[serde(default)]
    language: String,
    /// How many the button said would be sent.
    told: Option<usize>,
    /// What was pressed: `send`, `check`, `back`, or of a row `remove-N`, `fix-N`, `keep-N`, `rehire-N`,
    /// `free-N`.
    #[serde(default)]
    action: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    department: Vec<DepartmentId>,
    /// The one that was called back, to be mended.
    batch: Option<BatchId>,
    /// The invitation that ended, whose invitee is invited once more.
    again: Option<InvitationId>,
}

async fn show(me: SignedIn, Query(asked): Query<Asked>) -> PageResult {
    if let Some(refusal) = inviter(&me).await? {
        return Ok(refusal);
    }
    if let Some(batch) = asked.batch {
        return called_back(&me, batch).await;
    }
    if let Some(ended) = asked.again {
        return once_more(&me, ended).await;
    }
    first_step(&me, Chosen { department: asked.department }, Typed::default()).await
}

/// The list of a batch that was called back, as it was typed, with its departments and language.
async fn called_back(me: &SignedIn, id: BatchId) -> PageResult {
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let found = me
        .visitor
        .portal
        .read(move |tx| {
            let Some(standing) = batch::standing(tx, &actor, &company, id, now)? else { return Ok(None) };
            let Some(first) = standing.invitations.first() else { return Ok(None) };
            let departments = tx.invitations().departments(company.id, first.id)?;
            let department = departments.into_iter().map(|(id, _)| id).collect();
            Ok(Some((standing.list_again(now), Chosen { department }, first.language)))
        })
        .await?;
    let (entries, chosen, language) = found.ok_or(Failure::NotFound)?;
    first_step(me, chosen, typed(lines(&entries), language)).await
}

/// The invitee of an invitation that ended, with its departments and language.
async fn once_more(me: &SignedIn, id: InvitationId) -> PageResult {
    let (actor, company) = (me.actor(), me.visitor.company.clone());
    let found = me
        .visitor
        .portal
        .read(move |tx| {
            let Some(ended) = find_managed(tx, &actor, &company, id)? else { return Ok(None) };
            let departments = tx.invitations().departments(company.id, ended.id)?;
            let department = departments.into_iter().map(|(id, _)| id).collect();
            Ok(Some((Entry::new(&ended.email, &ended.name, false), Chosen { department }, ended.language)))
        })
        .await?;
    let (entry, chosen, language) = found.ok_or(Failure::NotFound)?;
    first_step(me, chosen, typed(entry.line(), language)).await
}

/// The list, as it was typed so far.
pub(super) async fn first_step(me: &SignedIn, chosen: Chosen, typed: Typed) -> PageResult {
    if let Some(refusal) = refused(me, &chosen, &typed).await? {
        return Ok(refusal);
    }
    let (seats, shell) = (SeatsLine::of_inviting(me, 0), me.shell(Section::Invite));
    page(&AddressesPage { shell, chosen, typed, seats, errors: Errors::new() })
}

fn typed(addresses: String, language: Language) -> Typed {
    Typed { addresses, language: language.tag().to_owned() }
}

fn lines(entries: &[Entry]) -> String {
    entries.iter().map(Entry::line).collect::<Vec<_>>().join("\n")
}

async fn read(me: SignedIn, Form(form): Form<AddressesForm>) -> PageResult {
    let chosen = Chosen { department: form.department };
    let typed = Typed { addresses: form.addresses, language: form.language };
    let locale = me.locale();
    if !me.may(Permission::Invite, Over::Anything) {
        return no_right(&me, chosen, typed);
    }
    let pasted = match review::entries_of(&typed.addresses) {
        Ok(pasted) if pasted.entries.is_empty() => Err(locale.t("invite-addresses-empty")),
        Ok(pasted) => Ok(pasted),
        Err(excess) => Err(excess_words(locale, excess)),
    };
    match pasted {
        Ok(Pasted { entries, repeats }) => {
            let language = Language::from_tag(&typed.language).unwrap_or(me.visitor.company.language);
            reviewed(&me, chosen, &entries, language, told_of(locale, repeats), StatusCode::OK).await
        }
        Err(error) => typed_again(&me, chosen, typed, error),
    }
}

/// Who counts what he pasted is told why there is less.
fn told_of(locale: Locale, repeats: usize) -> Told {
    let repeats = i64::try_from(repeats).unwrap_or(i64::MAX);
    if repeats == 0 { Told::default() } else { Told::done(locale.n("invite-repeats", repeats)) }
}

fn excess_words(locale: Locale, excess: Excess) -> String {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX).into();
    let (key, n, limit) = match excess {
        Excess::Rows(rows) => ("address-excess-rows", rows, MAX_ADDRESSES),
        Excess::Bytes(bytes) => ("address-excess-bytes", bytes.div_ceil(1024), MAX_BYTES / 1024),
    };
    locale.with(key, &[("n", number(n)), ("limit", number(limit))])
}

/// The first step again, for somebody who may not invite any more: the list is kept, and nothing is told of it.
pub(super) fn no_right(me: &SignedIn, chosen: Chosen, typed: Typed) -> PageResult {
    typed_again(me, chosen, typed, me.locale().t("invite-no-right"))
}

/// The first step again, with the list and what to mend.
fn typed_again(me: &SignedIn, chosen: Chosen, typed: Typed, error: String) -> PageResult {
    let (seats, shell) = (SeatsLine::of_inviting(me, 0), me.shell(Section::Invite));
    let page = AddressesPage { shell, chosen, typed, seats, errors: vec![("addresses", error)] };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn look(me: &SignedIn, entries: &[Entry]) -> Result<Vec<Reviewed>, Failure> {
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let entries = entries.to_vec();
    let portal = &me.visitor.portal;
    let leaves = !portal.mail.is_mailbox();
    Ok(portal.read(move |tx| review::review(tx, &actor, &company, &entries, leaves, now)).await?)
}

async fn reviewed(
    me: &SignedIn,
    chosen: Chosen,
    entries: &[Entry],
    language: Language,
    told: Told,
    status: StatusCode,
) -> PageResult {
    if let Some(refusal) = refused(me, &chosen, &typed(lines(entries), language)).await? {
        return Ok(refusal);
    }
    let rows = look(me, entries).await?;
    let administrators = former::whom_to_ask(me, &rows).await?;
    let reader = Reader {
        locale: me.locale(),
        approves: me.may(Permission::Approve, Over::Company),
        manages: me.may(Permission::Dismiss, Over::Anything),
        lifts: me.rights.is_administrator(),
        returned: &returned::of_rows(me, &rows).await?,
        administrators: &administrators,
    };
    let piles = Piles::of(reader, &rows);
    let ready = i64::try_from(piles.ready.len()).unwrap_or(i64::MAX);
    let button = me.locale().n("invite-send", ready);
    let seats = SeatsLine::of_inviting(me, ready);
    let shell = me.shell(Section::Invite);
    let into = chosen.names(me).await?;
    let Told { error, done } = told;
    let letter = letter::address(&chosen, language);
    let page = ReviewPage { shell, chosen, into, piles, language, seats, button, error, done, letter };
    page_with(status, &page)
}

async fn mend_or_send(me: SignedIn, Form(form): Form<ReviewForm>) -> PageResult {
    let language = Language::from_tag(&form.language).unwrap_or(me.visitor.company.language);
    let chosen = Chosen { department: form.department.clone() };
    let edits = Edits::of(&form.address, &form.name, &form.keep);
    let former = former::Press::of(&edits, &form.action);
    let entries = edits.made(&form.action);
    if let Some(excess) = review::excess(&entries) {
        let error = excess_words(me.locale(), excess);
        return typed_again(&me, chosen, typed(lines(&entries), language), error);
    }
    if form.action == "back" {
        return first_step(&me, chosen, typed(lines(&entries), language)).await;
    }
    // The review tells of every address: it is for those who may invite.
    if !me.may(Permission::Invite, Over::Anything) {
        return no_right(&me, chosen, typed(lines(&entries), language));
    }
    if form.action != "send" {
        let (told, me) = match former {
            Some(press) => (press.done(&me).await?, me.renewed().await?),
            None => (Told::default(), me),
        };
        return reviewed(&me, chosen, &entries, language, told, StatusCode::OK).await;
    }
    let rows = look(&me, &entries).await?;
    let ready = rows.iter().filter(|row| matches!(row.verdict, Verdict::Ready(_))).count();
    if form.told.is_some_and(|told| told < ready) {
        // Rows that were mended go nowhere before they were shown among the others.
        let told = Told::done(me.locale().t("invite-mended"));
        return reviewed(&me, chosen, &entries, language, told, StatusCode::OK).await;
    }
    // Who will not be sent to goes along: the result tells of everybody.
    let recipients: Vec<Recipient> = rows
        .iter()
        .filter_map(|row| match &row.verdict {
            Verdict::Ready(recipient) | Verdict::Settled(recipient, _) => Some(recipient.clone()),
            Verdict::Mend(_) => None,
        })
        .collect();
    let unread: Vec<(String, String)> = rows
        .iter()
        .filter(|row| matches!(row.verdict, Verdict::Mend(_)))
        .map(|row| (row.entry.address.clone(), row.entry.name.clone()))
        .collect();
    if ready == 0 {
        if let Some(batch) = same_press(&me, &rows).await? {
            return Ok(see_other(&format!("/invite/batches/{batch}")));
        }
        let error = Told::error(me.locale().t("invite-nobody-ready"));
        return reviewed(&me, chosen, &entries, language, error, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    match send(&me, &chosen, recipients, unread, language).await? {
        Outcome::Done(invited) => match invited.batch {
            Some(batch) => Ok(see_other(&format!("/invite/batches/{batch}"))),
            None => reviewed(&me, chosen, &entries, language, Told::default(), StatusCode::OK).await,
        },
        Outcome::NotAllowed => no_right(&me, chosen, typed(lines(&entries), language)),
        refused => {
            let error = Told::error(refusal(&me, &refused));
            reviewed(&me, chosen, &entries, language, error, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// The batch that a press a moment ago made of these people: this one is its double.
async fn same_press(me: &SignedIn, rows: &[Reviewed]) -> Result<Option<BatchId>, Failure> {
    let found = rows.iter().find_map(|row| match row.verdict {
        Verdict::Settled(_, fate) => fate.standing(),
        Verdict::Ready(_) | Verdict::Mend(_) => None,
    });
    let Some(found) = found else { return Ok(None) };
    let (company, inviter, now) = (me.visitor.company.id, me.me.id, me.visitor.portal.now());
    let portal = &me.visitor.portal;
    Ok(portal
        .read(move |tx| {
            let invitation = tx.invitations().find(company, found)?;
            let Some(batch) = invitation.and_then(|invitation| invitation.batch_id) else { return Ok(None) };
            let batch = tx.invitations().find_batch(company, batch)?;
            let is_same =
                |batch: &Batch| batch.inviter == inviter && now.since(batch.created_at) < SAME_PRESS;
            Ok(batch.filter(is_same).map(|batch| batch.id))
        })
        .await?)
}

async fn send(
    me: &SignedIn,
    chosen: &Chosen,
    recipients: Vec<Recipient>,
    unread: Vec<(String, String)>,
    language: Language,
) -> Result<Outcome, Failure> {
    let request = Request {
        recipients,
        departments: chosen.department.clone(),
        language,
        note: String::new(),
        days: None,
        send: true,
        hold: HOLD,
        leaves: !me.visitor.portal.mail.is_mailbox(),
    };
    let portal = &me.visitor.portal;
    let (actor, company, random, now) =
        (me.actor(), me.visitor.company.clone(), Arc::clone(&portal.random), portal.now());
    let outcome = portal
        .write(move |tx| {
            let outcome = invite::invite(tx, &actor, &company, &request, &*random, now)?;
            if let Outcome::Done(invited) = &outcome {
                batch::keep_refusals(tx, &company, invited, &unread)?;
            }
            Ok(outcome)
        })
        .await?;
    portal.outbox_bell.ring();
    Ok(outcome)
}

fn refusal(me: &SignedIn, outcome: &Outcome) -> String {
    let locale = me.locale();
    match outcome {
        Outcome::NotAllowed => locale.t("invite-no-right"),
        Outcome::UnknownDepartment => locale.t("invite-department-gone"),
        Outcome::DepartmentNotAllowed => locale.t("invite-department-not-allowed"),
        Outcome::BadLifetime { most } => locale.n("invite-bad-lifetime", *most),
        Outcome::OverQuota { left, period: Period::Day } => locale.n("invite-over-daily", *left),
        Outcome::OverQuota { left, period: Period::Week } => locale.n("invite-over-weekly", *left),
        Outcome::TooManyPending { left } => locale.n("invite-too-many-pending", *left),
        Outcome::SeatsFull { free } => locale.n("invite-seats-full", *free),
        Outcome::Done(_) => String::new(),
    }
}
