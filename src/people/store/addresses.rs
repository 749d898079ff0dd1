//! SQL of people's addresses: whose one is, giving another, freeing one.

use super::super::{Employee, words};
use super::changes::status;
use super::{Keys, People, soft_key};
use crate::base::email_address::EmailAddress;
use crate::base::id::{CompanyId, EmployeeId};
use crate::store::Result;

impl People<'_, '_> {
    /// The identity of a person's address.
    pub fn address_key(&mut self, company: CompanyId, id: EmployeeId) -> Result<String> {
        self.0.query_one(
            "SELECT email_key FROM employees WHERE id = $1 AND company_id = $2",
            &[id.into(), company.into()],
            |row| row.get(0),
        )
    }

    /// Gives somebody invited another address, or another spelling of it, with the order and the
    /// words that come from it; false where he is invited no more.
    pub fn change_address(&mut self, person: &Employee, address: &EmailAddress) -> Result<bool> {
        self.set_address(person, address.as_str(), address.key(), Some("invited"))
    }

    /// The same whatever he is. The caller has looked whether the address is free.
    pub fn give_address(&mut self, person: &Employee, address: &EmailAddress) -> Result<bool> {
        self.set_address(person, address.as_str(), address.key(), None)
    }

    /// Frees the address of somebody dismissed: the key that stays in its place is no address, so that it
    /// is nobody else's either. False where he is dismissed no more.
    pub fn free_address(&mut self, person: &Employee) -> Result<bool> {
        self.set_address(person, "", &format!("#{}", person.id), Some("dismissed"))
    }

    fn set_address(
        &mut self,
        person: &Employee,
        email: &str,
        email_key: &str,
        only: Option<&str>,
    ) -> Result<bool> {
        let keys = Keys::of(&person.name, &person.position, email_key);
        let status = self.0.query_opt(
            "UPDATE employees SET email = $1, email_key = $2, sort_key = $3, surname_key = $4, position_key = $5, \
             soft_key = $6 WHERE id = $7 AND company_id = $8 AND status = COALESCE($9, status) RETURNING status",
            &[
                email.into(),
                email_key.into(),
                (&keys.name).into(),
                (&keys.surname).into(),
                (&keys.position).into(),
                soft_key(email_key).as_deref().into(),
                person.id.into(),
                person.company_id.into(),
                only.into(),
            ],
            status,
        )?;
        self.rewrite(person, status, &words::of_person(&words::Source::of(person, email_key)))
    }
}
