//! The page of the queue: how the mail server does, what waits and why, the switch that holds it, and what became of
//! letters in the last days.

mod chart;
mod row;
mod server;

use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::extract::{Form, Query};
use axum::routing::{get, post};
use axum::{Router, response::Response};
use http::StatusCode;
use serde::Deserialize;

use self::chart::{Chart, DAYS, Day};
use self::row::Row;
use self::server::Server;
use super::super::mail::queue::{self, MOST_CHARACTERS, Outcome, Retried};
use super::mail::MailView;
use crate::access_rights::seen::Seen;
use crate::accounts::first_password;
use crate::base::clock::Timestamp;
use crate::base::cursor::Cursor;
use crate::base::id::{EmployeeId, LetterId};
use crate::i18n::Locale;
use crate::invitations::letter::KINDS;
use crate::mail::outbox::queue::{Listing, MOST, Pause, Pile, Quarter};
use crate::mail::outbox::{Hold, Letter, Waiting};
use crate::portal::SharedPortal;
use crate::web::failure::{Failure, with_query};
use crate::web::flash;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, page_with, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{SettingsManager, SignedIn};

/// Letters of one page.
const ROWS: usize = 50;
const PATH: &str = "/settings/mail/queue";
/// Where those are that are tried again.
const DEFERRED: &str = "/settings/mail/queue?pile=deferred";

pub(super) fn routes() -> Router<SharedPortal> {
    Router::new()
        .route(PATH, get(show))
        .route("/settings/mail/queue/pause", post(pause))
        .route("/settings/mail/queue/resume", post(resume))
        .route("/settings/mail/queue/retry", post(retry))
}

/// What the address says; anything that makes no sense is passed over.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    pile: String,
    reason: String,
    cursor: String,
}

impl Asked {
    fn pile(&self) -> Pile {
        Pile::from_word(&self.pile).unwrap_or(Pile::Queued)
    }

    /// The reason that is looked at, where the pile has reasons.
    fn reason(&self) -> Option<String> {
        Some(self.reason.clone()).filter(|reason| self.pile() == Pile::Deferred && !reason.is_empty())
    }

    fn listing(&self, now: Timestamp) -> Listing {
        let pile = self.pile();
        let after =
            Cursor::decode(&self.cursor).and_then(|cursor| Some((Timestamp(cursor.number()?), cursor.id)));
        let limit = i64::try_from(ROWS).unwrap_or(i64::MAX) + 1;
        Listing { pile, reason: self.reason(), since: pile.since(now), after, replaced: &KINDS, limit }
    }

    fn address(&self, cursor: &str) -> String {
        let reason = self.reason().unwrap_or_default();
        with_query(PATH, [("pile", self.pile().word()), ("reason", &reason), ("cursor", cursor)])
    }
}

/// A pile, or letters put off for one reason: where they are looked at.
struct Choice {
    href: String,
    words: String,
    count: String,
    chosen: bool,
}

/// Since when the queue stands, and by whom.
struct Stands {
    words: String,
    reason: String,
    /// Whether it is asked what is to become of the letters that waited in a backup which was put back.
    asks: bool,
}

#[derive(Template)]
#[template(path = "settings/mail_queue.html")]
struct QueuePage {
    shell: Shell,
    server: Server,
    stands: Option<Stands>,
    /// A reason that is typed and to be mended.
    reason: String,
    errors: Errors,
    piles: Vec<Choice>,
    /// What the letters of this pile are.
    about: String,
    reasons: Vec<Choice>,
    /// The reason whose letters can all be tried at once: its key.
    retry_all: Option<String>,
    rows: Vec<Row>,
    can_retry: bool,
    shows_why: bool,
    shows_next: bool,
    shown: String,
    first: String,
    next: String,
    /// How many letters the server took today.
    today: String,
    chart: Chart,
}

/// What the database says.
struct Found {
    pause: Option<(Pause, Option<String>)>,
    /// Letters of all companies that waited when a backup was put back, and those of them that can't leave any more.
    waited: (i64, i64),
    sizes: Vec<(Pile, i64)>,
    reasons: Vec<(String, i64)>,
    letters: Vec<Letter>,
    /// Those of them that a server had taken before they came back.
    returned: HashSet<LetterId>,
    /// Whose first password the letters about such ones speak of.
    newcomers: HashMap<LetterId, EmployeeId>,
    waiting: Waiting,
    counted: Vec<Quarter>,
}

impl Found {
    /// The page of what a letter speaks of, where it has one that the reader may open; else empty.
    fn href(&self, letter: &Letter, opens: bool) -> String {
        if let Some(person) = self.newcomers.get(&letter.id) {
            return format!("/employees/{person}");
        }
        let is_invitation = KINDS.contains(&letter.kind.as_str());
        if is_invitation && opens { format!("/invitations/{}", letter.subject_id) } else { String::new() }
    }
}

async fn show(SettingsManager(me): SettingsManager, Query(asked): Query<Asked>) -> PageResult {
    build(&me, asked, String::new(), Vec::new()).await
}

