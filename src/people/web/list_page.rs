//! The one list of people, in its tabs.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;

use super::rows::{self, InvitationRow, PersonRow, Reader};
use crate::access_rights::rights::Reach;
use crate::access_rights::seen::Seen;
use crate::access_rights::{Over, Permission};
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId};
use crate::invitations::list as invitations;
use crate::invitations::list::Which;
use crate::join_links::list as links;
use crate::join_links::row::{self as link_row, LinkRow};
use crate::people::list::{self, Page};
use crate::people::{Employee, Status, may_see};
use crate::store::{Result, Tx};
use crate::structure::tree::{Node, tree};
use crate::web::Shell;
use crate::web::failure::encode;
use crate::web::page::{PageResult, page};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;

/// Rows of one page.
const ROWS: i64 = 50;
/// The filter that shows join links in the place of invitations.
const LINKS: &str = "links";
/// Living join links above the invitations.
const LIVING_LINKS: i64 = 3;

/// What the address of the list says; anything that makes no sense is passed over.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    status: String,
    q: String,
    department: String,
    chip: String,
    cursor: String,
}

impl Asked {
    fn tab(&self, approves: bool) -> Tab {
        match self.status.as_str() {
            "administrators" => Tab::Administrators,
            word => match Status::from_word(word) {
                Some(Status::AwaitingApproval) if !approves => Tab::People(Status::Active),
                Some(Status::Invited) => Tab::Invited,
                Some(status) => Tab::People(status),
                None => Tab::People(Status::Active),
            },
        }
    }

    /// Whether join links are listed, and not invitations.
    fn wants_links(&self) -> bool {
        self.chip == LINKS && self.q.trim().is_empty()
    }

    /// Whether it is the first page of all that is there.
    fn is_beginning(&self) -> bool {
        [&self.q, &self.department, &self.chip, &self.cursor].iter().all(|value| value.trim().is_empty())
    }

    /// The address of the same list with other values; a cursor never outlives a change.
    fn address(&self, changes: &[(&str, &str)]) -> String {
        let mut query = Vec::new();
        for (name, now) in [
            ("status", self.status.as_str()),
            ("q", self.q.as_str()),
            ("department", self.department.as_str()),
            ("chip", self.chip.as_str()),
            ("cursor", ""),
        ] {
            let value = changes.iter().find(|(of, _)| *of == name).map_or(now, |(_, value)| value);
            if !value.trim().is_empty() {
                query.push(format!("{name}={}", encode(value)));
            }
        }
        if query.is_empty() { "/employees".to_owned() } else { format!("/employees?{}", query.join("&")) }
    }
}

/// A tab of the list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Tab {
    People(Status),
    Invited,
    Administrators,
}

impl Tab {
    fn word(self) -> &'static str {
        match self {
            Self::People(status) => status.word(),
            Self::Invited => Status::Invited.word(),
            Self::Administrators => "administrators",
        }
    }
}

struct Link {
    href: String,
    words: String,
    count: String,
    chosen: bool,
}

impl Link {
    fn label(&self) -> String {
        format!("{} {}", self.words, self.count)
    }
}

#[derive(Template)]
#[template(path = "people/list.html")]
struct ListPage {
    shell: Shell,
    /// Whether the reader may register people.
    manages: bool,
    tabs: Vec<Link>,
    /// The tabs where somebody is found, where nobody is here.
    elsewhere: Vec<Link>,
    chips: Vec<Link>,
    departments: Vec<(Node, String)>,
    department: Option<String>,
    all_departments: String,
    since: String,
    search: String,
    without_search: String,
    tab: Tab,
    people: Vec<PersonRow>,
    invitations: Vec<InvitationRow>,
    /// Join links: a page of them, or the living ones above the invitations.
    links: Vec<LinkRow>,
    shows_links: bool,
    all_links: String,
    here: String,
    first: String,
    next: String,
    shown: String,
    empty: &'static str,
}

