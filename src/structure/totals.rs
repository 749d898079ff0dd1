//! How many people work in a department together with all below it, and how many are invited there, whoever is in
//! several of them once.
//!
//! The numbers of departments are kept, but those in several would count twice in their sum: who is where is
//! read, and counted. Where that is more than a page is worth nothing is told.

use std::collections::{HashMap, HashSet};

use super::tree::tree;
use super::{Department, People};
use crate::base::id::{CompanyId, DepartmentId};
use crate::store::{Result, Tx};

/// Places of people, and of invitations, in departments that are read at the most.
const READ: i64 = 20_000;

/// The totals of `top`, or of the whole company, and of those below that have departments below them.
pub(super) fn totals(
    tx: &mut Tx<'_>,
    company: CompanyId,
    departments: &[Department],
    people: &HashMap<DepartmentId, People>,
    top: Option<DepartmentId>,
) -> Result<HashMap<DepartmentId, People>> {
    let branch = branch(departments, top);
    let mut totals: HashMap<DepartmentId, People> = HashMap::new();
    if branch.len() < 2 {
        return Ok(totals);
    }
    let active: i64 = branch.iter().filter_map(|(id, _)| people.get(id)).map(|people| people.active).sum();
    if active <= READ {
        let ids: Vec<DepartmentId> = branch.iter().map(|(id, _)| *id).collect();
        let places = tx.departments().who_is_where(company, &ids)?;
        for (id, active) in count(&branch, places) {
            totals.entry(id).or_default().active = active;
        }
    }
    let invited: i64 = people.values().map(|people| people.invited).sum();
    if invited > 0 && invited <= READ {
        for (id, invited) in count(&branch, tx.departments().who_is_invited_where(company)?) {
            totals.entry(id).or_default().invited = invited;
        }
    }
    Ok(totals)
}

/// A department with all below it, each with what it is part of there; the whole tree where none is named.
fn branch(
    departments: &[Department],
    top: Option<DepartmentId>,
) -> Vec<(DepartmentId, Option<DepartmentId>)> {
    let nodes = tree(departments);
    let first = nodes.iter().position(|node| top.is_none_or(|top| node.id == top)).unwrap_or(nodes.len());
    let depth = nodes.get(first).map_or(0, |node| node.depth);
    let below = nodes.iter().skip(first + 1).take_while(|node| node.depth > depth);
    let parents: HashMap<DepartmentId, Option<DepartmentId>> =
        departments.iter().map(|department| (department.id, department.parent)).collect();
    let part = |id: DepartmentId| (id, parents.get(&id).copied().flatten());
    nodes.get(first).map(|node| (node.id, None)).into_iter().chain(below.map(|node| part(node.id))).collect()
}

/// Of those that have parts: how many different ones have a place there or below. Places elsewhere don't count.
fn count<Id: Copy + Ord>(
    branch: &[(DepartmentId, Option<DepartmentId>)],
    mut places: Vec<(Id, DepartmentId)>,
) -> HashMap<DepartmentId, i64> {
    let parents: HashMap<DepartmentId, Option<DepartmentId>> = branch.iter().copied().collect();
    let mut totals: HashMap<DepartmentId, i64> =
        branch.iter().filter_map(|(_, parent)| *parent).map(|parent| (parent, 0)).collect();
    places.sort_unstable();
    for of_one in places.chunk_by(|(one, _), (other, _)| one == other) {
        let mut counted = HashSet::new();
        for (_, department) in of_one {
            let mut next = Some(*department);
            while let Some(id) = next.filter(|id| counted.insert(*id)) {
                if let Some(total) = totals.get_mut(&id) {
                    *total += 1;
                }
                next = parents.get(&id).copied().flatten();
            }
        }
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn department((id, parent): (i64, Option<i64>)) -> Department {
        Department { id: DepartmentId(id), parent: parent.map(DepartmentId), name: id.to_string() }
    }

    #[test]
    fn whoever_is_in_several_departments_of_a_branch_counts_once() {
        let all = [(1, None), (2, Some(1)), (3, Some(2)), (4, Some(2)), (5, Some(1))].map(department);
        let places = [(10, 3), (10, 4), (11, 4), (11, 5), (12, 1), (10, 2)];
        let counted = |top: Option<i64>| {
            let places = places.map(|(person, id)| (person, DepartmentId(id))).to_vec();
            let totals = count(&branch(&all, top.map(DepartmentId)), places);
            let mut totals: Vec<(i64, i64)> = totals.into_iter().map(|(id, total)| (id.0, total)).collect();
            totals.sort_unstable();
            totals
        };
        assert_eq!(counted(None), [(1, 3), (2, 2)]);
        assert_eq!(counted(Some(2)), [(2, 2)], "what is above is left out");
        assert!(counted(Some(5)).is_empty() && counted(Some(9)).is_empty());
    }
}
