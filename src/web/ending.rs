//! Pages that say why there is nothing to fill in, each with one next step.

use askama::Template;

use super::Icon;
use super::shell::Bare;

/// Such a page.
#[derive(Template)]
#[template(path = "ending.html")]
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
    /// A quiet path and its words, for who does not need that step.
    pub aside: Option<(&'static str, String)>,
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
    /// Something that is seldom wanted: what was asked for is done.
    Undo {
        /// Where the form goes.
        action: String,
        /// The words.
        label: String,
    },
    /// Nothing but closing the page.
    Nothing,
}
