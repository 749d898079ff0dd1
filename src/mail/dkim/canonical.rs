//! The relaxed canonical form (RFC 6376 §3.4): what stays the same when mail servers put blanks, line
//! breaks and capitals of names in another way.

use memchr::{memchr_iter, memchr2_iter};

/// A header field as it is signed, without a line break at its end: the name in small letters, the value
/// in one line, with single blanks (§3.4.2).
pub(super) fn field(field: &[u8]) -> Vec<u8> {
    let (name, value) = match field.iter().position(|byte| *byte == b':') {
        Some(colon) => (&field[..colon], &field[colon + 1..]),
        None => (field, &[][..]),
    };
    let mut form = Vec::with_capacity(field.len());
    form.extend(name.trim_ascii_end().to_ascii_lowercase());
    form.push(b':');
    // Unfolding takes the line breaks away, the blanks after them stay.
    let unfolded: Vec<u8> = lines(value).flatten().copied().collect();
    squeeze(trim_start(&unfolded), &mut form);
    form
}

/// A body as it is hashed: single blanks within lines, none at their ends, no empty lines at the end
/// (§3.4.4).
pub(super) fn body(body: &[u8]) -> Vec<u8> {
    let mut form = Vec::with_capacity(body.len());
    let mut end = 0;
    for line in lines(body) {
        let before = form.len();
        squeeze(line, &mut form);
        let is_empty = form.len() == before;
        form.extend(b"\r\n");
        if !is_empty {
            end = form.len();
        }
    }
    form.truncate(end);
    form
}

/// The lines, without their ends. A CR or LF alone ends none.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = memchr_iter(b'\r', text).find(|at| text.get(at + 1) == Some(&b'\n'));
        rest = end.map(|end| &text[end + 2..]);
        Some(end.map_or(text, |end| &text[..end]))
    })
}

fn squeeze(line: &[u8], form: &mut Vec<u8>) {
    let mut begin = 0;
    for end in memchr2_iter(b' ', b'\t', line).chain([line.len()]) {
        let word = &line[begin..end];
        if !word.is_empty() {
            // Something blank stood before it, unless the line begins with it.
            if begin > 0 {
                form.push(b' ');
            }
            form.extend_from_slice(word);
        }
        begin = end + 1;
    }
}

fn trim_start(text: &[u8]) -> &[u8] {
    let begin = text.iter().position(|byte| !is_blank(*byte)).unwrap_or(text.len());
    &text[begin..]
}

/// WSP of RFC 5234.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn field_text(text: &str) -> String {
        String::from_utf8(field(text.as_bytes())).unwrap()
    }

    fn body_text(text: &str) -> String {
        String::from_utf8(body(text.as_bytes())).unwrap()
    }

    /// RFC 6376 §3.4.5, example 1.
    #[test]
    fn the_example_of_the_standard() {
        assert_eq!(field_text("A: X"), "a:X");
        assert_eq!(field_text("B : Y\t\r\n\tZ  "), "b:Y Z");
        assert_eq!(body_text(" C \r\nD \t E\r\n\r\n\r\n"), " C\r\nD E\r\n");
    }

    #[test]
    fn a_body_without_an_end_gets_one_and_an_empty_one_stays_empty() {
        assert_eq!(body_text("a"), "a\r\n");
        for empty in ["", "\r\n", "\r\n\r\n", " \t\r\n ", " "] {
            assert_eq!(body_text(empty), "", "{empty:?}");
        }
        assert_eq!(body_text("\r\na\r\n \r\nb\r\n"), "\r\na\r\n\r\nb\r\n");
    }

    #[test]
    fn a_lone_cr_or_lf_is_no_end_of_a_line() {
        assert_eq!(body_text("a \rb \nc\r\n"), "a \rb \nc\r\n");
    }

    #[test]
    fn fields_without_a_value_or_a_name() {
        assert_eq!(field_text("Subject:"), "subject:");
        assert_eq!(field_text("Subject: \r\n \r\n x"), "subject:x");
        assert_eq!(field_text("nothing"), "nothing:");
    }

    /// Words with a blank of some kind between them.
    fn words() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("[!-9;-~\u{44f}]{1,8}", 1..6)
    }

    fn blank() -> impl Strategy<Value = String> {
        "[ \t]{1,4}"
    }

    proptest! {
        #[test]
        fn the_form_of_a_form_is_itself(
            text in "([ \ta-c\u{44f}]|\r\n|\r|\n){0,40}", value in "([ \ta-c\u{44f}]|\r\n ){0,40}",
        ) {
            let once = body_text(&text);
            prop_assert_eq!(body_text(&once), once.clone());
            let unfolded = field_text(&format!("X: {value}"));
            prop_assert_eq!(field_text(&unfolded), unfolded.clone());
        }

        #[test]
        fn a_form_has_no_blank_too_many(text in "([ \ta-c]|\r\n){0,40}") {
            let form = body_text(&text);
            prop_assert!(!form.contains("  ") && !form.contains('\t') && !form.contains(" \r\n"));
            prop_assert!(form.is_empty() || (form.ends_with("\r\n") && !form.ends_with("\r\n\r\n")));
        }

        #[test]
        fn other_blanks_and_folds_make_no_other_form(
            words in words(), blanks in prop::collection::vec(blank(), 6), fold in any::<bool>(), end in "[ \t]{0,3}",
        ) {
            let plain = words.join(" ");
            let mut other = String::new();
            for (word, blank) in words.iter().zip(&blanks) {
                other += word;
                other += if fold { "\r\n" } else { "" };
                other += blank;
            }
            let (field, folded) = (field_text(&format!("Subject: {plain}")), format!("SUBJECT \t:{end}{other}"));
            prop_assert_eq!(field_text(&folded), field);
            let other = other.replace("\r\n", "");
            let lines = body_text(&format!("{other}{end}\r\n{end}\r\n\r\n"));
            prop_assert_eq!(lines, body_text(&plain));
        }

        #[test]
        fn what_is_no_blank_makes_another_form(words in words(), at in any::<prop::sample::Index>()) {
            let mut other = words.clone();
            let at = at.index(other.len());
            other[at].push('x');
            prop_assert_ne!(body_text(&words.join(" ")), body_text(&other.join(" ")));
            prop_assert_ne!(field_text(&format!("A:{}", words.join(" "))), field_text(&format!("A:{}", other.join(" "))));
        }
    }
}
