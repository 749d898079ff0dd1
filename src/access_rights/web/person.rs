//! What a person may, and why: for himself and for whoever manages rights, who gives him roles here.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;

use super::{permission_title, places, scope_words, title};
use crate::access_rights::rights::Reach;
use crate::access_rights::roles::Role;
use crate::access_rights::store::{Grant, Via};
use crate::access_rights::why::{self, Explained};
use crate::access_rights::{Over, Permission, Scope};
use crate::base::id::{DepartmentId, EmployeeId, RoleId};
use crate::i18n::Locale;
use crate::people::{Employee, Status, find_visible};
use crate::portal::SharedPortal;
use crate::structure::Department;
use crate::structure::tree::{self, Node};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;

/// Departments of a reach that are named; of more the number is told.
const NAMED: usize = 4;

pub(super) fn routes() -> Router<SharedPortal> {
    Router::new().route("/employees/{id}/rights", get(show))
}

#[derive(Template)]
#[template(path = "access_rights/person.html")]
struct PersonPage {
    shell: Shell,
    id: EmployeeId,
    name: String,
    is_administrator: bool,
    rows: Vec<Row>,
    /// The roles that can be given to him; empty for who may give none.
    roles: Vec<(RoleId, String, bool)>,
}

struct Row {
    title: String,
    may: bool,
    /// Where he may.
    reach: String,
    /// What allows it, or that nothing does.
    why: Vec<String>,
}

async fn show(me: SignedIn, Path(id): Path<EmployeeId>) -> PageResult {
    let manages = me.may(Permission::ManageRights, Over::Company);
    if !manages && me.me.id != id {
        return Err(Failure::Forbidden);
    }
    let (actor, company) = (me.actor(), me.visitor.company.clone());
    let found = me
        .visitor
        .portal
        .read(move |tx| {
            let person = find_visible(tx, &actor, &company, id)?;
            let Some(person) = person.filter(|person| person.status == Status::Active) else {
                return Ok(None);
            };
            let explained = why::explain(tx, &company, &person)?;
            let held = tx.roles().of_person(company.id, id)?;
            let roles = if manages { tx.roles().list(company.id)? } else { Vec::new() };
            Ok(Some((person, explained, held, roles, tx.departments().list(company.id)?)))
        })
        .await?;
    let (person, explained, held, roles, departments) = found.ok_or(Failure::NotFound)?;
    page(&build(&me, &person, &explained, &held, roles, &departments))
}

fn build(
    me: &SignedIn,
    person: &Employee,
    explained: &[Explained],
    held: &[Role],
    roles: Vec<Role>,
    departments: &[Department],
) -> PersonPage {
    let locale = me.locale();
    let (given, nodes) = (roles.into_iter().filter(Role::is_given), tree::tree(departments));
    PersonPage {
        shell: me.shell(Section::Employees),
        id: person.id,
        name: person.shown_name().to_owned(),
        is_administrator: person.is_administrator(),
        rows: explained.iter().map(|one| row(locale, one, &nodes)).collect(),
        roles: given.map(|role| (role.id, role.title(locale), held.contains(&role))).collect(),
    }
}

fn row(locale: Locale, one: &Explained, nodes: &[Node]) -> Row {
    let may = one.reach != Reach::Nowhere;
    let mut why: Vec<String> = one.grants.iter().map(|grant| source(locale, grant)).collect();
    if !may && why.is_empty() {
        why.push(locale.t("why-not"));
    }
    let (title, reach) = (permission_title(locale, one.permission), reach(locale, &one.reach, nodes));
    Row { title, may, reach, why }
}

fn reach(locale: Locale, reach: &Reach, nodes: &[Node]) -> String {
    match reach {
        Reach::Nowhere => scope_words(locale, None),
        Reach::Company => scope_words(locale, Some(Scope::Company)),
        Reach::Departments(within) => {
            let named = branches(nodes, |id| within.contains(&id)).into_iter().map(|(name, is_branch)| {
                if is_branch { locale.named("reach-and-below", &name) } else { name }
            });
            let named: Vec<String> = named.collect();
            places(locale, &named.iter().map(String::as_str).collect::<Vec<_>>(), NAMED)
        }
    }
}

/// Departments that are inside, each with whether all below it are, which are not named then.
fn branches(nodes: &[Node], is_inside: impl Fn(DepartmentId) -> bool) -> Vec<(String, bool)> {
    let (mut named, mut at) = (Vec::new(), 0);
    while let Some(node) = nodes.get(at) {
        at += 1;
        if !is_inside(node.id) {
            continue;
        }
        let below = nodes[at..].iter().take_while(|other| other.depth > node.depth);
        let (count, all) = (below.clone().count(), below.clone().all(|other| is_inside(other.id)));
        named.push((node.name.clone(), all && count > 0));
        at += if all { count } else { 0 };
    }
    named
}

/// «Head of Sales: the department and below».
fn source(locale: Locale, grant: &Grant) -> String {
    let role = title(locale, grant.kind, &grant.name);
    let scope = scope_words(locale, Some(grant.scope));
    let department = grant.department.as_ref().map_or("", |(_, name)| name.as_str());
    let key = match grant.via {
        Via::Everybody => "why-everybody",
        Via::Person => "why-person",
        Via::Department => "why-department",
        Via::Post => "why-post",
    };
    locale
        .with(key, &[("role", (&role).into()), ("scope", (&scope).into()), ("department", department.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_branch_is_named_by_its_top() {
        let department = |id, parent: Option<i64>, name: &str| Department {
            id: DepartmentId(id),
            parent: parent.map(DepartmentId),
            name: name.to_owned(),
        };
        let nodes = tree::tree(&[
            department(1, None, "Ромашка"),
            department(2, Some(1), "Продажи"),
            department(3, Some(2), "Москва"),
            department(4, Some(2), "Омск"),
            department(5, Some(1), "Склад"),
        ]);
        let named = |inside: &[i64]| {
            let all = branches(&nodes, |id| inside.contains(&id.0)).into_iter();
            all.map(|(name, is_branch)| format!("{name}{}", if is_branch { "+" } else { "" }))
                .collect::<Vec<_>>()
        };
        assert_eq!(named(&[2, 3, 4, 5]), ["Продажи+", "Склад"]);
        assert_eq!(named(&[2, 4]), ["Продажи", "Омск"]);
        assert_eq!(named(&[3]), ["Москва"]);
        assert!(named(&[]).is_empty());
    }
}
