//! The letter on the wire: no line of it may look like its end (RFC 5321 §4.5.2).

use memchr::memchr2;

/// Doubles the dot at the beginning of a line and ends the last line.
///
/// Every line ends with CRLF here: a bare CR or LF, which some servers take for a line end and
/// others don't, would let a letter smuggle in a second one. [`crate::mail::message`] makes none;
/// one that is there all the same becomes CRLF.
pub(super) fn stuffed(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + message.len() / 64 + 2);
    let mut rest = message;
    while !rest.is_empty() {
        let (line, after) = rest.split_at(memchr2(b'\r', b'\n', rest).unwrap_or(rest.len()));
        if line.starts_with(b".") {
            out.push(b'.');
        }
        out.extend_from_slice(line);
        out.extend_from_slice(b"\r\n");
        rest = after.strip_prefix(b"\r\n").or_else(|| after.get(1..)).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dots_are_doubled_and_line_ends_made_whole() {
        for (plain, wire) in [
            ("", ""),
            ("a", "a\r\n"),
            (".", "..\r\n"),
            ("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n"),
            ("a\n.\nb", "a\r\n..\r\nb\r\n"),
            ("a\r.\rb", "a\r\n..\r\nb\r\n"),
            ("a.\r\n", "a.\r\n"),
            ("\r\n\r\n", "\r\n\r\n"),
        ] {
            assert_eq!(stuffed(plain.as_bytes()), wire.as_bytes(), "{plain:?}");
        }
    }

    proptest! {
        #[test]
        fn no_letter_ends_before_its_end(message in "[.a\r\n]{0,40}") {
            let wire = String::from_utf8(stuffed(message.as_bytes())).unwrap();
            let after_data = format!("\r\n{wire}");
            prop_assert!(!after_data.contains("\r\n.\r\n"));
            prop_assert!(wire.is_empty() || wire.ends_with("\r\n"));
            prop_assert_eq!(wire.matches('\n').count(), wire.matches("\r\n").count());
            prop_assert_eq!(wire.matches('\r').count(), wire.matches("\r\n").count());
        }
    }
}
