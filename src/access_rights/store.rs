//! SQL of roles: what they allow, and who has them.

use super::roles::{Kind, Role};
use super::{Permission, Scope};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId, RoleId};
use crate::people::words::normal;
use crate::store::statement::{Statement, fill, places};
use crate::store::{Error, Result, Row, Tx};

/// The accessor: `tx.roles()`.
pub struct Roles<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The roles.
    pub fn roles(&mut self) -> Roles<'_, 'c> {
        Roles(self)
    }
}

/// How somebody has a role.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Via {
    /// Everybody has it.
    Everybody,
    /// It was given to him.
    Person,
    /// It was given to a department that he works in, or to one above it.
    Department,
    /// He leads a department.
    Post,
}

/// Something that a role allows somebody.
#[derive(Clone, Debug)]
pub struct Grant {
    /// What.
    pub permission: Permission,
    /// How far.
    pub scope: Scope,
    /// The role.
    pub role: RoleId,
    /// Its kind, where it came with the company.
    pub kind: Option<Kind>,
    /// Its own name, where it has one.
    pub name: String,
    /// How he has it.
    pub via: Via,
    /// The department that he has it through.
    pub department: Option<(DepartmentId, String)>,
    /// Of his departments the one that the scope is measured from; all, where none is said.
    pub base: Option<DepartmentId>,
}

impl Grant {
    /// Whether every employee has it.
    #[must_use]
    pub fn is_everybodys(&self) -> bool {
        self.via == Via::Everybody
    }
}

fn permission(word: &str) -> Result<Permission> {
    Permission::from_word(word).ok_or_else(|| Error::broken(format!("permission {word}")))
}

fn scope(word: &str) -> Result<Scope> {
    Scope::from_word(word).ok_or_else(|| Error::broken(format!("scope {word}")))
}

fn role(row: &Row<'_>) -> Result<Role> {
    let kind: Option<String> = row.get(1)?;
    Ok(Role { id: row.get(0)?, kind: kind.as_deref().and_then(Kind::from_word), name: row.get(2)? })
}

/// A permission and how far it reaches, in two columns from `at` on.
fn allowed(row: &Row<'_>, at: usize) -> Result<(Permission, Scope)> {
    let (permission_word, scope_word): (String, String) = (row.get(at)?, row.get(at + 1)?);
    Ok((permission(&permission_word)?, scope(&scope_word)?))
}

fn grant(row: &Row<'_>) -> Result<Grant> {
    let via: String = row.get(0)?;
    let kind: Option<String> = row.get(2)?;
    let (permission, scope) = allowed(row, 4)?;
    let department: Option<DepartmentId> = row.get(6)?;
    let name: Option<String> = row.get(7)?;
    let via = match via.as_str() {
        "everybody" => Via::Everybody,
        "person" => Via::Person,
        "department" => Via::Department,
        _ => Via::Post,
    };
    Ok(Grant {
        permission,
        scope,
        role: row.get(1)?,
        kind: kind.as_deref().and_then(Kind::from_word),
        name: row.get(3)?,
        via,
        department: department.zip(name),
        base: department.filter(|_| via == Via::Post),
    })
}

impl Roles<'_, '_> {
    /// All that the roles of a person allow him, whichever way he has them.
    pub fn grants(&mut self, company: CompanyId, person: EmployeeId) -> Result<Vec<Grant>> {
        self.0.query(
            "WITH RECURSIVE above (id) AS ( \
               SELECT m.department_id FROM employee_departments m WHERE m.employee_id = $1 AND m.company_id = $2 \
               UNION SELECT d.parent_id FROM departments d JOIN above a ON d.id = a.id \
               WHERE d.parent_id IS NOT NULL), \
             held (via, role_id, department_id) AS ( \
               SELECT 'everybody', r.id, CAST(NULL AS BIGINT) FROM roles r \
               WHERE r.company_id = $2 AND r.kind = 'employee' \
               UNION ALL SELECT 'person', h.role_id, CAST(NULL AS BIGINT) FROM role_holders h \
               WHERE h.employee_id = $1 AND h.company_id = $2 \
               UNION ALL SELECT 'department', x.role_id, x.department_id FROM above a \
               JOIN role_departments x ON x.department_id = a.id WHERE x.company_id = $2 \
               UNION ALL SELECT 'post', r.id, m.department_id FROM employee_departments m \
               JOIN roles r ON r.company_id = m.company_id AND r.kind = m.post \
               WHERE m.employee_id = $1 AND m.company_id = $2 AND m.post <> 'member') \
             SELECT h.via, r.id, r.kind, r.name, p.permission, p.scope, h.department_id, d.name FROM held h \
             JOIN roles r ON r.id = h.role_id JOIN role_permissions p ON p.role_id = r.id \
             LEFT JOIN departments d ON d.id = h.department_id ORDER BY r.id, h.department_id",
            &[person.into(), company.into()],
            grant,
        )
    }

