//! The page of the list: what it finds, and its answer to whoever asks whether something has changed.

use askama::Template;
use aws_lc_rs::digest::{SHA256, digest};
use axum::response::{Html, IntoResponse as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, StatusCode, header};

use super::described::Names;
use super::look::{self, Listed};
use super::region::{self, Region};
use super::rows::{Reader, Row};
use super::view::View;
use super::{described, export, reader, rows};
use crate::access_rights::seen::Seen;
use crate::access_rights::{Over, Permission};
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId};
use crate::invitations::list as invitations;
use crate::invitations::list::Which;
use crate::join_links::list as links;
use crate::join_links::row::{self as link_row, LinkRow};
use crate::people::columns::{Column, Preset};
use crate::people::list::{Counted, readings};
use crate::people::views::SavedView;
use crate::people::{Status, count_waiting};
use crate::store::{Result, Tx};
use crate::web::Shell;
use crate::web::page::{PageResult, asks_for_list, page};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;

/// Rows of one page.
const ROWS: i64 = 50;
/// Living join links above the invitations.
const LIVING_LINKS: i64 = 3;

#[derive(Template)]
#[template(path = "people/list.html")]
struct ListPage {
    shell: Shell,
    search: String,
    fields: Vec<(&'static str, String)>,
    region: String,
    version: String,
    /// Whether the reader may add somebody without an invitation.
    manages: bool,
}

/// What a view finds, and all that stands around it.
#[derive(Default)]
pub(super) struct Found {
    pub rows: Vec<Row>,
    pub listed: Listed,
    pub columns: Vec<Column>,
    pub counts: Vec<(Status, i64)>,
    pub administrators: i64,
    /// Where else somebody is found, where nobody is here.
    pub elsewhere: Vec<(Preset, Which)>,
    /// What was looked for in the place of what was typed.
    pub meant: Option<String>,
    pub chips: Vec<(Which, Counted)>,
    /// How many invitations are the reader's own, where he knows of no others what became of them.
    pub own: Option<Counted>,
    pub links: Vec<LinkRow>,
    pub link_count: i64,
    pub next: Option<Cursor>,
    /// How many rows there are on all pages, as far as that is cheap to know.
    pub total: Option<i64>,
    /// What those are called whom the view names.
    pub names: Names,
    pub views: Vec<SavedView>,
    /// Whether the reader may take the view along.
    pub exports: bool,
}

impl Found {
    /// How many are in a preset.
    pub fn count_of(&self, preset: Preset) -> i64 {
        match preset {
            Preset::Administrators => self.administrators,
            Preset::Status(status) => {
                self.counts.iter().find(|(it, _)| *it == status).map_or(0, |(_, count)| *count)
            }
        }
    }
}

/// What is counted around the list: it must not say otherwise than the list.
#[derive(Template)]
#[template(path = "people/around.html")]
struct Around {
    shell: Shell,
}

pub(super) async fn show(signed_in: SignedIn, headers: HeaderMap, view: View) -> PageResult {
    let by_script = asks_for_list(&headers);
    let reader = reader(&signed_in);
    let (asking, asked) = (reader.clone(), view.clone());
    let found = signed_in.visitor.portal.read(move |tx| look_up(tx, &asking, &asked)).await?;
    let region: Region = region::build(&signed_in, &reader, &view, found);
    let (fields, search) = (view.fields(&["q", "cursor", "trail"]), view.search().to_owned());
    let (region, shell) = (region.render()?, signed_in.shell(Section::Employees));
    let around = Around { shell: shell.clone() }.render()?;
    let version = version(&format!("{region}{around}"));
    if !by_script {
        return page(&ListPage {
            shell,
            search,
            fields,
            region,
            version,
            manages: signed_in.may(Permission::Register, Over::Anything),
        });
    }
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
    let tag = [(header::ETAG, version.clone())];
    if known == Some(version.as_str()) {
        return Ok((StatusCode::NOT_MODIFIED, tag).into_response());
    }
    Ok((tag, Html(region + &around)).into_response())
}

/// The same for the same words. Weak, since on the way they may be packed.
fn version(region: &str) -> String {
    let sum = digest(&SHA256, region.as_bytes());
    format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&sum.as_ref()[..18]))
}

fn look_up(tx: &mut Tx<'_>, reader: &Reader, view: &View) -> Result<Found> {
    let company = reader.company.id;
    let preset = view.preset(&reader.actor, &reader.company);
    let mut found = Found {
        counts: counts(tx, reader)?,
        administrators: tx.people().count_administrators(company)?,
        columns: look::columns(tx, reader, view, preset)?,
        exports: export::may(tx, reader, view)?,
        ..Found::default()
    };
    if let Some(owner) = reader.actor.employee {
        found.views = tx.people().views(company, owner)?;
    }
    found.names = described::names(tx, reader, view)?;
    if preset.status() == Status::Invited {
        count_chips(tx, reader, view, preset, &mut found)?;
        if view.wants_links() {
            join_links(tx, reader, view, &mut found)?;
            return Ok(found);
        }
        if view.is_beginning() {
            let living = tx.join_links().open(company, &Seen::by(&reader.actor), LIVING_LINKS, reader.now)?;
            found.links = link_row::rows(tx, &reader.of_links(), &living)?;
        }
    }
    let view = find(tx, reader, view, preset, &mut found)?;
    found.rows = rows::rows(tx, reader, &view, &found.columns, &found.listed)?;
    found.next.clone_from(&found.listed.next);
    found.total = total(tx, reader, &view, preset, &found)?;
    Ok(found)
}

