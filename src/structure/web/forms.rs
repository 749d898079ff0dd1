//! Pages that change the structure: making, renaming, moving, deleting a department.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use axum::routing::get;
use axum::{Form, Router};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::super::tree::{self, Node};
use super::super::{Department, People, create, delete, relocate, rename};
use super::Structure;
use crate::access_rights::roles::Role;
use crate::access_rights::{Over, Permission};
use crate::base::id::{CompanyId, DepartmentId};
use crate::i18n::Locale;
use crate::portal::SharedPortal;
use crate::store::Tx;
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::forms::Errors;
use crate::web::merge::{Fields, fields_of, form_of, mark, merge_each};
use crate::web::page::{PageResult, page, page_with, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;

pub(super) fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/structure/new", get(ask_new).post(make))
        .route("/structure/{id}/rename", get(ask_name).post(give_name))
        .route("/structure/{id}/move", get(ask_place).post(put))
        .route("/structure/{id}/delete", get(ask_deletion).post(remove))
}

#[derive(Template)]
#[template(path = "structure/new.html")]
struct NewPage {
    shell: Shell,
    name: String,
    places: Vec<Node>,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "structure/rename.html")]
struct RenamePage {
    shell: Shell,
    department: Department,
    /// Its name now, for the form to say whether it was changed there.
    shown: String,
    name: String,
    hint: String,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "structure/move.html")]
struct MovePage {
    shell: Shell,
    department: Department,
    /// Where it is now, for the form to say whether that was changed there.
    shown: String,
    places: Vec<Node>,
    /// Which roles come and go with the place, a sentence each.
    roles: Vec<String>,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "structure/delete.html")]
struct DeletePage {
    shell: Shell,
    department: Department,
    parent: String,
    people: People,
    /// Those who wait to be let in.
    waiting: i64,
    below: i64,
    /// Join links into it that one can join by.
    links: i64,
    /// The parent is the company itself, where only those go who work nowhere else.
    is_top: bool,
    /// Posts and roles that end with it, a sentence each.
    ends: Vec<String>,
    /// A part of it that has to be renamed before.
    held_up: Option<Department>,
}

impl DeletePage {
    /// Whether nothing has to go elsewhere.
    fn is_empty(&self) -> bool {
        self.people.active + self.people.invited + self.waiting + self.below + self.links == 0
    }
}

#[derive(Deserialize)]
struct NewForm {
    #[serde(default)]
    name: String,
    parent: DepartmentId,
}