    /// The departments of a person, each with itself and all below it.
    pub fn branches(
        &mut self,
        company: CompanyId,
        person: EmployeeId,
    ) -> Result<Vec<(DepartmentId, DepartmentId)>> {
        self.0.query(
            "WITH RECURSIVE branch (base, id) AS ( \
               SELECT m.department_id, m.department_id FROM employee_departments m \
               WHERE m.employee_id = $1 AND m.company_id = $2 \
               UNION ALL SELECT b.base, d.id FROM departments d JOIN branch b ON d.parent_id = b.id \
               WHERE d.company_id = $2) \
             SELECT base, id FROM branch",
            &[person.into(), company.into()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Makes a role; `None` where the company has one of that kind or name.
    pub fn insert(
        &mut self,
        company: CompanyId,
        kind: Option<Kind>,
        name: &str,
        now: Timestamp,
    ) -> Result<Option<RoleId>> {
        self.0.query_opt(
            "INSERT INTO roles (company_id, kind, name, name_key, created_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT DO NOTHING RETURNING id",
            &[company.into(), kind.map(Kind::word).into(), name.into(), (&normal(name)).into(), now.into()],
            |row| row.get(0),
        )
    }

    /// All roles of a company: those that came with it first, then its own by name.
    pub fn list(&mut self, company: CompanyId) -> Result<Vec<Role>> {
        let mut roles = self.0.query(
            "SELECT id, kind, name FROM roles WHERE company_id = $1 ORDER BY name_key, id",
            &[company.into()],
            role,
        )?;
        roles.sort_by_key(|role| role.kind.map_or(Kind::ALL.len(), |kind| kind as usize));
        Ok(roles)
    }

    /// The role of that id in that company.
    pub fn find(&mut self, company: CompanyId, id: RoleId) -> Result<Option<Role>> {
        self.0.query_opt(
            "SELECT id, kind, name FROM roles WHERE id = $1 AND company_id = $2",
            &[id.into(), company.into()],
            role,
        )
    }

    /// Those of these roles that are there.
    pub fn each(&mut self, company: CompanyId, ids: &[RoleId]) -> Result<Vec<Role>> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(self.find(company, *id)?);
        }
        Ok(found)
    }

    /// The role of a kind.
    pub fn of_kind(&mut self, company: CompanyId, kind: Kind) -> Result<Role> {
        self.0.query_one(
            "SELECT id, kind, name FROM roles WHERE company_id = $1 AND kind = $2",
            &[company.into(), kind.word().into()],
            role,
        )
    }

    /// What the roles of a company allow.
    pub fn permissions(&mut self, company: CompanyId) -> Result<Vec<(RoleId, Permission, Scope)>> {
        self.0.query(
            "SELECT p.role_id, p.permission, p.scope FROM roles r JOIN role_permissions p ON p.role_id = r.id \
             WHERE r.company_id = $1",
            &[company.into()],
            |row| {
                let (permission, scope) = allowed(row, 1)?;
                Ok((row.get(0)?, permission, scope))
            },
        )
    }

    /// What one role allows.
    pub fn permissions_of(&mut self, company: CompanyId, id: RoleId) -> Result<Vec<(Permission, Scope)>> {
        self.0.query(
            "SELECT permission, scope FROM role_permissions WHERE role_id = $1 AND company_id = $2",
            &[id.into(), company.into()],
            |row| allowed(row, 0),
        )
    }

    /// Makes a role allow this and nothing else.
    pub fn set_permissions(
        &mut self,
        company: CompanyId,
        id: RoleId,
        permissions: &[(Permission, Scope)],
    ) -> Result<()> {
        self.0.execute(
            "DELETE FROM role_permissions WHERE role_id = $1 AND company_id = $2",
            &[id.into(), company.into()],
        )?;
        for (permission, scope) in permissions {
            self.0.execute(
                "INSERT INTO role_permissions (role_id, permission, scope, company_id) VALUES ($1, $2, $3, $4)",
                &[id.into(), permission.word().into(), scope.word().into(), company.into()],
            )?;
        }
        Ok(())
    }

    /// Gives a role another name; false where the company has one of that name.
    pub fn rename(&mut self, company: CompanyId, id: RoleId, name: &str) -> Result<bool> {
        let key = normal(name);
        let rows = self.0.execute(
            "UPDATE roles SET name = $1, name_key = $2 WHERE id = $3 AND company_id = $4 AND kind IS NULL \
             AND NOT EXISTS (SELECT 1 FROM roles o WHERE o.company_id = $4 AND o.kind IS NULL \
             AND o.name_key = $2 AND o.id <> $3)",
            &[name.into(), (&key).into(), id.into(), company.into()],
        )?;
        Ok(rows > 0)
    }

    /// Removes a role of the company's own, with all that have it; false where there is none such.
    pub fn delete(&mut self, company: CompanyId, id: RoleId) -> Result<bool> {
        let rows = self.0.execute(
            "DELETE FROM roles WHERE id = $1 AND company_id = $2 AND kind IS NULL",
            &[id.into(), company.into()],
        )?;
        Ok(rows > 0)
    }

    /// Gives a person a role; false where he has it.
    pub fn give(&mut self, company: CompanyId, id: RoleId, person: EmployeeId) -> Result<bool> {
        let rows = self.0.execute(
            "INSERT INTO role_holders (employee_id, role_id, company_id) VALUES ($1, $2, $3) \
             ON CONFLICT DO NOTHING",
            &[person.into(), id.into(), company.into()],
        )?;
        Ok(rows > 0)
    }

    /// Takes a role from a person; false where he has it not.
    pub fn take(&mut self, company: CompanyId, id: RoleId, person: EmployeeId) -> Result<bool> {
        let rows = self.0.execute(
            "DELETE FROM role_holders WHERE employee_id = $1 AND role_id = $2 AND company_id = $3",
            &[person.into(), id.into(), company.into()],
        )?;
        Ok(rows > 0)
    }

    /// Takes all roles from a person.
    pub fn take_all(&mut self, company: CompanyId, person: EmployeeId) -> Result<()> {
        self.0
            .execute(
                "DELETE FROM role_holders WHERE employee_id = $1 AND company_id = $2",
                &[person.into(), company.into()],
            )
            .map(drop)
    }

    /// The roles that were given to a person himself.
    pub fn of_person(&mut self, company: CompanyId, person: EmployeeId) -> Result<Vec<Role>> {
        self.0.query(
            "SELECT r.id, r.kind, r.name FROM role_holders h JOIN roles r ON r.id = h.role_id \
             WHERE h.employee_id = $1 AND h.company_id = $2 ORDER BY r.id",
            &[person.into(), company.into()],
            role,
        )
    }

    /// The same of several people.
    pub fn of_people(
        &mut self,
        company: CompanyId,
        people: &[EmployeeId],
    ) -> Result<Vec<(EmployeeId, Role)>> {
        let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
        let mut statement = Statement::new(
            "SELECT r.id, r.kind, r.name, h.employee_id FROM role_holders h JOIN roles r ON r.id = h.role_id \
             WHERE +h.company_id = ?",
            [company.into()],
        );
        statement
            .add(&format!("AND h.employee_id IN ({})", places(ids.len())), fill(&ids))
            .add("ORDER BY r.id", []);
        self.0.query(statement.text(), statement.params(), |row| Ok((row.get(3)?, role(row)?)))
    }

    /// Those to whom a role was given, after one of them, in the order of their ids.
    pub fn holders(
        &mut self,
        company: CompanyId,
        id: RoleId,
        after: i64,
        limit: i64,
    ) -> Result<Vec<EmployeeId>> {
        self.0.query(
            "SELECT employee_id FROM role_holders WHERE role_id = $1 AND company_id = $2 AND employee_id > $3 \
             ORDER BY employee_id LIMIT $4",
            &[id.into(), company.into(), after.into(), limit.into()],
            |row| row.get(0),
        )
    }

    /// The names of the first to whom a role was given, and how many there are.
    pub fn holder_names(
        &mut self,
        company: CompanyId,
        id: RoleId,
        most: usize,
    ) -> Result<(Vec<String>, i64)> {
        let names = self.0.query(
            "SELECT CASE WHEN e.name = '' THEN e.email ELSE e.name END FROM role_holders h \
             JOIN employees e ON e.id = h.employee_id WHERE h.role_id = $1 AND h.company_id = $2 \
             ORDER BY h.employee_id LIMIT $3",
            &[id.into(), company.into(), i64::try_from(most).unwrap_or(i64::MAX).into()],
            |row| row.get(0),
        )?;
        let all = self.0.query_one(
            "SELECT COUNT(*) FROM role_holders WHERE role_id = $1 AND company_id = $2",
            &[id.into(), company.into()],
            |row| row.get(0),
        )?;
        Ok((names, all))
    }

    /// How many have each role themselves.
    pub fn holder_counts(&mut self, company: CompanyId) -> Result<Vec<(RoleId, i64)>> {
        self.0.query(
            "SELECT r.id, (SELECT COUNT(*) FROM role_holders h WHERE h.role_id = r.id) FROM roles r \
             WHERE r.company_id = $1",
            &[company.into()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// The departments that roles were given to, by their names: each with its title, and one of its roles.
    pub fn carriers(&mut self, company: CompanyId) -> Result<Vec<(Role, DepartmentId, String)>> {
        let mut found = self.0.query(
            "SELECT r.id, r.kind, r.name, d.id, d.name FROM role_departments x \
             JOIN departments d ON d.id = x.department_id JOIN roles r ON r.id = x.role_id \
             WHERE x.company_id = $1 ORDER BY d.name, d.id, r.id",
            &[company.into()],
            |row| Ok((role(row)?, row.get(3)?, row.get(4)?)),
        )?;
        self.0.departments().tell_apart(company, found.iter_mut().map(|(_, id, name)| (*id, name)))?;
        Ok(found)
    }

    /// The departments that a role was given to.
    pub fn departments(&mut self, company: CompanyId, id: RoleId) -> Result<Vec<DepartmentId>> {
        self.0.query(
            "SELECT department_id FROM role_departments WHERE role_id = $1 AND company_id = $2 \
             ORDER BY department_id",
            &[id.into(), company.into()],
            |row| row.get(0),
        )
    }

    /// Gives a role to these departments and no others.
    pub fn set_departments(
        &mut self,
        company: CompanyId,
        id: RoleId,
        departments: &[DepartmentId],
    ) -> Result<()> {
        self.0.execute(
            "DELETE FROM role_departments WHERE role_id = $1 AND company_id = $2",
            &[id.into(), company.into()],
        )?;
        for department in departments {
            self.0.execute(
                "INSERT INTO role_departments (department_id, role_id, company_id) VALUES ($1, $2, $3)",
                &[(*department).into(), id.into(), company.into()],
            )?;
        }
        Ok(())
    }

    /// What whoever works in a department is allowed by the roles of that department and of those above it.
    pub fn carried_by(
        &mut self,
        company: CompanyId,
        department: DepartmentId,
    ) -> Result<Vec<(Permission, Scope)>> {
        self.0.query(
            "WITH RECURSIVE above (id, parent_id) AS ( \
               SELECT id, parent_id FROM departments WHERE id = $1 AND company_id = $2 \
               UNION ALL SELECT d.id, d.parent_id FROM departments d JOIN above a ON d.id = a.parent_id) \
             SELECT p.permission, p.scope FROM above a JOIN role_departments x ON x.department_id = a.id \
             JOIN role_permissions p ON p.role_id = x.role_id",
            &[department.into(), company.into()],
            |row| allowed(row, 0),
        )
    }

    /// What each department allows by the roles that it carries itself.
    pub fn carried(&mut self, company: CompanyId) -> Result<Vec<(DepartmentId, Permission, Scope)>> {
        self.0.query(
            "SELECT DISTINCT x.department_id, p.permission, p.scope FROM role_departments x \
             JOIN role_permissions p ON p.role_id = x.role_id WHERE x.company_id = $1",
            &[company.into()],
            |row| {
                let (permission, scope) = allowed(row, 1)?;
                Ok((row.get(0)?, permission, scope))
            },
        )
    }

    /// The roles that these departments carry themselves.
    pub fn carried_in(&mut self, company: CompanyId, departments: &[DepartmentId]) -> Result<Vec<RoleId>> {
        let ids: Vec<i64> = departments.iter().map(|id| id.0).collect();
        let mut statement = Statement::new(
            "SELECT DISTINCT role_id FROM role_departments WHERE +company_id = ?",
            [company.into()],
        );
        statement
            .add(&format!("AND department_id IN ({})", places(ids.len())), fill(&ids))
            .add("ORDER BY role_id", []);
        self.0.query(statement.text(), statement.params(), |row| row.get(0))
    }

    /// The roles that somebody who works in one of these departments has himself.
    pub fn held_in(&mut self, company: CompanyId, departments: &[DepartmentId]) -> Result<Vec<RoleId>> {
        let ids: Vec<i64> = departments.iter().map(|id| id.0).collect();
        let mut statement = Statement::new(
            "SELECT DISTINCT h.role_id FROM role_holders h CROSS JOIN employee_departments m \
             WHERE m.employee_id = h.employee_id AND h.company_id = ?",
            [company.into()],
        );
        statement.add(&format!("AND m.department_id IN ({})", places(ids.len())), fill(&ids));
        self.0.query(statement.text(), statement.params(), |row| row.get(0))
    }

    /// A department and all below it.
    pub fn branch(&mut self, company: CompanyId, department: DepartmentId) -> Result<Vec<DepartmentId>> {
        self.0.query(
            "WITH RECURSIVE branch (id) AS ( \
               SELECT id FROM departments WHERE id = $1 AND company_id = $2 \
               UNION ALL SELECT d.id FROM departments d JOIN branch b ON d.parent_id = b.id \
               WHERE d.company_id = $2) SELECT id FROM branch",
            &[department.into(), company.into()],
            |row| row.get(0),
        )
    }
}
