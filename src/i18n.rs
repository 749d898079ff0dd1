//! Two languages: every word a person sees comes from `locales/`, by Fluent.
//!
//! A third language is one more folder there and one more [`Language`].

mod catalogue;
mod dates;

use std::fmt;

use crate::base::email_address::AddressProblem;
use crate::base::person_name::NameProblem;
use crate::base::phone::Phone;

pub use catalogue::{Arg, nested_quotes};
pub use dates::{Offered, Zone, days_in_order};

/// A language of screens and letters.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Language {
    /// Russian.
    Ru,
    /// English.
    En,
}

impl Language {
    /// All of them, in the order of the language menu.
    pub const ALL: [Self; 2] = [Self::Ru, Self::En];

    /// The tag of RFC 5646, as in `lang=` and in the database.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// What the language calls itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Ru => "\u{420}\u{443}\u{441}\u{441}\u{43a}\u{438}\u{439}",
            Self::En => "English",
        }
    }

    /// The language of a tag such as `ru` or `en-GB`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.trim();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The best language for an `Accept-Language` header (RFC 9110 §12.5.4): the highest weight of
    /// those we speak, the earlier on a tie.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for item in header.split(',') {
            let mut parts = item.split(';');
            let Some(language) = parts.next().and_then(|tag| Self::from_tag(tag.trim())) else { continue };
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0));
            if weight > 0.0 && best.is_none_or(|(highest, _)| weight > highest) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// Words in one language: what pages and letters ask.
#[derive(Clone, Copy, Debug)]
pub struct Locale {
    language: Language,
}

impl Locale {
    /// The words of `language`.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self { language }
    }

    /// Which language this is.
    #[must_use]
    pub fn language(self) -> Language {
        self.language
    }

    /// The words of `key`.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        catalogue::text(self.language, key, &[])
    }

    /// The words of `key` with its variables filled in; a number picks the plural.
    #[must_use]
    pub fn with(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        catalogue::text(self.language, key, args)
    }

    /// A number with its digits in groups: «10 000», “10,000”.
    #[must_use]
    pub fn number(&self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let (between, least) = match self.language {
            Language::Ru => ('\u{a0}', 5),
            Language::En => (',', 4),
        };
        let mut grouped = String::from(if number < 0 { "-" } else { "" });
        for (at, digit) in digits.char_indices() {
            if at > 0 && digits.len() >= least && (digits.len() - at).is_multiple_of(3) {
                grouped.push(between);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// The words of `key` with the one variable `$n`.
    #[must_use]
    pub fn n(&self, key: &str, n: i64) -> String {
        catalogue::text(self.language, key, &[("n", Arg::Number(n))])
    }

    /// The words of `key` with the one variable `$name`.
    #[must_use]
    pub fn named(&self, key: &str, name: &str) -> String {
        catalogue::text(self.language, key, &[("name", Arg::Text(name))])
    }

    /// A telephone number as people read it, in one way however it was typed; what is no number, as it is.
    #[must_use]
    pub fn phone(&self, typed: &str) -> String {
        Phone::parse(typed).map_or_else(|_| typed.to_owned(), |phone| phone.shown(&self.t("phone-extension")))
    }

    /// What to mend in the typed name of a person.
    #[must_use]
    pub fn name_problem(&self, problem: NameProblem) -> String {
        self.of_name(problem, problem.key())
    }

    /// What to mend in the typed name of anything else.
    #[must_use]
    pub fn title_problem(&self, problem: NameProblem) -> String {
        self.of_name(problem, problem.title_key())
    }

    fn of_name(self, problem: NameProblem, key: &str) -> String {
        let most = problem.most().and_then(|most| i64::try_from(most).ok()).unwrap_or_default();
        self.with(key, &[("most", most.into())])
    }

    /// What to mend in a typed address.
    #[must_use]
    pub fn address_problem(&self, problem: AddressProblem) -> String {
        let character = problem.character().map(String::from).unwrap_or_default();
        self.with(problem.message_id(), &[("character", Arg::Text(&character))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_accepted_language_wins() {
        for (header, expected) in [
            ("ru", Some(Language::Ru)),
            ("en-GB,en;q=0.9", Some(Language::En)),
            ("de, en;q=0.5, ru;q=0.8", Some(Language::Ru)),
            ("ru;q=0, en;q=0.1", Some(Language::En)),
            ("de", None),
            ("", None),
            ("ru;q=rubbish", None),
        ] {
            assert_eq!(Language::accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn russian_plurals_are_right() {
        let locale = Locale::new(Language::Ru);
        let words: Vec<String> = [1, 2, 5, 11, 21, 104].map(|n| locale.n("count-invitations", n)).to_vec();
        insta::assert_snapshot!(words.join("; "));
    }
}