async fn build(me: &SignedIn, asked: Asked, reason: String, errors: Errors) -> PageResult {
    // Here it is also found out whether the company decides how letters leave.
    let mail = MailView::present(me).await?;
    let now = me.visitor.portal.now();
    let mut found = find(me, &asked, now).await?;
    let locale = me.locale();
    let more = found.letters.len() > ROWS;
    found.letters.truncate(ROWS);
    let listing = asked.listing(now);
    let next = found.letters.last().filter(|_| more).map(|last| {
        let cursor = Cursor::new(listing.instant(last).0.to_string(), last.id.0);
        asked.address(&cursor.encode())
    });
    let opens = Seen::by(&me.actor()).is_all();
    let server = Server::of(me, &mail, &found.waiting, found.pause.is_some());
    let hold = Hold { is_paused: found.pause.is_some(), rest: me.visitor.portal.mail.resting(now) };
    let rows: Vec<Row> = found
        .letters
        .iter()
        .map(|letter| {
            let is_returned = found.returned.contains(&letter.id);
            Row::of(me, letter, is_returned, found.href(letter, opens), &hold)
        })
        .collect();
    let zone = me.visitor.company.zone();
    let days = Day::each(&found.counted, &zone, now);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = QueuePage {
        // The page itself tells what the line on top of all others does.
        shell: Shell { mail_trouble: None, ..me.shell(Section::Settings) },
        server,
        can_retry: found.pause.is_none() && asked.pile() == Pile::Deferred,
        stands: found.pause.map(|(pause, by)| stands(me, &pause, by, found.waited)),
        reason,
        errors,
        piles: piles(locale, &found.sizes, asked.pile()),
        about: locale.t(&format!("queue-about-{}", asked.pile().word())),
        retry_all: asked.reason(),
        reasons: reasons(locale, &found.reasons, &asked),
        shown: locale.n("people-shown", i64::try_from(rows.len()).unwrap_or(0)),
        first: if asked.cursor.is_empty() { String::new() } else { asked.address("") },
        next: next.unwrap_or_default(),
        today: locale.number(days.last().map_or(0, |today| today.accepted)),
        chart: Chart::of(locale, &days, &zone, now),
        shows_why: rows.iter().any(|row| !row.why.is_empty() || !row.reply.is_empty()),
        shows_next: rows.iter().any(|row| !row.next.is_empty()),
        rows,
    };
    page_with(status, &page)
}

async fn find(me: &SignedIn, asked: &Asked, now: Timestamp) -> Result<Found, Failure> {
    let (company, listing) = (me.visitor.company.id, asked.listing(now));
    let zone = me.visitor.company.zone();
    let since = zone.day(&zone.day_of(now.plus_days(1 - DAYS)), 0).unwrap_or(now);
    let found = me.visitor.portal.read(move |tx| {
        let pause = tx.outbox().pause()?;
        let by = pause.as_ref().and_then(|pause| pause.by);
        let by = by.map(|id| tx.people().find(company, id)).transpose()?.flatten();
        let by = by.map(|person| person.shown_name().to_owned());
        let restored = pause.as_ref().filter(|pause| pause.restored_to.is_some()).map(|pause| pause.since);
        let waited = match restored {
            Some(since) => (tx.outbox().waited(since)?, tx.invitations().waited_in_vain(since, now)?),
            None => (0, 0),
        };
        let letters = tx.outbox().list(company, &listing)?;
        let newcomers = first_password::receivers(tx, company, &letters)?;
        let sizes = Pile::ALL
            .into_iter()
            .map(|pile| Ok((pile, tx.outbox().size(company, pile, pile.since(now), &KINDS)?)));
        Ok(Found {
            waited,
            sizes: sizes.collect::<crate::store::Result<_>>()?,
            pause: pause.map(|pause| (pause, by.clone())),
            reasons: if listing.pile == Pile::Deferred {
                tx.outbox().deferred_by_reason(company)?
            } else {
                Vec::new()
            },
            newcomers,
            returned: tx.outbox().came_back(&letters.iter().collect::<Vec<_>>())?,
            letters,
            waiting: tx.outbox().waiting_of(company)?,
            counted: tx.outbox().counted(company, since)?,
        })
    });
    Ok(found.await?)
}

fn stands(me: &SignedIn, pause: &Pause, by: Option<String>, waited: (i64, i64)) -> Stands {
    let (locale, now) = (me.locale(), me.visitor.portal.now());
    if let Some(to) = pause.restored_to {
        let to = locale.clock(to, now, &me.zone());
        return restored(locale, &to, pause, waited);
    }
    let since = locale.clock(pause.since, now, &me.zone());
    let words = match by {
        Some(name) => locale.with("queue-stands-by", &[("since", (&since).into()), ("name", (&name).into())]),
        None => locale.with("queue-stands", &[("since", (&since).into())]),
    };
    Stands { words, reason: pause.reason.clone(), asks: false }
}

/// A backup was put back that was made at `to`.
fn restored(locale: Locale, to: &str, pause: &Pause, (waited, in_vain): (i64, i64)) -> Stands {
    let leaves = waited - in_vain;
    let mut words = locale.with("queue-restored", &[("when", to.into()), ("count", leaves.into())]);
    if in_vain > 0 {
        words = format!("{words} {}", locale.n("queue-restored-in-vain", in_vain));
    }
    Stands { words, reason: pause.reason.clone(), asks: leaves > 0 }
}