/// How many rows a view has: all of a preset or of a chip are counted anyway, and so are a few.
fn total(
    tx: &mut Tx<'_>,
    reader: &Reader,
    view: &View,
    preset: Preset,
    found: &Found,
) -> Result<Option<i64>> {
    if found.next.is_none() && view.get("cursor").is_empty() {
        return Ok(None);
    }
    let is_whole = !view.with(&[("chip", "")]).is_narrowed();
    if is_whole && view.which() == Which::All {
        return Ok(Some(found.count_of(preset)));
    }
    let counted = found.chips.iter().find(|(which, _)| *which == view.which()).map(|(_, counted)| counted);
    if is_whole
        && let Some(counted) =
            counted.filter(|counted| !counted.more && counted.count <= invitations::COUNTED)
    {
        return Ok(Some(counted.count));
    }
    if found.listed.is_few { look::size_of_few(tx, reader, view) } else { Ok(None) }
}

/// Finds a page of the view: as it was typed, else as it may be meant; else where there is somebody. Which view
/// it was.
fn find(tx: &mut Tx<'_>, reader: &Reader, view: &View, preset: Preset, found: &mut Found) -> Result<View> {
    found.listed = look::look(tx, reader, view, ROWS)?;
    if !found.listed.is_empty()
        || found.listed.is_cut
        || view.search().is_empty()
        || !view.get("cursor").is_empty()
    {
        return Ok(view.clone());
    }
    found.elsewhere = elsewhere(tx, reader, (preset, view.which()), view.search())?;
    if !found.elsewhere.is_empty() {
        return Ok(view.clone());
    }
    for meant in readings::of(tx, reader.company.id, &Status::ALL, view.search())? {
        let other = view.with(&[("q", &meant)]);
        let listed = look::look(tx, reader, &other, ROWS)?;
        if !listed.is_empty() || listed.is_cut {
            (found.listed, found.meant) = (listed, Some(meant));
            return Ok(other);
        }
        found.elsewhere = elsewhere(tx, reader, (preset, view.which()), &meant)?;
        if !found.elsewhere.is_empty() {
            found.meant = Some(meant);
            break;
        }
    }
    Ok(view.clone())
}

/// The other presets in which somebody is found, and the invitations that have ended.
fn elsewhere(
    tx: &mut Tx<'_>,
    reader: &Reader,
    (here, which): (Preset, Which),
    search: &str,
) -> Result<Vec<(Preset, Which)>> {
    let all = Status::ALL.map(|status| (status, Which::All));
    let ended = [Which::Revoked, Which::Declined].map(|which| (Status::Invited, which));
    let is_here = |(status, its): (Status, Which)| {
        status == here.status() && (its == which || status != Status::Invited)
    };
    let mut found = Vec::new();
    for (status, which) in all.into_iter().chain(ended).filter(|place| !is_here(*place)) {
        let place = (Preset::Status(status), which);
        let may = status != Status::AwaitingApproval || reader.may(Permission::Approve);
        if may && look::is_found(tx, reader, place, search)? {
            found.push(place);
        }
    }
    let at_work = (Preset::Status(Status::Active), Which::All);
    if here == Preset::Administrators && look::is_found(tx, reader, at_work, search)? {
        found.insert(0, at_work);
    }
    Ok(found)
}

/// How many people are in each status; of those who wait for approval, whom the reader decides about.
fn counts(tx: &mut Tx<'_>, reader: &Reader) -> Result<Vec<(Status, i64)>> {
    let mut counts = tx.people().counts(reader.company.id)?;
    for (status, count) in &mut counts {
        if *status == Status::AwaitingApproval {
            *count = count_waiting(tx, reader.company.id, &reader.actor.rights, *count)?;
        }
    }
    Ok(counts)
}

/// Of whoever knows of his own invitations alone there are his own numbers, where he looks at his own.
fn count_chips(
    tx: &mut Tx<'_>,
    reader: &Reader,
    view: &View,
    preset: Preset,
    found: &mut Found,
) -> Result<()> {
    let (company, most) = (reader.company.id, invitations::COUNTED + 1);
    if look::own(reader).is_some() {
        found.own = Some(look::count(tx, reader, Which::All, most)?);
    }
    let is_plain = look::is_plain(reader, view, preset);
    for which in Which::COUNTED.into_iter().filter(|_| !is_plain) {
        found.chips.push((which, look::count(tx, reader, which, most)?));
    }
    found.link_count = tx.join_links().count_up_to(company, &Seen::by(&reader.actor), most)?;
    Ok(())
}

/// Join links that the reader may see.
fn join_links(tx: &mut Tx<'_>, reader: &Reader, view: &View, found: &mut Found) -> Result<()> {
    let company = reader.company.id;
    let narrowed = links::Query {
        seen: match view.inviter().filter(|_| Seen::by(&reader.actor).is_all()) {
            Some(maker) => Seen::made_by(maker),
            None => Seen::by(&reader.actor),
        },
        department: not_root(tx, company, view.department())?,
        after: view.cursor(),
        limit: ROWS,
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
