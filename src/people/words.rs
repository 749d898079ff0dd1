//! The words by which a person is found, the same on both engines: lower case, ё as е, no marks.

pub mod layout;
pub mod parts;

use std::collections::BTreeSet;

use crate::base::hidden::is_hidden;
use unicode_normalization::UnicodeNormalization as _;

/// Words kept for one person at the most: names and positions are short, pasted essays are not.
const MAX_WORDS: usize = 24;
/// Letters of a word that are kept.
const MAX_LETTERS: usize = 64;
/// Words of a search that are looked at.
const MAX_TERMS: usize = 6;

/// Text in the form in which it is compared: NFKC, lower case, ё as е.
#[must_use]
pub fn normal(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

/// The words of a person: of the name and position, the whole address, and the parts of it.
#[must_use]
pub fn of_person(name: &str, position: &str, email_key: &str) -> Vec<String> {
    let mut words = BTreeSet::new();
    words.insert(clipped(email_key));
    for text in [name, position] {
        words.extend(split(&normal(text)));
    }
    let (local, domain) = email_key.rsplit_once('@').unwrap_or((email_key, ""));
    // The first part of the address is found by the whole address already, that of the domain by the domain.
    words.extend(local.split(['.', '-', '_', '+']).skip(1).filter(|part| !part.is_empty()).map(clipped));
    words.insert(clipped(domain));
    words.extend(domain.split('.').skip(1).map(clipped));
    words.remove("");
    words.into_iter().take(MAX_WORDS).collect()
}

/// The words of what somebody typed into the search, each to be found as a beginning; none where
/// nothing was typed. `None` where what was typed has no word in it: that is found nowhere.
#[must_use]
pub fn of_search(typed: &str) -> Option<Vec<String>> {
    let text = normal(typed);
    let words: Vec<String> = if text.contains('@') {
        // PostgreSQL takes no NUL in a text, and nobody is called by one.
        let words = text.split(|c: char| c.is_whitespace() || is_hidden(c));
        words.filter(|word| !word.is_empty()).map(clipped).take(MAX_TERMS).collect()
    } else {
        split(&text).take(MAX_TERMS).collect()
    };
    (!words.is_empty() || text.trim().is_empty()).then_some(words)
}

fn split(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(clipped)
}

fn clipped(word: &str) -> String {
    word.chars().take(MAX_LETTERS).collect()
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
    fn a_person_is_found_by_name_and_address() {
        assert_eq!(
            of_person("Пётр Иванов-Водкин", "инженер", "petr.ivanov@example.org"),
            [
                "example.org",
                "ivanov",
                "org",
                "petr.ivanov@example.org",
                "водкин",
                "иванов",
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
        assert!(found(" ").is_empty());
        assert_eq!(found(&"@ ".repeat(100)).len(), MAX_TERMS);
        assert_eq!(of_search(" .,; "), None);
    }
}
