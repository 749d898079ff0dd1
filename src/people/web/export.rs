//! Taking the present view along. Pages of the list are read one after the other, each by a transaction of its
//! own, written on a thread that may wait, and sent as they come.

mod flow;
mod lines;

use std::io;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::response::Response;
use axum_extra::extract::Form;
use bytes::Bytes;
use http::{HeaderValue, header};
use jiff::civil::DateTime;
use serde::Deserialize;
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use self::flow::{Flow, Pipe};
use super::region::preset_name;
use super::rows::Reader;
use super::view::View;
use super::{described, look, reader};
use crate::people::columns::{self, Column};
use crate::people::export::{self, Format, Line, Writing, csv, file_name, vcard, xlsx};
use crate::people::list::Branch;
use crate::portal::SharedPortal;
use crate::store::Tx;
use crate::web::Shell;
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;

/// Rows that are read in one go.
const ROWS: i64 = 1000;
/// Pages, and pieces of a file, that wait for whoever takes them.
const WAITING: usize = 2;

/// A format to choose.
struct Offered {
    word: &'static str,
    name: String,
    words: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "people/export.html")]
struct ExportPage {
    shell: Shell,
    line: String,
    formats: Vec<Offered>,
    query: String,
    back: String,
}

#[derive(Deserialize)]
pub(super) struct ExportForm {
    #[serde(default)]
    view: String,
    #[serde(default)]
    format: String,
}

/// Whether the reader may take this view along.
pub(super) fn may(tx: &mut Tx<'_>, reader: &Reader, view: &View) -> crate::store::Result<bool> {
    export::may_of(tx, &reader.actor, &reader.company, department(reader, view))
}

/// The department that a view is narrowed to.
fn department(reader: &Reader, view: &View) -> Option<Branch> {
    view.narrow(view.preset(&reader.actor, &reader.company), &reader.zone, reader.now).department
}

/// Goes no further where the reader may not take this view along.
async fn allow(signed_in: &SignedIn, reader: &Reader, view: &View) -> Result<(), Failure> {
    let (asking, asked) = (reader.clone(), view.clone());
    let may = signed_in.visitor.portal.read(move |tx| may(tx, &asking, &asked)).await?;
    if may { Ok(()) } else { Err(Failure::Forbidden) }
}

pub(super) async fn show(signed_in: SignedIn, view: View) -> PageResult {
    let asking = reader(&signed_in);
    let locale = asking.locale;
    let view = view.with(&[]);
    allow(&signed_in, &asking, &view).await?;
    let line = line(&signed_in, &asking, &view).await?;
    let offered = |format: Format| {
        let [name, words] = match format {
            Format::Xlsx => ["people-export-xlsx", "people-export-xlsx-words"],
            Format::Csv => ["people-export-csv", "people-export-csv-words"],
            Format::Vcard => ["people-export-vcard", "people-export-vcard-words"],
        };
        Offered {
            word: format.word(),
            name: locale.t(name),
            words: locale.t(words),
            chosen: format == Format::Xlsx,
        }
    };
    page(&ExportPage {
        shell: signed_in.shell(Section::Employees),
        line,
        formats: Format::ALL.map(offered).into_iter().collect(),
        query: view.query(),
        back: view.address(),
    })
}

/// The view in words.
async fn line(signed_in: &SignedIn, reader: &Reader, view: &View) -> Result<String, Failure> {
    let (asking, named) = (reader.clone(), view.clone());
    let line = signed_in.visitor.portal.read(move |tx| {
        let (department, inviter) = described::names(tx, &asking, &named)?;
        Ok(described::line(&asking, &named, department.as_deref(), inviter.as_deref()))
    });
    Ok(line.await?)
}

pub(super) async fn download(signed_in: SignedIn, Form(form): Form<ExportForm>) -> PageResult {
    let asking = reader(&signed_in);
    let view = View::of_query(&form.view).with(&[]);
    allow(&signed_in, &asking, &view).await?;
    let format = Format::from_word(&form.format).ok_or(Failure::Malformed)?;
    let portal = Arc::clone(&signed_in.visitor.portal);
    let place = portal.limits.exports.begin(signed_in.me.id)?;
    let line = line(&signed_in, &asking, &view).await?;
    let preset = view.preset(&asking.actor, &asking.company);
    let (actor, company) = (asking.actor.clone(), asking.company.clone());
    let columns = portal.read(move |tx| columns::of(tx, &actor, &company, preset)).await?.shown;
    let made = asking.zone.civil(asking.now);
    let name = file_name::disposition(
        &asking.company.name,
        &preset_name(&asking, preset),
        made.date(),
        format.word(),
    );
    let heads = lines::heads(&asking, preset, &columns);
    let job = Job {
        portal,
        reader: asking,
        view,
        columns,
        what: format!("{} · {line}", format.word().to_uppercase()),
    };
    let body = begin(job, Opening { format, title: line, heads, made }, place);
    let mut response = Response::new(body);
    let disposition = HeaderValue::from_str(&name).map_err(|_| Failure::Broken)?;
    for (header, value) in [
        (header::CONTENT_TYPE, HeaderValue::from_static(format.content_type())),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ] {
        response.headers_mut().insert(header, value);
    }
    Ok(response)
}

