//! What one person may, worked out of all the roles that he has.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::store::{Grant, Via};
use super::{Over, Permission, Scope};
use crate::base::id::{DepartmentId, EmployeeId};
use crate::company::Company;
use crate::history::Actor;
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};

/// Where somebody may do something.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Reach {
    /// Nowhere.
    #[default]
    Nowhere,
    /// In these departments.
    Departments(Arc<BTreeSet<DepartmentId>>),
    /// Everywhere.
    Company,
}

impl Reach {
    /// Whether it includes that.
    #[must_use]
    pub fn includes(&self, over: Over<'_>) -> bool {
        match (self, over) {
            (Self::Company, _) | (Self::Departments(_), Over::Anything) => true,
            (Self::Nowhere, _) | (Self::Departments(_), Over::Company) => false,
            (Self::Departments(own), Over::All(departments)) => {
                !departments.is_empty() && departments.iter().all(|id| own.contains(id))
            }
            (Self::Departments(own), Over::Any(departments)) => departments.iter().any(|id| own.contains(id)),
        }
    }

    /// Whether it includes all of another.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        match other {
            Self::Nowhere => true,
            Self::Company => *self == Self::Company,
            Self::Departments(others) => others.iter().all(|id| self.includes(Over::All(&[*id]))),
        }
    }

    fn widen(&mut self, by: BTreeSet<DepartmentId>) {
        *self = match std::mem::take(self) {
            Self::Company => Self::Company,
            Self::Nowhere if by.is_empty() => Self::Nowhere,
            Self::Nowhere => Self::Departments(Arc::new(by)),
            Self::Departments(own) => Self::Departments(Arc::new(own.union(&by).copied().collect())),
        };
    }
}

/// What somebody may: the highest of all that his roles allow.
#[derive(Clone, Debug)]
pub struct Rights {
    is_administrator: bool,
    reaches: Arc<[Reach; Permission::ALL.len()]>,
}

impl Rights {
    /// An administrator's, and the portal's own.
    #[must_use]
    pub fn all() -> Self {
        Self { is_administrator: true, reaches: Arc::new(std::array::from_fn(|_| Reach::Company)) }
    }

    /// A stranger's.
    #[must_use]
    pub fn none() -> Self {
        Self { is_administrator: false, reaches: Arc::default() }
    }

    /// Those of a person as things stand; of one who does not work here, none.
    pub fn of(tx: &mut Tx<'_>, company: &Company, person: &Employee) -> Result<Self> {
        Self::by(tx, company, person, |_| true)
    }

    /// The same without what everybody may: what somebody has by his posts, roles and departments.
    pub fn beyond_everybodys(tx: &mut Tx<'_>, company: &Company, person: &Employee) -> Result<Self> {
        Self::by(tx, company, person, |grant| !grant.is_everybodys())
    }

    /// Those that come with his departments as soon as he works in them, whatever else he has.
    pub fn by_place(tx: &mut Tx<'_>, company: &Company, person: &Employee) -> Result<Self> {
        let at_work = Employee { status: Status::Active, ..person.clone() };
        Self::by(tx, company, &at_work, |grant| grant.via == Via::Department)
    }

    /// Those that come of some of what his roles allow.
    fn by(tx: &mut Tx<'_>, company: &Company, person: &Employee, counts: fn(&Grant) -> bool) -> Result<Self> {
        if person.is_administrator() {
            return Ok(Self::all());
        }
        if person.status != Status::Active {
            return Ok(Self::none());
        }
        let mut grants = grants(tx, company, person.id)?;
        grants.retain(counts);
        let own = if grants.iter().all(|grant| grant.scope == Scope::Company) {
            Own::default()
        } else {
            Own::of(tx, company, person.id)?
        };
        let mut reaches: [Reach; Permission::ALL.len()] = std::array::from_fn(|_| Reach::Nowhere);
        for grant in &grants {
            let reach = &mut reaches[grant.permission.place()];
            match own.reach(grant) {
                Reach::Nowhere => {}
                Reach::Company => *reach = Reach::Company,
                Reach::Departments(more) => reach.widen(Arc::unwrap_or_clone(more)),
            }
        }
        Ok(Self { is_administrator: false, reaches: Arc::new(reaches) })
    }

    /// Where he may.
    #[must_use]
    pub fn reach(&self, permission: Permission) -> &Reach {
        &self.reaches[permission.place()]
    }

    /// Whether he is an administrator: only these make others so, and read the portal's own mailbox.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        self.is_administrator
    }

    /// Whether he may all in which the rights of another differ before and after something was done to that one.
    #[must_use]
    pub fn covers_change(&self, before: &Self, after: &Self) -> bool {
        let reaches =
            Permission::ALL.iter().all(|it| spans(self.reach(*it), before.reach(*it), after.reach(*it)));
        reaches && (self.is_administrator || before.is_administrator == after.is_administrator)
    }

    /// Whether he may all that another may: who may less does not get at his account.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let reaches = Permission::ALL.iter().all(|it| self.reach(*it).covers(other.reach(*it)));
        reaches && (self.is_administrator || !other.is_administrator)
    }
}

