//! `mailto:` addresses (RFC 6068): what opens a mail program with a letter begun.

use crate::base::email_address::EmailAddress;

/// What an address may have in all. Chromium on Windows silently drops what is over 2,048.
pub const MAX_LENGTH: usize = 1900;

/// Why there can be no such address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refused {
    /// A NUL or another control character that no letter has.
    ControlCharacter,
    /// Over [`MAX_LENGTH`].
    TooLong {
        /// What it would have.
        length: usize,
    },
}

/// A letter begun: subject and text, the addresses left to the mail program.
pub fn letter(subject: &str, body: &str) -> Result<String, Refused> {
    let subject = encode(&subject.split_whitespace().collect::<Vec<_>>().join(" "))?;
    let uri = format!("mailto:?subject={subject}&body={}", encode(body)?);
    if uri.len() > MAX_LENGTH { Err(Refused::TooLong { length: uri.len() }) } else { Ok(uri) }
}

/// An empty letter to one address.
#[must_use]
pub fn to(address: &EmailAddress) -> String {
    // An address has no control characters, so that nothing is refused here.
    let local = encode(address.local()).unwrap_or_default();
    format!("mailto:{local}@{}", address.domain_ascii())
}

/// Encodes text octet by octet; each kind of line break becomes the one of letters (§5).
fn encode(text: &str) -> Result<String, Refused> {
    let mut out = String::with_capacity(text.len() * 3);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' | '\n' => {
                if c == '\r' {
                    chars.next_if_eq(&'\n');
                }
                out.push_str("%0D%0A");
            }
            '\t' => out.push_str("%20"),
            _ if c.is_control() => return Err(Refused::ControlCharacter),
            _ if c.is_ascii_alphanumeric() || "-._~".contains(c) => out.push(c),
            _ => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| push_octet(&mut out, byte)),
        }
    }
    Ok(out)
}

fn push_octet(out: &mut String, byte: u8) {
    const HEX: [u8; 16] = *b"0123456789ABCDEF";
    out.push('%');
    out.extend([byte >> 4, byte & 15].map(|half| char::from(HEX[usize::from(half)])));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> String {
        letter("", text).unwrap().strip_prefix("mailto:?subject=&body=").unwrap().to_owned()
    }

    #[test]
    fn text_is_encoded_octet_by_octet() {
        for (text, expected) in [
            ("Ия", "%D0%98%D1%8F"),
            ("🎉", "%F0%9F%8E%89"),
            ("«»", "%C2%AB%C2%BB"),
            ("a&b=c", "a%26b%3Dc"),
            ("1+1", "1%2B1"),
            ("100%", "100%25"),
            ("#1?", "%231%3F"),
            ("\"<>[];/", "%22%3C%3E%5B%5D%3B%2F"),
            ("O'Neil", "O%27Neil"),
            ("שלום", "%D7%A9%D7%9C%D7%95%D7%9D"),
            ("a b\tc", "a%20b%20c"),
            ("A-z_0.9~", "A-z_0.9~"),
        ] {
            assert_eq!(body(text), expected, "{text}");
        }
    }

    #[test]
    fn each_kind_of_line_break_is_the_one_of_letters() {
        for text in ["a\nb", "a\r\nb", "a\rb"] {
            assert_eq!(body(text), "a%0D%0Ab");
        }
        assert_eq!(body("a\n\r\n\rb"), "a%0D%0A%0D%0A%0D%0Ab");
        // A subject is one line: a break in it would begin another header.
        assert_eq!(
            letter("Hi\r\nBcc: a@b.example", "").unwrap(),
            "mailto:?subject=Hi%20Bcc%3A%20a%40b.example&body="
        );
    }

    #[test]
    fn control_characters_are_refused() {
        for text in ["a\0b", "\u{7}", "\u{1b}[1m", "\u{85}"] {
            assert_eq!(letter("", text), Err(Refused::ControlCharacter), "{text:?}");
        }
        assert_eq!(letter("a\0b", ""), Err(Refused::ControlCharacter));
    }

    #[test]
    fn the_limit_is_exact() {
        let room = MAX_LENGTH - "mailto:?subject=&body=".len();
        for (extra, fits) in [(room - 1, true), (room, true), (room + 1, false)] {
            assert_eq!(letter("", &"a".repeat(extra)).is_ok(), fits, "{extra}");
        }
        assert_eq!(letter("", &"a".repeat(room + 1)), Err(Refused::TooLong { length: MAX_LENGTH + 1 }));
    }

    #[test]
    fn an_address_goes_by_its_domain_in_ascii() {
        let address = EmailAddress::parse("o'neil+x@пример.рф").unwrap();
        assert_eq!(to(&address), "mailto:o%27neil%2Bx@xn--e1afmkfd.xn--p1ai");
    }
}
