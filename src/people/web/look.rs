//! What a view shows to somebody: the people or invitations behind it, and nothing that he may not know.

use std::collections::HashSet;

use super::rows::Reader;
use super::view::View;
use crate::access_rights::seen::Seen;
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, EmployeeId};
use crate::invitations::Invitation;
use crate::invitations::list as invitations;
use crate::invitations::list::Ended;
use crate::people::columns::Preset;
use crate::people::list::{self, Branch, Narrow, Query};
use crate::people::{Employee, Status, may_see};
use crate::store::{Result, Tx};

/// Departments that an ended invitation is looked for in.
const BRANCH: usize = 50_000;
/// Nobody.
const NOBODY: EmployeeId = EmployeeId(-1);

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
    let query = Query { status: preset.status(), narrow, order, after: view.cursor(), limit };
    let page = list::find(tx, reader.company.id, &query)?;
    let mut listed =
        Listed { next: page.next, is_cut: page.is_cut, by_match: page.by_match, ..Listed::default() };
    if preset.status() == Status::Invited {
        let ids: Vec<_> = page.people.iter().map(|person| person.id).collect();
        listed.invitations = tx.invitations().of_people(reader.company.id, &ids)?;
    } else {
        listed.people = visible(tx, reader, page.people)?;
    }
    Ok(listed)
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

/// Whether somebody is in another preset for the same search.
pub(super) fn is_found(tx: &mut Tx<'_>, reader: &Reader, preset: Preset, search: &str) -> Result<bool> {
    let view = View::default().with(&[("status", preset.word()), ("q", search)]);
    Ok(!look(tx, reader, &view, 1)?.is_empty())
}

/// Whose invitations and links he may know all about: his own, or everybody's.
pub(super) fn own(reader: &Reader) -> Option<EmployeeId> {
    reader.actor.employee.filter(|_| !Seen::by(&reader.actor).is_all())
}

/// What became of an invitation, when it was made and by whom is for its inviter and administrators; filters
/// tell it.
fn narrow(reader: &Reader, view: &View, preset: Preset) -> Narrow {
    let mut narrow = view.narrow(preset, &reader.zone, reader.now);
    if let Some(me) = own(reader) {
        let of_invited = narrow.letter.is_some()
            || narrow.until.is_bounded()
            || narrow.since.is_bounded()
            || view.which().ended().is_some();
        let tells = preset.status() == Status::Invited && of_invited;
        narrow.inviter = match narrow.inviter {
            Some(asked) if asked != me => Some(NOBODY),
            Some(_) => Some(me),
            None => tells.then_some(me),
        };
    }
    narrow
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
    let query = invitations::Query {
        ended,
        search: narrow.search,
        inviter: narrow.inviter,
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
