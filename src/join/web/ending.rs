//! Pages that say why there is nothing to fill in, each with one next step.

use askama::Template;
use http::StatusCode;

use crate::web::Icon;
use crate::web::page::{PageResult, page_with};
use crate::web::shell::Bare;
use crate::web::visitor::Visitor;

/// Such a page.
#[derive(Template)]
#[template(path = "join/ending.html")]
pub struct Ending {
    /// The frame.
    pub shell: Bare,
    /// The sign on top.
    pub icon: Icon,
    /// What it is.
    pub title: String,
    /// What it means, in paragraphs.
    pub words: Vec<String>,
    /// The one next step.
    pub way: Way,
}

/// The next step.
pub enum Way {
    /// A page to go to.
    Link {
        /// Its path.
        href: &'static str,
        /// The words.
        label: String,
    },
    /// Something to be done.
    Post {
        /// Where the form goes.
        action: String,
        /// The words.
        label: String,
    },
    /// Nothing but closing the page.
    Nothing,
}

impl Way {
    /// «Sign in».
    pub fn sign_in(visitor: &Visitor) -> Self {
        Self::Link { href: "/sign-in", label: visitor.locale.t("join-way-sign-in") }
    }
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
    let locale = visitor.locale;
    let args: Vec<_> = args.iter().map(|(name, value)| (*name, (*value).into())).collect();
    let title = locale.with(&format!("join-{key}"), &args);
    let words = vec![locale.with(&format!("join-{key}-words"), &args)];
    page_with(status, &Ending { shell: visitor.bare(), icon, title, words, way })
}

/// The one answer to every link that is not genuine (R11), and to a form whose link is forgotten.
pub fn unknown(visitor: &Visitor) -> PageResult {
    ending(visitor, StatusCode::NOT_FOUND, Icon::LinkOff, "unknown", &[], Way::sign_in(visitor))
}
