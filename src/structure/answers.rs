//! Who answers for a department: its heads; where it has none, those of the department above it.

use std::collections::HashMap;

use super::{Department, Leader, Led, Post};
use crate::base::id::{CompanyId, DepartmentId, EmployeeId};
use crate::store::{Result, Tx};

/// Who answers.
#[derive(Clone, Debug)]
pub struct Answering {
    /// The department whose heads these are: the one asked for, or the nearest above it that has some.
    pub department: DepartmentId,
    /// Its heads.
    pub heads: Vec<Leader>,
}

/// Who answers for departments once somebody is no head any more.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Succession {
    /// The names of the departments.
    pub departments: Vec<String>,
    /// The names of the heads; none where nobody answers.
    pub heads: Vec<String>,
}

/// Who answers for `id`; `None` where no department up to the company has a head. Whoever is asked about,
/// `but` for himself, has his own head above him.
#[must_use]
pub fn answering(
    departments: &[Department],
    leaders: &[Leader],
    id: DepartmentId,
    but: Option<EmployeeId>,
) -> Option<Answering> {
    let parents: HashMap<DepartmentId, Option<DepartmentId>> =
        departments.iter().map(|department| (department.id, department.parent)).collect();
    let mut next = Some(id);
    while let Some(department) = next {
        let heads: Vec<Leader> = leaders
            .iter()
            .filter(|leader| leader.department == department && leader.post == Post::Head)
            .cloned()
            .collect();
        let is_own = but.is_some_and(|person| heads.iter().any(|head| head.employee == person));
        if !heads.is_empty() && !is_own {
            return Some(Answering { department, heads });
        }
        next = parents.get(&department).copied().flatten();
    }
    None
}

/// Who answers for a department in something that not everybody may decide: those of its heads who fit, else of its
/// deputies; where nobody does, those of the department above.
pub fn nearest(
    tx: &mut Tx<'_>,
    company: CompanyId,
    id: DepartmentId,
    mut fits: impl FnMut(&mut Tx<'_>, EmployeeId) -> Result<bool>,
) -> Result<Vec<EmployeeId>> {
    let (departments, leaders) = above(tx, company, &[id])?;
    for department in departments {
        for post in [Post::Head, Post::Deputy] {
            let mut found = Vec::new();
            for leader in leaders.iter().filter(|it| it.department == department.id && it.post == post) {
                if fits(tx, leader.employee)? {
                    found.push(leader.employee);
                }
            }
            if !found.is_empty() {
                return Ok(found);
            }
        }
    }
    Ok(Vec::new())
}

/// Who answers for the departments among `led` whose head a person is, once he is that no more in any of them.
pub fn without(
    tx: &mut Tx<'_>,
    company: CompanyId,
    person: EmployeeId,
    led: &[Led],
) -> Result<Vec<Succession>> {
    let headed: Vec<&Led> = led.iter().filter(|led| led.post == Post::Head).collect();
    if headed.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<DepartmentId> = headed.iter().map(|led| led.department).collect();
    let (departments, mut leaders) = above(tx, company, &ids)?;
    leaders.retain(|leader| leader.employee != person || !ids.contains(&leader.department));
    let mut all: Vec<Succession> = Vec::new();
    for led in headed {
        let answering = answering(&departments, &leaders, led.department, None);
        let heads = answering.map(|answering| answering.heads).unwrap_or_default();
        let heads: Vec<String> = heads.into_iter().map(|head| head.name).collect();
        match all.iter_mut().find(|succession| succession.heads == heads) {
            Some(same) => same.departments.push(led.name.clone()),
            None => all.push(Succession { departments: vec![led.name.clone()], heads }),
        }
    }
    Ok(all)
}

/// Some departments with all above them, each before the one above it, and who leads them.
fn above(
    tx: &mut Tx<'_>,
    company: CompanyId,
    ids: &[DepartmentId],
) -> Result<(Vec<Department>, Vec<Leader>)> {
    let mut departments: Vec<Department> = Vec::new();
    for id in ids {
        departments.extend(tx.departments().above(company, *id)?);
    }
    let ids: Vec<DepartmentId> = departments.iter().map(|department| department.id).collect();
    let leaders = tx.departments().leaders_of(company, &ids)?;
    Ok((departments, leaders))
}

/// Who is the head of a person: those who answer for each of his departments, each of them once.
pub fn heads_of(tx: &mut Tx<'_>, company: CompanyId, person: EmployeeId) -> Result<Vec<Leader>> {
    let own = tx.people().departments_of(company, person)?;
    let (departments, leaders) = above(tx, company, &own)?;
    let mut heads: Vec<Leader> = Vec::new();
    for department in own {
        let answering = answering(&departments, &leaders, department, Some(person));
        for head in answering.map(|answering| answering.heads).unwrap_or_default() {
            if heads.iter().all(|known| known.employee != head.employee) {
                heads.push(head);
            }
        }
    }
    Ok(heads)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn department(id: i64, parent: Option<i64>) -> Department {
        Department { id: DepartmentId(id), parent: parent.map(DepartmentId), name: String::new() }
    }

    fn leader(department: i64, employee: i64, post: Post) -> Leader {
        Leader {
            department: DepartmentId(department),
            employee: EmployeeId(employee),
            post,
            name: String::new(),
            position: String::new(),
            photo: None,
        }
    }

    #[test]
    fn where_nobody_heads_a_department_the_one_above_answers() {
        let departments = [department(1, None), department(2, Some(1)), department(3, Some(2))];
        let leaders = [leader(1, 10, Post::Head), leader(2, 20, Post::Head), leader(3, 30, Post::Deputy)];
        let who = |id, but: Option<i64>| {
            let answering = answering(&departments, &leaders, DepartmentId(id), but.map(EmployeeId));
            answering.map(|answering| (answering.department.0, answering.heads[0].employee.0))
        };
        assert_eq!(who(3, None), Some((2, 20)), "a deputy is no head");
        assert_eq!(who(2, Some(20)), Some((1, 10)), "nobody is his own head");
        assert_eq!(who(1, Some(10)), None);
        assert_eq!(who(9, None), None);
    }
}
