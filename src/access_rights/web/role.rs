//! The page of one role: what it allows, who has it; making one, deleting one.

use askama::Template;
use axum::Router;
use axum::extract::{Form, Path, Query};
use axum::routing::{get, post};
use http::StatusCode;
use serde::Deserialize;

use super::{PATH, permission_hint, permission_title, places, role_path, scope_words};
use crate::access_rights::roles::{Kind, Permissions, Role, change, create, delete, departments, give};
use crate::access_rights::{Over, Permission, Scope};
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId, RoleId};
use crate::company::Company;
use crate::history::Actor;
use crate::i18n::Locale;
use crate::people::Employee;
use crate::people::list::{self, Query as ListQuery};
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};
use crate::structure::tree::{Node, tree_with};
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::merge::{Fields, all, clash_words, mark, merge, value};
use crate::web::page::{PageResult, page, page_with, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{RightsManager, SignedIn};
use crate::web::{Face, flash};

/// People found, and people who have the role, that are shown.
const SHOWN: i64 = 50;
/// Departments that lose a role and are named; of more the number is told.
const SHOWN_DEPARTMENTS: usize = 20;

pub(super) fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/structure/access-rights/roles/new", get(ask_new).post(make))
        .route("/structure/access-rights/roles/{id}", get(show).post(save))
        .route("/structure/access-rights/roles/{id}/delete", get(ask_delete).post(remove))
        .route("/structure/access-rights/roles/{id}/people", post(give_person))
}

#[derive(Template)]
#[template(path = "access_rights/role.html")]
struct RolePage {
    shell: Shell,
    role: Role,
    title: String,
    /// What is known of it now, for the form to say which of it was changed there.
    shown: String,
    /// Its own name as typed; kinds have none.
    name: String,
    /// Who has it without having been given it.
    by_itself: String,
    choices: Vec<Choice>,
    errors: Errors,
    holders: Vec<Holder>,
    typed: String,
    found: Vec<Holder>,
    departments: Vec<Node>,
    /// The switch for all is off, so that this role of everybody allows no inviting.
    is_switched_off: bool,
}

/// One permission, and what can be chosen for it.
struct Choice {
    word: &'static str,
    title: String,
    hint: String,
    options: Vec<Offer>,
    /// The reader may not do it himself in the whole company, and so leaves it as it is.
    is_closed: bool,
}

struct Offer {
    word: &'static str,
    title: String,
    chosen: bool,
}

struct Holder {
    id: EmployeeId,
    face: Face,
    name: String,
    line: String,
}

#[derive(Template)]
#[template(path = "access_rights/new_role.html")]
struct NewPage {
    shell: Shell,
    name: String,
    likes: Vec<(RoleId, String, bool)>,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "access_rights/delete_role.html")]
struct DeletePage {
    shell: Shell,
    id: RoleId,
    title: String,
    /// Who loses it, in words.
    lose: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
}

struct Found {
    role: Role,
    /// The departments that have it.
    having: Vec<DepartmentId>,
    permissions: Permissions,
    holders: Vec<Employee>,
    candidates: Vec<Employee>,
    departments: Vec<Node>,
}

impl Found {
    /// The form with nothing changed yet.
    fn fields(&self) -> Fields {
        let allowed =
            |permission| self.permissions.iter().find(|(it, _)| *it == permission).map(|(_, scope)| *scope);
        let scope = |it: Permission| (it.word().to_owned(), scope_word(allowed(it)).to_owned());
        let department = |id: &DepartmentId| ("department".to_owned(), id.to_string());
        let name = ("name".to_owned(), self.role.name.clone());
        let scopes = Permission::ALL.into_iter().map(scope);
        [name].into_iter().chain(scopes).chain(self.having.iter().map(department)).collect()
    }

    /// What was sent, where it was changed on the form; the rest as it is now. Then what to say where somebody else
    /// changed the same.
    fn merge(&self, locale: Locale, fields: Fields) -> (Fields, Errors) {
        let is_open = |word: &str| all(&fields, word).next().is_some();
        let words: Vec<_> =
            Permission::ALL.map(|it| [it.word()]).into_iter().filter(|[it]| is_open(it)).collect();
        let groups: Vec<&[&'static str]> =
            [&["name"][..], &["department"]].into_iter().chain(words.iter().map(|word| &word[..])).collect();
        let present = self.fields();
        let merged = merge(fields, &present, &groups);
        let now = |field: &str| match (field, Permission::from_word(field)) {
            ("department", _) => {
                let names = self.departments.iter().filter(|it| it.chosen).map(|it| it.name.as_str());
                names.collect::<Vec<_>>().join(", ")
            }
            (_, Some(_)) => scope_words(locale, Scope::from_word(&value(&present, field))),
            _ => value(&present, field),
        };
        let errors = merged.clashes.iter().map(|field| (*field, clash_words(locale, &now(field)))).collect();
        (merged.fields, errors)
    }
}

fn scope_word(scope: Option<Scope>) -> &'static str {
    scope.map_or("none", Scope::word)
}

