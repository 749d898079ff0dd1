//! Characters that nobody sees but that change what is seen.

/// Whether `c` is a control, a direction mark or a character of no width.
///
/// Such characters can turn a line around, split a header or make two equal-looking names differ
/// (UTS 39, section 5.1), so they have no place in an address or a name.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Whether `c` is a blank or a zero-width character that comes along when text is pasted.
#[must_use]
pub fn is_padding(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_is_known() {
        for c in "\0\r\n\u{85}\u{AD}\u{200B}\u{200D}\u{200F}\u{202E}\u{2066}\u{2069}\u{FEFF}".chars() {
            assert!(is_hidden(c), "{c:?}");
        }
        assert!("Zя ё’-李é😀".chars().all(|c| !is_hidden(c)));
        assert!(!is_padding('\0') && !is_padding('\u{202E}'));
    }
}
