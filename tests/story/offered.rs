//! What is offered is what is allowed. Readers with each right and each role walk over all that they are shown:
//! no link and no button leads to a refusal, and what they may do is to be found.

use std::collections::{BTreeMap, BTreeSet};

use collega::access_rights::Permission;
use collega::access_rights::roles::Kind;
use collega::base::id::{DepartmentId, EmployeeId, RoleId};
use collega::people::{Role, Status};
use serde_json::json;

use crate::support::browserless::{Browserless, Button, Page};
use crate::support::consistency;
use crate::support::databases::{Engine, TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    each_right_is_offered_and_nothing_that_is_refused,
    each_role_is_offered_and_nothing_that_is_refused,
);

/// Addresses of one page that differ by what is asked for: more of them show nothing new.
const SORTS_OF_ONE_PAGE: usize = 6;

/// More pages than such a company has.
const MOST_PAGES: usize = 1000;

/// A department with something of everything, each made by others.
struct Place {
    own: DepartmentId,
    colleague: EmployeeId,
    waiting: EmployeeId,
    gone: EmployeeId,
    invited: i64,
    invitation: i64,
    link: i64,
}

async fn place(portal: &TestPortal) -> Place {
    let program = portal.program().await;
    let email = |of: &str| format!("{of}@romashka.example");
    let own = portal.add_department("Отдел", None).await;
    let below = portal.add_department("Участок", Some(own)).await;
    portal.add_department("Склад", Some(own)).await;
    portal.add_person(&email("below"), Status::Active, below).await;
    let into = |of: &str| json!({ "recipients": [{ "email": email(of) }], "department_ids": [own.0] });
    let invited = program.invite(into("invited")).await.json["results"][0]["invitation"]["id"].clone();
    let link = program.post("/join-links", json!({ "department_ids": [own.0] })).await.json["id"].clone();
    Place {
        own,
        colleague: portal.add_person(&email("colleague"), Status::Active, own).await,
        waiting: portal.add_person(&email("waiting"), Status::AwaitingApproval, own).await,
        gone: portal.add_person(&email("gone"), Status::Dismissed, own).await,
        invited: portal.number("SELECT employee_id FROM invitations").await,
        invitation: invited.as_i64().unwrap(),
        link: link.as_i64().unwrap(),
    }
}

/// What somebody with a right is to find, in a department that it reaches.
fn doors(permission: Permission, place: &Place) -> Vec<String> {
    let Place { own, colleague, waiting, gone, invitation, link, .. } = place;
    match permission {
        Permission::Invite => vec!["/invite/start".to_owned(), format!("/invite?department={own}")],
        Permission::Register => vec!["/employees/new".to_owned()],
        Permission::SeeInvitations => {
            vec![format!("/invitations/{invitation}"), format!("/join-links/{link}")]
        }
        Permission::ManageInvitations => vec![
            format!("/invitations/{invitation}/departments"),
            format!("/invitations/{invitation}/revoke"),
            format!("/join-links/{link}/switch-off"),
        ],
        Permission::Approve => {
            vec![format!("/employees/{waiting}/approve"), format!("/employees/{waiting}/refuse")]
        }
        Permission::EditPeople => {
            vec![format!("/employees/{colleague}/edit"), format!("/structure/{own}/people")]
        }
        Permission::Dismiss => {
            vec![format!("/employees/{colleague}/dismiss"), format!("/employees/{gone}/rehire")]
        }
        Permission::EditStructure => vec![
            format!("/structure/{own}/rename"),
            format!("/structure/new?parent={own}"),
            format!("/structure/{own}/people/{colleague}/post"),
        ],
        Permission::Export => vec!["/employees/export".to_owned()],
        Permission::ManageRights => {
            vec!["/structure/access-rights/roles/new".to_owned(), format!("/employees/{colleague}/rights")]
        }
        Permission::ManageSettings => vec!["/settings/plan".to_owned(), "/history".to_owned()],
    }
}

/// What a reader found on his way.
struct Walk {
    /// How often each page was looked at, whatever was asked of it.
    pages: BTreeMap<String, usize>,
    offered: BTreeSet<String>,
    buttons: BTreeSet<Button>,
    refused: Vec<String>,
}

