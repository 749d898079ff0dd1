//! Words with gaps such as `{company}`: read, checked, and filled in so that a value stays a value.

use crate::i18n::{Language, Locale, nested_quotes};

/// What may stand in a gap.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Placeholder {
    /// The name of the company.
    Company,
    /// The name of who invites.
    Inviter,
    /// The name of who is invited, where it is known.
    Invitee,
    /// The departments; the company where none was chosen.
    Department,
    /// How long the invitation or the link holds.
    Until,
    /// The join link.
    Link,
}

impl Placeholder {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Company, Self::Inviter, Self::Invitee, Self::Department, Self::Until, Self::Link];

    /// The word that it is kept by, in any language.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Inviter => "inviter",
            Self::Invitee => "invitee",
            Self::Department => "department",
            Self::Until => "until",
            Self::Link => "link",
        }
    }

    /// As it is written in a language, with its braces.
    #[must_use]
    pub fn shown(self, locale: Locale) -> String {
        format!("{{{}}}", locale.t(&format!("placeholder-{}", self.word())))
    }

    /// The one that is meant: by its word in whatever language, in whatever case.
    fn of(typed: &str) -> Option<Self> {
        let typed = folded(typed);
        let is_so_called = |one: Self| {
            Language::ALL.into_iter().any(|language| {
                let shown = one.shown(Locale::new(language));
                folded(shown.trim_matches(['{', '}'])) == typed
            })
        };
        let kept = Self::ALL.into_iter().find(|one| one.word() == typed);
        kept.or_else(|| Self::ALL.into_iter().find(|one| is_so_called(*one)))
    }
}

fn folded(word: &str) -> String {
    word.trim().to_lowercase().replace('\u{451}', "\u{435}")
}

/// Why words with gaps can't be read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Problem {
    /// Nothing is called so.
    Unknown(String),
    /// A brace that nothing closes, with what follows it.
    Unclosed(String),
    /// A closing brace that nothing opened, with what stands before it.
    Unopened(String),
}

/// Words with gaps, read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Text(Vec<Piece>);

#[derive(Clone, Debug, Eq, PartialEq)]
enum Piece {
    Words(String),
    Gap(Placeholder),
}

/// What gaps are filled with. An empty value is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Values<'a> {
    /// The company's name.
    pub company: &'a str,
    /// The inviter's name.
    pub inviter: &'a str,
    /// The invitee's name.
    pub invitee: &'a str,
    /// Departments.
    pub department: &'a str,
    /// An instant, in words.
    pub until: &'a str,
    /// An address.
    pub link: &'a str,
}

impl Values<'_> {
    fn of(&self, placeholder: Placeholder) -> &str {
        match placeholder {
            Placeholder::Company => self.company,
            Placeholder::Inviter => self.inviter,
            Placeholder::Invitee => self.invitee,
            Placeholder::Department => self.department,
            Placeholder::Until => self.until,
            Placeholder::Link => self.link,
        }
    }
}

/// How much of the surroundings a message about what is wrong repeats, in characters.
const AROUND: usize = 20;

/// What a message repeats of what stands before a wrong place.
pub(super) fn end_of(before: &str) -> String {
    let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    before[start..].to_owned()
}

impl Text {
    /// Reads what was typed. A brace is always one of a gap: there is no way to write one otherwise.
    ///
    /// # Errors
    /// The first thing to mend.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let mut pieces = Vec::new();
        let mut rest = typed;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, brace) = rest.split_at(at);
            if brace.starts_with('}') {
                return Err(Problem::Unopened(end_of(before)));
            }
            let inside = &brace[1..];
            let Some(end) = inside.find(['{', '}', '\n']).filter(|end| inside[*end..].starts_with('}'))
            else {
                return Err(Problem::Unclosed(inside.chars().take(AROUND).collect()));
            };
            let name = &inside[..end];
            let gap = Placeholder::of(name).ok_or_else(|| Problem::Unknown(name.to_owned()))?;
            if !before.is_empty() {
                pieces.push(Piece::Words(before.to_owned()));
            }
            pieces.push(Piece::Gap(gap));
            rest = &inside[end + 1..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Ok(Self(pieces))
    }

    /// What is kept, which was checked when it came; should it not be readable, it is words.
    #[must_use]
    pub fn kept(text: &str) -> Self {
        Self::parse(text).unwrap_or_else(|_| Self(vec![Piece::Words(text.to_owned())]))
    }

    /// As it is kept, the same in every language.
    #[must_use]
    pub fn to_keep(&self) -> String {
        self.written(|gap| format!("{{{}}}", gap.word()))
    }

    /// As it is shown to whoever changes it.
    #[must_use]
    pub fn shown(&self, locale: Locale) -> String {
        self.written(|gap| gap.shown(locale))
    }

    fn written(&self, gap: impl Fn(Placeholder) -> String) -> String {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Gap(placeholder) => gap(*placeholder),
        });
        pieces.collect()
    }

    /// Its gaps, in order.
    pub fn gaps(&self) -> impl Iterator<Item = Placeholder> + '_ {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Gap(placeholder) => Some(*placeholder),
            Piece::Words(_) => None,
        })
    }

    /// Fills the gaps; what is in a value is never read again. Where there is no value, the comma that tied it
    /// to its surroundings goes too: «Hello, {invitee}!» is «Hello!».
    #[must_use]
    pub fn fill(&self, values: &Values<'_>) -> String {
        let mut filled = String::new();
        let mut begins_anew = false;
        for piece in &self.0 {
            match piece {
                Piece::Words(words) if begins_anew => push_capital(&mut filled, words),
                Piece::Words(words) => filled.push_str(words),
                Piece::Gap(gap) => filled.push_str(values.of(*gap)),
            }
            begins_anew = false;
            if let Piece::Gap(gap) = piece
                && values.of(*gap).is_empty()
            {
                let line = filled.rfind('\n').map_or(0, |at| at + 1);
                begins_anew = filled[line..].trim().is_empty();
                if !begins_anew {
                    let kept = filled.trim_end_matches([' ', '\u{a0}']);
                    filled.truncate(kept.strip_suffix(',').unwrap_or(kept).len());
                }
            }
        }
        nested_quotes(filled)
    }
}

