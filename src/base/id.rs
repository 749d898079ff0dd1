//! Ids: 64-bit integers made by the database. They mean nothing and are checked against the company.

use std::fmt;

/// Declares one id type, so that an id of a department can't be passed for one of an employee.
macro_rules! id_type {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

id_type! {
    /// A company: the tenant that owns every other row.
    CompanyId;
    /// A department: a node of the company's one tree.
    DepartmentId;
    /// An employee in any status, from invited to dismissed.
    EmployeeId;
    /// A personal invitation to one address.
    InvitationId;
    /// One press of «send»: the invitations that were made together.
    BatchId;
    /// A shared join link.
    JoinLinkId;
    /// One stranger's attempt to join by a join link, from his address to his password.
    JoinRequestId;
    /// One message to one address.
    LetterId;
    /// A request for a new password.
    PasswordResetId;
    /// A wish for another address.
    AddressChangeId;
    /// A token of the machine interface.
    ApiTokenId;
    /// A role: what those who have it may.
    RoleId;
    /// A filter that somebody keeps.
    SavedViewId;
}
