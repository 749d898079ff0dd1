//! The filters that one keeps: a name for the present view, another name, an end.

use askama::Template;
use axum::extract::Path;
use axum_extra::extract::Form;
use http::StatusCode;
use serde::Deserialize;

use super::view::View;
use super::{Reader, described, reader};
use crate::base::id::SavedViewId;
use crate::people::views::{self, MOST, SavedView, remove, rename, save};
use crate::store::{self, Tx};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page, page_with, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Shell, flash};

const HERE: &str = "/employees/views";

#[derive(Template)]
#[template(path = "people/view_new.html")]
struct NewPage {
    shell: Shell,
    /// The view in words.
    line: String,
    name: String,
    error: String,
    errors: Vec<(&'static str, String)>,
    query: String,
    back: String,
}

/// A filter in the list of them.
struct Kept {
    id: SavedViewId,
    name: String,
    /// The view in words.
    line: String,
    href: String,
}

#[derive(Template)]
#[template(path = "people/views.html")]
struct ViewsPage {
    shell: Shell,
    views: Vec<Kept>,
    /// What was typed for that filter, and what is to be mended.
    typed: Option<(SavedViewId, String, String)>,
    errors: Vec<(&'static str, String)>,
}

impl Kept {
    fn of(tx: &mut Tx<'_>, reader: &Reader, kept: SavedView) -> store::Result<Self> {
        let view = View::of_query(&kept.query).with(&[]);
        let called = described::names(tx, reader, &view)?;
        let line = described::line(reader, &view, &called);
        Ok(Self { id: kept.id, name: kept.name, line, href: view.address() })
    }
}

impl ViewsPage {
    fn name<'a>(&'a self, kept: &'a Kept) -> &'a str {
        self.typed.as_ref().filter(|(id, ..)| *id == kept.id).map_or(&kept.name, |(_, name, _)| name)
    }

    fn error(&self, kept: &Kept) -> &str {
        self.typed.as_ref().filter(|(id, ..)| *id == kept.id).map_or("", |(.., error)| error)
    }
}

#[derive(Deserialize)]
pub(super) struct NewForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    view: String,
}

#[derive(Deserialize)]
pub(super) struct ChangeForm {
    #[serde(default)]
    name: String,
    remove: Option<String>,
}

pub(super) async fn show_new(signed_in: SignedIn, view: View) -> PageResult {
    page(&new_page(&signed_in, &view.with(&[]), String::new(), String::new()).await?)
}

async fn new_page(
    signed_in: &SignedIn,
    view: &View,
    name: String,
    error: String,
) -> Result<NewPage, Failure> {
    let (asking, named) = (reader(signed_in), view.clone());
    let line = signed_in.visitor.portal.read(move |tx| {
        let called = described::names(tx, &asking, &named)?;
        Ok(described::line(&asking, &named, &called))
    });
    let errors = if error.is_empty() { Vec::new() } else { vec![("name", error.clone())] };
    Ok(NewPage {
        shell: signed_in.shell(Section::Employees),
        line: line.await?,
        name,
        error,
        errors,
        query: view.query(),
        back: view.address(),
    })
}

pub(super) async fn save(signed_in: SignedIn, Form(form): Form<NewForm>) -> PageResult {
    let view = View::of_query(&form.view).with(&[]);
    let locale = signed_in.locale();
    let error = match views::name(&form.name) {
        Ok(_) if !view.says_something(&signed_in.zone()) => locale.t("people-view-nothing"),
        Ok(name) => {
            let (actor, query, now) = (signed_in.actor(), view.query(), signed_in.visitor.portal.now());
            let saving = move |tx: &mut Tx<'_>| save::save(tx, &actor, &name, &query, now);
            match signed_in.visitor.portal.write(saving).await? {
                save::Outcome::Saved(_) => {
                    return Ok(see_other_with(&view.address(), &flash::good("view-saved", None)));
                }
                save::Outcome::NameTaken => locale.t("people-view-taken"),
                save::Outcome::TooMany => locale.n("people-view-too-many", i64::try_from(MOST).unwrap_or(0)),
                save::Outcome::NotAllowed => return Err(Failure::Forbidden),
            }
        }
        Err(problem) => locale.title_problem(problem),
    };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &new_page(&signed_in, &view, form.name, error).await?)
}

pub(super) async fn list(signed_in: SignedIn) -> PageResult {
    page(&views_page(&signed_in, None).await?)
}

async fn views_page(
    signed_in: &SignedIn,
    typed: Option<(SavedViewId, String, String)>,
) -> Result<ViewsPage, Failure> {
    let (asking, owner) = (reader(signed_in), signed_in.me.id);
    let views = signed_in.visitor.portal.read(move |tx| {
        let kept = tx.people().views(asking.company.id, owner)?;
        kept.into_iter().map(|view| Kept::of(tx, &asking, view)).collect::<Result<Vec<_>, _>>()
    });
    let errors = typed.iter().map(|(.., error)| ("name-wrong", error.clone())).collect();
    Ok(ViewsPage { shell: signed_in.shell(Section::Employees), views: views.await?, typed, errors })
}

pub(super) async fn change(
    signed_in: SignedIn,
    Path(id): Path<SavedViewId>,
    Form(form): Form<ChangeForm>,
) -> PageResult {
    let (actor, portal) = (signed_in.actor(), &signed_in.visitor.portal);
    if form.remove.is_some() {
        return match portal.write(move |tx| remove::remove(tx, &actor, id)).await? {
            remove::Outcome::Removed => Ok(see_other_with(HERE, &flash::good("view-removed", None))),
            remove::Outcome::NotFound => Err(Failure::NotFound),
        };
    }
    let locale = signed_in.locale();
    let error = match views::name(&form.name) {
        Ok(name) => match portal.write(move |tx| rename::rename(tx, &actor, id, &name)).await? {
            rename::Outcome::Renamed => {
                return Ok(see_other_with(HERE, &flash::good("view-renamed", None)));
            }
            rename::Outcome::NameTaken => locale.t("people-view-taken"),
            rename::Outcome::NotFound => return Err(Failure::NotFound),
        },
        Err(problem) => locale.title_problem(problem),
    };
    let page = views_page(&signed_in, Some((id, form.name, error))).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
