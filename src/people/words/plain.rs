//! Latin letters without their marks: «Müller» may be looked for as «Muller», from a keyboard that has no «ü».

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::alike::is_latin;

/// Letters that are no plain one with a mark, and what they are written as where there are none of them.
const OTHERS: [(char, &str); 9] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ł', "l"),
    ('ı', "i"),
];

/// A text in lower case with plain letters; `None` where it has no others. A mark of Cyrillic makes another letter, and
/// stays.
#[must_use]
pub fn of(text: &str) -> Option<String> {
    let is_marked = |c: char| is_latin(c) && !c.is_ascii();
    let plain = |c: char| match OTHERS.iter().find(|(letter, _)| *letter == c) {
        Some((_, plain)) => (*plain).to_owned(),
        None if is_marked(c) => std::iter::once(c).nfd().filter(|part| !is_combining_mark(*part)).collect(),
        None => c.to_string(),
    };
    text.contains(is_marked).then(|| text.chars().map(plain).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_latin_letters_go_and_those_of_cyrillic_stay() {
        for (text, plain) in [
            ("müller", "muller"),
            ("zoë", "zoe"),
            ("wałęsa", "walesa"),
            ("strauß", "strauss"),
            ("søren", "soren"),
            ("šimůnková", "simunkova"),
        ] {
            assert_eq!(of(text).as_deref(), Some(plain));
        }
        for text in ["андрей", "muller", "їжак", ""] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
