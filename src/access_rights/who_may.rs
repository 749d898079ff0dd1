//! Who may do something to those who will work in some departments, and may put them there: those who are told that
//! it waits to be done.

use std::collections::HashSet;

use super::rights::Rights;
use super::roles::giving;
use super::{Over, Permission, Scope};
use crate::base::id::{DepartmentId, EmployeeId, RoleId};
use crate::company::Company;
use crate::history::Actor;
use crate::people::Employee;
use crate::store::{Result, Tx};
use crate::structure::answers;

/// So many of those who have a role, or work in departments that have it, are looked through.
const LOOKED_AT: i64 = 500;
/// Departments whose people are looked through because they have a role.
const DEPARTMENTS: usize = 200;

/// Who may, up to `most`: those who answer for the departments first, then administrators, then those to whom a
/// role that allows it was given, at last those who have one through their department. What everybody may by the
/// role of an employee, and a head elsewhere by that of heads, makes nobody one of them.
pub fn who_may(
    tx: &mut Tx<'_>,
    company: &Company,
    permission: Permission,
    departments: &[DepartmentId],
    most: usize,
) -> Result<Vec<Employee>> {
    let mut asked = Asked { company, permission, departments, most, seen: HashSet::new(), found: Vec::new() };
    for department in departments {
        answers::nearest(tx, company.id, *department, |tx, person| asked.add(tx, person))?;
    }
    for person in tx.people().administrators(company.id)? {
        asked.add(tx, person.id)?;
    }
    let roles = asked.roles(tx)?;
    for (role, scope) in &roles {
        let holders = tx.roles().holders(company.id, *role, 0, LOOKED_AT)?;
        asked.add_of(tx, *scope, holders)?;
    }
    for (role, scope) in roles {
        let members = asked.members(tx, role)?;
        asked.add_of(tx, scope, members)?;
    }
    Ok(asked.found)
}

struct Asked<'a> {
    company: &'a Company,
    permission: Permission,
    departments: &'a [DepartmentId],
    most: usize,
    seen: HashSet<EmployeeId>,
    found: Vec<Employee>,
}

impl Asked<'_> {
    /// Adds a person who may; whether he is one of them.
    fn add(&mut self, tx: &mut Tx<'_>, id: EmployeeId) -> Result<bool> {
        if !self.seen.insert(id) {
            return Ok(self.found.iter().any(|person| person.id == id));
        }
        if self.found.len() >= self.most {
            return Ok(false);
        }
        let Some(person) = tx.people().find(self.company.id, id)? else { return Ok(false) };
        let rights = Rights::of(tx, self.company, &person)?;
        let reaches = rights.reach(self.permission).includes(Over::All(self.departments));
        let actor = Actor { rights, ..Actor::stranger(self.company.id, None).proved(id) };
        // A department may carry a role that he could not give.
        let may = reaches && giving::may_place(tx, &actor, self.company, self.departments)?;
        if may {
            self.found.push(person);
        }
        Ok(may)
    }

    /// Adds those of some who have a role with this scope.
    fn add_of(&mut self, tx: &mut Tx<'_>, scope: Scope, people: Vec<EmployeeId>) -> Result<()> {
        let people = match scope {
            Scope::Company => people,
            // Who works elsewhere reaches none of the departments.
            Scope::Branch => {
                let mut above = Vec::new();
                for department in self.departments {
                    above.extend(tx.departments().above(self.company.id, *department)?);
                }
                let above: Vec<DepartmentId> = above.into_iter().map(|department| department.id).collect();
                tx.people().who_works_in(self.company.id, &people, &above)?
            }
            Scope::Department => tx.people().who_works_in(self.company.id, &people, self.departments)?,
        };
        for person in people {
            if self.found.len() >= self.most {
                break;
            }
            self.add(tx, person)?;
        }
        Ok(())
    }

    /// The roles that are given and allow it.
    fn roles(&self, tx: &mut Tx<'_>) -> Result<Vec<(RoleId, Scope)>> {
        let given = tx.roles().list(self.company.id)?;
        let given: HashSet<RoleId> =
            given.into_iter().filter(super::roles::Role::is_given).map(|role| role.id).collect();
        let all = tx.roles().permissions(self.company.id)?;
        let allows = |(role, permission, _): &(RoleId, Permission, Scope)| {
            *permission == self.permission && given.contains(role)
        };
        Ok(all.into_iter().filter(allows).map(|(role, _, scope)| (role, scope)).collect())
    }

    /// People at work who have a role through their department.
    fn members(&self, tx: &mut Tx<'_>, role: RoleId) -> Result<Vec<EmployeeId>> {
        let company = self.company.id;
        let carriers: Vec<i64> = tx.roles().departments(company, role)?.iter().map(|id| id.0).collect();
        if carriers.is_empty() {
            return Ok(Vec::new());
        }
        let branches = tx.people().with_below(company, carriers, DEPARTMENTS)?;
        tx.people().at_work_in(company, &branches, LOOKED_AT)
    }
}
