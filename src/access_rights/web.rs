//! The pages of access rights: who may invite, what each role allows, who has it, what a person may and why.

mod person;
mod role;

use askama::Template;
use axum::Router;
use axum::extract::Form;
use axum::routing::get;
use serde::Deserialize;

use super::roles::{Kind, Permissions, Role, title};
use super::switch::{self, Outcome};
use super::{Over, Permission, Scope};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, DepartmentId, RoleId};
use crate::history::Action;
use crate::i18n::Locale;
use crate::people::Employee;
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::page::{PageResult, page, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{RightsManager, SignedIn};
use crate::web::{Face, Icon};

const PATH: &str = "/structure/access-rights";
/// Changes that are shown, the latest first.
const SHOWN: i64 = 10;
/// Departments at the head of the matrix that are named; of more the number is told.
const NAMED: usize = 2;

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new().route(PATH, get(show).post(change)).merge(role::routes()).merge(person::routes())
}

#[derive(Template)]
#[template(path = "access_rights/page.html")]
struct RightsPage {
    shell: Shell,
    everyone: bool,
    /// What that means as things stand.
    meaning: String,
    administrators: Vec<Who>,
    columns: Vec<Column>,
    rows: Vec<MatrixRow>,
    changes: Vec<Change>,
    /// Whether the reader may change any of it.
    manages: bool,
    /// Whether he may switch inviting for all.
    switches: bool,
}

struct Who {
    face: Face,
    name: String,
    email: String,
    href: String,
}

/// A role at the head of the matrix.
struct Column {
    title: String,
    href: String,
    /// How many have it, in words.
    holders: String,
    /// All that it allows, for a narrow screen.
    allows: Vec<(String, Cell)>,
}

/// What each role allows of one thing.
struct MatrixRow {
    title: String,
    hint: String,
    cells: Vec<Cell>,
}

/// How far.
#[derive(Clone)]
struct Cell {
    words: String,
    /// The same as there is room for among many.
    short: String,
    /// `company`, `branch`, `department` or `none`.
    class: &'static str,
}

impl Cell {
    fn of(locale: Locale, scope: Option<Scope>) -> Self {
        let short = locale.t(match scope {
            None => "scope-none",
            Some(Scope::Department) => "scope-department",
            Some(Scope::Branch) => "scope-branch-short",
            Some(Scope::Company) => "scope-company-short",
        });
        Self { words: scope_words(locale, scope), short, class: scope.map_or("none", Scope::word) }
    }
}

/// How far something is allowed, in words.
fn scope_words(locale: Locale, scope: Option<Scope>) -> String {
    locale.t(match scope {
        None => "scope-none",
        Some(Scope::Department) => "scope-department",
        Some(Scope::Branch) => "scope-branch",
        Some(Scope::Company) => "scope-company",
    })
}

/// What something allowed is called.
fn permission_title(locale: Locale, permission: Permission) -> String {
    locale.t(&format!("permission-{}", permission.word().replace('_', "-")))
}

/// What it means.
fn permission_hint(locale: Locale, permission: Permission) -> String {
    locale.t(&format!("permission-hint-{}", permission.word().replace('_', "-")))
}

/// The names of departments; those beyond the first are counted.
fn places(locale: Locale, names: &[&str], most: usize) -> String {
    let shown = names.iter().take(most).copied().collect::<Vec<_>>().join(", ");
    let more = i64::try_from(names.len().saturating_sub(most)).unwrap_or(0);
    if more == 0 { shown } else { format!("{shown} {}", locale.n("reach-more", more)) }
}

fn role_path(id: RoleId) -> String {
    format!("{PATH}/roles/{id}")
}

struct Change {
    icon: Icon,
    words: String,
    who: String,
    time: String,
    when: String,
}

struct Found {
    administrators: Vec<Employee>,
    switched: Vec<Switched>,
    roles: Vec<Role>,
    permissions: Vec<(RoleId, Permission, Scope)>,
    holders: Vec<(RoleId, i64)>,
    carriers: Vec<(Role, DepartmentId, String)>,
    switches: bool,
}

async fn show(signed_in: SignedIn) -> PageResult {
    let (company, actor, whole) =
        (signed_in.visitor.company.id, signed_in.actor(), signed_in.visitor.company.clone());
    let found = signed_in
        .visitor
        .portal
        .read(move |tx| {
            Ok(Found {
                switches: switch::may_switch(tx, &actor, &whole)?,
                administrators: tx.people().administrators(company)?,
                switched: last_switched(tx, company)?,
                roles: tx.roles().list(company)?,
                permissions: tx.roles().permissions(company)?,
                holders: tx.roles().holder_counts(company)?,
                carriers: tx.roles().carriers(company)?,
            })
        })
        .await?;
    let everyone = signed_in.visitor.company.inviting.everyone_may_invite;
    let (columns, rows) = matrix(signed_in.locale(), &found, everyone);
    let manages = signed_in.may(Permission::ManageRights, Over::Company);
    page(&RightsPage {
        shell: signed_in.shell(Section::Structure),
        everyone,
        meaning: meaning(signed_in.locale(), &found, everyone),
        administrators: found.administrators.into_iter().map(who).collect(),
        columns,
        rows,
        changes: found.switched.into_iter().map(|switched| change_of(&signed_in, switched)).collect(),
        manages,
        switches: found.switches,
    })
}