fn find(tx: &mut Tx<'_>, me: &SignedIn, id: RoleId, typed: &str) -> Result<Option<Found>> {
    let company = me.visitor.company.id;
    let Some(role) = tx.roles().find(company, id)? else { return Ok(None) };
    let ids = tx.roles().holders(company, id, 0, SHOWN)?;
    let query = ListQuery::at_work(typed, SHOWN);
    let found = if typed.trim().is_empty() { Vec::new() } else { list::find(tx, company, &query)?.people };
    let chosen = tx.roles().departments(company, id)?;
    Ok(Some(Found {
        permissions: tx.roles().permissions_of(company, id)?,
        candidates: found.into_iter().filter(|person| !ids.contains(&person.id)).collect(),
        holders: tx.people().in_order(company, &ids)?,
        departments: tree_with(&tx.departments().list(company)?, &chosen),
        having: chosen,
        role,
    }))
}

async fn show(
    RightsManager(me): RightsManager,
    Path(id): Path<RoleId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let (reader, typed) = (me.clone(), asked.q.clone());
    let found = me.visitor.portal.read(move |tx| find(tx, &reader, id, &typed)).await?;
    let found = found.ok_or(Failure::NotFound)?;
    let (name, permissions) = (found.role.name.clone(), found.permissions.clone());
    page(&build(&me, found, name, &permissions, asked.q, Vec::new()))
}

fn build(
    me: &SignedIn,
    found: Found,
    name: String,
    permissions: &Permissions,
    typed: String,
    errors: Errors,
) -> RolePage {
    let locale = me.locale();
    let holder = |person: &Employee| Holder {
        id: person.id,
        face: Face::of(person.id.0, person.shown_name()),
        name: person.shown_name().to_owned(),
        line: person.line().to_owned(),
    };
    RolePage {
        shell: me.shell(Section::Structure),
        title: found.role.title(locale),
        shown: mark(&found.fields()),
        name,
        by_itself: by_itself(locale, &found.role),
        choices: Permission::ALL.into_iter().map(|it| choice(me, it, permissions)).collect(),
        errors,
        holders: found.holders.iter().map(holder).collect(),
        typed,
        found: found.candidates.iter().map(holder).collect(),
        departments: found.departments,
        is_switched_off: found.role.kind == Some(Kind::Employee)
            && !me.visitor.company.inviting.everyone_may_invite,
        role: found.role,
    }
}

fn by_itself(locale: Locale, role: &Role) -> String {
    match role.kind {
        Some(Kind::Employee) => locale.t("role-words-employee"),
        Some(Kind::Head) => locale.t("role-words-head"),
        Some(Kind::Deputy) => locale.t("role-words-deputy"),
        Some(Kind::Hr) | None => String::new(),
    }
}

fn choice(me: &SignedIn, permission: Permission, permissions: &Permissions) -> Choice {
    let locale = me.locale();
    let chosen = permissions.iter().find(|(it, _)| *it == permission).map(|(_, scope)| *scope);
    let scopes = permission.scopes().iter().map(|scope| Some(*scope));
    let offer = |scope: Option<Scope>| Offer {
        word: scope_word(scope),
        title: scope_words(locale, scope),
        chosen: scope == chosen,
    };
    Choice {
        word: permission.word(),
        title: permission_title(locale, permission),
        hint: permission_hint(locale, permission),
        options: [None].into_iter().chain(scopes).map(offer).collect(),
        is_closed: !me.may(permission, Over::Company),
    }
}

/// What was sent of a role.
struct Sent {
    name: String,
    permissions: Permissions,
    /// The departments that are to have it, where they were shown.
    departments: Option<Vec<DepartmentId>>,
}

/// The scopes as they were sent, one field for each permission; the name, and the departments. A scope that nobody
/// could choose is no way to say that something is not allowed any more.
fn typed(fields: &Fields) -> std::result::Result<Sent, Failure> {
    let mut chosen = Permissions::new();
    for (field, value) in fields {
        let Some(permission) = Permission::from_word(field).filter(|_| value != "none") else { continue };
        chosen.push((permission, Scope::from_word(value).ok_or(Failure::Malformed)?));
    }
    let departments: std::result::Result<Vec<DepartmentId>, Failure> =
        all(fields, "department").map(|id| id.parse().map_err(|_| Failure::Malformed)).collect();
    let is_shown = all(fields, "departments").next().is_some();
    Ok(Sent {
        name: value(fields, "name"),
        permissions: chosen,
        departments: if is_shown { Some(departments?) } else { None },
    })
}

