//! What was typed while the keyboard spoke the other language: «bdfyjd» for «иванов».

use super::alike::is_cyrillic;

/// The keys of both layouts, in the same order, without and with shift.
const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~";
const CYRILLIC: &str = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ";

/// The same keys in the other layout; `None` where that changes nothing, or both are mixed.
#[must_use]
pub fn switched(typed: &str) -> Option<String> {
    let is_cyrillic = typed.chars().any(is_cyrillic);
    let is_latin = typed.chars().any(|c| c.is_ascii_alphabetic());
    let (from, to) = match (is_latin, is_cyrillic) {
        (true, false) => (LATIN, CYRILLIC),
        (false, true) => (CYRILLIC, LATIN),
        _ => return None,
    };
    let key = |c: char| from.chars().position(|of| of == c).and_then(|at| to.chars().nth(at)).unwrap_or(c);
    let meant: String = typed.chars().map(key).collect();
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
        for as_it_is in ["", "123", "ivan иванов", "СБ"] {
            assert_eq!(switched(as_it_is), None, "{as_it_is}");
        }
    }
}
