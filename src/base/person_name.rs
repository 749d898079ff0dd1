//! Names: of people, companies and departments. One line, visible, of bounded length, no bait.
//!
//! A name goes into letters to strangers. «Your account is blocked, see evil.com» in the place of a
//! name would turn the portal into a sender of phishing, so what reads as a link or a telephone
//! number is no name.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation as _;

use super::email_address::is_at_sign;
use super::hidden::is_hidden;

/// The most characters, as a reader counts them, that a name may have.
pub const MAX_GRAPHEMES: usize = 60;
/// The same for the name of a company or a department and for a position: officials have long ones.
pub const MAX_TITLE: usize = 100;
/// Marks that may be heaped on one letter; enough for every living language's names.
const MAX_MARKS: usize = 2;
/// A run of this many digits is a telephone number or a code.
const MANY_DIGITS: usize = 5;
/// Octets beyond which a text is too long for a name whatever it holds.
const MAX_BYTES: usize = 4096;

/// What to mend in a name. The words stand in the catalogue under [`Self::key`].
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum NameProblem {
    /// Nothing but blanks.
    Empty,
    /// Longer than it may be.
    TooLong {
        /// The most characters that it may have.
        most: usize,
    },
    /// A control, direction or zero-width character, or a line break.
    HiddenCharacter,
    /// More than two marks heaped on one letter.
    HeapedMarks,
    /// A web address.
    Link,
    /// An at sign: an address in place of a name.
    AtSign,
    /// Five digits or more in a row.
    ManyDigits,
    /// Not a single letter.
    NoLetter,
}

impl NameProblem {
    /// The message that tells what to do.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty => "name-problem-empty",
            Self::TooLong { .. } => "name-problem-too-long",
            Self::HiddenCharacter => "name-problem-hidden-character",
            Self::HeapedMarks => "name-problem-heaped-marks",
            Self::Link => "name-problem-link",
            Self::AtSign => "name-problem-at-sign",
            Self::ManyDigits => "name-problem-many-digits",
            Self::NoLetter => "name-problem-no-letter",
        }
    }

    /// The most characters that it may have, where that is the problem.
    #[must_use]
    pub fn most(&self) -> Option<usize> {
        if let Self::TooLong { most } = self { Some(*most) } else { None }
    }

    /// The same for what no person is called by: a company, a department, a plan.
    #[must_use]
    pub fn title_key(&self) -> &'static str {
        match self {
            Self::Empty => "name-problem-title-empty",
            Self::TooLong { .. } => "name-problem-title-too-long",
            other => other.key(),
        }
    }
}

/// The name of a person, in one string, in whatever order and script its owner writes it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct PersonName(String);

impl PersonName {
    /// The name in `text`: trimmed, blanks made single, NFC.
    pub fn parse(text: &str) -> Result<Self, NameProblem> {
        let name = visible_line(text, MAX_GRAPHEMES)?;
        if name.contains(is_at_sign) {
            return Err(NameProblem::AtSign);
        }
        if name.contains("://") || name.split_whitespace().any(reads_as_domain) {
            return Err(NameProblem::Link);
        }
        if longest_run(&name, char::is_numeric) >= MANY_DIGITS {
            return Err(NameProblem::ManyDigits);
        }
        if !name.contains(char::is_alphabetic) {
            return Err(NameProblem::NoLetter);
        }
        Ok(Self(name))
    }

    /// The name as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// One or two capital letters for a face without a photo: of the first two words.
    #[must_use]
    pub fn initials(&self) -> String {
        let firsts: String = self
            .0
            .split(' ')
            .filter_map(|word| word.chars().next().filter(|c| c.is_alphabetic()))
            .take(2)
            .collect();
        let letters = if firsts.is_empty() { &self.0 } else { &firsts };
        let count = firsts.chars().count().max(1);
        letters.chars().filter(|c| c.is_alphabetic()).take(count).filter_map(capital).collect()
    }

