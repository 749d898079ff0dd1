//! Who works in a department: finding somebody to bring in, taking out, the order of parts.

use askama::Template;
use axum::Router;
use axum::extract::{Form, Path, Query};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use axum_extra::extract::cookie::Cookie;
use serde::Deserialize;

use super::Structure;
use super::department::badge;
use crate::access_rights::{Over, Permission, may};
use crate::base::id::{DepartmentId, EmployeeId};
use crate::people::list::{self, Query as ListQuery};
use crate::people::web::foreseen;
use crate::people::{Employee, find_visible, transfer};
use crate::portal::SharedPortal;
use crate::store::Result;
use crate::structure::add_person::{self, Way};
use crate::structure::reorder::{self, Direction};
use crate::structure::{Department, Post, remove_person};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, asks_for_list, page, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;
use crate::web::{Badge, Face, flash};

/// People found that are shown; whoever is not among them is searched for more exactly.
const FOUND: i64 = 20;

pub(super) fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/structure/{id}/people", get(search).post(add))
        .route("/structure/{id}/people/{person}/transfer", get(ask_transfer))
        .route("/structure/{id}/people/{person}/remove", post(remove))
        .route("/structure/{id}/order", post(order))
}

#[derive(Template)]
#[template(path = "structure/people.html")]
struct SearchPage {
    shell: Shell,
    department: Department,
    typed: String,
    found: String,
    /// Whether the reader may register somebody new here.
    registers: bool,
}

/// Whom a search finds: the part of the page that follows what is typed.
#[derive(Template)]
#[template(path = "structure/candidates.html")]
struct FoundPeople {
    shell: Shell,
    department: DepartmentId,
    typed: String,
    /// What was looked for, where that is not what was typed.
    meant: String,
    found: Vec<Candidate>,
}

struct Candidate {
    id: EmployeeId,
    face: Face,
    name: String,
    line: String,
    /// What he is there, where he works in the department already.
    is_there: bool,
    /// In which ways the reader may bring him in.
    ways: Vec<Way>,
    badge: Option<Badge>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Search {
    q: String,
}

async fn search(
    me: SignedIn,
    headers: HeaderMap,
    Path(id): Path<DepartmentId>,
    Query(asked): Query<Search>,
) -> PageResult {
    let department = Structure::read(&me).await?.find(id)?.clone();
    me.must(Permission::EditPeople, Over::All(&[id]))?;
    let (meant, found) =
        if asked.q.trim().is_empty() { (None, Vec::new()) } else { candidates(&me, id, &asked.q).await? };
    let words = |meant: String| {
        me.locale()
            .with("people-meant", &[("typed", asked.q.trim().into()), ("meant", meant.as_str().into())])
    };
    let found = FoundPeople {
        shell: me.shell(Section::Structure),
        department: id,
        typed: asked.q.clone(),
        meant: meant.map(words).unwrap_or_default(),
        found,
    };
    let found = found.render()?;
    if asks_for_list(&headers) {
        return Ok(Html(found).into_response());
    }
    let registers = me.may(Permission::Register, Over::All(&[id]));
    page(&SearchPage { shell: me.shell(Section::Structure), department, typed: asked.q, found, registers })
}

async fn candidates(
    me: &SignedIn,
    id: DepartmentId,
    typed: &str,
) -> Result<(Option<String>, Vec<Candidate>)> {
    type Found = (Employee, Vec<String>, Option<Post>, Vec<Way>);
    let company = me.visitor.company.id;
    let query = ListQuery::at_work(typed, FOUND);
    let (actor, whole) = (me.actor(), me.visitor.company.clone());
    let (meant, found) = me
        .visitor
        .portal
        .read(move |tx| {
            let page = list::find(tx, company, &query)?;
            let mut found: Vec<Found> = Vec::with_capacity(page.people.len());
            for person in page.people {
                let departments = tx.people().department_names(company, person.id)?;
                let post = tx.departments().post(company, id, person.id)?;
                let ways = add_person::ways(tx, &actor, &whole, id, &person)?;
                found.push((person, departments, post, ways));
            }
            Ok((page.meant, found))
        })
        .await?;
    let candidate = |(person, departments, post, ways): Found| Candidate {
        ways,
        id: person.id,
        face: Face::of_person(&person),
        name: person.shown_name().to_owned(),
        line: person.told_apart(&departments.join(", ")),
        is_there: post.is_some(),
        badge: post.and_then(|post| badge(me, post)),
    };
    Ok((meant, found.into_iter().map(candidate).collect()))
}

#[derive(Deserialize)]
struct AddForm {
    person: EmployeeId,
    way: String,
}

pub(super) fn back(id: DepartmentId, message: &Cookie<'static>) -> Response {
    see_other_with(&format!("/structure/{id}"), message)
}

async fn add(me: SignedIn, Path(id): Path<DepartmentId>, Form(form): Form<AddForm>) -> PageResult {
    let way = match form.way.as_str() {
        "transfer" => Way::Transfer,
        "add" => Way::Add,
        _ => return Err(Failure::Malformed),
    };
    me.must(Permission::EditPeople, Over::All(&[id]))?;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let portal = &me.visitor.portal;
    let outcome = portal
        .write(move |tx| add_person::add_person(tx, &actor, &company, id, form.person, way, now))
        .await?;
    let done = match way {
        Way::Transfer => "department-person-transferred",
        Way::Add => "department-person-added",
    };
    Ok(back(id, &told(outcome, done)?))
}

/// What to say after somebody was to be brought in; `done` where he was.
pub(super) fn told(
    outcome: add_person::Outcome,
    done: &str,
) -> std::result::Result<Cookie<'static>, Failure> {
    Ok(match outcome {
        add_person::Outcome::Done => flash::good(done, None),
        add_person::Outcome::NotActive(_) => flash::bad("person-not-active", None),
        add_person::Outcome::MoreThanOwn => flash::bad("person-more-than-own", None),
        add_person::Outcome::NotAllowed => flash::bad("department-person-not-allowed", None),
        add_person::Outcome::Unknown => return Err(Failure::NotFound),
    })
}

