//! Taking a list along as a file. Pages of the list are read one after the other, each by a transaction of its
//! own, written on a thread that may wait, and sent as they come: what is written never stands in memory as a
//! whole. Who took it is noted at the end.

pub mod csv;
pub mod file_name;
mod flow;
pub mod xlsx;

use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderValue, header};
use jiff::civil::DateTime;
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use self::flow::Flow;
pub use self::flow::Pipe;
use super::Shell;
use super::failure::Failure;
use super::page::PageResult;
use crate::base::cursor::Cursor;
use crate::history::{Action, Actor, Subject};
use crate::i18n::{Language, Locale};
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};

/// Rows that are read in one go.
pub const ROWS: usize = 1000;
/// Pages, and pieces of a file, that wait for whoever takes them.
const WAITING: usize = 2;

/// As what a table is taken along.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Table {
    /// A workbook of Excel.
    Xlsx,
    /// Values between commas.
    Csv,
}

impl Table {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Xlsx, Self::Csv];

    /// The word in forms, which is how the name of the file ends.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// The one of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.word() == word)
    }

    /// What a browser is told of it.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }

    /// It among the formats to choose.
    #[must_use]
    pub fn offered(self, locale: Locale) -> Offered {
        let (name, words) = match self {
            Self::Xlsx => (locale.t("export-xlsx"), locale.t("export-xlsx-words")),
            Self::Csv => (locale.t("export-csv"), locale.t("export-csv-words")),
        };
        Offered { word: self.word(), name, words, chosen: self == Self::Xlsx }
    }
}

/// A format to choose.
pub struct Offered {
    /// The word that is sent.
    pub word: &'static str,
    /// What it is called.
    pub name: String,
    /// What it is good for.
    pub words: String,
    /// Whether it is chosen at first.
    pub chosen: bool,
}

/// The page that says what is about to be taken along, and asks as what.
#[derive(Template)]
#[template(path = "export.html")]
pub struct ExportPage {
    /// The frame.
    pub shell: Shell,
    /// Where it is sent.
    pub action: String,
    /// What is sent along: the view.
    pub fields: Vec<(&'static str, String)>,
    /// The view in words.
    pub line: String,
    /// The formats.
    pub formats: Vec<Offered>,
    /// What will be in the file.
    pub hint: String,
    /// Where the view is.
    pub back: String,
}

/// A value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cell {
    /// Words; nothing where there are none.
    Text(String),
    /// A day.
    Day(DateTime),
    /// A day and a time.
    Moment(DateTime),
    /// The same to the second.
    Second(DateTime),
}

/// Writes rows as they come.
pub trait Writing<Line> {
    /// Writes some more.
    ///
    /// # Errors
    /// Where nobody takes what is written any more, or a disk is full.
    fn lines(&mut self, lines: &[Line]) -> io::Result<()>;

    /// Writes what stands at the end.
    ///
    /// # Errors
    /// As above.
    fn end(self: Box<Self>) -> io::Result<()>;
}

/// With what a table begins.
#[derive(Clone, Debug)]
pub struct Opening {
    /// What the list is called.
    pub title: String,
    /// The heads of the columns.
    pub heads: Vec<String>,
    /// When it is taken along.
    pub made: DateTime,
    /// The language of whoever takes it along.
    pub language: Language,
}

impl Opening {
    /// Begins a table.
    ///
    /// # Errors
    /// Where nobody takes it, or there is no room for it.
    pub fn open<Line: AsRef<[Cell]> + 'static>(
        &self,
        table: Table,
        pipe: Pipe,
    ) -> io::Result<Box<dyn Writing<Line>>> {
        Ok(match table {
            Table::Xlsx => Box::new(xlsx::Xlsx::new(pipe, &self.title, &self.heads, self.made)?),
            Table::Csv => Box::new(csv::Csv::new(pipe, &self.heads, self.language)?),
        })
    }
}

/// A list that is taken along.
pub trait List: Send + Sync + 'static {
    /// A row of it.
    type Line: Send + 'static;

    /// Begins the file.
    ///
    /// # Errors
    /// Where nobody takes it, or there is no room for it.
    fn open(&self, pipe: Pipe) -> io::Result<Box<dyn Writing<Self::Line>>>;

    /// The rows behind a place. Asks again whether the reader may take them along: a long list goes on for minutes,
    /// and meanwhile he may be dismissed or lose his role. `None` where he may no longer.
    fn page(&self, tx: &mut Tx<'_>, after: Option<&Cursor>) -> Result<Option<Page<Self::Line>>>;
}

/// Some rows of a list, and where the next ones begin.
pub struct Page<Line> {
    /// The rows.
    pub lines: Vec<Line>,
    /// Where the next ones begin; `None` where there are none.
    pub next: Option<Cursor>,
}

