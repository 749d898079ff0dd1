//! Whom to appoint in a department: those who work there, page by page or searched, and others found by a search;
//! then the question, and its answer.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse as _};
use axum::routing::get;
use axum_extra::extract::Form as ManyForm;
use http::HeaderMap;
use serde::Deserialize;

use super::Structure;
use super::department::{Member, of_person};
use super::people::{back, told};
use crate::access_rights::{Over, Permission};
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId};
use crate::people::list::{self, Branch, Query as ListQuery};
use crate::people::{Employee, find_visible};
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};
use crate::structure::add_person::{Way, ways};
use crate::structure::appoint::{self, Appointment, Outcome};
use crate::structure::members::{self, Page};
use crate::structure::{Department, Post, set_post};
use crate::web::failure::{Failure, encode};
use crate::web::flash;
use crate::web::page::{PageResult, asks_for_list, page};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;

/// People of one page.
const ROWS: usize = 20;

pub(super) fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/structure/{id}/leaders", get(show))
        .route("/structure/{id}/people/{person}/post", get(ask).post(submit))
}

#[derive(Template)]
#[template(path = "structure/leaders.html")]
struct LeadersPage {
    shell: Shell,
    department: Department,
    typed: String,
    found: String,
    /// Whether the reader may bring somebody in who does not work there yet.
    places: bool,
}

/// The part of the page that follows what is typed.
#[derive(Template)]
#[template(path = "structure/appointable.html")]
struct Appointable {
    shell: Shell,
    department: DepartmentId,
    typed: String,
    members: Vec<Member>,
    hint: &'static str,
    shown: String,
    next: String,
    first: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    cursor: String,
}

impl Asked {
    fn address(&self, id: DepartmentId, cursor: &str) -> String {
        let values = [("q", self.q.as_str()), ("cursor", cursor)];
        let said = values.iter().filter(|(_, value)| !value.is_empty());
        let query: Vec<String> = said.map(|(name, value)| format!("{name}={}", encode(value))).collect();
        format!("/structure/{id}/leaders?{}", query.join("&"))
    }
}

async fn show(
    me: SignedIn,
    headers: HeaderMap,
    Path(id): Path<DepartmentId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let department = Structure::read(&me).await?.find(id)?.clone();
    me.must(Permission::EditStructure, Over::All(&[id]))?;
    let places = me.may(Permission::EditPeople, Over::All(&[id]));
    let (company, typed, after) = (me.visitor.company.id, asked.q.clone(), Cursor::decode(&asked.cursor));
    let (actor, whole) = (me.actor(), me.visitor.company.clone());
    let portal = &me.visitor.portal;
    let (found, spots) = portal
        .read(move |tx| {
            let found = find(tx, (company, id), &typed, places, after.clone())?;
            let spot = |tx: &mut Tx<'_>, of: &Employee| {
                if let Some(post) = tx.departments().post(company, id, of.id)? {
                    return Ok(Spot::Here(post));
                }
                let departments = tx.people().department_names(company, of.id)?;
                let may_come = ways(tx, &actor, &whole, id, of)?.contains(&Way::Add);
                Ok(Spot::Elsewhere { departments, may_come })
            };
            let spots = found.people.iter().map(|person| spot(tx, person)).collect::<Result<Vec<Spot>>>()?;
            Ok((found, spots))
        })
        .await?;
    let found = Appointable {
        shell: me.shell(Section::Structure),
        department: id,
        members: found.people.iter().zip(spots).map(|(person, spot)| member(&me, person, spot)).collect(),
        hint: if places { "structure-appoint-any-words" } else { "structure-appoint-words" },
        shown: me.locale().n("people-shown", i64::try_from(found.people.len()).unwrap_or(0)),
        next: found.next.map(|next| asked.address(id, &next.encode())).unwrap_or_default(),
        first: if asked.cursor.is_empty() { String::new() } else { asked.address(id, "") },
        typed: asked.q.clone(),
    };
    let found = found.render()?;
    if asks_for_list(&headers) {
        return Ok(Html(found).into_response());
    }
    page(&LeadersPage { shell: me.shell(Section::Structure), places, department, typed: asked.q, found })
}

/// Where somebody works, seen from the department.
enum Spot {
    Here(Post),
    Elsewhere { departments: Vec<String>, may_come: bool },
}

fn member(me: &SignedIn, person: &Employee, spot: Spot) -> Member {
    match spot {
        Spot::Here(post) => of_person(me, person, post),
        Spot::Elsewhere { departments, may_come } => Member {
            position: person.told_apart(&departments.join(", ")),
            is_there: false,
            may_come,
            ..of_person(me, person, Post::Member)
        },
    }
}

