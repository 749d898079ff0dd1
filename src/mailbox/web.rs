//! Pages of the mailbox: the list, a letter as it looks, as text, as it came.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use http::{HeaderValue, header};
use serde::Deserialize;

use super::sending::{self, Place};
use super::store::Kept;
use super::{Piece, pieces, read};
use crate::portal::SharedPortal;
use crate::store::Tx;
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::page::{PageResult, page, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{Administrator, SignedIn};

/// Letters on a page of the list.
const PAGE: i64 = 50;
/// A letter's HTML may style itself and be followed, nothing else; it is shown in a frame of ours. A page
/// that its button opens is an ordinary one again: it could not be shown in a sandbox, since the portal's
/// pages keep openers of other origins away. The page around it may look how high it is.
const LETTER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox \
     allow-top-navigation-by-user-activation";

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/mailbox", get(list))
        .route("/mailbox/send", post(send))
        .route("/mailbox/{id}", get(letter))
        .route("/mailbox/{id}/html", get(html))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ListQuery {
    before: Option<i64>,
}

#[derive(Deserialize)]
struct LetterQuery {
    #[serde(default)]
    view: View,
    before: Option<i64>,
}

/// How a letter is shown.
#[derive(Clone, Copy, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
enum View {
    #[default]
    Html,
    Text,
    Raw,
}

/// A line of the list.
struct Line {
    id: i64,
    to: String,
    subject: String,
    when: String,
    chosen: bool,
}

/// The letter that is read.
struct Open {
    id: i64,
    from: String,
    to: String,
    subject: String,
    when: String,
    pieces: Vec<Piece>,
    raw: String,
}

#[derive(Template)]
#[template(path = "mailbox/mailbox.html")]
struct MailboxPage {
    shell: Shell,
    lines: Vec<Line>,
    open: Option<Open>,
    view: View,
    before: Option<i64>,
    older: Option<i64>,
    /// How many of them somebody waits for and could be sent now.
    kept: i64,
}

async fn list(Administrator(me): Administrator, Query(query): Query<ListQuery>) -> PageResult {
    shown(&me, query.before, None, View::Html).await
}

async fn letter(
    Administrator(me): Administrator,
    Path(id): Path<i64>,
    Query(query): Query<LetterQuery>,
) -> PageResult {
    let kept = find(&me, id).await?;
    shown(&me, query.before, Some(kept), query.view).await
}

async fn html(Administrator(me): Administrator, Path(id): Path<i64>) -> Result<Response, Failure> {
    let kept = find(&me, id).await?;
    // Links lead the whole window on, not the frame.
    let html = read(&kept.raw).html.replacen("<head>", "<head><base target=\"_top\">", 1);
    let mut response = Html(html).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(LETTER_POLICY));
    Ok(response)
}

/// Sends what nobody got, now that letters leave.
async fn send(Administrator(me): Administrator) -> PageResult {
    let portal = &me.visitor.portal;
    if portal.mail.is_mailbox() {
        return Ok(see_other_with("/mailbox", &flash::bad("mailbox-no-server", None)));
    }
    let (mut letters, mut invitations, mut next) = (0, 0, Some(Place::START));
    while let Some(place) = next.take() {
        let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
        let random = Arc::clone(&portal.random);
        let send = move |tx: &mut Tx<'_>| sending::send(tx, &actor, &company, place, &*random, now);
        let Some((more, after)) = portal.write(send).await? else { return Err(Failure::Forbidden) };
        if matches!(place, Place::Invitations(_)) {
            invitations += more;
        }
        (letters, next) = (letters + more, after);
    }
    portal.outbox_bell.ring();
    let message = if letters > 0 {
        flash::good("mailbox-sent", Some(letters))
    } else {
        flash::bad("mailbox-nothing", None)
    };
    let there = if invitations > 0 { "/employees?status=invited" } else { "/employees?password=none" };
    Ok(see_other_with(there, &message))
}

async fn find(me: &SignedIn, id: i64) -> Result<Kept, Failure> {
    let portal = &me.visitor.portal;
    if !me.has_mailbox {
        return Err(Failure::NotFound);
    }
    let company = me.visitor.company.id;
    portal.read(move |tx| tx.mailbox().find(company, id)).await?.ok_or(Failure::NotFound)
}

async fn shown(me: &SignedIn, before: Option<i64>, open: Option<Kept>, view: View) -> PageResult {
    let portal = &me.visitor.portal;
    if !me.has_mailbox {
        return Err(Failure::NotFound);
    }
    let (company, from) = (me.visitor.company.id, before.unwrap_or(i64::MAX));
    let (now, leaves) = (portal.now(), !portal.mail.is_mailbox());
    let all = portal.read(move |tx| {
        let waiting = if leaves { sending::count(tx, company, now)? } else { 0 };
        Ok((tx.mailbox().list(company, from, PAGE + 1)?, waiting))
    });
    let (mut kept, waiting) = all.await?;
    let has_older = kept.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    kept.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let older = kept.last().map(|last| last.id).filter(|_| has_older);
    let chosen = open.as_ref().map(|open| open.id);
    page(&MailboxPage {
        shell: me.shell(Section::Mailbox),
        lines: kept.iter().map(|kept| line(me, kept, chosen)).collect(),
        open: open.map(|kept| opened(me, &kept)),
        view,
        before,
        older,
        kept: waiting,
    })
}

fn line(me: &SignedIn, kept: &Kept, chosen: Option<i64>) -> Line {
    Line {
        id: kept.id,
        to: kept.email.clone(),
        subject: read(&kept.raw).subject,
        when: when(me, kept),
        chosen: chosen == Some(kept.id),
    }
}

fn opened(me: &SignedIn, kept: &Kept) -> Open {
    let reading = read(&kept.raw);
    Open {
        id: kept.id,
        from: reading.from,
        to: reading.to,
        subject: reading.subject,
        when: when(me, kept),
        pieces: pieces(&reading.text, &me.visitor.company.public_url),
        raw: String::from_utf8_lossy(&kept.raw).into_owned(),
    }
}

fn when(me: &SignedIn, kept: &Kept) -> String {
    me.locale().moment(kept.received_at, me.visitor.portal.now(), &me.zone())
}
