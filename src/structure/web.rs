//! Pages of the company structure: the tree, and one department.

mod department;
mod forms;
mod leaders;
mod people;

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::routing::get;
use serde::Deserialize;

use super::totals::totals;
use super::tree::{self, Node};
use super::{Department, Leader, People, Post};
use crate::access_rights::{Over, Permission};
use crate::base::id::{CompanyId, DepartmentId};
use crate::i18n::Locale;
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;

/// Up to so many departments the whole tree is unfolded; more are unfolded by the reader.
const UNFOLDED: usize = 60;

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/structure", get(list))
        .merge(department::routes())
        .merge(leaders::routes())
        .merge(people::routes())
        .merge(forms::routes())
}

#[derive(Template)]
#[template(path = "structure/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Line>,
    root: DepartmentId,
    searched: String,
    edits: bool,
    /// Whether departments are dragged: somebody may move one.
    drags: bool,
    is_alone: bool,
}

/// A department in the tree.
struct Line {
    node: Node,
    /// People in it, in words.
    people: String,
    /// Those in it and in all below it, where there is something below.
    total: Option<Total>,
    /// Who heads it.
    heads: String,
    /// Whether something is shown below it.
    opens: bool,
    unfolded: bool,
    /// Whether the reader may change it, and move another one below it.
    holds: bool,
    /// How many lists end after it.
    closes: usize,
}

impl Line {
    /// Whether the reader may move it: the company itself stays where it is.
    fn moves(&self) -> bool {
        self.holds && self.node.depth > 0
    }
}

/// How many people work in a department and in all below it.
struct Total {
    /// Those who work there, where those below add anybody.
    people: Option<i64>,
    /// Beside the number of the department itself.
    short: String,
    /// Where it stands alone.
    words: String,
}

/// A company's departments with their people.
struct Structure {
    departments: Vec<Department>,
    people: HashMap<DepartmentId, People>,
    leaders: Vec<Leader>,
    /// With those below, where that was counted.
    totals: HashMap<DepartmentId, People>,
}

impl Structure {
    async fn read(signed_in: &SignedIn) -> Result<Self> {
        let company = signed_in.visitor.company.id;
        signed_in.visitor.portal.read(move |tx| Self::of(tx, company)).await
    }

    /// The same with the totals of a department, or of the whole company, and of what is below it.
    async fn counted(signed_in: &SignedIn, top: Option<DepartmentId>) -> Result<Self> {
        let company = signed_in.visitor.company.id;
        let read = move |tx: &mut Tx<'_>| {
            let structure = Self::of(tx, company)?;
            let totals = totals(tx, company, &structure.departments, &structure.people, top)?;
            Ok(Self { totals, ..structure })
        };
        signed_in.visitor.portal.read(read).await
    }

    fn of(tx: &mut Tx<'_>, company: CompanyId) -> Result<Self> {
        Ok(Self {
            departments: tx.departments().list(company)?,
            people: tx.departments().people(company)?,
            leaders: tx.departments().leaders(company)?,
            totals: HashMap::new(),
        })
    }

    fn find(&self, id: DepartmentId) -> std::result::Result<&Department, Failure> {
        self.departments.iter().find(|department| department.id == id).ok_or(Failure::NotFound)
    }

    /// Where the reader may move a department to; the chosen one is marked, and stays in any case.
    fn places(&self, me: &SignedIn, id: DepartmentId, chosen: &[DepartmentId]) -> Vec<Node> {
        let places = tree::without(&tree::tree_with(&self.departments, chosen), id);
        tree::within(places, me.rights.reach(Permission::EditStructure))
    }

    fn people_of(&self, id: DepartmentId) -> People {
        self.people.get(&id).copied().unwrap_or_default()
    }

    /// Those of the department together with all below it; nothing where those below add nobody.
    fn total_of(&self, id: DepartmentId, locale: Locale) -> Option<Total> {
        let own = self.people_of(id);
        let all = self.totals.get(&id).copied()?;
        let adds = all.active > own.active || all.invited > own.invited;
        adds.then(|| Total {
            people: (all.active > own.active).then_some(all.active),
            short: locale.with("structure-total", &[("people", (&all.short(locale)).into())]),
            words: locale.with("structure-total", &[("people", (&all.words(locale)).into())]),
        })
    }

    fn heads_of(&self, id: DepartmentId) -> String {
        let heads = self.leaders.iter().filter(|leader| leader.department == id && leader.post == Post::Head);
        heads.map(|head| head.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    fn lines(&self, nodes: Vec<Node>, me: &SignedIn) -> Vec<Line> {
        let (locale, reach) = (me.locale(), me.rights.reach(Permission::EditStructure));
        let few = nodes.len() <= UNFOLDED;
        let depths: Vec<usize> = nodes.iter().skip(1).map(|node| node.depth).collect();
        let lines = nodes.into_iter().enumerate().map(|(index, node)| {
            let next = depths.get(index).copied().unwrap_or(0);
            let holds = reach.includes(Over::All(&[node.id]));
            Line {
                holds,
                people: self.people_of(node.id).words(locale),
                total: self.total_of(node.id, locale),
                heads: self.heads_of(node.id),
                opens: next > node.depth,
                unfolded: few || node.depth == 0,
                closes: node.depth.saturating_sub(next),
                node,
            }
        });
        lines.collect()
    }
}

impl People {
    /// «12 employees, 3 invited»; nothing where there is nobody.
    fn words(self, locale: Locale) -> String {
        let active = (self.active > 0).then(|| locale.n("structure-employees", self.active));
        let invited = (self.invited > 0).then(|| locale.n("structure-invited", self.invited));
        active.into_iter().chain(invited).collect::<Vec<_>>().join(", ")
    }

    /// «12, 3 invited».
    fn short(self, locale: Locale) -> String {
        let active = (self.active > 0).then(|| locale.number(self.active));
        let invited = (self.invited > 0).then(|| locale.n("structure-invited", self.invited));
        active.into_iter().chain(invited).collect::<Vec<_>>().join(", ")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Search {
    q: String,
}

async fn list(signed_in: SignedIn, Query(search): Query<Search>) -> PageResult {
    let structure = Structure::counted(&signed_in, None).await?;
    let all = tree::tree(&structure.departments);
    let root = all.first().ok_or(Failure::Broken)?.id;
    let is_alone = all.len() == 1;
    let shown = if search.q.trim().is_empty() { all } else { tree::matching(&all, &search.q) };
    let mut rows = structure.lines(shown, &signed_in);
    if !search.q.trim().is_empty() {
        for line in &mut rows {
            line.unfolded = true;
        }
    }
    page(&ListPage {
        shell: signed_in.shell(Section::Structure),
        root,
        searched: search.q,
        edits: signed_in.may(Permission::EditStructure, Over::All(&[root])),
        drags: rows.iter().any(Line::moves),
        rows,
        is_alone,
    })
}
