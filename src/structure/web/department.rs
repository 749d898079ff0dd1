//! The page of one department: who answers for it, who works in it, what is below it.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::get;
use serde::Deserialize;

use super::{Line, Structure, Total};
use crate::access_rights::roles::giving;
use crate::access_rights::{Over, Permission};
use crate::base::cursor::Cursor;
use crate::base::id::{DepartmentId, EmployeeId, RoleId};
use crate::people::Employee;
use crate::portal::SharedPortal;
use crate::structure::answers::answering;
use crate::structure::members::{self, Page};
use crate::structure::tree::{self, Node};
use crate::structure::{Department, Leader, People, Post, delete, rename};
use crate::web::page::{PageResult, page};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;
use crate::web::{Badge, Face, Icon, Tone};

/// People of one page.
const ROWS: usize = 20;

pub(super) fn routes() -> Router<SharedPortal> {
    Router::new().route("/structure/{id}", get(show))
}

#[derive(Template)]
#[template(path = "structure/department.html")]
#[expect(clippy::struct_excessive_bools, reason = "each decides on a button of its own")]
struct DepartmentPage {
    shell: Shell,
    department: Department,
    above: Vec<Department>,
    below: Vec<Line>,
    people: People,
    /// Those who wait to be let in, for whoever decides about them.
    waiting: i64,
    /// Those in it and in all below it, where there is something below and they were counted.
    total: Option<Total>,
    leaders: Vec<Member>,
    /// Who answers where the department has no head.
    answering: Option<Answers>,
    members: Vec<Member>,
    /// What everybody of the department has, for who changes it or gives rights.
    roles: Vec<(RoleId, String)>,
    /// Whether the reader may look at those.
    gives_rights: bool,
    next: String,
    first: String,
    /// Where the reader invites into it; nothing where he may not.
    invite: String,
    /// Whether the reader may change the department and who leads it.
    edits: bool,
    /// Whether he may rename it.
    renames: bool,
    /// Whether he may delete it.
    deletes: bool,
    /// Whether there is a place that he may move it to.
    moves: bool,
    /// Whether he may change who works in it.
    places: bool,
}

/// The heads of the nearest department above that has some.
struct Answers {
    /// The name of each, and his page.
    heads: Vec<(String, String)>,
    department: String,
}

impl Answers {
    fn count(&self) -> i64 {
        i64::try_from(self.heads.len()).unwrap_or(i64::MAX)
    }
}

/// Somebody of the department.
pub(super) struct Member {
    pub id: EmployeeId,
    pub face: Face,
    pub name: String,
    pub position: String,
    pub post: Post,
    pub badge: Option<Badge>,
    /// Whether he works in the department.
    pub is_there: bool,
    /// Whether the reader may bring him in, where he does not.
    pub may_come: bool,
}

