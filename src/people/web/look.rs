//! What a view shows to somebody: the people or invitations behind it, and nothing that he may not know.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::rows::Reader;
use super::view::View;
use crate::access_rights::seen::Seen;
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId, RoleId};
use crate::invitations::Invitation;
use crate::invitations::list as invitations;
use crate::invitations::list::{Ended, Which};
use crate::people::columns::{self, Column, Preset};
use crate::people::list::{self, Branch, Changeable, Counted, Holding, Narrow, Query, Share, Span};
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};

/// Departments that an ended invitation is looked for in.
const BRANCH: usize = 50_000;
/// Nobody.
const NOBODY: EmployeeId = EmployeeId(-1);
/// No role.
const NO_ROLE: RoleId = RoleId(-1);

/// A page of a view.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub people: Vec<Employee>,
    pub invitations: Vec<Invitation>,
    pub next: Option<Cursor>,
    /// Whether there is more to look through, though the page is not full.
    pub is_cut: bool,
    /// Whether the best matches come first, and not what was asked for.
    pub by_match: bool,
    /// Whether something narrows it to a few.
    pub is_few: bool,
}

impl Listed {
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.invitations.is_empty()
    }
}

/// A page of a view, behind its cursor.
pub(super) fn look(tx: &mut Tx<'_>, reader: &Reader, view: &View, limit: i64) -> Result<Listed> {
    let preset = view.preset(&reader.actor, &reader.company);
    let narrow = narrow(reader, view, preset);
    let ended = view.which().ended().filter(|_| preset.status() == Status::Invited);
    if let Some(ended) = ended {
        return look_at_ended(tx, reader, view, ended, narrow, limit);
    }
    let order = view.order(preset);
    let query =
        Query { status: preset.status(), narrow, order, after: view.cursor(), limit, any_reading: false };
    let page = list::find(tx, reader.company.id, &query)?;
    let mut listed = Listed {
        next: page.next,
        is_cut: page.is_cut,
        by_match: page.by_match,
        is_few: page.is_few,
        ..Listed::default()
    };
    if preset.status() == Status::Invited {
        let ids: Vec<_> = page.people.iter().map(|person| person.id).collect();
        listed.invitations = tx.invitations().of_people(reader.company.id, &ids)?;
    } else {
        listed.people = page.people;
    }
    Ok(listed)
}

/// How many people or invitations a view shows, up to `most`; `None` where they are not counted.
pub(super) fn size(tx: &mut Tx<'_>, reader: &Reader, view: &View, most: i64) -> Result<Option<Counted>> {
    let query = counting(reader, view, most);
    query.map(|query| list::count(tx, reader.company.id, &query, most)).transpose()
}

/// How many people or invitations a view shows, where something narrows it to a few.
pub(super) fn size_of_few(tx: &mut Tx<'_>, reader: &Reader, view: &View) -> Result<Option<i64>> {
    let query = counting(reader, view, list::FEW);
    Ok(query.map(|query| list::count_few(tx, reader.company.id, &query)).transpose()?.flatten())
}

/// What counts a view, where its people or invitations can be counted.
fn counting(reader: &Reader, view: &View, most: i64) -> Option<Query> {
    let preset = view.preset(&reader.actor, &reader.company);
    let is_ended = preset.status() == Status::Invited && view.which().ended().is_some();
    (!is_ended).then(|| counted(view, preset, narrow(reader, view, preset), most))
}

fn counted(view: &View, preset: Preset, narrow: Narrow, most: i64) -> Query {
    let (status, order) = (preset.status(), view.order(preset));
    Query { status, narrow, order, after: None, limit: most, any_reading: false }
}

/// Whether somebody is in another place for the same search.
pub(super) fn is_found(
    tx: &mut Tx<'_>,
    reader: &Reader,
    place: (Preset, Which),
    search: &str,
) -> Result<bool> {
    let view = View::of_place(place, search);
    Ok(!look(tx, reader, &view, 1)?.is_empty())
}

/// Who may know all about his own invitations and links alone: he himself.
pub(super) fn own(reader: &Reader) -> Option<EmployeeId> {
    let seen = Seen::by(&reader.actor);
    reader.actor.employee.filter(|_| !seen.is_all() && seen.within().is_empty())
}

/// Whose invitations in a preset can be asked for: anybody's, or only his own. Who brought people who have joined is
/// for those who know of all invitations.
pub(super) fn asks_own(reader: &Reader, preset: Preset) -> Option<EmployeeId> {
    match preset.status() {
        Status::Invited => own(reader),
        // Whoever decides about somebody knows by whose link he came.
        Status::AwaitingApproval => None,
        Status::Active | Status::Dismissed => {
            reader.actor.employee.filter(|_| !Seen::by(&reader.actor).is_all())
        }
    }
}

/// What became of an invitation, when it was made and by whom is for those who may see it; filters tell it. Who
/// waits for approval is there for those who decide about him, and who has which role for those who manage rights.
fn narrow(reader: &Reader, view: &View, preset: Preset) -> Narrow {
    let mut narrow = view.narrow(preset, &reader.zone, reader.now);
    if matches!(narrow.role, Some(Holding::Given(_))) && !reader.manages_rights() {
        narrow.role = Some(Holding::Given(NO_ROLE));
    }
    narrow.no_password = view.lacks_password(preset).then(|| Changeable::by(&reader.actor));
    let tells = preset.status() == Status::Invited && tells(view, &narrow);
    if let Some(me) = asks_own(reader, preset) {
        narrow.inviter = match narrow.inviter {
            Some(asked) if asked != me => Some(NOBODY),
            Some(_) => Some(me),
            None => tells.then_some(me),
        };
    }
    narrow.share = match preset.status() {
        Status::AwaitingApproval => Share::to_decide(&reader.actor),
        Status::Invited if tells => share(reader),
        Status::Invited | Status::Active | Status::Dismissed => None,
    };
    if let Some(within) = &reader.within {
        narrow.share = Some(Share { maker: None, departments: both(within, narrow.share.as_ref()) });
    }
    narrow
}

