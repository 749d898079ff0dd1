//! What pasting leaves around an address, taken off.

use crate::base::hidden::is_padding;

/// The marks that enclose an address in texts and lists.
const PAIRS: [(char, char); 4] = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’')];

/// Whether `c` is an at sign of any width.
#[must_use]
pub fn is_at_sign(c: char) -> bool {
    matches!(c, '@' | '＠' | '﹫')
}

/// `text` without blanks, brackets, closing punctuation and `mailto:` around the address.
pub(super) fn strip(text: &str) -> &str {
    let mut rest = text;
    loop {
        let shorter = strip_once(rest);
        if shorter.len() == rest.len() {
            return rest;
        }
        rest = shorter;
    }
}

/// The form that is kept: NFC, with an ordinary `@` and ordinary dots.
pub(super) fn compose(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            c if is_at_sign(c) => '@',
            '．' => '.',
            c => c,
        })
        .collect();
    super::nfc(&plain)
}

fn strip_once(text: &str) -> &str {
    let text = text.trim_matches(is_padding);
    let text = text.trim_end_matches(closes).trim_start_matches(opens);
    let text = unquote(text);
    match text.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &text[7..],
        _ => text,
    }
}

fn opens(c: char) -> bool {
    matches!(c, '<' | '(' | '[' | '«' | '»' | '“' | '”' | '„' | ',' | ';' | ':')
}

fn closes(c: char) -> bool {
    is_padding(c) || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '>' | ')' | '»' | '”')
}

fn unquote(text: &str) -> &str {
    let pair = PAIRS.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    match pair {
        Some(inside) => inside,
        None if text.matches('"').count() == 1 => text.trim_matches('"'),
        None => text,
    }
}