/// Where somebody is taken away from by a transfer, and what ends by it, before it is meant.
#[derive(Template)]
#[template(path = "structure/transfer.html")]
struct TransferPage {
    shell: Shell,
    heading: String,
    told: Vec<String>,
    department: DepartmentId,
    person: EmployeeId,
}

async fn ask_transfer(me: SignedIn, Path((id, person)): Path<(DepartmentId, EmployeeId)>) -> PageResult {
    let department = Structure::read(&me).await?.find(id)?.name.clone();
    me.must(Permission::EditPeople, Over::All(&[id]))?;
    let (actor, company) = (me.actor(), me.visitor.company.clone());
    let found = me.visitor.portal.read(move |tx| {
        let Some(found) = find_visible(tx, &actor, &company, person)? else { return Ok(None) };
        let before = tx.people().department_names(company.id, person)?;
        Ok(Some((found, before, transfer::foresee(tx, &company, person, &[id])?)))
    });
    let (found, before, ends) = found.await?.ok_or(Failure::NotFound)?;
    let locale = me.locale();
    let moves = locale.with(
        "structure-transfer-words",
        &[("before", before.join(", ").as_str().into()), ("after", department.as_str().into())],
    );
    page(&TransferPage {
        heading: locale.named("structure-person-transfer-of", found.shown_name()),
        told: [moves].into_iter().chain(foreseen(locale, &ends)).collect(),
        shell: me.shell(Section::Structure),
        department: id,
        person,
    })
}

