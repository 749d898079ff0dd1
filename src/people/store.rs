//! SQL of people. The words and the counts of a person change with the person, here.

mod addresses;
pub mod api_list;
mod came_by;
mod changes;
mod colleagues;
pub mod columns;
mod learning;
pub mod list;
mod photos;
mod views;

use std::collections::HashSet;

use super::{Employee, Role, Status, full_name, words};
use crate::base::birthday::Birthday;
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId, JoinLinkId};
use crate::i18n::Language;
use crate::store::{Error, Result, Row, Tx, Value};

/// The accessor: `tx.people()`.
pub struct People<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The people.
    pub fn people(&mut self) -> People<'_, 'c> {
        People(self)
    }
}

/// Rows over which each count is spread.
const SHARDS: i64 = 16;

pub(super) const COLUMNS: &str = "e.id, e.company_id, e.email, e.name, e.status, e.role, e.position, e.language, \
     e.time_zone, e.created_at, e.joined_at, e.dismissed_at, e.join_link_id, e.patronymic, e.work_phone, \
     e.mobile_phone, e.birthday, e.birth_year, e.photo_version";

/// Administrators of the company `$1`, in whichever status. In the order of the one index that holds nobody else:
/// that is how it is told from those of whole companies.
pub(super) const ADMINISTRATORS: &str = "SELECT r.id FROM employees r WHERE r.company_id = $1 \
     AND r.role = 'administrator' ORDER BY r.sort_key, r.id LIMIT 100000";

pub(super) fn employee(row: &Row<'_>) -> Result<Employee> {
    let (status, role, language): (String, String, String) = (row.get(4)?, row.get(5)?, row.get(7)?);
    Ok(Employee {
        id: row.get(0)?,
        company_id: row.get(1)?,
        email: row.get(2)?,
        name: row.get(3)?,
        status: Status::from_word(&status).ok_or_else(|| Error::broken(format!("status {status}")))?,
        role: Role::from_word(&role).ok_or_else(|| Error::broken(format!("role {role}")))?,
        position: row.get(6)?,
        language: Language::from_tag(&language).unwrap_or(Language::En),
        time_zone: row.get(8)?,
        created_at: row.get(9)?,
        joined_at: row.get(10)?,
        dismissed_at: row.get(11)?,
        join_link_id: row.get(12)?,
        patronymic: row.get(13)?,
        work_phone: row.get(14)?,
        mobile_phone: row.get(15)?,
        birthday: Birthday::stored(&row.get::<String>(16)?, row.get(17)?),
        photo: row.get(18)?,
    })
}

/// What a person begins with.
#[derive(Clone, Copy, Debug)]
pub struct NewEmployee<'a> {
    /// The company.
    pub company: CompanyId,
    /// The address as typed.
    pub email: &'a str,
    /// Its identity.
    pub email_key: &'a str,
    /// The name, or nothing.
    pub name: &'a str,
    /// Where he stands.
    pub status: Status,
    /// What he may.
    pub role: Role,
    /// His language.
    pub language: Language,
    /// His time zone.
    pub time_zone: &'a str,
    /// The join link that he came by.
    pub join_link: Option<JoinLinkId>,
}

impl People<'_, '_> {
    /// The employee of that id in that company.
    pub fn find(&mut self, company: CompanyId, id: EmployeeId) -> Result<Option<Employee>> {
        self.0.query_opt(
            &format!("SELECT {COLUMNS} FROM employees e WHERE e.id = $1 AND e.company_id = $2"),
            &[id.into(), company.into()],
            employee,
        )
    }

    /// The employee of that address (its identity) in that company.
    pub fn find_by_address(&mut self, company: CompanyId, email_key: &str) -> Result<Option<Employee>> {
        self.0.query_opt(
            // With the plus the address alone decides on the index, whatever the sizes were when it was planned.
            &format!("SELECT {COLUMNS} FROM employees e WHERE +e.company_id = $1 AND e.email_key = $2"),
            &[company.into(), email_key.into()],
            employee,
        )
    }