struct Found {
    people: Vec<PersonRow>,
    invitations: Vec<InvitationRow>,
    links: Vec<LinkRow>,
    next: Option<Cursor>,
    counts: Vec<(Status, i64)>,
    administrators: i64,
    /// Where else somebody is found, where nobody is here.
    elsewhere: Vec<Status>,
    chips: Vec<(Which, i64)>,
    link_count: i64,
    departments: Vec<Node>,
}

pub(super) async fn show(signed_in: SignedIn, Query(asked): Query<Asked>) -> PageResult {
    let portal = &signed_in.visitor.portal;
    let reader = Reader {
        actor: signed_in.actor(),
        company: signed_in.visitor.company.clone(),
        locale: signed_in.locale(),
        zone: signed_in.zone(),
        now: portal.now(),
    };
    let tab = asked.tab(signed_in.may(Permission::Approve, Over::Anything));
    let question = asked.clone();
    let found = portal.read(move |tx| look(tx, &reader, tab, &question)).await?;
    page(&build(&signed_in, tab, &asked, found))
}

fn look(tx: &mut Tx<'_>, reader: &Reader, tab: Tab, asked: &Asked) -> Result<Found> {
    let company = reader.company.id;
    let department = asked.department.parse().ok().map(DepartmentId);
    let after = Cursor::decode(&asked.cursor);
    let status = match tab {
        Tab::People(status) => Some(status),
        Tab::Invited => Some(Status::Invited),
        Tab::Administrators => None,
    };
    let query = list::Query { status, search: asked.q.clone(), department, after, limit: ROWS };
    let mut found = Found {
        people: Vec::new(),
        invitations: Vec::new(),
        links: Vec::new(),
        next: None,
        counts: counts(tx, reader)?,
        administrators: i64::try_from(tx.people().administrators(company)?.len()).unwrap_or(i64::MAX),
        elsewhere: Vec::new(),
        chips: Vec::new(),
        link_count: 0,
        departments: tree(&tx.departments().list(company)?),
    };
    if tab == Tab::Invited {
        if asked.wants_links() {
            join_links(tx, reader, &query, &mut found)?;
        } else {
            invited(tx, reader, asked, query, &mut found)?;
        }
        count_chips(tx, reader, &mut found)?;
        if asked.is_beginning() {
            let living = tx.join_links().open(company, &Seen::by(&reader.actor), LIVING_LINKS, reader.now)?;
            found.links = link_row::rows(tx, &reader.of_links(), &living)?;
        }
    } else {
        let Page { people, next } = list::find(tx, company, &query)?;
        let people = visible(tx, reader, people)?;
        found.people = rows::people(tx, reader, people)?;
        found.next = next;
    }
    if !asked.q.trim().is_empty() && found.people.is_empty() && found.invitations.is_empty() {
        found.elsewhere = elsewhere(tx, reader, status, &asked.q)?;
    }
    Ok(found)
}

/// How many people are in each status; of those who wait for approval, whom the reader decides about.
fn counts(tx: &mut Tx<'_>, reader: &Reader) -> Result<Vec<(Status, i64)>> {
    let mut counts = tx.people().counts(reader.company.id)?;
    if let Reach::Departments(within) = reader.actor.rights.reach(Permission::Approve) {
        let waiting = tx.people().waiting_in(reader.company.id, within)?;
        for (status, count) in &mut counts {
            if *status == Status::AwaitingApproval {
                *count = waiting;
            }
        }
    }
    Ok(counts)
}

/// Those of a page whom the reader may know of.
fn visible(tx: &mut Tx<'_>, reader: &Reader, people: Vec<Employee>) -> Result<Vec<Employee>> {
    let mut kept = Vec::with_capacity(people.len());
    for person in people {
        if may_see(tx, &reader.actor, &reader.company, &person)? {
            kept.push(person);
        }
    }
    Ok(kept)
}

/// The other statuses in which somebody is found.
fn elsewhere(tx: &mut Tx<'_>, reader: &Reader, here: Option<Status>, search: &str) -> Result<Vec<Status>> {
    let mut found = Vec::new();
    for status in Status::ALL.into_iter().filter(|status| Some(*status) != here) {
        let query = list::Query {
            status: Some(status),
            search: search.to_owned(),
            department: None,
            after: None,
            limit: 1,
        };
        if !list::find(tx, reader.company.id, &query)?.people.is_empty() {
            found.push(status);
        }
    }
    Ok(found)
}