/// What ends where somebody is taken out of a department, before it is meant.
#[derive(Template)]
#[template(path = "structure/remove.html")]
struct RemovePage {
    shell: Shell,
    heading: String,
    told: Vec<String>,
    department: DepartmentId,
    person: EmployeeId,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RemoveForm {
    sure: bool,
}

/// Takes somebody out; where more ends by it than that he works there, or one would take out oneself, it is asked
/// about first.
async fn remove(
    me: SignedIn,
    Path((id, person)): Path<(DepartmentId, EmployeeId)>,
    Form(form): Form<RemoveForm>,
) -> PageResult {
    me.must(Permission::EditPeople, Over::All(&[id]))?;
    if !form.sure
        && let Some(question) = ask_removal(&me, id, person).await?
    {
        return page(&question);
    }
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let portal = &me.visitor.portal;
    let outcome =
        portal.write(move |tx| remove_person::remove_person(tx, &actor, &company, id, person, now)).await?;
    let message = match outcome {
        remove_person::Outcome::Done => flash::good("department-person-removed", None),
        remove_person::Outcome::FellBack => flash::good("department-person-fell-back", None),
        remove_person::Outcome::NowhereElse => flash::bad("department-person-nowhere-else", None),
        remove_person::Outcome::MoreThanOwn => flash::bad("person-more-than-own", None),
        remove_person::Outcome::NotAllowed => return Err(Failure::Forbidden),
        remove_person::Outcome::Unknown => return Err(Failure::NotFound),
    };
    Ok(back(id, &message))
}

/// What to ask before; nothing where nothing else ends.
async fn ask_removal(
    me: &SignedIn,
    id: DepartmentId,
    person: EmployeeId,
) -> std::result::Result<Option<RemovePage>, Failure> {
    let department = Structure::read(me).await?.find(id)?.name.clone();
    let (actor, company) = (me.actor(), me.visitor.company.clone());
    let found = me.visitor.portal.read(move |tx| {
        let Some(found) = find_visible(tx, &actor, &company, person)? else { return Ok(None) };
        let mut after = tx.people().departments_of(company.id, person)?;
        if !after.contains(&id) {
            return Ok(None);
        }
        after.retain(|of| *of != id);
        let root = tx.departments().root(company.id)?.id;
        let is_lost = after.is_empty() && !may(&actor, &company, Permission::EditPeople, Over::All(&[root]));
        Ok(Some((found, is_lost, transfer::foresee(tx, &company, person, &after)?)))
    });
    let Some((found, is_lost, ends)) = found.await? else { return Ok(None) };
    let locale = me.locale();
    let mut told = foreseen(locale, &ends);
    if person == me.me.id {
        told.insert(0, locale.t("structure-remove-oneself"));
    } else if is_lost {
        // He will be where the reader changes nobody.
        told.insert(0, locale.t("structure-remove-for-good"));
    }
    Ok((!told.is_empty()).then(|| RemovePage {
        heading: locale.with(
            "structure-remove-question",
            &[("name", found.shown_name().into()), ("department", department.as_str().into())],
        ),
        told,
        shell: me.shell(Section::Structure),
        department: id,
        person,
    }))
}

#[derive(Deserialize)]
struct OrderForm {
    direction: String,
    neighbour: Option<DepartmentId>,
    /// Where it was asked: in the tree, or on the page of what it is part of.
    #[serde(default)]
    return_to: String,
}

async fn order(me: SignedIn, Path(id): Path<DepartmentId>, Form(form): Form<OrderForm>) -> PageResult {
    let direction = match (form.direction.as_str(), form.neighbour) {
        ("up", _) => Direction::Up,
        ("down", _) => Direction::Down,
        ("before", Some(neighbour)) => Direction::Before(neighbour),
        ("last", _) => Direction::Last,
        _ => return Err(Failure::Malformed),
    };
    let parent = Structure::read(&me).await?.find(id)?.parent.ok_or(Failure::NotFound)?;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let portal = &me.visitor.portal;
    let outcome = portal.write(move |tx| reorder::reorder(tx, &actor, &company, id, direction, now)).await?;
    match outcome {
        reorder::Outcome::Reordered => {
            let in_tree = form.return_to == "tree";
            // Whoever moves it step by step goes on where it is.
            let path =
                if in_tree { "/structure".to_owned() } else { format!("/structure/{parent}#part-{id}") };
            Ok(see_other_with(&path, &flash::good("department-reordered", None)))
        }
        reorder::Outcome::NotAllowed => Err(Failure::Forbidden),
        reorder::Outcome::Unknown | reorder::Outcome::IsRoot => Err(Failure::NotFound),
    }
}