/// Whether an actor's reach includes all in which two others differ.
fn spans(own: &Reach, before: &Reach, after: &Reach) -> bool {
    match (before, after) {
        _ if before == after => true,
        (Reach::Departments(before), Reach::Departments(after)) => {
            before.symmetric_difference(after).all(|id| own.includes(Over::All(&[*id])))
        }
        _ => own.covers(before) && own.covers(after),
    }
}

/// `actor` with the rights that he has by now; nothing where he works here no longer.
pub fn renewed(tx: &mut Tx<'_>, actor: &Actor, company: &Company) -> Result<Option<Actor>> {
    let person = actor.employee.map(|id| tx.people().find(company.id, id)).transpose()?.flatten();
    let Some(person) = person.filter(|person| person.status == Status::Active) else { return Ok(None) };
    Ok(Some(Actor { rights: Rights::of(tx, company, &person)?, ..actor.clone() }))
}

/// What a person's roles allow, each with how he has it.
pub fn grants(tx: &mut Tx<'_>, company: &Company, person: EmployeeId) -> Result<Vec<Grant>> {
    let mut grants = tx.roles().grants(company.id, person)?;
    // The switch for all closes what the role of an employee allows, and no other.
    if !company.inviting.everyone_may_invite {
        grants.retain(|grant| !(grant.is_everybodys() && grant.permission == Permission::Invite));
    }
    Ok(grants)
}

/// The departments of a person, with what is below each.
#[derive(Debug, Default)]
pub struct Own {
    /// A department of his, and one of those below it or itself.
    branches: Vec<(DepartmentId, DepartmentId)>,
    root: Option<DepartmentId>,
}

impl Own {
    /// Those of a person.
    pub fn of(tx: &mut Tx<'_>, company: &Company, person: EmployeeId) -> Result<Self> {
        Ok(Self {
            branches: tx.roles().branches(company.id, person)?,
            root: Some(tx.departments().root(company.id)?.id),
        })
    }

    /// Where something allowed holds for him. Who is in the company itself is in no department of it: what a role
    /// allows him in his own and below reaches the whole company only by a post of the company itself. Else who loses
    /// his department would gain all of them.
    #[must_use]
    pub fn reach(&self, grant: &Grant) -> Reach {
        let is_base = |id: DepartmentId| grant.base.is_none_or(|base| base == id);
        let is_root = |id: DepartmentId| Some(id) == self.root;
        let mut bases = self.branches.iter().map(|(base, _)| *base).filter(|base| is_base(*base));
        let is_for_root = grant.base.is_some_and(is_root) && bases.any(is_root);
        if grant.scope == Scope::Company || (grant.scope == Scope::Branch && is_for_root) {
            return Reach::Company;
        }
        let goes_down = |base: DepartmentId| grant.scope == Scope::Branch && !is_root(base);
        let within =
            self.branches.iter().filter(|(base, id)| is_base(*base) && (base == id || goes_down(*base)));
        let departments: BTreeSet<DepartmentId> = within.map(|(_, id)| *id).collect();
        if departments.is_empty() { Reach::Nowhere } else { Reach::Departments(Arc::new(departments)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn departments(ids: &[i64]) -> Reach {
        Reach::Departments(Arc::new(ids.iter().map(|id| DepartmentId(*id)).collect()))
    }

    #[test]
    fn looking_needs_one_department_and_doing_all() {
        let (here, both) = ([DepartmentId(2)], [DepartmentId(2), DepartmentId(3)]);
        let reach = departments(&[2]);
        assert!(reach.includes(Over::All(&here)) && reach.includes(Over::Any(&both)));
        assert!(!reach.includes(Over::All(&both)) && !reach.includes(Over::Company));
        assert!(!reach.includes(Over::All(&[])), "what is nowhere is nobody's");
        assert!(reach.includes(Over::Anything) && !Reach::Nowhere.includes(Over::Anything));
        assert!(Reach::Company.includes(Over::All(&both)) && Reach::Company.includes(Over::Company));
    }

    #[test]
    fn the_wider_covers_the_narrower() {
        assert!(departments(&[2, 3]).covers(&departments(&[3])));
        assert!(!departments(&[3]).covers(&departments(&[2, 3])));
        assert!(Reach::Company.covers(&departments(&[9])) && departments(&[9]).covers(&Reach::Nowhere));
        assert!(!departments(&[9]).covers(&Reach::Company));
        assert!(Rights::all().covers(&Rights::all()) && !Rights::none().covers(&Rights::all()));
    }

    #[test]
    fn only_what_differs_is_asked_for() {
        let (two, both, nowhere) = (departments(&[2]), departments(&[2, 3]), Reach::Nowhere);
        assert!(spans(&departments(&[3]), &two, &both) && spans(&departments(&[3]), &both, &two));
        assert!(!spans(&two, &two, &both) && spans(&nowhere, &both, &both));
        assert!(!spans(&both, &nowhere, &Reach::Company) && spans(&both, &nowhere, &two));
    }

    #[test]
    fn what_is_allowed_adds_up() {
        let mut reach = Reach::Nowhere;
        reach.widen([DepartmentId(1)].into());
        reach.widen([DepartmentId(4)].into());
        assert_eq!(reach, departments(&[1, 4]));
    }
}
