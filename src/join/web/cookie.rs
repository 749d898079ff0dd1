//! The secret of a link on its way from the address bar to the form: a short cookie that no script
//! reads (R12).

use std::time::Duration;

use axum_extra::extract::cookie::Cookie;

use crate::web::visitor::Visitor;

const COOKIE: &str = "join";
/// Long enough to think of a password, short enough for a shared computer.
const LIFETIME: Duration = Duration::from_hours(1);

/// A cookie that holds the secret.
pub fn keep(visitor: &Visitor, secret: &str) -> Cookie<'static> {
    let lifetime = LIFETIME.try_into().unwrap_or_default();
    Cookie::build(visitor.cookie(COOKIE, secret.to_owned())).max_age(lifetime).build()
}

/// The secret that the browser holds.
pub fn secret(visitor: &Visitor) -> Option<&str> {
    visitor.cookie_value(COOKIE)
}

/// Takes the cookie away: it has done its work.
pub fn forget(visitor: &Visitor) -> Cookie<'static> {
    let mut cookie = visitor.cookie(COOKIE, String::new());
    cookie.make_removal();
    cookie
}
