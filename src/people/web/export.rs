//! Taking the present view along.

mod lines;

use std::io;
use std::sync::Arc;

use axum_extra::extract::Form;
use serde::Deserialize;

use super::region::preset_name;
use super::rows::Reader;
use super::view::View;
use super::{described, look, reader};
use crate::base::cursor::Cursor;
use crate::history::Action;
use crate::people::columns::Column;
use crate::people::export::{self, Extent, Format, Line, vcard};
use crate::people::list::{Branch, Counted};
use crate::store::{Result, Tx};
use crate::web::export::{
    ExportPage, List, Note, Offered, Opening, Page, Pipe, ROWS, Writing, answer, file_name,
};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;

const PATH: &str = "/employees/export";
/// So many are counted before it is said how many there are.
const COUNTED: i64 = 1001;

#[derive(Deserialize)]
pub(super) struct ExportForm {
    #[serde(default)]
    view: String,
    #[serde(default)]
    format: String,
}

/// Whether the reader may take this view along, or those of it who are in his departments.
pub(super) fn may(tx: &mut Tx<'_>, reader: &Reader, view: &View) -> Result<bool> {
    let extent = export::extent(tx, &reader.actor, &reader.company, department(reader, view))?;
    Ok(extent != Extent::Nothing)
}

/// The department that a view is narrowed to.
fn department(reader: &Reader, view: &View) -> Option<Branch> {
    view.narrow(view.preset(&reader.actor, &reader.company), &reader.zone, reader.now).department
}

/// The reader as he may take this view along; goes no further where he may not.
async fn allow(signed_in: &SignedIn, reader: Reader, view: &View) -> std::result::Result<Reader, Failure> {
    let (asking, asked) = (reader.clone(), view.clone());
    let extent = signed_in
        .visitor
        .portal
        .read(move |tx| export::extent(tx, &asking.actor, &asking.company, department(&asking, &asked)));
    reader.to(extent.await?).ok_or(Failure::Forbidden)
}

impl Reader {
    /// He, where he looks at no more than that.
    fn to(self, extent: Extent) -> Option<Self> {
        let within = match extent {
            Extent::Nothing => return None,
            Extent::Departments(within) => Some(within),
            Extent::Whole => None,
        };
        Some(Self { within, ..self })
    }
}

pub(super) async fn show(signed_in: SignedIn, view: View) -> PageResult {
    let view = view.with(&[]);
    let asking = allow(&signed_in, reader(&signed_in), &view).await?;
    let locale = asking.locale;
    let line = line(&signed_in, &asking, &view).await?;
    let offered = |format: Format| match format {
        Format::Table(table) => table.offered(locale),
        Format::Vcard => Offered {
            word: format.word(),
            name: locale.t("people-export-vcard"),
            words: locale.t("people-export-vcard-words"),
            chosen: false,
        },
    };
    page(&ExportPage {
        shell: signed_in.shell(Section::Employees),
        action: PATH.to_owned(),
        fields: vec![("view", view.query())],
        line,
        formats: Format::ALL.map(offered).into_iter().collect(),
        hint: hint(&signed_in, &asking, &view).await?,
        back: view.address(),
    })
}

/// What will be in the file; of whoever takes along less than he sees, how much.
async fn hint(signed_in: &SignedIn, reader: &Reader, view: &View) -> std::result::Result<String, Failure> {
    let hint = reader.locale.t("people-export-hint");
    if reader.within.is_none() {
        return Ok(hint);
    }
    let (asking, asked) = (reader.clone(), view.clone());
    let counted = signed_in.visitor.portal.read(move |tx| look::size(tx, &asking, &asked, COUNTED)).await?;
    let own = match counted {
        Some(Counted { count, more: false }) => reader.locale.n("people-export-own-count", count),
        Some(_) | None => reader.locale.t("people-export-own"),
    };
    Ok(format!("{own} {hint}"))
}

/// The view in words.
async fn line(signed_in: &SignedIn, reader: &Reader, view: &View) -> std::result::Result<String, Failure> {
    let (asking, named) = (reader.clone(), view.clone());
    let line = signed_in.visitor.portal.read(move |tx| {
        let called = described::names(tx, &asking, &named)?;
        let line = described::line(&asking, &named, &called);
        Ok(if asking.within.is_some() {
            format!("{line} · {}", asking.locale.t("people-export-own-line"))
        } else {
            line
        })
    });
    Ok(line.await?)
}

pub(super) async fn download(signed_in: SignedIn, Form(form): Form<ExportForm>) -> PageResult {
    let view = View::of_query(&form.view).with(&[]);
    let asking = allow(&signed_in, reader(&signed_in), &view).await?;
    let preset = view.preset(&asking.actor, &asking.company);
    if !view.is_sound(&asking.zone) {
        return Err(Failure::Malformed);
    }
    let format = Format::from_word(&form.format).ok_or(Failure::Malformed)?;
    let portal = Arc::clone(&signed_in.visitor.portal);
    let place = portal.limits.exports.begin(signed_in.me.id)?;
    let line = line(&signed_in, &asking, &view).await?;
    let (looking, looked_at) = (asking.clone(), view.clone());
    let columns = portal.read(move |tx| look::columns(tx, &looking, &looked_at, preset)).await?;
    let made = asking.zone.civil(asking.now);
    let mut list = preset_name(&asking, preset);
    if view.is_narrowed() {
        list = asking.locale.named("people-export-narrowed", &list);
    }
    let name = file_name::disposition("employees", &asking.company.name, &list, made.date(), format.word());
    let heads = lines::heads(&asking, preset, &columns);
    let note = Note {
        actor: asking.actor.clone(),
        action: Action::Exported,
        what: format!("{} · {line}", format.name()),
        locale: asking.locale,
    };
    let opening = Opening { title: line, heads, made, language: asking.locale.language() };
    let list = Taken { reader: asking, view, columns, format, opening };
    answer(portal, list, (&name, format.content_type()), note, place)
}

/// A view that is taken along.
struct Taken {
    reader: Reader,
    view: View,
    columns: Vec<Column>,
    format: Format,
    opening: Opening,
}

impl List for Taken {
    type Line = Line;

    fn open(&self, pipe: Pipe) -> io::Result<Box<dyn Writing<Line>>> {
        match self.format {
            Format::Table(table) => self.opening.open(table, pipe),
            Format::Vcard => Ok(Box::new(vcard::Cards(pipe))),
        }
    }

    fn page(&self, tx: &mut Tx<'_>, after: Option<&Cursor>) -> Result<Option<Page<Line>>> {
        let mut view = self.view.clone();
        if let Some(after) = after {
            view.set("cursor", &after.encode());
        }
        let (asked, department) = (&self.reader, department(&self.reader, &view));
        let still = export::still(tx, &asked.actor, &asked.company, department)?;
        let reader = still.and_then(|(actor, extent)| Reader { actor, ..asked.clone() }.to(extent));
        let Some(reader) = reader else { return Ok(None) };
        let listed = look::look(tx, &reader, &view, i64::try_from(ROWS).unwrap_or(i64::MAX))?;
        let lines = lines::lines(tx, &reader, &self.columns, &listed)?;
        Ok(Some(Page { lines, next: listed.next }))
    }
}
