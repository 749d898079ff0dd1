//! SQL of what is done to a person besides joining.

use super::super::{Employee, Role, Status, words};
use super::{Keys, People};
use crate::base::birthday::Birthday;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId};
use crate::store::{Error, Result, Row};

pub(super) fn status(row: &Row<'_>) -> Result<Status> {
    let word: String = row.get(0)?;
    Status::from_word(&word).ok_or_else(|| Error::broken(format!("status {word}")))
}

impl People<'_, '_> {
    /// Makes whatever else is done to this person, or counted of what he does, wait.
    pub fn lock(&mut self, company: CompanyId, id: EmployeeId) -> Result<()> {
        self.0
            .execute(
                "UPDATE employees SET failed_sign_ins = failed_sign_ins WHERE id = $1 AND company_id = $2",
                &[id.into(), company.into()],
            )
            .map(drop)
    }

    /// Changes what colleagues see of a person, and the words he is found by. Those go with the
    /// status that the row has by now, whatever `person` was read with.
    pub fn rename(&mut self, person: &Employee, name: &str, position: &str, email_key: &str) -> Result<()> {
        let keys = Keys::of(name, position, email_key);
        let status = self.0.query_opt(
            "UPDATE employees SET name = $1, sort_key = $2, surname_key = $3, position = $4, position_key = $5 \
             WHERE id = $6 AND company_id = $7 RETURNING status",
            &[
                name.into(),
                (&keys.name).into(),
                (&keys.surname).into(),
                position.into(),
                (&keys.position).into(),
                person.id.into(),
                person.company_id.into(),
            ],
            status,
        )?;
        let words =
            words::of_person(&words::Source { name, position, ..words::Source::of(person, email_key) });
        self.rewrite(person, status, &words).map(drop)
    }

    /// Writes down what colleagues see of a person as it stands in `person`, and the words he is found by.
    pub fn set_details(&mut self, person: &Employee, email_key: &str) -> Result<()> {
        let keys = Keys::of(&person.name, &person.position, email_key);
        let status = self.0.query_opt(
            "UPDATE employees SET name = $1, sort_key = $2, surname_key = $3, patronymic = $4, position = $5, \
             position_key = $6, work_phone = $7, mobile_phone = $8, birthday = $9, birth_year = $10, \
             language = $11, time_zone = $12 WHERE id = $13 AND company_id = $14 RETURNING status",
            &[
                (&person.name).into(),
                (&keys.name).into(),
                (&keys.surname).into(),
                (&person.patronymic).into(),
                (&person.position).into(),
                (&keys.position).into(),
                (&person.work_phone).into(),
                (&person.mobile_phone).into(),
                (&person.birthday.map(Birthday::key).unwrap_or_default()).into(),
                person.birthday.and_then(Birthday::year).map(i64::from).into(),
                person.language.tag().into(),
                (&person.time_zone).into(),
                person.id.into(),
                person.company_id.into(),
            ],
            status,
        )?;
        self.rewrite(person, status, &words::of_person(&words::Source::of(person, email_key))).map(drop)
    }

    /// Replaces the words of a person whose row was there and has that status.
    pub(super) fn rewrite(
        &mut self,
        person: &Employee,
        status: Option<Status>,
        words: &[String],
    ) -> Result<bool> {
        let Some(status) = status else { return Ok(false) };
        self.0.execute("DELETE FROM employee_words WHERE employee_id = $1", &[person.id.into()])?;
        self.insert_words(person.company_id, person.id, status, words)?;
        Ok(true)
    }

    /// Notes that a person was refused, for the letter that tells him.
    pub fn note_refusal(&mut self, person: &Employee, reason: &str, now: Timestamp) -> Result<i64> {
        self.0.query_one(
            "INSERT INTO refusals (company_id, email, name, reason, created_at) VALUES ($1, $2, $3, $4, $5) \
             RETURNING id",
            &[
                person.company_id.into(),
                (&person.email).into(),
                (&person.name).into(),
                reason.into(),
                now.into(),
            ],
            |row| row.get(0),
        )
    }

    /// Why somebody was refused; `None` where there is no such refusal.
    pub fn refusal(&mut self, company: CompanyId, id: i64) -> Result<Option<String>> {
        self.0.query_opt(
            "SELECT reason FROM refusals WHERE id = $1 AND company_id = $2",
            &[id.into(), company.into()],
            |row| row.get(0),
        )
    }

    /// Gives a person another role; false where he has it already.
    pub fn set_role(&mut self, company: CompanyId, id: EmployeeId, role: Role) -> Result<bool> {
        let rows = self.0.execute(
            "UPDATE employees SET role = $1 WHERE id = $2 AND company_id = $3 AND role <> $4",
            &[role.word().into(), id.into(), company.into(), role.word().into()],
        )?;
        Ok(rows > 0)
    }

    /// What the departments are called that a person works in, each told from its namesakes.
    pub fn department_names(&mut self, company: CompanyId, id: EmployeeId) -> Result<Vec<String>> {
        let found = self.departments_of_all(company, &[id])?;
        Ok(found.into_iter().map(|(_, _, name)| name).collect())
    }
}