/// Invitations by what became of them; or, in a search, those of the people found.
fn invited(
    tx: &mut Tx<'_>,
    reader: &Reader,
    asked: &Asked,
    query: list::Query,
    found: &mut Found,
) -> Result<()> {
    let company = reader.company.id;
    // What became of an invitation is for its inviter and administrators; the filters tell it.
    let rows = if query.search.trim().is_empty() {
        let which = Which::from_word(&asked.chip);
        let narrowed = invitations::Query {
            which,
            seen: if which == Which::All { Seen::default() } else { Seen::by(&reader.actor) },
            department: not_root(tx, company, query.department)?,
            after: query.after,
            limit: query.limit,
        };
        let page = invitations::find(tx, company, &narrowed, reader.now)?;
        found.next = page.next;
        page.invitations
    } else {
        let page = list::find(tx, company, &query)?;
        found.next = page.next;
        let ids: Vec<_> = page.people.iter().map(|person| person.id).collect();
        tx.invitations().of_people(company, &ids)?
    };
    found.invitations = rows::invitations(tx, reader, rows)?;
    Ok(())
}

fn count_chips(tx: &mut Tx<'_>, reader: &Reader, found: &mut Found) -> Result<()> {
    let (company, most, seen) = (reader.company.id, invitations::COUNTED + 1, Seen::by(&reader.actor));
    for which in Which::ALL.into_iter().skip(1) {
        let count = tx.invitations().count_up_to(company, which, &seen, most, reader.now)?;
        found.chips.push((which, count));
    }
    found.link_count = tx.join_links().count_up_to(company, &seen, most)?;
    Ok(())
}

/// Join links that the reader may see.
fn join_links(tx: &mut Tx<'_>, reader: &Reader, query: &list::Query, found: &mut Found) -> Result<()> {
    let company = reader.company.id;
    let narrowed = links::Query {
        seen: Seen::by(&reader.actor),
        department: not_root(tx, company, query.department)?,
        after: query.after.clone(),
        limit: query.limit,
    };
    let page = links::find(tx, company, &narrowed)?;
    found.links = link_row::rows(tx, &reader.of_links(), &page.links)?;
    found.next = page.next;
    Ok(())
}

/// Everybody is in the company or below it: the root narrows nothing.
fn not_root(
    tx: &mut Tx<'_>,
    company: CompanyId,
    department: Option<DepartmentId>,
) -> Result<Option<DepartmentId>> {
    let found = department.map(|id| tx.departments().find(company, id)).transpose()?.flatten();
    Ok(department.filter(|_| found.is_none_or(|department| department.parent.is_some())))
}

