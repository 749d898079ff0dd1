//! The name in the words beside an address.

use unicode_normalization::char::is_combining_mark;

use crate::base::email_address::is_at_sign;

/// The name that `words` hold, without the numbering, quotes and cell borders around it.
///
/// `delimiter` parts the cells when the words come from a table. `None` when no letter is left, or
/// when a mail program put the address where the name belongs.
pub(super) fn tidy(words: &str, delimiter: Option<char>) -> Option<String> {
    let cells =
        words.split(|c| c == '\t' || Some(c) == delimiter).filter(|cell| cell.contains(char::is_alphabetic));
    let joined: Vec<&str> = cells.flat_map(str::split_whitespace).collect();
    let name = in_order(strip(&joined.join(" ").replace("\\\"", "\"")));
    let is_name = name.contains(char::is_alphabetic) && !name.contains(is_at_sign);
    is_name.then_some(name)
}

fn strip(words: &str) -> &str {
    let mut rest = words;
    // Numbering, list marks and one pair of quotes: three rounds reach the name under all of them.
    for _ in 0..3 {
        rest = unwrap(rest.trim());
        rest = rest.trim_start_matches(|c: char| {
            !c.is_alphabetic() && !matches!(c, '(' | '"' | '\'' | '«' | '“' | '„')
        });
        rest = rest.trim_end_matches([',', ';', ':', '-', '–', '—', '<', '|', ' ']);
    }
    rest
}

fn unwrap(words: &str) -> &str {
    [('"', '"'), ('\'', '\''), ('“', '”'), ('„', '“'), ('„', '”'), ('«', '»'), ('(', ')'), ('‘', '’')]
        .iter()
        .find_map(|(open, close)| words.strip_prefix(*open)?.strip_suffix(*close))
        .unwrap_or(words)
}

/// «Surname, Name», as mail programs of companies write it, the way people say it. What may be a
/// company or a department stays as it is.
fn in_order(name: &str) -> String {
    let Some((surname, rest)) = name.split_once(',') else { return name.to_owned() };
    let (surname, rest) = (surname.trim(), rest.trim());
    let is_turned = is_word(surname)
        && (1..=2).contains(&rest.split(' ').count())
        && rest.split(' ').all(|word| is_word(word) && !is_rank(word));
    if is_turned { format!("{rest} {surname}") } else { name.to_owned() }
}

/// A word such as names are made of: «Римский-Корсаков», «О'Нил», «П.».
fn is_word(word: &str) -> bool {
    let is_part =
        |c: char| c.is_alphabetic() || is_combining_mark(c) || matches!(c, '-' | '‐' | '.' | '\'' | '’');
    word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()) && word.chars().all(is_part)
}

/// What follows a whole name after a comma.
fn is_rank(word: &str) -> bool {
    matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "PhD" | "MD")
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn a_surname_before_a_comma_goes_behind() {
        for (written, said) in [
            ("Ivanov, Pyotr", "Pyotr Ivanov"),
            ("Smith, Alice", "Alice Smith"),
            ("Smith,Alice", "Alice Smith"),
            ("Rimsky-Korsakov, Nikolai Andreevich", "Nikolai Andreevich Rimsky-Korsakov"),
            ("O'Neil, J. R.", "J. R. O'Neil"),
            ("OOO Romashka, sales", "OOO Romashka, sales"),
            ("Romashka, sales", "Romashka, sales"),
            ("Smith, Alice, Dr", "Smith, Alice, Dr"),
            ("King, Jr.", "King, Jr."),
            ("Smith, Alice Mary Ann", "Smith, Alice Mary Ann"),
            ("Smith", "Smith"),
            (", Alice", ", Alice"),
        ] {
            assert_eq!(in_order(written), said);
        }
    }
}
