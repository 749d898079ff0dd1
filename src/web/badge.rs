//! Badges: what became of a letter, an invitation or a person, as an icon, words and a colour. The
//! words carry the meaning alone (WCAG 1.4.1).

use std::fmt;

use super::icon::Icon;

/// How a state feels: the colour of a badge, a notice or a pile.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tone {
    /// Nothing happens and nothing is expected.
    Quiet,
    /// On its way.
    Info,
    /// Done as wished.
    Ok,
    /// Wants an eye.
    Warn,
    /// Wants a hand.
    Bad,
}

/// Becomes a part of a class, as in `badge-ok`.
impl fmt::Display for Tone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Quiet => "quiet",
            Self::Info => "info",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
        })
    }
}

impl askama::filters::HtmlSafe for Tone {}

impl Tone {
    /// The icon where nothing more telling is at hand.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::Quiet | Self::Info => Icon::Info,
            Self::Ok => Icon::Check,
            Self::Warn | Self::Bad => Icon::Warning,
        }
    }
}

/// A state in words, with its icon and colour.
#[derive(Clone, Debug)]
pub struct Badge {
    /// Its colour.
    pub tone: Tone,
    /// Stands before the words.
    pub icon: Icon,
    /// The state, in the reader's language.
    pub words: String,
}

impl Badge {
    /// A badge of these three.
    #[must_use]
    pub fn new(tone: Tone, icon: Icon, words: String) -> Self {
        Self { tone, icon, words }
    }
}
