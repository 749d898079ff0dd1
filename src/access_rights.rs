//! Access rights: who may do what. The one function that pages, the machine interface and commands ask.

pub mod switch;
pub mod web;

use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::history::Actor;

/// What can be allowed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Permission {
    /// Invite people and make join links.
    Invite,
    /// See, resend, change and revoke an invitation or a join link of this employee.
    ManageInvitationsOf(EmployeeId),
    /// Let in or refuse people who came by a join link.
    Approve,
    /// Make, rename, move and delete departments.
    EditStructure,
    /// Change people: dismiss, take back, transfer.
    ManagePeople,
    /// Change rights, the plan and settings; see the development mailbox and the company's history.
    Administer,
}

/// Whether `actor` may. Administrators may everything.
#[must_use]
pub fn may(actor: &Actor, company: &Company, permission: Permission) -> bool {
    if actor.company != company.id {
        return false;
    }
    if actor.is_administrator {
        return true;
    }
    match permission {
        Permission::Invite => actor.employee.is_some() && company.inviting.everyone_may_invite,
        Permission::ManageInvitationsOf(inviter) => actor.employee == Some(inviter),
        Permission::Approve
        | Permission::EditStructure
        | Permission::ManagePeople
        | Permission::Administer => false,
    }
}
