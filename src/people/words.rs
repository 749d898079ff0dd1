//! The words by which a person is found, the same on both engines: lower case, ё as е, no marks.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

/// Words kept for one person at the most: names and positions are short, pasted essays are not.
const MAX_WORDS: usize = 24;
/// Letters of a word that are kept.
const MAX_LETTERS: usize = 64;

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
    // The first part of the address is found by the whole address already.
    words.extend(local.split(['.', '-', '_', '+']).skip(1).filter(|part| !part.is_empty()).map(clipped));
    words.insert(clipped(domain));
    words.remove("");
    words.into_iter().take(MAX_WORDS).collect()
}

/// The words of what somebody typed into the search, each to be found as a beginning.
#[must_use]
pub fn of_search(typed: &str) -> Vec<String> {
    let text = normal(typed);
    if text.contains('@') {
        return text.split_whitespace().map(clipped).collect();
    }
    split(&text).collect()
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
            ["example.org", "ivanov", "petr.ivanov@example.org", "водкин", "иванов", "инженер", "петр"]
        );
    }

    #[test]
    fn a_search_is_split_as_the_words_are() {
        assert_eq!(of_search(" ПЁТР  (а+)+$ "), ["петр", "а"]);
        assert_eq!(of_search("Ivan@Example.org"), ["ivan@example.org"]);
        assert!(of_search(" .,; ").is_empty());
    }
}
