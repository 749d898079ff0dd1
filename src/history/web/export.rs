//! Taking the history along as it is looked at: who may read it may do so.

use std::io;
use std::sync::Arc;

use axum::extract::{Form, Path, Query};
use serde::Deserialize;

use super::{Asked, PATH, person_path};
use crate::base::cursor::Cursor;
use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::history::reading::{self, Outcome, Reading};
use crate::history::store::Entry;
use crate::history::{Action, Actor, Area, list, words};
use crate::i18n::{Locale, Zone};
use crate::store::{Result, Tx};
use crate::web::export::{
    Cell, ExportPage, List, Note, Opening, Page, Pipe, ROWS, Table, Writing, answer, file_name,
};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ExportForm {
    area: String,
    actor: String,
    from: String,
    until: String,
    format: String,
}

pub(super) async fn show(me: SignedIn, Query(asked): Query<Asked>) -> PageResult {
    offer(&me, None, &asked).await
}

pub(super) async fn show_person(
    me: SignedIn,
    Path(id): Path<EmployeeId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    offer(&me, Some(id), &asked).await
}

pub(super) async fn download(me: SignedIn, Form(form): Form<ExportForm>) -> PageResult {
    take(&me, None, form).await
}

pub(super) async fn download_person(
    me: SignedIn,
    Path(id): Path<EmployeeId>,
    Form(form): Form<ExportForm>,
) -> PageResult {
    take(&me, Some(id), form).await
}

/// What he reads, and the name of the one whose deeds alone he asked for.
async fn allow(
    me: &SignedIn,
    about: Option<EmployeeId>,
    asked: &Asked,
) -> std::result::Result<(Reading, Option<String>), Failure> {
    if !asked.bad_days(&me.zone()).is_empty() {
        return Err(Failure::Malformed);
    }
    let (actor, company) = (me.actor(), me.visitor.company.clone());
    let doer: Option<EmployeeId> = asked.actor.parse().ok();
    let told = me.visitor.portal.read(move |tx| {
        let doer = doer.map(|id| tx.people().find(company.id, id)).transpose()?.flatten();
        let doer = doer.map(|doer| doer.shown_name().to_owned());
        Ok((reading::may(tx, &actor, &company, about)?, doer))
    });
    match told.await? {
        (Outcome::May(reading), doer) => Ok((*reading, doer)),
        (Outcome::NotAllowed, _) => Err(Failure::Forbidden),
        (Outcome::NotFound, _) => Err(Failure::NotFound),
    }
}

fn path(about: Option<EmployeeId>) -> String {
    about.map_or_else(|| PATH.to_owned(), person_path)
}

async fn offer(me: &SignedIn, about: Option<EmployeeId>, asked: &Asked) -> PageResult {
    let (reading, doer) = allow(me, about, asked).await?;
    let (locale, path) = (me.locale(), path(about));
    page(&ExportPage {
        shell: me.shell(Section::History),
        action: format!("{path}/export"),
        fields: asked.values().into_iter().map(|(name, value)| (name, value.to_owned())).collect(),
        line: line(me, &reading, doer.as_deref(), asked),
        formats: Table::ALL.map(|table| table.offered(locale)).into_iter().collect(),
        hint: locale.t("history-export-hint"),
        back: asked.address(&path, &[]),
    })
}

fn heading(me: &SignedIn, reading: &Reading) -> String {
    let locale = me.locale();
    let of = |name| locale.named("history-of", name);
    reading.person.as_ref().map_or_else(|| locale.t("nav-history"), |person| of(person.shown_name()))
}

