//! The frame around a page: what the layouts ask of every page, signed in or not.

use super::badge::Tone;
use super::face::Face;
use crate::base::mark::{mark, short_name};
use crate::i18n::{Language, Locale};
use crate::seats::Seats;

/// Letters that have room in the two lines of the menu.
const MENU_LETTERS: usize = 36;

/// A place of the navigation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "each is named for its place")]
pub enum Section {
    Employees,
    Structure,
    History,
    Settings,
    Mailbox,
    Invite,
    Profile,
    Help,
    More,
}

/// What `layout.html` shows around the page of somebody signed in. A page hands it over as its
/// field `shell`.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each decides on a place of its own in the frame")]
pub struct Shell {
    /// The reader's words.
    pub locale: Locale,
    /// The company whose portal this is.
    pub company: String,
    /// Where the reader is; none on pages outside the navigation.
    pub section: Option<Section>,
    /// Who reads.
    pub me: Me,
    /// By what the browser tells this session from those before it.
    pub session: String,
    /// Employees at work, beside «Employees».
    pub employees: i64,
    /// People who wait for approval and about whom the reader decides.
    pub waiting: i64,
    /// The plan's seats.
    pub seats: Seats,
    /// Whether «Invite» leads on or tells whom to ask.
    pub may_invite: bool,
    /// Whether history and settings are shown.
    pub manages_settings: bool,
    /// Whether the reader is an administrator.
    pub administrator: bool,
    /// Whether the portal keeps letters instead of sending them, and shows them to administrators.
    pub mailbox: bool,
    /// The portal's address, where it opens on this machine only.
    pub local_address: Option<String>,
    /// Whether the reader can read letters that it keeps, or has kept.
    pub reads_mailbox: bool,
    /// Why letters wait at present, for whoever can do something about it.
    pub mail_trouble: Option<MailTrouble>,
    /// Whether the portal's letters do not reach the reader.
    pub unreachable: bool,
    /// What became of the last action.
    pub flash: Option<Flash>,
    /// Path and query of this page: where the language menu comes back to.
    pub here: String,
}

impl Shell {
    /// The words of `key`.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.locale.t(key)
    }

    /// Whether a phone reaches the reader's place by «More».
    #[must_use]
    pub fn under_more(&self) -> bool {
        match self.section {
            Some(Section::Employees | Section::Structure | Section::History | Section::Invite) | None => {
                false
            }
            Some(Section::Settings | Section::Mailbox | Section::Profile | Section::Help | Section::More) => {
                true
            }
        }
    }

    /// The letter of the company's mark.
    #[must_use]
    pub fn mark(&self) -> String {
        mark(&self.company)
    }

    /// The company in the menu: as it is called in full where that is short enough to be read there.
    #[must_use]
    pub fn menu_company(&self) -> &str {
        if self.company.chars().count() > MENU_LETTERS { self.short_company() } else { &self.company }
    }

    /// The company without its legal form, for where there is little room: of ООО «Ромашка» what
    /// stands in quotes.
    #[must_use]
    pub fn short_company(&self) -> &str {
        short_name(&self.company)
    }

    /// Whether the reader is in `section`.
    #[must_use]
    pub fn at(&self, section: &Section) -> bool {
        self.section.as_ref() == Some(section)
    }

    /// What the language menu offers besides the present one.
    pub fn other_languages(&self) -> impl Iterator<Item = Language> {
        other_languages(self.locale)
    }
}

/// What `bare.html` shows around a page of somebody not signed in: signing in, joining, first run.
#[derive(Clone, Debug)]
pub struct Bare {
    /// The reader's words.
    pub locale: Locale,
    /// The company, once it is known and may be named to this reader.
    pub company: Option<String>,
    /// What became of the last action.
    pub flash: Option<Flash>,
    /// Path and query of this page, without any secret: where the language menu comes back to.
    pub here: String,
}

impl Bare {
    /// The words of `key`.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.locale.t(key)
    }

    /// The letter of the mark: the company's, else the product's.
    #[must_use]
    pub fn mark(&self) -> String {
        self.company.as_deref().map_or_else(|| "C".to_owned(), mark)
    }

    /// What the language menu offers besides the present one.
    pub fn other_languages(&self) -> impl Iterator<Item = Language> {
        other_languages(self.locale)
    }
}

/// Letters wait.
#[derive(Clone, Debug)]
pub struct MailTrouble {
    /// Why, in the reader's language.
    pub words: String,
    /// Whether somebody wanted it so: then there is nothing to mend.
    pub is_pause: bool,
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct Me {
    /// As colleagues see it.
    pub name: String,
    /// What one signs in with.
    pub email: String,
    /// Initials and tint.
    pub face: Face,
}

/// A message about the last action, shown once.
#[derive(Clone, Debug)]
pub struct Flash {
    /// How it ended.
    pub tone: Tone,
    /// In the reader's language.
    pub words: String,
}

fn other_languages(present: Locale) -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(move |language| *language != present.language())
}
