//! What stands inside words, so that «ванов» finds Иванова: kept once for each word that a company knows.

/// A search within words begins with so many letters.
const SHORTEST: usize = 3;
/// And with so many digits: three of them are in nearly every number.
const FEWEST_DIGITS: usize = 4;
/// A number of so many digits is a telephone's; shorter ones are years, rooms, parts of addresses.
const TELEPHONE: usize = 7;

/// The endings of a word that are kept, the whole word first; none of words that are found by their
/// beginning alone: short ones, whole addresses, names with digits in them. Of those nearly every person has his
/// own, and an address is found by its pieces.
#[must_use]
pub fn of_word(word: &str) -> Vec<&str> {
    let letters = word.chars().count();
    let (is_known, shortest) = if is_digits(word) {
        (is_telephone(word), FEWEST_DIGITS)
    } else {
        let is_domain = word.starts_with('@');
        let is_plain = !word.contains(char::is_numeric) || is_domain;
        let is_address = word.find('@').is_some_and(|at| at > 0);
        (letters > SHORTEST && is_plain && !is_address, SHORTEST)
    };
    if !is_known {
        return Vec::new();
    }
    endings(word).filter(|ending| ending.chars().count() >= shortest).collect()
}

/// Whether these digits are a telephone number as it is without its country: with the Russian ones before it,
/// it has no ending that this one lacks.
fn is_telephone(digits: &str) -> bool {
    digits.len() >= TELEPHONE && !(digits.len() == 11 && digits.starts_with(['7', '8']))
}

fn is_digits(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
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
    let shortest = if is_digits(term) { FEWEST_DIGITS } else { SHORTEST };
    term.chars().count() >= shortest && !term.contains('@')
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
        assert_eq!(of_word("1234567"), ["1234567", "234567", "34567", "4567"]);
        assert_eq!(of_word("@a1.ru"), ["@a1.ru", "a1.ru", "1.ru", ".ru"]);
        for own in ["ли", "лев", "p777", "79161234567", "89161234567", "123456", "a@b.example"] {
            assert!(of_word(own).is_empty(), "{own}");
        }
        assert!(
            holds("иванов", "ив")
                && holds("иванов", "ванов")
                && !holds("иванов", "ва")
                && !holds("a@ivan", "ivan")
        );
        assert!(is_within("ван") && !is_within("ва") && !is_within("123") && !is_within("a@b"));
        assert!(is_within("1234") && holds("9161234567", "4567") && !holds("9161234567", "567"));
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