/// The view in words.
fn line(me: &SignedIn, reading: &Reading, doer: Option<&str>, asked: &Asked) -> String {
    let (locale, zone, now) = (me.locale(), me.zone(), me.visitor.portal.now());
    let day = |written: &str, key| Some(locale.named(key, &locale.date(zone.day(written, 0)?, now, &zone)));
    let area = Area::from_word(&asked.area).map(|area| locale.t(&format!("history-area-{}", area.word())));
    let doer = asked.actor.parse::<EmployeeId>().is_ok().then(|| {
        let unknown = locale.t("people-filter-unknown");
        locale.named("history-by-person", doer.unwrap_or(&unknown))
    });
    let (from, until) = asked.days();
    let (from, until) = (day(from, "people-filter-from"), day(until, "people-filter-to"));
    let all = [Some(heading(me, reading)), area, doer, from, until];
    all.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

async fn take(me: &SignedIn, about: Option<EmployeeId>, form: ExportForm) -> PageResult {
    let ExportForm { area, actor, from, until, format } = form;
    let asked = Asked { area, actor, from, until, ..Asked::default() };
    let (reading, doer) = allow(me, about, &asked).await?;
    let table = Table::from_word(&format).ok_or(Failure::Malformed)?;
    let portal = Arc::clone(&me.visitor.portal);
    let place = portal.limits.exports.begin(me.me.id)?;
    let (locale, zone) = (me.locale(), me.zone());
    let line = line(me, &reading, doer.as_deref(), &asked);
    let note = Note {
        actor: me.actor(),
        action: Action::HistoryExported,
        what: format!("{} · {line}", table.word().to_uppercase()),
        locale,
    };
    let company = me.visitor.company.clone();
    let made = zone.civil(portal.now());
    let mut called = heading(me, &reading);
    if asked.is_narrowed() {
        called = locale.named("people-export-narrowed", &called);
    }
    let name = file_name::disposition("history", &company.name, &called, made.date(), table.word());
    let heads = heads(locale, reading.shows_addresses);
    let opening = Opening { title: line, heads, made, language: locale.language() };
    let list = Taken {
        actor: me.actor(),
        query: asked.query(me, about),
        reading,
        company,
        locale,
        zone,
        table,
        opening,
    };
    answer(portal, list, (&name, table.content_type()), note, place)
}

/// A history that is taken along.
struct Taken {
    actor: Actor,
    company: Company,
    query: list::Query,
    reading: Reading,
    locale: Locale,
    zone: Zone,
    table: Table,
    opening: Opening,
}

impl List for Taken {
    type Line = Vec<Cell>;

    fn open(&self, pipe: Pipe) -> io::Result<Box<dyn Writing<Vec<Cell>>>> {
        self.opening.open(self.table, pipe)
    }

    fn page(&self, tx: &mut Tx<'_>, after: Option<&Cursor>) -> Result<Option<Page<Vec<Cell>>>> {
        if !reading::still(tx, &self.actor, &self.company, self.query.about, self.reading.shows_addresses)? {
            return Ok(None);
        }
        let query = list::Query { after: after.cloned(), limit: ROWS, ..self.query.clone() };
        let found = self.reading.page(tx, self.company.id, &query)?;
        let lines = found.entries.iter().map(|entry| self.cells(entry)).collect();
        Ok(Some(Page { lines, next: found.next }))
    }
}

/// The heads of the columns.
fn heads(locale: Locale, shows_addresses: bool) -> Vec<String> {
    let mut heads = vec![
        locale.t("history-column-when"),
        locale.t("history-column-offset"),
        locale.t("history-column-who"),
        locale.t("history-column-email"),
        locale.t("history-column-way"),
    ];
    if shows_addresses {
        heads.push(locale.t("history-column-where"));
    }
    heads.extend(["what", "details", "whom"].map(|column| locale.t(&format!("history-column-{column}"))));
    heads
}

impl Taken {
    fn cells(&self, entry: &Entry) -> Vec<Cell> {
        let locale = &self.locale;
        let (what, details) = words::parted(locale, &self.zone, entry);
        let whom = words::target(*locale, entry).map(|(name, _)| name).unwrap_or_default();
        let who =
            entry.actor.as_ref().map_or_else(|| words::nobody(*locale, entry), |(_, name)| name.clone());
        let mut cells = vec![
            Cell::Second(self.zone.civil(entry.at)),
            Cell::Text(self.zone.offset(entry.at)),
            Cell::Text(who),
            Cell::Text(entry.actor_email.clone().unwrap_or_default()),
            Cell::Text(words::way(*locale, entry)),
        ];
        if self.reading.shows_addresses {
            cells.push(Cell::Text(self.reading.address_of(self.actor.employee, entry)));
        }
        cells.extend([what, details, whom].map(Cell::Text));
        cells
    }
}
