//! Templates of letters: the words of inviting that a company may change, in each language.
//!
//! What makes a letter honest stands in no template and stays: who invites with the address, the link in plain
//! sight, until when it holds, what to do if one does not know the sender, and how to have silence.

pub mod change;
pub mod placeholder;
pub mod store;
pub mod trial;
pub mod web;

use std::collections::HashMap;
use std::sync::LazyLock;

use self::placeholder::{Placeholder, Text, Values};
use crate::base::clock::Timestamp;
use crate::base::id::CompanyId;
use crate::i18n::{Language, Locale};
use crate::store::{Result, Tx};

/// A letter whose words may be changed.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum TemplateLetter {
    /// The invitation of the mail service.
    Invitation,
    /// Its reminder.
    Reminder,
    /// What one's own mail program opens with.
    MailApp,
}

impl TemplateLetter {
    /// All of them, in the order of the tabs.
    pub const ALL: [Self; 3] = [Self::Invitation, Self::Reminder, Self::MailApp];

    /// The word in the database and in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reminder => "reminder",
            Self::MailApp => "mail-app",
        }
    }

    /// The letter of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|letter| letter.word() == word)
    }

    /// What may be changed of it.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Invitation | Self::Reminder => &Field::ALL,
            Self::MailApp => &[Field::Subject, Field::Body],
        }
    }

    /// What may stand in a field. No name of a person comes into a subject: it would be bait in somebody's list of
    /// letters before he has opened any.
    #[must_use]
    pub fn placeholders(self, field: Field) -> &'static [Placeholder] {
        use Placeholder::{Company, Department, Invitee, Inviter, Link, Until};
        match (self, field) {
            (_, Field::Subject) => &[Company],
            (_, Field::Button) => &[],
            (Self::MailApp, _) => &[Company, Inviter, Until, Link],
            _ => &[Company, Inviter, Invitee, Department, Until],
        }
    }
}

/// A part of a letter's words.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Field {
    /// What lists of letters show.
    Subject,
    /// The line in large letters.
    Heading,
    /// Paragraphs, with an empty line between them.
    Body,
    /// The word on the button.
    Button,
    /// Paragraphs below the button; may be empty.
    Closing,
}

impl Field {
    /// All of them, as they stand in a letter.
    pub const ALL: [Self; 5] = [Self::Subject, Self::Heading, Self::Body, Self::Button, Self::Closing];

    /// The word in forms and in the history.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Heading => "heading",
            Self::Body => "body",
            Self::Button => "button",
            Self::Closing => "closing",
        }
    }

    /// The most characters that it may have as it is written.
    #[must_use]
    pub fn most(self) -> usize {
        match self {
            Self::Subject | Self::Heading => 120,
            Self::Body => 2000,
            Self::Button => 40,
            Self::Closing => 500,
        }
    }

    /// Whether it may have several lines.
    #[must_use]
    pub fn has_lines(self) -> bool {
        matches!(self, Self::Body | Self::Closing)
    }
}

/// The words of a letter, with their gaps.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Wording([String; 5]);

/// What a company says in the place of the portal's own words, by [`Field`].
pub type OwnWords = [Option<String>; 5];

impl Wording {
    /// Of each field what `words` says.
    pub fn of(words: impl FnMut(Field) -> String) -> Self {
        Self(Field::ALL.map(words))
    }

    /// The portal's own. Every letter asks for them, so they are put together once.
    #[must_use]
    pub fn default_of(letter: TemplateLetter, language: Language) -> &'static Self {
        static ALL: LazyLock<HashMap<(TemplateLetter, Language), Wording>> = LazyLock::new(|| {
            let each =
                |letter| Language::ALL.map(|language| ((letter, language), Wording::made(letter, language)));
            TemplateLetter::ALL.into_iter().flat_map(each).collect()
        });
        &ALL[&(letter, language)]
    }

    fn made(letter: TemplateLetter, language: Language) -> Self {
        let locale = Locale::new(language);
        let gaps = [
            ("company", "{company}".into()),
            ("inviter", "{inviter}".into()),
            ("until", "{until}".into()),
            ("link", "{link}".into()),
        ];
        let say = |key: &str| locale.with(key, &gaps);
        let [subject, heading, words] = match letter {
            TemplateLetter::Invitation => {
                ["letter-invitation-subject", "letter-invitation-heading", "letter-invitation-words"]
            }
            TemplateLetter::Reminder => {
                ["letter-reminder-subject", "letter-reminder-heading", "letter-reminder-words"]
            }
            TemplateLetter::MailApp => {
                let [subject, body] = ["join-link-letter-subject", "join-link-letter-body"].map(say);
                return Self([subject, String::new(), body, String::new(), String::new()]);
            }
        };
        let body = format!("{}\n\n{}", locale.named("letter-hello", "{invitee}"), say(words));
        Self([say(subject), say(heading), body, locale.t("letter-invitation-button"), String::new()])
    }

    /// These words where the company has none of its own.
    #[must_use]
    pub fn with(&self, own: OwnWords) -> Self {
        let mut own = own.into_iter();
        Self(self.0.each_ref().map(|words| own.next().flatten().unwrap_or_else(|| words.clone())))
    }

    /// One field, with its gaps.
    #[must_use]
    pub fn field(&self, field: Field) -> &str {
        &self.0[field as usize]
    }

    /// One field, filled in.
    #[must_use]
    pub fn line(&self, field: Field, values: &Values<'_>) -> String {
        Text::kept(self.field(field)).fill(values)
    }

    /// The paragraphs of a field, filled in, without those that nothing is left of.
    #[must_use]
    pub fn paragraphs(&self, field: Field, values: &Values<'_>) -> Vec<String> {
        let filled = self.field(field).split("\n\n").map(|paragraph| Text::kept(paragraph).fill(values));
        filled.filter(|paragraph| !paragraph.trim().is_empty()).collect()
    }
}

/// The words of a letter that were in force at an instant. A letter that was tried before asks for the words of
/// its first attempt: with the same Message-ID it says the same.
pub fn in_force(
    tx: &mut Tx<'_>,
    company: CompanyId,
    letter: TemplateLetter,
    language: Language,
    at: Timestamp,
) -> Result<Wording> {
    let own = tx.letter_templates().in_force(company, letter, language, at)?;
    Ok(Wording::default_of(letter, language).with(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_of_the_portal_can_be_read_and_hold_only_what_they_may() {
        for letter in TemplateLetter::ALL {
            for language in Language::ALL {
                let wording = Wording::default_of(letter, language);
                for field in letter.fields() {
                    let text = Text::parse(wording.field(*field)).unwrap();
                    assert_eq!(text.to_keep(), wording.field(*field));
                    let allowed = letter.placeholders(*field);
                    assert!(text.gaps().all(|gap| allowed.contains(&gap)), "{letter:?} {field:?}");
                }
            }
        }
    }

    #[test]
    fn paragraphs_stand_between_empty_lines() {
        let own =
            [None, None, Some("Здравствуйте, {invitee}!\n\n{invitee}\n\nОдна\nи две".to_owned()), None, None];
        let wording = Wording::default_of(TemplateLetter::Invitation, Language::Ru).with(own);
        let values = Values::default();
        assert_eq!(wording.paragraphs(Field::Body, &values), ["Здравствуйте!", "Одна\nи две"]);
        assert!(wording.paragraphs(Field::Closing, &values).is_empty());
    }
}