    /// Somebody whose address probably has the same mailbox, and is another one; the dismissed aside.
    pub fn find_alike(
        &mut self,
        company: CompanyId,
        soft_key: &str,
        email_key: &str,
    ) -> Result<Option<Employee>> {
        self.0.query_opt(
            &format!(
                "SELECT {COLUMNS} FROM employees e WHERE e.company_id = $1 AND e.email_key <> $2 \
                 AND (e.email_key = $3 OR e.soft_key = $4) AND e.status <> 'dismissed' ORDER BY e.id LIMIT 1"
            ),
            &[company.into(), email_key.into(), soft_key.into(), soft_key.into()],
            employee,
        )
    }

    /// Adds a person with his words; `None` where the address is taken. The caller counts him with
    /// [`People::count`], once for all that it adds.
    pub fn insert(&mut self, new: &NewEmployee<'_>, now: Timestamp) -> Result<Option<EmployeeId>> {
        let joined = (new.status == Status::Active).then_some(now);
        let keys = Keys::of(new.name, "", new.email_key);
        let id: Option<EmployeeId> = self.0.query_opt(
            "INSERT INTO employees (company_id, email, email_key, soft_key, name, sort_key, surname_key, \
             position_key, status, role, language, time_zone, join_link_id, created_at, joined_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
             ON CONFLICT (company_id, email_key) DO NOTHING RETURNING id",
            &[
                new.company.into(),
                new.email.into(),
                new.email_key.into(),
                soft_key(new.email_key).as_deref().into(),
                new.name.into(),
                (&keys.name).into(),
                (&keys.surname).into(),
                (&keys.position).into(),
                new.status.word().into(),
                new.role.word().into(),
                new.language.tag().into(),
                new.time_zone.into(),
                new.join_link.into(),
                now.into(),
                joined.into(),
            ],
            |row| row.get(0),
        )?;
        if let Some(id) = id {
            let (name, email_key) = (new.name, new.email_key);
            let words = words::of_person(&words::Source::named(name, email_key));
            self.insert_words(new.company, id, new.status, &words)?;
        }
        Ok(id)
    }

