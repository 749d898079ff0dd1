//! The endings of joining: why there is nothing to fill in.

use http::StatusCode;

use crate::web::Icon;
use crate::web::ending::{Ending, Way};
use crate::web::limits::Attempt;
use crate::web::page::{PageResult, page_with};
use crate::web::visitor::Visitor;

impl Way {
    /// «Sign in».
    #[must_use]
    pub fn sign_in(visitor: &Visitor) -> Self {
        Self::Link { href: "/sign-in", label: visitor.locale.t("join-way-sign-in") }
    }
}

/// The page of who is in the company once somebody lets him in.
pub fn awaiting_approval(visitor: &Visitor) -> PageResult {
    let key = if visitor.portal.mail.is_mailbox() { "waiting-kept" } else { "waiting" };
    ending(visitor, StatusCode::OK, Icon::Pending, key, &[], Way::Nothing)
}

/// The page of who worked here, once those who can take him back know that he asks.
pub fn dismissed(visitor: &Visitor) -> PageResult {
    let key = if visitor.portal.mail.is_mailbox() { "dismissed-kept" } else { "dismissed" };
    ending(visitor, StatusCode::OK, Icon::Pending, key, &[], Way::Nothing)
}

/// The page under the keys `join-KEY` (its title) and `join-KEY-words`, with `args` in its words.
pub fn ending(
    visitor: &Visitor,
    status: StatusCode,
    icon: Icon,
    key: &str,
    args: &[(&str, &str)],
    way: Way,
) -> PageResult {
    ending_with(visitor, status, icon, key, args, way, None)
}

/// The same with a quiet path beside the step.
pub fn ending_with(
    visitor: &Visitor,
    status: StatusCode,
    icon: Icon,
    key: &str,
    args: &[(&str, &str)],
    way: Way,
    aside: Option<(&'static str, String)>,
) -> PageResult {
    page_with(status, &Ending { aside, ..told(visitor, icon, key, args, way) })
}

/// What such a page says.
pub fn told(visitor: &Visitor, icon: Icon, key: &str, args: &[(&str, &str)], way: Way) -> Ending {
    let locale = visitor.locale;
    let args: Vec<_> = args.iter().map(|(name, value)| (*name, (*value).into())).collect();
    let title = locale.with(&format!("join-{key}"), &args);
    let words = vec![locale.with(&format!("join-{key}-words"), &args)];
    Ending { shell: visitor.bare(), icon, title, words, way, aside: None }
}

/// The one answer to every link that is not genuine (R11), and to a form whose link is forgotten.
/// Whoever guesses has to wait; a genuine link never does, though a whole office comes by it.
pub fn unknown(visitor: &Visitor) -> PageResult {
    visitor.portal.limits.check(Attempt::Link, visitor.ip, None)?;
    ending(visitor, StatusCode::NOT_FOUND, Icon::LinkOff, "unknown", &[], Way::sign_in(visitor))
}
