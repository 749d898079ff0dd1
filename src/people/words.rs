//! The words by which a person is found, the same on both engines: lower case, ё as е, no marks.

pub mod alike;
pub mod layout;
pub mod parts;
pub mod plain;
pub mod reading;
pub mod spelling;

use std::collections::BTreeSet;

use super::Employee;
use crate::base::hidden::is_hidden;
use crate::base::phone::{self, Phone};
use unicode_normalization::UnicodeNormalization as _;

/// Words kept for one person at the most: names and positions are short, pasted essays are not.
const MAX_WORDS: usize = 32;
/// Letters of a word that are kept.
const MAX_LETTERS: usize = 64;
/// Words of a search that are looked at.
const MAX_TERMS: usize = 6;

/// Text in the form in which it is compared: NFKC, lower case, ё as е.
#[must_use]
pub fn normal(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

/// What stands for an apostrophe.
const APOSTROPHES: [char; 5] = ['\'', '’', 'ʼ', '‘', '`'];

/// What a person is found by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Source<'a> {
    /// The name.
    pub name: &'a str,
    /// The patronymic.
    pub patronymic: &'a str,
    /// The position.
    pub position: &'a str,
    /// The telephones, as typed.
    pub phones: [&'a str; 2],
    /// The identity of the address; what is none is no word.
    pub email_key: &'a str,
}

impl<'a> Source<'a> {
    /// What somebody is found by of whom no more is known.
    #[must_use]
    pub fn named(name: &'a str, email_key: &'a str) -> Self {
        Self { name, email_key, ..Self::default() }
    }

    /// What this employee is found by.
    #[must_use]
    pub fn of(person: &'a Employee, email_key: &'a str) -> Self {
        Self {
            name: &person.name,
            patronymic: &person.patronymic,
            position: &person.position,
            phones: [&person.work_phone, &person.mobile_phone],
            email_key,
        }
    }
}

/// The words of a person: of the name and position, the whole address, the parts of it, the telephones.
#[must_use]
pub fn of_person(source: &Source<'_>) -> Vec<String> {
    let mut words = BTreeSet::new();
    for text in [source.name, source.patronymic] {
        let text = normal(text);
        words.extend(split(&text).chain(joined(&text)));
        if let Some(plain) = plain::of(&text) {
            words.extend(split(&plain));
        }
    }
    for typed in source.phones {
        words.extend(Phone::parse(typed).map(|phone| phone.words()).unwrap_or_default());
    }
    if source.email_key.contains('@') {
        add_address(&mut words, source.email_key);
    }
    // Pieces of an address and a long position drive out nothing of what people are called and reached by.
    let local = source.email_key.rsplit_once('@').map_or("", |(local, _)| local);
    for word in pieces(local).filter(|piece| is_piece(piece)).chain(split(&normal(source.position))) {
        if words.len() < MAX_WORDS {
            words.insert(word);
        }
    }
    words.remove("");
    words.into_iter().take(MAX_WORDS).collect()
}

fn add_address(words: &mut BTreeSet<String>, email_key: &str) {
    words.insert(clipped(email_key));
    let (local, domain) = email_key.rsplit_once('@').unwrap_or((email_key, ""));
    // By its first letters the first part is found as the whole address is.
    let parts = local.split(['.', '-', '_', '+']).map(clipped).enumerate();
    words
        .extend(parts.filter(|(at, part)| *at > 0 || !parts::of_word(part).is_empty()).map(|(_, part)| part));
    // With its mark the domain is told from one that only ends so; what follows the mark is an ending of it.
    words.insert(clipped(&format!("@{domain}")));
    words.extend(domain.split('.').skip(1).map(clipped));
}

/// What a text is made of: letters apart from digits.
fn pieces(text: &str) -> impl Iterator<Item = String> + '_ {
    let alike = |a: char, b: char| a.is_numeric() == b.is_numeric();
    split(text).flat_map(move |word| {
        let letters: Vec<char> = word.chars().collect();
        letters.chunk_by(|a, b| alike(*a, *b)).map(|piece| piece.iter().collect()).collect::<Vec<String>>()
    })
}

