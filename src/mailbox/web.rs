//! Pages of the mailbox: the list, a letter as it looks, as text, as it came.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use http::{HeaderValue, header};
use serde::Deserialize;

use super::store::Kept;
use super::{Piece, pieces, read};
use crate::portal::SharedPortal;
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{Administrator, SignedIn};

/// Letters on a page of the list.
const PAGE: i64 = 50;
/// A letter's HTML may style itself and be followed, nothing else; it is shown in a frame of ours. A page
/// that its button opens is an ordinary one again: it could not be shown in a sandbox, since the portal's
/// pages keep openers of other origins away.
const LETTER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox \
     allow-top-navigation-by-user-activation";

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/mailbox", get(list))
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

async fn find(me: &SignedIn, id: i64) -> Result<Kept, Failure> {
    let portal = &me.visitor.portal;
    if !portal.mail.is_mailbox() {
        return Err(Failure::NotFound);
    }
    let company = me.visitor.company.id;
    portal.read(move |tx| tx.mailbox().find(company, id)).await?.ok_or(Failure::NotFound)
}

async fn shown(me: &SignedIn, before: Option<i64>, open: Option<Kept>, view: View) -> PageResult {
    let portal = &me.visitor.portal;
    if !portal.mail.is_mailbox() {
        return Err(Failure::NotFound);
    }
    let (company, from) = (me.visitor.company.id, before.unwrap_or(i64::MAX));
    let mut kept = portal.read(move |tx| tx.mailbox().list(company, from, PAGE + 1)).await?;
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
