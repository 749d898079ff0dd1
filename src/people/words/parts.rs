//! What stands inside words, so that «ванов» finds Иванова: kept once for each word that a company knows.

/// A search within words begins with so many letters.
const SHORTEST: usize = 3;

/// The endings of a word that are kept, the whole word first; none of words that are found by their
/// beginning alone: short ones, numbers, whole addresses. Of those nearly every person has his own.
#[must_use]
pub fn of_word(word: &str) -> Vec<&str> {
    let is_known = word.chars().count() > SHORTEST && !word.contains(|c: char| c == '@' || c.is_numeric());
    if !is_known {
        return Vec::new();
    }
    endings(word).filter(|ending| ending.chars().count() >= SHORTEST).collect()
}

/// The endings of a department's name: each, and once more behind a blank those that begin a word.
#[must_use]
pub fn of_name(name_key: &str) -> Vec<String> {
    let whole = format!(" {name_key}");
    let is_kept = |ending: &&str| {
        let letters = ending.chars().count();
        letters >= SHORTEST || (letters == 2 && ending.starts_with(' '))
    };
    endings(&whole).filter(is_kept).map(str::to_owned).collect()
}

/// Where the names of departments are looked for what was typed: anywhere, a short word at the beginning of
/// words only, a single letter nowhere.
#[must_use]
pub fn in_names(term: &str) -> Option<String> {
    match term.chars().count() {
        0 | 1 => None,
        2 => Some(format!(" {term}")),
        _ => Some(term.to_owned()),
    }
}

/// Whether words are looked for this inside of them, too.
#[must_use]
pub fn is_within(term: &str) -> bool {
    term.chars().count() >= SHORTEST && !term.contains(|c: char| c == '@' || c.is_numeric())
}

/// Whether a search for `term` finds this word.
#[must_use]
pub fn holds(word: &str, term: &str) -> bool {
    word.starts_with(term) || (is_within(term) && !of_word(word).is_empty() && word.contains(term))
}

/// Whether `part`, an ending of `word`, is the longest that begins with `term` and is not all of it: of two
/// places in a word only the first counts.
#[must_use]
pub fn is_first_place(word: &str, part: &str, term: &str) -> bool {
    endings(word).skip(1).find(|ending| ending.starts_with(term)) == Some(part)
}

fn endings(word: &str) -> impl Iterator<Item = &str> {
    word.char_indices().map(|(at, _)| &word[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_kept_with_its_endings() {
        assert_eq!(of_word("иванов"), ["иванов", "ванов", "анов", "нов"]);
        for own in ["ли", "лев", "p777", "79161234567", "a@b.example"] {
            assert!(of_word(own).is_empty(), "{own}");
        }
        assert!(
            holds("иванов", "ив")
                && holds("иванов", "ванов")
                && !holds("иванов", "ва")
                && !holds("a@ivan", "ivan")
        );
        assert!(is_within("ван") && !is_within("ва") && !is_within("123") && !is_within("a@b"));
    }

    #[test]
    fn a_department_is_found_inside_its_name_and_by_short_words() {
        assert_eq!(of_name("it юг"), [" it юг", "it юг", "t юг", " юг"]);
        assert_eq!(in_names("it").as_deref(), Some(" it"));
        assert_eq!(in_names("скл").as_deref(), Some("скл"));
        assert_eq!(in_names("с"), None);
    }

    #[test]
    fn of_two_places_the_first_counts() {
        assert!(is_first_place("банана", "анана", "ана") && !is_first_place("банана", "ана", "ана"));
        assert!(is_first_place("анализана", "ана", "ана"), "the beginning is none within");
    }
}
