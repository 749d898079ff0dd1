//! Who holds an address: each is another obstacle for whoever wants it.

use super::Status;
use crate::base::id::{CompanyId, EmployeeId};
use crate::store::{Result, Tx};

/// The person whose address it is, by where he stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Holder {
    /// Has an invitation.
    Invited(EmployeeId),
    /// Works here.
    Employee(EmployeeId),
    /// Came by a join link and waits to be let in.
    AwaitingApproval(EmployeeId),
    /// Worked here.
    Dismissed(EmployeeId),
}

/// Who holds the address (its identity); nobody where it is free.
pub fn holder(tx: &mut Tx<'_>, company: CompanyId, email_key: &str) -> Result<Option<Holder>> {
    let person = tx.people().find_by_address(company, email_key)?;
    Ok(person.map(|person| match person.status {
        Status::Invited => Holder::Invited(person.id),
        Status::Active => Holder::Employee(person.id),
        Status::AwaitingApproval => Holder::AwaitingApproval(person.id),
        Status::Dismissed => Holder::Dismissed(person.id),
    }))
}