/// Whether a piece of an address is worth a word: one letter or digit tells nobody apart.
fn is_piece(piece: &str) -> bool {
    piece.chars().nth(1).is_some()
}

/// What stands in the midst of an address, or of a word of letters and digits, may be typed as well: the pieces
/// before the «@», each to be found by itself, and the domain. None of what has only one piece.
#[must_use]
pub fn apart(term: &str) -> Vec<String> {
    let (local, domain) = term.rsplit_once('@').map_or((term, None), |(local, domain)| (local, Some(domain)));
    let domain = domain.filter(|domain| !domain.is_empty()).map(|domain| clipped(&format!("@{domain}")));
    let all: Vec<String> =
        pieces(local).filter(|piece| is_piece(piece)).chain(domain).take(MAX_TERMS).collect();
    if all.first().is_none_or(|only| all.len() == 1 && only == term) { Vec::new() } else { all }
}

/// The words of what somebody typed into the search, each to be found as a beginning; none where
/// nothing was typed. `None` where what was typed has no word in it: that is found nowhere.
#[must_use]
pub fn of_search(typed: &str) -> Option<Vec<String>> {
    if let Some(number) = phone::searched(typed) {
        return Some(number);
    }
    let text = normal(pasted_address(typed).unwrap_or(typed));
    let words: Vec<String> = if text.contains('@') {
        // PostgreSQL takes no NUL in a text, and nobody is called by one.
        let words = text.split(|c: char| c.is_whitespace() || is_hidden(c));
        words.filter(|word| !word.is_empty()).map(clipped).take(MAX_TERMS).collect()
    } else {
        without_marks(split(&text)).take(MAX_TERMS).collect()
    };
    (!words.is_empty() || text.trim().is_empty()).then_some(words)
}

/// What was typed without a blank and is made of several words all the same, «1.2», each with its words.
#[must_use]
pub fn of_several(typed: &str) -> Vec<(String, Vec<String>)> {
    let text = normal(typed);
    let parts = text.split_whitespace().map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()));
    let several = parts.map(|part| (part.to_owned(), split(part).collect::<Vec<_>>()));
    several.filter(|(_, words)| words.len() > 1).collect()
}

/// The address of «Name <address>», as mail programs copy it.
fn pasted_address(typed: &str) -> Option<&str> {
    let (_, rest) = typed.split_once('<')?;
    let (address, _) = rest.split_once('>')?;
    address.contains('@').then_some(address.trim())
}

/// Without what only leads to an extension: «доб. 4821», «ext4821».
fn without_marks(words: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let mut words =
        words.map(|word| phone::extension_in(&word).map(str::to_owned).unwrap_or(word)).peekable();
    std::iter::from_fn(move || {
        let word = words.next()?;
        let is_mark = phone::leads_to_extension(&word) && words.peek().is_some_and(is_number);
        if is_mark { words.next() } else { Some(word) }
    })
}

fn split(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(clipped)
}

/// The words that an apostrophe parts, in one: «О’Коннор» may be looked for as «оконнор».
fn joined(text: &str) -> impl Iterator<Item = String> + '_ {
    let parted = text.split_whitespace().filter(|word| word.contains(APOSTROPHES));
    parted.flat_map(|word| split(&word.replace(APOSTROPHES, "")).collect::<Vec<_>>())
}

fn clipped(word: &str) -> String {
    word.chars().take(MAX_LETTERS).collect()
}

/// Whether somebody with these words is found by each of the terms, as the list finds him.
#[must_use]
pub fn are_found(words: &[String], terms: &[String]) -> bool {
    let holds = |term: &String| words.iter().any(|word| parts::holds(word, term));
    terms.iter().all(|term| {
        let pieces = apart(term);
        let is_within = words.iter().any(|word| word.contains('@') && word.contains(term.as_str()));
        holds(term) || (is_within && !pieces.is_empty() && pieces.iter().all(holds))
    })
}