/// Why a role was not saved.
#[derive(Clone, Copy)]
enum Unsaved {
    Itself(change::Outcome),
    Departments(departments::Outcome),
}

/// Saves all that the page shows of a role, or nothing.
fn save_all(
    tx: &mut Tx<'_>,
    (actor, company): (&Actor, &Company),
    id: RoleId,
    sent: &Sent,
    now: Timestamp,
) -> Result<Option<Unsaved>> {
    let changed = change::change(tx, actor, company, id, Some(&sent.name), &sent.permissions, now)?;
    if changed != change::Outcome::Changed {
        return Ok(Some(Unsaved::Itself(changed)));
    }
    let Some(wished) = &sent.departments else { return Ok(None) };
    match departments::set_departments(tx, actor, company, id, wished, now)? {
        departments::Outcome::Done | departments::Outcome::NotGiven => Ok(None),
        refused => {
            tx.undo();
            Ok(Some(Unsaved::Departments(refused)))
        }
    }
}

async fn save(
    RightsManager(me): RightsManager,
    Path(id): Path<RoleId>,
    Form(fields): Form<Fields>,
) -> PageResult {
    let (reader, actor, company) = (me.clone(), me.actor(), me.visitor.company.clone());
    let (portal, now) = (&me.visitor.portal, me.visitor.portal.now());
    typed(&fields)?;
    let done = portal.write(move |tx| {
        // Whoever saves at the same moment waits, so that nothing is put back.
        tx.companies().lock(company.id)?;
        let Some(found) = find(tx, &reader, id, "")? else { return Ok(None) };
        let (fields, clashes) = found.merge(reader.locale(), fields.clone());
        let Ok(mut sent) = typed(&fields) else { return Ok(None) };
        // What the reader can't choose is not sent: it stays.
        for (permission, scope) in &found.permissions {
            if !fields.iter().any(|(field, _)| field == permission.word()) {
                sent.permissions.push((*permission, *scope));
            }
        }
        let unsaved =
            if clashes.is_empty() { save_all(tx, (&actor, &company), id, &sent, now)? } else { None };
        Ok(Some((found, sent, clashes, unsaved)))
    });
    let (mut found, sent, mut errors, unsaved) = done.await?.ok_or(Failure::NotFound)?;
    errors.extend(unsaved.map(|unsaved| to_mend(&me, unsaved)).transpose()?);
    if errors.is_empty() {
        return Ok(see_other_with(&role_path(id), &flash::good("role-saved", None)));
    }
    if let Some(chosen) = &sent.departments {
        found.departments.iter_mut().for_each(|place| place.chosen = chosen.contains(&place.id));
    }
    let again = build(&me, found, sent.name.clone(), &sent.permissions, String::new(), errors);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
}