#[derive(Deserialize)]
struct Parent {
    parent: Option<DepartmentId>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct NameForm {
    name: String,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct PlaceForm {
    parent: String,
}

impl PlaceForm {
    fn of(parent: DepartmentId) -> Self {
        Self { parent: parent.to_string() }
    }
}

/// The page as it was sent where there is something to mend, else as it is first seen.
fn form(errors: &[(&'static str, String)], template: &impl Template) -> PageResult {
    if errors.is_empty() { page(template) } else { page_with(StatusCode::UNPROCESSABLE_ENTITY, template) }
}

/// Goes no further where there is no such department, or the reader may not change it.
async fn known(me: &SignedIn, id: DepartmentId) -> Result<(), Failure> {
    Structure::read(me).await?.find(id)?;
    me.must(Permission::EditStructure, Over::All(&[id]))
}

fn done(path: &str, key: &str) -> Response {
    see_other_with(path, &flash::good(key, None))
}

fn gone() -> Response {
    see_other_with("/structure", &flash::bad("department-gone", None))
}

async fn ask_new(me: SignedIn, Query(query): Query<Parent>) -> PageResult {
    me.must(Permission::EditStructure, Over::Anything)?;
    new_page(&me, String::new(), query.parent, Vec::new()).await
}

async fn new_page(me: &SignedIn, name: String, parent: Option<DepartmentId>, errors: Errors) -> PageResult {
    let departments = Structure::read(me).await?.departments;
    let chosen: Vec<DepartmentId> = parent.into_iter().collect();
    let places =
        tree::within(tree::tree_with(&departments, &chosen), me.rights.reach(Permission::EditStructure));
    form(&errors.clone(), &NewPage { shell: me.shell(Section::Structure), name, places, errors })
}

async fn make(me: SignedIn, Form(typed): Form<NewForm>) -> PageResult {
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let (name, parent) = (typed.name.clone(), typed.parent);
    let outcome =
        me.visitor.portal.write(move |tx| create::create(tx, &actor, &company, parent, &name, now)).await?;
    let locale = me.locale();
    let error = match outcome {
        // Where the next one is added as well.
        create::Outcome::Created(id) => {
            return Ok(done(&format!("/structure/{}#part-{id}", typed.parent), "department-created"));
        }
        create::Outcome::NotAllowed => return Err(Failure::Forbidden),
        create::Outcome::UnknownParent => ("parent", locale.t("structure-place-gone")),
        create::Outcome::BadName(problem) => ("name", locale.title_problem(problem)),
        create::Outcome::NameTaken => ("name", locale.t("structure-name-taken")),
    };
    new_page(&me, typed.name, Some(typed.parent), vec![error]).await
}

async fn ask_name(me: SignedIn, Path(id): Path<DepartmentId>) -> PageResult {
    let department = Structure::read(&me).await?.find(id)?.clone();
    if !rename::may_rename(&me.actor(), &me.visitor.company, &department) {
        return Err(Failure::Forbidden);
    }
    let name = department.name.clone();
    name_page(&me, department, name, Vec::new())
}

fn name_page(me: &SignedIn, department: Department, name: String, errors: Errors) -> PageResult {
    let is_root = department.parent.is_none();
    let hint = if is_root { me.locale().t("structure-root-name-hint") } else { String::new() };
    let shell = me.shell(Section::Structure);
    let shown = mark(&fields_of(&NameForm { name: department.name.clone() }));
    form(&errors.clone(), &RenamePage { shell, department, shown, name, hint, errors })
}

async fn give_name(me: SignedIn, Path(id): Path<DepartmentId>, Form(fields): Form<Fields>) -> PageResult {
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let locale = me.locale();
    let tried = me.visitor.portal.write(move |tx| {
        // Whoever renames it at the same moment waits, so that nothing is put back.
        tx.companies().lock(company.id)?;
        let Some(department) = tx.departments().find(company.id, id)? else { return Ok(None) };
        let present = NameForm { name: department.name.clone() };
        let (NameForm { name }, clashes) =
            merge_each(locale, fields.clone(), &present, &["name"], |_, now| now);
        let outcome = if clashes.is_empty() {
            Some(rename::rename(tx, &actor, &company, id, &name, now)?)
        } else {
            None
        };
        Ok(Some((department, name, clashes, outcome)))
    });
    let Some((department, name, clashes, outcome)) = tried.await? else { return Ok(gone()) };
    let Some(outcome) = outcome else { return name_page(&me, department, name, clashes) };
    let error = match outcome {
        rename::Outcome::Renamed => return Ok(done(&format!("/structure/{id}"), "department-renamed")),
        rename::Outcome::NotAllowed => return Err(Failure::Forbidden),
        rename::Outcome::Unknown => return Ok(gone()),
        rename::Outcome::BadName(problem) => me.locale().title_problem(problem),
        rename::Outcome::NameTaken => me.locale().t("structure-name-taken"),
    };
    name_page(&me, department, name, vec![("name", error)])
}

/// With a place that was shown by dragging the department there, if it may go there.
async fn ask_place(me: SignedIn, Path(id): Path<DepartmentId>, Query(query): Query<Parent>) -> PageResult {
    let structure = Structure::read(&me).await?;
    let department = structure.find(id)?.clone();
    me.must(Permission::EditStructure, Over::All(&[id]))?;
    let now = department.parent.ok_or(Failure::NotFound)?;
    let places = structure.places(&me, id, &[]);
    let goes_there = |asked: &DepartmentId| places.iter().any(|place| place.id == *asked);
    let chosen = query.parent.filter(goes_there).unwrap_or(now);
    place_page(&me, &structure, department, chosen, Vec::new()).await
}

async fn place_page(
    me: &SignedIn,
    structure: &Structure,
    department: Department,
    chosen: DepartmentId,
    errors: Errors,
) -> PageResult {
    let places = structure.places(me, department.id, &[chosen]);
    let shown = department.parent.map(|parent| mark(&fields_of(&PlaceForm::of(parent)))).unwrap_or_default();
    let company = me.visitor.company.id;
    let carriers = me.visitor.portal.read(move |tx| tx.roles().carriers(company)).await?;
    let roles = roles_of_places(me.locale(), structure, department.id, &carriers);
    form(
        &errors.clone(),
        &MovePage { shell: me.shell(Section::Structure), department, shown, places, roles, errors },
    )
}

/// Which roles the people of a department have from those above it, and where they would get others.
fn roles_of_places(
    locale: Locale,
    structure: &Structure,
    id: DepartmentId,
    carriers: &[(Role, DepartmentId, String)],
) -> Vec<String> {
    let path = |of| tree::path(&structure.departments, of);
    let is_above = |carrier: DepartmentId| path(id).iter().any(|above| above.id == carrier);
    let is_below = |carrier: DepartmentId| path(carrier).iter().any(|above| above.id == id);
    let told = |key, counts: &dyn Fn(DepartmentId) -> bool| {
        let names = carriers.iter().filter(|(_, carrier, _)| *carrier != id && counts(*carrier));
        let name =
            |(role, _, name): &(Role, DepartmentId, String)| format!("{name} ({})", role.title(locale));
        let names: Vec<String> = names.map(name).collect();
        (!names.is_empty()).then(|| locale.named(key, &names.join(", ")))
    };
    let here = told("structure-move-roles-here", &is_above);
    let there = told("structure-move-roles-there", &|carrier| !is_above(carrier) && !is_below(carrier));
    here.into_iter().chain(there).collect()
}

/// What became of a place that was sent.
enum Put {
    Done(relocate::Outcome),
    /// Somebody else put it elsewhere meanwhile.
    Clash(Errors),
}

async fn put(me: SignedIn, Path(id): Path<DepartmentId>, Form(fields): Form<Fields>) -> PageResult {
    me.must(Permission::EditStructure, Over::All(&[id]))?;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let locale = me.locale();
    let asked: PlaceForm = form_of(&fields);
    let chosen: DepartmentId = asked.parent.parse().map_err(|_| Failure::Malformed)?;
    let put = me.visitor.portal.write(move |tx| {
        // Whoever moves it at the same moment waits, so that nothing is put back.
        tx.companies().lock(company.id)?;
        let Some(present) = tx.departments().find(company.id, id)?.and_then(|department| department.parent)
        else {
            return Ok(Put::Done(relocate::relocate(tx, &actor, &company, id, chosen, None, now)?));
        };
        let above = tx.departments().names(company.id, &[present])?.join("");
        let (PlaceForm { parent }, clashes) =
            merge_each(locale, fields.clone(), &PlaceForm::of(present), &["parent"], |_, _| above.clone());
        if !clashes.is_empty() {
            return Ok(Put::Clash(clashes));
        }
        let parent = parent.parse().unwrap_or(present);
        Ok(Put::Done(relocate::relocate(tx, &actor, &company, id, parent, None, now)?))
    });
    let errors = match put.await? {
        Put::Clash(errors) => errors,
        Put::Done(outcome) => {
            let key = match outcome {
                relocate::Outcome::Moved => {
                    return Ok(done(&format!("/structure/{id}"), "department-moved"));
                }
                relocate::Outcome::NotAllowed => return Err(Failure::Forbidden),
                relocate::Outcome::Unknown => return Ok(gone()),
                relocate::Outcome::IsRoot => return Err(Failure::NotFound),
                relocate::Outcome::UnknownParent => "structure-place-gone",
                relocate::Outcome::IntoItself => "structure-into-itself",
                relocate::Outcome::NameTaken | relocate::Outcome::BadName(_) => "structure-name-taken-there",
            };
            vec![("parent", locale.t(key))]
        }
    };
    let structure = Structure::read(&me).await?;
    let department = structure.find(id)?.clone();
    place_page(&me, &structure, department, chosen, errors).await
}

async fn ask_deletion(me: SignedIn, Path(id): Path<DepartmentId>) -> PageResult {
    known(&me, id).await?;
    page(&deletion_page(&me, id).await?)
}

async fn deletion_page(me: &SignedIn, id: DepartmentId) -> Result<DeletePage, Failure> {
    let structure = Structure::read(me).await?;
    let department = structure.find(id)?.clone();
    let above = structure.find(department.parent.ok_or(Failure::NotFound)?)?.clone();
    let parts: Vec<Department> =
        structure.departments.iter().filter(|child| child.parent == Some(id)).cloned().collect();
    let below = i64::try_from(parts.len()).unwrap_or(i64::MAX);
    let (locale, company, parent) = (me.locale(), me.visitor.company.clone(), above.id);
    let actor = me.actor();
    let found = me.visitor.portal.read(move |tx| {
        let may_go = delete::may_go(tx, &actor, &company, id, parent)?;
        let held_up = delete::held_up(tx, &company, (id, parent), &parts)?;
        let [_, links] = tx.departments().bound_for(company.id, id)?;
        let waiting = tx.departments().waiting_in(company.id, id)?;
        Ok(may_go.then_some((ends(tx, locale, company.id, id)?, links, waiting, held_up)))
    });
    let (ends, links, waiting, held_up) = found.await?.ok_or(Failure::Forbidden)?;
    Ok(DeletePage {
        shell: me.shell(Section::Structure),
        people: structure.people_of(id),
        waiting,
        below,
        links,
        department,
        parent: above.name,
        is_top: above.parent.is_none(),
        ends,
        held_up,
    })
}

/// Who leads a department no longer once it is deleted, and which roles nobody has by it any more.
fn ends(
    tx: &mut Tx<'_>,
    locale: Locale,
    company: CompanyId,
    id: DepartmentId,
) -> crate::store::Result<Vec<String>> {
    let leaders = tx.departments().leaders_of(company, &[id])?.into_iter();
    let leaders = leaders.map(|leader| format!("{} ({})", leader.name, leader.post.title(locale)));
    let leaders = leaders.collect::<Vec<_>>().join(", ");
    let carried = tx.roles().carried_in(company, &[id])?;
    let roles = tx.roles().each(company, &carried)?;
    let roles: Vec<String> = roles.iter().map(|role| role.title(locale)).collect();
    let told = [("structure-delete-leaders", leaders), ("structure-delete-roles", roles.join(", "))];
    Ok(told
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(key, names)| locale.named(key, &names))
        .collect())
}

async fn remove(me: SignedIn, Path(id): Path<DepartmentId>) -> PageResult {
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let outcome = me.visitor.portal.write(move |tx| delete::delete(tx, &actor, &company, id, now)).await?;
    match outcome {
        delete::Outcome::Deleted { parent } => {
            Ok(done(&format!("/structure/{parent}"), "department-deleted"))
        }
        delete::Outcome::NotAllowed => Err(Failure::Forbidden),
        delete::Outcome::Unknown => Ok(gone()),
        delete::Outcome::IsRoot => Err(Failure::NotFound),
        delete::Outcome::NameTaken { .. } => {
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &deletion_page(&me, id).await?)
        }
    }
}
