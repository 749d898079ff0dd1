//! What can be done to many at once.

use serde::Deserialize;

use crate::access_rights::Permission;
use crate::people::Status;
use crate::people::columns::Preset;

/// What is done to those picked.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    Dismiss,
    Transfer,
    Add,
    Rehire,
    Approve,
    Refuse,
    Resend,
    Extend,
    Departments,
    Revoke,
    /// Write once more to who has not chosen a password yet.
    Password,
}

impl Action {
    /// What can be done to those whom a preset shows.
    pub fn of_preset(preset: Preset) -> &'static [Self] {
        match preset.status() {
            Status::Active => &[Self::Password, Self::Transfer, Self::Add, Self::Dismiss],
            Status::Invited => &[Self::Resend, Self::Extend, Self::Departments, Self::Revoke],
            Status::AwaitingApproval => &[Self::Approve, Self::Refuse],
            Status::Dismissed => &[Self::Rehire],
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Dismiss => "dismiss",
            Self::Transfer => "transfer",
            Self::Add => "add",
            Self::Rehire => "rehire",
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::Resend => "resend",
            Self::Extend => "extend",
            Self::Departments => "departments",
            Self::Revoke => "revoke",
            Self::Password => "password",
        }
    }

    /// The words of its button.
    pub fn key(self) -> &'static str {
        match self {
            Self::Dismiss => "people-dismiss",
            Self::Transfer => "people-transfer",
            Self::Add => "people-add",
            Self::Rehire => "people-rehire",
            Self::Approve => "people-approve",
            Self::Refuse => "people-refuse",
            Self::Resend => "people-resend",
            Self::Extend => "people-extend",
            Self::Departments => "people-change-departments",
            Self::Revoke => "people-revoke",
            Self::Password => "first-password-again",
        }
    }

    /// What whoever does it has to be allowed; an invitation everybody manages who has sent it.
    pub fn permission(self) -> Option<Permission> {
        match self {
            Self::Dismiss | Self::Rehire => Some(Permission::Dismiss),
            Self::Transfer | Self::Add | Self::Password => Some(Permission::EditPeople),
            Self::Approve | Self::Refuse => Some(Permission::Approve),
            Self::Resend | Self::Extend | Self::Departments | Self::Revoke => None,
        }
    }

    /// Whether it is about invitations, and not about people.
    pub(super) fn is_of_invitations(self) -> bool {
        match self {
            Self::Resend | Self::Extend | Self::Departments | Self::Revoke => true,
            Self::Dismiss
            | Self::Transfer
            | Self::Add
            | Self::Rehire
            | Self::Approve
            | Self::Refuse
            | Self::Password => false,
        }
    }

    /// What has to be answered first.
    pub(super) fn question(self) -> Question {
        match self {
            Self::Dismiss | Self::Refuse | Self::Revoke => Question::Sure,
            Self::Transfer | Self::Add | Self::Departments => Question::Where,
            Self::Extend => Question::Days,
            Self::Resend | Self::Password => Question::Letters,
            Self::Rehire | Self::Approve => Question::Nothing,
        }
    }

    /// Whether it is done as soon as its button is pressed.
    pub fn acts_at_once(self) -> bool {
        self.question() == Question::Nothing
    }

    /// Whether it takes something away: its button warns.
    pub fn takes_away(self) -> bool {
        self.question() == Question::Sure
    }

    /// The keys of what is asked, what it means and the button, and of what is said when all is done.
    pub(super) fn keys(self) -> [&'static str; 4] {
        match self {
            Self::Dismiss => [
                "people-dismiss-many",
                "people-dismiss-many-words",
                "people-dismiss-many-button",
                "bulk-dismissed",
            ],
            Self::Transfer => [
                "people-transfer-many",
                "people-transfer-words",
                "people-transfer-many-button",
                "bulk-transferred",
            ],
            Self::Add => ["people-add-many", "people-add-words", "people-add-many-button", "bulk-added"],
            Self::Refuse => [
                "people-refuse-many",
                "people-refuse-many-words",
                "people-refuse-many-button",
                "bulk-refused",
            ],
            Self::Extend => {
                ["people-extend-many", "people-extend-words", "people-extend-many-button", "bulk-extended"]
            }
            Self::Departments => [
                "people-departments-many",
                "people-departments-words",
                "people-departments-many-button",
                "bulk-departments",
            ],
            Self::Revoke => [
                "people-revoke-many",
                "people-revoke-many-words",
                "people-revoke-many-button",
                "bulk-revoked",
            ],
            Self::Rehire => ["", "", "", "bulk-rehired"],
            Self::Approve => ["", "", "", "bulk-approved"],
            Self::Resend | Self::Password => {
                ["people-resend-many", "people-resend-many-words", "people-resend-many-button", "bulk-resent"]
            }
        }
    }
}

/// What is asked before something is done to many.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Question {
    Nothing,
    Sure,
    /// Letters to so many can't be called back.
    Letters,
    Where,
    Days,
}
