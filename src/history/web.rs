//! The company's history, for administrators: who did what and when, the latest first.

use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::routing::get;
use serde::Deserialize;

use super::words;
use crate::base::cursor::Cursor;
use crate::portal::SharedPortal;
use crate::web::Shell;
use crate::web::page::{PageResult, page};
use crate::web::shell::Section;
use crate::web::signed_in::SettingsManager;

/// Entries of one page.
const ROWS: usize = 50;

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new().route("/history", get(show))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    cursor: String,
}

struct Row {
    words: String,
    who: String,
    when: String,
    time: String,
}

#[derive(Template)]
#[template(path = "history/list.html")]
struct HistoryPage {
    shell: Shell,
    rows: Vec<Row>,
    shown: String,
    first: String,
    next: String,
}

async fn show(SettingsManager(me): SettingsManager, Query(asked): Query<Asked>) -> PageResult {
    let portal = &me.visitor.portal;
    let (company, now) = (me.visitor.company.id, portal.now());
    let before = Cursor::decode(&asked.cursor).map(|cursor| cursor.id);
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let mut entries = portal.read(move |tx| tx.history().list(company, before, limit)).await?;
    let more = entries.len() > ROWS;
    entries.truncate(ROWS);
    let next = entries.last().filter(|_| more).map(|(id, _)| Cursor::new("", *id).encode());
    let (locale, zone) = (me.locale(), me.zone());
    let rows: Vec<Row> = entries
        .iter()
        .map(|(_, entry)| Row {
            words: words::sentence(&locale, entry),
            who: words::doer(&locale, entry),
            when: locale.moment(entry.at, now, &zone),
            time: entry.at.to_string(),
        })
        .collect();
    page(&HistoryPage {
        shell: me.shell(Section::History),
        shown: locale.n("people-shown", i64::try_from(rows.len()).unwrap_or(0)),
        rows,
        first: if before.is_some() { "/history".to_owned() } else { String::new() },
        next: next.map(|next| format!("/history?cursor={next}")).unwrap_or_default(),
    })
}
