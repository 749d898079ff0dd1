//! Whom to appoint in a department: those who work there, page by page or searched.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse as _};
use axum::routing::get;
use http::HeaderMap;
use serde::Deserialize;

use super::Structure;
use super::department::{Member, of_person};
use crate::access_rights::{Over, Permission};
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId};
use crate::people::list::{self, Branch, Query as ListQuery};
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};
use crate::structure::members::{self, Page};
use crate::structure::{Department, Post};
use crate::web::failure::encode;
use crate::web::page::{PageResult, asks_for_list, page};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;

/// People of one page.
const ROWS: usize = 20;

pub(super) fn routes() -> Router<SharedPortal> {
    Router::new().route("/structure/{id}/leaders", get(show))
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
    let (company, typed, after) = (me.visitor.company.id, asked.q.clone(), Cursor::decode(&asked.cursor));
    let portal = &me.visitor.portal;
    let (found, posts) = portal
        .read(move |tx| {
            let found = find(tx, company, id, &typed, after.clone())?;
            let post =
                |tx: &mut Tx<'_>, of| Ok(tx.departments().post(company, id, of)?.unwrap_or(Post::Member));
            let posts =
                found.people.iter().map(|person| post(tx, person.id)).collect::<Result<Vec<Post>>>()?;
            Ok((found, posts))
        })
        .await?;
    let found = Appointable {
        shell: me.shell(Section::Structure),
        department: id,
        members: found.people.iter().zip(posts).map(|(person, post)| of_person(&me, person, post)).collect(),
        shown: me.locale().n("people-shown", i64::try_from(found.people.len()).unwrap_or(0)),
        next: found.next.map(|next| asked.address(id, &next.encode())).unwrap_or_default(),
        first: if asked.cursor.is_empty() { String::new() } else { asked.address(id, "") },
        typed: asked.q.clone(),
    };
    let found = found.render()?;
    if asks_for_list(&headers) {
        return Ok(Html(found).into_response());
    }
    page(&LeadersPage {
        shell: me.shell(Section::Structure),
        places: me.may(Permission::EditPeople, Over::All(&[id])),
        department,
        typed: asked.q,
        found,
    })
}

fn find(
    tx: &mut Tx<'_>,
    company: CompanyId,
    id: DepartmentId,
    typed: &str,
    after: Option<Cursor>,
) -> Result<Page> {
    if typed.trim().is_empty() {
        return members::members(tx, company, id, after.as_ref(), ROWS);
    }
    let mut query = ListQuery::at_work(typed, i64::try_from(ROWS).unwrap_or(i64::MAX));
    query.narrow.department = Some(Branch { department: id, alone: true });
    query.after = after;
    let found = list::find(tx, company, &query)?;
    Ok(Page { people: found.people, next: found.next })
}