impl Walk {
    /// Follows every link from the first page on, and from a page that only the history leads to.
    async fn through(reader: &Browserless, place: &Place) -> Self {
        let (pages, offered, buttons, refused) = Default::default();
        let mut walk = Self { pages, offered, buttons, refused };
        let starts = ["/".to_owned(), format!("/employees/{}", place.invited)];
        let mut ahead: Vec<_> = starts.map(|start| ("the start".to_owned(), start)).into();
        while let Some((from, address)) = ahead.pop() {
            if !walk.is_news(&address) {
                continue;
            }
            let looks: usize = walk.pages.values().sum();
            assert!(looks < MOST_PAGES, "no end of pages: {:#?}", walk.pages);
            let page = reader.get(&address).await;
            if page.status >= 400 && !tells_whom_to_ask(&page) {
                walk.refused.push(format!("{from} leads to {address}: {}", page.status));
            }
            let (links, buttons) = page.ways();
            let (posting, asking): (Vec<_>, Vec<_>) = buttons.into_iter().partition(|button| button.posts);
            ahead.extend(addresses(&page, links, asking).map(|link| (address.clone(), link)));
            walk.buttons.extend(posting.into_iter().map(forgetful));
        }
        walk.offered.extend(walk.buttons.iter().map(|button| button.action.clone()));
        walk
    }

    fn is_news(&mut self, address: &str) -> bool {
        let (path, asked) = address.split_once('?').unwrap_or((address, ""));
        let preset = asked.split('&').find(|field| field.starts_with("status=")).unwrap_or_default();
        let looks = self.pages.entry(format!("{path}?{preset}")).or_default();
        let is_news = self.offered.insert(address.to_owned()) && *looks < SORTS_OF_ONE_PAGE;
        *looks += usize::from(is_news);
        is_news
    }

    /// Presses every button as it stands, those that end something last.
    async fn press_all(&mut self, reader: &Reader) {
        let mut buttons: Vec<_> = self.buttons.iter().filter(|button| reader.presses(button)).collect();
        // What was made later is within what was made before.
        buttons.reverse();
        buttons.sort_by_key(|button| harm(&button.action));
        for button in buttons {
            let page = reader.browser.press(button).await;
            // What another button ended a moment ago is not there any more.
            let is_over = page.status == 404 && harm(&button.action) > 0;
            let is_shut = matches!(page.status, 401 | 403 | 404 | 405 | 500..) || is_beyond_him(&page);
            if is_shut && !is_over && !tells_whom_to_ask(&page) {
                self.refused.push(format!("{} {:?}: {}", button.action, button.fields, page.status));
            }
        }
    }
}

/// The addresses in the portal that a page leads to.
fn addresses(page: &Page, links: Vec<String>, asking: Vec<Button>) -> impl Iterator<Item = String> {
    let path = page.path().split('?').next().unwrap_or_default().to_owned();
    let asked = asking.into_iter().map(|button| {
        let fields = button.fields.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        format!("{}?{}", button.action, fields.collect::<Vec<_>>().join("&"))
    });
    let whole = links.into_iter().chain(asked).map(move |link| match link.strip_prefix('?') {
        Some(query) => format!("{path}?{query}"),
        None => link,
    });
    let within = whole.filter(|link| link.starts_with('/'));
    within.map(|link| link.split('#').next().unwrap_or_default().to_owned())
}

/// The same button of two pages is one, wherever it leads back to.
fn forgetful(mut button: Button) -> Button {
    button.fields.retain(|(name, _)| name != "return_to");
    button
}

fn encoded(value: &str) -> String {
    form_urlencoded::byte_serialize(value.as_bytes()).collect()
}

/// Everybody is led to inviting: who may not is told whom to ask.
fn tells_whom_to_ask(page: &Page) -> bool {
    page.status == 403 && page.path().starts_with("/invite")
}

/// Whether he is told that it is not for him to do, whatever he types.
fn is_beyond_him(page: &Page) -> bool {
    page.says("Сейчас вам нельзя приглашать") || page.says("сможет то, чего не можете вы сами. Обратитесь")
}

/// How much a button takes from the others.
fn harm(action: &str) -> usize {
    let verb = action.rsplit('/').next().unwrap_or_default();
    match verb {
        "delete" if action.starts_with("/structure/") => 3,
        "remove" if action.starts_with("/structure/") => 2,
        "access-rights" | "dismiss" | "refuse" | "revoke" | "delete" | "remove" | "free-address" | "role"
        | "undo" => 1,
        _ => 0,
    }
}

/// Somebody of a place who has a role, a post or all rights.
struct Reader {
    id: EmployeeId,
    browser: Browserless,
    /// His own role, where he has one.
    role: Option<RoleId>,
}

