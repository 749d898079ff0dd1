//! The page of addresses that are not written to, and the question before one is written to again.

use askama::Template;
use axum::Router;
use axum::extract::{Form, Query};
use axum::routing::get;
use http::StatusCode;
use serde::Deserialize;

use super::lift::{self, Outcome};
use super::{Reason, Suppression};
use crate::base::cursor::Cursor;
use crate::base::person_name::plain_line;
use crate::i18n::Locale;
use crate::portal::SharedPortal;
use crate::web::failure::{Failure, encode, with_query};
use crate::web::flash;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, page, page_with, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{Administrator, SettingsManager, SignedIn};
use crate::web::{Badge, Icon, Tone};

const PATH: &str = "/settings/mail/suppressions";
const LIFT: &str = "/settings/mail/suppressions/lift";
/// Rows of one page.
const ROWS: i64 = 50;

/// The page that shows an address, for whoever is told that it is not written to.
#[must_use]
pub fn path_of(email_key: &str) -> String {
    format!("{PATH}?q={}", encode(email_key))
}

/// That letters do not reach somebody who is here, as it is told where his address stands.
pub struct Unreachable {
    /// What happened.
    pub words: String,
    /// What to do.
    pub advice: String,
    /// What the mail server said, or nothing.
    pub reply: String,
    /// Where the address is let be written to again, for those who may; else empty.
    pub lift: String,
}

impl Unreachable {
    /// What `me` is told of it, himself or about somebody else.
    #[must_use]
    pub fn of(me: &SignedIn, found: Suppression, is_own: bool) -> Self {
        let locale = me.locale();
        let since = locale.day(found.created_at, me.visitor.portal.now(), &me.zone());
        let lifts = me.rights.is_administrator();
        let words = if is_own { "suppression-own" } else { "suppression-of-employee" };
        Self {
            words: locale.with(words, &[("email", (&found.email).into()), ("since", (&since).into())]),
            advice: locale.t(match (is_own, lifts) {
                (true, true) => "suppression-own-lift",
                (true, false) => "suppression-own-ask",
                (false, true) => "suppression-of-employee-lift",
                (false, false) => "suppression-of-employee-ask",
            }),
            reply: found.reply,
            lift: if lifts { lift_path(&found.email_key) } else { String::new() },
        }
    }
}

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new().route(PATH, get(show)).route(LIFT, get(ask).post(lift))
}

/// What the address says.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    cursor: String,
}

struct Row {
    email: String,
    badge: Badge,
    reply: String,
    since: String,
    /// Where it is lifted, for those who may.
    lift: String,
}

#[derive(Template)]
#[template(path = "suppressions/list.html")]
struct ListPage {
    shell: Shell,
    q: String,
    rows: Vec<Row>,
    shown: String,
    first: String,
    next: String,
}

async fn show(SettingsManager(me): SettingsManager, Query(asked): Query<Asked>) -> PageResult {
    let (company, after) = (me.visitor.company.id, Cursor::decode(&asked.cursor));
    let (typed, is_first) = (asked.q.trim().to_lowercase(), after.is_none());
    let sought = typed.clone();
    let (mut found, all) = me
        .visitor
        .portal
        .read(move |tx| {
            let found = if sought.is_empty() {
                tx.suppressions().list(company, after.as_ref(), ROWS + 1)?
            } else {
                tx.suppressions().beginning(company, &sought, after.as_ref(), ROWS + 1)?
            };
            Ok((found, tx.suppressions().count(company, &sought)?))
        })
        .await?;
    let rows = usize::try_from(ROWS).unwrap_or(usize::MAX);
    let more = found.len() > rows;
    found.truncate(rows);
    let here = |cursor: &str| with_query(PATH, [("q", typed.as_str()), ("cursor", cursor)]);
    let behind = |last: &Suppression| here(&Cursor::new(last.email_key.as_str(), last.created_at.0).encode());
    page(&ListPage {
        q: asked.q.trim().to_owned(),
        next: found.last().filter(|_| more).map(behind).unwrap_or_default(),
        first: if is_first { String::new() } else { here("") },
        shown: me.locale().n("suppressions-count", all),
        rows: found.iter().map(|one| row(&me, one)).collect(),
        shell: me.shell(Section::Settings),
    })
}

fn row(me: &SignedIn, one: &Suppression) -> Row {
    let now = me.visitor.portal.now();
    Row {
        email: one.email.clone(),
        badge: badge(me.locale(), one.reason),
        reply: one.reply.clone(),
        since: me.locale().day(one.created_at, now, &me.zone()),
        lift: if me.rights.is_administrator() { lift_path(&one.email_key) } else { String::new() },
    }
}

fn lift_path(email_key: &str) -> String {
    format!("{LIFT}?email={}", encode(email_key))
}

fn badge(locale: Locale, reason: Reason) -> Badge {
    let words = locale.t(&format!("suppression-{}", reason.word().replace('_', "-")));
    match reason {
        Reason::OptedOut => Badge::new(Tone::Quiet, Icon::Forbidden, words),
        Reason::Complaint => Badge::new(Tone::Bad, Icon::Warning, words),
        Reason::BadAddress => Badge::new(Tone::Bad, Icon::Bad, words),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LiftForm {
    email: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "suppressions/lift.html")]
struct LiftPage {
    shell: Shell,
    one: Suppression,
    badge: Badge,
    since: String,
    words: String,
    reason: String,
    errors: Errors,
}

async fn ask(Administrator(me): Administrator, Query(form): Query<LiftForm>) -> PageResult {
    page(&question(&me, form, Vec::new()).await?)
}

async fn question(me: &SignedIn, form: LiftForm, errors: Errors) -> Result<LiftPage, Failure> {
    let (company, email) = (me.visitor.company.id, form.email);
    let one = me.visitor.portal.read(move |tx| tx.suppressions().find(company, &email)).await?;
    let one = one.ok_or(Failure::NotFound)?;
    let locale = me.locale();
    let words = match one.reason {
        Reason::OptedOut => "suppression-lift-wish",
        Reason::Complaint => "suppression-lift-complaint",
        Reason::BadAddress => "suppression-lift-address",
    };
    Ok(LiftPage {
        shell: me.shell(Section::Settings),
        badge: badge(locale, one.reason),
        since: locale.day(one.created_at, me.visitor.portal.now(), &me.zone()),
        words: locale.t(words),
        one,
        reason: form.reason,
        errors,
    })
}

async fn lift(Administrator(me): Administrator, Form(form): Form<LiftForm>) -> PageResult {
    let locale = me.locale();
    let Ok(reason) = plain_line(&form.reason, lift::MAX_REASON) else {
        let most = i64::try_from(lift::MAX_REASON).unwrap_or(i64::MAX);
        let is_empty = form.reason.trim().is_empty();
        let key = if is_empty { "suppression-lift-no-reason" } else { "suppression-lift-bad-reason" };
        let again = question(&me, form, vec![("reason", locale.n(key, most))]).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &again);
    };
    let (actor, now) = (me.actor(), me.visitor.portal.now());
    let outcome =
        me.visitor.portal.write(move |tx| lift::lift(tx, &actor, &form.email, &reason, now)).await?;
    match outcome {
        Outcome::Lifted(one) => Ok(see_other_with(PATH, &flash::named("suppression-lifted", &one.email))),
        Outcome::NotSuppressed => Ok(see_other_with(PATH, &flash::bad("suppression-gone", None))),
        Outcome::NotAllowed => Err(Failure::Forbidden),
    }
}
