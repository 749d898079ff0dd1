//! History: who did what to whom and when. Written in the transaction of the deed; never a secret.

pub mod list;
pub mod reading;
pub mod retention;
pub mod store;
pub mod telling;
pub mod web;
pub mod words;

use crate::access_rights::rights::Rights;
use crate::base::id::{CompanyId, EmployeeId, InvitationId};

/// Who does something, and by which way. Every verb is handed one.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The company it is done in.
    pub company: CompanyId,
    /// The employee; `None` for a stranger with a link and for the portal itself.
    pub employee: Option<EmployeeId>,
    /// What he may.
    pub rights: Rights,
    /// By which way.
    pub channel: Channel,
    /// From which network address.
    pub ip: Option<String>,
}

impl Actor {
    /// The portal itself, doing what falls due.
    #[must_use]
    pub fn portal(company: CompanyId) -> Self {
        Self { company, employee: None, rights: Rights::all(), channel: Channel::Portal, ip: None }
    }

    /// Somebody who is not signed in.
    #[must_use]
    pub fn stranger(company: CompanyId, ip: Option<String>) -> Self {
        Self { company, employee: None, rights: Rights::none(), channel: Channel::Web, ip }
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
    /// A role.
    Role(crate::base::id::RoleId),
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
            Self::Role(id) => ("role", id.0),
        }
    }
}

/// What deeds are about: the filter of the history.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Area {
    /// People: joining, leaving, what stands in profiles.
    People,
    /// Invitations, join links and their letters.
    Invitations,
    /// Departments.
    Structure,
    /// Roles and tokens.
    Rights,
    /// The company, its plan, its mail server.
    Settings,
    /// Signing in, passwords, sessions.
    Access,
}

impl Area {
    /// All of them, in the order of the filter.
    pub const ALL: [Self; 6] =
        [Self::People, Self::Invitations, Self::Structure, Self::Rights, Self::Settings, Self::Access];

    /// The word in the database and in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Invitations => "invitations",
            Self::Structure => "structure",
            Self::Rights => "rights",
            Self::Settings => "settings",
            Self::Access => "access",
        }
    }

    /// The area of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|area| area.word() == word)
    }
}

/// What was done: the word in the database, and the key of its words (`history-…`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "the names are the words of the product")]
pub enum Action {
    CompanyCreated,
    CompanyRenamed,
    SettingsChanged,
    InvitingSwitchedOn,
    InvitingSwitchedOff,
    PlanChanged,
    DepartmentCreated,
    DepartmentRenamed,
    DepartmentMoved,
    DepartmentReordered,
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
    LinkEnded,
    DepartmentsChanged,
    Extended,
    NameChanged,
    Accepted,
    Declined,
    OptedOut,
    SuppressionLifted,
    /// Who asked for silence may be invited again: he said so himself.
    OptOutWithdrawn,
    /// The receiver of a letter called it spam.
    Complained,
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
    /// Somebody who is dismissed came by a join link and would work here again.
    ReturnAsked,
    Rehired,
    Deleted,
    RoleChanged,
    RoleCreated,
    RoleRenamed,
    RolePermissionChanged,
    RoleDepartmentsChanged,
    RoleDeleted,
    RoleGiven,
    RoleTaken,
    PostChanged,
    ProfileChanged,
    Registered,
    AddressChangeAsked,
    AddressChangeWithdrawn,
    AddressChanged,
    AddressFreed,
    SignedIn,
    SignInFailed,
    /// Who is signed in mistyped his password where it was asked for once more.
    ConfirmationFailed,
    SignedOut,
    SessionsEnded,
    PasswordResetAsked,
    PasswordResetInVain,
    PasswordChanged,
    TokenCreated,
    TokenRevoked,
    Exported,
    HistoryExported,
    MailPaused,
    MailResumed,
    Restored,
    WaitingWithdrawn,
    LetterTemplateChanged,
}