    /// Notes that `by` more people (fewer, where negative) are in `status`. `spread` is any number
    /// that differs between callers, such as an id.
    pub fn count(&mut self, company: CompanyId, status: Status, spread: i64, by: i64) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO employee_counts (company_id, status, shard, people) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (company_id, status, shard) DO UPDATE SET people = employee_counts.people + $4",
                &[company.into(), status.word().into(), spread.rem_euclid(SHARDS).into(), by.into()],
            )
            .map(drop)
    }

    /// How many people are in each status.
    pub fn counts(&mut self, company: CompanyId) -> Result<Vec<(Status, i64)>> {
        let rows = self.0.query(
            "SELECT status, CAST(SUM(people) AS BIGINT) FROM employee_counts WHERE company_id = $1 GROUP BY status",
            &[company.into()],
            |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)),
        )?;
        Ok(Status::ALL
            .map(|status| {
                (status, rows.iter().find(|(word, _)| word == status.word()).map_or(0, |(_, n)| *n))
            })
            .to_vec())
    }

    /// Puts a person into another status; false where he was not in `from` (somebody was quicker).
    pub fn change_status(
        &mut self,
        company: CompanyId,
        id: EmployeeId,
        from: Status,
        to: Status,
        now: Timestamp,
    ) -> Result<bool> {
        let changed = self.0.execute(
            "UPDATE employees SET status = $1, \
             joined_at = CASE WHEN $2 = 'active' THEN COALESCE(joined_at, $3) ELSE joined_at END, \
             dismissed_at = CASE WHEN $4 = 'dismissed' THEN CAST($5 AS BIGINT) ELSE NULL END \
             WHERE id = $6 AND company_id = $7 AND status = $8",
            &[
                to.word().into(),
                to.word().into(),
                now.into(),
                to.word().into(),
                now.into(),
                id.into(),
                company.into(),
                from.word().into(),
            ],
        )?;
        if changed == 0 {
            return Ok(false);
        }
        self.0.execute(
            "UPDATE employee_words SET status = $1 WHERE employee_id = $2",
            &[to.word().into(), id.into()],
        )?;
        self.count(company, from, id.0, -1)?;
        self.count(company, to, id.0, 1)?;
        if from == Status::Active || to == Status::Active {
            let by = if to == Status::Active { 1 } else { -1 };
            for department in self.departments_of(company, id)? {
                self.0.departments().count(company, department, Status::Active, id.0, by)?;
            }
        }
        Ok(true)
    }

    /// Sets the language of a person's screens and letters.
    pub fn set_language(&mut self, company: CompanyId, id: EmployeeId, language: Language) -> Result<()> {
        self.0
            .execute(
                "UPDATE employees SET language = $1 WHERE id = $2 AND company_id = $3",
                &[language.tag().into(), id.into(), company.into()],
            )
            .map(drop)
    }

    /// Sets the time zone in which a person reads times.
    pub fn set_time_zone(&mut self, company: CompanyId, id: EmployeeId, zone: &str) -> Result<()> {
        self.0
            .execute(
                "UPDATE employees SET time_zone = $1 WHERE id = $2 AND company_id = $3",
                &[zone.into(), id.into(), company.into()],
            )
            .map(drop)
    }

    /// Whether he was registered, and nobody has ever come in as him.
    pub fn never_came(&mut self, company: CompanyId, id: EmployeeId) -> Result<bool> {
        let found = self.0.query_opt(
            "SELECT e.id FROM employees e WHERE e.id = $1 AND e.company_id = $2 AND e.password_hash IS NULL \
             AND e.joined_at IS NOT NULL AND e.last_seen_at IS NULL AND e.join_link_id IS NULL \
             AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.employee_id = e.id OR i.inviter_id = e.id)",
            &[id.into(), company.into()],
            |row| row.get::<i64>(0),
        )?;
        Ok(found.is_some())
    }

    /// Removes a person who never came, with his words; false where there is none such.
    pub fn delete(&mut self, company: CompanyId, id: EmployeeId, status: Status) -> Result<bool> {
        let deleted = self.0.execute(
            "DELETE FROM employees WHERE id = $1 AND company_id = $2 AND status = $3 \
             AND (joined_at IS NULL OR password_hash IS NULL)",
            &[id.into(), company.into(), status.word().into()],
        )?;
        if deleted > 0 {
            self.count(company, status, id.0, -1)?;
        }
        Ok(deleted > 0)
    }

    /// Active administrators.
    pub fn administrators(&mut self, company: CompanyId) -> Result<Vec<Employee>> {
        self.0.query(
            &format!(
                "SELECT {COLUMNS} FROM ({ADMINISTRATORS}) a JOIN employees e ON e.id = a.id \
                 WHERE e.status = 'active' ORDER BY e.sort_key, e.id"
            ),
            &[company.into()],
            employee,
        )
    }

    /// How many active administrators there are.
    pub fn count_administrators(&mut self, company: CompanyId) -> Result<i64> {
        self.0.query_one(
            &format!(
                "SELECT COUNT(*) FROM ({ADMINISTRATORS}) a JOIN employees e ON e.id = a.id WHERE e.status = 'active'"
            ),
            &[company.into()],
            |row| row.get(0),
        )
    }

    /// Whether somebody else administers the company, and can sign in: who was registered and has not chosen a
    /// password yet keeps nobody's door open.
    pub fn has_other_administrator(&mut self, person: &Employee) -> Result<bool> {
        let found: Option<i64> = self.0.query_opt(
            &format!(
                "SELECT e.id FROM ({ADMINISTRATORS}) a JOIN employees e ON e.id = a.id \
                 WHERE e.status = 'active' AND e.password_hash IS NOT NULL AND e.id <> $2 LIMIT 1"
            ),
            &[person.company_id.into(), person.id.into()],
            |row| row.get(0),
        )?;
        Ok(found.is_some())
    }

    /// Active administrators who can sign in.
    pub fn administrators_with_password(&mut self, company: CompanyId) -> Result<HashSet<EmployeeId>> {
        let found = self.0.query(
            &format!(
                "SELECT e.id FROM ({ADMINISTRATORS}) a JOIN employees e ON e.id = a.id \
                 WHERE e.status = 'active' AND e.password_hash IS NOT NULL"
            ),
            &[company.into()],
            |row| row.get(0),
        )?;
        Ok(found.into_iter().collect())
    }

    /// The departments that a person works in.
    pub fn departments_of(&mut self, company: CompanyId, id: EmployeeId) -> Result<Vec<DepartmentId>> {
        self.0.query(
            "SELECT department_id FROM employee_departments WHERE employee_id = $1 AND company_id = $2 \
             ORDER BY department_id",
            &[id.into(), company.into()],
            |row| row.get(0),
        )
    }

    /// Puts a person into these departments and no others. What he is in those where he stays he remains.
    pub fn set_departments(
        &mut self,
        company: CompanyId,
        id: EmployeeId,
        departments: &[DepartmentId],
    ) -> Result<()> {
        let before = self.departments_of(company, id)?;
        let mut after = departments.to_vec();
        after.sort_unstable();
        after.dedup();
        let status = self.find(company, id)?.map(|person| person.status);
        for gone in before.iter().filter(|department| !after.contains(department)) {
            self.0.execute(
                "DELETE FROM employee_departments WHERE employee_id = $1 AND department_id = $2 AND company_id = $3",
                &[id.into(), (*gone).into(), company.into()],
            )?;
            self.count_in(company, *gone, status, id, -1)?;
        }
        for new in after.iter().filter(|department| !before.contains(department)) {
            self.0.execute(
                "INSERT INTO employee_departments (employee_id, department_id, company_id) VALUES ($1, $2, $3)",
                &[id.into(), (*new).into(), company.into()],
            )?;
            self.count_in(company, *new, status, id, 1)?;
        }
        Ok(())
    }

    /// Of people only those at work are counted where they work; the invited are where their invitations are.
    fn count_in(
        &mut self,
        company: CompanyId,
        department: DepartmentId,
        status: Option<Status>,
        id: EmployeeId,
        by: i64,
    ) -> Result<()> {
        if status != Some(Status::Active) {
            return Ok(());
        }
        self.0.departments().count(company, department, Status::Active, id.0, by)
    }

    fn insert_words(
        &mut self,
        company: CompanyId,
        id: EmployeeId,
        status: Status,
        words: &[String],
    ) -> Result<()> {
        self.learn(company, words)?;
        let mut sql =
            String::from("INSERT INTO employee_words (company_id, status, employee_id, word) VALUES ");
        let mut params: Vec<Value<'_>> = vec![company.into(), status.word().into(), id.into()];
        for (index, word) in words.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            sql = format!("{sql}{comma}($1, $2, $3, ${})", index + 4);
            params.push(word.into());
        }
        self.0.execute(&sql, &params).map(drop)
    }
}

/// Behind all words: whoever has no name or position comes last.
const LAST: char = '\u{ffff}';

/// What lists are ordered by.
struct Keys {
    /// The name; who has none comes by his address.
    name: String,
    /// The same, the family name first.
    surname: String,
    /// The position, and among equals the family name.
    position: String,
}

impl Keys {
    fn of(name: &str, position: &str, email_key: &str) -> Self {
        let name = if name.is_empty() { format!("{LAST}{email_key}") } else { words::normal(name) };
        let [family, given] = full_name::parts(&name);
        let surname = if family.is_empty() { name.clone() } else { format!("{family} {given}") };
        let position = if position.is_empty() { LAST.to_string() } else { words::normal(position) };
        Self { position: format!("{position}\n{surname}"), name, surname }
    }
}

/// The key by which addresses of one mailbox are found, where the address alone does not say it.
fn soft_key(email_key: &str) -> Option<String> {
    Some(EmailAddress::soft_key_of(email_key)).filter(|soft_key| soft_key != email_key)
}