impl Reader {
    /// Not what takes something from himself, nor what needs a file or a mail server.
    fn presses(&self, button: &Button) -> bool {
        let (me, action) = (self.id, button.action.as_str());
        let own = self.role.map(|role| format!("/structure/access-rights/roles/{role}"));
        let is_own = action.starts_with(&format!("/employees/{me}/"))
            || action.contains(&format!("/people/{me}/"))
            || own.is_some_and(|own| action == own || action.starts_with(&format!("{own}/")))
            || button.fields.contains(&("person".to_owned(), me.to_string()));
        let out = ["/sign-out", "/profile/sessions/end", "/settings/mail"];
        !is_own && !button.is_upload && !out.iter().any(|it| action.starts_with(it))
    }
}

async fn reader(portal: &TestPortal, place: &Place) -> Reader {
    let email = "reader@romashka.example";
    let id = portal.add_employee("Пётр Вяземский", email).await;
    let (company, own) = (portal.company, place.own);
    portal.write(move |tx| tx.people().set_departments(company, id, &[own])).await;
    Reader { id, browser: portal.signed_in(email).await, role: None }
}

/// Walks, presses, and gives what was wrong.
async fn wrong(reader: &Reader, place: &Place, rights: &[Permission]) -> Vec<String> {
    let mut walk = Walk::through(&reader.browser, place).await;
    let expected = rights.iter().flat_map(|right| doors(*right, place));
    let missing: Vec<_> =
        expected.filter(|door| !walk.offered.iter().any(|it| it.starts_with(door))).collect();
    walk.press_all(reader).await;
    walk.refused.into_iter().chain(missing.into_iter().map(|door| format!("{door} is not offered"))).collect()
}

/// Everything anew for each reader: what one presses is nothing to the next.
async fn stage(engine: Engine) -> (TestDatabase, TestPortal, Place, Reader) {
    let database = TestDatabase::new(engine);
    let portal = TestPortal::new(&database).await;
    let place = place(&portal).await;
    let reader = reader(&portal, &place).await;
    (database, portal, place, reader)
}

async fn each_right_is_offered_and_nothing_that_is_refused(database: &TestDatabase) {
    let mut all = Vec::new();
    for permission in Permission::ALL {
        let (_database, portal, place, mut reader) = stage(database.engine).await;
        let (company, now, id) = (portal.company, portal.portal.now(), reader.id);
        // In one's own departments and below, where there is such a thing.
        let scope = permission.scopes()[permission.scopes().len() / 2];
        let role = portal
            .write(move |tx| {
                let everybody = tx.roles().of_kind(company, Kind::Employee)?;
                tx.roles().set_permissions(company, everybody.id, &[])?;
                let role = tx.roles().insert(company, None, "Проба", now)?.unwrap();
                tx.roles().set_permissions(company, role, &[(permission, scope)])?;
                tx.roles().give(company, role, id)?;
                Ok(role)
            })
            .await;
        reader.role = Some(role);
        let wrong = wrong(&reader, &place, &[permission]).await;
        all.extend(wrong.into_iter().map(|it| format!("{permission:?}: {it}")));
        consistency::check(&portal.portal.db).await;
    }
    assert!(all.is_empty(), "{all:#?}");
}

async fn each_role_is_offered_and_nothing_that_is_refused(database: &TestDatabase) {
    let mut all = Vec::new();
    for kind in [Some(Kind::Employee), Some(Kind::Deputy), Some(Kind::Head), Some(Kind::Hr), None] {
        let (_database, portal, place, reader) = stage(database.engine).await;
        become_one(&portal, &reader, &place, kind).await;
        let rights: Vec<Permission> = match kind {
            Some(kind) => kind.begins_with().into_iter().map(|(permission, _)| permission).collect(),
            None => Permission::ALL.to_vec(),
        };
        let wrong = wrong(&reader, &place, &rights).await;
        all.extend(wrong.into_iter().map(|it| format!("{}: {it}", kind.map_or("administrator", Kind::word))));
        consistency::check(&portal.portal.db).await;
    }
    assert!(all.is_empty(), "{all:#?}");
}

/// Gives a reader his role; none is an administrator's.
async fn become_one(portal: &TestPortal, reader: &Reader, place: &Place, kind: Option<Kind>) {
    use collega::structure::Post;
    let (company, id, own) = (portal.company, reader.id, place.own);
    portal
        .write(move |tx| match kind {
            None => tx.people().set_role(company, id, Role::Administrator).map(drop),
            Some(Kind::Head) => tx.departments().set_post(company, own, id, Post::Head).map(drop),
            Some(Kind::Deputy) => tx.departments().set_post(company, own, id, Post::Deputy).map(drop),
            Some(Kind::Employee) => Ok(()),
            Some(Kind::Hr) => {
                let role = tx.roles().of_kind(company, Kind::Hr)?;
                tx.roles().give(company, role.id, id).map(drop)
            }
        })
        .await;
}
