//! The name in the words beside an address.

use crate::base::email_address::is_at_sign;

/// The name that `words` hold, without the numbering, quotes and cell borders around it.
///
/// `delimiter` parts the cells when the words come from a table. `None` when no letter is left, or
/// when a mail program put the address where the name belongs.
pub(super) fn tidy(words: &str, delimiter: Option<char>) -> Option<String> {
    let cells =
        words.split(|c| c == '\t' || Some(c) == delimiter).filter(|cell| cell.contains(char::is_alphabetic));
    let joined: Vec<&str> = cells.flat_map(str::split_whitespace).collect();
    let name = strip(&joined.join(" ").replace("\\\"", "\"")).to_owned();
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