/// The field that is to be mended, and how.
fn to_mend(me: &SignedIn, unsaved: Unsaved) -> std::result::Result<(&'static str, String), Failure> {
    use departments::Outcome as Given;

    let locale = me.locale();
    Ok(match unsaved {
        Unsaved::Itself(change::Outcome::MoreThanOwn(it)) => (it.word(), locale.t("role-more-than-own")),
        Unsaved::Itself(change::Outcome::BadName(problem)) => ("name", locale.title_problem(problem)),
        Unsaved::Itself(change::Outcome::NameTaken) => ("name", locale.t("role-name-taken")),
        Unsaved::Itself(change::Outcome::NotFound) | Unsaved::Departments(Given::NotFound) => {
            return Err(Failure::NotFound);
        }
        Unsaved::Departments(Given::UnknownDepartment) => ("department", locale.t("flash-department-gone")),
        Unsaved::Departments(Given::MoreThanOwn) => ("department", locale.t("flash-rights-more-than-own")),
        Unsaved::Itself(change::Outcome::NotAllowed | change::Outcome::Changed)
        | Unsaved::Departments(Given::NotAllowed | Given::Done | Given::NotGiven) => {
            return Err(Failure::Forbidden);
        }
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NewForm {
    name: String,
    like: String,
}

async fn ask_new(RightsManager(me): RightsManager, Query(form): Query<NewForm>) -> PageResult {
    page(&new_page(&me, form, Vec::new()).await?)
}

async fn new_page(me: &SignedIn, form: NewForm, errors: Errors) -> Result<NewPage> {
    let company = me.visitor.company.id;
    let roles = me.visitor.portal.read(move |tx| tx.roles().list(company)).await?;
    let likes = roles.into_iter().map(|role| {
        let is_chosen = role.id.to_string() == form.like;
        (role.id, role.title(me.locale()), is_chosen)
    });
    Ok(NewPage { shell: me.shell(Section::Structure), name: form.name, likes: likes.collect(), errors })
}

async fn make(RightsManager(me): RightsManager, Form(form): Form<NewForm>) -> PageResult {
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let (name, like) = (form.name.clone(), form.like.parse::<RoleId>().ok());
    let portal = &me.visitor.portal;
    let outcome = portal.write(move |tx| create::create(tx, &actor, &company, &name, like, now)).await?;
    let locale = me.locale();
    let error = match outcome {
        create::Outcome::Created(id) => {
            return Ok(see_other_with(&role_path(id), &flash::good("role-created", None)));
        }
        create::Outcome::NotAllowed => ("like", locale.t("role-more-than-own")),
        create::Outcome::UnknownRole => ("like", locale.t("role-gone")),
        create::Outcome::BadName(problem) => ("name", locale.title_problem(problem)),
        create::Outcome::NameTaken => ("name", locale.t("role-name-taken")),
        create::Outcome::TooMany => ("name", locale.t("role-too-many")),
    };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &new_page(&me, form, vec![error]).await?)
}

/// Who loses a role with it.
fn losers(locale: Locale, held: i64, carriers: &[String]) -> Vec<String> {
    if carriers.is_empty() {
        return vec![locale.n("role-delete-words", held)];
    }
    let people = (held > 0).then(|| locale.n("role-delete-words", held));
    let carriers: Vec<&str> = carriers.iter().map(String::as_str).collect();
    let places = places(locale, &carriers, SHOWN_DEPARTMENTS);
    people.into_iter().chain([locale.named("role-delete-departments", &places)]).collect()
}

async fn ask_delete(RightsManager(me): RightsManager, Path(id): Path<RoleId>) -> PageResult {
    let company = me.visitor.company.id;
    let found = me
        .visitor
        .portal
        .read(move |tx| {
            let role = tx.roles().find(company, id)?.filter(|role| role.kind.is_none());
            let held = tx.roles().holder_counts(company)?;
            let held = held.iter().find(|(of, _)| *of == id).map_or(0, |(_, n)| *n);
            let carriers = tx.roles().departments(company, id)?;
            let mut carriers = tx.departments().names(company, &carriers)?;
            carriers.sort_unstable();
            Ok(role.map(|role| (role, held, carriers)))
        })
        .await?;
    let (role, held, carriers) = found.ok_or(Failure::NotFound)?;
    page(&DeletePage {
        shell: me.shell(Section::Structure),
        id,
        title: role.name,
        lose: losers(me.locale(), held, &carriers),
    })
}

async fn remove(RightsManager(me): RightsManager, Path(id): Path<RoleId>) -> PageResult {
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let outcome = me.visitor.portal.write(move |tx| delete::delete(tx, &actor, &company, id, now)).await?;
    match outcome {
        delete::Outcome::Deleted => Ok(see_other_with(PATH, &flash::good("role-deleted", None))),
        delete::Outcome::IsBuiltIn | delete::Outcome::NotFound => Err(Failure::NotFound),
        delete::Outcome::MoreThanOwn => {
            Ok(see_other_with(&format!("{PATH}/roles/{id}"), &flash::bad("rights-more-than-own", None)))
        }
        delete::Outcome::NotAllowed => Err(Failure::Forbidden),
    }
}

#[derive(Deserialize)]
struct PersonForm {
    person: EmployeeId,
    has: String,
    #[serde(default)]
    return_to: String,
}

async fn give_person(
    RightsManager(me): RightsManager,
    Path(id): Path<RoleId>,
    Form(form): Form<PersonForm>,
) -> PageResult {
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let (person, has, portal) = (form.person, form.has == "1", &me.visitor.portal);
    let outcome = portal.write(move |tx| give::give(tx, &actor, &company, id, person, has, now)).await?;
    let message = match outcome {
        give::Outcome::Done if has => flash::good("role-given", None),
        give::Outcome::Done => flash::good("role-taken", None),
        give::Outcome::NotActive(_) => flash::bad("person-not-active", None),
        give::Outcome::MoreThanOwn => flash::bad("rights-more-than-own", None),
        give::Outcome::NotAllowed => return Err(Failure::Forbidden),
        give::Outcome::NotGiven | give::Outcome::NotFound => return Err(Failure::NotFound),
    };
    let back = if form.return_to == "person" { format!("/employees/{person}/rights") } else { role_path(id) };
    Ok(see_other_with(&back, &message))
}