/// Who can be appointed: without a search those who work there; with one all of the company, where the reader may
/// bring them in.
fn find(
    tx: &mut Tx<'_>,
    (company, id): (CompanyId, DepartmentId),
    typed: &str,
    places: bool,
    after: Option<Cursor>,
) -> Result<Page> {
    if typed.trim().is_empty() {
        return members::members(tx, company, id, after.as_ref(), ROWS);
    }
    let mut query = ListQuery::at_work(typed, i64::try_from(ROWS).unwrap_or(i64::MAX));
    query.narrow.department = (!places).then_some(Branch { department: id, alone: true });
    query.after = after;
    let found = list::find(tx, company, &query)?;
    Ok(Page { people: found.people, next: found.next })
}

/// What a post brings or ends, before it is meant; of a head, whom he comes instead of.
#[derive(Template)]
#[template(path = "structure/appoint.html")]
struct AppointPage {
    shell: Shell,
    heading: String,
    words: Vec<String>,
    button: String,
    post: Post,
    /// Whether he comes into the department by it.
    joins: bool,
    /// Who heads the department already.
    heads: Vec<(EmployeeId, String)>,
    action: String,
    back: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PostForm {
    post: String,
    /// Whether he comes into the department by it: any word.
    joins: String,
    /// Heads whose post ends by it.
    instead: Vec<EmployeeId>,
}

async fn ask(
    me: SignedIn,
    Path((id, person)): Path<(DepartmentId, EmployeeId)>,
    Query(form): Query<PostForm>,
) -> PageResult {
    let post = Post::from_word(&form.post).ok_or(Failure::Malformed)?;
    me.must(Permission::EditStructure, Over::All(&[id]))?;
    let structure = Structure::read(&me).await?;
    let department = structure.find(id)?;
    let (actor, company) = (me.actor(), me.visitor.company.clone());
    let found = me.visitor.portal.read(move |tx| find_visible(tx, &actor, &company, person)).await?;
    let name = found.ok_or(Failure::NotFound)?.shown_name().to_owned();
    let joins = !form.joins.is_empty() && post != Post::Member;
    let [button, words] = match post {
        Post::Head => ["structure-make-head", "structure-head-words"],
        Post::Deputy => ["structure-make-deputy", "structure-deputy-words"],
        Post::Member => ["structure-unmake", "structure-no-post-words"],
    };
    let others = structure.leaders.iter().filter(|leader| {
        post == Post::Head
            && leader.department == id
            && leader.post == Post::Head
            && leader.employee != person
    });
    let button = me.locale().t(button);
    page(&AppointPage {
        heading: format!("{button}: {name}"),
        words: (joins.then_some("structure-joins-words").into_iter().chain([words]))
            .map(|words| me.locale().named(words, &department.name))
            .collect(),
        joins,
        heads: others.map(|leader| (leader.employee, leader.name.clone())).collect(),
        shell: me.shell(Section::Structure),
        button,
        post,
        action: format!("/structure/{id}/people/{person}/post"),
        back: format!("/structure/{id}"),
    })
}

async fn submit(
    me: SignedIn,
    Path((id, person)): Path<(DepartmentId, EmployeeId)>,
    ManyForm(form): ManyForm<PostForm>,
) -> PageResult {
    let post = Post::from_word(&form.post).ok_or(Failure::Malformed)?;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let asked = Appointment { person, post, joins: !form.joins.is_empty(), instead: form.instead };
    let portal = &me.visitor.portal;
    let outcome = portal.write(move |tx| appoint::appoint(tx, &actor, &company, id, &asked, now)).await?;
    let message = match outcome {
        Outcome::Posts(posts) => match posts {
            set_post::Outcome::Done => match post {
                Post::Head => flash::good("post-head", None),
                Post::Deputy => flash::good("post-deputy", None),
                Post::Member => flash::good("post-none", None),
            },
            set_post::Outcome::NotThere => flash::bad("post-not-there", None),
            set_post::Outcome::MoreThanOwn => flash::bad("rights-more-than-own", None),
            set_post::Outcome::NotAllowed => return Err(Failure::Forbidden),
            set_post::Outcome::Unknown => return Err(Failure::NotFound),
        },
        Outcome::NotBroughtIn(why) => told(why, "department-person-added")?,
    };
    Ok(back(id, &message))
}
