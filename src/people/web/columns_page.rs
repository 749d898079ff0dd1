//! Which columns one looks at: a plain form, every press of which is kept at once.

use askama::Template;
use axum_extra::extract::Form;
use serde::Deserialize;

use super::reader;
use super::region::{column_key, preset_name};
use super::view::View;
use crate::people::columns::{self, Choice, Column, Columns};
use crate::web::Shell;
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page, see_other};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;

const HERE: &str = "/employees/columns";

/// A column in the form.
struct Choosable {
    word: &'static str,
    name: String,
    is_shown: bool,
    /// Whether it can go further to the front, and to the back.
    moves: [bool; 2],
}

#[derive(Template)]
#[template(path = "people/columns.html")]
struct ColumnsPage {
    shell: Shell,
    preset: String,
    person: String,
    columns: Vec<Choosable>,
    query: String,
    back: String,
}

#[derive(Deserialize)]
pub(super) struct ColumnsForm {
    /// Every column of the form, in its order.
    #[serde(default, rename = "order")]
    order: Vec<String>,
    #[serde(default, rename = "column")]
    shown: Vec<String>,
    #[serde(default)]
    view: String,
    up: Option<String>,
    down: Option<String>,
    reset: Option<String>,
}

pub(super) async fn show(signed_in: SignedIn, view: View) -> PageResult {
    let asking = reader(&signed_in);
    let preset = view.preset(&asking.actor, &asking.company);
    let (actor, company) = (asking.actor.clone(), asking.company.clone());
    let chosen = signed_in.visitor.portal.read(move |tx| columns::of(tx, &actor, &company, preset)).await?;
    let last = chosen.shown.len();
    let choosable = |(at, column): (usize, &Column)| Choosable {
        word: column.word(),
        name: asking.locale.t(column_key(preset, Some(*column))),
        is_shown: at < last,
        moves: [at > 0 && at < last, at + 1 < last],
    };
    page(&ColumnsPage {
        shell: signed_in.shell(Section::Employees),
        preset: preset_name(&asking, preset),
        person: asking.locale.t(column_key(preset, None)),
        columns: chosen.shown.iter().chain(&chosen.hidden).enumerate().map(choosable).collect(),
        query: view.with(&[]).query(),
        back: view.with(&[]).address(),
    })
}

pub(super) async fn choose(signed_in: SignedIn, Form(form): Form<ColumnsForm>) -> PageResult {
    let view = View::of_query(&form.view).with(&[]);
    let asking = reader(&signed_in);
    let preset = view.preset(&asking.actor, &asking.company);
    let offered = Column::offered(preset, &asking.actor, &asking.company);
    let order = form.order.iter().chain(&form.shown).map(String::as_str);
    let mut chosen = Columns::of_words(order.filter(|word| form.shown.iter().any(|it| it == word)), &offered);
    for (moved, to_front) in [(&form.up, true), (&form.down, false)] {
        if let Some(column) = moved {
            chosen.shift(column, to_front);
        }
    }
    let moved = form.up.as_ref().or(form.down.as_ref());
    // Whoever moves a column step by step goes on where it is.
    let known = moved.and_then(|word| offered.iter().find(|it| it.word() == word));
    let place = known.map_or_else(String::new, |column| format!("#column-{}", column.word()));
    let stays = moved.is_some() || form.reset.is_some();
    let choice = if form.reset.is_some() { Choice::Usual } else { Choice::These(chosen) };
    let actor = asking.actor;
    let is_kept =
        signed_in.visitor.portal.write(move |tx| columns::choose(tx, &actor, preset, &choice)).await?;
    if !is_kept {
        return Err(Failure::Forbidden);
    }
    Ok(see_other(&if stays { view.at(HERE) + &place } else { view.address() }))
}