/// The departments that are in both.
fn both(within: &Arc<BTreeSet<DepartmentId>>, share: Option<&Share>) -> Arc<BTreeSet<DepartmentId>> {
    match share {
        None => Arc::clone(within),
        Some(share) => Arc::new(within.intersection(&share.departments).copied().collect()),
    }
}

/// Whether a view shows of the invited no more than that they are, his own aside: all of them, to somebody who knows of
/// his own invitations alone what became of them.
pub(super) fn is_plain(reader: &Reader, view: &View, preset: Preset) -> bool {
    preset.status() == Status::Invited
        && own(reader).is_some()
        && !tells(view, &view.narrow(preset, &reader.zone, reader.now))
}

/// Whether a view shows invitations of which the reader knows what became of some only.
pub(super) fn is_partly_known(reader: &Reader, view: &View, preset: Preset) -> bool {
    preset.status() == Status::Invited
        && share(reader).is_some()
        && !tells(view, &view.narrow(preset, &reader.zone, reader.now))
}

/// The columns that the reader looks at in a view: none in which nothing may stand.
pub(super) fn columns(tx: &mut Tx<'_>, reader: &Reader, view: &View, preset: Preset) -> Result<Vec<Column>> {
    let mut shown = columns::of(tx, &reader.actor, &reader.company, preset)?.shown;
    if is_plain(reader, view, preset) && count(tx, reader, Which::All, 1)?.count == 0 {
        shown.retain(|column| !column.tells_of_invitation());
    }
    Ok(shown)
}

/// Whether what is asked for tells more of the invited than that they are.
fn tells(view: &View, narrow: &Narrow) -> bool {
    narrow.letter.is_some()
        || narrow.until.is_bounded()
        || narrow.since.is_bounded()
        || narrow.inviter.is_some()
        || view.which().ended().is_some()
}

/// The invitations that he may know all about, where that is neither everything nor only his own.
pub(super) fn share(reader: &Reader) -> Option<Share> {
    let (seen, maker) = (Seen::by(&reader.actor), reader.actor.employee);
    let is_some = !seen.is_all() && !seen.within().is_empty();
    is_some.then(|| Share { maker, departments: Arc::clone(seen.within()) })
}

/// How many invitations of a kind he may know all about.
pub(super) fn count(tx: &mut Tx<'_>, reader: &Reader, which: Which, most: i64) -> Result<Counted> {
    let Some(share) = share(reader) else {
        let count = tx.invitations().count_up_to(reader.company.id, which, own(reader), most, reader.now)?;
        return Ok(Counted { count, more: count >= most });
    };
    if let Some(ended) = which.ended() {
        let query = invitations::Query { seen: Seen::by(&reader.actor), ..ended_alone(ended, most) };
        return invitations::count(tx, reader.company.id, &query);
    }
    let view = View::default().with(&[("status", Status::Invited.word()), ("chip", which.word())]);
    let preset = Preset::Status(Status::Invited);
    let narrow = Narrow { share: Some(share), ..view.narrow(preset, &reader.zone, reader.now) };
    list::count(tx, reader.company.id, &counted(&view, preset, narrow, most), most)
}

fn ended_alone(ended: Ended, limit: i64) -> invitations::Query {
    invitations::Query {
        ended,
        search: String::new(),
        inviter: None,
        seen: Seen::default(),
        departments: None,
        since: Span::default(),
        after: None,
        limit,
    }
}

fn look_at_ended(
    tx: &mut Tx<'_>,
    reader: &Reader,
    view: &View,
    ended: Ended,
    narrow: Narrow,
    limit: i64,
) -> Result<Listed> {
    let company = reader.company.id;
    let departments = match narrow.department {
        Some(branch) => departments(tx, company, branch)?,
        None => None,
    };
    let departments = match &reader.within {
        None => departments,
        Some(within) => {
            let is_asked = |id: &i64| departments.as_ref().is_none_or(|asked| asked.contains(id));
            Some(within.iter().map(|id| id.0).filter(is_asked).collect())
        }
    };
    let query = invitations::Query {
        ended,
        search: narrow.search,
        inviter: narrow.inviter,
        seen: if narrow.share.is_some() { Seen::by(&reader.actor) } else { Seen::default() },
        departments,
        since: narrow.since,
        after: view.cursor(),
        limit,
    };
    let page = invitations::find(tx, company, &query)?;
    Ok(Listed { invitations: page.invitations, next: page.next, is_cut: page.is_cut, ..Listed::default() })
}

/// Everybody is in the company or below it: the root alone narrows nothing.
fn departments(tx: &mut Tx<'_>, company: CompanyId, branch: Branch) -> Result<Option<HashSet<i64>>> {
    if branch.alone {
        return Ok(Some(HashSet::from([branch.department.0])));
    }
    if tx.departments().find(company, branch.department)?.is_some_and(|found| found.parent.is_none()) {
        return Ok(None);
    }
    Ok(Some(tx.people().with_below(company, vec![branch.department.0], BRANCH)?.into_iter().collect()))
}
