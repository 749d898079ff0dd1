//! Pages of inviting: each step is a page that works alone, and a step of the side panel.

mod batch;
mod former;
mod links;
mod mail_app;
mod mail_service;
mod piles;
mod returned;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use axum_extra::extract::Query;
use serde::Deserialize;

use crate::access_rights::roles::giving;
use crate::access_rights::{Over, Permission};
use crate::base::id::DepartmentId;
use crate::join_links::mailto;
use crate::people::Status;
use crate::portal::SharedPortal;
use crate::seats::SeatsLine;
use crate::structure::Department;
use crate::structure::tree::{Node, tree_with};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page, see_other};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/invite", get(ways))
        .route("/invite/start", get(start))
        .route("/invite/other", get(other))
        .route("/more", get(more))
        .merge(mail_app::routes())
        .merge(mail_service::routes())
        .merge(batch::routes())
        .merge(links::routes())
}

/// The departments that were chosen on the first step travel along in each address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Chosen {
    department: Vec<DepartmentId>,
}

impl Chosen {
    /// The address of a step, with the choice.
    fn to(&self, path: &str) -> String {
        format!("{path}{}", self.query())
    }

    /// The same as a query, with its question mark.
    fn query(&self) -> String {
        let pairs: Vec<String> = self.department.iter().map(|id| format!("department={id}")).collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }
}

#[derive(Template)]
#[template(path = "invitations/ways.html")]
struct WaysPage {
    shell: Shell,
    departments: Vec<Node>,
    /// Whether the inviter's own departments are only a suggestion.
    suggested: bool,
    seats: SeatsLine,
}

#[derive(Template)]
#[template(path = "invitations/not_allowed.html")]
struct NotAllowedPage {
    shell: Shell,
    administrators: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "invitations/other.html")]
struct OtherPage {
    shell: Shell,
    chosen: Chosen,
    /// Whether the reader may register people as well.
    manages: bool,
}

#[derive(Template)]
#[template(path = "invitations/more.html")]
struct MorePage {
    shell: Shell,
    invited: i64,
}

async fn ways(me: SignedIn, Query(chosen): Query<Chosen>) -> PageResult {
    if !me.may(Permission::Invite, Over::Anything) {
        return not_allowed(&me).await;
    }
    let (actor, company, id) = (me.actor(), me.visitor.company.clone(), me.me.id);
    let asked = chosen.department;
    let suggested = asked.is_empty();
    let departments = me
        .visitor
        .portal
        .read(move |tx| {
            let mine =
                if asked.is_empty() { tx.people().departments_of(company.id, id)? } else { asked.clone() };
            let all = tree_with(&tx.departments().list(company.id)?, &mine);
            giving::offered(tx, &actor, &company, Permission::Invite, all)
        })
        .await?;
    page(&WaysPage {
        seats: SeatsLine::of_inviting(&me, 0),
        shell: me.shell(Section::Invite),
        departments,
        suggested,
    })
}

/// For how many the link of a letter is, and until when.
fn link_note(me: &SignedIn) -> String {
    let (rules, now) = (&me.visitor.company.inviting, me.visitor.portal.now());
    let until = me.locale().day(now.plus_days(rules.join_link_days), now, &me.zone());
    me.locale().with("invite-link-note", &[("n", rules.join_link_uses.into()), ("until", (&until).into())])
}

/// Whom to ask: the page of somebody who may not invite.
async fn not_allowed(me: &SignedIn) -> PageResult {
    let company = me.visitor.company.id;
    let people = me.visitor.portal.read(move |tx| tx.people().administrators(company)).await?;
    let administrators = people.iter().map(|person| {
        let address = crate::base::email_address::EmailAddress::parse(&person.email);
        let uri = address.map(|address| mailto::to(&address)).unwrap_or_default();
        (person.shown_name().to_owned(), uri)
    });
    let shell = me.shell(Section::Invite);
    let page = NotAllowedPage { shell, administrators: administrators.collect() };
    crate::web::page::page_with(http::StatusCode::FORBIDDEN, &page)
}

/// The inviter of a step, or the page that tells him whom to ask.
async fn inviter(me: &SignedIn) -> Result<Option<Response>, Failure> {
    if me.may(Permission::Invite, Over::Anything) { Ok(None) } else { not_allowed(me).await.map(Some) }
}

/// The names of the departments that were chosen, the company's where none was.
async fn into(me: &SignedIn, chosen: &Chosen) -> Result<String, Failure> {
    let (company, chosen) = (me.visitor.company.id, chosen.department.clone());
    let all = me.visitor.portal.read(move |tx| tx.departments().list(company)).await?;
    let is_meant = |department: &&Department| match chosen.as_slice() {
        [] => department.parent.is_none(),
        some => some.contains(&department.id),
    };
    Ok(all.iter().filter(is_meant).map(|department| department.name.as_str()).collect::<Vec<_>>().join(", "))
}

#[derive(Deserialize)]
struct Start {
    #[serde(default)]
    way: String,
    #[serde(default)]
    department: Vec<DepartmentId>,
    /// Those that were checked without having been chosen.
    #[serde(default)]
    suggested: Vec<DepartmentId>,
}

/// Leads on to the way that was chosen. What was only suggested gives way to a choice, also where no script
/// has seen to it.
async fn start(_me: SignedIn, Query(start): Query<Start>) -> Response {
    let (suggested, chosen): (Vec<_>, Vec<_>) =
        start.department.into_iter().partition(|id| start.suggested.contains(id));
    let query = Chosen { department: if chosen.is_empty() { suggested } else { chosen } }.query();
    let way = match start.way.as_str() {
        "mail-service" => "mail-service",
        "other" => "other",
        _ => "mail-app",
    };
    see_other(&format!("/invite/{way}{query}"))
}

async fn other(me: SignedIn, Query(chosen): Query<Chosen>) -> PageResult {
    if let Some(refusal) = inviter(&me).await? {
        return Ok(refusal);
    }
    let manages = me.may(Permission::Register, Over::Anything);
    page(&OtherPage { shell: me.shell(Section::Invite), chosen, manages })
}

/// The fourth place of the phone's bottom bar.
async fn more(me: SignedIn) -> PageResult {
    let company = me.visitor.company.id;
    let counts = me.visitor.portal.read(move |tx| tx.people().counts(company)).await?;
    let invited = counts.iter().find(|(status, _)| *status == Status::Invited).map_or(0, |(_, n)| *n);
    page(&MorePage { shell: me.shell(Section::More), invited })
}