impl Member {
    pub(super) fn href(&self) -> String {
        format!("/employees/{}", self.id)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    cursor: String,
}

async fn show(signed_in: SignedIn, Path(id): Path<DepartmentId>, Query(asked): Query<Asked>) -> PageResult {
    let structure = Structure::counted(&signed_in, Some(id)).await?;
    let department = structure.find(id)?.clone();
    let (company, after) = (signed_in.visitor.company.id, Cursor::decode(&asked.cursor));
    let portal = &signed_in.visitor.portal;
    let (actor, whole, parent) = (signed_in.actor(), signed_in.visitor.company.clone(), department.parent);
    let own = Over::All(std::slice::from_ref(&id));
    let sees_roles = signed_in.may(Permission::EditStructure, own)
        || signed_in.may(Permission::EditPeople, own)
        || signed_in.may(Permission::ManageRights, Over::Company);
    let decides = signed_in.may(Permission::Approve, own);
    let invites = signed_in.may(Permission::Invite, own);
    let (found, roles, deletes, waiting, invites) = portal
        .read(move |tx| {
            let invites = invites && giving::may_place(tx, &actor, &whole, &[id])?;
            let deletes = match parent {
                Some(parent) => delete::may_go(tx, &actor, &whole, id, parent)?,
                None => false,
            };
            let roles = if sees_roles { giving::carried_to(tx, &whole, id)? } else { Vec::new() };
            let roles = tx.roles().each(company, &roles)?;
            let waiting = if decides { tx.departments().waiting_in(company, id)? } else { 0 };
            Ok((members::members(tx, company, id, after.as_ref(), ROWS)?, roles, deletes, waiting, invites))
        })
        .await?;
    let locale = signed_in.locale();
    let built = build(&signed_in, &structure, department, found, &asked);
    let roles = roles.into_iter().map(|role| (role.id, role.title(locale))).collect();
    let invite = if invites { format!("/invite?department={id}") } else { String::new() };
    page(&DepartmentPage { waiting, roles, invite, deletes, ..built })
}

fn build(
    me: &SignedIn,
    structure: &Structure,
    department: Department,
    found: Page,
    asked: &Asked,
) -> DepartmentPage {
    let id = department.id;
    let mut above: Vec<Department> = tree::path(&structure.departments, id).into_iter().cloned().collect();
    above.pop();
    let children = structure.departments.iter().filter(|child| child.parent == Some(id));
    let nodes = children.map(|child| {
        let (name, title) = (child.name.clone(), child.name.clone());
        Node { id: child.id, name, title, depth: 0, chosen: false }
    });
    let leaders = structure.leaders.iter().filter(|leader| leader.department == id);
    let leaders: Vec<Member> = leaders.map(|leader| of_leader(me, leader)).collect();
    let post = |person: EmployeeId| {
        leaders.iter().find(|leader| leader.id == person).map_or(Post::Member, |leader| leader.post)
    };
    let own = Over::All(std::slice::from_ref(&id));
    let (here, edits) = (department.path(), me.may(Permission::EditStructure, own));
    DepartmentPage {
        shell: me.shell(Section::Structure),
        below: structure.lines(nodes.collect(), me),
        people: structure.people_of(id),
        total: structure.total_of(id, me.locale()),
        answering: answers(structure, id),
        members: found.people.iter().map(|person| of_person(me, person, post(person.id))).collect(),
        next: found.next.map(|next| format!("{here}?cursor={}", next.encode())).unwrap_or_default(),
        first: if asked.cursor.is_empty() { String::new() } else { here },
        invite: String::new(),
        edits,
        renames: rename::may_rename(&me.actor(), &me.visitor.company, &department),
        deletes: false,
        waiting: 0,
        roles: Vec::new(),
        gives_rights: me.may(Permission::ManageRights, Over::Company),
        moves: edits && moves(me, structure, &department),
        places: me.may(Permission::EditPeople, own),
        leaders,
        department,
        above,
    }
}

/// Whether a department that the reader may change can go anywhere else within his reach.
fn moves(me: &SignedIn, structure: &Structure, department: &Department) -> bool {
    let Some(parent) = department.parent else { return false };
    structure.places(me, department.id, &[]).iter().any(|place| place.id != parent)
}

/// Who answers for a department without a head.
fn answers(structure: &Structure, id: DepartmentId) -> Option<Answers> {
    let answering = answering(&structure.departments, &structure.leaders, id, None)?;
    if answering.department == id {
        return None;
    }
    let heads = answering.heads.into_iter();
    Some(Answers {
        heads: heads.map(|head| (head.name, format!("/employees/{}", head.employee))).collect(),
        department: structure.find(answering.department).ok()?.name.clone(),
    })
}

fn of_leader(me: &SignedIn, leader: &Leader) -> Member {
    Member {
        id: leader.employee,
        face: Face::with_photo(leader.employee, &leader.name, leader.photo),
        name: leader.name.clone(),
        position: leader.position.clone(),
        post: leader.post,
        badge: badge(me, leader.post),
        is_there: true,
        may_come: false,
    }
}

pub(super) fn of_person(me: &SignedIn, person: &Employee, post: Post) -> Member {
    Member {
        id: person.id,
        face: Face::of_person(person),
        name: person.shown_name().to_owned(),
        position: person.told_apart(""),
        post,
        badge: badge(me, post),
        is_there: true,
        may_come: false,
    }
}

/// What somebody is, where he leads.
pub(super) fn badge(me: &SignedIn, post: Post) -> Option<Badge> {
    (post != Post::Member).then(|| Badge::new(Tone::Info, Icon::Person, post.title(me.locale())))
}
