//! Secrets on their way from the address bar to the form: short cookies that no script reads (R12).

use std::time::Duration;

use axum_extra::extract::cookie::Cookie;

use super::visitor::Visitor;

/// Long enough to think of a password, short enough for a shared computer.
const LIFETIME: Duration = Duration::from_hours(1);

/// What a cookie holds.
#[derive(Clone, Copy)]
pub enum Held {
    /// The secret of a personal invitation.
    Invitation,
    /// The secret of a join link.
    JoinLink,
    /// What binds an attempt to join to this browser.
    Request,
    /// The secret of a link for a new password.
    PasswordReset,
    /// The secret of a link that proves another address.
    AddressChange,
}

impl Held {
    fn name(self) -> &'static str {
        match self {
            Self::Invitation => "join",
            Self::JoinLink => "join-link",
            Self::Request => "join-request",
            Self::PasswordReset => "new-password",
            Self::AddressChange => "new-address",
        }
    }
}

/// A cookie that holds a secret.
#[must_use]
pub fn keep(visitor: &Visitor, held: Held, secret: &str) -> Cookie<'static> {
    let lifetime = LIFETIME.try_into().unwrap_or_default();
    Cookie::build(visitor.cookie(held.name(), secret.to_owned())).max_age(lifetime).build()
}

/// The secret that the browser holds.
#[must_use]
pub fn secret(visitor: &Visitor, held: Held) -> Option<&str> {
    visitor.cookie_value(held.name())
}

/// Takes a cookie away: it has done its work.
#[must_use]
pub fn forget(visitor: &Visitor, held: Held) -> Cookie<'static> {
    let mut cookie = visitor.cookie(held.name(), String::new());
    cookie.make_removal();
    cookie
}