/// What follows a gap at the beginning of a line that nothing stands in.
fn push_capital(out: &mut String, words: &str) {
    let mut rest = words.trim_start_matches([',', ' ', '\u{a0}']).chars();
    if let Some(first) = rest.next() {
        out.extend(first.to_uppercase());
        out.push_str(rest.as_str());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VALUES: Values<'_> = Values {
        company: "Ромашка",
        inviter: "Анна",
        invitee: "Иван",
        department: "Склад",
        until: "7 декабря",
        link: "https://x.example/j/A",
    };

    fn filled(text: &str) -> String {
        Text::parse(text).unwrap().fill(&VALUES)
    }

    #[test]
    fn a_gap_is_written_in_any_language_and_case() {
        for text in ["{company}", "{компания}", "{ Компания }", "{COMPANY}"] {
            assert_eq!(filled(text), "Ромашка", "{text}");
        }
        assert_eq!(filled("{приглашенный} и {приглашённый}"), "Иван и Иван");
        let text = Text::parse("От {пригласивший}: {link}").unwrap();
        assert_eq!(text.to_keep(), "От {inviter}: {link}");
        assert_eq!(text.shown(Locale::new(Language::Ru)), "От {пригласивший}: {ссылка}");
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let problem = |text: &str| Text::parse(text).unwrap_err();
        assert_eq!(problem("a {фирма} b"), Problem::Unknown("фирма".to_owned()));
        assert_eq!(problem("{}"), Problem::Unknown(String::new()));
        assert_eq!(problem("a {company, you"), Problem::Unclosed("company, you".to_owned()));
        assert_eq!(problem("{company\n}"), Problem::Unclosed("company\n}".to_owned()));
        assert_eq!(problem("{{company}}"), Problem::Unclosed("{company}}".to_owned()));
        assert_eq!(problem("in company} b"), Problem::Unopened("in company".to_owned()));
    }

    #[test]
    fn a_value_is_not_read_again() {
        let values = Values { company: "{inviter}", inviter: "{{7*7}} {company}", ..VALUES };
        let text = Text::parse("{inviter} из {company}").unwrap();
        assert_eq!(text.fill(&values), "{{7*7}} {company} из {inviter}");
    }

    #[test]
    fn without_a_name_its_comma_goes() {
        let nameless = Values { invitee: "", ..VALUES };
        for (text, expected) in [
            ("Здравствуйте, {invitee}!", "Здравствуйте!"),
            ("{invitee}, здравствуйте!", "Здравствуйте!"),
            ("Привет.\n{invitee}, ждём", "Привет.\nЖдём"),
            ("Ждём {invitee} и вас", "Ждём и вас"),
            ("{invitee}", ""),
        ] {
            assert_eq!(Text::parse(text).unwrap().fill(&nameless), expected, "{text}");
        }
    }

    #[test]
    fn quotes_of_a_value_within_quotes_are_other_ones() {
        let values = Values { company: "ООО «Ромашка»", ..VALUES };
        assert_eq!(Text::parse("Портал «{company}»").unwrap().fill(&values), "Портал «ООО „Ромашка“»");
    }

    proptest! {
        #[test]
        fn reading_never_fails_otherwise(text in ".{0,80}") {
            drop(Text::parse(&text));
        }

        #[test]
        fn what_was_read_is_read_again(text in "([a-zа-я ,.\n]{0,9}\\{(company|отдел|until)\\}){0,4}[a-z ]{0,5}") {
            let read = Text::parse(&text).unwrap();
            prop_assert_eq!(&Text::parse(&read.to_keep()).unwrap(), &read);
            for language in Language::ALL {
                prop_assert_eq!(&Text::parse(&read.shown(Locale::new(language))).unwrap(), &read);
            }
        }

        #[test]
        fn values_stay_whole(value in "[a-z{}$<>]{1,20}") {
            let values = Values { company: &value, inviter: &value, ..VALUES };
            let text = Text::parse("a {company} b {inviter} c").unwrap();
            prop_assert_eq!(text.fill(&values), format!("a {value} b {value} c"));
        }
    }
}
