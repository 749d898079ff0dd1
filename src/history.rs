//! History: who did what to whom and when. Written in the transaction of the deed; never a secret.

pub mod store;
pub mod web;
pub mod words;

use crate::base::id::{CompanyId, EmployeeId, InvitationId};

/// Who does something, and by which way. Every verb is handed one.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The company it is done in.
    pub company: CompanyId,
    /// The employee; `None` for a stranger with a link and for the portal itself.
    pub employee: Option<EmployeeId>,
    /// Whether the employee is an administrator.
    pub is_administrator: bool,
    /// By which way.
    pub channel: Channel,
    /// From which network address.
    pub ip: Option<String>,
}

impl Actor {
    /// The portal itself, doing what falls due.
    #[must_use]
    pub fn portal(company: CompanyId) -> Self {
        Self { company, employee: None, is_administrator: true, channel: Channel::Portal, ip: None }
    }

    /// Somebody who is not signed in.
    #[must_use]
    pub fn stranger(company: CompanyId, ip: Option<String>) -> Self {
        Self { company, employee: None, is_administrator: false, channel: Channel::Web, ip }
    }

    /// The same deed with this employee as the doer: he has just proved who he is.
    #[must_use]
    pub fn proved(mut self, employee: EmployeeId) -> Self {
        self.employee = Some(employee);
        self
    }
}

/// By which way something was done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Channel {
    /// A page.
    Web,
    /// The machine interface.
    Api,
    /// A command on the server.
    Command,
    /// By itself.
    Portal,
}

impl Channel {
    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Api => "api",
            Self::Command => "command",
            Self::Portal => "portal",
        }
    }
}

/// What something was done to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Subject {
    /// The company and its settings.
    Company(CompanyId),
    /// A person.
    Employee(EmployeeId),
    /// A personal invitation.
    Invitation(InvitationId),
    /// A join link.
    JoinLink(crate::base::id::JoinLinkId),
    /// A department.
    Department(crate::base::id::DepartmentId),
    /// A token of the machine interface.
    ApiToken(crate::base::id::ApiTokenId),
}

impl Subject {
    fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Company(id) => ("company", id.0),
            Self::Employee(id) => ("employee", id.0),
            Self::Invitation(id) => ("invitation", id.0),
            Self::JoinLink(id) => ("join_link", id.0),
            Self::Department(id) => ("department", id.0),
            Self::ApiToken(id) => ("api_token", id.0),
        }
    }
}

/// What was done: the word in the database, and the key of its words (`history-…`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "the names are the words of the product")]
pub enum Action {
    CompanyCreated,
    SettingsChanged,
    InvitingSwitchedOn,
    InvitingSwitchedOff,
    PlanChanged,
    DepartmentCreated,
    DepartmentRenamed,
    DepartmentMoved,
    DepartmentDeleted,
    Invited,
    LetterAccepted,
    LetterDeferred,
    LetterFailed,
    LetterUnknown,
    Resent,
    Reminded,
    Revoked,
    Undone,
    AddressCorrected,
    NewLink,
    DepartmentsChanged,
    Extended,
    NameChanged,
    Accepted,
    Declined,
    OptedOut,
    NewInvitationAsked,
    JoinLinkCreated,
    JoinLinkSwitchedOff,
    JoinLinkSwitchedOn,
    Joined,
    /// Somebody came by a join link: joined, or waits for approval.
    CameByLink,
    Approved,
    Refused,
    SeatMissing,
    Dismissed,
    Rehired,
    Deleted,
    RoleChanged,
    ProfileChanged,
    SignedIn,
    SignInFailed,
    SignedOut,
    SessionsEnded,
    PasswordResetAsked,
    PasswordResetInVain,
    PasswordChanged,
    TokenCreated,
    TokenRevoked,
    Exported,
}

impl Action {
    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::CompanyCreated => "company-created",
            Self::SettingsChanged => "settings-changed",
            Self::InvitingSwitchedOn => "inviting-switched-on",
            Self::InvitingSwitchedOff => "inviting-switched-off",
            Self::PlanChanged => "plan-changed",
            Self::DepartmentCreated => "department-created",
            Self::DepartmentRenamed => "department-renamed",
            Self::DepartmentMoved => "department-moved",
            Self::DepartmentDeleted => "department-deleted",
            Self::Invited => "invited",
            Self::LetterAccepted => "letter-accepted",
            Self::LetterDeferred => "letter-deferred",
            Self::LetterFailed => "letter-failed",
            Self::LetterUnknown => "letter-unknown",
            Self::Resent => "resent",
            Self::Reminded => "reminded",
            Self::Revoked => "revoked",
            Self::Undone => "undone",
            Self::AddressCorrected => "address-corrected",
            Self::NewLink => "new-link",
            Self::DepartmentsChanged => "departments-changed",
            Self::Extended => "extended",
            Self::NameChanged => "name-changed",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::OptedOut => "opted-out",
            Self::NewInvitationAsked => "new-invitation-asked",
            Self::JoinLinkCreated => "join-link-created",
            Self::JoinLinkSwitchedOff => "join-link-switched-off",
            Self::JoinLinkSwitchedOn => "join-link-switched-on",
            Self::Joined => "joined",
            Self::CameByLink => "came-by-link",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::SeatMissing => "seat-missing",
            Self::Dismissed => "dismissed",
            Self::Rehired => "rehired",
            Self::Deleted => "deleted",
            Self::RoleChanged => "role-changed",
            Self::ProfileChanged => "profile-changed",
            Self::SignedIn => "signed-in",
            Self::SignInFailed => "sign-in-failed",
            Self::SignedOut => "signed-out",
            Self::SessionsEnded => "sessions-ended",
            Self::PasswordResetAsked => "password-reset-asked",
            Self::PasswordResetInVain => "password-reset-in-vain",
            Self::PasswordChanged => "password-changed",
            Self::TokenCreated => "token-created",
            Self::TokenRevoked => "token-revoked",
            Self::Exported => "exported",
        }
    }
}
