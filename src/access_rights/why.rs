//! What a person may, and why: for whoever manages rights, and for himself.

use super::Permission;
use super::rights::{Own, Reach, Rights, grants};
use super::store::Grant;
use crate::company::Company;
use crate::people::Employee;
use crate::store::{Result, Tx};

/// How far a person may do something, and what allows it.
#[derive(Clone, Debug)]
pub struct Explained {
    /// What.
    pub permission: Permission,
    /// Where.
    pub reach: Reach,
    /// All that allows it, what reaches furthest first.
    pub grants: Vec<Grant>,
}

/// Explains the rights of a person. Of an administrator there is nothing to explain: no grants.
pub fn explain(tx: &mut Tx<'_>, company: &Company, person: &Employee) -> Result<Vec<Explained>> {
    let rights = Rights::of(tx, company, person)?;
    let mut all = if rights.is_administrator() { Vec::new() } else { grants(tx, company, person.id)? };
    let named = all.iter_mut().filter_map(|grant| grant.department.as_mut());
    tx.departments().tell_apart(company.id, named.map(|(id, name)| (*id, name)))?;
    let own = Own::of(tx, company, person.id)?;
    all.retain(|grant| own.reach(grant) != Reach::Nowhere);
    all.sort_by_key(|grant| std::cmp::Reverse(grant.scope));
    Ok(Permission::ALL
        .into_iter()
        .map(|permission| Explained {
            permission,
            reach: rights.reach(permission).clone(),
            grants: all.iter().filter(|grant| grant.permission == permission).cloned().collect(),
        })
        .collect())
}
