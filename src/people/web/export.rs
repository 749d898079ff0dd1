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
use crate::people::columns::{self, Column};
use crate::people::export::{self, Format, Line, vcard};
use crate::people::list::Branch;
use crate::store::{Result, Tx};
use crate::web::export::{
    ExportPage, List, Note, Offered, Opening, Page, Pipe, ROWS, Writing, answer, file_name,
};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;

const PATH: &str = "/employees/export";

#[derive(Deserialize)]
pub(super) struct ExportForm {
    #[serde(default)]
    view: String,
    #[serde(default)]
    format: String,
}

/// Whether the reader may take this view along.
pub(super) fn may(tx: &mut Tx<'_>, reader: &Reader, view: &View) -> Result<bool> {
    export::may_of(tx, &reader.actor, &reader.company, department(reader, view))
}

/// The department that a view is narrowed to.
fn department(reader: &Reader, view: &View) -> Option<Branch> {
    view.narrow(view.preset(&reader.actor, &reader.company), &reader.zone, reader.now).department
}

/// Goes no further where the reader may not take this view along.
async fn allow(signed_in: &SignedIn, reader: &Reader, view: &View) -> std::result::Result<(), Failure> {
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
        hint: locale.t("people-export-hint"),
        back: view.address(),
    })
}

/// The view in words.
async fn line(signed_in: &SignedIn, reader: &Reader, view: &View) -> std::result::Result<String, Failure> {
    let (asking, named) = (reader.clone(), view.clone());
    let line = signed_in.visitor.portal.read(move |tx| {
        let called = described::names(tx, &asking, &named)?;
        Ok(described::line(&asking, &named, &called))
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
        "employees",
        &asking.company.name,
        &preset_name(&asking, preset),
        made.date(),
        format.word(),
    );
    let heads = lines::heads(&asking, preset, &columns);
    let note = Note {
        actor: asking.actor.clone(),
        action: Action::Exported,
        what: format!("{} · {line}", format.word().to_uppercase()),
        locale: asking.locale,
    };
    let opening = Opening { title: line, heads, made };
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
        let Some(actor) = export::still(tx, &asked.actor, &asked.company, department)? else {
            return Ok(None);
        };
        let reader = Reader { actor, ..asked.clone() };
        let listed = look::look(tx, &reader, &view, i64::try_from(ROWS).unwrap_or(i64::MAX))?;
        let lines = lines::lines(tx, &reader, &self.columns, &listed)?;
        Ok(Some(Page { lines, next: listed.next }))
    }
}