/// The end of the range of words that begin with `prefix`: `word >= prefix AND word < after(prefix)`.
#[must_use]
pub fn after(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_apostrophe_parts_is_found_in_one_as_well() {
        for name in ["О’Коннор", "О'Коннор", "Д`Артаньян"] {
            let words = of_person(&Source::named(name, ""));
            let joined = normal(name).replace(APOSTROPHES, "");
            assert!(words.contains(&joined) && words.len() == 3, "{words:?}");
        }
    }

    #[test]
    fn a_person_is_found_by_name_and_address() {
        assert_eq!(
            of_person(&Source {
                name: "Пётр Иванов-Водкин",
                patronymic: "Ильич",
                position: "инженер",
                phones: ["112", "+7 916 123-45-67"],
                email_key: "petr.ivanov@example.org",
            }),
            [
                "112",
                "79161234567",
                "89161234567",
                "9161234567",
                "@example.org",
                "ivanov",
                "org",
                "petr",
                "petr.ivanov@example.org",
                "водкин",
                "иванов",
                "ильич",
                "инженер",
                "петр"
            ]
        );
    }

    #[test]
    fn a_search_is_split_as_the_words_are() {
        let found = |typed: &str| of_search(typed).unwrap();
        assert_eq!(found(" ПЁТР  (а+)+$ "), ["петр", "а"]);
        assert_eq!(found("Ivan@Example.org"), ["ivan@example.org"]);
        assert_eq!(found("a@\0 \0b"), ["a@", "b"]);
        assert_eq!(found("8 (916) 123-45-67"), ["89161234567"]);
        assert_eq!(found("+7 495 123-45-00, доб. 4830"), ["4951234500", "4830"]);
        assert!(found(" ").is_empty());
        assert_eq!(found(&"@ ".repeat(100)).len(), MAX_TERMS);
        for extension in ["доб. 4821", "Доб 4821", "ext. 4821", "x4821", "доб.4821", "вн. 4821", "#4821"]
        {
            assert_eq!(found(extension), ["4821"], "{extension}");
        }
        assert_eq!(found("Иванов доб. 12"), ["иванов", "12"]);
        assert_eq!(found("x ray"), ["x", "ray"]);
        assert_eq!(found("доб"), ["доб"]);
        assert_eq!(found("Иван Петров <Ivan@Romashka.ru>"), ["ivan@romashka.ru"]);
        assert_eq!(found("\"Петров, Иван\" <ivan@romashka.ru>;"), ["ivan@romashka.ru"]);
        assert_eq!(found("<Отдел> Иван"), ["отдел", "иван"]);
        assert_eq!(of_search(" .,; "), None);
    }

    #[test]
    fn what_stands_within_an_address_is_found_by_its_pieces() {
        let words = of_person(&Source::named("", "olga.kim77@my-firm.example"));
        let wanted =
            ["77", "@my-firm.example", "example", "kim", "kim77", "olga", "olga.kim77@my-firm.example"];
        assert_eq!(words, wanted);
        for (typed, found) in [
            ("im77@my-firm", vec!["im", "77", "@my-firm"]),
            ("lga@", vec!["lga"]),
            ("im77", vec!["im", "77"]),
        ] {
            assert_eq!(apart(typed), found, "{typed}");
        }
        for whole in ["lga", "@", "77", "@my-firm.ex"] {
            assert!(apart(whole).is_empty(), "{whole}");
        }
    }

    #[test]
    fn a_long_position_drives_out_no_name() {
        let position = (0..60).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        let source = Source { name: "Яна Ярова", position: &position, ..Source::default() };
        let words = of_person(&source);
        assert!(words.len() == MAX_WORDS && words.contains(&"ярова".to_owned()), "{words:?}");
    }
}