fn build(signed_in: &SignedIn, tab: Tab, asked: &Asked, found: Found) -> ListPage {
    let locale = signed_in.locale();
    let shows_links = tab == Tab::Invited && asked.wants_links();
    let links_shown = if shows_links { found.links.len() } else { 0 };
    let shown = found.people.len() + found.invitations.len() + links_shown;
    let chosen = asked.department.parse().ok().map(DepartmentId);
    let has_search = !asked.q.trim().is_empty();
    let is_narrowed = has_search || chosen.is_some() || !(asked.chip.is_empty() || shows_links);
    let department =
        found.departments.iter().find(|node| Some(node.id) == chosen).map(|node| node.name.clone());
    let tabs = tabs(signed_in, tab, asked, &found);
    let elsewhere = found.elsewhere.iter().filter_map(|status| {
        let href = asked.address(&[("status", status.word()), ("chip", "")]);
        let words = tabs.iter().find(|tab| tab.href == href)?.words.clone();
        Some(Link { href, words, count: String::new(), chosen: false })
    });
    ListPage {
        shell: signed_in.shell(Section::Employees),
        manages: signed_in.may(Permission::Register, Over::Anything),
        elsewhere: elsewhere.collect(),
        tabs,
        chips: if has_search { Vec::new() } else { chips(signed_in, asked, &found) },
        departments: found
            .departments
            .into_iter()
            .map(|node| {
                let href = asked.address(&[("department", &node.id.to_string())]);
                (node, href)
            })
            .collect(),
        department,
        all_departments: asked.address(&[("department", "")]),
        since: locale.t(match tab {
            Tab::People(Status::Dismissed) => "people-column-left",
            Tab::People(Status::AwaitingApproval) => "people-column-asked",
            Tab::People(Status::Active | Status::Invited) | Tab::Invited | Tab::Administrators => {
                "people-column-since"
            }
        }),
        search: asked.q.trim().to_owned(),
        without_search: asked.address(&[("q", "")]),
        tab,
        people: found.people,
        invitations: found.invitations,
        links: found.links,
        shows_links,
        all_links: asked.address(&[("chip", LINKS)]),
        here: asked.address(&[("cursor", &asked.cursor)]),
        first: if asked.cursor.is_empty() { String::new() } else { asked.address(&[]) },
        next: found.next.map(|next| asked.address(&[("cursor", &next.encode())])).unwrap_or_default(),
        shown: locale.n("people-shown", i64::try_from(shown).unwrap_or(0)),
        empty: match (is_narrowed, shows_links) {
            (true, _) => "found",
            (false, true) => LINKS,
            (false, false) => tab.word(),
        },
    }
}

fn tabs(signed_in: &SignedIn, tab: Tab, asked: &Asked, found: &Found) -> Vec<Link> {
    let count = |status| found.counts.iter().find(|(of, _)| *of == status).map_or(0, |(_, n)| *n);
    let approves = signed_in.may(Permission::Approve, Over::Anything);
    [
        (Tab::People(Status::Active), "people-tab-active", count(Status::Active)),
        (Tab::Invited, "people-tab-invited", count(Status::Invited)),
        (Tab::People(Status::AwaitingApproval), "people-tab-awaiting", count(Status::AwaitingApproval)),
        (Tab::Administrators, "people-tab-administrators", found.administrators),
        (Tab::People(Status::Dismissed), "people-tab-dismissed", count(Status::Dismissed)),
    ]
    .into_iter()
    .filter(|(of, ..)| approves || *of != Tab::People(Status::AwaitingApproval))
    .map(|(of, key, count)| Link {
        href: asked.address(&[("status", of.word()), ("chip", "")]),
        words: signed_in.locale().t(key),
        count: count.to_string(),
        chosen: of == tab,
    })
    .collect()
}

fn chips(signed_in: &SignedIn, asked: &Asked, found: &Found) -> Vec<Link> {
    let locale = signed_in.locale();
    let chosen = Which::from_word(&asked.chip);
    let all = found.counts.iter().find(|(status, _)| *status == Status::Invited).map_or(0, |(_, n)| *n);
    let mut counts = vec![(Which::All, all)];
    counts.extend(&found.chips);
    let chip = |(which, count): (Which, i64)| {
        let (key, href) = match which {
            Which::All => ("people-chip-all", asked.address(&[("chip", "")])),
            Which::Failed => ("people-chip-failed", asked.address(&[("chip", which.word())])),
            Which::Expiring => ("people-chip-expiring", asked.address(&[("chip", which.word())])),
            Which::Expired => ("people-chip-expired", asked.address(&[("chip", which.word())])),
            Which::Revoked => ("people-chip-revoked", asked.address(&[("chip", which.word())])),
        };
        let count = if which == Which::All { count.to_string() } else { capped(count) };
        Link { href, words: locale.t(key), count, chosen: which == chosen && !asked.wants_links() }
    };
    if found.chips.is_empty() {
        return Vec::new();
    }
    let links = Link {
        href: asked.address(&[("chip", LINKS)]),
        words: locale.t("people-chip-links"),
        count: capped(found.link_count),
        chosen: asked.wants_links(),
    };
    counts.into_iter().map(chip).chain([links]).collect()
}

/// A number that was counted no further than it is worth.
fn capped(count: i64) -> String {
    if count > invitations::COUNTED { format!("{}+", invitations::COUNTED) } else { count.to_string() }
}