    /// The name as it is ordered and searched: compatibility forms, case and the dots of «ё» aside.
    #[must_use]
    pub fn sort_key(&self) -> String {
        self.0.nfkc().collect::<String>().to_lowercase().replace('ё', "е")
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a company or a department: one visible line of at most `max_graphemes`, without a link.
///
/// Domains are fine here, since companies are named after theirs.
pub fn plain_line(text: &str, max_graphemes: usize) -> Result<String, NameProblem> {
    let line = visible_line(text, max_graphemes)?;
    if line.contains("://") { Err(NameProblem::Link) } else { Ok(line) }
}

fn visible_line(text: &str, max_graphemes: usize) -> Result<String, NameProblem> {
    let text = text.trim();
    if text.len() > MAX_BYTES {
        return Err(NameProblem::TooLong { most: max_graphemes });
    }
    if text.chars().any(|c| is_hidden(c) && c != '\t') {
        return Err(NameProblem::HiddenCharacter);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String = words.join(" ").nfc().collect();
    if line.is_empty() {
        return Err(NameProblem::Empty);
    }
    if longest_run(&line, is_combining_mark) > MAX_MARKS {
        return Err(NameProblem::HeapedMarks);
    }
    if line.graphemes(true).count() > max_graphemes {
        return Err(NameProblem::TooLong { most: max_graphemes });
    }
    Ok(line)
}

/// Whether mail programs would make a link of `word`: a dot with no blank after it, as in `evil.com`
/// and `t.me`, but not as in «И.И.Иванов».
fn reads_as_domain(word: &str) -> bool {
    let labels: Vec<&str> = word.split(['.', '．', '。', '｡', '․']).collect();
    labels.windows(2).any(|pair| {
        let before = pair[0].chars().rev().take_while(|c| c.is_alphanumeric()).count();
        let after: Vec<char> = pair[1].chars().take_while(|c| c.is_alphanumeric()).collect();
        let initial = before == 1
            && pair[0].ends_with(char::is_uppercase)
            && after.first().is_some_and(|c| c.is_uppercase());
        before > 0 && after.len() > 1 && !initial
    })
}

fn longest_run(text: &str, of: impl Fn(char) -> bool) -> usize {
    let longer = |(longest, run): (usize, usize), c| {
        let run = if of(c) { run + 1 } else { 0 };
        (longest.max(run), run)
    };
    text.chars().fold((0, 0), longer).0
}

fn capital(c: char) -> Option<char> {
    c.to_uppercase().next()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Result<String, NameProblem> {
        PersonName::parse(text).map(|name| name.0)
    }

    #[test]
    fn names_of_the_world() {
        for name in [
            "O'Neil",
            "Анна-Мария",
            "Д’Артаньян",
            "李小龙",
            "Иван Петров (мл.)",
            "И.И. Иванов",
            "И.И.Иванов",
            "J.R.R.Tolkien",
            "Я",
            "Nguyễn Thị Minh Khai",
            "محمد",
            "Иван 2",
            "St. John",
            "Ёлка Öz",
        ] {
            assert_eq!(parse(name), Ok(name.to_owned()));
        }
        assert_eq!(parse(" \u{A0}Анна \t  Мария\r\n"), Ok("Анна Мария".to_owned()));
        assert_eq!(parse("Е\u{308}лка"), Ok("Ёлка".to_owned()));
    }

    #[test]
    fn what_is_no_name() {
        use NameProblem as P;
        let zalgo = format!("И{}", "\u{301}".repeat(500));
        for (text, problem) in [
            ("", P::Empty),
            (" \t\u{A0}", P::Empty),
            ("Ваш счёт заблокирован evil.com", P::Link),
            ("t.me/spam", P::Link),
            ("https://x", P::Link),
            ("EVIL.COM", P::Link),
            ("evil。com", P::Link),
            ("(evil.рф)", P::Link),
            ("ivan@x", P::AtSign),
            ("ivan＠x", P::AtSign),
            ("Звони 88005553535", P::ManyDigits),
            ("И\u{202E}ван", P::HiddenCharacter),
            ("И\u{200B}ван", P::HiddenCharacter),
            ("И\0", P::HiddenCharacter),
            ("Иван\r\nBcc: a", P::HiddenCharacter),
            ("И\u{2028}ван", P::HiddenCharacter),
            (&zalgo, P::HeapedMarks),
            (&"я".repeat(61), P::TooLong { most: 60 }),
            (&"я".repeat(1_000_000), P::TooLong { most: 60 }),
            ("123", P::NoLetter),
        ] {
            assert_eq!(parse(text), Err(problem), "{text:.60}");
        }
        assert!(parse(&"я".repeat(60)).is_ok());
    }

    #[test]
    fn initials_and_order() {
        let name = |text| PersonName::parse(text).unwrap();
        for (text, initials) in [
            ("Иван Петров (мл.)", "ИП"),
            ("иван", "И"),
            ("李小龙", "李"),
            ("(Ваня)", "В"),
            ("Анна-Мария де Гор", "АД"),
            ("ßa", "S"),
        ] {
            assert_eq!(name(text).initials(), initials);
        }
        assert_eq!(name("Пётр ЁЛКИН").sort_key(), "петр елкин");
    }

    #[test]
    fn lines_of_companies() {
        assert_eq!(plain_line(" ООО  «Ромашка.рф» ", 60), Ok("ООО «Ромашка.рф»".to_owned()));
        assert_eq!(plain_line("24/7", 60), Ok("24/7".to_owned()));
        assert_eq!(plain_line("Ромашка http://evil.com", 60), Err(NameProblem::Link));
        assert_eq!(plain_line("Ромашка", 6), Err(NameProblem::TooLong { most: 6 }));
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(text in any::<String>()) {
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name.clone()));
                prop_assert!((1..=2).contains(&name.initials().chars().count()));
            }
        }
    }
}