/// A count in words: of very many only that they are.
fn count(locale: Locale, count: i64) -> String {
    let most = locale.number(count.min(MOST));
    if count > MOST { locale.named("queue-more-than", &most) } else { most }
}

fn piles(locale: Locale, sizes: &[(Pile, i64)], chosen: Pile) -> Vec<Choice> {
    let choice = |(pile, size): &(Pile, i64)| Choice {
        href: format!("{PATH}?pile={}", pile.word()),
        words: locale.t(&format!("queue-pile-{}", pile.word())),
        count: count(locale, *size),
        chosen: *pile == chosen,
    };
    sizes.iter().map(choice).collect()
}

fn reasons(locale: Locale, found: &[(String, i64)], asked: &Asked) -> Vec<Choice> {
    if asked.pile() != Pile::Deferred {
        return Vec::new();
    }
    let chosen = asked.reason();
    let choice = |(reason, size): &(String, i64)| Choice {
        href: Asked { reason: reason.clone(), ..asked.clone() }.address(""),
        words: locale.t(reason),
        count: count(locale, *size),
        chosen: chosen.as_ref() == Some(reason),
    };
    found.iter().map(choice).collect()
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PauseForm {
    reason: String,
}

async fn pause(SettingsManager(me): SettingsManager, Form(form): Form<PauseForm>) -> PageResult {
    let (actor, now, reason) = (me.actor(), me.visitor.portal.now(), form.reason.clone());
    match me.visitor.portal.write(move |tx| queue::pause(tx, &actor, &reason, now)).await? {
        Outcome::Done => Ok(see_other_with(PATH, &flash::warning("queue-paused", None))),
        Outcome::BadReason => {
            let most = i64::try_from(MOST_CHARACTERS).unwrap_or(i64::MAX);
            let errors = vec![("reason", me.locale().n("queue-reason-problem", most))];
            build(&me, Asked::default(), form.reason, errors).await
        }
        Outcome::NotAllowed | Outcome::Gone | Outcome::Stands | Outcome::More => Err(Failure::Forbidden),
    }
}

async fn resume(SettingsManager(me): SettingsManager) -> PageResult {
    let portal = &me.visitor.portal;
    let now = portal.now();
    loop {
        let actor = me.actor();
        match portal.write(move |tx| queue::resume(tx, &actor, now)).await? {
            Outcome::More => {}
            Outcome::Done => {
                portal.outbox_bell.ring();
                return Ok(see_other_with(PATH, &flash::good("queue-resumed", None)));
            }
            Outcome::NotAllowed | Outcome::Gone | Outcome::Stands | Outcome::BadReason => {
                return Err(Failure::Forbidden);
            }
        }
    }
}

/// One letter, or all that were put off for a reason.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RetryForm {
    letter: Option<LetterId>,
    reason: String,
}

async fn retry(SettingsManager(me): SettingsManager, Form(form): Form<RetryForm>) -> PageResult {
    match form.letter {
        Some(letter) => retry_one(&me, letter).await,
        None => retry_all(&me, &form.reason).await,
    }
}

async fn retry_one(me: &SignedIn, letter: LetterId) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, now) = (me.actor(), portal.now());
    match portal.write(move |tx| queue::retry(tx, &actor, letter, now)).await? {
        Outcome::Done => Ok(tried(portal, 1)),
        Outcome::Gone => Ok(see_other_with(DEFERRED, &flash::warning("queue-gone", None))),
        Outcome::Stands => Ok(stood()),
        Outcome::NotAllowed | Outcome::More | Outcome::BadReason => Err(Failure::Forbidden),
    }
}

async fn retry_all(me: &SignedIn, reason: &str) -> PageResult {
    let portal = &me.visitor.portal;
    let (mut letters, now) = (0, portal.now());
    loop {
        let (actor, reason) = (me.actor(), reason.to_owned());
        match portal.write(move |tx| queue::retry_all(tx, &actor, &reason, now)).await? {
            Retried::Some(more) => letters += more,
            Retried::Last(more) => return Ok(tried(portal, letters + more)),
            Retried::Gone if letters > 0 => return Ok(tried(portal, letters)),
            Retried::Gone => return Ok(see_other_with(DEFERRED, &flash::warning("queue-none-left", None))),
            Retried::Stands => return Ok(stood()),
            Retried::NotAllowed => return Err(Failure::Forbidden),
        }
    }
}

/// The page was of before the pause.
fn stood() -> Response {
    see_other_with(DEFERRED, &flash::warning("queue-stood", None))
}

/// The server is asked at once, also where it was left alone for a while.
fn tried(portal: &SharedPortal, letters: i64) -> Response {
    portal.mail.wake();
    portal.outbox_bell.ring();
    let message = if letters > 0 {
        flash::good("queue-retried", Some(letters))
    } else {
        flash::good("mail-hurried", None)
    };
    see_other_with(DEFERRED, &message)
}