/// What the switch for all comes to: it opens what the role of everybody allows, and nothing where that is closed.
fn meaning(locale: Locale, found: &Found, everyone: bool) -> String {
    let is_everybodys =
        |id: RoleId| found.roles.iter().any(|it| it.id == id && it.kind == Some(Kind::Employee));
    let is_allowed =
        found.permissions.iter().any(|(id, it, _)| *it == Permission::Invite && is_everybodys(*id));
    locale.t(match (everyone, is_allowed) {
        (true, true) => "access-rights-on-words",
        (true, false) => "access-rights-on-in-vain",
        (false, _) => "access-rights-off-words",
    })
}

/// What a role allows as things stand: the switch for all closes one cell.
fn effective(role: &Role, permissions: &Permissions, everyone: bool) -> Permissions {
    let closed = role.kind == Some(Kind::Employee) && !everyone;
    permissions.iter().filter(|(it, _)| !(closed && *it == Permission::Invite)).copied().collect()
}

fn matrix(locale: Locale, found: &Found, everyone: bool) -> (Vec<Column>, Vec<MatrixRow>) {
    let administrators = i64::try_from(found.administrators.len()).unwrap_or(i64::MAX);
    let all: Permissions = Permission::ALL.iter().map(|permission| (*permission, Scope::Company)).collect();
    let mut roles = vec![(
        locale.t("access-rights-administrator"),
        String::new(),
        locale.n("role-holders", administrators),
        all,
    )];
    for role in &found.roles {
        let own: Permissions = found
            .permissions
            .iter()
            .filter(|(id, ..)| *id == role.id)
            .map(|(_, it, scope)| (*it, *scope))
            .collect();
        let allows = effective(role, &own, everyone);
        roles.push((role.title(locale), role_path(role.id), holders(locale, role, found), allows));
    }
    let cell = |allows: &Permissions, permission: Permission| {
        let scope = allows.iter().find(|(it, _)| *it == permission).map(|(_, scope)| *scope);
        Cell::of(locale, scope)
    };
    let rows = Permission::ALL.map(|permission| MatrixRow {
        title: permission_title(locale, permission),
        hint: permission_hint(locale, permission),
        cells: roles.iter().map(|(.., allows)| cell(allows, permission)).collect(),
    });
    let columns = roles.iter().map(|(title, href, holders, allows)| Column {
        title: title.clone(),
        href: href.clone(),
        holders: holders.clone(),
        allows: Permission::ALL
            .map(|permission| (permission_title(locale, permission), cell(allows, permission)))
            .into_iter()
            .filter(|(_, cell)| cell.class != "none")
            .collect(),
    });
    (columns.collect(), rows.into())
}

/// Who has a role, in words: people of whom each was given it, and departments.
fn holders(locale: Locale, role: &Role, found: &Found) -> String {
    match role.kind {
        Some(Kind::Employee) => return locale.t("role-held-by-all"),
        Some(Kind::Head | Kind::Deputy) => return locale.t("role-held-by-post"),
        Some(Kind::Hr) | None => {}
    }
    let held = found.holders.iter().find(|(id, _)| *id == role.id).map_or(0, |(_, n)| *n);
    let carriers = found.carriers.iter().filter(|(carried, ..)| carried.id == role.id);
    let carriers: Vec<&str> = carriers.map(|(.., name)| name.as_str()).collect();
    let n = i64::try_from(carriers.len()).unwrap_or(i64::MAX);
    let in_words = || {
        let names = places(locale, &carriers, NAMED);
        locale.with("role-carried", &[("n", n.into()), ("names", (&names).into())])
    };
    match (held, n) {
        (held, 0) => locale.n("role-holders", held),
        (0, _) => in_words(),
        (held, _) => format!("{}, {}", locale.n("role-holders", held), in_words()),
    }
}

fn who(person: Employee) -> Who {
    Who {
        face: Face::of_person(&person),
        name: person.shown_name().to_owned(),
        href: format!("/employees/{}", person.id),
        email: person.email,
    }
}

/// One switching on or off, by whom and when.
struct Switched {
    on: bool,
    by: String,
    at: Timestamp,
}

fn last_switched(tx: &mut Tx<'_>, company: CompanyId) -> Result<Vec<Switched>> {
    let entries = tx.history().inviting_switched(company, SHOWN)?;
    let switched = entries.into_iter().map(|entry| Switched {
        on: entry.action == Action::InvitingSwitchedOn.word(),
        by: entry.actor.map_or_else(String::new, |(_, name)| name),
        at: entry.at,
    });
    Ok(switched.collect())
}

fn change_of(signed_in: &SignedIn, switched: Switched) -> Change {
    let (locale, zone, now) = (signed_in.locale(), signed_in.zone(), signed_in.visitor.portal.now());
    let (icon, words) = if switched.on {
        (Icon::Check, locale.t("access-rights-switched-on"))
    } else {
        (Icon::Forbidden, locale.t("access-rights-switched-off"))
    };
    Change {
        icon,
        words,
        who: switched.by,
        time: switched.at.to_jiff().to_string(),
        when: locale.moment(switched.at, now, &zone),
    }
}

#[derive(Deserialize)]
struct SwitchForm {
    everyone: String,
}

async fn change(RightsManager(me): RightsManager, Form(form): Form<SwitchForm>) -> PageResult {
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let everyone = form.everyone == "1";
    let outcome = me
        .visitor
        .portal
        .write(move |tx| switch::switch_inviting(tx, &actor, &company, everyone, now))
        .await?;
    match outcome {
        Outcome::Switched => {
            let key = if everyone { "inviting-on" } else { "inviting-off" };
            Ok(see_other_with(PATH, &flash::good(key, None)))
        }
        Outcome::NotAllowed => Err(Failure::Forbidden),
    }
}