impl Action {
    /// The word in the database.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a line for each action")]
    pub fn word(self) -> &'static str {
        match self {
            Self::CompanyCreated => "company-created",
            Self::SettingsChanged => "settings-changed",
            Self::InvitingSwitchedOn => "inviting-switched-on",
            Self::InvitingSwitchedOff => "inviting-switched-off",
            Self::PlanChanged => "plan-changed",
            Self::DepartmentCreated => "department-created",
            Self::CompanyRenamed => "company-renamed",
            Self::DepartmentRenamed => "department-renamed",
            Self::DepartmentMoved => "department-moved",
            Self::DepartmentReordered => "department-reordered",
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
            Self::LinkEnded => "link-ended",
            Self::DepartmentsChanged => "departments-changed",
            Self::Extended => "extended",
            Self::NameChanged => "name-changed",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::OptedOut => "opted-out",
            Self::SuppressionLifted => "suppression-lifted",
            Self::OptOutWithdrawn => "opt-out-withdrawn",
            Self::Complained => "complained",
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
            Self::ReturnAsked => "return-asked",
            Self::Rehired => "rehired",
            Self::Deleted => "deleted",
            Self::RoleChanged => "role-changed",
            Self::RoleCreated => "role-created",
            Self::RoleRenamed => "role-renamed",
            Self::RolePermissionChanged => "role-permission-changed",
            Self::RoleDepartmentsChanged => "role-departments-changed",
            Self::RoleDeleted => "role-deleted",
            Self::RoleGiven => "role-given",
            Self::RoleTaken => "role-taken",
            Self::PostChanged => "post-changed",
            Self::ProfileChanged => "profile-changed",
            Self::Registered => "registered",
            Self::AddressChangeAsked => "address-change-asked",
            Self::AddressChangeWithdrawn => "address-change-withdrawn",
            Self::AddressChanged => "address-changed",
            Self::AddressFreed => "address-freed",
            Self::SignedIn => "signed-in",
            Self::SignInFailed => "sign-in-failed",
            Self::ConfirmationFailed => "confirmation-failed",
            Self::SignedOut => "signed-out",
            Self::SessionsEnded => "sessions-ended",
            Self::PasswordResetAsked => "password-reset-asked",
            Self::PasswordResetInVain => "password-reset-in-vain",
            Self::PasswordChanged => "password-changed",
            Self::TokenCreated => "token-created",
            Self::TokenRevoked => "token-revoked",
            Self::Exported => "exported",
            Self::HistoryExported => "history-exported",
            Self::MailPaused => "mail-paused",
            Self::MailResumed => "mail-resumed",
            Self::Restored => "restored",
            Self::WaitingWithdrawn => "waiting-withdrawn",
            Self::LetterTemplateChanged => "letter-template-changed",
        }
    }

    /// What it is about.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a line for each action")]
    pub fn area(self) -> Area {
        match self {
            Self::DepartmentsChanged
            | Self::NameChanged
            | Self::Joined
            | Self::CameByLink
            | Self::Approved
            | Self::Refused
            | Self::SeatMissing
            | Self::Dismissed
            | Self::ReturnAsked
            | Self::Rehired
            | Self::Deleted
            | Self::ProfileChanged
            | Self::Registered
            | Self::AddressChangeAsked
            | Self::AddressChangeWithdrawn
            | Self::AddressChanged
            | Self::AddressFreed
            | Self::Exported => Area::People,
            Self::Invited
            | Self::LetterAccepted
            | Self::LetterDeferred
            | Self::LetterFailed
            | Self::LetterUnknown
            | Self::Resent
            | Self::Reminded
            | Self::Revoked
            | Self::Undone
            | Self::AddressCorrected
            | Self::NewLink
            | Self::LinkEnded
            | Self::Extended
            | Self::Accepted
            | Self::Declined
            | Self::OptedOut
            | Self::SuppressionLifted
            | Self::OptOutWithdrawn
            | Self::Complained
            | Self::NewInvitationAsked
            | Self::JoinLinkCreated
            | Self::JoinLinkSwitchedOff
            | Self::JoinLinkSwitchedOn => Area::Invitations,
            Self::DepartmentCreated
            | Self::DepartmentRenamed
            | Self::DepartmentMoved
            | Self::DepartmentReordered
            | Self::DepartmentDeleted => Area::Structure,
            Self::InvitingSwitchedOn
            | Self::InvitingSwitchedOff
            | Self::RoleChanged
            // With a post come the rights of its role.
            | Self::PostChanged
            | Self::RoleCreated
            | Self::RoleRenamed
            | Self::RolePermissionChanged
            | Self::RoleDepartmentsChanged
            | Self::RoleDeleted
            | Self::RoleGiven
            | Self::RoleTaken
            | Self::TokenCreated
            | Self::TokenRevoked => Area::Rights,
            Self::CompanyCreated
            | Self::CompanyRenamed
            | Self::SettingsChanged
            | Self::PlanChanged
            | Self::HistoryExported
            | Self::MailPaused
            | Self::MailResumed
            | Self::Restored
            | Self::WaitingWithdrawn
            | Self::LetterTemplateChanged => Area::Settings,
            Self::SignedIn
            | Self::SignInFailed
            | Self::ConfirmationFailed
            | Self::SignedOut
            | Self::SessionsEnded
            | Self::PasswordResetAsked
            | Self::PasswordResetInVain
            | Self::PasswordChanged => Area::Access,
        }
    }
}