/// What is read.
struct Job {
    portal: SharedPortal,
    reader: Reader,
    view: View,
    columns: Vec<Column>,
    /// Format and view in words, for the history.
    what: String,
}

/// With what a file begins.
struct Opening {
    format: Format,
    title: String,
    heads: Vec<String>,
    made: DateTime,
}

impl Opening {
    fn open(self, pipe: Pipe) -> io::Result<Box<dyn Writing>> {
        Ok(match self.format {
            Format::Xlsx => Box::new(xlsx::Xlsx::new(pipe, &self.title, &self.heads, self.made)?),
            Format::Csv => Box::new(csv::Csv::new(pipe, &self.heads)?),
            Format::Vcard => Box::new(vcard::Cards(pipe)),
        })
    }
}

/// Begins to read and to write; the body that it comes out of.
fn begin(job: Job, opening: Opening, place: OwnedSemaphorePermit) -> Body {
    let (pages, written) = mpsc::channel::<Vec<Line>>(WAITING);
    let (pieces, body) = mpsc::channel::<io::Result<Bytes>>(WAITING);
    let last = pieces.clone();
    let writer = tokio::task::spawn_blocking(move || write(opening, written, Pipe::new(pieces)));
    tokio::spawn(async move {
        let read = read(&job, &pages, &last).await;
        // The writer ends the file only where all of it was read.
        let is_whole = read.is_ok();
        let rows = match read {
            Ok(rows) | Err(rows) => rows,
        };
        if is_whole {
            drop(pages);
        } else {
            let _ = last.send(Err(io::Error::other("the list could not be read to its end"))).await;
            drop(pages);
        }
        let is_written = matches!(writer.await, Ok(Ok(())));
        if !is_written {
            let _ = last.send(Err(io::Error::other("the file could not be written to its end"))).await;
        }
        drop(place);
        note(&job, rows, is_whole && is_written).await;
    });
    Body::new(Flow(body))
}

/// Reads page after page; how many rows, and whether that was all.
async fn read(
    job: &Job,
    pages: &mpsc::Sender<Vec<Line>>,
    taker: &mpsc::Sender<io::Result<Bytes>>,
) -> Result<usize, usize> {
    let (mut view, mut rows) = (job.view.clone(), 0);
    loop {
        let (reader, present, columns) = (job.reader.clone(), view.clone(), job.columns.clone());
        let page = job.portal.read(move |tx| {
            let department = department(&reader, &present);
            let Some(actor) = export::still(tx, &reader.actor, &reader.company, department)? else {
                return Ok(None);
            };
            let reader = Reader { actor, ..reader.clone() };
            let listed = look::look(tx, &reader, &present, ROWS)?;
            Ok(Some((lines::lines(tx, &reader, &columns, &listed)?, listed.next)))
        });
        let (lines, next) = match page.await {
            Ok(Some(page)) => page,
            Ok(None) => return Err(rows),
            Err(error) => {
                tracing::warn!(%error, "an export was broken off");
                return Err(rows);
            }
        };
        let count = lines.len();
        if taker.is_closed() || pages.send(lines).await.is_err() {
            return Err(rows);
        }
        rows += count;
        let Some(next) = next else { return Ok(rows) };
        view.set("cursor", &next.encode());
    }
}

fn write(opening: Opening, mut pages: mpsc::Receiver<Vec<Line>>, pipe: Pipe) -> io::Result<()> {
    let mut file = opening.open(pipe)?;
    while let Some(lines) = pages.blocking_recv() {
        file.lines(&lines)?;
    }
    file.end()
}

/// Writes into the history who took what along, and how much of it, to its end or not.
async fn note(job: &Job, rows: usize, is_whole: bool) {
    let locale = job.reader.locale;
    let rows = locale.n(
        if is_whole { "people-export-rows" } else { "people-export-rows-broken-off" },
        i64::try_from(rows).unwrap_or(i64::MAX),
    );
    let details = format!("{} · {rows}", job.what);
    let (actor, company, now) = (job.reader.actor.clone(), job.reader.company.clone(), job.portal.now());
    let noted = job.portal.write(move |tx| export::record(tx, &actor, &company, &details, now)).await;
    if let Err(error) = noted {
        tracing::error!(%error, "an export is missing in the history");
    }
}
