//! What was typed while the keyboard spoke the other language: «bdfyjd» for «иванов».

use super::alike::{is_cyrillic, is_latin};

/// The keys of both layouts, in the same order, without and with shift.
const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~";
const CYRILLIC: &str = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ";

/// What was typed with the same keys in the other layout; where some words are in each, with all words in one of them,
/// and then in the other. Nothing where that changes nothing.
#[must_use]
pub fn readings(typed: &str) -> Vec<String> {
    if let Some(switched) = switched(typed) {
        return vec![switched];
    }
    let all_of = |is_own: fn(char) -> bool| -> String {
        let word = |word: &str| {
            let is_foreign = word.chars().any(char::is_alphabetic) && !word.chars().any(is_own);
            switched(word).filter(|_| is_foreign).unwrap_or_else(|| word.to_owned())
        };
        typed.split_inclusive(char::is_whitespace).map(word).collect()
    };
    [all_of(is_cyrillic), all_of(is_latin)].into_iter().filter(|reading| reading != typed).collect()
}

/// The same keys in the other layout; `None` where that changes nothing, or both are mixed.
fn switched(typed: &str) -> Option<String> {
    let is_cyrillic = typed.chars().any(is_cyrillic);
    let is_latin = typed.chars().any(|c| c.is_ascii_alphabetic());
    let (from, to) = match (is_latin, is_cyrillic) {
        (true, false) => (LATIN, CYRILLIC),
        (false, true) => (CYRILLIC, LATIN),
        _ => return None,
    };
    let key = |c: char| from.chars().position(|of| of == c).and_then(|at| to.chars().nth(at)).unwrap_or(c);
    let all: Vec<char> = typed.chars().collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| all.get(at)).is_some_and(char::is_ascii_digit);
    let meant =
        all.iter().enumerate().map(|(at, c)| match c {
            // Between digits stands no letter, but a point; where «/» is here it is in the other layout.
            '.' | ',' | '/' if is_latin && is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)) => {
                if *c == '/' { '.' } else { *c }
            }
            c => key(*c),
        });
    let meant: String = meant.collect();
    // «СБ» would be «C<»: nobody means that.
    let is_text = |c: char| c.is_alphanumeric() || c.is_whitespace() || ".@-_+".contains(c);
    (is_latin || meant.chars().all(is_text)).then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_layout_is_understood() {
        assert_eq!(LATIN.chars().count(), CYRILLIC.chars().count());
        for (typed, meant) in
            [("bdfyjd", "иванов"), ("Cj,jktd", "Соболев"), ("цу ьфшд", "we mail"), ("`kr", "ёлк")]
        {
            assert_eq!(switched(typed).as_deref(), Some(meant));
        }
        assert_eq!(readings("ivan иванов"), ["шмфт иванов", "ivan bdfyjd"]);
        assert_eq!(readings("fyyf, орлова 12"), ["аннаб орлова 12", "fyyf, jhkjdf 12"]);
        assert_eq!(readings("иванов 7"), ["bdfyjd 7"]);
        for (typed, meant) in
            [("Ghjlf;b 1.2", "Продажи 1.2"), ("Ghjlf;b 1/2", "Продажи 1.2"), ("ШЕ 1ю2", "IT 1.2")]
        {
            assert_eq!(readings(typed), [meant]);
        }
        for as_it_is in ["", "123", "ivan иванов", "СБ"] {
            assert_eq!(switched(as_it_is), None, "{as_it_is}");
            assert_eq!(readings(as_it_is).is_empty(), !as_it_is.contains(' '), "{as_it_is}");
        }
    }
}