/// What is written into the history of who took a list along.
pub struct Note {
    /// Who.
    pub actor: Actor,
    /// That he did.
    pub action: Action,
    /// As what, and which list.
    pub what: String,
    /// The words for how much of it.
    pub locale: Locale,
}

/// The answer that the file flows out of: it is noted when its end is written, or when it broke off.
///
/// # Errors
/// Where the name makes no header.
pub fn answer(
    portal: SharedPortal,
    list: impl List,
    (disposition, content_type): (&str, &'static str),
    note: Note,
    place: OwnedSemaphorePermit,
) -> PageResult {
    let disposition = HeaderValue::from_str(disposition).map_err(|_| Failure::Broken)?;
    let mut response = Response::new(begin(portal, list, note, place));
    for (header, value) in [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ] {
        response.headers_mut().insert(header, value);
    }
    Ok(response)
}

/// Begins to read and to write; the body that it comes out of.
fn begin<L: List>(portal: SharedPortal, list: L, note: Note, place: OwnedSemaphorePermit) -> Body {
    let list = Arc::new(list);
    let (pages, written) = mpsc::channel::<Vec<L::Line>>(WAITING);
    let (pieces, body) = mpsc::channel::<io::Result<Bytes>>(WAITING);
    let breaker = pieces.clone();
    let written_list = Arc::clone(&list);
    let writer = tokio::task::spawn_blocking(move || write(&*written_list, written, Pipe::new(pieces)));
    tokio::spawn(async move {
        let read = read(&portal, &list, &pages, &breaker).await;
        // The writer ends the file only where all of it was read.
        let is_whole = read.is_ok();
        let rows = match read {
            Ok(rows) | Err(rows) => rows,
        };
        if !is_whole {
            let _ = breaker.send(Err(io::Error::other("the list could not be read to its end"))).await;
        }
        drop(pages);
        let is_written = matches!(writer.await, Ok(Ok(())));
        if !is_written {
            let _ = breaker.send(Err(io::Error::other("the file could not be written to its end"))).await;
        }
        drop(place);
        record(&portal, note, rows, is_whole && is_written).await;
    });
    Body::new(Flow(body))
}

/// Reads page after page; how many rows, and whether that was all.
async fn read<L: List>(
    portal: &SharedPortal,
    list: &Arc<L>,
    pages: &mpsc::Sender<Vec<L::Line>>,
    taker: &mpsc::Sender<io::Result<Bytes>>,
) -> std::result::Result<usize, usize> {
    let (mut after, mut rows) = (None, 0);
    loop {
        let (list, place) = (Arc::clone(list), after);
        let page = match portal.read(move |tx| list.page(tx, place.as_ref())).await {
            Ok(Some(page)) => page,
            Ok(None) => return Err(rows),
            Err(error) => {
                tracing::warn!(%error, "an export was broken off");
                return Err(rows);
            }
        };
        let count = page.lines.len();
        if taker.is_closed() || pages.send(page.lines).await.is_err() {
            return Err(rows);
        }
        rows += count;
        if page.next.is_none() {
            return Ok(rows);
        }
        after = page.next;
    }
}

fn write<L: List>(list: &L, mut pages: mpsc::Receiver<Vec<L::Line>>, pipe: Pipe) -> io::Result<()> {
    let mut file = list.open(pipe)?;
    while let Some(lines) = pages.blocking_recv() {
        file.lines(&lines)?;
    }
    file.end()
}

/// Writes into the history who took what along, and how much of it, to its end or not.
async fn record(portal: &SharedPortal, note: Note, rows: usize, is_whole: bool) {
    let key = if is_whole { "export-rows" } else { "export-rows-broken-off" };
    let rows = note.locale.n(key, i64::try_from(rows).unwrap_or(i64::MAX));
    let details = format!("{} · {rows}", note.what);
    let (actor, action, now) = (note.actor, note.action, portal.now());
    let subject = Subject::Company(actor.company);
    let noted = portal.write(move |tx| tx.history().record(&actor, action, subject, &details, now)).await;
    if let Err(error) = noted {
        tracing::error!(%error, "an export is missing in the history");
    }
}

/// Whether a spreadsheet takes words for a formula where they are typed, blanks aside (ASVS 1.2.10).
#[must_use]
fn begins_formula(text: &str) -> bool {
    let begins_one = |c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    text.chars().find(|c| *c != ' ').is_some_and(begins_one)
}

/// The words with an apostrophe before what would be a formula, for a file that has nothing else to say so.
fn harmless(text: &str) -> Cow<'_, str> {
    if begins_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_a_formula() {
        for formula in ["=1+1", "+7 916", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for words in ["", " ", "Иван", "a=b", "'=1"] {
            assert_eq!(harmless(words), words);
        }
    }
}
