//! The frame around a page: what the layouts ask of every page, signed in or not.

use super::badge::Tone;
use super::face::Face;
use crate::base::mark::{mark, short_name};
use crate::i18n::{Language, Locale};

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
pub struct Shell {
    /// The reader's words.
    pub locale: Locale,
    /// The company whose portal this is.
    pub company: String,
    /// Where the reader is; none on pages outside the navigation.
    pub section: Option<Section>,
    /// Who reads.
    pub me: Me,
    /// Employees at work, beside «Employees».
    pub employees: i64,
    /// The plan's seats.
    pub seats: Seats,
    /// Whether «Invite» leads on or tells whom to ask.
    pub may_invite: bool,
    /// Whether settings are shown.
    pub administrator: bool,
    /// Whether the portal keeps letters instead of sending them, and shows them to administrators.
    pub mailbox: bool,
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
            Some(Section::Employees | Section::Structure | Section::History) | None => false,
            Some(
                Section::Settings
                | Section::Mailbox
                | Section::Invite
                | Section::Profile
                | Section::Help
                | Section::More,
            ) => true,
        }
    }

    /// The letter of the company's mark.
    #[must_use]
    pub fn mark(&self) -> String {
        mark(&self.company)
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

/// The seats of the plan.
#[derive(Clone, Copy, Debug)]
pub struct Seats {
    /// Employees who take one.
    pub used: i64,
    /// Invitations that may take one yet.
    pub invited: i64,
    /// None: as many as one likes.
    pub total: Option<i64>,
}

/// The width of the meter's drawing, in its own units.
const METER: i64 = 1000;

impl Seats {
    /// How many are free; none where there is no limit.
    #[must_use]
    pub fn free(&self) -> Option<i64> {
        self.total.map(|total| (total - self.used).max(0))
    }

    /// «38 of 300 seats free», or that there is no limit.
    #[must_use]
    pub fn line(&self, locale: &Locale) -> String {
        match (self.free(), self.total) {
            (Some(free), Some(total)) => {
                locale.with("shell-seats-free", &[("free", free.into()), ("total", total.into())])
            }
            _ => locale.t("shell-seats-unlimited"),
        }
    }

    /// «248 taken, 14 invited».
    #[must_use]
    pub fn details(&self, locale: &Locale) -> String {
        locale.with("shell-seats-details", &[("used", self.used.into()), ("invited", self.invited.into())])
    }

    /// Whether more are invited than can come in.
    #[must_use]
    pub fn tight(&self) -> bool {
        self.free().is_some_and(|free| self.invited > free || free == 0)
    }

    /// The length of the meter's part for the taken seats, in thousandths.
    #[must_use]
    pub fn used_share(&self) -> i64 {
        self.share(self.used)
    }

    /// The length of the meter's part for taken and invited seats, in thousandths.
    #[must_use]
    pub fn claimed_share(&self) -> i64 {
        self.share(self.used + self.invited)
    }

    fn share(&self, seats: i64) -> i64 {
        self.total.map_or(0, |total| (seats * METER / total.max(1)).clamp(0, METER))
    }
}

fn other_languages(present: Locale) -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(move |language| *language != present.language())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meter_never_leaves_its_frame() {
        let seats = Seats { used: 248, invited: 14, total: Some(300) };
        assert_eq!((seats.used_share(), seats.claimed_share(), seats.free()), (826, 873, Some(52)));
        let over = Seats { used: 310, invited: 5, total: Some(300) };
        assert_eq!((over.used_share(), over.claimed_share(), over.free()), (1000, 1000, Some(0)));
        assert!(over.tight());
        let nothing = Seats { used: 1, invited: 0, total: Some(0) };
        assert_eq!(nothing.claimed_share(), 1000);
        let unlimited = Seats { used: 9, invited: 9, total: None };
        assert!(unlimited.free().is_none() && !unlimited.tight());
    }
}
