//! SQL of what is done to a person besides joining.

use super::super::{Employee, Role, words};
use super::{People, sort_key};
use crate::base::id::{CompanyId, EmployeeId};
use crate::store::Result;

impl People<'_, '_> {
    /// Gives a person another address, with the order and the words that come from it.
    pub fn change_address(&mut self, person: &Employee, email: &str, email_key: &str) -> Result<()> {
        self.0.execute(
            "UPDATE employees SET email = $1, email_key = $2, sort_key = $3 WHERE id = $4 AND company_id = $5",
            &[
                email.into(),
                email_key.into(),
                (&sort_key(&person.name, email_key)).into(),
                person.id.into(),
                person.company_id.into(),
            ],
        )?;
        self.0.execute("DELETE FROM employee_words WHERE employee_id = $1", &[person.id.into()])?;
        let words = words::of_person(&person.name, &person.position, email_key);
        self.insert_words(person.company_id, person.id, person.status, &words)
    }

    /// The identity of a person's address.
    pub fn address_key(&mut self, company: CompanyId, id: EmployeeId) -> Result<String> {
        self.0.query_one(
            "SELECT email_key FROM employees WHERE id = $1 AND company_id = $2",
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

    /// The names of the departments that a person works in.
    pub fn department_names(&mut self, company: CompanyId, id: EmployeeId) -> Result<Vec<String>> {
        self.0.query(
            "SELECT d.name FROM employee_departments x JOIN departments d ON d.id = x.department_id \
             WHERE x.employee_id = $1 AND x.company_id = $2 ORDER BY d.name_key, d.id",
            &[id.into(), company.into()],
            |row| row.get(0),
        )
    }
}
